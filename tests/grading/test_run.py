"""A run over a course: what is graded, what is passed over, and what a killed run leaves."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from coursekit.grading.made_up.demo import declared_items
from coursekit.grading.made_up.made_up_class import hand_in
from coursekit.grading.records.journal import Journal
from coursekit.grading.run import Settings, Watcher, grade_course
from tests.grading.small_course import (
    ABLE,
    ASSIGNMENT,
    CUT,
    EMPTY,
    NOTEBOOK,
    POINTS,
    change,
    make_course,
    submission_of,
)

pytestmark = pytest.mark.slow
ONE = Settings(workers=1, secret="a secret")
TWO = replace(ONE, workers=2)
COMMAND = "from coursekit import cli; cli.main()"


class Counter(Watcher):
    """Hears of every submission."""

    def __init__(self):
        self.total, self.learners = 0, []

    def begin(self, total):
        self.total = total

    def step(self, submission):
        self.learners.append(submission.learner)


def verdicts(folder):
    """Return the verdicts by learner, without what differs from run to run."""
    return {one.learner: replace(one, seconds=0.0) for one in Journal(folder / "journal").all()}


@pytest.fixture(scope="module")
def first_run(tmp_path_factory):
    """A graded course, and what the run told."""
    folder = make_course(tmp_path_factory.mktemp("run") / "class", (ABLE, EMPTY, CUT))
    counter = Counter()
    return folder, grade_course(folder, (), ONE, watcher=counter), counter


@pytest.fixture
def graded(first_run, tmp_path):
    """A copy of the graded course."""
    return Path(shutil.copytree(first_run[0], tmp_path / "class"))


def test_the_numbers_of_a_run(first_run):
    folder, outcome, _ = first_run
    (row,) = outcome.rows.values()
    assert (row.submissions, row.graded, row.outdated) == (3, 3, 0)
    assert (row.unreadable, row.waiting) == (1, 0)
    assert (row.points, row.most) == (POINTS, POINTS)
    points = {name: verdict.points for name, verdict in verdicts(folder).items()}
    assert points == {"amara": POINTS, "bruno": 0.0, "carla": 0.0}
    assert outcome.needs_a_person
    assert (outcome.changes, outcome.waiting) == ([], [])


def test_the_watcher_hears_of_every_submission(first_run):
    counter = first_run[2]
    assert counter.total == 3
    assert sorted(counter.learners) == ["amara", "bruno", "carla"]


def test_two_workers_find_what_one_found(first_run, graded):
    shutil.rmtree(graded / "journal")
    assert grade_course(graded, (), TWO).rows[ASSIGNMENT].graded == 3
    assert verdicts(graded) == verdicts(first_run[0])


def test_a_second_run_grades_nothing(graded):
    before = verdicts(graded)
    files = {path: path.stat().st_mtime_ns for path in (graded / "autograded").rglob("*.ipynb")}
    counter = Counter()
    outcome = grade_course(graded, (), ONE, watcher=counter)
    assert outcome.rows[ASSIGNMENT].graded == 0
    assert outcome.rows[ASSIGNMENT].submissions == 3
    assert (outcome.changes, counter.total, len(counter.learners)) == ([], 3, 3)
    assert verdicts(graded) == before
    assert files == {path: path.stat().st_mtime_ns for path in files}


def test_changed_files_are_graded_again_and_nothing_else(graded):
    change(graded, "amara", "otsu_threshold-answer", "def otsu_threshold(image):\n    return ...")
    outcome = grade_course(graded, (), ONE)
    assert outcome.rows[ASSIGNMENT].graded == 1
    assert outcome.changes == [
        "amara: a02.otsu_threshold had 4 points, now 0 points, because the submission changed."
    ]


def test_another_secret_is_told_and_regraded_on_request_only(graded):
    other = replace(ONE, secret="another secret")
    told = grade_course(graded, (), other).rows[ASSIGNMENT]
    assert (told.graded, told.outdated) == (0, 3)
    again = grade_course(graded, (), replace(other, regrade=True))
    assert (again.rows[ASSIGNMENT].graded, again.rows[ASSIGNMENT].outdated) == (3, 0)
    assert again.changes == []  # the same points
    assert grade_course(graded, (), other).rows[ASSIGNMENT].outdated == 0


def test_regrading_says_which_points_changed_and_why(graded):
    journal = Journal(graded / "journal")
    old = journal.read(ASSIGNMENT, "amara")
    tasks = [replace(task, points=1.0) for task in old.tasks if task.id == "a02.otsu_threshold"]
    key = old.key.replace("exercises:", "exercises:0")
    others = [task for task in old.tasks if task.id != "a02.otsu_threshold"]
    journal.write(replace(old, key=key, tasks=(*others, *tasks)))
    outcome = grade_course(graded, (), replace(ONE, regrade=True))
    assert outcome.changes == [
        "amara: a02.otsu_threshold had 1 point, now 4 points, because an exercise changed."
    ]


def test_a_damaged_verdict_is_graded_again(graded, first_run):
    (graded / "journal" / ASSIGNMENT / "amara.json").write_text("{")
    assert grade_course(graded, (), ONE).rows[ASSIGNMENT].graded == 1
    assert verdicts(graded) == verdicts(first_run[0])


def test_a_lost_graded_notebook_is_written_again_without_grading(graded):
    shutil.rmtree(graded / "autograded" / "amara")
    assert grade_course(graded, (), ONE).rows[ASSIGNMENT].graded == 0
    assert (graded / "autograded" / "amara" / ASSIGNMENT / NOTEBOOK).is_file()


def test_a_folder_with_an_odd_name_is_passed_over_with_a_remark(graded):
    shutil.copytree(submission_of(graded, "amara"), submission_of(graded, "back\\slash"))
    counter = Counter()
    outcome = grade_course(graded, (), ONE, watcher=counter)
    assert outcome.rows[ASSIGNMENT].submissions == 3
    (remark,) = [text for text in outcome.remarks if "passed over" in text]
    assert "back\\\\slash" in remark
    assert len(counter.learners) == counter.total


def test_files_among_the_folders_do_no_harm(graded):
    (graded / "submitted" / "a list of names.txt").write_text("amara")
    (graded / "submitted" / ".DS_Store").write_bytes(b"\0")
    hidden = graded / "submitted" / ".Trash" / ASSIGNMENT
    hidden.mkdir(parents=True)
    (graded / "submitted" / "amara" / "notes.txt").write_text("no assignment")
    outcome = grade_course(graded, (), ONE)
    assert list(outcome.rows) == [ASSIGNMENT]
    assert outcome.rows[ASSIGNMENT].submissions == 3


def test_empty_folders_and_files_instead_of_folders_cannot_be_read(graded):
    submission_of(graded, "empty").mkdir(parents=True)
    (graded / "submitted" / "plain").mkdir()
    submission_of(graded, "plain").write_text("not a folder")
    row = grade_course(graded, (), ONE).rows[ASSIGNMENT]
    assert (row.submissions, row.graded, row.unreadable) == (5, 2, 3)
    found = verdicts(graded)
    states = [found[name].notebooks[0].state for name in ("empty", "plain")]
    assert states == ["missing", "unreadable"]


def test_a_submission_for_an_unknown_assignment_does_not_stop_the_class(graded):
    shutil.copytree(submission_of(graded, "amara"), graded / "submitted" / "amara" / "a02 (copy)")
    outcome = grade_course(graded, (), ONE)
    assert list(outcome.rows) == [ASSIGNMENT]
    (remark,) = [text for text in outcome.remarks if "a02 (copy)" in text]
    assert "not released" in remark


def test_an_assignment_that_was_asked_for_must_have_been_released(graded):
    with pytest.raises(FileNotFoundError, match="a77-nothing"):
        grade_course(graded, ["a77-nothing"], ONE)


def test_nothing_handed_in_is_an_error(tmp_path):
    folder = make_course(tmp_path / "class", ())
    with pytest.raises(FileNotFoundError, match=r"Nothing was handed in: .*submitted"):
        grade_course(folder, (), ONE)


def test_an_assignment_that_nobody_handed_in_has_no_numbers(tmp_path):
    folder = make_course(tmp_path / "class", ())
    row = grade_course(folder, [ASSIGNMENT], ONE).rows[ASSIGNMENT]
    assert (row.submissions, row.graded, row.points) == (0, 0, 0.0)


def test_two_graders_keep_out_of_each_others_way(graded):
    with Journal(graded / "journal").lock(), pytest.raises(RuntimeError, match="Another grader"):
        grade_course(graded, (), ONE)


# --- Ctrl-C ----------------------------------------------------------------------------------


LEVELS = ["full", "basic", "none"]


def descendants(number):
    """Name the processes below one, each by its number and the time at which it began."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = path.read_text().rpartition(")")[2].split()
            parents[int(path.parent.name)] = (int(words[1]), words[19], words[0])
    found, front = set(), {number}
    while front:
        front = {one for one, (parent, _, _) in parents.items() if parent in front}
        found |= {(one, parents[one][1]) for one in front}
    return found


def alive(processes):
    """Return those that still run; a zombie does not."""
    left = set()
    for number, began in processes:
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            if words[19] == began and words[0] != "Z":
                left.add(number)
    return left


def wait_for(condition, seconds):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it looks into /proc")
@pytest.mark.parametrize("level", LEVELS)
def test_an_interrupted_run_ends_everything_and_the_next_one_goes_on(tmp_path, level):
    folder = make_course(tmp_path / "class", (ABLE, replace(EMPTY, name="zora")))
    for name in ("apply_threshold", "between_class_variance", "otsu_threshold"):
        change(folder, "zora", f"{name}-answer", "while True:\n    pass")  # a minute each
    secret = tmp_path / "secret.txt"
    secret.touch(mode=0o600)
    secret.write_text(ONE.secret)
    words = ["grade", "--workers", "1", "--isolation", level, "--secret", str(secret)]
    run = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    kept = folder / "journal" / ASSIGNMENT / "amara.json"
    wait_for(kept.is_file, 90)
    wait_for(lambda: len(descendants(run.pid)) >= 3, 20)  # worker, waiting process, a child
    time.sleep(1)
    below = descendants(run.pid)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does
    errors = run.communicate(timeout=20)[1]
    assert run.returncode not in (0, 3)
    assert "Traceback" not in errors
    wait_for(lambda: not alive(below), 5)
    assert {path.name for path in kept.parent.iterdir()} == {"amara.json"}
    shutil.rmtree(folder / "submitted" / "zora")
    hand_in(replace(ABLE, name="zora"), ASSIGNMENT, folder, declared_items())
    before = kept.read_bytes()
    assert grade_course(folder, (), ONE).rows[ASSIGNMENT].graded == 1
    assert kept.read_bytes() == before
    assert verdicts(folder)["zora"].points == POINTS
