# %% [markdown]
# # A02a One cut, and a method that finds it
#
# One number turns a grey image into a mask. First you choose this number by eye. Then you write the
# method that chooses it.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 45 minutes | [12]{N-A02-01} points | vessels, coins, page | A01b | [A02b](a02b-means.ipynb) |

# %% [markdown]
# ## After this you can
#
# - **apply** a threshold to bright objects and to dark objects;
# - **compute** the score of a cut from the counts of grey values;
# - **implement** Otsu's method, and **repair** a version that gives each group the same weight;
# - **judge** on a given image whether an automatic threshold can be trusted.
#
# **Questions we answer**
#
# 1. Which pixels does a cut keep?
# 2. Can the image itself tell us where to cut?
# 3. What does the method do when there is nothing to find?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | `image[row, column]` and slices (A01, section 1) | we cut out a small tile | 3 minutes |
# | a mask of `True` and `False` (A01, section 2) | a cut returns one | 3 minutes |
# | counts per grey value (A01, section 3) | the method reads counts, not places | 5 minutes |
#
# **Skip box.** Can you answer these three? Then go to A02b. What happens to a pixel that is equal
# to the threshold? Which score does Otsu's method make as large as possible? What does it return
# for an image without any object?

# %% [markdown] tags=["retrieval"]
# ## Two questions first
#
# <details><summary>1. A uint8 pixel has grey value 55. What is its value after you invert the
# image?</summary>
#
# `200`, because `255 - 55 == 200`. We invert an image again in the next cell.
#
# </details>
# <details><summary>2. A histogram has a tall bar at grey value 45. Where in the image are these
# pixels?</summary>
#
# The histogram cannot tell. It counts pixels and forgets their places.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
from coursekit import check, datasets, imaging, plotting

tile = datasets.load_for_lesson("kesm-vessels")
truth = tile.truth
vessels = ndi.median_filter(imaging.invert(tile.image), size=3)
print(tile.note)

# %% [markdown]
# ## 1 One cut (starts at minute 0, 15 minutes)
#
# The tile is a slice of a mouse brain. Its blood vessels were filled with black ink. A person
# traced them by hand: that mask is our truth. We inverted the tile, so vessels are bright. Then
# each pixel got the middle value of its 3x3 neighbourhood. This *median filter* removes single odd
# pixels (A03 shows how).
#
# **Predict.** You keep every pixel that is brighter than one grey value, the *cut*. You move the
# cut up. Do you keep more pixels or fewer? Which mistake do you expect from a cut that is too low?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: a sieve.** Think of each pixel as a stone, and of its grey value as the size of the
# stone. The cut is the width of the holes. Stones larger than the holes stay on top; all others
# fall through.
#
# Three pixels have the grey values 10, 50 and 90. With the cut 50, only 90 stays on top. The pixel
# with exactly 50 falls through: **a pixel equal to the cut is dark**.
#
# In symbols: a bright object is `image > t`, a dark object is `image <= t`. The field calls the cut
# a *threshold*; both words mean the same. Every threshold assumes one thing: object and background
# differ in grey value, in the same way everywhere in the image.

# %% tags=["folded"]
cuts = (40, 68, 150)
fig, axes = plt.subplot_mosaic(
    "iabc;hhhh", figsize=(10, 5), height_ratios=[5, 4], layout="constrained"
)
plotting.show_image(axes["i"], vessels, title="the tile")
plotting.plot_histogram(
    axes["h"], imaging.grey_histogram(vessels), log=True, title="Most pixels lie left of 68"
)
for name, cut, style in zip("abc", cuts, (":", "--", "-"), strict=True):
    kept = vessels > cut
    plotting.show_mask(axes[name], kept, title=f"cut {cut} keeps {kept.mean():.1%}")
    axes["h"].axvline(cut, color="black", linestyle=style, label=f"cut {cut}")
axes["h"].set(xlim=(0, 255), ylabel="pixels (log scale)")
axes["h"].legend()
plotting.describe(
    fig,
    "The tile and three of its masks above its histogram. Cut 40 keeps most of the picture, cut 68 "
    "scattered short vessels, cut 150 one round spot. Three lines mark the cuts.",
)

# %% [markdown]
# **What to see.** The vessels of the inverted tile are bright. Cut `40` keeps most of the
# background. Cut `150` keeps little more than one thick vessel. Cut `68` looks right. The lines
# `40` and `68` are close together, although their masks look so different: between them lies the
# hill of the background. The counts are drawn on a logarithmic scale.

# %% [markdown] exercise="apply_threshold" role="prompt"
# Write `apply_threshold(image, t, bright=True)`. It returns a mask with the shape of the image. A
# bright object is every pixel above `t`. With `bright=False` the object is dark: every pixel up to
# and including `t`.
#
# Example: the row 10, 50, 90 with `t = 50` gives False, False, True. With `bright=False` it gives
# True, True, False.

# %% exercise="apply_threshold" role="answer"
def apply_threshold(image, t, bright=True):
    """Mask of the object; 10, 50, 90 with t = 50 gives False, False, True."""
    image = np.asarray(image)
    # 1 bright object: which pixels are above t?
    # 2 dark object: all the others
    ### BEGIN SOLUTION
    if bright:
        return image > t
    return image <= t
    ### END SOLUTION


# %% exercise="apply_threshold" role="check"
check.apply_threshold(apply_threshold)

# %% tags=["folded"]
def one_cut(cut):
    kept = imaging.apply_threshold(vessels, cut)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    plotting.show_mask(left, kept, title=f"cut {cut} keeps {kept.mean():.1%}")
    counts = imaging.grey_histogram(vessels)
    plotting.plot_histogram(right, counts, log=True, title=f"pixels right of {cut} are kept")
    right.axvline(cut, color="black", linestyle="--")
    right.set(xlim=(0, 255), ylabel="pixels (log scale)")
    return fig


plotting.turn(
    one_cut,
    "cut",
    range(20, 201, 4),
    at=68,
    alt=lambda cut: f"The mask of the tile for cut {cut} beside its histogram on a log scale. A "
    f"dashed line stands at {cut}; what lies to its right is white in the mask.",
)

# %% [markdown]
# **What to see.** While the notebook runs there is a slider above the picture; without it you see
# cut `68`. Move it down to `40` and up to `150`. Each step to the right takes pixels away and never
# gives one back.

# %%
my_cut = 60  # change it and run the cell again, until the mask looks right to you
fig, axes = plt.subplots(1, 2, figsize=(8, 4), layout="constrained")
plotting.show_mask(axes[0], truth, title=f"traced by a person: {truth.mean():.1%}")
mask = imaging.apply_threshold(vessels, my_cut)
plotting.show_mask(axes[1], mask, title=f"above your cut {my_cut}: {mask.mean():.1%}")
plotting.describe(
    fig,
    f"The traced vessels beside the mask of all pixels above the cut {my_cut}. The person marked "
    f"{truth.mean():.1%} of the tile, the cut keeps {mask.mean():.1%}.",
)

# %% [markdown]
# **What to see.** Find the cut that looks best to you, and note it. Section 2 starts from it. Which
# mistake is left?
#
# **Why it works.** A higher cut never keeps more: every pixel above `150` is also above `68`.
# Compare this with your prediction. A low cut keeps background ([75]{N-A02-02} % of the tile at
# `40`). A high cut loses vessels ([0.3]{N-A02-03} % left at `150`, but [2.8]{N-A02-04} % were
# traced). No cut is free of both mistakes here.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 sieve and figure, 4 exercise, 3 comparison, 2 spare. *Live:* move the cut
# with the whole class and let hands go up when the picture "looks right"; write down the spread of
# the answers, section 2 starts from it. *Expect:* "is the cut itself dark or bright?" (dark;
# scikit-image decides the same way), "why not `>=`?" (a rule is needed; [174]{N-A02-23} pixels of
# this tile have exactly the grey value [79]{N-A02-14}). *Common wrong answers:* `image < t` for
# dark objects (then a pixel equal to `t` is in neither mask), a picture of 0 and 255 for a mask.

# %% [markdown] tags=["by-hand"]
# ## 2 Otsu's threshold (starts at minute 15, 30 minutes)
#
# You chose a cut by eye. Your neighbour chose another. Can the image itself tell us where to cut?
#
# **Predict.** Here are six grey values: 1, 1, 2, 7, 8, 9. Place one cut: values up to and including
# the cut go left, the rest goes right. Which cut do *you* choose? How do you explain it to a friend
# in one sentence?

# %%
prediction = "..."

# %% [markdown]
# **One idea: two jars.** Paint the grey value of each pixel on a marble. A cut sorts the marbles
# into a dark jar and a bright jar. A good cut makes each jar boring: all marbles in it look alike.
#
# Now look at the *spread*, the mean squared distance from the mean (its other name is variance).
# The spread of all marbles is fixed. It is the sum of two parts: the spread *inside* the jars and
# the spread *between* them. Less inside means more between. So we look for the cut with the most
# spread between the jars. Nobuyuki Otsu proposed this method in 1979. It assumes two groups of
# similar spread, neither of them tiny.

# %% [markdown] tags=["by-hand"]
# **By hand.** Cut at 2. Dark jar: 1, 1, 2 with mean [1.33]{N-A02-05}. Bright jar: 7, 8, 9 with mean
# [8]{N-A02-06}. The means are [6.67]{N-A02-07} apart, and each jar holds half of the marbles.
#
# score = (share of dark) x (share of bright) x (distance of the means)² = 0.5 x 0.5 x
# [6.67]{N-A02-07}² = **[11.11]{N-A02-08}**
#
# This score *is* the spread between the jars. The dark jar has the spread 0.22, the bright one
# 0.67. Half of each is left inside: 0.5 x 0.22 + 0.5 x 0.67 = [0.44]{N-A02-09}. Inside and between
# together make [11.56]{N-A02-10}, the spread of all six (rounded).

# %%
marbles = np.array([1, 1, 2, 7, 8, 9])
t = 2
# 1 split
dark, bright = marbles[marbles <= t], marbles[marbles > t]
# 2 shares and distance
share_dark, share_bright = dark.size / marbles.size, bright.size / marbles.size
distance = bright.mean() - dark.mean()
# 3 score
print(f"score of cut {t}: {share_dark * share_bright * distance**2:.2f}")

# %% [markdown] tags=["by-hand"]
# Change `t` to 1 and to 4, and run the cell again. You get [6.72]{N-A02-11} and [11.11]{N-A02-12}.
#
# In symbols: $\sigma_b^2 = w_0\,w_1\,(\mu_0-\mu_1)^2$. In words: the spread between is one share
# times the other share times the squared distance of the means. Why the shares? Without them, a jar
# with one single far-away marble often wins.
#
# <details><summary><b>Trace it.</b> The cuts 2, 3, 4, 5 and 6 have the same score. Why?</summary>
#
# No marble lies between 2 and 7, so these cuts fill the jars with the same marbles. Equal best
# scores are a *tie*. We agree to take the smallest cut of a tie.
#
# </details>

# %% tags=["folded"]
counts = imaging.grey_histogram(vessels)
scores = [imaging.between_class_variance(counts, cut) for cut in range(256)]
best = int(np.argmax(scores))
fig, (top, bottom) = plt.subplots(2, 1, figsize=(8, 5), sharex=True, layout="constrained")
plotting.plot_histogram(top, counts, log=True, title="The vessels have no hill, only a tail")
top.set(xlim=(0, 255), xlabel="")
bottom.plot(range(256), scores, color=plotting.PALETTE[0], linewidth=2)
bottom.set(xlabel="cut (grey value)", ylabel="score")
bottom.set_title(f"The score still has a peak, at {best}")
for ax in (top, bottom):
    ax.axvline(best, color="black", linestyle="--", label=f"cut {best}")
bottom.legend()
plotting.describe(
    fig,
    "Two charts share a grey-value axis from 0 to 255. Top: pixel counts on a log scale, a tall "
    f"hill and a long low tail. Bottom: the score of each cut, flat-topped, highest at {best}.",
)

# %% [markdown]
# **What to see.** The background makes a hill at [45]{N-A02-13}. The vessels are only a tail;
# without the logarithmic scale you would not see them. The score has a small bump at [37]{N-A02-22}
# and its peak at [79]{N-A02-14}. The peak is flat: the cut `65` scores [112.4]{N-A02-15}, the best
# cut [116.9]{N-A02-16}. On a flat peak, small changes of the image move the best cut a lot.

# %% [markdown] exercise="between_class_variance" role="prompt"
# A large image has few different grey values, so we work with counts: `counts[g]` tells how many
# pixels have the grey value `g`. For the marbles they are 0, 2, 1, 0, 0, 0, 0, 1, 1, 1. Return the
# score of the cut `t`. If one jar is empty there is nothing to compare: return 0. Do not change
# `counts`.
#
# Example: `between_class_variance(np.bincount(marbles), 2)` is [11.11]{N-A02-08}, rounded.

# %% exercise="between_class_variance" role="answer"
def between_class_variance(counts, t):
    """Score of the cut t: share * share * distance ** 2; the marbles cut at 2 score 11.11."""
    counts = np.asarray(counts, dtype=float)
    grey = np.arange(counts.size)
    # 1 split the counts into the dark and the bright jar
    # 2 one jar empty? then the score is 0
    # 3 shares of the two jars
    # 4 means of the two jars (counts tell how often a grey value occurs)
    # 5 score
    ### BEGIN SOLUTION
    dark, bright = counts[: t + 1], counts[t + 1 :]
    if dark.sum() == 0 or bright.sum() == 0:
        return 0.0
    share_dark = dark.sum() / counts.sum()
    share_bright = 1.0 - share_dark
    mean_dark = (grey[: t + 1] * dark).sum() / dark.sum()
    mean_bright = (grey[t + 1 :] * bright).sum() / bright.sum()
    return share_dark * share_bright * (mean_bright - mean_dark) ** 2
    ### END SOLUTION


# %% exercise="between_class_variance" role="check"
check.between_class_variance(between_class_variance)

# %% [markdown] exercise="otsu_threshold" role="prompt"
# Write `otsu_threshold(image)` for a uint8 image. Try every cut and return the one with the highest
# score, as an `int`. Of equal scores, take the smallest cut. You may call your
# `between_class_variance`, or the course's own: `imaging.between_class_variance`.
#
# Example: `otsu_threshold(marbles)` is 2.

# %% exercise="otsu_threshold" role="answer"
def otsu_threshold(image):
    """Grey value whose cut has the highest score; for the marbles it is 2."""
    counts = np.bincount(np.asarray(image).ravel())
    # 1 a score for every grey value
    # 2 the position of the first maximum
    ### BEGIN SOLUTION
    scores = [imaging.between_class_variance(counts, t) for t in range(counts.size)]
    return int(np.argmax(scores))
    ### END SOLUTION


# %% exercise="otsu_threshold" role="check"
check.otsu_threshold(otsu_threshold)

# %%
# a letter on the page is a dark object: there, "brighter" means paper
others = {"coins": datasets.load("coins").image, "printed page": datasets.load("page").image}
for name, image in {"vessel tile": vessels, **others}.items():
    threshold = imaging.otsu_threshold(image)
    print(f"{name}: threshold {threshold}, {np.mean(image > threshold):.1%} is brighter")


# %% [markdown] exercise="repaired_otsu" role="prompt"
# A textbook says: "add the variance of the dark pixels to the variance of the bright pixels and
# take the smallest sum." A student wrote that. On the vessel tile the code below returns
# [203]{N-A02-17}, not [79]{N-A02-14}. Find what is missing, and repair the marked line. You may add
# a line before it.
#
# The marbles do *not* show the mistake: both versions give 2, because both jars are equally full.
# One test with equal jars is not enough.

# %% exercise="repaired_otsu" role="answer"
def spread(grey, counts):
    """Variance of grey values that occur `counts` times."""
    mean = (grey * counts).sum() / counts.sum()
    return ((grey - mean) ** 2 * counts).sum() / counts.sum()


def repaired_otsu(image):
    """Otsu's threshold through the smallest spread inside the jars; the marbles give 2."""
    counts = np.bincount(np.asarray(image).ravel()).astype(float)
    grey = np.arange(counts.size)
    best_t, best_value = 0, np.inf
    for t in range(counts.size - 1):
        if counts[: t + 1].sum() == 0:
            continue
        dark = spread(grey[: t + 1], counts[: t + 1])
        bright = spread(grey[t + 1 :], counts[t + 1 :])
        value = dark + bright  # <- repair this line
        if value < best_value:
            best_t, best_value = t, value
    return best_t


print(f"marbles: {repaired_otsu(marbles)}, vessel tile: {repaired_otsu(vessels)}")


# %% exercise="repaired_otsu" role="solution"
def repaired_otsu(image):
    """Otsu's threshold through the smallest spread inside the jars; the marbles give 2."""
    counts = np.bincount(np.asarray(image).ravel()).astype(float)
    grey = np.arange(counts.size)
    best_t, best_value = 0, np.inf
    for t in range(counts.size - 1):
        if counts[: t + 1].sum() == 0:
            continue
        dark = spread(grey[: t + 1], counts[: t + 1])
        bright = spread(grey[t + 1 :], counts[t + 1 :])
        share = counts[: t + 1].sum() / counts.sum()
        value = share * dark + (1 - share) * bright
        if value < best_value:
            best_t, best_value = t, value
    return best_t


# %% exercise="repaired_otsu" role="check"
check.repaired_otsu(repaired_otsu)

# %%
empty_tile = vessels[0:64, 64:128]
threshold = imaging.otsu_threshold(empty_tile)
print(f"vessel pixels in the truth of this tile: {truth[0:64, 64:128].sum()}")
print(f"grey values run from {empty_tile.min()} to {empty_tile.max()}")
# your turn: print the threshold, and the share of the tile above it

# %% [markdown] question="Q3"
# Add the two missing lines to the cell above.

# %% [markdown]
# **Why it works, and when it does not.** Otsu expects two groups of similar spread. On our tile
# vessels fill only [2.8]{N-A02-04} %, and still it works, because they are far brighter. The small
# tile has one group, and Otsu cuts it anyway: some cut always has the highest score. It even
# explains [53]{N-A02-18} % of the spread there, about as much as on the whole tile ([52]{N-A02-19}
# %). So the score cannot warn you. You must look.

# %% [markdown] tags=["instructor"]
# *Timing:* 3 predict, 5 jars and hand example, 3 figure, 8 + 6 + 4 exercises, 1 question. *Live:*
# bring twelve marbles or cards with numbers; let two learners defend different cuts, then compute
# both scores. *Expect:* "why not the middle of the range?" (works when both jars are equally full
# and wide, not here: the middle of 0 and [214]{N-A02-24} is far inside the tail), "why the square?"
# (spread is measured in squares; then inside and between add up exactly). *Common wrong answers:*
# the distance without shares ([44.44]{N-A02-25} for the marbles), `counts[:t]` ([6.72]{N-A02-11},
# the cut one too low), `nan` for an empty jar. *If short of time:* skip the repair, keep the
# question. *Discuss:* who sets thresholds in a hospital, the program or a person?

# %% [markdown]
# ## Key points
#
# - A cut keeps the pixels above it; a pixel equal to the cut is dark.
# - Otsu takes the cut with the largest spread between the two jars.
# - Largest spread between means smallest spread inside: the sum is fixed.
# - Shares matter: without them the method returned [203]{N-A02-17}, not [79]{N-A02-14}.
# - Every image gets an Otsu threshold, also one without objects.
# - Automatic means repeatable. It does not mean right.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | threshold, cut (1) | the grey value that separates dark from bright |
# | bright, dark object (1) | the object is above the threshold, or up to it |
# | between-class variance (2) | spread between the two jars; Otsu's score |
# | weight (2) | the share of all pixels that a jar holds |
# | tie (2) | several cuts share the best score; we take the smallest |

# %% [markdown]
# ## Next time this fails
#
# Back to the tile without vessels. What did Otsu's method find in it?

# %% tags=["folded"]
t = imaging.otsu_threshold(empty_tile)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.7), layout="constrained")
plotting.show_image(axes[0], empty_tile, title="A tile without vessels", vmin=0, vmax=255)
plotting.show_image(axes[1], empty_tile, title="The same, contrast raised", vmin=30, vmax=60)
called = empty_tile > t
plotting.show_mask(axes[2], called, title=f"Otsu calls {called.mean():.0%} of it vessel")
plotting.describe(
    fig,
    "Three square panels of the tile without vessels: even dark grey, the same with more contrast "
    f"showing faint blotches, and Otsu's mask, in which {called.mean():.0%} of the pixels are set.",
)

# %% [markdown]
# **What to see.** The first panel shows grey values on the full scale, the second only those from
# 30 to 60. Faint blotches became "vessels". Which other methods are there, and which number tells
# us that this mask is bad? A02b compares five methods and gives the first score.

# %% [markdown]
# ## Stretch (outside the clock)
#
# The printed page is lit unevenly, so one cut for all pixels fails. A *local threshold* compares
# each pixel with its own surroundings. Load it with `page = datasets.load("page").image`. Compare
# `page <= imaging.otsu_threshold(page)` with `page <= ski.filters.threshold_local(page, 35,
# offset=10)`, after `import skimage as ski`. Letters are dark objects. Where is each mask wrong?
# What does the local cut assume about the size of a letter? Then draw the counts and the scores of
# `datasets.load("coins").image`, as in section 2.
#
# **Breaking point.** The phantom `datasets.load("vessels", n=...)` has fewer vessels with a smaller
# `n`. The next cell takes the mean of six phantoms for each line. Below which share does Otsu's
# method collapse? Look at one of these phantoms and at its mask.

# %%
for n in (40, 25, 18, 12, 6, 3):
    rows = []
    for seed in range(6):
        phantom = datasets.load("vessels", seed=seed, shape=(256, 256), n=n)
        grey = imaging.invert(phantom.image)
        mask = grey > imaging.otsu_threshold(grey)
        rows.append((phantom.truth.mean(), mask.mean()))
    share, called = np.mean(rows, axis=0)
    print(f"vessels fill {share:5.1%}, Otsu calls {called:5.1%} vessel")

# %% [markdown]
# ## Further reading
#
# - Otsu, N. (1979) A threshold selection method from gray-level histograms. *IEEE Trans. Syst. Man
#   Cybern.* 9(1), 62-66,
#   [doi:10.1109/TSMC.1979.4310076](https://doi.org/10.1109/TSMC.1979.4310076). Four pages, still
#   readable.
# - Bankhead, P. [Introduction to Bioimage Analysis](https://bioimagebook.github.io), chapter
#   *Thresholding*: more methods, and what each assumes.
#
# **Data.** Vessel tile and traced vessels: repository of Vemuri, *Image segmentation with Python*
# (Kite, 2019), MIT licence; traced by N. Farahani; images by 3Scan. Coins and page: scikit-image,
# see `datasets.card("coins")`.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show the points that the visible cases give you; hidden cases use other
# images. Save the notebook and hand it in.
