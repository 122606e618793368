# %% [markdown]
# # A08b One map for all thresholds, two kinds of error
#
# A merge history holds many segmentations. You draw them as one map, measure false merges and false
# splits, and choose a threshold.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 48 minutes | [16]{N-A08-20} points | drawn tissue, brain tissue | A08a | A09 |

# %% [markdown]
# ## After this you can
#
# - **convert** a merge history to a contour map, and cut it;
# - **explain** when such a cut loses a cell;
# - **measure** false merges and false splits separately;
# - **choose** a threshold from a plot of both.
#
# **Questions we answer**
#
# 1. How does one picture hold all thresholds?
# 2. Why are two numbers better than one?
# 3. Is more merging better?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | merge history (A08a, section 2) | everything here is made from it | 4 minutes |
# | components with 4 neighbours (A07a, section 1) | cutting the map | 3 minutes |
# | tuning needs its own image (A05b, section 4) | choosing a threshold | 3 minutes |
#
# **Skip box.** Go to A09 if you can answer these. Which value has a pixel whose two sides never
# merge? Which half of the variation of information grows when two cells are joined? Whose zeros are
# ignored?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. (A08a) Two walls with four and two samples become one. How do you get its
# mean?</summary>
#
# Join the six samples and take their mean. The mean of both means gives the short wall too much
# weight.
#
# </details>
# <details><summary>2. (A08a) What does the merge `(2, 5, 0.3)` say?</summary>
#
# The region 5 became part of region 2, and the wall between them had the strength `0.3`.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
from coursekit import check, datasets, imaging, plotting
from coursekit.imaging.regions import textbook

tissue = datasets.load("membranes", seed=1, shape=(24, 96, 96))
wall_map, truth = tissue.boundary[12], tissue.truth[12]
print(tissue.note)

# %%
# fragments, graph and merge history as in A08a
smooth = imaging.gaussian_blur(wall_map, 1)
valleys = imaging.label_components(smooth == ndi.minimum_filter(smooth, size=3), 2)
fragments = imaging.flood(smooth, valleys, np.ones(smooth.shape, dtype=bool))
graph = textbook.region_graph(fragments, wall_map)
merges = textbook.agglomerate(graph, textbook.boundary_mean, np.inf)
print(f"{fragments.max()} fragments, {len(merges)} merges")

# %% [markdown] question="Q1"

# %% [markdown] tags=["by-hand"]
# ## 3 One map for all thresholds (starts at minute 0, 22 minutes)
#
# A threshold of `0.3` gives one label image, `0.6` another one. The history holds
# [92]{N-A08-21} merges.
#
# **Predict.** How many label images can you get from this history? How would you show all of them
# in *one* picture?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: write on each wall when it falls.** Six pixels have the labels 1 1 2 2 3 3. Their
# history is `[(1, 2, 0.2), (1, 3, 0.8)]`.
#
# | Pixel | 1st | 2nd | 3rd | 4th | 5th | 6th |
# |---|---|---|---|---|---|---|
# | label | 1 | 1 | 2 | 2 | 3 | 3 |
# | contour map | 0 | 0.2 | 0.2 | 0.8 | 0.8 | 0 |
#
# A pixel gets the height at which it and its neighbour become one region. The 4th and 5th have the
# labels 2 and 3: by then 2 is a part of 1, so they meet at 0.8. A pixel without a foreign neighbour
# gets 0. With several, the largest height counts. If they never merge, it is infinity (`np.inf`).

# %% [markdown]
# **Heights can fall.** Take the history `[(1, 2, 0.5), (1, 3, 0.4)]`. A threshold of `0.4` stops
# before the first merge, so 3 is not merged either. Both merges happen at `0.5`: the *largest
# height so far* counts.
#
# In books the result is called *ultrametric contour map*, in short UCM.

# %% [markdown] exercise="contour_map" role="prompt"
# Write `contour_map(labels, merges)` for arrays with any number of axes. Each pixel gets the
# largest of the heights at which it becomes one region with its neighbours: 0 if all have its
# label, `np.inf` if one pair never merges. Count heights as the largest so far. Label 0 has no
# walls.
#
# Example: labels 1 1 2 2 3 3 and `[(1, 2, 0.2)]` give `0, 0.2, 0.2, inf, inf, 0`.


# %% exercise="contour_map" role="answer"
def contour_map(labels, merges):
    """Heights of all walls; 1 1 2 2 3 3 with (1, 2, 0.2) gives 0, 0.2, 0.2, inf, inf, 0."""
    labels = np.asarray(labels)
    # members: the first labels inside each region; together: pair of first labels, and its height
    members = {name: [name] for name in np.unique(labels).tolist()}
    numbers = np.arange(labels.size).reshape(labels.shape)
    ucm, together = np.zeros(labels.shape), {}
    # 1 each merge: all members of a and all of b meet at the largest height so far
    # 2 along each axis, as in region_graph: the height of each touching pair
    # 3 both pixels keep the larger of what they have and this height
    ### BEGIN SOLUTION
    highest = -np.inf
    for a, b, height in merges:
        highest = max(highest, height)
        for one in members[a]:
            for other in members[b]:
                together[min(one, other), max(one, other)] = highest
        members[a] = members[a] + members[b]
    for axis in range(labels.ndim):
        view = np.moveaxis(numbers, axis, 0)
        for p, q in zip(view[:-1].flat, view[1:].flat, strict=True):
            one, other = sorted((int(labels.flat[p]), int(labels.flat[q])))
            if 0 < one < other:
                height = together.get((one, other), np.inf)
                ucm.flat[p] = max(ucm.flat[p], height)
                ucm.flat[q] = max(ucm.flat[q], height)
    return ucm
    ### END SOLUTION


# %% exercise="contour_map" role="check"
check.contour_map(contour_map)

# %% [markdown] exercise="segmentation_at" role="prompt"
# Write `segmentation_at(ucm, t)`: the components (4 neighbours) of all pixels whose contour is not
# above `t`. Walls above `t` are 0. Use `imaging.label_components`.
#
# Example: the contours `0, 0.2, 0.2, 0.8, 0.8, 0`, cut at `0.5`, give 1, 1, 1, 0, 0, 2.


# %% exercise="segmentation_at" role="answer"
def segmentation_at(ucm, t):
    """Label image between the walls above t; 0, 0.2, 0.8, 0 cut at 0.5 gives 1, 1, 0, 2."""
    # one line: a mask, and its components
    ### BEGIN SOLUTION
    return imaging.label_components(np.asarray(ucm) <= t, connectivity=1)
    ### END SOLUTION


# %% exercise="segmentation_at" role="check"
check.segmentation_at(segmentation_at)

# %% tags=["folded"]
ucm = textbook.contour_map(fragments, merges)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.7), layout="constrained")
picture = axes[0].imshow(ucm, cmap="cividis", vmin=0, vmax=1, interpolation="nearest")
axes[0].set(xticks=[], yticks=[], title="contour map")
fig.colorbar(picture, ax=axes[0], shrink=0.7, label="height")
for ax, t in zip(axes[1:], (0.3, 0.6), strict=True):
    cut = textbook.segmentation_at(ucm, t)
    plotting.show_labels(ax, cut, title=f"cut at {t}: {imaging.count_objects(cut)} regions")
plotting.describe(
    fig,
    "A contour map with bright strong walls and dim weak ones, and two label images cut from it. "
    "At 0.3 there are more regions; at 0.6 one region fills a large part of the left half.",
)

# %% [markdown]
# **What to see.** Bright lines fall late, dim lines early; inside a fragment the map is 0. Raise
# the threshold, and more lines disappear: a line never comes back. So one picture holds all label
# images: at most one more than there are merges. The cuts have [53]{N-A08-22} and
# [40]{N-A08-23} regions. They are separated by black walls two pixels wide. The label images of
# A08a had no such walls.

# %%
thin = np.array([[1, 1, 2, 3, 3]])  # region 2 is one pixel thin
history = [(1, 2, 0.9), (1, 3, 0.95)]
print("contours:   ", textbook.contour_map(thin, history))
print("cut at 0.5: ", textbook.segmentation_at(textbook.contour_map(thin, history), 0.5))
print("from merges:", textbook.apply_merges(thin, history, 0.5))

# %% [markdown] question="Q2"

# %% [markdown] tags=["instructor"]
# *Timing:* 1 predict, 2 by hand, 15 + 3 exercises, 1 figure and question. *Live:* a landscape under
# rising water: each wall is a dam of its own height. *Expect:* "why not the wall map itself?" (a
# single faint pixel would open a wall; here a whole wall has one height), "why may one multiply all
# heights by two?" (only their order matters for the list of segmentations). *Common wrong answers:*
# the height of the first merge of a region in place of the merge that joins the two, the mean of
# heights, walls on one side only, 0 in place of infinity, heights that fall, `<` for `<=`. *If
# short of time:* give the first loop of E7. *Discuss:* which threshold would a biologist choose by
# eye, and what for?

# %% [markdown] tags=["by-hand"]
# ## 4 Two kinds of error (starts at minute 22, 26 minutes)
#
# Which threshold is best? Labels cannot be compared one by one: they are only names.
#
# **Predict.** We raise the threshold from 0 to 1. Which errors become fewer, which become more?

# %%
prediction = "..."

# %% tags=["folded"]
fig, axes = plt.subplots(1, 3, figsize=(10, 4.1), layout="constrained")
for ax, t in zip(axes, (0.1, 0.35, 0.7), strict=True):
    result = textbook.apply_merges(fragments, merges, t)
    plotting.show_labels(ax, result)
    for cell in np.unique(truth):
        ax.contour(truth == cell, levels=[0.5], colors="white", linewidths=1.2)
    wrong_merges, wrong_splits = textbook.split_vi(truth, result)
    ax.set_title(f"threshold {t}\nmerges {wrong_merges:.2f}, splits {wrong_splits:.2f}")
plotting.describe(
    fig,
    "Three label images with the true borders drawn in white. Left, black lines cut true cells "
    "into pieces; right, white lines run through large regions that hold several cells.",
)

# %% [markdown]
# **What to see.** White lines are the borders of true cells. Left, black lines without a white one
# cut cells into pieces: *false splits*. Right, white lines run through the middle of regions: these
# hold several cells, *false merges*. The numbers above the panels say how bad it is. You compute
# them now.

# %% [markdown] tags=["by-hand"]
# **One idea: a question game.** I pick a pixel and tell you its region in the result. How many
# yes-no questions do you need, on average, to find its true cell? The unit is the *bit*.
#
# | Truth | Result | False merges | False splits |
# |---|---|---|---|
# | 1 1 2 2 | 5 5 5 5 | 1 | 0 |
# | 1 1 1 1 | 5 5 6 6 | 0 | 1 |
#
# In the first row region 5 holds two cells of equal size: one question. Now the game is turned
# round: I tell the true cell, you ask for the region. In the second row this takes one question.
# The sum of both is the *variation of information*; 0 is perfect. It assumes that each pixel counts
# the same.

# %% [markdown]
# **With numbers.** Groups with the shares $p$ hold $-\sum p\,\log_2 p$ bits. In words: each share
# times its logarithm to base 2, added up, with the sign changed. This logarithm counts halvings:
# half of all is $-1$, a quarter is $-2$. Then:
#
# - false merges = bits of the *pairs* (truth, result) minus bits of the result;
# - false splits = bits of the pairs minus bits of the truth.
#
# What you know is taken away from all there is to know. `np.unique(..., return_counts=True)`
# returns the different values, and how often each occurs.

# %%
cells, found = np.array([1, 1, 2, 2]), np.array([5, 5, 5, 6])


def bits(counts):
    """Bits of groups, from their counts; two equal counts give 1."""
    shares = counts / counts.sum()
    return -(shares * np.log2(shares)).sum()


# 1 how often each pair, each region, each cell occurs
pairs = np.unique(np.stack([cells, found]), axis=1, return_counts=True)[1]
regions, truths = (np.unique(group, return_counts=True)[1] for group in (found, cells))
print(f"counts of pairs {pairs}, of regions {regions}, of cells {truths}")
# 2 what is left to ask
print(f"false merges {bits(pairs):.2f} - {bits(regions):.2f} = {bits(pairs) - bits(regions):.2f}")
print(f"false splits {bits(pairs):.2f} - {bits(truths):.2f} = {bits(pairs) - bits(truths):.2f}")

# %% [markdown] exercise="split_vi" role="prompt"
# Write `split_vi(truth, result, ignore=(0,))`. Return two numbers in bits: false merges, false
# splits. Leave out the pixels whose *truth* is one of the labels in `ignore`; a 0 in the result is
# a region like any other. If no pixel is left, both are 0. `np.isin(truth, ignore)` tells which
# pixels have one of the labels. Ready-made functions for this score are not allowed.
#
# Example: truth 1 1 2 2 and result 5 5 5 6 give `0.69` and `0.5`.

# %% exercise="split_vi" role="answer"
def split_vi(truth, result, ignore=(0,)):
    """False merges and false splits in bits; 1 1 2 2 and 5 5 5 6 give 0.69 and 0.5."""
    truth, result = np.ravel(truth), np.ravel(result)

    def bits(groups):  # counts for itself how often each group occurs
        counts = np.unique(groups, axis=-1, return_counts=True)[1]
        shares = counts / counts.sum()
        return -(shares * np.log2(shares)).sum()

    # 1 leave out the pixels whose truth is to be ignored; none left: 0 and 0
    # 2 bits of pairs, of result, of truth
    # 3 false merges, false splits
    ### BEGIN SOLUTION
    kept = ~np.isin(truth, list(ignore))
    truth, result = truth[kept], result[kept]
    if truth.size == 0:
        return 0.0, 0.0
    both = bits(np.stack([truth, result]))
    return float(both - bits(result)), float(both - bits(truth))
    ### END SOLUTION


# %% exercise="split_vi" role="check"
check.split_vi(split_vi)

# %% [markdown] question="Q3"

# %% [markdown] exercise="vi_by_threshold" role="prompt"
# Write `vi_by_threshold(labels, merges, truth, ts)`. `ts` are thresholds. Return an array with one
# row for each of them, in the same order: false merges, false splits. Use `textbook.apply_merges`
# and `textbook.split_vi`.


# %% exercise="vi_by_threshold" role="answer"
def vi_by_threshold(labels, merges, truth, ts):
    """Array with a row (false merges, false splits) for each threshold."""
    # for each threshold: the label image, then its two errors
    ### BEGIN SOLUTION
    rows = []
    for t in ts:
        result = textbook.apply_merges(labels, merges, t)
        rows.append(textbook.split_vi(truth, result))
    return np.array(rows, dtype=float).reshape(-1, 2)
    ### END SOLUTION


# %% exercise="vi_by_threshold" role="check"
check.vi_by_threshold(vi_by_threshold)

# %%
thresholds = (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
table = textbook.vi_by_threshold(fragments, merges, truth, thresholds)
for t, (wrong_merges, wrong_splits) in zip(thresholds, table, strict=True):
    total = wrong_merges + wrong_splits
    print(f"{t:.1f}: merges {wrong_merges:.2f}, splits {wrong_splits:.2f}, sum {total:.2f}")

# %% [markdown] exercise="split_vi_plot" role="prompt"
# Write `split_vi_plot(table, ts)` for a table as above. Draw false merges to the right and false
# splits upwards. Join the points by a line, give each one a marker, and write its threshold beside
# it. Name both axes: one name holds the word *merges*, the other *splits*, each with the unit.
# Return the figure.


# %% exercise="split_vi_plot" role="answer"
def split_vi_plot(table, ts):
    """Figure: false splits against false merges, one marked point for each threshold."""
    # 1 one panel: a line with markers, merges to the right, splits upwards
    # 2 the threshold beside each point (ax.annotate)
    # 3 names of the axes
    ### BEGIN SOLUTION
    fig, ax = plt.subplots(figsize=(5, 4), layout="constrained")
    ax.plot(table[:, 0], table[:, 1], "o-")
    for t, (x, y) in zip(ts, table, strict=True):
        ax.annotate(f"{t:g}", (x, y), xytext=(5, 5), textcoords="offset points")
    ax.set(xlabel="false merges (bits)", ylabel="false splits (bits)")
    ax.set_title("More merging: fewer splits, more merges")
    return fig
    ### END SOLUTION


# %% exercise="split_vi_plot" role="check"
check.split_vi_plot(split_vi_plot)

# %%
figure = split_vi_plot(table, thresholds)
plotting.describe(
    figure,
    "Line of false splits against false merges with one marker for each threshold. From 0 to 0.3 "
    "it falls steeply, then it turns and runs to the right.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** From `0` to `0.3` the line falls: nearly all merges repair a split. Then it
# turns, and runs to the right: more merging brings false merges. Which point would you choose?

# %% [markdown]
# **The same on brain tissue.** A million pixels are too many for dictionaries. The functions of
# `imaging.regions` do the same with arrays: `agglomerate` returns a *merge tree*, and
# `tree.labels(fragments, t)` applies its merges. `imaging.vi_curve` gives the two errors
# after every single merge.

# %% tags=["folded"]
volume = datasets.load_for_lesson("gala-em-test")
print(volume.note)
parts = getattr(volume, "fragments", None)
if parts is None:  # drawn tissue stands in, and brings no fragments
    soft = imaging.gaussian_blur(volume.boundary, 1)
    low = imaging.label_components(soft == ndi.minimum_filter(soft, size=3), 3)
    parts = imaging.regions.watershed(soft, low)
tree = imaging.regions.agglomerate(imaging.regions.region_graph(parts, volume.boundary))
curve = imaging.vi_curve(tree, parts, volume.truth)
fig, axes = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
axes[0].plot(*table.T, "o-", color=plotting.PALETTE[0])
axes[1].plot(curve.merges, curve.splits, color=plotting.PALETTE[0])
volume_table = [imaging.split_vi(volume.truth, tree.labels(parts, t)) for t in thresholds]
axes[1].plot(*np.transpose(volume_table), "o", color=plotting.PALETTE[0])
for ax, rows, words in ((axes[0], table, "drawn"), (axes[1], volume_table, "brain tissue")):
    rows = np.asarray(rows)
    best = rows.sum(axis=1).argmin()
    ax.plot(*rows[best], "o", markersize=14, mfc="none", color=plotting.PALETTE[5])
    ax.set(xlabel="false merges (bits)", ylabel="false splits (bits)", xlim=(0, 2), ylim=(0, 2))
    ax.set_title(f"{words}: smallest sum {rows[best].sum():.2f} at {thresholds[best]}")
    named = np.full(2, -1.0)
    for t, row in zip(thresholds, rows, strict=True):
        if row[0] < 2 and np.abs(row - named).sum() > 0.13:  # words must not overlap
            ax.annotate(f"{t:g}", row, xytext=(6, 4), textcoords="offset points")
            named = row
    style = {"arrowstyle": "->", "connectionstyle": "arc3,rad=0.45", "linewidth": 1.5}
    ax.annotate("", (1.5, 0.5), (0.55, 1.6), arrowprops=style)
    ax.text(0.95, 1.0, "more merging")
plotting.describe(
    fig,
    "Two curves of false splits against false merges, with a point for each threshold. Both fall "
    "steeply, turn near the corner and run to the right; a ring marks the smallest sum.",
)

# %% [markdown]
# **What to see.** Both curves come down, turn near the corner, and run to the right; the axes end
# at 2. Coming down, merges are nearly all right: splits fall, and false merges hardly grow. After
# the corner nearly all of them join true cells. On brain tissue the fragments start at
# [0.185]{N-A08-24} and [1.648]{N-A08-25}; the threshold `0.5` gives [0.187]{N-A08-26} and
# [1.168]{N-A08-27}. The program that these data belong to reports `0.187` and `1.161` there: it
# samples walls a little differently. The ring lies at `0.8` here, and at `0.3` on the drawn tissue:
# a threshold belongs to its data.

# %% [markdown]
# **Why two numbers?** At `0.3` the drawn tissue has the sum [0.75]{N-A08-28}, at `0.5`
# [0.83]{N-A08-29}: nearly the same, but with other errors. A false split is repaired by one more
# merge; a false merge must be drawn anew by hand. So many people accept more splits.
#
# **Whose zeros?** In the brain volume the outlines were not decided, so pixels with truth 0 are
# left out. If they counted, the fragments would have [0.580]{N-A08-30} and [2.068]{N-A08-31}: far
# worse, with the same fragments. Programs differ here; say what you did.
#
# And we chose the ring with the truth at hand. To report a score, choose on one volume and measure
# on another (A05).

# %% [markdown] tags=["instructor"]
# *Timing:* 1 predict, 1 figure, 3 game, 12 + 4 + 4 exercises, 1 curves. *Live:* play the question
# game with eight coloured cards in two bags. *Expect:* "why logarithms?" (each question halves what
# is possible), "why not Dice for each cell?" (which region belongs to which cell? A12 decides
# that), "is VI the same for small and large cells?" (no: pixels count). *Common wrong answers:*
# halves swapped, natural logarithm, zeros of the result ignored, labels compared one by one, axes
# swapped. *If short of time:* give P1 as homework. *Discuss:* who pays for a false merge in a map
# of the brain, and who for a false split?

# %% [markdown]
# ## Key points
#
# - A contour map has, on each wall, the height at which its two sides become one.
# - A threshold on the map gives a segmentation; thin regions can be lost.
# - False merges: bits left to ask about the truth when the result is known.
# - False splits: bits left to ask about the result when the truth is known.
# - More merging lowers one and raises the other; their sum has a smallest value in between.
# - Zeros of the truth are left out, and the report says so.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | ultrametric contour map, UCM (3) | each wall carries the height at which it falls |
# | false split (4) | a true cell is cut into several regions |
# | false merge (4) | a region holds parts of several true cells |
# | bit (4) | one yes-no question between two equal groups |
# | variation of information, VI (4) | false merges plus false splits, in bits |
# | merge tree (4) | a merge history as arrays |

# %% [markdown]
# ## Next time this fails
#
# The mean of a wall is blind to much: to its length, to the spread of its samples, to the size of
# the regions. A person looks at all of it. A09 describes a wall by many numbers, and lets a
# classifier learn from examples which walls are real.

# %% [markdown]
# ## Stretch (outside the clock)
#
# Other ways to make regions. Run two of them on `wall_map`, and score them with `split_vi`.
#
# | Method | Idea | Call in scikit-image (`segmentation`) |
# |---|---|---|
# | random walker | who reaches a pixel first from a marker, by chance | `random_walker` |
# | SLIC | k-means on colour and place | `slic` |
# | Felzenszwalb | merge while a wall is weaker than what is inside | `felzenszwalb` |
# | flood fill | all pixels like the starting one | `flood_fill` |
# | active contour | a line that is pulled to edges, and stays smooth | `active_contour` |
# | Chan-Vese | two means, and a short border | `chan_vese` |

# %% [markdown]
# ## Further reading
#
# - Arbelaez, P. et al. (2011) Contour detection and hierarchical image segmentation. *IEEE Trans.
#   Pattern Anal. Mach. Intell.* 33(5), 898-916,
#   [doi:10.1109/TPAMI.2010.161](https://doi.org/10.1109/TPAMI.2010.161). The contour map.
# - Meila, M. (2007) Comparing clusterings: an information based distance. *J. Multivar. Anal.*
#   98(5), 873-895, [doi:10.1016/j.jmva.2006.11.013](https://doi.org/10.1016/j.jmva.2006.11.013).
#   Why the variation of information is a distance.
# - Nunez-Iglesias, J. et al. (2013) Machine learning of hierarchical clustering to segment 2D and
#   3D images. *PLoS ONE* 8(8), e71715,
#   [doi:10.1371/journal.pone.0071715](https://doi.org/10.1371/journal.pone.0071715). Split VI on
#   brain tissue.
#
# **Data.** Tissue: drawn by a program, exact truth. Brain tissue: example volume of gala,
# BSD-3-Clause.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other label
# images and histories. Save the notebook and hand it in.
#
# Next: [A09a](../a09-learned/a09a-describing-walls.ipynb).
