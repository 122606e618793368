# %% [markdown]
# # A02b Two means, many methods, and a trap
#
# Otsu's method has relatives. You build one, compare five, and give a mask its first score. Then
# you see why that score is dangerous.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 45 minutes | [8]{N-A02-30} points | vessels, head slice | A02a | [A02c](a02c-scores.ipynb) |

# %% [markdown]
# ## After this you can
#
# - **implement** grouping around two means on a line, and **relate** it to Otsu's method;
# - **compare** several threshold methods on one image in one table;
# - **explain** why overlapping classes set a limit for every cut;
# - **calculate** the accuracy of a mask, and **judge** what it hides.
#
# **Questions we answer**
#
# 1. Do different methods find the same threshold?
# 2. Which errors can no cut avoid?
# 3. Is a mask with 97 % accuracy a good mask?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | threshold and mask (A02a, section 1) | every method returns a threshold | 2 minutes |
# | two jars and their means (A02a, section 2) | the new method moves the means | 5 minutes |
# | histograms of two classes (A01, section 4) | we look at their overlap | 5 minutes |
#
# **Skip box.** Go to A02c if you can answer these. Why can grouping around two means stop at a
# wrong place? Which pixels does every cut lose? Which mask of a tile with few vessels reaches a
# high accuracy without any work?

# %% [markdown]
# ## Two questions first
#
# <details><summary>1. (A01) You draw histograms of two classes in one chart. Why must both use the
# same bins?</summary>
#
# Otherwise the bars count different ranges of grey values, and their heights cannot be compared.
#
# </details>
# <details><summary>2. (A01) <code>mask.mean()</code> is 1/4. What does this number say about the
# mask?</summary>
#
# A quarter of its pixels are <code>True</code>: each <code>True</code> counts as 1, each
# <code>False</code> as 0.
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
# ## 3 Two means on a line (starts at minute 0, 30 minutes)
#
# In A02a one method tried every cut. Now we let the cut find its own place.
#
# **Predict.** The marbles 1, 1, 2, 7, 8, 9 lie on a line. Two friends stand at 0 and at 2. Each
# marble belongs to the nearer friend. Then each friend walks to the mean of her marbles. Where do
# they stand now? They do the same again, until nobody moves. Where does it end?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: divide, walk, repeat.** The border between the friends lies halfway: that is our cut.
#
# | Friends at | Cut | Dark group | Bright group | New means |
# |---|---|---|---|---|
# | 0 and 2 | 1 | 1, 1 | 2, 7, 8, 9 | 1 and 6.5 |
# | 1 and 6.5 | 3.75 | 1, 1, 2 | 7, 8, 9 | 1.33 and 8 |
# | 1.33 and 8 | 4.67 | 1, 1, 2 | 7, 8, 9 | no change: stop |
#
# In symbols: $t = (c_0 + c_1)/2$, then each centre $c$ becomes the mean of its group. The field
# calls this *k-means* with two clusters; A04 uses it with more features. Like Otsu's method it
# assumes two groups of similar spread.

# %%
values = np.array([1, 1, 2, 7, 8, 9])
low, high = 0.0, 2.0
for _ in range(3):
    # 1 the cut lies halfway
    cut = (low + high) / 2
    # 2 two groups
    dark, bright = values[values <= cut], values[values > cut]
    # 3 both friends walk to the mean of their group
    low, high = dark.mean(), bright.mean()
    print(f"cut {cut:.2f}: the friends walk to {low:.2f} and {high:.2f}")

# %% [markdown] exercise="two_means_1d" role="prompt"
# Write `two_means_1d(values, c0, c1, n_iter=100)` with `c0 < c1`. Repeat the three steps until no
# centre moves, at most `n_iter` times. A value that lies exactly on the cut belongs to the dark
# group. A centre without any value stays where it is. Return an array with the two centres, and the
# cut halfway between them.
#
# Example: `two_means_1d([1, 1, 2, 7, 8, 9], 0, 2)` gives the centres `1.33` and `8` and the cut
# `4.67`, rounded.

# %% exercise="two_means_1d" role="answer"
def two_means_1d(values, c0, c1, n_iter=100):
    """Centres of two groups and the cut; the marbles from 0 and 2 give (1.33, 8) and 4.67."""
    values = np.asarray(values, dtype=float).ravel()
    centres = np.array([c0, c1], dtype=float)
    # repeat at most n_iter times:
    # 1 the cut lies halfway between the centres
    # 2 two groups; a value on the cut is dark
    # 3 the new centres are the means (an empty group keeps its centre)
    # 4 stop when no centre has moved
    ### BEGIN SOLUTION
    for _ in range(n_iter):
        dark = values <= centres.mean()
        moved = centres.copy()
        if dark.any():
            moved[0] = values[dark].mean()
        if not dark.all():
            moved[1] = values[~dark].mean()
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres, centres.mean()
    ### END SOLUTION


# %% exercise="two_means_1d" role="check"
check.two_means_1d(two_means_1d)

# %%
for start in ((0, 255), (30, 60), (0, 10)):
    centres, cut = imaging.two_means_1d(vessels, *start)
    share = np.mean(vessels > cut)
    print(f"start {start}: cut {cut:.2f}, {share:.1%} of the tile is called vessel")
print(f"Otsu: cut {imaging.otsu_threshold(vessels)}, traced vessels: {truth.mean():.1%}")

# %% [markdown]
# **Why it works.** Each step makes the spread inside the groups smaller, the same spread that
# Otsu's method makes smallest. So two starts end at [79.33]{N-A02-31} and [78.76]{N-A02-32}, next
# to Otsu's [79]{N-A02-33}. But the friends only look around themselves. From 0 and 10 they stop at
# [36.68]{N-A02-34}, inside the background hill, and call [85]{N-A02-35} % of the tile vessel.

# %% [markdown]
# **Many methods.** Other methods look for other things:
#
# | Method | Looks for | Assumes |
# |---|---|---|
# | isodata | a cut halfway between both means, first from below | two hills |
# | triangle | the bend where one hill becomes a tail | one hill, one tail |
# | Yen | jars that together keep most information | two kinds of pixels |
# | Li | two greys that lose the least of the image | two kinds of pixels |

# %% [markdown] exercise="compare_thresholds" role="prompt"
# Write `compare_thresholds(image, methods, score=None)`. `methods` is a dictionary: name of the
# method, function that takes the image and returns a threshold. Return a list with one tuple
# `(name, t, value)` for each method, in the order of the dictionary. The value is `score(mask)` for
# the mask of pixels above `t`. Without a score it is the share of these pixels.
#
# Example: `lambda image: 5` is a short function that always returns 5. With
# `{"middle": lambda image: 5}` the six marbles give `[("middle", 5, 0.5)]`.

# %% exercise="compare_thresholds" role="answer"
def compare_thresholds(image, methods, score=None):
    """List of (name, t, value); a method "middle" that returns 5: ("middle", 5, 0.5)."""
    image = np.asarray(image)
    # for each method:
    # 1 its threshold
    # 2 the mask of the pixels above it
    # 3 the value: the score of the mask or, without a score, its share of True
    ### BEGIN SOLUTION
    table = []
    for name, method in methods.items():
        t = method(image)
        mask = image > t
        value = np.mean(mask) if score is None else score(mask)
        table.append((name, t, value))
    return table
    ### END SOLUTION


# %% exercise="compare_thresholds" role="check"
check.compare_thresholds(compare_thresholds)

# %%
methods = {
    "Yen": ski.filters.threshold_yen,
    "Otsu": imaging.otsu_threshold,
    "triangle": ski.filters.threshold_triangle,
    "isodata": ski.filters.threshold_isodata,
    "Li": ski.filters.threshold_li,
}
for name, t, share in imaging.compare_thresholds(vessels, methods):
    print(f"{name:9} cut {t:5.1f}   called vessel: {share:6.1%}")
print(f"traced by a person:    {truth.mean():14.1%}")

# %% [markdown]
# All five are automatic, and they disagree: from [2.2]{N-A02-38} % to [88]{N-A02-39} % of the tile.
# Isodata stops at [36]{N-A02-40}, the same trap as the friends who started at 0 and 10: the small
# bump of the score in A02a.
#
# **Where no cut helps.** Now the head slice (A01 called it brain slice). The next chart shows the
# histogram of the brain pixels and of all other pixels. Where both have pixels of the same grey
# value, a cut must put them on the same side.

# %% tags=["folded"]
edges = np.linspace(0, 1, 21)
outside, inside = imaging.class_histograms(slice_image, brain, edges)
both = np.minimum(outside, inside)
fig, (left, ax) = plt.subplots(
    1, 2, figsize=(10, 4), width_ratios=[2, 3], layout="constrained"
)
plotting.show_image(left, slice_image, title="head slice, brain outlined")
left.contour(brain, levels=[0.5], colors=plotting.PALETTE[5])
ax.stairs(outside, edges, fill=True, alpha=0.35, color=plotting.PALETTE[0], label="not brain")
ax.stairs(inside, edges, color=plotting.PALETTE[5], linewidth=2, label="brain")
ax.stairs(both, edges, fill=True, facecolor="none", hatch="////", label="in both")
ax.set(xlabel="grey value (bins of 0.05)", ylabel="pixels", ylim=(0, 4200), xlim=(0, 1))
lost = f"{both.sum()} pixels, {both.sum() / brain.size:.1%}"
ax.set_title(f"Every cut loses at least {lost}")
ax.legend()
plotting.describe(
    fig,
    "A head slice beside two histograms. Not-brain pixels pile up at the dark end, brain "
    "pixels spread from 0.05 to 0.5. The part that both share is hatched, about a fifth of all.",
)

# %% [markdown]
# **What to see.** The vertical axis is cut off; the first blue bar reaches [10968]{N-A02-42}. In
# each bin a cut gets at most one class right, so it loses the smaller one. The hatched part adds up
# to [7222]{N-A02-43} pixels. The best of all cuts loses [7241]{N-A02-44}: no rule that decides by
# these bins can do much better. This shared part is called *class overlap*.

# %% [markdown] question="Q5"
# Look at the hatched part between `0.3` and `0.5` before you answer.

# %% [markdown] tags=["instructor"]
# *Timing:* 3 predict, 5 friends and table, 8 + 8 exercises, 4 overlap and figure, 2 question.
# *Live:* two learners walk along a line on the floor, the others are marbles. *Expect:* "is k-means
# the same as Otsu?" (both make the same spread small; Otsu tries all cuts, the friends walk
# downhill from their start), "why is it not 2, as in A02a?" (the same jars; any cut from 2 up to,
# not including, 7 fills them), "only on this tile?" (no: on the head slice the two means give
# [0.2435]{N-A02-36}, Otsu's method of scikit-image [0.2402]{N-A02-37}). *Common wrong answers:* one
# step instead of many, `nan` from an empty group, the cut of the last but one step. *If short of
# time:* give E5 as homework, but run its table. *Discuss:* a program offers 17 methods in a menu.
# How should a user choose?

# %% [markdown] tags=["by-hand"]
# ## 4 Accuracy and its trap (starts at minute 30, 15 minutes)
#
# We need a number that says how good a mask is. The first idea: the share of pixels that are right.
#
# **Predict.** A lazy program returns a mask without a single vessel. How many per cent of the
# pixels in the vessel tile does it get right? And Otsu's mask?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: marking a test.** Lay the result on the truth. Each pixel falls into one of four
# boxes.
#
# | | result: background | result: object |
# |---|---|---|
# | **truth: background** | true negative (tn) | false positive (fp) |
# | **truth: object** | false negative (fn) | true positive (tp) |
#
# By hand, with eight pixels: truth 0 0 0 0 0 0 1 1, result 0 0 0 0 0 1 1 0. There are 5 tn, 1 fp, 1
# fn and 1 tp. Six of eight pixels are right: the *accuracy* is 6/8 = 0.75. In symbols: (tn + tp) /
# (tn + fp + fn + tp). Accuracy assumes that all pixels matter equally, wherever they are.

# %%
# 1 threshold
t = imaging.otsu_threshold(vessels)
# 2 mask
result = imaging.apply_threshold(vessels, t)
# 3 count the pixels of each box
boxes = imaging.confusion_counts(truth, result)
print(f"threshold: {t}")
print("tn, fp, fn, tp =", ", ".join(str(boxes[box]) for box in ("tn", "fp", "fn", "tp")))

# %% [markdown] exercise="accuracy" role="prompt"
# Write `accuracy(truth, result)`: the share of pixels in which both arrays are equal. It must also
# work for label images with many numbers.
#
# Example: `accuracy([0, 0, 1, 1], [0, 1, 1, 1])` is `0.75`.

# %% exercise="accuracy" role="answer"
def accuracy(truth, result):
    """Share of equal pixels; [0, 0, 1, 1] and [0, 1, 1, 1] give 0.75."""
    truth, result = np.asarray(truth), np.asarray(result)
    # 1 where are both equal?
    # 2 which share of all pixels is that?
    ### BEGIN SOLUTION
    return float(np.mean(truth == result))
    ### END SOLUTION


# %% exercise="accuracy" role="check"
check.accuracy(accuracy)

# %% tags=["folded"]
black = np.zeros_like(truth)
shares = [100 * imaging.accuracy(truth, mask) for mask in (black, result)]
names = [f"all-black mask\n{shares[0]:.2f} %", f"Otsu's mask\n{shares[1]:.2f} %"]
fig, ax = plt.subplots(figsize=(8, 2.6), layout="constrained")
bars = ax.barh(names, shares, color=plotting.PALETTE[:2], edgecolor="white")
bars[0].set_hatch("//")
ax.set(xlim=(0, 100), xlabel="accuracy (per cent of all pixels)")
ax.invert_yaxis()
ax.set_title("A mask without any vessel is almost as accurate as Otsu's")
plotting.describe(
    fig,
    "Two horizontal bars on a scale from 0 to 100 per cent, almost equally long: the black mask "
    f"has accuracy {shares[0]:.2f} per cent, Otsu's mask {shares[1]:.2f} per cent.",
)

# %% [markdown]
# **What to see.** Both bars fill the chart. The lazy mask scores [97.15]{N-A02-45} %, Otsu's mask
# [99.24]{N-A02-46} %. The whole work is hidden in the last two per cent.

# %% [markdown] question="Q2"

# %% [markdown]
# **Why it fails.** Only [7458]{N-A02-47} of [262144]{N-A02-48} pixels are vessel. The other
# [254686]{N-A02-49} are background, and a mask that never says "vessel" gets all of them right.
# This is *class imbalance*. Before you trust an accuracy, compute the accuracy of doing nothing.
# Otsu's mask misses [1863]{N-A02-50} vessel pixels, a quarter of all; its accuracy does not show
# it.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 four boxes, 4 exercise, 3 figure, 2 question. *Live:* ask for the
# prediction as a show of hands before the figure, and keep the numbers on the board. *Expect:* "so
# is accuracy useless?" (no: with balanced classes, and beside the accuracy of doing nothing, it is
# honest). *Common wrong answers:* `(truth & result).mean()` (only true positives count), the sum
# instead of the share, a percentage. *If short of time:* skip nothing; this section is the reason
# for A02c. *Discuss:* one parcel in a hundred is damaged, and a detector is 99 % accurate. Would
# you buy it?

# %% [markdown]
# ## Key points
#
# - Grouping around two means lowers the spread that Otsu's method makes smallest.
# - It walks from its start, so a bad start ends in a bad cut.
# - Five automatic methods called [2.2]{N-A02-38} % to [88]{N-A02-39} % of one tile vessel.
# - Where classes overlap, a cut only trades one error for the other.
# - Accuracy is the share of right pixels, so a large background wins.
# - An all-black mask of the vessel tile is [97.15]{N-A02-45} % accurate.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | two means, k-means (3) | divide around the centres, move them to the means, repeat |
# | class overlap (3) | pixels of both classes with the same grey value |
# | true, false (4) | the result agrees with the truth, or not |
# | positive, negative (4) | the result says object, or background |
# | accuracy (4) | share of pixels in which result and truth agree |
# | class imbalance (4) | one class has far more pixels than the other |

# %% [markdown]
# ## Next time this fails
#
# A person traces all vessels correctly. By accident the drawing is moved five pixels to the right.
# Which mask is better: this one or the black one?

# %% tags=["folded"]
moved = np.roll(truth, 5, axis=1)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.8), layout="constrained")
names = ("truth", "all black", "moved by 5 pixels")
for ax, mask, name in zip(axes, (truth, black, moved), names, strict=True):
    share = imaging.accuracy(truth, mask)
    plotting.show_mask(ax, mask, title=f"{name}: accuracy {share:.1%}")
plotting.describe(
    fig,
    "Three masks: the traced vessels, an all-black mask, and the traced vessels moved five pixels "
    "to the right. Their accuracies stand in the titles; the black mask beats the moved one.",
)

# %% [markdown]
# **What to see.** By accuracy the black mask wins, [97.2]{N-A02-51} % against [96.6]{N-A02-52} %.
# We need a score that asks how much of the *object* two masks share. A02c builds it.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Leave out what you know.* The air around the head is of no interest, but it pulls the dark mean
# down. Run `imaging.two_means_1d(slice_image[slice_image > 0.06], 0, 1)` and compare the cut with
# that of the whole slice. Which two groups does it separate now? Look at the chart of section 3
# before you answer.
#
# *Every start.* Start the friends at each pair of different grey values of the marbles. How many
# different ends do you find? Then try the same with the marbles 0, 0, 5, 5, 10, 10.

# %% [markdown]
# ## Further reading
#
# - MacQueen, J. (1967) Some methods for classification and analysis of multivariate observations.
#   *Proc. 5th Berkeley Symposium* 1, 281-297,
#   [projecteuclid.org](https://projecteuclid.org/euclid.bsmsp/1200512992). The name k-means comes
#   from here.
# - Lloyd, S. P. (1982) Least squares quantization in PCM. *IEEE Trans. Inf. Theory* 28(2), 129-137,
#   [doi:10.1109/TIT.1982.1056489](https://doi.org/10.1109/TIT.1982.1056489). Divide, walk, repeat;
#   written in 1957.
# - Ridler, T. W. and Calvard, S. (1978) Picture thresholding using an iterative selection method.
#   *IEEE Trans. Syst. Man Cybern.* 8(8), 630-632,
#   [doi:10.1109/TSMC.1978.4310039](https://doi.org/10.1109/TSMC.1978.4310039). The isodata method.
#
# **Data.** Vessel tile: repository of Vemuri, *Image segmentation with Python* (Kite, 2019), MIT
# licence. Head slice: OASIS-1, Marcus et al. (2007) *J. Cogn. Neurosci.* 19, 1498-1507,
# [doi:10.1162/jocn.2007.19.9.1498](https://doi.org/10.1162/jocn.2007.19.9.1498); data use
# agreement, do not pass it on.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other images.
# Save the notebook and hand it in.
