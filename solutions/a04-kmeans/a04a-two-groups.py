# %% [markdown]
# # A04a Two groups in a cloud
#
# Each pixel now has two numbers. You write k-means, which finds groups in such a cloud without any
# truth, and you watch it walk.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 55 minutes | [12]{N-A04-01} points | head slice | A03 | [A04b](a04b-scale-and-image.ipynb) |

# %% [markdown]
# ## After this you can
#
# - **tell apart** image space and feature space;
# - **implement** the two steps of k-means and their repetition, for any number of features;
# - **predict** and **check** where a centre ends;
# - **explain** what k-means makes smaller, and why this does not choose the number of groups.
#
# **Questions we answer**
#
# 1. Can a program find groups when nobody tells it what they are?
# 2. Does a centre stay near its start?
# 3. How many groups are there?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | feature table (A03, section 4) | one row per pixel is what k-means reads | 5 minutes |
# | two means on a line (A02b, section 3) | the same walk, now in a plane | 5 minutes |
# | a mask that selects values, such as `values[mask]` (A01) | picks one group | 2 minutes |
#
# **Skip box.** Go to A04b if you can answer these. Are two pixels that are close in the cloud close
# in the image? What happens to a centre whose group is empty? Why does the sum of squared distances
# fall when you add a centre?

# %% [markdown]
# ## Two questions first
#
# <details><summary>1. (A02) Two friends on a line divide the marbles and walk to their means. What
# can go wrong?</summary>
#
# They only look around themselves. From a bad start they stop at a bad cut.
#
# </details>
# <details><summary>2. (A03) An image has 20 rows and 30 columns. How many rows has its feature
# table?</summary>
#
# One for each pixel: 20 x 30 = `600`.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
from coursekit import check, datasets, imaging, plotting

head = datasets.load_for_lesson("oasis-brain")
slice_image, brain = imaging.to_unit_range(head.image), head.truth
blurred = imaging.gaussian_blur(slice_image, 5)
table = imaging.feature_table(slice_image, sigmas=(5,))
print(head.note)
print(f"feature table: {table.shape[0]} pixels, {table.shape[1]} features (raw, blurred)")

# %% [markdown]
# ## 1 A cloud without colours (starts at minute 0, 15 minutes)
#
# In A03 the truth coloured the scatter plot. Now we take the colours away. A method that gets no
# truth is called *unsupervised*: all it has is the cloud.
#
# **Predict.** Think of the grey cloud at the end of A03: raw value to the right, blurred value
# upwards. Do you expect two groups? Where would you draw the border?

# %%
prediction = "..."

# %% [markdown]
# **One idea: two ways to be close.** Two houses can be close on the map. Two houses can also be
# close in price and size, in different towns. A pixel has two addresses too.
#
# | Space | Address of a pixel | Close means |
# |---|---|---|
# | *image space* | row and column | neighbours in the picture |
# | *feature space* | raw and blurred value | similar numbers |
#
# The cloud shows feature space. It has no rows and no columns: if we shuffle the pixels, the cloud
# stays the same.

# %%
# three pixels (row, column) and their features
places = {"P": (133, 55), "Q": (127, 189), "R": (125, 188)}
for name, place in places.items():
    print(f"{name} {place}: raw {slice_image[place]:.3f}, blurred {blurred[place]:.3f}")

# %% tags=["folded"]
fig, (left, middle, right) = plt.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
plotting.show_image(left, slice_image, title="image space")
middle.plot(table[:, 0], table[:, 1], ".", color="0.4", markersize=1, alpha=0.2)
middle.set(xlabel="raw", ylabel="blurred", title="feature space: dots")
counts = right.hexbin(table[:, 0], table[:, 1], gridsize=40, bins="log", mincnt=1, cmap="cividis")
right.set(xlabel="raw", ylabel="blurred", title="feature space: counts")
fig.colorbar(counts, ax=right, label="pixels per cell (log)")
shifts = ((-14, 5), (6, -12), (-4, 8))
for (name, place), marker, shift in zip(places.items(), "o^s", shifts, strict=True):
    for ax, x, y in ((left, place[1], place[0]), (middle, slice_image[place], blurred[place])):
        ax.plot(x, y, marker, color=plotting.PALETTE[5], markeredgecolor="white", markersize=8)
        ax.annotate(name, (x, y), shift, textcoords="offset points",
                    color="white" if ax is left else "black", fontsize=13)
plotting.describe(
    fig,
    "A head slice and its cloud of raw against blurred values, as dots and as counts. Pixels P and "
    "Q are far apart in the slice but on one place in the cloud; R is next to Q in the slice only.",
)

# %% [markdown]
# **What to see.** P and Q are [134]{N-A04-02} pixels apart in the image. In the cloud they lie on
# each other: the triangle of Q hides the circle of P. R lies [2]{N-A04-03} rows above Q in the
# image, so near that its square hides Q; in the cloud it is far away. The dots form one long cloud.
# The counts are drawn on a logarithmic scale. The yellow cell at the lower left is the black air.
# From there the cloud gets thinner and denser again, but it has no gap.

# %% [markdown]
# **Compare with your prediction.** Did you see two groups? Without a gap, two people will draw two
# borders. We need a rule that gives everyone the same border. The rule may use the cloud, and
# nothing else.

# %% [markdown] tags=["instructor"]
# *Timing:* 3 predict, 4 two spaces, 4 figure, 4 discussion. *Live:* learners stand in the room
# (image space), then along the wall by height (feature space). Who is a neighbour now? *Expect:*
# "is the diagonal important?" (a pixel on it is as bright as its surroundings), "can I have more
# than two features?" (yes; only the picture ends at three). *Common wrong answers:* "a group is one
# connected piece of the image" (ask for the places of P and Q). *If short of time:* skip the dots,
# keep the counts. *Discuss:* which of the two spaces does Otsu's method look at?

# %% [markdown] tags=["by-hand"]
# ## 2 Assign, update, repeat (starts at minute 15, 40 minutes)
#
# In A02b two friends on a line divided the marbles. Now they stand in a yard, and balls lie around
# them. We call the friends *centres* and their groups *clusters*.
#
# **Predict.** Four balls lie at (1, 0), (1, 2), (5, 0) and (5, 4). The friends start at (1, 0) and
# (1, 2). Each ball belongs to the nearer friend. Then each friend walks to the mean of her balls.
# Where do they end? Where would they end from (1, 0) and (5, 0)?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: nearest means smallest square.** Pythagoras: a ball 4 steps to the right and 2 steps
# up has the squared distance 4² + 2² = 20. The smallest square is also the smallest distance, so we
# need no root.
#
# | Ball | To friend 0 at (1, 0) | To friend 1 at (1, 2) | Belongs to |
# |---|---|---|---|
# | (1, 0) | 0 | 4 | 0 |
# | (1, 2) | 4 | 0 | 1 |
# | (5, 0) | 16 | 20 | 0 |
# | (5, 4) | 32 | 20 | 1 |
#
# This step is called *assignment*. In symbols: ball $p$ gets the number $j$ with the smallest
# $\sum_f (p_f - c_{j,f})^2$, where $f$ counts the features.

# %%
balls = np.array([[1, 0], [1, 2], [5, 0], [5, 4]])
friends = np.array([[1, 0], [1, 2]])
# 1 the difference to friend 0 in each feature: one row per ball
difference = balls - friends[0]
# 2 square it; axis=1 adds up along each row, so one number per ball is left
square = (difference**2).sum(axis=1)
print(f"squared distances to friend 0: {square}")
# 3 argmin(axis=1) tells the place of the smallest number in each row; of equal ones the first
both = np.array([[0, 4], [4, 0], [16, 20], [32, 20]])
print(f"belongs to: {both.argmin(axis=1)}")

# %% [markdown] exercise="assign" role="prompt"
# Write `assign(points, centres)`. Both are tables with one column for each feature. Return one
# whole number for each point: the row of the nearest centre. If two centres are equally near, take
# the lower number. It must work for any number of features and centres.
#
# Example: the four balls and the friends at (1, 0) and (1, 2) give `0, 1, 0, 1`.

# %% exercise="assign" role="answer"
def assign(points, centres):
    """Number of the nearest centre; the balls and friends above give 0, 1, 0, 1."""
    points = np.asarray(points, dtype=float)
    centres = np.asarray(centres, dtype=float)
    squares = np.zeros((len(points), len(centres)))  # squares[:, 0] is the first column
    # 1 for each centre: fill one column with the squared distances of all points
    # 2 where is the smallest number of each row?
    ### BEGIN SOLUTION
    for number, centre in enumerate(centres):
        squares[:, number] = ((points - centre) ** 2).sum(axis=1)
    return squares.argmin(axis=1)
    ### END SOLUTION


# %% exercise="assign" role="check"
check.assign(assign)

# %% [markdown] tags=["by-hand"]
# **The second step: walk.** Friend 0 has the balls (1, 0) and (5, 0). Their mean is (3, 0): each
# feature has its own mean. Friend 1 has (1, 2) and (5, 4), with the mean (3, 3). This step is
# called *update*. In NumPy `balls[labels == 0]` keeps the rows of cluster 0, and
# `group.mean(axis=0)` takes the mean down each column.
#
# What if no ball belongs to a friend? A mean of nothing does not exist; NumPy would answer `nan`,
# "not a number". We agree: such a friend stays where she is.

# %% [markdown] exercise="update" role="prompt"
# Write `update(points, labels, centres)`. `labels` tells the cluster of each point, as `assign`
# returns it. Return a new table of centres: each row is the mean of the points of its cluster. A
# centre without any point stays where it is. Do not change `centres`.
#
# Example: the four balls with the labels `0, 1, 0, 1` give the centres (3, 0) and (3, 3).

# %% exercise="update" role="answer"
def update(points, labels, centres):
    """Mean of each cluster; the balls with 0, 1, 0, 1 give (3, 0) and (3, 3)."""
    points, labels = np.asarray(points, dtype=float), np.asarray(labels)
    moved = np.array(centres, dtype=float)  # a copy, so the old centres stay as they are
    # for each number of a centre:
    # 1 the points of this cluster
    # 2 if there are any: the new centre is their mean
    ### BEGIN SOLUTION
    for number in range(len(moved)):
        group = points[labels == number]
        if len(group) > 0:
            moved[number] = group.mean(axis=0)
    return moved
    ### END SOLUTION


# %% exercise="update" role="check"
check.update(update)

# %%
for start in ([[1, 0], [1, 2]], [[1, 0], [5, 0]]):
    centres = np.array(start, dtype=float)
    for _ in range(3):
        labels = imaging.assign(balls, centres)
        centres = imaging.update(balls, labels, centres)
    print(f"start {start}: end {centres.tolist()}, labels {labels}")

# %% [markdown] tags=["by-hand"]
# **Two starts, two ends.** From (1, 0) and (1, 2) the friends divide the balls into a lower and an
# upper pair and stop: nobody moves any more. From (1, 0) and (5, 0) they find the left and the
# right pair. Add the squared distances of the balls to their own friends: 18 for the first end, 10
# for the second. Both steps can only make this sum smaller or leave it. But the friends walk
# downhill from their start, so they may stop at an end that is not the best.

# %% [markdown] exercise="kmeans" role="prompt"
# Write `kmeans(points, init, n_iter=100)`. Start at the centres `init`. Assign and update until no
# centre moves, at most `n_iter` times, without a library. Return the labels (for the final
# centres), the centres and the number of steps. One step is one assignment with its update; the
# last one, in which nobody moved, counts too. Do not change `init`.
#
# Example: the four balls from (1, 0) and (5, 0) give the labels `0, 0, 1, 1`, the centres (1, 1)
# and (5, 2), and 2 steps.

# %% exercise="kmeans" role="answer"
def kmeans(points, init, n_iter=100):
    """Labels, centres, steps; the balls from (1, 0) and (5, 0) end at (1, 1), (5, 2) in 2."""
    points = np.asarray(points, dtype=float)
    centres = np.array(init, dtype=float)  # a copy
    # repeat at most n_iter times, and count:
    # 1 assign the points (imaging.assign)
    # 2 update the centres (imaging.update)
    # 3 stop when no centre has moved (np.array_equal tells whether two arrays are equal)
    # 4 assign once more: labels for the final centres
    ### BEGIN SOLUTION
    n_steps = 0
    while n_steps < n_iter:
        n_steps += 1
        labels = imaging.assign(points, centres)
        moved = imaging.update(points, labels, centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
    return imaging.assign(points, centres), centres, n_steps
    ### END SOLUTION


# %% exercise="kmeans" role="check"
check.kmeans(kmeans)

# %%
start = np.array([[0.3, 0.3], [0.5, 0.1]])
labels, centres, n_steps = imaging.kmeans(table, start)
print(f"{n_steps} steps")
for number in (0, 1):
    print(f"centre {number}: from {start[number]} to {centres[number].round(3)}")

# %% [markdown] question="Q3"
# The start comes from another course: `(0.3, 0.3)`, a place with many brain pixels, and
# `(0.5, 0.1)`. Run the cell above and read its numbers before you answer.

# %% tags=["folded"]
path = imaging.kmeans_path(table, start)
fig, axes = plt.subplot_mosaic("ccab;ccde", figsize=(10, 5), layout="constrained")
cloud = axes["c"]
cloud.plot(table[:, 0], table[:, 1], ".", color="0.75", markersize=1, alpha=0.3)
for number, marker, line in ((0, "o", "-"), (1, "^", "--")):
    steps = path[:, number]
    cloud.plot(steps[:, 0], steps[:, 1], line + marker, color=plotting.PALETTE[5 * (1 - number)],
               markersize=6, label=f"centre {number}")
    cloud.annotate("start", steps[0], (7, -3), textcoords="offset points")
    cloud.annotate("end", steps[-1], (-3, 10), textcoords="offset points")
cloud.set(xlabel="raw", ylabel="blurred")
cloud.set_title(f"In {len(path) - 1} steps centre 0 leaves the brain")
cloud.legend(loc="lower right")
for panel, step in zip("abde", (0, 1, 3, len(path) - 1), strict=True):
    cluster = imaging.assign(table, path[step]) == 1
    mask = imaging.table_to_image(cluster, slice_image.shape)
    plotting.show_mask(axes[panel], mask, title=f"cluster 1 after {step} steps")
plotting.describe(
    fig,
    "A grey cloud with the paths of two centres: 0 goes down to the dark corner, 1 up and then "
    "left. Four masks of cluster 1: first the bright ring, at the end also most of the brain.",
)

# %% [markdown]
# **What to see.** Centre 0 starts where the brain pixels are. It walks to the dark corner and ends
# in the background, at ([0.056]{N-A04-04}, [0.107]{N-A04-05}). Centre 1 starts where there is no
# pixel. It first gets the bright ring, then walks left and takes over the brain; it ends at
# ([0.384]{N-A04-06}, [0.329]{N-A04-07}). The first steps are long, the last ones too short to see.

# %% [markdown]
# **Why it works.** At the start nearly all pixels were nearer to centre 0, the dark ones as well.
# Their mean is darker than the brain, so centre 0 walked away from it. Then the brain was nearer to
# centre 1. A start is a hint, not a promise: the number 0 tells where a centre began, not what it
# found.
#
# Each step but the last lowered the sum of squared distances, from [2485]{N-A04-08} at the start to
# [612]{N-A04-09}. K-means assumes round groups of similar size. It always finds as many groups as
# it has centres.

# %%
rng = np.random.default_rng(0)
for k in range(1, 7):
    # k different pixels as start: rng.choice draws k of the row numbers
    rows = rng.choice(len(table), k, replace=False)
    labels, centres, _ = imaging.kmeans(table, table[rows], n_iter=300)
    total = ((table - centres[labels]) ** 2).sum()  # centres[labels]: the own centre of each pixel
    print(f"number of centres {k}: sum of squared distances {total:6.1f}")

# %% [markdown] question="Q5"

# %% [markdown] tags=["instructor"]
# *Timing:* 3 predict, 4 table and code, 24 exercises, 5 figure, 4 questions. *Live:* two learners
# and four balls on the floor, once from each start. *Expect:* "is the end always the best?" (no:
# the balls show it; run several starts and keep the smallest sum), "is a start at the brain not
# better?" (the original exercise says the starts are approximate centres of the groups; for centre
# 0 that is not so), "why `n_iter`?" (a guard; ours needs [17]{N-A04-10} steps). *Common wrong
# answers:* `axis=0` for `axis=1`, a fixed number of steps, `init` overwritten, `nan` from an empty
# group. scikit-learn stops a little earlier, because it ignores very short walks. *If short of
# time:* the sums for 1 to 6 centres as a demonstration. *Discuss:* what would one centre per pixel
# do?

# %% [markdown]
# ## Key points
#
# - Close in feature space means similar numbers, not neighbours in the picture.
# - K-means repeats two steps: assign to the nearest centre, update to the mean.
# - It uses no truth, and it works with any number of features.
# - A centre may leave its start: centre 0 started on brain and ended in the background.
# - Both steps lower the sum of squared distances, but the end depends on the start.
# - More centres always allow a smaller sum, so the sum alone does not choose their number.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | unsupervised (1) | without any truth: the method sees only the features |
# | image space, feature space (1) | places given by row and column, or by feature values |
# | centre (2) | the point that stands for a cluster: the mean of its points |
# | cluster (2) | the points that belong to one centre |
# | assignment, update (2) | give each point its nearest centre; move each centre to its mean |
# | initialisation (2) | the choice of the start centres |

# %% [markdown]
# ## Next time this fails
#
# A colleague stores the blurred values in hundredths: `31` instead of `0.31`. Nothing else changes.
# Will k-means find the same groups?

# %% tags=["folded"]
hundred = np.array([1, 100])
labels, _, _ = imaging.kmeans(table, start)
other, _, _ = imaging.kmeans(table * hundred, start * hundred)
fig, axes = plt.subplots(1, 2, figsize=(8, 3.8), layout="constrained")
for ax, numbers, name in zip(axes, (labels, other), ("as before", "blurred x 100"), strict=True):
    mask = imaging.table_to_image(numbers == 1, slice_image.shape)
    plotting.show_mask(ax, mask, title=f"cluster 1, {name}")
plotting.describe(
    fig,
    "Two masks of cluster 1. Before, it holds the bright parts of the head. With blurred values "
    "times 100 it holds the surroundings of the head and two dark spaces inside the brain.",
)

# %% [markdown]
# **What to see.** The same pixels, the same method, other groups. With the other unit cluster 1 is
# the air around the head, and the large dark spaces inside the brain. (They are *ventricles*: rooms
# filled with fluid.) All borders are smooth now. A04b asks why, and what to do about it.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *How many clusters?* Plot the sum against the number of centres, 1 to 8. Some people look for the
# bend, the *elbow*. Do you see one, and does your neighbour see the same? Then try
# `sklearn.metrics.silhouette_score` on `3000` random rows: it asks how much nearer a point is to
# its own cluster than to the next one.
#
# *Stability.* Draw half of the pixels at random, run k-means, and repeat ten times. How far apart
# are the ten ends? A result that changes with the sample is not one to trust.
#
# *Another model.* `sklearn.mixture.GaussianMixture(2)` fits two bell curves to the raw values, each
# with its own width. On this slice their widths are [0.03]{N-A04-11} and [0.16]{N-A04-12}. Which
# assumption of k-means does that break?

# %% [markdown]
# ## Further reading
#
# - MacQueen, J. (1967) Some methods for classification and analysis of multivariate observations.
#   *Proc. 5th Berkeley Symposium* 1, 281-297,
#   [projecteuclid.org](https://projecteuclid.org/euclid.bsmsp/1200512992). The name k-means, and
#   its many uses.
# - Arthur, D. and Vassilvitskii, S. (2007) k-means++: the advantages of careful seeding. *Proc.
#   18th ACM-SIAM Symposium on Discrete Algorithms*, 1027-1035,
#   [dl.acm.org](https://dl.acm.org/doi/10.5555/1283383.1283494). How to choose starts
#   that are far apart.
# - Rousseeuw, P. J. (1987) Silhouettes: a graphical aid to the interpretation and validation of
#   cluster analysis. *J. Comput. Appl. Math.* 20, 53-65,
#   [doi:10.1016/0377-0427(87)90125-7](https://doi.org/10.1016/0377-0427%2887%2990125-7). For the
#   stretch.
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
