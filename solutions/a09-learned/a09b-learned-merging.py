# %% [markdown]
# # A09b Learned merging, compared honestly
#
# A classifier learns which walls are real, and merging follows it. Then you compare it with the
# mean, without looking at the test volume too early.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 55 minutes | [16]{N-A09-20} points | drawn tissue, brain tissue | A09a | A10 |

# %% [markdown]
# ## After this you can
#
# - **train**, **save** and **reuse** a classifier of walls;
# - **use** its probability as a merge priority;
# - **compare** methods with thresholds chosen on training data only;
# - **report** several scores of one segmentation.
#
# **Questions we answer**
#
# 1. How does a classifier become a priority?
# 2. Why can two classifiers that are equally good at walls give different results?
# 3. Which threshold may you report?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | training table (A09a, section 2) | the classifier learns from it | 4 minutes |
# | agglomeration and priority (A08a, section 2) | the classifier plugs in there | 3 minutes |
# | split VI (A08b, section 4) | what we compare by | 3 minutes |
#
# **Skip box.** Go to A10 if you can answer these. Which column of `predict_proba` is the priority?
# Why is a pickle dangerous? Where does the threshold come from that you report?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. (A09a) What does the label -1 of an edge mean?</summary>
#
# Both fragments belong to the same true cell: merge.
#
# </details>
# <details><summary>2. (A08b) False splits fall while you raise the threshold. What else
# happens?</summary>
#
# False merges grow, in the end very fast. So the sum of both has a smallest value in between.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
import sklearn.metrics
from coursekit import check, datasets, imaging, plotting
from coursekit.imaging.regions import textbook, textbook_files, textbook_learning
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

tissue = {"train": datasets.load("membranes", seed=1, shape=(24, 96, 96))}
tissue["test"] = datasets.load("membranes", seed=2, shape=(24, 96, 96))


# %%
# fragments, graphs and tables as in A09a, for two volumes
def fragments_of(wall_map):
    smooth = imaging.gaussian_blur(wall_map, 1)
    valleys = imaging.label_components(smooth == ndi.minimum_filter(smooth, size=3), 3)
    return imaging.regions.watershed(smooth, valleys)


def features(samples):
    shares = textbook_learning.histogram_features(samples, 8)
    return np.concatenate([textbook_learning.moments(samples), shares])


parts, graphs, tables = {}, {}, {}
for name, volume in tissue.items():
    parts[name] = fragments_of(volume.boundary)
    graphs[name] = textbook.region_graph(parts[name], volume.boundary)
    labels = textbook_learning.edge_labels(parts[name], volume.truth, graphs[name])
    tables[name] = textbook_learning.training_table(graphs[name], features, labels)
    print(f"{name}: {parts[name].max()} fragments, table with {len(labels)} rows")

# %% [markdown] tags=["by-hand"]
# ## 3 Train and use (starts at minute 0, 22 minutes)
#
# **Predict.** A classifier says for each wall how likely it is real. Which wall should be merged
# first: the one with the lowest or with the highest probability?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: a weighted sum, squeezed.** *Logistic regression* multiplies each feature by a number
# and adds all up to a sum $s$. Then $1 / (1 + e^{-s})$ squeezes it between 0 and 1:
#
# | Sum | Probability that the wall is real |
# |---|---|
# | -2 | 0.12 |
# | 0 | 0.50 |
# | 2 | 0.88 |
#
# Training finds the numbers that fit the labels best. It assumes that each feature pushes in one
# direction. The features must be standardised first (A04), with the training rows only (A05).

# %% [markdown]
# **Tools in a row.** `make_pipeline(StandardScaler(), LogisticRegression())` is one model of two
# steps: standardise, then classify. `model.fit(X, y)` learns the ruler and the numbers. A weight
# for each row goes to the second step by its name: `logisticregression__sample_weight=weights`. So
# an error on a long wall costs more.
#
# `model.classes_` lists the labels, here -1 and 1. `model.predict_proba(X)` has one column for each
# of them, in this order.

# %% [markdown] exercise="fit_model" role="prompt"
# Write `fit_model(X, y, weights, seed)`. Return a fitted pipeline of a `StandardScaler` and a
# `LogisticRegression` with `random_state=seed`. The weights go to the regression.


# %% exercise="fit_model" role="answer"
def fit_model(X, y, weights, seed):
    """Fitted pipeline: standardise, then logistic regression."""
    # 1 a pipeline of two steps
    # 2 fit it; weights for the second step
    ### BEGIN SOLUTION
    model = make_pipeline(StandardScaler(), LogisticRegression(random_state=seed))
    return model.fit(X, y, logisticregression__sample_weight=weights)
    ### END SOLUTION


# %% exercise="fit_model" role="check"
check.fit_model(fit_model)

# %% tags=["folded"]
X, y, weights, _ = tables["train"]
test_X, test_y, _, _ = tables["test"]
model = textbook_learning.fit_model(X, y, weights, seed=0)
real = model.predict_proba(test_X)[:, list(model.classes_).index(1)]
fig, ax = plt.subplots(figsize=(5.4, 4.4), layout="constrained")
for name, score, style in (("mean only", test_X[:, 1], "--"), ("all features", real, "-")):
    wrong, right, _ = sklearn.metrics.roc_curve(test_y, score)
    area = sklearn.metrics.roc_auc_score(test_y, score)
    ax.plot(wrong, right, style, label=f"{name}: area {area:.3f}")
ax.set(xlabel="false walls that are kept (share)", ylabel="true walls that are kept (share)")
ax.set(xlim=(0, 0.25), ylim=(0.7, 1.01))
ax.set_title("Both tell most walls of the test volume")
ax.legend(loc="lower right")
plotting.describe(
    fig,
    "Two curves of kept true walls against kept false walls on the test volume, for the mean and "
    "for all features. Both rise steeply; the curve of all features reaches the top much earlier.",
)

# %% [markdown]
# **What to see.** Each point of a curve is one cut: walls above it are kept. A perfect score would
# reach the upper left corner: all true walls kept, no false one. This is a *ROC curve* (both axes
# show a part only). Its *area* is the chance that a true wall gets a higher score than a false one.
# Mean only: [0.982]{N-A09-21}. All features: [0.983]{N-A09-22}, nearly the same. But look at the
# top: with all features nearly every true wall is kept when few false ones are.

# %% [markdown]
# **Keep the model.** Training may take hours, so models are saved. Python's own way, the *pickle*,
# runs whatever code its author put inside when it is opened. `textbook_files.save_model(path,
# model)` writes a file of the library *skops*. It holds numbers and names of types, and you look at
# these before anything is loaded: `skops.io.get_untrusted_types(file=path)` lists those that are
# not known as safe.

# %% [markdown] exercise="predict_from_file" role="prompt"
# Write `predict_from_file(path, X)`. Load the model that `save_model` wrote. Return for each row of
# `X` the probability of the class 1. A file with types that are not trusted, or no such file at all
# (a pickle): raise a `ValueError`. `textbook_files.load_model(path)` does the loading and the
# refusing; or use `skops.io` yourself.


# %% exercise="predict_from_file" role="answer"
def predict_from_file(path, X):
    """Probability of the class 1 for each row, by the model in a file."""
    # 1 load the model (refuse what is not trusted)
    # 2 the column of class 1
    ### BEGIN SOLUTION
    model = textbook_files.load_model(path)
    column = list(model.classes_).index(1)
    return model.predict_proba(X)[:, column]
    ### END SOLUTION


# %% exercise="predict_from_file" role="check"
check.predict_from_file(predict_from_file)

# %% [markdown] exercise="learned_priority" role="prompt"
# Write `learned_priority(model, features)`. Return a *function* `priority(graph, a, b)`: the
# probability of the class 1 for the wall between `a` and `b`. `features` turns samples to a row.
# The regions come in any order. The class 1 is not always the last one: look into `model.classes_`.


# %% exercise="learned_priority" role="answer"
def learned_priority(model, features):
    """Priority function for agglomerate: probability that the wall is real."""
    # 1 which column belongs to class 1?
    # 2 a function inside: features of the samples, probability
    ### BEGIN SOLUTION
    column = list(model.classes_).index(1)

    def priority(graph, a, b):
        row = features(graph[min(a, b), max(a, b)])
        return float(model.predict_proba([row])[0, column])

    return priority
    ### END SOLUTION


# %% exercise="learned_priority" role="check"
check.learned_priority(learned_priority)

# %%
# a small part of the test volume, merged by A08's agglomerate with two priorities
corner = np.s_[:10, :56, :56]
few, few_truth = parts["test"][corner], tissue["test"].truth[corner]
small_graph = textbook.region_graph(few, tissue["test"].boundary[corner])
learned = textbook_learning.learned_priority(model, features)
for name, priority in (("mean", textbook.boundary_mean), ("learned", learned)):
    history = textbook.agglomerate(small_graph, priority, 0.5)
    merges, splits = textbook.split_vi(few_truth, textbook.apply_merges(few, history, 0.5))
    print(f"{name} to 0.5: false merges {merges:.2f}, false splits {splits:.2f}")

# %% [markdown] question="Q4"

# %% [markdown] question="Q6"

# %% [markdown] tags=["instructor"]
# *Timing:* 1 predict, 2 by hand, 5 + 5 + 7 exercises, 2 figure and questions. *Live:* sort
# ten cards with walls by hand, then by the model. *Expect:* "why not a forest?" (it works too:
# `classifier_priority` takes any classifier with probabilities; a logistic regression is quick),
# "why is merging slow here?" (one call for each wall; the package scores rows in compiled code),
# "is AUC useless?" (no: it speaks of single walls, not of what follows from them). *Common wrong
# answers:* weights to the wrong step, the column of class -1, a pickle, the label in place of the
# probability. *If short of time:* show E5b. *Discuss:* who would open a file from a stranger?

# %% [markdown] tags=["by-hand"]
# ## 4 Honest comparison (starts at minute 22, 33 minutes)
#
# Two volumes of real brain tissue: one to train on, one to test.
#
# **Predict.** We look for the best threshold of the mean on the training volume, and for the best
# one on the test volume. Will they be equal?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: the middle of the plateau.** Choose the threshold on training, then measure once on
# test. Often several thresholds share the smallest total:
#
# | Threshold | 0.70 | 0.80 | 0.85 | 0.90 | 0.95 |
# |---|---|---|---|---|---|
# | total VI | 0.9 | 0.6 | 0.6 | 0.6 | 0.8 |
#
# The first and the last lie at the edge: a small change of the volume, and they are wrong. So we
# take the middle between both, 0.85.

# %% [markdown] exercise="choose_threshold" role="prompt"
# Write `choose_threshold(train_totals)` for a dictionary from thresholds to totals, in any order.
# Find the smallest total. Its *plateau* is all neighbouring thresholds with exactly this total.
# Return the middle between the first and the last threshold of the plateau. If there are two
# plateaus, take the lower one.
#
# Example: the table gives `0.85`.


# %% exercise="choose_threshold" role="answer"
def choose_threshold(train_totals):
    """Middle of the plateau of the smallest total; the table gives 0.85."""
    # 1 thresholds in rising order, and the first with the smallest total
    # 2 go on while the next one has the same total
    ### BEGIN SOLUTION
    ts = sorted(train_totals)
    totals = [train_totals[t] for t in ts]
    first = last = totals.index(min(totals))
    while last + 1 < len(ts) and totals[last + 1] == totals[first]:
        last += 1
    return (ts[first] + ts[last]) / 2
    ### END SOLUTION


# %% exercise="choose_threshold" role="check"
check.choose_threshold(choose_threshold)

# %%
# brain tissue with the quick functions of imaging.regions
brain, trees, chosen = {}, {}, {}
thresholds = np.round(np.arange(0.05, 1, 0.05), 2)
for name, entry in (("train", "gala-em-train"), ("test", "gala-em-test")):
    volume = datasets.load_for_lesson(entry)
    own = volume.fragments if hasattr(volume, "fragments") else fragments_of(volume.boundary)
    described = imaging.regions.feature_graph(own, volume.boundary, imaging.regions.Moments())
    brain[name] = volume.truth, own, described
truth, _, described = brain["train"]
rows = imaging.regions.learn_agglomerate(described, truth, epochs=1, order="mean")
policy = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000))
policy.fit(rows.features, rows.labels[:, 0])
totals = {"train": {}, "test": {}}
for name, (truth, own, described) in brain.items():
    trees["mean", name] = imaging.regions.agglomerate(described.graph)
    learned = imaging.regions.classifier_priority(policy, described)
    trees["learned", name] = imaging.regions.agglomerate(described.graph, learned)
    for kind in ("mean", "learned"):
        cuts = [trees[kind, name].labels(own, t) for t in thresholds]
        totals[name][kind] = np.array([imaging.vi(truth, cut) for cut in cuts])
for kind in ("mean", "learned"):
    train_totals = dict(zip(thresholds.tolist(), totals["train"][kind], strict=True))
    chosen[kind] = textbook_learning.choose_threshold(train_totals)
    print(f"{kind}: threshold chosen on training {chosen[kind]:.2f}")
print(volume.note)

# %% [markdown] exercise="train_test_plot" role="prompt"
# Write `train_test_plot(ts, train, test)`. `train` and `test` are dictionaries with the totals of
# "mean" and "learned" over the thresholds `ts`. Draw four named lines in one panel, with both axes
# named. Mark for each priority the threshold that `textbook_learning.choose_threshold` chooses on
# *training*, and no other one. Return the figure.


# %% exercise="train_test_plot" role="answer"
def train_test_plot(ts, train, test):
    """Figure: total VI of mean and learned on train and test, the chosen thresholds marked."""
    # 1 two lines for each priority, with names
    # 2 threshold chosen on training: a vertical line
    # 3 names of the axes, legend
    ### BEGIN SOLUTION
    fig, ax = plt.subplots(figsize=(7, 4.2), layout="constrained")
    for name, colour in (("mean", "#0072B2"), ("learned", "#D55E00")):
        ax.plot(ts, train[name], "--", color=colour, label=f"{name}, train")
        ax.plot(ts, test[name], "-", color=colour, label=f"{name}, test")
        t = textbook_learning.choose_threshold(dict(zip(ts, train[name], strict=True)))
        ax.axvline(t, color=colour, linestyle=":")
    ax.set(xlabel="threshold", ylabel="total VI (bits)")
    ax.legend()
    return fig
    ### END SOLUTION


# %% exercise="train_test_plot" role="check"
check.train_test_plot(train_test_plot)

# %%
truth, own, _ = brain["test"]
for kind in ("mean", "learned"):
    honest = imaging.vi(truth, trees[kind, "test"].labels(own, chosen[kind]))
    print(f"{kind}: {honest:.3f} with the training threshold {chosen[kind]:.2f};", end=" ")
    print(f"smallest on test {totals['test'][kind].min():.3f}")
figure = train_test_plot(thresholds, totals["train"], totals["test"])
plotting.describe(
    figure,
    "Four lines of the total variation of information against the threshold: mean and learned, on "
    "training and on test. The mean falls; the learned lines are low and flat up to 0.9, then the "
    "one on test jumps.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** On training the line of the mean falls to the very end; on test it turns upwards
# before. So its training threshold is a bad one for the test volume. The learned lines are flat up
# to `0.9`: there the threshold hardly matters. One step further cells flow together, and the test
# line jumps.

# %% [markdown] question="Q5"

# %% tags=["folded"]
fig, axes = plt.subplots(1, 3, figsize=(10, 2.8), layout="constrained")
plotting.show_labels(axes[0], truth[25], title="true cells")
for ax, kind in zip(axes[1:], ("mean", "learned"), strict=True):
    cut = trees[kind, "test"].labels(own, chosen[kind])
    merges, splits = imaging.split_vi(truth, cut)
    plotting.show_labels(ax, cut[25], title=f"{kind}: merges {merges:.2f}, splits {splits:.2f}")
plotting.describe(
    fig,
    "One plane of the test volume: true cells, merged by the mean, and merged by the classifier, "
    "each at the threshold chosen on training. The mean has joined more cells than the classifier.",
)

# %% [markdown]
# **What to see.** Three times the same plane of the test volume; black pixels in the left panel are
# outlines. Look for colours that fill several true cells: those are false merges. The numbers in
# the titles are for the whole volume. At the thresholds that were best on training, the mean has
# nearly twice as many false merges as the classifier, and almost as many false splits.

# %% [markdown] tags=["by-hand"]
# **More than one score.** Others count *pairs of pixels*. Truth 1 1 2 2 and result 7 7 8 9 have 6
# pairs of pixels. 2 pairs are together in the truth, 1 in the result, 1 in both.
#
# | Score | Idea | Here |
# |---|---|---|
# | Rand | share of pairs on which both agree: (6 - 2 - 1 + 2 * 1) / 6 | 0.83 |
# | adjusted Rand | chance taken away: (1 - 2/6) / (1.5 - 2/6) | 0.57 |
# | Fowlkes-Mallows | 1 / sqrt(2 * 1) | 0.71 |
#
# By chance 2 * 1 / 6 pairs would be together in both; 1.5 is the mean of 2 and 1. A group of *n*
# pixels has *n (n - 1) / 2* pairs.

# %% [markdown] exercise="evaluate_segmentation" role="prompt"
# Write `evaluate_segmentation(truth, result)`. Return a dictionary: "vi" (`textbook.split_vi`, both
# halves together), "rand", "adjusted_rand", "fowlkes_mallows" (written by yourself), "precision",
# "recall" (`imaging.boundary_precision_recall`). Pixels with truth 0 are left out of the first
# four. No pair of pixels at all: Rand is 1; nothing to divide by: adjusted Rand is 1; no pair
# together anywhere: Fowlkes-Mallows is 1.

# %% exercise="evaluate_segmentation" role="answer"
def evaluate_segmentation(truth, result):
    """Six scores; 1 1 2 2 and 7 7 8 9 have Rand 0.83 and adjusted Rand 0.57."""
    truth, result = np.asarray(truth), np.asarray(result)
    # 1 pairs in both, in the truth, in the result, in all
    # 2 three scores from these four counts
    # 3 vi, precision and recall from the package
    ### BEGIN SOLUTION
    kept = truth != 0
    groups = np.stack([truth[kept], result[kept]])

    def pairs(counts):
        return int((counts * (counts - 1) // 2).sum())

    both = pairs(np.unique(groups, axis=1, return_counts=True)[1])
    in_truth, in_result = (pairs(np.unique(row, return_counts=True)[1]) for row in groups)
    n = pairs(np.array([kept.sum()]))
    chance = in_truth * in_result / n if n else 0
    room = (in_truth + in_result) / 2 - chance
    either = (in_truth * in_result) ** 0.5
    precision, recall = imaging.boundary_precision_recall(truth, result)
    return {
        "vi": sum(textbook.split_vi(truth, result)),
        "rand": (n - in_truth - in_result + 2 * both) / n if n else 1.0,
        "adjusted_rand": (both - chance) / room if room else 1.0,
        "fowlkes_mallows": both / either if either else float(in_truth == in_result),
        "precision": precision,
        "recall": recall,
    }
    ### END SOLUTION


# %% exercise="evaluate_segmentation" role="check"
check.evaluate_segmentation(evaluate_segmentation)

# %%
for kind in ("mean", "learned"):
    cut = trees[kind, "test"].labels(own, chosen[kind])
    scores = textbook_learning.evaluate_segmentation(truth, cut)
    print(f"{kind:8}", ", ".join(f"{name} {score:.3f}" for name, score in scores.items()))

# %% [markdown]
# **Keep the result.** Volumes are often kept in *HDF5* files. One file holds many arrays, each
# under a name; the program that these lessons follow calls its array "stack".
# `textbook_files.save_stack(path, array, group="stack")` writes one. With the library h5py, `with
# h5py.File(path) as file:` opens a file, and `file[group][()]` is the array.

# %% [markdown] exercise="load_stack" role="prompt"
# Write `load_stack(path, group="stack")`: the array with the name `group` in an HDF5 file. If there
# is no such name, stop with a `KeyError`: another array, read silently, would be worse. Import h5py
# inside the function.


# %% exercise="load_stack" role="answer"
def load_stack(path, group="stack"):
    """Array with this name in an HDF5 file."""
    # open, read, close
    ### BEGIN SOLUTION
    import h5py

    with h5py.File(path) as file:
        return file[group][()]
    ### END SOLUTION


# %% exercise="load_stack" role="check"
check.load_stack(load_stack)

# %% [markdown] tags=["instructor"]
# *Timing:* 1 predict, 2 plateau, 6 + 6 + 12 + 4 exercises, 2 figures and question. *Live:* cover
# the test curves with paper until each learner has written down a threshold. *Expect:* "is one
# test volume enough?" (no: with another one the order may change; report how many you had), "why
# is Rand so high?" (most pairs of pixels lie in different cells in any segmentation), "which score
# is right?" (each answers another question). *Common wrong answers:* the test minimum marked, the
# first threshold of a plateau, zeros of the truth counted, `n * n` pairs, the wrong name read
# silently. *If short of time:* give E7's counts. *Discuss:* have you seen a paper that chose on
# its test data?

# %% [markdown]
# ## Key points
#
# - The probability that a wall is real is a priority: the lowest is merged first.
# - A good score on walls does not mean a good segmentation: few wrong merges cost much.
# - A wrong merge is never undone.
# - Choose the threshold on training, in the middle of a plateau; measure once on test.
# - With honest thresholds the classifier wins here; with a peek the mean seems better.
# - Load models only from files that cannot run code.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | logistic regression (3) | a weighted sum of features, squeezed to a probability |
# | ROC curve, area (3) | true against false walls kept; chance that a true wall scores higher |
# | pickle (3) | Python's way to store objects; opening one can run code |
# | policy (4) | what decides about the next merge |
# | plateau (4) | neighbouring thresholds with the same smallest total |
# | Rand, adjusted Rand, Fowlkes-Mallows (4) | agreement on pairs of pixels |
# | HDF5, group (4) | a file of named arrays; a name in it |

# %% [markdown]
# ## Next time this fails
#
# The result still has scraps: regions of few pixels, rough outlines, cells cut by the border of the
# volume. A10 cleans label images, and says what is lost by it.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *A forest.* Put `RandomForestClassifier(100, random_state=0)` in place of the regression. Does the
# order of the two methods stay the same with five other seeds?
#
# *More passes, more features.* Use `epochs=2, order="active"`, and
# `imaging.regions.compose(imaging.regions.Moments(), imaging.regions.Histogram())`. Choose on
# training; then look at test once.

# %% [markdown]
# ## Further reading
#
# - Nunez-Iglesias, J. et al. (2013) Machine learning of hierarchical clustering to segment 2D and
#   3D images. *PLoS ONE* 8(8), e71715,
#   [doi:10.1371/journal.pone.0071715](https://doi.org/10.1371/journal.pone.0071715). Learned
#   agglomeration.
# - Rand, W. M. (1971) Objective criteria for the evaluation of clustering methods. *J. Am. Stat.
#   Assoc.* 66(336), 846-850,
#   [doi:10.1080/01621459.1971.10482356](https://doi.org/10.1080/01621459.1971.10482356). Pairs.
# - Fowlkes, E. B. and Mallows, C. L. (1983) A method for comparing two hierarchical clusterings.
#   *J. Am. Stat. Assoc.* 78(383), 553-569,
#   [doi:10.1080/01621459.1983.10478008](https://doi.org/10.1080/01621459.1983.10478008).
#
# **Data.** Tissue: drawn by a program, exact truth. Brain tissue: example volumes of gala,
# BSD-3-Clause.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other tables and
# label images. Save the notebook and hand it in.
