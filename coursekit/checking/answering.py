"""Who answers: a function is asked case by case, here or elsewhere; its answers are kept."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from coursekit.checking import facts
from coursekit.checking.borrowed import borrowed_names
from coursekit.checking.cases import all_cases
from coursekit.checking.compare import Comparator
from coursekit.checking.declaration import Case, Exercise
from coursekit.checking.figures import FigureComparator, closing_new_figures
from coursekit.checking.findings import look
from coursekit.checking.reading import Odd, plain
from coursekit.checking.results import Diagnosis, State
from coursekit.checking.running import Outcome, reads_from_outside, run


@dataclass(frozen=True)
class Answer:
    """What a function gave for one case, ready to compare."""

    case: Case
    call: Mapping[str, Any]  # parameter name -> argument
    outcome: Outcome
    value: Any  # plain data, or the findings of a figure
    prepared: Any  # what the comparator compares


class Answerer(Protocol):
    """A learner's function, wherever it runs."""

    def before_running(self, exercise: Exercise) -> tuple[State, Diagnosis] | None:
        """Tell of what is no function at all, or takes other arguments."""

    def call(self, case: Case, limit: float, reads: str) -> Outcome:
        """Run one case within `limit` seconds; `reads` says how to look at the value."""

    def borrowed(self, forbidden: tuple[str, ...]) -> list[str]:
        """List the forbidden names that the function uses."""

    def from_outside(self) -> list[str]:
        """Name the notebook's data that the function reads although they are no arguments."""


@dataclass(frozen=True)
class Here:
    """A function of this process."""

    function: Any

    def before_running(self, exercise: Exercise) -> tuple[State, Diagnosis] | None:
        """Tell of what is no function at all, or takes other arguments."""
        return facts.before_running(exercise, self.function)

    def call(self, case: Case, limit: float, reads: str) -> Outcome:
        """Run one case, and look at a figure before it is closed."""
        outcome = run(self.function, case, limit)
        return replace(outcome, seen=look(outcome.value, reads)) if reads else outcome

    def borrowed(self, forbidden: tuple[str, ...]) -> list[str]:
        """List the forbidden names that the function uses."""
        return borrowed_names(self.function, forbidden)

    def from_outside(self) -> list[str]:
        """Name the notebook's data that the function reads."""
        return reads_from_outside(self.function)


def answer(exercise: Exercise, function: Callable[..., Any], case: Case) -> Answer:
    """Run one case here and read what came back; the reference is not hurried."""
    return answer_of(exercise, Here(function), case, 5 if function is exercise.reference else 1)


def answer_of(exercise: Exercise, learner: Answerer, case: Case, patience: float = 1) -> Answer:
    """Ask for the answer to one case and read it as plain data."""
    call = bind(exercise, case)
    limit = exercise.time_limit * patience
    comparator = comparator_for(exercise, case)
    with closing_new_figures():
        if isinstance(comparator, FigureComparator):
            # the first figure of a session loads matplotlib
            outcome = learner.call(case, 3 * limit, comparator.reads)
            found = comparator.findings(call, outcome.seen)
            return Answer(case, call, outcome, found, found)
        outcome = learner.call(case, limit, "")
    value = plain(outcome.value)
    prepared = None if outcome.fault else _prepare(comparator, call, value)
    return Answer(case, call, outcome, value, prepared)


def _prepare(comparator: Comparator, call: Mapping[str, Any], value: Any) -> Any:
    """Prepare plain data; an effect of a senseless answer (a text as threshold) is odd."""
    try:
        return comparator.prepare(call, value)
    except Exception:
        return Odd("an answer that cannot be used")


def bind(exercise: Exercise, case: Case) -> dict[str, Any]:
    """Map the names of the exercise's parameters to the arguments of the case."""
    bound = inspect.signature(exercise.reference).bind(*case.args, **case.kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


def comparator_for(exercise: Exercise, case: Case) -> Comparator:
    """Return the comparator of the case's property, or the exercise's."""
    prop = next((prop for prop in exercise.props if prop.name == case.prop), None)
    return prop.compare if prop and prop.compare else exercise.compare


@dataclass(frozen=True)
class AnswerKey:
    """The cases of an exercise, with the answers of the teacher's functions.

    The reference and the typical wrong answers run when they are first asked, each case once: a
    key that is kept judges a whole class.
    """

    exercise: Exercise
    cases: Sequence[Case]
    known: dict[tuple[int, int], Answer] = field(default_factory=dict)

    @classmethod
    def of(cls, exercise: Exercise, secret: str | None = None) -> "AnswerKey":
        """Make the key to all cases of an exercise; with a secret, to the hidden ones too."""
        return cls(exercise, all_cases(exercise, secret))

    def expected(self, place: int) -> Answer:
        """Return the right answer to a case."""
        return self.given_by(self.exercise.reference, place)

    def given_by(self, function: Callable[..., Any], place: int) -> Answer:
        """Return what a function of the declaration answers to a case."""
        which = (id(function), place)  # the exercise keeps its functions alive
        if which in self.known:
            return self.known[which]
        given = answer(self.exercise, function, self.cases[place])
        if not given.outcome.out_of_time:  # maybe the computer was busy
            self.known[which] = given
        return given
