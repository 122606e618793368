# %% [markdown]
# # A05b Another image, and choosing without peeking
#
# A method is worth what it does on images that it has not seen. You measure that, and you learn to
# choose settings without spoiling the measurement.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 60 minutes | [20]{N-A05-20} points | mean brain, drawn heads | A05a | A06 |

# %% [markdown]
# ## After this you can
#
# - **compare** training and test images by class shares and scatter plots;
# - **hypothesise** which features separate classes best, then **test** it;
# - **detect** overfitting in the gap between training and test scores;
# - **design** a comparison in which the test image is used once.
#
# **Questions we answer**
#
# 1. Why does a method get worse on another image?
# 2. Are more features better?
# 3. Which image may choose `k`?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | kNN and `spec` (A05a, section 2) | both are used all the time | 5 minutes |
# | standardising (A04, section 3) | now for two images | 3 minutes |
# | tuning on the only image (A02c, section 7) | here we do better | 3 minutes |
#
# **Skip box.** Go to A06 if you can answer these. From which image do you take mean and standard
# deviation of the features? What is a validation image for? Which step of a comparison leaks the
# test image?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. (A05a) Which Dice coefficient has k = 1 on its own training pixels, and
# why?</summary>
#
# `1.0`: each pixel is its own nearest neighbour, at distance 0.
#
# </details>
# <details><summary>2. (A04) One feature is stored in thousandths. Why does this change the
# clusters?</summary>
#
# Its differences become a thousand times larger, so this feature alone decides which point is near.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
from coursekit import check, datasets, imaging, plotting

heads = {number: datasets.load("brain", subject=number) for number in (1, 2, 3)}
pictures = {number: imaging.to_unit_range(head.image) for number, head in heads.items()}
train, validation, test = (datasets.mni152_slice(z) for z in (45, 50, 60))
names = {1: "fluid", 2: "grey matter", 3: "white matter"}
print(heads[1].note)

# %% [markdown]
# ## 3 Another image (starts at minute 0, 33 minutes)
#
# Three made-up heads lie in three made-up scanners. Person 2 is older: with age the brain shrinks,
# and fluid fills the room.
#
# **Predict.** We train on person 1 and use the result on person 2. What will differ between the two
# images: the grey values, the shares of the classes, or the shapes of the clouds?

# %%
prediction = "..."

# %% tags=["folded"]
rng = np.random.default_rng(3)
fig, axes = plt.subplots(2, 3, figsize=(10, 5), height_ratios=[1, 1.2], layout="constrained")
for (above, below), (number, head) in zip(axes.T, heads.items(), strict=True):
    own = head.labels > 0
    shares = [np.mean(head.labels[own] == label) for label in names]
    plotting.show_image(above, pictures[number], title=f"person {number}")
    points = imaging.feature_table(pictures[number], sigmas=(2,))[own.ravel()]
    tissue, some = head.labels[own], rng.choice(own.sum(), 600, replace=False)
    for label, marker in ((1, "o"), (2, "^"), (3, "s")):
        rows = points[some][tissue[some] == label]
        colour = plotting.PALETTE[label - 1]
        below.scatter(*rows.T, s=8, marker=marker, color=colour, label=names[label])
    below.set(xlim=(0, 0.9), ylim=(0.1, 0.7), xlabel="raw grey value")
    below.set_title("fluid {:.0%}, grey {:.0%}, white {:.0%}".format(*shares), fontsize=10)
axes[1, 0].set_ylabel("blurred (sigma 2)")
axes[1, 0].legend(fontsize=7, loc="lower right")
plotting.describe(
    fig,
    "Three drawn head slices above their scatter plots, raw against blurred grey value, coloured "
    "by tissue. The clouds look alike, but person 2 has far more fluid and is a little darker.",
)

# %% [markdown]
# **What to see.** The three clouds lie one above the other in all heads: fluid, grey matter, white
# matter. But person 2 has [22]{N-A05-21} % fluid, person 1 has [12]{N-A05-22} %. The mean of white
# matter falls from [0.51]{N-A05-23} to [0.49]{N-A05-24}. Other places in one head, other ages,
# other scanners: each changes something. To work on new images is to *generalise*.

# %% [markdown] tags=["by-hand"]
# **One idea: one ruler for both.** kNN measures distances, so the ruler matters, as in A04. Here we
# standardise all features. With whose mean? Imagine a training feature with the values 0 and 10:
# mean 5, standard deviation
# 5. They become -1 and 1. A test image has 5 and 20. With the *training* ruler they become 0 and 3:
# we see that the second one is unusual.
#
# With a ruler of its own the test image would get -1 and 1 too, and the difference is wiped out.
# With one ruler made from both images, training has looked at the test image. This is called
# *leakage*.

# %% [markdown] exercise="fit_scaler_on_train" role="prompt"
# Write `fit_scaler_on_train(train, test)` for two feature tables with the same columns. Subtract
# from each column of both tables the mean of the *training* column. Divide by its standard
# deviation. Return both new tables. A column that is constant in training is only shifted.
#
# Example: `[[0], [10]]` and `[[5], [20]]` give `[[-1], [1]]` and `[[0], [3]]`.

# %% exercise="fit_scaler_on_train" role="answer"
def fit_scaler_on_train(train, test):
    """Both tables in units of the training table; [[0], [10]], [[5], [20]] give [[0], [3]]."""
    train, test = np.asarray(train, dtype=float), np.asarray(test, dtype=float)
    # 1 mean and standard deviation of each training column
    # 2 a constant column: divide by 1
    # 3 use both on both tables
    ### BEGIN SOLUTION
    mean, sd = train.mean(axis=0), train.std(axis=0)
    sd = np.where(sd == 0, 1, sd)
    return (train - mean) / sd, (test - mean) / sd
    ### END SOLUTION


# %% exercise="fit_scaler_on_train" role="check"
check.fit_scaler_on_train(fit_scaler_on_train)

# %% [markdown] exercise="scatter_grid" role="prompt"
# Write `scatter_grid(train, train_labels, test, test_labels)` for two feature tables with three
# columns. Draw two rows of three panels: training above, test below. The panels show the columns 0
# and 1, 0 and 2, 1 and 2. Colour the points by their label. All panels of one column share their
# axes, otherwise a shift cannot be seen. Name both axes of each panel, and give each row a title.
# Return the figure.

# %% exercise="scatter_grid" role="answer"
def scatter_grid(train, train_labels, test, test_labels):
    """Figure with 2 x 3 scatter plots: training above, test below, shared axes in each column."""
    pairs = [(0, 1), (0, 2), (1, 2)]
    # 1 two rows of three panels; sharex="col" and sharey="col" share the axes
    # 2 in each row: one scatter plot per pair of columns, coloured by label
    # 3 titles, axis labels
    ### BEGIN SOLUTION
    fig, axes = plt.subplots(
        2, 3, figsize=(10, 5), sharex="col", sharey="col", layout="constrained"
    )
    rows = (("training", train, train_labels), ("test", test, test_labels))
    for panels, (title, table, labels) in zip(axes, rows, strict=True):
        for ax, (i, j) in zip(panels, pairs, strict=True):
            for label in np.unique(labels):
                own = table[labels == label]
                ax.scatter(own[:, i], own[:, j], s=6, alpha=0.5, label=f"class {label}")
            ax.set(xlabel=f"feature {i}", ylabel=f"feature {j}", title=title)
    axes[0, 0].legend()
    return fig
    ### END SOLUTION


# %% exercise="scatter_grid" role="check"
check.scatter_grid(scatter_grid)

# %%
spec = [("raw",), ("gauss", 1), ("gradient", 1)]
tables, tissues = {}, {}
for number in (1, 2):
    own = heads[number].labels > 0
    some = rng.choice(own.sum(), 700, replace=False)
    tables[number] = imaging.make_features(pictures[number], spec)[own.ravel()][some]
    tissues[number] = heads[number].labels[own][some]
    means = [pictures[number][heads[number].labels == label].mean() for label in names]
    print(f"person {number}, mean raw value:", end=" ")
    print(", ".join(f"{name} {mean:.2f}" for name, mean in zip(names.values(), means, strict=True)))
figure = scatter_grid(tables[1], tissues[1], tables[2], tissues[2])
plotting.describe(
    figure,
    "Two rows of three scatter plots, person 1 above person 2, for the pairs of raw, blurred and "
    "gradient values. The classes lie in the same order; below they are darker, with more fluid.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** Feature 0 is the raw value, feature 1 the blurred one, feature 2 the gradient. Go
# down one column of panels: where does each class lie above, and where below? Each panel has `700`
# random pixels; the printed means are those of all pixels.

# %% [markdown] question="Q1"

# %% [markdown]
# **Now measure.** Train on one slice of the mean brain, test on another one, one centimetre higher.
# Before you run anything, commit yourself: write your hypothesis as the answer to Q2. A hypothesis
# earns its point because you made one.

# %% [markdown] question="Q2"

# %% [markdown] exercise="train_test_report" role="prompt"
# Write `train_test_report(train, train_truth, test, test_truth, spec, k)`. It gets two images and
# their label images; 0 means outside and is left out on both sides. Make features, standardise with
# the training pixels, predict the test pixels by kNN. Return a dictionary: label of each class in
# the test truth, Dice coefficient of this class on the test pixels.
#
# Example: a report looks like `{1: 0.72, 2: 0.87, 3: 0.92}`.

# %% exercise="train_test_report" role="answer"
def train_test_report(train, train_truth, test, test_truth, spec, k):
    """Dice coefficient of each class on the test image, such as {1: 0.72, 2: 0.87, 3: 0.92}."""
    train_truth, test_truth = np.asarray(train_truth), np.asarray(test_truth)
    # 1 which pixels count? (truth is not 0)
    # 2 features of both images, only of these pixels
    # 3 standardise both with the training pixels
    # 4 predict, then one Dice coefficient for each class
    ### BEGIN SOLUTION
    inside, test_inside = train_truth > 0, test_truth > 0
    points = imaging.make_features(train, spec)[inside.ravel()]
    test_points = imaging.make_features(test, spec)[test_inside.ravel()]
    points, test_points = imaging.fit_scaler_on_train(points, test_points)
    result = imaging.knn_predict(points, train_truth[inside], test_points, k)
    truth = test_truth[test_inside]
    return {int(c): imaging.dice_for_class(truth, result, c) for c in np.unique(truth)}
    ### END SOLUTION


# %% exercise="train_test_report" role="check"
check.train_test_report(train_test_report)

# %%
pairs = {
    "raw, blur 1": [("raw",), ("gauss", 1)],
    "raw, blur 5": [("raw",), ("gauss", 5)],
    "raw, gradient 1": [("raw",), ("gradient", 1)],
    "blur 2, gradient 2": [("gauss", 2), ("gradient", 2)],
}
# *train hands over image and truth, one after the other: two arguments in one
print("fluid, grey matter, white matter; mean")
for name, pair in pairs.items():
    report = imaging.train_test_report(*train, *validation, pair, k=3)
    scores = ", ".join(f"{score:.3f}" for score in report.values())
    print(f"{name:19} {scores}; {np.mean(list(report.values())):.3f}")

# %% [markdown] question="Q3"

# %% [markdown] question="Q4"

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 figure, 4 + 6 + 10 exercises, 5 for the four questions, 3 talk. *Live:* let
# the room vote on Q2 before anything runs, and keep the votes on the board until Q4. *Expect:* "why
# is the gradient not better, borders are what we want?" (it is large on both sides of a border, so
# it does not say which side a pixel lies on), "is `0.80` for fluid bad?" (compare with the other
# classes: thin structures are mostly border). *Common wrong answers:* the scaler fitted on the test
# pixels, label 0 trained as a class, one accuracy for all classes. *If short of time:* give P1 as
# homework. *Discuss:* a program was trained on adults. May a hospital for children use it?

# %% [markdown] tags=["by-hand"]
# ## 4 Choosing without peeking (starts at minute 33, 27 minutes)
#
# `k` and the features are *settings*: you choose them, the training does not.
#
# **Predict.** You try ten values of `k` and look at the test score of each. You report the best of
# the ten. Will a colleague with a new image get the same score, a better one or a worse one?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: three images, three jobs.** A rehearsal and a concert need different listeners.
#
# | Image | Job | Used |
# |---|---|---|
# | training | gives the labelled points | always |
# | validation | chooses the settings | as often as you like |
# | test | says how good the choice is | once, at the end |
#
# By hand: `k` = 1, 5, 25 score `0.80`, `0.85` and `0.83` on the validation image. You take 5. Then
# you run `k = 5` on the test image, get `0.82`, and report `0.82`. The `0.85` was chosen because it
# is high, so it promises too much. All this assumes that the images come from similar heads and
# scanners.

# %% [markdown] exercise="choose_k" role="prompt"
# Write `choose_k(train, validation, ks)`. `train` and `validation` are pairs `(points, labels)`.
# For each `k` in `ks` predict the validation points, and take the mean of the Dice coefficients of
# the classes that occur in the validation labels. Use the points as they come, without scaling.
# Return the best `k` and an array with all these means. Of equally good `k` take the first in `ks`.
#
# Example: with the means `[0.80, 0.85, 0.83]` for `ks = [1, 5, 25]`, return `5` and this array.

# %% exercise="choose_k" role="answer"
def choose_k(train, validation, ks):
    """The k with the highest mean Dice on the validation points, and the means of all ks."""
    points, labels = train
    new_points, truth = validation
    # 1 for each k: predict the validation points, then the mean Dice of the classes
    # 2 the first k with the highest mean
    ### BEGIN SOLUTION
    means = []
    for k in ks:
        result = imaging.knn_predict(points, labels, new_points, k)
        means.append(np.mean([imaging.dice_for_class(truth, result, c) for c in np.unique(truth)]))
    curve = np.array(means)
    return ks[int(np.argmax(curve))], curve
    ### END SOLUTION


# %% exercise="choose_k" role="check"
check.choose_k(choose_k)

# %% [markdown] exercise="select_features" role="prompt"
# Write `select_features(train, validation, candidates, k=3)`. `train` and `validation` are pairs
# `(image, truth)`, `candidates` is a list such as `[("raw",), ("gauss", 1)]`. Begin with an empty
# spec. Add the candidate that gives the highest mean Dice on the validation image, together with
# those already chosen. Go on while the mean rises; stop when it does not. Use
# `imaging.train_test_report`. Of equally good candidates take the first.

# %% exercise="select_features" role="answer"
def select_features(train, validation, candidates, k=3):
    """Spec grown one feature at a time, while the mean Dice on the validation image rises."""
    chosen, best = [], -1.0
    rest = list(candidates)
    # while there are candidates left:
    # 1 the mean Dice of the chosen features with each candidate added
    # 2 not higher than before? then stop
    # 3 otherwise move the best candidate from the rest to the chosen ones
    ### BEGIN SOLUTION
    while rest:
        means = []
        for one in rest:
            report = imaging.train_test_report(*train, *validation, [*chosen, one], k)
            means.append(np.mean(list(report.values())))
        if max(means) <= best:
            break
        best = max(means)
        chosen.append(rest.pop(int(np.argmax(means))))
    return chosen
    ### END SOLUTION


# %% exercise="select_features" role="check"
check.select_features(select_features)

# %%
candidates = [("raw",), *(("gauss", s) for s in (1, 2, 5)), *(("gradient", s) for s in (1, 2, 5))]
chosen = imaging.select_features(train, validation, candidates)
print("chosen one after the other:", chosen)
everything = imaging.train_test_report(*train, *validation, candidates, k=3)
few = imaging.train_test_report(*train, *validation, chosen, k=3)
for words, report in (("chosen features", few), ("all seven", everything)):
    print(f"{words:15} mean Dice {np.mean(list(report.values())):.3f}")

# %% [markdown]
# **More is not better.** The search stops after [4]{N-A05-28} of seven features, and all seven
# together score lower. Each further feature adds its noise to every distance. Now `k`, with the
# chosen features:

# %%
def points_of(image, truth):
    return imaging.make_features(image, chosen)[(truth > 0).ravel()], truth[truth > 0]


def on_the_training_ruler(points, labels):
    return imaging.fit_scaler_on_train(ruler, points)[1], labels


ks = [1, 3, 5, 9, 15, 25, 51, 101, 201]
slices = {"train": train, "validation": validation, "test": test}
ruler = points_of(*train)[0]  # mean and standard deviation come from these pixels alone
sets = {name: on_the_training_ruler(*points_of(*pair)) for name, pair in slices.items()}
best_k, scores_validation = imaging.choose_k(sets["train"], sets["validation"], ks)
print("k chosen on the validation image:", best_k)

# %% [markdown] exercise="k_curves" role="prompt"
# Write `k_curves(ks, scores)`. `scores` is a dictionary with the arrays `"train"`, `"validation"`
# and `"test"`. Draw one labelled line for each. Mark the `k` that the *validation* line chooses,
# with a marker on that line; an upright line through it is fine, too. Name both axes, add a legend,
# return the figure.

# %% exercise="k_curves" role="answer"
def k_curves(ks, scores):
    """Figure with three lines over k; the maximum of the validation line is marked."""
    # 1 one line with a label for each name
    # 2 where is the maximum of the validation line? mark it
    # 3 axis labels, legend
    ### BEGIN SOLUTION
    fig, ax = plt.subplots(figsize=(7, 4), layout="constrained")
    for (name, values), style in zip(scores.items(), ("-", "--", ":"), strict=True):
        ax.plot(ks, values, style, label=name)
    top = int(np.argmax(scores["validation"]))
    ax.plot(ks[top], scores["validation"][top], "o", label=f"chosen k: {ks[top]}")
    ax.set(xlabel="k", ylabel="mean Dice", xscale="log")
    ax.legend()
    return fig
    ### END SOLUTION


# %% exercise="k_curves" role="check"
check.k_curves(k_curves)

# %% tags=["folded"]
scores = {name: imaging.choose_k(sets["train"], sets[name], ks)[1] for name in sets}
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
for (name, values), style in zip(scores.items(), ("-", "--", ":"), strict=True):
    ax.plot(ks, values, style, marker=".", label=name)
ax.axvline(best_k, color="black", linewidth=1, label=f"chosen on validation: {best_k}")
ax.set(xlabel="k (log scale)", ylabel="mean Dice of three classes", xscale="log", ylim=(0.8, 1.01))
ax.set_xticks(ks, ks)
ax.minorticks_off()
ax.set_title("Training falls from 1.0; the other images never reach it")
ax.legend()
plotting.describe(
    fig,
    "Three lines of mean Dice against k on a log scale. Training starts at 1.0 and falls; "
    "validation and test rise a little and fall again. A vertical line marks the chosen k.",
)

# %% [markdown]
# **What to see.** With `k = 1` training scores `1.0` and the test image [0.84]{N-A05-25}: this gap
# is *overfitting*. With larger `k` training falls and the gap gets smaller. The validation line
# chooses `k =` [3]{N-A05-26} with [0.91]{N-A05-29}. At this `k` the test image scores
# [0.86]{N-A05-27}: this we report. The test line would have chosen another `k`, but we may not ask
# it. You see it here only to learn from it; an honest comparison computes one point of it. To see
# these lines as your own function draws them, run `k_curves(ks, scores)` in a new cell.

# %% [markdown] question="Q7"

# %% [markdown]
# **Outlook.** Nearest neighbours are the oldest way to learn from labelled pixels. A *random
# forest* asks many small yes-or-no questions about the features. Networks such as the *U-Net* learn
# the features too; *fully convolutional* networks on top of *ResNet* do the same with more layers.
# All of them need what you built here: training, validation, test, and one score for each class.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 2 three jobs, 8 + 10 + 4 exercises, 1 question. *Live:* let each table choose
# a `k` by looking at the test curve, and compare with a fourth slice (`z = 55`). *Expect:* "only
# three images?" (one each is the least; *cross-validation* lets each image take each job in turn),
# "why do we see the test line at all?" (to show the gap; never for choosing). *Common wrong
# answers:* `choose_k` scored on the training points (k = 1 always wins), the position returned in
# place of `k`, features chosen by their score alone. *If short of time:* give E8 as homework.
# *Discuss:* a paper reports the best of twenty programs on one public test set. What do you expect
# on your own images?

# %% [markdown]
# ## Key points
#
# - Another image differs in grey values and class shares, so scores fall.
# - Mean and standard deviation come from the training pixels alone.
# - A few chosen features beat all of them together.
# - The validation image chooses `k` and the features.
# - The test image is used once, and its score is the one to report.
# - A perfect training score beside a lower test score is overfitting.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | generalise (3) | to work on images that were not used in training |
# | leakage (3) | the test image has influenced the training |
# | hypothesis (3) | a guess with a reason, made before the result is known |
# | validation image (4) | chooses the settings |
# | test image (4) | judges the final choice, once |
# | forward selection (4) | add the best feature, again and again, while it helps |
# | overfitting (4) | good on training, worse on other images |

# %% [markdown]
# ## Next time this fails
#
# Two results for the same slice have almost the same mean Dice. Are they equally good?

# %% tags=["folded"]
image, truth = test
inside, results = truth > 0, {}
results[f"kNN, k = {best_k}"] = imaging.knn_predict(*sets["train"], sets["test"][0], best_k)
block = truth.copy()
block[45:92, 20:44][truth[45:92, 20:44] > 0] = 2
results["truth, one block changed"] = block[inside]
fig, axes = plt.subplots(1, 2, figsize=(9, 4.8), layout="constrained")
for ax, (name, result) in zip(axes, results.items(), strict=True):
    wrong = np.zeros(truth.shape, dtype=bool)
    wrong[inside] = result != truth[inside]
    dice = [imaging.dice_for_class(truth[inside], result, label) for label in names]
    plotting.show_image(ax, image, title=f"{name}: mean Dice {np.mean(dice):.2f}")
    ax.contourf(wrong, levels=[0.5, 1], colors=plotting.PALETTE[5])
plotting.describe(
    fig,
    "Two results on the test slice with wrong pixels painted over and nearly equal mean Dice. Left "
    "the errors are specks all over the slice, right they fill one block.",
)

# %% [markdown]
# **What to see.** One number, two kinds of errors: specks all over the slice, or one large block
# in which nothing but grey matter is left. A score does not say *where* the errors are. A06 counts
# them, draws them, and asks what each score hides.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *A random forest.* Train `sklearn.ensemble.RandomForestClassifier(random_state=0)` on the table of
# all seven candidates, and print its `feature_importances_`. Does it prefer the same features?
#
# *Age.* Train on person 1, test on persons 2 and 3 with `k = 3` and `[("raw",), ("gauss", 1),
# ("gauss", 2)]`. Which class suffers most from age?
#
# *Every image takes its turn.* Let each of the three slices be training, validation and test once.
# How far apart are the test scores?

# %% [markdown]
# ## Further reading
#
# - Ronneberger, O., Fischer, P. and Brox, T. (2015) U-Net: convolutional networks for biomedical
#   image segmentation. *MICCAI*, 234-241,
#   [doi:10.1007/978-3-319-24574-4_28](https://doi.org/10.1007/978-3-319-24574-4_28). The network of
#   the outlook.
# - Kapoor, S. and Narayanan, A. (2023) Leakage and the reproducibility crisis in
#   machine-learning-based science. *Patterns* 4(9), 100804,
#   [doi:10.1016/j.patter.2023.100804](https://doi.org/10.1016/j.patter.2023.100804). How often
#   published scores promised too much.
#
# **Data.** Mean brain: ICBM152 2009a template of nilearn; Fonov et al. (2011) *NeuroImage* 54,
# 313-327, [doi:10.1016/j.neuroimage.2010.07.033](https://doi.org/10.1016/j.neuroimage.2010.07.033).
# Heads: drawn by a program, exact truth.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other points and
# images. Save the notebook and hand it in.
#
# Next: [A06a](../a06-scores/a06a-counts-and-scores.ipynb).
