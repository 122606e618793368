"""Comparing two label images by how they group the voxels, whatever the labels are.

Everything here is read off one table: how many voxels have label i in the truth and label j in the
result. With ignore=(0,), which is what the scores do unless told otherwise, voxels where the
*truth* is 0 are not counted: nobody knows what belongs there. A 0 in the result is a region like
any other. If no voxel is left, nothing is wrong: distances are 0 and scores are 1.

Labels are any whole numbers, large, negative or with gaps; True and False are 1 and 0.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from coursekit.imaging.boundaries import boundary_precision_recall
from coursekit.imaging.contingencies import Contingency, contingency
from coursekit.imaging.vi_curves import VICurve, vi_by_threshold, vi_curve

__all__ = [
    "Contingency",
    "SplitVI",
    "VICurve",
    "adjusted_rand",
    "boundary_precision_recall",
    "contingency",
    "fowlkes_mallows",
    "rand_index",
    "split_vi",
    "vi",
    "vi_by_threshold",
    "vi_curve",
]


class SplitVI(NamedTuple):
    """The two halves of the variation of information, in bits; 0 is best."""

    merges: float
    splits: float


def split_vi(truth: ArrayLike, result: ArrayLike, ignore: ArrayLike = (0,)) -> SplitVI:
    """Measure false merges and false splits by the variation of information.

    The first number is what is still unknown about the truth once the result is known,
    H(truth | result): it grows when regions of the truth are joined. The second one is
    H(result | truth): it grows when they are cut up.

    Parameters
    ----------
    truth, result : array of int, same shape, n-D
        Label images. Only the grouping counts, not the labels.
    ignore : sequence of int, default (0,)
        Labels of the truth; voxels that have one of them are not counted.

    Returns
    -------
    merges, splits : float
        In bits for each voxel, from 0 (best) to the logarithm of the number of regions. Both are 0
        only if truth and result group the counted voxels in the same way, and then exactly 0.

    Raises
    ------
    TypeError
        If the labels are not whole numbers.
    ValueError
        If the shapes differ, or if there is no voxel.

    References
    ----------
    .. [1] M. Meilă (2007), "Comparing clusterings: an information based distance", Journal of
       Multivariate Analysis 98(5), 873-895. https://doi.org/10.1016/j.jmva.2006.11.013

    Examples
    --------
    Two regions of the truth in one: it takes 1 bit to say in which of them a voxel lies.

    >>> split_vi(truth=[1, 1, 2, 2], result=[7, 7, 7, 7])
    SplitVI(merges=1.0, splits=0.0)

    The last voxel is not judged, as nothing is known about it:

    >>> split_vi(truth=[1, 1, 1, 0], result=[7, 7, 7, 8])
    SplitVI(merges=0.0, splits=0.0)
    """
    return SplitVI(*contingency(truth, result, ignore).entropies())


def vi(truth: ArrayLike, result: ArrayLike, ignore: ArrayLike = (0,)) -> float:
    """Return the variation of information: the sum of both halves of `split_vi`.

    With ``ignore=()`` it is a distance between groupings: symmetric, 0 only for equal ones, and a
    detour by a third grouping is never shorter.

    Parameters
    ----------
    truth, result : array of int, same shape, n-D
        Label images.
    ignore : sequence of int, default (0,)
        Labels of the truth; voxels that have one of them are not counted.

    Returns
    -------
    distance : float
        In bits for each voxel; 0 is best.

    Raises
    ------
    TypeError
        If the labels are not whole numbers.
    ValueError
        If the shapes differ, or if there is no voxel.

    Examples
    --------
    >>> vi(truth=[1, 1, 2, 2], result=[7, 8, 7, 8])
    2.0
    """
    return sum(split_vi(truth, result, ignore))


def rand_index(truth: ArrayLike, result: ArrayLike, ignore: ArrayLike = (0,)) -> float:
    """Return the share of all pairs of voxels on which truth and result agree.

    They agree on a pair if both put it into one region, or both into two. With many regions nearly
    all pairs lie in two, so that the index is close to 1 even for poor results.

    Parameters
    ----------
    truth, result : array of int, same shape, n-D
        Label images.
    ignore : sequence of int, default (0,)
        Labels of the truth; voxels that have one of them are not counted.

    Returns
    -------
    score : float
        From 0 to 1; 1 only for equal groupings, and where there is no pair.

    Raises
    ------
    TypeError
        If the labels are not whole numbers.
    ValueError
        If the shapes differ, or if there is no voxel.

    References
    ----------
    .. [1] W. M. Rand (1971), "Objective criteria for the evaluation of clustering methods",
       Journal of the American Statistical Association 66(336), 846-850.
       https://doi.org/10.1080/01621459.1971.10482356

    Examples
    --------
    Of the six pairs, (1, 2) and the four that cross the middle are right; (3, 4) was cut apart:

    >>> rand_index(truth=[1, 1, 2, 2], result=[7, 7, 8, 9])
    0.8333333333333334
    """
    both, in_truth, in_result, pairs = _pair_counts(contingency(truth, result, ignore))
    return (pairs + 2 * both - in_truth - in_result) / pairs if pairs else 1.0


def adjusted_rand(truth: ArrayLike, result: ArrayLike, ignore: ArrayLike = (0,)) -> float:
    """Return the Rand index on a scale where chance scores 0 and the truth 1.

    Chance means: regions of the same sizes, with the voxels dealt out at random.

    Parameters
    ----------
    truth, result : array of int, same shape, n-D
        Label images.
    ignore : sequence of int, default (0,)
        Labels of the truth; voxels that have one of them are not counted.

    Returns
    -------
    score : float
        At most 1; below 0 if the result is worse than chance. Equal groupings score 1, also if all
        is one region or every voxel is one, where the formula gives 0 / 0.

    Raises
    ------
    TypeError
        If the labels are not whole numbers.
    ValueError
        If the shapes differ, or if there is no voxel.

    References
    ----------
    .. [1] L. Hubert and P. Arabie (1985), "Comparing partitions", Journal of Classification 2,
       193-218, equation (5). https://doi.org/10.1007/BF01908075

    Examples
    --------
    One region says nothing about the truth:

    >>> adjusted_rand(truth=[1, 1, 2, 2], result=[7, 7, 7, 7])
    0.0
    """
    both, in_truth, in_result, pairs = _pair_counts(contingency(truth, result, ignore))
    chance = 2 * in_truth * in_result
    room = (in_truth + in_result) * pairs - chance
    return (2 * both * pairs - chance) / room if room else 1.0


def fowlkes_mallows(truth: ArrayLike, result: ArrayLike, ignore: ArrayLike = (0,)) -> float:
    """Return the geometric mean of precision and recall over pairs of voxels in one region.

    Pairs that lie in two regions do not count, so the score does not rise with their number.

    Parameters
    ----------
    truth, result : array of int, same shape, n-D
        Label images.
    ignore : sequence of int, default (0,)
        Labels of the truth; voxels that have one of them are not counted.

    Returns
    -------
    score : float
        From 0 to 1. It is 1 if neither image has two voxels in one region: then they are equal.
        It is 0 if only one of them has none.

    Raises
    ------
    TypeError
        If the labels are not whole numbers.
    ValueError
        If the shapes differ, or if there is no voxel.

    References
    ----------
    .. [1] E. B. Fowlkes and C. L. Mallows (1983), "A method for comparing two hierarchical
       clusterings", Journal of the American Statistical Association 78(383), 553-569.
       https://doi.org/10.1080/01621459.1983.10478008

    Examples
    --------
    The one pair of the result is right (precision 1), and one of two was found (recall 1/2):

    >>> round(fowlkes_mallows(truth=[1, 1, 2, 2], result=[7, 7, 8, 9]) ** 2, 6)
    0.5
    """
    both, in_truth, in_result, _ = _pair_counts(contingency(truth, result, ignore))
    if in_truth == 0 or in_result == 0:
        return float(in_truth == in_result)
    return both / math.sqrt(in_truth * in_result)


def _pair_counts(table: Contingency) -> tuple[int, int, int, int]:
    """Count the pairs of voxels in one region: of both images, the truth, the result, and all."""
    groups = (table.counts, table.truth_sizes, table.result_sizes, np.array([table.n_voxels]))
    both, in_truth, in_result, pairs = (int((n * (n - 1) // 2).sum()) for n in groups)
    return both, in_truth, in_result, pairs
