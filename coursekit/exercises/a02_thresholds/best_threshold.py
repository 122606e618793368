"""E12: choose the threshold that scores highest against the truth."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen

# --- scores that the cases hand over ------------------------------------------------------------


def missing_counts_more(truth, result):
    """Score a mask: each missed pixel is four times as bad as one too many."""
    boxes = imaging.confusion_counts(truth, result)
    weighted = 5 * boxes["tp"]
    return weighted / max(weighted + 4 * boxes["fn"] + boxes["fp"], 1)


def accuracy(truth, result):
    """Return the share of equal pixels."""
    return float(np.mean(truth == result))


def dice(truth, result):
    """Return the Dice coefficient."""
    return imaging.dice_coefficient(truth, result)


_SCORES = (missing_counts_more, accuracy, dice)

# --- right answers ------------------------------------------------------------------------------


def _best(image, truth, score):
    image = np.asarray(image)
    greys = np.unique(image)
    values = [score(truth, image > t) for t in greys]
    best = int(np.argmax(values))
    return greys[best].item(), values[best]


def _best_loop(image, truth, score):
    best_t, best_value = None, -np.inf
    for t in sorted(set(image.ravel().tolist())):
        value = score(truth, image > t)
        if value > best_value:
            best_t, best_value = t, value
    return best_t, best_value


def _best_max(image, truth, score):
    return max(
        ((t, score(truth, np.greater(image, t))) for t in np.unique(image)), key=lambda row: row[1]
    )


def _best_dictionary(image, truth, score):
    table = {grey: score(truth, imaging.apply_threshold(image, grey)) for grey in np.unique(image)}
    highest = max(table.values())
    return np.array([min(t for t, value in table.items() if value == highest), highest])


def _best_backwards(image, truth, score):
    rows = [[score(truth, image > t), -float(t)] for t in image.ravel()]
    value, minus_t = max(rows)
    return [-minus_t, value]


# --- wrong answers ------------------------------------------------------------------------------


def _search(mask=lambda image, t: image > t, pick=np.argmax, candidates=np.unique, swap=False):
    """Build a search with one detail changed."""

    def answer(image, truth, score):
        greys = candidates(image)
        values = [
            score(mask(image, t), truth) if swap else score(truth, mask(image, t)) for t in greys
        ]
        best = int(pick(values))
        return greys[best].item(), values[best]

    return answer


def _last_of_equal(values):
    return len(values) - 1 - np.argmax(values[::-1])


def _position(image, truth, score):
    values = [score(truth, image > t) for t in np.unique(image)]
    return int(np.argmax(values)), max(values)


def _threshold_only(image, truth, score):
    return _best(image, truth, score)[0]


def _value_only(image, truth, score):
    return _best(image, truth, score)[1]


def _exchanged(image, truth, score):
    return _best(image, truth, score)[::-1]


def _inside_the_truth(image, truth, score):
    greys = np.unique(image[truth])
    values = [score(truth, image > t) for t in greys]
    best = int(np.argmax(values))
    return greys[best].item(), values[best]


def _mean_as_cut(image, truth, score):
    t = float(image.mean())
    return t, score(truth, image > t)


def _score_of_the_last(image, truth, score):
    best_t, best_value = None, -np.inf
    for t in np.unique(image):
        value = score(truth, image > t)
        if value > best_value:
            best_t, best_value = t.item(), value
    return best_t, value


def _never_updated(image, truth, score):
    best_t, best_value = None, 0
    for t in np.unique(image):
        value = score(truth, image > t)
        if value > 0:
            best_t, best_value = t.item(), value
    return best_t, best_value


def _whole_numbers_only(image):
    return np.arange(int(image.min()), int(image.max()) + 1)


# --- cases --------------------------------------------------------------------------------------


def _ranking(image, truth, score) -> list[tuple[float, float]]:
    rows = [(float(score(truth, image > t)), t.item()) for t in np.unique(image)]
    return sorted(rows, reverse=True)


def _draw(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    truth = gen.mask(rng, gen.shape(rng, 3, 7), share=rng.uniform(0.2, 0.6))
    truth.flat[0], truth.flat[-1] = True, False
    step, high = int(rng.integers(1, 9)), int(rng.integers(8, 22))
    drawn = rng.normal(np.where(truth, 0.62, 0.38) * high, 0.2 * high)
    image = (drawn.round().clip(0, high) * step + rng.integers(0, 20)).astype(np.uint8)
    if rng.random() < 0.25:
        return (image / 255).astype(rng.choice([np.float32, np.float64])), truth
    return image, truth


def _case(rng: np.random.Generator) -> Case:
    wants_tie = rng.random() < 0.35
    while True:
        image, truth = _draw(rng)
        score = _SCORES[int(rng.integers(len(_SCORES)))]
        rows = _ranking(image, truth, score)
        # a search that also tries cuts below the darkest pixel must find nothing better there
        if score(truth, np.ones_like(truth)) >= rows[0][0] or len(rows) < 2:
            continue
        tied = rows[0][0] == rows[1][0]
        if not tied and rows[0][0] - rows[1][0] < 1e-9:
            continue
        if tied != wants_tie:
            continue
        if tied:
            return case(image, truth, score, prop="tie", kind="equally good thresholds")
        return case(image, truth, score, kind="another image, truth and score")


def _mask_and_value(call: Mapping[str, Any], answer: Any) -> tuple[Any, Any]:
    """Say what an answer does: the mask of its threshold, and the score that it tells."""
    t, value = answer
    return call["image"] > t, value


_PAIR = cmp.parts(cmp.scalar(), cmp.scalar())

BEST_THRESHOLD = Exercise(
    id="a02.best_threshold",
    code="E12",
    kind="W",
    title="Choose with the truth",
    function="best_threshold",
    signature="(image, truth, score)",
    minutes=5,
    reference=imaging.best_threshold,
    compare=cmp.effect(_mask_and_value, cmp.parts(cmp.mask(), cmp.scalar()), answer=_PAIR),
    props=(
        prop("core", 1, "(t, value): the highest score and a threshold that reaches it"),
        prop(TYPE, 0.5, "two numbers; the arguments are unchanged"),
        prop("tie", 0.5, "the smallest of equally good thresholds", compare=_PAIR),
    ),
    cases=(
        case(
            gen.u8([[12, 20, 31, 44, 58], [63, 70, 15, 22, 80]]),
            gen.flags([[0, 0, 1, 0, 1], [1, 1, 0, 0, 0]]),
            missing_counts_more,
            alt="ten grey values with a truth; each missed pixel counts four times",
        ),
        case(
            gen.u8([[10, 20, 30, 40, 50]]),
            gen.flags([[0, 1, 0, 1, 1]]),
            accuracy,
            prop="tie",
            alt="10, 20, 30, 40, 50 with the truth 0, 1, 0, 1, 1; cuts 10 and 30 are equally good",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "last-of-equal",
            _search(pick=_last_of_equal),
            "Your score is the highest one, and several thresholds reach it. Which of them did we "
            "agree to take?",
            topic="ties",
        ),
        mis(
            "ge",
            _search(mask=lambda image, t: image >= t),
            "Pixels equal to the threshold went into your masks. Which sign keeps them out?",
            topic="strictness",
        ),
        mis(
            "dark-mask",
            _search(mask=lambda image, t: image <= t),
            "You scored the masks of the dark side. On which side of the cut is the object?",
            topic="polarity",
        ),
        mis(
            "truth-second",
            _search(swap=True),
            "You gave `score` the mask first. Would each score give the same number when its two "
            "arguments change places?",
            topic="order of arguments",
        ),
        mis(
            "lowest",
            _search(pick=np.argmin),
            "You chose the threshold with the lowest score. Does a better mask score higher or "
            "lower?",
            topic="what is maximised",
        ),
        mis(
            "position",
            _position,
            "You return the position in the list of grey values. Which grey value stands there?",
            topic="position and value",
        ),
        mis(
            "threshold-only",
            _threshold_only,
            "The threshold is there; its score is missing. What does a reader need to judge it?",
            topic="order of results",
        ),
        mis(
            "value-only",
            _value_only,
            "The best score is there; its threshold is missing. What will you cut the next image "
            "with?",
            topic="order of results",
        ),
        mis(
            "exchanged",
            _exchanged,
            "Score and threshold have changed places. Which comes first?",
            topic="order of results",
        ),
        mis(
            "inside-the-truth",
            _inside_the_truth,
            "You tried only grey values of the true object. Could a darker grey value be a better "
            "cut?",
            topic="candidates",
        ),
        mis(
            "mean",
            _mean_as_cut,
            "You scored one cut, the mean of the image. Which cuts should compete?",
            topic="the middle",
        ),
        mis(
            "score-of-the-last",
            _score_of_the_last,
            "The threshold is right; the score belongs to the last threshold that you tried. Which "
            "variable remembers the best one?",
            topic="loops",
        ),
        mis(
            "never-compared",
            _never_updated,
            "Each threshold that scores above 0 replaces the one before. What should a new score "
            "be compared with?",
            topic="loops",
        ),
        mis(
            "whole-numbers-only",
            _search(candidates=_whole_numbers_only),
            "With uint8 images you are right; in an image from 0 to 1 you find hardly any cut. "
            "Which grey values occur there?",
            topic="candidates",
        ),
    ),
    variants=(_best, _best_loop, _best_max, _best_dictionary, _best_backwards),
    hints=(
        "`np.unique(image)` lists the grey values that occur, in increasing order.",
        "Make one score for each of them; `np.argmax` gives the position of the first maximum.",
        "`values = [score(truth, image > t) for t in greys]`; return the grey value and its score.",
    ),
)
