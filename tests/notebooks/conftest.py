"""A small course with its own declarations, for the tests of the builder and of the rules."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest

from coursekit.notebooks.build import Course
from coursekit.notebooks.registry import Registry

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class FakeProperty:
    name: str
    points: float
    text: str


@dataclass(frozen=True)
class FakeExercise:
    id: str
    code: str
    kind: str
    title: str
    function: str
    reference: Callable = abs
    signature: str = "(number)"
    minutes: int = 4
    points: float = 3
    props: tuple = (FakeProperty("core", 2, "the right number"), FakeProperty("type", 1, "an int"))
    hints: tuple = ("Which number?", "Multiply.", "`2 * number`")
    conventions: dict = field(default_factory=dict)


@dataclass(frozen=True)
class FakeQuestion:
    id: str = "a09.Q1"
    code: str = "Q1"
    attribute: str = "A09_Q1"
    stem: str = "What is twice two?"
    points: float = 1
    letters: dict = field(default_factory=lambda: {"A": "three", "B": "four", "C": "two"})
    right: str = "B"
    run_first: bool = False


REGISTRY = Registry(
    {
        "a09.double": FakeExercise(
            "a09.double", "E1", "W", "Twice", "double", conventions={"sign": "The sign stays."}
        ),
        "a09.halve": FakeExercise("a09.halve", "E2", "D", "Half", "halve"),
        "a09.bars": FakeExercise("a09.bars", "P1", "P", "Bars", "bars"),
    },
    {"a09.Q1": FakeQuestion()},
)

SCRIPT = dedent(
    '''\
    # %% [markdown]
    # # Twice
    #
    # Numbers become larger. The table has [19402]{N-A09-01} rows.

    # %%
    number = 2
    print(f"{number} is a number.")

    # %% tags=["folded"]
    print("a picture")

    # %% [markdown] tags=["instructor"]
    # Ask for zero.

    # %% [markdown] exercise="double" role="prompt"
    # Return twice the number.

    # %% exercise="double" role="answer"
    def double(number):
        """Twice the number."""
        # 1 multiply
        ### BEGIN SOLUTION
        return 2 * number
        ### END SOLUTION

    # %% exercise="double" role="check"
    print(double(4))

    # %% [markdown] exercise="halve" role="prompt"
    # The function doubles. Repair it.

    # %% exercise="halve" role="answer"
    def halve(number):
        """Half of the number."""
        return 2 * number

    # %% exercise="halve" role="solution"
    def halve(number):
        """Half of the number."""
        return number / 2

    # %% exercise="halve" role="check"
    print(halve(4))

    # %% [markdown] question="Q1"
    # Think first.

    # %% [markdown] role="hand-in"
    # ## Hand in
    '''
)


@pytest.fixture
def registry():
    return REGISTRY


@pytest.fixture
def script_text():
    return SCRIPT


@pytest.fixture
def write_script(tmp_path):
    """Write scripts into a course folder that has the real nbgrader configuration."""

    def write(text, name="a09a-twice"):
        folder = tmp_path / "solutions" / "a09-numbers"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
        path = folder / f"{name}.py"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def course(tmp_path, write_script):
    """A course of one lesson."""
    write_script(SCRIPT)
    return Course(tmp_path, REGISTRY)
