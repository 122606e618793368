"""Hold the lessons against the style guide."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coursekit.notebooks.build import Course
from coursekit.notebooks.lesson import Lesson, read_lesson
from coursekit.notebooks.rules import RULES


@dataclass(frozen=True)
class Finding:
    """One place where a lesson breaks one rule."""

    path: Path
    line: int
    cell: int  # counted from 1 in the script
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} (cell {self.cell}) {self.rule}: {self.message}"


def lint(course: Course, assignments: Iterable[str]) -> list[Finding]:
    """Return everything that the lessons of these assignments break, in order of the scripts."""
    findings = []
    for assignment in assignments:
        prefix = assignment.split("-")[0]
        numbers = course.root / "tests" / "exercises" / f"numbers_{prefix}.py"
        for script in course.scripts(assignment):
            lesson = read_lesson(script, course.registry, numbers)
            findings += lint_lesson(lesson, script.relative_to(course.root))
    return findings


def lint_lesson(lesson: Lesson, path: Path) -> list[Finding]:
    """Return the findings of one lesson in the order of its cells."""
    ordinals = {cell.line: number for number, cell in enumerate(lesson.script.cells, 1)}
    findings = [
        Finding(path, cell.line, ordinals[cell.line], name, message)
        for name, rule in RULES.items()
        for cell, message in rule(lesson)
    ]
    return sorted(findings, key=lambda finding: finding.line)
