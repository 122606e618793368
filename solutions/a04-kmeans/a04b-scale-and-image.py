# %% [markdown]
# # A04b Scale matters, and back to the image
#
# You give all features the same say. Then you bring the clusters back into the picture, and you
# find out what k-means can never do.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 50 minutes | [14]{N-A04-20} points | head slice | [A04a](a04a-two-groups.ipynb) | A05 |

# %% [markdown]
# ## After this you can
#
# - **justify** when to standardise features;
# - **match** cluster numbers to classes, and **evaluate** the result with Dice;
# - **implement** a segmentation by k-means from image to mask;
# - **argue** why pixels with the same features can never be separated.
#
# **Questions we answer**
#
# 1. May the unit of a feature decide the result?
# 2. Which cluster is the brain?
# 3. Which errors could k-means avoid, and which not?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | assign, update, repeat (A04a, section 2) | we use k-means on every page | 5 minutes |
# | feature table and back (A03, section 4) | labels become a picture again | 3 minutes |
# | Dice coefficient (A02c, section 5) | judges the mask | 2 minutes |
#
# **Skip box.** Go to A05 if you can answer these. Why does a feature in thousandths decide alone?
# Why do you need a truth to turn a cluster number into a class? Two pixels have equal features and
# different classes: how many of them can k-means get right?

# %% [markdown]
# ## Two questions first
#
# <details><summary>1. (A04a) Centre 0 of k-means started among brain pixels. Where did it
# end?</summary>
#
# In the background: many dark pixels pulled it to them.
#
# </details>
# <details><summary>2. (A02) Which pixels of two masks does the Dice coefficient count
# twice?</summary>
#
# The shared ones, the true positives.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
from coursekit import check, datasets, imaging, plotting

head = datasets.load_for_lesson("oasis-brain")
slice_image, brain = imaging.to_unit_range(head.image), head.truth
table = imaging.feature_table(slice_image, sigmas=(5,))
start = np.array([[0.3, 0.3], [0.5, 0.1]])
print(head.note)

# %% [markdown] tags=["by-hand"]
# ## 3 Scale matters (starts at minute 0, 20 minutes)
#
# K-means looks for the nearest centre. But what is near?
#
# **Predict.** Three parcels: A has 2 kg and 300 mm, B has 20 kg and 310 mm, C has 3 kg and 400 mm.
# Take each parcel as a point, with kilograms to the right and millimetres upwards. Is B or C nearer
# to A? And with metres instead of millimetres?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: the loudest voice decides.** A distance adds up one square for each feature. Where the
# numbers are large, the squares are huge.
#
# | Pair | in kg and mm | in kg and m |
# |---|---|---|
# | A and B | 18² + 10² = 424 | 18² + 0.01² = 324.0001 |
# | A and C | 1² + 100² = 10001 | 1² + 0.1² = 1.01 |
#
# In millimetres B is nearer, in metres C. The parcels are the same; only the unit changed. K-means
# assumes that one step to the right is worth as much as one step upwards. No program checks that.

# %%
parcels = np.array([[2, 300], [20, 310], [3, 400]])
for unit, factor in (("mm", 1), ("m", 1 / 1000)):
    # 1 change the unit of column 1
    scaled = parcels * [1, factor]
    # 2 squared distances to parcel A
    squares = ((scaled - scaled[0]) ** 2).sum(axis=1)
    # 3 the nearer one
    print(f"in {unit}: {'B' if squares[1] < squares[2] else 'C'} is nearer to A")

# %% tags=["folded"]
factors = {"both as stored": (1, 1), "raw x 100": (100, 1), "blurred x 100": (1, 100)}
fig, axes = plt.subplots(1, 3, figsize=(10, 3.6), sharey=True, layout="constrained")
x, y = np.meshgrid(np.linspace(0, 1, 201), np.linspace(0, 0.5, 101))
plane = np.column_stack([x.ravel(), y.ravel()])
for ax, (name, factor) in zip(axes, factors.items(), strict=True):
    _, centres, _ = imaging.kmeans(table * factor, start * factor)
    side = imaging.assign(plane * factor, centres).reshape(x.shape)
    ax.plot(table[:, 0], table[:, 1], ".", color="0.6", markersize=1, alpha=0.2)
    ax.contour(x, y, side, levels=[0.5], colors="black", linewidths=2)
    for number, marker in enumerate("o^"):
        ax.plot(*(centres[number] / factor), marker, color=plotting.PALETTE[5 - 5 * number],
                markeredgecolor="white", markersize=11, label=f"centre {number}")
    ax.set(xlabel="raw", title=name)
axes[0].set_ylabel("blurred")
axes[0].legend(loc="lower right")
plotting.describe(
    fig,
    "One cloud three times with the border between two clusters. As stored the border is slanted. "
    "With raw values times 100 it stands upright, with blurred values times 100 it lies flat.",
)

# %% [markdown]
# **What to see.** All three charts use the stored values on their axes, so the cloud stays where it
# is. Only the border turns. With raw x 100 it is upright: the raw value alone decides. With blurred
# x 100 it is flat. The blurred value decides alone, and the two centres have changed places.

# %% [markdown] question="Q4"

# %% [markdown] tags=["by-hand"]
# **The remedy: measure in typical distances.** Subtract the mean of each column. Then divide by its
# *standard deviation*, the square root of the mean squared distance to the mean. This is called
# *standardising*.
#
# By hand: a column holds 100 and 500. Its mean is 300. Both values are 200 away, so the standard
# deviation is 200. The new values are -1 and 1. In thousandths the same column gives -1 and 1
# again: the unit is gone. In symbols: $z = (x - \text{mean}) / \text{sd}$. `points.std(axis=0)`
# gives the standard deviation of each column.

# %% [markdown] exercise="standardise" role="prompt"
# Write `standardise(points)`. Return three things: the new table, the means and the standard
# deviations of the columns. A column of equal values has the standard deviation 0, and we must not
# divide by it: its new values are 0. Do not change `points`.
#
# Example: the rows (1, 7) and (3, 7) give the new rows (-1, 0) and (1, 0), the means `2, 7` and the
# standard deviations `1, 0`.
#
# `np.where(sd == 0, 1, sd)` is 1 where the condition holds, and `sd` elsewhere.

# %% exercise="standardise" role="answer"
def standardise(points):
    """New table, means, sds; (1, 7) and (3, 7) give (-1, 0) and (1, 0), (2, 7), (1, 0)."""
    points = np.asarray(points, dtype=float)
    # 1 mean and standard deviation of each column
    # 2 a divisor without zeros
    # 3 subtract and divide; return all three
    ### BEGIN SOLUTION
    mean = points.mean(axis=0)
    sd = points.std(axis=0)
    divisor = np.where(sd == 0, 1, sd)
    return (points - mean) / divisor, mean, sd
    ### END SOLUTION


# %% exercise="standardise" role="check"
check.standardise(standardise)

# %%
z, mean, sd = imaging.standardise(table)
for factor in ((1, 1), (1, 100), (1, 1000)):
    scaled, its_mean, its_sd = imaging.standardise(table * factor)
    # the start is a point of the cloud too: it needs the same subtraction and division
    labels, _, _ = imaging.kmeans(scaled, (start * factor - its_mean) / its_sd)
    mask = imaging.table_to_image(labels == 1, brain.shape)
    print(f"blurred x {factor[1]}, standardised: Dice {imaging.dice_coefficient(brain, mask):.3f}")
labels, _, _ = imaging.kmeans(z, start)
mask = imaging.table_to_image(labels == 1, brain.shape)
print(f"start not standardised: Dice {imaging.dice_coefficient(brain, mask):.3f}")
# without standardising: both features, then the blurred one alone; the better of both clusters
for name, columns in {"both as stored": [0, 1], "blurred alone": [1]}.items():
    labels, _, _ = imaging.kmeans(table[:, columns], start[:, columns])
    dice = [imaging.dice_coefficient(brain.ravel(), labels == number) for number in (0, 1)]
    print(f"{name}: Dice {max(dice):.3f}")

# %% [markdown]
# **Why it works.** After standardising, a unit changes nothing: three times [0.765]{N-A04-21}. But
# the start has to move with the cloud. Forgotten, it makes the two clusters exchange their numbers:
# [0.182]{N-A04-22}.
#
# When should you standardise? When features have different units or very different spreads, and you
# have no reason to trust one more. It is a choice, not a law. Here both features are grey values;
# as stored they give [0.737]{N-A04-23}, the blurred value alone gives [0.784]{N-A04-24}. Here the
# plain blur wins. Only the truth can tell which is better.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 parcels, 3 figure, 8 exercise, 2 question, 2 talk. *Live:* let two groups
# measure the same three books, one in centimetres and kilograms, one in millimetres and tonnes.
# *Expect:* "is scaling to 0..1 the same?" (no: one extreme value then decides the scale), "why does
# the blurred value alone do better?" (it separates the head from the air; here that costs little),
# "so is standardising best?" (compare the four numbers: no). *Common wrong answers:* one mean for
# the whole table, variance for standard deviation, `nan` from a constant column. *If short of
# time:* skip the last cell, show its numbers.

# %% [markdown]
# ## 4 Back to the image (starts at minute 20, 30 minutes)
#
# A cluster number belongs to a row of the table, and each row is a pixel. So the numbers can go
# back to their places.
#
# **Predict.** Pixels P and Q of A04a had the same features. P lies in the brain, Q at the edge of
# the head. What will k-means do with them? And is the brain always cluster 1?

# %%
prediction = "..."

# %%
rng = np.random.default_rng(0)
truth_column = brain.ravel()  # one True or False for each row of the table
pairs = []
for _ in range(50):
    # 1 two random pixels as start: rng.choice draws two of the row numbers
    rows = rng.choice(len(table), 2, replace=False)
    labels, _, _ = imaging.kmeans(table, table[rows])
    # 2 compare both clusters with the brain
    dice_0 = imaging.dice_coefficient(truth_column, labels == 0)
    dice_1 = imaging.dice_coefficient(truth_column, labels == 1)
    pairs.append((f"{dice_0:.3f}", f"{dice_1:.3f}"))
# 3 which pairs occur, and how often?
for pair in sorted(set(pairs)):
    print(f"Dice of cluster 0 and 1: {pair[0]} and {pair[1]}, in {pairs.count(pair)} starts")

# %% [markdown] question="Q1"

# %% [markdown] tags=["by-hand"]
# **One idea: let each cluster vote.** All starts found the same two groups; only the names changed.
# To name them we need the truth, *after* the clustering. Each pixel of a cluster votes for its true
# class, and the cluster gets the class with most votes.
#
# By hand: cluster 0 has the true classes 7, 7, 5, and cluster 3 has 5, 5. Cluster 0 becomes class
# 7, cluster 3 becomes class 5. Several clusters may get the same class. This changes names, not
# groups. But it uses the truth, so with many clusters the score is too good, as in A02c.

# %% [markdown] exercise="match_clusters" role="prompt"
# Write `match_clusters(labels, truth)`, for two arrays of the same shape. Replace each cluster
# number by the true class that most of its pixels have. If two classes have equally many votes,
# take the smaller class. Return a new array of the same shape.
#
# Example: the labels `0, 0, 0, 3, 3` with the truth `7, 7, 5, 5, 5` give `7, 7, 7, 5, 5`.
#
# `np.unique(values)` gives each value once, in increasing order.

# %% exercise="match_clusters" role="answer"
def match_clusters(labels, truth):
    """True class of the majority; 0, 0, 0, 3, 3 with 7, 7, 5, 5, 5 gives 7, 7, 7, 5, 5."""
    labels, truth = np.asarray(labels), np.asarray(truth)
    classes = np.unique(truth)
    matched = np.zeros_like(truth)  # zeros in the shape of the truth
    # for each cluster number that occurs:
    # 1 count the votes for each of the classes among its pixels
    # 2 write the class with most votes to all its pixels
    ### BEGIN SOLUTION
    for number in np.unique(labels):
        inside = labels == number
        votes = [np.sum(truth[inside] == one) for one in classes]
        matched[inside] = classes[np.argmax(votes)]
    return matched
    ### END SOLUTION


# %% exercise="match_clusters" role="check"
check.match_clusters(match_clusters)

# %% [markdown] exercise="segment_kmeans" role="prompt"
# Write `segment_kmeans(image, sigma, init)`, the whole way from image to mask. The features are the
# raw value and the value blurred with `sigma`, as they are (not standardised). Run k-means from
# `init`. Return a mask in the shape of the image: `True` for the pixels of the *last* cluster,
# whose centre started in the last row of `init`. Do not change `init`.
#
# Example: with the start of this lesson the head slice gives the Dice coefficient `0.737`.

# %% exercise="segment_kmeans" role="answer"
def segment_kmeans(image, sigma, init):
    """Mask of the last cluster; the head slice with sigma 5 reaches Dice 0.737."""
    image = np.asarray(image, dtype=float)
    # 1 the feature table (imaging.feature_table)
    # 2 k-means from `init` (imaging.kmeans)
    # 3 the pixels of the last cluster, back in the shape of the image
    ### BEGIN SOLUTION
    points = imaging.feature_table(image, sigmas=(sigma,))
    labels, centres, _ = imaging.kmeans(points, init)
    last = len(centres) - 1
    return imaging.table_to_image(labels == last, image.shape)
    ### END SOLUTION


# %% exercise="segment_kmeans" role="check"
check.segment_kmeans(segment_kmeans)

# %% [markdown] exercise="cluster_plot" role="prompt"
# Write `cluster_plot(result, truth)` for two masks. Return a figure with two panels side by side:
# the result and the truth. Give each panel a title. The title of the result contains its Dice
# coefficient with two decimals, computed from both masks.

# %% exercise="cluster_plot" role="answer"
def cluster_plot(result, truth):
    """Figure with result and truth; the result's title tells its Dice."""
    fig, axes = plt.subplots(1, 2, figsize=(8, 3.8), layout="constrained")
    # 1 the Dice coefficient (imaging.dice_coefficient, truth first)
    # 2 two panels with titles: plotting.show_mask
    # 3 return the figure
    ### BEGIN SOLUTION
    score = imaging.dice_coefficient(truth, result)
    plotting.show_mask(axes[0], result, title=f"k-means: Dice {score:.2f}")
    plotting.show_mask(axes[1], truth, title="truth")
    return fig
    ### END SOLUTION


# %% exercise="cluster_plot" role="check"
check.cluster_plot(cluster_plot)

# %%
result = imaging.segment_kmeans(slice_image, 5, start)
figure = cluster_plot(result, brain)
plotting.describe(
    figure,
    "Two masks: the cluster found by k-means and the true brain. The cluster has the bright "
    "parts of the brain and the ring around the head; the truth is one filled oval without a ring.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** The cluster holds the ring around the head (the *scalp*, skin and fat), which is
# no brain. It misses dark places inside the brain, among them the two ventricles: rooms filled with
# fluid, which this truth counts as brain.

# %% tags=["folded"]
blurred = imaging.gaussian_blur(slice_image, 5)
places = {"P, in the brain": (133, 55), "Q, not in the brain": (127, 189)}
fig, axes = plt.subplots(1, 3, figsize=(10, 3.8), width_ratios=[5, 3, 3], layout="constrained")
share = imaging.dice_coefficient(brain, result)
plotting.show_errors(axes[0], slice_image, brain, result, title=f"errors, Dice {share:.3f}")
for ax, (name, (row, column)) in zip(axes[1:], places.items(), strict=True):
    near = slice_image[row - 15 : row + 16, column - 15 : column + 16]
    plotting.show_image(ax, near, title=name, vmin=0, vmax=1)
    ax.plot(15, 15, "s", markerfacecolor="none", markeredgecolor=plotting.PALETTE[1], markersize=8)
    ax.set_xlabel(f"raw {slice_image[row, column]:.4f}\nblurred {blurred[row, column]:.4f}")
    axes[0].annotate(name[0], (column, row), color="white", fontsize=14,
                     bbox={"facecolor": "black", "pad": 1})
plotting.describe(
    fig,
    "Errors of k-means on the head slice: the ring is added, ventricles and folds are missed. "
    "Two details show pixel P in the brain and Q at the edge of the head, with equal features.",
)

# %% [markdown]
# **What to see.** K-means added [4800]{N-A04-25} pixels and missed [4363]{N-A04-26}. The details
# show 31 x 31 pixels around P and Q. Your eye sees that P lies among the folds of the brain, and Q
# at the outer edge of the bright ring. K-means sees two numbers for each, and they are equal to
# four decimals.

# %% [markdown] question="Q2"

# %% [markdown]
# **Why it fails.** Assignment reads only the features. Equal features have equal distances to every
# centre, so P and Q get the same number. (Their blurred values differ in the sixth decimal. A
# border could pass between them by chance only.) To separate them, we must give them different
# features: another sigma, a gradient, a position.
#
# **More clusters.** Now three centres, from dark to bright. Tissues of the brain have names too:
# *grey matter* (nerve cells), *white matter* (nerve fibres) and fluid.

# %% tags=["folded"]
three = np.array([[0.1, 0.1], [0.3, 0.3], [0.5, 0.1]])
labels, _, _ = imaging.kmeans(table, three)
shares = [100 * brain.ravel()[labels == number].mean() for number in range(3)]
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), layout="constrained")
picture = imaging.table_to_image(labels + 1, brain.shape)  # 1, 2, 3: show_labels leaves 0 dark
plotting.show_labels(left, picture, title="three clusters")
bars = right.bar(range(3), shares, color=plotting.PALETTE[:3], edgecolor="white")
right.bar_label(bars, [f"{share:.0f} %" for share in shares])
right.set(ylim=(0, 100), xlabel="cluster", ylabel="brain pixels (per cent of the cluster)")
right.set_xticks(range(3))
right.set_title("No cluster is all brain or all background")
plotting.describe(
    fig,
    "A head slice in three cluster colours beside bars with the part of brain in each cluster. The "
    "brightest cluster holds the inner brain and the scalp. The bars reach "
    + ", ".join(f"{share:.0f}" for share in shares) + " per cent.",
)

# %% [markdown]
# **What to see.** Cluster 2 joins the inner brain with the scalp, two tissues in two places.
# Cluster 0 joins the air with the fluid in the ventricles. Of the pixels in cluster 1,
# [66]{N-A04-27} % are brain; of those in cluster 2, [76]{N-A04-28} %.

# %% [markdown] question="Q6"

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 2 starts, 20 exercises, 4 figures, 2 questions. *Live:* give two learners
# cards with the same two numbers, and ask the class to sort the cards without seeing the faces.
# *Expect:* "so is k-means useless?" (no: it needs no truth, and it is a quick first look), "may I
# match clusters with the truth?" (to judge, yes; with one cluster per pixel, each pixel would vote
# for itself), "why not more clusters?" (four, matched, give Dice [0.811]{N-A04-29}; the scalp then
# gets a cluster of its own). *Common wrong answers:* `reshape` with columns first, cluster number
# used as class, a count of clusters for a class. *If short of time:* the plot is homework.
# *Discuss:* a program promises "automatic tissue classes". What would you ask its makers?

# %% [markdown]
# ## Key points
#
# - A distance adds features, so the feature with the largest numbers decides.
# - Standardising takes the unit away; the start must be standardised too.
# - Cluster numbers are names: in [26]{N-A04-30} of 50 random starts the brain was number 0.
# - A vote turns clusters into classes, and it needs the truth.
# - Pixels with the same features get the same cluster, whatever the start.
# - Clusters are groups of similar features, not tissues and not connected pieces.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | standard deviation (3) | root of the mean squared distance to the mean |
# | standardising (3) | subtract the mean, divide by the standard deviation, column by column |
# | label switching (4) | the same groups with other numbers, because of another start |
# | majority vote (4) | a cluster gets the class that most of its pixels have |
# | scalp (4) | skin and fat around the skull; bright in this kind of image |
# | ventricle (4) | a room inside the brain, filled with fluid |

# %% [markdown]
# ## Next time this fails
#
# Cut the cloud into small boxes of `0.02` by `0.02`. What would a rule do that knows the truth, and
# gives each box the class of most of its pixels?

# %% tags=["folded"]
edges = np.linspace(0, 1, 51)
inside, outside = (
    np.histogram2d(*table[pixels].T, bins=(edges, edges))[0]
    for pixels in (brain.ravel(), ~brain.ravel())
)
i, j = np.nonzero(inside + outside)
boxes = np.column_stack([edges[i], edges[j]]) + 0.01
_, centres, _ = imaging.kmeans(table, start)
vote = inside[i, j] > outside[i, j]
mistakes = (np.count_nonzero(result != brain), int(np.minimum(inside, outside).sum()))
rules = {"k-means, no truth": imaging.assign(boxes, centres) == 1, "vote of the truth": vote}
fig, axes = plt.subplots(1, 2, figsize=(9, 4), sharey=True, layout="constrained")
for ax, (name, says), wrong in zip(axes, rules.items(), mistakes, strict=True):
    for answer, marker, word in ((True, "^", "brain"), (False, "s", "not brain")):
        here = boxes[says == answer]
        ax.plot(here[:, 0], here[:, 1], marker, color=plotting.PALETTE[not answer], markersize=4,
                label=word)
    ax.set(xlabel="raw", title=f"{name}: {wrong} errors")
axes[0].set_ylabel("blurred")
axes[0].legend(loc="lower right")
plotting.describe(
    fig,
    "Two maps of the raw and blurred plane. K-means splits it by one slanted line and calls all "
    "bright boxes brain. The vote of the truth keeps brain to a bent region on the left and top.",
)

# %% [markdown]
# **What to see.** K-means makes [9163]{N-A04-31} errors, the vote [5474]{N-A04-32}. These last are
# class overlap: pixels of both classes in one box. The vote knows that bright pixels in dark
# surroundings are scalp. We have this truth, and k-means cannot use it: it has no place for it. A
# method that learns from the truth is called *supervised*. A05 builds one, and tries it on an image
# whose truth it has not seen.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Colours.* `datasets.load("immunohistochemistry").image` shows colon tissue under a microscope;
# one stain makes cells brown, another one makes cell nuclei blue. Make a table with three columns,
# `image.reshape(-1, 3) / 255`: one row per pixel. Run k-means with three random pixels as start and
# show the labels. Does one cluster hold the blue nuclei, and nothing else? Do you need to
# standardise?
#
# *Four clusters.* Start at `(0, 0)`, `(0.2, 0.3)`, `(0.4, 0.4)` and `(0.7, 0.3)`. Match the
# clusters with `imaging.match_clusters`. Why does the Dice coefficient rise? Is it a fair score?

# %% [markdown]
# ## Further reading
#
# - Jain, A. K. (2010) Data clustering: 50 years beyond K-means. *Pattern Recognition Letters*
#   31(8), 651-666,
#   [doi:10.1016/j.patrec.2009.09.011](https://doi.org/10.1016/j.patrec.2009.09.011). What a cluster
#   is, and why there is no best method.
# - Ashburner, J. and Friston, K. J. (2005) Unified segmentation. *NeuroImage* 26(3), 839-851,
#   [doi:10.1016/j.neuroimage.2005.02.018](https://doi.org/10.1016/j.neuroimage.2005.02.018).
#   Tissues from grey values *and* places: the step beyond k-means.
#
# **Data.** Slice, mask and start centres: V. Cheplygina's course. Head slice: OASIS-1, Marcus et
# al. (2007) *J. Cogn. Neurosci.* 19, 1498-1507,
# [doi:10.1162/jocn.2007.19.9.1498](https://doi.org/10.1162/jocn.2007.19.9.1498); data use
# agreement, do not pass it on.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other images.
# Save the notebook and hand it in.
#
# Next: [A05a](../a05-neighbours/a05a-neighbours.ipynb).
