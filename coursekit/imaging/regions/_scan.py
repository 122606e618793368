"""The passes over a volume that find its edges, in the form that numba compiles.

Each face between two voxels of different regions is looked at once: in every row the faces to the
right, then those below, then those behind. A voxel of region a may have several faces to region b;
it counts with the first of them, which is the one whose earlier sides hold no b.

Edges live in a hash table with open addressing. The key of an edge is the label of its smaller
region, shifted, with the label of its larger one.
"""

from typing import Any

import numpy as np

RIGHT, BELOW, BEHIND = 0, 1, 2


def scan(labels: Any, values: Any, keys: Any, starts: Any) -> Any:
    """Find all edges of a (Z, Y, X) volume; return their keys, their sums and their samples.

    `values` has an axis of channels; the sums have a last column with the number of voxels. With
    no `starts` the edges come as they are met, and there are no samples. With sorted `keys` and
    `starts` from a first scan, the samples of edge i begin at ``starts[i]``.
    """
    (depth, height, width), n_channels = labels.shape, values.shape[3]
    n_edges, place = len(keys), starts.copy()
    samples = np.empty((starts[-1] if len(starts) else 0, n_channels), dtype=values.dtype)
    keys = longer(keys, n_edges + 3 * width + 1024)
    sums = np.zeros((len(keys), n_channels + 1))
    slots = filled(keys, n_edges, power_of_two_above(4 * len(keys)))
    hits = np.empty(width + 1, dtype=np.int32)
    for z in range(depth):
        for y in range(height):
            if n_edges + 3 * width > len(keys):  # here, because it is slow in the inner loops
                keys, sums = longer(keys, 4 * len(keys)), longer(sums, 4 * len(sums))
                slots = filled(keys, n_edges, power_of_two_above(4 * len(keys)))
            n_edges = scan_row(
                labels, values, z, y, slots, keys, sums, n_edges, hits, samples, place
            )
    return keys[:n_edges], sums[:n_edges], samples


def scan_row(
    labels: Any,
    values: Any,
    z: int,
    y: int,
    slots: Any,
    keys: Any,
    sums: Any,
    n_edges: int,
    hits: Any,
    samples: Any,
    place: Any,
) -> int:
    """Look at all faces of one row; return how many edges are known after it."""
    (depth, height, width), n_channels = labels.shape, values.shape[3]
    row = labels[z, y]  # where the volume ends, the row itself stands in for the next one
    above, below = labels[z, max(y - 1, 0)], labels[z, min(y + 1, height - 1)]
    before, behind = labels[max(z - 1, 0), y], labels[min(z + 1, depth - 1), y]
    before_below = labels[max(z - 1, 0), min(y + 1, height - 1)]
    for side in range(3):
        across = row[1:] if side == RIGHT else below if side == BELOW else behind
        n_hits, last_key, edge = 0, np.int64(-1), 0
        for x in range(len(across)):  # first find the faces, without any branch
            hits[n_hits] = x
            n_hits += row[x] != across[x]
        for i in range(n_hits):
            x = hits[i]
            own, other = row[x], across[x]
            if own == 0 or other == 0:
                continue
            key = (np.int64(min(own, other)) << 32) | np.int64(max(own, other))
            if key != last_key:
                slot = slot_of(slots, keys, key)
                if slots[slot] < 0:
                    slots[slot], keys[n_edges] = n_edges, key
                    n_edges += 1
                last_key, edge = key, slots[slot]
            here = (row[max(x - 1, 0)] != other) & (above[x] != other) & (before[x] != other)
            if side == RIGHT:
                there = (above[x + 1] != own) & (before[x + 1] != own)
            else:
                here &= row[min(x + 1, width - 1)] != other
                here &= (side == BELOW) | (below[x] != other)
                there = (side == BEHIND) | (before_below[x] != own)
            for voxel in range(2):
                if not (here if voxel == 0 else there):
                    continue
                at_z, at_y = z + voxel * (side == BEHIND), y + voxel * (side == BELOW)
                at_x = x + voxel * (side == RIGHT)
                sums[edge, n_channels] += 1
                for channel in range(n_channels):
                    sums[edge, channel] += values[at_z, at_y, at_x, channel]
                if len(place):
                    samples[place[edge]] = values[at_z, at_y, at_x]
                    place[edge] += 1
    return n_edges


def count_labels(labels: Any, n_labels: int) -> Any:
    """Return how often each label occurs."""
    counts = np.zeros(n_labels, dtype=np.int64)
    for label in labels:
        counts[label] += 1
    return counts


def power_of_two_above(number: int) -> int:
    """Return the smallest power of two that is not below a number."""
    power = 1
    while power < number:
        power *= 2
    return power


def slot_of(slots: Any, keys: Any, key: Any) -> int:
    """Return the slot of the hash table that holds a key, or the free one where it belongs."""
    last = len(slots) - 1  # the number of slots is a power of two
    slot = mixed(key) & last
    while slots[slot] >= 0 and keys[slots[slot]] != key:
        slot = (slot + 1) & last
    return slot


def mixed(key: Any) -> Any:
    """Return a number whose low bits depend on all bits of a key (Fibonacci hashing)."""
    product = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    return np.int64((product ^ (product >> np.uint64(29))) >> np.uint64(20))


def filled(keys: Any, n_edges: int, n_slots: int) -> Any:
    """Return a new hash table of `n_slots` that holds the first keys."""
    slots = np.full(n_slots, -1, dtype=np.int32)
    for edge in range(n_edges):
        slots[slot_of(slots, keys, keys[edge])] = edge
    return slots


def longer(array: Any, length: int) -> Any:
    """Return an array that begins with this one and goes on with zeros."""
    grown = np.zeros((length, *array.shape[1:]), dtype=array.dtype)
    grown[: len(array)] = array
    return grown
