# %% [markdown]
# # A06a Four counts and the scores made of them
#
# One result, many scores. You build them all from four counts, and you learn which question each
# score answers.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 60 minutes | [18]{N-A06-01} points | vessel tile | A05 | [A06b](a06b-error-maps.ipynb) |

# %% [markdown]
# ## After this you can
#
# - **count** true and false positives and negatives, also when a class is missing;
# - **calculate** precision, recall, F1 and MCC from these counts, and **derive** that F1 is the
#   Dice coefficient;
# - **predict** how each score reacts when classes are swapped or the picture is padded;
# - **state** which value you report where a formula gives 0/0.
#
# **Questions we answer**
#
# 1. Which question does each score answer?
# 2. Which scores does a large background flatter?
# 3. What is the score of an empty mask?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | tn, fp, fn, tp and accuracy (A02b, section 4) | you count them yourself now | 3 minutes |
# | Dice coefficient (A02c, section 5) | it returns under another name | 3 minutes |
# | Otsu's threshold (A02a, section 2) | it makes the result that we score | 2 minutes |
#
# **Skip box.** Go to A06b if you can answer these. Which of the four counts is in neither precision
# nor recall? Why does MCC stay when both classes are swapped, while F1 changes? What is the MCC of
# an all-black mask?

# %% [markdown]
# ## Two questions first
#
# <details><summary>1. (A02c) Truth 1 1 0 0, result 1 0 0 0. What is the Dice coefficient?</summary>
#
# One pixel is shared, the sizes are 2 and 1: 2 x 1 / (2 + 1) = 2/3.
#
# </details>
# <details><summary>2. (A05) A nearest-neighbour classifier with k = 1 is scored on the pixels that
# it was trained on. What is this score worth?</summary>
#
# Nothing. Each pixel is its own nearest neighbour, so nearly every answer is right. A score has to
# come from pixels that were not used for training.
#
# </details>

# %%
import math

import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
from coursekit import check, datasets, imaging, plotting

tile = datasets.load_for_lesson("kesm-vessels")
vessels, truth = ndi.median_filter(imaging.invert(tile.image), size=3), tile.truth
result = vessels > imaging.otsu_threshold(vessels)
print(tile.note)

# %% [markdown] tags=["by-hand"]
# ## 1 Four counts (starts at minute 0, 20 minutes)
#
# In A02 a function of the course counted tn, fp, fn and tp. Now you write it, so that it also
# works when a class is missing.
#
# **Predict.** Truth and result are both completely black, 100 pixels each. How large are tn, fp, fn
# and tp? And if the truth has 3 vessel pixels, and only the result is black?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: a smoke alarm.** There is a fire or not; the alarm rings or not. That makes four
# cases.
#
# | | alarm is silent | alarm rings |
# |---|---|---|
# | **no fire** | true negative (tn) | false positive (fp): false alarm |
# | **fire** | false negative (fn): missed fire | true positive (tp) |
#
# The second word repeats what the alarm says: positive means it rings. The first word judges it:
# true means it is right. Here the truth is the fire and the result is the alarm, one for each
# pixel. A pixel that belongs to the object is called *foreground*, all others are *background*.
# Counting like this assumes that the truth is right.

# %%
small_truth = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 0]], dtype=bool)
small_result = np.array([[1, 0, 1], [0, 0, 1], [1, 0, 0]], dtype=bool)
# 1 false alarms: not in the truth (~ turns yes into no), and (&) in the result
false_alarms = ~small_truth & small_result
# 2 count the pixels that say yes
print(f"false positives: {np.count_nonzero(false_alarms)}")
# 3 a mask? np.isin asks each pixel whether it is 0 or 1, .all() whether every answer is yes
for name, array in {"small_truth": small_truth, "the tile": vessels}.items():
    print(f"{name} holds 0 and 1 only: {np.isin(array, (0, 1)).all()}")

# %% tags=["folded"]
colours = {
    "TP": plotting.ERROR_COLOURS["tp"],
    "FP": plotting.ERROR_COLOURS["fp"],
    "FN": plotting.ERROR_COLOURS["fn"],
    "TN": "white",
}
fig, axes = plt.subplots(1, 3, figsize=(9, 3.4), layout="constrained")
plotting.show_values(axes[0], small_truth, title="truth: 4 object pixels")
plotting.show_values(axes[1], small_result, title="result: 4 object pixels")
for (row, column), real in np.ndenumerate(small_truth):
    called = small_result[row, column]
    kind = ("T" if real == called else "F") + ("P" if called else "N")
    square = plt.Rectangle((column, row), 1, 1, facecolor=colours[kind], edgecolor="black")
    axes[2].add_patch(square)
    axes[2].text(column + 0.5, row + 0.5, kind, ha="center", va="center", fontsize=14)
axes[2].set(xlim=(0, 3), ylim=(3, 0), aspect="equal", xticks=[], yticks=[])
axes[2].set_title("4 TN, 1 FP, 1 FN, 3 TP")
plotting.describe(
    fig,
    "Truth and result with nine pixels each, and a third square with the kind of each pixel in "
    "letters: three TP above and right, one FN in the centre, one FP bottom left, four TN.",
)

# %% [markdown]
# **What to see.** Truth and result have the same number of object pixels, and still two of nine
# pixels are wrong. In the lower left corner the result says `1` and the truth `0`: an FP. In the
# centre it is the other way round: an FN. All four counts add up to nine.
#
# **Refuse what makes no sense.** One day somebody hands over the grey image instead of the mask, or
# masks of different shapes. A careful function stops with a message then; it returns no wrong
# number. In Python two lines do this, here for the shapes:
#
# ```python
# if truth.shape != result.shape:
#     raise ValueError("truth and result must have the same shape.")
# ```

# %% [markdown] exercise="confusion_counts" role="prompt"
# Write `confusion_counts(truth, result)` for two masks of 0 and 1 (or `False` and `True`). Return a
# dictionary of whole numbers with the keys `"tn"`, `"fp"`, `"fn"`, `"tp"`. Raise a `ValueError` if
# the shapes differ, or if one of the masks holds any other value.
#
# Example: the nine pixels above give `{"tn": 4, "fp": 1, "fn": 1, "tp": 3}`.

# %% exercise="confusion_counts" role="answer"
def confusion_counts(truth, result):
    """Dictionary of tn, fp, fn, tp; truth [0, 1, 1] and result [0, 1, 0]: 1, 0, 1, 1."""
    truth, result = np.asarray(truth), np.asarray(result)
    # 1 refuse different shapes, and values other than 0 and 1
    # 2 make masks of True and False (`== 1`), so that ~ and & work
    # 3 count the pixels of each kind
    ### BEGIN SOLUTION
    if truth.shape != result.shape:
        raise ValueError("truth and result must have the same shape.")
    if not np.isin(truth, (0, 1)).all() or not np.isin(result, (0, 1)).all():
        raise ValueError("truth and result must hold 0 and 1 only.")
    truth, result = truth == 1, result == 1
    return {
        "tn": int(np.count_nonzero(~truth & ~result)),
        "fp": int(np.count_nonzero(~truth & result)),
        "fn": int(np.count_nonzero(truth & ~result)),
        "tp": int(np.count_nonzero(truth & result)),
    }
    ### END SOLUTION


# %% exercise="confusion_counts" role="check"
check.confusion_counts(confusion_counts)

# %%
black = np.zeros_like(truth)
print("Otsu's mask:    ", imaging.confusion_counts(truth, result))
print("two black masks:", imaging.confusion_counts(black, black))
print("classes that occur in the truth:     ", np.unique(truth))
print("classes that occur in the black mask:", np.unique(black))

# %% [markdown] question="Q1"
# **Compare with your prediction.** Two black masks of 100 pixels have 100 tn and nothing else. With
# 3 vessel pixels in the truth there are 97 tn and 3 fn.
#
# **Classes that do not occur.** Your function asks for four kinds, whether they occur or not. Other
# functions look first which classes occur. For two black masks `confusion_matrix` of the library
# scikit-learn finds one class, so its table has one box instead of four. A program that takes four
# counts out of this table stops with an error. The tile comes from an article, *Image segmentation
# with Python*. Its code treats these cases separately. The function in `imaging` is more generous
# than yours: every value but 0 is foreground.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 alarm, 3 figure, 8 exercise, 2 question. *Live:* let four learners stand in
# the corners of the room as tn, fp, fn, tp; call out pixels. *Expect:* "who decides what is
# positive?" (we do; section 3 swaps it), "does `labels=[0, 1]` repair scikit-learn?" (yes, if
# somebody remembers it). *Common wrong answers:* fp and fn exchanged, the order of a 2x2 table read
# as tp first, counts as shares, `truth * result` on 0 and 255. *If short of time:* show the two
# black masks yourself. *Discuss:* for a smoke alarm, is a false alarm as bad as a missed fire?

# %% [markdown] tags=["by-hand"]
# ## 2 Accuracy, precision, recall, F1 (starts at minute 20, 20 minutes)
#
# Four counts are hard to compare. A score makes one number of them; the rest is lost.
#
# **Predict.** A random mask calls each pixel vessel with a chance of 3 in 100, about as often as
# vessels occur. Which share of the vessel pixels does it find? Will its accuracy be high?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: a fishing net.** A net comes up with 4 fish and 1 boot. 4 more fish stay in the lake.
#
# | Score | Question | Fraction | The net |
# |---|---|---|---|
# | precision | How much of the catch is fish? | tp / (tp + fp) | 4 / 5 = 0.8 |
# | recall | How many of the fish were caught? | tp / (tp + fn) | 4 / 8 = 0.5 |
# | F1 | both in one number | 2 tp / (2 tp + fp + fn) | 8 / 13 = 0.62 |
# | accuracy | How much was done right? | (tp + tn) / all | ? |
#
# For the accuracy we would have to count every stone that rightly stayed in the lake. The first
# three scores have no tn and need no stones. They assume that one class is the object.

# %% [markdown] tags=["by-hand"]
# **Where have we seen F1 before?** The truth has tp + fn object pixels, the result has tp + fp, and
# they share tp. Put this into the Dice coefficient of A02: twice the shared part by both sizes.
#
# $$D = \frac{2\,tp}{(tp + fn) + (tp + fp)} = \frac{2\,tp}{2\,tp + fp + fn} = F_1$$
#
# So both are the same number for every pair of masks. F1 always lies between precision and recall,
# nearer to the smaller one: the net has 0.62, while the middle of 0.8 and 0.5 is 0.65. A high F1
# needs both.

# %% [markdown] exercise="accuracy_from_counts" role="prompt"
# Write `accuracy_from_counts(c)`. `c` is a dictionary of the four counts, as `confusion_counts`
# returns it: `c["tp"]` is one of them. Return the share of the pixels that are right, not rounded.
#
# Example: 4 tn, 1 fp, 1 fn and 3 tp give 7/9.

# %% exercise="accuracy_from_counts" role="answer"
def accuracy_from_counts(c):
    """Share of right pixels; tn 4, fp 1, fn 1, tp 3 give 7/9."""
    # 1 how many pixels are right?
    # 2 which share of all pixels is that?
    ### BEGIN SOLUTION
    right = c["tp"] + c["tn"]
    return right / (c["tn"] + c["fp"] + c["fn"] + c["tp"])
    ### END SOLUTION


# %% exercise="accuracy_from_counts" role="check"
check.accuracy_from_counts(accuracy_from_counts)

# %% [markdown] exercise="precision_recall" role="prompt"
# Write `precision_recall(c)`. Return two numbers, precision first. An empty catch has the precision
# 0/0, an empty lake the recall 0/0: return 0 for them.
#
# Example: the net, with 1 boot as fp, 4 fish missed and 4 caught, gives `(0.8, 0.5)`, for every tn.

# %% exercise="precision_recall" role="answer"
def precision_recall(c):
    """Precision and recall; fp 1, fn 4, tp 4 give (0.8, 0.5)."""
    # 1 how many pixels does the result call object, and how many are object?
    # 2 which share of each is tp? (an empty catch or an empty lake: 0)
    ### BEGIN SOLUTION
    called = c["tp"] + c["fp"]
    real = c["tp"] + c["fn"]
    precision = c["tp"] / called if called else 0.0
    recall = c["tp"] / real if real else 0.0
    return precision, recall
    ### END SOLUTION


# %% exercise="precision_recall" role="check"
check.precision_recall(precision_recall)

# %% [markdown] exercise="f1_from_counts" role="prompt"
# Write `f1_from_counts(c, undefined=1.0)`. If the fraction is 0/0, return `undefined`.
#
# Example: the net, with fp 1, fn 4 and tp 4, gives 8/13. Two black masks give `undefined`.

# %% exercise="f1_from_counts" role="answer"
def f1_from_counts(c, undefined=1.0):
    """F1 of the four counts; fp 1, fn 4, tp 4 give 8/13."""
    # 1 the number below the fraction line; is it 0? then return `undefined`
    # 2 the fraction
    ### BEGIN SOLUTION
    below = 2 * c["tp"] + c["fp"] + c["fn"]
    if below == 0:
        return undefined
    return 2 * c["tp"] / below
    ### END SOLUTION


# %% exercise="f1_from_counts" role="check"
check.f1_from_counts(f1_from_counts)

# %% tags=["folded"]
chance = np.random.default_rng(0).random(truth.shape)
masks = {"Otsu's mask": result, "all black": black, "random 3 %": chance < 0.03}
places = np.arange(4)
fig, ax = plt.subplots(figsize=(9, 3.8), layout="constrained")
for number, (name, mask) in enumerate(masks.items()):
    c = imaging.confusion_counts(truth, mask)
    precision, recall = imaging.precision_recall(c)
    values = [imaging.accuracy_from_counts(c), precision, recall, imaging.f1_from_counts(c)]
    words = [f"{value:.3f}" for value in values]
    if not mask.any():
        values[1], words[1] = 0, "0/0"
    bars = ax.bar(places + 0.27 * (number - 1), values, 0.25, label=name, edgecolor="white",
                  color=plotting.PALETTE[number], hatch=("", "//", "..")[number])
    ax.bar_label(bars, words, fontsize=9)
ax.set_xticks(places, ["accuracy", "precision", "recall", "F1"])
ax.set(ylim=(0, 1.15), ylabel="score", title="Only accuracy is high for masks that find nothing")
ax.legend(loc="upper right", ncols=3, bbox_to_anchor=(1, -0.08), frameon=False)
plotting.describe(
    fig,
    "Bars of accuracy, precision, recall and F1 for three masks. All three are accurate above "
    "0.94. In the other scores only Otsu's mask is high; the black and random masks are near 0.",
)

# %% [markdown]
# **What to see.** In accuracy all three masks stand close together, above [0.94]{N-A06-02}. In
# recall the random mask falls to [0.030]{N-A06-03}: it finds three in a hundred vessel pixels,
# which is its chance. The precision of the black mask is 0/0: its catch is empty, so there is
# nothing to take a share of; the function returns 0. Otsu's mask has a precision of
# [0.979]{N-A06-04} and a recall of [0.750]{N-A06-05}. What it calls vessel is vessel, but it misses
# a quarter.

# %% [markdown] question="Q2"

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 net and F1, 3 + 4 + 4 exercises, 2 figure, 1 question. *Live:* a bag with
# coins (fish) and buttons (boots); a learner grasps once, the class computes both scores. *Expect:*
# "which is more important?" (that depends on the price of a boot and of a lost fish), "is recall
# not the accuracy of one class?" (yes, of the object). *Common wrong answers:* the two exchanged
# (the net tells them apart), tn in F1, 0/0 as `nan` or an error. *If short of time:* E2 together.
# *Discuss:* a search for tumours, and a search for suitable photographs: which score would you
# choose?

# %% [markdown] tags=["by-hand"]
# ## 3 MCC, swapping and padding (starts at minute 40, 20 minutes)
#
# F1 looks at one class. A score that looks at both was proposed by Matthews in 1975.
#
# **Predict.** Call the background "object" and the vessels "background", in the truth and in the
# result. No pixel is better or worse than before. Which scores should stay? Which will?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: do both change together?** Walk through all pixels. Whenever the truth says yes, does
# the result say yes more often than otherwise? +1 means always, 0 means no connection, as in
# guessing, and -1 means always the opposite. Changing together is called correlation, and the
# number *Matthews correlation coefficient*, MCC.
#
# By hand, with the nine pixels of section 1: right times right minus wrong times wrong is
# 3 x 4 - 1 x 1 = 11. The four sums count the pixels that are called object (4), really object (4),
# really background (5) and called background (5). Their product is 400, its square root 20.
# MCC = 11/20 = 0.55.
#
# $$\frac{tp \cdot tn - fp \cdot fn}{\sqrt{(tp+fp)(tp+fn)(tn+fp)(tn+fn)}}$$

# %% [markdown] tags=["by-hand"]
# **When a class is missing.** If one of the four sums is 0, then MCC is 0/0. It has no value, and
# we must agree on one: a *convention*. Two programs chose differently.
#
# | Truth, result | F1 article | F1 scikit-learn | MCC article | MCC scikit-learn |
# |---|---|---|---|---|
# | both black | 1 | 0 | 1 | 0 |
# | vessels, black | 0 | 0 | -1 | 0 |
#
# In the first row everything is right, and the article gives the best score. In the second row
# nothing was found. -1 means "worst", 0 means "no better than guessing". Both can be defended. But
# whoever reports such a score has to say which convention was used.

# %% [markdown] exercise="mcc_from_counts" role="prompt"
# Write `mcc_from_counts(c, undefined=-1.0)`. If there are no errors at all, return 1, also where a
# class is missing. Else, if one of the four sums is 0, return `undefined`. The counts may be large
# NumPy numbers: compute with whole numbers of Python, `int(...)`, which have no limit. `math.sqrt`
# gives the square root.
#
# Example: 4 tn, 1 fp, 1 fn and 3 tp give `0.55`.

# %% exercise="mcc_from_counts" role="answer"
def mcc_from_counts(c, undefined=-1.0):
    """Matthews correlation coefficient; tn 4, fp 1, fn 1, tp 3 give 0.55."""
    tn, fp, fn, tp = (int(c[kind]) for kind in ("tn", "fp", "fn", "tp"))
    # 1 no errors at all? then the score is 1
    # 2 the product of the four sums; is it 0? then return `undefined`
    # 3 right times right minus wrong times wrong, divided by the root
    ### BEGIN SOLUTION
    if fp == 0 and fn == 0:
        return 1.0
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    if product == 0:
        return undefined
    return (tp * tn - fp * fn) / math.sqrt(product)
    ### END SOLUTION


# %% exercise="mcc_from_counts" role="check"
check.mcc_from_counts(mcc_from_counts)

# %%
# np.pad adds a black border, here 256 pixels on each side; ~ swaps the classes
variants = {
    "as it is": (truth, result),
    "swapped": (~truth, ~result),
    "padded": (np.pad(truth, 256), np.pad(result, 256)),
}
for name, pair in variants.items():
    c = imaging.confusion_counts(*pair)
    accuracy, f1 = imaging.accuracy_from_counts(c), imaging.f1_from_counts(c)
    print(f"{name:8}  accuracy {accuracy:.3f}  F1 {f1:.3f}  MCC {imaging.mcc_from_counts(c):.3f}")
sums = [c["tp"] + c["fp"], c["tp"] + c["fn"], c["tn"] + c["fp"], c["tn"] + c["fn"]]
# the product of the four sums under the root, once in Python's numbers and once in NumPy's
print("padded, product in Python:", math.prod(sums))
print("padded, product in NumPy: ", np.prod(np.array(sums)))

# %% [markdown] question="Q4"

# %% [markdown] question="Q6"

# %% tags=["folded"]
fig, axes = plt.subplots(1, 3, figsize=(10, 3.6), width_ratios=[5, 2, 2], layout="constrained")
for number, (name, pair) in enumerate(variants.items()):
    c = imaging.confusion_counts(*pair)
    functions = (imaging.accuracy_from_counts, imaging.f1_from_counts, imaging.mcc_from_counts)
    scores = [function(c) for function in functions]
    bars = axes[0].bar(np.arange(3) + 0.3 * (number - 1), scores, 0.28, label=name,
                       color=plotting.PALETTE[number], hatch=("", "//", "..")[number],
                       edgecolor="white")
    axes[0].bar_label(bars, fmt="%.3f", fontsize=8)
    if number:
        plotting.show_mask(axes[number], pair[1], title=f"result, {name}")
axes[0].set_xticks([0, 1, 2], ["accuracy", "F1", "MCC"])
axes[0].set(ylim=(0, 1.12), ylabel="score", title="Swapping changes F1, padding changes accuracy")
axes[0].legend(loc="upper center", ncols=3, bbox_to_anchor=(0.5, -0.08), frameon=False)
plotting.describe(
    fig,
    "Bars of accuracy, F1 and MCC of Otsu's mask: as it is, with swapped classes, with a black "
    "border. F1 jumps after the swap, accuracy rises with the border. Two masks show both changes.",
)

# %% [markdown]
# **What to see.** After the swap F1 rises from [0.849]{N-A06-06} to [0.996]{N-A06-07}, because now
# it asks for the background. Accuracy and MCC stay. The border improves the accuracy from
# [0.992]{N-A06-10} to [0.998]{N-A06-11}, although nobody found a vessel. F1 stays, and MCC moves by
# [0.003]{N-A06-09} only.
#
# **Large numbers.** In Python whole numbers grow as needed. NumPy keeps 64 bits for each of them,
# and the product of the padded picture does not fit. It goes round like the clock of A01, without a
# warning, and becomes negative. A negative number has no root.

# %% [markdown] question="Q5"
# Look at the table of conventions above.

# %% [markdown] exercise="validation_report" role="prompt"
# Write `validation_report(truth, result)`: count once, then score. Return a dictionary with the
# keys of the article: `"accuracy"`, `"f1_score"` and `"mcc"`. Use the functions of `imaging` with
# their conventions as they are.
#
# Example: the nine pixels of section 1 give 7/9, `0.75` and `0.55`.

# %% exercise="validation_report" role="answer"
def validation_report(truth, result):
    """Dictionary of accuracy, f1_score and mcc; equal masks with both classes give 1, 1, 1."""
    # 1 the four counts
    # 2 one entry for each score
    ### BEGIN SOLUTION
    c = imaging.confusion_counts(truth, result)
    return {
        "accuracy": imaging.accuracy_from_counts(c),
        "f1_score": imaging.f1_from_counts(c),
        "mcc": imaging.mcc_from_counts(c),
    }
    ### END SOLUTION


# %% exercise="validation_report" role="check"
check.validation_report(validation_report)

# %%
for name, mask in masks.items():
    scores = imaging.validation_report(truth, mask).items()
    print(f"{name:12}", ", ".join(f"{score} {value:.4f}" for score, value in scores))

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 idea and conventions, 7 + 4 exercises, 1 figure, 3 questions. *Live:* write
# the four counts in a 2x2 table on the board and turn the board upside down: that is the swap.
# *Expect:* "why the root?" (it keeps the number between -1 and +1), "is MCC always better than F1?"
# (it needs a meaningful tn; for a net in a lake nobody has one). *Common wrong answers:* the root
# forgotten, plus for minus on top, -1 also where all is right, products of NumPy integers. The 0/0
# of a perfect one-class mask is where the conventions differ most: ask for opinions first. *If
# short of time:* Q6 together. *Discuss:* the article prints an F1 of [0.849]{N-A06-06} and writes
# `0.84` in the text. Is this rounding?

# %% [markdown]
# ## Key points
#
# - Four counts say how many pixels are right and wrong, and in which way; count all four, even if
#   they are 0.
# - Precision asks about the catch, recall about the lake.
# - F1 is the Dice coefficient; true negatives are not in it.
# - Accuracy grows with every black border: here from [0.992]{N-A06-10} to [0.998]{N-A06-11}.
# - MCC treats both classes alike: swapping them leaves it at [0.853]{N-A06-08}.
# - A score that is 0/0 needs a convention, and the reader has to be told which.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | TP, FP, FN, TN (1) | found, wrongly added, missed, rightly left out; also written small |
# | precision (2) | share of the pixels called object that are object |
# | recall (2) | share of the object pixels that were found |
# | F1 (2) | 2 tp / (2 tp + fp + fn); the same number as the Dice coefficient |
# | MCC (3) | Matthews correlation coefficient, from -1 (opposite) to +1 (equal) |
# | undefined (3) | 0/0: the formula gives no value |
# | convention (3) | a value that we agree on where a formula gives none |

# %% [markdown]
# ## Next time this fails
#
# Two results with the same four counts. So all scores of this notebook are equal, to the last
# digit. Which one would you rather have?

# %% tags=["folded"]
pieces, _ = ndi.label(truth)  # numbers the separate pieces of a mask; A07 shows how
longest = np.argmax(np.bincount(pieces.ravel())[1:]) + 1
one_lost = truth & (pieces != longest)
edge = np.flatnonzero(truth & ~ndi.binary_erosion(truth))  # vessel pixels beside background
lost = np.random.default_rng(2).choice(edge, np.count_nonzero(pieces == longest), replace=False)
edge_lost = truth.copy()
edge_lost.flat[lost] = False
fig, axes = plt.subplots(1, 3, figsize=(10, 3.9), layout="constrained")
plotting.show_mask(axes[0], truth, title="truth")
for ax, mask, name in zip(axes[1:], (one_lost, edge_lost), ("result A", "result B"), strict=True):
    report = imaging.validation_report(truth, mask)
    words = f"{name}: F1 {report['f1_score']:.3f}, MCC {report['mcc']:.3f}"
    plotting.show_mask(ax, mask, title=words)
plotting.describe(
    fig,
    "The traced vessels and two results with equal F1 and MCC. In result A the largest piece of "
    "vessel is gone; in result B all pieces are there, with thinner and rougher edges.",
)

# %% [markdown]
# **What to see.** Result A has lost the largest piece, the round one at the top. Result B keeps a
# part of every piece, and lost as many pixels at the edges. Counts forget the places. A06b draws
# them.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Half and half.* F1 of a random mask depends on the share of the object. Make truth and result at
# random, with shares of 3, 10 and 50 per cent, and print F1 and MCC. Which of the two tells you at
# once that a mask is random?
#
# *A wider border.* Pad by `0`, `100`, `200` and so on up to `1000` pixels, and draw accuracy, F1
# and MCC against the width. Where does the accuracy end if the border grows for ever?

# %% [markdown]
# ## Further reading
#
# - Matthews, B. W. (1975) Comparison of the predicted and observed secondary structure of T4 phage
#   lysozyme. *Biochimica et Biophysica Acta* 405(2), 442-451,
#   [doi:10.1016/0005-2795(75)90109-9](https://doi.org/10.1016/0005-2795%2875%2990109-9). The origin
#   of MCC, for proteins.
# - Chicco, D. and Jurman, G. (2020) The advantages of the Matthews correlation coefficient (MCC)
#   over F1 score and accuracy in binary classification evaluation. *BMC Genomics* 21, 6,
#   [doi:10.1186/s12864-019-6413-7](https://doi.org/10.1186/s12864-019-6413-7). A case for MCC, with
#   examples.
# - Dice, L. R. (1945) Measures of the amount of ecologic association between species. *Ecology*
#   26(3), 297-302, [doi:10.2307/1932409](https://doi.org/10.2307/1932409). F1 under its other name.
#
# **Data.** Vessel tile and article: Vemuri, *Image segmentation with Python* (Kite, 2019), MIT
# licence of the repository.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other images.
# Save the notebook and hand it in.
