"""A learner's cell run as stock nbgrader runs it, in this process, and behind walls."""

import linecache
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import matplotlib.pyplot as plt
import numpy as np

from coursekit import datasets, imaging, plotting
from coursekit.checking.reading import plain
from coursekit.grading.isolation import Level, missing
from coursekit.grading.judging.session import Session, WaitingProcess

SET_UP = """import matplotlib.pyplot as plt
import numpy as np
from coursekit import check, datasets, imaging, plotting
"""
_IN_THE_LESSON = {
    "np": np,
    "plt": plt,
    "imaging": imaging,
    "plotting": plotting,
    "datasets": datasets,
}
_NUMBERS = count(1)


def run_here(cell):
    """Run a cell as a kernel does: its lines can be read again by the name of the cell."""
    name = f"<ipython-input-{next(_NUMBERS)}>"
    linecache.cache[name] = (len(cell), None, cell.splitlines(keepends=True), name)
    names = {"__name__": "__main__", **_IN_THE_LESSON}
    exec(compile(cell, name, "exec"), names)
    return names


def run_there(session, cell):
    """Run a cell in a notebook's process."""
    session.ask({"do": "run", "source": cell, "limit": 60.0}, 60.0)


@contextmanager
def waiting() -> Iterator[WaitingProcess]:
    """Start what forks the notebooks' processes, behind all walls that this system has."""
    process = WaitingProcess(Level.BASIC if missing(Level.FULL) else Level.FULL)
    yield process
    process.close()


@contextmanager
def begun(process: WaitingProcess) -> Iterator[Session]:
    """Begin a notebook: its set-up cell has run."""
    session = process.session()
    run_there(session, SET_UP)
    yield session
    session.close()


def identical(one, other):
    """Tell whether plain data is the same, with the same types; -0.0 is not 0.0."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray | np.generic | float):
        return _same_numbers(np.asarray(one), np.asarray(other))
    if isinstance(one, dict):
        return identical(list(one.items()), list(other.items()))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(identical, one, other))
    return one == other


def _same_numbers(one, other):
    if one.dtype != other.dtype:
        return False
    if one.dtype.kind != "f":
        return np.array_equal(one, other)
    same_signs = np.array_equal(
        np.signbit(one) & ~np.isnan(one), np.signbit(other) & ~np.isnan(other)
    )
    return same_signs and np.array_equal(one, other, equal_nan=True)


def told(outcome):
    """Give what judging reads of an outcome, but for its value and its time."""
    return {
        "fault": outcome.fault,
        "printed": outcome.printed,
        "warned": outcome.warned,
        "changed": outcome.changed,
        "shares": outcome.shares,
        "out of time": outcome.out_of_time,
    }


def value_of(outcome):
    """Give the value as judging reads it."""
    return plain(outcome.value)
