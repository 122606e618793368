"""E9: write the cases that tell the F1 score from broken versions of it."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.exercises.a06_scores.broken_metrics import HELD_BACK, SHOWN, Caught


def _cases():
    return [
        ([1, 1, 0, 0], [1, 1, 0, 0], 1),
        ([1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0], 0.4),
        ([1, 1, 0], [0, 0, 0], 0),
        ([0, 0, 0], [0, 1, 1], 0),
        ([0, 0, 0], [0, 0, 0], 1),
    ]


def _cases_arrays():
    truth = np.array([[1, 1, 0], [1, 0, 0]], dtype=bool)
    result = np.array([[1, 0, 0], [0, 0, 0]], dtype=bool)
    nothing = np.zeros((2, 3), dtype=bool)
    cases = [(truth, truth, 1.0), (truth, result, 2 / 4), (truth, ~truth, 0.0)]
    cases.append((truth, nothing, 0.0))
    cases.append((nothing, truth, 0.0))
    cases.append((nothing, nothing, 1.0))
    return cases


def _cases_article_and_more():
    zeros, ones = [0] * 9, [1] * 9
    original = [1, 0, 1, 0, 1, 1, 0, 0, 0]
    predicted = [1, 0, 1, 0, 0, 1, 1, 0, 0]
    too_much = [1, 1, 1, 1, 1, 1, 0, 0, 0]
    return [
        (zeros, ones, 0),
        (ones, ones, 1),
        (zeros, zeros, 1),
        (ones, zeros, 0),
        (original, original, 1),
        (original, predicted, 0.75),
        (original, too_much, 0.8),
    ]


def _cases_random():
    rng = np.random.default_rng(1)
    masks = [rng.random((3, 4)) < share for share in (0, 0.2, 0.5, 0.8)]
    return tuple([a, b, round(imaging.dice_coefficient(a, b), 2)] for a in masks for b in masks)


# --- wrong answers ------------------------------------------------------------------------------

_PART = ([1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0], 0.4)
_EMPTY = [([1, 1, 0], [0, 0, 0], 0), ([0, 0, 0], [0, 1, 1], 0), ([0, 0, 0], [0, 0, 0], 1)]


def _returning(cases):
    return lambda: cases


def _asserts():
    for truth, result, expected in _cases():
        assert abs(imaging.dice_coefficient(truth, result) - expected) < 0.01


_ARTICLE = [row for row in _cases_article_and_more() if row[2] != 0.8]
_BALANCED = ([1, 1, 1, 0], [1, 0, 0, 0], 0.5)


def _case(rng: np.random.Generator) -> Case:
    if rng.random() < 0.1:
        return case(kind="the broken functions of the visible check")
    return case(prop="empty", kind="two broken functions that were held back")


MY_METRIC_TESTS = Exercise(
    id="a06.my_metric_tests",
    code="E9",
    kind="T",
    title="Write tests that catch broken scores",
    function="my_metric_tests",
    signature="()",
    minutes=10,
    reference=_cases,
    compare=Caught(broken=SHOWN),
    props=(
        prop("core", 1, "cases (truth, result, expected) that hold for the right function"),
        prop("broken", 1.5, "they catch functions that forget pixels or count others"),
        prop(
            "empty",
            0.5,
            "they catch functions that go wrong with empty masks",
            compare=Caught(broken=HELD_BACK),
        ),
    ),
    cases=(case(alt="your cases, run with the right function and with four broken ones"),),
    hidden=_case,
    misconceptions=(
        mis(
            "equal-masks-only",
            _returning([([1, 1, 0, 0], [1, 1, 0, 0], 1), ([0, 1, 0], [0, 1, 0], 1)]),
            "Your cases hold, and all four broken functions pass them. Are your masks always equal "
            "or opposite? What about a result that is right in part?",
            topic="easy cases",
        ),
        mis(
            "black-and-white",
            _returning([([1, 1], [1, 1], 1), ([1, 1], [0, 0], 0), ([0, 0], [1, 1], 0)]),
            "Three broken functions pass: your masks share everything or nothing. Which score "
            "lies between 0 and 1?",
            topic="easy cases",
        ),
        mis(
            "as-many-added-as-missed",
            _returning(_ARTICLE),
            "One broken function never looks at missed pixels, and passes, as it would with the "
            "cases of the article. Which case has more missed than added pixels?",
            topic="both errors",
        ),
        mis(
            "no-empty-result",
            _returning([_PART, ([1, 0], [1, 0], 1)]),
            "One broken function gives 1 as soon as the result is empty. Is there a case with an "
            "empty result?",
            topic="empty input",
        ),
        mis(
            "balanced",
            _returning([_BALANCED, ([1, 1], [0, 0], 0), ([0, 0], [1, 1], 0), ([0, 0], [0, 0], 1)]),
            "One broken function is the accuracy, and passes: where you have errors, found and "
            "rightly left out pixels are equally many. What happens with more background?",
            topic="true negatives",
        ),
        mis(
            "jaccard-expected",
            _returning([([1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0], 0.25), *_EMPTY]),
            "A case expects the shared part by the union. How often does the shared part count in "
            "F1?",
            topic="Dice and Jaccard",
        ),
        mis(
            "accuracy-expected",
            _returning([([1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0], 0.5), *_EMPTY]),
            "A case expects the share of equal pixels. Do pixels count in F1 that are background "
            "in both?",
            topic="true negatives",
        ),
        mis(
            "nothing-expected",
            _returning([_PART, *_EMPTY[:2], ([0, 0, 0], [0, 0, 0], 0)]),
            "Two empty masks score 0 in a case of yours, as in scikit-learn. Which value did we "
            "agree on?",
            topic="empty input",
        ),
        mis(
            "percent-expected",
            _returning([([1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0], 40), *_EMPTY]),
            "A case expects a score above 1. Which number does a perfect result get?",
            topic="counts and shares",
        ),
        mis(
            "without-expected",
            _returning([row[:2] for row in _cases()]),
            "A case holds only two masks, or is no tuple of three. Which third value says what the "
            "function should return?",
            topic="form of a test",
        ),
        mis(
            "asserts",
            _asserts,
            "Your function does not give a list back; maybe it runs the tests itself. The check "
            "runs them, also with broken functions: what should `return` hand over?",
            topic="form of a test",
        ),
        mis(
            "two-shapes",
            _returning([([1, 1, 0], [1, 1], 1), *_EMPTY]),
            "The masks of a case have two shapes. Which pixel should be compared with which?",
            topic="form of a test",
        ),
        mis(
            "other-values",
            _returning([([255, 255, 0], [255, 0, 0], 2 / 3), *_EMPTY]),
            "A mask holds other values than 0 and 1. Which two values did we agree on for the "
            "cases?",
            topic="form of a test",
        ),
    ),
    variants=(_cases, _cases_arrays, _cases_article_and_more, _cases_random),
    hints=(
        "A case is `(truth, result, expected)`, such as `([1, 1, 0], [1, 0, 0], 0.67)`. Count by "
        "hand.",
        "Ask of each sentence of the task: which case would notice if a function did otherwise?",
        "More missed than added pixels, some background; then an empty result, an empty truth, "
        "both empty. Which scores do they have?",
    ),
)
