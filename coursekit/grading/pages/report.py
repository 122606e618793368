"""The class report: one page for the people who teach, in one file that needs nothing else."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import jinja2
from markupsafe import Markup, escape

from coursekit.checking.render import points_words
from coursekit.grading.pages import report_charts as charts
from coursekit.grading.pages import report_findings as findings
from coursekit.grading.pages import report_tables as tables
from coursekit.grading.pages import similarity, statistics
from coursekit.grading.pages.report_findings import Cause
from coursekit.grading.pages.report_tables import Assignment, TaskRow
from coursekit.grading.pages.statistics import Statistic
from coursekit.grading.verdict import Verdict

FOLDER = Path(__file__).parent
SMALL_CLASS = 10  # learners; in a larger one, the table of mistakes leaves out single learners
MOST_MISTAKES, MOST_GROUPS = 60, 30  # rows and groups that one page lists
HARD, OFTEN_LEFT_OUT = 0.3, 0.25  # shares from which a task is marked
ADVICE = {
    "points wait": "No check could give these points: please grade the cell by hand.",
    "submission": "",
    "unreadable": "The file cannot be read; ask for it again.",
    "missing": "The submission does not hold this notebook.",
    "not handed in": "Handed in another assignment, but not this one.",
}
MOST_LINES, MOST_CHARACTERS = 40, 3000  # of a learner's answer that the page shows


def write_report(verdicts: Sequence[Verdict], path: Path, title: str, names: bool = False) -> Path:
    """Write what the verdicts of a class tell as one HTML page.

    The page holds its style and its charts, runs no script and asks the network for nothing.
    It names learners where a person has to act, in the table of scores and under reused text.

    Parameters
    ----------
    verdicts : sequence of Verdict
        Of any number of assignments; one for each submission.
    path : Path
        The file to write. Its folder is made.
    title : str
        Heading of the page, for example the name of the course run.
    names : bool
        Name the learners in the tables of mistakes too.

    Returns
    -------
    path : Path
        The file that was written.

    Raises
    ------
    ValueError
        If a learner has two verdicts for one assignment.
    OSError
        If the file cannot be written.
    """
    _refuse_doubles(verdicts)
    page = _environment().get_template("report.html").render(_content(verdicts, title, names))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    # a lone surrogate in a learner's text must not stop the report
    draft.write_bytes(page.encode("utf-8", errors="replace"))
    return draft.replace(path)


def _refuse_doubles(verdicts: Sequence[Verdict]) -> None:
    seen: set[tuple[str, str]] = set()
    for verdict in verdicts:
        key = verdict.learner, verdict.assignment
        if key in seen:
            raise ValueError(
                f"verdicts must hold one of {verdict.learner} for {verdict.assignment}, got two."
            )
        seen.add(key)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,  # learners' words are text on this page, whatever they hold
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "code": _with_code,
        "cut": _cut,
        "number": _number,
        "percent": charts.percent,
        "points": points_words,
        "people": _people,
    }
    environment.globals |= {
        "charts": charts,
        "count": _count,
        "name_of": findings.name_of,
        "title_of": tables.title_of,
    }
    return environment


def _content(verdicts: Sequence[Verdict], title: str, names: bool) -> dict[str, Any]:
    """Gather everything that the template shows."""
    assignments = tables.assignments_of(verdicts)
    causes = findings.causes_of(verdicts)
    learners = sorted({verdict.learner for verdict in verdicts})
    fewest = _fewest(causes, len(learners))
    shared, alone = findings.shared_outputs(verdicts)
    found = {
        "to_do": findings.to_do(verdicts),
        "causes": [cause for cause in causes if len(cause.learners) >= fewest],
        "shared": shared,
        "pairs": similarity.reused_text(verdicts),
    }
    return found | {
        "title": title,
        "names": names,
        "css": Markup((FOLDER / "report.css").read_text(encoding="utf-8")),
        "learners": learners,
        "submissions": len(verdicts),
        "assignments": assignments,
        "fewest": fewest,
        "rare_causes": sum(len(cause.learners) < fewest for cause in causes),
        "most_groups": MOST_GROUPS,
        "alone": alone,
        "scores": _scores(learners, assignments),
        "times": [_times(assignment) for assignment in assignments],
        "marks": {row.id: _marks(row) for one in assignments for row in one.rows},
        "hardest": _hardest(assignments),
        "hard": HARD,
        "advice": ADVICE,
        "outcomes": tables.OUTCOMES,
        "rules": {"statistics": statistics, "similarity": similarity},
    }


# --- parts of the page -----------------------------------------------------------------------


def _fewest(causes: Sequence[Cause], learners: int) -> int:
    """Choose how many learners a mistake needs to be listed, so that a person can read the list."""
    least = 2 if learners >= SMALL_CLASS else 1
    counts = sorted((len(cause.learners) for cause in causes), reverse=True)
    if len(counts) <= MOST_MISTAKES:
        return least
    # mistakes of equally many learners are listed all or not at all
    return max(least, min(counts[MOST_MISTAKES] + 1, counts[0]))


def _hardest(assignments: Sequence[Assignment]) -> list[TaskRow]:
    """Choose the three tasks in which the class earned the smallest share of the points."""
    rows = [row for one in assignments for row in one.rows]
    known = [row for row in rows if (row.statistics.difficulty.value or 1.0) < 1]
    return sorted(known, key=lambda row: row.statistics.difficulty.value or 0.0)[:3]


def _marks(row: TaskRow) -> list[str]:
    """Say in a few words why a task deserves a look."""
    easy = row.statistics.difficulty.value
    marks = []
    if easy is not None and easy < HARD:
        marks.append("hard")
    if _is_surely_negative(row.statistics.discrimination):
        marks.append("those who do well elsewhere do worse here")
    if (row.not_answered or 0) >= OFTEN_LEFT_OUT:
        marks.append("often left out")
    return marks


def _is_surely_negative(correlation: Statistic) -> bool:
    """Tell whether a correlation is below 0 by more than chance."""
    if correlation.value is None:
        return False
    return statistics.correlation_range(correlation.value, correlation.learners)[1] < 0


def _scores(learners: Sequence[str], assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
    """Lay out the table of scores: a row for each learner, None for what was not handed in."""
    by_name = [{verdict.learner: verdict for verdict in one.verdicts} for one in assignments]
    rows = []
    for learner in learners:
        handed_in = [found.get(learner) for found in by_name]
        cells = [_cell(verdict) for verdict in handed_in]
        total = sum(verdict.points for verdict in handed_in if verdict)
        rows.append({"learner": learner, "cells": cells, "total": total})
    return rows


def _cell(verdict: Verdict | None) -> tuple[float, str] | None:
    """Return the points of a submission and what may still change them."""
    if verdict is None:
        return None
    waiting = sum(task.max_points for task in verdict.tasks if findings.is_flagged(task))
    if waiting:
        return verdict.points, f"{points_words(waiting)} wait"
    return verdict.points, "unreadable" if tables.waits(verdict) else ""


def _times(assignment: Assignment) -> dict[str, Any]:
    seconds = [verdict.seconds for verdict in assignment.verdicts]
    return {
        "name": assignment.name,
        "count": len(seconds),
        "sum": sum(seconds),
        "median": median(seconds),
        "longest": max(seconds),
    }


# --- words -----------------------------------------------------------------------------------


def _with_code(words: str) -> Markup:
    """Escape words, and set what stands between backticks as code."""
    return Markup(re.sub("`([^`]*)`", r"<code>\1</code>", str(escape(words))))


def _cut(words: str) -> str:
    """Keep the first lines of what a learner wrote, and say how much is left out."""
    lines = words[:MOST_CHARACTERS].splitlines()[:MOST_LINES]
    left = len(words) - len("\n".join(lines))
    return "\n".join(lines) + (f"\n[{left} more characters]" if left > 1 else "")


def _number(one: Statistic) -> str:
    """Write a statistic with two decimals, or a dash and why there is none."""
    if one.value is None:
        return f"— ({one.why})"
    return f"{one.value:.2f}".replace("-", "−")


def _count(number: int, one: str, many: str = "") -> str:
    """Write a number and its noun."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def _people(learners: Sequence[str]) -> str:
    return ", ".join(learners)
