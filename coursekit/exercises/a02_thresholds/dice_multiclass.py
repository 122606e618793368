"""E11: one Dice coefficient for each class of the truth."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a02_thresholds.comparators import Numbers
from coursekit.exercises.a02_thresholds.images import label_pair


def _multi(truth, result):
    classes, scores = imaging.class_list_and_zeros(truth)
    for position, label in enumerate(classes):
        scores[position] = imaging.dice_for_class(truth, result, label)
    return classes, scores


def _multi_by_hand(truth, result):
    classes, scores = np.unique(truth), []
    for label in classes:
        both = np.sum((truth == label) & (result == label))
        scores.append(2 * both / (np.sum(truth == label) + np.sum(result == label)))
    return classes, np.array(scores)


def _multi_lists(truth, result):
    true, found = truth.ravel().tolist(), result.ravel().tolist()
    classes = sorted(set(true))
    both = [sum(t == r == label for t, r in zip(true, found)) for label in classes]
    sizes = [true.count(label) + found.count(label) for label in classes]
    return [classes, [2 * b / s for b, s in zip(both, sizes)]]


def _multi_library(truth, result):
    from sklearn.metrics import f1_score

    classes = np.unique(truth)
    scores = f1_score(
        truth.ravel(), result.ravel(), labels=classes, average=None, zero_division=0.0
    )
    return classes, scores


def _multi_table(truth, result):
    most = int(max(truth.max(), result.max())) + 1
    pairs = truth.ravel().astype(np.intp) * most + result.ravel()
    table = np.bincount(pairs, minlength=most**2).reshape(most, most)
    classes = np.flatnonzero(table.sum(axis=1))
    sizes = table.sum(axis=0) + table.sum(axis=1)
    return classes, (2 * np.diag(table)[classes] / sizes[classes]).astype(np.float64)


def _scores_of(classes_of, score=imaging.dice_for_class):
    """Build an answer that scores the classes which `classes_of(truth, result)` lists."""

    def answer(truth, result):
        classes = np.asarray(classes_of(truth, result))
        return classes, np.array([score(truth, result, label) for label in classes], dtype=float)

    return answer


def _of_truth(truth, result):
    return np.unique(truth)


def _label_as_position(truth, result):
    classes, scores = imaging.class_list_and_zeros(truth)
    for label in classes:
        scores[label] = imaging.dice_for_class(truth, result, label)
    return classes, scores


def _position_as_label(truth, result):
    classes, scores = imaging.class_list_and_zeros(truth)
    for position in range(len(classes)):
        scores[position] = imaging.dice_for_class(truth, result, position)
    return classes, scores


def _place_for_each_label(truth, result):
    classes, scores = np.unique(truth), np.zeros(int(truth.max()) + 1)
    for label in classes:
        scores[label] = imaging.dice_for_class(truth, result, label)
    return classes, scores


def _last_position(truth, result):
    classes, scores = imaging.class_list_and_zeros(truth)
    for label in classes:
        scores[-1] = imaging.dice_for_class(truth, result, label)
    return classes, scores


def _whole_numbers(truth, result):
    classes = np.unique(truth)
    scores = np.zeros_like(classes)
    for position, label in enumerate(classes):
        scores[position] = imaging.dice_for_class(truth, result, label)
    return classes, scores


def _mean_only(truth, result):
    return float(np.mean(_multi(truth, result)[1]))


def _classes_and_mean(truth, result):
    classes, scores = _multi(truth, result)
    return classes, float(np.mean(scores))


def _scores_only(truth, result):
    return _multi(truth, result)[1]


def _exchanged(truth, result):
    return _multi(truth, result)[::-1]


def _found_share(truth, result, label):
    return np.mean(result[truth == label] == label)


def _jaccard(truth, result, label):
    a, b = truth == label, result == label
    return np.sum(a & b) / np.sum(a | b)


def _accuracy(truth, result, label):
    return np.mean((truth == label) == (result == label))


def _lost_scores_one(truth, result, label):
    if not np.any(result == label):
        return 1.0
    return imaging.dice_for_class(truth, result, label)


def _case(rng: np.random.Generator) -> Case:
    truth, result = label_pair(rng)
    classes, which = np.unique(truth), rng.random()
    if which < 0.3:
        lost, other = rng.permutation(classes)[:2] if classes.size > 1 else (classes[0], 7)
        result[result == lost] = other
        return case(truth, result, prop="lost", kind="a class that the result has lost")
    if which < 0.5:
        new = int(rng.choice(np.setdiff1d(np.arange(11), classes)))
        result[rng.random(result.shape) < 0.3] = new
        result.flat[0] = new
        return case(truth, result, kind="a class that only the result has")
    return case(truth, result, kind="other labels")


DICE_MULTICLASS = Exercise(
    id="a02.dice_multiclass",
    code="E11",
    kind="W",
    title="Score every class",
    function="dice_multiclass",
    signature="(truth, result)",
    minutes=5,
    reference=imaging.dice_multiclass,
    compare=cmp.parts(Numbers(), Numbers()),
    props=(
        prop("core", 2, "the classes of the truth, 0 included, and one Dice for each"),
        prop("lost", 0.5, "0 for a class that the result has lost"),
        prop(TYPE, 0.5, "classes first, then scores; the arguments are unchanged"),
    ),
    cases=(
        case(
            np.array([[0, 0, 0, 2, 2, 5, 5]]),
            np.array([[0, 0, 2, 2, 2, 5, 3]]),
            alt="truth 0 0 0 2 2 5 5, result 0 0 2 2 2 5 3",
        ),
        case(
            np.array([[0, 0, 2, 2, 5, 5]]),
            np.array([[0, 2, 2, 2, 0, 0]]),
            prop="lost",
            alt="the six pixels of the text: truth 0 0 2 2 5 5, result 0 2 2 2 0 0",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "label-as-position",
            _label_as_position,
            "You store the score of class 5 at position 5, but the list is shorter. What does "
            "`enumerate(classes)` give you beside the label?",
            topic="label and position",
        ),
        mis(
            "position-as-label",
            _position_as_label,
            "You score class 0, 1, 2, ...: these are positions in the list of classes. Which label "
            "stands at each of them?",
            topic="label and position",
        ),
        mis(
            "place-for-each-label",
            _place_for_each_label,
            "Your scores have places for labels that do not occur. At which position should the "
            "second class stand?",
            topic="label and position",
        ),
        mis(
            "last-position",
            _last_position,
            "Every class writes to the same place, so only the last score is left. What has to "
            "change from turn to turn of the loop?",
            topic="label and position",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "Your scores were cut to whole numbers when they were stored. Which dtype have the "
            "zeros?",
            topic="dtype",
        ),
        mis(
            "from-zero-to-the-largest",
            _scores_of(lambda truth, result: np.arange(truth.max() + 1)),
            "Labels that nobody has are in your list, with a perfect score. Which labels occur in "
            "the truth?",
            topic="labels with gaps",
        ),
        mis(
            "from-one-to-the-largest",
            _scores_of(lambda truth, result: np.arange(1, truth.max() + 1)),
            "You count from 1 to the largest label. Which labels occur in the truth, and is the "
            "background one of them?",
            topic="labels with gaps",
        ),
        mis(
            "without-background",
            _scores_of(lambda truth, result: np.unique(truth[truth != 0])),
            "Class 0 has no score. Is the background a class of the truth, too?",
            topic="background",
        ),
        mis(
            "classes-of-the-result",
            _scores_of(lambda truth, result: np.unique(result)),
            "You score the classes of the result, so a class that was lost is not even mentioned. "
            "Whose classes does the task name?",
            topic="whose classes",
        ),
        mis(
            "classes-of-both",
            _scores_of(lambda truth, result: np.union1d(truth, result)),
            "A class that only the result has got a line of its own. Whose classes does the task "
            "name?",
            topic="whose classes",
        ),
        mis(
            "classes-in-common",
            _scores_of(lambda truth, result: np.intersect1d(truth, result)),
            "A class that the result has lost disappeared from your list. Should a lost class be "
            "punished or forgotten?",
            topic="whose classes",
        ),
        mis(
            "no-masks",
            _scores_of(
                _of_truth, lambda truth, result, label: imaging.dice_coefficient(truth, result)
            ),
            "Every class has the same score. Which pixels belong to the class of this turn?",
            topic="labels and masks",
        ),
        mis(
            "found-share",
            _scores_of(_of_truth, _found_share),
            "These are the shares of each class that were found. What about pixels that were given "
            "the label wrongly?",
            topic="both sizes",
        ),
        mis(
            "jaccard",
            _scores_of(_of_truth, _jaccard),
            "You divide by the pixels that at least one mask covers. How often does Dice count the "
            "shared part?",
            topic="Dice and Jaccard",
        ),
        mis(
            "accuracy",
            _scores_of(_of_truth, _accuracy),
            "Each score counts pixels that belong to the class in neither image. Which score did "
            "we write to leave them out?",
            topic="true negatives",
        ),
        mis(
            "lost-scores-one",
            _scores_of(_of_truth, _lost_scores_one),
            "A class that the result has lost gets a perfect score from you. Are both masks empty "
            "there, or only one?",
            topic="empty input",
        ),
        mis(
            "mean-only",
            _mean_only,
            "You return one number, the mean. Which class does it hide when one of them is lost?",
            topic="averages",
        ),
        mis(
            "classes-and-mean",
            _classes_and_mean,
            "The classes are there, and one mean for all of them. How many scores were asked for?",
            topic="averages",
        ),
        mis(
            "scores-only",
            _scores_only,
            "The scores are right. How does a reader know which class each of them belongs to?",
            topic="order of results",
        ),
        mis(
            "exchanged",
            _exchanged,
            "Scores and classes have changed places. Which comes first?",
            topic="order of results",
        ),
    ),
    variants=(_multi, _multi_by_hand, _multi_lists, _multi_library, _multi_table),
    hints=(
        "Both parts are written already: the list with its zeros, and the score of one class.",
        "`for position, label in enumerate(classes):` gives the place in the list and the label.",
        "`scores[position] = imaging.dice_for_class(...)`; return `classes, scores`.",
    ),
)
