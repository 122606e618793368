"""Merging by the mean of the boundary, in the form that numba compiles.

An edge has two half-edges, 2e and 2e + 1; `node[h]` is the region at half-edge h, `node[h ^ 1]` the
one across. The half-edges of a region form a linked list. When two regions merge, the shorter list
is rewritten and appended to the longer one, so a half-edge moves at most log2(E) times.

Two edges become parallel when their regions merge; they turn into one. Its mean is never below the
smaller of both priorities, so the edge with the smaller one lives on, keeps its place in the queue,
and is scored anew when it gets to the front.
"""

import heapq
from typing import Any

import numpy as np

from coursekit.imaging.regions._scan import mixed


def merge_by_mean(ends: Any, counts: Any, sums: Any, n_regions: int, threshold: float) -> Any:
    """Merge along the edge with the lowest mean until it lies above the threshold.

    `ends` holds positions from 0. Returns, for each merge, the two regions by the smallest position
    that each contains, the smaller one first, and the height.
    """
    n_edges = len(ends)
    counts, sums, node = counts.copy(), sums.copy(), ends.copy().reshape(-1)
    queued = sums / counts
    order = np.argsort(queued)
    alive = np.ones(n_edges, dtype=np.bool_)
    first, follow, length = linked(node, n_regions)
    slots = table_of(node, alive, n_edges)
    n_filled = n_edges
    name = np.arange(n_regions).astype(np.int32)
    merges = np.empty((max(n_regions - 1, 0), 2), dtype=np.int32)
    heights = np.empty(max(n_regions - 1, 0))
    rescored = [(np.inf, np.int64(0))]
    front, n_merges = 0, 0
    while True:
        while front < n_edges and not alive[order[front]]:
            front += 1
        if front < n_edges and queued[order[front]] <= rescored[0][0]:
            height, edge = queued[order[front]], order[front]
            front += 1
        else:
            height, edge = heapq.heappop(rescored)
        if height > threshold or height == np.inf:
            return merges[:n_merges], heights[:n_merges]
        if not alive[edge]:
            continue
        if sums[edge] / counts[edge] > height:
            queued[edge] = sums[edge] / counts[edge]
            heapq.heappush(rescored, (queued[edge], edge))
            continue
        kept, lost = node[2 * edge], node[2 * edge + 1]
        if length[kept] < length[lost]:
            kept, lost = lost, kept
        merges[n_merges] = min(name[kept], name[lost]), max(name[kept], name[lost])
        heights[n_merges] = height
        n_merges += 1
        name[kept] = min(name[kept], name[lost])
        alive[edge] = False
        n_filled += absorb(
            kept, lost, node, first, follow, length, alive, queued, counts, sums, slots
        )
        if 2 * n_filled > len(slots):
            slots, n_filled = table_of(node, alive, n_edges), n_edges


def absorb(
    kept: Any,
    lost: Any,
    node: Any,
    first: Any,
    follow: Any,
    length: Any,
    alive: Any,
    queued: Any,
    counts: Any,
    sums: Any,
    slots: Any,
) -> int:
    """Move the walls of the lost region to the kept one; return how many slots that filled."""
    n_filled = 0
    half = first[lost]
    while half >= 0:
        after, moved, across = follow[half], half >> 1, node[half ^ 1]
        if alive[moved]:
            twin = slots[slot_of(slots, node, alive, kept, across)]
            if twin >= 0:
                if queued[twin] <= queued[moved]:
                    twin, moved = moved, twin
                counts[moved] += counts[twin]
                sums[moved] += sums[twin]
                alive[twin] = False
            if alive[half >> 1]:
                node[half] = kept
                follow[half], first[kept] = first[kept], half
                length[kept] += 1
                slots[slot_of(slots, node, alive, kept, across)] = half >> 1
                n_filled += 1
        half = after
    return n_filled


def linked(node: Any, n_regions: int) -> Any:
    """Return the first half-edge of each region, the next one of each half-edge, and lengths."""
    first = np.full(n_regions, -1, dtype=np.int32)
    follow = np.empty(len(node), dtype=np.int32)
    length = np.zeros(n_regions, dtype=np.int32)
    for half in range(len(node)):
        follow[half], first[node[half]] = first[node[half]], half
        length[node[half]] += 1
    return first, follow, length


def table_of(node: Any, alive: Any, n_edges: int) -> Any:
    """Return a hash table that finds living edges by their two regions."""
    size = 1024
    while size < 3 * n_edges:
        size *= 2
    slots = np.full(size, -1, dtype=np.int32)
    for edge in range(n_edges):
        if alive[edge]:
            slots[slot_of(slots, node, alive, node[2 * edge], node[2 * edge + 1])] = edge
    return slots


def slot_of(slots: Any, node: Any, alive: Any, one: Any, other: Any) -> Any:
    """Return the slot with the living edge between two regions, or the free one for it.

    The regions of an edge are read off `node`, so an edge that has moved is found in its new slot
    and does no harm in its old one.
    """
    low, high = np.int64(min(one, other)), np.int64(max(one, other))
    last = len(slots) - 1  # the number of slots is a power of two
    slot = mixed((low << 32) | high) & last
    while slots[slot] >= 0:
        edge = slots[slot]
        a, b = node[2 * edge], node[2 * edge + 1]
        if alive[edge] and ((a == low and b == high) or (a == high and b == low)):
            return slot
        slot = (slot + 1) & last
    return slot
