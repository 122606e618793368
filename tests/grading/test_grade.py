"""Every state of an answer through nbgrader's own reading of a graded cell, in a live kernel."""

import logging
import textwrap

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.utils import determine_grade

CORRECT = """
def apply_threshold(image, t, bright=True):
    return image > t if bright else image <= t
"""
ANSWERS = {
    "right": (CORRECT, 2.0),
    "partial": (
        """
        def apply_threshold(image, t, bright=True):
            return image > t
        """,
        1.5,  # all but the 0.5 points for dark objects
    ),
    "wrong": (
        """
        def apply_threshold(image, t, bright=True):
            return image >= t if bright else image < t
        """,
        0.0,
    ),
    "nan": (
        """
        def apply_threshold(image, t, bright=True):
            return float("nan")
        """,
        0.0,
    ),
    "stub": (
        """
        def apply_threshold(image, t, bright=True):
            return ...
        """,
        0.0,
    ),
    "warning on stderr, right": (
        """
        import sys, warnings
        def apply_threshold(image, t, bright=True):
            warnings.warn("careful")
            print("noise", file=sys.stderr)
            return image > t if bright else image <= t
        """,
        2.0,
    ),
    "exception": (
        """
        def apply_threshold(image, t, bright=True):
            raise RuntimeError("no")
        """,
        0.0,
    ),
    "endless loop": (
        """
        def apply_threshold(image, t, bright=True):
            while True:
                pass
        """,
        0.0,
    ),
    "endless loop that swallows the alarm": (
        """
        def apply_threshold(image, t, bright=True):
            while True:
                try:
                    while True:
                        pass
                except:
                    pass
        """,
        0.0,
    ),
    "ends Python": (
        """
        import os
        def apply_threshold(image, t, bright=True):
            os._exit(0)
        """,
        0.0,
    ),
    "leaves Python politely": (
        """
        def apply_threshold(image, t, bright=True):
            raise SystemExit
        """,
        0.0,
    ),
    "undefined name": ("", 0.0),
    "name is a number": ("apply_threshold = 3", 0.0),
}


@pytest.fixture(scope="module")
def graded():
    """Run all answers in one kernel, each followed by its graded cell."""
    shorter = "import coursekit.grading.forked as forked\nforked.HARD_LIMIT = 8"
    cells = [nbformat.v4.new_code_cell(shorter)]
    for source, _ in ANSWERS.values():
        cells.append(nbformat.v4.new_code_cell("globals().pop('apply_threshold', None);"))
        cells.append(nbformat.v4.new_code_cell(textwrap.dedent(source)))
        cell = nbformat.v4.new_code_cell(
            'from coursekit.grading import grade\ngrade("a02.apply_threshold")'
        )
        cell.metadata["nbgrader"] = {
            "grade": True,
            "solution": False,
            "locked": True,
            "points": 2,
            "grade_id": f"apply_threshold-grade-{len(cells)}",
            "schema_version": 3,
            "task": False,
        }
        cells.append(cell)
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return dict(zip(ANSWERS, notebook.cells[3::3], strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", list(ANSWERS))
def test_nbgrader_reads_the_points(graded, name):
    earned, most = determine_grade(graded[name], logging.getLogger())
    assert (earned, most) == (ANSWERS[name][1], 2.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(ANSWERS))
def test_a_graded_cell_is_silent_and_explains(graded, name):
    (output,) = graded[name].outputs
    assert output.output_type == "execute_result"
    assert float(output.data["text/plain"]) == ANSWERS[name][1]
    assert 'role="status"' in output.data["text/html"]
