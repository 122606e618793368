"""Graded notebooks, as nbgrader's formgrader and its feedback command read them.

A notebook is built anew: cells of the lesson come from the handout, points and explanations from
the verdict, and only plain text and PNG pictures from the learner, so that nothing a learner
wrote is active in a page that opens beside the gradebook.
"""

import html
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from coursekit.checking import State
from coursekit.checking.render import fenced
from coursekit.grading.pages.harmless import Room, one_line, plain_text
from coursekit.grading.records.journal import write_whole
from coursekit.grading.submissions.handout import Handout, HandoutCell
from coursekit.grading.submissions.submission import Submission
from coursekit.grading.verdict import BY_HAND, NotebookVerdict, TaskVerdict, Verdict

LONGEST_REPLY = 500_000  # characters of HTML, difference pictures included
READABLE = 0o644
Node = dict[str, Any]  # a cell or an output, in nbformat's form
FROM_THE_GRADER = "from-the-grader"  # id of the cell with the remarks
METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
    "language_info": {"name": "python"},
}
ADVICE = {
    "missing": (
        "No notebook called `{name}.ipynb` was handed in, so its tasks have no points yet. If you"
        " worked on it, look for the file (it must have exactly this name) and ask your teacher"
        " whether you may hand it in now. If you left it out, there is nothing to repair."
    ),
    "unreadable": (
        "Your notebook `{name}.ipynb` could not be read, so its tasks have no points yet. Your file"
        " is kept as you handed it in. Open your own copy in JupyterLab: if it opens, save it and"
        " ask your teacher whether you may hand it in again; if it does not, look for an earlier"
        " copy in the folder `.ipynb_checkpoints`, or show the file to your teacher."
    ),
}


def write_autograded(
    verdict: Verdict, submission: Submission, handout: Handout, target: Path
) -> list[Path]:
    """Write the graded notebooks of a submission.

    Parameters
    ----------
    verdict : Verdict
        What grading found in this very submission.
    submission : Submission
        What was graded.
    handout : Handout
        The assignment as handed out.
    target : Path
        Where they are written, ``autograded/LEARNER/ASSIGNMENT``.

    Returns
    -------
    list of Path
        The notebooks, one for each of the handout's, also for those that could not be read.
    """
    submitted = {one.name: one.notebook for one in submission.notebooks}
    target.mkdir(parents=True, exist_ok=True)
    if verdict.handed_in:  # nbgrader compares these times to see what is new
        write_readable(target / "timestamp.txt", verdict.handed_in + "\n")
    written = []
    for name, lesson in handout.notebooks.items():
        notebook = _Marking(verdict, name, lesson).notebook(submitted.get(name))
        written.append(target / f"{name}.ipynb")
        write_readable(written[-1], json.dumps(notebook, ensure_ascii=False, indent=1) + "\n")
    return written


def write_readable(path: Path, text: str) -> None:
    """Write a text file whole, for others to read: nbgrader, a web server, a group of teachers."""
    write_whole(path, text.encode("utf-8"))
    path.chmod(READABLE)


def advice(about: NotebookVerdict) -> str:
    """Say what to do about a notebook that could not be graded."""
    return ADVICE[about.state].format(name=about.name) if about.state in ADVICE else ""


def reply(task: TaskVerdict) -> str:
    """Return what a task's verdict says, as HTML of bounded size."""
    if len(task.html) <= LONGEST_REPLY:
        return task.html
    return f"<pre>{html.escape(plain_text(task.text)[:LONGEST_REPLY])}</pre>"


def waiting_words(task: TaskVerdict) -> str:
    """Say why the points of a task wait for a person; nothing, if they do not."""
    if not task.flag and task.state is not State.CHECKER_ERROR:
        return ""
    if task.diagnosis is not None and task.diagnosis.id == BY_HAND:
        return "Your teacher reads what you wrote and gives the points."
    return (
        "We could not grade this task. The fault is ours, not yours: your points wait for your"
        f" teacher, who looks at your answer. What happened: {task.flag or 'the checker failed.'}"
    )


def notebook_verdict(verdict: Verdict, name: str) -> NotebookVerdict:
    """Find what became of a notebook; one that the verdict does not know is missing."""
    found = (one for one in verdict.notebooks if one.name == name)
    return next(found, NotebookVerdict(name, "missing"))


class _Marking:
    """The marking of one notebook."""

    def __init__(self, verdict: Verdict, name: str, lesson: Sequence[HandoutCell]) -> None:
        self.about = notebook_verdict(verdict, name)
        self.remarks = [*filter(None, [advice(self.about)]), *verdict.remarks, *self.about.remarks]
        self.tasks = {one.cell: one for one in verdict.tasks if one.notebook == name}
        self.lesson = lesson
        self.room = Room()
        self.ids = {FROM_THE_GRADER, *(one.id for one in lesson)}

    def notebook(self, submitted: NotebookNode | None) -> dict[str, Any]:
        """Put the remarks, the learner's cells and the graded cells that are gone together."""
        readable = submitted is not None and self.about.state == "graded"
        theirs = submitted.cells if submitted is not None and readable else []
        places = places_in_lesson(theirs, self.lesson)
        cells = list(self._top())
        for place, cell in enumerate(theirs):
            outputs = self.about.outputs.get(place, [])
            cells.append(self._cell(cell, places.get(place), outputs))
        there = {one.id for one in places.values()}
        gone = [one for one in self.lesson if one.graded and one.id not in there]
        cells += [self._graded(one, one.source) for one in gone]
        return {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 5}

    def _top(self) -> Iterator[Node]:
        if self.remarks:
            rows = "\n".join(f"<li>{one_line(remark)}</li>" for remark in self.remarks)
            source = f"## From the grader\n\n<ul>\n{rows}\n</ul>"
            yield _new("markdown", source, "grader", FROM_THE_GRADER)

    def _cell(
        self, cell: NotebookNode, ours: HandoutCell | None, outputs: Iterable[Mapping[str, Any]]
    ) -> Node:
        """Make a cell of the learner's harmless, and of the lesson's the lesson's again."""
        if ours is not None and ours.graded:
            return self._graded(ours, cell.source, outputs)
        if ours is not None and (ours.locked or ours.source == cell.source):
            made = _new(ours.kind, ours.source, "lesson", ours.id)
        else:
            kind = ours.kind if ours else cell.cell_type
            made = self._learners(kind, cell.source, ours.id if ours else self._own_id(cell))
        if ours is not None and ours.grade_id:
            _name_for_nbgrader(made, ours)
        if made["cell_type"] == "code":
            made["outputs"] = [one for one in map(self.room.output, outputs) if one is not None]
        return made

    def _learners(self, kind: str, source: str, id: str) -> Node:
        """Take code as it is, and Markdown and raw text as they were typed."""
        words = self.room.source(source)
        if kind == "code":
            return _new("code", words, "learner", id)
        return _new("markdown", fenced(words), "learner", id)

    def _graded(
        self, ours: HandoutCell, source: str, outputs: Iterable[Mapping[str, Any]] = ()
    ) -> Node:
        """Make a graded cell whose only output is the points, explained.

        Code that a teacher grades by hand keeps what it gave.
        """
        if ours.solution:
            made = self._learners(ours.kind, source, ours.id)
        else:
            made = _new(ours.kind, ours.source, "lesson", ours.id)
        _name_for_nbgrader(made, ours)
        if made["cell_type"] == "code" and ours.solution:
            made["outputs"] = [one for one in map(self.room.output, outputs) if one is not None]
        elif made["cell_type"] == "code":
            made["outputs"] = [_points(self.tasks.get(ours.grade_id), ours.points)]
        return made

    def _own_id(self, cell: NotebookNode) -> str:
        """Give a cell that is not the lesson's an id that no other has, its own if it can be."""
        id = cell.get("id")
        if not isinstance(id, str) or not re.fullmatch(r"[\w-]{1,64}", id, re.ASCII):
            id = "cell"
        found, number = id, 1
        while found in self.ids:
            number += 1
            found = f"{id[:50]}-{number}"
        self.ids.add(found)
        return found


def places_in_lesson(
    cells: Sequence[NotebookNode], lesson: Sequence[HandoutCell]
) -> dict[int, HandoutCell]:
    """Tell which cell of the lesson each submitted cell is: by its id, else by its text.

    Each cell of the lesson is found once; a copy of it is a cell of the learner's own.
    """
    free = {one.id: one for one in lesson}
    found: dict[int, HandoutCell] = {}
    for place, cell in enumerate(cells):
        if cell.get("id") in free:
            found[place] = free.pop(cell.id)
    by_text = {one.source: one for one in free.values()}
    for place, cell in enumerate(cells):
        if place not in found and cell.source in by_text:
            found[place] = by_text.pop(cell.source)
    return found


def _new(kind: str, source: str, origin: str, id: str) -> Node:
    """Make a cell; nbformat would check each one, which takes longer than all the rest."""
    made = {"id": id, "metadata": {"coursekit": {"origin": origin}}, "source": source}
    if kind == "code":
        return {"cell_type": "code", **made, "execution_count": None, "outputs": []}
    return {"cell_type": "markdown", **made}


def _name_for_nbgrader(cell: Node, ours: HandoutCell) -> None:
    """Write what nbgrader must know of a cell, from the handout alone."""
    cell["metadata"]["nbgrader"] = ours.metadata
    if ours.locked:
        cell["metadata"].update(deletable=False, editable=False)


def _points(task: TaskVerdict | None, most: float) -> Node:
    """Write points as nbgrader reads them, and their explanation as people do."""
    earned, words = 0.0, "<p>This task was not graded.</p>"
    if task is not None:
        waits = waiting_words(task)
        words = (f"<p>{html.escape(waits)}</p>" if waits else "") + reply(task)
        earned = task.points if math.isfinite(task.points) else 0.0  # NaN would be all of them
    data = {"text/plain": repr(float(min(max(earned, 0.0), most))), "text/html": words}
    return {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": None}
