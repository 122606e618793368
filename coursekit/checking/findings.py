"""A figure is compared by questions; each answers with nothing, or with a finding in words."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from coursekit.checking.compare import Comparator
from coursekit.checking.figure_model import FigureModel, read_figure

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
    """Compare a figure by the questions that are asked of it."""

    questions: tuple[FigureQuestion, ...] = ()

    def findings(self, call: Call, value: Any) -> tuple[Finding, ...]:
        """Ask all questions; what is no figure at all is one finding."""
        model = read_figure(value)
        if isinstance(model, str):
            return (Finding("no-figure", model),)
        found = []
        for question in self.questions:
            finding = question.ask(call, model)
            if finding is not None:
                found.append(Finding(finding.name, finding.text, question.prop))
        return tuple(found)

    def equal(self, expected: Any, got: Any) -> bool:
        """Agree when no question found anything."""
        return not got


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
