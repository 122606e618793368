"""What a teacher sees of a run: a bar while it goes on, a table and sentences at its end."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from coursekit.grading.run import Outcome, Watcher
from coursekit.grading.submissions.submission import Submission

MOST_SHOWN = 20  # sentences of a kind


class Bar(Watcher):
    """A bar with the number of submissions, the time and the last one that ended.

    Where the output is no terminal nothing is shown: a log would keep the bar's last state only.
    """

    def __init__(self, console: Console | None = None) -> None:
        columns = (TextColumn("Grading"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        last = TextColumn("{task.description}", markup=False)
        console = console or Console()
        self.progress = Progress(*columns, last, console=console, disable=not console.is_terminal)
        self.task = self.progress.add_task("", total=None)

    def __enter__(self) -> "Bar":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.progress.stop()

    def begin(self, total: int) -> None:
        """Hear how many submissions there are."""
        self.progress.update(self.task, total=total)
        self.progress.start()  # not earlier: what is wrong with the course is told without a bar

    def step(self, submission: Submission) -> None:
        """Hear that a submission is done."""
        words = f"{submission.assignment} {submission.learner}"
        self.progress.update(self.task, advance=1, description=words)


def show_outcome(outcome: Outcome, console: Console | None = None) -> None:
    """Print a row for each assignment, then what changed and what waits for a person."""
    console = console or Console()
    header = ("Assignment", "Handed in", "Graded now", "Mean points", "Unreadable", "Waiting")
    table = Table()
    for place, name in enumerate(header):
        table.add_column(name, justify="right" if place else "left", no_wrap=not place)
    for name, row in outcome.rows.items():
        mean = f"{row.points / row.submissions:.1f} of {row.most:g}" if row.submissions else ""
        numbers = (row.submissions, row.graded, mean, row.unreadable, row.waiting)
        table.add_row(name, *map(str, numbers))
    console.print(table)
    for name in [name for name, row in outcome.rows.items() if not row.submissions]:
        console.print(f"Nothing was handed in for {name}.")
    old = sum(row.outdated for row in outcome.rows.values())
    if old:
        console.print(
            f"{old} submissions were graded before the secret, an exercise or coursekit changed: "
            "--regrade grades them again."
        )
    for title, words in (
        ("Points that changed", outcome.changes),
        ("Waits for a person", outcome.waiting),
        ("Remarks", outcome.remarks),
    ):
        _show_some(console, title, words)


def _show_some(console: Console, title: str, words: list[str]) -> None:
    if words:
        console.print(f"\n{title} ({len(words)}):")
        for line in words[:MOST_SHOWN]:
            console.print(f"  {line}", markup=False, highlight=False)
        if len(words) > MOST_SHOWN:
            console.print(f"  and {len(words) - MOST_SHOWN} more: see coursekit report.")
