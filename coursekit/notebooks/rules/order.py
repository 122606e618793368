"""Rules about the order of cells: opening, sections, exercises, ending."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from coursekit.notebooks.lesson import ENDING, Lesson, first_heading, section_match
from coursekit.notebooks.prose import headings
from coursekit.notebooks.rules.rule import Complaint, rule
from coursekit.notebooks.script import ScriptCell, strip_number_marks

_OPENING: dict[str, Callable[[ScriptCell], bool]] = {
    "a title '# ...'": lambda cell: cell.source.startswith("# ") and cell.kind == "markdown",
    "'## After this you can'": lambda cell: first_heading(cell).startswith("after this you can"),
    "'## Before you start'": lambda cell: first_heading(cell).startswith("before you start"),
    "two retrieval questions with folded answers": lambda cell: (
        cell.source.count("<details>") >= 2 and not cell.exercise
    ),
    "the set-up cell that imports coursekit": lambda cell: (
        cell.kind == "code" and "from coursekit import" in cell.source
    ),
}


@rule
def opening(lesson: Lesson) -> Iterator[Complaint]:
    """Title, 'After this you can', 'Before you start', retrieval, set-up; then the sections."""
    yield from _in_order(lesson, _OPENING)
    first_code = next((cell for cell in lesson.visible if cell.kind == "code"), None)
    if first_code is not None and "from coursekit import" not in first_code.source:
        yield first_code, "the first code cell must be the set-up"


@rule
def ending(lesson: Lesson) -> Iterator[Complaint]:
    """Key points, glossary, next time, stretch, further reading, hand-in (graded lessons)."""
    if lesson.tasks:
        parts = {f"'## {name.capitalize()}'": _headed(name) for name in ENDING}
        yield from _in_order(lesson, parts)
        if lesson.visible[-1].role != "hand-in":
            yield lesson.visible[-1], 'the last cell must have the mark role="hand-in"'


@rule
def one_title(lesson: Lesson) -> Iterator[Complaint]:
    """A notebook has one heading of the first level."""
    found = [
        cell for cell in lesson.script.cells for level, _ in _cell_headings(cell) if level == 1
    ]
    for cell in found[1:]:
        yield cell, "a second heading of the first level; use '##'"


@rule
def heading_levels(lesson: Lesson) -> Iterator[Complaint]:
    """Headings go down one level at a time."""
    levels = [
        (cell.origin, level)
        for cell in lesson.cells
        if cell.node.cell_type == "markdown"
        for level, _ in headings(cell.node.source)
    ]
    for (_, above), (cell, level) in pairwise(levels):
        if level > above + 1:
            yield cell, f"a heading of level {level} follows one of level {above}"


@rule
def section_headings(lesson: Lesson) -> Iterator[Complaint]:
    """Sections are '## 2 Name (starts at minute 15, 30 minutes)', numbered and timed in a row."""
    for cell in lesson.texts:
        if re.match(r"\d", first_heading(cell)) and not section_match(cell):
            yield cell, "write '## N Title (starts at minute X, Y minutes)'"
    if not lesson.sections:
        yield lesson.script.cells[0], "no section '## N Title (starts at minute X, Y minutes)'"
    for before, section in pairwise(lesson.sections):
        if section.number != before.number + 1:
            yield section.heading, f"section {section.number} follows section {before.number}"
        if section.start != before.end:
            yield section.heading, f"starts at minute {section.start}, not {before.end}"


@rule
def section_time(lesson: Lesson) -> Iterator[Complaint]:
    """The minutes of a section's exercises fit into the section."""
    minutes = {exercise.id: exercise.minutes for exercise in lesson.exercises}
    for section in lesson.sections:
        names = {cell.exercise for cell in section.cells if cell.exercise}
        needed = sum(minutes[f"{lesson.script.prefix}.{name}"] for name in names)
        if needed > section.minutes:
            yield section.heading, f"{needed} minutes of exercises in {section.minutes} minutes"


@rule
def predict_first(lesson: Lesson) -> Iterator[Complaint]:
    """In every section the learner predicts before any code runs."""
    for section in lesson.sections:
        code = [cell for cell in section.cells if cell.kind == "code"]
        if code and not code[0].source.startswith("prediction ="):
            yield code[0], 'the first code cell of a section is prediction = "..."'


@rule
def exercise_block(lesson: Lesson) -> Iterator[Complaint]:
    """An exercise is prompt, answer, (solution,) check, one directly after the other."""
    cells = lesson.script.cells
    blocks: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        if cell.exercise:
            blocks.setdefault(cell.exercise, []).append(index)
    for name, places in blocks.items():
        roles = [cells[place].role for place in places if cells[place].role != "solution"]
        if roles != ["prompt", "answer", "check"]:
            yield cells[places[0]], f"{name} has {', '.join(map(str, roles))}"
        elif places[-1] - places[0] != len(places) - 1:
            yield cells[places[0]], f"the cells of {name} must follow each other directly"


@rule
def box(lesson: Lesson) -> Iterator[Complaint]:
    """The title's box tells the minutes and the points that the declarations add up to."""
    title = lesson.script.cells[0]
    text = strip_number_marks(title.source)
    minutes = re.search(r"(\d+) minutes", text)
    if not minutes:
        yield title, "the box must tell the minutes"
    elif lesson.sections and int(minutes[1]) < lesson.sections[-1].end:
        yield title, f"{minutes[0]}, but the last section ends at {lesson.sections[-1].end}"
    points = sum(task.points for task in lesson.tasks)
    if lesson.tasks and not re.search(rf"(?<![\w.]){points:g}(?![\w.])", text):
        yield title, f"the box must tell the {points:g} points"


def _headed(name: str) -> Callable[[ScriptCell], bool]:
    return lambda cell: first_heading(cell).startswith(name)


def _cell_headings(cell: ScriptCell) -> list[tuple[int, str]]:
    return headings(cell.source) if cell.kind == "markdown" else []


def _in_order(
    lesson: Lesson, parts: dict[str, Callable[[ScriptCell], bool]]
) -> Iterator[Complaint]:
    last = -1
    for name, matches in parts.items():
        place = next((i for i, cell in enumerate(lesson.visible) if matches(cell)), None)
        if place is None:
            yield lesson.visible[max(last, 0)], f"{name} is missing"
        elif place < last:
            yield lesson.visible[place], f"{name} stands too early"
        else:
            last = place
