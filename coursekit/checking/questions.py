"""Questions with a reply for each choice, sealed until the choice is made."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from coursekit.checking.reading import plain
from coursekit.checking.results import CheckResult, Diagnosis, State
from coursekit.checking.sealing import unseal
from coursekit.checking.values import kind_of_type

LETTERS = "ABCDEFGH"


@dataclass(frozen=True)
class Reply:
    """What a choice is told."""

    right: bool
    text: str
    topic: str


@dataclass(frozen=True)
class Question:
    """A multiple-choice question as it ships; the letters stand for a fixed shuffled order."""

    id: str
    stem: str
    choices: tuple[str, ...]
    points: float
    run_first: bool
    salt: bytes
    sealed: tuple[bytes, ...]

    @property
    def assignment(self) -> str:
        """The first part of the id, such as "a02"."""
        return self.id.partition(".")[0]

    @property
    def code(self) -> str:
        """The last part of the id, such as "Q3"."""
        return self.id.partition(".")[2]

    @property
    def attribute(self) -> str:
        """The name under `check`: "A02_Q3"."""
        return f"{self.assignment.upper()}_{self.code}"

    @property
    def letters(self) -> dict[str, str]:
        """The words of each choice by its letter."""
        return dict(zip(LETTERS, self.choices, strict=False))

    def open(self, letter: str) -> Reply:
        """Open the reply to a letter."""
        opened = unseal(self.id, self.letters[letter], self.salt, self.sealed)
        return Reply(bool(opened["right"]), str(opened["reply"]), str(opened["topic"]))

    @cached_property
    def right(self) -> str:
        """The first right letter, found by trying them all (teachers' tools use this)."""
        return next(letter for letter in self.letters if self.open(letter).right)


def read_questions(path: Path) -> list[Question]:
    """Read the sealed questions of an assignment."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        Question(
            id=row["id"],
            stem=row["stem"],
            choices=tuple(row["choices"]),
            points=row["points"],
            run_first=row["run_first"],
            salt=bytes.fromhex(row["salt"]),
            sealed=tuple(bytes.fromhex(blob) for blob in row["sealed"]),
        )
        for row in rows
    ]


def judge_choice(question: Question, answer: Any) -> CheckResult:
    """Reply to a chosen letter. Never raises for an answer."""
    letter = plain(answer)
    if letter is ... or letter is None or (isinstance(letter, str) and not letter.strip(" .")):
        words = f"Not answered yet: store one of the letters {_any_of(question)}."
        return _result(question, State.NOT_ANSWERED, Diagnosis("not-answered", words, "fact"))
    chosen = letter.strip().strip(".)").upper() if isinstance(letter, str) else ""
    if chosen not in question.letters:
        shown = f"{letter[:20]!r}" if isinstance(letter, str) else kind_of_type(letter)
        words = f"The answer should be one of the letters {_any_of(question)}; it is {shown}."
        return _result(question, State.NOT_YET, Diagnosis("letter", words, "fact"))
    try:
        reply = question.open(chosen)
    except ValueError:  # the sealed replies were damaged
        words = "The checker cannot open its reply. This is our fault; your teacher sees a flag."
        return _result(question, State.CHECKER_ERROR, Diagnosis("checker-error", words, "fact"))
    state = State.CORRECT if reply.right else State.NOT_YET
    return _result(question, state, Diagnosis(f"choice-{chosen}", reply.text, "fact", reply.topic))


def _any_of(question: Question) -> str:
    letters = [f'"{letter}"' for letter in question.letters]
    return f"{', '.join(letters[:-1])} or {letters[-1]}"


def _result(question: Question, state: State, diagnosis: Diagnosis) -> CheckResult:
    return CheckResult(
        id=question.id,
        title=question.stem,
        state=state,
        points=float(question.points) if state is State.CORRECT else 0.0,
        max_points=float(question.points),
        diagnosis=diagnosis,
    )
