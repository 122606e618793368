# %% [markdown]
# # A02c Dice, many classes, and who chose the threshold
#
# You write a score that asks for the object. Then you use it for many classes, and you learn when a
# good score deceives.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 45 minutes | [16]{N-A02-60} points | vessels, head slice, phantom | A02b | A03 |

# %% [markdown]
# ## After this you can
#
# - **calculate** the Dice coefficient of a mask, and of each class of a label image;
# - **plot** image, truth and result with a computed score, and scores against the threshold;
# - **select** the threshold with the best score, and **judge** what that score is worth on a new
#   image.
#
# **Questions we answer**
#
# 1. Which score ignores a large background?
# 2. How do we score more than two classes?
# 3. May we choose the threshold by looking at the truth?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | masks and `image > t` (A02a, section 1) | we score masks | 2 minutes |
# | accuracy and its trap (A02b, section 4) | the new score repairs it | 3 minutes |
# | label images (A01, section 2) | section 6 scores every class | 3 minutes |
#
# **Skip box.** Go to A03 if you can answer these. What is the Dice coefficient of two equal masks,
# and of two empty ones? Why is one accuracy over all pixels not enough for many classes? You chose
# a threshold with the truth of an image: is its score on this image fair?

# %% [markdown]
# ## Two questions first
#
# <details><summary>1. (A01) What is the difference between a mask and a label image?</summary>
#
# A mask has two values, yes or no. A label image has one whole number for each class or object, and
# 0 for the background.
#
# </details>
# <details><summary>2. (A02b) Which pixels give an all-black mask its high accuracy?</summary>
#
# The true negatives: background pixels that it rightly calls background.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
import skimage as ski
from coursekit import check, datasets, imaging, plotting

tile, head = (datasets.load_for_lesson(name) for name in ("kesm-vessels", "oasis-brain"))
vessels = ndi.median_filter(imaging.invert(tile.image), size=3)
truth = tile.truth
slice_image, brain = imaging.to_unit_range(head.image), head.truth
print(tile.note, head.note, sep="\n")

# %% [markdown] tags=["by-hand"]
# ## 5 The Dice coefficient (starts at minute 0, 15 minutes)
#
# A large background gave even a black mask a high accuracy. We want a score that looks at the
# object only.
#
# **Predict.** A person marked 6 pixels. A program marked 4 pixels. They share 3. Give the program a
# mark between 0 and 1. What must happen for a 1, what for a 0?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: two discs of paper.** Lay one disc on the other. The shared part lies on both, so we
# count it twice: once for each disc. Then we divide by both sizes together.
#
# By hand: 3 pixels are shared, the sizes are 6 and 4. Dice = 2 x 3 / (6 + 4) = 0.6.
#
# In symbols: $D = 2\,|A \cap B| \,/\, (|A| + |B|)$, where $|A|$ is the size of $A$ and $A \cap B$
# the shared part. Equal masks give 1, separate masks give 0. True negatives are nowhere in the
# formula, so a larger background changes nothing. Dice assumes that every pixel of the object
# matters equally. Two empty masks give 0/0: here we must *agree* on a value. Another name is *F1
# score*.

# %% tags=["folded"]
rows, columns = np.mgrid[:60, :90]
disc_a = (rows - 30) ** 2 + (columns - 34) ** 2 < 24**2
disc_b = (rows - 30) ** 2 + (columns - 58) ** 2 < 20**2
shared, sizes = np.sum(disc_a & disc_b), (disc_a.sum(), disc_b.sum())
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
plotting.show_labels(left, disc_a + 2 * disc_b, title=f"Two discs share {shared} pixels")
left.text(22, 31, "A", ha="center", color="white", fontsize=16)
left.text(69, 31, "B", ha="center", color="black", fontsize=16)
rows = ["size of A\nand of B", "shared part,\ntwice"]
first, second = [sizes[0], shared], [sizes[1], shared]
blue, orange, green = plotting.PALETTE[:3]
right.barh(rows, first, color=[blue, green], edgecolor="white")
right.barh(rows, second, left=first, color=[orange, green], edgecolor="white", hatch="//")
right.set(xlabel="pixels")
right.invert_yaxis()
right.set_title(f"Dice = {2 * shared} / {sum(sizes)} = {2 * shared / sum(sizes):.2f}")
plotting.describe(
    fig,
    "Left: a large disc A and a smaller disc B overlap. Right: two bars, the upper of the sizes "
    "of A and B, the lower of the shared part twice. Dice is the lower bar divided by the upper.",
)

# %% [markdown]
# **What to see.** Dice is the lower bar as a part of the upper bar. If B moved on top of A, the
# lower bar would grow; it reaches the full length only when both discs are equal.

# %% [markdown] exercise="dice_coefficient" role="prompt"
# Write `dice_coefficient(truth, result, empty=1.0)` for two masks of the same shape. Every pixel
# that is not zero belongs to the object, whatever the dtype. If both masks are empty, return
# `empty`.
#
# Example: `dice_coefficient([1, 1, 0, 0], [1, 0, 0, 0])` is 2/3.
#
# A warning from practice: with masks of 0 and 255 in uint8, `truth * result` goes
# round like the clock of A01.

# %% exercise="dice_coefficient" role="answer"
def dice_coefficient(truth, result, empty=1.0):
    """Twice the shared pixels by both sizes; [1, 1, 0, 0] and [1, 0, 0, 0] give 2/3."""
    truth = np.asarray(truth) != 0
    result = np.asarray(result) != 0
    # 1 the sizes of both masks together; nothing there? then return `empty`
    # 2 twice the shared part, divided by the sizes
    ### BEGIN SOLUTION
    sizes = truth.sum() + result.sum()
    if sizes == 0:
        return empty
    return 2 * (truth & result).sum() / sizes
    ### END SOLUTION


# %% exercise="dice_coefficient" role="check"
check.dice_coefficient(dice_coefficient)

# %%
t = imaging.otsu_threshold(vessels)
raw_dark = ndi.median_filter(tile.image, size=3)  # not inverted: the vessels are dark
masks = {
    "Otsu's mask": vessels > t,
    "all-black mask": np.zeros_like(truth),
    "Otsu, but not inverted": raw_dark > imaging.otsu_threshold(raw_dark),
}
for name, mask in masks.items():
    score = imaging.dice_coefficient(truth, mask)
    print(f"{name}: accuracy {imaging.accuracy(truth, mask):.4f}, Dice {score:.4f}")
# your turn: print the Dice coefficients of vessels > 45, vessels > 50 and vessels > 60

# %% [markdown] question="Q1"
# The all-black mask falls from an accuracy of [0.9715]{N-A02-74} to a Dice coefficient of 0.
# Forgetting to invert gives [0.0141]{N-A02-75}. An article read the cut 50 off the
# histogram of this tile. (It calls the score F1.) Test it: complete the cell above, so that it
# prints three more scores.

# %% [markdown] exercise="threshold_plot" role="prompt"
# Write `threshold_plot(image, truth, t)`. It returns a figure with three panels side by side: the
# image, the truth, and the mask of the pixels above `t`. Give each panel a title. The title of the
# result contains its Dice coefficient with two decimals, computed and not typed by hand.
#
# Afterwards the course calls your function for the head slice with the cut `0.1`.

# %% exercise="threshold_plot" role="answer"
def threshold_plot(image, truth, t):
    """Figure with image, truth and result; the result's title tells its Dice."""
    fig, axes = plt.subplots(1, 3, figsize=(9, 3.4), layout="constrained")
    # 1 the mask and its Dice coefficient (imaging.dice_coefficient)
    # 2 three panels: plotting.show_image, plotting.show_mask, plotting.show_mask
    # 3 return the figure
    ### BEGIN SOLUTION
    result = image > t
    score = imaging.dice_coefficient(truth, result)
    plotting.show_image(axes[0], image, title="image")
    plotting.show_mask(axes[1], truth, title="truth")
    plotting.show_mask(axes[2], result, title=f"result, cut {t}: Dice {score:.2f}")
    return fig
    ### END SOLUTION


# %% exercise="threshold_plot" role="check"
check.threshold_plot(threshold_plot)

# %%
figure = threshold_plot(slice_image, brain, 0.1)
plotting.describe(
    figure,
    "Three panels: a head slice, its brain mask, and all pixels above the cut 0.1. The result has "
    "most of the brain, but also the ring around the head; dark places inside the brain are lost.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** The Dice coefficient is [0.78]{N-A02-61}. The wrong pixels are of two kinds. The
# bright ring around the head was added, and dark places inside the brain were missed.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 discs, 4 + 4 exercises, 2 question. *Live:* two paper discs on a projector,
# or two hands. *Expect:* "why twice?" (equal masks must give 1), "why not the shared part by all
# pixels covered?" (that is the Jaccard index of A12; both rank masks in the same order), "is
# [0.849]{N-A02-64} good?" (no number is good by itself: compare with the empty mask, with another
# method, with a second person). *Common wrong answers:* the overlap counted once (equal masks give
# one half), `truth * result` on 0 and 255 (this tile: [0.0033]{N-A02-68}, not [0.8493]{N-A02-69}),
# 0/0 as `nan`. *If short of time:* the plot is homework.

# %% [markdown] tags=["by-hand"]
# ## 6 More than two classes (starts at minute 15, 15 minutes)
#
# Many images have more than one kind of object. Their truth is a label image, with a number for
# each class.
#
# **Predict.** The classes have the labels 0, 2 and 5. Six pixels: truth 0 0 2 2 5 5, result 0 2 2 2
# 0 0. Which class gets the best score? What is fair for class 5?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: one question per class.** For each class ask "is it this one, yes or no?" That gives
# two masks, and masks we can score.
#
# | Class | Truth | Result | Dice |
# |---|---|---|---|
# | 0 | 1 1 0 0 0 0 | 1 0 0 0 1 1 | 2 x 1 / (2 + 3) = 0.4 |
# | 2 | 0 0 1 1 0 0 | 0 1 1 1 0 0 | 2 x 2 / (2 + 3) = 0.8 |
# | 5 | 0 0 0 0 1 1 | 0 0 0 0 0 0 | 2 x 0 / (2 + 0) = 0 |
#
# A label is a name, not an amount: the score of class 5 stands at position 2. Keep one score per
# class; a mean would hide that class 5 is lost.

# %%
scene = datasets.load("three_classes")
print(scene.note)
# 1 one cut gives two classes
one_cut = (scene.image > imaging.otsu_threshold(scene.image)).astype(int)
# 2 multi-Otsu: the same idea with two cuts; np.digitize gives 0 up to the first cut, then 1, then 2
cuts = ski.filters.threshold_multiotsu(scene.image, classes=3)
two_cuts = np.digitize(scene.image, cuts, right=True)
for name, result in {"one cut": one_cut, "two cuts": two_cuts}.items():
    print(f"{name}: accuracy {imaging.accuracy(scene.truth, result):.2f}")

# %% tags=["folded"]
fig, axes = plt.subplot_mosaic("itab;dddd", figsize=(10, 5), layout="constrained")
plotting.show_image(axes["i"], scene.image, title="image")
plotting.show_labels(axes["t"], scene.truth, title="truth: classes 0, 1, 2")
for panel, offset, hatch, name, result in (
    ("a", -0.2, "//", "one cut", one_cut),
    ("b", 0.2, "", "two cuts", two_cuts),
):
    classes, scores = imaging.dice_multiclass(scene.truth, result)
    plotting.show_labels(axes[panel], result, title=name)
    bars = axes["d"].bar(classes + offset, scores, 0.38, hatch=hatch, label=name,
                         color=plotting.LABEL_COLOURS[:3], edgecolor="white")
    axes["d"].bar_label(bars, [f"{name}: {score:.2f}" for score in scores])
axes["d"].set(ylim=(0, 1.2), ylabel="Dice", title="One score per class shows the lost class 2")
axes["d"].set_xticks(classes, [f"class {label}" for label in classes])
plotting.describe(
    fig,
    "Made-up scene of three classes, truth, a result of one cut without class 2, and a result of "
    "two cuts. Bars of Dice below: with one cut class 2 scores 0, with two cuts all exceed 0.9.",
)

# %% [markdown]
# **What to see.** With one cut the bright class `2` is lost, yet the accuracy is [0.88]{N-A02-76}:
# it is a small class. The bars show the loss at once. Two cuts find all three classes. Finding
# several cuts by Otsu's idea is called *multi-Otsu*.

# %% [markdown] exercise="dice_for_class" role="prompt"
# Write `dice_for_class(truth, result, label)` for two label images. First make the two masks of
# this class, then score them. A class that is in neither image scores 1.
#
# Example: `dice_for_class([0, 0, 2, 2, 5, 5], [0, 2, 2, 2, 0, 0], 2)` is `0.8`.

# %% exercise="dice_for_class" role="answer"
def dice_for_class(truth, result, label):
    """Dice of one class; class 2 of the six pixels above scores 0.8."""
    truth, result = np.asarray(truth), np.asarray(result)
    # 1 two masks: which pixels have this label?
    # 2 their Dice coefficient (imaging.dice_coefficient)
    ### BEGIN SOLUTION
    return imaging.dice_coefficient(truth == label, result == label)
    ### END SOLUTION


# %% exercise="dice_for_class" role="check"
check.dice_for_class(dice_for_class)

# %% [markdown] exercise="class_list_and_zeros" role="prompt"
# Write `class_list_and_zeros(truth)`. It returns two arrays of the same length: the classes that
# occur in the truth, in increasing order with 0 included, and a place for the score of each, filled
# with `0.0`.
#
# Example: the truth 5, 0, 0, 2 gives the classes `0, 2, 5` and the scores `0.0, 0.0, 0.0`.

# %% exercise="class_list_and_zeros" role="answer"
def class_list_and_zeros(truth):
    """Classes in order, and a zero for each; 5, 0, 0, 2 gives (0, 2, 5) and three zeros."""
    # 1 every label once, in order
    # 2 as many zeros
    ### BEGIN SOLUTION
    classes = np.unique(truth)
    return classes, np.zeros(classes.size)
    ### END SOLUTION


# %% exercise="class_list_and_zeros" role="check"
check.class_list_and_zeros(class_list_and_zeros)

# %% [markdown] exercise="dice_multiclass" role="prompt"
# Write `dice_multiclass(truth, result)`. It returns the classes of the truth and one Dice
# coefficient for each. A class that the result has lost scores 0. Careful: the label is not the
# position in the list.
#
# Example: the six pixels of this section give the classes `0, 2, 5` and the scores `0.4, 0.8, 0.0`.

# %% exercise="dice_multiclass" role="answer"
def dice_multiclass(truth, result):
    """Classes of the truth and the Dice of each; the six pixels give 0.4, 0.8 and 0.0."""
    # 1 classes and zeros (imaging.class_list_and_zeros)
    # 2 for each position and label: fill in the Dice (imaging.dice_for_class)
    ### BEGIN SOLUTION
    classes, scores = imaging.class_list_and_zeros(truth)
    for position, label in enumerate(classes):
        scores[position] = imaging.dice_for_class(truth, result, label)
    return classes, scores
    ### END SOLUTION


# %% exercise="dice_multiclass" role="check"
check.dice_multiclass(dice_multiclass)

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 table and figure, 3 + 3 + 4 exercises. *Live:* three colours of chalk, one
# question per class. *Expect:* "may I average the classes?" (yes, if you say so and show the single
# ones), "what about a class that only the result has?" (it takes its pixels from other classes,
# which lose; our list follows the truth). *Common wrong answers:* `scores[label]` (label 5 is
# outside a list of three), `range(1, max + 1)` (classes that do not exist score 1), leaving out the
# background without saying so. *If short of time:* give E9 and E10 as one step.

# %% [markdown]
# ## 7 Who chose the threshold? (starts at minute 30, 15 minutes)
#
# We have a score. So we can look for the cut with the highest score, if we know the truth.
#
# **Predict.** You see the truth of the left half of the tile and choose the best cut for it. Is
# this cut also the best for the right half? Will its score there be higher or lower?

# %%
prediction = "..."

# %%
# the five methods of A02b, now with the Dice coefficient as their score
methods = {
    "Yen": ski.filters.threshold_yen,
    "Otsu": imaging.otsu_threshold,
    "triangle": ski.filters.threshold_triangle,
    "isodata": ski.filters.threshold_isodata,
    "Li": ski.filters.threshold_li,
}


def score(mask):
    """Dice against the traced vessels."""
    return imaging.dice_coefficient(truth, mask)


table = imaging.compare_thresholds(vessels, methods, score)
for name, t, value in table:
    print(f"{name:9} cut {t:5.1f}   Dice {value:.3f}")

# %% tags=["folded"]
cuts = np.arange(30, 151)
curve = [imaging.dice_coefficient(truth, vessels > cut) for cut in cuts]
best_cut, best_dice = imaging.best_threshold(vessels, truth, imaging.dice_coefficient)
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
ax.plot(cuts, curve, color="0.3")
marks = [("best", best_cut, best_dice), *(row for row in table if row[0] in ("Otsu", "Yen"))]
for (name, t, value), marker, colour in zip(marks, "*os", plotting.PALETTE, strict=False):
    ax.plot(t, value, marker, color=colour, markersize=12, label=f"{name}: {t}, {value:.3f}")
ax.set(xlabel="cut (grey value)", ylabel="Dice", ylim=(0, 1))
ax.set_title(f"Only the truth could tell us to cut at {best_cut}")
ax.legend(loc="upper right")
plotting.describe(
    fig,
    "Line chart of Dice against the cut from 30 to 150. It rises steeply, peaks and falls slowly. "
    f"Marks: {', '.join(f'{name} at cut {t}, Dice {value:.2f}' for name, t, value in marks)}.",
)

# %% [markdown]
# **What to see.** A cut that is too low costs far more than one that is too high: on the left the
# background hill falls into the mask. Yen ([0.880]{N-A02-62}) comes close to the best cut
# ([0.884]{N-A02-63}), Otsu ([0.849]{N-A02-64}) lies on the flat side. The horizontal axis shows the
# cuts from `30` to `150` only.

# %% [markdown] question="Q4"

# %% [markdown] exercise="best_threshold" role="prompt"
# Write `best_threshold(image, truth, score)`. Try every grey value that occurs in the image as a
# threshold. Return the one with the highest `score(truth, mask)`, and that score. (This `score`
# takes two arguments, truth first.) The mask holds the pixels above the threshold. Of equal scores
# take the smallest threshold.
#
# Example: the image 1, 2, 3, 4 with the truth 0, 0, 1, 1 and `imaging.accuracy` as the score gives
# `(2, 1.0)`.

# %% exercise="best_threshold" role="answer"
def best_threshold(image, truth, score):
    """Threshold with the highest score, and the score; 1, 2, 3, 4 with 0, 0, 1, 1: (2, 1.0)."""
    image = np.asarray(image)
    # 1 the grey values that occur
    # 2 a score for each of them
    # 3 the first maximum: return its grey value and its score
    ### BEGIN SOLUTION
    greys = np.unique(image)
    values = [score(truth, image > t) for t in greys]
    best = int(np.argmax(values))
    return greys[best].item(), values[best]
    ### END SOLUTION


# %% exercise="best_threshold" role="check"
check.best_threshold(best_threshold)

# %%
# np.s_ keeps a slice, so that we can use it again
halves = {"left": np.s_[:, :256], "right": np.s_[:, 256:]}
for name, half in halves.items():
    t, value = imaging.best_threshold(vessels[half], truth[half], imaging.dice_coefficient)
    print(f"{name} half: best cut {t} with Dice {value:.3f}")
    if name == "left":
        chosen = t
value = imaging.dice_coefficient(truth[halves["right"]], vessels[halves["right"]] > chosen)
print(f"right half with the cut of the left half, {chosen}: Dice {value:.3f}")

# %% [markdown] exercise="score_curves" role="prompt"
# Write `score_curves(thresholds, scores)`. `scores` is a dictionary: name of a line, array with one
# score for each threshold. Return a figure with one labelled line for each name, a mark at the
# maximum of each line, labels on both axes, and a legend.
#
# Afterwards the course calls your function with three lines: the left half, the right half and the
# whole tile.

# %% exercise="score_curves" role="answer"
def score_curves(thresholds, scores):
    """Figure with one line per entry of `scores` and a mark at each maximum."""
    thresholds = np.asarray(thresholds)
    fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
    ax.set_prop_cycle(color=plotting.PALETTE[:4], linestyle=["-", "--", ":", "-."])
    # for each name: 1 a line with a label   2 a mark at its highest point
    # 3 labels of the axes, legend; return the figure
    ### BEGIN SOLUTION
    for name, values in scores.items():
        (line,) = ax.plot(thresholds, values, label=name)
        top = int(np.argmax(values))
        ax.plot(thresholds[top], values[top], "o", color=line.get_color())
    ax.set(xlabel="threshold", ylabel="Dice")
    ax.legend()
    return fig
    ### END SOLUTION


# %% exercise="score_curves" role="check"
check.score_curves(score_curves)

# %%
parts = {**halves, "whole tile": np.s_[:, :]}
curves = {
    name: [imaging.dice_coefficient(truth[part], vessels[part] > cut) for cut in range(30, 151)]
    for name, part in parts.items()
}
tops = [f"{name} at {30 + np.argmax(values)}" for name, values in curves.items()]
figure = score_curves(range(30, 151), curves)
plotting.describe(
    figure,
    "Three lines of Dice against the threshold from 30 to 150. All rise steeply and fall slowly. "
    f"The maximum of each line is marked: {', '.join(tops)}.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** The peaks lie at [65]{N-A02-77}, [75]{N-A02-78} and [68]{N-A02-67}, although both
# halves show the same brain.
#
# **Compare with your prediction.** The left half promised [0.902]{N-A02-65}. On the right half the
# same cut gives [0.858]{N-A02-66}. Choosing a setting by its score is called *tuning*. Tuning is
# allowed. But the score on the pixels that you tuned on is too good: report the score on pixels
# that you did not use for the choice.

# %% [markdown] question="Q6"

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 table and figure, 4 + 4 exercises, 2 questions. *Live:* let half the class
# tune on the left, half on the right; exchange cuts and compare. *Expect:* "then what is the truth
# for?" (for choosing *and* for judging, but never the same part for both), "is [0.044]{N-A02-70} a
# lot?" (more than the gap between Otsu and the best cut). *Common wrong answers:* scores with the
# arguments exchanged (Dice does not notice, other scores do), the last of tied thresholds. *If
# short of time:* the plot is homework. *Discuss:* On the right half Otsu's cut scores
# [0.877]{N-A02-71} without any truth; the tuned cut scores [0.858]{N-A02-66}. When is tracing worth
# its price?

# %% [markdown]
# ## Key points
#
# - Dice is twice the shared part divided by both sizes; true negatives do not count.
# - The all-black mask has accuracy [97.15]{N-A02-45} % and Dice 0.
# - Two empty masks need a convention, and we state it.
# - Many classes: make masks of each class, and keep one score per class.
# - The best cut of this tile is [68]{N-A02-67}; only the truth can tell.
# - A score is too good on the pixels that chose the threshold.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | Dice coefficient, F1 score (5) | twice the shared part, divided by both sizes |
# | convention (5) | a value that we agree on where a formula gives none |
# | class (6) | a kind of thing; its label is a name, not an amount |
# | multi-Otsu (6) | Otsu's method with several cuts |
# | tuning (7) | choosing a setting by its score |

# %% [markdown]
# ## Next time this fails
#
# Here is the head slice again, at the best of all cuts. Which mistake is larger, added or missed
# pixels?

# %% tags=["folded"]
t, value = imaging.best_threshold(slice_image, brain, imaging.dice_coefficient)
fig, axes = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
plotting.show_image(axes[0], slice_image, title="head slice", vmin=0, vmax=1)
plotting.show_errors(
    axes[1], slice_image, brain, slice_image > t, title=f"best cut {t:.2f}: Dice {value:.3f}"
)
plotting.describe(
    fig,
    "A head slice beside its errors at the best cut. The brain is found, but the ring around "
    "the head is wrongly added, and a few dark places inside the brain are missed.",
)

# %% [markdown]
# **What to see.** The added pixels form the ring around the head. Its brightest part lies above
# every brain pixel (see the chart in A02b): a second cut could remove it, as in the stretch. The
# rest of the ring has the grey values of the brain, and no cut can tell them apart. A pixel needs
# to know its neighbours. A03 gives it that.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Leave out known-bad pixels.* Hardly any brain pixel is brighter than `0.52`. Score the band
# `(slice_image > 0.06) & (slice_image <= 0.52)`. It reaches [0.850]{N-A02-72}, one cut alone
# [0.825]{N-A02-73}. Who chose the two limits, and on which image?
#
# *Breaking point.* In the stretch of A02a Otsu's method collapsed when the vessels became few. Does
# a good cut still exist then? Add `imaging.best_threshold` to that loop, and draw both scores
# against the share of vessels with your `score_curves`.

# %% [markdown]
# ## Further reading
#
# - Dice, L. R. (1945) Measures of the amount of ecologic association between species. *Ecology*
#   26(3), 297-302, [doi:10.2307/1932409](https://doi.org/10.2307/1932409). Do two species share
#   their places? The same question as ours.
# - Maier-Hein, L. and others (2024) Metrics reloaded: recommendations for image analysis
#   validation. *Nature Methods* 21, 195-212,
#   [doi:10.1038/s41592-023-02151-z](https://doi.org/10.1038/s41592-023-02151-z). Which score for
#   which purpose.
#
# **Data.** Vessel tile: repository of Vemuri, *Image segmentation with Python* (Kite, 2019), MIT
# licence. Head slice: OASIS-1, Marcus et al. (2007) *J. Cogn. Neurosci.* 19, 1498-1507,
# [doi:10.1162/jocn.2007.19.9.1498](https://doi.org/10.1162/jocn.2007.19.9.1498); data use
# agreement, do not pass it on. Three classes: a phantom, drawn by the course.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other images.
# Save the notebook and hand it in.
#
# Next: [A03a](../a03-features/a03a-filters.ipynb).
