"""A submitted notebook beside the one that was handed out: what runs, and what was changed."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode, from_dict

from coursekit.grading.submissions.handout import HandoutCell
from coursekit.grading.submissions.notebook_file import RawCell, RawNotebook
from coursekit.grading.submissions.selection import Cell, select

MOST_REMARKS = 12  # about one notebook


@dataclass(frozen=True)
class SubmittedNotebook:
    """A notebook of the handout as a learner handed it in.

    `cells` are what to run, in order; `sources` are all code that the learner wrote or changed,
    answer cells, and the lesson's imports and definitions. `notebook` has the submitted cells in
    their places, without outputs, and with marks of grading from the handout only.
    """

    name: str
    state: str  # "readable", "unreadable" or "missing"
    remarks: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    sources: tuple[str, ...] = ()
    notebook: NotebookNode | None = None


def compared(name: str, raw: RawNotebook, lesson: Sequence[HandoutCell]) -> SubmittedNotebook:
    """Compare a notebook with the lesson as handed out, and choose what runs."""
    notebook = _clean(raw.cells, lesson)
    if "python" not in raw.language.lower():
        words = (
            f"This notebook is written for {shown(raw.language)}, not for Python: nothing of it "
            "ran. Choose the kernel Python 3, save it and hand it in again."
        )
        return SubmittedNotebook(name, "unreadable", (words,), notebook=notebook)
    code = [
        Cell(place, cell.id, cell.source)
        for place, cell in enumerate(raw.cells)
        if cell.kind == "code" and cell.source.strip()
    ]
    chosen = select(code, lesson)
    remarks = _first([*raw.remarks, *_about_cells(raw.cells, lesson), *chosen.remarks])
    return SubmittedNotebook(name, "readable", remarks, chosen.cells, chosen.sources, notebook)


def _about_cells(cells: Sequence[RawCell], lesson: Sequence[HandoutCell]) -> Iterator[str]:
    """Tell what was done to the cells of the lesson."""
    handed_out = {one.id: one for one in lesson}
    counts = Counter(cell.id for cell in cells if cell.id)
    for id in [id for id, count in counts.items() if count > 1]:
        places = [str(place) for place, cell in enumerate(cells, 1) if cell.id == id]
        some = ", ".join(places[:5])
        yield f"Cells {some} have the same id `{id}`: all of them were read, in this order."
    if counts and not all(cell.id for cell in cells):
        yield "Some cells have no id: they were compared with the lesson by their text."
    for place, cell in enumerate(cells, 1):
        one = handed_out.get(cell.id)
        if one and one.answer and cell.kind != "code":
            yield f"Cell {place} (`{one.id}`) is no code cell any more: it did not run."
    gone = [one.id for one in lesson if one.answer and counts and one.id not in counts]
    if gone:
        yield f"Answer cells are missing ({listed(gone)}): the answers were looked for elsewhere."
    if any(_is_forged(cell, handed_out.get(cell.id)) for cell in cells):
        yield (
            "Marks of grading in the file (such as points) are missing or changed: those of the "
            "handout count."
        )


def _is_forged(cell: RawCell, origin: HandoutCell | None) -> bool:
    if origin is None:
        return bool(cell.id) and cell.marks.get("grade") is True
    keys = ("grade_id", "grade", "points", "solution")
    return any(cell.marks.get(key) != origin.metadata.get(key) for key in keys)


def _clean(cells: Sequence[RawCell], lesson: Sequence[HandoutCell]) -> NotebookNode:
    """Build a valid notebook with the submitted texts in their places."""
    handed_out = {one.id: one for one in lesson}
    used = set(handed_out) | {cell.id for cell in cells}
    seen: set[str] = set()
    built = []
    for place, cell in enumerate(cells):
        id = cell.id
        if not id or id in seen:
            id = next(one for i in range(len(used) + 1) if (one := f"cell-{place}-{i}") not in used)
        seen.add(id)
        origin = handed_out.get(id)
        marks = dict(origin.metadata) if origin and origin.kind == cell.kind else {}
        built.append(_plain_cell(cell, id, {"nbgrader": marks} if marks else {}))
    return from_dict({"cells": built, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _plain_cell(cell: RawCell, id: str, metadata: dict[str, Any]) -> dict[str, Any]:
    """Write a cell down; nbformat's own constructors would validate each one, which takes long."""
    made = {"cell_type": cell.kind, "id": id, "metadata": metadata, "source": cell.source}
    if cell.kind == "code":
        return made | {"execution_count": None, "outputs": []}
    return made


def _first(remarks: Sequence[str]) -> tuple[str, ...]:
    more = len(remarks) - MOST_REMARKS
    return (*remarks[:MOST_REMARKS], *([f"And {more} remarks more."] if more > 0 else []))


def listed(names: Sequence[str]) -> str:
    """List the first few names."""
    more = len(names) - 5
    return ", ".join(map(shown, names[:5])) + (f" and {more} more" if more > 0 else "")


def shown(name: str) -> str:
    """Quote a name that a learner chose: one line, not long, no half characters."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return (
        "`" + "".join(one if one.isprintable() and one != "`" else "?" for one in text)[:60] + "`"
    )
