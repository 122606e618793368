"""E4: Matthews' correlation coefficient, also of counts whose product needs more than 64 bits."""

import math

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a06_scores.drawn import counts, some_counts

_NAMES = ("tn", "fp", "fn", "tp")


def _mcc(c, undefined=-1.0):
    tn, fp, fn, tp = (int(c[name]) for name in ("tn", "fp", "fn", "tp"))
    if fp == 0 and fn == 0:
        return 1.0
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    if product == 0:
        return undefined
    return (tp * tn - fp * fn) / math.sqrt(product)


def _mcc_floats(c, undefined=-1.0):
    tn, fp, fn, tp = (float(c[name]) for name in _NAMES)
    if fp + fn == 0:
        return 1
    sums = np.array([tp + fp, tp + fn, tn + fp, tn + fn])
    if not sums.all():
        return undefined
    return (tp * tn - fp * fn) / np.sqrt(sums.prod())


def _mcc_roots(c, undefined=-1.0):
    tn, fp, fn, tp = (int(c[name]) for name in _NAMES)
    if not fp and not fn:
        return np.float64(1)
    below = 1.0
    for one in (tp + fp, tp + fn, tn + fp, tn + fn):
        below *= one**0.5
    return (tp * tn - fp * fn) / below if below else undefined


def _mcc_shares(c, undefined=-1.0):
    total = sum(int(number) for number in c.values())
    tn, fp, fn, tp = (int(c[name]) / total for name in _NAMES)
    if fp == fn == 0:
        return 1.0
    real, called = tp + fn, tp + fp
    below = real * (1 - real) * called * (1 - called)
    if min(tp + fp, tp + fn, tn + fp, tn + fn) == 0:
        return undefined
    return (tp - real * called) / math.sqrt(below)


# --- wrong answers ------------------------------------------------------------------------------


def _formula(formula):
    """Build an answer from a formula of Python numbers, right for every convention."""

    def answer(c, undefined=-1.0):
        tn, fp, fn, tp = (int(c[name]) for name in _NAMES)
        if fp == 0 and fn == 0:
            return 1.0
        below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
        return formula(tn, fp, fn, tp, below) if below else undefined

    return answer


def _sqrt(number):
    return math.sqrt(number)


def _numpy_counts(c, undefined=-1.0):
    tn, fp, fn, tp = (c[name] for name in _NAMES)
    if fp == 0 and fn == 0:
        return 1.0
    below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    if below == 0:
        return undefined
    return (tp * tn - fp * fn) / np.sqrt(below)


def _numpy_array(c, undefined=-1.0):
    tn, fp, fn, tp = np.array([c[name] for name in _NAMES], dtype=np.int64)
    if fp == 0 and fn == 0:
        return 1.0
    below = np.prod([tp + fp, tp + fn, tn + fp, tn + fn])
    if below == 0:
        return undefined
    return (tp * tn - fp * fn) / np.sqrt(below)


def _unguarded(c, undefined=-1.0):
    tn, fp, fn, tp = (int(c[name]) for name in _NAMES)
    return (tp * tn - fp * fn) / math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))


def _perfect_undefined(c, undefined=-1.0):
    tn, fp, fn, tp = (int(c[name]) for name in _NAMES)
    below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / _sqrt(below) if below else undefined


def _always(value):
    def answer(c, undefined=-1.0):
        return _mcc(c, value)

    return answer


def _all_sums_zero(c, undefined=-1.0):
    tn, fp, fn, tp = (int(c[name]) for name in _NAMES)
    if fp == 0 and fn == 0:
        return 1.0
    if tp == 0 and tn == 0:
        return undefined
    below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / _sqrt(below) if below else 0.0


def _one_error_is_enough(c, undefined=-1.0):
    return 1.0 if c["fp"] == 0 or c["fn"] == 0 else _mcc(c, undefined)


def _single_counts(c, undefined=-1.0):
    tn, fp, fn, tp = (int(c[name]) for name in _NAMES)
    if (fp or fn) and 0 in (tn, fp, fn, tp):
        return undefined
    return _mcc(c, undefined)


def _huge_counts(rng: np.random.Generator, kind: type) -> dict[str, object]:
    """Draw counts whose four sums multiply to more than 64 bits hold."""
    drawn = rng.integers(10**5, 10**6, size=4)
    return {name: kind(number) for name, number in zip(_NAMES, drawn.tolist())}


def _case(rng: np.random.Generator) -> Case:
    c = some_counts(rng)
    which = rng.random()
    if which < 0.3:
        kind = [int, np.int64, np.int64][int(rng.integers(3))]
        return case(_huge_counts(rng, kind), prop="large", kind="very large counts")
    if which < 0.45:
        c |= {"fp": 0, "fn": 0}
        empty = str(rng.choice(["tp", "tn", "neither"]))
        if empty in c:
            c[empty] = 0
        return case(c, float(rng.choice([0.0, -1.0])), prop="undefined", kind="no errors at all")
    if which < 0.75:
        pairs = [("tp", "fp"), ("tp", "fn"), ("tn", "fp"), ("tn", "fn")]
        c |= dict.fromkeys(pairs[int(rng.integers(4))], 0)
        if rng.random() < 0.3:
            return case(c, prop="undefined", kind="a class that is missing")
        undefined = float(rng.choice([0.0, 0.25, -1.0]))
        return case(c, undefined, prop="undefined", kind="a class that is missing")
    if which < 0.85:
        c |= {"tp": 0, "tn": 0}
        return case(c, 0.5, prop="undefined", kind="no pixel is right")
    return case(c, kind="other counts")


MCC_FROM_COUNTS = Exercise(
    id="a06.mcc_from_counts",
    code="E4",
    kind="W",
    title="A score for both classes",
    function="mcc_from_counts",
    signature="(c, undefined=-1.0)",
    minutes=7,
    reference=imaging.mcc_from_counts,
    compare=cmp.scalar(),
    props=(
        prop("core", 1, "Matthews' correlation coefficient"),
        prop("undefined", 1, "1 without errors; else `undefined` for 0/0, and only there"),
        prop("large", 1, "right also where the product needs more than 64 bits"),
    ),
    cases=(
        case(counts(4, 1, 1, 3), alt="the nine pixels of the text: 11/20"),
        case(counts(1, 4, 3, 1), alt="nine pixels, seven of them wrong"),
        case(counts(9, 0, 0, 0), prop="undefined", alt="nine background pixels, all right"),
        case(counts(0, 0, 0, 2), 0.0, prop="undefined", alt="two object pixels, both found"),
        case(counts(4, 0, 5, 0), prop="undefined", alt="an empty result that misses five pixels"),
        case(counts(4, 0, 5, 0), 0.0, prop="undefined", alt="the same counts, undefined=0"),
        case(counts(0, 2, 2, 0), 0.5, prop="undefined", alt="four pixels, all wrong, both classes"),
        case(
            {name: np.int64(n) for name, n in counts(1018256, 488, 7452, 22380).items()},
            prop="large",
            alt="four vessel tiles side by side, with NumPy's whole numbers",
        ),
    ),
    hidden=_case,
    n_hidden=10,
    misconceptions=(
        mis(
            "numpy-counts",
            _numpy_counts,
            "Small counts are right. NumPy's whole numbers have 64 bits, and your product runs "
            'over without a warning. Which word makes a Python number of `c["tp"]`?',
            topic="overflow",
        ),
        mis(
            "numpy-product",
            _numpy_array,
            "Small counts are right. `np.prod`, or an array of the counts, multiplies in 64 bits, "
            "also Python's numbers. Which way of multiplying has no limit?",
            topic="overflow",
        ),
        mis(
            "no-root",
            _formula(lambda tn, fp, fn, tp, below: (tp * tn - fp * fn) / below),
            "Your numbers are tiny. What is taken of the product below the line?",
            topic="formula",
        ),
        mis(
            "plus",
            _formula(lambda tn, fp, fn, tp, below: (tp * tn + fp * fn) / _sqrt(below)),
            "Errors raise your score: both products are added. What happens to wrong times wrong?",
            topic="formula",
        ),
        mis(
            "sign",
            _formula(lambda tn, fp, fn, tp, below: (fp * fn - tp * tn) / _sqrt(below)),
            "A good result gets a negative score. Which product is taken away from which?",
            topic="formula",
        ),
        mis(
            "absolute",
            _formula(lambda tn, fp, fn, tp, below: abs(tp * tn - fp * fn) / _sqrt(below)),
            "Your score is never negative. What should a result get that is more often wrong than "
            "right?",
            topic="formula",
        ),
        mis(
            "no-brackets",
            _formula(lambda tn, fp, fn, tp, below: tp * tn - fp * fn / _sqrt(below)),
            "Your numbers are much larger than 1: only the second product is divided by the root. "
            "Where do brackets belong?",
            topic="formula",
        ),
        mis(
            "sums-added",
            _formula(
                lambda tn, fp, fn, tp, below: (
                    (tp * tn - fp * fn) / _sqrt((tp + fp) + (tp + fn) + (tn + fp) + (tn + fn))
                )
            ),
            "Your numbers are larger than 1: below the line the four sums are added. Which sign "
            "stands between two brackets of a formula where none is written?",
            topic="formula",
        ),
        mis(
            "wrong-pairs",
            _formula(lambda tn, fp, fn, tp, below: (tp * fp - tn * fn) / _sqrt(below)),
            "Above the line a right kind is multiplied with a wrong one. Which two kinds are "
            "right?",
            topic="formula",
        ),
        mis(
            "right-minus-wrong",
            _formula(lambda tn, fp, fn, tp, below: (tp + tn - fp - fn) / (tp + tn + fp + fn)),
            "This is right minus wrong pixels, by all pixels. What would an all-black mask of the "
            "tile get?",
            topic="true negatives",
        ),
        mis(
            "unguarded",
            _unguarded,
            "Where a class is missing, 0 is divided by 0. Which two tests belong before the "
            "division?",
            topic="empty input",
        ),
        mis(
            "perfect-undefined",
            _perfect_undefined,
            "Two equal masks of one class get `undefined` from you. What did we agree on where "
            "there are no errors?",
            topic="empty input",
        ),
        mis(
            "one-error-is-enough",
            _one_error_is_enough,
            "A result that only misses, or only adds, gets 1 from you. For no errors at all, must "
            "fp and fn both be 0, or is one of them enough?",
            topic="empty input",
        ),
        mis(
            "single-counts",
            _single_counts,
            "You return `undefined` as soon as one of the four counts is 0. The formula is 0/0 "
            "only where a sum of two counts is 0: which four sums stand below the line?",
            topic="empty input",
        ),
        mis(
            "always-minus-one",
            _always(-1.0),
            "0/0 always gives -1, as in the article. Which argument lets the caller decide?",
            topic="ignores the argument",
        ),
        mis(
            "always-zero",
            _always(0.0),
            "0/0 always gives 0, as in scikit-learn. Which argument holds the agreed value?",
            topic="ignores the argument",
        ),
        mis(
            "zero-for-one-sum",
            _all_sums_zero,
            "You return `undefined` only if no pixel is right. Which of the four sums below the "
            "line may be 0 for 0/0: all, or a single one?",
            topic="empty input",
        ),
    ),
    variants=(_mcc, _mcc_floats, _mcc_roots, _mcc_shares),
    hints=(
        "Three questions in this order: any errors at all? is one of the four sums 0? then the "
        "formula.",
        '`int(c["tp"])` makes a Python number: such numbers grow as needed.',
        "`product = (tp + fp) * ...`, then `(tp * tn - ...) / math.sqrt(product)`.",
    ),
    conventions={
        "undefined": Convention(
            text="A result without errors scores 1; any other 0/0 is `undefined`, by default -1."
        )
    },
)
