"""The result of a check: plain data, and its words."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from coursekit.checking.surroundings import orderly


class State(StrEnum):
    """Where a learner stands with an exercise."""

    NOT_ANSWERED = "not answered"
    NOT_YET = "not yet"
    CORRECT = "correct"
    CHECKER_ERROR = "checker error"


@dataclass(frozen=True)
class PropertyResult:
    """One part of an exercise: its points, and whether they are earned."""

    name: str
    text: str
    points: float
    passed: bool


@dataclass(frozen=True)
class Diagnosis:
    """Why an answer is not right yet. `confidence` says how sure the engine is."""

    id: str
    text: str
    confidence: str  # fact, exact, peeled, pair, structural, close, plain
    topic: str = ""


@dataclass(frozen=True)
class ShownCase:
    """The smallest failing case, as data for text and pictures."""

    call: str
    expected: Any = None
    got: Any = None
    note: str = ""
    alt: str = ""
    missing: str = ""  # of a figure, instead of expected and got


@dataclass(frozen=True)
class CheckResult:
    """What a check says. It shows itself in a notebook; `print(result)` works anywhere."""

    id: str
    title: str
    state: State
    points: float
    max_points: float
    properties: tuple[PropertyResult, ...] = ()
    diagnosis: Diagnosis | None = None
    case: ShownCase | None = None
    ran: str = ""
    notes: tuple[str, ...] = ()
    next_step: str = ""
    signature: str = field(default="", repr=False)  # groups equal unexplained wrong outputs

    @property
    def name(self) -> str:
        """The exercise's name without its assignment."""
        return self.id.partition(".")[2]

    @property
    def text(self) -> str:
        """The result in plain text, for terminals and screen readers."""
        return self._as("text")

    @property
    def markdown(self) -> str:
        """The result in Markdown."""
        return self._as("markdown")

    @property
    def html(self) -> str:
        """The result as a fragment of HTML without scripts."""
        return self._as("html")

    def _as(self, form: str) -> str:
        from coursekit.checking import render  # knows this module

        write: Callable[[CheckResult], str] = getattr(render, f"as_{form}")
        with orderly():
            return write(self)

    def json(self) -> dict[str, Any]:
        """Return what other platforms need, as plain data without arrays."""
        plain = asdict(replace(self, case=None))
        plain.pop("case")
        plain["state"] = self.state.value
        plain["text"] = self.text
        return plain

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text, "text/markdown": self.markdown, "text/html": self.html}
