"""The walls that a child builds around itself before it runs a learner's code (Linux).

Own users, processes, mounts and shared memory; scratch space of fixed size; no rights; limits on
memory, time, threads and files; and a filter of system calls: no new process, program, socket,
mount, namespace or look into another process.
"""

import ctypes
import errno
import os
import resource
import shutil
import socket
from pathlib import Path

SCRATCH = "/scratch"  # the only folder in which a learner's code can write
ROOM = 64 << 20  # bytes of files
MOST_FILES = 10_000
MEMORY = 3 << 30  # bytes on top of what the waiting process has
THREADS = 64
OPEN_FILES = 256
PROCESSOR = 900  # seconds in all; each call has a far smaller limit of its own

_NEWNS, _NEWIPC, _NEWUSER, _NEWPID = 0x20000, 0x08000000, 0x10000000, 0x20000000
_NOSUID, _NODEV, _NOEXEC, _RDONLY, _BIND = 2, 4, 8, 1, 4096
_SET_DUMPABLE, _SET_NO_NEW_PRIVS = 4, 38
_CAPABILITY_VERSION = 0x20080522
_FORBIDDEN = (
    *("fork", "vfork", "execve", "execveat"),  # new processes and programs
    *("socket", "connect", "bind", "listen", "accept", "accept4"),
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp"),
    *("pidfd_open", "pidfd_getfd", "pidfd_send_signal"),
    *("mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "mount_setattr"),
    *("fsopen", "fsmount", "fsconfig", "fspick", "unshare", "setns", "mknod", "mknodat"),
    *("name_to_handle_at", "open_by_handle_at", "quotactl", "acct", "swapon", "swapoff"),
    *("bpf", "perf_event_open", "userfaultfd", "memfd_secret", "syslog", "personality"),
    *("io_uring_setup", "io_uring_enter", "io_uring_register"),  # calls that no filter sees
    *("keyctl", "add_key", "request_key"),
    *("shmget", "shmat", "msgget", "semget", "mq_open", "memfd_create"),  # memory without a limit
    *("init_module", "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot"),
    *("settimeofday", "clock_settime", "adjtimex", "clock_adjtime"),
    *("sethostname", "setdomainname"),
)
_THREAD = 0x10000  # CLONE_THREAD


def become_nobody(number: int) -> None:
    """Give up root for an ordinary user; the files under /proc stay the process's own."""
    os.setgroups([])
    os.setgid(number)
    os.setuid(number)
    _prctl(_SET_DUMPABLE, 1)


def go_behind() -> int:
    """Enter own namespaces with a forked child as their first process.

    Returns
    -------
    child : int
        Its process number, in the outer process; 0 in the child, which is behind the walls.
    """
    user, group = os.getuid(), os.getgid()
    _call("unshare", _NEWUSER | _NEWPID | _NEWNS | _NEWIPC)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    child = os.fork()
    if child:
        return child
    os.setsid()  # a signal to one's own group must not reach the processes outside
    _cover(SCRATCH, ROOM, 0)
    _show_own_process_only()
    _cover("/dev/shm", 4096, _RDONLY)
    os.chdir(SCRATCH)
    limit(THREADS)
    _drop_rights()
    _filter_system_calls()
    return 0


def limit(threads: int | None = None) -> None:
    """Limit memory, time, files and, in a user namespace of its own, threads."""
    limits = {
        resource.RLIMIT_AS: _memory_now() + MEMORY,
        resource.RLIMIT_CPU: PROCESSOR,
        resource.RLIMIT_FSIZE: ROOM,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
    }
    if threads is not None:
        limits[resource.RLIMIT_NPROC] = threads
    for kind, most in limits.items():
        before = resource.getrlimit(kind)[1]
        most = most if before == resource.RLIM_INFINITY else min(most, before)
        resource.setrlimit(kind, (most, most))


def _memory_now() -> int:
    """Return the size of the address space: libraries are mapped before the limit counts."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:  # no /proc, or it is covered
        return 2 << 30
    return pages * resource.getpagesize()


def _cover(place: str, size: int, flags: int) -> None:
    options = f"size={size},nr_inodes={MOST_FILES},mode=700".encode()
    flags |= _NOSUID | _NODEV | _NOEXEC
    _call("mount", b"tmpfs", place.encode(), b"tmpfs", flags, options)


def _show_own_process_only() -> None:
    """Leave of /proc what libraries read about their own process and the computer."""
    shown = {"self": Path("/proc") / Path("/proc/self").readlink()}
    shown[str(os.getpid())] = shown["self"]
    shown |= {name: Path("/proc", name) for name in ("cpuinfo", "meminfo", "stat")}
    aside = Path(SCRATCH, "shown")
    aside.mkdir()
    for name, place in shown.items():
        _bind(place, aside / name)
    _cover("/proc", 1 << 16, 0)
    for name in shown:
        _bind(aside / name, Path("/proc", name))
        _call("umount2", bytes(aside / name), 0)
    shutil.rmtree(aside)


def _bind(place: Path, other: Path) -> None:
    """Show a file or folder in another place too."""
    other.mkdir() if place.is_dir() else other.touch()
    _call("mount", bytes(place), bytes(other), None, _BIND, None)


def _drop_rights() -> None:
    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))

    header = Header(_CAPABILITY_VERSION, 0)
    nothing = (ctypes.c_uint32 * 6)()
    _call("capset", ctypes.byref(header), ctypes.byref(nothing))
    _prctl(_SET_NO_NEW_PRIVS, 1)


def _filter_system_calls() -> None:
    import pyseccomp as seccomp  # needs Linux

    filter = seccomp.SyscallFilter(seccomp.ALLOW)
    for name in _FORBIDDEN:
        if _is_known(seccomp, name):
            filter.add_rule(seccomp.ERRNO(errno.EPERM), name)
    not_local = seccomp.Arg(0, seccomp.NE, socket.AF_UNIX)  # asyncio speaks to itself over a pair
    filter.add_rule(seccomp.ERRNO(errno.EPERM), "socketpair", not_local)
    no_thread = seccomp.Arg(0, seccomp.MASKED_EQ, _THREAD, 0)
    filter.add_rule(seccomp.ERRNO(errno.EAGAIN), "clone", no_thread)
    filter.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags cannot be seen
    filter.load()


def _is_known(seccomp: object, name: str) -> bool:
    """Tell whether this computer's processor and library know a system call."""
    try:
        return int(seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)) >= 0  # type: ignore[attr-defined]
    except (ValueError, OSError):
        return False


def _prctl(option: int, value: int) -> None:
    _call("prctl", option, value, 0, 0, 0)


def _call(name: str, *arguments: object) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    if getattr(library, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
