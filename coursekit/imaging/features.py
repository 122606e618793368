"""From an image to a table of features and back.

A feature table has one row for each pixel, in reading order (row by row, as `ravel` counts), and
one column for each feature. It holds no positions: they come back with the shape of the image.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.filtering import gaussian_blur, gradient_magnitude, laplacian_of_gaussian
from coursekit.validation import as_image, as_points

Spec = Sequence[Sequence[Any]]  # such as [("raw",), ("gauss", 5), ("gradient", 5)]

_FILTERS: dict[str, Callable[[ArrayLike, float], NDArray[np.float64]]] = {
    "gauss": gaussian_blur,
    "gradient": gradient_magnitude,
    "log": laplacian_of_gaussian,
}


def feature_table(
    image: ArrayLike, sigmas: Sequence[float] = (5,), gradient_sigmas: Sequence[float] = ()
) -> NDArray[np.float64]:
    """Describe each pixel by its grey value, by blurred images, and by steepness.

    Parameters
    ----------
    image : array of bool, int or float
        Grey values, of any number of dimensions; n pixels.
    sigmas : sequence of float, default (5,)
        One column for each: the image blurred with this sigma.
    gradient_sigmas : sequence of float, default ()
        One column for each: the gradient magnitude with this sigma.

    Returns
    -------
    points : (n, k) array of float64
        One row for each pixel in reading order. Column 0 is the grey value itself, then come the
        blurred images, then the gradients, each in the order given.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or a sigma is negative (or 0 for a gradient).

    Examples
    --------
    Three pixels and two features; pixel 2 (the last) is bright, its neighbours are not:

    >>> feature_table([[0, 0, 8]], sigmas=(1,)).round(1)
    array([[0. , 0.5],
           [0. , 2.4],
           [8. , 5.1]])
    """
    spec = [
        ("raw",),
        *(("gauss", sigma) for sigma in sigmas),
        *(("gradient", sigma) for sigma in gradient_sigmas),
    ]
    return make_features(image, spec)


def make_features(image: ArrayLike, spec: Spec) -> NDArray[np.float64]:
    """Build the feature table that a list of names and sigmas asks for.

    Give the same `spec` for the training image and for the test image: a column then means the same
    in both.

    Parameters
    ----------
    image : array of bool, int or float
        Grey values, of any number of dimensions; n pixels.
    spec : sequence of tuples
        One entry for each column: ``("raw",)`` for the grey value, ``("gauss", sigma)`` for the
        blurred image, ``("gradient", sigma)`` for its steepness, ``("log", sigma)`` for the
        Laplacian of the Gaussian.

    Returns
    -------
    points : (n, k) array of float64
        One row for each pixel in reading order, one column for each entry.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel or no entry, or if an entry is none of the above.

    Examples
    --------
    >>> make_features([[0, 0, 8]], [("raw",), ("gauss", 1)]).round(1)
    array([[0. , 0.5],
           [0. , 2.4],
           [8. , 5.1]])
    """
    image = as_image(image)
    if len(spec) == 0:
        raise ValueError(f"spec must name at least one feature, got {spec!r}.")
    return np.column_stack([_feature(image, entry).ravel() for entry in spec])


def table_to_image(column: ArrayLike, shape: Sequence[int]) -> NDArray[Any]:
    """Put one value for each pixel back into the picture.

    Parameters
    ----------
    column : (n,) or (n, 1) array of bool, int or float
        One value for each pixel in reading order: a column of a feature table, or labels.
    shape : sequence of int
        Shape of the image that the table was made of; its product is n.

    Returns
    -------
    image : array
        Of this shape and the type of `column`; a copy.

    Raises
    ------
    TypeError
        If the values are not numbers.
    ValueError
        If there is no value, if there are more columns than one, or if n does not fit.

    Examples
    --------
    >>> table_to_image([1, 2, 3, 4, 5, 6], (2, 3))
    array([[1, 2, 3],
           [4, 5, 6]])
    """
    values = as_image(column, "column")
    shape = tuple(shape)
    if values.size != max(values.shape, default=1):
        raise ValueError(f"column must hold one value for each pixel, got shape {values.shape}.")
    if values.size != np.prod(shape):
        raise ValueError(
            f"column must have as many values as an image of shape {shape} has pixels, "
            f"got {values.size}."
        )
    return values.reshape(shape).copy()


def standardise(
    points: ArrayLike,
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give every column the mean 0 and the standard deviation 1.

    Parameters
    ----------
    points : (n, k) array of bool, int or float
        Feature table.

    Returns
    -------
    z : (n, k) array of float64
        (value - mean) / standard deviation, column by column. A column of equal values becomes 0.
    mean, sd : (k,) array of float64
        What was subtracted and divided by. `sd` is the root of the mean squared distance (divided
        by n), and 0 for a column of equal values.

    Raises
    ------
    TypeError
        If the table does not hold numbers.
    ValueError
        If the table is empty or does not have two dimensions.

    Examples
    --------
    >>> z, mean, sd = standardise([[1, 7], [3, 7]])
    >>> z
    array([[-1.,  0.],
           [ 1.,  0.]])
    >>> mean, sd
    (array([2., 7.]), array([1., 0.]))
    """
    points = as_points(points)
    mean, sd = points.mean(axis=0), points.std(axis=0)
    constant = np.ptp(points, axis=0) == 0  # rounding may leave a tiny sd behind
    mean, sd = np.where(constant, points[0], mean), np.where(constant, 0, sd)
    return _scaled(points, mean, sd), mean, sd


def fit_scaler_on_train(
    train: ArrayLike, test: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Standardise two tables with the means and standard deviations of the first.

    The test table plays no part in choosing them: otherwise the training would have seen it.
    Afterwards the mean of the training table is 0, that of the test table in general is not.

    Parameters
    ----------
    train, test : (n, k) and (m, k) arrays of bool, int or float
        Feature tables with the same columns.

    Returns
    -------
    train_z, test_z : arrays of float64
        Same shapes. A column that is constant in the training table becomes 0 there, and in the
        test table the distance from that constant.

    Raises
    ------
    TypeError
        If a table does not hold numbers.
    ValueError
        If a table is empty or the numbers of columns differ.

    Examples
    --------
    Training mean 2 and standard deviation 1, so the test value 5 lies 3 above:

    >>> fit_scaler_on_train([[1], [3]], [[5]])[1]
    array([[3.]])
    """
    train, test = as_points(train, "train"), as_points(test, "test")
    if train.shape[1] != test.shape[1]:
        raise ValueError(
            "train and test must have the same number of columns, "
            f"got {train.shape[1]} and {test.shape[1]}."
        )
    train_z, mean, sd = standardise(train)
    return train_z, _scaled(test, mean, sd)


def _scaled(
    points: NDArray[np.float64], mean: NDArray[np.float64], sd: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Subtract and divide; a standard deviation of 0 divides by 1."""
    scaled: NDArray[np.float64] = (points - mean) / np.where(sd == 0, 1, sd)
    return scaled


def _feature(image: NDArray[Any], entry: Sequence[Any]) -> NDArray[np.float64]:
    """Compute the image of one entry of a spec."""
    if tuple(entry) == ("raw",):
        return image.astype(np.float64)
    if len(entry) != 2 or entry[0] not in _FILTERS:
        raise ValueError(
            'spec must hold entries such as ("raw",) or a name of '
            f"{', '.join(_FILTERS)} with a sigma, got {entry!r}."
        )
    name, sigma = entry
    return _FILTERS[name](image, sigma)
