"""E2: statistics of two sets together, without the samples."""

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.walls import samples
from coursekit.imaging.regions import textbook_learning


def _merge(a, b):
    count_a, mean_a, variance_a = a
    count_b, mean_b, variance_b = b
    count = count_a + count_b
    if count == 0:
        return 0, 0.0, 0.0
    total = count_a * mean_a + count_b * mean_b
    squares = count_a * (variance_a + mean_a**2) + count_b * (variance_b + mean_b**2)
    mean = total / count
    variance = squares / count - mean**2
    return count, mean, variance


def _merge_by_the_way_between(a, b):
    """The spread inside both sets, and the spread of their means."""
    count = a[0] + b[0]
    share = b[0] / count if count else 0.0
    mean = a[1] + share * (b[1] - a[1])
    inside = (1 - share) * a[2] + share * b[2]
    return count, mean, inside + share * (1 - share) * (b[1] - a[1]) ** 2


def _merge_arrays(a, b):
    n, mean, variance = np.array([a, b], dtype=float).T
    if n.sum() == 0:
        return [0, 0, 0]
    sums = np.array([n, n * mean, n * (variance + mean * mean)]).sum(axis=1)
    mean = sums[1] / sums[0]
    return int(sums[0]), mean, sums[2] / sums[0] - mean**2


def _merge_stand_ins(a, b):
    """Two samples for each set, with weights: they have its mean and variance."""
    rows, weights = [0.0], [0.0]
    for count, mean, variance in (a, b):
        rows += [mean - np.sqrt(variance), mean + np.sqrt(variance)]
        weights += [count / 2, count / 2]
    if sum(weights) == 0:
        return 0, 0, 0
    mean = np.average(rows, weights=weights)
    return a[0] + b[0], mean, np.average((np.array(rows) - mean) ** 2, weights=weights)


# --- wrong answers ------------------------------------------------------------------------------


def _safe(function):
    def answer(a, b):
        if 0 in (a[0], b[0]):
            return _merge(a, b)
        return function(a, b)

    return answer


def _weighted(a, b):
    return (a[0] * a[1] + b[0] * b[1]) / (a[0] + b[0])


def _mean_of_means(a, b):
    return a[0] + b[0], (a[1] + b[1]) / 2, (a[2] + b[2]) / 2


def _variance_within(a, b):
    n = a[0] + b[0]
    return n, _weighted(a, b), (a[0] * a[2] + b[0] * b[2]) / n


def _variances_averaged(a, b):
    return a[0] + b[0], _weighted(a, b), (a[2] + b[2]) / 2


def _all_added(a, b):
    return tuple(one + other for one, other in zip(a, b))


def _caches(a, b):
    sums = [(n, n * mean, n * (variance + mean**2)) for n, mean, variance in (a, b)]
    return tuple(one + other for one, other in zip(*sums))


def _squares_forgotten(a, b):
    n, mean = a[0] + b[0], _weighted(a, b)
    return n, mean, (a[0] * a[2] + b[0] * b[2]) / n - mean**2


def _standard_deviation(a, b):
    n, mean, variance = _merge(a, b)
    return n, mean, max(variance, 0) ** 0.5


def _one_less(a, b):
    n, mean, variance = _merge(a, b)
    return n, mean, variance * n / (n - 1)


def _two_sets(a, b):
    return 2, *_merge(a, b)[1:]


def _no_guard(a, b):
    count = a[0] + b[0]
    total = a[0] * a[1] + b[0] * b[1]
    squares = a[0] * (a[2] + a[1] ** 2) + b[0] * (b[2] + b[1] ** 2)
    return count, total / count, squares / count - (total / count) ** 2


def _stats(values):
    if not len(values):
        return 0, 0.0, 0.0
    return len(values), float(np.mean(values)), float(np.var(values))


def _case(rng: np.random.Generator) -> Case:
    if rng.random() < 0.3:
        sets = [np.array([]), samples(rng) if rng.random() < 0.4 else np.array([])]
        stats = [_stats(sets[k]) for k in rng.permutation(2)]
        return case(*stats, prop="empty", kind="a wall without samples")
    return case(_stats(samples(rng, 8, 2)), _stats(samples(rng, 5)), kind="other walls")


MERGE_STATS = Exercise(
    id="a09.merge_stats",
    code="E2",
    kind="W",
    title="Statistics that survive a merge",
    function="merge_stats",
    signature="(a, b)",
    minutes=8,
    reference=textbook_learning.merge_stats,
    compare=cmp.parts(cmp.scalar(), cmp.scalar(), cmp.scalar()),
    props=(
        prop("core", 2, "count, mean and variance, as if all samples were there"),
        prop("empty", 1, "also when a wall, or both, have no samples"),
    ),
    cases=(
        case((2, 2.0, 1.0), (2, 4.0, 1.0), alt="the samples 1 and 3 meet 3 and 5"),
        case((3, 0.5, 0.0), (1, 0.9, 0.0), alt="three samples of 0.5 meet one of 0.9"),
        case((0, 0.0, 0.0), (2, 0.5, 0.25), prop="empty"),
        case((0, 0.0, 0.0), (0, 0.0, 0.0), prop="empty"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "mean-of-means",
            _safe(_mean_of_means),
            "You average two means, although one of the walls has more samples. How much does "
            "each sample count then?",
            topic="mean of means",
        ),
        mis(
            "variance-within",
            _safe(_variance_within),
            "Count and mean are right. Two walls without any spread, one at 0.1 and one at 0.9: is "
            "the spread of both together 0?",
            topic="variance",
        ),
        mis(
            "variances-averaged",
            _safe(_variances_averaged),
            "Count and mean are right; the variance is the plain average of two. Which sums stand "
            "behind a variance, and do those add?",
            topic="variance",
        ),
        mis(
            "all-added",
            _safe(_all_added),
            "You add means and variances. Counts add. Which other numbers of a wall do?",
            topic="caches add",
        ),
        mis(
            "sums-returned",
            _safe(_caches),
            "You return count, sum and sum of squares: these add, well seen. How do mean and "
            "variance follow from them?",
            topic="caches add",
        ),
        mis(
            "squares-forgotten",
            _safe(_squares_forgotten),
            "Your sum of squares lacks a part. If variance is the mean of the squares minus the "
            "square of the mean, what is the mean of the squares?",
            topic="variance",
        ),
        mis(
            "standard-deviation",
            _safe(_standard_deviation),
            "The third number is a standard deviation. What was asked for?",
            topic="variance",
        ),
        mis(
            "one-less",
            _safe(_one_less),
            "Your variance divides by the count minus one. Does `np.var` do so?",
            topic="variance",
        ),
        mis(
            "count-of-sets",
            _safe(_two_sets),
            "Your count is 2, the number of walls. How many samples are there?",
            topic="counts",
        ),
        mis(
            "no-guard",
            _no_guard,
            "Two walls without samples make you divide by zero. What did we agree to return?",
            topic="empty input",
        ),
    ),
    variants=(_merge, _merge_by_the_way_between, _merge_arrays, _merge_stand_ins),
    hints=(
        "Sums add, means do not. The sum of a wall is its count times its mean.",
        "The sum of squares of a wall is `count * (variance + mean**2)`. It adds, too.",
        "Then back: `mean = total / count` and `variance = squares / count - mean**2`. What if "
        "`count` is 0?",
    ),
)
