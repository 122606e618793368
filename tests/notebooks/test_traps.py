"""What nbgrader and jupytext do that nobody expects, and what the course does about it."""

import os
import subprocess
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output
from nbgrader.utils import determine_grade

from coursekit.notebooks.build import build_notebook
from coursekit.notebooks.cells import grade_cell
from coursekit.notebooks.release import release

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "nbgrader_config.py"


def graded(*outputs):
    """A grade cell of 4 points with these outputs."""
    cell = grade_cell('grade("a09.double")', "double-grade", 4)
    cell.outputs = list(outputs)
    return determine_grade(cell)[0]


def result(text):
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def test_a_line_on_stderr_makes_nbgrader_give_nothing():
    warning = new_output("stream", name="stderr", text="RuntimeWarning: divide by zero")
    assert graded(result("4.0")) == 4
    assert graded(warning, result("4.0")) == 0


@pytest.mark.parametrize(
    "load",
    ["from coursekit import check", "from coursekit.grading import grade"],
)
def test_what_a_grade_cell_imports_is_silent(load):
    done = subprocess.run([sys.executable, "-W", "default", "-c", load], capture_output=True)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize(
    ("shown", "points"),
    [
        pytest.param("0.87", 0.87, id="a-score-is-taken-for-points"),
        pytest.param("well done", 4, id="words-are-full-marks"),
        pytest.param("-1.0", 4, id="a-negative-number-is-full-marks"),
    ],
)
def test_the_last_expression_of_a_grade_cell_is_the_grade(shown, points):
    assert graded(result(shown)) == points


def test_a_grade_cell_ends_in_the_call_whose_value_is_the_points(
    write_script, script_text, registry
):
    built = build_notebook(write_script(script_text), registry)
    cells = [cell for cell in built.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    assert cells
    assert all(cell.source.splitlines()[-1].startswith("grade(") for cell in cells)


@pytest.mark.slow
def test_scripts_and_numbers_beside_a_notebook_are_not_released(
    tmp_path, write_script, script_text, registry
):
    script = write_script(script_text)
    nbformat.write(build_notebook(script, registry), script.with_suffix(".ipynb"))
    (script.parent / "questions.py").write_text("QUESTIONS = ()")
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "a09-numbers", "--no-db"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    released = [path.name for path in (tmp_path / "course/a09-numbers").iterdir()]
    assert released == ["a09a-twice.ipynb"]


@pytest.mark.slow
def test_a_stock_release_is_the_release_of_the_build(tmp_path, write_script, script_text, registry):
    script = write_script(script_text)
    built = build_notebook(script, registry)
    nbformat.write(built, script.with_suffix(".ipynb"))
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "a09-numbers"],
        cwd=tmp_path,
        env=os.environ | {"PATH": programs},
        check=True,
        capture_output=True,
    )
    stock = (tmp_path / "course/a09-numbers/a09a-twice.ipynb").read_bytes()
    assert release("a09-numbers", {"a09a-twice": built}, CONFIG) == {"a09a-twice.ipynb": stock}


def test_jupytext_makes_new_ids_at_every_reading():
    first, second = (jupytext.reads("# %%\nx = 1", "py:percent").cells[0] for _ in range(2))
    assert first["id"] != second["id"]


def test_ids_of_the_build_are_the_same_at_every_reading(write_script, script_text, registry):
    path = write_script(script_text)
    first, second = ([cell.id for cell in build_notebook(path, registry).cells] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


@pytest.fixture
def path_without_alembic(tmp_path, monkeypatch):
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setenv("PATH", str(empty))


@pytest.mark.slow
@pytest.mark.usefixtures("path_without_alembic")
def test_nbgrader_with_a_gradebook_needs_alembic_on_path(
    tmp_path, write_script, script_text, registry
):
    script = write_script(script_text)
    nbformat.write(build_notebook(script, registry), script.with_suffix(".ipynb"))
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", "a09-numbers"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "'alembic'" in done.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("path_without_alembic")
def test_the_build_needs_no_alembic(write_script, script_text, registry):
    built = build_notebook(write_script(script_text), registry)
    assert list(release("a09-numbers", {"a09a-twice": built}, CONFIG)) == ["a09a-twice.ipynb"]


@pytest.mark.slow
def test_a_release_that_nbgrader_refuses_is_told_with_its_reason(registry):
    cell = new_code_cell("### BEGIN SOLUTION\nx = 1")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    with pytest.raises(RuntimeError, match="nbgrader could not release a09-numbers"):
        release("a09-numbers", {"a09a-twice": notebook}, CONFIG)
