"""E8: twice the shared part, divided by both sizes."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen


def _dice(truth, result, empty=1.0):
    truth = np.asarray(truth) != 0
    result = np.asarray(result) != 0
    sizes = truth.sum() + result.sum()
    if sizes == 0:
        return empty
    return 2 * (truth & result).sum() / sizes


def _dice_loops(truth, result, empty=1.0):
    both = size_truth = size_result = 0
    for a, b in zip(truth.ravel(), result.ravel()):
        if a:
            size_truth += 1
        if b:
            size_result += 1
        if a and b:
            both += 1
    if size_truth == 0 and size_result == 0:
        return empty
    return 2 * both / (size_truth + size_result)


def _dice_boxes(truth, result, empty=1.0):
    boxes = imaging.confusion_counts(truth, result)
    errors = boxes["fp"] + boxes["fn"]
    if boxes["tp"] + errors == 0:
        return empty
    return boxes["tp"] / (boxes["tp"] + errors / 2)


def _dice_library(truth, result, empty=1.0):
    from scipy.spatial.distance import dice

    truth, result = truth.astype(bool).ravel(), result.astype(bool).ravel()
    return 1 - dice(truth, result) if truth.any() or result.any() else empty


def _dice_sets(truth, result, empty=1.0):
    a, b = set(np.flatnonzero(truth).tolist()), set(np.flatnonzero(result).tolist())
    return np.array(2 * len(a & b) / (len(a) + len(b)) if a | b else empty)


def _dice_tiny_number(truth, result, empty=1.0):
    if not np.any(truth) and not np.any(result):
        return np.float64(empty)
    both = np.count_nonzero(np.logical_and(truth, result))
    return 2 * both / (np.count_nonzero(truth) + np.count_nonzero(result) + 1e-10)


# --- wrong answers ------------------------------------------------------------------------------


def _sizes(truth, result):
    truth, result = np.asarray(truth) != 0, np.asarray(result) != 0
    return int((truth & result).sum()), int(truth.sum()), int(result.sum())


def _formula(formula):
    """Build an answer from a formula of shared part, size of the truth, size of the result."""

    def answer(truth, result, empty=1.0):
        both, size_truth, size_result = _sizes(truth, result)
        if size_truth + size_result == 0:
            return empty
        return formula(both, size_truth, size_result)

    return answer


def _share_of_equal(truth, result, empty=1.0):
    return np.mean((truth != 0) == (result != 0)) if np.any(truth) or np.any(result) else empty


def _product(truth, result, empty=1.0):
    sizes = truth.astype(np.int64).sum() + result.astype(np.int64).sum()
    return 2 * (truth * result).sum() / sizes if sizes else empty


def _only_ones(truth, result, empty=1.0):
    return _dice(truth == 1, result == 1, empty)


def _no_test(truth, result, empty=1.0):
    both, size_truth, size_result = _sizes(truth, result)
    return np.float64(2 * both) / np.float64(size_truth + size_result)


def _always(value):
    def answer(truth, result, empty=1.0):
        return _dice(truth, result, value)

    return answer


def _one_of_them_empty(truth, result, empty=1.0):
    if not np.any(truth) or not np.any(result):
        return empty
    return _dice(truth, result)


def _agreeing(truth, result, empty=1.0):
    sizes = np.count_nonzero(truth) + np.count_nonzero(result)
    return 2 * np.sum((truth != 0) == (result != 0)) / sizes if sizes else empty


def _agreeing_untested(truth, result, empty=1.0):
    return 2 * (truth == result).sum() / (truth.sum() + result.sum())


def _any_type(rng: np.random.Generator, mask: np.ndarray) -> np.ndarray:
    """Write a mask in another of its usual forms."""
    which = rng.choice(["255", "labels", "float", "one"])
    if which == "255":
        return (mask * 255).astype(np.uint8)
    if which == "labels":
        return np.where(mask, rng.integers(2, 9, size=mask.shape), 0)
    if which == "float":
        return np.where(mask, 0.5, 0).astype(np.float32)
    return mask.astype(np.uint8)


def _case(rng: np.random.Generator) -> Case:
    truth, result = gen.mask_pair(rng)
    which = rng.random()
    if which < 0.2:
        nothing = np.zeros_like(truth)
        if rng.random() < 0.3:
            return case(nothing, nothing.copy(), prop="empty", kind="masks that are both empty")
        empty = float(rng.choice([0.0, 0.25, 1.0]))
        return case(nothing, nothing.copy(), empty, prop="empty", kind="masks that are both empty")
    if which < 0.35:
        nothing = np.zeros_like(truth)
        pair = (truth, nothing) if rng.random() < 0.5 else (nothing, truth)
        return case(*pair, prop="empty", kind="one empty mask")
    if which < 0.6:
        truth[0, 0] = result[0, 0] = True
        pair = _any_type(rng, truth), _any_type(rng, result)
        return case(*pair, prop="dtype", kind="masks of another dtype")
    if which < 0.7:
        return case(truth | True, result, kind="a mask that fills the image")
    return case(truth, result, kind="another pair of masks")


DICE_COEFFICIENT = Exercise(
    id="a02.dice_coefficient",
    code="E8",
    kind="F",
    title="A score for the object",
    function="dice_coefficient",
    signature="(truth, result, empty=1.0)",
    minutes=4,
    reference=imaging.dice_coefficient,
    compare=cmp.scalar(),
    props=(
        prop("core", 1, "twice the shared part by both sizes"),
        prop("dtype", 0.5, "every pixel that is not zero belongs to the object"),
        prop("empty", 0.5, "`empty` if both masks are empty, and only then"),
    ),
    cases=(
        case(
            gen.flags([[1, 1, 1, 1, 1], [1, 0, 0, 0, 0]]),
            gen.flags([[0, 0, 0, 1, 1], [1, 1, 0, 0, 0]]),
            alt="6 pixels and 4 pixels that share 3",
        ),
        case(
            gen.u8([[255, 255, 255, 0], [0, 0, 255, 0]]),
            gen.u8([[0, 255, 255, 255], [0, 0, 255, 255]]),
            prop="dtype",
            alt="masks of 0 and 255: 4 pixels and 5 pixels that share 3",
        ),
        case(
            gen.flags([[0, 0, 0]]),
            gen.flags([[0, 0, 0]]),
            0.5,
            prop="empty",
            alt="two empty masks, empty=0.5",
        ),
        case(
            gen.flags([[0, 0]]),
            gen.flags([[0, 0]]),
            prop="empty",
            alt="two empty masks, nothing said about `empty`",
        ),
        case(
            gen.flags([[0, 1, 0]]),
            gen.flags([[0, 0, 0]]),
            prop="empty",
            alt="a truth of one pixel, an empty result",
        ),
    ),
    hidden=_case,
    n_hidden=10,
    misconceptions=(
        mis(
            "counted-once",
            _formula(lambda both, a, b: both / (a + b)),
            "Two equal masks would get one half. On how many of the two discs does the shared part "
            "lie?",
            topic="factor 2",
        ),
        mis(
            "jaccard",
            _formula(lambda both, a, b: both / (a + b - both)),
            "You divide by the pixels that at least one mask covers: that is the Jaccard index. "
            "How often does the shared part count in 'both sizes together'?",
            topic="Dice and Jaccard",
        ),
        mis(
            "twice-by-the-union",
            _formula(lambda both, a, b: 2 * both / (a + b - both)),
            "Two equal masks would get 2. Which number below the line grows along when the shared "
            "part counts twice?",
            topic="Dice and Jaccard",
        ),
        mis(
            "accuracy",
            _share_of_equal,
            "Pixels that are background in both raise your score. Are they part of any disc?",
            topic="true negatives",
        ),
        mis(
            "agreeing",
            _agreeing,
            "`==` is also True where both masks are False. Which sign asks whether both are True?",
            topic="true negatives",
        ),
        mis(
            "agreeing-untested",
            _agreeing_untested,
            "`==` also counts the pixels that both masks leave out, so even two empty masks have "
            "something in common. Which sign counts a pixel only if both masks hold it?",
            topic="true negatives",
        ),
        mis(
            "share-of-the-truth",
            _formula(lambda both, a, b: both / a if a else 0.0),
            "You divide by the size of the truth. What would a result score that covers the whole "
            "image?",
            topic="both sizes",
        ),
        mis(
            "share-of-the-result",
            _formula(lambda both, a, b: both / b if b else 0.0),
            "You divide by the size of the result. What would a result of one single right pixel "
            "score?",
            topic="both sizes",
        ),
        mis(
            "share-of-the-smaller",
            _formula(lambda both, a, b: both / min(a, b) if min(a, b) else 0.0),
            "You divide by the smaller mask. What would a tiny mask inside a large one score?",
            topic="both sizes",
        ),
        mis(
            "distance",
            _formula(lambda both, a, b: 1 - 2 * both / (a + b)),
            "Two equal masks would get 0. Should a better result score higher or lower?",
            topic="polarity",
        ),
        mis(
            "percent",
            _formula(lambda both, a, b: 200 * both / (a + b)),
            "Your score goes up to 100. Which score do two equal masks get by the formula?",
            topic="counts and shares",
        ),
        mis(
            "product",
            _product,
            "With True and False the score is right; with 0 and 255 the sums count brightness, and "
            "255 * 255 does not fit into uint8. What makes a mask of such a picture?",
            topic="dtype",
        ),
        mis(
            "only-ones",
            _only_ones,
            "Masks of 0 and 255 lose their object: only pixels equal to 1 count. Which comparison "
            "finds everything that is not background?",
            topic="dtype",
        ),
        mis(
            "nan",
            _no_test,
            "Two empty masks give 0 divided by 0. Which test belongs before the division?",
            topic="empty input",
        ),
        mis(
            "always-one",
            _always(1.0),
            "Two empty masks always get 1 from you. Which argument lets the caller decide?",
            topic="ignores the argument",
        ),
        mis(
            "always-zero",
            _always(0.0),
            "Two empty masks always get 0; a tiny number below the line does the same. Which "
            "argument holds the agreed value?",
            topic="ignores the argument",
        ),
        mis(
            "one-of-them-empty",
            _one_of_them_empty,
            "You return `empty` as soon as one mask is empty. What does the formula give when the "
            "truth holds an object and the result none?",
            topic="empty input",
        ),
    ),
    variants=(_dice, _dice_loops, _dice_boxes, _dice_library, _dice_sets, _dice_tiny_number),
    hints=(
        "`truth != 0` makes a mask of any picture of a mask; `truth & result` is the shared part.",
        "Both sizes together come first: are they 0, there is nothing to divide by.",
        "`2 * (truth & result).sum()` stands above the line; which two sums stand below it?",
    ),
    conventions={"empty": Convention(text="Two empty masks score `empty`, and 1 by default.")},
)
