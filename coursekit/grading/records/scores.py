"""What the gradebook holds, as plain rows: automatic points, a person's points, late penalties."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)


@dataclass(frozen=True)
class Person:
    """A learner as the gradebook knows one; all but the id may be empty."""

    id: str
    name: str  # "Lovelace, Ada", or the id
    email: str
    lms_id: str


@dataclass(frozen=True)
class TaskScore:
    """A graded cell of a submission. Without `points`, a person has to look at it first."""

    assignment: str
    learner: str
    handed_in: datetime.datetime | None
    notebook: str
    penalty: float  # of the whole notebook
    cell: str
    points: float | None
    max_points: float


@dataclass(frozen=True)
class Total:
    """A submission's points less the late penalty. Without `points`, `waiting` says why."""

    points: float | None
    waiting: tuple[str, ...]  # cells
    words: str  # the points of each task, on one line


Totals = dict[tuple[str, str], Total]  # (learner, assignment) -> total


def read_people(gradebook: Gradebook) -> list[Person]:
    """Return the learners in the order of their names."""
    return [
        Person(
            id=one.id,
            name=", ".join(filter(None, [one.last_name, one.first_name])) or one.id,
            email=one.email or "",
            lms_id=one.lms_user_id or "",
        )
        for one in gradebook.students
    ]


def read_max_points(gradebook: Gradebook) -> dict[str, float]:
    """Return the assignments with their points, in the order of their names."""
    return {one.name: one.max_score for one in sorted(gradebook.assignments, key=lambda a: a.name)}


def read_tasks(gradebook: Gradebook) -> list[TaskScore]:
    """Return every graded cell of every submission, in one query."""
    columns = (
        Assignment.name,
        SubmittedAssignment.student_id,
        SubmittedAssignment.timestamp,
        Notebook.name,
        SubmittedNotebook.late_submission_penalty,
        BaseCell.name,
        Grade.score,
        Grade.max_score,
        Grade.needs_manual_grade,
    )
    rows = (
        gradebook.db.query(*columns)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .order_by(Assignment.name, SubmittedAssignment.student_id, Notebook.name, BaseCell.name)
    )
    return [
        TaskScore(assignment, learner, when, part, late or 0.0, cell, None if waits else has, most)
        for assignment, learner, when, part, late, cell, has, most, waits in rows
    ]


def add_up(tasks: Iterable[TaskScore]) -> Totals:
    """Add up the tasks of each submission, as nbgrader's own export does."""
    submissions = defaultdict(list)
    for task in tasks:
        submissions[task.learner, task.assignment].append(task)
    return {place: _total(found) for place, found in submissions.items()}


def _total(tasks: list[TaskScore]) -> Total:
    waiting = tuple(task.cell for task in tasks if task.points is None)
    if waiting:
        return Total(None, waiting, "")
    penalty = sum({task.notebook: task.penalty for task in tasks}.values())
    earned = sum(task.points or 0.0 for task in tasks)
    words = [
        f"{task.cell.removesuffix('-grade')} {number(task.points)} of {number(task.max_points)}"
        for task in tasks
    ]
    late = [f"handed in late, {number(penalty)} taken off"] if penalty else []
    return Total(max(0.0, earned - penalty), (), "; ".join([*words, *late]))


def number(points: float | None) -> str:
    """Write points plainly, without digits that only binary numbers have."""
    return "" if points is None else f"{round(points, 4):.10g}"
