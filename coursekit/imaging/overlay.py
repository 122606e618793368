"""Showing on top of an image where a result is right and where it is wrong."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.confusion import error_masks
from coursekit.validation import as_image, same_shape

Colour = str | Sequence[float]
Colours = Mapping[str, Colour]

ERROR_COLOURS: Colours = MappingProxyType(
    {
        "tp": (86 / 255, 180 / 255, 233 / 255),
        "fp": (213 / 255, 94 / 255, 0 / 255),
        "fn": (240 / 255, 228 / 255, 66 / 255),
    }
)
"""Sky blue, vermilion and yellow: three colours that colour-blind readers can tell apart."""

ARTICLE_COLOURS: Colours = MappingProxyType(
    {
        "tp": (0.0, 1.0, 1.0),
        "fp": (1.0, 0.0, 1.0),
        "fn": (1.0, 1.0, 0.0),
        "tn": (0.0, 0.0, 0.0),
    }
)
"""Cyan, magenta, yellow and black, as in the article of the vessel tile."""


def error_overlay(
    image: ArrayLike,
    truth: ArrayLike,
    result: ArrayLike,
    alpha: float = 0.7,
    colours: Colours | None = None,
) -> NDArray[np.float64]:
    """Colour the pixels of a grey image by the four kinds that truth and result make.

    Parameters
    ----------
    image : (M, N) array of bool, uint8 or float
        Grey values: bool, uint8 from 0 to 255, or floats from 0 to 1.
    truth, result : (M, N) array of bool
        Masks; whatever is not zero is foreground.
    alpha : float, default 0.7
        Share of the colour in the mix, from 0 (image only) to 1 (colour only).
    colours : dict, optional
        Colour of each kind, as red, green and blue from 0 to 1 or as text such as "#D55E00". A
        kind without a colour keeps its grey. Without the argument: `ERROR_COLOURS`, which leaves
        true negatives grey; `ARTICLE_COLOURS` are the other set of this module.

    Returns
    -------
    rgb : (M, N, 3) array of float64
        Red, green and blue from 0 to 1; ``alpha * colour + (1 - alpha) * grey`` where there is a
        colour.

    Raises
    ------
    TypeError
        If an array does not hold numbers.
    ValueError
        If the shapes differ, if grey values or `alpha` lie outside, or if a colour cannot be read.

    Notes
    -----
    The article [1]_ gives its `alpha` to the image, so that its 0.7 is 0.3 here.

    References
    ----------
    .. [1] P. Vemuri, "Image Segmentation with Python" (Kite blog, 2019).

    Examples
    --------
    A true negative stays grey; a false positive is half magenta, half grey:

    >>> error_overlay([[0.5, 0.5]], [[0, 0]], [[0, 1]], 0.5, {"fp": (1, 0, 1)})
    array([[[0.5 , 0.5 , 0.5 ],
            [0.75, 0.25, 0.75]]])
    """
    grey = _unit_grey(image)
    masks = error_masks(truth, result)
    same_shape(grey, masks["tp"], ("image", "truth"))
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha must lie between 0 and 1, got {alpha}.")
    rgb = np.repeat(grey[..., np.newaxis], 3, axis=-1)
    for kind, colour in (ERROR_COLOURS if colours is None else colours).items():
        if kind not in masks:
            raise ValueError(f"colours must be given for tn, fp, fn or tp, got {kind!r}.")
        where = masks[kind]
        rgb[where] = alpha * _red_green_blue(colour) + (1 - alpha) * rgb[where]
    return rgb


def _unit_grey(image: ArrayLike) -> NDArray[np.float64]:
    """Return grey values from 0 to 1."""
    array: NDArray[Any] = as_image(image)
    grey = array.astype(np.float64) / (255 if array.dtype.kind in "iu" else 1)
    if not (grey.min() >= 0 and grey.max() <= 1):
        low, high = array.min(), array.max()
        raise ValueError(
            "image must have grey values from 0 to 255 (whole numbers) or from 0 to 1 (floats), "
            f"got values from {low} to {high}."
        )
    return grey


def _red_green_blue(colour: Colour) -> NDArray[np.float64]:
    """Read a colour written as "#RRGGBB" or as three numbers from 0 to 1."""
    try:
        if isinstance(colour, str):
            levels = np.frombuffer(bytes.fromhex(colour.removeprefix("#")), np.uint8) / 255
        else:
            levels = np.asarray(colour, dtype=np.float64)
    except (TypeError, ValueError):
        levels = np.empty(0)
    if levels.shape != (3,) or not (levels.min() >= 0 and levels.max() <= 1):
        raise ValueError(
            "colours must be three numbers from 0 to 1, or a text such as '#D55E00', "
            f"got {colour!r}."
        )
    return levels
