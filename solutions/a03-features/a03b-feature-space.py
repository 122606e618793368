# %% [markdown]
# # A03b Blurred images and the feature space
#
# You blur images with any sigma. Then every pixel gets several numbers, and the picture becomes a
# cloud of points.
#
# | Time | Points | Data | Before | Next |
# |---|---|---|---|---|
# | 50 minutes | [17]{N-A03-30} points | head slice, vessels | [A03a](a03a-filters.ipynb) | A04 |

# %% [markdown]
# ## After this you can
#
# - **implement** a Gaussian blur with a stated border rule;
# - **build** a feature table, and **convert** a column back to an image;
# - **predict** and **verify** how blur moves pixels in a scatter plot;
# - **tell apart** the image and the feature space.
#
# **Questions we answer**
#
# 1. What does blur do to the range of grey values?
# 2. What lies outside the picture?
# 3. How do we give a pixel more than one number?

# %% [markdown]
# ## Before you start
#
# | You need | Why | Refresh |
# |---|---|---|
# | kernel, sigma, separable (A03a, section 2) | we slide a kernel | 4 minutes |
# | repeated edge pixels (A03a, section 1) | every blur needs a border rule | 2 minutes |
# | truth as a mask (A01, section 2) | it colours the points | 2 minutes |
#
# **Skip box.** Go to A04 if you can answer these. Can a blurred image be brighter than the
# original anywhere? Two pixels are neighbours in a scatter plot: are they neighbours in the image?
# How do you turn a column of a feature table back into an image?

# %% [markdown]
# ## Two questions first
#
# <details><summary>1. (A03a) A kernel has weights 1/4, 1/2, 1/4. Why must they add up to
# 1?</summary>
#
# A flat region then keeps its grey value. With another sum it would become brighter or darker.
#
# </details>
# <details><summary>2. (A01) <code>image.ravel()</code> puts all pixels into one row. In which
# order?</summary>
#
# Row after row: first all pixels of row 0 from left to right, then those of row 1.
#
# </details>

# %%
import matplotlib.pyplot as plt
import numpy as np
import scipy.ndimage as ndi
from coursekit import check, datasets, imaging, plotting

tile, head = (datasets.load_for_lesson(name) for name in ("kesm-vessels", "oasis-brain"))
slice_image, brain = imaging.to_unit_range(head.image), head.truth
print(tile.note, head.note, sep="\n")

# %% [markdown]
# ## 3 Gaussian blur and borders (starts at minute 0, 20 minutes)
#
# A *Gaussian blur* replaces each pixel by a weighted mean. The weights are those of the Gaussian
# kernel, along the columns and along the rows.
#
# **Predict.** The head slice has grey values from 0 to 1. After a blur with sigma 5, will its range
# be smaller, larger or the same? What do you need to know about the outside of the picture?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **One idea: slide the kernel.** Take the row 1, 2, 3, 9 and the kernel 1/4, 1/2, 1/4. The second
# pixel becomes 1/4 x 1 + 1/2 x 2 + 1/4 x 3 = 2. The first pixel has no left neighbour. A *border
# rule* invents one:
#
# | Rule (SciPy's name) | outside, then 1, 2, 3 | `np.pad` calls it |
# |---|---|---|
# | `reflect`: mirror, edge twice | 2, 1, then 1, 2, 3 | `symmetric` |
# | `mirror`: mirror, edge once | 3, 2, then 1, 2, 3 | `reflect` |
# | `nearest`: repeat the edge | 1, 1, then 1, 2, 3 | `edge` |
# | `constant`: zeros | 0, 0, then 1, 2, 3 | `constant` |
#
# The name `reflect` means two different things. We use SciPy's `reflect` everywhere.

# %%
row, kernel = np.array([1.0, 2, 3, 9]), np.array([1, 2, 1]) / 4
# 1 by hand: a frame, then three moved copies with their weights
framed = np.pad(row, 1, mode="symmetric")
print("by hand:", framed[0:4] / 4 + framed[1:5] / 2 + framed[2:6] / 4)
# 2 the same in one call (ndi is scipy.ndimage); in an image axis 0 runs down, axis 1 to the right
print("reflect:", ndi.correlate1d(row, kernel, axis=0, mode="reflect"))
# 3 another border rule
print("zeros outside:", ndi.correlate1d(row, kernel, axis=0, mode="constant"))

# %% [markdown] exercise="gaussian_blur" role="prompt"
# Write `gaussian_blur(image, sigma)` for a grey image. Use the weights of
# `imaging.gaussian_kernel_1d(sigma)`, first along the columns, then along the rows. The border rule
# is SciPy's `reflect`. Return floats, in the shape of the image. Do not call a ready-made blur such
# as `gaussian_filter`.
#
# Example: the row `[[0, 0, 0, 1, 0, 0, 0]]` with sigma 1 becomes
# `0.00, 0.05, 0.24, 0.40, 0.24, 0.05, 0.00`, rounded.

# %% exercise="gaussian_blur" role="answer"
def gaussian_blur(image, sigma):
    """Weighted mean of the neighbourhood; with sigma 1 a single 1 in a row becomes 0.40."""
    image = np.asarray(image, dtype=float)
    kernel = imaging.gaussian_kernel_1d(sigma)
    # 1 slide the kernel down every column (ndi.correlate1d)
    # 2 slide it along every row of the result
    ### BEGIN SOLUTION
    down = ndi.correlate1d(image, kernel, axis=0, mode="reflect")
    return ndi.correlate1d(down, kernel, axis=1, mode="reflect")
    ### END SOLUTION


# %% exercise="gaussian_blur" role="check"
check.gaussian_blur(gaussian_blur)

# %% tags=["folded"]
pixel_a, pixel_b = (113, 18), (60, 153)  # the scalp and the brain pixel of A03a


def one_sigma(sigma):
    blurred = imaging.gaussian_blur(slice_image, sigma)
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.9), layout="constrained")
    plotting.show_image(left, blurred, vmin=0, vmax=1, title=f"blurred with sigma {sigma:g}")
    right.set_title(f"The range is now {np.ptp(blurred):.2f}; it was {np.ptp(slice_image):.2f}")
    for height, values in enumerate((blurred, slice_image)):
        right.barh(height, np.ptp(values), left=values.min(), height=0.5, color="0.8")
        for marker, name, pixel, colour in (
            ("s", "A, scalp", pixel_a, plotting.PALETTE[0]),
            ("o", "B, brain", pixel_b, plotting.PALETTE[5]),
        ):
            label = name if height == 0 else None
            right.plot(values[pixel], height, marker, color=colour, markersize=10, label=label)
    right.set_yticks([0, 1], ["blurred", "raw"])
    right.set(xlabel="grey value", xlim=(-0.02, 1.02), ylim=(-0.6, 1.9))
    right.legend(loc="upper right", ncols=2)
    return fig


plotting.turn(
    one_sigma,
    "sigma",
    [0.5, 1, 2, 5, 10],
    at=5,
    alt=lambda sigma: f"The head slice blurred with sigma {sigma:g}, beside two bars of its range "
    "before and after. The bar after blurring is shorter, and two pixels of equal grey move apart.",
)

# %% [markdown]
# **What to see.** While the notebook runs, a slider changes sigma; without it you see sigma `5`.
# The grey bars show the range, from the darkest to the brightest pixel. A larger sigma gives a
# shorter bar. A weighted mean lies between the values that it averages, so blur cannot add
# brighter or darker values. The thin ring around the head fades; the broad brain stays.

# %%
for sigma in (1, 2, 5, 10):
    blurred = imaging.gaussian_blur(slice_image, sigma)
    length = imaging.gaussian_kernel_1d(sigma).size
    low, high = blurred.min(), blurred.max()
    print(f"sigma {sigma:2}: {length} weights, grey values {low:.3f} to {high:.3f}")
difference = np.abs(imaging.gaussian_blur(slice_image, 5) - ndi.gaussian_filter(slice_image, 5))
print(f"largest difference to SciPy's gaussian_filter: {difference.max():.0e}")

# %% [markdown] question="Q1"

# %% tags=["folded"]
light = tile.image  # not inverted: bright up to the edge
rules = {"reflect": "-", "constant": "--"}
fig, axes = plt.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
for ax, (rule, style) in zip(axes, rules.items(), strict=False):
    blurred = imaging.gaussian_blur(light, 5, border=rule)
    plotting.show_image(ax, blurred[:60, :60], vmin=0, vmax=255, title=f"outside: {rule}")
    axes[2].plot(blurred[300, :30], style, label=rule)
axes[2].set(xlabel="column (row 300)", ylabel="grey value", ylim=(0, 255))
axes[2].legend(loc="lower right")
axes[2].set_title("Zeros pull the edge down")
plotting.describe(
    fig,
    "The upper left corner of the tile, blurred with two border rules, and their grey values along "
    "a row. With zeros outside a dark frame appears; with reflect the edge stays bright.",
)

# %% [markdown]
# **What to see.** With zeros outside, the pixel at the left edge of row `300` falls to
# [115]{N-A03-31}; with `reflect` it is [214]{N-A03-32}. About half of its weights lie outside.
# You see the dark frame up to column 10 or so; the kernel itself reaches 20 pixels.

# %% [markdown] question="Q5"
# The picture is the bright vessel tile above.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 4 idea, 8 exercise, 3 slider, 2 border, 2 questions. *Live:* turn the slider
# and ask before each step what happens to A and to B. *Expect:* "which sigma is right?" (about the
# size of what you want to keep; try several, and score), "correlate or convolve?" (convolving turns
# the kernel round first; ours is symmetric, so both agree). *Common wrong answers:* one axis only;
# zeros outside; NumPy's `reflect`, which is SciPy's `mirror`; integers inside, integers out. *If
# short of time:* give the exercise as homework, keep the slider. *Discuss:* with sigma 10 a single
# cut of the blurred head reaches Dice [0.89]{N-A03-33}, with the raw slice [0.82]{N-A03-34}. Is
# this now a good method? (It found one large bright thing; its outline is round and wrong in every
# fold.)

# %% [markdown]
# ## 4 Gradient and feature table (starts at minute 20, 30 minutes)
#
# Each pixel now has a raw and a blurred grey value. We draw a chart with one dot for each pixel:
# raw to the right, blurred upwards.
#
# **Predict.** Where lies the dot of a pixel in a large, evenly grey region? Where lies the dot of a
# pixel in the thin bright ring around the head?

# %%
prediction = "..."

# %% [markdown] tags=["by-hand"]
# **A third number: how steep.** Think of grey values as heights. Inside an object the ground is
# flat, at its edge there is a slope. The *gradient magnitude* tells how steep it is.
#
# A row with the values 2, 2, 8, 8 has the steps 0, 6, 0. Read from the right the middle step is -6:
# down instead of up, and as steep. So we want the length of the slope, without a sign. With 3 grey
# values per pixel downwards and 4 to the right, the length is √(3² + 4²) = 5.
#
# SciPy gives the slopes of the blurred image: `ndi.gaussian_filter(image, sigma, order=(1, 0))` is
# the slope downwards, and `order=(0, 1)` the slope to the right. Blur first: noise is steep
# everywhere.

# %% [markdown] exercise="gradient_magnitude" role="prompt"
# Write `gradient_magnitude(image, sigma)`: the two slopes of the blurred image, and the length of
# both together, as floats. The image must be floats before you ask for slopes: uint8 has no
# negative numbers. Do not call a ready-made gradient magnitude.
#
# Example: a flat image gives 0 everywhere. Both rows of the image
# `[[0, 0, 8, 8], [0, 0, 8, 8]]` become `0.9, 2.9, 2.9, 0.9` with sigma 1, rounded.

# %% exercise="gradient_magnitude" role="answer"
def gradient_magnitude(image, sigma):
    """Steepness of the blurred image; 0 where it is flat, and never negative."""
    image = np.asarray(image, dtype=float)
    # 1 the slope downwards and the slope to the right
    # 2 the length of both together
    ### BEGIN SOLUTION
    down = ndi.gaussian_filter(image, sigma, order=(1, 0))
    right = ndi.gaussian_filter(image, sigma, order=(0, 1))
    return np.sqrt(down**2 + right**2)
    ### END SOLUTION


# %% exercise="gradient_magnitude" role="check"
check.gradient_magnitude(gradient_magnitude)

# %% [markdown] tags=["by-hand"]
# **One idea: a table of pixels.** A number that describes a pixel is a *feature*. We write all
# features into one *feature table*: one row for each pixel, one column for each feature. An image
# of 2 rows and 2 columns, 10, 20 above 30, 40, becomes
#
# | Pixel | Raw | Blurred |
# |---|---|---|
# | row 0, column 0 | 10 | 17 |
# | row 0, column 1 | 20 | 23 |
# | row 1, column 0 | 30 | 27 |
# | row 1, column 1 | 40 | 33 |
#
# (The blurred values are invented.) The table has no columns for the place. The *order* of its rows
# keeps the place, together with the shape of the image.

# %%
raw = np.array([[10, 20], [30, 40]])
blurred = np.array([[17, 23], [27, 33]])
# 1 ravel: each image becomes one long row, pixel after pixel
# 2 column_stack: put these side by side, as columns
table = np.column_stack([raw.ravel(), blurred.ravel()])
print(table)
# 3 reshape: cut one column into rows of pixels again
print(table[:, 1].reshape(2, 2))

# %% [markdown] exercise="feature_table" role="prompt"
# Write `feature_table(image, sigmas=(5,), gradient_sigmas=())`. One row for each pixel, in the
# order of `ravel`. Column 0 is the raw image. Then comes one blurred image for each sigma in
# `sigmas`, then one gradient magnitude for each sigma in `gradient_sigmas`. All numbers are floats.
# `(5,)` is a tuple with one number: the comma makes it one. `()` is an empty tuple.
#
# Example: an image of 3 x 4 pixels with `sigmas=(1, 5)` and `gradient_sigmas=(2,)` gives a table of
# shape `(12, 4)`.

# %% exercise="feature_table" role="answer"
def feature_table(image, sigmas=(5,), gradient_sigmas=()):
    """One row per pixel: raw, blurred, gradients; 3 x 4 pixels and 2 features give (12, 2)."""
    image = np.asarray(image, dtype=float)
    # 1 a list that starts with the raw image
    # 2 append the blurred images (imaging.gaussian_blur)
    # 3 append the gradients (imaging.gradient_magnitude)
    # 4 side by side as columns
    ### BEGIN SOLUTION
    features = [image]
    for sigma in sigmas:
        features.append(imaging.gaussian_blur(image, sigma))
    for sigma in gradient_sigmas:
        features.append(imaging.gradient_magnitude(image, sigma))
    return np.column_stack([feature.ravel() for feature in features])
    ### END SOLUTION


# %% exercise="feature_table" role="check"
check.feature_table(feature_table)

# %% [markdown] exercise="table_to_image" role="prompt"
# Finish `table_to_image(column, shape)`: it turns one column of a feature table back into an image
# of the given shape.
#
# Example: `table_to_image([1, 2, 3, 4, 5, 6], (2, 3))` is `[[1, 2, 3], [4, 5, 6]]`.

# %% exercise="table_to_image" role="answer"
def table_to_image(column, shape):
    """Column of a table as an image; 1 to 6 with shape (2, 3) has 1, 2, 3 in its first row."""
    column = np.asarray(column)
    # the pixels in rows again, as a new array
    ### BEGIN SOLUTION
    return column.reshape(shape).copy()
    ### END SOLUTION


# %% exercise="table_to_image" role="check"
check.table_to_image(table_to_image)

# %% tags=["folded"]
table = imaging.feature_table(slice_image, sigmas=(5,), gradient_sigmas=(2,))
names = ("raw", "blurred, sigma 5", "gradient magnitude, sigma 2")
fig, axes = plt.subplots(1, 3, figsize=(7.8, 3.1), layout="constrained")
for ax, column, name, brightest in zip(axes, table.T, names, (1, 1, 0.12), strict=True):
    image = imaging.table_to_image(column, slice_image.shape)
    plotting.show_image(ax, image, vmin=0, vmax=brightest, title=name)
fig.suptitle(f"A table of {table.shape[0]} rows and {table.shape[1]} columns, as images")
plotting.describe(
    fig,
    "Three columns of one feature table, shown as images: the raw head slice, the blurred one, and "
    "the gradient magnitude, which is bright along edges and dark inside even regions.",
)

# %% [markdown]
# **What to see.** Each column is an image. The gradient is bright on both sides of the ring, where
# the ring meets air and where it meets the dark bone. (The gradient has its own grey scale: white
# is `0.12` per pixel.)

# %% [markdown] exercise="feature_space_plot" role="prompt"
# Write `feature_space_plot(image, truth, sigma)`. It returns a figure with 2 x 2 panels. Upper
# left: one dot for each pixel, raw grey value to the right, blurred upwards, coloured by truth,
# with axis labels and a legend. Draw small, half-transparent dots, or one class hides the other.
# Then the image, the blurred image and the truth, each with a title.
#
# Afterwards the course calls your function for the head slice with sigma 5.

# %% exercise="feature_space_plot" role="answer"
def feature_space_plot(image, truth, sigma):
    """Figure with a scatter plot of raw and blurred grey, the two images, and the truth."""
    image, truth = np.asarray(image, dtype=float), np.asarray(truth, dtype=bool)
    fig, axes = plt.subplots(2, 2, figsize=(8, 5), layout="constrained")
    # 1 the blurred image
    # 2 two calls of axes[0, 0].scatter: pixels with ~truth (not in the object), and with truth
    # 3 labels of both axes, legend
    # 4 three pictures: plotting.show_image twice, plotting.show_mask
    ### BEGIN SOLUTION
    blurred = imaging.gaussian_blur(image, sigma)
    dots = axes[0, 0]
    dots.scatter(image[~truth], blurred[~truth], s=1, alpha=0.3, color="#0072B2", label="other")
    dots.scatter(image[truth], blurred[truth], s=1, alpha=0.3, color="#E69F00", label="object")
    dots.set(xlabel="raw grey value", ylabel=f"blurred, sigma {sigma}")
    dots.legend(markerscale=5)
    plotting.show_image(axes[0, 1], image, title="image")
    plotting.show_image(axes[1, 0], blurred, title="blurred")
    plotting.show_mask(axes[1, 1], truth, title="truth")
    return fig
    ### END SOLUTION


# %% exercise="feature_space_plot" role="check"
check.feature_space_plot(feature_space_plot)

# %%
figure = feature_space_plot(slice_image, brain, 5)
plotting.describe(
    figure,
    "A scatter plot of raw and blurred grey values, beside the head slice, its blur and its brain "
    "mask. Brain dots lie higher up; dots that are not brain reach further to the right.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** The plane of the dots is the *feature space*: each axis is a feature, and no
# axis is a place. Far to the right lie only dots that are not brain; at the top lie only brain
# dots. In between both classes overlap, and the class that was drawn last hides the other.

# %% tags=["folded"]
blurred = imaging.gaussian_blur(slice_image, 5)
pixel_c = (40, 180)  # in the bright ring
marked = {"A": pixel_a, "B": pixel_b, "C": pixel_c}
fig, (left, right) = plt.subplots(
    1, 2, figsize=(8.2, 4), width_ratios=[3, 4], layout="constrained"
)
plotting.show_image(left, slice_image, title="in the image: places")
right.scatter(slice_image, blurred, s=2, alpha=0.2, color="0.6")
right.plot([0, 0.6], [0, 0.6], "--", color="black", label="raw = blurred")
for (name, (row, column)), marker, index in zip(marked.items(), "sod", (0, 5, 2), strict=True):
    look = {"color": plotting.PALETTE[index], "markeredgecolor": "white", "markersize": 11}
    left.plot(column, row, marker, **look)
    left.text(column + 5, row, name, color="white", fontsize=13, va="center")
    point = slice_image[row, column], blurred[row, column]
    right.plot(*point, marker, **look)
    right.text(point[0] - 0.01, point[1] + 0.025, name, fontsize=13)
right.set(xlabel="raw grey value", ylabel="blurred, sigma 5", title="in feature space: no places")
right.legend(loc="upper right")
plotting.describe(
    fig,
    "The head slice and its cloud of dots, with three pixels marked in both. A in the scalp and B "
    "in the brain have equal raw values; C in the ring lies far right, below the diagonal.",
)

# %% [markdown]
# **What to see.** A and B lie above each other: equal raw values, different blurred values. On the
# dashed line nothing changed: there lie evenly grey regions. C is bright in a dark neighbourhood,
# so it lies far below the line. **Compare with your prediction.** Shuffle the rows of the table,
# and the cloud stays exactly the same: dots that are near each other are *alike*, not neighbours in
# the image.

# %%
# np.quantile(values, 0.97) is the value that 97 % of the pixels do not exceed
top_raw = slice_image > np.quantile(slice_image, 0.97)
top_blurred = blurred > np.quantile(blurred, 0.97)
print(f"brightest 3 % of raw pixels: {brain[top_raw].mean():.0%} are brain")
medians = np.median(slice_image[top_raw]), np.median(blurred[top_raw])
print(f"    their medians: raw {medians[0]:.2f}, blurred {medians[1]:.2f}")
print(f"brightest 3 % of blurred pixels: {brain[top_blurred].mean():.0%} are brain")
# the overlap of both classes, with the 20 bins of A02b. Read what this part prints; you do not
# need its code later. (histogramdd is a histogram of one or of several columns at once.)
edges = np.linspace(0, 1, 21)
for name, columns in {"raw": [0], "blurred": [1], "both": [0, 1]}.items():
    inside, outside = (
        np.histogramdd(table[where.ravel()][:, columns], [edges] * len(columns))[0]
        for where in (brain, ~brain)
    )
    print(f"{name}: a rule by these bins loses {np.minimum(inside, outside).sum():.0f} pixels")

# %% [markdown]
# **Why it works.** The blurred value alone is a worse feature than the raw one: it loses
# [8546]{N-A03-38} pixels instead of [7222]{N-A03-39}. Both together lose [6460]{N-A03-40}. One
# tells about the pixel, the other about its neighbourhood. A border in the plane can use both; a
# single cut cannot. (Part of the gain is worth nothing: more bins never lose more of the pixels
# that they were counted from. With shuffled, useless blurred values it is still
# [7110]{N-A03-41}. A05 comes back to this.)

# %% [markdown] question="Q2"

# %% [markdown] question="Q3"
# The brightest 3 % of the raw pixels form the bright ring (the scalp) and a few patches beside it.

# %% [markdown] tags=["instructor"]
# *Timing:* 2 predict, 5 + 7 + 2 exercises, 3 idea, 6 plot, 3 figures, 2 questions. *Live:* print
# the cloud on a slide, name a pixel, and let the class point to its dot. *Expect:* "is the ring the
# skull?" (compact bone is dark on this kind of image; the bright ring is fat under the skin; the
# teaching material that this lesson follows calls it skull), "why not use row and column as
# features?" (then the method learns where a brain lies, not what it looks like; try it in A05).
# *Common wrong answers:* one table row for each image row; `reshape` with rows and columns
# exchanged; slopes of uint8; opaque dots, which hide [36608]{N-A03-35} pixels behind each other.
# *If short of time:* give the gradient as homework; the plot needs only the table. *Discuss:* which
# objects in your own images differ from their surroundings, but not in grey?

# %% [markdown]
# ## Key points
#
# - A weighted mean stays between its values, so blur makes the range smaller:
#   [1.00]{N-A03-36} becomes [0.49]{N-A03-37} with sigma 5.
# - Every filter needs a border rule; zeros outside make the edge of a bright image dark.
# - `reflect` in SciPy is `symmetric` in NumPy.
# - The gradient magnitude is high at edges, and has no sign.
# - A feature table has one row for each pixel and one column for each feature.
# - In feature space near means alike, not next to each other.
# - Raw and blurred together separate the classes better than each of them alone.

# %% [markdown]
# ## Glossary
#
# | Term (section) | Meaning |
# |---|---|
# | Gaussian blur (3) | each pixel becomes a mean with Gaussian weights |
# | border rule (3) | what a filter assumes outside the picture |
# | gradient magnitude (4) | how steep the grey values are at a pixel |
# | feature (4) | a number that describes a pixel |
# | feature table (4) | one row for each pixel, one column for each feature |
# | feature space (4) | one axis for each feature, one point for each pixel |
# | scatter plot (4) | a chart with one dot for each row of a table |

# %% [markdown]
# ## Next time this fails
#
# A person coloured the dots for us: the truth. Here is the same cloud without colours.

# %% tags=["folded"]
fig, ax = plt.subplots(figsize=(5.6, 3.9), layout="constrained")
ax.scatter(slice_image, blurred, s=2, alpha=0.15, color="0.2")
ax.set(xlabel="raw grey value", ylabel="blurred, sigma 5")
ax.set_title("Nobody tells which dot is brain")
plotting.describe(
    fig,
    "The cloud of the head slice, all dots grey. It is dense near zero, a broad arm rises to the "
    "upper middle, and a thin arm reaches to the right. Borders between groups are not drawn.",
)

# %% [markdown]
# **What to see.** How many groups do you see, and where would you draw the border? Most new images
# come without truth. A04 lets two means find their groups in this cloud, as the two friends of A02b
# did on a line.

# %% [markdown]
# ## Stretch (outside the clock)
#
# *Blobs as a feature.* Load `datasets.load("nuclei")`. Compute
# `imaging.laplacian_of_gaussian(image, sigma)` (LoG) with `sigma` 2, 5 and 10. It is strongly
# negative in the middle of bright round spots, if their radius is about `1.4 * sigma`. Which sigma
# marks the nuclei best? Compare it with the *difference of Gaussians*: the blur with a larger
# sigma (`1.6` times) minus the blur itself. How do both images differ?
#
# *Shuffle.* Take `rng = np.random.default_rng(1)` and `order = rng.permutation(len(table))`. Draw
# `table[order]` as a scatter plot, and `table[order][:, 0]` as an image. Which of the two pictures
# is destroyed? How do you get it back?

# %% [markdown]
# ## Further reading
#
# - Bankhead, P. (2022) *Introduction to Bioimage Analysis*, chapter "Filters",
#   [bioimagebook.github.io](https://bioimagebook.github.io). Gaussian filters, borders and edges.
# - Marr, D. and Hildreth, E. (1980) Theory of edge detection. *Proc. R. Soc. Lond. B* 207, 187-217,
#   [doi:10.1098/rspb.1980.0020](https://doi.org/10.1098/rspb.1980.0020). Why to blur before looking
#   for edges, and the LoG of the stretch.
# - Cheplygina, V.: course notes on image segmentation in feature space. The scatter plot of raw
#   and blurred grey values comes from there.
#
# **Data.** Head slice: OASIS-1, Marcus et al. (2007) *J. Cogn. Neurosci.* 19, 1498-1507,
# [doi:10.1162/jocn.2007.19.9.1498](https://doi.org/10.1162/jocn.2007.19.9.1498); data use
# agreement, do not pass it on. Vessel tile: repository of Vemuri, *Image segmentation with Python*
# (Kite, 2019), MIT licence.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Run the cells below. They show your points on the visible cases; hidden cases use other images.
# Save the notebook and hand it in.
#
# Next: [A04a](../a04-kmeans/a04a-two-groups.ipynb).
