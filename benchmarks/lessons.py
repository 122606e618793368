"""How long each lesson runs and how much memory its kernel takes; limits: 60 s and 1 GB.

Run as `python benchmarks/lessons.py [FOLDER ...]`, such as `solutions/a07-watershed`.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[1]
LIMIT_S, LIMIT_MB = 60, 1024


def measure(path: Path) -> tuple[float, float]:
    """Execute a notebook in a process of its own; return seconds and the kernel's peak in MB."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", str(path)], capture_output=True, text=True, check=True
    )
    seconds, megabytes = done.stdout.split()[-2:]
    return float(seconds), float(megabytes)


def print_one(path: Path) -> None:
    """Execute one notebook here, and print what it took."""
    import nbformat

    from coursekit.notebooks.execution import execute

    notebook = nbformat.read(path, as_version=4)
    start = time.perf_counter()
    execute(notebook, path.parent)
    seconds = time.perf_counter() - start
    kernel = resource.getrusage(resource.RUSAGE_CHILDREN)  # of all children the largest peak
    print(seconds, kernel.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2))


def main(folders: list[Path]) -> int:
    """Print the table; return 1 if a lesson is above a limit."""
    table = Table("lesson", "s", "peak MB")
    too_much = False
    for path in sorted(path for folder in folders for path in folder.glob("*.ipynb")):
        seconds, megabytes = measure(path)
        too_much |= seconds > LIMIT_S or megabytes > LIMIT_MB
        table.add_row(path.stem, f"{seconds:.1f}", f"{megabytes:.0f}")
    Console().print(table)
    return int(too_much)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        print_one(Path(sys.argv[2]))
    else:
        named = [Path(name) for name in sys.argv[1:]]
        sys.exit(main(named or sorted((ROOT / "solutions").glob("a*"))))
