"""A lesson as the rules of the style guide see it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.notebooks.expand import LessonCell, declared, expand
from coursekit.notebooks.prose import headings
from coursekit.notebooks.registry import Registry
from coursekit.notebooks.script import Script, ScriptCell, read_script

SECTION = re.compile(
    r"(\d+) (.+) \(starts at minute (\d+), (\d+) minutes?(?:, \d+ points?)?\)", re.IGNORECASE
)
ENDING = ("key points", "glossary", "next time", "stretch", "further reading", "hand in")


@dataclass(frozen=True)
class Section:
    """A numbered section of a lesson."""

    heading: ScriptCell
    number: int
    start: int  # minutes after the notebook's beginning
    minutes: int
    cells: tuple[ScriptCell, ...]

    @property
    def end(self) -> int:
        """Minute at which the next section starts."""
        return self.start + self.minutes


@dataclass(frozen=True)
class Lesson:
    """A script with its expanded cells, its declarations and, if it was built, its outputs."""

    script: Script
    cells: tuple[LessonCell, ...]
    tasks: tuple[Any, ...]
    built: NotebookNode | None
    known_numbers: frozenset[str]

    @property
    def exercises(self) -> list[Any]:
        """The exercises among the tasks."""
        return [task for task in self.tasks if hasattr(task, "function")]

    @property
    def visible(self) -> list[ScriptCell]:
        """The author's cells that a learner sees."""
        return [cell for cell in self.script.cells if not cell.for_instructors]

    @property
    def texts(self) -> list[ScriptCell]:
        """The author's text cells that a learner sees."""
        return [cell for cell in self.visible if cell.kind == "markdown"]

    @property
    def codes(self) -> list[ScriptCell]:
        """All code cells of the author, the teacher's included."""
        return [cell for cell in self.script.cells if cell.kind == "code"]

    @cached_property
    def sections(self) -> list[Section]:
        """The numbered sections; the last one stops where the ending begins."""
        starts = [index for index, cell in enumerate(self.visible) if section_match(cell)]
        ends = [i for i, cell in enumerate(self.visible) if first_heading(cell).startswith(ENDING)]
        stops = [*starts[1:], min((end for end in ends), default=len(self.visible))]
        return [self._section(start, stop) for start, stop in zip(starts, stops, strict=False)]

    def _section(self, start: int, stop: int) -> Section:
        heading = self.visible[start]
        match = section_match(heading)
        assert match is not None
        number, _, minute, minutes = match.groups()
        cells = tuple(self.visible[start:stop])
        return Section(heading, int(number), int(minute), int(minutes), cells)

    def outputs(self) -> Iterator[tuple[ScriptCell, NotebookNode]]:
        """Yield the stored outputs with the author's cell that each belongs to."""
        stored = {cell.id: cell for cell in self.built.cells} if self.built else {}
        for cell in self.cells:
            for output in stored.get(cell.node.id, {}).get("outputs", ()):
                yield cell.origin, output


def read_lesson(path: Path, registry: Registry, numbers: Path | None = None) -> Lesson:
    """Read a script, its notebook if there is one, and the ids of the tested numbers.

    `numbers` is the module of the tests that makes the numbers of the assignment's texts.
    """
    script = read_script(path)
    notebook = path.with_suffix(".ipynb")
    return Lesson(
        script=script,
        cells=tuple(expand(script, registry)),
        tasks=tuple(declared(script, registry)),
        built=nbformat.read(notebook, as_version=4) if notebook.is_file() else None,
        known_numbers=_number_ids(numbers),
    )


def first_heading(cell: ScriptCell) -> str:
    """Return the first heading of a text cell in small letters, "" if there is none."""
    found = headings(cell.source) if cell.kind == "markdown" else []
    return found[0][1].lower() if found else ""


def section_match(cell: ScriptCell) -> re.Match[str] | None:
    """Match the heading of a numbered section with its times."""
    return SECTION.fullmatch(first_heading(cell))


def _number_ids(path: Path | None) -> frozenset[str]:
    if path is None or not path.is_file():
        return frozenset()
    return frozenset(re.findall(r"\bN-[A-Z]\d\d-\d+\b", path.read_text(encoding="utf-8")))
