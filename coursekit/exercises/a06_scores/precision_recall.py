"""E5: precision and recall from the four counts."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a06_scores.drawn import counts, some_counts


def _pair(c):
    called = c["tp"] + c["fp"]
    real = c["tp"] + c["fn"]
    precision = c["tp"] / called if called else 0.0
    recall = c["tp"] / real if real else 0.0
    return precision, recall


def _pair_steps(c):
    p, r = 0.0, 0.0
    if c["tp"] > 0:
        p = c["tp"] / (c["tp"] + c["fp"])
        r = c["tp"] / (c["tp"] + c["fn"])
    return (p, r)


def _pair_max(c):
    return [float(c["tp"] / max(c["tp"] + c[error], 1)) for error in ("fp", "fn")]


def _pair_numpy(c):
    below = np.array([c["tp"] + c["fp"], c["tp"] + c["fn"]], dtype=float)
    return np.divide(c["tp"], below, out=np.zeros(2), where=below > 0)


# --- wrong answers ------------------------------------------------------------------------------


def _share(one, of):
    return one / of if of else 0.0


def _formulas(precision, recall):
    """Build an answer from two fractions, each a function of tn, fp, fn and tp."""

    def answer(c):
        numbers = c["tn"], c["fp"], c["fn"], c["tp"]
        return _share(*precision(*numbers)), _share(*recall(*numbers))

    return answer


def _p(tn, fp, fn, tp):
    return tp, tp + fp


def _r(tn, fp, fn, tp):
    return tp, tp + fn


def _unguarded(c):
    return c["tp"] / (c["tp"] + c["fp"]), c["tp"] / (c["tp"] + c["fn"])


def _one_guard(c):
    if c["tp"] + c["fp"] == 0 or c["tp"] + c["fn"] == 0:
        return 1.0, 1.0
    return _pair(c)


def _errors_tested(c):
    precision = c["tp"] / (c["tp"] + c["fp"]) if c["fp"] else 0.0
    return precision, c["tp"] / (c["tp"] + c["fn"]) if c["fn"] else 0.0


def _one_by_convention(c):
    called, real = c["tp"] + c["fp"], c["tp"] + c["fn"]
    return c["tp"] / called if called else 1.0, c["tp"] / real if real else 1.0


def _nan(c):
    with np.errstate(all="ignore"):
        tp = np.float64(c["tp"])
        return float(tp / (tp + c["fp"])), float(tp / (tp + c["fn"]))


def _case(rng: np.random.Generator) -> Case:
    c = some_counts(rng)
    which = rng.random()
    if which < 0.4:
        empty = [("tp", "fp"), ("tp", "fn"), ("tp", "fp", "fn"), ("tp",)][int(rng.integers(4))]
        c |= dict.fromkeys(empty, 0)
        return case(c, prop="zero", kind="an empty truth, an empty result, or nothing found")
    if which < 0.55:
        return case({name: np.int64(number) for name, number in c.items()}, kind="NumPy numbers")
    return case(c, kind="other counts")


PRECISION_RECALL = Exercise(
    id="a06.precision_recall",
    code="E5",
    kind="F",
    title="Precision and recall",
    function="precision_recall",
    signature="(c)",
    minutes=4,
    reference=imaging.precision_recall,
    compare=cmp.parts(cmp.scalar(), cmp.scalar()),
    props=(
        prop("core", 1, "precision, then recall"),
        prop("zero", 1, "0 for each fraction that is 0/0"),
    ),
    cases=(
        case(counts(7, 1, 4, 4), alt="the net: one boot, four fish lost, four caught"),
        case(counts(2, 3, 0, 1), alt="one fish in the lake, caught together with three boots"),
        case(counts(5, 0, 4, 0), prop="zero", alt="an empty net, four fish in the lake"),
        case(counts(5, 2, 0, 0), prop="zero", alt="two boots, and no fish in the lake"),
        case(counts(9, 0, 0, 0), prop="zero", alt="an empty net, and no fish in the lake"),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "exchanged",
            _formulas(_r, _p),
            "Recall stands first. Which of the two asks about the catch, and comes first?",
            topic="precision and recall",
        ),
        mis(
            "unguarded",
            _unguarded,
            "An empty net makes 0/0. Which test belongs before each of the two divisions?",
            topic="empty input",
        ),
        mis(
            "errors-tested",
            _errors_tested,
            "You return 0 as soon as there are no errors of one kind. When is a fraction 0/0: if "
            "one count is 0, or the whole sum below the line?",
            topic="empty input",
        ),
        mis(
            "one-by-convention",
            _one_by_convention,
            "0/0 gives 1 from you. This is a convention too, but which one did we agree on?",
            topic="empty input",
        ),
        mis(
            "nan",
            _nan,
            "An empty net gives nan, not a number. Which value did we agree on for 0/0?",
            topic="empty input",
        ),
        mis(
            "one-guard",
            _one_guard,
            "You return 1 for both as soon as one fraction is 0/0. Do both fractions have the same "
            "number below the line?",
            topic="empty input",
        ),
        mis(
            "specificity",
            _formulas(_p, lambda tn, fp, fn, tp: (tn, tn + fp)),
            "Precision is right. Your recall asks how much of the background was left out. Which "
            "pixels does recall ask about?",
            topic="precision and recall",
        ),
        mis(
            "accuracy-for-precision",
            _formulas(lambda tn, fp, fn, tp: (tp + tn, tn + fp + fn + tp), _r),
            "Your precision is the accuracy: it counts the stones that stayed in the lake. What is "
            "in the net?",
            topic="true negatives",
        ),
        mis(
            "shares-of-errors",
            _formulas(lambda tn, fp, fn, tp: (fp, tp + fp), lambda tn, fp, fn, tp: (fn, tp + fn)),
            "These are the shares of boots in the net and of fish that were lost. Should a perfect "
            "catch score 0 or 1?",
            topic="polarity",
        ),
        mis(
            "ratios",
            _formulas(lambda tn, fp, fn, tp: (tp, fp), lambda tn, fp, fn, tp: (tp, fn)),
            "You divide the fish by the boots. A share is a part by the whole: what is the whole "
            "catch?",
            topic="counts and shares",
        ),
        mis(
            "of-all-pixels",
            _formulas(
                lambda tn, fp, fn, tp: (tp + fp, tn + fp + fn + tp),
                lambda tn, fp, fn, tp: (tp + fn, tn + fp + fn + tp),
            ),
            "You divide the sizes of both masks by the image. Which share of each mask is tp?",
            topic="counts and shares",
        ),
    ),
    variants=(_pair, _pair_steps, _pair_max, _pair_numpy),
    hints=(
        "The catch is tp + fp; the fish that were there are tp + fn.",
        "tp stands above both lines. Ask first whether the number below is 0.",
        '`precision = c["tp"] / called if called else 0.0`; recall likewise, then return both.',
    ),
    conventions={"zero": Convention(text="Precision and recall are 0 for 0/0.")},
)
