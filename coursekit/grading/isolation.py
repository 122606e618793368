"""How a learner's code is shut in: the levels, what each needs, and the command for it.

A *waiting process* lives behind bubblewrap, which shows it a read-only system without the course's
solutions, the gradebook, submissions, the network and other processes. For each notebook it forks a
child that goes behind walls of its own (`coursekit.grading.inside.walls`).
"""

import importlib.util
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from coursekit import datasets
from coursekit.grading.inside.walls import SCRATCH

NOBODY = 65534
PACKAGE = Path(__file__).parents[1]
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = (
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"),
    *("/etc/alternatives", "/etc/fonts", "/etc/localtime"),
)
_ENVIRONMENT = {
    "HOME": SCRATCH,
    "USER": "learner",
    "TMPDIR": SCRATCH,
    "MPLCONFIGDIR": f"{SCRATCH}/matplotlib",
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",  # a second thread before a fork makes the child hang
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "COURSEKIT_NUMBA": "off",  # nothing compiled could be kept
    "COURSEKIT_FIGURES": "still",
}


class Level(StrEnum):
    """How strongly a learner's code is shut in."""

    FULL = "full"  # all walls; Linux
    BASIC = "basic"  # a process of its own with limits; sees files and the network
    NONE = "none"  # a process of its own


def default_level() -> Level:
    """Return the strongest level that this system can have in principle."""
    return Level.FULL if sys.platform.startswith("linux") else Level.BASIC


def missing(level: Level) -> list[str]:
    """List what the level needs and this computer lacks, each with the command that helps."""
    if level is not Level.FULL:
        return []
    if not sys.platform.startswith("linux"):
        return ["The level full needs Linux; this system offers --isolation basic."]
    lacks = []
    if not shutil.which("bwrap"):
        lacks.append("bubblewrap is missing: sudo apt install bubblewrap")
    elif fault := _bubblewrap_fault():
        lacks.append(
            f"bubblewrap cannot build its walls ({fault}): user namespaces must be allowed, on "
            "Ubuntu by sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        )
    if importlib.util.find_spec("pyseccomp") is None:
        lacks.append("pyseccomp is missing: pip install 'coursekit[teaching]'")
    return lacks


def require(level: Level) -> None:
    """Refuse to grade behind weaker walls than asked for.

    Raises
    ------
    RuntimeError
        If something is missing.
    """
    if lacks := missing(level):
        words = "; ".join(lacks)
        raise RuntimeError(
            f"--isolation {level} is not possible here. {words}. For people whom you trust there "
            "is --isolation basic."
        )


def refuse_in_view(course: Path, level: Level) -> None:
    """Refuse to grade a course whose solutions a learner's code could read.

    Raises
    ------
    ValueError
        If the course lies in a folder of the system or of this Python, which are shown.
    """
    if level is not Level.FULL:
        return
    for shown in (*map(Path, _SYSTEM), *_python_folders()):
        if course.resolve().is_relative_to(shown):
            raise ValueError(
                f"The course must lie outside of {shown}, which learners' code may read, got "
                f"{course}."
            )


def _bubblewrap_fault() -> str:
    command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    return done.stderr.strip()[-200:] if done.returncode else ""


def command(level: Level) -> list[str]:
    """Return the command that starts a waiting process on its standard input, a socket."""
    python = [sys.executable, "-P", "-m", "coursekit.grading.inside", level]
    if level is not Level.FULL:
        return python
    return ["bwrap", *_walls(), *_view(), *_settings(), "--", *python]


def environment(level: Level) -> dict[str, str]:
    """Return the environment of the waiting process: nothing of the grader's own gets in."""
    if level is Level.FULL:
        return {**_ENVIRONMENT, **_data()}
    folder = tempfile.gettempdir()
    kept = {"PATH": os.environ.get("PATH", ""), "HOME": folder, "TMPDIR": folder}
    kept["MPLCONFIGDIR"] = str(Path(folder) / "coursekit-matplotlib")
    return {**_ENVIRONMENT, **_data(), **kept}


def _data() -> dict[str, str]:
    mirror = os.environ.get("COURSEKIT_DATA_MIRROR", "")
    known = {"COURSEKIT_DATA_DIR": str(datasets.folder())}
    return known | ({"COURSEKIT_DATA_MIRROR": mirror} if Path(mirror or "/none").is_dir() else {})


def _walls() -> list[str]:
    """List the namespaces; root becomes an ordinary user inside, for which it keeps two rights."""
    spaces = ["pid", "net", "ipc", "uts"]
    walls = ["--die-with-parent", "--new-session", *(f"--unshare-{one}" for one in spaces)]
    walls += ["--unshare-cgroup-try", "--hostname", "course"]
    if os.getuid() == 0:
        kept = ["CAP_SETUID", "CAP_SETGID"]
        return [*walls, "--cap-drop", "ALL", *(word for one in kept for word in ("--cap-add", one))]
    return [*walls, "--unshare-user"]


def _view() -> list[str]:
    """List what can be seen: system, Python, this package without its answers, the images."""
    view = []
    for path in _SYSTEM:
        if Path(path).is_symlink():
            view += ["--symlink", str(Path(path).readlink()), path]
        else:
            view += ["--ro-bind-try", path, path]
    for path in (*_SETTINGS, *map(str, _python_folders()), *_data().values(), str(PACKAGE)):
        view += [*_parents(path), "--ro-bind-try", path, path]
    if Path("/tmp") not in {parent for path in view for parent in Path(path).parents}:
        view += ["--symlink", SCRATCH, "/tmp"]
    view += ["--dev", "/dev", "--remount-ro", "/dev", "--proc", "/proc"]
    view += ["--perms", "1777", "--tmpfs", SCRATCH]
    for path in sorted(_declared()):
        view += ["--tmpfs", path, "--remount-ro", path]
    return [*view, "--remount-ro", "/", "--chdir", SCRATCH]


def _declared() -> set[str]:
    """List the folders of declared exercises, in every installed copy of this package."""
    found = {str(PACKAGE / "exercises")}
    for folder in (*_python_folders(), Path("/usr"), Path("/usr/local")):
        for packages in (".", "lib/python3*/site-packages", "lib/python3*/dist-packages"):
            found |= {str(path) for path in folder.glob(f"{packages}/coursekit/exercises")}
    return found


def _parents(path: str) -> Iterator[str]:
    """Make the folders around a path so that an ordinary user may walk through them."""
    for parent in reversed(Path(path).parents[:-1]):
        if not any(parent.is_relative_to(one) for one in _SYSTEM):
            yield from ("--perms", "0755", "--dir", str(parent))


def _python_folders() -> Iterator[Path]:
    """List the folders of this Python and of its packages."""
    yield from map(Path, dict.fromkeys((sys.prefix, sys.base_prefix)))
    packages = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    packages += [*site.getsitepackages(), site.getusersitepackages()]
    yield from (Path(one) for one in dict.fromkeys(packages) if Path(one).is_dir())


def _settings() -> list[str]:
    words = ["--clearenv"]
    for name, value in environment(Level.FULL).items():
        words += ["--setenv", name, value]
    return words
