"""Scores for Canvas, Moodle and spreadsheets: right, whole, and harmless to open."""

import csv
import errno
import resource
import shutil
from dataclasses import replace

import pytest
from nbgrader.api import Gradebook

from coursekit.checking import State
from coursekit.grading.records.export import export_scores
from coursekit.grading.records.folders import Folders
from coursekit.grading.records.gradebook import merge
from coursekit.grading.records.journal import Journal
from coursekit.grading.submissions.handout import Handout, HandoutCell
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

MAX_POINTS = {"a01-first": {"one": 2.0, "two": 3.0}, "a02-second": {"one": 1.0}}
NAMES = {
    "ada": {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@uni.edu"},
    "bo": {"first_name": "Bø", "last_name": "Müller", "lms_user_id": "77"},
    "=cmd|'/c calc'!A1": {"last_name": "@SUM(1+1)", "first_name": "-2+3"},
    "1234": {},
}


def make_handout(assignment):
    cells = [
        HandoutCell(
            id=f"{name}-grade",
            kind="code",
            source="",
            grade_id=f"{name}-grade",
            graded=True,
            points=points,
            metadata={"grade_id": f"{name}-grade", "grade": True, "points": points},
        )
        for name, points in MAX_POINTS[assignment].items()
    ]
    return Handout(assignment, {"lesson": tuple(cells)})


def verdict(learner, assignment, flag="", **points):
    tasks = [
        TaskVerdict(
            id=f"x.{name}",
            cell=f"{name}-grade",
            notebook="lesson",
            state=State.NOT_YET,
            points=earned,
            max_points=MAX_POINTS[assignment][name],
            text="",
            html="",
            flag=flag,
        )
        for name, earned in points.items()
    ]
    notebook = NotebookVerdict("lesson", "graded")
    return Verdict(learner, assignment, "", "2026-01-03 12:00:00", (notebook,), tuple(tasks))


def folders_in(root):
    names = ["source", "release", "submitted", "autograded", "feedback"]
    url = f"sqlite:///{root}/gradebook.db"
    return Folders(root, *names, "{nbgrader_step}", url, "default_course")


@pytest.fixture
def course(graded_class, tmp_path):
    """A class's gradebook and journal, to be changed by one test."""
    root = tmp_path / "course-folder"
    shutil.copytree(graded_class, root)
    return folders_in(root)


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    """A gradebook with four learners and two assignments; one waits, one is late."""
    folders = folders_in(tmp_path_factory.mktemp("class"))
    first = [
        verdict("ada", "a01-first", one=2.0, two=1.5),
        verdict("bo", "a01-first", one=0.1, two=0.2),
        verdict("=cmd|'/c calc'!A1", "a01-first", one=1.0, two=1.0),
        verdict("1234", "a01-first", flag="A worker died.", one=0.0),
    ]
    second = [verdict("ada", "a02-second", one=1.0)]
    for found in (first, second):
        merge(found, make_handout(found[0].assignment), folders.db_url)
    for one in [*first, *second]:
        if "/" not in one.learner:  # no folder can have that name
            Journal(folders.journal).write(one)
    with Gradebook(folders.db_url) as gradebook:
        for learner, name in NAMES.items():
            gradebook.update_or_create_student(learner, **name)
        late = gradebook.find_submission_notebook("lesson", "a01-first", "ada")
        late.late_submission_penalty = 0.5
        for grade in gradebook.find_submission("a01-first", "1234").notebooks[0].grades:
            grade.needs_manual_grade = grade.name == "one-grade"
        gradebook.db.commit()
    return folders.root


def read(path, delimiter=","):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def exported(course, to, roster=None):
    told = []
    path = export_scores(course, to, course.root / "out.csv", roster, told.append)
    return read(path), told


WAITS = "1234, a01-first: one-grade must be graded by hand."


def test_canvas_without_a_roster(course):
    rows, told = exported(course, "canvas")
    assert rows[:2] == [
        *[["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "a01-first", "a02-second"]],
        ["    Points Possible", "", "", "", "", "5", "1"],
    ]
    assert {row[3]: (row[0], row[1], *row[5:]) for row in rows[2:]} == {
        "ada": ("Lovelace, Ada", "", "3", "1"),
        "bo": ("Müller, Bø", "77", "0.3", ""),
        "'=cmd|'/c calc'!A1": ("'@SUM(1+1), -2+3", "", "2", ""),
        "1234": ("1234", "", "", ""),  # it waits for a person: never 0
    }
    assert told == [WAITS]


ROSTER = '''\
\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,A02 (901),A01-First (900),Final Score
,,,,,,Manual Posting,,
    Points Possible,,,,,,1.00,5.00,(read only)
"Lovelace, Ada",11,,ada,S1,kind,,0.00,88
"Müller, Bø",77,,bo@uni.edu,S1,,EX,4.00,50
Number,12,1234,n,S2,,,3.00,20
Somebody,1234,,else,S2,,0.50,4.50,70
"=""=evil()""",13,,ev,S2,,,,'''


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "canvas.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_a_canvas_roster_is_filled_in_and_keeps_the_rest(course, roster):
    before = read(roster)
    rows, told = exported(course, "canvas", roster)
    expected = [list(row) for row in before]
    expected[3][6:8] = ["1", "3"]  # ada, by her login
    expected[4][7] = "0.3"  # bo, by Canvas' ID; the excuse for a02 stays
    expected[5][7] = ""  # 1234, by the SIS User ID, waits for a person
    expected[7][0] = "'" + before[7][0]
    assert rows == expected
    missing = "=cmd|'/c calc'!A1 is not in canvas.csv: these scores are not exported."
    assert told == [missing, WAITS]


def test_a_roster_with_semicolons_and_without_a_column(course, roster):
    text = "Student;ID;SIS Login ID;Section;a01 (3)\n    Points Possible;;;;\nAda;11;ada;S1;\n"
    roster.write_text(text, encoding="utf-8")
    rows, told = exported(course, "canvas", roster)
    assert rows == [
        ["Student", "ID", "SIS Login ID", "Section", "a01 (3)", "a02-second"],
        ["    Points Possible", "", "", "", "5", "1"],
        ["Ada", "11", "ada", "S1", "3", "1"],
    ]
    assert any("no column a02-second" in sentence for sentence in told)


def test_a_roster_that_names_a_learner_twice_is_refused(course, roster):
    roster.write_text("Student,ID,SIS Login ID,Section\nA,1,ada,\nB,2,ada,\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"canvas\.csv must name each learner once, .* ada twice"):
        exported(course, "canvas", roster)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfeS\x00"])
def test_another_file_as_roster_is_refused(course, roster, content):
    roster.write_bytes(content)
    with pytest.raises(ValueError, match=r"canvas\.csv must be"):
        exported(course, "canvas", roster)


def test_moodle_leaves_out_who_handed_in_nothing(course):
    with Gradebook(course.db_url) as gradebook:
        gradebook.add_student("nobody")
    rows, told = exported(course, "moodle")
    columns = ["a01-first", "a01-first feedback", "a02-second", "a02-second feedback"]
    assert rows[0] == ["Username", "Email address", *columns]
    by_name = {row[0]: row[1:] for row in rows[1:]}
    late = "one 2 of 2; two 1.5 of 3; handed in late, 0.5 taken off"
    assert by_name["ada"] == ["ada@uni.edu", "3", late, "1", "one 1 of 1"]
    assert by_name["bo"] == ["", "0.3", "one 0.1 of 2; two 0.2 of 3", "", ""]
    assert by_name["1234"] == ["", "", "", "", ""]
    assert "nobody" not in by_name
    assert told == [WAITS]


def test_the_table_has_a_row_for_each_task(course):
    rows, told = exported(course, "csv")
    table = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert len(table) == 4 * 2 + 1
    assert table[0]["learner"] == "1234"
    flags = {(row["learner"], row["task"]): (row["points"], row["flag"]) for row in table}
    assert flags["1234", "one"] == ("", "A worker died.")
    (ada,) = [row for row in table if (row["learner"], row["task"]) == ("ada", "two")]
    assert ada == {
        "learner": "ada",
        "assignment": "a01-first",
        "notebook": "lesson",
        "task": "two",
        "points": "1.5",
        "max_points": "3",
        "state": "not yet",
        "flag": "",
        "late_penalty_of_notebook": "0.5",
        "handed_in_utc": "2026-01-03 12:00:00",
    }
    assert told == [WAITS]


def test_a_persons_points_are_exported(course):
    with Gradebook(course.db_url) as gradebook:
        grade = gradebook.find_grade("one-grade", "lesson", "a01-first", "1234")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.25, False
        gradebook.db.commit()
    rows, told = exported(course, "canvas")
    assert [row[5] for row in rows if row[3] == "1234"] == ["1.75"]
    assert told == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_a_name_never_becomes_a_formula(course, start):
    with Gradebook(course.db_url) as gradebook:
        gradebook.update_or_create_student("ada", last_name=f"{start}1+1", email=f"{start}x")
    for to in ("canvas", "moodle", "csv"):
        rows, _ = exported(course, to)
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝"))]


def test_a_file_begins_with_the_mark_that_excel_needs(course):
    exported(course, "canvas")
    assert (course.root / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfStudent,")


def test_a_failed_export_leaves_the_old_file(course):
    path = course.root / "out.csv"
    path.write_text("old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))
    try:
        with pytest.raises(OSError, match=r"out\.csv cannot be written") as caught:
            exported(course, "canvas")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.errno == errno.EFBIG
    assert path.read_text() == "old"
    assert not list(course.root.glob(".*"))


def test_what_cannot_be_exported_is_said(course, roster):
    with pytest.raises(ValueError, match="must be canvas, moodle or csv, got 'excel'"):
        exported(course, "excel")
    with pytest.raises(ValueError, match="a roster is filled in for canvas only"):
        exported(course, "moodle", roster)
    nowhere = replace(course, db_url="sqlite:////nowhere/at/all.db")
    with pytest.raises(RuntimeError, match="gradebook"):
        exported(nowhere, "csv")
