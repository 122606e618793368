"""Compile a plain loop with numba where numba is installed; run it as it is everywhere else.

numba is the optional extra "speed". It is imported when a compiled function is called for the first
time, so that importing coursekit.imaging stays quick.
"""

import importlib
import os
from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any


def has_numba() -> bool:
    """Tell whether numba can be imported, and COURSEKIT_NUMBA does not say "off".

    Examples
    --------
    >>> has_numba() in (True, False)
    True
    """
    if os.environ.get("COURSEKIT_NUMBA") == "off":
        return False
    try:
        importlib.import_module("numba")
    except ImportError:
        return False
    return True


@cache
def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the machine code of a function, kept on disk for the next session.

    Parameters
    ----------
    function : function
        Made of numbers, arrays, lists of tuples and `heapq`, so that numba understands it.
        Functions that it calls by name are compiled too.

    Returns
    -------
    function : function
        Does the same, a hundred times faster. Compiling takes seconds, once on each computer.

    Examples
    --------
    >>> compiled(has_numba) is compiled(has_numba)
    True
    """
    numba = importlib.import_module("numba")
    whole = _with_compiled_helpers(function)
    try:
        return numba.njit(cache=True)(whole)
    except RuntimeError:  # no folder can be written, so nothing is kept
        return numba.njit(whole)


def _with_compiled_helpers(function: Any) -> Any:
    """Return a copy of the function that calls its helpers compiled: the functions it names."""
    around = function.__globals__
    helpers = {
        name: compiled(around[name])
        for name in function.__code__.co_names
        if isinstance(around.get(name), FunctionType)
    }
    if not helpers:
        return function
    copy = FunctionType(
        function.__code__, {**around, **helpers}, function.__name__, function.__defaults__
    )
    copy.__qualname__, copy.__module__ = function.__qualname__, function.__module__
    return copy
