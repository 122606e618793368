# %% [markdown]
# # A03a Pixels and their neighbours
#
# One grey value is not enough. You let each pixel look around: with a mean, with weights, and with
# a median.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 40 minutes | [9]{N-A03-01} points | head, vessels | A02c | [A03b](a03b-feature-space.ipynb) |

# %% [markdown]
# ## After this you can
#
# - **explain** why one grey value is not enough: noise, blur, uneven light, equal grey;
# - **implement** a mean filter, a median filter and the weights of a Gaussian;
# - **explain** why a row times a column saves work;
# - **judge** whether a median filter helps on a given image.
#
# **Questions we answer**
#
# 1. Why does a pixel need its neighbours?
# 2. What is a kernel, and when is it a row times a column?
# 3. When does a median help, and when does it do harm?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | slices: `image[1:4, 2:5]` (A01, section 1) | we move images by one pixel | 3 minutes |
# | class overlap (A02b, section 3) | neighbours are the way out | 3 minutes |
# | Otsu's threshold and Dice (A02) | we measure what a filter changes | 3 minutes |
#
# **Skip box.** Go to A03b if you can answer these. Why do two pixels of equal grey need different
# answers? How many weights has a Gaussian kernel with sigma 2? Which objects does a 3x3 median
# erase?

# %% [markdown]
# ## Two questions first
#
# <details><summary>1. (A02b) Two pixels have the same grey value; one is brain, one is not. What
# can a cut do about it?</summary>
#
# Nothing. Both lie on the same side of every cut, so one of them is wrong.
#
# </details>
# <details><summary>2. (A02c) A mask shares 3 pixels with the truth. The mask has 4 pixels, the
# truth 6. What is its Dice coefficient?</summary>
#
# 2 x 3 / (4 + 6) = `0.6`
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
from coursekit import check, datasets, imaging, plotting

tile, head = (datasets.load_for_lesson(name) for name in ("kesm-vessels", "oasis-brain"))
vessels, truth = imaging.invert(tile.image), tile.truth
slice_image, brain = imaging.to_unit_range(head.image), head.truth
print(tile.note, head.note, sep="\n")

# %% [markdown]
# ## 1 Pixels need their neighbours (starts at minute 0, 15 minutes)
#
# A cut looks at one pixel at a time. It never asks what lies around it.
#
# **Predict.** Pixel A lies in the scalp, the skin and fat around the head. Pixel B lies in the
# brain. Both have exactly the same grey value. You may look at the other pixels near A and near B.
# Which number would you compute to tell them apart?

# %%
prediction = "..."

# %% tags=["folded"]
pixel_a, pixel_b = (113, 18), (60, 153)  # row, column
fig, axes = plt.subplots(1, 3, figsize=(10, 3.9), layout="constrained")
plotting.show_image(axes[0], slice_image, title="A in the scalp, B in the brain")
for ax, name, (row, column) in zip(axes[1:], "AB", (pixel_a, pixel_b), strict=True):
    window = slice_image[row - 7 : row + 8, column - 7 : column + 8]
    plotting.show_image(
        ax,
        window,
        vmin=0,
        vmax=1,
        title=f"{name} is {slice_image[row, column]:.3f}, its surroundings {window.mean():.3f}",
    )
    ax.plot(7, 7, "s", markersize=17, fillstyle="none", color=plotting.PALETTE[5], mew=2)
    corner = (column - 7.5, row - 7.5)
    axes[0].add_patch(plt.Rectangle(corner, 15, 15, fill=False, color=plotting.PALETTE[5]))
    axes[0].text(column, row - 9, name, color="white", ha="center", fontsize=13)
plotting.describe(
    fig,
    "A head slice with two marked squares, and both squares enlarged to 15 by 15 pixels. The "
    "middle pixels are equally grey. Around A it is mostly dark, around B mostly bright.",
)

# %% [markdown]
# **What to see.** The framed pixels in the middle have the same grey value,
# [0.416]{N-A03-02}. Their surroundings differ: the mean of the 15x15 pixels is
# [0.229]{N-A03-03} around A and [0.451]{N-A03-04} around B. The pixels near a pixel are its
# *neighbourhood*. We chose this pair; not every pair differs so much.

# %% [markdown]
# **Two families of faults.** Grey values also change where nothing in the object changes. The
# article about the vessel tile names two families of faults, or *artefacts*:
#
# - **Blur**: the microscope is out of focus. Each pixel gets light from its neighbours too.
# - **Uneven brightness**: one side gets more light than the other.
#
# A third one is *noise*: every pixel is a little too bright or too dark, by chance. The next
# figure adds the first two to the tile, and cuts each image with Otsu's method. (The tile is
# inverted, and it has not been through the median filter of A02.)

# %% tags=["folded"]
light = np.linspace(0, 40, vessels.shape[1])  # 0 on the left, 40 grey values more on the right
faults = {
    "as it is": vessels,
    "blurred": ndi.gaussian_filter(vessels, 3),
    "uneven brightness": np.clip(vessels + light, 0, 255).astype(np.uint8),
}
fig, axes = plt.subplots(2, 3, figsize=(8, 5), layout="constrained")
for (above, below), (name, image) in zip(axes.T, faults.items(), strict=True):
    mask = image > imaging.otsu_threshold(image)
    plotting.show_image(above, image, title=name)
    score = imaging.dice_coefficient(truth, mask)
    plotting.show_mask(below, mask, title=f"Otsu: Dice {score:.2f}")
plotting.describe(
    fig,
    "The vessel tile as it is, blurred, and brighter towards the right, each above its Otsu mask. "
    "Blur loses thin vessels. With uneven brightness most of the right half turns white.",
)

# %% [markdown]
# **What to see.** Blur makes thick vessels grow and thin ones vanish: Dice falls from
# [0.86]{N-A03-05} to [0.72]{N-A03-06}. Uneven brightness is worse, [0.12]{N-A03-07}: Otsu's cut now
# splits left from right. The background on the right becomes white, although its vessels are still
# brighter than what lies around them. To see a vessel there, compare a pixel with its
# neighbourhood.

# %% [markdown] tags=["by-hand"]
# **One idea: ask all nine.** Replace each pixel by the mean of nine: itself and its eight
# neighbours. This is a *mean filter*.
#
# | left | middle | right |
# |---|---|---|
# | 2 | 2 | 2 |
# | 2 | **11** | 2 |
# | 2 | 2 | 2 |
#
# The middle becomes (8 x 2 + 11) / 9 = 27 / 9 = 3.
#
# A corner pixel has only three neighbours. So we first add a frame: outside, each edge pixel is
# repeated. A mean filter assumes that neighbours belong to the same object.
#
# There is a way to find the means of all pixels at once: add up nine moved copies of the framed
# image, and divide by nine. The next cell makes two of the nine copies.

# %%
image = np.array([[2, 2, 2, 2], [2, 11, 2, 2], [2, 2, 2, 2]])
# 1 add a frame of one pixel on every side; "symmetric" repeats the edge pixels
framed = np.pad(image, 1, mode="symmetric")
print(f"shape {image.shape}, with the frame {framed.shape}")
# 2 two of the nine moved copies
rows, columns = image.shape
print("upper left neighbours:", framed[0:rows, 0:columns], sep="\n")
print("lower right neighbours:", framed[2 : 2 + rows, 2 : 2 + columns], sep="\n")

# %% [markdown] exercise="mean_filter_3x3" role="prompt"
# Write `mean_filter_3x3(image)` for a grey image. Each pixel becomes the mean of the nine pixels of
# its 3x3 neighbourhood. Outside the image the edge pixels are repeated. Return a new image of
# floats with the same shape. Do the adding yourself, without a ready-made filter.
#
# Example: in the image of the cell above, the pixel in row 1, column 1 becomes `3.0`. The pixel in
# row 0, column 3 stays `2.0`.

# %% exercise="mean_filter_3x3" role="answer"
def mean_filter_3x3(image):
    """Mean of each 3x3 neighbourhood; eight pixels of 2 around 11 give 3.0 in the middle."""
    image = np.asarray(image, dtype=float)
    rows, columns = image.shape
    # 1 add a frame of one pixel
    # 2 add up nine moved copies of the framed image
    # 3 divide by nine
    ### BEGIN SOLUTION
    framed = np.pad(image, 1, mode="symmetric")
    total = np.zeros(image.shape)
    for down in range(3):
        for right in range(3):
            total += framed[down : down + rows, right : right + columns]
    return total / 9
    ### END SOLUTION


# %% exercise="mean_filter_3x3" role="check"
check.mean_filter_3x3(mean_filter_3x3)

# %%
smooth = imaging.mean_filter_3x3(slice_image)
print(f"A: {slice_image[pixel_a]:.3f} becomes {smooth[pixel_a]:.3f}")
print(f"B: {slice_image[pixel_b]:.3f} becomes {smooth[pixel_b]:.3f}")

# %% [markdown]
# **Why it works, and what it leaves.** A mean smooths chance away: what is too bright in one pixel
# is too dark in another. But a 3x3 neighbourhood is small. A becomes [0.420]{N-A03-08} and B
# [0.415]{N-A03-09}, so they still look alike. **Compare with your prediction:** which
# neighbourhood did you have in mind? For a larger one we need weights.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 3 + 2 figures, 8 exercise. *Live:* cover the slice with a sheet of paper that
# has two small holes, over A and over B. Nobody can tell the tissue. Then lift the sheet. *Expect:*
# "why repeat the edge?" (any rule is an agreement; A03b compares four), "may I write two loops over
# all pixels?" (yes, it is right and slow), "which pair of pixels is fair?" (among equally grey
# pairs from `0.3` to `0.5`, [23]{N-A03-23} % have the brighter surroundings *outside* the brain: a
# feature helps on the whole, not for each pixel). *Common wrong answers:* reading pixels that were
# already changed, adding up in uint8, a blank frame. *If short of time:* show only the figure of
# the faults. *Discuss:* who would notice uneven light first, the person at the microscope or the
# program?

# %% [markdown]
# ## 2 Kernels and medians (starts at minute 15, 25 minutes)
#
# In the mean filter all nine pixels count the same. In a large neighbourhood that is a poor rule: a
# pixel that is twenty steps away should count less than the next one.
#
# **Predict.** You give each of 41 x 41 neighbours its own weight. How many multiplications does one
# pixel need? Can you think of a way that needs fewer?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: a table of weights.** A *kernel* is a small table with one weight for each pixel of
# the neighbourhood. Multiply each pixel by its weight and add up. Doing this at every pixel is
# called *convolution*.
#
# Take the row of weights 1/4, 1/2, 1/4. Use it along the rows, then along the columns. A single
# bright pixel of 16 becomes 4, 8, 4, and then
#
# | left | middle | right |
# |---|---|---|
# | 1 | 2 | 1 |
# | 2 | 4 | 2 |
# | 1 | 2 | 1 |
#
# Each number is the row weight times the column weight times 16. So a square of 9 weights needs
# only 3 + 3 multiplications. A kernel of this kind is *separable*.

# %%
row = np.array([1, 2, 1]) / 4
# np.outer multiplies each number of the first list with each number of the second
square = np.outer(row, row)
print(16 * square)
print(f"sum of the row {row.sum()}, sum of the square {square.sum()}")
for length in (3, 9, 41):
    print(f"length {length}: {length**2} weights in the square, {2 * length} in row and column")

# %% [markdown]
# **Why the sum must be 1.** In a flat region all neighbours are equal. With weights that add up to
# 1 the region keeps its grey value. With a larger sum it gets brighter.
#
# **The Gaussian kernel.** Its weights are high in the middle and fall off smoothly. One number,
# *sigma*, tells how wide it is. The weight at distance $x$ is $e^{-x^2/(2\sigma^2)}$, in code
# `np.exp(-(x**2) / (2 * sigma**2))`. (`np.exp(a)` is the number e to the power of `a`.) At distance
# sigma it has fallen to [61]{N-A03-10} % of the middle. Then all weights are divided by their sum.
#
# The weights never reach zero, so we must stop somewhere: at 4 sigma. This number 4 is called
# *truncate*.

# %% tags=["folded"]
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4), width_ratios=[3, 2], layout="constrained")
for sigma, marker, style, colour in zip(
    (1, 2, 5), "os^", ("-", "--", ":"), plotting.PALETTE, strict=False
):
    radius = int(4 * sigma + 0.5)
    x = np.arange(-radius, radius + 1)
    weights = np.exp(-(x**2) / (2 * sigma**2))
    weights /= weights.sum()
    label = f"sigma {sigma}: {x.size} weights"
    left.plot(x, weights, style, marker=marker, color=colour, markersize=4, label=label)
    if sigma == 1:
        middle = weights[2:7]
left.set(xlabel="distance from the pixel", ylabel="weight", ylim=(0, 0.45))
left.set_title("A larger sigma is wider and lower")
left.legend()
plotting.show_values(right, np.outer(middle, middle), vmin=0, vmax=0.16)
right.set(title="Row times column, sigma 1", xlabel="", ylabel="", xticks=[], yticks=[])
plotting.describe(
    fig,
    "Left: three bell-shaped rows of weights for sigma 1, 2 and 5, each wider and lower than the "
    "one before. Right: a square of weights for sigma 1, the largest in the middle.",
)

# %% [markdown]
# **What to see.** All three rows add up to 1, so a wider one is lower. The lengths are
# [9]{N-A03-11}, [17]{N-A03-12} and [41]{N-A03-13}: always odd, with one weight for the pixel
# itself. The square shows the middle 5x5 of the 9x9 weights for sigma 1. Along each row and each
# column it has the same shape.

# %% [markdown] exercise="gaussian_kernel_1d" role="prompt"
# Write `gaussian_kernel_1d(sigma, truncate=4.0)`: the row of weights. The distances run from
# `-radius` to `radius` with `radius = int(truncate * sigma + 0.5)`. The `+ 0.5` rounds to the
# nearest whole number. The weights add up to 1. Return an array; write the formula yourself,
# without a ready-made filter.
#
# Example: `gaussian_kernel_1d(1, truncate=1)` has the three weights `0.274, 0.452, 0.274`, rounded.

# %% exercise="gaussian_kernel_1d" role="answer"
def gaussian_kernel_1d(sigma, truncate=4.0):
    """Row of Gaussian weights; sigma 1 cut at 1 sigma gives 0.274, 0.452, 0.274."""
    # 1 the radius, and the distances from -radius to radius (np.arange)
    # 2 the weights
    # 3 divide them by their sum
    ### BEGIN SOLUTION
    radius = int(truncate * sigma + 0.5)
    x = np.arange(-radius, radius + 1)
    weights = np.exp(-(x**2) / (2 * sigma**2))
    return weights / weights.sum()
    ### END SOLUTION


# %% exercise="gaussian_kernel_1d" role="check"
check.gaussian_kernel_1d(gaussian_kernel_1d)

# %% [markdown] tags=["by-hand"]
# **Another way: the middle one.** A mean counts every neighbour, also a speck of dust. Sort the
# nine values instead and take the fifth, the one in the middle. This is the *median*.
#
# The nine values 2, 2, 2, 2, 2, 2, 2, 2, 11 have the mean 3 and the median 2: the speck is gone.
#
# The median has no weights, so it is not a convolution, and it is not separable. It assumes that
# more than half of the nine pixels belong to the object of the middle pixel.
#
# `imaging.windows_3x3(image)` gives you the nine values of every pixel, with repeated edges. Its
# shape is `(rows, columns, 9)`. So `windows[2, 5]` are the nine values around row 2, column 5.

# %% [markdown] exercise="median_3x3" role="prompt"
# Finish `median_3x3(image)`: each pixel becomes the median of its 3x3 neighbourhood. Use
# `np.median` with an `axis`: that is the direction in which it sorts. The axes of the windows are
# 0 (rows), 1 (columns) and 2 (the nine values). Return the dtype of the image, whatever it is: the
# fifth of nine values is one of them.
#
# Example: the image `[[2, 2, 2], [2, 11, 2], [2, 2, 2]]` becomes nine times `2`.

# %% exercise="median_3x3" role="answer"
def median_3x3(image):
    """Median of each 3x3 neighbourhood; a single 11 among 2s disappears."""
    image = np.asarray(image)
    windows = imaging.windows_3x3(image)
    # the median of the nine values of each pixel, in the dtype of the image
    ### BEGIN SOLUTION
    return np.median(windows, axis=-1).astype(image.dtype)
    ### END SOLUTION


# %% exercise="median_3x3" role="check"
check.median_3x3(median_3x3)

# %% tags=["folded"]
sketch = np.full((7, 12), 10)
sketch[2, 2] = 90  # a speck of dust
sketch[:, 5] = 60  # a thin vessel, one pixel wide
sketch[:, 9:] = 60  # a large object
mean, median = imaging.mean_filter_3x3(sketch), imaging.median_3x3(sketch)
results = {"image": sketch, "mean 3x3": np.rint(mean).astype(int), "median 3x3": median}
fig, axes = plt.subplots(1, 3, figsize=(10, 2.8), layout="constrained")
for ax, (name, values) in zip(axes, results.items(), strict=True):
    plotting.show_values(ax, values, vmin=0, vmax=90)
    ax.set(title=name, xlabel="", ylabel="", xticks=[], yticks=[])
plotting.describe(
    fig,
    "Three tables of grey values. The image has a speck, a thin line and a large object. The mean "
    "smears all three. The median removes the speck and the line, and keeps the object's edge.",
)

# %% [markdown]
# **What to see.** The mean spreads the speck over nine pixels and turns each edge into a ramp. The
# median removes the speck and keeps the edge of the large object. But it also removes the line of
# one pixel. For a median a thin vessel and a row of dust are the same.

# %%
for name, image in {"as it is": vessels, "after the median": imaging.median_3x3(vessels)}.items():
    mask = image > imaging.otsu_threshold(image)
    print(f"vessel tile {name}: Dice {imaging.dice_coefficient(truth, mask):.4f}")
# two tiles drawn by a program, with little and with strong noise
quiet, noisy = (datasets.load("vessels", noise=noise) for noise in (3, 15))
# your turn: print the same two lines for `quiet` and for `noisy`. One way:
# for phantom in (quiet, noisy):
#     image = imaging.invert(phantom.image)
#     ... a mask before and a mask after the median, each compared with phantom.truth

# %% [markdown] question="Q4"
# Complete the cell above, so that it prints four more Dice coefficients.

# %% [markdown]
# **Why it works, and when it does not.** The drawn tile with noise 15 has thousands of odd pixels,
# and the median removes most: Dice rises from [0.70]{N-A03-25} to [0.89]{N-A03-26}. With noise 3 it
# falls a little, from [0.912]{N-A03-27} to [0.909]{N-A03-28}. The vessel tile falls as well: there
# is little noise to remove, and the thin vessels pay. A filter is a trade: decide by a score, not
# by habit.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 kernel, 3 figure, 7 + 3 exercises, 3 figure, 2 question. *Live:* nine
# learners stand in a square and hold numbers. Ask first for their mean, then let them sort
# themselves. *Expect:* "convolution turns the kernel round, ours does not" (right; our kernels are
# symmetric, so both give the same), "why 4 sigma?" (SciPy's choice; beyond it lies
# [0.006]{N-A03-14} % of the weight), "can the median be made from rows and columns?" (no: the
# median of three medians is another filter). *Common wrong answers:* an even number of weights,
# sigma not squared, weights whose sum is not 1, the median of all windows at once. *If short of
# time:* skip the median exercise, keep its figure and the question. *Discuss:* A02 ran a median
# filter before every threshold. Should we repeat A02 without it?

# %% [markdown]
# ## Key points
#
# - Pixels of equal grey can belong to different things; their neighbourhoods often tell.
# - Blur, uneven brightness and noise change grey values without changing the object.
# - A mean filter smooths noise and smears edges.
# - A kernel is a table of weights; a kernel for smoothing adds up to 1.
# - A separable kernel is a row times a column: 2 x 41 instead of 41 x 41 multiplications.
# - A median removes specks and keeps edges, but it erases thin lines.
# - On the vessel tile the median lowers Dice from [0.864]{N-A03-15} to [0.849]{N-A03-16}.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | neighbourhood (1) | the pixels near a pixel, here a square around it |
# | artefact (1) | a change of grey that does not come from the object |
# | noise (1) | every pixel is a little too bright or too dark, by chance |
# | mean filter (1) | each pixel becomes the mean of its neighbourhood |
# | kernel (2) | small table with a weight for each neighbour |
# | convolution (2) | at every pixel: multiply neighbours by weights, add up |
# | separable (2) | a square kernel that is a row times a column |
# | sigma (2) | width of a Gaussian kernel, in pixels |
# | truncate (2) | after how many sigmas the kernel stops |
# | median (2) | the middle one of the sorted values |

# %% [markdown]
# ## Next time this fails
#
# A 3x3 neighbourhood could not tell A from B. Now let the neighbourhood grow: a Gaussian mean with
# a larger and larger sigma.

# %% tags=["folded"]
sigmas = np.linspace(0.5, 10, 39)
blurred = [ndi.gaussian_filter(slice_image, sigma) for sigma in sigmas]
fig, ax = plt.subplots(figsize=(8, 3.6), layout="constrained")
for name, pixel, style, colour in (
    ("B, in the brain", pixel_b, "-", plotting.PALETTE[5]),
    ("A, in the scalp", pixel_a, "--", plotting.PALETTE[0]),
):
    values = [slice_image[pixel], *(image[pixel] for image in blurred)]
    ax.plot([0, *sigmas], values, style, color=colour)
    ax.text(10.1, values[-1], name, va="center", color=colour)
ax.set(xlabel="sigma (0: the raw image)", ylabel="grey value of the pixel", xlim=(0, 12))
ax.set_ylim(0, 0.5)
ax.set_title("The same grey value at first, far apart after a wide mean")
plotting.describe(
    fig,
    "Two lines of grey value against sigma from 0 to 10. Both pixels begin at the same grey value. "
    "The line of the scalp pixel falls, the line of the brain pixel stays high.",
)

# %% [markdown]
# **What to see.** With sigma 5 the two values are [0.232]{N-A03-17} and [0.439]{N-A03-18}. A
# blurred value describes the neighbourhood in one number. But a blurred image alone has lost its
# fine edges. What if a pixel could keep *both* numbers? A03b gives each pixel more than one.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *When does the median start to pay?* Load the drawn tile with `datasets.load("vessels", noise=n)`
# for `n` in 0, 3, 6, 9 and 12. For each one print the Dice coefficient of Otsu's mask before and
# after the median. Between which two noise levels do the scores change places? Try another `seed`,
# too. *(On seed 1: with noise 6 they are [0.905]{N-A03-19} and [0.905]{N-A03-20}, almost equal;
# with noise 9 they are [0.886]{N-A03-21} and [0.900]{N-A03-22}.)*
#
# *Repair the uneven light.* Take the image with uneven brightness from section 1. Subtract its own
# very wide mean, `ndi.gaussian_filter(image.astype(float), 40)`, and cut the rest at 25. You reach
# [0.89]{N-A03-24}, more than Otsu's method on the tile as it is. What goes wrong inside a very
# thick vessel?

# %% [markdown]
# ## Further reading
#
# - Bankhead, P. (2022) *Introduction to Bioimage Analysis*, chapter "Filters",
#   [bioimagebook.github.io](https://bioimagebook.github.io). Many pictures of what filters do.
# - Huang, T. S., Yang, G. J. and Tang, G. Y. (1979) A fast two-dimensional median filtering
#   algorithm. *IEEE Trans. Acoust. Speech Signal Process.* 27(1), 13-18,
#   [doi:10.1109/TASSP.1979.1163188](https://doi.org/10.1109/TASSP.1979.1163188). How to move a
#   median without sorting anew.
# - Vemuri, P. (2019) *Image Segmentation with Python*, Kite. The article that names the two
#   families of faults.
#
# **Data.** Vessel tile: repository of Vemuri's article, MIT licence. Head slice: OASIS-1, Marcus et
# al. (2007) *J. Cogn. Neurosci.* 19, 1498-1507,
# [doi:10.1162/jocn.2007.19.9.1498](https://doi.org/10.1162/jocn.2007.19.9.1498); data use
# agreement, do not pass it on. Noisy phantom: drawn by the course.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other images.
# Save the notebook and hand it in.
