"""Try every wall around learners' code from the inside, and say what this computer has.

A wall is not believed because it was asked for: `coursekit doctor` starts the place in which
learners' code runs, and tries there to do what must not be possible.
"""

import contextlib
import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursekit.checking.running import NoAnswer
from coursekit.grading import isolation
from coursekit.grading.computer import facts
from coursekit.grading.inside import attempts, walls
from coursekit.grading.isolation import PACKAGE, Level
from coursekit.grading.judging.session import PlaceError, Session, WaitingProcess

LIMIT = 30.0  # seconds for an attempt
STUBBORN = 1.5  # seconds until code that does not listen is killed
_WEAKER = {
    Level.FULL: "",
    Level.BASIC: "The level basic gives each notebook a process, a folder and limits of its own; "
    "what FAILs below is open to learners' code.",
    Level.NONE: "The level none gives each notebook a process and a folder of its own; "
    "what FAILs below is open to learners' code.",
}


@dataclass(frozen=True)
class Finding:
    """A line of the examination; a fact is told, and neither good nor bad."""

    good: bool
    text: str
    fact: bool = False


@dataclass(frozen=True)
class Wall:
    """What must not be possible: a function of `attempts` and its arguments."""

    name: str
    tried: str  # in words, after "tried to"
    attempt: str
    arguments: tuple[Any, ...] = ()
    linux: bool = False  # can be tried there only


def examine(level: Level | None = None) -> Iterator[Finding]:
    """Say what this computer has, then try every wall of a level; the strongest if left out."""
    level = level or isolation.default_level()
    yield from (Finding(True, text, fact=True) for text in facts())
    lacks = isolation.missing(level)
    yield from (Finding(False, text) for text in lacks)
    if lacks:
        yield Finding(True, "Weaker and possible here: coursekit grade --isolation basic", True)
        return
    if _WEAKER[level]:
        yield Finding(True, _WEAKER[level], fact=True)
    with private_things() as (files, variable):
        started = time.monotonic()
        try:
            place = WaitingProcess(level)
        except PlaceError as error:
            yield Finding(False, str(error))
            return
        took = time.monotonic() - started
        yield Finding(True, f"The place for learners' code was ready after {took:.1f} s.")
        try:
            for wall in walls_against(files, variable):
                yield try_wall(place, wall)
            yield try_scratch_folder(place)
            if sys.platform.startswith("linux"):
                yield try_to_linger(place)
        finally:
            place.close()


# --- trying ----------------------------------------------------------------------------------


def walls_against(files: list[str], variable: str) -> Iterator[Wall]:
    """List the walls; `files` must not be seen, nor the variable of the environment."""
    system = ["/", "/usr", "/etc", "/var/tmp", "/dev", "/dev/shm", sys.prefix, str(PACKAGE)]
    memory, too_much = walls.MEMORY + (2 << 30), walls.ROOM + (16 << 20)
    yield Wall("sockets", "make TCP, UDP and UNIX sockets", "make_sockets")
    yield Wall("network", "find a device of the network", "see_devices", linux=True)
    outside = attempts.spaces() if sys.platform.startswith("linux") else {}
    tried = "find the grader's network, processes, mounts, memory or name around it"
    yield Wall("namespaces", tried, "share_spaces", (outside,), linux=True)
    yield Wall(
        "files",
        "read the course's folder, the home folder, temporary files, the system's users and the "
        "answers of the exercises",
        "see",
        (files,),
    )
    yield Wall("system", "write outside of the scratch folder", "write", (system,))
    yield Wall("processes", "see other processes", "see_processes", linux=True)
    yield Wall("signals", "signal other processes", "signal_processes", ([os.getpid()],))
    yield Wall("programs", "start processes and programs", "start_processes")
    threads = 2 * walls.THREADS
    yield Wall("threads", f"start {threads} threads", "start_threads", (threads,))
    yield Wall("memory", f"take {memory >> 30} GB of memory", "take_memory", (memory,), linux=True)
    yield Wall("file size", f"write {too_much >> 20} MB", "fill_disk", (too_much, 1))
    yield Wall("disk", f"write {too_much >> 20} MB in 4 files", "fill_disk", (too_much, 4))
    count = walls.OPEN_FILES + 10
    yield Wall("open files", f"open {count} files at once", "open_files", (count,))
    yield Wall("limits", "lift its limits", "raise_limits")
    yield Wall("environment", "read the grader's environment", "read_environment", (variable,))
    yield Wall("user", "be root, or become it", "be_root")
    yield Wall("rights", "find a right (capability) or gain one", "have_rights", linux=True)
    tried = "trace, mount, unshare, join namespaces and read other memory"
    yield Wall("system calls", tried, "call_system", linux=True)


def try_wall(place: WaitingProcess, wall: Wall) -> Finding:
    """Make one attempt in a session of its own."""
    if wall.linux and not sys.platform.startswith("linux"):
        return Finding(True, f"{wall.name}: not tried, it takes Linux.", fact=True)
    try:
        with _session(place) as session:
            did = _attempt(session, wall.attempt, *wall.arguments)
    except (NoAnswer, PlaceError, ValueError) as error:
        return Finding(False, f"{wall.name}: could not be tried ({error})")
    return _found(wall.name, wall.tried, did)


def try_scratch_folder(place: WaitingProcess) -> Finding:
    """Leave files in one session, and look for them in one beside it and in the next one."""
    mark = f"left-{secrets.token_hex(8)}"
    tried = "find what another session wrote"
    try:
        with _session(place) as beside:
            with _session(place) as first:
                left = _attempt(first, "leave", mark)
                found = _attempt(beside, "find", mark)
            with _session(place) as later:
                found += _attempt(later, "find", mark)
    except (NoAnswer, PlaceError, ValueError) as error:
        return Finding(False, f"scratch folder: could not be tried ({error})")
    if not left:
        return Finding(False, "scratch folder: there is no folder in which a learner can write.")
    return _found("scratch folder", tried, found)


def try_to_linger(place: WaitingProcess) -> Finding:
    """End a session that does not listen and left a process of its own, and look for both."""
    mark = f"ck-{secrets.token_hex(6)}"
    source = f"from coursekit.grading.inside import attempts\nattempts.linger({mark!r})"
    with _session(place) as session:
        with contextlib.suppress(NoAnswer):
            session.ask({"do": "run", "source": source, "limit": 0.5}, STUBBORN)
        began = _processes_named(mark)
    if not began:
        return Finding(False, "the end: could not be tried, since the process was not found.")
    time.sleep(0.2)  # the kernel takes a moment to end a namespace
    left = _processes_named(mark)
    for number in left:
        with contextlib.suppress(OSError):
            os.kill(number, signal.SIGKILL)
    went_on = [f"process {number}" for number in left]
    return _found("the end", "go on when its session was ended", went_on)


def _attempt(session: Session, name: str, *arguments: Any) -> Any:
    """Return what an attempt did; an attempt that failed itself is no wall that held.

    Raises
    ------
    ValueError
        If the attempt gave no answer.
    """
    words = ", ".join(map(repr, arguments))
    call = f"from coursekit.grading.inside import attempts\ndid = attempts.{name}({words})"
    outputs = session.ask({"do": "run", "source": call, "limit": LIMIT}, 2 * LIMIT)["outputs"]
    did = session.ask({"do": "value", "name": "did"}, LIMIT)["value"]
    if not isinstance(did, (list, int)):
        raise ValueError(" ".join(str(one.get("evalue", ""))[:200] for one in outputs))
    return did


def _found(name: str, tried: str, did: list[str]) -> Finding:
    if did:
        return Finding(False, f"{name}: tried to {tried}, and could: {', '.join(did)}.")
    return Finding(True, f"{name}: tried to {tried}, and could not.")


@contextlib.contextmanager
def _session(place: WaitingProcess) -> Iterator[Session]:
    session = place.session()
    try:
        yield session
    finally:
        session.close()


@contextlib.contextmanager
def private_things() -> Iterator[tuple[list[str], str]]:
    """Lay out for a moment what must not be seen: files, and a variable of the environment."""
    places = [str(Path.cwd() / name) for name in ("solutions", "submitted", "gradebook.db")]
    places += [str(PACKAGE / "exercises"), "/etc/passwd", "/etc/shadow"]
    variable = f"COURSEKIT_DOCTOR_{secrets.token_hex(4)}"
    with contextlib.ExitStack() as stack:
        for folder in {Path.cwd(), Path.home(), Path(tempfile.gettempdir())}:
            with contextlib.suppress(OSError):
                name = ".coursekit-doctor-"
                bait = stack.enter_context(tempfile.NamedTemporaryFile(prefix=name, dir=folder))
                Path(bait.name).chmod(0o644)  # its place must hide it, not its permissions
                places.append(bait.name)
        os.environ[variable] = "private"
        stack.callback(os.environ.pop, variable)
        yield places, variable


def _processes_named(mark: str) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):
            if path.read_text().strip() == mark:
                found.append(int(path.parent.name))
    return found
