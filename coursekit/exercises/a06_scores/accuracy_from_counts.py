"""E2: the share of the right pixels, from the four counts."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a06_scores.drawn import counts, some_counts


def _accuracy(c):
    right = c["tn"] + c["tp"]
    return right / (c["tn"] + c["fp"] + c["fn"] + c["tp"])


def _accuracy_sum(c):
    return (c["tp"] + c["tn"]) / sum(c.values())


def _accuracy_wrong_ones(c):
    wrong = c["fp"] + c["fn"]
    return 1 - wrong / (wrong + c["tp"] + c["tn"])


def _accuracy_numpy(c):
    tn, fp, fn, tp = np.array([c[name] for name in ("tn", "fp", "fn", "tp")], dtype=float)
    return np.divide(tn + tp, tn + fp + fn + tp)


# --- wrong answers ------------------------------------------------------------------------------


def _formula(formula):
    def answer(c):
        return formula(c["tn"], c["fp"], c["fn"], c["tp"])

    return answer


def _whole_division(c):
    return (c["tp"] + c["tn"]) // sum(c.values())


def _brackets_forgotten(c):
    return c["tp"] + c["tn"] / sum(c.values())


def _brackets_forgotten_below(c):
    return (c["tp"] + c["tn"]) / max(c["tn"], 1) + c["fp"] + c["fn"] + c["tp"]


def _case(rng: np.random.Generator) -> Case:
    c = some_counts(rng)
    which = rng.random()
    if which < 0.25:
        c = {name: c[name] for name in rng.permutation(list(c)).tolist()}
        return case(c, kind="counts in another order")
    if which < 0.4:
        return case({name: np.int64(number) for name, number in c.items()}, kind="NumPy numbers")
    if which < 0.55:
        c[str(rng.choice(["tp", "tn"]))] = 0
        return case(c, kind="a kind that does not occur")
    return case(c, kind="other counts")


ACCURACY_FROM_COUNTS = Exercise(
    id="a06.accuracy_from_counts",
    code="E2",
    kind="F",
    title="The accuracy of four counts",
    function="accuracy_from_counts",
    signature="(c)",
    minutes=3,
    reference=imaging.accuracy_from_counts,
    compare=cmp.scalar(),
    props=(prop("core", 1, "the share of the right pixels among all pixels"),),
    cases=(
        case(counts(4, 1, 1, 3), alt="the nine pixels of the text"),
        case(counts(90, 2, 3, 5), alt="a hundred pixels, five of them wrong"),
        case({"tp": 1, "fn": 2, "fp": 4, "tn": 8}, alt="the counts in another order"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "brackets-forgotten",
            _brackets_forgotten,
            "Your answer is larger than 1. Which comes first in Python, `/` or `+`, and where do "
            "brackets belong?",
            topic="formula",
        ),
        mis(
            "brackets-forgotten-below",
            _brackets_forgotten_below,
            "Your answer is larger than 1. Only the first count below the line is divided by. "
            "Which part of the sum needs brackets?",
            topic="formula",
        ),
        mis(
            "right-by-wrong",
            _formula(lambda tn, fp, fn, tp: (tp + tn) / (fp + fn)),
            "You divide right pixels by wrong ones. A share is a part by the whole: how many "
            "pixels are there in all?",
            topic="counts and shares",
        ),
        mis(
            "rounded",
            _formula(lambda tn, fp, fn, tp: round((tp + tn) / (tn + fp + fn + tp), 2)),
            "Your share is rounded. Where should rounding happen: in the function, or where a "
            "number is printed?",
            topic="rounding",
        ),
        mis(
            "whole-division",
            _whole_division,
            "Your answer is a whole number, 0 or 1. What is the difference between `//` and `/`?",
            topic="formula",
        ),
        mis(
            "found-only",
            _formula(lambda tn, fp, fn, tp: tp / (tn + fp + fn + tp)),
            "Only tp stands above the line. Which other pixels are right?",
            topic="four boxes",
        ),
        mis(
            "wrong-share",
            _formula(lambda tn, fp, fn, tp: (fp + fn) / (tn + fp + fn + tp)),
            "This is the share of wrong pixels. Should a perfect result score 0 or 1?",
            topic="polarity",
        ),
        mis(
            "first-and-second",
            lambda c: sum(list(c.values())[:2]) / sum(c.values()),
            "You add the first two counts of the dictionary. Which two counts are right pixels, "
            "and how do you ask for them by name?",
            topic="dictionary",
        ),
        mis(
            "by-position",
            lambda c: (list(c.values())[0] + list(c.values())[3]) / sum(c.values()),  # noqa: RUF015
            "You take the first and the last count; with another order of the names it goes wrong. "
            "How do you ask for a count by its name?",
            topic="dictionary",
        ),
        mis(
            "without-background",
            _formula(lambda tn, fp, fn, tp: tp / (tp + fp + fn) if tp + fp + fn else 1.0),
            "tn is missing above and below the line. Does accuracy ask for all pixels or for the "
            "object?",
            topic="true negatives",
        ),
        mis(
            "called",
            _formula(lambda tn, fp, fn, tp: (tp + fp) / (tn + fp + fn + tp)),
            "tp + fp are the pixels that the result calls object. Which pixels are right?",
            topic="four boxes",
        ),
        mis(
            "percent",
            _formula(lambda tn, fp, fn, tp: 100 * (tp + tn) / (tn + fp + fn + tp)),
            "Your number goes up to 100. Which number stands for all pixels when we speak of a "
            "share?",
            topic="counts and shares",
        ),
    ),
    variants=(_accuracy, _accuracy_sum, _accuracy_wrong_ones, _accuracy_numpy),
    hints=(
        "A pixel is right when truth and result agree. Which two of the four kinds agree?",
        'Take a count by its name: `c["tp"]`. Add the right ones, then add all four.',
        '`right = c["tp"] + ...`, then `right / (... + ... + ... + ...)` with brackets.',
    ),
)
