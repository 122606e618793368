# %% [markdown]
# # A05a Neighbours that know the answer
#
# Until now no method saw the truth. Now a person has labelled some pixels, and two methods learn
# from them.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 50 minutes | [14]{N-A05-01} points | mean brain | A04b | [A05b](a05b-another-image.ipynb) |

# %% [markdown]
# ## After this you can
#
# - **contrast** methods that learn from labelled pixels with methods that do not;
# - **implement** nearest mean and k nearest neighbours;
# - **apply** a specification of features to an image;
# - **explain** why a score on the training pixels says little.
#
# **Questions we answer**
#
# 1. How can a program use pixels that a person has labelled?
# 2. How many neighbours should vote?
# 3. Why does one neighbour make no mistake on its own pixels?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | feature table: one row per pixel (A03, section 4) | points are rows of it | 3 minutes |
# | distance to a centre (A04, section 2) | both methods compare distances | 3 minutes |
# | Dice of each class (A02c, section 6) | we score three tissues | 3 minutes |
#
# **Skip box.** Go to A05b if you can answer these. Which borders can nearest mean draw between two
# classes? What does a larger k do to the borders of kNN? Why is the training score of k = 1 always
# perfect?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. (A04) k-means gives every pixel a number. What does number 1
# mean?</summary>
#
# Nothing by itself. The numbers come from the start centres, and they can be swapped. Only a truth
# tells which cluster is which class.
#
# </details>
# <details><summary>2. (A03) What are the rows and the columns of a feature table?</summary>
#
# Each row is a pixel. Each column is a feature, for example the raw or the blurred grey value.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
from coursekit import check, datasets, imaging, plotting

image, labels = datasets.mni152_slice(45)
names = {1: "fluid", 2: "grey matter", 3: "white matter"}
print(f"a slice of a mean brain, {image.shape[0]} x {image.shape[1]} pixels")

# %% [markdown] tags=["by-hand"]
# ## 1 Nearest mean (starts at minute 0, 20 minutes)
#
# A post office sorts five pieces. A clerk has labelled them: label 1 is a letter, label 2 is a
# parcel.
#
# | Weight | Length | Label |
# |---|---|---|
# | 1 | 2 | 1 |
# | 2 | 1 | 1 |
# | 3 | 3 | 1 |
# | 8 | 7 | 2 |
# | 10 | 9 | 2 |
#
# **Predict.** A new piece has weight 4 and length 6. Letter or parcel? Which rule did you use?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: one example for all.** Let the mean of each class stand for the class. A new piece
# gets the label of the nearest mean.
#
# The mean of the letters is (2, 2), that of the parcels (9, 8). From (4, 6) the way to the letters
# is $\sqrt{2^2 + 4^2} = 4.47$, to the parcels $\sqrt{5^2 + 2^2} = 5.39$. So it is a letter.
#
# This is *nearest mean*. It is *supervised*: it learns from labels that a person gave. The labelled
# rows are the *training* data. k-means has means too, but nobody tells it the labels, so it is
# *unsupervised*.

# %%
pieces = np.array([[1, 2], [2, 1], [3, 3], [8, 7], [10, 9]])
kinds = np.array([1, 1, 1, 2, 2])
# 1 learn: one mean for each class
means = [pieces[kinds == kind].mean(axis=0) for kind in (1, 2)]
# 2 use: the distance of a new piece to each mean; zip gives class 1 with its mean, then class 2
for kind, mean in zip((1, 2), means, strict=True):
    distance = np.sqrt(np.sum((np.array([4, 6]) - mean) ** 2))
    print(f"class {kind}: mean {mean}, distance {distance:.2f}")

# %% [markdown] exercise="nearest_mean_fit" role="prompt"
# Write `nearest_mean_fit(points, labels)`. `points` is a table with one row per point, `labels` has
# one label for each row. Return two arrays: the labels that occur, sorted, and a table with the
# mean of each class in the same order. Labels may be any whole numbers.
#
# Example: the five pieces give `[1, 2]` and `[[2, 2], [9, 8]]`. The labels 1, 1, 1, 3, 3 give
# `[1, 3]` and the same means.

# %% exercise="nearest_mean_fit" role="answer"
def nearest_mean_fit(points, labels):
    """Classes and their means; the five pieces give [1, 2] and [[2, 2], [9, 8]]."""
    points, labels = np.asarray(points, dtype=float), np.asarray(labels)
    # 1 which labels occur?
    # 2 the mean of the rows of each label
    ### BEGIN SOLUTION
    classes = np.unique(labels)
    means = np.array([points[labels == label].mean(axis=0) for label in classes])
    return classes, means
    ### END SOLUTION


# %% exercise="nearest_mean_fit" role="check"
check.nearest_mean_fit(nearest_mean_fit)

# %% [markdown]
# **Many distances at once.** For all points and all means we need a table: one row per point, one
# column per mean. NumPy makes it without a loop. `a[:, None, :]` puts an empty axis in the middle.
# Then `a[:, None, :] - b[None, :, :]` subtracts every row of `b` from every row of `a`.

# %%
a, b = np.array([[0, 0], [3, 4]]), np.array([[0, 0], [0, 4], [6, 8]])
differences = a[:, None, :] - b[None, :, :]
print("shapes:", a[:, None, :].shape, "minus", b[None, :, :].shape, "gives", differences.shape)
print("from (3, 4) to each row of b:", differences[1].tolist())

# %% [markdown] exercise="distances" role="prompt"
# Write `distances(a, b)`. `a` has `n` rows and `b` has `m` rows of features. Return a table with
# `n` rows and `m` columns: the straight-line distance from each row of `a` to each row of `b`. Try
# to do without a loop over rows, and leave out library functions for distances, such as `cdist`.
#
# Example: from `[[0, 0], [3, 4]]` to `[[0, 0], [0, 4], [6, 8]]` the distances are `[[0, 4, 10],
# [5, 3, 5]]`.

# %% exercise="distances" role="answer"
def distances(a, b):
    """Distance of each row of a to each row of b; [[3, 4]] to [[0, 0], [0, 4]] is [[5, 3]]."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    # 1 all differences, with an empty axis in each table
    # 2 square them, add along the last axis, take the root
    ### BEGIN SOLUTION
    differences = a[:, None, :] - b[None, :, :]
    return np.sqrt((differences**2).sum(axis=-1))
    ### END SOLUTION


# %% exercise="distances" role="check"
check.distances(distances)

# %% [markdown] exercise="nearest_mean_predict" role="prompt"
# Write `nearest_mean_predict(points, classes, means)`. Each point gets the label of the nearest
# mean: `classes[i]` belongs to row `i` of `means`. Of two means that are equally near, take the
# first. Return one label for each point. `imaging.distances` may help.
#
# Example: with classes `[1, 3]` and means `[[2, 2], [9, 8]]` the points `[[4, 6], [9, 9]]` get the
# labels `[1, 3]`.

# %% exercise="nearest_mean_predict" role="answer"
def nearest_mean_predict(points, classes, means):
    """Label of the nearest mean; [[4, 6], [9, 9]] get 1 and 3 from means (2, 2) and (9, 8)."""
    classes = np.asarray(classes)
    # 1 distances from each point to each mean
    # 2 position of the nearest mean
    # 3 which label stands at that position?
    ### BEGIN SOLUTION
    nearest = imaging.distances(points, means).argmin(axis=1)
    return classes[nearest]
    ### END SOLUTION


# %% exercise="nearest_mean_predict" role="check"
check.nearest_mean_predict(nearest_mean_predict)

# %% tags=["folded"]
rng = np.random.default_rng(5)
turn = rng.uniform(0, 2 * np.pi, 150)
ring = np.column_stack([np.cos(turn), np.sin(turn)]) * rng.normal(4, 0.4, (150, 1))
clouds = {
    "two round classes": (rng.normal(-2, 1, (150, 2)), rng.normal(2, 1, (150, 2))),
    "a core and a ring": (rng.normal(0, 0.8, (150, 2)), ring),
}
down, right = np.mgrid[-6:6:121j, -6:6:121j]
everywhere = np.column_stack([right.ravel(), down.ravel()])
fig, axes = plt.subplots(1, 2, figsize=(9, 4.4), layout="constrained")
for ax, (name, groups) in zip(axes, clouds.items(), strict=True):
    points, kinds_drawn = np.vstack(groups), np.repeat([1, 2], 150)
    classes, means = imaging.nearest_mean_fit(points, kinds_drawn)
    guess = imaging.nearest_mean_predict(points, classes, means)
    border = imaging.nearest_mean_predict(everywhere, classes, means).reshape(down.shape)
    ax.contour(right, down, border, levels=[1.5], colors="black", linestyles="--")
    for kind, marker in ((1, "o"), (2, "^")):
        own = kinds_drawn == kind
        colour = plotting.PALETTE[kind - 1]
        ax.scatter(*points[own].T, s=14, marker=marker, color=colour, label=f"class {kind}")
        ax.plot(*means[kind - 1], marker, ms=14, mfc=colour, mec="black", mew=2)
    share = imaging.accuracy(kinds_drawn, guess)
    ax.set(title=f"{name}: {share:.0%} right", aspect="equal")
    ax.set(xlabel="feature 1", ylabel="feature 2")
    ax.legend(loc="upper left")
plotting.describe(
    fig,
    "Two scatter plots with two classes each. Left: two round clouds, and a dashed straight border "
    "halfway between their means. Right: a ring around a core; both means lie in the middle.",
)

# %% [markdown]
# **What to see.** The large marks are the means, the dashed line is the border. Left, the border
# runs straight between the clouds, and all [300]{N-A05-02} points are right. Right, both means
# lie almost on the same place. Then only [53]{N-A05-03} % are right: guessing would do as well.
# Nearest mean *assumes* that each class is one round cloud around its mean.

# %% [markdown] question="Q5"

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 mean by hand, 4 + 4 + 4 exercises, 2 figure, 1 question. *Live:* two
# learners stand for the means; the others walk to the nearer one. *Expect:* "is this k-means?" (the
# second half of one round: the labels are given, so nothing has to be repeated), "why the root?"
# (for the nearest mean you may leave it out; the exercise asks for distances). *Common wrong
# answers:* the class number used as row number, one mean over all features, a table with the axes
# exchanged. *If short of time:* give `distances` as homework. *Discuss:* is "the average patient" a
# good description of a group of patients?

# %% [markdown] tags=["by-hand"]
# ## 2 Nearest neighbours (starts at minute 20, 30 minutes)
#
# The mean of a ring lies where no point of the ring is. So we keep all training points, and ask
# those which are near.
#
# **Predict.** A piece of mail has weight 6 and length 5. Which label has the nearest of the five
# labelled pieces? And which label do most of the five have?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: ask the neighbours.** The `k` nearest training points vote. From (6, 5):
#
# | Piece | Label | Distance |
# |---|---|---|
# | (8, 7) | parcel | 2.83 |
# | (3, 3) | letter | 3.61 |
# | (2, 1) | letter | 5.66 |
# | (10, 9) | parcel | 5.66 |
# | (1, 2) | letter | 5.83 |
#
# With `k = 1` it is a parcel. With `k = 5` it is a letter, by 3 votes to 2. Two agreements are
# needed. For `k = 3` two pieces are equally far: the one that comes first in the training table
# votes. For `k = 2` the votes are even: the smaller label wins.

# %%
# 1 distances to all training points
far = imaging.distances([[6, 5]], pieces)[0]
# 2 argsort gives positions, nearest first; "stable" keeps the table's order of equal distances
order = np.argsort(far, kind="stable")
print("labels, nearest first:", kinds[order])
# 3 vote: np.bincount counts how often each label occurs; argmax takes the first maximum
#   (minlength=3 keeps a place for each of the labels 0, 1 and 2, also without any vote)
for k in (1, 2, 3, 5):
    votes = np.bincount(kinds[order[:k]], minlength=3)
    print(f"k = {k}: {votes[1]} for letter, {votes[2]} for parcel: label {votes.argmax()}")

# %% [markdown] exercise="knn_predict" role="prompt"
# Write `knn_predict(train_x, train_y, test_x, k)`: k nearest neighbours, *kNN* for short. For each
# row of `test_x` find the `k` nearest rows of `train_x`, let their labels in `train_y` vote, and
# return the label with most votes. Even votes: the smaller label. Equal distances: the earlier
# training row. Labels are whole numbers from 0 up. scikit-learn's classifier is not allowed here.
#
# Example: the five pieces give (6, 5) the label 2 for `k = 1` and the label 1 for `k = 5`.

# %% exercise="knn_predict" role="answer"
def knn_predict(train_x, train_y, test_x, k):
    """Label of each row of test_x by a vote; (6, 5) gets 2 for k = 1 and 1 for k = 5."""
    train_y = np.asarray(train_y)
    # 1 distances from each test row to each training row
    # 2 order of the training rows, nearest first ("stable"); keep k
    # 3 count the labels of these k in each row; the first maximum wins
    ### BEGIN SOLUTION
    far = imaging.distances(test_x, train_x)
    nearest = np.argsort(far, axis=1, kind="stable")[:, :k]
    return np.array([np.bincount(votes).argmax() for votes in train_y[nearest]])
    ### END SOLUTION


# %% exercise="knn_predict" role="check"
check.knn_predict(knn_predict)

# %% [markdown]
# **Now a brain.** MRI, magnetic resonance imaging, shows slices of a living head. Our slice is the
# mean of many people, with noise added. Inside the brain each pixel has one of three labels.
# *Fluid* fills the gaps. *Grey matter* holds the cell bodies, *white matter* their long fibres.
# Points are pixels, features are the raw grey value and a blurred one.

# %% tags=["folded"]
inside = labels > 0
table = imaging.feature_table(image, sigmas=(2,))[inside.ravel()]
tissue = labels[inside]
some = np.random.default_rng(0).choice(tissue.size, 900, replace=False)
across, along = np.meshgrid(np.linspace(0.1, 1.1, 90), np.linspace(0.2, 1.0, 80))
grid = np.column_stack([across.ravel(), along.ravel()])


def decision_map(ax, k):
    regions = imaging.knn_predict(table[some], tissue[some], grid, k).reshape(across.shape)
    soft = [*plotting.PALETTE[:3]]
    ax.contourf(across, along, regions, levels=[0.5, 1.5, 2.5, 3.5], colors=soft, alpha=0.45)
    for label, marker in ((1, "o"), (2, "^"), (3, "s")):
        own = tissue[some] == label
        colour = plotting.PALETTE[label - 1]
        ax.scatter(*table[some][own].T, s=9, marker=marker, color=colour, label=names[label])
    ax.set(xlim=(0.1, 1.1), ylim=(0.2, 1.0), xlabel="raw grey value")


fig, axes = plt.subplots(1, 3, figsize=(10, 3.8), sharey=True, layout="constrained")
for ax, k in zip(axes, (1, 15, 75), strict=True):
    decision_map(ax, k)
    ax.set_title(f"k = {k}")
axes[0].set_ylabel("blurred grey value (sigma 2)")
axes[0].legend(loc="lower right", fontsize=8)
plotting.describe(
    fig,
    "Three maps over two features, coloured by the class that kNN gives. With k = 1 there are some "
    "ragged islands, with k = 15 smooth borders, with k = 75 three plain bands.",
)

# %% [markdown]
# **What to see.** Each mark is a training pixel, the colour behind it is the class that a new pixel
# there would get. With `k = 1` each odd pixel owns its own ground, often an island. With `k = 15`
# the borders are smooth and still bend. With `k = 75` details are gone. The line where the class
# changes is the *decision border*.

# %% tags=["folded"]
def one_k(k):
    fig, ax = plt.subplots(figsize=(6, 4.2), layout="constrained")
    decision_map(ax, k)
    own = imaging.knn_predict(table[some], tissue[some], table[some], k)
    share = imaging.accuracy(tissue[some], own)
    ax.set(title=f"k = {k}: {share:.1%} of its own training pixels right")
    ax.set_ylabel("blurred grey value (sigma 2)")
    ax.legend(loc="lower right", fontsize=8)
    return fig


plotting.turn(
    one_k,
    "k",
    (1, 3, 5, 9, 15, 25, 51, 75, 151, 301),
    at=5,
    alt=lambda k: f"Map over two features, coloured by the class that {k} nearest neighbours give, "
    "with the training pixels as marks. The title says how many of these are right.",
)

# %% [markdown]
# **What to see.** While the notebook runs there is a slider above the picture; without it you see
# `k = 5`. Move it to 1: the title says 100 %. Move it to `301`: fluid has lost all of its ground.
# Only [70]{N-A05-05} of the `900` marks are fluid, so fluid can never have most of `301` votes.

# %% [markdown] exercise="make_features" role="prompt"
# Write `make_features(image, spec)`. The list `spec` says which columns the feature table gets:
# `("raw",)` is the grey value, `("gauss", s)` the blurred one, `("gradient", s)` the gradient
# magnitude, each with sigma `s`. (The comma in `("raw",)` makes it a tuple with one word.) The
# columns stand in the order of the list. Use `imaging.gaussian_blur` and
# `imaging.gradient_magnitude`. A word that is not known raises a `ValueError`.
#
# Example: `[("raw",), ("gauss", 5)]` gives an image of 3 x 4 pixels a table of shape `(12, 2)`.

# %% exercise="make_features" role="answer"
def make_features(image, spec):
    """Feature table by a list of names; 3 x 4 pixels and two names give shape (12, 2)."""
    image = np.asarray(image, dtype=float)
    # for each entry of the list:
    # 1 its name, and its sigma if there is one
    # 2 the picture with this name; any other name is a ValueError
    # 3 one column: the picture as one long row of pixels
    ### BEGIN SOLUTION
    columns = []
    for name, *sigma in spec:
        if name == "raw":
            picture = image
        elif name == "gauss":
            picture = imaging.gaussian_blur(image, *sigma)
        elif name == "gradient":
            picture = imaging.gradient_magnitude(image, *sigma)
        else:
            raise ValueError(f"the feature must be raw, gauss or gradient, got {name!r}.")
        columns.append(picture.ravel())
    return np.column_stack(columns)
    ### END SOLUTION


# %% exercise="make_features" role="check"
check.make_features(make_features)

# %% [markdown]
# **A perfect score.** Train on the slice, then ask for the classes of the same slice. The Dice
# coefficient of each class:

# %%
spec = [("raw",), ("gauss", 1), ("gauss", 2)]
table = imaging.make_features(image, spec)[inside.ravel()]
for k in (1, 3, 15):
    own = imaging.knn_predict(table, tissue, table, k)
    scores = {names[label]: imaging.dice_for_class(tissue, own, label) for label in names}
    print(f"k = {k:2}: " + ", ".join(f"{name} {score:.3f}" for name, score in scores.items()))

# %% [markdown] question="Q6"

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 vote by hand, 8 + 4 exercises, 6 maps and slider, 2 question, 4 spare.
# *Live:* five learners with labels stand in the room; a new one asks her 1, 3, 5 nearest. *Expect:*
# "which k is right?" (A05b chooses it, on other pixels), "why is my loop so slow?" (one distance at
# a time; `4920` times `4920` distances are 24 million), "why does k even exist as an even number?"
# (it may; that is why the vote needs an agreement). *Common wrong answers:* the mean of the labels,
# the row number in place of the label, the farthest neighbours. *If short of time:* give E4 as
# homework; the text goes on with the package's own. *Discuss:* a doctor sees the same ten cases in
# class and in the examination. What does the mark say?

# %% [markdown]
# ## Key points
#
# - Supervised methods learn from labelled pixels; unsupervised ones never see a label.
# - Nearest mean keeps one mean for each class, so its borders are straight.
# - kNN keeps all training points and lets the `k` nearest vote.
# - A small `k` follows each odd pixel, a large `k` favours large classes.
# - With `k = 1` each training pixel finds itself: a perfect Dice, even with random features.
# - A list of features, the *spec*, makes the same table from every image.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | supervised (1) | learns from examples with labels |
# | training (1) | the labelled examples, or learning from them |
# | nearest mean (1) | a point gets the label of the nearest class mean |
# | vote, k (2) | the labels of the k nearest points are counted |
# | k nearest neighbours, kNN (2) | the label with most votes wins |
# | decision border (2) | where the predicted class changes |
# | overfitting (2) | learning single odd points instead of the rule |

# %% [markdown]
# ## Next time this fails
#
# The same training pixels, the same features, `k = 1`. Only the image is another one: a slice one
# centimetre higher in the same brain.

# %% tags=["folded"]
other, other_labels = datasets.mni152_slice(50)
others = imaging.make_features(other, spec)[(other_labels > 0).ravel()]
fig, axes = plt.subplots(1, 2, figsize=(9, 4.6), layout="constrained")
for ax, (title, picture, truth, rows) in zip(
    axes,
    (
        ("training slice", image, labels, table),
        ("another slice", other, other_labels, others),
    ),
    strict=True,
):
    wrong = np.zeros(truth.shape, dtype=bool)
    wrong[truth > 0] = imaging.knn_predict(table, tissue, rows, 1) != truth[truth > 0]
    plotting.show_image(ax, picture, title=f"{title}: {wrong.sum()} pixels wrong")
    ax.contourf(wrong, levels=[0.5, 1], colors=plotting.PALETTE[5])
plotting.describe(
    fig,
    "Two brain slices. On the training slice no pixel is wrong. On the other slice wrong pixels "
    "are painted over; they lie all over the borders between the tissues.",
)

# %% [markdown]
# **What to see.** No error at home, [355]{N-A05-04} wrong pixels next door. Which number would you
# tell a doctor? A05b builds a comparison that can be trusted.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Another tie rule.* Let the nearest neighbour decide when votes are even. On how many pixels of
# slice 50 does the answer change for `k = 2`, and for `k = 3`?
#
# *One neighbour, useless features.* Replace the features by random numbers, and score `k = 1` on
# the training pixels, then on slice 50. What does this tell about the perfect score?

# %% [markdown]
# ## Further reading
#
# - Cover, T. and Hart, P. (1967) Nearest neighbor pattern classification. *IEEE Trans. Inf. Theory*
#   13(1), 21-27, [doi:10.1109/TIT.1967.1053964](https://doi.org/10.1109/TIT.1967.1053964). With
#   many training points one neighbour makes at most twice the errors of the best possible rule.
# - Hastie, T., Tibshirani, R. and Friedman, J. (2009) *The Elements of Statistical Learning*, 2nd
#   ed., Springer, [doi:10.1007/978-0-387-84858-7](https://doi.org/10.1007/978-0-387-84858-7).
#   Chapter 2 compares neighbours with straight borders.
#
# **Data.** Mean brain: ICBM152 2009a template of nilearn; Fonov et al. (2011) *NeuroImage* 54,
# 313-327, [doi:10.1016/j.neuroimage.2010.07.033](https://doi.org/10.1016/j.neuroimage.2010.07.033).

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other points and
# images. Save the notebook and hand it in.
