"""The variation of information along a merge history."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging._compiled import compiled, has_numba
from coursekit.imaging._partitions import bits_of_joining, replay
from coursekit.imaging.contingencies import (
    WORTH_COMPILING,
    Contingency,
    as_whole_numbers,
    contingency,
    sums_of,
)
from coursekit.validation import as_image, same_shape

if TYPE_CHECKING:
    from coursekit.imaging.regions.tree import MergeTree


class VICurve(NamedTuple):
    """The split variation of information along a merge history, three arrays of one length."""

    thresholds: NDArray[np.float64]
    merges: NDArray[np.float64]
    splits: NDArray[np.float64]


def vi_curve(
    tree: "MergeTree", fragments: ArrayLike, truth: ArrayLike, ignore: ArrayLike = (0,)
) -> VICurve:
    """Measure false merges and false splits after every single merge of a history.

    When two regions become one, the table changes only in their two columns, so that all merges
    together cost about as much as counting the voxels once.

    Parameters
    ----------
    tree : MergeTree
        A history of n merges.
    fragments : array of int, n-D
        Label image from which the merging started.
    truth : array of int, same shape
        Label image.
    ignore : sequence of int, default (0,)
        Labels of the truth; voxels that have one of them are not counted.

    Returns
    -------
    thresholds, merges, splits : (n + 1,) arrays of float
        First the fragments, with threshold -inf, then the state after each merge, with the
        smallest threshold whose cut contains it. Thresholds rise or stay; where some are equal, a
        cut makes the last of them. False merges never fall, false splits never rise.

    Raises
    ------
    TypeError
        If the labels are not whole numbers.
    ValueError
        If the shapes differ, if there is no voxel, or if the fragments hold a label other than 0
        that the tree does not know.

    Examples
    --------
    Two fragments of one cell are joined, and then that cell with another one:

    >>> from coursekit.imaging.regions import MergeTree
    >>> tree = MergeTree(np.array([1, 2, 3]), np.array([1, 1]), np.array([2, 3]),
    ...                  np.array([0.2, 0.7]))
    >>> curve = vi_curve(tree, fragments=[1, 2, 3, 3], truth=[5, 5, 6, 6])
    >>> curve.thresholds, curve.merges, curve.splits
    (array([-inf,  0.2,  0.7]), array([0., 0., 1.]), array([0.5, 0. , 0. ]))
    """
    labels, parts = as_whole_numbers(truth, "truth"), as_whole_numbers(fragments, "fragments")
    same_shape(labels, parts, ("truth", "fragments"))
    table = contingency(labels, parts, ignore)
    owner = _owners(table, tree.regions)
    sizes = sums_of(owner, table.counts, len(tree.regions) + 1)
    rows = np.stack([owner, table.rows, table.counts], axis=1)
    in_numba = labels.size >= WORTH_COMPILING and has_numba()
    a, b = (np.searchsorted(tree.regions, labels) for labels in (tree.a, tree.b))
    of_sizes, of_counts = (compiled(replay) if in_numba else _replay)(a, b, sizes, rows)
    merges, splits = table.entropies()
    n = max(table.n_voxels, 1)
    return VICurve(
        np.concatenate([[-np.inf], tree.running_height]),
        merges + _running_sum(np.maximum(of_sizes - of_counts, 0)) / n,
        np.maximum(splits - _running_sum(of_counts) / n, 0),
    )


def vi_by_threshold(
    tree: "MergeTree",
    fragments: ArrayLike,
    truth: ArrayLike,
    thresholds: ArrayLike,
    ignore: ArrayLike = (0,),
) -> VICurve:
    """Measure false merges and false splits of the cuts of a history at some thresholds.

    Parameters
    ----------
    tree : MergeTree
        A merge history.
    fragments : array of int, n-D
        Label image from which the merging started.
    truth : array of int, same shape
        Label image.
    thresholds : (T,) array_like of float
        Where to cut, in any order.
    ignore : sequence of int, default (0,)
        Labels of the truth; voxels that have one of them are not counted.

    Returns
    -------
    thresholds, merges, splits : (T,) arrays of float
        What `split_vi` returns for ``tree.labels(fragments, t)`` at each threshold t.

    Raises
    ------
    TypeError
        If the labels are not whole numbers, or the thresholds no numbers.
    ValueError
        As in `vi_curve`, and if there is no threshold.

    Examples
    --------
    >>> from coursekit.imaging.regions import MergeTree
    >>> tree = MergeTree(np.array([1, 2, 3]), np.array([1, 1]), np.array([2, 3]),
    ...                  np.array([0.2, 0.7]))
    >>> table = vi_by_threshold(tree, [1, 2, 3, 3], [5, 5, 6, 6], thresholds=[0.1, 0.5])
    >>> table.merges, table.splits
    (array([0., 0.]), array([0.5, 0. ]))
    """
    cuts = np.atleast_1d(as_image(thresholds, "thresholds")).astype(np.float64)
    curve = vi_curve(tree, fragments, truth, ignore)
    at = np.searchsorted(curve.thresholds, cuts, side="right") - 1
    return VICurve(cuts, curve.merges[at], curve.splits[at])


def _owners(table: Contingency, regions: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the position of each pair's region in the tree; region 0 comes after the last one."""
    known = np.isin(table.result, regions)
    strangers = table.result[~known & (table.result != 0)]
    if len(strangers):
        raise ValueError(f"fragments must hold the regions of the tree, got label {strangers[0]}.")
    at = np.where(known, np.searchsorted(regions, table.result), len(regions))
    return np.asarray(at[table.columns])


def _replay(
    a: NDArray[np.int64], b: NDArray[np.int64], sizes: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Do what `replay` does with one dictionary for each region: segment of the truth to count."""
    size, shared = sizes.tolist(), [dict[int, int]() for _ in sizes]
    for region, segment, count in rows.tolist():
        shared[region][segment] = count
    of_sizes, of_counts = np.empty(len(a)), np.zeros(len(a))
    for merge, (kept, lost) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        of_sizes[merge] = bits_of_joining(size[kept], size[lost])
        size[kept] += size[lost]
        large, small = shared[kept], shared[lost]
        if len(large) < len(small):
            large, small = small, large
        for segment, count in small.items():
            of_counts[merge] += bits_of_joining(large.get(segment, 0), count)
            large[segment] = large.get(segment, 0) + count
        shared[kept] = large
    return of_sizes, of_counts


def _running_sum(changes: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(changes)])
