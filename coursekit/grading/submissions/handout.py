"""An assignment as it was handed out: the only source of what is graded and for how many points."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat


@dataclass(frozen=True)
class HandoutCell:
    """A cell as handed out; `grade_id`, `points` and `solution` are nbgrader's.

    `graded` are cells with points, nbgrader's manually graded answers and tasks included.
    """

    id: str
    kind: str  # "code", "markdown" or "raw"
    source: str
    grade_id: str = ""
    graded: bool = False
    points: float = 0.0
    solution: bool = False
    metadata: Mapping[str, Any] = field(default_factory=dict, compare=False)  # nbgrader's, whole

    @property
    def answer(self) -> bool:
        """Whether learners write here; for nbgrader, code to be repaired is no solution."""
        return self.kind == "code" and (self.solution or self.grade_id.endswith("-answer"))

    @property
    def locked(self) -> bool:
        """Whether the cell only checks or grades an answer."""
        return (self.graded and not self.solution) or self.grade_id.endswith("-check")


@dataclass(frozen=True)
class Handout:
    """An assignment's notebooks: their names without the ending, and their cells."""

    assignment: str
    notebooks: Mapping[str, tuple[HandoutCell, ...]]

    @property
    def tasks(self) -> tuple[tuple[str, HandoutCell], ...]:
        """The graded cells in order, each with the name of its notebook."""
        return tuple(
            (name, cell) for name, cells in self.notebooks.items() for cell in cells if cell.graded
        )

    def task_id(self, cell: HandoutCell) -> str:
        """Name the exercise or question that a graded cell is about, such as "a02.Q3"."""
        return f"{self.assignment.partition('-')[0]}.{cell.grade_id.removesuffix('-grade')}"


def read_handout(folder: Path) -> Handout:
    """Read a released assignment, such as ``course/a02-thresholds``.

    Raises
    ------
    FileNotFoundError
        If the folder is missing or holds no notebook.
    ValueError
        If a notebook cannot be read.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise FileNotFoundError(f"{folder} must be a released assignment, but has no notebook.")
    return Handout(folder.name, {path.stem: _read_cells(path) for path in paths})


def _read_cells(path: Path) -> tuple[HandoutCell, ...]:
    try:
        notebook = nbformat.read(path, as_version=4)
        return tuple(_handout_cell(cell) for cell in notebook.cells)
    except Exception as error:  # nbformat's own errors have no common class
        raise ValueError(f"{path} must be a notebook that can be read: {error}") from error


def _handout_cell(cell: nbformat.NotebookNode) -> HandoutCell:
    marks = dict(cell.metadata.get("nbgrader", {}))
    return HandoutCell(
        id=str(cell.id),
        kind=str(cell.cell_type),
        source=str(cell.source),
        grade_id=str(marks.get("grade_id", "")),
        graded=bool(marks.get("grade") or marks.get("task")),
        points=float(marks.get("points", 0.0)),
        solution=bool(marks.get("solution", False)),
        metadata=marks,
    )
