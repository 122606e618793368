"""Merging verdicts: the rows that stock nbgrader writes, a person's work kept, all or nothing."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook, SourceCell
from sqlalchemy import create_engine, inspect, text

from coursekit.checking import State
from coursekit.grading.records import database
from coursekit.grading.records.database import open_gradebook
from coursekit.grading.records.folders import read_folders
from coursekit.grading.records.gradebook import merge
from coursekit.grading.records.journal import Journal
from coursekit.grading.submissions.handout import read_handout
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

ASSIGNMENT = "a99-tiny"
CONFIG = """
c = get_config()
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "course"
c.AssignLatePenalties.plugin_class = "lateness.OnePointADay"
"""
PLUGIN = """
from nbgrader.plugins import BasePlugin

class OnePointADay(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return round(total_seconds_late / 86400)
"""
POINTS = {"a": {"one": 2.0, "two": 3.0}, "b": {"three": 4.0}}
ON_TIME, LATE, VERY_LATE = "2026-01-01 12:00:00", "2026-01-03 12:00:00", "2026-03-01 12:00:00"
LEARNERS = {  # what the graded cells give, and when it was handed in
    "ada": (ON_TIME, {"one": 2.0, "two": 3.0, "three": 4.0}),
    "bo": (LATE, {"one": 0.5, "two": 2.5, "three": 1.25}),
    "cy": (VERY_LATE, {"one": 1.5, "two": 0.0}),  # hands in no notebook b
    "di": ("", {"one": 0.0, "two": 0.0, "three": 0.0}),
}


# --- a tiny course, made once with stock nbgrader -------------------------------------------


def marks(name, **extra):
    plain = {"grade_id": name, "schema_version": 3, "task": False}
    return {"nbgrader": plain | {"grade": False, "solution": False, "locked": False} | extra}


def notebook_of(names, points):
    """Return a notebook whose graded cells give `points`, or the teacher's if it says so."""
    cells = [new_markdown_cell("Read this.", id="text", metadata=marks("text", locked=True))]
    for name in names:
        answer = f"{name} = {points.get(name, 0.0)!r}"
        solution = (
            f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION" if points is TEACHER else answer
        )
        written = marks(f"{name}-answer", solution=True)
        graded = marks(f"{name}-grade", grade=True, locked=True, points=TEACHER[name])
        cells.append(new_code_cell(solution, id=f"{name}-answer", metadata=written))
        cells.append(new_code_cell(name, id=f"{name}-grade", metadata=graded))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


TEACHER = {name: points for part in POINTS.values() for name, points in part.items()}


def write_notebooks(folder, points):
    folder.mkdir(parents=True)
    for part, names in POINTS.items():
        if set(names) <= set(points):
            nbformat.write(notebook_of(names, points), folder / f"{part}.ipynb")


def nbgrader(folder, *arguments):
    programs = str(Path(sys.executable).parent)
    environment = os.environ | {"PATH": os.pathsep.join([programs, os.environ.get("PATH", "")])}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    """A course that stock nbgrader has released, as `released.db`, and graded."""
    root = tmp_path_factory.mktemp("stock")
    (root / "nbgrader_config.py").write_text(CONFIG)
    (root / "lateness.py").write_text(PLUGIN)
    write_notebooks(root / "solutions" / ASSIGNMENT, TEACHER)
    nbgrader(root, "generate_assignment", ASSIGNMENT)
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-01-02 12:00:00")
    shutil.copy(root / "gradebook.db", root / "released.db")
    for learner, (handed_in, points) in LEARNERS.items():
        folder = root / "submitted" / learner / ASSIGNMENT
        write_notebooks(folder, points)
        if handed_in:
            (folder / "timestamp.txt").write_text(handed_in)
    nbgrader(root, "autograde", ASSIGNMENT)
    return root


@pytest.fixture
def course(stock, tmp_path):
    """A copy of the course, released and not graded."""
    root = tmp_path / "course-folder"
    shutil.copytree(stock, root)
    shutil.move(root / "released.db", root / "gradebook.db")
    return read_folders(root)


def handout(folders):
    return read_handout(folders.handout(ASSIGNMENT))


def verdict(learner, points=None, handed_in=None, flag=""):
    given, earned = LEARNERS.get(learner, (ON_TIME, {}))
    earned = earned if points is None else points
    notebooks, tasks = [], []
    for part, names in POINTS.items():
        there = set(names) <= set(earned)
        notebooks.append(NotebookVerdict(part, "graded" if there else "missing"))
        for name in names:
            state = State.NOT_YET if there else State.NOT_ANSWERED
            found = (earned.get(name, 0.0), TEACHER[name], "text", "html")
            task = TaskVerdict(f"a99.{name}", f"{name}-grade", part, state, *found)
            tasks.append(replace(task, flag=flag if name == "two" else ""))
    when = given if handed_in is None else handed_in
    return Verdict(learner, ASSIGNMENT, "key", when, tuple(notebooks), tuple(tasks))


def verdicts():
    return [verdict(learner) for learner in LEARNERS]


def dump(url):
    """Return everything that grading writes, without the random numbers of the rows."""
    with Gradebook(url) as gradebook:
        return [
            (
                *(one.student.id, one.timestamp, part.name, part.late_submission_penalty),
                *(grade.name, grade.score, grade.max_score, grade.auto_score, grade.manual_score),
                *(grade.extra_credit, grade.needs_manual_grade),
            )
            for one in sorted(
                gradebook.assignment_submissions(ASSIGNMENT), key=lambda a: a.student.id
            )
            for part in sorted(one.notebooks, key=lambda part: part.name)
            for grade in sorted(part.grades, key=lambda grade: grade.name)
        ]


def bytes_of(url):
    """Return every row of every table, random numbers included."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = {
            name: sorted(map(str, connection.execute(text(f"SELECT * FROM {name}"))))
            for name in inspect(connection).get_table_names()
        }
    engine.dispose()
    return rows


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The address of a new, empty database."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql").url
    return f"sqlite:///{tmp_path}/new.db"


# --- equal to stock --------------------------------------------------------------------------


@pytest.mark.slow
def test_the_rows_are_those_of_stock_nbgrader(stock, course):
    report = merge(verdicts(), handout(course), course.db_url, folders=course)
    expected = dump(f"sqlite:///{stock}/gradebook.db")
    assert dump(course.db_url) == expected
    assert len(expected) == len(LEARNERS) * len(TEACHER)
    assert {row[3] for row in expected} == {None, 1.0, 1.5}  # late penalties, one the whole score
    assert (report.submissions, report.waiting, report.remarks) == (len(LEARNERS), (), ())


@pytest.mark.slow
def test_a_new_gradebook_records_the_assignment_as_stock_does(course, stock, url):
    merge(verdicts(), handout(course), url, folders=course)
    with Gradebook(url) as ours, Gradebook(f"sqlite:///{stock}/released.db") as theirs:
        assert recorded(ours) == recorded(theirs)
        assert ours.find_assignment(ASSIGNMENT).course_id == "default_course"
    without_dates = [row[4:] for row in dump(url)]
    assert without_dates == [row[4:] for row in dump(f"sqlite:///{stock}/gradebook.db")]
    assert bytes_of(url)["alembic_version"] == bytes_of(course.db_url)["alembic_version"]


def recorded(gradebook):
    parts = gradebook.find_assignment(ASSIGNMENT).notebooks
    sources = gradebook.db.query(SourceCell).all()
    return (
        sorted((part.name, part.kernelspec) for part in parts),
        sorted((c.name, c.max_score, c.cell_type) for part in parts for c in part.grade_cells),
        sorted(cell.name for part in parts for cell in part.solution_cells),
        sorted((c.name, c.cell_type, c.locked, c.source, c.checksum) for c in sources),
    )


@pytest.mark.slow
def test_stock_commands_work_on_the_result(course):
    merge(verdicts(), handout(course), course.db_url, folders=course)
    nbgrader(course.root, "export")
    table = (course.root / "grades.csv").read_text().splitlines()
    assert len(table) == 1 + len(LEARNERS)
    assert any(",bo," in row and row.endswith("4.25,2.0,2.25,9.0") for row in table)
    nbgrader(course.root, "autograde", ASSIGNMENT, "--student", "ada", "--force")
    nbgrader(course.root, "generate_feedback", ASSIGNMENT, "--student", "ada")
    nbgrader(course.root, "generate_assignment", ASSIGNMENT, "--force")


@pytest.mark.slow
def test_formgraders_queries_work(course, url):
    merge([*verdicts(), verdict("ed", flag="A worker died.")], handout(course), url)
    with Gradebook(url) as gradebook:
        rows = {row["student"]: row for row in gradebook.submission_dicts(ASSIGNMENT)}
        assert rows["bo"]["score"] == 4.25
        assert rows["bo"]["max_score"] == 9.0
        assert [name for name, row in rows.items() if row["needs_manual_grade"]] == ["ed"]
        assert gradebook.average_assignment_score(ASSIGNMENT) == pytest.approx(14.75 / 5)
        assert gradebook.notebook_submission_dicts("a", ASSIGNMENT)
        assert gradebook.student_dicts()


# --- again, and by hand ----------------------------------------------------------------------


@pytest.mark.slow
def test_merging_again_changes_nothing(course, url):
    merge(verdicts(), handout(course), url, folders=course)
    before = bytes_of(url)
    merge(verdicts(), handout(course), url, folders=course)
    assert bytes_of(url) == before


def by_hand(folders, learner, **columns):
    with Gradebook(folders.db_url) as gradebook:
        grade = gradebook.find_grade("two-grade", "a", ASSIGNMENT, learner)
        for name, value in columns.items():
            setattr(grade, name, value)
        comment = gradebook.find_comment("two-answer", "a", ASSIGNMENT, learner)
        comment.manual_comment = "Well tried."
        gradebook.db.commit()


def row_of(folders, learner, cell="two-grade"):
    with Gradebook(folders.db_url) as gradebook:
        grade = gradebook.find_grade(
            cell, "b" if cell == "three-grade" else "a", ASSIGNMENT, learner
        )
        return grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade


@pytest.mark.slow
def test_what_a_person_wrote_is_kept(course):
    merge(verdicts(), handout(course), course.db_url)
    by_hand(course, "bo", manual_score=3.0, extra_credit=0.5, needs_manual_grade=False)
    merge(verdicts(), handout(course), course.db_url)
    assert row_of(course, "bo") == (2.5, 3.0, 0.5, False)
    new = {"one": 2.0, "two": 1.0, "three": 4.0}
    merge([verdict("bo", new)], handout(course), course.db_url)
    assert row_of(course, "bo") == (1.0, 3.0, 0.5, True)  # the person is asked to look again
    with Gradebook(course.db_url) as gradebook:
        comment = gradebook.find_comment("two-answer", "a", ASSIGNMENT, "bo")
        assert comment.comment == "Well tried."


@pytest.mark.slow
def test_a_flag_waits_for_a_person_and_goes(course):
    flagged = verdict("bo", flag="A worker died.")
    report = merge([flagged], handout(course), course.db_url)
    assert report.waiting == ("bo: a99.two: A worker died.",)
    assert row_of(course, "bo") == (None, None, None, True)
    merge([verdict("bo")], handout(course), course.db_url)
    assert row_of(course, "bo") == (2.5, None, None, False)
    merge([flagged], handout(course), course.db_url)
    by_hand(course, "bo", manual_score=3.0, needs_manual_grade=False)
    merge([flagged], handout(course), course.db_url)
    assert row_of(course, "bo") == (None, 3.0, None, False)  # decided: not asked again


@pytest.mark.slow
def test_a_cell_without_a_verdict_is_left_alone(course):
    merge([verdict("ada")], handout(course), course.db_url)
    one = verdict("ada", {"one": 0.0, "two": 0.0, "three": 0.0})
    merge([replace(one, tasks=one.tasks[:1])], handout(course), course.db_url)
    rows = [row_of(course, "ada", f"{name}-grade")[0] for name in TEACHER]
    assert rows == [0.0, 3.0, 4.0]


@pytest.mark.slow
def test_other_points_in_the_gradebook_are_said_and_stay(course):
    with Gradebook(course.db_url) as gradebook:
        gradebook.find_grade_cell("one-grade", "a", ASSIGNMENT).max_score = 1.0
        gradebook.db.commit()
    report = merge([verdict("ada")], handout(course), course.db_url)
    (remark,) = report.remarks
    assert remark.startswith("a99-tiny/a: one-grade is handed out for 2 points; the gradebook's 1")
    assert row_of(course, "ada", "one-grade")[0] == 1.0


@pytest.mark.slow
def test_a_cell_that_the_gradebook_lacks_is_said(course):
    with Gradebook(course.db_url) as gradebook:
        gradebook.remove_notebook("b", ASSIGNMENT)
    report = merge([verdict("ada")], handout(course), course.db_url)
    assert report.remarks == (
        "a99-tiny/b: three-grade is not in the gradebook, so its points are not either: "
        "run nbgrader generate_assignment a99-tiny.",
    )


# --- all or nothing --------------------------------------------------------------------------


@pytest.mark.slow
def test_half_a_submission_never_stays(course):
    merge([verdict("ada")], handout(course), course.db_url)
    before = bytes_of(course.db_url)
    broken = replace(verdict("bo"), tasks=(*verdict("bo").tasks[:2], None))
    with pytest.raises(AttributeError):
        merge([broken], handout(course), course.db_url)
    assert bytes_of(course.db_url) == before


MERGER = """
import os, sys
from pathlib import Path
from coursekit.grading.records.gradebook import merge
from coursekit.grading.submissions.handout import read_handout
from coursekit.grading.records.journal import Journal

def told(verdicts):
    for verdict in verdicts:
        print("next", flush=True)
        yield verdict

journal, released, url = sys.argv[1:]
for line in sys.stdin:  # each line asks for a merge in a process of its own
    child = os.fork()
    if child == 0:
        print(os.getpid(), flush=True)
        merge(told(Journal(Path(journal)).all()), read_handout(Path(released)), url)
        os._exit(0)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


@pytest.mark.slow
def test_a_killed_merge_leaves_whole_submissions(course, url, tmp_path):
    """After each kill, every submission is there with all its points or not at all."""
    journal = Journal(tmp_path / "journal")
    for number in range(40):
        journal.write(verdict(f"learner{number:02}", TEACHER))
    rng = random.Random(9)
    count = 0
    arguments = [str(journal.folder), str(course.handout(ASSIGNMENT)), url]
    with subprocess.Popen(
        [sys.executable, "-c", MERGER, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as merger:
        for kill in range(8):
            merger.stdin.write(b"merge\n")
            merger.stdin.flush()
            child = int(merger.stdout.readline())
            for _ in range(count + rng.randint(1, 4) if kill > 1 else 0):
                merger.stdout.readline()
            time.sleep(rng.uniform(0, 0.05))
            os.kill(child, signal.SIGKILL)
            while merger.stdout.readline() != b"ended\n":
                pass
            before, count = count, whole_submissions(url)
            assert count >= before
    assert 5 < count < 40  # the kills came while submissions were written
    merge(journal.all(), handout(course), url)
    assert whole_submissions(url) == 40


def whole_submissions(url):
    """Return how many submissions there are; each has all points of its verdict."""
    if not tables_at(url):
        return 0
    with Gradebook(url) as gradebook:
        if not gradebook.assignments:
            return 0
    rows = dump(url)
    assert all(row[7] == TEACHER[row[4].removesuffix("-grade")] for row in rows)
    assert len(rows) % len(TEACHER) == 0
    return len(rows) // len(TEACHER)


def tables_at(url):
    engine = create_engine(url)
    names = inspect(engine).get_table_names()
    engine.dispose()
    return names


def test_tables_are_made_all_at_once(url, monkeypatch):
    class Broken:
        def __init__(self, folder):
            pass

        def get_current_head(self):
            return object()  # no database can keep it: the last step fails

    monkeypatch.setattr(database, "ScriptDirectory", Broken)
    with pytest.raises(RuntimeError, match="failed"), open_gradebook(url):
        pass
    assert tables_at(url) == []


# --- errors in words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("gradebook.db", "must be one such as sqlite:///gradebook.db or postgresql"),
        ("postgresql://me:word@host/x", r"as in postgresql\+psycopg2://me:\*\*\*@host/x: "),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(address, words):
    with pytest.raises(ValueError, match=words), open_gradebook(address):
        pass


def test_a_missing_driver_is_named_with_its_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    words = "needs psycopg2: pip install 'psycopg2-binary'"
    with (
        pytest.raises(RuntimeError, match=words) as caught,
        open_gradebook("postgresql+psycopg2://me:word@host/x"),
    ):
        pass
    assert "word" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg2://a:word@/b?host=/nowhere"]
)
def test_a_database_that_cannot_be_reached_is_one_sentence_without_a_password(address):
    words = r"The gradebook .* failed"
    with pytest.raises(RuntimeError, match=words) as caught, open_gradebook(address):
        pass
    assert "word" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_a_verdict_of_another_assignment_is_refused(course):
    other = replace(verdict("ada"), assignment="a98-other")
    with pytest.raises(ValueError, match="must be of a99-tiny: a98-other"):
        merge([other], handout(course), course.db_url)


def test_a_gradebook_is_made_without_programs_on_path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with open_gradebook(f"sqlite:///{tmp_path}/new.db") as gradebook:
        assert gradebook.assignments == []


# --- the course's settings -------------------------------------------------------------------


def test_folders_are_those_of_the_configuration(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    folders = read_folders(tmp_path)
    assert folders.handout("a01") == tmp_path / "course" / "a01"
    assert folders.submission("a01", "ada") == tmp_path / "submitted" / "ada" / "a01"
    assert folders.journal == tmp_path / "journal"
    assert folders.db_url == f"sqlite:///{tmp_path}/gradebook.db"
    assert read_folders(tmp_path, "sqlite:///other.db").db_url == "sqlite:///other.db"


@pytest.mark.parametrize("wrong", ["1 / 0", "if", "c = get_config()\nc.CourseDirectory.root = 3"])
def test_a_broken_configuration_is_one_sentence(tmp_path, wrong):
    (tmp_path / "nbgrader_config.py").write_text(wrong)
    with pytest.raises(
        ValueError, match=r"nbgrader_config\.py must be a configuration of nbgrader"
    ):
        read_folders(tmp_path)


def test_a_folder_without_a_configuration_is_no_course(tmp_path):
    with pytest.raises(FileNotFoundError, match="has no nbgrader_config"):
        read_folders(tmp_path)
