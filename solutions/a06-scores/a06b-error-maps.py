# %% [markdown]
# # A06b Error maps and tests
#
# A score says how much is wrong, not where. You draw the errors. Then you write tests that catch
# broken scores.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 45 minutes | [12]{N-A06-30} points | vessel tile | [A06a](a06a-counts-and-scores.ipynb) | A07 |

# %% [markdown]
# ## After this you can
#
# - **draw** an error map that colour-blind readers can use;
# - **locate** the errors of a result, and **judge** a score against a baseline;
# - **write** tests that catch wrong score functions;
# - **repair** a function that depends on a hidden variable.
#
# **Questions we answer**
#
# 1. Where are the errors?
# 2. Is an F1 above `0.8` good?
# 3. How do we know that a score function is right?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | TP, FP, FN, TN (A06a, section 1) | each becomes a mask | 3 minutes |
# | F1, conventions for 0/0 (A06a, section 3) | the tests use them | 3 minutes |
# | `windows_3x3` (A03, section 1) | we look at neighbours of pixels | 2 minutes |
#
# **Skip box.** Go to A07 if you can answer these. How do you mix a colour and a grey value with
# weight `0.7`? Why is red against green a bad choice? Which test notices an F1 function that never
# looks at fn?

# %% [markdown] tags=["by-hand"]
# ## Two questions first
#
# <details><summary>1. (A01) Two uint8 pixels 200 and 100 are added. What is the sum in uint8, and
# why is this bad for mixing colours?</summary>
#
# It is 44: the sum goes round at 256. Mix colours as floats from 0 to 1.
#
# </details>
# <details><summary>2. (A06a) A mask has a precision of 0.98 and a recall of 0.75. Did it add too
# much or miss too much?</summary>
#
# It missed too much: nearly all it calls object is object, but a quarter of the object is lost.
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

# %% [markdown]
# ## 4 Error maps (starts at minute 0, 25 minutes)
#
# Otsu's mask misses [1863]{N-A06-31} vessel pixels and adds [122]{N-A06-32}. Now we look where they
# are.
#
# **Predict.** Does the mask miss whole vessels, or the edges of vessels that it found? Guess the
# share of the missed pixels that lie directly beside a found one.

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: a coloured foil.** Lay a foil on every found, added or missed pixel. A thin foil lets
# the grey image shine through, a thick one hides it. *alpha* is the share of the foil's colour in
# the mix.
#
# A colour has three numbers: red, green and blue. By hand, for red: the grey is 0.4, the red of the
# foil 0.8, alpha 0.7. The mix is 0.7 x 0.8 + 0.3 x 0.4 = 0.68. Both weights add up to 1, so the mix
# lies between foil and grey.
#
# In the article alpha is the share of the *image*: its 0.7 is our 0.3.

# %%
grey, alpha = 0.4, 0.7
foil = np.array(imaging.overlay.ERROR_COLOURS["fp"])  # red, green and blue from 0 to 1
# 1 the grey pixel as a colour: three equal numbers
pixel = np.stack([grey, grey, grey], axis=-1)
# 2 mix
print("foil: ", foil.round(2))
print("mixed:", (alpha * foil + (1 - alpha) * pixel).round(2))
# a whole image works too: np.stack puts three images behind each other
print(np.stack([vessels, vessels, vessels], axis=-1).shape)

# %% [markdown]
# **Which colours?** Many people, mostly men, see red and green as nearly the same colour. So an
# error map never sets red against green. Ours has light blue, orange-red and yellow, chosen by
# Okabe and Ito so that all readers can tell them apart. Colour alone is still not enough: a legend
# with words, marks or outlines also helps in a grey print. True negatives keep their grey, because
# the reader wants to see the image.

# %% tags=["folded"]
part = np.s_[380:408, 30:58]
words = {"tp": ("+", "+ TP found"), "fp": ("x", "x FP added"), "fn": (".", "• FN missed")}
colours = imaging.overlay.ERROR_COLOURS
three = vessels[part], truth[part], result[part]
masks = imaging.error_masks(*three[1:])
fig, axes = plt.subplots(1, 3, figsize=(10, 4.2), layout="constrained")
plotting.show_image(axes[0], three[0], title="28 x 28 pixels of the tile", vmin=0, vmax=150)
pictures = {
    "our colours": imaging.error_overlay(*three),
    "colours of the article": imaging.error_overlay(*three, 0.3, imaging.overlay.ARTICLE_COLOURS),
}
for ax, (title, picture) in zip(axes[1:], pictures.items(), strict=True):
    ax.imshow(picture, vmin=0, vmax=1, interpolation="nearest")
    ax.set(title=title, xticks=[], yticks=[])
handles = []
for kind, (mark, word) in words.items():
    rows, columns = np.nonzero(masks[kind])
    axes[1].scatter(columns, rows, marker=mark, s=14, color="black", linewidths=0.8)
    label = f"{word}: {rows.size}"
    handles.append(plt.Rectangle((0, 0), 1, 1, fc=colours[kind], ec="black", label=label))
label = f"no mark TN: {np.count_nonzero(masks['tn'])}"
handles.append(plt.Rectangle((0, 0), 1, 1, fc="0.3", ec="black", label=label))
axes[1].legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=2, frameon=False)
plotting.describe(
    fig,
    "A detail of the tile and two error maps of it, the first with a mark in each pixel. A large "
    "spot was found; a smaller, fainter one at the right was missed nearly completely.",
)

# %% [markdown]
# **What to see.** The bright spot was found, with a few errors at its edge. The fainter spot at the
# right was missed nearly completely: only two of its pixels are brighter than the threshold. In the
# colours of the article everything gets a foil, true negatives a black one, so the whole picture is
# darker. The image at the left is brightened: `150` is drawn white.

# %% [markdown] exercise="error_masks" role="prompt"
# Write `error_masks(truth, result)`: the same four kinds as in A06a, but as places. Return a
# dictionary of four `bool` masks with the keys `"tn"`, `"fp"`, `"fn"`, `"tp"`. Every pixel is
# `True` in exactly one of them.
#
# Example: with truth `[0, 0, 1, 1]` and result `[0, 1, 0, 1]` the mask `"fn"` is `True` at the
# third pixel only.

# %% exercise="error_masks" role="answer"
def error_masks(truth, result):
    """Dictionary of four masks; truth [0, 1] and result [1, 1]: fp [True, False]."""
    truth, result = np.asarray(truth) != 0, np.asarray(result) != 0
    # one mask for each kind, with & and ~
    ### BEGIN SOLUTION
    return {
        "tn": ~truth & ~result,
        "fp": ~truth & result,
        "fn": truth & ~result,
        "tp": truth & result,
    }
    ### END SOLUTION


# %% exercise="error_masks" role="check"
check.error_masks(error_masks)

# %% [markdown] exercise="error_overlay" role="prompt"
# Write `error_overlay(image, truth, result, alpha=0.7, colours=None)`. `image` is uint8; white is
# 255. `colours` is a dictionary that gives each kind, such as `"fp"`, three floats. Return floats
# from 0 to 1 of shape (rows, columns, 3). Where a kind has a colour, mix: alpha times the colour
# plus (1 - alpha) times the grey. All other pixels keep their grey.
#
# Example: grey 255 and colour (1, 0, 1) with alpha `0.5` give `(1, 0.5, 1)`.

# %% exercise="error_overlay" role="answer"
def error_overlay(image, truth, result, alpha=0.7, colours=None):
    """Grey image with coloured errors; grey 255 and (1, 0, 1), half and half: (1, 0.5, 1)."""
    if colours is None:
        colours = imaging.overlay.ERROR_COLOURS
    masks = imaging.error_masks(truth, result)
    # 1 grey values from 0 to 1, three times behind each other
    # 2 for each kind in `colours`: mix where its mask is True
    ### BEGIN SOLUTION
    grey = np.asarray(image) / 255
    rgb = np.stack([grey, grey, grey], axis=-1)
    for kind, colour in colours.items():
        where = masks[kind]
        rgb[where] = alpha * np.array(colour) + (1 - alpha) * rgb[where]
    return rgb
    ### END SOLUTION


# %% exercise="error_overlay" role="check"
check.error_overlay(error_overlay)

# %% [markdown] exercise="overlay_plot" role="prompt"
# Write `overlay_plot(image, truth, result)`. Return a figure with one panel: the error map. Its
# legend names TP, FP and FN in words, in the colours of the map, each with its count, such as
# `TP: 3`; TN may be there too. Do not use red together with green.
#
# A legend entry without a line: `plt.Rectangle((0, 0), 1, 1, facecolor=colour, label="TP: 3")`, all
# of them in a list for `ax.legend(handles=...)`.

# %% exercise="overlay_plot" role="answer"
def overlay_plot(image, truth, result):
    """Figure with the error map and a legend that counts TP, FP and FN."""
    fig, ax = plt.subplots(figsize=(6, 5), layout="constrained")
    c = imaging.confusion_counts(truth, result)
    colours = imaging.overlay.ERROR_COLOURS
    # 1 draw imaging.error_overlay (imshow with vmin=0, vmax=1, interpolation="nearest")
    # 2 a legend entry for each kind, with its count
    # 3 legend, no ticks; return the figure
    ### BEGIN SOLUTION
    picture = imaging.error_overlay(image, truth, result)
    ax.imshow(picture, vmin=0, vmax=1, interpolation="nearest")
    handles = []
    for kind in ("tp", "fp", "fn"):
        label = f"{kind.upper()}: {c[kind]}"
        handles.append(plt.Rectangle((0, 0), 1, 1, facecolor=colours[kind], label=label))
    ax.legend(handles=handles, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=3)
    ax.set(xticks=[], yticks=[], title="Where the result is wrong")
    return fig
    ### END SOLUTION


# %% exercise="overlay_plot" role="check"
check.overlay_plot(overlay_plot)

# %%
figure = overlay_plot(vessels, truth, result)
plotting.describe(
    figure,
    "Error map of the whole vessel tile with a legend of counts. Found pixels fill the thick "
    "vessels; missed ones surround them and form thin or short vessels; added ones are rare.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** Errors are not spread evenly. Thick vessels were found and have a thin seam of
# missed pixels. Some short or thin vessels were missed completely. Added pixels are so few that you
# have to search for them.

# %%
masks = imaging.error_masks(truth, result)
# 1 does the 3x3 window of a pixel hold a found pixel? (.any: at least one of the nine)
beside = imaging.windows_3x3(masks["tp"]).any(axis=2)
# 2 which missed pixels lie beside a found one?
seam = np.count_nonzero(masks["fn"] & beside)
print(f"{seam} of {np.count_nonzero(masks['fn'])} missed pixels lie beside a found one")
# 3 a baseline: the truth itself, moved by one pixel (np.roll pushes all columns to the right, and
# the last one comes in at the left)
rows, columns = np.mgrid[:512, :512]
disc = (rows - 256) ** 2 + (columns - 256) ** 2 < 48.75**2
for name, mask in {"vessels": truth, "disc": disc}.items():
    score = imaging.dice_coefficient(mask, np.roll(mask, 1, axis=1))
    print(f"{name}: {mask.sum()} pixels; moved by one pixel, F1 is {score:.3f}")

# %% [markdown]
# **Compare with your prediction.** [1118]{N-A06-33} of [1863]{N-A06-31} missed pixels lie beside a
# found one: they are edges. The rest belongs to vessels, or parts of vessels, that were missed.
#
# **Is the score good?** Compare it with a *baseline*: a result that we understand. The truth moved
# by one pixel is a nearly perfect result, and has an F1 of [0.864]{N-A06-34}. A disc of the same
# size has [0.987]{N-A06-35}. Thin objects are nearly all edge, and a small shift costs much. Beside
# these numbers, Otsu's [0.849]{N-A06-36} looks like a hand that is off by one pixel.

# %% [markdown] question="Q3"
# The article prints [0.849]{N-A06-36} for this tile and calls it good.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 2 foil, 1 figure, 4 + 8 + 6 exercises, 2 baseline and question.
# *Live:* lay coloured plastic on a printed photograph, one layer, then two. Show your error map
# with a program that simulates colour vision. *Expect:* "whose alpha is it?" (look into the code;
# names do not tell), "why floats?" (uint8 goes round when colours are added). *Common wrong
# answers:* fp and fn exchanged, alpha on the other layer, all pixels mixed with black, colours from
# 0 to 255. *If short of time:* P1 is homework; show the picture. *Discuss:* the article prints
# [0.849]{N-A06-36} and writes "above `0.8` is good". Which baseline would you ask its author for?

# %% [markdown]
# ## 5 Tests (starts at minute 25, 20 minutes)
#
# Every number of this course comes out of a function. If the function is wrong, each later number
# is wrong too, and none of them looks strange.
#
# **Predict.** A friend's F1 function gives `0.75` for the nine pixels of A06a. This is right. Is
# the function right? What else could it compute?

# %%
prediction = "..."

# %% [markdown]
# **One idea: break it on purpose.** A *test* is an input with an answer that we know. But is
# the test itself any good? To find out, we break the function in small ways. Each broken copy is
# called a *mutant*. A good set of tests lets the right function pass and catches every mutant.
#
# Which inputs catch most? Cases at the limits: nothing there, everything there, all wrong. And
# cases in which the counts are all different, so that no two formulas agree by accident. A test
# assumes that somebody knows the right answer, by hand or by another way of computing it.

# %%
def f1(tn, fp, fn, tp):
    """F1, rightly; 1 if there is nothing to find and nothing was called."""
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0


# four mutants, each with a mistake that people make; "lambda inputs: output" is a short function
mutants = {
    "counts the background": lambda tn, fp, fn, tp: (tp + tn) / (tn + fp + fn + tp),
    "forgets the factor 2": lambda tn, fp, fn, tp: f1(tn, fp, fn, tp / 2),  # twice half of tp
    "never looks at fn": lambda tn, fp, fn, tp: f1(tn, fp, fp if tp else fn, tp),  # fp twice
    "likes empty results": lambda tn, fp, fn, tp: f1(tn, fp, fn, tp) if tp + fp else 1.0,
}
nine_truth, nine_result = [1, 0, 1, 0, 1, 1, 0, 0, 0], [1, 0, 1, 0, 0, 1, 1, 0, 0]
# the tests of the article: truth, result and the right F1
tests = {
    "equal": (nine_truth, nine_truth, 1),
    "all 1": ([1] * 9, [1] * 9, 1),
    "all 0": ([0] * 9, [0] * 9, 1),
    "opposite": ([1] * 9, [0] * 9, 0),
    "nine pixels": (nine_truth, nine_result, 0.75),
}

# %% tags=["folded"]
caught = np.zeros((len(tests), len(mutants)), dtype=bool)
for row, (one_truth, one_result, expected) in enumerate(tests.values()):
    counts = imaging.confusion_counts(one_truth, one_result)
    assert math.isclose(f1(**counts), expected)
    for column, mutant in enumerate(mutants.values()):
        caught[row, column] = not math.isclose(mutant(**counts), expected)
fig, ax = plt.subplots(figsize=(9, 3.6), layout="constrained")
ax.imshow(~caught, cmap="gray", vmin=-2, vmax=1, interpolation="nearest", aspect="auto")
for (row, column), found in np.ndenumerate(caught):
    ax.text(column, row, "caught" if found else "passes", ha="center", va="center",
            weight="bold" if found else "normal")
ax.set_xticks(range(len(mutants)), mutants)
ax.set_yticks(range(len(tests)), tests)
ax.set_xticks(np.arange(len(mutants)) - 0.5, minor=True)
ax.set_yticks(np.arange(len(tests)) - 0.5, minor=True)
ax.grid(which="minor", color="0.7")
ax.tick_params(which="both", length=0)
ax.set(xlabel="mutant", ylabel="test", title="Five tests, and one mutant passes them all")
plotting.describe(
    fig,
    "Table of five tests and four mutants. Each field says caught or passes. The nine pixels catch "
    "two mutants, 'opposite' one. The mutant that never looks at fn passes all five tests.",
)

# %% [markdown]
# **What to see.** Read the columns. Each mutant needs one *caught* in its column, and the third has
# none. The nine pixels have as many FP as FN, so it makes no difference which one is counted. The
# test "equal" catches nothing: where all is right, nearly every score is 1.

# %% [markdown] exercise="my_metric_tests" role="prompt"
# Write `my_metric_tests()`: a list of tests for F1. A test is a tuple `(truth, result, expected)`:
# two lists of 0 and 1, and the right score to two decimals. Two masks without foreground score 1;
# if only one has none, they score 0.
#
# The right function must pass; each mutant above must be caught. Two more wait at the hand-in; both
# go wrong with empty masks. (The check calls a test *case* and a mutant *broken function*.)
#
# Example of a test: `([1, 1, 0, 0], [1, 0, 0, 0], 0.67)`.

# %% exercise="my_metric_tests" role="answer"
def my_metric_tests():
    """List of tests (truth, result, expected); one of them is ([1, 0], [1, 0], 1)."""
    # 1 counts that are all different: no two formulas agree
    # 2 the cases at the limits: nothing there, nothing called, neither
    # 3 a list of tuples
    ### BEGIN SOLUTION
    return [
        ([1, 1, 0, 0], [1, 1, 0, 0], 1),
        ([1, 1, 1, 0, 0], [1, 0, 0, 1, 0], 0.4),
        ([1, 1, 0], [0, 0, 0], 0),
        ([0, 0, 0], [0, 1, 1], 0),
        ([0, 0, 0], [0, 0, 0], 1),
    ]
    ### END SOLUTION


# %% exercise="my_metric_tests" role="check"
check.my_metric_tests(my_metric_tests)

# %% [markdown]
# **A hidden variable.** In the code of the article, the function that looks for 0/0 reads two lists
# that are not among its arguments. They are made elsewhere in the script. So it works only inside
# this script, and only for one image. A test with one image cannot notice this. Another function
# should check the values of both lists, and looks at the truth only.

# %% [markdown] exercise="repaired_report" role="prompt"
# The function below should do the same as `validation_report` of A06a. It is right for the first
# pair of masks, and wrong for every other: the tile has [0.849]{N-A06-36}. Find the variable that
# comes from outside, and repair the function.
#
# Helpers: `.ravel()` puts all pixels in one row. `zip` makes pairs out of two lists; with
# `strict=False` it stops silently where the shorter one ends. `.count(pair)` counts a pair.

# %% exercise="repaired_report" role="answer"
first_truth = np.array([[1, 0, 1], [0, 1, 1], [0, 0, 0]], dtype=bool)
first_result = np.array([[1, 0, 1], [0, 0, 1], [1, 0, 0]], dtype=bool)
truth_list = first_truth.ravel().tolist()


def repaired_report(truth, result):
    """Dictionary of accuracy, f1_score and mcc; the nine pixels have an F1 of 0.75."""
    result_list = result.ravel().tolist()
    pairs = list(zip(truth_list, result_list, strict=False))
    c = {
        "tn": pairs.count((False, False)),
        "fp": pairs.count((False, True)),
        "fn": pairs.count((True, False)),
        "tp": pairs.count((True, True)),
    }
    return {
        "accuracy": imaging.accuracy_from_counts(c),
        "f1_score": imaging.f1_from_counts(c),
        "mcc": imaging.mcc_from_counts(c),
    }


print("nine pixels:", repaired_report(first_truth, first_result)["f1_score"])
print("vessel tile:", repaired_report(truth, result)["f1_score"])


# %% exercise="repaired_report" role="solution"
def repaired_report(truth, result):
    """Dictionary of accuracy, f1_score and mcc; the nine pixels have an F1 of 0.75."""
    truth_list = truth.ravel().tolist()
    result_list = result.ravel().tolist()
    pairs = list(zip(truth_list, result_list, strict=True))
    c = {
        "tn": pairs.count((False, False)),
        "fp": pairs.count((False, True)),
        "fn": pairs.count((True, False)),
        "tp": pairs.count((True, True)),
    }
    return {
        "accuracy": imaging.accuracy_from_counts(c),
        "f1_score": imaging.f1_from_counts(c),
        "mcc": imaging.mcc_from_counts(c),
    }


# %% exercise="repaired_report" role="check"
check.repaired_report(repaired_report)

# %% [markdown]
# **From tests to habits.** Four habits keep code trustworthy.
#
# - *Tests* stand in files of their own, and one command runs them all.
# - *Continuous integration* (CI): a server runs the tests after every change.
# - A *linter* reads the code without running it and reports likely slips, such as unused names. The
#   article uses flake8, this course ruff.
# - *Documentation* says what goes in, what comes out, and what happens at 0/0.
#
# This course is tested with mutants, too: for each exercise there are wrong answers on purpose, and
# the check has to reject every one. Wilson and others describe such habits for scientists; see
# Further reading.

# %% [markdown] tags=["instructor"]
# *Timing:* 1 predict, 3 idea and figure, 10 + 4 exercises, 2 habits. *Live:* let pairs of learners
# exchange: one breaks a function, the other has to catch it with one test. *Expect:* "how many
# tests are enough?" (as many as there are mistakes that you can think of; mutants are a list of
# them), "may I compute the expected value with the function itself?" (then it passes, whatever it
# does). *Common wrong answers:* tests with equal masks only, fp = fn again, wrong expected values
# at 0/0, tests that differ only in size. *If short of time:* the repair is homework. *Discuss:* who
# tests the software of a hospital's microscope?

# %% [markdown]
# ## Key points
#
# - An error map shows where TP, FP and FN are; a score cannot.
# - Mix as floats: alpha times colour plus the rest times grey. Ask whose share alpha is.
# - Colour needs a second channel: words, marks or outlines.
# - An F1 of [0.849]{N-A06-36} means little without a baseline: the truth moved by one pixel has
#   [0.864]{N-A06-34}.
# - A test is an input with a known answer; mutants show which mistakes it catches.
# - A function may use its arguments only; hidden variables work once.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | error map (4) | image in which found, added and missed pixels are coloured |
# | alpha (4) | share of the colour in a mix with the image |
# | baseline (4) | a result that we understand, to compare a score with |
# | test (5) | an input with an answer that we know |
# | mutant (5) | a copy of a function, broken on purpose |
# | continuous integration, CI (5) | a server runs all tests after every change |
# | linter (5) | a program that reads code and reports likely slips |

# %% [markdown]
# ## Next time this fails
#
# Here is a made-up picture with [60]{N-A06-37} cell nuclei (a nucleus is the core of a cell).
# Otsu's mask has an excellent F1. You want to count the nuclei. Will the mask do?

# %% tags=["folded"]
scene = datasets.load("nuclei")
mask = scene.image > imaging.otsu_threshold(scene.image)
pieces, n_pieces = ndi.label(mask)  # numbers the separate pieces of a mask; A07 shows how
f1_score = imaging.validation_report(scene.truth > 0, mask)["f1_score"]
n_true = np.unique(scene.truth).size - 1  # without the background
fig, axes = plt.subplots(1, 3, figsize=(10, 3.8), layout="constrained")
plotting.show_image(axes[0], scene.image, title="image")
plotting.show_labels(axes[1], scene.truth, title=f"truth: {n_true} nuclei")
plotting.show_labels(axes[2], pieces, title=f"F1 {f1_score:.3f}, but {n_pieces} pieces")
plotting.describe(
    fig,
    "A made-up image of 60 nuclei, the truth with each nucleus in its own colour, and the separate "
    "pieces of Otsu's mask. Where nuclei touch, two or more share one colour: 51 pieces are left.",
)

# %% [markdown]
# **What to see.** F1 is [0.975]{N-A06-38}, and still only [51]{N-A06-39} pieces are left: where
# nuclei touch, the mask joins them. Hardly a pixel is wrong there, so no score of this lesson can
# see it. A07 counts objects, and separates them.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *How good can anybody be?* Two persons never trace the same vessels. Let a second observer have a
# hand that wobbles, and score the second tracing against the first:
#
# ```python
# rng = np.random.default_rng(0)
# wobble = ndi.gaussian_filter(rng.normal(size=truth.shape), 2)
# soft = ndi.gaussian_filter(truth.astype(float), 1)
# second = soft * (1 + 2 * wobble) > 0.5
# print(imaging.validation_report(truth, second))
# ```
#
# Here F1 is [0.925]{N-A06-40}. The agreement of two observers is an upper limit: a program that
# scores higher has learned the habits of one person. Put a larger number in front of `wobble`. From
# when on does Otsu's mask agree better with the first observer than the second one does?
#
# *A precision-recall curve.* Each threshold gives a precision and a recall. Compute both for the
# cuts `30` to `200` and draw precision against recall. Mark Otsu's cut, and `68`, the best cut of
# A02c. In which corner would the perfect mask be? Where does somebody stand who wants no false
# alarm at all?

# %% [markdown]
# ## Further reading
#
# - Wilson, G. and others (2017) Good enough practices in scientific computing. *PLOS Computational
#   Biology* 13(6), e1005510,
#   [doi:10.1371/journal.pcbi.1005510](https://doi.org/10.1371/journal.pcbi.1005510). Tests, names,
#   documentation and more, for researchers.
# - Wong, B. (2011) Points of view: Color blindness. *Nature Methods* 8, 441,
#   [doi:10.1038/nmeth.1618](https://doi.org/10.1038/nmeth.1618). One page with the colours of Okabe
#   and Ito.
# - Maier-Hein, L. and others (2024) Metrics reloaded: recommendations for image analysis
#   validation. *Nature Methods* 21, 195-212,
#   [doi:10.1038/s41592-023-02151-z](https://doi.org/10.1038/s41592-023-02151-z). Which score for
#   which purpose.
#
# **Data.** Vessel tile and article: Vemuri, *Image segmentation with Python* (Kite, 2019), MIT
# licence of the repository. Nuclei: a phantom, drawn by the course.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other images.
# Save the notebook and hand it in.
#
# Next: [A07a](../a07-watershed/a07a-components.ipynb).
