"""Merging regions, the weakest wall first."""

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from coursekit.imaging._compiled import compiled, has_numba
from coursekit.imaging.regions._merge import merge_by_mean
from coursekit.imaging.regions.classifier import ClassifierPriority
from coursekit.imaging.regions.graph import RegionGraph
from coursekit.imaging.regions.live import LiveGraph
from coursekit.imaging.regions.priorities import PRIORITIES
from coursekit.imaging.regions.tree import MergeTree

Priority = Callable[[LiveGraph, int, int], float]


def agglomerate(
    graph: RegionGraph,
    priority: str | Priority | ClassifierPriority = "mean",
    threshold: float = np.inf,
) -> MergeTree:
    """Merge the two regions with the lowest priority, again and again.

    Parameters
    ----------
    graph : RegionGraph
        Regions and edges; it is not changed.
    priority : {"mean", "median"}, callable or ClassifierPriority, default "mean"
        What makes a wall weak: the mean or the median of its boundary voxels (first channel), a
        function of a live graph and two regions, ``priority(graph, a, b)``, or what
        `classifier_priority` returns for this graph. Infinity and nan: never merge.
    threshold : float, default infinity
        Stop when the lowest priority lies above it.

    Returns
    -------
    tree : MergeTree
        The whole history. ``tree.cut(t)`` is what agglomerating to t gives, for every t up to the
        threshold.

    Raises
    ------
    ValueError
        If no priority has this name, samples are missing for the median, or a classifier priority
        belongs to another graph.

    Notes
    -----
    After a merge only the edges of the merged region get a new priority: for mean and median those
    that two edges were joined to, for functions all of them, since they may look at the region.
    Equal priorities: any order.

    References
    ----------
    .. [1] J. Nunez-Iglesias et al. (2013), "Machine learning of hierarchical clustering to segment
       2D and 3D images", PLoS ONE 8(8), e71715. https://doi.org/10.1371/journal.pone.0071715

    Examples
    --------
    Three regions in a row, a weak wall (0.1) and a strong one (0.9):

    >>> from coursekit.imaging.regions import region_graph
    >>> graph = region_graph([[1, 2, 3]], [[0.1, 0.1, 1.7]])
    >>> tree = agglomerate(graph)
    >>> tree.a, tree.b, tree.height
    (array([1, 1]), array([2, 3]), array([0.1, 0.9]))
    >>> tree.labels([[1, 2, 3]], 0.5)
    array([[1, 1, 3]])
    """
    if isinstance(priority, str) and priority not in PRIORITIES:
        raise ValueError(f"priority must be mean, median or a function, got {priority!r}.")
    if isinstance(priority, ClassifierPriority):
        if priority.features.graph is not graph:
            raise ValueError("priority must belong to the graph, got that of another graph.")
        return priority.tree(threshold)
    if isinstance(priority, str) and priority == "mean" and has_numba():
        a, b, height = _by_mean(graph, threshold)
    else:
        function = PRIORITIES[priority] if isinstance(priority, str) else priority
        a, b, height = merge_by_function(graph, function, threshold)
    return MergeTree(graph.regions, a, b, height)


_Merges = tuple[NDArray[np.integer], NDArray[np.integer], NDArray[np.float64]]


def _by_mean(graph: RegionGraph, threshold: float) -> _Merges:
    ends = graph.positions(graph.edges).astype(np.int32)
    counts, sums = graph.counts.astype(np.float64), np.ascontiguousarray(graph.sums[:, 0])
    merges, height = compiled(merge_by_mean)(ends, counts, sums, graph.n_regions, float(threshold))
    return graph.regions[merges[:, 0]], graph.regions[merges[:, 1]], height


def merge_by_function(graph: RegionGraph, priority: Priority, threshold: float) -> _Merges:
    """Merge by any function: a queue of edges in which each edge has its own newest entry."""
    live = LiveGraph(graph)
    by_boundary_only = priority in PRIORITIES.values()
    newest = {(a, b): priority(live, a, b) for a, b in graph.edges.tolist()}
    queue = [(height, *pair) for pair, height in newest.items() if not np.isnan(height)]
    heapq.heapify(queue)
    merges: list[tuple[int, int]] = []
    heights: list[float] = []
    while queue and queue[0][0] <= threshold and queue[0][0] < np.inf:
        height, a, b = heapq.heappop(queue)
        if newest.get((a, b)) != height:
            continue  # stale: the edge is gone, or has another priority now
        merges.append((a, b))
        heights.append(height)
        moved = {c: newest.pop((min(b, c), max(b, c))) for c in live.neighbours(b)}
        joined = live.merge(a, b)
        for c in live.neighbours(a):
            pair = (min(a, c), max(a, c))
            if by_boundary_only and c not in joined:
                if c not in moved:
                    continue
                newest[pair] = moved[c]
            else:
                newest[pair] = priority(live, *pair)
            if not np.isnan(newest[pair]):
                heapq.heappush(queue, (newest[pair], *pair))
    pairs = np.array(merges, dtype=graph.regions.dtype).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1], np.array(heights, dtype=np.float64)
