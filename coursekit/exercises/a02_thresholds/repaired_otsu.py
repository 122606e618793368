"""E4: repair one line of a search for the smallest spread inside."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a02_thresholds.images import image_to_cut


def spread(grey, counts):
    """Return the variance of grey values that occur `counts` times, as the given code does."""
    mean = (grey * counts).sum() / counts.sum()
    return ((grey - mean) ** 2 * counts).sum() / counts.sum()


def _repaired(image):
    counts = np.bincount(np.asarray(image).ravel()).astype(float)
    grey = np.arange(counts.size)
    best_t, best_value = 0, np.inf
    for t in range(counts.size - 1):
        if counts[: t + 1].sum() == 0:
            continue
        dark = spread(grey[: t + 1], counts[: t + 1])
        bright = spread(grey[t + 1 :], counts[t + 1 :])
        share = counts[: t + 1].sum() / counts.sum()
        value = share * dark + (1 - share) * bright
        if value < best_value:
            best_t, best_value = t, value
    return best_t


def _given_code(formula, better=np.less, worst=np.inf):
    """Build the given code with another formula in the line that is to be repaired."""

    def repaired_otsu(image):
        counts = np.bincount(np.asarray(image).ravel()).astype(float)
        grey = np.arange(counts.size)
        best_t, best_value = 0, worst
        for t in range(counts.size - 1):
            if counts[: t + 1].sum() == 0:
                continue
            dark = spread(grey[: t + 1], counts[: t + 1])
            bright = spread(grey[t + 1 :], counts[t + 1 :])
            value = formula(dark, bright, counts[: t + 1].sum(), counts[t + 1 :].sum())
            if better(value, best_value):
                best_t, best_value = t, value
        return best_t

    return repaired_otsu


_with_numbers = _given_code(lambda dark, bright, n_0, n_1: n_0 * dark + n_1 * bright)


def _repaired_in_between(image):
    return np.argmax(
        [imaging.between_class_variance(np.bincount(image.ravel()), t) for t in range(256)]
    )


def _repaired_masks(image):
    best = None
    for t in np.unique(image)[:-1]:
        dark, bright = image[image <= t], image[image > t]
        value = dark.size * np.var(dark) + bright.size * np.var(bright)
        if best is None or value < best[0]:
            best = value, t
    return best[1]


def _repaired_library(image):
    from skimage.filters import threshold_otsu

    return int(threshold_otsu(image))


def _previous_share(image):
    counts = np.bincount(np.asarray(image).ravel()).astype(float)
    grey = np.arange(counts.size)
    best_t, best_value = 0, np.inf
    for t in range(counts.size - 1):
        if counts[: t + 1].sum() == 0:
            continue
        share = counts[:t].sum() / counts.sum()
        dark = spread(grey[: t + 1], counts[: t + 1])
        value = share * dark + (1 - share) * spread(grey[t + 1 :], counts[t + 1 :])
        if value < best_value:
            best_t, best_value = t, value
    return best_t


def _share_of_levels(image):
    counts = np.bincount(np.asarray(image).ravel()).astype(float)
    grey = np.arange(counts.size)
    best_t, best_value = 0, np.inf
    for t in range(counts.size - 1):
        if counts[: t + 1].sum() == 0:
            continue
        share = (t + 1) / counts.size
        dark = spread(grey[: t + 1], counts[: t + 1])
        value = share * dark + (1 - share) * spread(grey[t + 1 :], counts[t + 1 :])
        if value < best_value:
            best_t, best_value = t, value
    return best_t


def _case(rng: np.random.Generator) -> Case:
    image, kind = image_to_cut(rng)
    return case(image, kind=kind)


REPAIRED_OTSU = Exercise(
    id="a02.repaired_otsu",
    code="E4",
    kind="D",
    title="Repair a textbook sentence",
    function="repaired_otsu",
    signature="(image)",
    minutes=4,
    reference=imaging.repaired_otsu,
    compare=cmp.effect(
        lambda call, t: call["image"] > t, cmp.mask(), answer=cmp.scalar(whole=True)
    ),
    props=(
        prop("core", 1.5, "the cut with the smallest spread inside (any of equal cuts)"),
        prop(TYPE, 0.5, "a whole number (int); the image is unchanged"),
    ),
    cases=(
        case(gen.u8([[1, 1, 2], [7, 8, 9]]), alt="the six marbles 1, 1, 2, 7, 8, 9"),
        case(
            gen.u8([[3, 4, 3, 5, 4], [4, 3, 6, 9, 30]]), alt="ten pixels, most from 3 to 6, one 30"
        ),
        case(gen.u8([[10, 12, 11, 40], [42, 41, 44, 43], [46, 47, 45, 48]])),
        case(gen.u8([[31, 31, 31], [31, 30, 31]]), alt="one pixel 30 and five pixels 31"),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "not-repaired",
            _given_code(lambda dark, bright, n_0, n_1: dark + bright),
            "Both jars still count the same, in a sum or in a mean of two. How much should a jar "
            "with a single pixel count?",
            topic="weights",
        ),
        mis(
            "shares-exchanged",
            _given_code(lambda dark, bright, n_0, n_1: n_1 * dark + n_0 * bright),
            "Shares are there, but each jar got the share of the other one. Which jar does `share` "
            "belong to?",
            topic="weights",
        ),
        mis(
            "one-share",
            _given_code(lambda dark, bright, n_0, n_1: n_0 / (n_0 + n_1) * dark + bright),
            "The dark jar is weighted, the bright one is not. Which share of the pixels does the "
            "bright jar hold?",
            topic="weights",
        ),
        mis(
            "multiplied",
            _given_code(lambda dark, bright, n_0, n_1: dark * bright),
            "The product is 0 as soon as one jar holds a single grey value. How do two parts make "
            "a whole?",
            topic="formula",
        ),
        mis(
            "as-in-the-score",
            _given_code(lambda dark, bright, n_0, n_1: n_0 * n_1 * (dark + bright)),
            "Share times share belongs to the spread between the jars. Which share belongs to "
            "which spread inside?",
            topic="between and inside",
        ),
        mis(
            "largest",
            _given_code(
                lambda dark, bright, n_0, n_1: n_0 * dark + n_1 * bright, np.greater, -np.inf
            ),
            "Now the search takes the largest spread inside. Should the marbles of one jar look "
            "alike or differ?",
            topic="what is minimised",
        ),
        mis(
            "divided",
            _given_code(lambda dark, bright, n_0, n_1: dark / n_0 + bright / n_1),
            "You divide each spread by the number of pixels once more, so a full jar counts less. "
            "Should it not count more?",
            topic="weights",
        ),
        mis(
            "previous-share",
            _previous_share,
            "The share is that of the cut before: the pixels equal to t are missing in it. Where "
            "does a Python slice stop?",
            topic="strictness",
        ),
        mis(
            "share-of-levels",
            _share_of_levels,
            "Your share counts grey values. How many pixels lie in the jar?",
            topic="counts and grey values",
        ),
    ),
    variants=(
        _repaired,
        _with_numbers,
        _repaired_in_between,
        _repaired_masks,
        _repaired_library,
    ),
    hints=(
        "How many pixels are in the dark jar, and how many in the bright one?",
        "Weight each spread with the share of the pixels that its jar holds; then add.",
        "`share = counts[: t + 1].sum() / counts.sum()` belongs to `dark`. Which share is left "
        "for `bright`?",
    ),
)
