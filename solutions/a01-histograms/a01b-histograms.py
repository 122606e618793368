# %% [markdown]
# # A01b Histograms
#
# You learn to count grey values, and to find the pixels behind a bar again.
#
# | Time | Points | Data | Before this | After this |
# |---|---|---|---|---|
# | 40 minutes | 13 points | vessel tile, brain slice | A01a Pixels and masks | A02a One cut |

# %% [markdown]
# ## After this you can
#
# - **compute** a histogram with one bin for every grey value,
# - **locate** in the image the pixels behind a bar,
# - **compare** the histograms of two classes in the same bins,
# - **judge** what a histogram can tell, and what it can never tell.
#
# **Questions we answer.** How often does each grey value occur? Are the dark pixels all of one
# kind? Can a grey value tell us the class of a pixel?

# %% [markdown]
# ## Before you start
#
# | You have met | Why you need it | To refresh |
# |---|---|---|
# | grey value, type, range | we count grey values | A01a section 1, 5 minutes |
# | mask, truth | we count each class alone | A01a section 2, 5 minutes |
# | `(table >= 20) & (table < 30)` | a range of grey values | warm-up sheet, 2 minutes |
#
# **Skip box.** How many edges do 256 bins have? What happens to a histogram when you shuffle the
# pixels? Why do two classes need the same bins? If all three are clear, do the exercises only.

# %% [markdown] tags=["retrieval"]
# ## Two questions from the warm-up sheet
#
# 1. What is `(np.array([3, 8, 5]) > 4).sum()`? <details><summary>Answer</summary>2. Two of the
#    three numbers are larger than 4, and True counts as 1.</details>
# 2. Which positions does `row[0:2]` take? <details><summary>Answer</summary>0 and 1. The first
#    number belongs to the piece, the second does not. You will meet this rule again
#    today.</details>

# %%
import matplotlib.pyplot as plt
import numpy as np

from coursekit import check, datasets, imaging, plotting

vessels = datasets.load_for_lesson("kesm-vessels")
brain = datasets.load_for_lesson("oasis-brain")
grey = imaging.to_unit_range(brain.image)
for sample in (vessels, brain):
    print(sample.note)

# %% [markdown]
# ## 3 The histogram (starts at minute 0, 22 minutes, 6 points)
#
# **Predict.** We cut the vessel tile into its single pixels and shuffle them.
# Name one thing that you could still find out afterwards, and one thing that is lost.

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: an election.** Every pixel has one vote and gives it to its grey value. Then we count.
# The list of counts is the **histogram**. The place where one grey value collects its votes is a
# **bin**. Votes are secret: the count says how many, never who or where.
#
# **By hand.** An image has the rows 0, 2, 2, 4 and 2, 0, 4, 2. Grey value 0 gets 2 votes, 1 gets
# none, 2 gets 4, 3 gets none, 4 gets 2. The counts are **2, 0, 4, 0, 2**. Their sum is 8, the
# number of pixels. A grey value without votes keeps its place, with a 0.

# %% tags=["folded"]
rng = np.random.default_rng(1)
shuffled = rng.permutation(vessels.image.ravel()).reshape(vessels.image.shape)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
plotting.show_image(axes[0], vessels.image, "The tile", vmin=0, vmax=255)
plotting.show_image(axes[1], shuffled, "The same pixels, shuffled", vmin=0, vmax=255)
plotting.plot_histogram(axes[2], imaging.grey_histogram(vessels.image), label="tile")
counts = imaging.grey_histogram(shuffled)
axes[2].stairs(counts, np.arange(257) - 0.5, color="black", linestyle="--", label="shuffled")
axes[2].set_title("Two pictures, one histogram")
axes[2].legend(loc="upper left")
plotting.describe(
    fig,
    "Left: the vessel tile. Middle: the same pixels in random order look like even noise. Right: "
    "the dashed histogram of the shuffled pixels lies exactly on that of the tile, peak near 210.",
)

# %% [markdown]
# **What to see.** The picture in the middle has no vessels any more, yet no count has changed. Most
# pixels are tissue: the hill has its top at grey value [210]{N-A01-11}. Vessels fill only
# [2.8]{N-A01-12} % of the tile. They are the long, low tail on the left, hardly higher than the
# axis.

# %%
tiny = np.array([[0, 2, 2, 4], [2, 0, 4, 2]])
# 1 five bins lie between six edges, as five gaps lie between six fence posts
counts, edges = np.histogram(tiny, bins=[0, 1, 2, 3, 4, 5])
print(f"{edges.size} edges, {counts.size} bins: {counts}, sum {counts.sum()}")
# 2 one edge less: the last bin also takes its right edge
counts, edges = np.histogram(tiny, bins=[0, 1, 2, 3, 4])
print(f"{edges.size} edges, {counts.size} bins: {counts}: 3 and 4 now share a bin")
# 3 the highest bar
print(f"the grey value that occurs most often is {np.bincount(tiny.ravel()).argmax()}")

# %% [markdown] exercise="grey_histogram" role="prompt"
# Count the pixels of each grey value. The image holds whole numbers from 0 to `n_levels - 1`.
#
# Return `counts`, an array with `n_levels` whole numbers: `counts[g]` pixels have the grey value
# `g`. A grey value that does not occur keeps its place and has the count 0. So the length never
# depends on the image, and the sum is the number of pixels.
#
# Example: `[[0, 2], [2, 3]]` with 5 levels gives `[1, 0, 2, 1, 0]`.


# %% exercise="grey_histogram" role="answer"
def grey_histogram(image, n_levels=256):
    """Number of pixels of each grey value from 0 to n_levels - 1.

    >>> grey_histogram(np.array([[0, 2], [2, 3]]), n_levels=5)
    array([1, 0, 2, 1, 0])
    """
    # 1 how many bins, so how many edges?
    # 2 count the pixels of each grey value
    # 3 return the counts alone, without the edges
    ### BEGIN SOLUTION
    counts, _ = np.histogram(image, bins=np.arange(n_levels + 1))
    return counts
    ### END SOLUTION


# %% exercise="grey_histogram" role="check"
check.grey_histogram(grey_histogram)

# %% [markdown] question="Q6"

# %% [markdown]
# **From a bar back to its pixels.** The votes are secret, but we still have the voters. Go to every
# pixel again and ask: does your grey value lie in this range? The answers form a mask, and a mask
# has places.
#
# We keep one rule: the lower end belongs to the range, the upper end does not. Then ranges that
# touch share no pixel, and no pixel falls between them. The range from 10 to 30 holds 10 and 29.

# %% [markdown] exercise="pixels_between" role="prompt"
# Return a mask (True and False) of the pixels whose grey value lies between `low` and `high`: `low`
# belongs to the range, `high` does not. The mask has the shape of the image.
#
# Example: `[[10, 20, 30]]` with `low=10` and `high=30` gives `[[True, True, False]]`.


# %% exercise="pixels_between" role="answer"
def pixels_between(image, low, high):
    """Mask of the pixels with low <= grey value < high.

    >>> pixels_between(np.array([[10, 20, 30]]), 10, 30)
    array([[ True,  True, False]])
    """
    # 1 ask for the lower end, ask for the upper end, join both answers
    ### BEGIN SOLUTION
    return (image >= low) & (image < high)
    ### END SOLUTION


# %% exercise="pixels_between" role="check"
check.pixels_between(pixels_between)

# %% tags=["folded"]
white = imaging.pixels_between(vessels.image, 255, 256)
fig, axes = plt.subplots(1, 2, figsize=(8, 4), layout="constrained")
plotting.show_image(axes[0], vessels.image, "The tile", vmin=0, vmax=255)
plotting.show_mask(axes[1], white, f"The {white.sum()} pixels of the last bar")
plotting.describe(
    fig,
    "Left: the vessel tile. Right: the pixels with grey value 255 in white on black; nearly all of "
    "them lie in the specks of the lower left corner, and a few at the rim of the largest vessel.",
)

# %% [markdown]
# **What to see.** The last bar, grey value 255, counts [1763]{N-A01-13} pixels. They are not spread
# over the tile: [94]{N-A01-14} % of them lie in its lowest quarter.
#
# **Why it works.** Compare with your prediction: the counts survive the shuffle, the places do not.
#
# **What would break.** A published tutorial counted this tile with `bins=range(256)`. These are 256
# edges, so 255 bins. Its last bar mixes `254` and `255`: [256]{N-A01-15} + [1763]{N-A01-13} =
# [2019]{N-A01-16} pixels. Nothing in the picture of the histogram warns you. The sum is still
# right.

# %% [markdown]
# ## 4 A histogram for each class (starts at minute 22, 18 minutes, 7 points)
#
# The slice is a flat cut through the head of a person. It comes from a scanner with a strong magnet
# (magnetic resonance imaging, MRI). With it comes a truth: a mask of the brain.
#
# **Predict.** Where do you expect the darkest pixels of this slice: in the class "brain" or in the
# class "not brain"? And the brightest?

# %%
prediction = "..."

# %% [markdown]
# **One idea: count the two classes apart.** Let brain pixels vote on orange paper and all others
# on blue paper. Both use the same ballot boxes. Then we have two histograms, and we can compare
# them bar by bar.
#
# Two rules make the comparison fair. *The same edges for both*, or bar 3 of one is not bar 3 of the
# other. *Counts, not shares*, or a class of ten pixels looks as large as a class of ten thousand.
# For 20 bins of width `0.05` we need 21 edges: `np.linspace(0, 1, 21)`.

# %% tags=["folded"]
edges = np.linspace(0, 1, 21)
fig, axes = plt.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
plotting.show_image(axes[0], grey, "Brain slice", vmin=0, vmax=1)
plotting.show_mask(axes[1], brain.truth, "Truth: brain")
outside, inside = imaging.class_histograms(grey, brain.truth, edges)
plotting.plot_histogram(axes[2], outside, edges, label="not brain")
plotting.plot_histogram(axes[2], inside, edges, label="brain")
axes[2].set_title("The darkest and the brightest\npixels are not brain")
plotting.describe(
    fig,
    "Left: a head in cross section, a grey brain in a bright ring on black. Middle: mask of the "
    "brain. Right: counts by class; not brain has a tall first bar and a long bright tail, brain "
    "lies between.",
)

# %% [markdown]
# **What to see.** The class "not brain" has [19402]{N-A01-17} pixels, and [57]{N-A01-18} % of them
# stand in its first bar. Now look at the orange bars. The brain has three hills: dark fluid, grey
# matter (cell bodies) and bright white matter (their long fibres). Their highest bars begin at
# [0.05]{N-A01-22}, [0.25]{N-A01-23} and [0.45]{N-A01-24}.
# Beyond [0.54]{N-A01-19} there is no brain pixel left, but the other class goes on to 1.

# %%
small = np.array([[0.1, 0.3, 0.6], [0.2, 0.7, 0.9]])
mask = np.array([[False, True, True], [False, False, True]])
# 1 a mask between brackets picks the pixels where it is True; ~ turns every answer round
print(f"inside: {small[mask]}, outside: {small[~mask]}")
# 2 count one class in three bins with four edges
inside, _ = np.histogram(small[mask], bins=[0, 0.25, 0.5, 1])
print(f"inside counts: {inside}")

# %% [markdown] exercise="class_histograms" role="prompt"
# Return two arrays of counts, first for the pixels outside the mask, then for those inside:
# `outside, inside`. Use the given edges for both. The rule of `np.histogram` holds: a bin takes its
# left edge and not its right one; only the last bin takes both.
#
# Return counts, not shares. Then the sum of each array is the size of its class.
#
# Example: the image `[0.1, 0.2, 0.5, 0.9]`, the mask `[False, False, True, True]` and the edges
# `[0, 0.5, 1]` give `[2, 0]` and `[0, 2]`.


# %% exercise="class_histograms" role="answer"
def class_histograms(image, mask, edges):
    """Counts outside and inside the mask, in the same bins.

    >>> image, mask = np.array([0.1, 0.2, 0.5, 0.9]), np.array([False, False, True, True])
    >>> class_histograms(image, mask, [0, 0.5, 1])
    (array([2, 0]), array([0, 2]))
    """
    # 1 count the pixels outside the mask
    # 2 count the pixels inside the mask, with the same edges
    # 3 return both: outside first
    ### BEGIN SOLUTION
    outside, _ = np.histogram(image[~mask], bins=edges)
    inside, _ = np.histogram(image[mask], bins=edges)
    return outside, inside
    ### END SOLUTION


# %% exercise="class_histograms" role="check"
check.class_histograms(class_histograms)

# %% [markdown] exercise="class_histogram_plot" role="prompt"
# Draw three panels in one row: the image, the truth, and one histogram for each class. The image
# holds floats between 0 and 1.
#
# The first two panels are written already. In the third use bins of width `0.05` from 0 to 1 for
# both classes. Give each class a `label`, label both axes, and show a legend. Return the figure.
#
# *Advice, not checked:* call `axes[2].hist(...)` once per class. With `alpha=0.3` hidden bars shine
# through.


# %% exercise="class_histogram_plot" role="answer"
def class_histogram_plot(image, truth):
    """Figure with the image, the truth and the two class histograms."""
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
    plotting.show_image(axes[0], image, "image", vmin=0, vmax=1)
    plotting.show_mask(axes[1], truth, "truth")
    edges = np.linspace(0, 1, 21)
    # 1 histogram of the pixels where the truth is False
    # 2 histogram of the pixels where it is True, with the same bins
    # 3 axis labels and legend
    # 4 return the figure
    ### BEGIN SOLUTION
    axes[2].hist(image[~truth], bins=edges, alpha=0.3, label="not brain")
    axes[2].hist(image[truth], bins=edges, alpha=0.3, label="brain")
    axes[2].set(xlabel="grey value", ylabel="number of pixels")
    axes[2].legend()
    return fig
    ### END SOLUTION


# %% exercise="class_histogram_plot" role="check"
check.class_histogram_plot(class_histogram_plot)

# %%
figure = class_histogram_plot(grey, brain.truth)
plotting.describe(
    figure,
    "Three panels: the brain slice, its truth, and the histograms of both classes in 20 bins. The "
    "class not brain is tall at the dark end and goes on to 1; brain lies between.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** Your third panel should look like the chart above: two classes, the same bins.
#
# **Look behind the bars.** The next cell marks the pixels of a range. Run it as it is: these are
# the pixels of the first bar. Answer Q1. Then change the range to `0.6` and `1.01`, run the cell
# again, and answer Q2. (Why `1.01`? The upper end does not belong to the range, and the brightest
# pixel is exactly 1.)

# %%
low, high = 0.0, 0.05  # change these two numbers and run the cell again
found = imaging.pixels_between(grey, low, high)
print(f"{found.sum()} pixels, {(found & brain.truth).sum()} of them are brain")

fig, axes = plt.subplots(1, 2, figsize=(8, 3.6), layout="constrained")
plotting.show_image(axes[0], grey, "Brain slice", vmin=0, vmax=1)
plotting.show_mask(axes[1], found, f"Pixels from {low} up to {high}")
plotting.describe(
    fig,
    "Left: the brain slice. Right: a mask of the pixels whose grey value lies in the chosen range, "
    "white on black, so that the places behind a bar of the histogram become visible.",
)

# %% [markdown]
# **What to see.** Which part of the picture is white? Is it one piece, or is it spread over the
# slice? How many of the pixels are brain?

# %% [markdown] question="Q1"

# %% [markdown] question="Q2"

# %% [markdown]
# **Why it works.** Compare with your prediction: the darkest *and* the brightest pixels are not
# brain. The dark ones are air around the head. The bright ones form a ring. Some teaching texts
# call it the skull. In this kind of scan (T1, a common setting of the scanner) compact bone is
# dark. The bright ring is the fat of the scalp, the skin over the bone.
#
# **What would break.** A grey value is not a class. From `0.3` up to `0.5` there are
# [10165]{N-A01-20} pixels, and [1611]{N-A01-21} of them are not brain. Their bars overlap. No
# histogram can tell these pixels apart, because it does not know places.

# %% [markdown] tags=["instructor"]
# *Timing, section 3:* 2 predict, 5 election and figure, 2 example, 6 exercise E4, 1 question, 4
# exercise E6, 2 why. *Section 4:* 1 predict, 4 figure, 5 exercise E5, 4 plot, 3 both questions, 1
# why. *Live:* let the room vote with slips of paper for a number from 0 to 9, then shuffle the
# people. *Expect:* "why `257` edges?" (fence posts), `plt.hist` of the whole table (one histogram
# for each column: use `ravel`), "why not shares?" (then the small class looks large; shares answer
# another question). *The reply to Q1* quotes the first bar: [10973]{N-A01-31} pixels,
# [5]{N-A01-32} of them brain. *If short of time:* show E5 live and keep P2 as homework. *Discuss:*
# the source of the slice calls the ring "skull"; how would you find out who is right?

# %% [markdown]
# ## Key points
#
# - A histogram counts how often each grey value occurs. It has one place for each, also for those
#   that do not occur.
# - 256 bins need `257` edges.
# - Shuffle the pixels: the picture is gone, the histogram stays. It knows how many, never where.
# - To find the pixels behind a bar, ask the image again with a range. The answer is a mask.
# - Compare classes with the same edges, and in counts.
# - Classes share grey values. So a grey value alone does not decide the class of a pixel.

# %% [markdown]
# ## Glossary
#
# - **Histogram**: the list of how many pixels have each grey value.
# - **Bin**: one place of this list, with a left and a right edge.
# - **Edge**: a border between two bins; there is one edge more than bins.
# - **Class**: a kind of pixel that we want to tell apart, such as brain and not brain.
# - **Range**: all grey values from a lower end up to, and without, an upper end.

# %% [markdown]
# ## Next time: one cut
#
# Suppose you may choose one grey value and call everything above it brain. The picture below marks
# the range that both classes share.

# %% tags=["folded"]
shared = imaging.pixels_between(grey, 0.3, 0.5)
fig, axes = plt.subplots(1, 2, figsize=(8, 3.6), layout="constrained")
plotting.show_mask(axes[0], shared & brain.truth, "From 0.3 up to 0.5: brain")
plotting.show_mask(axes[1], shared & ~brain.truth, "The same range: not brain")
plotting.describe(
    fig,
    "Two masks of pixels with grey values from 0.3 up to 0.5. Left: large parts of the brain. "
    "Right: thin lines along the ring around the head, and patches beside the brain.",
)

# %% [markdown]
# **What to see.** The same grey values occur in the brain and in the ring around it. Where would
# you cut? A02 asks you to choose, and then to say how good the choice was.

# %% [markdown]
# ## Stretch (outside the clock)
#
# - Compute the *cumulative* histogram, `np.cumsum(counts) / counts.sum()`. Below which grey value
#   do 90 % of the pixels of the tile lie?
# - A *percentile stretch* shows the grey values from the 1st to the 99th percentile from black to
#   white: use `np.percentile(grey, [1, 99])` as `vmin` and `vmax`. What becomes visible? Why must
#   such a picture never be saved as data? *(All pixels beyond the two ends become equal. What was
#   different before cannot be told apart afterwards.)*

# %% [markdown]
# ## Further reading
#
# - Bankhead, P. (2022) *Introduction to Bioimage Analysis*, chapter "Measurements and histograms",
#   <https://bioimagebook.github.io>. Shows why histograms are the first thing to look at.
# - Vemuri, P. (2019) *Image Segmentation with Python*, Kite. The tutorial with 255 bins, and the
#   source of the vessel tile.
#
# **Data.** Vessel tile: 3Scan, truth traced by N. Farahani, MIT licence of its repository. Brain
# slice: OASIS-1, Marcus and others (2007) *J. Cogn. Neurosci.* 19, 1498-1507,
# [doi:10.1162/jocn.2007.19.9.1498](https://doi.org/10.1162/jocn.2007.19.9.1498), under its data use
# agreement; slice and mask from V. Cheplygina's course.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Save the notebook, then run the cells below. They show the points of the visible checks. Hidden
# checks with other images follow when you hand in.
