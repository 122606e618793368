"""E7: the share of right pixels."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a02_thresholds.images import label_pair


def _accuracy(truth, result):
    truth, result = np.asarray(truth), np.asarray(result)
    return float(np.mean(truth == result))


def _accuracy_loops(truth, result):
    right = 0
    for row in range(truth.shape[0]):
        for column in range(truth.shape[1]):
            if truth[row, column] == result[row, column]:
                right += 1
    return right / truth.size


def _accuracy_wrong_ones(truth, result):
    return 1 - np.count_nonzero(truth != result) / np.size(truth)


def _accuracy_array(truth, result):
    return np.array((truth == result).sum() / truth.size, dtype=np.float64)


def _accuracy_library(truth, result):
    from sklearn.metrics import accuracy_score

    return accuracy_score(truth.ravel(), result.ravel())


def _accuracy_boxes(truth, result):
    pairs = list(zip(truth.ravel().tolist(), result.ravel().tolist()))
    return sum(a == b for a, b in pairs) / len(pairs)


def _found_share(truth, result):
    return np.count_nonzero((truth != 0) & (truth == result)) / max(np.count_nonzero(truth), 1)


def _dice(truth, result):
    both = np.count_nonzero((truth != 0) & (result != 0))
    sizes = np.count_nonzero(truth) + np.count_nonzero(result)
    return 2 * both / sizes if sizes else 1.0


def _mean_over_classes(truth, result):
    return np.mean([(result[truth == label] == label).mean() for label in np.unique(truth)])


def _by_rows(truth, result):
    return (truth == result).sum() / len(truth)


def _case(rng: np.random.Generator) -> Case:
    which = rng.random()
    if which < 0.45:
        truth, result = gen.mask_pair(rng)
        return case(truth, result, kind="another pair of masks")
    if which < 0.6:
        truth = gen.mask(rng)
        filled = rng.random(2) < 0.5
        return case(truth & filled[0], np.full(truth.shape, filled[1]), kind="one-class masks")
    return case(*label_pair(rng), kind="label images")


ACCURACY = Exercise(
    id="a02.accuracy",
    code="E7",
    kind="F",
    title="The share of right pixels",
    function="accuracy",
    signature="(truth, result)",
    minutes=4,
    reference=imaging.accuracy,
    compare=cmp.scalar(),
    props=(prop("core", 1, "the share of equal pixels, from 0 to 1, for masks and for labels"),),
    cases=(
        case(
            gen.flags([[0, 0, 0, 0], [0, 0, 1, 1]]),
            gen.flags([[0, 0, 0, 0], [0, 1, 1, 0]]),
            alt="the eight pixels of the text: six of them agree",
        ),
        case(
            np.array([[0, 2, 2, 5, 0]]),
            np.array([[0, 2, 5, 2, 2]]),
            alt="labels 0, 2, 2, 5, 0 and 0, 2, 5, 2, 2",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "true-positives",
            lambda truth, result: np.mean((truth != 0) & (result != 0)),
            "Only the pixels where both say object are counted. Which other pixels did the result "
            "get right?",
            topic="four boxes",
        ),
        mis(
            "number",
            lambda truth, result: int(np.sum(truth == result)),
            "You counted the right pixels. What turns a count into a share?",
            topic="counts and shares",
        ),
        mis(
            "by-rows",
            _by_rows,
            "`len` of an image is its number of rows, and you divided by that. How many pixels do "
            "these rows hold?",
            topic="counts and shares",
        ),
        mis(
            "wrong-share",
            lambda truth, result: np.mean(truth != result),
            "This is the share of wrong pixels. Should a perfect mask score 0 or 1?",
            topic="polarity",
        ),
        mis(
            "percent",
            lambda truth, result: 100 * np.mean(truth == result),
            "Your number goes up to 100. Which number stands for all pixels when we speak of a "
            "share?",
            topic="counts and shares",
        ),
        mis(
            "found-share",
            _found_share,
            "You look at the pixels of the true object only. Does the background of the truth "
            "count as well?",
            topic="four boxes",
        ),
        mis(
            "dice",
            _dice,
            "This score leaves out the pixels that both call background (we meet it in section "
            "5). Are these pixels right or wrong?",
            topic="four boxes",
        ),
        mis(
            "object-or-not",
            lambda truth, result: np.mean((truth != 0) == (result != 0)),
            "Masks are fine; with labels, class 2 called class 5 passes as right. What are you "
            "comparing, the labels or whether there is one?",
            topic="labels and masks",
        ),
        mis(
            "amounts",
            lambda truth, result: 1 - np.mean(np.abs(truth.astype(float) - result.astype(float))),
            "Masks are fine; with labels you subtract names as if they were amounts. Is class 5 "
            "called class 2 more wrong than class 3 called class 2?",
            topic="labels and masks",
        ),
        mis(
            "mean-over-classes",
            _mean_over_classes,
            "You averaged the classes, so that each of them counts the same. What did we want to "
            "count, classes or pixels?",
            topic="averages",
        ),
    ),
    variants=(
        _accuracy,
        _accuracy_loops,
        _accuracy_wrong_ones,
        _accuracy_array,
        _accuracy_library,
        _accuracy_boxes,
    ),
    hints=(
        "`truth == result` compares pixel by pixel and gives an array of True and False.",
        "Count the True ones, then divide by the number of all pixels.",
        "The mean of an array of True and False is the share of True: `np.mean(...)`.",
    ),
)
