"""The stopwatch and the table that the benchmarks share."""

import time
import timeit
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

REPEATS = 5


class Contest(NamedTuple):
    """One task, done by us and by another library on the same input."""

    task: str
    ours: Callable[[], Any]
    other_name: str
    other: Callable[[], Any]


def milliseconds(function: Callable[[], Any]) -> float:
    """Return the shortest time of a call: the one that was disturbed least."""
    function()
    timer = timeit.Timer(function)
    number, _ = timer.autorange()
    number = max(1, number // 4)
    return 1000 * min(timer.repeat(REPEATS, number)) / number


def in_turn(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[float, float]:
    """Return the shortest processor times of two functions that take turns, in milliseconds.

    Both suffer alike from what else the machine does. Threads of BLAS wait busily after other
    calls, and would be counted, so there is one.
    """
    times = []
    with threadpool_limits(1):
        first()
        second()
        for _ in range(REPEATS):
            start = time.process_time()
            first()
            between = time.process_time()
            second()
            times.append((between - start, time.process_time() - between))
    mine, theirs = np.min(times, axis=0) * 1000
    return float(mine), float(theirs)


def compare(contests: Iterable[tuple[int, Iterable[Contest]]], rtol: float = 1e-12) -> None:
    """Compare the answers, then print the times of each side length; below 1 we are faster."""
    table = Table("side", "coursekit", "ms", "instead", "ms", "ratio")
    for side, group in contests:
        for task, ours, other_name, other in group:
            np.testing.assert_allclose(ours(), other(), rtol=rtol)
            mine, theirs = milliseconds(ours), milliseconds(other)
            ratio = f"{mine / theirs:.2g}"
            table.add_row(str(side), task, f"{mine:.2f}", other_name, f"{theirs:.2f}", ratio)
        table.add_section()
    Console().print(table)
