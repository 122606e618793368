"""The teacher's commands as they are typed: what they print, and with which code they end."""

import csv
import io
import re
import shutil
import stat
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.console import Console

from coursekit.grading import doctor
from coursekit.grading.bar import Bar
from coursekit.grading.doctor import Finding
from tests.grading.small_course import (
    ABLE,
    ASSIGNMENT,
    CUT,
    EMPTY,
    change,
    make_course,
    run_command,
    submission_of,
)

pytestmark = pytest.mark.slow
WORKER = ("--workers", "1")


@pytest.fixture(scope="module")
def own_place(tmp_path_factory):
    """Keep what the commands write for their user out of the home folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COURSEKIT_SECRET_FILE", raising=False)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture(scope="module")
def first_run(tmp_path_factory, own_place):
    """A course after the first `coursekit grade`, and what that printed."""
    place = tmp_path_factory.mktemp("commands")
    folder = make_course(place / "class", (ABLE, EMPTY, CUT))
    done = run_command(folder, "grade", *WORKER, "--secret", place / "keys" / "secret.txt")
    return folder, place / "keys" / "secret.txt", done


@pytest.fixture
def graded(first_run, tmp_path):
    """A copy of the graded course; further arguments of `grade` that fit to it."""
    return Path(shutil.copytree(first_run[0], tmp_path / "class"))


@pytest.fixture
def same_secret(first_run):
    return (*WORKER, "--secret", first_run[1])


@pytest.fixture
def course(tmp_path, own_place):
    """A course in which nothing is graded yet."""
    return make_course(tmp_path / "class", ())


def cells(out):
    """Return the rows of a table as lists of their cells."""
    rows = [line for line in out.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in row.strip("│").split("│")] for row in rows]


def one_line(done, *parts):
    """Whether a command ended with one line of error that holds these words."""
    code, out, err = done
    return (code, out, err.count("\n")) == (1, "", 1) and all(part in err for part in parts)


# --- grade -----------------------------------------------------------------------------------


def test_grade_prints_a_table_and_ends_with_3_if_a_person_is_needed(first_run):
    code, out, err = first_run[2]
    assert (code, err) == (3, "")
    assert cells(out) == [[ASSIGNMENT, "3", "3", "4.0 of 12", "1", "0"]]


def test_no_bar_is_drawn_where_nobody_watches(first_run):
    out = first_run[2][1]
    assert not re.search(r"Grading|0:00|\x1b|\r", out)


def test_a_bar_is_drawn_on_a_terminal():
    out = io.StringIO()
    with Bar(Console(file=out, force_terminal=True, width=100)) as bar:
        bar.begin(2)
        bar.step(SimpleNamespace(assignment=ASSIGNMENT, learner="[amara]"))
    assert "1/2" in out.getvalue()
    assert f"{ASSIGNMENT} [amara]" in out.getvalue()


def test_the_secret_is_made_for_its_owner_only(first_run):
    assert stat.S_IMODE(first_run[1].stat().st_mode) == 0o600


def test_grade_ends_with_0_if_all_is_done_and_grades_nothing_twice(graded, same_secret):
    shutil.rmtree(graded / "submitted" / "carla")
    (graded / "journal" / ASSIGNMENT / "carla.json").unlink()
    code, out, err = run_command(graded, "grade", *same_secret)
    assert (code, err) == (0, "")
    assert cells(out) == [[ASSIGNMENT, "2", "0", "6.0 of 12", "0", "0"]]


def test_regrade_tells_what_changed_and_why(graded, same_secret):
    change(graded, "amara", "otsu_threshold-answer", "def otsu_threshold(image):\n    return ...")
    out = run_command(graded, "grade", "--regrade", ASSIGNMENT, *same_secret)[1]
    assert cells(out) == [[ASSIGNMENT, "3", "3", "2.7 of 12", "1", "0"]]
    words = "amara: a02.otsu_threshold had 4 points, now 0 points, because the submission changed."
    assert f"Points that changed (1):\n  {words}\n" in out


def test_another_secret_is_told(graded):
    out = run_command(graded, "grade", *WORKER)[1]
    assert "3 submissions were graded before the secret, an exercise or coursekit changed" in out
    assert "--regrade grades them again" in " ".join(out.split())


def test_an_unknown_level_gives_one_line(course):
    done = run_command(course, "grade", "--isolation", "some")
    assert one_line(done, "--isolation must be one of full, basic, none, got 'some'.")


def test_missing_walls_give_one_line_with_the_remedy(course, monkeypatch):
    monkeypatch.setenv("PATH", "")
    done = run_command(course, "grade", "--isolation", "full")
    assert one_line(done, "--isolation full is not possible here.", "apt install bubblewrap")


def test_a_number_of_workers_below_0_is_refused(course):
    code, _, err = run_command(course, "grade", "--workers", "-1")
    assert (code, "--workers" in err) == (2, True)


def test_a_secret_that_others_may_read_is_refused(course, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("known")
    secret.chmod(0o644)
    done = run_command(course, "grade", "--secret", secret)
    assert one_line(done, f"chmod 600 {secret}")


def test_a_secret_in_a_repository_is_refused(course):
    (course / ".git").mkdir()
    done = run_command(course, "grade", "--secret", "secret.txt")
    assert one_line(done, "--secret must lie outside of the repository")
    assert not (course / "secret.txt").exists()


def test_a_folder_that_is_no_course_gives_one_line(tmp_path, own_place):
    for command in (["grade"], ["feedback"], ["report"], ["export", "--to", "csv"]):
        assert one_line(run_command(tmp_path, *command), "has no nbgrader_config.py."), command


def test_an_assignment_that_was_never_released_gives_one_line(course):
    assert one_line(run_command(course, "grade", "a77-nothing"), "a77-nothing", "released")


def test_nothing_handed_in_gives_one_line(course):
    assert one_line(run_command(course, "grade"), "Nothing was handed in")


def test_a_gradebook_that_cannot_be_reached_gives_one_line(graded, same_secret):
    url = "postgresql+psycopg2://nobody@127.0.0.1:9/none"
    assert one_line(run_command(graded, "grade", *same_secret, "--db", url))


# --- before grading --------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["report", "feedback"])
def test_a_command_before_grading_says_what_to_do(course, command):
    done = run_command(course, command)
    assert one_line(done, "Nothing is graded yet: run coursekit grade first.")


# --- report, feedback, export ----------------------------------------------------------------


def test_report_writes_a_page_without_names_beside_mistakes(graded):
    code, out, _ = run_command(graded, "report", "--output", "page.html", "--title", "My <class>")
    assert (code, out.strip()) == (0, "page.html")
    page = (graded / "page.html").read_text(encoding="utf-8")
    assert "My &lt;class&gt;" in page
    assert "carla" in page  # whose file a person must look at


def test_report_on_an_assignment_that_nobody_handed_in_gives_one_line(graded):
    done = run_command(graded, "report", "a77-nothing")
    assert one_line(done, "Nothing is graded yet")
    assert not (graded / "report.html").exists()


def test_feedback_writes_a_page_for_each_learner_that_has_a_notebook(graded):
    code, out, _ = run_command(graded, "feedback")
    pages = sorted((graded / "feedback").rglob("*.html"))
    assert code == 0
    assert {path.parent.parent.name for path in pages} >= {"amara", "bruno"}
    assert out == f"{len(pages)} pages are in {graded / 'feedback'}.\n"
    amara = graded / "feedback" / "amara" / ASSIGNMENT / "a02a-cuts.html"
    assert "otsu_threshold" in amara.read_text(encoding="utf-8")


@pytest.mark.parametrize("to", ["canvas", "moodle", "csv"])
def test_export_writes_the_scores(graded, to):
    code, out, _ = run_command(graded, "export", "--to", to)
    assert code == 0
    path = graded / f"scores-{to}.csv"
    assert path.name in out
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    column = {"csv": "points"}.get(to, ASSIGNMENT)
    points = [row[column] for row in rows if "amara" in row.values()]
    assert sum(map(float, points)) == 12.0


def test_an_unknown_format_of_export_gives_one_line(graded):
    done = run_command(graded, "export", "--to", "excel")
    assert one_line(done, "canvas, moodle or csv, got 'excel'.")
    assert not list(graded.glob("scores-*"))


def test_export_writes_where_it_is_told(graded, tmp_path):
    assert run_command(graded, "export", "--to", "csv", "--output", tmp_path / "x.csv")[0] == 0
    assert (tmp_path / "x.csv").is_file()


# --- doctor ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("good", "code", "word"), [(True, 0, "ok  "), (False, 1, "FAIL")])
def test_doctor_prints_a_line_for_each_finding(tmp_path, monkeypatch, good, code, word):
    found = [Finding(True, "two processors", fact=True), Finding(good, "a wall")]
    monkeypatch.setattr(doctor, "examine", lambda: iter(found))
    assert run_command(tmp_path, "doctor") == (code, f"      two processors\n{word}  a wall\n", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="full isolation takes Linux")
def test_doctor_finds_nothing_wrong_and_leaves_nothing_behind(course):
    before = sorted(course.rglob("*"))
    code, out, _ = run_command(course, "doctor")
    assert code == 0, out
    assert "FAIL" not in out
    assert sorted(course.rglob("*")) == before


def test_a_broken_submission_is_named_for_the_teacher(graded, same_secret):
    submission_of(graded, "dora").mkdir(parents=True)
    code, out, _ = run_command(graded, "grade", *same_secret)
    assert code == 3
    assert cells(out)[0][4] == "2"
