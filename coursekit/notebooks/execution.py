"""Running a notebook so that its outputs are the same bytes every time."""

from pathlib import Path

import nbclient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

CELL_TIMEOUT_S = 120


def execute(notebook: NotebookNode, folder: Path) -> None:
    """Run the notebook's cells in order, in `folder`, and store their outputs in it.

    Raises
    ------
    RuntimeError
        If a cell raises an exception or takes longer than two minutes.
    """
    client = nbclient.NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT_S,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise RuntimeError(f"A cell failed.\n{error}") from error


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
