"""Why is an answer not right yet? A ladder of rules; the first that holds on all evidence speaks.

1 exact misconception · 0 facts · 2 peel one formality · 3 two misconceptions together ·
4 structure of the difference · 5 close to a misconception · 6 the smallest failing case alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from coursekit.checking import facts, structure
from coursekit.checking.declaration import Exercise, Misconception
from coursekit.checking.figures import FigureComparator
from coursekit.checking.results import Diagnosis
from coursekit.checking.shown import show_case, telling_order
from coursekit.checking.values import as_plain_array, same, show_value

if TYPE_CHECKING:
    from coursekit.checking.answering import Answer, AnswerKey
    from coursekit.checking.judging import Tried


@dataclass(frozen=True)
class Answers(Sequence["Answer"]):
    """What a misconception gives, case by case; a case runs when it is first looked at."""

    key: "AnswerKey"
    mis: Misconception
    size: int

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, place: Any) -> Any:
        if place >= self.size:
            raise IndexError(place)
        return self.key.given_by(self.mis.function, place)


Typical = list[tuple[Misconception, Answers]]


def explain(
    key: "AnswerKey",
    tried: "Sequence[Tried]",
    own_fault: Diagnosis | None,
    twice: "tuple[Answer, Answer] | None" = None,
) -> dict[str, Any]:
    """Find the cause and the smallest failing case; both are fields of a CheckResult.

    `own_fault` is what is wrong when all cases pass; `twice` are two answers to one case.
    """
    failing = sorted((one for one in tried if not one.passed), key=telling_order)
    if not failing:
        return {"diagnosis": own_fault}
    exercise, smallest = key.exercise, failing[0]
    answers = [(mis, Answers(key, mis, len(tried))) for mis in exercise.misconceptions]
    found = (
        _exact(tried, answers)
        or _unstable(twice)
        or facts.stated(exercise, failing)
        or _climb(exercise, tried, answers)
    )
    shown = show_case(exercise, smallest) if smallest.case.origin != "hidden" else None
    signature = "" if found and found.confidence in ("fact", "exact") else _signature(tried)
    return {
        "diagnosis": found or _plain_words(smallest),
        "case": shown,
        "signature": signature,
    }


def _climb(exercise: Exercise, tried: "Sequence[Tried]", answers: Typical) -> Diagnosis | None:
    if isinstance(exercise.compare, FigureComparator):
        return _figure_words(tried)
    return (
        _peeled(tried, answers)
        or _pair(tried, answers)
        or structure.describe(tried)
        or _close(tried, answers)
    )


def _exact(tried: "Sequence[Tried]", answers: Typical) -> Diagnosis | None:
    """Step 1: one misconception agrees on every case, also on those that both have right."""
    for strict in (True, False):
        for mis, theirs in answers:
            pairs = zip(tried, theirs, strict=True)
            if all(same_answer(one.got, other, strict) for one, other in pairs):
                return Diagnosis(mis.name, mis.message, "exact", mis.topic)
    return None


def _unstable(twice: "tuple[Answer, Answer] | None") -> Diagnosis | None:
    """Two identical calls, the random generators seeded alike, gave two answers."""
    if twice is None or same_answer(*twice):
        return None
    words = (
        "Your result changes from run to run. Does the function remember something, or use chance?"
    )
    return Diagnosis("unstable", words, "fact")


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


def _figure_words(tried: "Sequence[Tried]") -> Diagnosis | None:
    findings = next((one.got.value for one in tried if one.got.value), None)
    if not findings:
        return None
    return Diagnosis(findings[0].name, " ".join(one.text for one in findings[:2]), "fact")


def _peeled(tried: "Sequence[Tried]", answers: Typical) -> Diagnosis | None:
    """Step 2: undo one formality, then compare with the reference and the misconceptions."""
    if any(one.got.outcome.fault and not one.passed for one in tried):
        return None
    plain_ones = [i for i, one in enumerate(tried) if not one.got.outcome.fault]
    expected = [tried[i].expected.value for i in plain_ones]
    for name, words, undo in structure.FORMALITIES:
        values = [undo(tried[i].got.value) for i in plain_ones]
        if not values or any(value is None for value in values):
            continue
        if name == "tuple" and any(isinstance(value, tuple) for value in expected):
            continue  # several values are asked for
        if _all_same(values, expected):
            return Diagnosis(name, f"The values are right, but {words}.", "peeled")
        for mis, theirs in answers:
            if _all_same(values, [theirs[i].value for i in plain_ones]):
                text = f"Two things: {words}. And: {mis.message}"
                return Diagnosis(f"{name}+{mis.name}", text, "peeled", mis.topic)
    return None


def _all_same(values: list[Any], others: list[Any]) -> bool:
    return all(same(one, other, False) for one, other in zip(values, others, strict=True))


def _pair(tried: "Sequence[Tried]", answers: Typical) -> Diagnosis | None:
    """Step 3: two misconceptions together explain all failing cases, and each is needed."""
    failing = {i for i, one in enumerate(tried) if not one.passed}
    explained = [
        (mis, {i for i in failing if same_answer(tried[i].got, theirs[i], False)})
        for mis, theirs in answers
    ]
    for index, (one, mine) in enumerate(explained):
        for two, others in explained[index + 1 :]:
            if mine | others == failing and failing not in (mine, others):
                text = f"{one.message} And: {two.message}"
                return Diagnosis(f"{one.name}+{two.name}", text, "pair", one.topic)
    return None


def _close(tried: "Sequence[Tried]", answers: Typical) -> Diagnosis | None:
    """Step 5: much nearer to a misconception than to the reference; never a verdict."""
    failing = [i for i, one in enumerate(tried) if not one.passed]
    for mis, theirs in answers:
        near = sum(
            _is_near(tried[i].got.value, theirs[i].value, tried[i].expected.value) for i in failing
        )
        if near >= 0.7 * len(failing):
            text = f"your result is close to that of another idea. {mis.message}"
            return Diagnosis(mis.name, text, "close", mis.topic)
    return None


def _is_near(got: Any, other: Any, expected: Any) -> bool:
    arrays = [
        as_plain_array(np.asarray(v) if np.isscalar(v) else v) for v in (got, other, expected)
    ]
    if any(array is None for array in arrays):
        return False
    one, two, right = (np.asarray(array, dtype=float) for array in arrays)
    if not one.shape == two.shape == right.shape or not one.size:
        return False
    with np.errstate(all="ignore"):
        to_other, to_right = np.abs(one - two).max(), np.abs(one - right).max()
        return bool(to_other < 0.05 * to_right)


def _signature(tried: "Sequence[Tried]") -> str:
    """Fingerprint the outputs, so that equal unexplained answers of a class can be counted."""
    words = "|".join(show_value(one.got.value, most=4096) for one in tried)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _plain_words(one: "Tried") -> Diagnosis:
    if one.case.origin == "hidden":
        kind = one.case.kind or "an input that you have not seen"
        return Diagnosis("hidden", f"The visible checks are fine; it fails on {kind}.", "plain")
    return Diagnosis("different", "The result differs; look at the smallest failing case.", "plain")
