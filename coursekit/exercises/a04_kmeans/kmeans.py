"""E3: assign and update until no centre moves."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from coursekit import imaging
from coursekit.checking import OWN, TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a04_kmeans.tables import nearest
from coursekit.exercises.a04_kmeans.walks import drawn, is_clear, walk


def _kmeans(points, init, n_iter=100):
    centres = np.array(init, dtype=float)
    n_steps = 0
    while n_steps < n_iter:
        labels = imaging.assign(points, centres)
        moved = imaging.update(points, labels, centres)
        n_steps = n_steps + 1
        if np.array_equal(moved, centres):
            break
        centres = moved
    return imaging.assign(points, centres), centres, n_steps


def _kmeans_for(points, init, n_iter=100):
    centres = init
    for step in range(1, n_iter + 1):
        old = centres
        centres = imaging.update(points, imaging.assign(points, old), old)
        if (centres == old).all():
            break
    return imaging.assign(points, centres), centres, step


def _kmeans_by_hand(points, init, n_iter=100):
    rows, centres = points.tolist(), [[float(x) for x in centre] for centre in init.tolist()]

    def label_of(row):
        squares = [sum((a - b) ** 2 for a, b in zip(row, centre)) for centre in centres]
        return squares.index(min(squares))

    steps, going_on = 0, True
    while going_on and steps < n_iter:
        labels = [label_of(row) for row in rows]
        groups = [[r for r, label in zip(rows, labels) if label == k] for k in range(len(centres))]
        moved = [
            [sum(column) / len(group) for column in zip(*group)] if group else centre
            for group, centre in zip(groups, centres)
        ]
        going_on, centres, steps = moved != centres, moved, steps + 1
    return np.array([label_of(row) for row in rows]), np.array(centres), steps


def _kmeans_until_close(points, init, n_iter=100):
    centres = np.array(init, dtype=np.float64)
    count = 0
    for _ in range(n_iter):
        labels = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
        moved = centres.copy()
        for k in set(labels.tolist()):
            moved[k] = points[labels == k].mean(axis=0)
        shift = np.abs(moved - centres).max()
        centres, count = moved, count + 1
        if shift < 1e-9:
            break
    labels = np.linalg.norm(points[:, None] - centres, axis=2).argmin(axis=1)
    return labels, centres, np.int64(count)


# --- wrong answers ------------------------------------------------------------------------------


def _end(points, path):
    return nearest(points, path[-1]), path[-1], len(path) - 1


def _ending(**how):
    def answer(points, init, n_iter=100):
        return _end(points, walk(points, init, n_iter, **how))

    return answer


def _fixed_rounds(rounds):
    def answer(points, init, n_iter=100):
        return _end(points, walk(points, init, rounds))

    return answer


def _never_moved(points, init, n_iter=100):
    return nearest(points, init), np.array(init, dtype=float), 1


def _two_columns(points, init, n_iter=100):
    path = walk(points[:, :2], init[:, :2], n_iter)
    return _end(points[:, :2], path)


def _two_centres(points, init, n_iter=100):
    return _end(points, walk(points, init[:2], n_iter))


def _in_place(points, init, n_iter=100):
    centres = init
    for step in range(1, n_iter + 1):
        old, labels = centres.copy(), nearest(points, centres)
        for k in range(len(centres)):
            if (labels == k).any():
                centres[k] = points[labels == k].mean(axis=0)
        if np.array_equal(old, centres):
            break
    return nearest(points, centres), centres, step


def _whole_numbers(points, init, n_iter=100):
    return _in_place(points, init.copy(), n_iter)


def _other_start(points, init, n_iter=100):
    return _end(points, walk(points, points[: len(init)], n_iter))


def _moves_counted(points, init, n_iter=100):
    path = walk(points, init, n_iter)
    rests = len(path) > 1 and np.array_equal(path[-1], path[-2])
    return nearest(points, path[-1]), path[-1], len(path) - 1 - rests


def _counted_from_zero(points, init, n_iter=100):
    path = walk(points, init, n_iter)
    return nearest(points, path[-1]), path[-1], len(path) - 2


def _moves_counted_older_labels(points, init, n_iter=100):
    path = walk(points, init, n_iter)
    rests = np.array_equal(path[-1], path[-2])
    return nearest(points, path[-2]), path[-1], len(path) - 1 - rests


def _counted_from_zero_older_labels(points, init, n_iter=100):
    path = walk(points, init, n_iter)
    return nearest(points, path[-2]), path[-1], len(path) - 2


def _all_rounds(points, init, n_iter=100):
    path = walk(points, init, n_iter)
    return nearest(points, path[-1]), path[-1], n_iter


def _older_labels(points, init, n_iter=100):
    path = walk(points, init, n_iter)
    return nearest(points, path[-2]), path[-1], len(path) - 1


def _n_iter_ignored(points, init, n_iter=100):
    return _end(points, walk(points, init, 100))


def _sorted(points, init, n_iter=100):
    _, centres, n_steps = _end(points, walk(points, init, n_iter))
    return nearest(points, np.sort(centres, axis=0)), np.sort(centres, axis=0), n_steps


def _two_values(points, init, n_iter=100):
    return _end(points, walk(points, init, n_iter))[:2]


def _centres_first(points, init, n_iter=100):
    labels, centres, n_steps = _end(points, walk(points, init, n_iter))
    return centres, labels, n_steps


# --- cases --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _NotAsked(cmp.Comparator):
    """The number of steps where another property asks for it."""

    def equal(self, expected: Any, got: Any) -> bool:
        """Accept whatever stands in this place."""
        return True


_LABELS, _CENTRES = cmp.array(kinds="iu"), cmp.array(kinds="f")
_ALL_THREE = cmp.parts(_LABELS, _CENTRES, cmp.scalar(whole=True))


def _case(rng: np.random.Generator) -> Case:
    which = str(rng.choice(["any", "any", "high", "empty", "steps", "few"]))
    while True:
        points, init = drawn(rng, which)
        n_iter = int(rng.integers(1, 3)) if which == "few" else 100
        path = walk(points, init, n_iter)
        long_enough = len(path) >= (2 if which in ("few", "empty") else 4)
        if not long_enough or not is_clear(points, path):
            continue
        if which == "few":
            return case(points, init, n_iter, prop="steps", kind="few steps allowed")
        if which == "steps":
            return case(points, init, prop="steps", kind="the number of steps")
        kinds = {"high": "five features and four centres", "empty": "a centre without points"}
        return case(points, init, kind=kinds.get(which, "other points and starting centres"))


_LINE = np.array([[0.0], [2.0], [7.0], [9.0]])
_CLOUD = np.array(
    [[1.0, 1.0], [2.0, 0.0], [3.0, 2.5], [6.0, 5.0], [7.0, 7.0], [9.0, 5.5], [4.5, 2.0]]
)

KMEANS = Exercise(
    id="a04.kmeans",
    code="E3",
    kind="W",
    title="Repeat until nothing moves",
    function="kmeans",
    signature="(points, init, n_iter=100)",
    minutes=8,
    reference=imaging.kmeans,
    compare=cmp.parts(_LABELS, _CENTRES, _NotAsked()),
    props=(
        prop("core", 1.5, "labels and centres when no centre moves any more"),
        prop("steps", 0.5, "n_steps, and at most n_iter of them", compare=_ALL_THREE),
        prop(OWN, 1.5, "your own loop, without k-means of a library"),
        prop(TYPE, 0.5, "labels, centres, n_steps in this order; points and init are unchanged"),
    ),
    cases=(
        case(
            _CLOUD,
            np.array([[0.0, 3.0], [2.0, 3.5]]),
            alt="seven points with two features, two centres",
        ),
        case(
            np.array([[0, 1, 5], [1, 0, 5], [8, 9, 4], [9, 7, 4], [9, 9, 0], [2, 1, 0]]),
            np.array([[0, 0, 0], [9, 9, 9], [5, 5, 0]]),
            alt="six points with three features, three centres, all of them whole numbers",
        ),
        case(
            _LINE,
            np.array([[0.0], [3.0]]),
            prop="steps",
            alt="0, 2, 7, 9 on a line, centres at 0 and 3",
        ),
        case(
            _LINE,
            np.array([[0.0], [3.0]]),
            1,
            prop="steps",
            alt="0, 2, 7, 9 on a line, centres at 0 and 3, only one step",
        ),
    ),
    hidden=_case,
    n_hidden=10,
    forbid=(
        "sklearn.cluster.KMeans",
        "sklearn.cluster.MiniBatchKMeans",
        "sklearn.cluster.k_means",
        "scipy.cluster.vq.kmeans",
        "scipy.cluster.vq.kmeans2",
        "coursekit.imaging.kmeans_path",
    ),
    misconceptions=(
        mis(
            "one-step",
            _fixed_rounds(1),
            "The centres moved once. Would a point change its group if you assigned again?",
            topic="repetition",
        ),
        mis(
            "two-steps",
            _fixed_rounds(2),
            "You stop after two steps, and some centres are still on their way. What tells you "
            "that they have arrived?",
            topic="repetition",
        ),
        mis(
            "never-moved",
            _never_moved,
            "The centres are where they began. Where are the new centres stored?",
            topic="repetition",
        ),
        mis(
            "n-iter-ignored",
            _n_iter_ignored,
            "The end is right, but your function goes on when `n_iter` is used up. How many times "
            "may the loop run?",
            topic="ignores the argument",
        ),
        mis(
            "moves-counted",
            _moves_counted,
            "Labels and centres are right. Does your count hold the last step, which found that "
            "nothing moves?",
            topic="counting steps",
        ),
        mis(
            "counted-from-zero",
            _counted_from_zero,
            "Labels and centres are right; your count is one too low. Which number has the first "
            "round of `range(n_iter)`?",
            topic="counting steps",
        ),
        mis(
            "all-rounds",
            _all_rounds,
            "Labels and centres are right. You return `n_iter`; how many steps did it really take?",
            topic="counting steps",
        ),
        mis(
            "older-labels",
            _older_labels,
            "Your labels belong to the centres of the step before. What has to be done once more "
            "after the last move?",
            topic="repetition",
        ),
        mis(
            "moves-counted-older-labels",
            _moves_counted_older_labels,
            "Two things: your count leaves out the last step, which found that nothing moves; and "
            "when `n_iter` is used up, your labels are one step old. What counts as a step, and "
            "what is done once more after the loop?",
            topic="counting steps",
        ),
        mis(
            "counted-from-zero-older-labels",
            _counted_from_zero_older_labels,
            "Two things: `range(n_iter)` begins at 0, so your count is one too low; and when "
            "`n_iter` is used up, your labels are one step old. What is done once more after the "
            "loop?",
            topic="counting steps",
        ),
        mis(
            "in-place",
            _in_place,
            "The caller's `init` was written over. What makes a copy of it, with floats?",
            topic="changes its input",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "Your centres lose what stands behind the decimal point. Which dtype has a copy of "
            "whole numbers?",
            topic="dtype",
        ),
        mis(
            "other-start",
            _other_start,
            "Your centres begin at the first points of the table. Where does the caller want them "
            "to begin?",
            topic="ignores the argument",
        ),
        mis(
            "two-columns",
            _two_columns,
            "Only the first two features are used. How many columns may `points` have?",
            topic="rows and columns",
        ),
        mis(
            "two-centres",
            _two_centres,
            "Only two centres come back. How many rows may `init` have?",
            topic="any number of centres",
        ),
        mis(
            "nan-for-empty",
            _ending(empty=np.nan),
            "A centre lost all its points and became nan. What should happen to it?",
            topic="empty input",
        ),
        mis(
            "zero-for-empty",
            _ending(empty=0.0),
            "A centre without points jumped to 0. Where should it be?",
            topic="empty input",
        ),
        mis(
            "medians",
            _ending(summary=np.median),
            "Your centres move to the medians. Which function from the last task moves them to "
            "the means?",
            topic="formula",
        ),
        mis(
            "sorted",
            _sorted,
            "You sorted each column of the centres by itself. Does a row still hold the features "
            "of one centre?",
            topic="rows and columns",
        ),
        mis(
            "two-values",
            _two_values,
            "Labels and centres are right, the number of steps is missing. How many values does "
            "the caller wait for?",
            topic="order of results",
        ),
        mis(
            "centres-first",
            _centres_first,
            "The centres come first. In which order did we promise the three results?",
            topic="order of results",
        ),
    ),
    variants=(_kmeans, _kmeans_for, _kmeans_by_hand, _kmeans_until_close),
    hints=(
        "One step: `imaging.assign`, then `imaging.update`, then compare old and new centres.",
        "Begin with `np.array(init, dtype=float)`; count a step before you ask whether to stop.",
        "Stop when `np.array_equal(moved, centres)`; after the loop assign once more, so that "
        "labels and centres belong together.",
    ),
)
