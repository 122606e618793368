"""E2: the distances between the rows of two tables."""

import math

import numpy as np

from coursekit import imaging
from coursekit.checking import OWN, TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a05_neighbours.clouds import points


def _distances(a, b):
    a = np.asarray(a, dtype=float)
    differences = a[:, None, :] - b[None, :, :]
    return np.sqrt((differences**2).sum(axis=-1))


def _distances_columns(a, b):
    squares = np.zeros((len(a), len(b)))
    for column in range(a.shape[1]):
        one, other = a[:, column].astype(float), b[:, column].astype(float)
        squares += (one[:, None] - other) ** 2
    return np.sqrt(squares)


def _distances_loops(a, b):
    table = np.empty((len(a), len(b)))
    for i, one in enumerate(a.tolist()):
        for j, other in enumerate(b.tolist()):
            table[i, j] = math.dist(one, other)
    return table


def _distances_norm(a, b):
    return np.linalg.norm(a[:, np.newaxis].astype(float) - b.astype(float), axis=2)


def _distances_rows(a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    return np.stack([np.sqrt(np.square(b - row).sum(axis=1)) for row in a])


# --- wrong answers ------------------------------------------------------------------------------


def _by(measure):
    def answer(a, b):
        return measure(a[:, None, :].astype(float) - b[None, :, :])

    return answer


def _transposed(a, b):
    return _distances(b, a)


def _row_by_row(a, b):
    return np.sqrt(((a.astype(float) - b) ** 2).sum(axis=1))


def _small_integers(a, b):
    differences = a[:, None, :] - b[None, :, :]
    return np.sqrt((differences**2).sum(axis=-1))


def _one_number(a, b):
    return np.sqrt(np.sum((a[:, None, :].astype(float) - b[None, :, :]) ** 2))


def _to_the_first_row(a, b):
    return np.sqrt(((a.astype(float) - b[0]) ** 2).sum(axis=1))


def _case(rng: np.random.Generator) -> Case:
    n, m, d = (int(number) for number in rng.integers(1, 7, 3))
    if n == m:
        m += 1
    if rng.random() < 0.35:
        size = rng.integers(0, 256, (n, d)), rng.integers(0, 256, (m, d))
        return case(*(drawn.astype(np.uint8) for drawn in size), prop="small", kind="uint8 tables")
    first, second = points(rng, n, d), points(rng, m, d)
    return case(first.astype(float), second.astype(float), kind="other points")


DISTANCES = Exercise(
    id="a05.distances",
    code="E2",
    kind="F",
    title="All distances at once",
    function="distances",
    signature="(a, b)",
    minutes=4,
    reference=imaging.distances,
    compare=cmp.array(kinds="f"),
    props=(
        prop("core", 1, "n rows and m columns: the distance of each row of a from each row of b"),
        prop("small", 0.5, "also for tables of small integers (uint8)"),
        prop(TYPE, 0.25, "an array of floats; the arguments are unchanged"),
        prop(OWN, 0.25, "written by you: no library function that computes distances"),
    ),
    cases=(
        case(
            np.array([[0.0, 0.0], [3.0, 4.0]]),
            np.array([[0.0, 0.0], [0.0, 4.0], [6.0, 8.0]]),
            alt="(0, 0) and (3, 4) against (0, 0), (0, 4) and (6, 8)",
        ),
        case(
            gen.u8([[0], [200]]),
            gen.u8([[30], [255], [200]]),
            prop="small",
            alt="the uint8 numbers 0 and 200 against 30, 255 and 200",
        ),
    ),
    hidden=_case,
    forbid=(
        "scipy.spatial.distance.cdist",
        "scipy.spatial.distance_matrix",
        "sklearn.metrics.pairwise_distances",
        "sklearn.metrics.pairwise.euclidean_distances",
        "sklearn.metrics.euclidean_distances",
    ),
    misconceptions=(
        mis(
            "squares",
            _by(lambda difference: (difference**2).sum(axis=-1)),
            "These are squared distances. Which step leads from 25 to 5?",
            topic="formula",
        ),
        mis(
            "transposed",
            _transposed,
            "Rows and columns of your table are exchanged. Which table do its rows stand for?",
            topic="rows and columns",
        ),
        mis(
            "city-block",
            _by(lambda difference: np.abs(difference).sum(axis=-1)),
            "You add up the differences as they are. From (0, 0) to (3, 4) that makes 7; how long "
            "is the straight line?",
            topic="formula",
        ),
        mis(
            "signed-sum",
            _by(lambda difference: np.sqrt(difference.sum(axis=-1) ** 2)),
            "You add the differences first and square the sum, so +3 and -3 vanish. What has to be "
            "squared?",
            topic="formula",
        ),
        mis(
            "mean-square",
            _by(lambda difference: np.sqrt((difference**2).mean(axis=-1))),
            "You take the mean of the squares. What does the theorem of Pythagoras do with them?",
            topic="formula",
        ),
        mis(
            "row-by-row",
            _row_by_row,
            "Row 0 meets row 0, row 1 meets row 1. How can every row of `a` meet every row of `b`? "
            "Think of an empty axis, `None`.",
            topic="rows and columns",
        ),
        mis(
            "wrong-axis",
            _by(lambda difference: np.sqrt((difference**2).sum(axis=1))),
            "You add along the rows of `b`. Along which axis do the features of one pair lie?",
            topic="rows and columns",
        ),
        mis(
            "first-column-only",
            _by(lambda difference: np.abs(difference[..., 0])),
            "Only the first feature counts in your table. What about the others?",
            topic="rows and columns",
        ),
        mis(
            "small-integers",
            _small_integers,
            "Right for floats, wrong for uint8: there 0 - 30 is 226. What has to happen to both "
            "tables before the subtraction?",
            topic="dtype",
        ),
        mis(
            "one-number",
            _one_number,
            "All squares went into one number. Along which axis should the sum run?",
            topic="rows and columns",
        ),
        mis(
            "to-the-first-row",
            _to_the_first_row,
            "You measure the distance from row 0 of `b` only. How many columns should come back?",
            topic="rows and columns",
        ),
    ),
    variants=(
        _distances,
        _distances_columns,
        _distances_loops,
        _distances_norm,
        _distances_rows,
    ),
    hints=(
        "Make both tables float first. `a[:, None, :]` has the shape (n, 1, features).",
        "`a[:, None, :] - b[None, :, :]` has the shape (n, m, features): one difference for each "
        "pair and feature.",
        "Square the differences, `sum(axis=-1)`, then `np.sqrt`.",
    ),
)
