"""Images, masks, labels and errors, drawn the same way everywhere.

Pixels stay squares of one colour, rows run downwards, and there are no ticks to distract. Every
helper draws into the axes that it is given and returns them.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb, to_rgba_array
from matplotlib.patches import Patch
from numpy.typing import ArrayLike, NDArray

from coursekit.plotting.palettes import (
    BACKGROUND_COLOUR,
    ERROR_COLOURS,
    PALETTE,
    colour_indices,
)
from coursekit.validation import as_mask, as_picture, same_shape

_MAX_PRINTED = 400  # more numbers than this cannot be read in one picture


def show_image(
    ax: Axes,
    image: ArrayLike,
    title: str | None = None,
    vmin: float | None = None,
    vmax: float | None = None,
) -> Axes:
    """Draw grey values from black to white.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    image : (M, N) array of bool, int or float
        Grey values.
    title : str, optional
        What there is to find in the picture.
    vmin, vmax : float, optional
        Grey values drawn black and white; give the same ones to images that are compared. Without
        them: 0 and 255 for uint8, 0 and 1 for bool and for floats between 0 and 1, else the range
        of the image.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If the image does not have two dimensions.
    """
    image = as_picture(image)
    low, high = _display_range(image)
    ax.imshow(
        image,
        cmap="gray",
        vmin=low if vmin is None else vmin,
        vmax=high if vmax is None else vmax,
        interpolation="nearest",
    )
    return _finish(ax, title)


def show_mask(ax: Axes, mask: ArrayLike, title: str | None = None) -> Axes:
    """Draw a mask: True white, False black.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    mask : (M, N) array of bool
        Whatever is not zero is foreground.
    title : str, optional
        What there is to find in the picture.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    TypeError
        If the mask does not hold numbers.
    ValueError
        If the mask does not have two dimensions.
    """
    return show_image(ax, as_mask(as_picture(mask, "mask")), title, vmin=0, vmax=1)


def show_labels(ax: Axes, labels: ArrayLike, title: str | None = None) -> Axes:
    """Draw each label in a colour that none of its neighbours has, with an outline.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    labels : (M, N) array of int
        Label image, 0 is background and stays dark. The labels 1 to 7 have the colours of
        `LABEL_COLOURS` in every picture.
    title : str, optional
        What there is to find in the picture.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If the labels do not have two dimensions.
    """
    labels = as_picture(labels, "labels")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must hold whole numbers, got values of type {labels.dtype}.")
    indices = colour_indices(labels)
    names, positions = np.unique(labels, return_inverse=True)
    colours = [PALETTE[indices[name]] if name else BACKGROUND_COLOUR for name in names.tolist()]
    picture = to_rgba_array(colours)[positions.reshape(labels.shape)]
    ax.imshow(picture, interpolation="nearest")
    _outline(ax, labels, "black")
    return _finish(ax, title)


def show_errors(
    ax: Axes, image: ArrayLike, truth: ArrayLike, result: ArrayLike, title: str | None = None
) -> Axes:
    """Draw which pixels a result found, added and missed, on top of the image.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    image : (M, N) array of bool, int or float
        Grey values; what is background in truth and result stays as it is.
    truth, result : (M, N) array of bool
        Masks; whatever is not zero is foreground.
    title : str, optional
        What there is to find in the picture.

    Returns
    -------
    ax : matplotlib Axes
        With the truth outlined in white, and a legend below that counts the pixels of each kind.

    Raises
    ------
    TypeError
        If an array does not hold numbers.
    ValueError
        If the shapes differ, or if they do not have two dimensions.
    """
    image = as_picture(image)
    truth, result = as_mask(truth, "truth"), as_mask(result, "result")
    same_shape(image, truth, ("image", "truth"))
    same_shape(truth, result, ("truth", "result"))
    kinds = {
        "tp": ("found", truth & result),
        "fp": ("added", ~truth & result),
        "fn": ("missed", truth & ~result),
    }
    picture, handles = _grey_picture(image), []
    for kind, (word, pixels) in kinds.items():
        picture[pixels] = to_rgb(ERROR_COLOURS[kind])
        label = f"{word}: {np.count_nonzero(pixels)}"
        handles.append(Patch(facecolor=ERROR_COLOURS[kind], edgecolor="black", label=label))
    ax.imshow(picture, interpolation="nearest")
    _outline(ax, truth, "white")
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        ncols=3,
        fontsize="x-small",
        frameon=False,
        handlelength=1,
        columnspacing=1,
    )
    return _finish(ax, title)


def show_values(
    ax: Axes,
    image: ArrayLike,
    title: str | None = None,
    vmin: float | None = None,
    vmax: float | None = None,
) -> Axes:
    """Draw a small image and print the value of each pixel into it.

    Rows and columns are numbered, so that ``image[row, column]`` can be looked up.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    image : (M, N) array of bool, int or float
        At most 400 pixels.
    title : str, optional
        What there is to find in the picture.
    vmin, vmax : float, optional
        Grey values drawn black and white, as in `show_image`.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If the image has too many pixels or does not have two dimensions.
    """
    image = as_picture(image)
    if image.size > _MAX_PRINTED:
        raise ValueError(f"image must have at most {_MAX_PRINTED} pixels, got {image.size}.")
    show_image(ax, image, title, vmin, vmax)
    low, high = ax.images[-1].get_clim()
    dark = image.astype(float) < (low + high) / 2
    for (row, column), value in np.ndenumerate(image):
        text = f"{value:.2f}" if image.dtype.kind == "f" else str(int(value))
        colour = "white" if dark[row, column] else "black"
        ax.text(column, row, text, ha="center", va="center", color=colour, fontsize=8)
    n_rows, n_columns = image.shape
    ax.set(xticks=range(n_columns), yticks=range(n_rows), xlabel="column", ylabel="row")
    ax.tick_params(length=0)
    return ax


def _display_range(image: NDArray[Any]) -> tuple[float, float]:
    if image.dtype == np.uint8:
        return 0, 255
    low, high = float(image.min()), float(image.max())
    if image.dtype.kind == "b" or (image.dtype.kind == "f" and 0 <= low <= high <= 1):
        return 0, 1
    return low, high if high > low else low + 1


def _grey_picture(image: NDArray[Any]) -> NDArray[np.float64]:
    """Turn grey values into red, green and blue, all three the same."""
    low, high = _display_range(image)
    grey = (image.astype(float) - low) / (high - low)
    return np.repeat(grey[:, :, np.newaxis], 3, axis=2)


def _outline(ax: Axes, labels: NDArray[Any], colour: str) -> None:
    """Draw the edges between pixels of different labels."""
    row, column = np.nonzero(labels[:, 1:] != labels[:, :-1])
    upright = np.stack([column + 0.5, row - 0.5, column + 0.5, row + 0.5], axis=1)
    row, column = np.nonzero(labels[1:] != labels[:-1])
    level = np.stack([column - 0.5, row + 0.5, column + 0.5, row + 0.5], axis=1)
    segments = np.concatenate([upright, level]).reshape(-1, 2, 2)
    ax.add_collection(LineCollection(list(segments), colors=colour, linewidths=0.6), autolim=False)


def _finish(ax: Axes, title: str | None) -> Axes:
    ax.set(xticks=[], yticks=[])
    if title is not None:
        ax.set_title(title)
    return ax
