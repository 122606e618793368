"""Rules about length: a lesson fits into an hour, a text into a glance."""

from collections.abc import Iterator

from coursekit.notebooks.expand import BEGIN_SOLUTION, END_SOLUTION
from coursekit.notebooks.lesson import ENDING, Lesson, first_heading
from coursekit.notebooks.prose import without_folded, words
from coursekit.notebooks.rules.rule import Complaint, rule
from coursekit.notebooks.script import ScriptCell

MAX_MINUTES = 60
MAX_CELLS = 45
MAX_CODE_LINES = 250
MAX_SET_UP_LINES = 12
MAX_OUTPUT_LINES = 15
MINUTES_PER_CHECK = 12
MAX_TABLE_ROWS = 6


@rule
def minutes(lesson: Lesson) -> Iterator[Complaint]:
    """A notebook takes at most 60 minutes."""
    if lesson.sections and lesson.sections[-1].end > MAX_MINUTES:
        end = lesson.sections[-1].end
        yield lesson.sections[-1].heading, f"ends at minute {end}, at most {MAX_MINUTES}"


@rule
def cell_count(lesson: Lesson) -> Iterator[Complaint]:
    """A learner meets at most 45 cells; an exercise and a question count as one each.

    The exercises alone have four cells each after the build, so counting those would measure
    how much there is to do, not how much there is to read.
    """
    blocks = {cell.exercise or cell.question or cell.line for cell in lesson.visible}
    if len(blocks) > MAX_CELLS:
        yield lesson.script.cells[0], f"{len(blocks)} cells, at most {MAX_CELLS}"


@rule
def code_length(lesson: Lesson) -> Iterator[Complaint]:
    """All code of a notebook, solutions included, has at most 250 lines."""
    lines = [
        line
        for cell in lesson.visible
        if cell.kind == "code"
        for line in cell.source.splitlines()
        if line.strip() and BEGIN_SOLUTION not in line and END_SOLUTION not in line
    ]
    if len(lines) > MAX_CODE_LINES:
        yield lesson.script.cells[0], f"{len(lines)} lines of code, at most {MAX_CODE_LINES}"


@rule
def text_length(lesson: Lesson) -> Iterator[Complaint]:
    """A text cell is short: 120 words, a title 60, goals 90, retrieval and prompts 80."""
    for cell in lesson.texts:
        count, limit = len(words(without_folded(cell.source))), _word_limit(cell, lesson)
        if limit and count > limit:
            yield cell, f"{count} words, at most {limit}"


@rule
def refresher_table(lesson: Lesson) -> Iterator[Complaint]:
    """The table of 'Before you start' has at most 6 rows."""
    for cell in lesson.texts:
        rows = sum(line.startswith("|") for line in cell.source.splitlines()) - 2
        if first_heading(cell).startswith("before you start") and rows > MAX_TABLE_ROWS:
            yield cell, f"{rows} rows, at most {MAX_TABLE_ROWS}"


@rule
def set_up_length(lesson: Lesson) -> Iterator[Complaint]:
    """The set-up cell has at most 12 lines."""
    set_up = next((cell for cell in lesson.visible if cell.kind == "code"), None)
    count = len(set_up.source.splitlines()) if set_up else 0
    if set_up and count > MAX_SET_UP_LINES:
        yield set_up, f"{count} lines, at most {MAX_SET_UP_LINES}"


@rule
def one_line_check(lesson: Lesson) -> Iterator[Complaint]:
    """A check cell is one line: check.NAME(NAME)."""
    for cell in lesson.codes:
        expected = f"check.{cell.exercise}({cell.exercise})"
        if cell.role == "check" and cell.source.strip() != expected:
            yield cell, f"write {expected}"


@rule
def check_often(lesson: Lesson) -> Iterator[Complaint]:
    """There is at least one check per 12 minutes (graded lessons)."""
    if lesson.tasks and lesson.sections:
        total = lesson.sections[-1].end
        if len(lesson.tasks) < total / MINUTES_PER_CHECK:
            yield lesson.script.cells[0], f"{len(lesson.tasks)} checks in {total} minutes"


@rule
def output_length(lesson: Lesson) -> Iterator[Complaint]:
    """A cell prints at most 15 lines."""
    for cell, output in lesson.outputs():
        count = len(_printed(output).splitlines())
        if count > MAX_OUTPUT_LINES:
            yield cell, f"prints {count} lines, at most {MAX_OUTPUT_LINES}"


def _printed(output: dict) -> str:
    data = output.get("data", {})
    if {"text/html", "image/png", "text/markdown"} & set(data):
        return ""  # the plain text is only the alternative of what is shown
    return str(output.get("text", data.get("text/plain", "")))


def _word_limit(cell: ScriptCell, lesson: Lesson) -> int:
    if cell is lesson.script.cells[0]:
        return 60
    if cell.role == "prompt" or "<details>" in cell.source:
        return 80
    name = first_heading(cell)
    if name.startswith(ENDING) or name.startswith("before you start"):
        return 0  # as long as it takes
    return 90 if name.startswith("after this you can") else 120
