"""The pass over a volume that writes heights of edges on voxels; numba compiles it."""

from typing import Any

import numpy as np

from coursekit.imaging.regions._scan import (
    BEHIND,
    BELOW,
    RIGHT,
    filled,
    longer,
    power_of_two_above,
    slot_of,
)


def highest_around(labels: Any, parent: Any, step: Any, heights: Any) -> Any:
    """Return for each voxel of a (Z, Y, X) volume the largest height of its faces, 0 without any.

    `labels` holds 0 for no region and p + 1 for the region at position p of the tree, whose
    `parent`, `step` and `heights` say when two regions become one.
    """
    depth, height, width = labels.shape
    contours = np.zeros(labels.shape)
    keys, n_edges = np.zeros(3 * width + 1024, dtype=np.int64), 0
    levels = np.zeros(len(keys))
    slots = filled(keys, 0, power_of_two_above(4 * len(keys)))
    hits = np.empty(width + 1, dtype=np.int32)
    for z in range(depth):
        for y in range(height):
            if n_edges + 3 * width > len(keys):  # here, because it is slow in the inner loops
                keys, levels = longer(keys, 4 * len(keys)), longer(levels, 4 * len(levels))
                slots = filled(keys, n_edges, power_of_two_above(4 * len(keys)))
            for side in range(3):
                at_y, at_z = y + (side == BELOW), z + (side == BEHIND)
                if at_y < height and at_z < depth:
                    row, here = labels[z, y], contours[z, y]
                    across, there = labels[at_z, at_y], contours[at_z, at_y]
                    if side == RIGHT:
                        across, there = row[1:], here[1:]
                    n_edges = raise_row(
                        row,
                        across,
                        here,
                        there,
                        hits,
                        slots,
                        keys,
                        levels,
                        n_edges,
                        parent,
                        step,
                        heights,
                    )
    return contours


def raise_row(
    row: Any,
    across: Any,
    here: Any,
    there: Any,
    hits: Any,
    slots: Any,
    keys: Any,
    levels: Any,
    n_edges: int,
    parent: Any,
    step: Any,
    heights: Any,
) -> int:
    """Raise both sides of each face between two rows; return how many edges are known after it."""
    n_hits, last_key, level = 0, np.int64(-1), 0.0
    never = len(heights) - 2  # after the last merge
    for x in range(len(across)):
        hits[n_hits] = x
        n_hits += row[x] != across[x]
    for i in range(n_hits):
        x = hits[i]
        one, other = np.int64(min(row[x], across[x])), np.int64(max(row[x], across[x]))
        if one == 0:
            continue
        key = (one << 32) | other
        if key != last_key:
            slot = slot_of(slots, keys, key)
            if slots[slot] < 0:
                slots[slot], keys[n_edges] = n_edges, key
                levels[n_edges] = heights[step_that_joins(parent, step, one, other, never)]
                n_edges += 1
            last_key, level = key, levels[slots[slot]]
        here[x], there[x] = max(here[x], level), max(there[x], level)
    return n_edges


def step_that_joins(parent: Any, step: Any, one: Any, other: Any, never: int) -> Any:
    """Return the number of the merge that joins two regions (their positions plus 1)."""
    low, high = one - 1, other - 1
    last = np.int64(-1)
    while low != high and last < never:
        if step[low] <= step[high]:
            last, low = max(last, step[low]), parent[low]
        else:
            last, high = max(last, step[high]), parent[high]
    return last
