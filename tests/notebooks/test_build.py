import json
import shutil
from pathlib import Path

import pytest

from coursekit.notebooks import build as building
from coursekit.notebooks.build import Course, as_text, build, find_course, stale_files
from coursekit.notebooks.execution import CellFailed
from coursekit.notebooks.registry import Registry

ROOT = Path(__file__).parents[2]
BUILT = "solutions/a09-numbers/a09a-twice.ipynb"

PLAIN = """\
# %% [markdown]
# # A lesson without exercises

# %%
import sys

print("one")
sys.stdout.flush()
print("two")

# %%
{"b": 1, "a": 2}
"""


@pytest.fixture(scope="module", autouse=True)
def release():
    """In place of nbgrader, which other tests run: the notebooks as they are."""

    def as_they_are(assignment, notebooks, config):
        return {f"{name}.ipynb": as_text(one).encode() for name, one in notebooks.items()}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "release", as_they_are)
        yield


@pytest.fixture
def plain_course(tmp_path, write_script, registry):
    """A course that has not been built."""
    write_script(PLAIN)
    return Course(tmp_path, registry)


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    root = tmp_path_factory.mktemp("built")
    (root / "solutions/a09-numbers").mkdir(parents=True)
    (root / "solutions/a09-numbers/a09a-twice.py").write_text(PLAIN)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    build(Course(root, Registry({}, {})), ["a09-numbers"])
    return root


@pytest.fixture
def built_course(built_once, tmp_path, registry):
    """A course that has been built, to be changed by a test."""
    shutil.copytree(built_once, tmp_path, dirs_exist_ok=True)
    return Course(tmp_path, registry)


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_building_twice_gives_the_same_bytes(built_course):
    first = files(built_course.root)
    build(built_course, ["a09-numbers"], force=True)
    assert files(built_course.root) == first


@pytest.mark.slow
def test_a_built_notebook_is_executed_and_carries_no_trace_of_the_machine(built_course):
    notebook = json.loads(
        (built_course.root / "solutions/a09-numbers/a09a-twice.ipynb").read_text()
    )
    printed, shown = (cell["outputs"] for cell in notebook["cells"][1:])
    assert [output["text"] for output in printed] == [["one\n", "two\n"]]
    assert shown[0]["data"]["text/plain"] == ["{'b': 1, 'a': 2}"]
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    assert all("execution" not in cell["metadata"] for cell in notebook["cells"])


@pytest.mark.slow
def test_an_unchanged_notebook_is_not_executed_again(built_course):
    lines = []
    build(built_course, ["a09-numbers"], report=lines.append)
    assert lines == ["releasing a09-numbers"]


@pytest.mark.slow
def test_a_fresh_build_is_not_stale_and_checking_writes_nothing(built_course):
    before = files(built_course.root)
    assert stale_files(built_course, ["a09-numbers"]) == []
    assert files(built_course.root) == before


@pytest.mark.slow
def test_each_stale_file_is_named(built_course, write_script):
    write_script(PLAIN.replace("two", "three"))
    released = built_course.root / "course/a09-numbers"
    (released / "old.ipynb").write_text("{}")
    assert stale_files(built_course, ["a09-numbers"]) == [
        "solutions/a09-numbers/a09a-twice.ipynb differs from its script.",
        "course/a09-numbers/a09a-twice.ipynb differs from the release that nbgrader makes.",
        "course/a09-numbers/old.ipynb has no script.",
    ]


@pytest.mark.slow
def test_a_release_edited_by_hand_is_stale(built_course):
    released = built_course.root / "course/a09-numbers/a09a-twice.ipynb"
    released.write_text(released.read_text().replace("exercises", "tasks"))
    [line] = stale_files(built_course, ["a09-numbers"])
    assert line.startswith("course/a09-numbers/a09a-twice.ipynb differs")


@pytest.mark.slow
def test_a_notebook_without_script_is_removed(built_course):
    left_over = built_course.root / "course/a09-numbers/a09z-old.ipynb"
    left_over.write_text("{}")
    build(built_course, ["a09-numbers"])
    assert not left_over.exists()


def test_a_cell_that_fails_is_shown_with_its_traceback(plain_course, write_script):
    write_script("# %%\n1 / 0\n")
    with pytest.raises(CellFailed, match="division by zero"):
        build(plain_course, ["a09-numbers"])


def test_an_unknown_assignment_is_refused(plain_course):
    with pytest.raises(ValueError, match=r"No assignment called 'a10'\. Choose from: a09-numbers"):
        build(plain_course, ["a10"])


def test_a_course_is_found_from_a_folder_inside_it(plain_course):
    inside = plain_course.root / "solutions" / "a09-numbers"
    assert find_course(inside).root == plain_course.root.resolve()


def test_a_folder_outside_a_course_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="No course here"):
        find_course(tmp_path)
