import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from coursekit import cli
from coursekit.notebooks import build as building

HELP = """\
import sys
from coursekit import cli

sys.argv = ["coursekit", "--help"]
try:
    cli.main()
except SystemExit:
    print([name for name in ("numpy", "nbformat", "jupytext", "matplotlib") if name in sys.modules])
"""


@pytest.fixture
def coursekit(monkeypatch, capsys):
    """Run the command and return its exit code, its output and its errors."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["coursekit", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            cli.main()
        printed = capsys.readouterr()
        return stop.value.code or 0, printed.out, printed.err

    return run


def write_notebook(path, *sources):
    kernel = {"name": "python3", "display_name": "Python 3"}
    cells = [new_code_cell(source) for source in sources]
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), path)
    return path


def test_help_imports_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("lesson.py", "x = 1\n", "is not a notebook", id="a-script"),
        pytest.param("broken.ipynb", '{"cells": [', "is not a notebook", id="cut-off"),
        pytest.param("list.ipynb", "[1, 2]", "is not a notebook", id="other-json"),
        pytest.param("empty.ipynb", "{}", "is not a notebook", id="empty-json"),
        pytest.param("bytes.ipynb", "\x89PNG\x00", "is not a notebook", id="a-picture"),
    ],
)
def test_a_file_that_is_no_notebook_gives_one_line(coursekit, tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content.encode("latin-1"))
    code, out, err = coursekit("check", path)
    assert (code, out) == (1, "")
    assert err == f"coursekit: {path} {message}.\n"


def test_a_missing_file_gives_one_line(coursekit, tmp_path):
    assert coursekit("check", tmp_path / "no.ipynb") == (
        1,
        "",
        f"coursekit: There is no file {tmp_path / 'no.ipynb'}.\n",
    )


def test_a_notebook_without_checks_gives_one_line(coursekit, tmp_path):
    path = write_notebook(tmp_path / "other.ipynb", "x = 1")
    code, _, err = coursekit("check", path)
    assert (code, err) == (1, f"coursekit: {path} has no checks of the course.\n")


@pytest.mark.slow
def test_check_tells_the_state_of_each_exercise_and_fails_until_all_are_right(coursekit, tmp_path):
    path = write_notebook(
        tmp_path / "learner.ipynb",
        "from coursekit import check",
        "def invert(image):\n    return 255 - image if image.dtype == 'uint8' else 1 - image",
        "check.invert(invert)",
        "def read_pixel(image, row, column):\n    return ...",
        "check.read_pixel(read_pixel)",
        "1 / 0",
    )
    code, out, _ = coursekit("check", path)
    rows = {line.split()[1]: line for line in out.splitlines() if line.startswith("│")}
    assert code == 1
    assert set(rows) == {"invert", "read_pixel"}
    assert "correct" in rows["invert"]
    assert "not answered" in rows["read_pixel"]


@pytest.mark.slow
def test_check_succeeds_when_everything_is_right(coursekit, tmp_path):
    path = write_notebook(
        tmp_path / "learner.ipynb",
        "from coursekit import check, imaging\nimport numpy as np",
        "def invert(image):\n    return 255 - image if image.dtype == 'uint8' else 1 - image",
        "check.invert(invert)",
    )
    assert coursekit("check", path)[0] == 0


def test_a_command_outside_a_course_gives_one_line(coursekit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = coursekit("build")
    assert code == 1
    assert err.startswith("coursekit: No course here: ")
    assert err.count("\n") == 1


def test_a_stale_build_fails_with_one_line_a_file(coursekit, course, monkeypatch):
    monkeypatch.setattr(building, "find_course", lambda: course)
    monkeypatch.setattr(building, "stale_questions", list)
    code, out, _ = coursekit("build", "--check")
    assert code == 1
    assert out.splitlines() == [
        "solutions/a09-numbers/a09a-twice.ipynb differs from its script.",
        "course/a09-numbers/a09a-twice.ipynb differs from the release that nbgrader makes.",
    ]


def test_lint_prints_findings_and_fails(coursekit, course, monkeypatch):
    monkeypatch.setattr(building, "find_course", lambda: course)
    code, out, _ = coursekit("lint")
    *findings, total = out.splitlines()
    assert code == 1
    assert total == f"{len(findings)} findings."
    assert all(line.startswith("solutions/a09-numbers/a09a-twice.py:") for line in findings)


def test_a_missing_extra_says_how_to_install_it(coursekit, monkeypatch):
    def find_course():
        raise ModuleNotFoundError("No module named 'nbclient'", name="nbclient")

    monkeypatch.setattr(building, "find_course", find_course)
    code, _, err = coursekit("build")
    assert code == 1
    assert err == (
        "coursekit: nbclient is missing. Install it with: pip install 'coursekit[teaching]'\n"
    )


def test_an_unexpected_error_keeps_its_traceback(monkeypatch):
    def find_course():
        raise TypeError("a mistake of ours")

    monkeypatch.setattr(building, "find_course", find_course)
    monkeypatch.setattr(sys, "argv", ["coursekit", "build"])
    with pytest.raises(TypeError, match="a mistake of ours"):
        cli.main()


@pytest.mark.parametrize("tool", ["witness", "mutants"])
def test_an_unknown_assignment_of_the_authors_tools_gives_one_line(coursekit, tool):
    code, _, err = coursekit("author", tool, "a77")
    assert code == 1
    assert err.startswith("coursekit: assignment must be one of a01, a02, ")
    assert err.endswith(", got 'a77'.\n")


def test_the_command_is_installed():
    assert (Path(sys.executable).parent / "coursekit").is_file()
