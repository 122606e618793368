"""What lessons look up: the declared exercises and questions, by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Registry:
    """Declarations by id; tests of the builder hand in small ones of their own."""

    exercises: Mapping[str, Any]
    questions: Mapping[str, Any]

    def exercise(self, key: str) -> Any:
        """Return the exercise with this id, or say which ids there are."""
        return _look_up(self.exercises, key, "exercise")

    def question(self, key: str) -> Any:
        """Return the question with this id, or say which ids there are."""
        return _look_up(self.questions, key, "question")


def course_registry() -> Registry:
    """Return the declarations of the course."""
    from coursekit.exercises import EXERCISES, QUESTIONS  # slow: it imports every declaration

    return Registry(EXERCISES, QUESTIONS)


def _look_up(declared: Mapping[str, Any], key: str, what: str) -> Any:
    if key not in declared:
        choices = ", ".join(sorted(declared)) or "none yet"
        raise ValueError(f"No {what} called {key!r} is declared. Choose from: {choices}.")
    return declared[key]
