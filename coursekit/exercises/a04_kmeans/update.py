"""E2: move each centre to the mean of its points."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a04_kmeans.tables import grid, nearest, sizes


def _update(points, labels, centres):
    moved = np.array(centres, dtype=float)
    for k in range(len(centres)):
        members = points[labels == k]
        if len(members) > 0:
            moved[k] = members.mean(axis=0)
    return moved


def _update_loops(points, labels, centres):
    moved = []
    for k, old in enumerate(centres.tolist()):
        members = [row for row, label in zip(points.tolist(), labels.tolist()) if label == k]
        if members:
            moved.append([sum(column) / len(members) for column in zip(*members)])
        else:
            moved.append(old)
    return np.array(moved, dtype=float)


def _update_sums(points, labels, centres):
    sums, counts = np.zeros(centres.shape), np.zeros(len(centres))
    np.add.at(sums, labels, points)
    np.add.at(counts, labels, 1)
    return np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], centres)


def _update_matrix(points, labels, centres):
    member = (labels == np.arange(len(centres))[:, None]).astype(float)
    counts = member.sum(axis=1)
    moved = centres.astype(float)
    moved[counts > 0] = (member @ points)[counts > 0] / counts[counts > 0, None]
    return moved


def _update_library(points, labels, centres):
    from scipy import ndimage

    present = np.unique(labels)
    moved = centres.astype(np.float64)
    for j in range(points.shape[1]):
        moved[present, j] = ndimage.mean(points[:, j], labels, present)
    return moved


# --- wrong answers ------------------------------------------------------------------------------


def _moving(summary, empty=lambda points, old: old):
    """Make an answer with another summary of a group, or another fate of an empty one."""

    def answer(points, labels, centres):
        moved = np.array(centres, dtype=float)
        for k in range(len(centres)):
            members = points[labels == k]
            moved[k] = summary(members) if len(members) else empty(points, moved[k])
        return moved

    return answer


def _mean(members):
    return members.mean(axis=0)


def _share_of_all(points, labels, centres):
    return _moving(lambda members: members.sum(axis=0) / len(points))(points, labels, centres)


def _whole_numbers(points, labels, centres):
    moved = centres.copy()
    for k in range(len(centres)):
        if (labels == k).any():
            moved[k] = points[labels == k].mean(axis=0)
    return moved


def _whole_and_unguarded(points, labels, centres):
    moved = centres.copy()
    for k in range(len(centres)):
        moved[k] = points[labels == k].mean(axis=0)
    return moved


def _one_mean_and_unguarded(points, labels, centres):
    moved = np.array(centres, dtype=float)
    for k in range(len(centres)):
        moved[k] = points[labels == k].mean()
    return moved


def _in_place_and_unguarded(points, labels, centres):
    for k in range(len(centres)):
        centres[k] = points[labels == k].mean(axis=0)
    return centres


def _in_place(points, labels, centres):
    for k in range(len(centres)):
        if (labels == k).any():
            centres[k] = points[labels == k].mean(axis=0)
    return centres


def _without_empty_ones(points, labels, centres):
    return np.array([points[labels == k].mean(axis=0) for k in np.unique(labels)])


def _own_labels(points, labels, centres):
    return _moving(_mean)(points, nearest(points, centres), centres)


def _last_one_forgotten(points, labels, centres):
    moved = _moving(_mean)(points, labels, centres)
    moved[-1] = centres[-1]
    return moved


def _old_centre_counts(points, labels, centres):
    moved = np.array(centres, dtype=float)
    for k in range(len(centres)):
        moved[k] = np.vstack([points[labels == k], centres[k : k + 1]]).mean(axis=0)
    return moved


def _case(rng: np.random.Generator) -> Case:
    n, d, k = sizes(rng)
    whole = bool(rng.random() < 0.3)
    points, centres = grid(rng, (n, d), whole), grid(rng, (k, d), whole)
    labels = rng.integers(0, k, size=n)
    if k > 1 and rng.random() < 0.4:
        gone = int(rng.integers(k))
        labels[labels == gone] = (gone + 1) % k
    if len(np.unique(labels)) < k:
        return case(points, labels, centres, prop="empty", kind="a centre without points")
    words = "whole numbers" if whole else "floats"
    return case(points, labels, centres, kind=f"other points and labels, {words}")


UPDATE = Exercise(
    id="a04.update",
    code="E2",
    kind="W",
    title="Move the centres",
    function="update",
    signature="(points, labels, centres)",
    minutes=8,
    reference=imaging.update,
    compare=cmp.array(kinds="f"),
    props=(
        prop("core", 1.5, "each centre at the mean of its points, feature by feature"),
        prop("empty", 1, "a centre without points stays where it is"),
        prop(TYPE, 0.5, "an array of floats; points, labels and centres are unchanged"),
    ),
    cases=(
        case(
            np.array([[0.0, 1.0], [4.0, 2.0], [5.0, 9.0], [7.0, 4.0], [2.0, 0.0]]),
            np.array([0, 1, 1, 1, 0]),
            np.array([[1.0, 3.0], [6.0, 6.0]]),
            alt="five points, two of them with number 0",
        ),
        case(
            np.array([[0, 1], [4, 2], [9, 9]]),
            np.array([2, 2, 0]),
            np.array([[8, 7], [3, 6], [1, 3]]),
            prop="empty",
            alt="three points of whole numbers, none of them with number 1",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "nan-for-empty",
            _moving(_mean, lambda points, old: np.nan),
            "A centre without points became nan, and nan never goes away again. Which line can ask "
            "first whether there are points?",
            topic="empty input",
        ),
        mis(
            "zero-for-empty",
            _moving(_mean, lambda points, old: 0.0),
            "A centre without points jumped to 0. Where did we agree that it stays?",
            topic="empty input",
        ),
        mis(
            "mean-of-all-for-empty",
            _moving(_mean, lambda points, old: points.mean(axis=0)),
            "A centre without points jumped to the middle of all points. What did we agree on?",
            topic="empty input",
        ),
        mis(
            "row-lost",
            _without_empty_ones,
            "A centre without points is missing in your table. How many rows must come back?",
            topic="empty input",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "Your centres lose what stands behind the decimal point. Which dtype has a copy of "
            "whole numbers?",
            topic="dtype",
        ),
        mis(
            "whole-and-unguarded",
            _whole_and_unguarded,
            "Two things: a centre without points has no mean, and a copy of whole numbers cannot "
            "hold one half. What do you ask first, and with which dtype does the copy begin?",
            topic="empty input",
        ),
        mis(
            "in-place-and-unguarded",
            _in_place_and_unguarded,
            "Two things: a centre without points has no mean, and the caller's table was written "
            "over. What do you ask first, and into which new array do the means go?",
            topic="changes its input",
        ),
        mis(
            "in-place",
            _in_place,
            "The means were written into the caller's table. Into which new array could they go?",
            topic="changes its input",
        ),
        mis(
            "one-mean-for-all-features",
            _moving(lambda members: members.mean()),
            "Every centre got one number for all its features. Over which axis do you take the "
            "mean?",
            topic="axis",
        ),
        mis(
            "one-mean-and-unguarded",
            _one_mean_and_unguarded,
            "Two things: a centre without points has no mean, and each feature needs a mean of its "
            "own. What do you ask first, and over which `axis` do you take the mean?",
            topic="axis",
        ),
        mis(
            "sums",
            _moving(lambda members: members.sum(axis=0)),
            "These are sums of the points. What is still to be done to get a mean?",
            topic="formula",
        ),
        mis(
            "divided-by-all",
            _share_of_all,
            "You divide by the number of all points. How many points does this centre have?",
            topic="formula",
        ),
        mis(
            "medians",
            _moving(lambda members: np.median(members, axis=0)),
            "Your centres move to the medians. What does the word means in k-means stand for?",
            topic="formula",
        ),
        mis(
            "own-labels",
            _own_labels,
            "You looked for the nearest centre again. Which argument says already where each point "
            "belongs?",
            topic="ignores the argument",
        ),
        mis(
            "last-one-forgotten",
            _last_one_forgotten,
            "The last centre never moves. Which numbers does your `range` give?",
            topic="indexing",
        ),
        mis(
            "never-moved",
            lambda points, labels, centres: np.array(centres, dtype=float),
            "The centres are where they were. Where are the new means stored?",
            topic="repetition",
        ),
        mis(
            "old-centre-counts",
            _old_centre_counts,
            "The old centre was counted as one of the points. Which rows belong into the mean?",
            topic="formula",
        ),
    ),
    variants=(_update, _update_loops, _update_sums, _update_matrix, _update_library),
    hints=(
        "`labels == k` is a mask with one value for each row of `points`.",
        "`points[labels == k]` are the points of centre k; test `len(...)` before the mean.",
        "`moved = np.array(centres, dtype=float)`, then `moved[k] = members.mean(axis=0)`.",
    ),
)
