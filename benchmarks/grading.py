"""How fast a class is graded, next to stock nbgrader and otter-grader.

Run as `python benchmarks/grading.py` for a first look (some minutes), or for the whole (hours) as
`python benchmarks/grading.py --submissions 200 --growth 50,200,1000,5000`. The made-up learners
hand in A01 to A07, in a drawn order; a larger class repeats them under other names. All engines
grade the same files, with hidden cases, with as many processes, one engine after the other:

- coursekit, as `coursekit grade` does it, isolation full, into a gradebook;
- nbgrader, stock: `nbgrader autograde`, one call for each assignment and process;
- otter-grader: `otter run`, one call for each notebook, without a container.

The same in all: notebooks, exercises, cases and points; every exercise is judged by coursekit's
checker. Not the same: nbgrader and otter run every cell of a lesson, its own figures too; coursekit
only what the answers need. Neither isolates. otter starts anew for each notebook, in about 5 s of
processor time (`otter grade` does so too, and adds a container), writes no gradebook, and replies
in words where the others draw pictures. Of a submission with an unreadable notebook nbgrader grades
nothing, the others grade the rest. Nobody writes feedback pages. Setting up is not timed.

Processor time is user and system of all processes that an engine starts, however deep. Memory is
that of all of them at one moment, shared pages once, looked at every 0.2 s.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import _grading_ours
from _grading_class import HandedIn, copy_course, draw, environment, make_course
from _grading_peers import (
    Scores,
    gradebook_scores,
    otter_scores,
    prepare_otter,
    run_otter,
    run_stock,
    waiting,
)
from _grading_usage import Usage, measure
from rich.console import Console
from rich.table import Table

ENGINES = {"ours": "coursekit", "stock": "nbgrader", "otter": "otter-grader"}
CONSOLE = Console()


class Measured(NamedTuple):
    """What one engine took for a number of submissions, and the points that it gave."""

    engine: str
    processes: int
    usage: Usage
    scores: Scores
    waiting: int  # submissions of which points wait for a person

    @property
    def cpu_each(self) -> float:
        """Processor seconds of a submission."""
        return self.usage.cpu / len(self.scores)


# --- the engines -----------------------------------------------------------------------------


def run_ours(course: Path, *how: str) -> None:
    """Grade with coursekit in a process of its own."""
    command = [sys.executable, _grading_ours.__file__, str(course), *how]
    done = subprocess.run(command, env=environment(course), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"coursekit could not grade:\n{done.stderr[-1500:]}")


def run_engine(
    engine: str, course: Path, submissions: Sequence[HandedIn], processes: int
) -> Measured:
    """Let one engine grade the submissions, which lie in the course, and measure it."""
    read: Callable[[Path, Sequence[HandedIn]], Scores] = gradebook_scores
    if engine == "ours":
        usage = measure(lambda: run_ours(course, "--workers", str(processes)))
    elif engine == "stock":
        usage = measure(lambda: run_stock(course, submissions, processes))
    else:
        read = otter_scores
        prepare_otter(course, submissions)
        usage = measure(lambda: run_otter(course, submissions, processes))
    left = 0 if engine == "otter" else waiting(course, submissions)
    return Measured(engine, processes, usage, read(course, submissions), left)


# --- side by side ----------------------------------------------------------------------------


def side_by_side(
    template: Path, submissions: Sequence[HandedIn], counts: dict[str, int], processes: int
) -> None:
    """Let the engines grade the same submissions, so many each; print times and points."""
    rows = []
    for engine, count in counts.items():
        with tempfile.TemporaryDirectory() as folder:
            course = Path(folder) / "course"
            copy_course(template, course, submissions[:count])
            rows.append(run_engine(engine, course, submissions[:count], processes))
        used = rows[-1].usage
        CONSOLE.print(f"{ENGINES[engine]}: {count} in {used.wall:.0f} s, CPU {used.cpu:.0f} s")
    CONSOLE.print(engine_table(rows))
    for one, other in combinations(rows, 2):
        CONSOLE.print("\n".join(different_points(one, other)))


def engine_table(rows: Sequence[Measured]) -> Table:
    """Show a column for each engine."""
    ours = next((row.cpu_each for row in rows if row.engine == "ours"), None)
    common = set.intersection(*(set(row.scores) for row in rows))
    table = Table("", *(ENGINES[row.engine] for row in rows), title="Side by side")
    for words, figure in {
        "submissions": lambda row: f"{len(row.scores)}",
        "processes": lambda row: f"{row.processes}",
        "wall, s": lambda row: f"{row.usage.wall:.1f}",
        "submissions a minute": lambda row: f"{60 * len(row.scores) / row.usage.wall:.1f}",
        "CPU of a submission, s": lambda row: f"{row.cpu_each:.2f}",
        "CPU, coursekit = 1": lambda row: f"{row.cpu_each / ours:.1f}" if ours else "–",
        "peak memory, MB": lambda row: f"{row.usage.tree:.0f}",
        "not graded": lambda row: f"{list(row.scores.values()).count(None)}",
        "waiting for a person": lambda row: f"{row.waiting}",
        "mean points of the same": lambda row: (
            f"{fmean(row.scores[key] or 0 for key in common):.3f}"
        ),
    }.items():
        table.add_row(words, *map(figure, rows))
    return table


def different_points(one: Measured, other: Measured) -> Iterator[str]:
    """Say how many submissions got the same points from two engines, and name the others."""
    both = sorted(one.scores.keys() & other.scores.keys())
    names = ENGINES[one.engine], ENGINES[other.engine]
    pairs = {key: (one.scores[key], other.scores[key]) for key in both}
    odd = {key: pair for key, pair in pairs.items() if not _same(*pair)}
    yield f"{names[0]} and {names[1]}: equal points in {len(both) - len(odd)} of {len(both)}"
    for (learner, assignment), pair in odd.items():
        yield f"  {learner}, {assignment}: {_shown(pair[0])} and {_shown(pair[1])}"


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < 1e-6


def _shown(score: float | None) -> str:
    return "not graded" if score is None else f"{score:g}"


# --- growth and cluster ----------------------------------------------------------------------


def growth(
    template: Path, submissions: Sequence[HandedIn], counts: Sequence[int], processes: int
) -> Table:
    """Grade classes of several sizes with coursekit."""
    table = Table("submissions", "wall s", "wall s each", "CPU s each", "parent MB", "all MB")
    table.title = "Growth"
    for count in counts:
        usage = _measure_ours(template, submissions[:count], "--workers", str(processes))
        each = f"{usage.wall / count:.3f}", f"{usage.cpu / count:.3f}"
        table.add_row(
            str(count), f"{usage.wall:.1f}", *each, f"{usage.parent:.0f}", f"{usage.tree:.0f}"
        )
    return table


def cluster(template: Path, submissions: Sequence[HandedIn]) -> Table:
    """Grade with one worker, and with one and two workers of a dask cluster on this machine."""
    table = Table("workers", "wall s", "CPU s each", "times as fast", title="dask")
    first = 0.0
    for words, how in {
        "1, without dask": ("--workers", "1"),
        "LocalCluster(1)": ("--cluster", "1"),
        "LocalCluster(2)": ("--cluster", "2"),
    }.items():
        usage = _measure_ours(template, submissions, *how)
        first = first or usage.wall
        faster = f"{first / usage.wall:.2f}"
        each = f"{usage.cpu / len(submissions):.2f}"
        table.add_row(words, f"{usage.wall:.1f}", each, faster)
    return table


def _measure_ours(template: Path, submissions: Sequence[HandedIn], *how: str) -> Usage:
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "course"
        copy_course(template, course, submissions)
        return measure(lambda: run_ours(course, *how))


# --- the command -----------------------------------------------------------------------------


def read_options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--submissions", type=int, default=14)
    parser.add_argument("--stock-submissions", type=int, help="fewer, because it is slow")
    parser.add_argument("--otter-submissions", type=int, help="fewer, because it is slow")
    parser.add_argument("--growth", default="14,42", help="sizes of classes; '' for none")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--workers", type=int, default=2, help="processes of every engine")
    return parser.parse_args()


def main() -> None:
    """Measure and print what is asked for."""
    options = read_options()
    start = time.perf_counter()
    load = os.getloadavg()[0]
    CONSOLE.print(f"{os.cpu_count()} processors, load {load:.1f} before the benchmark begins")
    engines = options.engines.split(",")
    fewer = {"stock": options.stock_submissions, "otter": options.otter_submissions}
    counts = {engine: fewer.get(engine) or options.submissions for engine in engines}
    sizes = [int(size) for size in options.growth.split(",") if size and "ours" in engines]
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "course"
        make_course(template)
        submissions = draw(template, max([*counts.values(), *sizes]))
        side_by_side(template, submissions, counts, options.workers)
        if sizes:
            CONSOLE.print(growth(template, submissions, sizes, options.workers))
        if "ours" in engines:
            CONSOLE.print(cluster(template, submissions[: options.submissions]))
    CONSOLE.print(f"The whole took {(time.perf_counter() - start) / 60:.1f} minutes.")


if __name__ == "__main__":
    main()
