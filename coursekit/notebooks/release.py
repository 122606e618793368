"""The learner's copy, made by stock nbgrader in a course folder that is thrown away."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

CONFIG = "nbgrader_config.py"


def release(
    assignment: str, notebooks: Mapping[str, NotebookNode], config: Path
) -> dict[str, bytes]:
    """Turn the teacher's notebooks of one assignment into the learner's.

    Everything happens in a temporary folder, so that a check can compare and change nothing.

    Parameters
    ----------
    assignment : str
        Its folder name, for example ``a02-thresholds``.
    notebooks : mapping of str to NotebookNode
        The teacher's notebooks by name; outputs do not matter.
    config : Path
        The course's ``nbgrader_config.py``.

    Returns
    -------
    released : dict of str to bytes
        File name and content of every file that nbgrader released.

    Raises
    ------
    RuntimeError
        If nbgrader refuses, with its last lines.
    """
    with tempfile.TemporaryDirectory() as name:
        course = Path(name)
        shutil.copy(config, course / CONFIG)
        source = course / "solutions" / assignment
        source.mkdir(parents=True)
        for stem, notebook in notebooks.items():
            nbformat.write(notebook, source / f"{stem}.ipynb")
        generate_assignment(assignment, course)
        target = course / "course" / assignment
        return {str(path.relative_to(target)): path.read_bytes() for path in _files(target)}


def generate_assignment(assignment: str, course: Path) -> None:
    """Run ``nbgrader generate_assignment`` in the course folder, without a gradebook.

    A gradebook would also need the program alembic on PATH; an instructor who runs nbgrader
    with one has the environment activated.
    """
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--no-db"],
        cwd=course,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        last_lines = "\n".join(done.stderr.strip().splitlines()[-8:])
        raise RuntimeError(f"nbgrader could not release {assignment}:\n{last_lines}")


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
