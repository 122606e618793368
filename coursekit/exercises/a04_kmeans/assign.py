"""E1: give each point the number of the nearest centre."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a04_kmeans.tables import grid, has_tie, sizes, squared_distances


def _assign(points, centres):
    distances = np.zeros((len(points), len(centres)))
    for k in range(len(centres)):
        distances[:, k] = ((points - centres[k]) ** 2).sum(axis=1)
    return distances.argmin(axis=1)


def _assign_loops(points, centres):
    labels = []
    for point in points.tolist():
        distances = []
        for centre in centres.tolist():
            distances.append(sum((a - b) ** 2 for a, b in zip(point, centre)) ** 0.5)
        labels.append(distances.index(min(distances)))
    return np.array(labels)


def _assign_at_once(points, centres):
    return np.linalg.norm(points[:, None, :] - centres[None, :, :], axis=2).argmin(axis=1)


def _assign_library(points, centres):
    from scipy.spatial.distance import cdist

    return np.argmin(cdist(points, centres), axis=1)


def _assign_best_so_far(points, centres):
    labels = np.zeros(len(points), dtype=np.uint8)
    best = np.full(len(points), np.inf)
    for k, centre in enumerate(centres):
        distance = np.sqrt(np.sum(np.square(points - centre), axis=1))
        nearer = distance < best
        labels[nearer], best[nearer] = k, distance[nearer]
    return labels


# --- wrong answers ------------------------------------------------------------------------------


def _by(distance):
    """Make an answer that takes another distance of points to a centre."""

    def answer(points, centres):
        return np.stack([distance(points - centre) for centre in centres], axis=1).argmin(axis=1)

    return answer


def _one_number_for_all(points, centres):
    return np.argmin([np.linalg.norm(points - centre) for centre in centres])


def _one_sum_for_all_points(points, centres):
    squares = np.zeros((len(points), len(centres)))
    for k in range(len(centres)):
        squares[:, k] = ((points - centres[k]) ** 2).sum()
    return squares.argmin(axis=1)


def _last_of_tied(points, centres):
    return len(centres) - 1 - squared_distances(points, centres)[:, ::-1].argmin(axis=1)


def _two_centres(points, centres):
    squares = squared_distances(points, centres[:2])
    return (squares[:, -1] < squares[:, 0]).astype(int)


def _rows_do_not_pair(points, centres):
    return ((points - centres) ** 2).sum(axis=1).argmin()


def _case(rng: np.random.Generator) -> Case:
    n, d, k = sizes(rng)
    whole = bool(rng.random() < 0.3)
    points, centres = grid(rng, (n, d), whole), grid(rng, (k, d), whole)
    if rng.random() < 0.3:
        centres[-1] = centres[0]  # two centres at one place
    if has_tie(points, centres):
        return case(points, centres, prop="tie", kind="a point with two nearest centres")
    kinds = {1: "one feature", 2: "two features"}
    return case(points, centres, kind=kinds.get(d, "more than two features"))


ASSIGN = Exercise(
    id="a04.assign",
    code="E1",
    kind="W",
    title="Find the nearest centre",
    function="assign",
    signature="(points, centres)",
    minutes=8,
    reference=imaging.assign,
    compare=cmp.array(kinds="iu"),
    props=(
        prop("core", 2, "the number of the nearest centre, for any number of features"),
        prop("tie", 0.5, "the lower number where two centres are equally near"),
        prop(TYPE, 0.5, "an array of whole numbers; points and centres are unchanged"),
    ),
    cases=(
        case(
            np.array([[0.0, 1.0], [6.0, 4.0], [3.5, 3.5], [1.0, 5.0]]),
            np.array([[0.0, 4.0], [6.0, 5.0], [1.0, 0.0]]),
            alt="four points, three centres, two features",
        ),
        case(
            np.array([[1, 2], [4, 2], [7, 2]]),
            np.array([[2, 2], [6, 2]]),
            prop="tie",
            alt="the point in the middle is equally near to both centres",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "farthest",
            lambda points, centres: squared_distances(points, centres).argmax(axis=1),
            "Your numbers belong to the farthest centre. Is the distance to the nearest one large "
            "or small?",
            topic="nearest",
        ),
        mis(
            "city-block",
            _by(lambda gaps: np.abs(gaps).sum(axis=1)),
            "You add up the differences of the features. Which power comes before the sum in a "
            "straight-line distance?",
            topic="distance",
        ),
        mis(
            "signs-cancel",
            _by(lambda gaps: gaps.sum(axis=1)),
            "Differences above and below zero cancel in your sum. What makes all of them positive?",
            topic="distance",
        ),
        mis(
            "summed-too-early",
            _by(lambda gaps: gaps.sum(axis=1) ** 2),
            "You add first and square then, so +3 and -3 look like no distance at all. Which step "
            "comes first?",
            topic="distance",
        ),
        mis(
            "largest-difference",
            _by(lambda gaps: np.abs(gaps).max(axis=1)),
            "Only the feature with the largest difference counts for you. Where do the other "
            "features enter?",
            topic="distance",
        ),
        mis(
            "first-feature",
            _by(lambda gaps: gaps[:, 0] ** 2),
            "Only the first column decides. How many features does a point have?",
            topic="rows and columns",
        ),
        mis(
            "two-centres",
            _two_centres,
            "Centres after the second never get a point. How many rows may `centres` have?",
            topic="any number of centres",
        ),
        mis(
            "one-number-for-all",
            _one_number_for_all,
            "One number came out for the whole table. Along which axis does the sum give one "
            "distance for each row?",
            topic="axis",
        ),
        mis(
            "one-sum-for-all-points",
            _one_sum_for_all_points,
            "For each centre all points share one sum, so all of them choose the same centre. "
            "Which `axis` gives one sum for each row?",
            topic="axis",
        ),
        mis(
            "nearest-point",
            lambda points, centres: squared_distances(points, centres).argmin(axis=0),
            "You found the nearest point of each centre. How many numbers should come back, one "
            "for each point or one for each centre?",
            topic="axis",
        ),
        mis(
            "rows-do-not-pair",
            _rows_do_not_pair,
            "Two shapes do not fit. Subtract one centre at a time from all points, then add up "
            "along each row, `axis=1`. How many numbers should come out for one centre?",
            topic="axis",
        ),
        mis(
            "distances",
            lambda points, centres: np.sqrt(squared_distances(points, centres).min(axis=1)),
            "These are the smallest distances. Which function gives the position of the smallest "
            "value instead?",
            topic="nearest",
        ),
        mis(
            "squared-distances",
            lambda points, centres: squared_distances(points, centres).min(axis=1),
            "These are the smallest squared distances. Whose number did we want for each point?",
            topic="nearest",
        ),
        mis(
            "from-one",
            lambda points, centres: squared_distances(points, centres).argmin(axis=1) + 1,
            "Your numbers begin at 1. What is the number of the first row in Python?",
            topic="indexing",
        ),
        mis(
            "last-of-tied",
            _last_of_tied,
            "Of two equally near centres you take the later one. Which one did we agree on?",
            topic="ties",
        ),
    ),
    variants=(
        _assign,
        _assign_loops,
        _assign_at_once,
        _assign_library,
        _assign_best_so_far,
    ),
    hints=(
        "First fill the table `squares`: one row for each point, one column for each centre.",
        "For centre k: `squares[:, k] = ((points - centres[k]) ** 2).sum(axis=1)`, one number for "
        "each row of `points`.",
        "`squares.argmin(axis=1)` gives the column of the smallest value in each row.",
    ),
)
