"""A learner's function that runs in another process: what judging asks is sent there."""

import copy
import time
from collections.abc import Sequence
from typing import Any, Protocol

from coursekit.checking import Exercise
from coursekit.checking.borrowed_text import borrowed_in_text
from coursekit.checking.declaration import Case
from coursekit.checking.judging import forbidden_names
from coursekit.checking.reading import plain, tidy
from coursekit.checking.results import Diagnosis, State
from coursekit.checking.running import Fault, NoAnswer, Outcome
from coursekit.grading.judging.session import reading_a_reply

HARD_LIMIT = 60.0  # seconds on the clock for all calls of one exercise
MOST_WORDS = 2000  # characters of anything that the other process says


class Asked(Protocol):
    """Whoever can be asked: the session of a notebook."""

    def __call__(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a message and return the reply, or raise NoAnswer."""


class Away:
    """The learner's function for an exercise, called in the notebook's own process.

    What comes back is taken apart and put together again here, so that only plain data gets in.
    Borrowed library functions are looked for there and in the text of the notebook: a process that
    a learner has patched may keep silent about them.
    """

    def __init__(self, exercise: Exercise, ask: Asked, sources: Sequence[str]) -> None:
        self.exercise, self.ask, self.sources = exercise, ask, sources
        self.deadline = time.monotonic() + HARD_LIMIT
        self.found: dict[str, Any] = {}

    def before_running(self, exercise: Exercise) -> tuple[State, Diagnosis] | None:
        """Look the name up in the notebook's namespace."""
        calls = [[len(case.args), sorted(case.kwargs)] for case in exercise.cases]
        self.found = self._ask(
            {
                "do": "look up",
                "name": exercise.function,
                "function": exercise.function,
                "signature": exercise.signature,
                "calls": calls,
                "forbidden": forbidden_names(exercise),
            },
            HARD_LIMIT,
        )
        with reading_a_reply():
            if not self.found["known"]:
                words = f"No function is called `{exercise.function}`."
                return State.NOT_ANSWERED, Diagnosis("not-there", words, "fact")
            return _early(self.found["early"])

    def call(self, case: Case, limit: float, reads: str) -> Outcome:
        """Have one case run."""
        reply = self._ask(
            {
                "do": "call",
                "name": self.exercise.function,
                # copies: a model that is lent can be asked to change
                "args": copy.deepcopy(case.args),
                "kwargs": copy.deepcopy(dict(case.kwargs)),
                "limit": limit,
                "reads": reads,
            },
            HARD_LIMIT,
        )
        with reading_a_reply():
            return _outcome(reply, reads)

    def borrowed(self, forbidden: tuple[str, ...]) -> list[str]:
        """List the forbidden names that the function uses, by its process or by its text."""
        with reading_a_reply():
            told = {one for one in map(_words, self.found["borrowed"]) if one in forbidden}
        read = borrowed_in_text(self.sources, self.exercise.function, forbidden)
        return sorted(told.union(read))

    def from_outside(self) -> list[str]:
        """Name the notebook's data that the function reads."""
        with reading_a_reply():
            return [_words(name) for name in self.found["outside"][:5]]

    def _ask(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise NoAnswer(f"The function did not end within {HARD_LIMIT:g} seconds.")
        return self.ask(message, min(seconds, left))


def _early(told: Any) -> tuple[State, Diagnosis] | None:
    """Read what the other process found before it called the function: never a right answer."""
    if told is None:
        return None
    answered = State(told[0]) is not State.NOT_ANSWERED
    state = State.NOT_YET if answered else State.NOT_ANSWERED
    return state, Diagnosis(_words(told[1]["id"]), _words(told[1]["text"]), "fact")


def _outcome(reply: dict[str, Any], reads: str) -> Outcome:
    fault = reply["fault"]
    return Outcome(
        value=reply["value"],
        fault=None if fault is None else _fault(fault),
        printed=_words(reply["printed"]),
        warned=tuple(_words(one) for one in reply["warned"][:5]),
        changed=reply["changed"] is not False,
        shares=reply["shares"] is True,
        out_of_time=reply["out_of_time"] is not False,
        seconds=max(float(reply["seconds"]), 0.0),
        seen=plain(reply["seen"]) if reads == "plain" else reply["seen"],
    )


def _fault(told: dict[str, Any]) -> Fault:
    return Fault(
        kind=_words(told["kind"])[:60],
        message=_words(told["message"]),
        line=int(told["line"]),
        source=_words(told["source"]),
        classes=tuple(_words(one)[:60] for one in told["classes"][:20]),
    )


def _words(value: Any) -> str:
    """Keep the beginning of a text; anything else is no answer."""
    if not isinstance(value, str):
        raise NoAnswer("What the notebook's process sent is no answer.")
    return tidy(value, MOST_WORDS)
