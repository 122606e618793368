"""E3: the F1 score, with an agreed value for 0/0."""

import math

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a06_scores.drawn import counts, some_counts


def _f1(c, undefined=1.0):
    below = 2 * c["tp"] + c["fp"] + c["fn"]
    if below == 0:
        return undefined
    return 2 * c["tp"] / below


def _f1_sizes(c, undefined=1.0):
    size_truth, size_result = c["tp"] + c["fn"], c["tp"] + c["fp"]
    return 2 * c["tp"] / (size_truth + size_result) if size_truth or size_result else undefined


def _f1_mean_of_errors(c, undefined=1.0):
    try:
        return float(c["tp"]) / (c["tp"] + 0.5 * (c["fp"] + c["fn"]))
    except ZeroDivisionError:
        return undefined


def _f1_harmonic(c, undefined=1.0):
    if not (c["tp"] or c["fp"] or c["fn"]):
        return np.float64(undefined)
    if c["tp"] == 0:
        return np.float64(0)
    precision = c["tp"] / (c["tp"] + c["fp"])
    recall = c["tp"] / (c["tp"] + c["fn"])
    return np.float64(2 * precision * recall / (precision + recall))


# --- wrong answers ------------------------------------------------------------------------------


def _formula(formula):
    """Build an answer from a formula of fp, fn and tp, right where all three are 0."""

    def answer(c, undefined=1.0):
        fp, fn, tp = c["fp"], c["fn"], c["tp"]
        return formula(fp, fn, tp) if tp + fp + fn else undefined

    return answer


def _with_background(c, undefined=1.0):
    below = 2 * c["tp"] + c["fp"] + c["fn"] + c["tn"]
    return 2 * c["tp"] / below if c["tp"] + c["fp"] + c["fn"] else undefined


def _mean_of_two(fp, fn, tp):
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    return (precision + recall) / 2


def _no_brackets(fp, fn, tp):
    return 2 * tp / (2 * tp) + fp + fn if tp else float(fp + fn)


def _no_brackets_at_all(fp, fn, tp):
    return 2 * tp / 2 * tp + fp + fn


def _root_of_product(fp, fn, tp):
    return tp / math.sqrt((tp + fp) * (tp + fn)) if tp else 0.0


def _unguarded(c, undefined=1.0):
    return 2 * c["tp"] / (2 * c["tp"] + c["fp"] + c["fn"])


def _always(value):
    def answer(c, undefined=1.0):
        return _f1(c, value)

    return answer


def _undefined_without_tp(c, undefined=1.0):
    return _f1(c) if c["tp"] else undefined


def _harmonic_unguarded(c, undefined=1.0):
    if c["tp"] + c["fp"] == 0 or c["tp"] + c["fn"] == 0:
        return undefined
    return _f1(c)


def _case(rng: np.random.Generator) -> Case:
    c = some_counts(rng)
    which = rng.random()
    if which < 0.25:
        c = counts(c["tn"], 0, 0, 0)
        kind = "no foreground in truth and result"
        if rng.random() < 0.4:
            return case(c, prop="undefined", kind=kind)
        return case(c, float(rng.choice([0.0, 0.5, -1.0])), prop="undefined", kind=kind)
    if which < 0.5:
        missing = [("tp",), ("tp", "fp"), ("tp", "fn")][int(rng.integers(3))]
        c |= dict.fromkeys(missing, 0)
        undefined = float(rng.choice([0.5, 1.0]))
        return case(c, undefined, prop="undefined", kind="no pixel is found")
    if which < 0.65:
        return case({name: np.int64(number) for name, number in c.items()}, kind="NumPy numbers")
    return case(c, kind="other counts")


F1_FROM_COUNTS = Exercise(
    id="a06.f1_from_counts",
    code="E3",
    kind="F",
    title="F1 from four counts",
    function="f1_from_counts",
    signature="(c, undefined=1.0)",
    minutes=4,
    reference=imaging.f1_from_counts,
    compare=cmp.scalar(),
    props=(
        prop("core", 1, "the F1 score"),
        prop("undefined", 1, "`undefined` for 0/0, and only there"),
    ),
    cases=(
        case(counts(7, 1, 4, 4), alt="the net: one boot, four fish lost, four caught"),
        case(counts(4, 1, 1, 3), alt="the nine pixels of the text"),
        case(
            counts(9, 0, 0, 0),
            prop="undefined",
            alt="nine background pixels, nothing said about `undefined`",
        ),
        case(counts(9, 0, 0, 0), 0.5, prop="undefined", alt="nine background pixels"),
        case(counts(6, 0, 3, 0), prop="undefined", alt="three pixels missed, none found or added"),
        case(counts(6, 2, 0, 0), prop="undefined", alt="two pixels added, there is no object"),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "counted-once",
            _formula(lambda fp, fn, tp: tp / (2 * tp + fp + fn)),
            "A perfect result would get one half. What stands above the line twice?",
            topic="factor 2",
        ),
        mis(
            "jaccard",
            _formula(lambda fp, fn, tp: tp / (tp + fp + fn)),
            "You count tp once above and once below: that is the Jaccard index. How often does "
            "the shared part count in F1?",
            topic="Dice and Jaccard",
        ),
        mis(
            "twice-by-the-union",
            _formula(lambda fp, fn, tp: 2 * tp / (tp + fp + fn)),
            "A perfect result would get 2. Which number below the line grows along when tp counts "
            "twice?",
            topic="Dice and Jaccard",
        ),
        mis(
            "no-brackets",
            _formula(_no_brackets),
            "Your score is larger than 1. Which part of the sum does Python divide by, without "
            "brackets?",
            topic="formula",
        ),
        mis(
            "no-brackets-at-all",
            _formula(_no_brackets_at_all),
            "Your score is larger than 1: Python divides by 2 and then multiplies. Where do "
            "brackets belong, so that the whole sum stands below the line?",
            topic="formula",
        ),
        mis(
            "with-background",
            _with_background,
            "tn stands below the line. Would a black border change the score of the object?",
            topic="true negatives",
        ),
        mis(
            "mean-of-two",
            _formula(_mean_of_two),
            "This is the middle of precision and recall. The net has 8/13, the middle is 0.65: "
            "which of the two is F1?",
            topic="averages",
        ),
        mis(
            "root-of-product",
            _formula(_root_of_product),
            "You took the root of precision times recall. Which of the three means of two numbers "
            "gives 2 tp / (2 tp + fp + fn)?",
            topic="averages",
        ),
        mis(
            "precision",
            _formula(lambda fp, fn, tp: tp / (tp + fp) if tp + fp else 0.0),
            "You divide by the catch only. Where do the missed pixels enter?",
            topic="both errors",
        ),
        mis(
            "recall",
            _formula(lambda fp, fn, tp: tp / (tp + fn) if tp + fn else 0.0),
            "You divide by the object only. Where do the added pixels enter?",
            topic="both errors",
        ),
        mis(
            "unguarded",
            _unguarded,
            "Without foreground in truth and result, 0 is divided by 0. Which test belongs before "
            "the division?",
            topic="empty input",
        ),
        mis(
            "always-one",
            _always(1.0),
            "Two black masks always get 1 from you. Which argument lets the caller decide?",
            topic="ignores the argument",
        ),
        mis(
            "always-zero",
            _always(0.0),
            "Two black masks always get 0, as in scikit-learn. Which argument holds the agreed "
            "value?",
            topic="ignores the argument",
        ),
        mis(
            "no-tp",
            _undefined_without_tp,
            "You return `undefined` whenever tp is 0. What does the fraction give when nothing is "
            "found, but pixels are missed?",
            topic="empty input",
        ),
        mis(
            "one-sum-zero",
            _harmonic_unguarded,
            "You return `undefined` as soon as precision or recall is 0/0. What stands below the "
            "line of F1 then: is it 0 as well?",
            topic="empty input",
        ),
    ),
    variants=(_f1, _f1_sizes, _f1_mean_of_errors, _f1_harmonic),
    hints=(
        "The number below the line comes first: is it 0, there is nothing to divide.",
        "Below the line stand 2 tp, fp and fn; above it stands 2 tp.",
        '`below = 2 * c["tp"] + ...`; `if below == 0: return undefined`; then the fraction.',
    ),
    conventions={"undefined": Convention(text="F1 is `undefined` for 0/0, and 1 by default.")},
)
