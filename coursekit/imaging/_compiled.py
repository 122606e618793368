"""Compile a plain loop with numba where numba is installed; run it as it is everywhere else.

numba is the optional extra "speed". It is imported when a compiled function is called for the first
time, so that importing coursekit.imaging stays quick.
"""

import importlib
from collections.abc import Callable
from functools import cache
from typing import Any


def has_numba() -> bool:
    """Tell whether numba can be imported.

    Examples
    --------
    >>> has_numba() in (True, False)
    True
    """
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
    try:
        return numba.njit(cache=True)(function)
    except RuntimeError:  # no folder can be written, so nothing is kept
        return numba.njit(function)
