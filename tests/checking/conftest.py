"""Small made-up exercises, and cells as a notebook would run them."""

import linecache
from itertools import count

import numpy as np
import pytest

from coursekit.checking import Exercise, case, prop
from coursekit.checking import compare as cmp


def total(values):
    """The made-up task: add up the numbers."""
    return float(np.sum(values))


def make_exercise(**changes):
    """Declare "add up the numbers of an array", with some fields changed."""
    fields = {
        "id": "x01.total",
        "code": "E1",
        "kind": "W",
        "title": "Add up",
        "function": "total",
        "signature": "(values)",
        "minutes": 2,
        "reference": total,
        "compare": cmp.scalar(),
        "props": (prop("sum", 2, "the sum of all numbers"),),
        "cases": (case(np.array([1.0, 2.5])), case(np.array([4.0, -1.0, 3.0]))),
        "hidden": lambda rng: case(rng.normal(size=4), kind="other numbers"),
        "misconceptions": (),
        "variants": (total,),
        "hints": ("Which function adds?", "It is called sum.", "return values.sum()"),
        "time_limit": 0.3,
    }
    return Exercise(**(fields | changes))


_CELLS = count()


def run_cell(source, **scope):
    """Run source as the cell of a notebook: in `__main__`, its lines readable by `inspect`."""
    name = f"/tmp/notebook/cell_{next(_CELLS)}.py"
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    namespace = {"__name__": "__main__", "np": np} | scope
    exec(compile(source, name, "exec"), namespace)
    return namespace


@pytest.fixture(scope="session")
def make():
    return make_exercise


@pytest.fixture(scope="session")
def cell():
    return run_cell
