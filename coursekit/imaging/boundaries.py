"""Comparing two label images by where their boundaries run."""

from collections.abc import Sequence

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.contingencies import as_whole_numbers
from coursekit.validation import positive, same_shape


def boundary_precision_recall(
    truth: ArrayLike,
    result: ArrayLike,
    distance: float = 0,
    spacing: float | Sequence[float] = 1.0,
) -> tuple[float, float]:
    """Compare the boundaries of two label images: how many are right, and how many were found.

    A voxel is a boundary voxel if one of its face neighbours has another label; 0 is a label like
    any other. A single hole in a wall costs next to nothing here, although it joins two regions.

    Parameters
    ----------
    truth, result : array of int, same shape, n-D
        Label images.
    distance : float, default 0
        How far away a boundary voxel of the other image may lie (Euclidean). Several voxels may
        share one partner.
    spacing : float or sequence of float, default 1
        Size of a voxel along each axis, in the unit of `distance`.

    Returns
    -------
    precision : float
        Share of the result's boundary voxels with one of the truth close enough.
    recall : float
        Share of the truth's boundary voxels with one of the result close enough. A share of no
        voxels at all is 1.

    Raises
    ------
    TypeError
        If the labels are not whole numbers.
    ValueError
        If the shapes differ, if there is no voxel, or if `distance` is negative.

    Examples
    --------
    The true wall lies between places 1 and 2; the result has it there, and another one at the end:

    >>> boundary_precision_recall([1, 1, 2, 2, 2, 2], [1, 1, 2, 2, 2, 3])
    (0.5, 1.0)
    """
    distance = positive(distance, "distance", or_zero=True)
    labels, other = as_whole_numbers(truth, "truth"), as_whole_numbers(result, "result")
    same_shape(labels, other, ("truth", "result"))
    walls, found = _boundary(labels), _boundary(other)
    precision = _share_near(found, walls, distance, spacing)
    return precision, _share_near(walls, found, distance, spacing)


def _boundary(labels: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return where a face neighbour has another label."""
    walls = np.zeros(labels.shape, dtype=bool)
    for axis in range(labels.ndim):
        along, mark = np.moveaxis(labels, axis, 0), np.moveaxis(walls, axis, 0)
        differ = along[1:] != along[:-1]
        mark[1:] |= differ
        mark[:-1] |= differ
    return walls


def _share_near(
    walls: NDArray[np.bool_],
    others: NDArray[np.bool_],
    distance: float,
    spacing: float | Sequence[float],
) -> float:
    """Return the share of boundary voxels that have one of the others within a distance."""
    n, n_others = np.count_nonzero(walls), np.count_nonzero(others)
    if n == 0 or n_others == 0:
        return float(n == 0)
    near = others
    if distance > 0:
        near = scipy.ndimage.distance_transform_edt(~others, sampling=spacing) <= distance
    return float(np.count_nonzero(walls & near) / n)
