"""Counting pairs of labels, and replaying merges over the counts, in the form that numba compiles.

Both keep rows of two labels and a count, and a hash table with open addressing whose slots hold the
numbers of rows. Inner loops never replace an array by a longer one: numba would then count its
references at every step, which costs more than all the rest.
"""

from typing import Any

import numpy as np

BLOCK = 4096


def count_pairs(truth: Any, result: Any) -> Any:
    """Return a row for each pair of labels in two flat arrays: both labels, and how often.

    Voxels that follow each other often hold the same pair, so whole runs are counted at once.
    """
    rows, n_rows = np.zeros((2 * BLOCK, 3), dtype=np.int64), 0
    slots = np.full(8 * BLOCK, -1, dtype=np.int32)
    differ, ends = np.empty(BLOCK, dtype=np.uint8), np.zeros(BLOCK + 2, dtype=np.int64)
    for block in range(1, len(truth) + 1, BLOCK):
        if n_rows + BLOCK >= len(rows):
            rows = longer(rows)
            slots = np.empty(2 * len(slots), dtype=np.int32)
            fill(slots, rows, n_rows)
        n = find_ends(truth, result, block, differ, ends)
        n_rows = count_runs(truth, result, ends[:n], slots, rows, n_rows)
        ends[0] = ends[n - 1]
    return rows[:n_rows]


def find_ends(truth: Any, result: Any, block: int, differ: Any, ends: Any) -> int:
    """Write the places where the pair changes behind ``ends[0]``; return how many there are now.

    Two short loops: a processor does several steps of the first one at once.
    """
    length = min(BLOCK, len(truth) - block)
    truth_before, truth_here = truth[block - 1 :], truth[block:]
    result_before, result_here = result[block - 1 :], result[block:]
    for i in range(length):
        differ[i] = (truth_here[i] != truth_before[i]) | (result_here[i] != result_before[i])
    n = 1
    for i in range(length):
        ends[n] = block + i
        n += differ[i]
    if block + BLOCK > len(truth):
        ends[n] = len(truth)
        n += 1
    return n


def count_runs(truth: Any, result: Any, ends: Any, slots: Any, rows: Any, n_rows: int) -> int:
    """Add the lengths of runs to the rows of their pairs; return how many rows there are now."""
    for i in range(1, len(ends)):
        one, other = np.int64(truth[ends[i - 1]]), np.int64(result[ends[i - 1]])
        slot = slot_of(slots, rows, one, other)
        if slots[slot] < 0:
            slots[slot], rows[n_rows, 0], rows[n_rows, 1] = n_rows, one, other
            n_rows += 1
        rows[slots[slot], 2] += ends[i] - ends[i - 1]
    return n_rows


def slot_of(slots: Any, rows: Any, one: Any, other: Any) -> Any:
    """Return the slot that holds a pair, or the free one where it belongs."""
    last = len(slots) - 1  # the number of slots is a power of two
    slot = (((one * 40503) ^ (other * 2654435761)) >> 7) & last
    while slots[slot] >= 0 and (rows[slots[slot], 0] != one or rows[slots[slot], 1] != other):
        slot = (slot + 1) & last
    return slot


def fill(slots: Any, rows: Any, n_rows: int) -> None:
    """Empty the hash table, then put the first rows into it."""
    slots[:] = -1
    for row in range(n_rows):
        slots[slot_of(slots, rows, rows[row, 0], rows[row, 1])] = row


def longer(rows: Any) -> Any:
    """Return a table twice as long that begins with these rows and goes on with zeros."""
    grown = np.zeros((2 * len(rows), 3), dtype=np.int64)
    grown[: len(rows)] = rows
    return grown


def replay(a: Any, b: Any, sizes: Any, rows: Any) -> Any:
    """Return, for each merge, how many bits the sizes and the counts gain (`bits_of_joining`).

    A row says how many voxels a region has in a segment of the truth. Merge i puts region ``b[i]``
    into ``a[i]``. Each region has a linked list of rows; the shorter one is moved.
    """
    sizes, rows, n_rows = sizes.copy(), rows.copy(), len(rows)
    n_slots = 1024
    while n_slots < 4 * n_rows:
        n_slots *= 2
    slots, n_filled = np.empty(n_slots, dtype=np.int32), n_rows
    fill(slots, rows, n_rows)
    first, length = np.full(len(sizes), -1, dtype=np.int64), np.zeros(len(sizes), dtype=np.int64)
    follow = np.empty(n_rows, dtype=np.int64)
    for row in range(n_rows):
        follow[row], first[rows[row, 0]] = first[rows[row, 0]], row
        length[rows[row, 0]] += 1
    home = np.arange(len(sizes))  # whose list a region uses
    of_sizes, of_counts = np.empty(len(a)), np.zeros(len(a))
    for merge in range(len(a)):
        of_sizes[merge] = bits_of_joining(sizes[a[merge]], sizes[b[merge]])
        sizes[a[merge]] += sizes[b[merge]]
        kept, lost = home[a[merge]], home[b[merge]]
        if length[kept] < length[lost]:
            kept, lost = lost, kept
        home[a[merge]] = kept
        row = first[lost]
        while row >= 0:
            after = follow[row]
            slot = slot_of(slots, rows, kept, rows[row, 1])
            if slots[slot] >= 0:
                of_counts[merge] += bits_of_joining(rows[slots[slot], 2], rows[row, 2])
                rows[slots[slot], 2] += rows[row, 2]
            else:  # its old slot stays filled, and nobody asks for it there
                rows[row, 0], slots[slot] = kept, row
                follow[row], first[kept] = first[kept], row
                length[kept] += 1
                n_filled += 1
            row = after
        if 2 * n_filled > n_slots:
            n_filled = n_rows
            fill(slots, rows, n_rows)
    return of_sizes, of_counts


def bits_of_joining(one: Any, other: Any) -> Any:
    """Return by how much ``x * log2(x)`` of a sum exceeds that of its two parts, never below 0."""
    if one == 0 or other == 0:
        return 0.0
    whole = one + other
    return one * np.log2(whole / one) + other * np.log2(whole / other)
