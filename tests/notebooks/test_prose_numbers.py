"""Every number that a lesson's text takes from data is computed here and compared."""

import importlib.util
from pathlib import Path

import pytest

from coursekit.notebooks.build import find_course
from coursekit.notebooks.script import number_marks, read_script

ROOT = Path(__file__).parents[2]
COURSE = find_course(ROOT)


def load_numbers(assignment):
    """The functions that make the numbers of an assignment, by id."""
    prefix = assignment.split("-")[0]
    path = ROOT / "tests" / "exercises" / f"numbers_{prefix}.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.NUMBERS


NUMBERS = {id: make for name in COURSE.assignments() for id, make in load_numbers(name).items()}
MARKS = {
    (id, number, script.stem)
    for name in COURSE.assignments()
    for script in COURSE.scripts(name)
    for cell in read_script(script).cells
    for number, id in number_marks(cell.source)
}


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("id", "number"),
    [
        pytest.param(id, number, id=f"{lesson}-{id}-{number}")
        for id, number, lesson in sorted(MARKS)
    ],
)
def test_the_text_says_what_the_data_give(id, number):
    assert NUMBERS[id]() == number


def test_no_number_is_made_that_no_text_mentions():
    assert set(NUMBERS) - {id for id, _, _ in MARKS} == set()
