"""Judge a function against its exercise: run the cases, compare, award points, find the cause."""

import hashlib
import inspect
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.checking import diagnosis, facts
from coursekit.checking.borrowed import borrowed_names
from coursekit.checking.compare import Comparator
from coursekit.checking.declaration import OWN, TYPE, Case, Exercise, Property
from coursekit.checking.figures import FigureComparator, closing_new_figures
from coursekit.checking.reading import Odd, plain, tidy, type_name
from coursekit.checking.results import CheckResult, Diagnosis, PropertyResult, State
from coursekit.checking.running import Fault, Outcome, run
from coursekit.checking.surroundings import inside_a_check, orderly

CHECK_LIMIT = 15.0  # seconds of work for all cases of one check
EXPECTED_FAULTS = {"ValueError", "TypeError", "IndexError", "KeyError"}
FROZEN = Path(__file__).parents[1] / "exercises" / "frozen"


@dataclass(frozen=True)
class Answer:
    """What a function gave for one case, ready to compare."""

    case: Case
    call: Mapping[str, Any]  # parameter name -> argument
    outcome: Outcome
    value: Any  # plain data, or the findings of a figure
    prepared: Any  # what the comparator compares


@dataclass(frozen=True)
class Tried:
    """One case with the expected answer, the learner's answer, and the comparison."""

    expected: Answer
    got: Answer
    right: bool
    type_fault: str | None

    @property
    def case(self) -> Case:
        """The case that was tried."""
        return self.expected.case

    @property
    def passed(self) -> bool:
        """Right in value and type, arguments unchanged."""
        return self.right and self.type_fault is None and not self.got.outcome.changed


def judge(exercise: Exercise, function: Any, secret: str | None = None) -> CheckResult:
    """Check a learner's function against an exercise.

    The public cases and the frozen witnesses always run; with a `secret`, fresh hidden cases run
    too. The result never raises: a fault of the engine is a CHECKER_ERROR without points.
    """
    try:
        if inside_a_check():
            return _result(exercise, State.NOT_YET, diagnosis=facts.NESTED)
        with orderly() as replaced:
            result = _judge(exercise, function, secret)
        return replace(result, notes=(*result.notes, *facts.replaced_note(replaced)))
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        fault = Diagnosis(
            "checker-error",
            f"The checker itself failed ({type_name(type(error))}: {tidy(error, 200)}). "
            "This is our fault, not yours; your teacher sees a flag.",
            "fact",
        )
        return _result(exercise, State.CHECKER_ERROR, diagnosis=fault)


def _judge(exercise: Exercise, function: Any, secret: str | None) -> CheckResult:
    early = facts.before_running(exercise, function)
    if early:
        return _result(exercise, early[0], diagnosis=early[1])
    cases = all_cases(exercise, secret)
    tried = try_cases(exercise, function, cases)
    if any(_is_stub(one.got) for one in tried):
        return _result(exercise, State.NOT_ANSWERED, diagnosis=facts.NOT_ANSWERED)
    complete = len(tried) == len(cases) and not any(one.got.outcome.out_of_time for one in tried)
    borrowed = borrowed_names(function, _forbidden(exercise))
    properties = _properties(exercise, tried, borrowed, complete)
    own_fault = facts.borrowed(borrowed) if borrowed else None
    right = all(prop.passed for prop in properties) and own_fault is None
    result = _result(
        exercise,
        State.CORRECT if right else State.NOT_YET,
        points=_points(exercise, properties, borrowed),
        properties=properties,
        ran=_ran(tried, cases, secret),
        notes=facts.notes(function, tried),
    )
    if right:
        return result
    found = own_fault if complete else own_fault or facts.UNFINISHED
    return replace(
        result, **diagnosis.explain(exercise, tried, found, _once_more(exercise, function, tried))
    )


def _points(
    exercise: Exercise, properties: tuple[PropertyResult, ...], borrowed: list[str]
) -> float:
    """Add up what is earned.

    A borrowed answer earns nothing where "own" has no points itself, and the course's own answer
    earns nothing anywhere.
    """
    has_own = any(prop.name == OWN for prop in exercise.props)
    if (borrowed and not has_own) or any(name.startswith("coursekit.") for name in borrowed):
        return 0.0
    return float(sum(prop.points for prop in properties if prop.passed))


def _once_more(
    exercise: Exercise, function: Callable[..., Any], tried: list[Tried]
) -> tuple[Answer, Answer] | None:
    """Run the first failing visible case again: its two answers should be the same."""
    for one in tried:
        if not one.passed and one.case.origin != "hidden" and not one.got.outcome.out_of_time:
            return one.got, answer(exercise, function, one.case)
    return None


def _result(exercise: Exercise, state: State, **details: Any) -> CheckResult:
    details.setdefault("points", 0.0)
    return CheckResult(
        id=exercise.id,
        title=exercise.title,
        state=state,
        max_points=float(exercise.points),
        **details,
    )


def _ran(tried: list[Tried], cases: list[Case], secret: str | None) -> str:
    """Say how many checks ran, and which kinds of hidden input failed or that they wait."""
    passed = sum(one.passed for one in tried)
    if secret is not None:
        failing = [one.case for one in tried if not one.passed]
        kinds = dict.fromkeys(case.kind for case in failing if case.origin == "hidden")
        where = f" Hidden ones that fail: {', '.join(filter(None, kinds))}." if any(kinds) else ""
        return f"{passed} of {len(cases)} checks passed, hidden ones included.{where}"
    if len(tried) < len(cases):
        return f"{len(tried)} of {len(cases)} visible checks ran; the time was over."
    return f"{passed} of {len(cases)} visible checks passed. Hidden checks use other inputs."


# --- cases -----------------------------------------------------------------------------------


def all_cases(exercise: Exercise, secret: str | None = None) -> list[Case]:
    """List the public cases, the frozen witnesses and, with a secret, the hidden cases."""
    hidden = [] if secret is None else hidden_cases(exercise, secret)
    return [*exercise.cases, *witness_cases(exercise), *hidden]


def hidden_cases(exercise: Exercise, secret: str, count: int | None = None) -> list[Case]:
    """Make the hidden cases of a course run from its secret."""
    number = exercise.n_hidden if count is None else count
    return [case_from_seed(exercise, _seed(exercise, secret, i), "hidden") for i in range(number)]


def _seed(exercise: Exercise, secret: str, index: int) -> int:
    words = f"{secret}|{exercise.assignment}|{exercise.id}|{exercise.version}|{index}"
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8])


def case_from_seed(exercise: Exercise, seed: int, origin: str) -> Case:
    """Make the case that the exercise's generator draws from a seed."""
    return replace(exercise.hidden(np.random.default_rng(seed)), origin=origin)


def witness_cases(exercise: Exercise) -> list[Case]:
    """Make the frozen cases that tell the typical wrong answers apart."""
    seeds = _frozen(exercise.assignment).get(exercise.id, [])
    return [case_from_seed(exercise, seed, "witness") for seed in seeds]


@lru_cache
def _frozen(assignment: str) -> dict[str, list[int]]:
    path = FROZEN / f"{assignment}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


# --- running and comparing -------------------------------------------------------------------


def try_cases(exercise: Exercise, function: Callable[..., Any], cases: list[Case]) -> list[Tried]:
    """Run the function on each case; stop when the time for the whole check is over.

    A call that is out of time gets a second try: the first one may have imported a large library.
    """
    started = time.process_time()
    tried = []
    for case in cases:
        expected = answer(exercise, exercise.reference, case)
        got = answer(exercise, function, case)
        if got.outcome.out_of_time:
            got = answer(exercise, function, case)
        tried.append(_compare(exercise, expected, got))
        if got.outcome.out_of_time or time.process_time() - started > CHECK_LIMIT:
            break
    return tried


def answer(exercise: Exercise, function: Callable[..., Any], case: Case) -> Answer:
    """Run one case and read what came back as plain data; the reference is not hurried."""
    call = bind(exercise, case)
    limit = exercise.time_limit * (5 if function is exercise.reference else 1)
    comparator = comparator_for(exercise, case)
    if isinstance(comparator, FigureComparator):
        limit *= 3  # the first figure of a session loads matplotlib
    with closing_new_figures():
        outcome = run(function, case, limit)
        if isinstance(comparator, FigureComparator):
            found = comparator.findings(call, outcome.value)
            return Answer(case, call, outcome, found, found)
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


def _compare(exercise: Exercise, expected: Answer, got: Answer) -> Tried:
    comparator = comparator_for(exercise, expected.case)
    wanted, fault = expected.outcome.fault, got.outcome.fault
    if wanted is not None:
        if wanted.kind not in EXPECTED_FAULTS:
            raise RuntimeError(f"the reference raised {wanted.kind}: {wanted.message}")
        right = fault is not None and wanted.kind in fault.classes
        return Tried(expected, got, right, None)
    if isinstance(comparator, FigureComparator) and expected.prepared:
        raise RuntimeError(f"the reference draws otherwise: {expected.prepared[0].text}")
    if expected.outcome.out_of_time or isinstance(expected.prepared, Odd):
        raise RuntimeError("the reference gave no answer in time that can be compared")
    if fault is not None or got.outcome.out_of_time:
        return Tried(expected, got, False, None)
    right = comparator.equal(expected.prepared, got.prepared)
    fault_of_type = comparator.type_fault(expected.prepared, got.prepared) if right else None
    return Tried(expected, got, right, fault_of_type)


def _is_stub(got: Answer) -> bool:
    """Tell whether the function still holds its `return ...` or raises NotImplementedError."""
    fault = got.outcome.fault
    if isinstance(fault, Fault) and "NotImplementedError" in fault.classes:
        return True
    value = got.outcome.value
    return value is ... or (type(value) is tuple and any(part is ... for part in value))


# --- points ----------------------------------------------------------------------------------


def _properties(
    exercise: Exercise, tried: list[Tried], borrowed: list[str], complete: bool
) -> tuple[PropertyResult, ...]:
    """Judge each property; the others pay only when the first, the heart of the task, holds."""
    passed = [_passes(exercise, prop, tried, borrowed) and complete for prop in exercise.props]
    return tuple(
        PropertyResult(prop.name, prop.text, prop.points, holds and passed[0])
        for prop, holds in zip(exercise.props, passed, strict=True)
    )


def _passes(exercise: Exercise, prop: Property, tried: list[Tried], borrowed: list[str]) -> bool:
    if prop.name == OWN:
        return not borrowed
    if prop.name == TYPE:
        return all(one.type_fault is None and not one.got.outcome.changed for one in tried)
    return _values_pass(exercise, prop, tried)


def _values_pass(exercise: Exercise, prop: Property, tried: list[Tried]) -> bool:
    """Tell whether all cases of a property are right.

    The first property takes the cases that name no other one. Type and unchanged arguments
    belong to it too where no property "type" exists.
    """
    first = prop is exercise.props[0]
    mine = [one for one in tried if one.case.prop == prop.name or (first and not one.case.prop)]
    typed = any(other.name == TYPE for other in exercise.props)
    if isinstance(exercise.compare, FigureComparator):
        found = (finding for one in tried for finding in one.got.value)
        changed = first and not typed and any(one.got.outcome.changed for one in tried)
        return not changed and not any(
            one.prop == prop.name or (first and not one.prop) for one in found
        )
    return all(one.right if typed else one.passed for one in mine)


def _forbidden(exercise: Exercise) -> tuple[str, ...]:
    """The library functions that would do the exercise, and the course's own answer."""
    return (*exercise.forbid, f"coursekit.imaging.{exercise.function}")
