"""`make demo`: a made-up class hands in, is graded, and its report opens in the browser."""

import os
import shutil
import sys
import time
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from coursekit.checking import Exercise, Question
from coursekit.grading.made_up.made_up_class import LEARNERS, Learner, hand_in
from coursekit.grading.records.journal import Journal
from coursekit.grading.verdict import Verdict

ASSIGNMENTS = (
    "a01-histograms",
    "a02-thresholds",
    "a03-features",
    "a04-kmeans",
    "a05-neighbours",
    "a06-scores",
    "a07-watershed",
)
CONFIG = "nbgrader_config.py"
SECRET = "secret.txt"
TITLE = "A made-up class"
LEGEND = "– not handed in   ? a notebook cannot be read   ! points wait for a person"
NEXT = """\
To look on, go to {folder}/ in the environment of this course. There
`coursekit feedback` writes the learners' pages, `coursekit export --to csv`
the scores, and `nbgrader formgrader` shows the gradebook."""
Items = dict[str, Exercise | Question]


def main(
    folder: Path = Path("demo"),
    learners: Sequence[Learner] = LEARNERS,
    assignments: Sequence[str] = ASSIGNMENTS,
    console: Console | None = None,
) -> None:
    """Grade a made-up class in `folder`, which is made anew, and show scores and report.

    Raises
    ------
    FileNotFoundError
        If the current folder is not the course's.
    """
    console = console or Console()
    make_course(folder, Path.cwd(), assignments)
    items = declared_items()
    done = [
        hand_in(learner, assignment, folder, items)
        for learner in learners
        for assignment in assignments
    ]
    console.print(f"{len(learners)} made-up learners handed in {sum(done)} submissions.")
    started = time.monotonic()
    grade(folder, assignments, console)
    seconds = time.monotonic() - started
    verdicts = list(Journal(folder / "journal").all())
    console.print(score_table(verdicts, learners, assignments))
    console.print(f"{len(verdicts)} submissions were graded in {seconds:.0f} s.")
    show(write_page(verdicts, folder / "report.html"), console)
    console.print(NEXT.format(folder=folder))


def declared_items() -> Items:
    """Return all exercises and questions of the course by id."""
    from coursekit.exercises import EXERCISES, QUESTIONS  # slow: it imports every declaration

    return {**EXERCISES, **QUESTIONS}


# --- the course ------------------------------------------------------------------------------


def make_course(folder: Path, root: Path, assignments: Sequence[str]) -> None:
    """Lay out a course as nbgrader wants it: the notebooks of this one, and a secret.

    Raises
    ------
    FileNotFoundError
        If `root` is no course, or has no built notebooks of an assignment.
    """
    if not (root / CONFIG).is_file():
        raise FileNotFoundError(f"Run this in the course's own folder: {root} has no {CONFIG}.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(root / CONFIG, folder)
    for assignment in assignments:
        for part in ("course", "solutions"):
            built = sorted((root / part / assignment).glob("*.ipynb"))
            if not built:
                raise FileNotFoundError(f"{part}/{assignment} is not built: run coursekit build.")
            (folder / part / assignment).mkdir(parents=True)
            for notebook in built:
                shutil.copy(notebook, folder / part / assignment)
    secret = folder / SECRET
    secret.touch(mode=0o600)
    secret.write_text("the secret of the demo\n", encoding="utf-8")


def grade(folder: Path, assignments: Sequence[str], console: Console) -> None:
    """Grade what was handed in, as `coursekit grade` does."""
    from coursekit.grading.bar import Bar, show_outcome
    from coursekit.grading.run import Settings, grade_course
    from coursekit.grading.secret import secret_of

    settings = Settings(secret=secret_of(folder / SECRET))
    with Bar(console) as bar:
        outcome = grade_course(folder, assignments, settings, watcher=bar)
    show_outcome(outcome, console)


# --- showing what came out -------------------------------------------------------------------


def score_table(
    verdicts: Sequence[Verdict], learners: Sequence[Learner], assignments: Sequence[str]
) -> Table:
    """Show a row for each learner with the points of each assignment."""
    found = {(one.learner, one.assignment): one for one in verdicts}
    table = Table(title=TITLE, title_justify="left", caption=LEGEND, caption_justify="left")
    table.box, table.padding = SIMPLE, (0, 1, 0, 0)
    table.add_column("Learner")
    table.add_column("What this learner did")
    for assignment in assignments:
        most = max((one.max_points for one in verdicts if one.assignment == assignment), default=0)
        name = assignment.partition("-")[0].upper()
        table.add_column(f"{name}\nof {most:g}", justify="right", no_wrap=True)
    for learner in learners:
        cells = [points_of(found.get((learner.name, assignment))) for assignment in assignments]
        table.add_row(learner.name, learner.about, *cells)
    return table


def points_of(verdict: Verdict | None) -> str:
    """Write the points of a submission in a few characters."""
    if verdict is None:
        return "–"
    unreadable = any(notebook.state == "unreadable" for notebook in verdict.notebooks)
    return f"{verdict.points:g}{'?' * unreadable}{'!' * bool(verdict.flags)}"


def write_page(verdicts: Sequence[Verdict], path: Path) -> Path:
    """Write the class report."""
    from coursekit.grading.pages.report import write_report  # slow: templates and charts

    return write_report(verdicts, path, TITLE).resolve()


def show(page: Path, console: Console) -> bool:
    """Print where a page is, and open it in the browser where there is one to be seen."""
    console.print(f"The class report: {page}", soft_wrap=True)
    return can_open() and webbrowser.open(page.as_uri())


def can_open() -> bool:
    """Tell whether a browser may be opened: there is a display, and BROWSER is not "none"."""
    if os.environ.get("BROWSER") == "none":
        return False
    on_a_desktop = sys.platform in ("darwin", "win32")
    return on_a_desktop or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))
