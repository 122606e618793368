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
    keys, levels, n_edges = np.zeros(1024, dtype=np.int64), np.zeros(1024), 0
    slots = filled(keys, 0, 4096)
    hits = np.empty(width + 1, dtype=np.int32)
    for z in range(depth):
        for y in range(height):
            row, here = labels[z, y], contours[z, y]
            for side in range(3):
                at_y, at_z = y + (side == BELOW), z + (side == BEHIND)
                if at_y == height or at_z == depth:
                    continue
                across = row[1:] if side == RIGHT else labels[at_z, at_y]
                there = here[1:] if side == RIGHT else contours[at_z, at_y]
                n_hits, last_key, level = 0, np.int64(-1), 0.0
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
                        if n_edges == len(keys):
                            keys, levels = longer(keys, 4 * n_edges), longer(levels, 4 * n_edges)
                            slots = filled(keys, n_edges, power_of_two_above(16 * n_edges))
                        slot = slot_of(slots, keys, key)
                        if slots[slot] < 0:
                            slots[slot], keys[n_edges] = n_edges, key
                            levels[n_edges] = heights[step_that_joins(parent, step, one, other)]
                            n_edges += 1
                        last_key, level = key, levels[slots[slot]]
                    here[x], there[x] = max(here[x], level), max(there[x], level)
    return contours


def step_that_joins(parent: Any, step: Any, one: Any, other: Any) -> Any:
    """Return the number of the merge that joins two regions (their positions plus 1)."""
    low, high = one - 1, other - 1
    last = np.int64(-1)
    while low != high and last < len(step):
        if step[low] <= step[high]:
            last, low = max(last, step[low]), parent[low]
        else:
            last, high = max(last, step[high]), parent[high]
    return last
