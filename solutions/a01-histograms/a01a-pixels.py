# %% [markdown]
# # A01a Pixels and masks
#
# You learn to read an image as a table of numbers, and to tell three kinds of image apart.
#
# | Time | Points | Data | Before this | After this |
# |---|---|---|---|---|
# | 35 minutes | 7 points | vessels, brain, nuclei | warm-up sheet | A01b Histograms |

# %% [markdown]
# ## After this you can
#
# - **read** a pixel by row and column, and **state** the type and range of an image,
# - **convert** an image to the range 0 to 1, and **invert** it,
# - **classify** an image as intensity image, mask or label image,
# - **explain** in one plain sentence what segmentation is.
#
# **Questions we answer.** What is stored when a computer stores a picture? What does a computer
# need to know before it can count objects?

# %% [markdown]
# ## Before you start
#
# | You have met | Why you need it | To refresh |
# |---|---|---|
# | functions with `return` | every exercise is a function | warm-up sheet, 5 minutes |
# | `table[row, column]` | an image is such a table | warm-up sheet, 6 minutes |
# | `table > 21` | a mask is made this way | warm-up sheet, 4 minutes |
#
# **Skip box.** Can you say why `-image` is wrong for a `uint8` image? Can you name the difference
# between a mask and a label image? What does 0 mean in a sparse annotation? If all three are clear,
# do the exercises and go to A01b.

# %% [markdown] tags=["retrieval"]
# ## Two questions from the warm-up sheet
#
# 1. `table = np.array([[1, 2, 3], [4, 5, 6]])`. What is `table[1, 0]`?
#    <details><summary>Answer</summary>4: the second row, then the first column.</details>
# 2. A function prints its result and has no `return`. What does the check of this course see?
#    <details><summary>Answer</summary>None. Checks look at what a function returns.</details>

# %%
import matplotlib.pyplot as plt
import numpy as np

from coursekit import check, datasets, imaging, plotting
from coursekit.plotting.palettes import colour_indices

vessels = datasets.load_for_lesson("kesm-vessels")
brain = datasets.load_for_lesson("oasis-brain")
nuclei = datasets.load("nuclei", seed=1)
for sample in (vessels, brain, nuclei):
    print(sample.note)

# %% [markdown]
# ## 1 An image is a table of numbers (starts at minute 0, 20 minutes, 5 points)
#
# In the next figure you see a slice through the brain of a mouse. Ink fills its blood vessels, so
# they are dark.
#
# **Predict.** What do you think the computer stores for a black point, a grey point and a white
# point of this picture? Write your guess between the quotes. Nobody grades it.

# %%
prediction = "..."

# %% [markdown]
# **One idea: a wall of lockers.** Think of a wall full of parcel lockers. Each locker has an
# address: first its row, counted from the top, then its column, counted from the left. Both counts
# start at 0. In each locker lies one number that says how bright this point is.
#
# One locker is a **pixel**. Its number is a **grey value**: small is dark, large is bright. The
# whole wall is an **intensity image**. In Python we write `image[row, column]`.
#
# Nobody can guess that the row comes first. In mathematics you learnt (x, y), and y pointed up. In
# an image the row comes first, and rows are counted downwards.

# %% tags=["folded"]
top, left, size = 118, 208, 8
detail = vessels.image[top : top + size, left : left + size]
fig, axes = plt.subplots(1, 2, figsize=(10, 5), layout="constrained")
plotting.show_image(axes[0], vessels.image, "Dark vessels in a bright brain", vmin=0, vmax=255)
axes[0].add_patch(
    plt.Rectangle((left - 0.5, top - 0.5), size, size, fill=False, edgecolor="#E69F00", linewidth=2)
)
axes[0].annotate(
    "this detail", (left, top + size), (90, 200), fontsize=12, arrowprops={"arrowstyle": "->"}
)
plotting.show_values(axes[1], detail, "The same 64 pixels, with their numbers", vmin=0, vmax=255)
axes[1].set_xticks(range(size), range(left, left + size))
axes[1].set_yticks(range(size), range(top, top + size))
plotting.describe(
    fig,
    "Left: a bright tissue tile with dark vessels; a small square marks the rim of the largest "
    "vessel. Right: its 8 by 8 pixels with grey values, near 200 on the left, falling to about 50.",
)

# %% [markdown]
# **What to see.** The tile on the left has [512]{N-A01-01} rows and [512]{N-A01-02} columns. The
# detail on the right holds 64 of its [262,144]{N-A01-03} pixels. Walk along one row of the detail:
# the numbers fall where the picture gets dark. The picture and the numbers are the same thing. Now
# read one pixel yourself.

# %%
# 1 choose an address: row first, then column
row, column = 122, 211
# 2 open the locker
grey = vessels.image[row, column]
# 3 say what you found, and what a swapped address finds
print(f"row {row}, column {column}: grey value {grey}")
print(f"row {column}, column {row}: grey value {vessels.image[column, row]}, another place")

# %% [markdown] question="Q3"
# The cell above read row `122`, column `211`. Now another image, and an address in words.

# %% [markdown] exercise="read_pixel" role="prompt"
# Return the grey value at `row` and `column` as a `float`.
#
# Python reads a negative position from the far end of a table, without a word. In an image this is
# a mistake that nobody notices. So raise an `IndexError` when the row or the column is negative.
# An address beyond the last row or column must raise it too; NumPy does this for you.
#
# Example: in the table `[[10, 20, 30], [40, 50, 60]]`, row 0 and column 2 hold `30.0`.


# %% exercise="read_pixel" role="answer"
def read_pixel(image, row, column):
    """Grey value at (row, column).

    >>> read_pixel(np.array([[10, 20, 30], [40, 50, 60]]), 0, 2)
    30.0
    """
    # 1 negative row or column? raise IndexError("...")
    # 2 return the pixel as a float
    ### BEGIN SOLUTION
    if row < 0 or column < 0:
        raise IndexError("rows and columns are counted from 0")
    return float(image[row, column])
    ### END SOLUTION


# %% exercise="read_pixel" role="check"
check.read_pixel(read_pixel)

# %% [markdown]
# **Numbers have a type.** Every locker of a wall has the same size. The type `uint8` has room for
# the whole numbers 0 to 255, the type `uint16` for 0 to 65535. Neither has room for a minus sign.
#
# What does not fit goes round, like the hand of a clock: after 255 comes 0 again. Python gives no
# error. Type and range are two things: an image may use only a part of what its type allows. The
# type `float` has a decimal point; we keep float images between 0 and 1.

# %%
# 1 two real images: shape, type, range
for name, image in [("vessels", vessels.image), ("brain", brain.image)]:
    print(f"{name}: {image.shape}, {image.dtype}, from {image.min()} to {image.max()}")
# 2 what does not fit goes round
grey = np.array([200], dtype=np.uint8)
print(f"in uint8, 200 + 100 gives {(grey + 100)[0]}, and -200 gives {(-grey)[0]}")

# %% [markdown] exercise="to_unit_range" role="prompt"
# The brain slice ends at [47081]{N-A01-04}, the tile at [255]{N-A01-05}. To compare images we
# bring both to the range 0 to 1.
#
# Return a new float image: every grey value divided by the largest one of this image. Then the
# brightest pixel is 1. An image that is 0 everywhere stays 0. Do not change the image that you
# were given.
#
# Example: `[[0, 50, 200]]` gives `[[0, 0.25, 1]]`.


# %% exercise="to_unit_range" role="answer"
def to_unit_range(image):
    """Float copy of the image, divided by its largest grey value.

    >>> to_unit_range(np.array([[0, 50, 200]], dtype=np.uint8))
    array([[0.  , 0.25, 1.  ]])
    """
    largest = image.max()
    # 1 largest is 0? return an image of zeros, as float
    # 2 otherwise return the image divided by its largest grey value
    ### BEGIN SOLUTION
    if largest == 0:
        return np.zeros(image.shape)
    return image / largest
    ### END SOLUTION


# %% exercise="to_unit_range" role="check"
check.to_unit_range(to_unit_range)

# %% [markdown] exercise="invert" role="prompt"
# Vessels are dark here, but most programs look for bright objects. So we turn dark into bright.
#
# Return the inverted image, of the same type: black becomes white and white becomes black. For
# `uint8` white is 255, so 10 becomes `245`. For float images between 0 and 1 white is 1, so `0.25`
# becomes `0.75`. White belongs to the type, not to the brightest pixel that happens to be there.
#
# Example: `[[0, 100, 255]]` as `uint8` gives `[[255, 155, 0]]`.


# %% exercise="invert" role="answer"
def invert(image):
    """Image with dark and bright exchanged, of the same type.

    >>> invert(np.array([[0, 100, 255]], dtype=np.uint8))
    array([[255, 155,   0]], dtype=uint8)
    """
    # 1 image.dtype == np.uint8? white is 255
    # 2 otherwise the image is a float image: white is 1
    ### BEGIN SOLUTION
    if image.dtype == np.uint8:
        return 255 - image
    return 1 - image
    ### END SOLUTION


# %% exercise="invert" role="check"
check.invert(invert)

# %% [markdown] exercise="three_panels" role="prompt"
# First look at all of the data. Draw three panels in one row: the grey image, the inverted image
# and the **truth**, the mask that an expert drew.
#
# Draw with `cmap="gray"`. Each panel gets a title and no ticks: `ax.set(xticks=[], yticks=[])`. The
# image is `uint8`; `imaging.invert` is the course's own function. Return the figure.
#
# *Advice, not checked:* with `vmin=0` and `vmax=255` equal numbers look equal; for the truth take
# `vmax=1`. `interpolation="nearest"` keeps pixels sharp: a pixel is vessel or not.


# %% exercise="three_panels" role="answer"
def three_panels(image, truth):
    """Figure with the grey image, the inverted image and the truth, side by side."""
    fig, axes = plt.subplots(1, 3, figsize=(10, 3.8), layout="constrained")
    # 1 axes[0].imshow(...): the image; 2 axes[1]: the inverted image; 3 axes[2]: the truth
    # 4 for each panel: a title, and no ticks
    # 5 return the figure
    ### BEGIN SOLUTION
    grey = {"cmap": "gray", "interpolation": "nearest"}
    axes[0].imshow(image, vmin=0, vmax=255, **grey)
    axes[1].imshow(imaging.invert(image), vmin=0, vmax=255, **grey)
    axes[2].imshow(truth, vmin=0, vmax=1, **grey)
    for ax, title in zip(axes, ["as stored", "inverted", "truth"], strict=True):
        ax.set(title=title, xticks=[], yticks=[])
    return fig
    ### END SOLUTION


# %% exercise="three_panels" role="check"
check.three_panels(three_panels)

# %%
figure = three_panels(vessels.image, vessels.truth)
plotting.describe(
    figure,
    "Three panels: the vessel tile with dark vessels on bright tissue, the inverted tile with "
    "bright vessels on dark tissue, and the truth with white vessels on black.",
) if isinstance(figure, plt.Figure) else "Here you will see your figure."

# %% [markdown]
# **What to see.** The vessels are dark in the first panel and bright in the second. The truth knows
# only two values, and it leaves out the specks in the corner.

# %% [markdown]
# **Why it works.** Compare with your prediction: a number for each point, nothing else. To draw
# small numbers dark is a habit of displays. Inverting changed the *numbers*, and so the picture
# changed.
#
# **What would break.** The tile is square, so a swapped address never fails there. It reads another
# place, and nobody notices. This is why the checks use images that are not square. And `uint8` has
# no room for a minus sign: it turns `200` into `56`. Subtracting from white gives `55`.

# %% [markdown]
# ## 2 Three kinds of image (starts at minute 20, 15 minutes, 2 points)
#
# **Predict.** A computer knows for every pixel whether it belongs to a cell nucleus. Can it tell
# you how many nuclei there are? Write yes or no, and one reason.

# %%
prediction = "..."

# %% [markdown]
# **One idea: photo, stencil, tickets.** Picture the cloakroom of a theatre. A *photo* shows how
# bright every point is. A *stencil* says for every point: coat or no coat. *Ticket numbers* say
# which coat it is.
#
# An **intensity image** is the photo. A **mask** is the stencil: it holds only True and False. A
# **label image** holds the tickets: whole numbers, 0 for the background, and one number for each
# object.
#
# **Segmentation** means: give every pixel a class or an object number. The photo goes in. A mask or
# a label image comes out.

# %% tags=["folded"]
part = np.s_[140:250, :110]  # np.s_ keeps a slice: here a detail in which nuclei touch
grey, dense = nuclei.image[part], nuclei.truth[part]
colour = {0: 0, **{n: 1 + i for n, i in colour_indices(dense).items()}}
coloured = np.vectorize(colour.get)(dense)  # neighbours differ; a nucleus keeps its colour
marked = dense % 5 == 0
fig, axes = plt.subplots(1, 4, figsize=(10, 3), layout="constrained")
plotting.show_image(axes[0], grey, "Intensity: how bright", vmin=0, vmax=255)
plotting.show_mask(axes[1], dense > 0, "Mask: nucleus or not")
plotting.show_labels(axes[2], coloured, "Labels: which nucleus")
plotting.show_labels(axes[3], np.where(marked, coloured, 0), "Sparse: only some marked")
plotting.describe(
    fig,
    "Four panels of one scene of nuclei: grey values, a black and white mask in which touching "
    "nuclei melt together, a colour for each nucleus, and the same with only some nuclei coloured.",
)

# %% [markdown]
# **What to see.** Find two nuclei that touch. In the mask they melt into one white region. In the
# label image they keep two numbers, here shown as two colours. The colours mean nothing else.
#
# An annotation is described by two words. *Semantic* or *instance*: does a pixel get a class, or
# the number of its object? *Dense* or *sparse*: is every pixel decided, or were only some marked?
#
# | | every pixel decided | only some marked |
# |---|---|---|
# | **a class** for a pixel | dense semantic | sparse semantic |
# | **an object number** | dense instance | sparse instance |
#
# In a sparse annotation 0 means "not marked". It does not mean "background".

# %%
# 1 a label image: 0 is background; the objects 1 and 2 touch
labels = np.array([[0, 1, 1, 2, 2, 0], [0, 1, 1, 2, 2, 0], [0, 0, 0, 0, 0, 0], [3, 3, 0, 0, 0, 0]])
# 2 forget the object numbers: a mask is left
mask = labels > 0
# 3 ask both the same question
print(f"the label image names the objects {np.unique(labels[mask]).tolist()}")
print(f"the mask knows only {np.unique(mask).tolist()}; {mask.sum()} pixels are True")
# 4 ask for one object
print(f"object 2 has {(labels == 2).sum()} pixels")

# %% [markdown] question="Q4"

# %% [markdown] question="Q5"

# %% [markdown]
# **Why it works.** Compare with your prediction: a mask alone cannot count nuclei that touch. Its
# pixels say "nucleus", and nothing says where one nucleus ends. To count, the computer needs a
# number for each object.
#
# **What would break.** Label numbers are names, like the ticket numbers of the coats. Object 6 is
# not twice object 3, and the mean of two labels is the name of somebody else. So never blur, scale
# or average a label image. And truth is the work of people: experts disagree at blurred rims.

# %% [markdown] tags=["instructor"]
# *Timing, section 1:* 1 predict, 3 lockers and figure, 1 question, 3 exercise E1, 1 types,
# 3 exercise E2, 3 exercise E3, 5 plot. *Section 2:* 2 predict, 4 figure and table, 3 example, 4
# questions, 2 summary. *Live:* squared paper; one half of the room dictates grey values, the other
# half shades them. *Expect:* "why is row before x?" (matrices came before screens), "is 255 the
# end?" (only of `uint8`), "why not divide by 255?" (the brain slice would end at `184.6`), "is the
# truth true?" (one expert drew it). *If short of time:* give P1 as homework, keep Q3 and Q5.
# *Discuss:* who should draw the truth for a medical image, and how many people?

# %% [markdown]
# ## Key points
#
# - A computer stores a picture as a table of numbers; `image[row, column]` reads one of them.
# - Type says what fits, range says what is there. What does not fit goes round without an error.
# - To invert, subtract from the white of the type.
# - Segmentation gives every pixel a class or an object number.
# - A mask says "object or not"; only a label image can count objects that touch.
# - In a sparse annotation 0 means "not marked".

# %% [markdown]
# ## Glossary
#
# - **Pixel**: one place of an image, with its number.
# - **Row, column**: the address of a pixel, counted from 0 at the top left.
# - **Type (dtype)**: which numbers fit into a pixel, such as `uint8` or `float64`.
# - **Intensity image**: grey values that say how bright each pixel is.
# - **Mask**: True for the pixels of the objects, False elsewhere.
# - **Label image**: 0 for background and one whole number for each object.
# - **Semantic, instance**: pixels get a class, or the number of their object.
# - **Dense, sparse annotation**: every pixel is decided, or only some are marked.
# - **Truth (ground truth)**: the annotation that we accept as right.

# %% [markdown]
# ## Next time: which number?
#
# Two friends want to find the vessels with one number. One says: "darker than `100`". The other
# says: "darker than `205`". Here is what the two rules find.

# %% tags=["folded"]
fig, axes = plt.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
plotting.show_image(axes[0], vessels.image, "The tile", vmin=0, vmax=255)
plotting.show_mask(axes[1], vessels.image < 100, "Below 100: most vessels are lost")
plotting.show_mask(axes[2], vessels.image < 205, "Below 205: far too much is found")
plotting.describe(
    fig,
    "Left: the vessel tile. Middle: darker than 100 marks the largest vessel and almost nothing "
    "else. Right: darker than 205 marks all vessels, and specks and patches all over the tissue.",
)

# %% [markdown]
# **What to see.** Neither number is good. Is there a better one between them? To see that, we must
# count how often each grey value occurs. This count is the histogram, in A01b.

# %% [markdown]
# ## Stretch (outside the clock)
#
# Draw the brain slice twice, with `vmax=brain.image.max()` and with `vmax=20000`. Which of the two
# changed the data? *(Neither: `vmin` and `vmax` change the display only. A program that saves the
# stretched picture as data changes every later measurement.)*

# %% [markdown]
# ## Further reading
#
# - Bankhead, P. (2022) *Introduction to Bioimage Analysis*, chapter "Images and pixels",
#   <https://bioimagebook.github.io>. The same ideas with many pictures.
# - van der Walt, S. and others (2014) scikit-image: image processing in Python. *PeerJ* 2, e453,
#   [doi:10.7717/peerj.453](https://doi.org/10.7717/peerj.453). The library that we compare with
#   later.
#
# **Data.** Vessel tile: 3Scan, truth traced by N. Farahani, from Vemuri, *Image Segmentation with
# Python* (Kite, 2019), MIT licence of its repository. Brain slice: OASIS-1, Marcus and others
# (2007), [doi:10.1162/jocn.2007.19.9.1498](https://doi.org/10.1162/jocn.2007.19.9.1498), under its
# data use agreement. Nuclei: made by the course.

# %% [markdown] role="hand-in"
# ## Hand in
#
# Save the notebook, then run the cells below. They show the points of the visible checks. Hidden
# checks with other images follow when you hand in.
