"""Naming new points after points whose class is known: nearest mean and nearest neighbours.

Tables have one row for each point and one column for each feature. Every tie has a rule: of equally
near classes the first one counts, of equally near training rows the earlier one, and of classes
with equally many votes the one with the smaller label.
"""

import operator
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from coursekit.validation import as_image, as_points

_TABLE_SIZE = 2**20  # distances held at one time
_CLEARLY_FARTHER = 1 + 1e-9  # two ways of adding up squares agree better than this


def nearest_mean_fit(
    points: ArrayLike, labels: ArrayLike
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Find the mean point of each class.

    Parameters
    ----------
    points : (n, d) array of bool, int or float
        Training points, one row for each.
    labels : (n,) array of int
        Class of each point. Any whole numbers will do; they may have gaps.

    Returns
    -------
    classes : (K,) array of int64
        The labels that occur, each once, in increasing order.
    means : (K, d) array of float64
        ``means[i]`` is the mean of the points of ``classes[i]``.

    Raises
    ------
    TypeError
        If the points are not numbers or the labels not whole numbers.
    ValueError
        If the table is empty, or if there is not one label for each row.

    Examples
    --------
    Two points of class 1 around (1, 0), and one of class 3:

    >>> classes, means = nearest_mean_fit([[0, 0], [2, 0], [5, 4]], [1, 1, 3])
    >>> classes
    array([1, 3])
    >>> means
    array([[1., 0.],
           [5., 4.]])
    """
    points = as_points(points)
    labels = _as_labels(labels, len(points), ("labels", "points"))
    classes = np.unique(labels)
    return classes, np.array([points[labels == label].mean(axis=0) for label in classes])


def nearest_mean_predict(
    points: ArrayLike, classes: ArrayLike, means: ArrayLike
) -> NDArray[np.int64]:
    """Give each point the class whose mean is nearest.

    The border between two classes is the straight line half-way between their means.

    Parameters
    ----------
    points : (n, d) array of bool, int or float
        Points without a class.
    classes : (K,) array of int
        Labels, as `nearest_mean_fit` returns them.
    means : (K, d) array of bool, int or float
        Mean point of each class, in the same order.

    Returns
    -------
    labels : (n,) array of int64
        Values of `classes`, not positions in it. Of equally near means the first one counts.

    Raises
    ------
    TypeError
        If points or means are not numbers or the classes not whole numbers.
    ValueError
        If a table is empty, if the numbers of columns differ, or if there is not one class for
        each mean.

    Examples
    --------
    The means lie at 1 and 5. The point 3 is as near to both, and goes to the first class:

    >>> nearest_mean_predict([[0], [3], [4]], [1, 3], [[1], [5]])
    array([1, 1, 3])
    """
    points, means = _two_tables(points, means, ("points", "means"))
    classes = _as_labels(classes, len(means), ("classes", "means"))
    return classes[_squared_distances(points[:, np.newaxis], means).argmin(axis=1)]


def distances(a: ArrayLike, b: ArrayLike) -> NDArray[np.float64]:
    """Return the distance of each row of one table from each row of another.

    Parameters
    ----------
    a : (n, d) array of bool, int or float
        Points, one row for each.
    b : (m, d) array of bool, int or float
        Points with the same number of features.

    Returns
    -------
    table : (n, m) array of float64
        ``table[i, j]`` is the Euclidean distance between ``a[i]`` and ``b[j]``: the root of the sum
        of the squared differences.

    Raises
    ------
    TypeError
        If a table does not hold numbers.
    ValueError
        If a table is empty or the numbers of columns differ.

    Notes
    -----
    The table needs 8 n m bytes: 1.1 GB for the pixels of two images of 99 x 117.

    Examples
    --------
    One point and two others, 5 and 0 away (3 * 3 + 4 * 4 = 25):

    >>> distances([[0, 0]], [[3, 4], [0, 0]])
    array([[5., 0.]])
    """
    a, b = _two_tables(a, b, ("a", "b"))
    return np.sqrt(_squared_distances(a[:, np.newaxis], b))


def knn_predict(
    train_x: ArrayLike, train_y: ArrayLike, test_x: ArrayLike, k: int
) -> NDArray[np.int64]:
    """Give each point the class that most of its k nearest training points have.

    Parameters
    ----------
    train_x : (n, d) array of bool, int or float
        Training points, one row for each.
    train_y : (n,) array of int
        Their classes: any whole numbers.
    test_x : (m, d) array of bool, int or float
        Points without a class.
    k : int
        Number of neighbours that vote, from 1 to n.

    Returns
    -------
    labels : (m,) array of int64
        Of equally far training points the earlier rows vote; of classes with equally many votes
        the smaller label wins.

    Raises
    ------
    TypeError
        If the points are not numbers, the classes not whole numbers, or k no whole number.
    ValueError
        If a table is empty, if the numbers of rows or columns do not fit, or if k is below 1 or
        above n.

    Notes
    -----
    The definition is short: sort each row of ``distances(test_x, train_x)`` with a stable sort and
    let the first k columns vote. That table would need many gigabytes for an image, so the
    neighbours are looked up in a k-d tree (Bentley 1975), which pays for up to about ten features.
    The labels are the same, ties included.

    References
    ----------
    .. [1] T. Cover, P. Hart (1967), "Nearest neighbor pattern classification", IEEE Transactions on
       Information Theory 13(1), 21-27. https://doi.org/10.1109/TIT.1967.1053964
    .. [2] J. L. Bentley (1975), "Multidimensional binary search trees used for associative
       searching", Communications of the ACM 18(9), 509-517. https://doi.org/10.1145/361002.361007

    Examples
    --------
    The two nearest of 4 are 3 (class 5) and 6 (class 2), one vote each. With the third, 0, class 5
    has two:

    >>> train_x, train_y = [[0], [3], [6], [9]], [5, 5, 2, 2]
    >>> knn_predict(train_x, train_y, [[4]], k=2)
    array([2])
    >>> knn_predict(train_x, train_y, [[4]], k=3)
    array([5])
    """
    train_x, test_x = _two_tables(train_x, test_x, ("train_x", "test_x"))
    train_y = _as_labels(train_y, len(train_x), ("train_y", "train_x"))
    k = _as_k(k, len(train_x))
    kept = _rows_that_can_vote(train_x, k)
    train_x, (classes, votes) = train_x[kept], np.unique(train_y[kept], return_inverse=True)
    nearest = _nearest_rows(scipy.spatial.cKDTree(train_x), test_x, k, k + 1)
    return classes[_most_frequent(votes[nearest], len(classes))]


def _squared_distances(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up squared differences along the last axis, one feature after the other.

    It takes a loop over the few features to keep the table of differences two-dimensional.
    """
    squares = np.zeros(np.broadcast_shapes(a.shape[:-1], b.shape[:-1]))
    for feature in range(a.shape[-1]):
        squares += (a[..., feature] - b[..., feature]) ** 2
    return squares


def _rows_that_can_vote(points: NDArray[np.float64], k: int) -> NDArray[np.intp]:
    """List the rows that have fewer than k equal rows before them; the others come too late.

    Images of whole grey values repeat a few points thousands of times.
    """
    order = np.lexsort(points.T)  # stable: equal rows stay in their order
    new = np.ones(len(points), dtype=bool)
    new[1:] = (points[order[1:]] != points[order[:-1]]).any(axis=1)
    place = np.arange(len(points))
    n_equal_before = place - np.maximum.accumulate(np.where(new, place, 0))
    return np.sort(order[n_equal_before < k])


def _nearest_rows(tree: Any, points: NDArray[np.float64], k: int, n_asked: int) -> NDArray[np.intp]:
    """Return the k nearest rows of the tree for each point; of equally far ones the earlier.

    The tree does not say which of equally far rows it returns. So it is asked for more than k,
    and again for twice as many, until the last one is clearly farther than the k-th.
    """
    n_asked = min(n_asked, tree.n)
    if len(points) > 1 and len(points) * n_asked > _TABLE_SIZE:
        halves = np.array_split(points, 2)
        return np.concatenate([_nearest_rows(tree, half, k, n_asked) for half in halves])
    far, found = tree.query(points, k=np.arange(1, n_asked + 1))
    found.sort(axis=1)
    away = _squared_distances(points[:, np.newaxis], tree.data[found])
    order = away.argsort(axis=1, kind="stable")[:, :k]
    nearest: NDArray[np.intp] = np.take_along_axis(found, order, axis=1)
    unsure = far[:, -1] <= far[:, k - 1] * _CLEARLY_FARTHER
    if n_asked < tree.n and unsure.any():
        nearest[unsure] = _nearest_rows(tree, points[unsure], k, 2 * n_asked)
    return nearest


def _most_frequent(votes: NDArray[np.intp], n_classes: int) -> NDArray[np.intp]:
    """Return the most frequent number of each row, the smallest of equally frequent ones."""
    counts = [np.count_nonzero(votes == number, axis=1) for number in range(n_classes)]
    return np.argmax(counts, axis=0)  # the first of equal maxima


def _two_tables(
    first: ArrayLike, second: ArrayLike, names: tuple[str, str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two tables of points with the same features."""
    one, other = as_points(first, names[0]), as_points(second, names[1])
    if one.shape[1] != other.shape[1]:
        raise ValueError(
            f"{names[0]} and {names[1]} must have the same number of columns, "
            f"got {one.shape[1]} and {other.shape[1]}."
        )
    return one, other


def _as_labels(labels: ArrayLike, n_rows: int, names: tuple[str, str]) -> NDArray[np.int64]:
    """Return one class for each row of a table."""
    array = as_image(labels, names[0])
    if array.dtype.kind == "f":
        raise TypeError(f"{names[0]} must hold whole numbers, got values of type {array.dtype}.")
    if array.shape != (n_rows,):
        raise ValueError(
            f"{names[0]} must hold one number for each of the {n_rows} rows of {names[1]}, "
            f"got shape {array.shape}."
        )
    return array.astype(np.int64, copy=False)


def _as_k(k: int, n_rows: int) -> int:
    """Return the number of neighbours after a look at its size."""
    try:
        k = operator.index(k)
    except TypeError:
        raise TypeError(f"k must be a whole number, got {k!r}.") from None
    if not 1 <= k <= n_rows:
        raise ValueError(f"k must be from 1 to the number of training rows ({n_rows}), got {k}.")
    return k
