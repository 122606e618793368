"""Run a learner's function once, guarded: copies, clock, captured output, no exception escapes."""

import contextlib
import copy
import dis
import io
import linecache
import random
import signal
import sys
import sysconfig
import threading
import time
import traceback
import types
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.checking.declaration import Case
from coursekit.checking.reading import tidy, type_name
from coursekit.checking.surroundings import put_back

_PACKAGE = str(Path(__file__).parents[1])
_LIBRARIES = tuple(str(Path(sysconfig.get_path(one))) for one in ("stdlib", "purelib", "platlib"))
_MOST_PRINTED = 2000
_CLOCK = getattr(time, "thread_time", time.process_time)  # a browser has no thread_time


class OutOfTime(BaseException):
    """Raised inside a learner's function when its time is over; `except Exception` misses it."""


class NoPlace(Exception):
    """There is no place any more where a learner's function could run: judging must be redone."""


class NoAnswer(Exception):
    """The place where a learner's function runs is gone; the text says why."""


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
    seconds: float = 0.0
    seen: Any = None  # the value as a comparator of figures or of uses looks at it


def run(function: Callable[..., Any], case: Case, limit: float) -> Outcome:
    """Call `function` on copies of the case's arguments and tell what happened.

    The random generators are seeded before, printed text and warnings are captured, and the call
    is stopped after `limit` seconds. Where the system has no alarm (Windows, other threads than
    the main one) a call that took longer is found out afterwards.
    """
    args, kwargs = copy.deepcopy((case.args, dict(case.kwargs)))
    printed = _Bounded()
    value, fault, late = None, None, False
    np.random.seed(0)  # noqa: NPY002 - the learner may use the global generator
    random.seed(0)
    started = _CLOCK()
    with warnings.catch_warnings(record=True) as caught, _captured(printed):
        warnings.simplefilter("default")  # a loop that warns is recorded once, not a million times
        try:
            with alarm(limit):
                value = function(*args, **kwargs)
        except KeyboardInterrupt:
            raise
        except OutOfTime:
            late = True
        except BaseException as error:
            fault = _describe(error)
    seconds = _CLOCK() - started
    put_back()
    return Outcome(
        value=value,
        fault=fault,
        printed=printed.getvalue(),
        warned=tuple(sorted({tidy(one.message, 200) for one in caught})),
        changed=not _unchanged((case.args, dict(case.kwargs)), (args, kwargs)),
        shares=_shares_memory(value, (*args, *kwargs.values())),
        out_of_time=late or (fault is None and seconds > 2 * limit),
        seconds=seconds,
    )


class _Bounded(io.StringIO):
    """Keeps the first characters of what is printed, so that a loop cannot fill the memory."""

    def write(self, text: str) -> int:
        room = _MOST_PRINTED - self.tell()
        if room > 0:
            super().write(text[:room])
        return len(text)

    def close(self) -> None:
        """Stay open: what was printed is read later."""


@contextlib.contextmanager
def _captured(stream: io.StringIO) -> Iterator[None]:
    """Catch what is printed, and in a notebook also what is displayed (`plt.show()`)."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(stream))
        stack.enter_context(contextlib.redirect_stderr(stream))
        if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
            from IPython.utils.capture import capture_output

            stack.enter_context(capture_output(stdout=False, stderr=False, display=True))
        yield


@contextlib.contextmanager
def alarm(limit: float) -> Iterator[None]:
    """Raise OutOfTime in the main thread after `limit` seconds of work, and again every 0.1 s.

    Work is the processor's time, because on a busy computer the clock on the wall is unjust; a
    function that waits instead of working is stopped after three times the limit.
    """
    main = threading.current_thread() is threading.main_thread()
    if not hasattr(signal, "setitimer") or not main:
        yield
        return

    done, started, computed = False, time.perf_counter(), _CLOCK()

    def ring(_signal: int, _frame: types.FrameType | None) -> None:
        waiting = _CLOCK() - computed < limit
        if not done and not (waiting and time.perf_counter() - started < 3 * limit):
            raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, limit, 0.1)
    try:
        try:
            yield
        finally:
            done = True
    finally:  # reached even if the alarm rings in the line above
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _describe(error: BaseException) -> Fault:
    """Put an exception into words; the line is the last one that the learner wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_learners(frame.filename)]
    line = own[-1].lineno or 0 if own else 0
    source = linecache.getline(own[-1].filename, line).strip() if own else ""
    classes = tuple(type_name(kind) for kind in type.__dict__["__mro__"].__get__(type(error)))
    return Fault(type_name(type(error)), tidy(error, 300), line, source, classes)


def _is_learners(filename: str) -> bool:
    """Tell notebooks and scripts from this package, the standard library and installed ones."""
    internal = filename.startswith(("<frozen", "<__array"))
    return not internal and not filename.startswith((_PACKAGE, *_LIBRARIES))


def _unchanged(before: Any, after: Any) -> bool:
    """Tell whether the arguments are as they were: arrays byte by byte, lists item by item."""
    kind = type(before)
    if type(after) is not kind:
        return False
    if kind is np.ndarray:
        same_form = before.shape == after.shape and before.dtype == after.dtype
        return same_form and before.tobytes() == after.tobytes()
    if kind is dict:
        items = [list(one.items()) for one in (before, after)]
        return _unchanged(*items)
    if kind in (list, tuple):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    return before is after or kind not in (bool, int, float, str) or before == after


def _shares_memory(value: Any, args: tuple[Any, ...]) -> bool:
    if type(value) is not np.ndarray:
        return False
    return any(isinstance(arg, np.ndarray) and np.may_share_memory(value, arg) for arg in args)


def reads_from_outside(function: Callable[..., Any]) -> list[str]:
    """Name the notebook's data that the function reads although they are not its arguments.

    Functions, modules, classes and NAMES IN CAPITALS are fine; arrays, lists and numbers of the
    notebook make a function that works only where it was written.
    """
    if type(function) is not types.FunctionType:
        return []
    scope = function.__globals__
    return [
        name
        for name in global_names(function.__code__)
        if any(type(scope.get(name)) is kind for kind in _DATA)
        and name != name.upper()
        and name[0] != "_"
    ]


_DATA = (np.ndarray, list, dict, int, float, str)


def global_names(code: types.CodeType) -> list[str]:
    """List the global names that a piece of code reads, its inner functions included."""
    names = [one.argval for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"]
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            names += global_names(inner)
    return list(dict.fromkeys(names))
