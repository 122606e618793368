"""A figure is compared by questions; each answers with nothing, or with a finding in words."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from coursekit.checking.compare import Comparator
from coursekit.checking.figure_model import FigureModel, read_figure
from coursekit.checking.reading import plain

Call = Mapping[str, Any]  # parameter name -> argument of the case


@dataclass(frozen=True)
class Finding:
    """What is not right in a picture."""

    name: str
    text: str
    prop: str = ""


@dataclass(frozen=True)
class FigureQuestion:
    """One question about a picture; `prop` names the property that it belongs to."""

    ask: Callable[[Call, FigureModel], Finding | None]
    prop: str = ""


@dataclass(frozen=True)
class FigureComparator(Comparator):
    """Compare a figure by the questions that are asked of it.

    `reads` says how `findings` wants to see what a function returned: "figure" as a FigureModel
    (or a sentence if it is none), "plain" as plain data, "object" as the object itself.
    """

    reads: ClassVar[str] = "figure"

    questions: tuple[FigureQuestion, ...] = ()

    def findings(self, call: Call, seen: Any) -> tuple[Finding, ...]:
        """Ask all questions; what is no figure at all is one finding."""
        if isinstance(seen, str):
            return (Finding("no-figure", seen),)
        found = []
        for question in self.questions:
            finding = question.ask(call, seen)
            if finding is not None:
                found.append(Finding(finding.name, finding.text, question.prop))
        return tuple(found)

    def equal(self, expected: Any, got: Any) -> bool:
        """Agree when no question found anything."""
        return not got


def look(value: Any, reads: str) -> Any:
    """Look at what a function returned, the way that a comparator asks for."""
    ways: dict[str, Callable[[Any], Any]] = {"figure": read_figure, "plain": plain}
    return ways[reads](value) if reads in ways else value


@contextlib.contextmanager
def closing_new_figures() -> Iterator[None]:
    """Close the pyplot figures made inside, so that a notebook does not show the checker's."""
    before = _open_figures()
    try:
        yield
    finally:
        for number in _open_figures() - before:
            sys.modules["matplotlib.pyplot"].close(number)


def _open_figures() -> set[int]:
    """Number the open figures; the engine itself never imports pyplot for this."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set() if pyplot is None else set(pyplot.get_fignums())


def figure(*questions: FigureQuestion) -> FigureComparator:
    """Compare figures by these questions."""
    return FigureComparator(questions)
