"""The learner's copy: complete, and without anything that is the teacher's."""

import json
import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import determine_grade

from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.notebooks.build import find_course, stale_files, stale_questions
from coursekit.notebooks.execution import execute
from coursekit.notebooks.lint import lint

ROOT = Path(__file__).parents[2]
COURSE = find_course(ROOT)
RELEASED = sorted((ROOT / "course").glob("*/*.ipynb"))
SOLVED = sorted((ROOT / "solutions").glob("*/*.ipynb"))


def name(path):
    return path.stem


def cells(path):
    return nbformat.read(path, as_version=4).cells


def graded(path):
    return [cell for cell in cells(path) if cell.metadata.get("nbgrader", {}).get("grade")]


def test_every_lesson_is_released():
    scripts = [path for one in COURSE.assignments() for path in COURSE.scripts(one)]
    assert [path.stem for path in RELEASED] == sorted(path.stem for path in scripts)


def test_nothing_but_notebooks_is_released():
    files = [path for path in (ROOT / "course").rglob("*") if path.is_file()]
    assert sorted(files) == RELEASED


@pytest.mark.parametrize("path", RELEASED, ids=name)
@pytest.mark.parametrize(
    "marker", ["BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "BEGIN MARK SCHEME", "{N-"]
)
def test_no_marker_of_the_teacher_is_left(path, marker):
    assert marker not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", RELEASED, ids=name)
def test_no_instructor_cell_is_released(path):
    assert not [cell.id for cell in cells(path) if "instructor" in cell.metadata.get("tags", ())]
    assert not [cell.id for cell in cells(path) if cell.id.endswith(("-key", "-solution"))]


@pytest.mark.parametrize("path", RELEASED, ids=name)
def test_no_output_is_released(path):
    code = [cell for cell in cells(path) if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("path", [*RELEASED, *SOLVED], ids=name)
def test_ids_are_unique_and_valid(path):
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = Counter(cell.id for cell in notebook.cells)
    assert [id for id, count in ids.items() if count > 1] == []


def test_every_exercise_and_question_is_graded_exactly_once():
    calls = [cell.source.splitlines()[-1] for path in RELEASED for cell in graded(path)]
    assert Counter(calls) == Counter(f'grade("{id}")' for id in [*EXERCISES, *QUESTIONS])


def test_the_points_of_the_release_are_the_declared_ones():
    declared = EXERCISES | QUESTIONS
    for path in RELEASED:
        for cell in graded(path):
            id = re.search(r'"(.+)"', cell.source)[1]
            assert cell.metadata.nbgrader.points == declared[id].points, id


@pytest.mark.parametrize("path", RELEASED, ids=name)
def test_every_stub_is_python_that_answers_nothing(path):
    answers = [cell for cell in cells(path) if cell.metadata.get("nbgrader", {}).get("solution")]
    for cell in answers:
        compile(cell.source, cell.id, "exec")
        assert cell.source.rstrip().endswith("return ..."), cell.id


@pytest.mark.parametrize("path", RELEASED, ids=name)
def test_no_reply_to_a_choice_can_be_read(path):
    text = path.read_text(encoding="utf-8")
    for question in QUESTIONS.values():
        for letter in question.letters:
            reply = question.open(letter).text
            assert json.dumps(reply, ensure_ascii=False)[1:-1] not in text, question.id


@pytest.mark.parametrize("path", RELEASED, ids=name)
def test_no_secret_and_no_path_of_a_machine_is_released(path):
    text = path.read_text(encoding="utf-8")
    assert "COURSEKIT_SECRET" not in text
    assert str(ROOT) not in text
    assert str(Path.home()) not in text


@pytest.mark.slow
@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_rebuilding_changes_nothing(assignment):
    assert stale_files(COURSE, [assignment]) == []


def test_the_sealed_questions_are_the_teachers():
    assert stale_questions() == []


def test_the_lessons_keep_the_style_guide():
    assert [str(finding) for finding in lint(COURSE, COURSE.assignments())] == []


@pytest.mark.slow
@pytest.mark.parametrize("path", RELEASED, ids=name)
def test_a_learner_who_has_written_nothing_can_run_every_cell(path, tmp_path):
    execute(nbformat.read(path, as_version=4), tmp_path)


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_the_teachers_copy_earns_all_points(path):
    for cell in graded(path):
        earned, possible = determine_grade(cell)
        assert earned == possible, cell.source


@pytest.mark.parametrize("path", SOLVED, ids=name)
def test_the_teachers_copy_writes_nothing_to_stderr(path):
    for cell in cells(path):
        streams = [out.name for out in cell.get("outputs", ()) if out.output_type == "stream"]
        assert "stderr" not in streams, cell.source
