"""How long a learner waits for a check, and how long for `from coursekit import check`.

Run as `python benchmarks/checks.py`. Prints the median time of a right and of a wrong answer for
each exercise, the median over the exercises, and the import time in fresh processes.
"""

import statistics
import subprocess
import sys
import time

from rich.console import Console
from rich.table import Table

from coursekit.checking import judge
from coursekit.exercises import EXERCISES

REPEATS = 7


def milliseconds(function, *args):
    """Return the median time of a call."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        function(*args)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def import_seconds():
    """Return the median time of the import in a fresh interpreter, without Python's own start."""
    code = (
        "import time; t = time.perf_counter(); from coursekit import check;"
        "print(time.perf_counter() - t)"
    )
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)
        for _ in range(REPEATS)
    ]
    return statistics.median(runs)


def main():
    """Print the table."""
    table = Table("exercise", "right answer, ms", "wrong answer, ms")
    right, wrong = [], []
    for exercise in EXERCISES.values():
        right.append(milliseconds(judge, exercise, exercise.variants[0]))
        wrong.append(milliseconds(judge, exercise, exercise.misconceptions[0].function))
        table.add_row(exercise.id, f"{right[-1]:.1f}", f"{wrong[-1]:.1f}")
    table.add_section()
    table.add_row("median", f"{statistics.median(right):.1f}", f"{statistics.median(wrong):.1f}")
    console = Console()
    console.print(table)
    console.print(f"from coursekit import check: {import_seconds():.2f} s")


if __name__ == "__main__":
    main()
