"""Every wall is seen to hold, and every attempt is seen to get through when its wall is gone."""

import os
import re
import sys
from pathlib import Path

import pytest

from coursekit.grading import computer, doctor, isolation
from coursekit.grading.isolation import Level
from coursekit.grading.judging.session import WaitingProcess
from coursekit.imaging import _compiled

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walls are Linux'"),
]
as_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can give up root")
ROOT = Path(__file__).parents[2]
ALL = {
    *("sockets", "network", "namespaces", "files", "system", "processes", "signals", "programs"),
    *("threads", "memory", "file size", "disk", "open files", "limits", "environment", "user"),
    *("rights", "system calls", "scratch folder", "the end"),
}
WITHOUT = """\
import ctypes, os, sys
from coursekit.grading.inside import child, waiting, walls
{change}
waiting.wait_for_work("full")
"""


def outcomes(findings):
    """Map each wall to whether it held."""
    tried = [finding for finding in findings if not finding.fact]
    return {finding.text.partition(":")[0]: finding.good for finding in tried}


@pytest.fixture
def try_without(monkeypatch):
    """Return the walls among those named that do not hold when something is taken away."""

    def try_walls(names, words=(), first=(), last=(), change=""):
        whole = isolation.command(Level.FULL)
        end = whole.index("--")
        walls = [word for word in [whole[0], *first, *whole[1:end]] if word not in words]
        python = [sys.executable, "-P", "-c", WITHOUT.format(change=change)]
        monkeypatch.setattr(isolation, "command", lambda level: [*walls, *last, "--", *python])
        found = []
        with doctor.private_things() as things:
            place = WaitingProcess(Level.FULL)
            try:
                for wall in doctor.walls_against(*things):
                    if wall.name in names:
                        found.append(doctor.try_wall(place, wall))
                if "scratch folder" in names:
                    found.append(doctor.try_scratch_folder(place))
                if "the end" in names:
                    found.append(doctor.try_to_linger(place))
            finally:
                place.close()
        held = outcomes(found)
        assert held.keys() == set(names)
        return {name for name in names if not held[name]}

    return try_walls


def test_all_walls_hold_with_full_isolation():
    findings = list(doctor.examine(Level.FULL))
    held = outcomes(findings)
    assert held.keys() >= ALL
    assert [finding.text for finding in findings if not finding.good] == []


def test_without_isolation_every_attempt_gets_through():
    held = outcomes(doctor.examine(Level.NONE))
    open_ones = ALL - {"environment"}  # it is clean at every level
    if os.getuid():
        open_ones -= {"user"}
    assert {name for name, good in held.items() if not good} == open_ones


def test_basic_isolation_has_limits_only():
    findings = list(doctor.examine(Level.BASIC))
    held = outcomes(findings)
    shut = {"memory", "file size", "open files", "environment"}
    assert {name for name in shut if not held[name]} == set()
    assert {name for name in ("sockets", "files", "programs", "the end") if held[name]} == set()
    assert any("FAILs below is open to learners' code" in finding.text for finding in findings)


NO_FILTER = "walls._filter_system_calls = lambda: None"
NO_LIMITS = "walls.limit = lambda threads=None: None"
LARGE = "walls.ROOM = 1 << 30"  # of the file system and of a file
LARGE_FOLDER = "cover = walls._cover\nwalls._cover = lambda p, s, f: cover(p, max(s, 1 << 30), f)"
ONE_FOLDER = """\
cover = walls._cover
walls._cover = lambda place, *words: None if place == walls.SCRATCH else cover(place, *words)
walls._show_own_process_only = lambda: None
"""
KEPT_RIGHTS = "walls._drop_rights = lambda: walls._prctl(38, 1)"
MAY_GAIN = "prctl = walls._prctl\nwalls._prctl = lambda o, v: None if o == 38 else prctl(o, v)"
WRITABLE_MEMORY = (
    "cover = walls._cover\nwalls._cover = lambda place, size, f: cover(place, size, 0)"
)
SHARED_PROCESSES = "walls._NEWPID = 0\nwalls._show_own_process_only = lambda: None"
SHOWN_PROCESSES = "walls._show_own_process_only = lambda: None"


NAMED = ["--unshare-uts", "--hostname", "course"]
ANSWERS = isolation.PACKAGE / "exercises"


def shown(folder):
    parents = [str(parent) for parent in reversed(folder.parents[:-1])]
    walked = [word for parent in parents for word in ("--perms", "0755", "--dir", parent)]
    return [*walked, "--ro-bind", str(folder), str(folder)]


@pytest.mark.parametrize(
    ("gone", "changed"),
    [
        pytest.param({"sockets", "programs", "system calls"}, {"change": NO_FILTER}, id="filter"),
        pytest.param({"memory", "open files", "threads"}, {"change": NO_LIMITS}, id="limits"),
        pytest.param({"disk"}, {"change": LARGE_FOLDER}, id="size-of-the-folder"),
        pytest.param({"file size", "disk"}, {"change": LARGE}, id="size-of-files"),
        pytest.param({"scratch folder"}, {"change": ONE_FOLDER}, id="folder-of-its-own"),
        pytest.param({"processes"}, {"change": SHOWN_PROCESSES}, id="hidden-processes"),
        pytest.param({"processes", "signals"}, {"change": SHARED_PROCESSES}, id="own-processes"),
        pytest.param({"network"}, {"words": ["--unshare-net"]}, id="own-network"),
        pytest.param({"namespaces"}, {"words": NAMED}, id="own-name"),
        pytest.param({"files"}, {"last": shown(Path("/etc"))}, id="hidden-etc"),
        pytest.param({"files"}, {"first": shown(ROOT / "solutions")}, id="hidden-course"),
        pytest.param({"files"}, {"last": shown(ANSWERS)}, id="hidden-answers"),
        pytest.param({"system"}, {"change": WRITABLE_MEMORY}, id="read-only-memory"),
        pytest.param({"rights"}, {"change": KEPT_RIGHTS}, id="no-rights"),
        pytest.param({"user"}, {"change": "walls.become_nobody = print"}, id="user", marks=as_root),
    ],
)
def test_a_wall_that_is_taken_away_is_noticed(try_without, monkeypatch, gone, changed):
    monkeypatch.chdir(ROOT)
    assert try_without(gone, **changed) == gone


def test_no_process_goes_on_even_where_one_can_be_started(try_without):
    assert try_without({"the end"}, change=NO_FILTER) == set()


def test_a_process_that_goes_on_is_noticed_and_ended(try_without):
    assert try_without({"the end"}, change=f"{NO_FILTER}\n{SHARED_PROCESSES}") == {"the end"}


def test_an_environment_that_is_handed_on_is_noticed(monkeypatch):
    clean = isolation.environment
    monkeypatch.setattr(isolation, "environment", lambda level: {**os.environ, **clean(level)})
    assert not outcomes(doctor.examine(Level.NONE))["environment"]


def test_an_attempt_that_fails_itself_is_no_wall_that_held():
    place = WaitingProcess(Level.NONE)
    try:
        finding = doctor.try_wall(place, doctor.Wall("memory", "count", "take_memory", ("x",)))
    finally:
        place.close()
    assert not finding.good
    assert finding.text.startswith("memory: could not be tried (")


def test_nothing_private_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    with doctor.private_things() as (files, variable):
        assert [Path(name).parent for name in files if Path(name).parent == tmp_path]
        assert variable in os.environ
        made = [Path(name) for name in files if ".coursekit-doctor-" in name]
        assert len([path for path in made if path.exists()]) == len(made) >= 2
    assert not any(path.exists() for path in made)
    assert dict(os.environ) == before


def test_what_is_missing_comes_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setenv("PATH", "")
    findings = list(doctor.examine(Level.FULL))
    assert [finding.text for finding in findings if not finding.good] == [
        "bubblewrap is missing: sudo apt install bubblewrap"
    ]
    assert findings[-1].text.endswith("coursekit grade --isolation basic")


def test_facts_name_the_secret_and_who_may_read_it(tmp_path, monkeypatch):
    path = tmp_path / "secret"
    monkeypatch.setenv("COURSEKIT_SECRET_FILE", str(path))
    words = "secret: {} (COURSEKIT_SECRET_FILE), {}"
    assert words.format(path, "does not exist") in list(computer.facts())
    path.touch(mode=0o644)
    assert words.format(path, f"others may read it: chmod 600 {path}") in list(computer.facts())
    path.chmod(0o600)
    assert words.format(path, "only its owner may read it") in list(computer.facts())


def test_facts_say_how_to_install_what_is_absent(monkeypatch):
    monkeypatch.setattr(computer.importlib.util, "find_spec", lambda name: None)
    told = [text for text in computer.facts() if "not installed" in text]
    commands = [text.rpartition(": ")[2] for text in told]
    assert commands == [
        f"pip install 'coursekit[{extra}]'" for extra in ("speed", "cluster", "postgresql")
    ]


def test_warm_up_compiles_every_function_that_can_be_compiled(monkeypatch):
    numba = pytest.importorskip("numba")
    njit, names = numba.njit, set()

    def recording(*function, **settings):
        if function:
            return njit(*function, **settings)  # numba's own
        return lambda function: names.add(function.__name__) or njit(**settings)(function)

    monkeypatch.setattr(numba, "njit", recording)
    _compiled.compiled.cache_clear()
    told = list(computer.warm_up())
    _compiled.compiled.cache_clear()
    sources = (isolation.PACKAGE / "imaging").rglob("[!_]*.py")
    known = {
        name for path in sources for name in re.findall(r"compiled\((\w+)\)", path.read_text())
    }
    assert known - names == set()
    assert all(re.fullmatch(r"[a-z VI]+: ready after \d+\.\d s", text) for text in told)


def test_warm_up_says_why_nothing_was_compiled(monkeypatch):
    monkeypatch.setenv("COURSEKIT_NUMBA", "off")
    assert list(computer.warm_up()) == ["Nothing was compiled: COURSEKIT_NUMBA is off."]
    monkeypatch.delenv("COURSEKIT_NUMBA")
    monkeypatch.setitem(sys.modules, "numba", None)
    (told,) = computer.warm_up()
    assert told.endswith("pip install 'coursekit[speed]' installs numba.")
