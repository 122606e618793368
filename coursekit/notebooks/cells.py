"""Notebook cells with the metadata that nbgrader and JupyterLab read, and with fixed ids."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

SCHEMA_VERSION = 3  # of nbgrader's cell metadata
UNNAMED = "unnamed"  # until give_ids has seen the cell


def text_cell(source: str, name: str = UNNAMED, tags: Iterable[str] = ()) -> NotebookNode:
    """Make a text cell; `name` becomes its id."""
    return new_markdown_cell(source, id=name, metadata=_tags(tags))


def code_cell(source: str, name: str = UNNAMED, tags: Iterable[str] = ()) -> NotebookNode:
    """Make a code cell that nbgrader leaves alone; the tag "folded" hides its source."""
    metadata = _tags(tags)
    if "folded" in tags:
        metadata["jupyter"] = {"source_hidden": True}
    return new_code_cell(source, id=name, metadata=metadata)


def given_cell(source: str, name: str) -> NotebookNode:
    """Make an answer cell that is released as it stands: a question, or code to be repaired.

    It is no solution cell for nbgrader, which would put its stub in place of the whole cell.
    """
    return _nbgrader_cell(source, name)


def solution_cell(source: str, name: str) -> NotebookNode:
    """Make an answer cell whose solution region nbgrader replaces by the stub."""
    return _nbgrader_cell(source, name, solution=True)


def locked_cell(source: str, name: str) -> NotebookNode:
    """Make a cell that the learner cannot edit."""
    return _nbgrader_cell(source, name, locked=True)


def grade_cell(source: str, name: str, points: float) -> NotebookNode:
    """Make a locked cell whose last expression is the number of points."""
    return _nbgrader_cell(source, name, locked=True, points=points)


def give_ids(cells: Iterable[NotebookNode]) -> None:
    """Give every cell without a name an id made from what it says.

    So an id does not change when a cell is inserted above, and two builds agree. Cells that say
    the same are told apart by their order.
    """
    seen: Counter[str] = Counter()
    for cell in cells:
        if cell.id != UNNAMED:
            continue
        base = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:10]
        seen[base] += 1
        cell.id = f"{'text' if cell.cell_type == 'markdown' else 'code'}-{base}"
        if seen[base] > 1:
            cell.id += f"-{seen[base]}"


def _tags(tags: Iterable[str]) -> dict[str, Any]:
    return {"tags": list(tags)} if tags else {}


def _nbgrader_cell(
    source: str,
    name: str,
    *,
    solution: bool = False,
    locked: bool = False,
    points: float | None = None,
) -> NotebookNode:
    metadata = {
        "grade": points is not None,
        "grade_id": name,
        "locked": locked,
        "schema_version": SCHEMA_VERSION,
        "solution": solution,
        "task": False,
    }
    if points is not None:
        metadata["points"] = points
    return new_code_cell(source, id=name, metadata={"nbgrader": metadata})
