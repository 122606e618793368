"""Verdicts go into nbgrader's own gradebook, through its own API.

What stock `nbgrader autograde` would write is written: student, submission, automatic points, late
penalty. What a person wrote stays: manual points, extra credit, comments. One submission is one
transaction, and merging a verdict again changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import nbformat
from nbgrader.api import Grade, Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.preprocessors import AssignLatePenalties, SaveCells

from coursekit.grading.records.database import alone, one_transaction, open_gradebook
from coursekit.grading.records.folders import DEFAULT_COURSE, Folders
from coursekit.grading.submissions.handout import Handout, HandoutCell
from coursekit.grading.verdict import TaskVerdict, Verdict

LOOK_AGAIN = "you gave points, and the automatic ones changed since: please look again."
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Recorded:
    """A graded cell as the gradebook knows it."""

    id: str
    max_score: float


Cells = Mapping[tuple[str, str], Recorded]  # (notebook, cell) -> cell


@dataclass(frozen=True)
class MergeReport:
    """What the teacher should know about a merge."""

    submissions: int
    waiting_submissions: int
    waiting: tuple[str, ...]  # points that wait for a person, and why
    remarks: tuple[str, ...]  # differences between gradebook and handed-out notebooks


def merge(
    verdicts: Iterable[Verdict], handout: Handout, url: str, *, folders: Folders | None = None
) -> MergeReport:
    """Write verdicts on one assignment into the gradebook at `url`.

    An assignment that the gradebook does not have is recorded. Of `folders` come the course's
    settings for late submissions; without them nothing is taken off.

    Raises
    ------
    ValueError
        If `url` names no database that can be used, or a verdict is of another assignment.
    RuntimeError
        If the database fails. Submissions merged until then are whole, the others untouched.
    """
    late = folders.late_penalties() if folders else AssignLatePenalties()
    late.init_plugin()
    count = waiting_count = 0
    waiting: list[str] = []
    course = folders.course if folders else DEFAULT_COURSE
    with open_gradebook(url, course) as gradebook, alone(gradebook):
        _record_assignment(gradebook, handout)
        cells = _recorded_cells(gradebook, handout.assignment)
        remarks = _differences(cells, handout)
        for verdict in verdicts:
            if verdict.assignment != handout.assignment:
                raise ValueError(f"verdicts must be of {handout.assignment}: {verdict.assignment}.")
            with one_transaction(gradebook):
                waits = _merge_one(gradebook, verdict, cells, late)
            waiting += [f"{verdict.learner}: {one}" for one in waits]
            waiting_count += bool(waits)
            count += 1
    return MergeReport(count, waiting_count, tuple(waiting), tuple(remarks))


# --- the assignment --------------------------------------------------------------------------


def _record_assignment(gradebook: Gradebook, handout: Handout) -> None:
    """Record an assignment that is not in the gradebook, as `generate_assignment` does.

    One without notebooks is not yet recorded: somebody has set its date in formgrader.
    """
    try:
        known = bool(gradebook.find_assignment(handout.assignment).notebooks)
    except MissingEntry:
        known = False
    if not known:
        with one_transaction(gradebook):
            gradebook.update_or_create_assignment(handout.assignment)
            for name, cells in handout.notebooks.items():
                _record_notebook(gradebook, handout.assignment, name, cells)


def _record_notebook(
    gradebook: Gradebook, assignment: str, name: str, cells: Iterable[HandoutCell]
) -> None:
    """Let nbgrader's own step write down the cells, within the transaction that is open."""
    step = SaveCells()
    step.gradebook, step.assignment_id, step.notebook_id = gradebook, assignment, name
    step.new_grade_cells, step.new_solution_cells = {}, {}
    step.new_task_cells, step.new_source_cells = {}, {}
    for place, cell in enumerate(cells):
        if cell.metadata:
            marked = {"nbgrader": dict(cell.metadata)}
            plain = {"cell_type": cell.kind, "source": cell.source, "metadata": marked}
            step.preprocess_cell(nbformat.from_dict(plain), {}, place)
    step._create_notebook(nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL}))


def _recorded_cells(gradebook: Gradebook, assignment: str) -> Cells:
    return {
        (notebook.name, cell.name): Recorded(cell.id, cell.max_score)
        for notebook in gradebook.find_assignment(assignment).notebooks
        for cell in (*notebook.grade_cells, *notebook.task_cells)
    }


def _differences(cells: Cells, handout: Handout) -> list[str]:
    """Say which cells the gradebook does not know, or knows with other points."""
    found = []
    for notebook, cell in handout.tasks:
        recorded = cells.get((notebook, cell.grade_id))
        place = f"{handout.assignment}/{notebook}: {cell.grade_id}"
        if recorded is None:
            found.append(
                f"{place} is not in the gradebook, so its points are not either: "
                f"run nbgrader generate_assignment {handout.assignment}."
            )
        elif recorded.max_score != cell.points:
            found.append(
                f"{place} is handed out for {cell.points:g} points; the gradebook's "
                f"{recorded.max_score:g} stay and are the most that is given."
            )
    return found


# --- one submission --------------------------------------------------------------------------


def _merge_one(
    gradebook: Gradebook, verdict: Verdict, cells: Cells, late: AssignLatePenalties
) -> list[str]:
    """Merge a verdict; returns the tasks whose points wait for a person, each with the reason."""
    gradebook.update_or_create_student(verdict.learner)
    when = {"timestamp": verdict.handed_in} if verdict.handed_in else {}
    with gradebook.db.no_autoflush:  # nbgrader puts a submission together before it adds it
        submission = gradebook.update_or_create_submission(
            verdict.assignment, verdict.learner, **when
        )
    grades = {grade.cell_id: grade for part in submission.notebooks for grade in part.grades}
    waiting = []
    for task in verdict.tasks:
        recorded = cells.get((task.notebook, task.cell))
        grade = grades.get(recorded.id) if recorded else None
        if recorded and grade:
            _put_points(grade, task, recorded.max_score)
        if task.flag if grade is None else grade.needs_manual_grade:
            waiting.append(f"{task.id}: {task.flag or LOOK_AGAIN}")
    gradebook.db.flush()
    missing = {part.name for part in verdict.notebooks if part.state == "missing"}
    _put_penalties(gradebook, submission, missing, late)
    return waiting


def _put_points(grade: Grade, task: TaskVerdict, most: float) -> None:
    """Set the automatic points; a person's stay, and are to be looked at if these changed."""
    points = None if task.flag else min(task.points, most)
    if grade.manual_score is None:
        grade.needs_manual_grade = points is None
    elif grade.auto_score != points:
        grade.needs_manual_grade = True
    grade.auto_score = points


def _put_penalties(
    gradebook: Gradebook,
    submission: SubmittedAssignment,
    missing: set[str],
    late: AssignLatePenalties,
) -> None:
    """Take off points for lateness, as nbgrader's AssignLatePenalties does."""
    seconds = submission.total_seconds_late if submission.assignment.duedate else 0
    for part in submission.notebooks:
        penalty = None
        if seconds > 0 and part.name not in missing:
            gradebook.db.expire(part, ["score"])
            plugin = late.plugin_inst
            asked = plugin.late_submission_penalty(submission.student_id, part.score, seconds)
            penalty = None if asked is None else min(max(asked, 0), part.score)
        part.late_submission_penalty = penalty
