"""Processes are killed, disks are full, clocks jump: every submission keeps one right grade."""

import ast
import itertools
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from coursekit.grading import isolation, run
from coursekit.grading.isolation import Level
from coursekit.grading.judging import crew as crew_module
from coursekit.grading.judging.crew import MOST_LOST, _Crew
from coursekit.grading.judging.judge import grade_submission
from coursekit.grading.judging.session import WaitingProcess
from coursekit.grading.records.journal import Journal
from coursekit.grading.run import grade_course
from coursekit.grading.submissions.handout import read_handout
from coursekit.grading.submissions.submission import read_submission
from tests.grading import faults_course as small

pytestmark = pytest.mark.slow
DRIVER = Path(__file__).with_name("faults_driver.py")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A course in which nothing is graded."""
    return small.make_course(tmp_path_factory.mktemp("handed-in") / "course")


@pytest.fixture(scope="module")
def crew():
    """Workers that stay over many runs: starting them takes longer than the runs."""
    crew = _Crew(Level.FULL, 2)
    try:
        crew.start()
        yield crew
    finally:
        crew.stop()


@pytest.fixture
def by_crew(crew, monkeypatch):
    """Let workers that run already grade."""
    monkeypatch.setattr(run, "grade_here", lambda jobs, level, workers: crew.grade(jobs))
    return crew


@pytest.fixture(scope="module")
def graded(handed_in, crew, tmp_path_factory):
    """The same course, graded undisturbed."""
    root = small.copied(handed_in, tmp_path_factory.mktemp("graded") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "grade_here", lambda jobs, level, workers: crew.grade(jobs))
        small.right_scores(root)
    return root


@pytest.fixture(scope="module")
def right(graded):
    """The right scores of all tasks."""
    return small.found(graded)["journal"]


@pytest.fixture
def root(handed_in, tmp_path):
    """A course of one's own in which nothing is graded."""
    return small.copied(handed_in, tmp_path / "course")


def moments(count, seconds, seed):
    """Draw moments of a run, with a fixed seed."""
    rng = random.Random(seed)
    return [rng.uniform(0, seconds) for _ in range(count)]


# --- kill -9 of a worker, and of what stands behind it ---------------------------------------


CHAIN = ("worker", "outer bubblewrap", "inner bubblewrap", "waiting process")


def chain_of(worker):
    """List a worker and the processes behind it, down to the waiting one."""
    chain = [worker]
    while len(chain) < len(CHAIN):
        below = [one for one in small.descendants(chain[-1]) if one not in chain]
        if not below:
            break
        chain.append(below[0])
    return chain


class Killer(threading.Thread):
    """Kills one of the crew's processes after some seconds."""

    def __init__(self, crew, seconds, rng):
        super().__init__()
        self.crew, self.seconds = crew, seconds
        self.place, self.depth = rng.randrange(2), rng.randrange(len(CHAIN))
        self.victim = "nothing"

    def run(self):
        time.sleep(self.seconds)
        chain = chain_of(self.crew.workers[self.place].process.pid)
        depth = min(self.depth, len(chain) - 1)
        with suppress(ProcessLookupError):
            os.kill(chain[depth], signal.SIGKILL)
            self.victim = CHAIN[depth]


def test_a_killed_worker_costs_no_grade(root, right, by_crew, monkeypatch):
    monkeypatch.setattr(crew_module, "MOST_STARTS", 99)  # several kills may come in one start
    started = time.monotonic()
    grade_course(root, (), small.SETTINGS)
    seconds = time.monotonic() - started
    rng, victims = random.Random(51), []
    for moment in moments(small.times(6), seconds, seed=5):
        small.forget(root)
        killer = Killer(by_crew, moment, rng)
        killer.start()
        outcome = grade_course(root, (), small.SETTINGS)
        killer.join()
        assert not outcome.waiting
        small.assert_graded(root, right)
        if any(worker.process.poll() is not None for worker in by_crew.workers):
            small.forget(root)
            grade_course(root, (), small.SETTINGS)  # who was killed at the end is missed here
        victims.append(killer.victim)
        small.record("worker", moment=round(moment, 3), of=round(seconds, 3), killed=victims[-1])
    assert len(set(victims)) > 2


# --- kill -9 of the grader -------------------------------------------------------------------


class Driver:
    """A process that forks graders, each of which can be killed."""

    def __init__(self):
        environment = {**os.environ, "PYTHONPATH": str(small.ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
        )
        self.hear()

    def hear(self):
        return json.loads(self.process.stdout.readline())

    def begin(self, root, **order):
        """Begin to grade; returns the grader's number."""
        order = json.dumps({"root": str(root), **order})
        self.process.stdin.write(order.encode() + b"\n")
        self.process.stdin.flush()
        return self.hear()["grader"]

    def end(self):
        """Return what a grader says at its end; None if it was killed before."""
        heard = self.hear()
        if "status" in heard:
            assert heard["status"] == signal.SIGKILL
            return None
        self.hear()
        return heard["fault"]

    def grade(self, root, **order):
        self.begin(root, **order)
        return self.end()


@pytest.fixture(scope="module")
def driver():
    driver = Driver()
    yield driver
    driver.process.stdin.close()
    driver.process.wait()
    driver.process.stdout.close()


def done(root):
    """Count what a killed grader had finished: files of the journal, graded notebooks, rows."""
    learners = set()
    if (root / "gradebook.db").exists():
        with suppress(RuntimeError, OSError):  # a file that has no tables yet
            learners = {learner for learner, _ in small.found(root)["gradebook"]}
    return {
        "journal": len(list(root.glob("journal/*/[!.]*.json"))),
        "autograded": len(list(root.glob("autograded/*/*/*.ipynb"))),
        "gradebook": len(learners),
    }


def test_a_killed_grader_is_gone_with_all_its_processes_and_goes_on(driver, root, right):
    """One in five of the kills: each needs new workers."""
    started = time.monotonic()
    assert driver.grade(root) == ""
    seconds = time.monotonic() - started
    for moment in moments(max(small.times(10) // 5, 2), seconds, seed=6):
        small.forget(root)
        grader = driver.begin(root)
        time.sleep(moment)
        below = small.descendants(grader)
        with suppress(ProcessLookupError):
            os.kill(grader, signal.SIGKILL)
        driver.end()
        small.assert_all_end(below)
        had = done(root)
        assert driver.grade(root) == ""
        small.assert_graded(root, right)
        small.record("grader, judging", moment=round(moment, 3), of=round(seconds, 3), **had)


def test_a_grader_killed_while_it_writes_goes_on(driver, root, graded, right):
    ready = str(graded / "journal")
    seconds = min(timed(lambda: driver.grade(root, ready=ready), root) for _ in range(2))
    seen = set()
    for moment in moments(small.times(15) * 4 // 5, seconds, seed=7):
        small.forget(root)
        grader = driver.begin(root, ready=ready)
        time.sleep(moment)
        with suppress(ProcessLookupError):
            os.kill(grader, signal.SIGKILL)
        driver.end()
        had = done(root)
        seen.add(tuple(had.values()))
        assert driver.grade(root, ready=ready) == ""
        small.assert_graded(root, right)
        small.record("grader, writing", moment=round(moment, 3), of=round(seconds, 3), **had)
    assert len(seen) > 2  # kills came at different stages


def timed(work, root):
    small.forget(root)
    started = time.monotonic()
    assert not work()
    return time.monotonic() - started


# --- kill -9 of the database -----------------------------------------------------------------


def test_a_killed_database_loses_and_doubles_nothing(postgresql, root, graded, right):
    shutil.copytree(graded / "journal", root / "journal")
    shutil.copytree(graded / "autograded", root / "autograded")
    grade_course(root, (), small.SETTINGS, db_url=postgresql.url)
    empty(postgresql.url)
    started = time.monotonic()
    grade_course(root, (), small.SETTINGS, db_url=postgresql.url)
    seconds = time.monotonic() - started
    faults = []
    for number, moment in enumerate(moments(small.times(12), seconds, seed=8)):
        empty(postgresql.url)
        everything = number % 2  # else only the first process, whose others go on for a while
        killer = threading.Timer(moment, kill_server, (postgresql, everything))
        killer.start()
        faults.append(fault_of(root, postgresql.url))
        assert faults[-1] == "" or "The gradebook postgresql" in faults[-1]
        killer.join()
        postgresql.start()
        grade_course(root, (), small.SETTINGS, db_url=postgresql.url)
        small.assert_graded(root, right, postgresql.url)
        small.record(
            "database",
            moment=round(moment, 3),
            of=round(seconds, 3),
            killed="all its processes" if everything else "its first process",
            said=faults[-1].partition(" failed: ")[2][:60],
        )
    assert any(faults)


def fault_of(root, url):
    try:
        grade_course(root, (), small.SETTINGS, db_url=url)
    except RuntimeError as error:
        return str(error)
    return ""


def kill_server(server, everything):
    for number in small.descendants(server.pid) if everything else ():
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
    server.kill()


def empty(url):
    """Take everything out of a database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


# --- two graders -----------------------------------------------------------------------------


def test_a_second_grader_is_refused_and_the_first_goes_on(driver, root, right):
    first = driver.begin(root)
    wait_until(lambda: text_of(root / "journal" / ".lock") == str(first))
    with pytest.raises(RuntimeError, match=rf"^Another grader \(process {first}\) works on"):
        grade_course(root, (), small.SETTINGS)
    assert driver.end() == ""
    small.assert_graded(root, right)


def text_of(path):
    return path.read_text() if path.exists() else ""


def wait_until(done, seconds=60):
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_two_courses_in_one_database_mix_nothing(
    postgresql, driver, handed_in, tmp_path, graded, right
):
    """Two computers may share a database: the lock of a course's folder says nothing there."""
    one, two = (small.copied(handed_in, tmp_path / name) for name in ("one", "two"))
    for root in (one, two):
        shutil.copytree(graded / "journal", root / "journal")
        shutil.copytree(graded / "autograded", root / "autograded")
    for _ in range(4):
        empty(postgresql.url)
        driver.begin(one, db=postgresql.url)
        grade_course(two, (), small.SETTINGS, db_url=postgresql.url)
        assert driver.end() == ""
        small.assert_graded(one, right, postgresql.url)


# --- a full disk -----------------------------------------------------------------------------

FULL_DISK = """
import json, os, shutil, sys
from pathlib import Path
from faults_driver import grade

disk, course, ready = map(Path, sys.argv[1:])
shutil.copytree(course, disk / "course")
filler = disk / "filler"
for room in range(0, 700, 35):
    filler.write_bytes(b"")
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    filler.write_bytes(bytes(free - room * 1024))
    order = {"root": disk / "course", "ready": ready, "level": "none"}
    fault, halves = grade(order), map(str, (disk / "course").rglob("*.part"))
    print(json.dumps([room, fault, *halves]))
    filler.write_bytes(b"")
    if room % 2:
        for name in ("journal", "autograded"):
            shutil.rmtree(disk / "course" / name, ignore_errors=True)
        (disk / "course" / "gradebook.db").unlink(missing_ok=True)
print(json.dumps(grade(order)))
shutil.copytree(disk / "course", course, dirs_exist_ok=True)
"""


def test_a_full_disk_is_named_and_leaves_no_half_file(root, graded, right, tmp_path):
    """A disk of 3 MB in a namespace of its own, with less and more room left on it."""
    (tmp_path / "disk").mkdir()
    script = 'mount -t tmpfs -o size=3m none "$1" && exec "$0" -c "$4" "$1" "$2" "$3"'
    places = [str(tmp_path / "disk"), str(root), str(graded / "journal")]
    environment = {**os.environ, "PYTHONPATH": f"{small.ROOT}:{DRIVER.parent}"}
    command = ["unshare", "-rm", "sh", "-c", script, sys.executable, *places, FULL_DISK]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, env=environment)
    assert done.returncode == 0, f"needs user namespaces: {done.stderr}"
    *tries, last = map(json.loads, done.stdout.splitlines())
    for room, fault, *halves in tries:
        assert not halves
        small.record("disk", room=room, said=fault)
        if fault:
            assert str(tmp_path / "disk") in fault, fault
            assert re.search("No space left on device|disk is full|disk I/O error", fault), fault
    assert len({re.sub("/[a-z]+/a02.*", "", fault) for _, fault in tries}) > 2
    assert last == ""
    small.assert_graded(root, right)


# --- clocks that jump ------------------------------------------------------------------------

PACKAGE = small.ROOT / "coursekit"
MOVABLE = {("time", "time"), ("time", "time_ns"), ("datetime", "now"), ("datetime", "utcnow")}


def test_no_limit_is_kept_by_a_clock_that_can_be_set():
    found = []
    for path in [*PACKAGE.glob("grading/**/*.py"), *PACKAGE.glob("checking/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found += [path.name] if (node.value.id, node.attr) in MOVABLE else []
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                found += [path.name] if {one.name for one in node.names} & {"time"} else []
    assert found == []


JUMPING = """
import itertools, time

hours = itertools.cycle([0, 5 * 3600, -5 * 3600, 40 * 86400])
now = time.time
time.time = lambda: now() + next(hours)
"""
ENDLESS = "def apply_threshold(image, t, bright=True):\n    while True:\n        pass\n"


@pytest.fixture
def jumping_clocks(tmp_path, monkeypatch):
    """Let the clock jump by hours here and, from its start, in the waiting process."""
    (tmp_path / "sitecustomize.py").write_text(JUMPING)
    plain = isolation.environment
    monkeypatch.setattr(
        isolation, "environment", lambda level: {**plain(level), "PYTHONPATH": str(tmp_path)}
    )
    hours = itertools.cycle([0, 5 * 3600, -5 * 3600, 40 * 86400])
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + next(hours))


def test_limits_hold_while_the_clock_jumps(root, right, jumping_clocks):
    replace_answer(root, "amara", "apply_threshold", ENDLESS)
    handout = read_handout(root / "course" / small.ASSIGNMENT)
    started = time.monotonic()
    place = WaitingProcess(Level.NONE)
    try:
        for learner in ("amara", "emeka"):
            folder = root / "submitted" / learner / small.ASSIGNMENT
            submission = read_submission(folder, handout)
            verdict = grade_submission(handout, submission, place, "a secret")
            for task in verdict.tasks:
                endless = (learner, task.cell) == ("amara", "apply_threshold-grade")
                assert task.points == (0 if endless else right[learner, task.cell])
                assert not task.flag
                assert not endless or "seconds" in task.text
    finally:
        place.close()
    assert time.monotonic() - started < 120


def replace_answer(root, learner, name, source):
    """Write another answer into a submission."""
    with small.changed(root, learner) as cells:
        (cell,) = (one for one in cells if one["id"] == f"{name}-answer")
        cell["source"] = source


# --- a submission that ends its workers ------------------------------------------------------


def test_a_deadly_submission_waits_and_the_class_goes_on(root, right, request):
    """Without walls a learner's code can kill its worker; behind them it cannot."""
    small.put_cell(root, "bao", small.DEADLY)
    outcome = grade_course(root, (), replace(small.SETTINGS, workers=1, level=Level.NONE))
    waits = {place: "waits" if place[0] == "bao" else score for place, score in right.items()}
    small.assert_graded(root, waits)
    assert len(outcome.waiting) == sum(learner == "bao" for learner, _ in right)
    assert f"ended {MOST_LOST} workers" in outcome.waiting[0]
    again = replace(small.SETTINGS, regrade=True)
    request.getfixturevalue("by_crew")
    changes = grade_course(root, (), again).changes
    assert changes
    assert all(one.startswith("bao: ") for one in changes)
    small.assert_graded(root, right)


# --- what a person damages -------------------------------------------------------------------


@pytest.fixture
def jobs(graded, monkeypatch):
    """The learners that were judged, with verdicts that are known already."""
    verdicts, judged = Journal(graded / "journal"), []

    def grade_here(jobs, level, workers):
        for job in jobs:
            judged.append(job.submission.learner)
            yield job, verdicts.read(small.ASSIGNMENT, job.submission.learner)

    monkeypatch.setattr(run, "grade_here", grade_here)
    return judged


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[" * 10**6, b"{}"])
def test_a_damaged_verdict_is_made_again(root, right, jobs, damage):
    grade_course(root, (), small.SETTINGS)
    jobs.clear()
    (root / "journal" / small.ASSIGNMENT / "kofi.json").write_bytes(damage)
    grade_course(root, (), small.SETTINGS)
    assert jobs == ["kofi"]
    small.assert_graded(root, right)


@pytest.mark.parametrize("lost", ["gradebook.db", "autograded"])
def test_what_was_deleted_comes_back_from_the_journal(root, right, jobs, lost):
    grade_course(root, (), small.SETTINGS)
    jobs.clear()
    small.forget(root, lost)
    grade_course(root, (), small.SETTINGS)
    assert jobs == []
    small.assert_graded(root, right)


def test_half_files_are_removed(root, right, jobs):
    grade_course(root, (), small.SETTINGS)
    folder = root / "autograded" / "kofi" / small.ASSIGNMENT
    (folder / ".half.part").write_text("{")
    (folder / f"{small.NOTEBOOK}.ipynb").unlink()
    (root / "journal" / small.ASSIGNMENT / ".half.part").write_text("{")
    grade_course(root, (), small.SETTINGS)
    small.assert_graded(root, right)
