"""Broken versions of the F1 score of two masks, and the comparator that looks who is caught.

The answer of the exercise is a list of cases (truth, result, expected). Nothing is compared with
the reference's list: the comparator runs the true score and the broken ones on the learner's own
cases, and each fault that it finds is a finding, as in the exercises that return a figure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from coursekit import imaging
from coursekit.checking.compare import as_number
from coursekit.checking.figures import FigureComparator, Finding
from coursekit.checking.values import as_plain_array

TOLERANCE = 0.005  # two decimals
_LARGEST = 1e6  # of a number that might be meant as a score
Masks = NDArray[np.bool_]
Metric = Callable[[Masks, Masks], float]


@dataclass(frozen=True)
class Broken:
    """A wrong score, and the question to an author whose cases do not notice it."""

    name: str
    metric: Metric
    question: str
    prop: str = "broken"  # the property that pays for catching it


@dataclass(frozen=True)
class TestCase:
    """One case of the learner."""

    truth: Masks
    result: Masks
    expected: float

    def holds_for(self, metric: Metric) -> bool:
        """Tell whether a score gives what the case expects."""
        return abs(metric(self.truth, self.result) - self.expected) <= TOLERANCE + 1e-9


# --- the true score and the broken ones ---------------------------------------------------------


def f1(truth: Masks, result: Masks) -> float:
    """Return the F1 score; two masks without foreground score 1."""
    return imaging.dice_coefficient(truth, result)


def _agreeing(truth: Masks, result: Masks) -> float:
    return imaging.accuracy(truth, result)


def _by_the_union(truth: Masks, result: Masks) -> float:
    union = np.count_nonzero(truth | result)
    return np.count_nonzero(truth & result) / union if union else 1.0


def _missed_forgotten(truth: Masks, result: Masks) -> float:
    called = np.count_nonzero(result)
    return np.count_nonzero(truth & result) / called if called else f1(truth, result)


def _empty_result_is_perfect(truth: Masks, result: Masks) -> float:
    return f1(truth, result) if result.any() else 1.0


def _empty_truth_is_perfect(truth: Masks, result: Masks) -> float:
    return f1(truth, result) if truth.any() else 1.0


def _both_empty_is_nothing(truth: Masks, result: Masks) -> float:
    return imaging.dice_coefficient(truth, result, empty=0.0)


SHOWN = (
    Broken(
        "accuracy",
        _agreeing,
        "One broken function counts pixels that are background in both as right. In which case of "
        "yours does this matter, because there are errors and more such pixels than found ones?",
    ),
    Broken(
        "union",
        _by_the_union,
        "One broken function divides by the union of the masks; for equal masks and for masks "
        "without a shared pixel it is right. What lies in between?",
    ),
    Broken(
        "missed",
        _missed_forgotten,
        "One broken function never looks at missed pixels. With as many added as missed ones it is "
        "right by luck. Which case of yours has more of one kind than of the other?",
    ),
    Broken(
        "empty-result",
        _empty_result_is_perfect,
        "One broken function gives 1 as soon as the result is empty. Which case of yours has an "
        "empty result and a truth that is not?",
        "empty",
    ),
)
HELD_BACK = (
    Broken(
        "empty-truth",
        _empty_truth_is_perfect,
        "One broken function gives 1 as soon as the truth is empty. Which case of yours has an "
        "empty truth and a result that is not?",
        "empty",
    ),
    Broken(
        "both-empty",
        _both_empty_is_nothing,
        "One broken function gives 0 to two empty masks. Which case of yours has no foreground at "
        "all?",
        "empty",
    ),
)

# --- what a list of cases leaves to be wished ---------------------------------------------------

_MIXED_UP: tuple[tuple[str, Metric, str], ...] = (
    ("union", _by_the_union, "the shared part by the union. How often does it count in F1?"),
    ("accuracy", _agreeing, "the share of equal pixels. Do background pixels count in F1?"),
    ("empty", _both_empty_is_nothing, "0 for two empty masks. What did we agree on?"),
    ("percent", lambda t, r: 100 * f1(t, r), "a number up to 100. How large is a perfect F1?"),
)


@dataclass(frozen=True)
class Caught(FigureComparator):
    """Ask of a list of cases that each holds, and that together they catch broken functions."""

    reads: ClassVar[str] = "plain"

    broken: tuple[Broken, ...] = ()

    def findings(self, call: Mapping[str, Any], seen: Any) -> tuple[Finding, ...]:
        """Name the cases that cannot be read or do not hold, and the functions not caught."""
        if not isinstance(seen, list | tuple) or not seen:
            return (Finding("no-list", "Return a list with at least one case in it."),)
        if isinstance(_read(1, seen), TestCase) and not isinstance(_read(1, seen[0]), TestCase):
            words = "This is one case. Put it into a list, in square brackets: `[case, case]`."
            return (Finding("one-case", words),)
        cases = [_read(number, row) for number, row in enumerate(seen, start=1)]
        faults = [case for case in cases if isinstance(case, Finding)]
        if faults:
            return (faults[0],)
        good = [case for case in cases if isinstance(case, TestCase)]
        wrong = next((n for n, case in enumerate(good, start=1) if not case.holds_for(f1)), 0)
        if wrong:
            return (_does_not_hold(wrong, good[wrong - 1]),)
        return tuple(
            Finding(broken.name, broken.question, broken.prop)
            for broken in self.broken
            if all(case.holds_for(broken.metric) for case in good)
        )


def _read(number: int, row: Any) -> TestCase | Finding:
    """Read one case, or say what is wrong with its form."""
    if not isinstance(row, list | tuple) or len(row) != 3:
        words = f"Case {number} should be three things in brackets: truth, result, expected."
        return Finding("not-three", words)
    truth, result, expected = as_plain_array(row[0]), as_plain_array(row[1]), as_number(row[2])
    if truth is None or result is None or not truth.ndim or not truth.size:
        return Finding("no-masks", f"Case {number} should begin with two masks, not empty ones.")
    if truth.shape != result.shape:
        words = f"The masks of case {number} have the shapes {truth.shape} and {result.shape}."
        return Finding("two-shapes", words)
    if not np.isin(truth, (0, 1)).all() or not np.isin(result, (0, 1)).all():
        return Finding("other-values", f"The masks of case {number} should hold only 0 and 1.")
    if expected is None or not abs(expected) < _LARGEST:  # nan is not a score either
        words = f"Case {number} should end with the score that you expect, a number."
        return Finding("no-number", words)
    return TestCase(truth == 1, result == 1, float(expected))


def _does_not_hold(number: int, case: TestCase) -> Finding:
    for name, metric, words in _MIXED_UP:
        if case.holds_for(metric):
            return Finding(f"expects-{name}", f"Case {number} expects {words}")
    if case.holds_for(lambda truth, result: round(f1(truth, result), 1)):
        words = f"Case {number} is close. Give the expected score to two decimals: what is it?"
        return Finding("one-decimal", words)
    words = (
        f"Case {number} does not hold for the right function. Count its shared, added and missed "
        "pixels: which score do they give?"
    )
    return Finding("does-not-hold", words)
