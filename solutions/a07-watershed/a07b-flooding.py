# %% [markdown]
# # A07b Flooding, two blurs, two channels
#
# Water rises from every marker. Where two floods meet, two objects part. You write the flood, and
# use it in three ways.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 60 minutes | [17]{N-A07-20} points | drawn nuclei, drawn cells | A07a | A08 |

# %% [markdown]
# ## After this you can
#
# - **explain** flooding from markers, and **implement** it with a queue;
# - **split** touching objects by their shape;
# - **combine** two blurs into one labelling of spots and outlines;
# - **choose** the landscape that belongs to a task.
#
# **Questions we answer**
#
# 1. In which order are pixels flooded?
# 2. Which information does a watershed on distances use?
# 3. Why do two tasks need two blurs?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | components and 4 neighbours (A07a, section 1) | water steps to 4 neighbours | 3 minutes |
# | distance map and markers (A07a, section 2) | landscape and sources | 4 minutes |
# | Gaussian blur (A03, section 3) | two of them at once | 3 minutes |
#
# **Skip box.** Go to A08 if you can answer these. Which pixel is flooded next? Why is the distance
# map turned upside down? What does a watershed on distances not look at?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. (A07a) A mask has two components with 4 neighbours. How many can it have with
# 8 neighbours?</summary>
#
# Two or one. More neighbours can join components, and they never part them.
#
# </details>
# <details><summary>2. (A07a) Why do we blur the distance map before we look for peaks?</summary>
#
# Rough edges make small bumps, and each bump would be a marker. The blur removes small bumps and
# leaves large hills.
#
# </details>

# %%
import heapq

import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
from coursekit import check, datasets, imaging, plotting

scene = datasets.load("nuclei", seed=1)
components = imaging.gauss_otsu_labels(scene.image, sigma=1)
mask, truth = components > 0, scene.truth
print(scene.note)

# %% [markdown] tags=["by-hand"]
# ## 3 Flooding (starts at minute 0, 35 minutes)
#
# Seven places on a line have the heights 3, 1, 4, 6, 5, 0, 2. A spring stands at the second place
# (height 1, number 1), and another at the sixth (height 0, number 2).
#
# **Predict.** Water rises slowly everywhere at the same speed. Which spring floods the place of
# height 6, and which of height 5?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: the lowest place on the shore is next.** The *shore* is all places beside the water. A
# place gets its number when the water reaches its shore; it is flooded when its turn comes.
#
# | Flooded | Height | By |
# |---|---|---|
# | place 6 | 0 | 2 (its own spring) |
# | place 2 | 1 | 1 (its own spring) |
# | place 7 | 2 | 2 |
# | place 1 | 3 | 1 |
# | place 3 | 4 | 1 |
# | place 5 | 5 | 2 |
# | place 4 | 6 | 1: place 3 was flooded before place 5 |
#
# The result is 1, 1, 1, 1, 2, 2, 2. This is the *watershed*: each flood fills the *catchment* of
# its spring. It assumes that objects are valleys, and the borders between them are walls.

# %% [markdown]
# **The shore is a queue.** Python's `heapq` keeps a list whose smallest entry is always taken
# first. `heapq.heappush(shore, entry)` adds an entry, `heapq.heappop(shore)` takes the smallest
# one. Entries are tuples: `(height, age, place)`. They are compared by height; for equal heights by
# *age*, a number that grows with every push. So of equally low places the one that was reached
# first comes first. `heapq.heapify(shore)` makes such a queue of a list, once, at the start. *Dry*
# means: without a number.

# %%
heights, owner = [3, 1, 4, 6, 5, 0, 2], [0, 1, 0, 0, 0, 2, 0]
# 1 the springs wait on the shore
shore = [(heights[place], place, place) for place in (1, 5)]
heapq.heapify(shore)
age = len(heights)
# 2 take the lowest; its dry neighbours get its number and join the shore
while shore:
    height, _, place = heapq.heappop(shore)
    for neighbour in (place - 1, place + 1):
        if 0 <= neighbour < 7 and owner[neighbour] == 0:
            owner[neighbour], age = owner[place], age + 1
            heapq.heappush(shore, (heights[neighbour], age, neighbour))
print("flooded by:", owner)

# %% tags=["folded"]
down, right = np.mgrid[:60, :100]
pair = (np.hypot(down - 30, right - 30) < 25) | (np.hypot(down - 30, right - 66) < 14)
distance = imaging.gaussian_blur(ndi.distance_transform_edt(pair), 1)
springs = imaging.markers_from_distance(pair, sigma=1)
flooded = imaging.flood(-distance, springs, pair)
fig, axes = plt.subplots(2, 4, figsize=(10, 4.4), height_ratios=[1, 1], layout="constrained")
for (above, below), level in zip(axes.T, (-20, -11, -7, 0), strict=True):
    wet = np.where(-distance <= level, flooded, 0)
    plotting.show_labels(above, wet, title=f"water at {level}")
    above.contour(pair, levels=[0.5], colors="white", linewidths=0.8)
    below.plot(-distance[30], color="black", linewidth=1)
    for number, style in ((1, ""), (2, "////")):
        under = (wet[30] == number) & (-distance[30] <= level)
        colour = plotting.LABEL_COLOURS[number]
        below.fill_between(
            np.arange(100), -distance[30], level, where=under, color=colour, hatch=style, alpha=0.7
        )
    below.set(ylim=(-26, 1), xlabel="column")
axes[1, 0].set_ylabel("minus distance")
plotting.describe(
    fig,
    "Four stages of a flood in two touching discs, from above and along the middle row. Water "
    "fills the deep valley first, then the small one; at level -7 both meet at the neck.",
)

# %% [markdown]
# **What to see.** The distance map is turned upside down, so the middle of a disc is the bottom of
# a valley. At -20 only the large disc holds water. At -11 both do. The two floods meet at the neck,
# because the neck is the lowest pass between the valleys. There the border stays, also when the
# water covers everything.

# %% [markdown] exercise="flood" role="prompt"
# Write `flood(landscape, markers, mask)` for images. Take the lowest pixel of the shore, of equally
# low ones the one reached first. Its dry neighbours inside the mask (above, below, left, right) get
# its number and join the shore. Return the numbers; 0 outside the mask, also under a marker there.
# `imaging.flood`, `skimage.segmentation.watershed` and the like are not allowed.
#
# Example: the seven places as one row, with their markers, give 1, 1, 1, 1, 2, 2, 2.

# %% exercise="flood" role="answer"
def flood(landscape, markers, mask):
    """Number of the marker whose water arrives first; the seven places give 1 1 1 1 2 2 2."""
    labels = np.where(mask, markers, 0)
    rows, columns = labels.shape
    # 1 all marked pixels wait on the shore: (height, age, row, column)
    # 2 while the shore is not empty: take the lowest pixel
    # 3 each dry neighbour inside image and mask: give it the number, let it wait
    ### BEGIN SOLUTION
    shore = []
    for row, column in np.argwhere(labels):
        shore.append((landscape[row, column], len(shore), row, column))
    heapq.heapify(shore)
    age = len(shore)
    while shore:
        _, _, row, column = heapq.heappop(shore)
        for down, right in ((-1, 0), (0, -1), (0, 1), (1, 0)):
            r, c = row + down, column + right
            inside = 0 <= r < rows and 0 <= c < columns
            if inside and mask[r, c] and labels[r, c] == 0:
                labels[r, c] = labels[row, column]
                heapq.heappush(shore, (landscape[r, c], age, r, c))
                age += 1
    return labels
    ### END SOLUTION


# %% exercise="flood" role="check"
check.flood(flood)

# %% [markdown] exercise="split_touching" role="prompt"
# Write `split_touching(mask, sigma=2)`. Compute the distance map of the mask and blur it. The
# markers are the peaks of the blurred map: `imaging.markers_from_distance(mask, sigma)`. Flood the
# blurred map, turned upside down, from these markers inside the mask. Use `imaging.flood`.

# %% exercise="split_touching" role="answer"
def split_touching(mask, sigma=2):
    """Label image in which touching objects are cut at their necks."""
    mask = np.asarray(mask) != 0
    # 1 blurred distance map
    # 2 markers
    # 3 flood the map upside down
    ### BEGIN SOLUTION
    distance = imaging.gaussian_blur(ndi.distance_transform_edt(mask), sigma)
    markers = imaging.markers_from_distance(mask, sigma)
    return imaging.flood(-distance, markers, mask)
    ### END SOLUTION


# %% exercise="split_touching" role="check"
check.split_touching(split_touching)

# %% [markdown]
# **How good is it?** For each true nucleus take the region that shares most pixels with it. The
# *overlap* of two regions is the number of shared pixels, divided by the number of pixels in either
# of them. 1 means equal. We take the mean over the 60 nuclei.

# %%
def mean_overlap(truth, labels):
    """Mean overlap of the true nuclei with their regions; equal label images give 1."""
    overlaps = []
    for number in range(1, truth.max() + 1):
        nucleus = truth == number
        # how often each label occurs in the nucleus; the most frequent one (not 0) is its region
        shared = np.bincount(labels[nucleus], minlength=2)
        region = labels == shared[1:].argmax() + 1
        overlaps.append(np.sum(nucleus & region) / np.sum(nucleus | region))
    return np.mean(overlaps)


results = {"components": components}
for sigma in (0, 2):
    results[f"watershed, blur {sigma}"] = imaging.split_touching(mask, sigma)
for name, labels in results.items():
    n = imaging.count_objects(labels)
    print(f"{name:18} {n} objects, mean overlap {mean_overlap(truth, labels):.2f}")

# %% [markdown] question="Q5"
# **Too few, too many.** The components are fewer than the nuclei: this is *under-segmentation*.
# With blur 0 the watershed cuts some nuclei into pieces: *over-segmentation*. With blur 2 the count
# is right, and the overlap is the best of the three.

# %% [markdown] exercise="four_pictures" role="prompt"
# Write `four_pictures(image, components, regions, truth)`. Draw four panels: the image in grey,
# then the three label images. `plotting.show_labels(ax, labels, title=...)` gives neighbours
# different colours, and the same colours in every run. Every panel has a title; those of the label
# images hold the number of objects, computed. Return the figure.

# %% exercise="four_pictures" role="answer"
def four_pictures(image, components, regions, truth):
    """Figure with image, components, regions and truth; the titles count the objects."""
    # 1 four panels
    # 2 the image in grey
    # 3 three label images; each title counts the objects
    ### BEGIN SOLUTION
    fig, axes = plt.subplots(1, 4, figsize=(10, 3), layout="constrained")
    plotting.show_image(axes[0], image, title="image")
    named = {"components": components, "watershed": regions, "truth": truth}
    for ax, (name, labels) in zip(axes[1:], named.items(), strict=True):
        plotting.show_labels(ax, labels, title=f"{name}: {imaging.count_objects(labels)}")
    return fig
    ### END SOLUTION


# %% exercise="four_pictures" role="check"
check.four_pictures(four_pictures)

# %%
figure = four_pictures(scene.image, components, results["watershed, blur 2"], truth)
plotting.describe(
    figure,
    "The nuclei in grey and three label images with their counts. Where nuclei touch, components "
    "share one colour; the watershed and the truth give each nucleus a colour of its own.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** The components have joined nuclei that touch. The watershed cuts them at their
# necks, and its count is that of the truth. Colours carry no meaning: the same nucleus may have
# another colour in the next panel.

# %% [markdown] question="Q3"

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 5 line by hand, 3 figure, 12 + 4 + 5 exercises, 3 questions. *Live:* pour
# water into two cups of a muffin tin; or play the queue with numbered cards on the floor. *Expect:*
# "why a queue, why not distances to the markers?" (that gave the wrong border at the end of A07a),
# "what if both floods reach a pixel at once?" (they never do: one push comes first; that is what
# age is for), "why is skimage so much faster?" (the same loop in C). *Common wrong answers:* the
# lowest neighbour instead of the lowest pixel of the whole shore, the map not turned round, a pixel
# numbered only when it is taken (then two floods can claim it). *If short of time:* give P1 as
# homework. *Discuss:* which objects in your field are valleys, and which are not?

# %% [markdown]
# ## 4 Two blurs, two channels (starts at minute 35, 25 minutes)
#
# The distance map knows shapes only. Now the grey values help again.
#
# **Predict.** We look for spots (one for each nucleus) and for the outline of all nuclei. Which of
# the two tasks needs the stronger blur?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: two pairs of glasses.** Blurred glasses show one soft spot for each nucleus, but no
# edge. Sharp glasses show the edge, but also every grain of noise.
#
# 1. Strong blur (`spot_sigma`): its peaks are the *seeds*, one for each nucleus.
# 2. Weak blur (`outline_sigma`) and Otsu's threshold: the mask.
# 3. Each pixel of the mask goes to the seed that is fewest steps away: flood a *flat* landscape.
#
# Shares of a plane by the nearest seed are *Voronoi regions*, so this is *Voronoi-Otsu labelling*.
# On flat land only age counts: all floods grow by one step in turn. The method assumes that each
# object has one bright middle, and that neighbours are of similar size.

# %% tags=["folded"]
labelled = imaging.voronoi_otsu_labels(scene.image, spot_sigma=4, outline_sigma=1)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.8), layout="constrained")
soft, sharp = (imaging.gaussian_blur(scene.image, sigma) for sigma in (4, 1))
plotting.show_image(axes[0], soft, title="blur 4: one spot each", vmin=0, vmax=160)
spots = (soft == ndi.maximum_filter(soft, size=3)) & (sharp > imaging.otsu_in_bins(sharp))
axes[0].plot(*np.nonzero(spots)[::-1], "X", color=plotting.PALETTE[5], mec="white", markersize=6)
plotting.show_mask(axes[1], sharp > imaging.otsu_in_bins(sharp), title="blur 1, Otsu: outlines")
number = imaging.count_objects(labelled)
plotting.show_labels(axes[2], labelled, title=f"together: {number} objects")
plotting.describe(
    fig,
    "Three panels of the nuclei: strongly blurred with a cross on each spot, the mask of the "
    "weakly blurred image, and the label image in which each spot has its share of the mask.",
)

# %% [markdown]
# **What to see.** Left, each nucleus is one soft spot with one cross. In the middle the outlines
# are sharp, but touching nuclei are one. Right, both together: [60]{N-A07-21} objects with a mean
# overlap of [0.93]{N-A07-22}. With the same weak blur for both tasks there would be
# [155]{N-A07-23} objects: every grain of noise would be a spot.

# %% [markdown] exercise="voronoi_otsu_labels" role="prompt"
# Write `voronoi_otsu_labels(image, spot_sigma, outline_sigma)`. The outline is the image blurred
# with `outline_sigma`, above its `imaging.otsu_in_bins` threshold. The spots are the peaks of the
# image blurred with `spot_sigma`, as in A07a (3x3, peaks that touch share a number), inside the
# outline. Flood a flat landscape, `np.zeros`, from the spots inside the outline. Any numbering.

# %% exercise="voronoi_otsu_labels" role="answer"
def voronoi_otsu_labels(image, spot_sigma, outline_sigma):
    """Label image: spots by one blur, outlines by another, each pixel to its nearest spot."""
    image = np.asarray(image, dtype=float)
    # 1 outline: weak blur, Otsu's threshold
    # 2 spots: strong blur, peaks inside the outline, numbered with 8 neighbours
    # 3 flood a flat landscape
    ### BEGIN SOLUTION
    sharp = imaging.gaussian_blur(image, outline_sigma)
    outline = sharp > imaging.otsu_in_bins(sharp)
    soft = imaging.gaussian_blur(image, spot_sigma)
    peaks = (soft == ndi.maximum_filter(soft, size=3)) & outline
    spots = imaging.label_components(peaks, connectivity=2)
    return imaging.flood(np.zeros(image.shape), spots, outline)
    ### END SOLUTION


# %% exercise="voronoi_otsu_labels" role="check"
check.voronoi_otsu_labels(voronoi_otsu_labels)

# %% [markdown]
# **Two channels.** A microscope often takes several pictures of the same place, called *channels*.
# Here there are two: one shows the nuclei, the other the *membranes*, the skins of the cells. The
# nuclei tell where cells are, the membranes where they end. So the nuclei are the markers, and the
# membrane picture is the landscape: its bright lines are the walls.

# %% [markdown] exercise="cells_from_nuclei" role="prompt"
# Write `cells_from_nuclei(nuclei, membrane, mask)`. `nuclei` is a label image, `membrane` a grey
# image with bright membranes. Return a label image in which each cell has the number of its
# nucleus, and pixels outside the mask are 0. Use `imaging.flood`. Which picture is the landscape?

# %% exercise="cells_from_nuclei" role="answer"
def cells_from_nuclei(nuclei, membrane, mask):
    """Label image of the cells; each has the number of its nucleus."""
    # which is the landscape, and which are the markers?
    ### BEGIN SOLUTION
    return imaging.flood(membrane, nuclei, mask)
    ### END SOLUTION


# %% exercise="cells_from_nuclei" role="check"
check.cells_from_nuclei(cells_from_nuclei)

# %% tags=["folded"]
tissue = datasets.load("membranes", seed=3, shape=(96, 128), n=20)
nuclei = np.zeros(tissue.truth.shape, dtype=int)
for number in np.unique(tissue.truth):
    depth = ndi.distance_transform_edt(np.pad(tissue.truth == number, 1))[1:-1, 1:-1]
    nuclei[depth > 5] = number
everywhere = np.ones(nuclei.shape, dtype=bool)
membrane = imaging.gaussian_blur(tissue.boundary, 1)
cells = imaging.cells_from_nuclei(nuclei, membrane, everywhere)
wrong_map = imaging.cells_from_nuclei(nuclei, (nuclei > 0).astype(float), everywhere)
fig, axes = plt.subplots(2, 2, figsize=(8.6, 5), layout="constrained")
plotting.show_image(axes[0, 0], tissue.boundary, title="membranes", vmin=0, vmax=1)
plotting.show_labels(axes[0, 1], nuclei, title=f"{imaging.count_objects(nuclei)} nuclei")
for ax, name, result in zip(axes[1], ("membranes", "nuclei"), (cells, wrong_map), strict=True):
    right = imaging.accuracy(tissue.truth, result)
    plotting.show_labels(ax, result, title=f"landscape {name}: {right:.0%} right")
plotting.describe(
    fig,
    "Four panels: bright membranes, the numbered nuclei, cells flooded over the membranes, which "
    "follow the walls, and cells flooded over the nuclei, where most of the picture is wrong.",
)

# %% [markdown]
# **What to see.** The tissue is drawn, and as nucleus we take the inner part of each cell. Over the
# membranes [97]{N-A07-24} % of the pixels get the right cell. There are 20 cells, but one is too
# thin for a nucleus and is lost. Over the picture of the nuclei the markers stand on hills and all
# else is flat, so the first flood takes almost everything: only [36]{N-A07-25} % are right.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 glasses, 3 figure, 8 + 4 exercises, 2 figure, 2 talk. *Live:* look at the
# same slide with and without glasses. *Expect:* "is it a true Voronoi diagram?" (no: distances are
# counted in steps inside the mask, as the lecture's tool does it on the screen), "what if a nucleus
# has two spots?" (it becomes two objects: raise `spot_sigma`), "and if the membrane has a hole?"
# (the flood leaks through it; A08 weighs a whole wall). *Common wrong answers:* one sigma for both
# tasks, spots outside the outline kept, the nuclei as landscape, new numbers for the cells. *If
# short of time:* show E8 as a demonstration. *Discuss:* which second channel would help in your
# images?

# %% [markdown]
# ## Key points
#
# - The lowest pixel of the shore is flooded next; of equally low ones the first that was reached.
# - On distances, upside down, floods meet at the necks.
# - This watershed never looks at grey values: shape alone decides.
# - With blur 2 it finds [60]{N-A07-26} of 60 nuclei, where components found [50]{N-A07-27}.
# - Voronoi-Otsu uses a strong blur for spots and a weak one for outlines.
# - With two channels one gives the markers, the other the walls.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | landscape (3) | an image read as heights |
# | shore (3) | pixels beside the water, waiting in a queue |
# | watershed, catchment (3) | where floods meet; what one marker floods |
# | over-segmentation, under-segmentation (3) | too many regions; too few |
# | overlap (3) | shared pixels divided by the pixels in either region |
# | Voronoi region (4) | the pixels that are nearest to one seed |
# | channel (4) | one of several pictures of the same place |

# %% [markdown]
# ## Next time this fails
#
# Now take the second channel away: no nuclei to start from, only membranes. Then every valley gets
# a marker.

# %% tags=["folded"]
valleys = (membrane == ndi.minimum_filter(membrane, size=3)).astype(bool)
fragments = imaging.flood(membrane, imaging.label_components(valleys, 2), everywhere)
fig, axes = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
plotting.show_labels(axes[0], fragments, title=f"{imaging.count_objects(fragments)} fragments")
plotting.show_labels(axes[1], tissue.truth, title="20 cells")
plotting.describe(
    fig,
    "The same drawn tissue twice. Left, each valley has become a region, and every cell is broken "
    "into many fragments. Right, the twenty true cells.",
)

# %% [markdown]
# **What to see.** [176]{N-A07-28} fragments for 20 cells, but nearly every true border is among
# their borders. So the work is half done: we have to decide which walls are real, and remove the
# others. A08 puts the fragments into a graph and merges them, the weakest wall first.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Two phases.* Flood first from markers of a strong blur. Look at the regions whose area is larger
# than `1.5` times the median. Flood only these again, with markers of a weaker blur. Does it help
# where nuclei differ in size?
#
# *The same result.* Compare `imaging.flood` with `skimage.segmentation.watershed` on the blurred
# distance map. In how many pixels do they differ, and what do these pixels have in common?

# %% [markdown]
# ## Further reading
#
# - Meyer, F. (1994) Topographic distance and watershed lines. *Signal Processing* 38(1), 113-125,
#   [doi:10.1016/0165-1684(94)90060-4](https://doi.org/10.1016/0165-1684%2894%2990060-4). The flood
#   with a queue.
# - Vincent, L. and Soille, P. (1991) Watersheds in digital spaces. *IEEE Trans. Pattern Anal. Mach.
#   Intell.* 13(6), 583-598, [doi:10.1109/34.87344](https://doi.org/10.1109/34.87344). Why the
#   method became fast enough to use.
# - Haase, R. et al. (2020) CLIJ: GPU-accelerated image processing for everyone. *Nature Methods*
#   17, 5-6, [doi:10.1038/s41592-019-0650-1](https://doi.org/10.1038/s41592-019-0650-1). Home of
#   Voronoi-Otsu labelling.
#
# **Data.** Nuclei and tissue: drawn by a program, exact truth.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other landscapes
# and images. Save the notebook and hand it in.
#
# Next: [A08a](../a08-regions/a08a-graphs.ipynb).
