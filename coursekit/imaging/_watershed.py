"""The flood by levels, in the form that numba compiles.

All that the flood knows about a pixel is one number in `water`: ``~level`` (below 0) while it is
dry, its label once the water has reached it, and 0 if it lies outside. The pixels are one flat row
with a closed border of zeros, so that a step never leaves the image.

A level waits in its own part of one long `queue`: how many pixels it can get is counted before.
"""

from typing import Any

import numpy as np

BLOCK = 8  # levels are skipped by the block of 2**8


def fill(water: Any, counts: Any, heights: Any, inside: Any, rows: Any, scaling: Any) -> None:
    """Write the levels of the pixels inside into `water`, and count the pixels of each level."""
    low, scale = scaling
    top = len(counts) - 1.0
    for row in range(len(rows)):
        for column in range(heights.shape[1]):
            if inside[row, column]:
                level = int(min(max((heights[row, column] - low) * scale + 0.5, 0.0), top))
                water[rows[row] + column] = ~level
                counts[level] += 1


def rise(water: Any, queue: Any, counts: Any, seeds: Any, rows: Any, steps: Any) -> None:
    """Let the water rise from the seeds; the lowest level comes next, in it the oldest pixel.

    A level that is reached late, behind a wall, makes the water start again from there.
    """
    begin, end = parts_of_the_queue(queue, counts)
    busy = np.zeros((len(counts) >> BLOCK) + 1, dtype=np.bool_)
    waiting = 0
    for row in range(len(rows)):
        for column in range(seeds.shape[1]):
            pixel, label = rows[row] + column, seeds[row, column]
            if label > 0 and water[pixel] < 0:
                reach(pixel, label, water, queue, end, busy)
                waiting += 1
    level = 0
    while waiting > 0:
        level = next_level(level, begin, end, busy)
        pixel = np.int64(queue[begin[level]])
        begin[level] += 1
        waiting -= 1
        label = water[pixel]
        for step in steps:
            if water[pixel + step] < 0:
                level = min(level, reach(pixel + step, label, water, queue, end, busy))
                waiting += 1


def parts_of_the_queue(queue: Any, counts: Any) -> Any:
    """Return where the waiting pixels of each level begin and end: there are none yet."""
    begin = np.zeros(len(counts) + 1, dtype=queue.dtype)
    for level in range(len(counts)):
        begin[level + 1] = begin[level] + counts[level]
    return begin, begin.copy()


def reach(pixel: Any, label: Any, water: Any, queue: Any, end: Any, busy: Any) -> Any:
    """Wet a dry pixel and let it wait behind the others of its level; return the level."""
    level = np.int64(~water[pixel])
    water[pixel] = label
    queue[end[level]] = pixel
    end[level] += 1
    busy[level >> BLOCK] = True
    return level


def next_level(level: Any, begin: Any, end: Any, busy: Any) -> Any:
    """Return the lowest level where pixels wait; below `level` none do."""
    while begin[level] == end[level]:
        level += 1
        block = level >> BLOCK
        if level == block << BLOCK:  # all of the block before has been looked at
            busy[block - 1] = False
            while not busy[block]:
                block += 1
            level = block << BLOCK
    return level
