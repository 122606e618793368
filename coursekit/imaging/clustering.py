"""Grouping pixels by their features: k-means, and what its numbers mean."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.features import feature_table
from coursekit.validation import as_image, as_picture, as_points, same_shape

_CHUNK = 2**14  # pixels handled at a time: their features stay in the processor's cache


def assign(points: ArrayLike, centres: ArrayLike) -> NDArray[np.intp]:
    """Give each point the number of the nearest centre.

    Parameters
    ----------
    points : (n, d) array of int or float
        One row for each pixel, one column for each feature.
    centres : (k, d) array of int or float
        One row for each centre.

    Returns
    -------
    labels : (n,) array of int
        Row of the nearest centre, 0 to k - 1. Of equally near centres it is the lowest one.

    Raises
    ------
    TypeError
        If points or centres are not numbers.
    ValueError
        If they are not tables with the same number of columns.

    Notes
    -----
    Distances are Euclidean; their squares are compared, which gives the same order.

    Examples
    --------
    The point in the middle is 2 away from both centres:

    >>> assign([[1, 0], [2, 0], [3, 0]], centres=[[0, 0], [4, 0]])
    array([0, 0, 1])
    """
    columns, centres = _columns_and_centres(points, centres, "centres")
    return _nearest_of_all(columns, centres)


def update(points: ArrayLike, labels: ArrayLike, centres: ArrayLike) -> NDArray[np.float64]:
    """Move each centre to the mean of its points.

    Parameters
    ----------
    points : (n, d) array of int or float
        One row for each pixel, one column for each feature.
    labels : (n,) array of int
        Number of the centre that each point belongs to, 0 to k - 1.
    centres : (k, d) array of int or float
        Where the centres are now; not changed.

    Returns
    -------
    moved : (k, d) array of float64
        The new centres. A centre without points stays where it is.

    Raises
    ------
    TypeError
        If the arguments are not numbers, or the labels are not whole numbers.
    ValueError
        If the shapes do not fit together, or a label is not a row of `centres`.

    Examples
    --------
    Centre 0 moves to the mean of the first two points; nobody belongs to centre 1:

    >>> update([[0, 0], [2, 4], [9, 9]], labels=[0, 0, 2], centres=[[1, 1], [5, 5], [8, 8]])
    array([[1., 2.],
           [5., 5.],
           [9., 9.]])
    """
    points = as_points(points)
    centres = _as_centres(centres, points, "centres")
    labels = _as_labels(labels, len(points), len(centres))
    moved = centres.copy()
    for k in range(len(centres)):
        members = points[labels == k]
        if len(members):
            moved[k] = members.mean(axis=0, dtype=np.float64)
    return moved


def kmeans(
    points: ArrayLike, init: ArrayLike, n_iter: int = 100
) -> tuple[NDArray[np.intp], NDArray[np.float64], int]:
    """Group points around centres that move to the means of their groups.

    One step assigns each point to the nearest centre and moves each centre to the mean of its
    points. The steps end when no centre moves any more. Where the centres end, and which number a
    group gets, depends on where they start.

    Parameters
    ----------
    points : (n, d) array of int or float
        One row for each pixel, one column for each feature.
    init : (k, d) array of int or float
        Where the centres start; not changed.
    n_iter : int, default 100
        Largest number of steps, at least 1.

    Returns
    -------
    labels : (n,) array of int
        Nearest of the final centres, 0 to k - 1; the lowest of equally near ones.
    centres : (k, d) array of float64
        Where the centres end, in the order of `init`. A centre without points stays where it is.
    n_steps : int
        Steps taken. The last one, which finds that no centre moves, counts.

    Raises
    ------
    TypeError
        If points or starting centres are not numbers.
    ValueError
        If they are not tables with the same number of columns, or if `n_iter` is below 1.

    Notes
    -----
    A step goes through the points in pieces that fit into the processor's cache; otherwise it is
    `assign` and `update`, one after the other.

    References
    ----------
    .. [1] S. P. Lloyd (1982), "Least squares quantization in PCM", IEEE Transactions on Information
       Theory 28(2), 129-137. https://doi.org/10.1109/TIT.1982.1056489

    Examples
    --------
    After the first step the centres are at 0 and 6, so that the point at 2 changes its group. After
    the second they are at 1 and 8, and the third finds nothing to do:

    >>> labels, centres, n_steps = kmeans([[0], [2], [7], [9]], init=[[0], [3]])
    >>> labels, centres.ravel(), n_steps
    (array([0, 0, 1, 1]), array([1., 8.]), 3)
    """
    columns, centres = _columns_and_centres(points, init, "init")
    n_steps = 0
    for moved in _steps(columns, centres, n_iter):
        centres, n_steps = moved, n_steps + 1
    return _nearest_of_all(columns, centres), centres, n_steps


def kmeans_path(points: ArrayLike, init: ArrayLike, n_iter: int = 100) -> NDArray[np.float64]:
    """Return where the centres of `kmeans` are after each step.

    Parameters
    ----------
    points : (n, d) array of int or float
        One row for each pixel, one column for each feature.
    init : (k, d) array of int or float
        Where the centres start; not changed.
    n_iter : int, default 100
        Largest number of steps, at least 1.

    Returns
    -------
    path : (n_steps + 1, k, d) array of float64
        The start and the centres after each step. When the steps end because no centre moves, the
        last two entries are equal.

    Raises
    ------
    TypeError
        If points or starting centres are not numbers.
    ValueError
        If they are not tables with the same number of columns, or if `n_iter` is below 1.

    Examples
    --------
    >>> kmeans_path([[0], [2], [7], [9]], init=[[0], [3]])[:, :, 0]
    array([[0., 3.],
           [0., 6.],
           [1., 8.],
           [1., 8.]])
    """
    columns, centres = _columns_and_centres(points, init, "init")
    return np.stack([centres, *_steps(columns, centres, n_iter)])


def match_clusters(labels: ArrayLike, truth: ArrayLike) -> NDArray[Any]:
    """Replace each cluster number by the class that most of its pixels have.

    A cluster number says nothing by itself. Several clusters may become the same class, and a class
    that is nowhere in the majority gets no cluster.

    Parameters
    ----------
    labels : array of int
        Cluster number of each pixel, in any shape.
    truth : array of int or bool, same shape
        True class of each pixel.

    Returns
    -------
    matched : array, same shape and dtype as `truth`
        Majority class of each pixel's cluster; of equally frequent classes the smallest.

    Raises
    ------
    TypeError
        If the arrays do not hold whole numbers or bool.
    ValueError
        If the shapes differ, or if there is no pixel.

    Examples
    --------
    Cluster 0 is class 7 twice out of three times, cluster 3 is class 5:

    >>> match_clusters([0, 0, 0, 3, 3], truth=[7, 7, 5, 5, 5])
    array([7, 7, 7, 5, 5])
    """
    labels, truth = _as_whole(labels, "labels"), _as_whole(truth, "truth")
    same_shape(labels, truth, ("labels", "truth"))
    clusters, cluster = np.unique(labels.ravel(), return_inverse=True)
    classes, label = np.unique(truth.ravel(), return_inverse=True)
    pairs = np.bincount(cluster * classes.size + label, minlength=clusters.size * classes.size)
    majority = pairs.reshape(clusters.size, classes.size).argmax(axis=1)  # the first of equal ones
    matched: NDArray[Any] = classes[majority][cluster].reshape(truth.shape)
    return matched


def segment_kmeans(image: ArrayLike, sigma: float, init: ArrayLike) -> NDArray[np.bool_]:
    """Group pixels by grey value and blurred grey value; return the last group as a mask.

    Parameters
    ----------
    image : (M, N) array of int or float
        Grey values.
    sigma : float
        Width of the Gaussian blur of the second feature, in pixels.
    init : (k, 2) array of float
        Where the centres start: grey value, blurred grey value; not changed.

    Returns
    -------
    mask : (M, N) array of bool
        The pixels of the cluster whose centre started at the last row of `init`.

    Raises
    ------
    TypeError
        If image or starting centres are not numbers.
    ValueError
        If the image has not two dimensions, or if `init` has not two columns.

    Notes
    -----
    The features are used as they are, not standardised.

    Examples
    --------
    With almost no blur both features are the grey value:

    >>> image = np.array([[0.1, 0.9, 0.8], [0.2, 0.1, 0.7]])
    >>> segment_kmeans(image, sigma=0.1, init=[[0, 0], [1, 1]])
    array([[False,  True,  True],
           [False, False,  True]])
    """
    image = as_picture(image).astype(np.float64)
    labels, centres, _ = kmeans(feature_table(image, sigmas=(sigma,)), init)
    return (labels == len(centres) - 1).reshape(image.shape)


def _steps(
    columns: NDArray[np.float64], centres: NDArray[np.float64], n_iter: int
) -> Iterator[NDArray[np.float64]]:
    """Yield the centres after each step, the last one included, in which nothing moved."""
    if n_iter < 1:
        raise ValueError(f"n_iter must be at least 1, got {n_iter}.")
    for _ in range(n_iter):
        moved = _step(columns, centres)
        yield moved
        if np.array_equal(moved, centres):
            break
        centres = moved


def _step(columns: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Assign and update in one go, piece by piece."""
    sizes, sums = np.zeros(len(centres)), np.zeros(centres.shape)
    for piece in _pieces(columns):
        nearest = _nearest(piece, centres)
        for k in range(len(centres)):
            members = (nearest == k).astype(np.float64)
            sizes[k] += members.sum()
            sums[k] += piece @ members
    filled = sizes > 0
    moved = centres.copy()
    moved[filled] = sums[filled] / sizes[filled, np.newaxis]
    return moved


def _pieces(columns: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    for start in range(0, columns.shape[1], _CHUNK):
        yield columns[:, start : start + _CHUNK]


def _nearest_of_all(columns: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.concatenate([_nearest(piece, centres) for piece in _pieces(columns)]).astype(np.intp)


def _nearest(columns: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[Any]:
    """Go through the centres and keep the first one that nobody is nearer than."""
    nearest = np.zeros(columns.shape[1], dtype=np.min_scalar_type(len(centres)))
    best = _squared_distance(columns, centres[0])
    for k in range(1, len(centres)):
        distance = _squared_distance(columns, centres[k])
        np.putmask(nearest, distance < best, k)
        np.minimum(best, distance, out=best)
    return nearest


def _squared_distance(
    columns: NDArray[np.float64], centre: NDArray[np.float64]
) -> NDArray[np.float64]:
    total = np.zeros(columns.shape[1])
    for column, position in zip(columns, centre, strict=True):
        gap = column - position
        total += gap * gap
    return total


def _columns_and_centres(
    points: ArrayLike, centres: ArrayLike, argument: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the features, each in one piece of memory, and a copy of the centres."""
    table = as_points(points)
    return np.array(table.T, dtype=np.float64, order="C"), _as_centres(centres, table, argument)


def _as_centres(centres: ArrayLike, points: NDArray[Any], argument: str) -> NDArray[np.float64]:
    table = as_points(centres, argument)
    if table.shape[1] != points.shape[1]:
        raise ValueError(
            f"{argument} must have one column for each feature, {points.shape[1]}, "
            f"got {table.shape[1]}."
        )
    return table


def _as_labels(labels: ArrayLike, n_points: int, n_centres: int) -> NDArray[Any]:
    numbers = _as_whole(labels, "labels")
    if numbers.shape != (n_points,):
        raise ValueError(
            f"labels must hold one number for each point, {n_points}, got shape {numbers.shape}."
        )
    if numbers.min() < 0 or numbers.max() >= n_centres:
        raise ValueError(
            f"labels must be numbers of centres, 0 to {n_centres - 1}, "
            f"got {numbers.min()} to {numbers.max()}."
        )
    return numbers


def _as_whole(values: ArrayLike, argument: str) -> NDArray[Any]:
    array = as_image(values, argument)
    if array.dtype.kind == "f":
        raise TypeError(f"{argument} must hold whole numbers, got values of type {array.dtype}.")
    return array
