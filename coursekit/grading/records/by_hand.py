"""What teachers entered in nbgrader's formgrader: points, comments, late penalties."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from coursekit.checking import State
from coursekit.grading.records.database import open_gradebook
from coursekit.grading.verdict import TaskVerdict, Verdict

Place = tuple[str, str]  # a notebook's name, and a cell's name in it
LATE = SubmittedNotebook.late_submission_penalty


@dataclass(frozen=True)
class ByHand:
    """What teachers entered for one submission.

    `points` are the points that count, where a teacher gave them or added extra credit; `comments`
    are found by the cell they are written to; `penalties` by the notebook.
    """

    points: Mapping[Place, float] = field(default_factory=dict)
    comments: Mapping[Place, str] = field(default_factory=dict)
    penalties: Mapping[str, float] = field(default_factory=dict)


NOTHING = ByHand()


def with_points_by_hand(verdict: Verdict, told: ByHand) -> Verdict:
    """Return a verdict with a teacher's points in place of the automatic ones; none waits then."""
    return replace(verdict, tasks=tuple(_decided(task, told) for task in verdict.tasks))


def _decided(task: TaskVerdict, told: ByHand) -> TaskVerdict:
    given = told.points.get((task.notebook, task.cell))
    if given is None:
        return task
    state = State.CORRECT if given >= task.max_points else State.NOT_YET
    if given <= 0 and task.state is State.NOT_ANSWERED and not task.flag:
        state = State.NOT_ANSWERED
    return replace(task, points=min(given, task.max_points), state=state, flag="")


def read_by_hand(url: str, assignment: str) -> dict[str, ByHand]:
    """Read what teachers entered for an assignment, by learner; who is not named has nothing.

    Parameters
    ----------
    url : str
        Of nbgrader's gradebook, such as ``sqlite:///gradebook.db``.
    assignment : str
        Its folder name, such as ``a02-thresholds``.

    Raises
    ------
    ValueError
        If `url` is no database's address.
    RuntimeError
        If the database fails.
    """
    with open_gradebook(url) as gradebook:
        points = _rows(gradebook.db, assignment, Grade, Grade.score)
        given = Grade.manual_score.isnot(None) | (Grade.extra_credit > 0)
        comments = _rows(gradebook.db, assignment, Comment, Comment.manual_comment)
        late = _submitted(gradebook.db.query(SubmittedAssignment.student_id, Notebook.name, LATE))
        return _by_learner(
            points.filter(given).all(),
            comments.filter(Comment.manual_comment != "").all(),
            late.filter(Assignment.name == assignment, LATE > 0).all(),
        )


def _rows(db: Any, assignment: str, table: Any, value: Any) -> Any:
    """Ask for the learner, the notebook, the cell and a value of each row of a table."""
    rows = db.query(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, value)
    rows = _submitted(rows)
    rows = rows.join(table, table.notebook_id == SubmittedNotebook.id)
    rows = rows.join(BaseCell, table.cell_id == BaseCell.id)
    return rows.filter(Assignment.name == assignment)


def _submitted(rows: Any) -> Any:
    """Join a query with the notebook and the assignment of each submitted notebook."""
    rows = rows.select_from(SubmittedNotebook)
    rows = rows.join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
    rows = rows.join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    return rows.join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)


def _by_learner(points: list[Any], comments: list[Any], penalties: list[Any]) -> dict[str, ByHand]:
    found: defaultdict[str, tuple[dict[Place, float], dict[Place, str], dict[str, float]]]
    found = defaultdict(lambda: ({}, {}, {}))
    for learner, notebook, cell, value in points:
        found[learner][0][notebook, cell] = float(value)
    for learner, notebook, cell, words in comments:
        found[learner][1][notebook, cell] = words
    for learner, notebook, value in penalties:
        found[learner][2][notebook] = float(value)
    return {learner: ByHand(*entered) for learner, entered in found.items()}
