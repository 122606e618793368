"""What a notebook may have changed around the engine, put back while a check runs.

`np.isclose = ...`, `np.random.seed = 3`, `np.seterr(all="raise")` or a filter that turns warnings
into errors must mislead nobody: neither the comparison, nor the reference, nor the learner.
"""

import builtins
import contextlib
import math
import operator
import random
import types
import warnings
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import numpy as np

_MISSING = object()
_IN_CHECK = ContextVar("in_check", default=False)


def _functions_of(module: types.ModuleType) -> dict[str, Any]:
    """List what a module offers, as it is now; notebooks replace `print` and `input` lawfully."""
    taken = {"print", "input", "open"} if module is builtins else set()
    kinds = (types.BuiltinFunctionType, type) if module is builtins else object
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_") and name not in taken and isinstance(value, kinds)
    }


_AS_IMPORTED = [
    (module, _functions_of(module)) for module in (builtins, math, random, np, np.linalg, np.random)
]


def put_back() -> list[tuple[types.ModuleType, str, Any]]:
    """Put functions of NumPy and Python back where they were replaced; return what stood there."""
    replaced = []
    for module, functions in _AS_IMPORTED:
        now = vars(module)
        if all(map(operator.is_, map(now.get, functions), functions.values())):
            continue
        for name, function in functions.items():
            if now.get(name, _MISSING) is not function:
                replaced.append((module, name, now.get(name, _MISSING)))
                now[name] = function
    return replaced


@contextlib.contextmanager
def orderly() -> Iterator[str]:
    """Work with NumPy and Python as they were imported; leave the notebook as it was.

    Gives the full name of a function that the notebook has replaced, or "".
    """
    replaced = put_back()
    state, numpy_state = random.getstate(), np.random.get_state()  # noqa: NPY002 - the notebook's
    entered = _IN_CHECK.set(True)
    try:
        with warnings.catch_warnings(), np.errstate(all="warn", under="ignore"):
            warnings.simplefilter("ignore")
            yield f"{replaced[0][0].__name__}.{replaced[0][1]}" if replaced else ""
    finally:
        _IN_CHECK.reset(entered)
        random.setstate(state)
        np.random.set_state(numpy_state)  # noqa: NPY002
        _leave(replaced)


def _leave(replaced: list[tuple[types.ModuleType, str, Any]]) -> None:
    for module, name, value in replaced:
        if value is _MISSING:
            delattr(module, name)
        else:
            setattr(module, name, value)


def inside_a_check() -> bool:
    """Tell whether a check runs already: its function calls the check again."""
    return _IN_CHECK.get()
