"""Single pixels and the range of an image's values."""

import operator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.validation import as_image, as_picture


def read_pixel(image: ArrayLike, row: int, column: int) -> float:
    """Return the value of the pixel in one row and one column.

    Rows are counted downwards, columns to the right, both from 0.

    Parameters
    ----------
    image : (M, N) array of bool, int or float
        Grey values.
    row : int
        From 0 to M - 1.
    column : int
        From 0 to N - 1.

    Returns
    -------
    value : float
        Grey value of the pixel.

    Raises
    ------
    IndexError
        If there is no such row or column. A negative number is refused as well: Python would count
        from the end, and a wrong position would go unnoticed.
    TypeError
        If `row` or `column` is not a whole number.
    ValueError
        If `image` does not have two dimensions.

    Examples
    --------
    Row 0, column 2 of an image of two rows and three columns:

    >>> read_pixel([[10, 20, 30], [40, 50, 60]], 0, 2)
    30.0
    """
    image = as_picture(image)
    n_rows, n_columns = image.shape
    for argument, position, length in ("row", row, n_rows), ("column", column, n_columns):
        if not 0 <= operator.index(position) < length:
            raise IndexError(f"{argument} must lie between 0 and {length - 1}, got {position}.")
    return float(image[row, column])


def to_unit_range(image: ArrayLike) -> NDArray[np.float64]:
    """Divide an image by its largest value, so that the values lie between 0 and 1.

    Images of different types can then be drawn and cut on one scale. Two images scaled this way are
    not comparable with each other: the brightest pixel of each becomes 1.

    Parameters
    ----------
    image : array of bool, int or float
        Grey values, none of them negative.

    Returns
    -------
    scaled : array of float64
        Same shape. An image that is zero everywhere stays zero.

    Raises
    ------
    ValueError
        If a value is negative, or if there is no pixel.

    Examples
    --------
    >>> to_unit_range(np.array([0, 51, 102], dtype=np.uint8))
    array([0. , 0.5, 1. ])
    """
    image = as_image(image)
    if image.min() < 0:
        raise ValueError(f"image must not have negative values, got {image.min()}.")
    scaled: NDArray[np.float64] = image.astype(np.float64)
    return scaled / scaled.max() if scaled.max() > 0 else scaled


def invert(image: ArrayLike) -> NDArray[Any]:
    """Swap dark and bright.

    Parameters
    ----------
    image : array of unsigned int, float or bool
        Grey values. Floats lie between 0 and 1.

    Returns
    -------
    inverted : array
        Same shape and type: largest value of the type minus the grey value (255 - g for uint8),
        1 - g for floats, the complement of a mask.

    Raises
    ------
    TypeError
        If the image holds signed integers: they have no largest grey value to subtract from.
    ValueError
        If floats lie outside 0 to 1, or if there is no pixel.

    Notes
    -----
    The minus sign is not enough: ``-image`` wraps round, and 200 becomes 56 in uint8.

    Examples
    --------
    >>> invert(np.array([0, 200, 255], dtype=np.uint8))
    array([255,  55,   0], dtype=uint8)
    """
    image = as_image(image)
    if image.dtype.kind == "i":
        raise TypeError(f"image must hold unsigned integers, floats or bool, got {image.dtype}.")
    if image.dtype.kind != "f":
        return np.invert(image)  # flipping every bit of an unsigned number g gives maximum - g
    if not 0 <= image.min() <= image.max() <= 1:
        raise ValueError(
            f"image must have values from 0 to 1, got values from {image.min()} to {image.max()}."
        )
    return 1 - image
