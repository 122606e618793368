"""Judge in a forked child that can be killed: an endless loop costs its points, not the run."""

import os
import pickle
import select
import signal
import threading
import time
import warnings
from dataclasses import replace
from typing import Any

from coursekit.checking import CheckResult, Exercise, Question, State, judge, judge_choice
from coursekit.checking.results import Diagnosis
from coursekit.grading.points import Points

HARD_LIMIT = 30.0  # seconds; the checker's own clock stops an exercise long before


def judge_apart(item: Exercise | Question, answer: Any, name: str, secret: str | None) -> Points:
    """Judge an answer, in a child process where the system can fork (Linux, macOS)."""
    if isinstance(item, Question):
        return Points(judge_choice(item, answer))
    if answer is ...:
        return Points(_plain_result(item, State.NOT_ANSWERED, f"No function is called `{name}`."))
    if hasattr(os, "fork") and threading.current_thread() is threading.main_thread():
        result = _in_child(item, answer, secret)
    else:
        result = judge(item, answer, secret)
    if secret is None:
        result = replace(result, notes=(*result.notes, "Only the visible cases were run."))
    return Points(result)


def _plain_result(item: Exercise, state: State, words: str) -> CheckResult:
    return CheckResult(
        id=item.id,
        title=item.title,
        state=state,
        points=0.0,
        max_points=float(item.points),
        diagnosis=Diagnosis("not-there", words, "fact"),
    )


def _in_child(item: Exercise, answer: Any, secret: str | None) -> CheckResult:
    """Fork, judge in the child, read its result from a pipe, kill it when the time is over."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the kernel's threads do not touch what the child uses
        child = os.fork()
    if child == 0:
        _work(item, answer, secret, writing)
    os.close(writing)
    data = _read_until(reading, time.monotonic() + HARD_LIMIT)
    os.close(reading)
    os.kill(child, signal.SIGKILL)  # also a child that closed its pipe and goes on
    os.waitpid(child, 0)
    if not data:
        words = (
            f"The function did not end within {HARD_LIMIT:g} seconds."
            if data is None
            else "The function ended Python itself, so there is no result."
        )
        return _plain_result(item, State.NOT_YET, words)
    result: CheckResult = pickle.loads(data)  # written by this very program, in the child
    return result


def _work(item: Exercise, answer: Any, secret: str | None, writing: int) -> None:
    """Judge in the child and leave without the parent's clean-up."""
    try:
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        data = pickle.dumps(judge(item, answer, secret))
        while data:
            data = data[os.write(writing, data) :]
    finally:
        os._exit(0)


def _read_until(reading: int, deadline: float) -> bytes | None:
    """Read the pipe to its end; None when the deadline passes first."""
    chunks: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([reading], [], [], left)
        if ready:
            chunk = os.read(reading, 1 << 16)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
    return None
