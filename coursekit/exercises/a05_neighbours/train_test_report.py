"""E6: train on one image, and score each class on another."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a05_neighbours.heads import head, spec_of


def _report(train, train_truth, test, test_truth, spec, k):
    inside, test_inside = train_truth > 0, test_truth > 0
    points = imaging.make_features(train, spec)[inside.ravel()]
    test_points = imaging.make_features(test, spec)[test_inside.ravel()]
    points, test_points = imaging.fit_scaler_on_train(points, test_points)
    result = imaging.knn_predict(points, train_truth[inside], test_points, k)
    truth = test_truth[test_inside]
    return {int(c): imaging.dice_for_class(truth, result, c) for c in np.unique(truth)}


def _report_flat(train, train_truth, test, test_truth, spec, k):
    labels, truth = train_truth.ravel(), test_truth.ravel()
    table, test_table = imaging.make_features(train, spec), imaging.make_features(test, spec)
    table, test_table = table[labels != 0], test_table[truth != 0]
    mean, sd = table.mean(axis=0), table.std(axis=0)
    sd[sd == 0] = 1
    result = imaging.knn_predict(
        (table - mean) / sd, labels[labels != 0], (test_table - mean) / sd, k
    )
    classes, scores = imaging.dice_multiclass(truth[truth != 0], result)
    return dict(zip(classes, scores))


def _report_picture(train, train_truth, test, test_truth, spec, k):
    features, other = imaging.make_features(train, spec), imaging.make_features(test, spec)
    where = np.flatnonzero(train_truth)
    scaled, asked = imaging.fit_scaler_on_train(features[where], other[np.flatnonzero(test_truth)])
    picture = np.zeros(test_truth.shape, dtype=int)
    picture[test_truth != 0] = imaging.knn_predict(scaled, train_truth.flat[where], asked, k)
    report = {}
    for label in set(test_truth.ravel().tolist()) - {0}:
        report[label] = imaging.dice_for_class(test_truth, picture, label)
    return report


def _report_library(train, train_truth, test, test_truth, spec, k):
    from scipy.spatial import KDTree
    from scipy.stats import zscore

    points = imaging.make_features(train, spec)[train_truth.ravel() > 0]
    asked = imaging.make_features(test, spec)[test_truth.ravel() > 0]
    tree = KDTree(zscore(points, axis=0))
    _, nearest = tree.query((asked - points.mean(axis=0)) / points.std(axis=0), k=range(1, k + 1))
    votes = train_truth[train_truth > 0][nearest]
    named = np.array([np.bincount(row).argmax() for row in votes])
    truth = test_truth[test_truth > 0]
    return {
        c: imaging.dice_coefficient(truth == c, named == c) for c in sorted(set(truth.tolist()))
    }


# --- wrong answers ------------------------------------------------------------------------------


def _as_given(points, other):
    return points, other


def _each_its_own(points, other):
    return imaging.standardise(points)[0], imaging.standardise(other)[0]


def _both_together(points, other):
    together = imaging.standardise(np.vstack([points, other]))[0]
    return together[: len(points)], together[len(points) :]


def _scores(truth, result, classes):
    return {int(c): imaging.dice_for_class(truth, result, c) for c in classes}


def _with(scale=imaging.fit_scaler_on_train, score=None):
    """Build an answer with another scale, or another `score(truth, result, train_labels)`."""

    def answer(train, train_truth, test, test_truth, spec, k):
        inside, test_inside = train_truth > 0, test_truth > 0
        points = imaging.make_features(train, spec)[inside.ravel()]
        other = imaging.make_features(test, spec)[test_inside.ravel()]
        points, other = scale(points, other)
        result = imaging.knn_predict(points, train_truth[inside], other, k)
        truth = test_truth[test_inside]
        if score is None:
            return _scores(truth, result, np.unique(truth))
        return score(truth, result, train_truth[inside])

    return answer


def _mean_only(truth, result, labels):
    return float(np.mean(list(_scores(truth, result, np.unique(truth)).values())))


def _accuracy(truth, result, labels):
    return {int(c): float(np.mean((truth == c) == (result == c))) for c in np.unique(truth)}


def _on_itself(train, train_truth, test, test_truth, spec, k):
    return _report(train, train_truth, train, train_truth, spec, k)


def _taught_by_the_test(train, train_truth, test, test_truth, spec, k):
    return _report(test, test_truth, test, test_truth, spec, k)


def _exchanged(train, train_truth, test, test_truth, spec, k):
    return _report(test, test_truth, train, train_truth, spec, k)


def _one_neighbour(train, train_truth, test, test_truth, spec, k):
    return _report(train, train_truth, test, test_truth, spec, 1)


def _raw_only(train, train_truth, test, test_truth, spec, k):
    return _report(train, train_truth, test, test_truth, [("raw",)], k)


def _all_pixels(train, train_truth, test, test_truth, spec, k):
    points, other = imaging.fit_scaler_on_train(
        imaging.make_features(train, spec), imaging.make_features(test, spec)
    )
    result = imaging.knn_predict(points, train_truth.ravel(), other, k)
    return _scores(test_truth.ravel(), result, np.unique(test_truth))


def _outside_as_a_class(train, train_truth, test, test_truth, spec, k):
    report = _all_pixels(train, train_truth, test, test_truth, spec, k)
    return {label: score for label, score in report.items() if label != 0}


def _always_three_with_outside(train, train_truth, test, test_truth, spec, k):
    points, other = imaging.fit_scaler_on_train(
        imaging.make_features(train, spec), imaging.make_features(test, spec)
    )
    result = imaging.knn_predict(points, train_truth.ravel(), other, k)
    return _scores(test_truth.ravel(), result, (1, 2, 3))


def _outside_is_scored(train, train_truth, test, test_truth, spec, k):
    inside = train_truth.ravel() > 0
    points = imaging.make_features(train, spec)[inside]
    points, other = imaging.fit_scaler_on_train(points, imaging.make_features(test, spec))
    result = imaging.knn_predict(points, train_truth.ravel()[inside], other, k)
    return _scores(test_truth.ravel(), result, np.unique(test_truth[test_truth > 0]))


def _outside_is_black(train, train_truth, test, test_truth, spec, k):
    return _report(
        train * (train_truth > 0), train_truth, test * (test_truth > 0), test_truth, spec, k
    )


def _scaled_before_picking(train, train_truth, test, test_truth, spec, k):
    inside, test_inside = train_truth > 0, test_truth > 0
    points, other = imaging.fit_scaler_on_train(
        imaging.make_features(train, spec), imaging.make_features(test, spec)
    )
    points, other = points[inside.ravel()], other[test_inside.ravel()]
    result = imaging.knn_predict(points, train_truth[inside], other, k)
    truth = test_truth[test_inside]
    return _scores(truth, result, np.unique(truth))


def _not_flattened(train, train_truth, test, test_truth, spec, k):
    points, other = imaging.make_features(train, spec), imaging.make_features(test, spec)
    return imaging.knn_predict(points[train_truth > 0], train_truth[train_truth > 0], other, k)


def _case(rng: np.random.Generator) -> Case:
    classes = np.sort(rng.choice(np.arange(1, 8), size=int(rng.integers(2, 4)), replace=False))
    which = rng.random()
    outside = which > 0.35
    k, spec = int(rng.choice([1, 3, 4, 5])), spec_of(rng)
    train, test = head(rng, classes, outside), head(rng, classes, outside)
    if which > 0.8:
        other = np.setdiff1d(np.arange(1, 9), classes)
        new = int(rng.choice(other))
        truth = np.where(test[1] == classes[0], new, test[1])
        return case(*train, test[0], truth, spec, k, prop="lost", kind="another set of classes")
    if outside:
        return case(*train, *test, spec, k, prop="outside", kind="pixels outside")
    return case(*train, *test, spec, k, kind="other images")


_TRAIN = np.array([[10.0, 13.0, 31.0], [17.0, 36.0, 38.0]])
_TRUTH = np.array([[1, 1, 2], [1, 2, 2]])

TRAIN_TEST_REPORT = Exercise(
    id="a05.train_test_report",
    code="E6",
    kind="W",
    title="Train here, test there",
    function="train_test_report",
    signature="(train, train_truth, test, test_truth, spec, k)",
    minutes=10,
    reference=imaging.train_test_report,
    compare=cmp.mapping(),
    props=(
        prop("core", 2, "the Dice coefficient of each class on the test image"),
        prop("outside", 1, "pixels with truth 0 play no part in training, scaling and score"),
        prop("lost", 0.5, "exactly the classes of the test truth; 0.0 for one never seen"),
        prop(TYPE, 0.5, "a dictionary of numbers; the arguments are unchanged"),
    ),
    cases=(
        case(
            _TRAIN,
            _TRUTH,
            np.array([[12.0, 26.0, 39.0, 20.0]]),
            np.array([[1, 1, 2, 1]]),
            [("raw",)],
            1,
            alt="dark pixels are class 1; in the test image 26 is class 1, too; raw, k = 1",
        ),
        case(
            np.array([[10.0, 13.0, 31.0], [17.0, 36.0, 38.0], [26.0, 28.5, 90.0]]),
            np.array([[1, 1, 2], [1, 2, 2], [0, 0, 0]]),
            np.array([[12.0, 27.0, 39.0, 20.0], [11.0, 37.0, 80.0, 70.0]]),
            np.array([[1, 1, 2, 1], [0, 0, 0, 0]]),
            [("raw",), ("gauss", 1)],
            3,
            prop="outside",
            alt="the same images with one row outside; raw and gauss 1, k = 3",
        ),
        case(
            _TRAIN,
            _TRUTH,
            np.array([[12.0, 26.0, 39.0, 20.0]]),
            np.array([[1, 4, 1, 1]]),
            [("raw",)],
            1,
            prop="lost",
            alt="class 4 was never seen in training, and no test pixel is of class 2",
        ),
        case(
            np.array([[50.0, 10.0, 60.0, 20.0], [40.0, 30.0, 90.0, 90.0]]),
            np.array([[2, 1, 1, 1], [1, 2, 1, 1]]),
            np.array([[70.0, 30.0, 40.0, 60.0], [80.0, 90.0, 20.0, 80.0]]),
            np.array([[1, 2, 2, 1], [1, 2, 1, 1]]),
            [("raw",), ("gradient", 1)],
            1,
            alt="two images of 2 rows and 4 columns; raw and gradient 1, k = 1",
        ),
    ),
    hidden=_case,
    n_hidden=6,
    misconceptions=(
        mis(
            "mean-only",
            _with(score=_mean_only),
            "You return one number for all classes. Which class does a mean hide when it goes "
            "wrong?",
            topic="averages",
        ),
        mis(
            "not-scaled",
            _with(_as_given),
            "Your features keep their units, so the one with large numbers decides who is near. "
            "Which step makes them comparable?",
            topic="same scale",
        ),
        mis(
            "each-its-own",
            _with(_each_its_own),
            "Each image is scaled by itself. Which of the two may tell mean and standard "
            "deviation?",
            topic="leakage",
        ),
        mis(
            "both-together",
            _with(_both_together),
            "The scale was fitted on both images, so training has seen the test. Which pixels may "
            "it know?",
            topic="leakage",
        ),
        mis(
            "on-itself",
            _on_itself,
            "Your report is about the training image. Which image did the method not know before?",
            topic="training score",
        ),
        mis(
            "taught-by-the-test",
            _taught_by_the_test,
            "You trained on the test image and then scored it. What would such a number say about "
            "the next patient?",
            topic="leakage",
        ),
        mis(
            "exchanged",
            _exchanged,
            "You trained on the test image and scored the training image. Which pair of arguments "
            "comes first?",
            topic="order of arguments",
        ),
        mis(
            "one-neighbour",
            _one_neighbour,
            "Your report does not depend on `k`. Who uses it?",
            topic="ignores the argument",
        ),
        mis(
            "raw-only",
            _raw_only,
            "Only the grey value is used. Where do the other features of `spec` come in?",
            topic="ignores the argument",
        ),
        mis(
            "accuracy",
            _with(score=_accuracy),
            "Your scores count pixels that belong to the class in neither picture. Which score "
            "leaves them out?",
            topic="true negatives",
        ),
        mis(
            "all-pixels",
            _all_pixels,
            "Class 0 is in your report. Is `outside` a class that we want to find?",
            topic="pixels that count",
        ),
        mis(
            "outside-as-a-class",
            _outside_as_a_class,
            "Class 0 is gone from the report, but its pixels were trained on and predicted. Where "
            "should they leave?",
            topic="pixels that count",
        ),
        mis(
            "outside-is-scored",
            _outside_is_scored,
            "Test pixels outside were predicted and count as wrong. Which pixels of the test image "
            "may be scored?",
            topic="pixels that count",
        ),
        mis(
            "outside-is-black",
            _outside_is_black,
            "You blackened the outside before the filters, and the blur carries the black inside. "
            "When should pixels be picked?",
            topic="pixels that count",
        ),
        mis(
            "scaled-before-picking",
            _scaled_before_picking,
            "Mean and standard deviation were measured with the pixels outside, too. What comes "
            "first, picking or scaling?",
            topic="pixels that count",
        ),
        mis(
            "classes-of-training",
            _with(score=lambda truth, result, labels: _scores(truth, result, np.unique(labels))),
            "You list the classes of the training image. Whose classes can be scored on the test "
            "image?",
            topic="whose classes",
        ),
        mis(
            "always-1-2-3",
            _with(score=lambda truth, result, labels: _scores(truth, result, (1, 2, 3))),
            "Your report always lists the classes 1, 2 and 3, as in this lesson. Which function "
            "tells the labels that occur in the test truth?",
            topic="whose classes",
        ),
        mis(
            "always-1-2-3-with-outside",
            _always_three_with_outside,
            "Two things: pixels outside (truth 0) are trained on and scored; and your report "
            "always lists the classes 1, 2 and 3. Which pixels count, and which labels occur in "
            "the test truth?",
            topic="pixels that count",
        ),
        mis(
            "classes-of-the-result",
            _with(score=lambda truth, result, labels: _scores(truth, result, np.unique(result))),
            "You list the classes of the result, so a class that was never found is not even "
            "mentioned. Whose classes does the task name?",
            topic="whose classes",
        ),
        mis(
            "not-flattened",
            _not_flattened,
            "A feature table has one row for each pixel, your mask has rows and columns. Which "
            "method makes one long row of a mask?",
            topic="rows and columns",
        ),
    ),
    variants=(_report, _report_flat, _report_picture, _report_library),
    hints=(
        "`inside = train_truth > 0`; `imaging.make_features(train, spec)[inside.ravel()]` keeps "
        "the rows of these pixels. The same for the test image.",
        "Then `imaging.fit_scaler_on_train`, then `imaging.knn_predict` with "
        "`train_truth[inside]`.",
        "`{int(c): imaging.dice_for_class(truth, result, c) for c in np.unique(truth)}`, where "
        "`truth` holds the test pixels inside.",
    ),
)
