"""E6: group numbers around two centres that move to the means of their groups."""

import numpy as np
from numpy.typing import NDArray

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a02_thresholds.comparators import Numbers
from coursekit.exercises.a02_thresholds.heaps import two_centres, values_in_two_heaps


def _walk(values, c0, c1, n_iter=100):
    values = np.asarray(values, dtype=float).ravel()
    centres = np.array([c0, c1], dtype=float)
    for _ in range(n_iter):
        dark = values <= centres.mean()
        moved = centres.copy()
        if dark.any():
            moved[0] = values[dark].mean()
        if not dark.all():
            moved[1] = values[~dark].mean()
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres, centres.mean()


def _walk_loops(values, c0, c1, n_iter=100):
    numbers = [float(value) for value in np.asarray(values).ravel()]
    step = 0
    while step < n_iter:
        dark, bright = [], []
        for number in numbers:
            if abs(number - c0) <= abs(number - c1):
                dark.append(number)
            else:
                bright.append(number)
        old = c0, c1
        c0 = sum(dark) / len(dark) if dark else c0
        c1 = sum(bright) / len(bright) if bright else c1
        if old == (c0, c1):
            break
        step += 1
    return (c0, c1), (c0 + c1) / 2


def _walk_without_a_stop(values, c0, c1, n_iter=100):
    centres = [c0, c1]
    for _ in range(n_iter):
        cut = (centres[0] + centres[1]) / 2
        groups = values[values <= cut], values[values > cut]
        centres = [
            group.mean(dtype=float) if group.size else centre
            for group, centre in zip(groups, centres)
        ]
    return centres, sum(centres) / 2


def _walk_until_close(values, c0, c1, n_iter=100):
    values = np.asarray(values, dtype=np.float64)
    centres = np.array([[c0], [c1]], dtype=np.float64)
    for _ in range(n_iter):
        nearest = np.abs(values.reshape(1, -1) - centres).argmin(axis=0)
        means = [
            values.ravel()[nearest == k].mean() if k in nearest else centres[k, 0] for k in (0, 1)
        ]
        done = np.allclose(means, centres.ravel())
        centres = np.array(means).reshape(2, 1)
        if done:
            break
    return centres.ravel(), np.float64(centres.mean())


def _walk_library(values, c0, c1, n_iter=100):
    from scipy.cluster.vq import kmeans2

    column = np.asarray(values, dtype=float).reshape(-1, 1)
    start = np.array([[c0], [c1]], dtype=float)
    centres, _ = kmeans2(column, start, iter=n_iter, minit="matrix", missing="warn")
    return centres[:, 0], np.array(centres.mean())


# --- wrong answers ------------------------------------------------------------------------------


def _moves(
    values, c0, c1, n_iter, summary=np.mean, on_the_cut_dark=True, guarded=True, compared=False
):
    """Return the centres after each move, the start included."""
    values = np.asarray(values, dtype=float).ravel()
    path = [np.array([c0, c1], dtype=float)]
    for _ in range(n_iter):
        cut = path[-1].mean()
        dark = values <= cut if on_the_cut_dark else values < cut
        moved = path[-1].copy()
        bright = values > cut if compared else ~dark
        for k, group in enumerate((values[dark], values[bright])):
            if group.size or not guarded:
                moved[k] = summary(group)
        path.append(moved)
        if np.array_equal(path[-1], path[-2]):
            break
    return path


def _ending(**how):
    def answer(values, c0, c1, n_iter=100):
        centres = _moves(values, c0, c1, n_iter, **how)[-1]
        return centres, centres.mean()

    return answer


def _one_move(values, c0, c1, n_iter=100):
    return _ending()(values, c0, c1, min(n_iter, 1))


def _one_move_older_cut(values, c0, c1, n_iter=100):
    centres = _moves(values, c0, c1, 1, guarded=False, compared=True)[-1]
    return centres, (c0 + c1) / 2


def _three_values(values, c0, c1, n_iter=100):
    centres, cut = _ending()(values, c0, c1, n_iter)
    return centres[0], centres[1], cut


def _never_moved(values, c0, c1, n_iter=100):
    return np.array([c0, c1], dtype=float), (c0 + c1) / 2


def _n_iter_ignored(values, c0, c1, n_iter=100):
    return _ending()(values, c0, c1, 100)


def _start_ignored(values, c0, c1, n_iter=100):
    return _ending()(values, np.min(values), np.max(values), n_iter)


def _whole_numbers(values, c0, c1, n_iter=100):
    values, centres = np.asarray(values, dtype=float).ravel(), np.array([c0, c1])
    for _ in range(n_iter):
        dark = values <= centres.mean()
        moved = centres.copy()
        if dark.any():
            moved[0] = values[dark].mean()
        if not dark.all():
            moved[1] = values[~dark].mean()
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres, centres.mean()


def _cut_of_the_step_before(values, c0, c1, n_iter=100):
    path = _moves(values, c0, c1, n_iter)
    return path[-1], path[-2].mean()


def _mean_for_cut(values, c0, c1, n_iter=100):
    return _moves(values, c0, c1, n_iter)[-1], float(np.mean(values))


def _centres_exchanged(values, c0, c1, n_iter=100):
    centres = _moves(values, c0, c1, n_iter)[-1]
    return centres[::-1], centres.mean()


def _empty_goes_to_zero(values, c0, c1, n_iter=100):
    return _ending(summary=lambda group: group.mean() if group.size else 0.0, guarded=False)(
        values, c0, c1, n_iter
    )


def _one_after_the_other(values, c0, c1, n_iter=100):
    values = np.asarray(values, dtype=float).ravel()
    centres = np.array([c0, c1], dtype=float)
    for _ in range(n_iter):
        old = centres.copy()
        if (values <= centres.mean()).any():
            centres[0] = values[values <= centres.mean()].mean()
        if (values > centres.mean()).any():
            centres[1] = values[values > centres.mean()].mean()
        if np.array_equal(old, centres):
            break
    return centres, centres.mean()


# --- cases --------------------------------------------------------------------------------------


def _is_clear(values: NDArray[np.float64], c0: float, c1: float, n_iter: int) -> bool:
    """Tell whether rounding and the way of stopping cannot change the result.

    No value lies almost on a cut (on it only where the centres are exact), and every move but
    the last, empty one is wide.
    """
    width = float(np.ptp(np.append(values.astype(float), (c0, c1)))) or 1.0
    for before, after in zip(path := _moves(values, c0, c1, n_iter), path[1:]):
        gap = float(np.abs(values - before.mean()).min())
        exact = bool(np.array_equal(before * 8, np.round(before * 8)))
        step = float(np.abs(after - before).max())
        if (gap < 1e-3 * width and not (gap == 0 and exact)) or 0 < step < 3e-3 * width:
            return False
    return True


def _case(rng: np.random.Generator) -> Case:
    while True:
        which = str(rng.choice(["anywhere", "anywhere", "on the cut", "empty", "steps"]))
        values = values_in_two_heaps(rng)
        c0, c1 = two_centres(rng, values, which)
        n_iter = int(rng.integers(1, 3)) if which == "steps" else 100
        path = _moves(values, c0, c1, n_iter)
        was_empty = any(not values.min() <= one.mean() < values.max() for one in path[:-1])
        if was_empty != (which == "empty") or not _is_clear(values, c0, c1, n_iter):
            continue
        if which == "steps":
            return case(values, c0, c1, n_iter, prop="steps", kind="few moves allowed")
        if which == "empty":
            return case(values, c0, c1, prop="empty", kind="a group without any value")
        return case(values, c0, c1, kind="other values and centres")


TWO_MEANS_1D = Exercise(
    id="a02.two_means_1d",
    code="E6",
    kind="W",
    title="Let two centres walk",
    function="two_means_1d",
    signature="(values, c0, c1, n_iter=100)",
    minutes=8,
    reference=imaging.two_means_1d,
    compare=cmp.parts(Numbers(), cmp.scalar()),
    props=(
        prop("core", 1.5, "the centres, lower one first, and the cut when nothing moves any more"),
        prop("empty", 0.5, "a centre without any value stays where it is"),
        prop("steps", 0.5, "at most n_iter moves"),
        prop(TYPE, 0.5, "two centres and one number; the values are unchanged"),
    ),
    cases=(
        case(np.array([1, 1, 2, 7, 8, 9]), 0, 2, alt="the six marbles, centres at 0 and 2"),
        case(np.array([0, 2, 3, 8, 10]), 1, 5, alt="0, 2, 3, 8, 10 with centres at 1 and 5"),
        case(
            np.array([1, 1, 2, 7, 8, 9]),
            14,
            20,
            prop="empty",
            alt="the six marbles, centres at 14 and 20: at first the bright group is empty",
        ),
        case(
            np.array([1, 1, 2, 7, 8, 9]),
            0,
            2,
            1,
            prop="steps",
            alt="the six marbles, centres at 0 and 2, only one move",
        ),
    ),
    hidden=_case,
    n_hidden=12,
    misconceptions=(
        mis(
            "one-move",
            _one_move,
            "The centres moved once. Would a value change its group if you divided again?",
            topic="repetition",
        ),
        mis(
            "one-move-older-cut",
            _one_move_older_cut,
            "There was one round only, and the cut was there before the centres moved. When may "
            "you stop?",
            topic="repetition",
        ),
        mis(
            "never-moved",
            _never_moved,
            "The centres are where they began. Where are the new means stored?",
            topic="repetition",
        ),
        mis(
            "n-iter-ignored",
            _n_iter_ignored,
            "The end is right, but your function moves on when `n_iter` is used up. How many times "
            "may the loop run?",
            topic="ignores the argument",
        ),
        mis(
            "start-ignored",
            _start_ignored,
            "Your centres begin at the smallest and the largest value. Where does the caller want "
            "them to begin?",
            topic="ignores the argument",
        ),
        mis(
            "on-the-cut-bright",
            _ending(on_the_cut_dark=False),
            "A value exactly halfway went to the bright group. Which group did we agree on?",
            topic="strictness",
        ),
        mis(
            "nan-for-empty",
            _ending(guarded=False),
            "A group without any value has no mean, so nan came in and stayed. Which line can ask "
            "first whether a group is empty?",
            topic="empty input",
        ),
        mis(
            "nan-everywhere",
            _ending(guarded=False, compared=True),
            "A group was empty, its mean is nan, and after that no comparison is True. What should "
            "happen to a centre without values?",
            topic="empty input",
        ),
        mis(
            "zero-for-empty",
            _empty_goes_to_zero,
            "The centre of an empty group jumped to 0. Where should a friend without marbles "
            "stand?",
            topic="empty input",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "Your centres lose what stands behind the decimal point. Which dtype has an array made "
            "of two whole numbers?",
            topic="dtype",
        ),
        mis(
            "medians",
            _ending(summary=np.median),
            "Your centres move to the medians. What did the name of the method promise?",
            topic="formula",
        ),
        mis(
            "middles",
            _ending(summary=lambda group: (group.min() + group.max()) / 2),
            "Your centres move to the middle between smallest and largest value of a group. Do "
            "equal values count more than once there?",
            topic="formula",
        ),
        mis(
            "cut-of-the-step-before",
            _cut_of_the_step_before,
            "Your cut is older than your centres. When was it computed, and what moved after that?",
            topic="repetition",
        ),
        mis(
            "mean-for-cut",
            _mean_for_cut,
            "The centres are right. Your cut is the mean of all values; does it still lie halfway "
            "when one group is larger?",
            topic="the middle",
        ),
        mis(
            "centres-exchanged",
            _centres_exchanged,
            "Both centres are right, the higher one comes first. Which one does `c0` become?",
            topic="order of results",
        ),
        mis(
            "three-values",
            _three_values,
            "The numbers are right, but three things come back. What can hold both centres "
            "together?",
            topic="order of results",
        ),
        mis(
            "one-after-the-other",
            _one_after_the_other,
            "The second group was made after the first centre had moved. Should both groups belong "
            "to the same cut?",
            topic="repetition",
        ),
    ),
    variants=(_walk, _walk_loops, _walk_without_a_stop, _walk_until_close, _walk_library),
    hints=(
        "Keep the two centres in an array of floats; `centres.mean()` is the cut.",
        "`dark = values <= cut` is a mask, `~dark` is the other group. Test `dark.any()` before "
        "you take a mean.",
        "`moved[0] = values[dark].mean()`; stop when `np.array_equal(moved, centres)`.",
    ),
)
