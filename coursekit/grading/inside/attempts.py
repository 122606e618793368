"""Attempts to break out, which `coursekit doctor` makes from inside a session.

Each function returns in words what it could do although a wall stands against it; nothing if all
walls held. What an attempt makes it removes again, and what it starts ends by itself.
"""

import contextlib
import ctypes
import errno
import mmap
import os
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

LINGERING = 15.0  # seconds that a left-behind process lives where nothing kills it
_OWN_SPACE = ("net", "pid", "mnt", "ipc", "uts")
_LARGE_PAGE_RESERVE = 0x4000  # MAP_NORESERVE: address space only


def make_sockets() -> list[str]:
    """Make sockets of each kind."""
    kinds = {
        "a TCP socket": (socket.AF_INET, socket.SOCK_STREAM),
        "a UDP socket": (socket.AF_INET, socket.SOCK_DGRAM),
        "a TCP socket (IPv6)": (socket.AF_INET6, socket.SOCK_STREAM),
        "a UNIX socket": (socket.AF_UNIX, socket.SOCK_STREAM),
    }
    return [name for name, kind in kinds.items() if _works(partial(_make_socket, *kind))]


def _make_socket(family: socket.AddressFamily, kind: socket.SocketKind) -> None:
    socket.socket(family, kind).close()


def see_devices() -> list[str]:
    """List the network's devices."""
    lines = Path("/proc/self/net/dev").read_text().splitlines()[2:]
    names = [line.partition(":")[0].strip() for line in lines]
    return [name for name in names if name != "lo"]


def share_spaces(outside: dict[str, str]) -> list[str]:
    """Look which namespaces are the grader's."""
    same = [name for name in _OWN_SPACE if _link_of(name) == outside.get(name)]
    return [f"the {name} namespace" for name in same]


def _link_of(name: str) -> str:
    return str(Path(f"/proc/self/ns/{name}").readlink())


def spaces() -> dict[str, str]:
    """Name the namespaces of this process."""
    return {name: _link_of(name) for name in _OWN_SPACE}


def see(places: Iterable[str]) -> list[str]:
    """Look at files, and into folders."""
    return [place for place in places if _works(partial(_look, Path(place)))]


def _look(path: Path) -> None:
    if path.is_dir():
        if not any(path.iterdir()):
            raise FileNotFoundError(path)
    else:
        path.open("rb").close()


def write(folders: Iterable[str]) -> list[str]:
    """Write a file into folders."""
    return [folder for folder in folders if _works(partial(_write_in, folder))]


def _write_in(folder: str) -> None:
    tempfile.TemporaryFile(dir=folder).close()


def leave(name: str) -> int:
    """Leave a file wherever one can be written; returns how many there are."""
    return sum(_works(place.touch) for place in _places_of(name))


def find(name: str) -> list[str]:
    """Look for what another session left, and remove it."""
    found = [place for place in _places_of(name) if place.exists()]
    for place in found:
        with contextlib.suppress(OSError):
            place.unlink()
    return [str(place) for place in found]


def _places_of(name: str) -> list[Path]:
    folders = {Path.cwd(), Path.home(), Path(tempfile.gettempdir())}
    folders |= {Path(folder) for folder in ("/dev", "/dev/shm", "/tmp", "/var/tmp", "/")}
    return [folder / name for folder in sorted(folders)]


def see_processes() -> list[str]:
    """List processes other than this one."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    others = [number for number in numbers if number != os.getpid()]
    return [f"{len(others)} other processes are seen"] if others else []


def signal_processes(numbers: Iterable[int]) -> list[str]:
    """Reach other processes with a signal that does nothing."""
    asked = sorted({*numbers, os.getppid()} - {0, os.getpid()})
    reached = [number for number in asked if _works(partial(os.kill, number, 0))]
    return [f"process {number}" for number in reached]


def start_processes() -> list[str]:
    """Fork, and start programs."""
    ways: dict[str, Callable[[], object]] = {
        "a fork": _fork,
        "a program": partial(subprocess.run, ["/bin/true"], check=False),
    }
    found = [name for name, way in ways.items() if _works(way)]
    try:
        os.execv("/nowhere/no-program", ["no-program"])
    except FileNotFoundError:
        found.append("the call that becomes another program")
    except PermissionError:
        pass
    return found


def _fork() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def start_threads(count: int) -> list[str]:
    """Start threads."""
    done = threading.Event()
    threads = [threading.Thread(target=done.wait, args=(5,)) for _ in range(count)]
    try:
        for thread in threads:
            thread.start()
    except RuntimeError:
        return []
    finally:
        done.set()
    return [f"{count} threads"]


def take_memory(size: int) -> list[str]:
    """Take more memory than a learner gets; it is not touched."""
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _LARGE_PAGE_RESERVE
    worked = _works(lambda: mmap.mmap(-1, size, flags=flags).close())
    return [f"{size >> 30} GB"] if worked else []


def fill_disk(size: int, count: int) -> list[str]:
    """Write some files until one cannot grow any more."""
    names = [Path(f"filling-{number}") for number in range(count)]
    try:
        for name in names:
            _fill(name, size // count)
    except OSError:
        return []
    finally:
        for name in names:
            name.unlink(missing_ok=True)
    return [f"{size >> 20} MB in {count} file{'s' * (count > 1)}"]


def _fill(path: Path, size: int) -> None:
    part = bytes(1 << 20)
    with path.open("wb", 0) as file:
        for _ in range(size >> 20):
            if file.write(part) < len(part):
                raise OSError(errno.ENOSPC, "no room")


def open_files(count: int) -> list[str]:
    """Open many files at once."""
    with contextlib.ExitStack() as stack:
        try:
            for _ in range(count):
                stack.enter_context(open(os.devnull))  # noqa: PTH123
        except OSError:
            return []
    return [f"{count} open files"]


def raise_limits() -> list[str]:
    """Lift a limit."""
    kinds = {"memory": resource.RLIMIT_AS, "files": resource.RLIMIT_NOFILE}
    everything = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    return [
        f"the limit of {name}"
        for name, kind in kinds.items()
        if resource.getrlimit(kind)[1] == everything[1] or _works(partial(_lift, kind))
    ]


def _lift(kind: int) -> None:
    most = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (most, most + 1))


def read_environment(name: str) -> list[str]:
    """Read a variable of the grader's environment."""
    found = [name] if name in os.environ else []
    with contextlib.suppress(OSError):
        if f"{name}=".encode() in Path("/proc/self/environ").read_bytes():
            found.append(f"{name} in /proc/self/environ")
    return found


def be_root() -> list[str]:
    """Be root, or become it."""
    if 0 in (os.getuid(), os.geteuid()):
        return ["it is root"]
    return ["it became root"] if _works(partial(os.setuid, 0)) else []


def have_rights() -> list[str]:
    """Read which rights (capabilities) this process has or may gain."""
    told = dict(line.split(":\t", 1) for line in _status() if ":\t" in line)
    held = [name for name in ("CapEff", "CapPrm", "CapAmb") if int(told[name], 16)]
    return held + ["it may gain rights"] * (told["NoNewPrivs"].strip() != "1")


def _status() -> list[str]:
    return Path("/proc/self/status").read_text().splitlines()


def call_system() -> list[str]:
    """Make system calls that no lesson needs, with arguments that do nothing."""
    calls: dict[str, tuple[object, ...]] = {
        "ptrace": (2, 1 << 22, None, None),  # of a process that does not exist
        "mount": (None, ctypes.c_void_p(1), None, 0, None),
        "umount2": (ctypes.c_void_p(1), 0),
        "unshare": (0,),
        "setns": (-1, 0),
        "process_vm_readv": (1 << 22, None, 0, None, 0, 0),
        "personality": (0xFFFFFFFF,),
    }
    library = ctypes.CDLL(None, use_errno=True)
    return [name for name, words in calls.items() if not _is_refused(library, name, words)]


def _is_refused(library: ctypes.CDLL, name: str, words: tuple[object, ...]) -> bool:
    ctypes.set_errno(0)
    return getattr(library, name)(*words) == -1 and ctypes.get_errno() == errno.EPERM


def linger(mark: str) -> None:
    """Leave a process that nobody is the parent of, then work without listening to anybody."""
    Path("/proc/self/comm").write_text(mark)
    with contextlib.suppress(OSError):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                time.sleep(LINGERING)
            os._exit(0)
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    until = time.monotonic() + LINGERING
    while time.monotonic() < until:
        with contextlib.suppress(BaseException):
            time.sleep(0.1)


def _works(way: Callable[[], object]) -> bool:
    """Tell whether something can be done; the system says no with an OSError."""
    try:
        way()
    except (OSError, ValueError):
        return False
    return True
