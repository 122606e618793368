"""Where a learner stands: run a notebook and read the states of its checks."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from coursekit.notebooks.execution import execute

_CHECKED = re.compile(r"""\bcheck(?:\.(\w+)\(|\(["']([\w.]+)["'])""")
_QUESTION = """\
import json
from coursekit.exercises import check
from coursekit.checking.status import status_of
items = {{item.id: item for item in map(check.find, {names})}}
status = status_of(list(items.values()), check.results)
print(json.dumps([status.rows, status.total]))
"""


@dataclass(frozen=True)
class Progress:
    """The rows of check.status() for the exercises and questions of one notebook."""

    rows: tuple[tuple[str, str, str, str], ...]  # name, title, state, points
    total: str

    @property
    def complete(self) -> bool:
        """Tell whether everything is correct."""
        return all(state == "correct" for _, _, state, _ in self.rows)


def progress(path: Path) -> Progress:
    """Run the learner's cells of a notebook and return the states of its checks.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is not a notebook, or has no checks of the course.
    """
    notebook = read_notebook(path)
    notebook.cells = [cell for cell in notebook.cells if _is_learners(cell)]
    names = _checked_names(notebook)
    if not names:
        raise ValueError(f"{path} has no checks of the course.")
    notebook.cells.append(new_code_cell(_QUESTION.format(names=names)))
    execute(notebook, path.parent, go_on=True)
    printed = [output["text"] for output in notebook.cells[-1].outputs if "text" in output]
    if not printed:
        raise ValueError(f"{path}: the notebook stopped before its checks could be read.")
    rows, total = json.loads(printed[0])
    return Progress(tuple(map(tuple, rows)), total)


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook, or say in one line that it is none."""
    if not path.is_file():
        raise FileNotFoundError(f"There is no file {path}.")
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except (ValueError, KeyError, AttributeError, TypeError, nbformat.ValidationError) as error:
        raise ValueError(f"{path} is not a notebook.") from error
    return notebook


def _is_learners(cell: NotebookNode) -> bool:
    return cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade")


def _checked_names(notebook: NotebookNode) -> list[str]:
    from coursekit.exercises import check  # slow: it imports every declaration

    code = "\n".join(cell.source for cell in notebook.cells)
    found = dict.fromkeys(first or second for first, second in _CHECKED.findall(code))
    return [name for name in found if name in dir(check) or "." in name]
