"""E1: count the four kinds of pixels, also when a class is missing."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a06_scores.drawn import masks_with_all_kinds, one_class_masks


def _refuse(truth, result):
    """Complain as the task asks: other shapes, or values that no mask of 0 and 1 has."""
    if truth.shape != result.shape:
        raise ValueError("truth and result must have the same shape")
    for mask in (truth, result):
        if not np.isin(mask, (0, 1)).all():
            raise ValueError("a mask holds 0 and 1")


def _reference(truth, result):
    _refuse(truth, result)
    return imaging.confusion_counts(truth, result)


def _counts(truth, result):
    if truth.shape != result.shape:
        raise ValueError("truth and result must have the same shape")
    for mask in (truth, result):
        if not np.isin(mask, (0, 1)).all():
            raise ValueError("a mask holds 0 and 1")
    truth, result = truth == 1, result == 1
    return {
        "tn": int(np.sum(~truth & ~result)),
        "fp": int(np.sum(~truth & result)),
        "fn": int(np.sum(truth & ~result)),
        "tp": int(np.sum(truth & result)),
    }


def _counts_loops(truth, result):
    if np.shape(truth) != np.shape(result):
        raise ValueError
    c = {"tn": 0, "fp": 0, "fn": 0, "tp": 0}
    for a, b in zip(truth.ravel().tolist(), result.ravel().tolist()):
        if a not in (0, 1) or b not in (0, 1):
            raise ValueError("neither 0 nor 1")
        name = ("t" if a == b else "f") + ("p" if b else "n")
        c[name] += 1
    return c


def _counts_bincount(truth, result):
    _refuse(truth, result)
    boxes = 2 * truth.ravel().astype(int) + result.ravel().astype(int)
    return dict(zip(("tn", "fp", "fn", "tp"), np.bincount(boxes, minlength=4)))


def _counts_library(truth, result):
    from sklearn.metrics import confusion_matrix

    if truth.shape != result.shape or np.setdiff1d(np.unique([truth, result]), [0, 1]).size:
        raise ValueError("no two masks of one shape")
    table = confusion_matrix(truth.ravel().astype(int), result.ravel().astype(int), labels=[0, 1])
    return {"tp": table[1, 1], "fn": table[1, 0], "fp": table[0, 1], "tn": table[0, 0]}


def _counts_differences(truth, result):
    if truth.shape != result.shape or not set(np.unique(truth)) | set(np.unique(result)) <= {0, 1}:
        raise ValueError("no two masks of one shape")
    tp = np.count_nonzero(np.logical_and(truth, result))
    fp, fn = np.count_nonzero(result) - tp, np.count_nonzero(truth) - tp
    return {"tn": truth.size - tp - fp - fn, "fp": fp, "fn": fn, "tp": tp}


# --- wrong answers ------------------------------------------------------------------------------


def _named(*names):
    """Build an answer that gives the four counts other names, in the order tn, fp, fn, tp."""

    def answer(truth, result):
        return dict(zip(names, _counts(truth, result).values()))

    return answer


def _matrix_unpacked(truth, result):
    from sklearn.metrics import confusion_matrix

    _refuse(truth, result)
    tn, fp, fn, tp = confusion_matrix(truth.ravel().astype(int), result.ravel().astype(int)).ravel()
    return {"tn": tn, "fp": fp, "fn": fn, "tp": tp}


def _unguarded(truth, result):
    truth, result = truth != 0, result != 0
    return {
        "tn": int(np.sum(~truth & ~result)),
        "fp": int(np.sum(~truth & result)),
        "fn": int(np.sum(truth & ~result)),
        "tp": int(np.sum(truth & result)),
    }


def _unguarded_ones(truth, result):
    truth, result = truth == 1, result == 1
    return {
        "tn": int(np.sum(~truth & ~result)),
        "fp": int(np.sum(~truth & result)),
        "fn": int(np.sum(truth & ~result)),
        "tp": int(np.sum(truth & result)),
    }


def _unguarded_tilde(truth, result):
    return {
        "tn": int(np.count_nonzero(~truth & ~result)),
        "fp": int(np.count_nonzero(~truth & result)),
        "fn": int(np.count_nonzero(truth & ~result)),
        "tp": int(np.count_nonzero(truth & result)),
    }


def _only_ones_are_foreground(truth, result):
    if truth.shape != result.shape:
        raise ValueError("truth and result must have the same shape")
    return _unguarded_ones(truth, result)


def _masks(truth, result):
    _refuse(truth, result)
    truth, result = truth == 1, result == 1
    return {
        "tn": ~truth & ~result,
        "fp": ~truth & result,
        "fn": truth & ~result,
        "tp": truth & result,
    }


def _tilde_on_numbers(truth, result):
    _refuse(truth, result)
    return {
        "tn": int(np.sum(~truth & ~result)),
        "fp": int(np.sum(~truth & result)),
        "fn": int(np.sum(truth & ~result)),
        "tp": int(np.sum(truth & result)),
    }


def _nonzero_is_foreground(truth, result):
    if truth.shape != result.shape:
        raise ValueError("truth and result must have the same shape")
    return imaging.confusion_counts(truth, result)


def _truth_values_only(truth, result):
    if truth.shape != result.shape:
        raise ValueError("truth and result must have the same shape")
    if not np.isin(truth, (0, 1)).all():
        raise ValueError("a mask holds 0 and 1")
    return imaging.confusion_counts(truth, result)


def _shapes_unchecked(truth, result):
    truth, result = np.ravel(truth), np.ravel(result)
    if not np.isin(truth, (0, 1)).all() or not np.isin(result, (0, 1)).all():
        raise ValueError("a mask holds 0 and 1")
    pairs = list(zip((truth == 1).tolist(), (result == 1).tolist()))
    kinds = {"tn": (False, False), "fp": (False, True), "fn": (True, False), "tp": (True, True)}
    return {name: pairs.count(pair) for name, pair in kinds.items()}


def _none_instead(truth, result):
    try:
        return _counts(truth, result)
    except ValueError:
        return None


def _assertion(truth, result):
    try:
        return _counts(truth, result)
    except ValueError:
        raise AssertionError from None


def _shares(truth, result):
    return {name: number / truth.size for name, number in _counts(truth, result).items()}


def _areas(truth, result):
    _refuse(truth, result)
    called, real = np.count_nonzero(result), np.count_nonzero(truth)
    tp = np.count_nonzero((truth == 1) & (result == 1))
    return {"tn": truth.size - real, "fp": called, "fn": real, "tp": tp}


def _sum_of_product(truth, result):
    _refuse(truth, result)
    tp = np.sum(truth * result)
    return {
        "tn": np.sum(truth == result),
        "fp": result.sum() - tp,
        "fn": truth.sum() - tp,
        "tp": tp,
    }


def _case(rng: np.random.Generator) -> Case:
    which = rng.random()
    if which < 0.35:
        truth, result = masks_with_all_kinds(rng)
        if rng.random() < 0.5:
            return case(truth.astype(np.uint8), result.astype(int), kind="masks of 0 and 1")
        return case(truth, result, kind="another pair of masks")
    if which < 0.65:
        truth, result, kind = one_class_masks(rng)
        return case(truth, result, prop="one-class", kind=kind)
    truth, result = masks_with_all_kinds(rng)
    if which < 0.75:
        return case(truth, result[:, 1:], prop="refused", kind="masks of two shapes")
    if which < 0.8:
        return case(truth, result.T, prop="refused", kind="rows and columns exchanged in one mask")
    wrong = (truth * 1, result * 1)
    value = rng.choice([2, 255, -1])
    wrong[int(rng.integers(2))][truth & result] = value
    return case(*wrong, prop="refused", kind="values that a mask does not hold")


CONFUSION_COUNTS = Exercise(
    id="a06.confusion_counts",
    code="E1",
    kind="W",
    title="Count the four kinds of pixels",
    function="confusion_counts",
    signature="(truth, result)",
    minutes=8,
    reference=_reference,
    compare=cmp.mapping(cmp.scalar(whole=True)),
    props=(
        prop("core", 1, "the four counts under their names"),
        prop("one-class", 0.5, "four counts also when truth or result has one class only"),
        prop("refused", 1, "a ValueError for two shapes, and for values other than 0 and 1"),
        prop(TYPE, 0.5, "a dictionary of whole numbers; the masks are unchanged"),
    ),
    cases=(
        case(
            gen.flags([[1, 0, 1], [0, 1, 1], [0, 0, 0]]),
            gen.flags([[1, 0, 1], [0, 0, 1], [1, 0, 0]]),
            alt="the nine pixels of the text",
        ),
        case(
            gen.flags([[1, 1, 1, 0, 0, 0, 0]]),
            gen.flags([[1, 0, 0, 1, 0, 0, 0]]),
            alt="one row: one pixel found, one added, two missed, three rightly left out",
        ),
        case(
            gen.u8([[1, 1, 0], [0, 0, 0]]),
            gen.u8([[1, 0, 1], [1, 0, 0]]),
            alt="six pixels, the masks written with the numbers 0 and 1",
        ),
        case(
            gen.flags([[0, 0, 0]]),
            gen.flags([[0, 0, 0]]),
            prop="one-class",
            alt="two empty masks of three pixels",
        ),
        case(
            gen.flags([[1, 1]]),
            gen.flags([[1, 1]]),
            prop="one-class",
            alt="two masks of two pixels, all of them foreground",
        ),
        case(
            gen.flags([[0, 0, 1], [1, 0, 1]]),
            gen.flags([[0, 1, 1]]),
            prop="refused",
            alt="a truth of two rows and three columns, a result of one row and three columns",
        ),
        case(
            gen.u8([[0, 1, 1]]),
            gen.u8([[0, 1, 255]]),
            prop="refused",
            alt="a result that holds the value 255",
        ),
        case(gen.u8([[0, 2, 1]]), gen.u8([[0, 1, 1]]), prop="refused", alt="a truth that holds 2"),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "errors-exchanged",
            _named("tn", "fn", "fp", "tp"),
            "fp and fn have changed places. The second letter repeats what the result says: what "
            "does it say of a false positive?",
            topic="four boxes",
        ),
        mis(
            "background-positive",
            _named("tp", "fn", "fp", "tn"),
            "You count as if background were the object: tn and tp have changed places, and so "
            "have fp and fn. Which class is called positive?",
            topic="four boxes",
        ),
        mis(
            "true-exchanged",
            _named("tp", "fp", "fn", "tn"),
            "The errors are right; tn and tp have changed places. A table of scikit-learn begins "
            "with class 0: which of the two is that?",
            topic="four boxes",
        ),
        mis(
            "matrix-unpacked",
            _matrix_unpacked,
            "Masks of one class stop the function with a ValueError, but they are allowed. Do you "
            "ask that both classes occur, or use scikit-learn without its argument `labels`?",
            topic="one class",
        ),
        mis(
            "unguarded",
            _unguarded,
            "The counts are right. Which line of yours stops the function when the shapes differ, "
            "or when a value is neither 0 nor 1?",
            topic="refusing",
        ),
        mis(
            "unguarded-ones",
            _unguarded_ones,
            "The counts are right, and a value such as 255 counts as background. Which line of "
            "yours stops the function there, and when the shapes differ?",
            topic="refusing",
        ),
        mis(
            "tilde-on-numbers",
            _tilde_on_numbers,
            "Masks of True and False are counted well. With 0 and 1 as numbers, `~` turns other "
            "bits as well. Which comparison makes True and False of them?",
            topic="dtype",
        ),
        mis(
            "unguarded-tilde",
            _unguarded_tilde,
            "Nothing is refused yet, and only masks of True and False are counted well. Which "
            "lines come before the counting (see step 1 and 2 of the comments)?",
            topic="refusing",
        ),
        mis(
            "only-ones",
            _only_ones_are_foreground,
            "Two shapes are refused. A value such as 255 counts as background instead of being "
            "refused. How do you ask whether all values are 0 or 1?",
            topic="refusing",
        ),
        mis(
            "masks",
            _masks,
            "Your dictionary holds masks: the right places. Which function of NumPy counts the "
            "pixels that are True?",
            topic="counts and places",
        ),
        mis(
            "nonzero-is-foreground",
            _nonzero_is_foreground,
            "Two shapes are refused, but any value is taken: a grey image would be all vessel. "
            "How do you ask whether all values are 0 or 1?",
            topic="refusing",
        ),
        mis(
            "truth-values-only",
            _truth_values_only,
            "You look at the values of the truth only, as the article does. Can the result not be "
            "a wrong picture as well?",
            topic="refusing",
        ),
        mis(
            "shapes-unchecked",
            _shapes_unchecked,
            "Values are checked, shapes are not: after flattening, pixels of different places are "
            "compared. What do you ask before you flatten?",
            topic="refusing",
        ),
        mis(
            "none",
            _none_instead,
            "You return None for masks that cannot be compared, and the program goes on with it. "
            "Which word stops the function with an error?",
            topic="refusing",
        ),
        mis(
            "assertion",
            _assertion,
            "The masks are refused with an AssertionError, which `assert` raises. Which error "
            "did we agree on, and which word raises it?",
            topic="refusing",
        ),
        mis(
            "shares",
            _shares,
            "Your numbers are shares of the image. What did we ask for, how many or which part?",
            topic="counts and shares",
        ),
        mis(
            "areas",
            _areas,
            "fp holds all pixels that the result calls object, fn all that are object, and tn all "
            "that are not. Which of them are errors?",
            topic="four boxes",
        ),
        mis(
            "all-agreeing",
            _sum_of_product,
            "Your tn counts every pixel that agrees, the found ones too. What do truth and result "
            "both say of a true negative?",
            topic="four boxes",
        ),
    ),
    variants=(_counts, _counts_loops, _counts_bincount, _counts_library, _counts_differences),
    hints=(
        "First refuse: compare the two shapes, then ask whether all values are 0 or 1.",
        "Make masks with `truth == 1` and `result == 1`; each kind is one line with `&` and `~`.",
        "`int(np.count_nonzero(~truth & result))` counts the false positives. Which three lines "
        "are missing?",
    ),
)
