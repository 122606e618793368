"""Every item of the sources has the place that docs/coverage.md gives it."""

import re
from pathlib import Path

import pytest

from coursekit.exercises import EXERCISES, QUESTIONS

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (?P<item>[^|]+) \| (?P<what>[^|]+) \| (?P<places>[^|]+) \|$", re.MULTILINE)
PLACE = re.compile(r'(A\d\d) ([EPQ]\d+[a-z]?)|(A\d\d[a-z]) "([^"]+)"')
TASKS = {
    f"{task.assignment.upper()} {task.code}" for task in (*EXERCISES.values(), *QUESTIONS.values())
}
ROWS = [
    row
    for row in ROW.finditer((ROOT / "docs/coverage.md").read_text(encoding="utf-8"))
    if row["item"] not in ("Item", "---")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["item"])
def test_each_item_has_its_place(row):
    found = list(PLACE.finditer(row["places"]))
    assert ", ".join(place[0] for place in found) == row["places"], "a place is not written so"
    for assignment, code, lesson, words in (place.groups() for place in found):
        if assignment:
            assert f"{assignment} {code}" in TASKS
        else:
            (script,) = ROOT.glob(f"solutions/*/{lesson.lower()}-*.py")
            text = " ".join(re.sub(r"\n# ?", " ", script.read_text(encoding="utf-8")).split())
            assert words in text, f"{script.name} does not hold {words!r}"


def test_each_item_is_listed_once_and_each_task_of_the_sources_is_there():
    items = [row["item"] for row in ROWS]
    assert len(set(items)) == len(items) > 80


def test_each_exercise_comes_from_a_source():
    listed = {place[0] for row in ROWS for place in PLACE.finditer(row["places"]) if place[1]}
    exercises = {f"{one.assignment.upper()} {one.code}" for one in EXERCISES.values()}
    assert exercises <= listed
