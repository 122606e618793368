"""What `check` and `grade` are while a notebook is graded: silent, and without any answer.

A lesson's own lines with `check` do not run then; a learner's may, and must neither fail nor tell
anything.
"""

import sys
import types
from collections.abc import Iterator
from typing import Any

import coursekit
from coursekit import grading


class Quiet:
    """Answers every question about a check with itself, and every comparison as if all is right."""

    def __call__(self, *args: Any, **kwargs: Any) -> "Quiet":
        """Answer a call."""
        return self

    def __getattr__(self, name: str) -> "Quiet":
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __repr__(self) -> str:
        return "(checked when the work is graded)"

    def __format__(self, form: str) -> str:
        return repr(self)

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __add__(self, other: Any) -> "Quiet":
        return self

    def __eq__(self, other: Any) -> bool:
        return True

    def __lt__(self, other: Any) -> bool:
        return False

    __radd__ = __add__
    __ge__ = __gt__ = __eq__
    __le__ = __lt__
    __hash__ = object.__hash__


def put_in_place() -> None:
    """Let `from coursekit import check` and `from coursekit.grading import grade` give these."""
    quiet = Quiet()
    exercises = types.ModuleType("coursekit.exercises")
    exercises.check = quiet  # type: ignore[attr-defined]
    sys.modules["coursekit.exercises"] = exercises
    coursekit.check = quiet  # type: ignore[assignment]
    grading.grade = quiet  # type: ignore[assignment]
