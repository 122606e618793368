"""Running a notebook so that its outputs are the same bytes every time."""

import os
from pathlib import Path

import nbclient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from coursekit.plotting.turning import STILL

CELL_TIMEOUT_S = 120
# what a lesson shows must not depend on who builds it
_LEFT_OUT = ("COURSEKIT_SECRET_FILE", "COURSEKIT_COURSE")


class CellFailed(RuntimeError):
    """A cell of a lesson failed; the message is the cell and its traceback."""


def execute(notebook: NotebookNode, folder: Path, *, go_on: bool = False) -> None:
    """Run the notebook's cells in order, in `folder`, and store their outputs in it.

    With `go_on` a cell that fails, or is stopped after two minutes, does not end the run.

    Raises
    ------
    CellFailed
        If a cell raises an exception or takes longer than two minutes, or the kernel dies.
    """
    client = nbclient.NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        allow_errors=go_on,
        interrupt_on_timeout=go_on,
        extra_arguments=["--log-level=ERROR"],  # it warns about its sockets at every start
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    environment = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
    environment[STILL] = "still"
    try:
        client.execute(env=environment)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise CellFailed(str(error)) from error


def has_outputs(notebook: NotebookNode) -> bool:
    """Tell whether the notebook has been executed from the first cell to the last."""
    return all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of the notebook as it was before it was executed."""
    bare = notebook.copy()
    bare.cells = [cell.copy() for cell in notebook.cells]
    for cell in bare.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return bare
