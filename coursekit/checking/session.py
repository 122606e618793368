"""What a learner calls: `check.NAME(answer)`, `check.hint("NAME")`, `check.status()`."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from coursekit.checking.declaration import Exercise
from coursekit.checking.judging import judge
from coursekit.checking.questions import Question, judge_choice
from coursekit.checking.results import CheckResult, State
from coursekit.checking.status import Status, status_of
from coursekit.checking.values import safe_repr


@dataclass(frozen=True)
class Hint:
    """One stage of help."""

    text: str
    stage: int
    stages: int

    def __str__(self) -> str:
        return f"Hint {self.stage} of {self.stages}: {self.text}"

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        return f"**Hint {self.stage} of {self.stages}.** {self.text}"


@dataclass(repr=False)
class Check:
    """The checks of a course; remembers what was tried in a session and which hints were read."""

    exercises: Mapping[str, Exercise]
    questions: Mapping[str, Question]
    results: dict[str, CheckResult] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)

    def __call__(self, name: str, answer: Any, secret: str | None = None) -> CheckResult:
        """Check an answer to the exercise or question called `name`, such as "a02.otsu_threshold".

        Returns a CheckResult that shows itself; never prints and never raises for an answer.

        Raises
        ------
        ValueError
            If no exercise or question has this name.
        """
        item = self.find(name)
        if isinstance(item, Question):
            result = judge_choice(item, answer)
        else:
            result = judge(item, answer, secret)
            result = replace(result, next_step=self._next_step(item, result))
        self.results[result.id] = result
        return result

    def find(self, name: str) -> Exercise | Question:
        """Return the declaration of a name: an id, an exercise's function, or "A02_Q3"."""
        wanted = str(name).replace(".", "_").lower()
        for item in self._items():
            if wanted in (item.id.replace(".", "_").lower(), self._short(item).lower()):
                return item
        close = _near(wanted, [self._short(item) for item in self._items()])
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        raise ValueError(f"No exercise or question is called {safe_repr(name, 60)}.{hint}")

    def _items(self) -> list[Exercise | Question]:
        return [*self.exercises.values(), *self.questions.values()]

    def _short(self, item: Exercise | Question) -> str:
        return item.attribute if isinstance(item, Question) else item.function

    def __getattr__(self, name: str) -> Any:
        """Give `check.NAME` as a function of the answer."""
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            item = self.find(name)
        except ValueError as error:
            raise AttributeError(str(error)) from None
        return _CheckOne(self, item.id)

    def __dir__(self) -> list[str]:
        return sorted({"hint", "status", *(self._short(item) for item in self._items())})

    def __repr__(self) -> str:
        return "check: `check.NAME(answer)`, `check.hint(NAME)` or `check.status()`"

    def _next_step(self, exercise: Exercise, result: CheckResult) -> str:
        """Say which hint comes next, while the answer is not right."""
        read = self.stages.get(exercise.id, 0)
        if result.state in (State.CORRECT, State.CHECKER_ERROR) or read >= len(exercise.hints):
            return ""
        return f'Next: `check.hint("{exercise.function}")` ({read + 1} of {len(exercise.hints)})'

    def hint(self, name: str) -> Hint:
        """Return the next hint of an exercise; after the last one, the last one again."""
        item = self.find(name)
        hints = item.hints if isinstance(item, Exercise) else ("Read each choice once more.",)
        stage = min(self.stages.get(item.id, 0) + 1, len(hints))
        self.stages[item.id] = stage
        return Hint(hints[stage - 1], stage, len(hints))

    def status(self, assignment: str = "") -> Status:
        """Return a table of the exercises and questions with their states and points.

        Without an `assignment` such as "a02" the table shows the assignments that were checked in
        this session, or all of them at the beginning.
        """
        tried = {name.partition(".")[0] for name in self.results}
        wanted = {assignment.lower()} if assignment else tried
        items = [item for item in self._items() if not wanted or item.assignment in wanted]
        if not items:
            known = ", ".join(sorted({item.assignment for item in self._items()}))
            raise ValueError(f"assignment must be one of {known}, got {assignment!r}.")
        return status_of(items, self.results)


@dataclass(frozen=True)
class _CheckOne:
    """`check.NAME`: call it with the answer."""

    check: Check
    id: str

    def __call__(self, answer: Any = ...) -> CheckResult:
        return self.check(self.id, answer)

    def __repr__(self) -> str:
        return f"check.{self.id.partition('.')[2]}(your_answer)"


def _near(name: str, known: list[str]) -> list[str]:
    by_lower = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name, by_lower, n=3, cutoff=0.6)
    return [by_lower[one] for one in close]
