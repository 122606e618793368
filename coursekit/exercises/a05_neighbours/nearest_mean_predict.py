"""E1b: give each point the class of the nearest mean."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a05_neighbours.clouds import class_numbers, points, whole_points


def _predict(points, classes, means):
    nearest = imaging.distances(points, means).argmin(axis=1)
    return classes[nearest]


def _predict_broadcast(points, classes, means):
    differences = points[:, np.newaxis, :].astype(float) - means[np.newaxis, :, :]
    return np.take(classes, np.argmin(np.sum(differences**2, axis=2), axis=1))


def _predict_loops(points, classes, means):
    found = []
    for point in points.tolist():
        best, best_label = None, None
        for label, mean in zip(classes.tolist(), means.tolist()):
            square = sum((a - b) ** 2 for a, b in zip(point, mean))
            if best is None or square < best:
                best, best_label = square, label
        found.append(best_label)
    return np.array(found)


def _predict_library(points, classes, means):
    from scipy.cluster.vq import vq

    position, _ = vq(points.astype(float), means.astype(float))
    return classes[position]


def _predict_norm(points, classes, means):
    far = [np.linalg.norm(points.astype(float) - mean, axis=1) for mean in means]
    return classes[np.argmin(far, axis=0)]


# --- wrong answers ------------------------------------------------------------------------------


def _table(points, means):
    return points[:, None, :].astype(float) - means[None, :, :]


def _by(measure):
    """Build an answer that takes the mean with the smallest `measure(differences)`."""

    def answer(points, classes, means):
        return classes[measure(_table(points, means)).argmin(axis=1)]

    return answer


def _positions(points, classes, means):
    return imaging.distances(points, means).argmin(axis=1)


def _positions_from_one(points, classes, means):
    return imaging.distances(points, means).argmin(axis=1) + 1


def _farthest(points, classes, means):
    return classes[imaging.distances(points, means).argmax(axis=1)]


def _last_of_ties(points, classes, means):
    backwards = imaging.distances(points, means)[:, ::-1]
    return classes[::-1][backwards.argmin(axis=1)]


def _nearest_point_of_each_mean(points, classes, means):
    return classes[imaging.distances(points, means).argmin(axis=0)]


def _row_by_row(points, classes, means):
    far = np.sqrt(((points - means) ** 2).sum(axis=1))
    return classes[far.argmin()]


def _distances_to_nearest(points, classes, means):
    return imaging.distances(points, means).min(axis=1)


def _case(rng: np.random.Generator) -> Case:
    n, d = int(rng.integers(2, 9)), int(rng.integers(1, 4))
    classes = class_numbers(rng)
    if rng.random() < 0.4:
        means = whole_points(rng, classes.size, d, 5).astype(float)
        drawn = np.vstack([(means[0] + means[1]) / 2, whole_points(rng, n, d, 5)])
        far = np.sort(imaging.distances(drawn, means), axis=1)
        if 0 < far[0, 0] == far[0, 1]:
            return case(drawn, classes, means, prop="tie", kind="a point between two means")
    means = np.asarray(points(rng, classes.size, d) + 0.25, dtype=float)
    drawn = points(rng, n, d)
    far = np.sort(imaging.distances(drawn, means), axis=1)
    if (far[:, 1] - far[:, 0] < 1e-3).any():
        return _case(rng)
    return case(drawn, classes, means, kind="other points and means")


_MEANS = np.array([[2.0, 2.0], [9.0, 8.0]])

NEAREST_MEAN_PREDICT = Exercise(
    id="a05.nearest_mean_predict",
    code="E1b",
    kind="W",
    title="The class of the nearest mean",
    function="nearest_mean_predict",
    signature="(points, classes, means)",
    minutes=4,
    reference=imaging.nearest_mean_predict,
    compare=cmp.array(kinds="iu"),
    props=(
        prop("core", 1, "the label of the nearest mean for each point"),
        prop("tie", 0.5, "of two means that are equally near, the first"),
        prop(TYPE, 0.5, "an array of whole numbers; the arguments are unchanged"),
    ),
    cases=(
        case(
            np.array([[4, 6], [9, 9], [1, 2]]),
            np.array([1, 3]),
            _MEANS,
            alt="three points, and the means (2, 2) of class 1 and (9, 8) of class 3",
        ),
        case(
            np.array([[3], [4], [2]]),
            np.array([0, 5]),
            np.array([[1.0], [5.0]]),
            prop="tie",
            alt="the numbers 3, 4, 2, and the means 1 of class 0 and 5 of class 5",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "positions",
            _positions,
            "You return positions in the list of means. Which label stands at each position?",
            topic="position and value",
        ),
        mis(
            "positions-from-one",
            _positions_from_one,
            "You add 1 to a position, as if the labels were 1, 2, 3, ... Where does it say which "
            "label a position has?",
            topic="position and value",
        ),
        mis(
            "farthest",
            _farthest,
            "Each point gets the class of the mean that is farthest. Is a small distance good or "
            "bad here?",
            topic="polarity",
        ),
        mis(
            "last-of-ties",
            _last_of_ties,
            "A point exactly between two means went to the second one. Which one did we agree on?",
            topic="ties",
        ),
        mis(
            "city-block",
            _by(lambda difference: np.abs(difference).sum(axis=2)),
            "You add up the differences without squaring them. Is that the length of a straight "
            "line between two points?",
            topic="formula",
        ),
        mis(
            "signed-differences",
            _by(lambda difference: difference.sum(axis=2)),
            "Negative differences make a mean look near. What happens to a sign when you square?",
            topic="formula",
        ),
        mis(
            "first-column-only",
            _by(lambda difference: np.abs(difference[:, :, 0])),
            "Only the first feature decides. What do the other columns tell?",
            topic="rows and columns",
        ),
        mis(
            "wrong-axis",
            _nearest_point_of_each_mean,
            "You look for the nearest point of each mean, not for the nearest mean of each point. "
            "Along which axis of the distances should you search?",
            topic="rows and columns",
        ),
        mis(
            "row-by-row",
            _row_by_row,
            "Points and means were subtracted row by row, but each point has to meet every mean. "
            "Which function gives a table of all distances?",
            topic="rows and columns",
        ),
        mis(
            "distances",
            _distances_to_nearest,
            "You return how far the nearest mean is. Which mean is it, and which label has it?",
            topic="position and value",
        ),
    ),
    variants=(
        _predict,
        _predict_broadcast,
        _predict_loops,
        _predict_library,
        _predict_norm,
    ),
    hints=(
        "`imaging.distances(points, means)` has one row for each point, one column for each mean.",
        "`argmin(axis=1)` gives the position of the smallest distance in each row.",
        "`classes[nearest]` looks up the label at each position.",
    ),
)
