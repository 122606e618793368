"""Region graphs in their readable form: a dictionary with one entry for each pair of neighbours.

These are the functions that lesson A08 builds up. A graph is ``{(a, b): samples}`` with ``a < b``,
a merge history is a list of ``(a, b, height)``. They serve for small volumes; `region_graph`,
`agglomerate` and `contour_map` of `coursekit.imaging.regions` do the same with arrays.
"""

import heapq
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.labels import label_components
from coursekit.imaging.regions.graph import as_labels
from coursekit.validation import as_image, same_shape

Graph = dict[tuple[int, int], NDArray[np.float64]]
Merge = tuple[int, int, float]
Priority = Callable[[Graph, int, int], float]


def region_graph(labels: ArrayLike, prob: ArrayLike) -> Graph:
    """Collect the boundary map where two regions touch, pair by pair.

    A pixel belongs to the boundary of a pair when it has one label of the pair and a face neighbour
    with the other one. It counts once for a pair, however many of its faces touch.

    Parameters
    ----------
    labels : array of int, n-D
        Label image; 0 is no region.
    prob : array of float, same shape
        How likely each pixel lies on a true boundary.

    Returns
    -------
    graph : dict
        Key: the two labels, the smaller one first. Value: 1-D array of float64, the samples.

    Raises
    ------
    TypeError
        If `labels` does not hold whole numbers, or `prob` no numbers.
    ValueError
        If the shapes differ, or a label is negative.

    Examples
    --------
    >>> graph = region_graph([[1, 1, 2], [1, 1, 2]], [[0, 0.9, 0.8], [0, 0.7, 0.1]])
    >>> list(graph)
    [(1, 2)]
    >>> graph[1, 2]
    array([0.9, 0.8, 0.7, 0.1])
    """
    regions, values = as_labels(labels, "labels"), as_image(prob, "prob").astype(np.float64)
    same_shape(regions, values, ("labels", "prob"))
    pixels = np.arange(regions.size).reshape(regions.shape)
    faces = []
    for here, there in _faces(regions.ndim):
        one, other = regions[here].astype(np.int64), regions[there].astype(np.int64)
        touch = (one != other) & (one != 0) & (other != 0)
        pair = np.minimum(one, other)[touch], np.maximum(one, other)[touch]
        faces += [np.stack([*pair, side[touch]]) for side in (pixels[here], pixels[there])]
    table = np.concatenate([np.zeros((3, 0), dtype=np.int64), *faces], axis=1)
    a, b, pixel = table[:, np.lexsort(table[::-1])]
    repeated = np.zeros(len(a), dtype=bool)
    repeated[1:] = (a[1:] == a[:-1]) & (b[1:] == b[:-1]) & (pixel[1:] == pixel[:-1])
    a, b, pixel = a[~repeated], b[~repeated], pixel[~repeated]
    first = np.ones(len(a), dtype=bool)
    first[1:] = (a[1:] != a[:-1]) | (b[1:] != b[:-1])
    heads = np.flatnonzero(first)
    samples = np.split(values.ravel()[pixel], heads)[1:]
    return {(int(a[i]), int(b[i])): part for i, part in zip(heads, samples, strict=True)}


def _faces(ndim: int) -> Iterator[tuple[tuple[slice, ...], tuple[slice, ...]]]:
    """Give, for each axis, the view of all pixels but the last, and of all but the first."""
    whole = (slice(None),) * ndim
    for axis in range(ndim):
        yield (
            (*whole[:axis], slice(None, -1), *whole[axis + 1 :]),
            (*whole[:axis], slice(1, None), *whole[axis + 1 :]),
        )


def boundary_mean(graph: Graph, a: int, b: int) -> float:
    """Return the mean of the samples between two regions, in whichever order they are named.

    Raises
    ------
    KeyError
        If the regions do not touch.

    Examples
    --------
    >>> boundary_mean({(1, 2): np.array([0.25, 0.5, 0.75])}, 2, 1)
    0.5
    """
    return float(np.mean(graph[min(a, b), max(a, b)]))


def boundary_median(graph: Graph, a: int, b: int) -> float:
    """Return the median of the samples between two regions, in whichever order they are named.

    Raises
    ------
    KeyError
        If the regions do not touch.

    Examples
    --------
    >>> boundary_median({(1, 2): np.array([0.2, 0.3, 0.7])}, 2, 1)
    0.3
    """
    return float(np.median(graph[min(a, b), max(a, b)]))


def merge_nodes(graph: Graph, a: int, b: int) -> Graph:
    """Return the graph in which two regions have become one, called by the smaller label.

    Parameters
    ----------
    graph : dict
        As `region_graph` gives it; it is not changed.
    a, b : int
        Two regions.

    Returns
    -------
    merged : dict
        Without the pair itself. Where both regions touched a third one, the samples of both
        boundaries are joined.

    Examples
    --------
    >>> graph = {(1, 2): np.array([0.1]), (1, 3): np.array([0.8]), (2, 3): np.array([0.6, 0.9])}
    >>> merge_nodes(graph, 1, 2)
    {(1, 3): array([0.8, 0.6, 0.9])}
    """
    kept, lost = min(a, b), max(a, b)
    merged: Graph = {}
    for pair, samples in graph.items():
        one, other = (kept if label == lost else label for label in pair)
        if one == other:
            continue
        new = (min(one, other), max(one, other))
        merged[new] = np.concatenate([merged[new], samples]) if new in merged else samples
    return merged


def agglomerate(graph: Graph, priority: Priority, threshold: float = np.inf) -> list[Merge]:
    """Merge the two regions with the lowest priority, again and again.

    Parameters
    ----------
    graph : dict
        As `region_graph` gives it; it is not changed.
    priority : callable
        ``priority(graph, a, b)`` says how strong the wall between two regions is. Infinity and nan:
        never merge.
    threshold : float, default infinity
        Stop when the lowest priority lies above it.

    Returns
    -------
    merges : list of (a, b, height)
        In order, with ``a < b``; region b becomes part of region a. Heights need not rise.

    Examples
    --------
    >>> graph = {(1, 2): np.array([0.1, 0.3]), (2, 3): np.array([0.9])}
    >>> agglomerate(graph, boundary_mean, threshold=0.5)
    [(1, 2, 0.2)]
    """
    newest = {pair: float(priority(graph, *pair)) for pair in graph}
    queue = [(height, *pair) for pair, height in newest.items() if height < np.inf]
    heapq.heapify(queue)
    merges = []
    while queue and queue[0][0] <= threshold:
        height, a, b = heapq.heappop(queue)
        if newest.get((a, b)) != height:
            continue  # stale: the pair is gone, or has another priority now
        merges.append((a, b, height))
        graph = merge_nodes(graph, a, b)
        newest = {pair: old for pair, old in newest.items() if pair in graph}
        for pair in graph:
            if a in pair:
                newest[pair] = float(priority(graph, *pair))
                if newest[pair] < np.inf:
                    heapq.heappush(queue, (newest[pair], *pair))
    return merges


def apply_merges(
    labels: ArrayLike, merges: Sequence[Merge], threshold: float = np.inf
) -> NDArray[np.integer]:
    """Return the label image after the merges up to the first one above a threshold.

    Parameters
    ----------
    labels : array of int, n-D
        The label image that the graph was made from; it is not changed.
    merges : list of (a, b, height)
        As `agglomerate` gives it.
    threshold : float, default infinity
        The first merge above it is not done, and none after it.

    Returns
    -------
    merged : array of int, same shape

    Examples
    --------
    Label 3 becomes part of 2, and 2 becomes part of 1:

    >>> apply_merges([[1, 2, 3, 4]], [(2, 3, 0.1), (1, 2, 0.2), (1, 4, 0.7)], 0.5)
    array([[1, 1, 1, 4]])
    """
    merged = as_labels(labels, "labels").copy()
    name = {int(label): int(label) for label in np.unique(merged)}
    for a, b, height in merges:
        if height > threshold:
            break
        name = {label: a if now == b else now for label, now in name.items()}
    known, places = np.unique(merged, return_inverse=True)
    return np.array([name[int(label)] for label in known], merged.dtype)[places].reshape(
        merged.shape
    )


def contour_map(labels: ArrayLike, merges: Sequence[Merge]) -> NDArray[np.float64]:
    """Write on each pixel the height at which it stops lying on a boundary.

    Parameters
    ----------
    labels : array of int, n-D
        The label image that the graph was made from; 0 is no region.
    merges : list of (a, b, height)
        As `agglomerate` gives it.

    Returns
    -------
    ucm : array of float64, same shape
        The largest height of the pairs that meet in a pixel: it and each of its face neighbours.
        Heights count as in `apply_merges`: the largest one so far. 0 inside a region, infinity
        where two regions never become one.

    Examples
    --------
    >>> contour_map([[1, 1, 2, 2, 3, 3]], [(1, 2, 0.2)])
    array([[0. , 0.2, 0.2, inf, inf, 0. ]])
    """
    image = as_labels(labels, "labels")
    known, places = np.unique(image, return_inverse=True)
    place = places.reshape(image.shape)
    heights = _heights_of_pairs([int(label) for label in known], merges)
    ucm = np.zeros(image.shape)
    for here, there in _faces(image.ndim):
        between = heights[place[here], place[there]]
        ucm[here] = np.maximum(ucm[here], between)
        ucm[there] = np.maximum(ucm[there], between)
    return ucm


def _heights_of_pairs(labels: Sequence[int], merges: Sequence[Merge]) -> NDArray[np.float64]:
    """Return the (n, n) table of heights at which two labels become one."""
    heights = np.full((len(labels), len(labels)), np.inf)
    np.fill_diagonal(heights, 0)
    if 0 in labels:
        heights[labels.index(0)] = heights[:, labels.index(0)] = 0
    members = {label: [place] for place, label in enumerate(labels)}
    highest = -np.inf
    for a, b, height in merges:
        highest = max(highest, height)
        heights[np.ix_(members[a], members[b])] = highest
        heights[np.ix_(members[b], members[a])] = highest
        members[a] += members.pop(b)
    return heights


def segmentation_at(ucm: ArrayLike, t: float) -> NDArray[np.int32]:
    """Return the components of the pixels whose contour is not above a threshold.

    Parameters
    ----------
    ucm : array of float, n-D
        As `contour_map` gives it.
    t : float
        The threshold.

    Returns
    -------
    labels : array of int32, same shape
        Numbers from 1; 0 on walls above the threshold. Neighbours share a face.

    Examples
    --------
    >>> segmentation_at([[0, 0.2, 0.2, 0.8, 0.8, 0]], 0.5)
    array([[1, 1, 1, 0, 0, 2]], dtype=int32)
    """
    return label_components(as_image(ucm, "ucm") <= t)


def split_vi(
    truth: ArrayLike, result: ArrayLike, ignore: Collection[int] = (0,)
) -> tuple[float, float]:
    """Return the two halves of the variation of information, in bits.

    Parameters
    ----------
    truth, result : array of int, same shape
        Label images. In `result`, 0 is a region like any other.
    ignore : collection of int, default (0,)
        Labels of the *truth*; their pixels are left out.

    Returns
    -------
    false_merges, false_splits : float
        H(truth | result) and H(result | truth): what is still open about one label when the other
        is known. Both are 0 where no pixel is left.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    .. [1] M. Meila (2007), "Comparing clusterings - an information based distance", Journal of
       Multivariate Analysis 98(5), 873-895. https://doi.org/10.1016/j.jmva.2006.11.013

    Examples
    --------
    Two true cells joined; one true cell cut into halves:

    >>> split_vi([[1, 1, 2, 2]], [[5, 5, 5, 5]])
    (1.0, 0.0)
    >>> split_vi([[1, 1, 1, 1]], [[5, 5, 6, 6]])
    (0.0, 1.0)
    """
    one, other = as_labels(truth, "truth"), as_labels(result, "result")
    same_shape(one, other, ("truth", "result"))
    kept = ~np.isin(one, list(ignore))
    if not kept.any():
        return 0.0, 0.0
    rows, columns = (np.unique(part[kept], return_inverse=True)[1] for part in (one, other))
    n_columns = int(columns.max()) + 1
    both = _entropy(np.bincount(rows * n_columns + columns))
    merges, splits = both - _entropy(np.bincount(columns)), both - _entropy(np.bincount(rows))
    return max(merges, 0.0), max(splits, 0.0)


def _entropy(counts: NDArray[np.integer]) -> float:
    """Return the entropy of shares in bits."""
    shares = counts[counts > 0] / counts.sum()
    return float(-(shares * np.log2(shares)).sum())


def vi_by_threshold(
    labels: ArrayLike, merges: Sequence[Merge], truth: ArrayLike, ts: Sequence[float]
) -> NDArray[np.float64]:
    """Return false merges and false splits for several thresholds.

    Parameters
    ----------
    labels : array of int, n-D
        The label image that the graph was made from.
    merges : list of (a, b, height)
        As `agglomerate` gives it.
    truth : array of int, same shape
        The true labels; its zeros are left out.
    ts : sequence of float
        Thresholds, in any order.

    Returns
    -------
    table : (len(ts), 2) array of float64
        One row for each threshold: false merges, false splits.

    Examples
    --------
    >>> vi_by_threshold([[1, 1, 2, 2]], [(1, 2, 0.3)], [[7, 7, 7, 7]], [0.1, 0.5])
    array([[0., 1.],
           [0., 0.]])
    """
    rows = [split_vi(truth, apply_merges(labels, merges, t)) for t in ts]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)
