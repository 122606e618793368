"""E3: let the k nearest training points vote."""

from collections import Counter

import numpy as np

from coursekit import imaging
from coursekit.checking import OWN, TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a05_neighbours.clouds import class_numbers, labels_of, points, whole_points


def _knn(train_x, train_y, test_x, k):
    far = imaging.distances(test_x, train_x)
    nearest = np.argsort(far, axis=1, kind="stable")[:, :k]
    return np.array([np.bincount(votes).argmax() for votes in train_y[nearest]])


def _knn_loop(train_x, train_y, test_x, k):
    named = []
    for point in test_x.astype(float):
        far = np.sqrt(((train_x - point) ** 2).sum(axis=1))
        order = np.lexsort((np.arange(len(far)), far))
        labels, votes = np.unique(train_y[order[:k]], return_counts=True)
        named.append(labels[np.argmax(votes)])
    return np.array(named)


def _knn_sorted_lists(train_x, train_y, test_x, k):
    named = []
    for row in imaging.distances(test_x, train_x):
        ranked = sorted(range(len(row)), key=lambda i: (row[i], i))
        votes = Counter(int(train_y[i]) for i in ranked[:k])
        named.append(min(votes, key=lambda label: (-votes[label], label)))
    return np.array(named)


def _knn_mode(train_x, train_y, test_x, k):
    from scipy.stats import mode

    squares = ((test_x[:, None, :].astype(float) - train_x[None, :, :]) ** 2).sum(axis=2)
    nearest = squares.argsort(axis=1, kind="stable")[:, :k]
    return np.asarray(mode(train_y[nearest], axis=1).mode).ravel()


def _knn_counts(train_x, train_y, test_x, k):
    classes = np.unique(train_y)
    nearest = imaging.distances(test_x, train_x).argsort(axis=1, kind="mergesort")[:, :k]
    votes = (train_y[nearest][:, :, None] == classes).sum(axis=1)
    return classes[votes.argmax(axis=1)]


# --- wrong answers ------------------------------------------------------------------------------


def _ranked(train_x, test_x):
    return imaging.distances(test_x, train_x).argsort(axis=1, kind="stable")


def _vote(labels):
    return np.bincount(labels).argmax()


def _voted(chosen, summary=_vote):
    """Build an answer: `chosen(order, k)` picks voters, `summary` makes one label of theirs."""

    def answer(train_x, train_y, test_x, k):
        rows = [chosen(order, k) for order in _ranked(train_x, test_x)]
        return np.array([summary(train_y[row]) for row in rows])

    return answer


def _first_k(order, k):
    return order[:k]


def _larger_label(labels):
    counts = np.bincount(labels)
    return len(counts) - 1 - counts[::-1].argmax()


def _nearest_of_the_tied(labels):
    return Counter(labels.tolist()).most_common(1)[0][0]


def _later_rows(train_x, train_y, test_x, k):
    return _knn(train_x[::-1], train_y[::-1], test_x, k)


def _not_stable(train_x, train_y, test_x, k):
    nearest = np.argsort(imaging.distances(test_x, train_x), axis=1)[:, :k]
    return np.array([_vote(train_y[row]) for row in nearest])


def _rows_for_labels(train_x, train_y, test_x, k):
    return np.array([np.bincount(order[:k]).argmax() for order in _ranked(train_x, test_x)])


def _first_rows_of_order(train_x, train_y, test_x, k):
    rows = _ranked(train_x, test_x)[:k]
    return np.array([np.bincount(train_y[row]).argmax() for row in rows])


def _mean_distance(train_x, train_y, test_x, k):
    far, classes = imaging.distances(test_x, train_x), np.unique(train_y)
    means = [far[:, train_y == label].mean(axis=1) for label in classes]
    return classes[np.argmin(means, axis=0)]


def _everybody(train_x, train_y, test_x, k):
    return np.full(len(test_x), np.bincount(train_y).argmax())


def _row_by_row(train_x, train_y, test_x, k):
    far = np.sqrt(((train_x.astype(float) - test_x) ** 2).sum(axis=1))
    return np.bincount(train_y[far.argsort(kind="stable")[:k]]).argmax()


def _first_point_only(train_x, train_y, test_x, k):
    return _knn(train_x, train_y, test_x, k)[0]


def _case(rng: np.random.Generator) -> Case:
    while True:
        n, m, d = int(rng.integers(4, 15)), int(rng.integers(2, 6)), int(rng.integers(1, 4))
        if n == m:
            continue
        whole = rng.random() < 0.7
        drawn = whole_points(rng, n + m, d, 6) if whole else points(rng, n + m, d)
        train_x, test_x = drawn[:n], drawn[n:]
        train_y = labels_of(rng, n, class_numbers(rng))
        k = int(rng.choice([1, 2, 2, 3, 4, 5, n]))
        k = min(k, n)
        if not whole and k < n and not _is_clear(train_x, test_x):
            continue
        even, tied = _ties(train_x, train_y, test_x, k)
        if even and not tied:
            return case(train_x, train_y, test_x, k, prop="votes", kind="even votes")
        if tied and not even:
            return case(train_x, train_y, test_x, k, prop="ties", kind="equal distances")
        if not even:
            return case(train_x, train_y, test_x, k, kind="other points and another k")


def _ties(train_x, train_y, test_x, k):
    """Tell whether two classes have equally many votes, and whether it matters who is k-th."""
    far = imaging.distances(test_x, train_x)
    voters = [train_y[order] for order in far.argsort(axis=1, kind="stable")[:, :k]]
    counts = [np.sort(np.bincount(labels, minlength=2)) for labels in voters]
    even = any(count[-1] == count[-2] for count in counts)
    ranked = np.sort(far, axis=1)
    tied = k < len(train_x) and bool((ranked[:, k - 1] == ranked[:, k]).any())
    return even, tied


def _is_clear(train_x, test_x):
    """Tell whether no two distances are so near that rounding could exchange them."""
    steps = np.diff(np.sort(imaging.distances(test_x, train_x), axis=1), axis=1)
    return bool((steps > 1e-6).all())


_PIECES = np.array([[1, 1], [2, 4], [3, 1], [9, 7], [9, 9]])
_MATERIALS = np.array([1, 1, 1, 2, 2])
_MANY_EQUALLY_FAR = np.array([[-2], [2]] * 10)  # so many that a sort may exchange equal ones
_MANY_EQUALLY_FAR[[10, 19]] = [[1], [0]]

KNN_PREDICT = Exercise(
    id="a05.knn_predict",
    code="E3",
    kind="W",
    title="Let the neighbours vote",
    function="knn_predict",
    signature="(train_x, train_y, test_x, k)",
    minutes=8,
    reference=imaging.knn_predict,
    compare=cmp.array(kinds="iu"),
    props=(
        prop("core", 3, "the label that most of the k nearest training rows have"),
        prop("votes", 0.5, "even votes: the smaller label"),
        prop("ties", 0.5, "equal distances: the earlier training rows vote"),
        prop(TYPE, 0.5, "an array of whole numbers; the arguments are unchanged"),
        prop(OWN, 0.5, "written by you: no classifier of a library"),
    ),
    cases=(
        case(_PIECES, _MATERIALS, np.array([[6, 5], [2, 2]]), 1, alt="five pieces, k = 1"),
        case(_PIECES, _MATERIALS, np.array([[6, 5], [2, 2]]), 5, alt="five pieces, k = 5"),
        case(
            np.array([[0], [3], [6], [9]]),
            np.array([5, 5, 2, 2]),
            np.array([[4], [5]]),
            2,
            prop="votes",
            alt="0 and 3 of class 5, 6 and 9 of class 2; 4 and 5 are asked, k = 2",
        ),
        case(
            np.array([[4], [2], [9]]),
            np.array([7, 3, 3]),
            np.array([[3], [8]]),
            1,
            prop="ties",
            alt="4 of class 7, 2 and 9 of class 3; 3 and 8 are asked, k = 1",
        ),
        case(
            _MANY_EQUALLY_FAR,
            np.where(np.arange(20) < 3, 7, 2),
            np.array([[0]]),
            5,
            prop="ties",
            alt="0 is asked, k = 5; two rows are near, 18 equally far: the first 3 of these vote",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    forbid=(
        "sklearn.neighbors.KNeighborsClassifier",
        "sklearn.neighbors.NearestNeighbors",
    ),
    misconceptions=(
        mis(
            "nearest-only",
            _voted(lambda order, k: order[:1]),
            "Only the nearest row has a say, whatever `k` is. How many may vote?",
            topic="ignores the argument",
        ),
        mis(
            "farthest",
            _voted(lambda order, k: order[::-1][:k]),
            "The k farthest rows vote. At which end of the sorted distances are the neighbours?",
            topic="polarity",
        ),
        mis(
            "nearest-skipped",
            _voted(lambda order, k: order[1 : k + 1] if k < len(order) else order[1:]),
            "The nearest row is left out, as if it were the point itself. Are your test points in "
            "the training table?",
            topic="off by one",
        ),
        mis(
            "one-too-few",
            _voted(lambda order, k: order[: max(k - 1, 1)]),
            "Only k - 1 rows vote. Where does the slice `[:k]` end?",
            topic="off by one",
        ),
        mis(
            "mean-label",
            _voted(_first_k, lambda labels: int(np.round(labels.mean()))),
            "You average the numbers of the classes: 2 and 6 would make 4, a class that nobody "
            "voted for. How is a vote counted?",
            topic="labels are names",
        ),
        mis(
            "median-label",
            _voted(_first_k, lambda labels: int(np.median(labels))),
            "You take the middle one of the labels. Are the numbers of classes sizes, or names?",
            topic="labels are names",
        ),
        mis(
            "larger-label",
            _voted(_first_k, _larger_label),
            "With even votes the larger label wins. Which one did we agree on?",
            topic="ties",
        ),
        mis(
            "nearest-of-the-tied",
            _voted(_first_k, _nearest_of_the_tied),
            "With even votes the class that was met first wins, as `Counter.most_common` does it. "
            "Which label did we agree on?",
            topic="ties",
        ),
        mis(
            "later-rows",
            _later_rows,
            "Of equally far training rows the later ones vote. Which sort keeps equal values in "
            "their order?",
            topic="ties",
        ),
        mis(
            "not-stable",
            _not_stable,
            "Where many rows are equally far, your sort exchanges some of them, so later rows "
            "vote. Which `kind` of sort keeps equal values in the order of the table?",
            topic="ties",
        ),
        mis(
            "rows-for-labels",
            _rows_for_labels,
            "You return the number of a training row. Which class has this row?",
            topic="position and value",
        ),
        mis(
            "first-rows-of-order",
            _first_rows_of_order,
            "`[:k]` keeps the first k rows of the table of positions, so the first k test points. "
            "What do you write to keep the first k columns?",
            topic="rows and columns",
        ),
        mis(
            "mean-distance",
            _mean_distance,
            "You compare the mean distance of each class, so far points count as much as near "
            "ones. Who may vote?",
            topic="vote and mean",
        ),
        mis(
            "everybody",
            _everybody,
            "Every point gets the most frequent class of the training. Where do the distances come "
            "in?",
            topic="vote and mean",
        ),
        mis(
            "row-by-row",
            _row_by_row,
            "Training and test rows were subtracted row by row. How does one test point meet all "
            "training points?",
            topic="rows and columns",
        ),
        mis(
            "first-point-only",
            _first_point_only,
            "One label came back. How many test points wait for a label?",
            topic="loops",
        ),
    ),
    variants=(_knn, _knn_loop, _knn_sorted_lists, _knn_mode, _knn_counts),
    hints=(
        "`imaging.distances(test_x, train_x)` has one row for each test point.",
        '`np.argsort(far, axis=1, kind="stable")[:, :k]`: positions of the k nearest, earlier '
        "rows first.",
        "`np.bincount(votes).argmax()` is the label with most votes, the smaller one if even; do "
        "this for each row of `train_y[nearest]`.",
    ),
)
