# %% [markdown]
# # A08a Region graphs, and merging the weakest wall
#
# A watershed cuts tissue into too many fragments. You write down which fragments touch, and how
# strong the walls between them are. Then you merge.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 60 minutes | [19]{N-A08-01} points | drawn tissue, brain tissue | A07b | A08b |

# %% [markdown]
# ## After this you can
#
# - **build** a graph of neighbouring regions, with the samples of each wall;
# - **merge** two regions without losing a wall;
# - **simulate** greedy merging with a queue that goes stale;
# - **design** a priority of your own.
#
# **Questions we answer**
#
# 1. What is a region graph?
# 2. Why is a mean of two means wrong?
# 3. What makes an entry of the queue stale?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | watershed and fragments (A07b, section 3) | the start of this lesson | 5 minutes |
# | queue with `heapq` (A07b, section 3) | the weakest wall comes first | 3 minutes |
# | dictionaries and tuples in Python | the graph is one | 3 minutes |
#
# **Skip box.** Go to A08b if you can answer these. Which pixels belong to the wall of two regions?
# What happens to two walls that become one? When do you throw away an entry of the queue?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. (A07b) Every valley of a membrane picture got a marker. What was wrong with
# the result?</summary>
#
# There were far more regions than cells. But nearly every true border was among their borders.
#
# </details>
# <details><summary>2. (A07b) What does `heapq.heappop(queue)` return?</summary>
#
# The smallest entry, and it takes it out of the queue. Tuples are compared by their first element.
#
# </details>

# %%
import heapq

import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
from coursekit import check, datasets, imaging, plotting
from coursekit.imaging.regions import textbook

tissue = datasets.load("membranes", seed=1, shape=(24, 96, 96))
wall_map, truth = tissue.boundary[12], tissue.truth[12]
# `textbook` holds the finished functions of this lesson; with them you can go on when you are stuck
print(tissue.note, "We use plane 12.")

# %% [markdown] tags=["by-hand"]
# ## 1 From fragments to a graph (starts at minute 0, 20 minutes)
#
# An electron microscope shows much finer parts of brain tissue than a light microscope. Dark
# lines are *membranes*, the skins of the cells. Another program has turned the picture into a *wall
# map*: how likely each pixel lies on a membrane, from 0 to 1.
#
# **Predict.** Two fragments touch along ten pixels. Nine of them have values near 1, the tenth has
# 0, because the membrane has a gap there. One number shall tell how strong this wall is. Which
# number do you take?

# %%
prediction = "..."

# %% tags=["folded"]
volume = datasets.load_for_lesson("gala-em-test")
print(volume.note)
fig, axes = plt.subplots(1, 3, figsize=(10, 2.3), layout="constrained")
plotting.show_image(axes[0], volume.image[25], title="brain tissue, one plane")
plotting.show_image(axes[1], volume.boundary[25], title="wall map", vmin=0, vmax=1)
plotting.show_labels(axes[2], volume.truth[25], title="true cells")
plotting.describe(
    fig,
    "One plane of brain tissue three times: grey cells with dark outlines, the wall map with "
    "bright lines on black, and the true cells, each in another colour than its neighbours.",
)

# %% [markdown]
# **What to see.** Cells in the brain are long, bent and packed without gaps. The wall map is bright
# on membranes, but some walls are faint, and inside the cells there are false ones. In the right
# panel, black pixels are outlines: nobody decided about them.
#
# From here on you work on *drawn* tissue with the same troubles. There the truth is exact.

# %%
# 1 a slightly blurred wall map is the landscape
smooth = imaging.gaussian_blur(wall_map, 1)
# 2 each valley (lowest of its 3x3 neighbourhood) is a marker; the 2 means: 8 neighbours
valleys = imaging.label_components(smooth == ndi.minimum_filter(smooth, size=3), 2)
# 3 flood
fragments = imaging.flood(smooth, valleys, np.ones(smooth.shape, dtype=bool))
print(f"{fragments.max()} fragments for {len(np.unique(truth))} cells")

# %% [markdown] tags=["by-hand"]
# **One idea: fragments are points, walls are lines.** A *graph* has *nodes* (points) and *edges*
# (lines between nodes). Each fragment is a node; two fragments that touch have an edge. It
# keeps *samples*: the wall map at all pixels where they touch.
#
# | Fragments | Wall map |
# |---|---|
# | 1 1 2 | 0.0 0.4 0.6 |
# | 1 1 2 | 0.2 0.2 0.4 |
# | 3 3 2 | 0.0 0.8 0.6 |
#
# | Edge | Samples | Mean |
# |---|---|---|
# | 1, 2 | 0.4, 0.6, 0.2, 0.4 | 0.4 |
# | 1, 3 | 0.2, 0.2, 0.0, 0.8 | 0.3 |
# | 2, 3 | 0.8, 0.6 | 0.7 |
#
# Each pixel counts once for an edge, on both sides of the wall.

# %% [markdown]
# **How to find pairs that touch.** Give each pixel a number, in reading order. All columns but the
# last stand beside all columns but the first. `array.flat[p]` is pixel number `p` of an array of
# any shape; with a list of numbers you get all these pixels. `np.moveaxis(array, axis, 0)` puts one
# axis first; then `[:-1]` and `[1:]` are the neighbours along this axis. So one loop serves images
# and volumes. A *set* keeps each number once; `pixels.setdefault(edge, set())` returns the set of
# this edge, a new one if there is none, and `.update((p, q))` puts two numbers into a set.

# %%
labels = np.array([[1, 1, 2], [1, 1, 2], [3, 3, 2]])
prob = np.array([[0.0, 0.4, 0.6], [0.2, 0.2, 0.4], [0.0, 0.8, 0.6]])
numbers = np.arange(labels.size).reshape(labels.shape)
# 1 neighbours along axis 1 (columns)
view = np.moveaxis(numbers, 1, 0)
for p, q in zip(view[:-1].flat, view[1:].flat, strict=True):
    # 2 do two fragments touch here?
    a, b = sorted((int(labels.flat[p]), int(labels.flat[q])))
    if a != b:
        print(f"edge {a}, {b}: pixels {p} and {q}, samples {prob.flat[p]} and {prob.flat[q]}")

# %% [markdown] exercise="region_graph" role="prompt"
# Write `region_graph(labels, prob)` for arrays with any number of axes. Return a dictionary: the
# key is the pair `(a, b)` of two labels that touch, with `a < b`, the value an array of the
# samples. Both pixels of each touching pair belong to the edge, and each pixel counts once for it.
# Label 0 is no region and has no edges. The order of samples is free.
#
# Example: the small image gives three edges; `(2, 3)` has the samples `0.8` and `0.6`.


# %% exercise="region_graph" role="answer"
def region_graph(labels, prob):
    """Samples of each wall, such as {(2, 3): array([0.8, 0.6])}."""
    labels, prob = np.asarray(labels), np.asarray(prob, dtype=float)
    numbers = np.arange(labels.size).reshape(labels.shape)
    pixels = {}  # edge: set of pixel numbers
    # 1 along each axis: all pairs of neighbours
    # 2 two labels, none of them 0: both pixels belong to the edge (a set keeps each once)
    # 3 from pixel numbers to samples
    ### BEGIN SOLUTION
    for axis in range(labels.ndim):
        view = np.moveaxis(numbers, axis, 0)
        for p, q in zip(view[:-1].flat, view[1:].flat, strict=True):
            a, b = sorted((int(labels.flat[p]), int(labels.flat[q])))
            if 0 < a < b:
                pixels.setdefault((a, b), set()).update((p, q))
    return {edge: prob.flat[sorted(own)] for edge, own in pixels.items()}
    ### END SOLUTION


# %% exercise="region_graph" role="check"
check.region_graph(region_graph)

# %% [markdown] exercise="boundary_mean" role="prompt"
# In books a wall is called *boundary*. Write `boundary_mean(graph, a, b)`: the mean of the samples
# between the regions `a` and `b`. The caller may name the two regions in any order.
#
# Example: `boundary_mean(graph, 3, 1)` of the small graph is `0.3`.


# %% exercise="boundary_mean" role="answer"
def boundary_mean(graph, a, b):
    """Mean of the samples between two regions; 0.3 for 1 and 3 in the small graph."""
    # the key has the smaller number first
    ### BEGIN SOLUTION
    return float(np.mean(graph[min(a, b), max(a, b)]))
    ### END SOLUTION


# %% exercise="boundary_mean" role="check"
check.boundary_mean(boundary_mean)

# %% [markdown] exercise="boundary_median" role="prompt"
# Write `boundary_median(graph, a, b)` in the same way, with the median: the middle value of the
# sorted samples. If their number is even, it is the mean of the two in the middle.


# %% exercise="boundary_median" role="answer"
def boundary_median(graph, a, b):
    """Median of the samples between two regions; 0.2 for 1 and 3 in the small graph."""
    # as before
    ### BEGIN SOLUTION
    return float(np.median(graph[min(a, b), max(a, b)]))
    ### END SOLUTION


# %% exercise="boundary_median" role="check"
check.boundary_median(boundary_median)

# %% [markdown] question="Q5"


# %% tags=["folded"]
def draw_graph(ax, labels, graph, title, width=4):
    """Draw a dot for each region and a line for each edge; strong walls are thick and bright."""
    outlines = ndi.maximum_filter(labels, 2) != ndi.minimum_filter(labels, 2)
    plotting.show_image(ax, 0.35 * outlines, title=title, vmin=0, vmax=1)
    names = np.unique(labels)
    middle = dict(zip(names.tolist(), ndi.center_of_mass(labels, labels, names), strict=True))
    colours = plt.get_cmap("cividis")
    for a, b in graph:
        (row, column), (row_b, column_b) = middle[a], middle[b]
        mean = textbook.boundary_mean(graph, a, b)
        style = {"color": colours(mean), "linewidth": 0.6 + width * mean}
        if mean < 0.3:
            style = {"color": plotting.PALETTE[5], "linewidth": 1.3, "linestyle": "--"}
        ax.plot([column, column_b], [row, row_b], solid_capstyle="round", **style)
    rows, columns = np.transpose(list(middle.values()))
    ax.plot(columns, rows, "o", color="white", markeredgecolor="black", markersize=width)


graph = textbook.region_graph(fragments, wall_map)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.7), layout="constrained")
plotting.show_image(axes[0], wall_map, title="wall map", vmin=0, vmax=1)
plotting.show_labels(axes[1], fragments, title=f"{fragments.max()} fragments")
draw_graph(axes[2], fragments, graph, f"graph: {len(graph)} edges")
plotting.describe(
    fig,
    "Drawn tissue three times: bright walls on black, coloured fragments, and the graph over the "
    "outlines of the fragments. Thick yellow lines are strong walls, thin dashed lines weak ones.",
)

# %% [markdown]
# **What to see.** In the right panel each dot is a fragment. A line is thick and yellow where the
# mean of the wall is near 1. Dashed orange lines have a mean below `0.3`: between such fragments
# you find no wall in the left panel. [53]{N-A08-02} of the [235]{N-A08-03} edges are dashed. They
# are candidates for merging.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict and picture, 2 small image by hand, 12 + 2 + 2 exercises. *Live:*
# let learners stand in groups and hold ropes: a group is a fragment, a rope is a wall. *Expect:*
# "why both sides of the wall?" (the membrane is about two pixels wide and lies on both), "why does
# a pixel count once?" (a corner pixel would count twice, and new numbers must not change anything),
# "what about diagonal neighbours?" (we agree that they do not touch, as in A07). *Common wrong
# answers:* only right neighbours, only two axes, keys in both orders, 0 treated as a region, a list
# in which corner pixels come twice. *If short of time:* give the loop over axes. *Discuss:* other
# things that are graphs of neighbours: countries on a map, plots of land.

# %% [markdown] tags=["by-hand"]
# ## 2 Merge the weakest wall first (starts at minute 20, 40 minutes)
#
# In the small image the wall between 1 and 3 is the weakest: its mean is 0.3. We merge the two. The
# merged region keeps the smaller number, 1.
#
# **Predict.** Before, the wall 1-2 had the mean 0.4 and the wall 2-3 the mean 0.7. They are one
# wall now. What is its mean?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: throw the samples together.** Two walls that become one bring their samples: 0.4, 0.6,
# 0.2, 0.4 and 0.8, 0.6. Six samples with the sum 3.0 have the mean **0.5**. The mean of the two
# means would be 0.55: it gives two samples as much weight as four.
#
# What happens to the dictionary when `b` becomes part of `a`?
#
# 1. The edge `(a, b)` disappears.
# 2. An edge from `b` to a third region `c` becomes an edge from `a` to `c`.
# 3. If `a` had an edge to `c` already, the samples of both are joined.
#
# Our graph is now `{(1, 2): [0.4, 0.6, 0.2, 0.4, 0.8, 0.6]}`.

# %% [markdown] exercise="merge_nodes" role="prompt"
# Write `merge_nodes(graph, a, b)`. Return a *new* graph in which the regions `a` and `b` are one,
# called by the smaller of the two numbers. Follow the three rules above; keys keep the smaller
# number first. `np.concatenate([x, y])` joins two arrays. The old graph must not change.


# %% exercise="merge_nodes" role="answer"
def merge_nodes(graph, a, b):
    """New graph in which a and b are one; walls to a common neighbour are joined."""
    kept, lost = min(a, b), max(a, b)
    merged = {}
    # for each edge: 1 write kept in place of lost
    # 2 both ends are the same now: leave it out
    # 3 smaller number first; join with the samples that are there already
    ### BEGIN SOLUTION
    for edge, samples in graph.items():
        one, other = sorted(kept if region == lost else region for region in edge)
        if one == other:
            continue
        if (one, other) in merged:
            samples = np.concatenate([merged[one, other], samples])
        merged[one, other] = samples
    return merged
    ### END SOLUTION


# %% exercise="merge_nodes" role="check"
check.merge_nodes(merge_nodes)

# %% [markdown] tags=["by-hand"]
# **Again and again.** *Agglomeration* merges the two regions with the weakest wall, then the next
# two, until the weakest wall is stronger than a threshold. It is *greedy*: it never takes a merge
# back. A queue gives the weakest wall, but its entries can be out of date (*stale*):
#
# | Taken from the queue | What is true now | We do |
# |---|---|---|
# | 0.3, edge 1-3 | the same | merge; new entry: 0.5, edge 1-2 |
# | 0.4, edge 1-2 | this wall has 0.5 | throw away: stale |
# | 0.5, edge 1-2 | the same | merge |
# | 0.7, edge 2-3 | there is no such edge | throw away: stale |
#
# The *merge history* is `[(1, 3, 0.3), (1, 2, 0.5)]`: which two, and at which *height*.

# %% [markdown] exercise="agglomerate" role="prompt"
# Write `agglomerate(graph, priority, threshold)`. `priority(graph, a, b)` gives the strength of a
# wall, for example `textbook.boundary_mean`. Take the lowest entry of the queue; throw it away if
# it is stale; stop if it lies above the threshold. Otherwise merge, note `(a, b, height)` with `a <
# b`, and put new entries for all edges of the merged region into the queue. Return the list. Use
# `textbook.merge_nodes`.
#
# Example: the table above, for threshold 1.


# %% exercise="agglomerate" role="answer"
def agglomerate(graph, priority, threshold):
    """History of merging, such as [(1, 3, 0.3), (1, 2, 0.5)]."""
    merges = []
    queue = [(priority(graph, a, b), a, b) for a, b in graph]
    heapq.heapify(queue)
    # while there is an entry:
    # 1 take the lowest; above the threshold: stop
    # 2 is the edge gone, or has it another priority now? then it is stale
    # 3 merge, note it, new entries for the edges of a
    ### BEGIN SOLUTION
    while queue:
        height, a, b = heapq.heappop(queue)
        if height > threshold:
            break
        if (a, b) not in graph or priority(graph, a, b) != height:
            continue
        graph = textbook.merge_nodes(graph, a, b)
        merges.append((a, b, height))
        for one, other in graph:
            if a in (one, other):
                heapq.heappush(queue, (priority(graph, one, other), one, other))
    return merges
    ### END SOLUTION


# %% exercise="agglomerate" role="check"
check.agglomerate(agglomerate)

# %% [markdown] question="Q4"

# %% [markdown] exercise="apply_merges" role="prompt"
# Write `apply_merges(labels, merges, threshold)` for arrays with any number of axes. Return a new
# array of labels. Do the merges in their order, and stop before the first one whose height lies
# above the threshold, even if later ones are lower. If 3 became 2 and then 2 became 1, the pixels
# of 3 have the label 1 in the end.


# %% exercise="apply_merges" role="answer"
def apply_merges(labels, merges, threshold):
    """Label image after merging; [1, 2, 3] with (2, 3, 0.1), (1, 2, 0.2) gives [1, 1, 1]."""
    merged = np.array(labels)
    # one merge after the other, until one lies above the threshold
    ### BEGIN SOLUTION
    for a, b, height in merges:
        if height > threshold:
            break
        merged[merged == b] = a
    return merged
    ### END SOLUTION


# %% exercise="apply_merges" role="check"
check.apply_merges(apply_merges)

# %%
merges = textbook.agglomerate(graph, textbook.boundary_mean, np.inf)
fig, axes = plt.subplots(2, 5, figsize=(10, 4.5), layout="constrained")
for (above, below), t in zip(axes.T, (0, 0.1, 0.2, 0.35, 0.6), strict=True):
    regions = textbook.apply_merges(fragments, merges, t)
    n = len(np.unique(regions))
    plotting.show_labels(above, regions, title=f"threshold {t}: {n}")
    draw_graph(below, regions, textbook.region_graph(regions, wall_map), None, width=2.2)
plotting.describe(
    fig,
    "Five frames of merging, label image above and graph below, for rising thresholds. First the "
    "dashed weak edges disappear; in the last frame one region has swallowed several cells.",
)

# %% [markdown]
# **What to see.** From left to right the number of regions falls from [93]{N-A08-04} to
# [40]{N-A08-05}; the truth has [49]{N-A08-06} cells in this plane. Up to `0.35` mostly dashed
# edges disappear: no wall is there. At `0.6` a large region has appeared left of the middle, with
# edges in all directions. Look at the wall map above: some true walls there are faint, and have
# been given up.

# %% [markdown]
# **Your own rule.** A priority may use whatever the graph knows. The number of samples is
# `len(graph[a, b])`: a wall with three samples is not well known. The lowest value is merged first,
# so a *strong* wall needs a *high* number.

# %% [markdown] exercise="my_priority" role="prompt"
# Write `my_priority(graph, a, b)`: one number for the wall between `a` and `b`. There is no single
# right answer. The check asks for this:
#
# - ten or more samples, all at least `0.85`: above `0.5`;
# - ten or more samples, all at most `0.2`: below `0.5`;
# - a single sample: any finite number;
# - neither the mean nor the median, so that other merges happen.
#
# An idea: the median, plus something that is large when there are few samples.

# %% exercise="my_priority" role="answer"
def my_priority(graph, a, b):
    """Strength of a wall; low means: merge."""
    # the samples between the two regions, and what you make of them
    ### BEGIN SOLUTION
    samples = graph[min(a, b), max(a, b)]
    return float(np.median(samples)) + 0.5 / len(samples)
    ### END SOLUTION


# %% exercise="my_priority" role="check"
check.my_priority(my_priority)

# %%
for rule in (textbook.boundary_mean, textbook.boundary_median):
    history = textbook.agglomerate(graph, rule, 0.35)
    left = len(np.unique(fragments)) - len(history)
    print(f"{rule.__name__}: {len(history)} merges up to 0.35, {left} regions left")

# %% [markdown]
# **Why it works, and when it does not.** Samples are added, never averaged twice, so a wall is
# judged by all its pixels at every moment. But the method is greedy: a wrong early merge is never
# undone. A gap in a membrane is enough, if the wall is short.
#
# Now try your own rule: add `my_priority` to the rules of the loop above. And your first
# prediction? The mean of that wall is `0.9`, its median `1`: the median overlooks the gap.
#
# *Counting is not judging:* which number of regions is right, and which merges were wrong? A08b
# measures that.

# %% [markdown] tags=["instructor"]
# *Timing:* 1 predict, 3 tables by hand, 10 + 15 + 5 + 6 exercises. *Live:* play the queue with
# cards on a table; learners shout "stale!". *Expect:* "why not look for the minimum each time?"
# (possible, and slow: all edges after each merge), "can heights fall?" (yes: joining with a weaker
# wall lowers a mean; then the threshold counts the largest height so far), "is a merged graph the
# graph of the merged image?" (nearly: a pixel that touched both old regions now counts twice).
# *Common wrong answers:* mean of means, the common neighbour forgotten, stale entries used, queue
# not refilled, priority with the wrong sign. *If short of time:* skip E6. *Discuss:* which other
# greedy decisions do you know that cannot be undone?

# %% [markdown]
# ## Key points
#
# - A region graph has a node for each fragment and an edge for each pair that touches.
# - An edge keeps the samples of its wall: each pixel on both sides, once.
# - When walls are joined, their samples are joined; a mean of means is wrong.
# - The queue gives the weakest wall; an entry is stale if its edge is gone or has changed.
# - The merge history holds the results for all thresholds.
# - A low priority means: merge.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | membrane (1) | the skin of a cell |
# | wall map (1) | how likely each pixel lies on a membrane, 0 to 1; in books: boundary map |
# | fragment (1) | a region that is too small, made by a watershed; also superpixel |
# | region graph (1) | nodes are regions, edges are pairs that touch |
# | samples (1) | the wall map at the pixels of an edge |
# | agglomeration (2) | merging the weakest wall again and again |
# | greedy (2) | never takes a decision back |
# | priority (2) | strength of a wall; the lowest is merged first |
# | stale (2) | an entry of the queue that is no longer true |
# | merge history, height (2) | which regions merged in which order; priority of a merge |

# %% [markdown]
# ## Next time this fails
#
# `0.2`, `0.35` or `0.6`? The five frames do not tell which threshold is best. A08b measures two
# kinds of error, and draws one picture for all thresholds.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Arrays in place of dictionaries.* `imaging.regions.region_graph` and
# `imaging.regions.agglomerate` do the same with arrays; A08b uses them on a volume of a million
# pixels. Compare their heights with yours on this plane.
#
# *Sizes.* Let small regions merge first, whatever their walls are: divide by something, or add.
# Which regions disappear that should have stayed?

# %% [markdown]
# ## Further reading
#
# - Nunez-Iglesias, J. et al. (2013) Machine learning of hierarchical clustering to segment 2D and
#   3D images. *PLoS ONE* 8(8), e71715,
#   [doi:10.1371/journal.pone.0071715](https://doi.org/10.1371/journal.pone.0071715). Source of the
#   brain tissue and of this way to merge.
# - Trémeau, A. and Colantoni, P. (2000) Regions adjacency graph applied to color image
#   segmentation. *IEEE Trans. Image Process.* 9(4), 735-744,
#   [doi:10.1109/83.841950](https://doi.org/10.1109/83.841950). Graphs of regions on photographs.
#
# **Data.** Tissue: drawn by a program, exact truth. Brain tissue: example volume of gala,
# BSD-3-Clause.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other label
# images. Save the notebook and hand it in.
#
# Next: [A08b](a08b-contours-and-errors.ipynb).
