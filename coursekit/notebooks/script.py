"""Lesson scripts: percent scripts whose cells carry marks (exercise, role, question, tags)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import jupytext

MARKS = ("exercise", "role", "question", "tags")
ROLES = ("prompt", "answer", "solution", "check", "hand-in")
TAGS = ("folded", "instructor", "by-hand", "retrieval", "predict")

_CELL_LINE = re.compile(r"^# %%", re.MULTILINE)
_NUMBER_MARK = re.compile(r"\[([^\[\]]+)\]\{(N-[A-Z]\d\d-\d+)\}")


@dataclass(frozen=True)
class ScriptCell:
    """One cell of a lesson script, as its author wrote it."""

    kind: str  # "markdown" or "code"
    source: str
    line: int  # where the cell starts in the script, counted from 1
    exercise: str | None = None
    role: str | None = None
    question: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def for_instructors(self) -> bool:
        """Tell whether the cell is absent from the learner's copy."""
        return "instructor" in self.tags or self.role == "solution"


@dataclass(frozen=True)
class Script:
    """A lesson script: where it lies and its cells in order."""

    path: Path
    cells: tuple[ScriptCell, ...]

    @property
    def name(self) -> str:
        """Name of the notebook, for example ``a02b-otsu``."""
        return self.path.stem

    @property
    def assignment(self) -> str:
        """Name of the assignment's folder, for example ``a02-thresholds``."""
        return self.path.parent.name

    @property
    def prefix(self) -> str:
        """First part of the ids of its exercises, for example ``a02``."""
        return self.assignment.split("-")[0]


def read_script(path: Path) -> Script:
    """Read a lesson script and check its marks.

    Parameters
    ----------
    path : Path
        A percent script; each cell starts with a line ``# %%``.

    Returns
    -------
    script : Script
        Its cells in order; a header above the first cell is left out.

    Raises
    ------
    ValueError
        If a cell carries an unknown mark, role or tag, or if text stands outside of cells.
    """
    text = path.read_text(encoding="utf-8")
    cells = jupytext.reads(text, fmt="py:percent").cells
    lines = [text.count("\n", 0, match.start()) + 1 for match in _CELL_LINE.finditer(text)]
    if len(lines) != len(cells):
        raise ValueError(
            f"{path}: every cell must start with a line '# %%', got {len(cells)} cells "
            f"and {len(lines)} such lines."
        )
    marked = zip(cells, lines, strict=True)
    return Script(path, tuple(_script_cell(cell, line, path) for cell, line in marked))


def number_marks(text: str) -> list[tuple[str, str]]:
    """Return the marked numbers of a text as (number, id), for example ("79", "N-A02-07")."""
    return _NUMBER_MARK.findall(text)


def strip_number_marks(text: str) -> str:
    """Return the text with ``[79]{N-A02-07}`` replaced by ``79``."""
    return _NUMBER_MARK.sub(r"\1", text)


def _script_cell(cell: dict, line: int, path: Path) -> ScriptCell:
    marks = {key: value for key, value in cell["metadata"].items() if key != "lines_to_next_cell"}
    where = f"{path}:{line}"
    _require_known(marks, MARKS, f"{where}: a mark")
    tags = tuple(marks.pop("tags", ()))
    _require_known(tags, TAGS, f"{where}: a tag")
    if "role" in marks:
        _require_known([marks["role"]], ROLES, f"{where}: a role")
    return ScriptCell(cell["cell_type"], cell["source"], line, tags=tags, **marks)


def _require_known(names: Iterable[str], known: tuple[str, ...], what: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"{what} must be one of {', '.join(known)}, got {name!r}.")
