"""Judge a function against its exercise: run the cases, compare, award points, find the cause."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from coursekit.checking import diagnosis, facts
from coursekit.checking.answering import (
    Answer,
    Answerer,
    AnswerKey,
    Here,
    answer_of,
    comparator_for,
)
from coursekit.checking.declaration import OWN, TYPE, Case, Exercise, Property
from coursekit.checking.figures import FigureComparator
from coursekit.checking.reading import Odd, tidy, type_name
from coursekit.checking.results import CheckResult, Diagnosis, PropertyResult, State
from coursekit.checking.running import Fault, NoAnswer, NoPlace
from coursekit.checking.surroundings import inside_a_check, orderly

CHECK_LIMIT = 15.0  # seconds of work for all cases of one check
EXPECTED_FAULTS = {"ValueError", "TypeError", "IndexError", "KeyError"}


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
    return judge_answers(exercise, Here(function), secret)


def judge_answers(
    exercise: Exercise, learner: Answerer, secret: str | None = None, key: AnswerKey | None = None
) -> CheckResult:
    """Check what a learner's function answers, wherever it runs.

    A `key` that was made with the same secret spares the teacher's functions; it may be used for
    any number of learners.
    """
    try:
        if inside_a_check():
            return _result(exercise, State.NOT_YET, diagnosis=facts.NESTED)
        with orderly() as replaced:
            result = _judge(key or AnswerKey.of(exercise, secret), learner, secret is not None)
        return replace(result, notes=(*result.notes, *facts.replaced_note(replaced)))
    except (KeyboardInterrupt, NoPlace):
        raise
    except NoAnswer as ended:
        words = Diagnosis("no-answer", str(ended), "fact")
        return _result(exercise, State.NOT_YET, diagnosis=words)
    except BaseException as error:
        fault = Diagnosis(
            "checker-error",
            f"The checker itself failed ({type_name(type(error))}: {tidy(error, 200)}). "
            "This is our fault, not yours; your teacher sees a flag.",
            "fact",
        )
        return _result(exercise, State.CHECKER_ERROR, diagnosis=fault)


def _judge(key: AnswerKey, learner: Answerer, hidden: bool) -> CheckResult:
    exercise = key.exercise
    early = learner.before_running(exercise)
    if early:
        return _result(exercise, early[0], diagnosis=early[1])
    tried = try_cases(key, learner)
    if any(_is_stub(one.got) for one in tried):
        return _result(exercise, State.NOT_ANSWERED, diagnosis=facts.NOT_ANSWERED)
    complete = len(tried) == len(key.cases)
    complete = complete and not any(one.got.outcome.out_of_time for one in tried)
    borrowed = learner.borrowed(forbidden_names(exercise))
    properties = _properties(exercise, tried, borrowed, complete)
    own_fault = facts.borrowed(borrowed) if borrowed else None
    right = all(prop.passed for prop in properties) and own_fault is None
    result = _result(
        exercise,
        State.CORRECT if right else State.NOT_YET,
        points=_points(exercise, properties, borrowed),
        properties=properties,
        ran=_ran(tried, key.cases, hidden),
        notes=facts.notes(learner.from_outside(), tried),
    )
    if right:
        return result
    found = own_fault if complete else own_fault or facts.UNFINISHED
    twice = _once_more(exercise, learner, tried)
    return replace(result, **diagnosis.explain(key, tried, found, twice))


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
    exercise: Exercise, learner: Answerer, tried: list[Tried]
) -> tuple[Answer, Answer] | None:
    """Run the first failing visible case again: its two answers should be the same."""
    for one in tried:
        if not one.passed and one.case.origin != "hidden" and not one.got.outcome.out_of_time:
            return one.got, answer_of(exercise, learner, one.case)
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


def _ran(tried: list[Tried], cases: Sequence[Case], hidden: bool) -> str:
    """Say how many checks ran, and which kinds of hidden input failed or that they wait."""
    passed = sum(one.passed for one in tried)
    if hidden:
        failing = [one.case for one in tried if not one.passed]
        kinds = dict.fromkeys(case.kind for case in failing if case.origin == "hidden")
        where = f" Hidden ones that fail: {', '.join(filter(None, kinds))}." if any(kinds) else ""
        return f"{passed} of {len(cases)} checks passed, hidden ones included.{where}"
    if len(tried) < len(cases):
        return f"{len(tried)} of {len(cases)} visible checks ran; the time was over."
    return f"{passed} of {len(cases)} visible checks passed. Hidden checks use other inputs."


# --- running and comparing -------------------------------------------------------------------


def try_cases(key: AnswerKey, learner: Answerer) -> list[Tried]:
    """Ask for the answer to each case; stop at a stub, or when the time for the check is over.

    A call that is out of time gets a second try: the first one may have imported a large library.
    """
    exercise, seconds = key.exercise, 0.0
    tried = []
    for place, case in enumerate(key.cases):
        expected = key.expected(place)
        got = answer_of(exercise, learner, case)
        seconds += got.outcome.seconds
        if got.outcome.out_of_time:
            got = answer_of(exercise, learner, case)
            seconds += got.outcome.seconds
        tried.append(_compare(exercise, expected, got))
        if got.outcome.out_of_time or seconds > CHECK_LIMIT or _is_stub(got):
            break
    return tried


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


def forbidden_names(exercise: Exercise) -> tuple[str, ...]:
    """The library functions that would do the exercise, and the course's own answer."""
    return (*exercise.forbid, f"coursekit.imaging.{exercise.function}")
