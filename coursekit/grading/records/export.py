"""Scores as tables for Canvas, Moodle, or a spreadsheet.

Points that wait for a person are left empty and named in a message: they are not zero. All files
are UTF-8 with a byte order mark. Canvas and Moodle read them with and without one, and so does
pandas; Excel needs it, or it shows "Müller" as "MÃ¼ller" and saves that.

**Canvas** (Gradebook, Import). An existing export of the gradebook, given as `roster`, is filled
in: its rows and columns stay. A learner's id is looked for among the logins (SIS Login ID) and the
SIS User IDs; Canvas' own ID is compared with nbgrader's `lms_user_id` only, since a learner's id
may be somebody else's number there. An assignment is found by its column's name without Canvas'
number, "a02-thresholds (1234)", or by its short name, "a02". Without a roster, the learner's id
becomes the SIS Login ID, and `lms_user_id` the ID.

**Moodle** (Grades, Import, CSV file). Map "Username" to username, each assignment to its grade item
and "... feedback" to the feedback of that item. Moodle stops at a name that it does not know, and
an empty grade removes one that is there; so learners who handed in nothing are left out.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coursekit.grading.records.database import open_gradebook
from coursekit.grading.records.folders import Folders
from coursekit.grading.records.journal import Journal, write_whole
from coursekit.grading.records.scores import (
    Person,
    TaskScore,
    Totals,
    add_up,
    number,
    read_max_points,
    read_people,
    read_tasks,
)

Row = list[str]
Tell = Callable[[str], object]
START_OF_A_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # also as Asian keyboards write them
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
CANVAS_COLUMNS = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
TABLE_COLUMNS = [
    *("learner", "assignment", "notebook", "task", "points", "max_points", "state", "flag"),
    *("late_penalty_of_notebook", "handed_in_utc"),
]


@dataclass(frozen=True)
class _Class:
    """All that an export needs to know."""

    people: list[Person]
    max_points: dict[str, float]
    tasks: list[TaskScore]
    totals: Totals

    def cell(self, learner: str, assignment: str) -> str:
        total = self.totals.get((learner, assignment))
        return number(total.points) if total else ""


def export_scores(
    folders: Folders, to: str, path: Path, roster: Path | None = None, tell: Tell = print
) -> Path:
    """Write the scores of a course for `to`, which is "canvas", "moodle" or "csv".

    `tell` is called with each sentence that the teacher should read.

    Raises
    ------
    ValueError
        If `to` is none of these, or `roster` is not an export of Canvas' gradebook.
    OSError, RuntimeError
        If a file or the gradebook fails; a file at `path` is as it was.
    """
    if to not in ("canvas", "moodle", "csv"):
        raise ValueError(f"--to must be canvas, moodle or csv, got {to!r}.")
    if roster and to != "canvas":
        raise ValueError(f"--to must be canvas: a roster is filled in for canvas only, got {to!r}.")
    with open_gradebook(folders.db_url, folders.course) as gradebook:
        tasks = read_tasks(gradebook)
        people, totals = read_people(gradebook), add_up(tasks)
        handed_in = {assignment for _, assignment in totals}
        points = {
            name: most for name, most in read_max_points(gradebook).items() if name in handed_in
        }
        found = _Class(people, points, tasks, totals)
    if not found.totals:
        raise ValueError("The gradebook holds no scores yet: run coursekit grade first.")
    if to == "canvas":
        rows = _fill_roster(found, roster, tell) if roster else _canvas_rows(found)
    else:
        rows = _moodle_rows(found) if to == "moodle" else _table_rows(found, folders)
    _write(rows, path)
    for (learner, assignment), total in found.totals.items():
        if total.waiting:
            tell(f"{learner}, {assignment}: {', '.join(total.waiting)} must be graded by hand.")
    return path


# --- Canvas ----------------------------------------------------------------------------------


def _canvas_rows(found: _Class) -> list[Row]:
    names = list(found.max_points)
    possible = ["    Points Possible", *[""] * 4, *map(number, found.max_points.values())]
    learners = [
        [one.name, one.lms_id, "", one.id, "", *(found.cell(one.id, name) for name in names)]
        for one in found.people
    ]
    return [[*CANVAS_COLUMNS, *names], possible, *learners]


def _fill_roster(found: _Class, roster: Path, tell: Tell) -> list[Row]:
    header, *rows = _read_roster(roster)
    columns = {name: _column_of(name, header, tell) for name in found.max_points}
    learners = []
    for row in rows:
        row += [""] * (len(header) - len(row))
        learner = _learner_of(dict(zip(header, row, strict=False)), found.people)
        if learner:
            learners.append(learner)
        _fill_row(row, columns, found, learner)
    twice = [learner for learner, count in Counter(learners).items() if count > 1]
    if twice:
        raise ValueError(f"{roster} must name each learner once, but names {twice[0]} twice.")
    for learner in sorted({person.id for person in found.people} - set(learners)):
        tell(f"{learner} is not in {roster.name}: these scores are not exported.")
    return [header, *rows]


def _fill_row(row: Row, columns: dict[str, int], found: _Class, learner: str | None) -> None:
    """Put points where there are any; what the roster says elsewhere stays."""
    for name, column in columns.items():
        if "Points Possible" in row[0]:
            row[column] = row[column] or number(found.max_points[name])
        elif learner and (learner, name) in found.totals:
            row[column] = found.cell(learner, name)


def _read_roster(roster: Path) -> list[Row]:
    try:
        text = roster.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{roster} must be a CSV file in UTF-8.") from error
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    if not rows or "ID" not in rows[0] or "Section" not in rows[0]:
        raise ValueError(f"{roster} must be an export of Canvas' gradebook, got {first!r}.")
    return rows


def _column_of(assignment: str, header: Row, tell: Tell) -> int:
    """Return the place of an assignment's column, which is added if there is none."""
    short = assignment.partition("-")[0]
    titles = [re.sub(r" \(\d+\)$", "", title).casefold() for title in header]
    for wanted in (assignment.casefold(), short.casefold()):
        if wanted in titles:
            return titles.index(wanted)
    tell(f"The roster has no column {assignment}: Canvas will offer to make a new assignment.")
    header.append(assignment)
    return len(header) - 1


def _learner_of(row: dict[str, str], people: list[Person]) -> str | None:
    ids = {person.id: person.id for person in people}
    lms_ids = {person.lms_id: person.id for person in people if person.lms_id}
    for column, known in (("SIS Login ID", ids), ("SIS User ID", ids), ("ID", lms_ids)):
        learner = known.get(row.get(column, "").strip())
        if learner:
            return learner
    return None


# --- Moodle, and a table of everything -------------------------------------------------------


def _moodle_rows(found: _Class) -> list[Row]:
    names = list(found.max_points)
    pairs = [column for name in names for column in (name, f"{name} feedback")]
    rows = [["Username", "Email address", *pairs]]
    for one in found.people:
        totals = [found.totals.get((one.id, name)) for name in names]
        if any(totals):
            cells = [
                cell
                for total in totals
                for cell in ((number(total.points), total.words) if total else ("", ""))
            ]
            rows.append([one.id, one.email, *cells])
    return rows


def _table_rows(found: _Class, folders: Folders) -> list[Row]:
    """One row a task; state and flag are the journal's, if it has the submission."""
    journal = Journal(folders.journal)
    verdicts = {
        (*place, task.notebook, task.cell): task
        for place in found.totals
        for task in getattr(journal.read_or_none(place[1], place[0]), "tasks", ())
    }
    rows = [TABLE_COLUMNS]
    for task in found.tasks:
        verdict = verdicts.get((task.learner, task.assignment, task.notebook, task.cell))
        state, flag = (verdict.state.value, verdict.flag) if verdict else ("", "")
        rows.append(
            [
                *(task.learner, task.assignment, task.notebook, task.cell.removesuffix("-grade")),
                *(number(task.points), number(task.max_points), state, flag),
                *(number(task.penalty), str(task.handed_in or "")),
            ]
        )
    return rows


# --- writing ---------------------------------------------------------------------------------


def _write(rows: Iterable[Sequence[str]], path: Path) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_harmless(cell) for cell in row] for row in rows)
    write_whole(path, text.getvalue().encode("utf-8-sig", "replace"))


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from running a learner's name as a formula."""
    if START_OF_A_FORMULA.match(cell) and not PLAIN_NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
