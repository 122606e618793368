"""Why is an answer not right yet? A ladder of rules; the first that holds on all evidence speaks.

1 exact misconception · 0 facts · 2 peel one formality · 3 two misconceptions together ·
4 structure of the difference · 5 close to a misconception · 6 the smallest failing case alone.
"""

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from coursekit.checking import structure
from coursekit.checking.declaration import Exercise, Misconception
from coursekit.checking.figures import FigureComparator
from coursekit.checking.results import Diagnosis, ShownCase, State
from coursekit.checking.running import reads_from_outside
from coursekit.checking.values import Odd, as_plain_array, kind_of_type, same, show_value

if TYPE_CHECKING:
    from coursekit.checking.judging import Answer, Tried

NOT_ANSWERED = Diagnosis(
    "not-answered", "Not answered yet: replace the `...` by your own lines.", "fact"
)


# --- before and after running ----------------------------------------------------------------


def before_running(exercise: Exercise, function: Any) -> tuple[State, Any] | None:
    """Tell of what is no function at all, or takes too few arguments."""
    if function is ... or function is None:
        return State.NOT_ANSWERED, NOT_ANSWERED
    if not callable(function):
        return State.NOT_YET, Diagnosis(
            "not-callable",
            f"Give the function itself: check.{exercise.function}({exercise.function}), without "
            f"calling it. What came here is {kind_of_type(_safe_kind(function))}.",
            "fact",
        )
    fault = _arity_fault(exercise, function)
    return (State.NOT_YET, fault) if fault else None


def _safe_kind(value: Any) -> Any:
    from coursekit.checking.values import plain

    return plain(value)


def _arity_fault(exercise: Exercise, function: Callable[..., Any]) -> Diagnosis | None:
    """Compare the signature with the calls that will be made."""
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        return None
    for case in exercise.cases:
        try:
            signature.bind(*case.args, **case.kwargs)
        except TypeError as error:
            return Diagnosis(
                "arguments",
                f"The function must accept {exercise.function}{exercise.signature}, but Python "
                f"says: {error}.",
                "fact",
            )
    return None


def borrowed(exercise: Exercise, names: Sequence[str]) -> Diagnosis:
    """Say that a library did the work that the exercise asks the learner to do."""
    return Diagnosis(
        "borrowed",
        f"This exercise asks you to write the steps yourself; your function uses {names[0]}.",
        "fact",
    )


def notes(function: Callable[..., Any], tried: "Sequence[Tried]") -> tuple[str, ...]:
    """Collect remarks that cost nothing."""
    remarks = []
    outside = reads_from_outside(function)
    if outside:
        remarks.append(
            f"Your function reads `{outside[0]}` from the notebook, not from its arguments."
        )
    if any(one.got.outcome.changed and not one.right for one in tried):
        remarks.append("Your function changes the array that it was given.")
    warned = sorted({text for one in tried for text in one.got.outcome.warned})
    if warned:
        remarks.append(f"Python warned while it ran: {warned[0]}")
    if any(one.got.outcome.shares and one.passed for one in tried):
        remarks.append("The result shares its memory with the argument: a change of one shows in both.")
    return tuple(remarks)


# --- the ladder ------------------------------------------------------------------------------


def explain(
    exercise: Exercise, tried: "Sequence[Tried]", own_fault: Diagnosis | None
) -> dict[str, Any]:
    """Find the cause and the smallest failing case; both are fields of a CheckResult."""
    failing = [one for one in tried if not one.passed]
    if not failing:
        return {"diagnosis": own_fault}
    smallest = min(failing, key=_size_order)
    found = _climb(exercise, tried, failing)
    shown = show_case(exercise, smallest) if smallest.case.origin != "hidden" else None
    signature = "" if found and found.confidence in ("fact", "exact") else _signature(tried)
    return {
        "diagnosis": found or _plain_words(smallest),
        "case": shown,
        "signature": signature,
    }


def _size_order(one: "Tried") -> tuple[bool, int]:
    """Order cases: visible before hidden, then by the number of elements."""
    values = [*one.case.args, *one.case.kwargs.values()]
    return one.case.origin == "hidden", sum(int(np.size(value)) for value in values)


def _climb(
    exercise: Exercise, tried: "Sequence[Tried]", failing: "Sequence[Tried]"
) -> Diagnosis | None:
    answers = typical_answers(exercise, tried)
    found = _exact(exercise, tried, answers) or _facts(exercise, failing)
    found = found or _changed(failing) or _types(failing)
    if found or isinstance(exercise.compare, FigureComparator):
        return found or _figure_words(failing)
    return (
        _peeled(exercise, tried, answers)
        or _pair(exercise, failing, answers)
        or structure.describe(failing)
        or _close(exercise, failing, answers)
    )


def _facts(exercise: Exercise, failing: "Sequence[Tried]") -> Diagnosis | None:
    """Step 0: what happened can be stated without any guess."""
    for one in failing:
        outcome = one.got.outcome
        if outcome.out_of_time:
            return Diagnosis(
                "too-slow",
                f"The function did not end within {exercise.time_limit:g} seconds on a tiny input. "
                "Is there a loop that never stops?",
                "fact",
            )
    first = failing[0]
    wanted = first.expected.outcome.fault
    if all(one.got.outcome.fault is None for one in failing) and wanted is None:
        return _nothing_returned(failing)
    fault = next((one.got.outcome.fault for one in failing if one.got.outcome.fault), None)
    if fault is None or any(one.expected.outcome.fault for one in failing):
        return None
    where = f" in your line `{fault.source}`" if fault.source else ""
    words = _FAULT_WORDS.get(fault.kind, "")
    return Diagnosis(
        f"exception-{fault.kind}",
        f"Python stopped with {fault.kind}{where}: {fault.message or 'no message'}. {words}".strip(),
        "fact",
    )


_FAULT_WORDS = {
    "NameError": "Is each name defined inside the function, or imported at the top?",
    "RecursionError": "The function calls itself without an end.",
    "SystemExit": "A function should return its answer, not leave Python.",
    "IndexError": "A position lies outside the array: which shape does it have?",
    "ZeroDivisionError": "Which input makes the lower part of the fraction 0?",
}


def _nothing_returned(failing: "Sequence[Tried]") -> Diagnosis | None:
    if not all(one.got.outcome.value is None for one in failing):
        return None
    if any(one.got.outcome.printed for one in failing):
        return Diagnosis(
            "printed", "The function prints its answer. Give it back with `return` instead.", "fact"
        )
    return Diagnosis("no-return", "The function returns nothing. Is the `return` missing?", "fact")


def typical_answers(
    exercise: Exercise, tried: "Sequence[Tried]"
) -> list[tuple[Misconception, list["Answer"]]]:
    """Run the declared misconceptions on the same cases."""
    from coursekit.checking.judging import answer

    return [
        (mis, [answer(exercise, mis.function, one.case) for one in tried])
        for mis in exercise.misconceptions
    ]


def _exact(
    exercise: Exercise,
    tried: "Sequence[Tried]",
    answers: list[tuple[Misconception, list["Answer"]]],
) -> Diagnosis | None:
    """Step 1: one misconception agrees on every case, also on those that both have right."""
    for strict in (True, False):
        for mis, theirs in answers:
            if all(
                same_answer(one.got, other, strict) for one, other in zip(tried, theirs, strict=True)
            ):
                return Diagnosis(mis.name, mis.message, "exact", mis.topic)
    return None


def same_answer(one: "Answer", other: "Answer", strict: bool = True) -> bool:
    """Tell whether two functions did the same thing with a case."""
    a, b = one.outcome, other.outcome
    if a.out_of_time or b.out_of_time or a.changed != b.changed:
        return False
    if a.fault or b.fault:
        return bool(a.fault and b.fault and a.fault.kind == b.fault.kind)
    if _are_findings(one.value) and _are_findings(other.value):
        return [found.name for found in one.value] == [found.name for found in other.value]
    return same(one.value, other.value, strict)


def _are_findings(value: Any) -> bool:
    return isinstance(value, tuple) and all(hasattr(item, "prop") for item in value)


def _changed(failing: "Sequence[Tried]") -> Diagnosis | None:
    """The values are right, but the argument is no longer what it was."""
    if all(one.right for one in failing) and any(one.got.outcome.changed for one in failing):
        return Diagnosis(
            "changed-input",
            "The answer is right, but your function changes the array that it was given. "
            "Work on a copy, or make a new array.",
            "fact",
        )
    return None


def _types(failing: "Sequence[Tried]") -> Diagnosis | None:
    """The values are right, their type is not."""
    faults = [one.type_fault for one in failing if one.right and one.type_fault]
    if len(faults) == len(failing):
        return Diagnosis("type", faults[0], "fact")
    return None


def _figure_words(failing: "Sequence[Tried]") -> Diagnosis | None:
    findings = failing[0].got.value
    if not findings:
        return None
    return Diagnosis(findings[0].name, " ".join(one.text for one in findings[:2]), "fact")


def _peeled(
    exercise: Exercise,
    tried: "Sequence[Tried]",
    answers: list[tuple[Misconception, list["Answer"]]],
) -> Diagnosis | None:
    """Step 2: undo one formality, then compare with the reference and the misconceptions."""
    if any(one.got.outcome.fault or one.expected.outcome.fault for one in tried):
        return None
    for name, words, undo in structure.FORMALITIES:
        values = [undo(one.got.value) for one in tried]
        if any(value is None for value in values):
            continue
        if all(same(v, one.expected.value, False) for v, one in zip(values, tried, strict=True)):
            return Diagnosis(name, f"The values are right, but {words}.", "peeled")
        for mis, theirs in answers:
            if all(same(v, b.value, False) for v, b in zip(values, theirs, strict=True)):
                text = f"Two things: {words}. And: {mis.message}"
                return Diagnosis(f"{name}+{mis.name}", text, "peeled", mis.topic)
    return None


def _pair(
    exercise: Exercise,
    failing: "Sequence[Tried]",
    answers: list[tuple[Misconception, list["Answer"]]],
) -> Diagnosis | None:
    """Step 3: two misconceptions together explain all failing cases, and each is needed."""
    cases = [one.case for one in failing]
    explained = {}
    for mis, theirs in answers:
        matching = {
            index
            for index, one in enumerate(failing)
            for other in theirs
            if other.case is cases[index] and same_answer(one.got, other, False)
        }
        if matching:
            explained[mis.name] = (mis, matching)
    everything = set(range(len(failing)))
    for first, (one, mine) in explained.items():
        for second, (two, theirs_too) in explained.items():
            if first < second and mine | theirs_too == everything and everything not in (mine, theirs_too):
                text = f"Two separate causes. {one.message} And: {two.message}"
                return Diagnosis(f"{first}+{second}", text, "pair", one.topic)
    return None


def _close(
    exercise: Exercise,
    failing: "Sequence[Tried]",
    answers: list[tuple[Misconception, list["Answer"]]],
) -> Diagnosis | None:
    """Step 5: much nearer to a misconception than to the reference; never a verdict."""
    cases = [one.case for one in failing]
    for mis, theirs in answers:
        mine = {id(other.case): other for other in theirs}
        near = sum(
            _is_near(one.got.value, mine[id(case)].value, one.expected.value)
            for one, case in zip(failing, cases, strict=True)
        )
        if near >= 0.7 * len(failing) and near > 0:
            text = f"This is close to what comes out of another idea: {mis.message}"
            return Diagnosis(mis.name, text, "close", mis.topic)
    return None


def _is_near(got: Any, other: Any, expected: Any) -> bool:
    arrays = [as_plain_array(np.asarray(v) if np.isscalar(v) else v) for v in (got, other, expected)]
    if any(array is None for array in arrays):
        return False
    one, two, right = (np.asarray(array, dtype=float) for array in arrays)
    if not one.shape == two.shape == right.shape or not one.size:
        return False
    to_other, to_right = np.abs(one - two).max(), np.abs(one - right).max()
    return bool(to_other < 0.05 * to_right)


def _signature(tried: "Sequence[Tried]") -> str:
    """Fingerprint the outputs, so that equal unexplained answers of a class can be counted."""
    import hashlib

    words = "|".join(show_value(one.got.value, most=4096) for one in tried)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


# --- the smallest failing case ---------------------------------------------------------------


def _plain_words(one: "Tried") -> Diagnosis:
    if one.case.origin == "hidden":
        kind = one.case.kind or "an input that you have not seen"
        return Diagnosis("hidden", f"The visible checks are fine; it fails on {kind}.", "structural")
    return Diagnosis("different", "The result differs; look at the smallest failing case.", "structural")


def show_case(exercise: Exercise, one: "Tried") -> ShownCase:
    """Put a failing case into words and data."""
    call = ", ".join(
        f"{name} = {show_value(value)}"
        for name, value in one.got.call.items()
        if name not in inspect.signature(exercise.reference).parameters
        or value is not inspect.signature(exercise.reference).parameters[name].default
    )
    if isinstance(exercise.compare, FigureComparator):
        found = "; ".join(finding.text for finding in one.got.value)
        return ShownCase(call, "a figure as asked for", found or "another figure", "", one.case.alt)
    return ShownCase(
        call=call,
        expected=_outcome_value(one.expected),
        got=_outcome_value(one.got),
        note=one.type_fault or _difference(one),
        alt=one.case.alt,
    )


def _outcome_value(one: "Answer") -> Any:
    fault = one.outcome.fault
    if fault is not None:
        return Odd(f"{fault.kind}: {fault.message}" if fault.message else fault.kind)
    if one.outcome.out_of_time:
        return Odd("no answer in time")
    return one.value


def _difference(one: "Tried") -> str:
    """Count the differing values and say where the first one is."""
    expected, got = one.expected.value, one.got.value
    if not isinstance(expected, np.ndarray) or not isinstance(got, np.ndarray):
        return ""
    if expected.shape != got.shape:
        return f"expected shape {expected.shape}, your result has shape {got.shape}"
    wrong = ~np.isclose(got.astype(float), expected.astype(float), equal_nan=True)
    if not wrong.any():
        return ""
    places = np.argwhere(wrong)[0]
    where = f"row {places[0]}, column {places[1]}" if places.size == 2 else f"position {places[0]}"
    return f"{int(wrong.sum())} of {wrong.size} values differ, first at {where}"
