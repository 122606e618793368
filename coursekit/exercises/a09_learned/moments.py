"""E1a: describe samples by number, mean and central moments."""

import numpy as np

from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.walls import samples
from coursekit.imaging.regions import textbook_learning


def _moments(values, n=4):
    row = np.zeros(n + 1)
    if len(values) > 0:
        row[0] = len(values)
        row[1] = np.mean(values)
        for k in range(2, n + 1):
            row[k] = np.mean((values - row[1]) ** k)
    return row


def _moments_plain(values, n=4):
    """With sums only."""
    count = len(values)
    if count == 0:
        return np.array([0.0] * (n + 1))
    mean = sum(values) / count
    row = [count, mean]
    row += [sum((value - mean) ** k for value in values) / count for k in range(2, n + 1)]
    return np.array(row)


def _moments_scipy(values, n=4):
    from scipy import stats

    if np.size(values) == 0:
        return np.zeros(n + 1)
    central = [stats.moment(values, k) for k in range(2, n + 1)]
    return np.concatenate([[values.size, values.mean()], central])


def _moments_broadcast(values, n=4):
    if not len(values):
        return np.zeros(1 + n)
    powers = np.subtract(values, np.average(values))[:, np.newaxis] ** np.arange(n + 1)
    row = powers.mean(axis=0)
    row[:2] = values.shape[0], np.average(values)
    return row


# --- wrong answers ------------------------------------------------------------------------------


def _safe(function):
    """Make a wrong answer that has nothing against walls without samples."""

    def answer(values, n=4):
        return np.array(function(values, n)) if len(values) else np.zeros(n + 1)

    return answer


def _no_guard(values, n=4):
    mean = np.mean(values)
    return np.array([len(values), mean, *(np.mean((values - mean) ** k) for k in range(2, n + 1))])


def _nothing_for_nothing(values, n=4):
    return _moments(values, n) if len(values) else np.array([])


def _raw(values, n):
    return [len(values), *(np.mean(values**k) for k in range(1, n + 1))]


def _sums(values, n):
    away = values - np.mean(values)
    return [len(values), np.mean(values), *(np.sum(away**k) for k in range(2, n + 1))]


def _spread_first(values, n):
    row = _moments(values, n)
    row[2:3] = np.sqrt(row[2:3])
    return row


def _by_the_spread(values, n):
    row, spread = _moments(values, n), np.std(values)
    for k in range(3, n + 1):
        row[k] = row[k] / spread**k if spread > 0 else 0
    return row


def _one_less(values, n):
    row = _moments(values, n)
    row[2:3] = np.var(values, ddof=1) if len(values) > 1 else 0
    return row


def _too_short(values, n):
    return _moments(values, n)[:-1]


def _without_number(values, n):
    return _moments(values, n)[1:]


def _absolute(values, n):
    row = _moments(values, n)
    row[2:] = [np.mean(np.abs(values - row[1]) ** k) for k in range(2, n + 1)]
    return row


def _always_four(values, n=4):
    return _moments(values)


def _case(rng: np.random.Generator) -> Case:
    if rng.random() < 0.2:
        return case(np.array([]), n=int(rng.integers(2, 6)), prop="empty", kind="no samples")
    values = samples(rng, 8)
    if rng.random() < 0.4:
        return case(values, kind="other samples")
    return case(values, n=int(rng.integers(1, 6)), kind="another number of moments")


MOMENTS = Exercise(
    id="a09.moments",
    code="E1a",
    kind="W",
    title="Number, mean and moments of a wall",
    function="moments",
    signature="(values, n=4)",
    minutes=6,
    reference=textbook_learning.moments,
    compare=cmp.array("f"),
    props=(
        prop("core", 1, "number, mean, and the central moments from 2 to n"),
        prop("empty", 0.5, "a row of the same length where there is no sample"),
        prop(TYPE, 0.5, "an array of floats; the samples are unchanged"),
    ),
    cases=(
        case(np.array([1.0, 3.0]), n=2),
        case(np.array([0.25, 0.25, 1.0])),
        case(np.array([]), prop="empty"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "no-guard",
            _no_guard,
            "For a wall without samples you divide by zero. Which row should it get, before any "
            "mean is taken?",
            topic="empty input",
        ),
        mis(
            "nothing-for-nothing",
            _nothing_for_nothing,
            "A wall without samples gets an empty row from you. All rows go into one table: how "
            "long should each be?",
            topic="features of one length",
        ),
        mis(
            "raw-moments",
            _safe(_raw),
            "You take powers of the values themselves. What is taken away from a value first in a "
            "central moment?",
            topic="moments",
        ),
        mis(
            "sums",
            _safe(_sums),
            "Your moments are sums: they grow with the number of samples. What makes a long wall "
            "and a short wall comparable?",
            topic="mean",
        ),
        mis(
            "standard-deviation",
            _safe(_spread_first),
            "At place 2 stands the standard deviation. Is there a root in the definition of a "
            "moment?",
            topic="moments",
        ),
        mis(
            "divided-by-the-spread",
            _safe(_by_the_spread),
            "Your third and fourth moments are divided by the spread, as skewness and kurtosis "
            "are. What did we agree on?",
            topic="moments",
        ),
        mis(
            "one-less",
            _safe(_one_less),
            "Your variance divides by the number minus one. By what does a mean divide?",
            topic="mean",
        ),
        mis(
            "too-short",
            _safe(_too_short),
            "Your row ends one moment too early. Which number does `range(2, n)` leave out?",
            topic="range",
        ),
        mis(
            "without-number",
            _safe(_without_number),
            "Your row begins with the mean. What tells a wall of two samples from one of two "
            "hundred?",
            topic="features of one length",
        ),
        mis(
            "absolute",
            _safe(_absolute),
            "You take distances without their sign. What does the third moment tell about samples "
            "that lie far to one side?",
            topic="moments",
        ),
        mis(
            "four-always",
            _always_four,
            "Your row has five numbers for every n. Where is the argument used?",
            topic="ignores the argument",
        ),
    ),
    variants=(_moments, _moments_plain, _moments_scipy, _moments_broadcast),
    hints=(
        "Begin with `np.zeros(n + 1)`: this is already right for a wall without samples.",
        "Place 0 is `len(values)`, place 1 the mean. Then a loop: `for k in range(2, n + 1):`.",
        "Inside the loop: `row[k] = np.mean((values - row[1]) ** k)`. What must be asked before "
        "any mean?",
    ),
)
