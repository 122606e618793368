"""A course folder and a class of any size for the benchmark of grading."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from coursekit.grading.made_up.made_up_class import LEARNERS, hand_in, many_learners

ROOT = Path(__file__).parents[1]
CONFIG = "nbgrader_config.py"
ASSIGNMENTS = tuple(sorted(path.name for path in (ROOT / "course").glob("a0[1-7]-*")))


class HandedIn(NamedTuple):
    """One submission, and the folder that holds its notebooks."""

    learner: str
    assignment: str
    folder: Path


def environment(course: Path) -> dict[str, str]:
    """Return what the graders need: nbgrader's programs, the secret, no windows for figures."""
    programs = str(Path(sys.executable).parent)
    return os.environ | {
        "PATH": os.pathsep.join([programs, os.environ.get("PATH", "")]),
        "COURSEKIT_SECRET_FILE": str((course / "secret.txt").resolve()),
        "MPLBACKEND": "agg",
    }


def make_course(folder: Path) -> None:
    """Lay out a course whose assignments are in the gradebook; the release is the committed one."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, folder)
    (folder / "secret.txt").write_text("the secret of the benchmark\n", encoding="utf-8")
    for assignment in ASSIGNMENTS:
        notebooks = shutil.ignore_patterns("*.py", "__pycache__", "*_files")
        shutil.copytree(
            ROOT / "solutions" / assignment, folder / "solutions" / assignment, ignore=notebooks
        )
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", "generate_assignment", assignment],
            cwd=folder,
            env=environment(folder),
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"nbgrader could not release {assignment}:\n{done.stderr[-1500:]}")
        shutil.copytree(
            ROOT / "course" / assignment, folder / "course" / assignment, dirs_exist_ok=True
        )


def draw(course: Path, count: int) -> list[HandedIn]:
    """Let made-up learners hand in, in a drawn order that is the same each time.

    Each part of the list is a mixture of all learners and assignments; a large class repeats the
    learners under other names and with other mistakes.
    """
    return list(islice(_without_end(course), count))


def _without_end(course: Path) -> Iterator[HandedIn]:
    from coursekit.exercises import EXERCISES, QUESTIONS

    items = {**EXERCISES, **QUESTIONS}
    learners = many_learners()
    while True:
        turn = [(one, name) for one in islice(learners, len(LEARNERS)) for name in ASSIGNMENTS]
        random.Random(0).shuffle(turn)
        for learner, name in turn:
            if hand_in(learner, name, course, items):
                yield HandedIn(learner.name, name, course / "submitted" / learner.name / name)


def copy_course(template: Path, folder: Path, submissions: Sequence[HandedIn]) -> None:
    """Copy a course as it is before grading, with these submissions."""
    shutil.copytree(template, folder, ignore=shutil.ignore_patterns("submitted"))
    for one in submissions:
        shutil.copytree(one.folder, folder / "submitted" / one.learner / one.assignment)
