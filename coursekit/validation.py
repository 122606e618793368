"""The input checks of the library and the wording of their complaints.

Every message has the form "{argument} must ..., got {value}." A check gives its input back as the
array that the caller needs; it copies only where the type has to change, and never writes.
"""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_image(image: ArrayLike, argument: str = "image") -> NDArray[Any]:
    """Return `image` as an array of numbers with at least one pixel.

    Parameters
    ----------
    image : array_like of bool, int or float
        Grey values, of any number of dimensions.
    argument : str, default "image"
        Name used in the message.

    Returns
    -------
    image : array
        The same array where possible, not a copy.

    Raises
    ------
    TypeError
        If the values are not real numbers.
    ValueError
        If there is no pixel at all.

    Examples
    --------
    >>> as_image("coins.png")
    Traceback (most recent call last):
        ...
    TypeError: image must hold numbers, got values of type <U9.
    """
    array = np.asarray(image)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{argument} must hold numbers, got values of type {array.dtype}.")
    if array.size == 0:
        raise ValueError(f"{argument} must have at least one pixel, got shape {array.shape}.")
    return array


def as_grey_values(image: ArrayLike, n_levels: int, argument: str = "image") -> NDArray[Any]:
    """Return `image` as an array of whole grey values from 0 to ``n_levels - 1``.

    Parameters
    ----------
    image : array_like of int
        Grey values, of any number of dimensions.
    n_levels : int
        Number of grey values that the caller can handle.
    argument : str, default "image"
        Name used in the message.

    Returns
    -------
    image : array of int
        The same array where possible, not a copy.

    Raises
    ------
    TypeError
        If the values are not integers.
    ValueError
        If there is no pixel, or a value lies outside.

    Examples
    --------
    >>> as_grey_values([0, 300], n_levels=256)
    Traceback (most recent call last):
        ...
    ValueError: image must have grey values from 0 to 255, got values from 0 to 300.
    """
    array = as_image(image, argument)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{argument} must hold whole numbers, got values of type {array.dtype}.")
    low, high = int(array.min()), int(array.max())
    if low < 0 or high >= n_levels:
        raise ValueError(
            f"{argument} must have grey values from 0 to {n_levels - 1}, "
            f"got values from {low} to {high}."
        )
    return array


def as_mask(mask: ArrayLike, argument: str = "mask") -> NDArray[np.bool_]:
    """Return `mask` as an array of bool: whatever is not zero is foreground.

    Parameters
    ----------
    mask : array_like of bool, int or float
        A mask in any of its usual forms: True and False, 1 and 0, 255 and 0.
    argument : str, default "mask"
        Name used in the message.

    Returns
    -------
    mask : array of bool
        The same array if it is bool already.

    Raises
    ------
    TypeError
        If the values are not real numbers.
    ValueError
        If there is no pixel at all.

    Examples
    --------
    >>> as_mask([0, 255, 255])
    array([False,  True,  True])
    """
    array = as_image(mask, argument)
    return array if array.dtype == np.bool_ else array != 0


def as_counts(counts: ArrayLike, argument: str = "counts") -> NDArray[Any]:
    """Return `counts` as one row of numbers, none of them negative.

    Parameters
    ----------
    counts : (L,) array_like of int or float
        How often each grey value occurs.
    argument : str, default "counts"
        Name used in the message.

    Returns
    -------
    counts : (L,) array

    Raises
    ------
    TypeError
        If the values are not real numbers.
    ValueError
        If there is none, if there is more than one row, or if one is negative.

    Examples
    --------
    >>> as_counts([2, -1])
    Traceback (most recent call last):
        ...
    ValueError: counts must not be negative, got -1.
    """
    array = as_image(counts, argument)
    if array.ndim != 1:
        raise ValueError(f"{argument} must have one dimension, got shape {array.shape}.")
    if array.min() < 0:
        raise ValueError(f"{argument} must not be negative, got {array.min()}.")
    return array


def as_picture(image: ArrayLike, argument: str = "image") -> NDArray[Any]:
    """Return `image` as an array of numbers with rows and columns.

    Parameters
    ----------
    image : (M, N) array_like of bool, int or float
        Grey values, mask or labels.
    argument : str, default "image"
        Name used in the message.

    Returns
    -------
    image : (M, N) array
        The same array where possible, not a copy.

    Raises
    ------
    TypeError
        If the values are not real numbers.
    ValueError
        If there is no pixel, or if the number of dimensions is not two.

    Examples
    --------
    >>> as_picture([1, 2, 3])
    Traceback (most recent call last):
        ...
    ValueError: image must have two dimensions (rows, columns), got shape (3,).
    """
    array = as_image(image, argument)
    if array.ndim != 2:
        raise ValueError(
            f"{argument} must have two dimensions (rows, columns), got shape {array.shape}."
        )
    return array


def same_shape(first: NDArray[Any], second: NDArray[Any], names: tuple[str, str]) -> None:
    """Complain if two arrays that are compared pixel by pixel differ in shape.

    Parameters
    ----------
    first, second : array
        The arrays.
    names : tuple of two str
        What the two arguments are called.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> same_shape(np.zeros((2, 3)), np.zeros((3, 2)), ("truth", "result"))
    Traceback (most recent call last):
        ...
    ValueError: truth and result must have the same shape, got (2, 3) and (3, 2).
    """
    if first.shape != second.shape:
        raise ValueError(
            f"{names[0]} and {names[1]} must have the same shape, "
            f"got {first.shape} and {second.shape}."
        )


def two_masks(truth: ArrayLike, result: ArrayLike) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return `truth` and `result` as two masks of one shape.

    Parameters
    ----------
    truth, result : array_like of bool, int or float
        Masks; whatever is not zero is foreground.

    Returns
    -------
    truth, result : array of bool

    Raises
    ------
    TypeError
        If the values are not real numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    Examples
    --------
    >>> two_masks([0, 1], [0, 255])
    (array([False,  True]), array([False,  True]))
    """
    masks = as_mask(truth, "truth"), as_mask(result, "result")
    same_shape(*masks, ("truth", "result"))
    return masks


def as_points(points: ArrayLike, argument: str = "points") -> NDArray[np.float64]:
    """Return `points` as a table of floats: one row for each point, one column for each feature.

    Parameters
    ----------
    points : (n, k) array_like of bool, int or float
        The table, with at least one row and one column.
    argument : str, default "points"
        Name used in the message.

    Returns
    -------
    points : (n, k) array of float64
        The same array if it is of this type already.

    Raises
    ------
    TypeError
        If the values are not real numbers.
    ValueError
        If there is no value at all, or if there are not two dimensions.

    Examples
    --------
    >>> as_points([1, 2, 3])
    Traceback (most recent call last):
        ...
    ValueError: points must be a table with rows and columns, got shape (3,).
    """
    array = np.asarray(points)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{argument} must hold numbers, got values of type {array.dtype}.")
    if array.ndim != 2:
        raise ValueError(
            f"{argument} must be a table with rows and columns, got shape {array.shape}."
        )
    if array.size == 0:
        raise ValueError(
            f"{argument} must have at least one row and one column, got shape {array.shape}."
        )
    return array.astype(np.float64, copy=False)


def positive(value: float, argument: str, or_zero: bool = False) -> float:
    """Return `value` as a float after a look at its sign.

    Parameters
    ----------
    value : float
        Any real number.
    argument : str
        Name used in the message.
    or_zero : bool, default False
        Whether 0 is allowed.

    Returns
    -------
    value : float

    Raises
    ------
    TypeError
        If the value is not one number.
    ValueError
        If it is negative, infinite or nan, or 0 where 0 is not allowed.

    Examples
    --------
    >>> positive(-1, "sigma")
    Traceback (most recent call last):
        ...
    ValueError: sigma must be a number above 0, got -1.
    """
    if np.ndim(value) > 0 or np.asarray(value).dtype.kind not in "biuf":
        raise TypeError(f"{argument} must be one number, got {value!r}.")
    number = float(value)
    if not (0 < number < np.inf or (or_zero and number == 0)):
        allowed = "0 or a number above 0" if or_zero else "a number above 0"
        raise ValueError(f"{argument} must be {allowed}, got {value}.")
    return number


def one_of(value: str, choices: Collection[str], argument: str) -> str:
    """Return `value` if it is one of the `choices`.

    Parameters
    ----------
    value : str
        What the caller chose.
    choices : collection of str
        What there is to choose from.
    argument : str
        Name used in the message.

    Returns
    -------
    value : str

    Raises
    ------
    ValueError
        If it is none of them; the message lists the choices.

    Examples
    --------
    >>> one_of("zeros", ("reflect", "wrap"), "border")
    Traceback (most recent call last):
        ...
    ValueError: border must be one of reflect, wrap, got 'zeros'.
    """
    if value not in choices:
        raise ValueError(f"{argument} must be one of {', '.join(choices)}, got {value!r}.")
    return value
