"""Run a learner's function once, guarded: copies, clock, captured output, no exception escapes."""

import contextlib
import copy
import io
import linecache
import random
import signal
import threading
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.checking.declaration import Case

_ENGINE = str(Path(__file__).parent)
_MOST_PRINTED = 2000
_PATIENCE = 3


class OutOfTime(BaseException):
    """Raised inside a learner's function when its time is over; `except Exception` misses it."""


@dataclass(frozen=True)
class Fault:
    """An exception of the learner's function, in words, with the learner's own line."""

    kind: str
    message: str
    line: int = 0
    source: str = ""
    classes: tuple[str, ...] = ()  # the exception's class and its ancestors


@dataclass(frozen=True)
class Outcome:
    """What one call did."""

    value: Any = None
    fault: Fault | None = None
    printed: str = ""
    warned: tuple[str, ...] = ()
    changed: bool = False
    shares: bool = False
    out_of_time: bool = False


def run(function: Callable[..., Any], case: Case, limit: float) -> Outcome:
    """Call `function` on copies of the case's arguments and tell what happened.

    The random generators are seeded before, printed text and warnings are captured, and the call
    is stopped after `limit` seconds of work where the system has an alarm (not on Windows, and
    only in the main thread).
    """
    args, kwargs = copy.deepcopy((case.args, dict(case.kwargs)))
    printed = _Bounded()
    value, fault, late = None, None, False
    np.random.seed(0)  # noqa: NPY002 - the learner may use the global generator
    random.seed(0)
    with warnings.catch_warnings(record=True) as caught, _captured(printed):
        warnings.simplefilter("always")
        try:
            with _alarm(limit):
                value = function(*args, **kwargs)
        except KeyboardInterrupt:
            raise
        except OutOfTime:
            late = True
        except BaseException as error:
            fault = _describe(error)
    return Outcome(
        value=value,
        fault=fault,
        printed=printed.getvalue(),
        warned=tuple(sorted({str(one.message)[:200] for one in caught})),
        changed=not _unchanged((case.args, dict(case.kwargs)), (args, kwargs)),
        shares=_shares_memory(value, args),
        out_of_time=late,
    )


class _Bounded(io.StringIO):
    """Keeps the first characters of what is printed, so that a loop cannot fill the memory."""

    def write(self, text: str) -> int:
        room = _MOST_PRINTED - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)


@contextlib.contextmanager
def _captured(stream: io.StringIO) -> Iterator[None]:
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        yield


@contextlib.contextmanager
def _alarm(limit: float) -> Iterator[None]:
    """Raise OutOfTime in the main thread after `limit` seconds of work, and again every 0.1 s.

    Work is the processor's time, so a busy computer does not make a right answer late; a function
    that waits without working is stopped after `_PATIENCE` times the limit.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: types.FrameType | None) -> None:
        raise OutOfTime

    clocks = (
        (signal.SIGPROF, signal.ITIMER_PROF, limit),
        (signal.SIGALRM, signal.ITIMER_REAL, limit * _PATIENCE),
    )
    before = [signal.signal(number, ring) for number, _, _ in clocks]
    for _, timer, seconds in clocks:
        signal.setitimer(timer, seconds, 0.1)
    try:
        yield
    finally:
        for _, timer, _ in clocks:
            signal.setitimer(timer, 0)
        for (number, _, _), handler in zip(clocks, before, strict=True):
            signal.signal(number, handler)


def _describe(error: BaseException) -> Fault:
    """Put an exception into words; the line is the last one that is not the engine's."""
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(_ENGINE)
    ]
    own = [frame for frame in frames if _is_learners(frame.filename)] or frames
    try:
        message = str(error)[:300]
    except BaseException:
        message = ""
    line = own[-1].lineno or 0 if own else 0
    source = linecache.getline(own[-1].filename, line).strip() if own else ""
    classes = tuple(kind.__name__ for kind in type(error).__mro__)
    return Fault(type(error).__name__, message, line, source, classes)


def _is_learners(filename: str) -> bool:
    return "site-packages" not in filename and "lib/python" not in filename


def _unchanged(before: Any, after: Any) -> bool:
    """Tell whether all arrays and lists among the arguments are as they were, byte by byte."""
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, dict):
        return list(before) == list(after) and all(_unchanged(before[k], after[k]) for k in before)
    if isinstance(before, list | tuple):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    return True


def _shares_memory(value: Any, args: tuple[Any, ...]) -> bool:
    if type(value) is not np.ndarray:
        return False
    return any(isinstance(arg, np.ndarray) and np.may_share_memory(value, arg) for arg in args)


def reads_from_outside(function: Callable[..., Any]) -> list[str]:
    """Name the notebook's data that the function reads although they are not its arguments.

    Functions, modules, classes and NAMES IN CAPITALS are fine; arrays, lists and numbers of the
    notebook make a function that works only where it was written.
    """
    code = getattr(function, "__code__", None)
    scope = getattr(function, "__globals__", {})
    if not isinstance(code, types.CodeType):
        return []
    data = (np.ndarray, list, dict, int, float, str)
    return [
        name
        for name in code.co_names
        if name in scope and type(scope[name]) in data and name != name.upper() and name[0] != "_"
    ]
