# %% [markdown]
# # A09a Describing walls, and labels for them
#
# One mean is blind. You describe a wall by many numbers, and you ask the truth which walls are
# real. Together this is a table to learn from.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 45 minutes | [17]{N-A09-01} points | drawn tissue | A08b | [A09b](a09b-learned-merging.ipynb) |

# %% [markdown]
# ## After this you can
#
# - **compute** moments and histograms of a wall, also of an empty one;
# - **compose** features from small functions;
# - **merge** the memory of two walls without their samples;
# - **derive** labels for edges from a true label image.
#
# **Questions we answer**
#
# 1. What can tell two walls of equal mean apart?
# 2. What must a program remember to merge two walls?
# 3. What is one row of the training table?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | region graph and samples (A08a, section 1) | each edge becomes a row | 4 minutes |
# | features and feature table (A03b) | now for walls in place of pixels | 3 minutes |
# | training and leakage (A05b, section 3) | the truth is used to learn | 3 minutes |
#
# **Skip box.** Go to A09b if you can answer these. Which three numbers of two walls are enough for
# the variance of both together? Which label has an edge between two fragments of one cell? Why does
# one pass over the fragments not show a learner enough?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. (A08a) What happens to the samples of two walls that become one?</summary>
#
# They are joined. So a long wall counts more than a short one.
#
# </details>
# <details><summary>2. (A05b) What must never be computed from the test image?</summary>
#
# Anything that the method is made from: mean and standard deviation for standardising, the number
# of neighbours, a threshold.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
from coursekit import check, datasets, imaging, plotting
from coursekit.imaging.regions import textbook, textbook_learning

tissue = datasets.load("membranes", seed=1, shape=(24, 96, 96))
wall_map, truth = tissue.boundary, tissue.truth
# `textbook_learning` holds the finished functions of this lesson, should you get stuck
print(tissue.note, f"This time all {len(wall_map)} planes.")

# %%
# fragments and graph as in A08, in three dimensions; regions.watershed is the flood for volumes
smooth = imaging.gaussian_blur(wall_map, 1)
valleys = imaging.label_components(smooth == ndi.minimum_filter(smooth, size=3), 3)
fragments = imaging.regions.watershed(smooth, valleys)
graph = textbook.region_graph(fragments, wall_map)
print(f"{fragments.max()} fragments, {len(graph)} edges, {len(np.unique(truth))} cells")

# %% [markdown] tags=["by-hand"]
# ## 1 Describe a wall by numbers (starts at minute 0, 25 minutes)
#
# **Predict.** Two walls have nearly the same mean. One is a true membrane. The other is none: the
# watershed has cut one cell into two fragments there. What else could tell them apart?

# %%
prediction = "..."

# %% tags=["folded"]
kinds = textbook_learning.edge_labels(fragments, truth, graph)
means = {edge: textbook.boundary_mean(graph, *edge) for edge in sorted(graph)}
alike = [edge for edge, mean in means.items() if 0.4 < mean < 0.45 and len(graph[edge]) > 100]
alike.sort(key=lambda edge: -kinds[edge] * np.var(graph[edge]))
fig, axes = plt.subplots(1, 4, figsize=(10, 2.9), layout="constrained")
for (left, right), kind, name in ((axes[:2], 1, "true wall"), (axes[2:], -1, "no wall")):
    a, b = [edge for edge in alike if kinds[edge] == kind][-1]
    contact = (fragments == a) & ndi.binary_dilation(fragments == b)
    plane = contact.sum(axis=(1, 2)).argmax()
    row, column = np.clip(np.argwhere(contact[plane]).mean(axis=0).astype(int), 16, 80)
    part = np.s_[plane, row - 16 : row + 16, column - 16 : column + 16]
    plotting.show_image(left, wall_map[part], title=name, vmin=0, vmax=1)
    for region, colour in ((a, 4), (b, 1)):
        inside = fragments[part] == region
        left.contour(inside, levels=[0.5], colors=plotting.PALETTE[colour], linewidths=1.5)
    right.hist(graph[a, b], bins=np.linspace(0, 1, 11), color=plotting.PALETTE[0])
    right.set(xlabel="wall map", title=f"mean {means[a, b]:.2f}, n = {len(graph[a, b])}")
axes[1].set_ylabel("samples")
plotting.describe(
    fig,
    "A true wall and a false one, each as a part of the wall map with both fragments outlined, and "
    "as a histogram. The true wall is evenly grey; the false one is dark with bright ends.",
)

# %% [markdown]
# **What to see.** Two fragments are outlined in each picture; their wall is the line where both
# meet. The true wall is a faint membrane: all its samples are grey, and the histogram has one hill.
# The false wall runs through the dark inside of a cell, and meets true membranes at its ends. Its
# histogram has samples near 0 and near 1. The means are nearly the same.

# %% [markdown] tags=["by-hand"]
# **One idea: moments.** The *k*-th *central moment* is the mean of (value - mean)$^k$.
#
# | Samples | Mean | 2nd | 3rd |
# |---|---|---|---|
# | 0.4, 0.4, 0.4, 0.4 | 0.4 | 0 | 0 |
# | 0.2, 0.2, 0.6, 0.6 | 0.4 | 0.04 | 0 |
# | 0.2, 0.2, 0.2, 1.0 | 0.4 | 0.12 | 0.048 |
#
# The 2nd is the *variance*: how far samples spread. The 3rd tells to which side the long tail
# points. The 4th is large when few samples lie far away. Together with the number of samples they
# are *features* of the wall.

# %% [markdown] exercise="moments" role="prompt"
# Write `moments(values, n=4)`. Return an array of `n + 1` numbers: how many values there are, their
# mean, and the central moments from the 2nd to the `n`-th. Each feature needs the same length for
# all walls: without any value, return zeros.
#
# Example: `moments([1, 3], 2)` gives 2, 2, 1.


# %% exercise="moments" role="answer"
def moments(values, n=4):
    """Number of values, mean, central moments 2 to n; [1, 3] with n=2 gives 2, 2, 1."""
    values = np.asarray(values, dtype=float)
    # 1 no values: zeros
    # 2 number and mean, then a mean of powers for each k
    ### BEGIN SOLUTION
    if values.size == 0:
        return np.zeros(n + 1)
    mean = values.mean()
    central = [np.mean((values - mean) ** k) for k in range(2, n + 1)]
    return np.array([values.size, mean, *central])
    ### END SOLUTION


# %% exercise="moments" role="check"
check.moments(moments)

# %% [markdown] exercise="histogram_features" role="prompt"
# Write `histogram_features(values, bins)`. Divide the range from 0 to 1 into equal bins. Return the
# *share* of the values in each bin, so that long and short walls can be compared. 1 belongs to the
# last bin, and values outside the range count in the bin at the end: `np.clip(values, 0, 1)` brings
# them in. Without any value, return zeros.
#
# Example: `histogram_features([0.1, 0.2, 0.9, 1], 2)` gives `0.5, 0.5`.


# %% exercise="histogram_features" role="answer"
def histogram_features(values, bins):
    """Share of the values in each bin of 0..1; [0.1, 0.2, 0.9, 1] in 2 bins gives 0.5, 0.5."""
    # 1 count the values in each bin
    # 2 divide by how many there are (none: zeros)
    ### BEGIN SOLUTION
    counts, _ = np.histogram(np.clip(values, 0, 1), bins=bins, range=(0, 1))
    return counts / max(counts.sum(), 1)
    ### END SOLUTION


# %% exercise="histogram_features" role="check"
check.histogram_features(histogram_features)

# %% [markdown]
# **Functions that make functions.** In Python a function can be an argument or a result:
#
# ```python
# def shifted(f):
#     def g(x):
#         return f(x) + 1
#     return g
# ```
#
# `shifted(abs)(-3)` is 4. And a star collects arguments: in `def compose(*managers)` the name
# `managers` is a tuple of all that was given. A *manager* is a function here: samples in, a row of
# numbers out.

# %% [markdown] exercise="compose" role="prompt"
# Write `compose(*managers)`. Return a *function* of `values`. It calls all managers with them, and
# returns their numbers side by side in one array, in the order of the managers.


# %% exercise="compose" role="answer"
def compose(*managers):
    """Function that puts the features of all managers side by side."""

    # 1 a function inside: call each manager, join with np.concatenate
    # 2 return this function (without calling it)
    ### BEGIN SOLUTION
    def features(values):
        return np.concatenate([manager(values) for manager in managers])

    return features
    ### END SOLUTION


# %% exercise="compose" role="check"
check.compose(compose)

# %% [markdown] tags=["by-hand"]
# **Merge without the samples.** A volume has millions of samples. A program cannot keep them all,
# or compute all features anew after each merge. So a manager has a second duty: it keeps a small
# memory (*cache*) that can be *merged*. Sums can:
#
# | Wall | Samples | Count | Sum | Sum of squares | Mean | Variance |
# |---|---|---|---|---|---|---|
# | A | 0.2, 0.6 | 2 | 0.8 | 0.40 | 0.4 | 0.04 |
# | B | 1.0 | 1 | 1.0 | 1.00 | 1.0 | 0 |
# | both | 0.2, 0.6, 1.0 | 3 | 1.8 | 1.40 | 0.6 | 0.107 |
#
# Variance = mean of the squares minus square of the mean: 1.40 / 3 - 0.36 = 0.107. The mean of both
# variances, 0.02, is wrong.

# %% [markdown] exercise="merge_stats" role="prompt"
# Write `merge_stats(a, b)`. `a` and `b` are tuples `(count, mean, variance)` of two walls. Return
# this tuple for both walls together, as if it were computed from all samples. Go back to sums, add
# them, and go forward again. A wall without samples is `(0, 0.0, 0.0)`.
#
# Example: `(2, 0.4, 0.04)` and `(1, 1.0, 0.0)` give 3, `0.6` and `0.107`.


# %% exercise="merge_stats" role="answer"
def merge_stats(a, b):
    """Count, mean and variance of two walls together."""
    # 1 count, sum and sum of squares of each: add them
    # 2 nothing at all: (0, 0.0, 0.0)
    # 3 mean and variance from the sums
    ### BEGIN SOLUTION
    count = a[0] + b[0]
    if count == 0:
        return (0, 0.0, 0.0)
    total = a[0] * a[1] + b[0] * b[1]
    squares = a[0] * (a[2] + a[1] ** 2) + b[0] * (b[2] + b[1] ** 2)
    mean = total / count
    return (count, mean, max(squares / count - mean**2, 0.0))
    ### END SOLUTION


# %% exercise="merge_stats" role="check"
check.merge_stats(merge_stats)

# %% [markdown]
# **Why it works.** Compare with your prediction: the spread tells the two walls apart. Nobody told
# the program that membranes are even. It gets the numbers; the next sections let it find out which
# of them matter.
#
# `imaging.regions.Moments` and `imaging.regions.Histogram` do the same for the wall *and* for the
# two regions beside it, with caches that add. They have three duties: create a cache, merge two
# caches, and make features of a cache.

# %% [markdown] tags=["instructor"]
# *Timing:* 1 predict and figure, 1 table by hand, 6 + 5 + 4 + 8 exercises. *Live:* guess walls from
# histograms only. *Expect:* "why not all samples as features?" (walls have different lengths; a
# classifier needs rows of one length), "why the number of samples?" (a short wall is less certain),
# "do histograms merge?" (counts do: they add; shares do not). *Common wrong answers:* roots of
# moments, features of different length, nan for an empty wall, counts in place of shares, calling
# the inner function in place of returning it, mean of means, mean of variances. *If short of time:*
# give E1c. *Discuss:* which other numbers would you want of a wall? Its direction, its shape?

# %% [markdown] tags=["by-hand"]
# ## 2 Labels for edges (starts at minute 25, 20 minutes)
#
# To learn, a program needs examples with answers. The truth knows the cell of each pixel. But an
# edge is between two *fragments*.
#
# **Predict.** A fragment lies across a true border: 60 of its pixels belong to cell 7, and 40 to
# cell 8. Which cell would you give it to? What happens to the answers of its walls?

# %%
prediction = "..."

# %% tags=["folded"]
flat, flat_truth = fragments[12], truth[12]
here = textbook.region_graph(flat, wall_map[12])
answers = textbook_learning.edge_labels(flat, flat_truth, here)
owner = {n: int(np.bincount(flat_truth[flat == n]).argmax()) for n in np.unique(flat).tolist()}
middle = {n: np.argwhere(flat == n).mean(axis=0) for n in owner}
fig, axes = plt.subplots(1, 2, figsize=(9.6, 4.9), layout="constrained")
plotting.show_labels(axes[0], flat, title=f"one plane: {len(owner)} fragments")
plotting.show_labels(axes[1], np.vectorize(owner.get)(flat), title="each with its true cell")
for edge, answer in answers.items():
    (row, column), (row_b, column_b) = (middle[n] for n in edge)
    style = {"color": "black", "linewidth": 0.8}
    if answer == -1:
        style = {"color": "white", "linewidth": 2.2, "linestyle": (0, (2, 1))}
    axes[1].plot([column, column_b], [row, row_b], **style)
rows, columns = np.transpose(list(middle.values()))
axes[1].plot(columns, rows, "o", color="white", markeredgecolor="black", markersize=4)
plotting.describe(
    fig,
    "One plane of drawn tissue twice: fragments, and fragments in the colour of their true cell. "
    "White dashed lines join fragments of one cell, thin black lines fragments of two cells.",
)

# %% [markdown]
# **What to see.** Left, the fragments. Right, each has the colour of the cell that it shares most
# pixels with. White dashed lines join fragments of one cell: these edges get the answer -1, merge.
# Thin black lines cross a true border: +1, keep.

# %% [markdown] tags=["by-hand"]
# **One idea: majority.** Each fragment belongs to the true cell that most of its pixels have. An
# edge between two fragments of one cell has the label -1 (merge), and +1 otherwise (keep).
#
# | Fragment | Pixels in cell 7 | in cell 8 | in no cell (0) | belongs to |
# |---|---|---|---|---|
# | 1 | 60 | 40 | 0 | 7 |
# | 2 | 30 | 0 | 90 | 7 |
# | 3 | 2 | 50 | 0 | 8 |
#
# Edge 1-2 gets -1, edge 1-3 gets +1. Pixels with truth 0 are not known, so they have no vote. The
# 40 pixels of fragment 1 are lost whatever we do: no merging can repair a fragment.

# %% [markdown] exercise="edge_labels" role="prompt"
# Write `edge_labels(labels, truth, graph)`. Return a dictionary with one entry for each edge of the
# graph: -1 if both fragments belong to the same true cell, otherwise +1. Pixels with truth 0 have
# no vote; of equally frequent cells take the smaller label. The walls of a fragment without any
# vote are kept. `np.bincount(x)` counts how often each number occurs, `.argmax()` finds the first
# of the most frequent.


# %% exercise="edge_labels" role="answer"
def edge_labels(labels, truth, graph):
    """-1 (merge) or +1 (keep) for each edge, such as {(1, 2): -1, (1, 3): 1}."""
    labels, truth = np.asarray(labels), np.asarray(truth)
    # 1 the cell of each fragment; None if it has no vote
    # 2 each edge: the same cell on both sides?
    ### BEGIN SOLUTION
    cell = {}
    for fragment in {name for edge in graph for name in edge}:
        votes = truth[(labels == fragment) & (truth != 0)]
        cell[fragment] = int(np.bincount(votes).argmax()) if votes.size else None
    same = {(a, b): cell[a] is not None and cell[a] == cell[b] for a, b in graph}
    return {edge: -1 if one_cell else 1 for edge, one_cell in same.items()}
    ### END SOLUTION


# %% exercise="edge_labels" role="check"
check.edge_labels(edge_labels)

# %% [markdown] question="Q2"

# %% [markdown] exercise="training_table" role="prompt"
# Write `training_table(graph, features, edge_labels)`. Return four arrays with one row for each
# edge, in rising order of the edges: `X`, the features of the samples (`features` is a function);
# `y`, the labels; `weights`, the number of samples; `edges`, the two labels. Row 5 must be the same
# edge in all four. `sorted(graph)` sorts the keys of a dictionary.


# %% exercise="training_table" role="answer"
def training_table(graph, features, edge_labels):
    """Features, labels, weights and edges, one row for each edge."""
    # 1 one order for everything
    # 2 four arrays in this order
    ### BEGIN SOLUTION
    edges = sorted(graph)
    X = np.array([features(graph[edge]) for edge in edges])
    y = np.array([edge_labels[edge] for edge in edges])
    weights = np.array([len(graph[edge]) for edge in edges])
    return X, y, weights, np.array(edges)
    ### END SOLUTION


# %% exercise="training_table" role="check"
check.training_table(training_table)

# %%
features = textbook_learning.compose(
    textbook_learning.moments, lambda values: textbook_learning.histogram_features(values, 8)
)
X, y, weights, edges = textbook_learning.training_table(graph, features, kinds)
print(f"X has {X.shape[0]} rows and {X.shape[1]} columns")
print(f"{np.mean(y == -1):.0%} of the edges should be merged")
for name, label in (("merge", -1), ("keep", 1)):
    faint = (y == label) & (X[:, 1] > 0.4) & (X[:, 1] < 0.5) & (weights > 50)
    print(f"{name}: {faint.sum()} long walls of mean 0.4 to 0.5, variance {X[faint, 2].mean():.3f}")

# %% [markdown] question="Q1"

# %% [markdown]
# **More than one pass.** The table knows fragments. During merging, regions grow: their walls
# become longer and cleaner, and look different from all that the table has shown. So we let the
# fragments merge, with the truth as a judge: a wall that is proposed is written down with its
# answer; it falls only if the answer is -1. One such pass is an *epoch*.
#
# `imaging.regions.learn_agglomerate` does this. In each row it notes *four* labels, by four ways to
# ask the truth (majority is one of them), and two weights: what a wrong merge would cost.

# %%
described = imaging.regions.feature_graph(fragments, wall_map, imaging.regions.Moments())
for epochs in (0, 1):
    table = imaging.regions.learn_agglomerate(described, truth, epochs=epochs, order="mean")
    rows, columns = table.features.shape
    print(f"{epochs} epochs: {rows} rows with {columns} features, {table.labels.shape[1]} labels")

# %% [markdown] question="Q3"

# %% [markdown] tags=["instructor"]
# *Timing:* 1 predict and figure, 1 by hand, 10 + 8 exercises. *Live:* give
# learners paper fragments with coloured dots and let them vote. *Expect:* "why -1 for merging?"
# (the convention of the program that these lessons follow; two numbers of opposite sign), "why
# weights?" (an error on a long wall costs more), "is this leakage?" (not on the training volume;
# it would be on the test volume). *Common wrong answers:* sign swapped, zeros vote, the label of
# the first pixel, `X` in the order of the dictionary and `y` sorted. *If short of time:* show E4.
# *Discuss:* who makes the truth, and how many hours does a cubic micrometre cost?

# %% [markdown]
# ## Key points
#
# - Two walls of the same mean can differ in their spread.
# - Features have a fixed length, also for an empty wall.
# - Count, sum and sum of squares add; means and variances do not.
# - An edge has the label -1 when both fragments belong to one cell: merge.
# - One row of the table is a pair of neighbouring regions at one step of merging.
# - Epochs show the learner larger regions.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | central moment, variance (1) | mean of (value - mean) to a power; variance is the second one |
# | manager (1) | turns samples to features; creates, merges and reads a cache |
# | cache (1) | the small memory of a manager |
# | edge label (2) | -1 merge, +1 keep |
# | sample weight (2) | how much a row counts |
# | epoch (2) | one pass of merging under the eyes of the truth |

# %% [markdown]
# ## Next time this fails
#
# A table decides nothing. A09b trains a classifier with it, and lets the classifier say which wall
# is weakest.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *A second channel.* `imaging.regions.feature_graph` takes a map with one more axis. Stack the wall
# map and the image (`tissue.image / 255`), and count the features.
#
# *Histograms of counts.* Write a manager for histograms whose cache can be merged. Which line of
# `histogram_features` has to wait until the end?

# %% [markdown]
# ## Further reading
#
# - Nunez-Iglesias, J. et al. (2013) Machine learning of hierarchical clustering to segment 2D and
#   3D images. *PLoS ONE* 8(8), e71715,
#   [doi:10.1371/journal.pone.0071715](https://doi.org/10.1371/journal.pone.0071715). Epochs,
#   labels, weights.
# - Nunez-Iglesias, J. et al. (2014) Graph-based active learning of agglomeration (GALA). *Frontiers
#   in Neuroinformatics* 8, 34,
#   [doi:10.3389/fninf.2014.00034](https://doi.org/10.3389/fninf.2014.00034). Managers and caches.
#
# **Data.** Tissue: drawn by a program, exact truth.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other walls and
# label images. Save the notebook and hand it in.
