"""The table behind all comparisons of two label images: which labels share how many voxels."""

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging._compiled import compiled, has_numba
from coursekit.imaging._partitions import count_pairs
from coursekit.validation import as_image, same_shape

WORTH_COMPILING = 100_000  # voxels; loading numba takes longer than counting fewer with numpy


@dataclass(frozen=True)
class Contingency:
    """How many voxels each region of a truth shares with each region of a result.

    Attributes
    ----------
    truth, result : (R,) and (C,) arrays of int
        Labels that occur, in rising order.
    rows, columns : (N,) arrays of int64
        Pairs that occur, as positions in `truth` and in `result`, row after row.
    counts : (N,) array of int64
        Number of voxels of each pair, at least 1.
    """

    truth: NDArray[np.integer]
    result: NDArray[np.integer]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def n_voxels(self) -> int:
        """Number of voxels that were counted."""
        return int(self.counts.sum())

    @property
    def truth_sizes(self) -> NDArray[np.int64]:
        """Number of voxels of each region of the truth."""
        return sums_of(self.rows, self.counts, len(self.truth))

    @property
    def result_sizes(self) -> NDArray[np.int64]:
        """Number of voxels of each region of the result."""
        return sums_of(self.columns, self.counts, len(self.result))

    def entropies(self) -> tuple[float, float]:
        """Return H(truth | result) and H(result | truth), in bits for each voxel.

        No term of the two sums is negative, and where truth and result agree all are 0.
        """
        n = max(self.n_voxels, 1)
        one_truth = self.counts * np.log2(self.result_sizes[self.columns] / self.counts)
        one_result = self.counts * np.log2(self.truth_sizes[self.rows] / self.counts)
        return float(one_truth.sum()) / n, float(one_result.sum()) / n

    def dense(self) -> NDArray[np.int64]:
        """Return the whole (R, C) table, zeros included; it may be very large."""
        table = np.zeros((len(self.truth), len(self.result)), dtype=np.int64)
        table[self.rows, self.columns] = self.counts
        return table


def contingency(truth: ArrayLike, result: ArrayLike, ignore: ArrayLike = ()) -> Contingency:
    """Count how many voxels have label i in the truth and label j in the result.

    Parameters
    ----------
    truth, result : array of int, same shape, n-D
        Label images.
    ignore : sequence of int, default ()
        Labels of the truth; voxels that have one of them are not counted.

    Returns
    -------
    table : Contingency
        Only pairs that occur are kept, so large labels and many regions do no harm.

    Raises
    ------
    TypeError
        If the labels are not whole numbers.
    ValueError
        If the shapes differ, or if there is no voxel.

    Notes
    -----
    With numba installed, one pass counts runs of voxels that hold the same pair and adds them up in
    a hash table. Without it, and for small images, numpy finds the runs and SciPy's sparse matrix
    adds them up.

    Examples
    --------
    Two of the three voxels of region 5 have label 7 in the result:

    >>> table = contingency(truth=[5, 5, 5, 9], result=[7, 7, 8, 8])
    >>> table.truth, table.result
    (array([5, 9]), array([7, 8]))
    >>> table.dense()
    array([[2, 1],
           [0, 1]])
    """
    labels, other = as_whole_numbers(truth, "truth"), as_whole_numbers(result, "result")
    same_shape(labels, other, ("truth", "result"))
    ignored = _as_ignored(ignore)
    if labels.size >= WORTH_COMPILING and has_numba():
        rows = compiled(count_pairs)(_as_words(labels), _as_words(other))
    else:
        rows = _count_pairs(labels.ravel(), other.ravel())
    first, second = rows[:, 0].astype(labels.dtype), rows[:, 1].astype(other.dtype)
    keep = np.ones(len(first), dtype=bool)
    for value in ignored:
        keep &= first != value
    return _table(first[keep], second[keep], rows[keep, 2])


def as_whole_numbers(labels: ArrayLike, argument: str) -> NDArray[np.integer]:
    """Return labels as an array of whole numbers; True and False become 1 and 0."""
    array = as_image(labels, argument)
    if array.dtype.kind not in "biu":
        raise TypeError(f"{argument} must hold whole numbers, got values of type {array.dtype}.")
    if array.dtype == np.bool_:
        return array.view(np.uint8)
    return array.astype(array.dtype.newbyteorder("="), copy=False)  # files may have it reversed


def sums_of(places: NDArray[np.int64], counts: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Add up the counts at each of `length` places."""
    return np.bincount(places, counts, minlength=length).astype(np.int64)


def _as_words(labels: NDArray[np.integer]) -> NDArray[np.integer]:
    """Return labels as a row of 32 or 64 bits that cannot be written to, so few kinds compile."""
    words = np.int64 if labels.dtype.itemsize == 8 else np.int32
    same_size = labels.dtype.itemsize == np.dtype(words).itemsize
    row = labels.ravel().view(words) if same_size else labels.ravel().astype(words)
    row.flags.writeable = False
    return np.asarray(row)


def _as_ignored(ignore: ArrayLike) -> list[int]:
    if np.size(ignore) == 0:
        return []
    return [int(value) for value in as_whole_numbers(ignore, "ignore").ravel()]


def _table(
    first: NDArray[np.integer], second: NDArray[np.integer], counts: NDArray[np.int64]
) -> Contingency:
    """Order the pairs, and number the labels that occur."""
    truth, rows = np.unique(first, return_inverse=True)
    result, columns = np.unique(second, return_inverse=True)
    order = np.argsort(rows * len(result) + columns)
    return Contingency(truth, result, rows[order], columns[order], counts[order])


def _count_pairs(truth: NDArray[np.integer], result: NDArray[np.integer]) -> NDArray[np.int64]:
    """Do what `count_pairs` does: cut both arrays into runs, and let a sparse matrix add them."""
    changes = (truth[1:] != truth[:-1]) | (result[1:] != result[:-1])
    starts = np.concatenate([[0], np.flatnonzero(changes) + 1])
    lengths = np.diff(starts, append=len(truth))
    names, rows = _numbered(truth[starts].astype(np.int64))
    other_names, columns = _numbered(result[starts].astype(np.int64))
    shape = (len(names), len(other_names))
    table = scipy.sparse.coo_array((lengths, (rows, columns)), shape=shape).tocsr()
    table.sum_duplicates()
    first = np.repeat(names, np.diff(table.indptr))
    return np.stack([first, other_names[table.indices], table.data], axis=1)


def _numbered(labels: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return a list of labels that holds all of them, and the place of each label in it.

    The whole range from the smallest to the largest is the quicker list, unless it is too long.
    """
    low, high = int(labels.min()), int(labels.max())
    if high - low <= len(labels) + 1024:
        return np.arange(low, high + 1), labels - low
    names, places = np.unique(labels, return_inverse=True)
    return names, places
