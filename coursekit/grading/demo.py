"""`make demo`: a made-up class is graded with stock nbgrader, and the result is shown."""

import html
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import nbformat
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from coursekit.checking import Exercise, Question
from coursekit.grading.made_up_class import LEARNERS, Learner, hand_in

ASSIGNMENTS = ("a01-histograms", "a02-thresholds")
CONFIG = "nbgrader_config.py"
PROCESSES = 2
MOST_SHOWN = 8  # misconceptions in the table
Items = dict[str, Exercise | Question]


@dataclass(frozen=True)
class Verdict:
    """What became of one submission."""

    learner: str
    assignment: str
    state: str  # graded, unreadable or missing
    score: float = 0.0
    max_score: float = 0.0


@dataclass(frozen=True)
class Mistake:
    """A typical mistake and the learners who made it."""

    task: str
    words: str
    learners: tuple[str, ...]


def main(
    folder: Path = Path("demo"),
    learners: tuple[Learner, ...] = LEARNERS,
    assignments: tuple[str, ...] = ASSIGNMENTS,
    console: Console | None = None,
) -> None:
    """Grade a made-up class in `folder`, which is made anew, and show scores and mistakes.

    Raises
    ------
    FileNotFoundError
        If the current folder is not the course's.
    RuntimeError
        If nbgrader fails for another reason than a submission that cannot be read.
    """
    console = console or Console()
    items = declared_items()
    started = time.monotonic()
    make_course(folder, Path.cwd(), assignments)
    for learner in learners:
        for assignment in assignments:
            hand_in(learner, assignment, folder, items)
    grade_class(folder, assignments, console)
    verdicts = read_verdicts(folder, learners, assignments)
    console.print(score_table(verdicts, learners, assignments))
    console.print(mistake_table(find_mistakes(folder, assignments, items)))
    console.print(
        f"Graded in {time.monotonic() - started:.0f} s with stock nbgrader.\n"
        f"Pages with points, causes and pictures, such as\n  {example_page(folder)}\n"
        f"The gradebook in nbgrader's own pages: cd {folder} && nbgrader formgrader"
    )


def declared_items() -> Items:
    """Return all exercises and questions of the course by id."""
    from coursekit.exercises import EXERCISES, QUESTIONS  # slow: it imports every declaration

    return {**EXERCISES, **QUESTIONS}


# --- the course folder and nbgrader ----------------------------------------------------------


def make_course(folder: Path, root: Path, assignments: tuple[str, ...]) -> None:
    """Lay out a course as nbgrader wants it, release the assignments, choose a secret."""
    if not (root / CONFIG).is_file():
        raise FileNotFoundError(f"Run this in the course's own folder: {root} has no {CONFIG}.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(root / CONFIG, folder)
    (folder / "secret.txt").write_text("the secret of the demo\n", encoding="utf-8")
    for assignment in assignments:
        (folder / "solutions" / assignment).mkdir(parents=True)
        built = sorted((root / "solutions" / assignment).glob("*.ipynb"))
        if not built:
            raise FileNotFoundError(f"solutions/{assignment} is not built: run coursekit build.")
        for notebook in built:
            shutil.copy(notebook, folder / "solutions" / assignment)
        run_nbgrader("generate_assignment", assignment, folder)


def run_nbgrader(
    command: str, assignment: str, folder: Path, without: Sequence[str] = (), part: int = 1
) -> None:
    """Run a command of stock nbgrader on an assignment; its words go to a log file.

    The learners named by `without` are left to another `part` of the work.

    nbgrader ends with 1 when a single submission cannot be read and has graded the others: that
    is no failure here. Programs that nbgrader calls lie beside this Python.
    """
    programs = str(Path(sys.executable).parent)
    extra = {
        "PATH": os.pathsep.join([programs, os.environ.get("PATH", "")]),
        "COURSEKIT_SECRET_FILE": str((folder / "secret.txt").resolve()),
        "MPLBACKEND": "agg",
    }
    log = folder / f"{command}-{assignment}-{part}.log"
    left_out = [f"--CourseDirectory.student_id_exclude={','.join(without)}"] if without else []
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, assignment, *left_out],
            cwd=folder,
            env=os.environ | extra,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    words = log.read_text(encoding="utf-8")
    if done.returncode and "There was an error processing assignment" not in words:
        raise RuntimeError(f"nbgrader {command} {assignment} failed; see {log}:\n{words[-1500:]}")


def grade_class(folder: Path, assignments: Sequence[str], console: Console) -> None:
    """Autograde and write feedback in two processes, each for half of the class, with a bar."""
    names = sorted(path.name for path in folder.glob("submitted/*"))
    halves = [half for half in (names[0::2], names[1::2]) if half]
    total = 2 * len(list(folder.glob("submitted/*/*")))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress,
        ThreadPoolExecutor(max_workers=PROCESSES) as workers,
    ):
        bar = progress.add_task("Grading the class", total=total)
        running = [
            workers.submit(_grade_part, name, folder, sorted(set(names) - set(half)), part)
            for name in assignments
            for part, half in enumerate(halves, 1)
        ]
        while not all(job.done() for job in running):
            done = len(list(folder.glob("autograded/*/*"))) + len(list(folder.glob("feedback/*/*")))
            progress.update(bar, completed=done)
            time.sleep(0.3)
        for job in running:
            job.result()


def _grade_part(assignment: str, folder: Path, without: Sequence[str], part: int) -> None:
    run_nbgrader("autograde", assignment, folder, without, part)
    run_nbgrader("generate_feedback", assignment, folder, without, part)


# --- reading the results ---------------------------------------------------------------------


def read_verdicts(
    folder: Path, learners: tuple[Learner, ...], assignments: tuple[str, ...]
) -> list[Verdict]:
    """Read the scores of all learners from the gradebook."""
    from nbgrader.api import Gradebook  # slow: it imports a database layer

    with Gradebook(f"sqlite:///{(folder / 'gradebook.db').resolve()}") as gradebook:
        return [
            _verdict(gradebook, folder, learner.name, assignment)
            for learner in learners
            for assignment in assignments
        ]


def _verdict(gradebook: object, folder: Path, learner: str, assignment: str) -> Verdict:
    if not (folder / "submitted" / learner / assignment).is_dir():
        return Verdict(learner, assignment, "missing")
    if not (folder / "autograded" / learner / assignment).is_dir():
        return Verdict(learner, assignment, "unreadable")
    found = gradebook.find_submission(assignment, learner)  # type: ignore[attr-defined]
    return Verdict(learner, assignment, "graded", float(found.score), float(found.max_score))


def find_mistakes(folder: Path, assignments: tuple[str, ...], items: Items) -> list[Mistake]:
    """Find the declared mistakes in the graded notebooks, the most common ones first."""
    seen: dict[tuple[str, str], list[str]] = {}
    for assignment in assignments:
        for path in sorted(folder.glob(f"autograded/*/{assignment}/*.ipynb")):
            learner = path.parts[-3]
            for key in _mistakes_in(path, assignment, items):
                seen.setdefault(key, []).append(learner)
    mistakes = [Mistake(task, words, tuple(who)) for (task, words), who in seen.items()]
    return sorted(mistakes, key=lambda one: (-len(one.learners), one.task))


def _mistakes_in(path: Path, assignment: str, items: Items) -> Iterator[tuple[str, str]]:
    prefix = assignment.partition("-")[0]
    for cell in nbformat.read(path, as_version=4).cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        item = items.get(f"{prefix}.{name.removesuffix('-grade')}")
        if item and name.endswith("-grade"):
            feedback = "".join(_plain(one) for one in cell.get("outputs", []))
            for words in typical_replies(item):
                if _same_spaces(words.replace("`", "")) in feedback:
                    yield item.id, words


def typical_replies(item: Exercise | Question) -> list[str]:
    """List what an exercise or question replies to its typical mistakes."""
    if isinstance(item, Question):
        return [item.open(letter).text for letter in item.letters if letter != item.right]
    return list(Counter(one.message for one in item.misconceptions))


def _plain(output: nbformat.NotebookNode) -> str:
    """Return the words of an output's page, without its tags."""
    page = str(output.get("data", {}).get("text/html", ""))
    return _same_spaces(html.unescape(re.sub(r"<[^>]*>", "", page)))


def _same_spaces(words: str) -> str:
    return " ".join(words.split())


# --- showing them ----------------------------------------------------------------------------


def example_page(folder: Path) -> str:
    """Name a feedback page to begin with: the one that explains most."""

    def causes(page: Path) -> int:
        return page.read_text(encoding="utf-8").count("Likely cause")

    return str(max(sorted(folder.glob("feedback/*/*/*.html")), key=causes, default=folder))


def score_table(
    verdicts: list[Verdict], learners: tuple[Learner, ...], assignments: tuple[str, ...]
) -> Table:
    """Show a row for each learner with the points of each assignment."""
    found = {(one.learner, one.assignment): one for one in verdicts}
    table = Table(title="A made-up class", title_justify="left")
    table.add_column("Learner")
    table.add_column("What this learner did")
    for assignment in assignments:
        most = max((one.max_score for one in verdicts if one.assignment == assignment), default=0)
        table.add_column(f"{assignment.partition('-')[0].upper()} (of {most:g})", justify="right")
    for learner in learners:
        points = [_points(found[learner.name, assignment]) for assignment in assignments]
        table.add_row(learner.name, learner.about, *points)
    return table


def _points(verdict: Verdict) -> str:
    words = {"missing": "not handed in", "unreadable": "cannot be read"}
    return words.get(verdict.state, f"{verdict.score:g}")


def mistake_table(mistakes: list[Mistake]) -> Table:
    """Show the most common mistakes of the class."""
    title = f"Most common mistakes ({min(MOST_SHOWN, len(mistakes))} of {len(mistakes)})"
    table = Table(title=title, title_justify="left", show_lines=True)
    table.add_column("Learners", justify="right")
    table.add_column("Task")
    table.add_column("What they were told")
    for mistake in mistakes[:MOST_SHOWN]:
        table.add_row(str(len(mistake.learners)), mistake.task, mistake.words)
    return table
