"""A small course whose right scores are known, and what must be true of it after every fault."""

import json
import os
import re
import shutil
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from coursekit.grading.made_up import demo, made_up_class
from coursekit.grading.records.folders import read_folders
from coursekit.grading.records.journal import PART, Journal
from coursekit.grading.run import Settings, grade_course
from coursekit.grading.submissions.handout import read_handout

ROOT = Path(__file__).parents[2]
ASSIGNMENT, NOTEBOOK = "a02-thresholds", "a02a-cuts"
LEARNERS = ("amara", "bao", "emeka", "ines", "kofi", "yara")
SETTINGS = Settings(workers=2, secret="a secret")
WORKER, INSIDE = "coursekit.grading.judging.worker", "coursekit.grading.inside"
DEADLY = """
import os, signal
from pathlib import Path

process = os.getpid()
while b"coursekit.grading.judging.worker" not in Path(f"/proc/{process}/cmdline").read_bytes():
    process = int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
os.kill(process, signal.SIGKILL)
"""
STEPS = ("journal", "autograded", "gradebook.db")


def make_course(root):
    """Hand in six submissions of one notebook: right, half right, with a syntax error."""
    demo.make_course(root, ROOT, [ASSIGNMENT])
    for path in root.glob(f"*/{ASSIGNMENT}/*.ipynb"):
        if path.stem != NOTEBOOK:
            path.unlink()
    items = demo.declared_items()
    for learner in made_up_class.LEARNERS:
        if learner.name in LEARNERS:
            assert made_up_class.hand_in(learner, ASSIGNMENT, root, items)
    return root


def copied(course, root):
    """Copy a course as it was handed in, before any grading."""
    shutil.copytree(course, root, ignore=shutil.ignore_patterns(*STEPS))
    return root


@contextmanager
def changed(root, learner):
    path = root / "submitted" / learner / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    yield notebook["cells"]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def put_cell(root, learner, source):
    """Put a code cell into a submission."""
    with changed(root, learner) as cells:
        cell = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": []}
        cells.insert(1, {**cell, "execution_count": None, "source": source})


def forget(root, *steps):
    """Take a course's grades away."""
    for name in steps or STEPS:
        path = root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def found(root, db_url=None):
    """Return what every place says about every task: journal, gradebook and graded notebooks.

    What is there twice, or only in part, is an error.
    """
    folders = read_folders(root, db_url)
    verdicts = list(Journal(folders.journal).all())
    handout = read_handout(folders.handout(ASSIGNMENT))
    journal = {(one.learner, task.cell): points(task) for one in verdicts for task in one.tasks}
    assert len(journal) == len(verdicts) * len(handout.tasks)
    return {
        "journal": journal,
        "gradebook": in_gradebook(folders.db_url, folders.course),
        "autograded": in_notebooks(root),
    }


def points(task):
    return "waits" if task.flag else task.points


def in_gradebook(url, course):
    with Gradebook(url, course) as gradebook:
        submissions = gradebook.assignment_submissions(ASSIGNMENT)
        learners = [one.student_id for one in submissions]
        assert sorted(learners) == sorted(one.id for one in gradebook.students)
        assert len(set(learners)) == len(learners)
        grades = [
            (one.student_id, grade.name, "waits" if grade.needs_manual_grade else grade.auto_score)
            for one in submissions
            for notebook in one.notebooks
            for grade in notebook.grades
        ]
    rows = {(learner, name): score for learner, name, score in grades}
    assert len(rows) == len(grades)
    return rows


def in_notebooks(root):
    """Read the points that the graded notebooks show; each must be whole."""
    rows = {}
    for path in root.glob(f"autograded/*/{ASSIGNMENT}/*.ipynb"):
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {})
            if name.get("grade"):
                (output,) = cell.outputs
                waits = "points wait for your teacher" in output.data["text/html"]
                shown = "waits" if waits else float(output.data["text/plain"])
                rows[path.parts[-3], name["grade_id"]] = shown
    return rows


def assert_graded(root, right, db_url=None):
    """Check that every submission has exactly its right grade in all three places."""
    places = found(root, db_url)
    for name, rows in places.items():
        assert rows == right, name
    assert not half_files(root)


def half_files(root):
    return [path for path in root.rglob("*") if path.name.endswith(PART)]


def right_scores(root):
    """Grade a course undisturbed, and return what each place says of it: the same."""
    outcome = grade_course(root, (), SETTINGS)
    assert not outcome.needs_a_person
    places = found(root)
    assert places["journal"] == places["gradebook"] == places["autograded"]
    assert len({score for _, score in places["journal"].items()}) > 2
    return places["journal"]


# --- processes -------------------------------------------------------------------------------


def processes(*words):
    """Find the processes whose command holds one of some words: number -> command."""
    rows = {}
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if any(word in command for word in words) and "pytest" not in command:
                rows[int(path.parent.name)] = command
    return rows


def descendants(of):
    """Find the processes below one: workers, bubblewrap, waiting processes, learners' code."""
    above = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            number, parent = re.match(r"(\d+) \(.*\) \S (\d+)", path.read_text(), re.S).groups()
            above[int(number)] = int(parent)
    rows, left = [], [of]
    while left:
        one = left.pop()
        left += [child for child, parent in above.items() if parent == one]
        rows += [child for child, parent in above.items() if parent == one]
    return rows


def living(numbers):
    """List those of some processes that are alive; a zombie is not."""
    alive = []
    for number in numbers:
        with suppress(OSError):
            state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
            alive += [number] if state != "Z" else []
    return alive


def assert_all_end(numbers, seconds=20):
    """Wait some seconds until processes have ended."""
    deadline = time.monotonic() + seconds
    while left := living(numbers):
        assert time.monotonic() < deadline, [Path(f"/proc/{n}/cmdline").read_text() for n in left]
        time.sleep(0.1)


def times(number):
    """Return how many of fifty kills to try: few, or what COURSEKIT_FAULTS says."""
    return int(os.environ.get("COURSEKIT_FAULTS", number))


def record(fault, **facts):
    """Write down what a test did, for whoever asks with COURSEKIT_FAULTS_TO."""
    if name := os.environ.get("COURSEKIT_FAULTS_TO"):
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"fault": fault, **facts}) + "\n")
