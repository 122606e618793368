"""A teacher's first hour: typing errors, cells graded by hand, and what is told afterwards."""

import csv
import json

import pytest
from nbgrader.api import Gradebook

from coursekit.grading.records.database import open_gradebook
from tests.grading.small_course import ABLE, ASSIGNMENT, NOTEBOOK, POINTS, make_course, run_command

ESSAY = "Otsu's threshold is the cut with the highest score."
BY_HAND = {  # cells of a teacher's own: their marks, and the points by hand
    "essay": ({"grade": True, "solution": True, "points": 4.0}, 3.0),
    "sketch": ({"grade": True, "solution": True, "points": 2.0}, 2.0),
    "project": ({"task": True, "locked": True, "points": 3.0}, 1.0),
}


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """An empty folder for the user's settings."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.delenv("COURSEKIT_SECRET_FILE", raising=False)
    return tmp_path / "settings"


def cell_by_hand(name, kind, source):
    marks = {"grade_id": name, "schema_version": 3, "locked": False, "task": False}
    marks |= {"grade": False, "solution": False} | BY_HAND[name][0]
    cell = {"cell_type": kind, "id": name, "metadata": {"nbgrader": marks}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def append(path, essay, sketch):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] += [
        cell_by_hand("essay", "markdown", essay),
        cell_by_hand("sketch", "code", sketch),
        cell_by_hand("project", "markdown", "Describe a picture of your own below."),
    ]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def add_cells_by_hand(folder):
    append(folder / "course" / ASSIGNMENT / NOTEBOOK, "YOUR ANSWER HERE", "...")
    handed_in = folder / "submitted" / ABLE.name / ASSIGNMENT / NOTEBOOK
    append(handed_in, ESSAY, "print('twice', 21 * 2)")


def grade_by_hand(folder):
    """Do what formgrader does when a teacher types points and a comment."""
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        notebook = NOTEBOOK.removesuffix(".ipynb")
        for name, (_, points) in BY_HAND.items():
            grade = gradebook.find_grade(name, notebook, ASSIGNMENT, ABLE.name)
            grade.manual_score, grade.needs_manual_grade = points, False
        comment = gradebook.find_comment("essay", notebook, ASSIGNMENT, ABLE.name)
        comment.manual_comment = "Why the highest?"
        gradebook.db.commit()


def read(path):
    return path.read_text(encoding="utf-8-sig")


# --- typing errors ---------------------------------------------------------------------------


def test_a_wrong_folder_leaves_nothing_behind(tmp_path, settings):
    (tmp_path / "elsewhere").mkdir()
    code, out, err = run_command(tmp_path / "elsewhere", "grade")
    assert (code, out) == (1, "")
    assert "has no nbgrader_config.py" in err
    assert not settings.exists()


def test_a_wrong_name_is_answered_with_the_right_ones(tmp_path, settings):
    course = make_course(tmp_path / "course", [])
    code, out, err = run_command(course, "grade", "a2")
    assert (code, out) == (1, "")
    assert f"There is no assignment a2: it must be one of {ASSIGNMENT}" in err
    assert not settings.exists()


@pytest.mark.parametrize("command", ["feedback", "report"])
def test_an_assignment_that_is_not_graded_is_named(tmp_path, settings, command):
    course = make_course(tmp_path / "course", [])
    told = f"Nothing is graded yet of {ASSIGNMENT}: run coursekit grade first."
    assert told in run_command(course, command, ASSIGNMENT)[2]


def test_an_address_that_is_no_gradebook_is_told_before_the_class_is_graded(tmp_path, settings):
    course = make_course(tmp_path / "course")
    code, _, err = run_command(course, "grade", "--isolation=basic", "--db", "postgresql://u@h/n")
    assert code == 1
    assert "must name a driver" in err
    assert not (course / "journal").exists()


def test_scores_of_an_empty_gradebook_are_refused(tmp_path, settings):
    course = make_course(tmp_path / "course", [])
    code, _, err = run_command(course, "export", "--to=csv")
    assert code == 1
    assert "run coursekit grade first" in err
    assert not (course / "scores-csv.csv").exists()
    assert "--to must be canvas, moodle or csv" in run_command(course, "export", "--to=excel")[2]


# --- cells that a teacher grades by hand -----------------------------------------------------


@pytest.mark.slow
def test_a_date_that_was_set_before_the_first_grading_costs_no_points(tmp_path, settings):
    course = make_course(tmp_path / "course", [ABLE])
    with open_gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.add_assignment(ASSIGNMENT, duedate="2099-01-01 12:00:00 UTC")
    assert run_command(course, "grade", "--isolation=basic")[0] == 0
    run_command(course, "feedback")
    stamp = course / "feedback" / ABLE.name / ASSIGNMENT / "timestamp.txt"
    assert stamp.read_text(encoding="utf-8").endswith(" UTC")  # for nbgrader release_feedback
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, ABLE.name).score == POINTS
        assert gradebook.find_assignment(ASSIGNMENT).duedate.year == 2099


@pytest.mark.slow
def test_points_by_hand_wait_then_count_everywhere(tmp_path, settings):
    course = make_course(tmp_path / "course", [ABLE])
    add_cells_by_hand(course)
    grade = ("grade", "--isolation=basic", f"course/{ASSIGNMENT}/")  # as a shell completes it
    code, out, err = run_command(course, *grade)
    assert (code, err) == (3, "")
    assert f"keep a copy of it: {settings}" in out
    assert "Waits for a person (3):" in out
    assert "only checks an answer" not in out

    run_command(course, "feedback")
    page = course / "feedback" / ABLE.name / ASSIGNMENT / NOTEBOOK.replace(".ipynb", ".html")
    assert "Your teacher reads what you wrote and gives the points." in read(page)
    assert "The fault is ours" not in read(page)
    assert "only checks an answer" not in read(page)
    assert "twice 42" in read(page)

    grade_by_hand(course)
    code, out, err = run_command(course, *grade)
    assert (code, err) == (0, "")
    assert "Waits for a person" not in out
    assert "A new secret" not in out

    run_command(course, "feedback")
    assert "18 of 21 points" in read(page)
    assert "Why the highest?" in read(page)
    run_command(course, "report")
    assert "coursekit has no exercise" not in read(course / "report.html")
    code, out, _ = run_command(course, "export", "--to=canvas")
    assert (code, out) == (0, "scores-canvas.csv\n")
    rows = list(csv.reader(read(course / "scores-canvas.csv").splitlines()))
    assert rows[-1][-1] == "18"


@pytest.mark.slow
def test_an_assignment_that_nobody_handed_in_is_said_and_not_exported(tmp_path, settings):
    course = make_course(tmp_path / "course", [ABLE])
    later = course / "course" / "a03-later"
    later.mkdir()
    notebook = (course / "course" / ASSIGNMENT / NOTEBOOK).read_bytes()
    (later / NOTEBOOK).write_bytes(notebook)
    code, out, _ = run_command(course, "grade", "--isolation=basic", ASSIGNMENT, "a03-later")
    assert code == 0
    assert "Nothing was handed in for a03-later." in out
    run_command(course, "export", "--to=moodle")
    assert "a03-later" not in read(course / "scores-moodle.csv")
