"""Rules about numbers in prose: each one is made by a test."""

import re
from collections.abc import Iterator

from coursekit.notebooks.lesson import Lesson, first_heading
from coursekit.notebooks.prose import without_code
from coursekit.notebooks.rules.rule import Complaint, rule
from coursekit.notebooks.script import number_marks, strip_number_marks

_MARK = re.compile(r"\[[^\[\]]+\]\{N-[^{}]*\}")
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)+|(?<![\w.])\d{3,}(?!\w)")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_KNOWN = ("100", "255", "256", "65535")  # a per cent sign's, and the limits of the types


@rule
def marked_numbers(lesson: Lesson) -> Iterator[Complaint]:
    """A number with a decimal point or three digits has a mark: [0.849]{N-A02-07}."""
    for cell in lesson.script.cells:
        if cell.kind != "markdown" or "by-hand" in cell.tags:
            continue
        if first_heading(cell).startswith("further reading"):
            continue
        text = without_code(_MARK.sub(" ", cell.source))
        for number in _NUMBER.findall(text):
            if number not in _KNOWN and not _YEAR.fullmatch(number):
                yield cell, f"{number} has no mark; write [{number}]{{N-...}} or `{number}`"


@rule
def tested_numbers(lesson: Lesson) -> Iterator[Complaint]:
    """Every mark names a number that the tests make."""
    for cell in lesson.script.cells:
        for number, name in number_marks(cell.source):
            if name not in lesson.known_numbers:
                yield cell, f"[{number}]{{{name}}}: no test makes this number"
        if "{N-" in strip_number_marks(cell.source):
            yield cell, "a mark is written [79]{N-A02-07}"
