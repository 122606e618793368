"""E7: choose the number of neighbours on a validation image."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a05_neighbours.clouds import class_numbers, cloud


def _choose(train, validation, ks):
    points, labels = train
    new_points, truth = validation
    means = []
    for k in ks:
        result = imaging.knn_predict(points, labels, new_points, k)
        means.append(np.mean([imaging.dice_for_class(truth, result, c) for c in np.unique(truth)]))
    curve = np.array(means)
    return ks[int(np.argmax(curve))], curve


def _choose_loop(train, validation, ks):
    curve = np.zeros(len(ks))
    best_k, best = None, -1
    for position, k in enumerate(ks):
        result = imaging.knn_predict(train[0], train[1], validation[0], k)
        _, scores = imaging.dice_multiclass(validation[1], result)
        curve[position] = scores.mean()
        if curve[position] > best:
            best_k, best = k, curve[position]
    return best_k, curve


def _choose_dictionary(train, validation, ks):
    curve = {
        k: imaging.mean_dice(validation[1], imaging.knn_predict(*train, validation[0], k))
        for k in ks
    }
    return max(curve, key=curve.get), np.array(list(curve.values()))


def _choose_sorted_once(train, validation, ks):
    (points, labels), (asked, truth) = train, validation
    ranked = np.argsort(imaging.distances(asked, points), axis=1, kind="stable")
    curve = []
    for k in ks:
        result = np.array([np.bincount(row).argmax() for row in labels[ranked[:, :k]]])
        scores = []
        for c in np.unique(truth):
            both = np.sum((truth == c) & (result == c))
            scores.append(2 * both / (np.sum(truth == c) + np.sum(result == c)))
        curve.append(sum(scores) / len(scores))
    return int(ks[curve.index(max(curve))]), np.asarray(curve)


# --- wrong answers ------------------------------------------------------------------------------


def _curve(train, validation, ks, score=imaging.mean_dice):
    results = [imaging.knn_predict(*train, validation[0], k) for k in ks]
    return np.array([score(validation[1], result) for result in results])


def _with(
    pick=np.argmax, score=imaging.mean_dice, pairs=lambda train, validation: (train, validation)
):
    """Build an answer with another way to pick, to score, or to use the two tables."""

    def answer(train, validation, ks):
        curve = _curve(*pairs(train, validation), ks, score)
        return ks[int(pick(curve))], curve

    return answer


def _last_maximum(curve):
    return len(curve) - 1 - np.argmax(curve[::-1])


def _accuracy(truth, result):
    return np.mean(truth == result)


def _largest_class(truth, result):
    classes, counts = np.unique(truth, return_counts=True)
    return imaging.dice_for_class(truth, result, classes[counts.argmax()])


def _all_labels_as_one_mask(truth, result):
    return imaging.dice_coefficient(truth, result)


def _three_classes(truth, result):
    return np.mean([imaging.dice_for_class(truth, result, c) for c in (1, 2, 3)])


def _standardised(train, validation):
    points, others = imaging.fit_scaler_on_train(train[0], validation[0])
    return (points, train[1]), (others, validation[1])


def _joined(train, validation):
    points, labels = (np.concatenate(parts) for parts in zip(train, validation))
    return (points, labels), validation


def _with_the_classes_of_training(train, validation, ks):
    classes = np.unique(train[1])

    def score(truth, result):
        return np.mean([imaging.dice_for_class(truth, result, c) for c in classes])

    return _with(score=score)(train, validation, ks)


def _position(train, validation, ks):
    curve = _curve(train, validation, ks)
    return int(np.argmax(curve)), curve


def _score_for_k(train, validation, ks):
    curve = _curve(train, validation, ks)
    return float(curve.max()), curve


def _exchanged(train, validation, ks):
    return _choose(train, validation, ks)[::-1]


def _best_score(train, validation, ks):
    k, curve = _choose(train, validation, ks)
    return k, curve.max()


def _best_k_up_to_the_largest(train, validation, ks):
    return _choose(train, validation, list(range(1, max(ks) + 1)))


def _case(rng: np.random.Generator) -> Case:
    while True:
        classes = class_numbers(rng, 3)
        spread = float(rng.choice([0.3, 1.0, 1.5]))
        d = int(rng.integers(1, 4))
        train = cloud(rng, int(rng.integers(8, 16)), d, classes, spread)
        some = classes[1:] if classes.size > 2 and rng.random() < 0.4 else classes
        validation = cloud(rng, int(rng.integers(5, 12)), d, some, spread)
        ks = rng.choice(np.arange(1, 8), size=int(rng.integers(2, 6)), replace=False).tolist()
        results = [imaging.knn_predict(*train, validation[0], k) for k in ks]
        scores = [imaging.dice_multiclass(validation[1], result)[1].tolist() for result in results]
        means = np.mean(scores, axis=1)
        top = [score for score, mean in zip(scores, means) if mean > means.max() - 1e-9]
        if any(score != top[0] for score in top):  # rounding would decide
            continue
        if len(top) > 1:
            return case(train, validation, ks, prop="tie", kind="several numbers equally good")
        return case(train, validation, ks, kind="other points")


_TRAIN = (
    np.array([[1.0], [2.0], [4.0], [5.0], [8.0], [9.5]]),
    np.array([1, 1, 2, 1, 2, 2]),
)

CHOOSE_K = Exercise(
    id="a05.choose_k",
    code="E7",
    kind="W",
    title="Choose k on validation",
    function="choose_k",
    signature="(train, validation, ks)",
    minutes=8,
    reference=imaging.choose_k,
    compare=cmp.parts(cmp.scalar(whole=True), cmp.array(kinds="f")),
    props=(
        prop("core", 2, "the k with the highest mean Dice on validation, and the mean for each k"),
        prop("tie", 0.5, "of equally good k the first in the list"),
        prop(TYPE, 0.5, "a whole number and an array; the arguments are unchanged"),
    ),
    cases=(
        case(
            _TRAIN,
            (np.array([[1.4], [3.8], [8.6]]), np.array([1, 1, 2])),
            [1, 3, 6],
            alt="six training numbers, one of them (4) with an odd class; ks 1, 3 and 6",
        ),
        case(
            _TRAIN,
            (np.array([[1.2], [9.1], [8.5]]), np.array([1, 2, 2])),
            [3, 1],
            prop="tie",
            alt="the same training numbers; both 3 and 1 neighbours are right everywhere",
        ),
        case(
            (
                np.array([[3.0, 40.0], [5.0, 50.0], [4.0, 10.0], [5.0, 20.0], [4.0, 80.0]]),
                np.array([1, 1, 2, 2, 2]),
            ),
            (np.array([[4.0, 62.0], [4.0, 12.0], [4.0, 82.0]]), np.array([1, 2, 2])),
            [1, 3],
            alt="five training points and three validation points with two features; ks 1 and 3",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "on-training",
            _with(pairs=lambda train, validation: (train, train)),
            "You score on the training points. Which k always wins there, and why?",
            topic="training score",
        ),
        mis(
            "joined",
            _with(pairs=_joined),
            "The validation points are among the training points, so each is its own neighbour. "
            "What can their score still tell?",
            topic="leakage",
        ),
        mis(
            "exchanged-tables",
            _with(pairs=lambda train, validation: (validation, train)),
            "You train on validation and score the training points. Which pair comes first?",
            topic="order of arguments",
        ),
        mis(
            "accuracy",
            _with(score=_accuracy),
            "Your scores are shares of right labels, so a large class outvotes a small one. Which "
            "mean treats all classes alike?",
            topic="averages",
        ),
        mis(
            "largest-class",
            _with(score=_largest_class),
            "You score one class only. Which classes are in the validation labels?",
            topic="averages",
        ),
        mis(
            "labels-as-a-mask",
            _with(score=_all_labels_as_one_mask),
            "You hand over labels where Dice wants masks, so all classes but 0 count as one. Which "
            "function scores one class?",
            topic="labels and masks",
        ),
        mis(
            "classes-of-training",
            _with_the_classes_of_training,
            "You average over the classes of the training. Which classes can validation tell "
            "about?",
            topic="whose classes",
        ),
        mis(
            "always-1-2-3",
            _with(score=_three_classes),
            "You average over the classes 1, 2 and 3, as in this lesson. Which function tells the "
            "labels that occur in the validation labels?",
            topic="whose classes",
        ),
        mis(
            "standardised",
            _with(pairs=_standardised),
            "You standardise the points first, which is a good habit. Here the caller does it "
            "before: which points does the task ask you to use?",
            topic="same scale",
        ),
        mis(
            "position",
            _position,
            "Your first value is a position in `ks`. Which k stands there?",
            topic="position and value",
        ),
        mis(
            "score-for-k",
            _score_for_k,
            "Your first value is the highest mean, not a number of neighbours. Which k does it "
            "belong to?",
            topic="position and value",
        ),
        mis(
            "last-of-ties",
            _with(pick=_last_maximum),
            "Of equally good numbers you take the last. Which one did we agree on?",
            topic="ties",
        ),
        mis(
            "lowest",
            _with(pick=np.argmin),
            "You take the k with the lowest mean. Is a high Dice coefficient good or bad?",
            topic="polarity",
        ),
        mis(
            "every-k",
            _best_k_up_to_the_largest,
            "You try every number up to the largest. Which ones did the caller list?",
            topic="ignores the argument",
        ),
        mis(
            "exchanged-results",
            _exchanged,
            "The curve and k have changed places. Which comes first?",
            topic="order of results",
        ),
        mis(
            "best-score",
            _best_score,
            "The second value is one number. Where can a reader see whether the peak is sharp or "
            "flat?",
            topic="point and curve",
        ),
    ),
    variants=(_choose, _choose_loop, _choose_dictionary, _choose_sorted_once),
    hints=(
        "For each k: `imaging.knn_predict(points, labels, new_points, k)` gives the result.",
        "The mean of `imaging.dice_for_class(truth, result, c)` over `np.unique(truth)` is one "
        "point of the curve.",
        "`ks[int(np.argmax(curve))]` is the first k with the highest mean; return it and `curve`.",
    ),
)
