"""E9: the Dice coefficient of one class of two label images."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a02_thresholds.images import label_pair


def _class_dice(truth, result, label):
    truth, result = np.asarray(truth), np.asarray(result)
    return imaging.dice_coefficient(truth == label, result == label)


def _class_dice_by_hand(truth, result, label):
    a, b = truth == label, result == label
    if not a.any() and not b.any():
        return 1
    return 2 * np.sum(a & b) / (np.sum(a) + np.sum(b))


def _class_dice_loops(truth, result, label):
    both = sizes = 0
    for t, r in zip(truth.ravel().tolist(), result.ravel().tolist()):
        both += t == label and r == label
        sizes += (t == label) + (r == label)
    return 2 * both / sizes if sizes else 1.0


def _class_dice_library(truth, result, label):
    from sklearn.metrics import f1_score

    return f1_score(truth.ravel() == label, result.ravel() == label, zero_division=1.0)


def _class_dice_where(truth, result, label):
    a = np.where(truth == label, 1, 0).astype(np.uint8)
    b = np.where(result == label, 255, 0).astype(np.uint8)
    return np.array(imaging.dice_coefficient(a, b))


def _masks(truth, result, label):
    return truth == label, result == label


def _no_masks(truth, result, label):
    return imaging.dice_coefficient(truth, result)


def _numbers(truth, result, label):
    return 2 * np.sum(truth * result) / max(np.sum(truth) + np.sum(result), 1)


def _truth_mask_only(truth, result, label):
    return imaging.dice_coefficient(truth == label, result)


def _from_this_label_up(truth, result, label):
    return imaging.dice_coefficient(truth >= label, result >= label)


def _everything_else(truth, result, label):
    return imaging.dice_coefficient(truth != label, result != label)


def _found_share(truth, result, label):
    a, b = _masks(truth, result, label)
    return np.sum(a & b) / np.sum(a) if a.any() else 1.0 - b.any()


def _jaccard(truth, result, label):
    a, b = _masks(truth, result, label)
    return np.sum(a & b) / np.sum(a | b) if (a | b).any() else 1.0


def _accuracy(truth, result, label):
    a, b = _masks(truth, result, label)
    return np.mean(a == b)


def _absent_zero(truth, result, label):
    return imaging.dice_coefficient(*_masks(truth, result, label), empty=0.0)


def _absent_nan(truth, result, label):
    return imaging.dice_coefficient(*_masks(truth, result, label), empty=np.nan)


def _not_in_truth_is_one(truth, result, label):
    if not np.any(truth == label):
        return 1.0
    return imaging.dice_coefficient(*_masks(truth, result, label))


def _picked_out(truth, result, label):
    return imaging.dice_coefficient(truth[truth == label], result[result == label])


def _case(rng: np.random.Generator) -> Case:
    truth, result = label_pair(rng)
    classes = np.unique([*np.unique(truth), *np.unique(result)])
    which = rng.random()
    if which < 0.2:
        absent = np.setdiff1d(np.arange(1, 12), classes)
        label = int(rng.choice(absent))
        return case(truth, result, label, prop="absent", kind="a class that is in neither image")
    label = int(rng.choice(classes))
    if which < 0.35:
        result[result == label] = classes[0] if label != classes[0] else classes[-1]
        return case(truth, result, label, kind="a class that the result has lost")
    if which < 0.5:
        truth[truth == label] = classes[0] if label != classes[0] else classes[-1]
        result.flat[0] = label
        return case(truth, result, label, prop="absent", kind="a class that only the result has")
    return case(truth, result, label, kind="other labels")


DICE_FOR_CLASS = Exercise(
    id="a02.dice_for_class",
    code="E9",
    kind="F",
    title="Score one class",
    function="dice_for_class",
    signature="(truth, result, label)",
    minutes=3,
    reference=imaging.dice_for_class,
    compare=cmp.scalar(),
    props=(
        prop("core", 0.5, "the Dice coefficient of the two masks of this class"),
        prop("absent", 0.5, "1 for a class that is in neither image, and only then"),
    ),
    cases=(
        case(
            np.array([[0, 0, 2, 2, 5, 5, 0]]),
            np.array([[0, 2, 2, 2, 5, 0, 2]]),
            2,
            alt="truth 0 0 2 2 5 5 0, result 0 2 2 2 5 0 2, class 2",
        ),
        case(
            np.array([[0, 0, 2, 2, 5, 5, 0]]),
            np.array([[0, 2, 2, 2, 5, 0, 2]]),
            3,
            prop="absent",
            alt="the same images, class 3, which is in neither of them",
        ),
        case(
            np.array([[0, 0, 2, 2]]),
            np.array([[0, 4, 2, 4]]),
            4,
            prop="absent",
            alt="truth 0 0 2 2, result 0 4 2 4, class 4, which only the result has",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "no-masks",
            _no_masks,
            "Every class gets the same score: all that is not 0 was one object. Which pixels "
            "belong to this class?",
            topic="labels and masks",
        ),
        mis(
            "numbers",
            _numbers,
            "You multiplied and added the labels. Is class 5 more than class 2, or just another "
            "name?",
            topic="labels and masks",
        ),
        mis(
            "truth-mask-only",
            _truth_mask_only,
            "The truth became a mask of this class; the result did not. Which of its pixels count "
            "now?",
            topic="labels and masks",
        ),
        mis(
            "picked-out",
            _picked_out,
            "The brackets pick pixels out, and two rows of pixels of different length came about. "
            "Does a pixel in them still know its place in the image?",
            topic="labels and masks",
        ),
        mis(
            "from-this-label-up",
            _from_this_label_up,
            "Higher labels are in your masks as well. Which sign picks one label only?",
            topic="labels and masks",
        ),
        mis(
            "everything-else",
            _everything_else,
            "Your masks hold all pixels but those of this class. Which sign says 'has this label'?",
            topic="polarity",
        ),
        mis(
            "found-share",
            _found_share,
            "This is the share of the class that was found. What about pixels of other classes "
            "that were given this label?",
            topic="both sizes",
        ),
        mis(
            "jaccard",
            _jaccard,
            "You divide by the pixels that at least one mask covers. How often does Dice count the "
            "shared part?",
            topic="Dice and Jaccard",
        ),
        mis(
            "accuracy",
            _accuracy,
            "Pixels that belong to the class in neither image raise your score. Does the Dice "
            "coefficient look at them?",
            topic="true negatives",
        ),
        mis(
            "not-in-truth-is-one",
            _not_in_truth_is_one,
            "A class that only the result has gets a perfect score from you. Which of the two "
            "masks is empty there?",
            topic="empty input",
        ),
        mis(
            "absent-zero",
            _absent_zero,
            "A class that nobody has gets 0 from you. What did truth and result disagree about?",
            topic="empty input",
        ),
        mis(
            "absent-nan",
            _absent_nan,
            "A class that nobody has gives 0 divided by 0. What did we agree on for two empty "
            "masks?",
            topic="empty input",
        ),
    ),
    variants=(
        _class_dice,
        _class_dice_by_hand,
        _class_dice_loops,
        _class_dice_library,
        _class_dice_where,
    ),
    hints=(
        "`truth == label` is True where the truth has this label. What is the other mask?",
        "Two masks of one class are the arguments of the function that you wrote before.",
        "`imaging.dice_coefficient(truth == label, ...)`.",
    ),
)
