# %% [markdown]
# # A07a Components, and where objects have their middle
#
# A mask says where objects are, but not how many. You give each object a number, count them, and
# find out what happens when objects touch.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 50 minutes | [12]{N-A07-01} points | drawn nuclei, coins | A06b | [A07b](a07b-flooding.ipynb) |

# %% [markdown]
# ## After this you can
#
# - **label** the connected components of a mask;
# - **count** objects correctly, also after some were removed;
# - **compute** a distance map, and **choose** markers from its peaks;
# - **diagnose** a result with too few or too many objects.
#
# **Questions we answer**
#
# 1. Which pixels belong to one object?
# 2. Why is the largest label not the number of objects?
# 3. How can we find two objects where the mask shows one?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | mask and label image (A01, section 2) | we turn one into the other | 3 minutes |
# | Otsu's threshold (A02a, section 2) | it makes the mask | 3 minutes |
# | Gaussian blur (A03, section 3) | before the threshold, and on the distances | 3 minutes |
#
# **Skip box.** Go to A07b if you can answer these. What changes when diagonal neighbours count? Why
# can the largest label be larger than the number of objects? Why do we blur a distance map?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. (A01) What is the difference between a mask and a label image?</summary>
#
# A mask has two values, yes or no. A label image has one whole number for each object, and 0 for
# the background.
#
# </details>
# <details><summary>2. (A03) What does a Gaussian blur do to a single bright pixel?</summary>
#
# It spreads the pixel over its neighbourhood: the pixel gets darker, its neighbours brighter.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
import skimage as ski
from coursekit import check, datasets, imaging, plotting

scene = datasets.load("nuclei", seed=1)
coins = datasets.load("coins").image
print(scene.note)

# %% [markdown] tags=["by-hand"]
# ## 1 Components (starts at minute 0, 27 minutes)
#
# **Predict.** The next figure shows a small mask. How many objects do you see? Before you look:
# which rule would you give a program, so that it counts like you?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: a rumour.** One pixel of an object hears a rumour and tells it to its neighbours. They
# tell theirs. Nobody speaks across the background. All pixels that have heard the rumour are one
# *component*, and get one number. Then a new rumour starts at a pixel that has heard none.
#
# In symbols: two pixels belong together if a path of foreground pixels leads from one to the other.
# *Connectivity* says what a step is: 4 neighbours (above, below, left, right), or 8, with the
# diagonal ones. We use 4 unless we say otherwise. It assumes that different objects do not touch.

# %% tags=["folded"]
rows = ("1100000", "1100110", "0000110", "0000100", "0101000", "0111000", "0000000")
small = np.array([[int(pixel) for pixel in row] for row in rows], dtype=bool)
order, turn = np.zeros(small.shape, dtype=int), 0
for start in np.argwhere(small):
    waiting = [tuple(start)]
    while waiting:
        row, column = waiting.pop(0)
        if small[row, column] and order[row, column] == 0:
            turn += 1
            order[row, column] = turn
            waiting += [(row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)]
eight = imaging.label_components(small, connectivity=2)
fig, axes = plt.subplots(1, 3, figsize=(10, 4.1), layout="constrained")
plotting.show_values(axes[0], order, title="in which order pixels hear")
plotting.show_labels(axes[1], imaging.label_components(small), title="4 neighbours: 3 objects")
plotting.show_labels(axes[2], eight, title="8 neighbours: 2 objects")
plotting.describe(
    fig,
    "A mask of 7 x 7 pixels three times: with numbers for the order of visits, with three colours "
    "for 4 neighbours, with two colours for 8 neighbours, where two objects meet at a corner.",
)

# %% [markdown]
# **What to see.** Left, 1 to 4 are one object, then 5 to 9, then 10 to 14; 0 is background. The
# last object is a U: its two arms are joined at the bottom only. A program that reads row by row
# meets both arms before it knows that they belong together. Right, the second and the third object
# touch at a corner. With 8 neighbours they are one.

# %%
grid = np.array([[1, 0, 1], [1, 0, 1], [1, 1, 1]], dtype=bool)
labels = np.zeros(grid.shape, dtype=int)
# 1 start at a foreground pixel without a number
waiting = [(0, 0)]
# 2 as long as someone waits: take one pixel out (.pop); give it the number; tell its neighbours
while waiting:
    row, column = waiting.pop()
    inside = 0 <= row < 3 and 0 <= column < 3
    if inside and grid[row, column] and labels[row, column] == 0:
        labels[row, column] = 1
        waiting += [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
print(labels)

# %% [markdown] exercise="label_components" role="prompt"
# Write `label_components(mask, connectivity=1)` for a mask with rows and columns. Each component
# gets a whole number of its own, in any order; the background is 0. `connectivity=1` means 4
# neighbours, `connectivity=2` means 8. Please do not use `scipy.ndimage.label`,
# `skimage.measure.label` or `imaging.label_components`: this exercise is about what they do.
#
# Example: `[[1, 0, 1], [1, 0, 1]]` has two components, `[[1, 0, 1], [1, 1, 1]]` has one.

# %% exercise="label_components" role="answer"
def label_components(mask, connectivity=1):
    """Label image of the components; [[1, 0, 1], [1, 1, 1]] is one component."""
    mask = np.asarray(mask) != 0
    labels = np.zeros(mask.shape, dtype=int)
    steps = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    # 1 connectivity 2: four more steps
    # for each foreground pixel without a number:
    # 2 a new number; this pixel waits
    # 3 while pixels wait: take one, give it the number, let its neighbours wait
    ### BEGIN SOLUTION
    if connectivity == 2:
        steps += [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    number = 0
    for start in np.argwhere(mask):
        if labels[tuple(start)]:
            continue
        number += 1
        waiting = [tuple(start)]
        while waiting:
            row, column = waiting.pop()
            inside = 0 <= row < mask.shape[0] and 0 <= column < mask.shape[1]
            if inside and mask[row, column] and labels[row, column] == 0:
                labels[row, column] = number
                waiting += [(row + down, column + right) for down, right in steps]
    return labels
    ### END SOLUTION


# %% exercise="label_components" role="check"
check.label_components(label_components)

# %% [markdown] question="Q4"

# %% [markdown]
# **Counting.** The number of objects seems to be the largest label. Try it on blobs: first all of
# them, then without those that touch the border, because they are cut off.

# %%
blobs = ski.data.binary_blobs(256, blob_size_fraction=0.1, volume_fraction=0.3, rng=0)
all_blobs = imaging.label_components(blobs)
whole_blobs = ski.segmentation.clear_border(all_blobs)
print("largest label of all blobs:", all_blobs.max())
print("largest label of the whole blobs:", whole_blobs.max())
print("numbers that still occur:", np.unique(whole_blobs)[:9], "...")

# %% [markdown] exercise="count_objects" role="prompt"
# Write `count_objects(labels)`: how many objects does a label image have? 0 is the background and
# no object. Numbers may be missing.
#
# Example: `[[0, 2, 2], [7, 7, 0]]` has 2 objects.

# %% exercise="count_objects" role="answer"
def count_objects(labels):
    """Number of objects; [[0, 2, 2], [7, 7, 0]] has 2."""
    labels = np.asarray(labels)
    # 1 which numbers occur?
    # 2 how many of them are not 0?
    ### BEGIN SOLUTION
    return np.count_nonzero(np.unique(labels))
    ### END SOLUTION


# %% exercise="count_objects" role="check"
check.count_objects(count_objects)

# %% [markdown] question="Q1"

# %% [markdown]
# **From image to objects.** A *nucleus* is the round part of a cell that holds its genes. Our scene
# has 60 nuclei, drawn by a program, so we know the truth. The usual recipe has three steps: blur
# away the noise, cut with Otsu's threshold, label the components. `imaging.otsu_in_bins` is Otsu's
# method for images with decimals: it sorts the grey values into 256 bins first.

# %% [markdown] exercise="gauss_otsu_labels" role="prompt"
# Write `gauss_otsu_labels(image, sigma=1)`. Blur the image (as decimals), take the threshold of the
# blurred image with `imaging.otsu_in_bins`, and label the components of the pixels above it. Use
# `imaging.gaussian_blur` and `imaging.label_components` with 4 neighbours.

# %% exercise="gauss_otsu_labels" role="answer"
def gauss_otsu_labels(image, sigma=1):
    """Label image of the bright objects: blur, Otsu's threshold, components."""
    image = np.asarray(image, dtype=float)
    # 1 blur
    # 2 threshold of the blurred image
    # 3 components of the pixels above it
    ### BEGIN SOLUTION
    blurred = imaging.gaussian_blur(image, sigma)
    mask = blurred > imaging.otsu_in_bins(blurred)
    return imaging.label_components(mask)
    ### END SOLUTION


# %% exercise="gauss_otsu_labels" role="check"
check.gauss_otsu_labels(gauss_otsu_labels)

# %% tags=["folded"]
components = imaging.gauss_otsu_labels(scene.image, sigma=1)
mask, truth = components > 0, scene.truth
dice = imaging.dice_coefficient(truth > 0, mask)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.8), layout="constrained")
plotting.show_image(axes[0], scene.image, title="60 drawn nuclei")
plotting.show_labels(axes[1], components, title=f"{imaging.count_objects(components)} components")
plotting.show_labels(axes[2], truth, title=f"truth; the masks have Dice {dice:.2f}")
plotting.describe(
    fig,
    "A scene with bright nuclei, its components and the truth, each object in a colour. Where "
    "nuclei touch, one component covers two or three of them, although the mask itself is right.",
)

# %% [markdown]
# **What to see.** The mask is almost perfect: its Dice coefficient is [0.97]{N-A07-02}. Yet there
# are [50]{N-A07-03} components for 60 nuclei: wherever nuclei touch, several share one colour.
# Pixel scores cannot see this. (At the end of A06b the same scene had another number of pieces,
# because that mask was made without a blur.)

# %%
# the same recipe on a photograph of 24 coins
parts = imaging.gauss_otsu_labels(coins, sigma=1)
sizes = np.bincount(parts.ravel())[1:]  # how many pixels have the number 1, 2, 3, ...
print(f"coins: {sizes.size} components, {np.count_nonzero(sizes > 200)} larger than 200 pixels")

# %% [markdown]
# **On photographs** the recipe has other troubles. The coins give [36]{N-A07-04} components. Only
# [22]{N-A07-05} of them are larger than `200` pixels, and the photograph shows 24 coins. So some
# components are crumbs, and some coins are joined or lost.

# %% [markdown] question="Q2"

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 rumour and figure, 10 + 3 + 5 exercises, 3 questions. *Live:* play the
# rumour in the room, once with the four seats around, once with the corners too. *Expect:* "why not
# recursion?" (it works for small objects; Python stops at about `1000` calls inside each other),
# "which connectivity is right?" (a convention; foreground with 4 goes with background 8, so that a
# closed line separates inside and outside). *Common wrong answers:* one pass that never joins the
# arms of the U, rows only, the background labelled, the mask returned. *If short of time:* give E1
# as homework, and go on with `imaging.label_components`. *Discuss:* a counter reports 50 nuclei.
# Which question do you ask before you believe it?

# %% [markdown] tags=["by-hand"]
# ## 2 The distance map (starts at minute 27, 23 minutes)
#
# Two nuclei touch. Their mask is one object with a narrow neck.
#
# **Predict.** Each pixel of the mask asks: how far is it to the nearest background pixel? Where are
# the largest answers, and how many such places does a pair of touching nuclei have?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: an island.** Think of the mask as an island. The shore has distance 1, the middle is
# far from the water. A row of the mask by hand:
#
# | place | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |
# |---|---|---|---|---|---|---|---|---|
# | mask | 0 | 1 | 1 | 1 | 0 | 1 | 1 | 0 |
# | distance | 0 | 1 | 2 | 1 | 0 | 1 | 1 | 0 |
#
# The first object has one highest pixel, the peak 2. The second has two pixels of distance 1: a
# flat peak. Peaks that touch count as one. Each peak becomes a *marker*: a number that says "an
# object is here". This assumes that objects are round: one middle, one peak.

# %%
row = np.array([[0, 1, 1, 1, 0, 1, 1, 0]], dtype=bool)
# 1 distance to the nearest background pixel
distance = ndi.distance_transform_edt(row)
# 2 a peak is as high as the highest pixel of its 3x3 neighbourhood (maximum_filter finds that one)
highest = ndi.maximum_filter(distance, size=3)
peaks = (distance == highest) & row
# 3 peaks that touch, also at corners, share a number
markers = imaging.label_components(peaks, connectivity=2)
print(f"distance {distance[0]}\nmarkers  {markers[0]}")

# %% tags=["folded"]
down, right = np.mgrid[:60, :100]
pair = (np.hypot(down - 30, right - 32) < 22) | (np.hypot(down - 30, right - 68) < 19)
distance = ndi.distance_transform_edt(pair)
fig, axes = plt.subplots(1, 3, figsize=(10, 2.8), layout="constrained")
plotting.show_mask(axes[0], pair, title="one object with a neck")
shown = axes[1].imshow(
    distance, cmap="cividis", vmin=0, vmax=distance.max(), interpolation="nearest"
)
axes[1].set(title="distance to the background", xticks=[], yticks=[])
fig.colorbar(shown, ax=axes[1], label="pixels")
axes[2].plot(distance[30], color=plotting.PALETTE[0])
axes[2].set(title="along the middle row: two peaks", xlabel="column", ylabel="distance")
plotting.describe(
    fig,
    "Two touching discs as one white mask, their distance map with two bright centres, and the "
    "distances along the middle row: a high peak, a dip at the neck, a second peak.",
)

# %% [markdown]
# **What to see.** The map has two hills, one for each disc. Along the middle row they are
# [22]{N-A07-06} and [19]{N-A07-07} pixels high, and between them lies the neck.

# %% [markdown] exercise="markers_from_distance" role="prompt"
# Write `markers_from_distance(mask, sigma=0)`. Compute the distance map, and blur it with
# `imaging.gaussian_blur` if `sigma` is larger than 0. A peak is a pixel of the mask that is as high
# as the highest pixel of its 3x3 neighbourhood. Peaks that touch, also at corners, share a number.
# Return a label image: numbers in any order, 0 elsewhere.
#
# Example: the row 0, 1, 1, 1, 0, 1, 1, 0 gives 0, 0, 1, 0, 0, 2, 2, 0.

# %% exercise="markers_from_distance" role="answer"
def markers_from_distance(mask, sigma=0):
    """Numbered peaks of the distance map; 0 1 1 1 0 1 1 0 gives 0 0 1 0 0 2 2 0."""
    mask = np.asarray(mask) != 0
    # 1 distance map, blurred if sigma is larger than 0
    # 2 peaks: pixels of the mask as high as the highest of their 3x3 neighbourhood
    # 3 number them with 8 neighbours
    ### BEGIN SOLUTION
    distance = ndi.distance_transform_edt(mask)
    if sigma > 0:
        distance = imaging.gaussian_blur(distance, sigma)
    peaks = (distance == ndi.maximum_filter(distance, size=3)) & mask
    return imaging.label_components(peaks, connectivity=2)
    ### END SOLUTION


# %% exercise="markers_from_distance" role="check"
check.markers_from_distance(markers_from_distance)

# %% tags=["folded"]
def one_sigma(sigma):
    peaks = imaging.markers_from_distance(mask, sigma)
    fig, axes = plt.subplots(1, 2, figsize=(9, 4.5), layout="constrained")
    part = np.s_[130:240, 20:130]
    for ax, area, words in ((axes[0], np.s_[:, :], "whole scene"), (axes[1], part, "a part")):
        plotting.show_mask(ax, mask[area], title=words)
        middle = ndi.center_of_mass(peaks[area] > 0, peaks[area], np.unique(peaks[area])[1:])
        rows, columns = np.transpose(middle)
        ax.plot(columns, rows, "X", color=plotting.PALETTE[5], mec="white", markersize=6)
    axes[0].set_title(f"blur {sigma:g}: {imaging.count_objects(peaks)} markers for 60 nuclei")
    return fig


plotting.turn(
    one_sigma,
    "marker blur",
    (0, 0.5, 1, 2, 3, 4, 6, 8, 10),
    at=0,
    alt=lambda sigma: f"The mask of the nuclei with a cross on each marker, and a part of it. The "
    f"distance map was blurred by {sigma:g} pixels; the title says how many markers are left.",
)

# %% [markdown]
# **What to see.** While the notebook runs there is a slider above the picture; without it you see
# blur 0 with [74]{N-A07-08} markers. A rough edge gives some nuclei two or three. From 1 to 4 there
# are [60]{N-A07-09}, one for each nucleus. With 10 only [28]{N-A07-10} are left: neighbours melt
# into one hill.

# %% [markdown]
# **Why it works.** A small bump of the map is wiped out by a small blur, a large hill stays. So the
# blur must be larger than the bumps and smaller than the nuclei. It is a setting, as `k` was in
# A05: choose it on images whose truth you know, not on the one that you report.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 island by hand, 3 figure, 6 exercise, 5 slider. *Live:* let the learners
# paint a coffee stain and mark its deepest point. *Expect:* "why 3x3 and not larger?" (a larger
# window is another way to demand fewer peaks), "why do flat peaks share a number?" (otherwise one
# object would get two), "may the blur move the peak?" (yes, by a pixel or so; the marker has to lie
# in the object, nothing more). *Common wrong answers:* every equal pixel of the background is a
# peak, coordinates used as a mask, the image blurred instead of the distances. *If short of time:*
# show the slider first, then the exercise. *Discuss:* which objects have more than one middle?

# %% [markdown]
# ## Key points
#
# - A component is a set of foreground pixels that a path of neighbours connects.
# - 8 neighbours join what meets at a corner, so the number of objects stays or falls.
# - Count the numbers that occur; the largest label may belong to the last of a gappy list.
# - Blur, Otsu, components: good for separate objects, wrong for touching ones.
# - The distance map has a hill for each round part of the mask.
# - Blurring the map removes false peaks; too much blur removes true ones.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | connectivity (1) | which neighbours a step may reach: 4 or 8 |
# | component (1) | foreground pixels connected by such steps |
# | nucleus (1) | the round part of a cell that holds its genes |
# | distance map (2) | for each pixel of the mask, how far the background is |
# | peak (2) | as high as the highest pixel around it |
# | marker, seed (2) | a number placed where an object is expected |

# %% [markdown]
# ## Next time this fails
#
# Every nucleus has its marker. Which pixels belong to which marker? The first idea: to the nearest.

# %% tags=["folded"]
pair = (np.hypot(down - 30, right - 30) < 25) | (np.hypot(down - 30, right - 66) < 14)
peaks = imaging.markers_from_distance(pair, sigma=1)
nearest = ndi.distance_transform_edt(peaks == 0, return_distances=False, return_indices=True)
shares = np.where(pair, peaks[tuple(nearest)], 0)
fig, axes = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
plotting.show_mask(axes[0], pair, title="a large and a small disc")
plotting.show_labels(axes[1], shares, title="each pixel to the nearest marker")
for ax in axes:
    for number in (1, 2):
        row, column = ndi.center_of_mass(peaks == number)
        ax.plot(column, row, "X", color=plotting.PALETTE[5], mec="white", markersize=9)
plotting.describe(
    fig,
    "A large and a small disc that touch, with a marker in each. When pixels go to the nearest "
    "marker, the border runs through the large disc, far to the left of the neck.",
)

# %% [markdown]
# **What to see.** The border lies halfway between the markers, inside the large disc. The neck is
# somewhere else. The landscape of distances knows where the neck is. A07b lets water find it.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Higher than its surroundings.* A peak that rises by less than `h` above the pass to a higher peak
# can be ignored. Try `ski.morphology.h_maxima(distance, h)` for `h` from `0.25` to `4` on the
# nuclei, and compare its number of markers with that of the blur.
#
# *A ring.* What does the distance map of a ring look like, and how many peaks do you get?

# %% [markdown]
# ## Further reading
#
# - Rosenfeld, A. and Pfaltz, J. L. (1966) Sequential operations in digital picture processing.
#   *Journal of the ACM* 13(4), 471-494,
#   [doi:10.1145/321356.321357](https://doi.org/10.1145/321356.321357). Components in two passes,
#   and the first distance maps.
# - Caicedo, J. C. et al. (2019) Nucleus segmentation across imaging experiments: the 2018 Data
#   Science Bowl. *Nature Methods* 16, 1247-1253,
#   [doi:10.1038/s41592-019-0612-7](https://doi.org/10.1038/s41592-019-0612-7). Touching nuclei in a
#   large competition.
#
# **Data.** Nuclei: drawn by a program, exact truth. Coins: Brooklyn Museum, part of scikit-image.
# Blobs: scikit-image.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other masks and
# images. Save the notebook and hand it in.
