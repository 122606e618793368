"""What a piece of work costs that other processes do: time, processor time and memory."""

import ctypes
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

STEP = 0.2  # seconds between two looks at the memory
PATIENCE = 10.0  # seconds for processes that outlive the work
PR_SET_CHILD_SUBREAPER = 36


class Usage(NamedTuple):
    """Seconds and megabytes; memory is 0 where the system has no /proc."""

    wall: float
    cpu: float  # user and system, of all processes that were started, however deep
    tree: float  # most memory of all of them at one moment, shared pages counted once
    parent: float  # most resident memory of a process that the work started itself


def measure(work: Callable[[], None]) -> Usage:
    """Run the work and return what the processes that it starts have used.

    Processes that lose their parent become ours, so that their processor time counts too.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    over = threading.Event()
    peaks = {"tree": 0.0, "parent": 0.0}
    watcher = threading.Thread(target=_watch, args=(over, peaks), daemon=True)
    cpu, start = _cpu_of_children(), time.perf_counter()
    watcher.start()
    try:
        work()
    finally:
        wall = time.perf_counter() - start
        over.set()
        watcher.join()
        _wait_for_orphans()
    return Usage(wall, _cpu_of_children() - cpu, **peaks)


def end_tree(pid: int) -> None:
    """Kill a process that this program started, with all that it has started."""
    for one in (pid, *_descendants(pid)):
        try:
            os.kill(one, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _wait_for_orphans() -> None:
    """Wait for what the work left behind; kill what is still there after a while."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            time.sleep(0.05)
        if time.monotonic() > deadline:
            for one in _descendants(os.getpid()):
                end_tree(one)


# --- memory, from /proc ----------------------------------------------------------------------


def _watch(over: threading.Event, peaks: dict[str, float]) -> None:
    while not over.wait(STEP):
        tree = _descendants(os.getpid())
        mine = [pid for pid in tree if tree[pid] == os.getpid()]
        peaks["tree"] = max(peaks["tree"], sum(_proportional(pid) for pid in tree))
        peaks["parent"] = max([peaks["parent"], *(_resident(pid) for pid in mine)])


def _descendants(pid: int) -> dict[int, int]:
    """Map the processes below one to their parents, the nearest ones first."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _read(stat).rpartition(")")[2].split()
        if fields:
            parents[int(stat.parent.name)] = int(fields[1])
    found: dict[int, int] = {}
    layer = {pid}
    while layer:
        below = {child: parent for child, parent in parents.items() if parent in layer}
        found |= below
        layer = set(below)
    return found


def _proportional(pid: int) -> float:
    """Return the memory of a process in MB, a page that n processes share as 1/n page."""
    return _field(f"/proc/{pid}/smaps_rollup", "Pss:") or _field(f"/proc/{pid}/status", "VmRSS:")


def _resident(pid: int) -> float:
    return _field(f"/proc/{pid}/status", "VmHWM:")


def _field(path: str, name: str) -> float:
    rows = (line.split() for line in _read(Path(path)).splitlines())
    return next((int(row[1]) / 1024 for row in rows if row and row[0] == name), 0.0)


def _read(path: Path) -> str:
    """Read a file of /proc; nothing if the process has ended or may not be looked at."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
