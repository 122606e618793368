"""E1b: describe samples by a histogram of shares."""

from itertools import pairwise

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.walls import samples
from coursekit.imaging.regions import textbook_learning


def _shares(values, bins):
    if len(values) == 0:
        return np.zeros(bins)
    inside = np.clip(values, 0, 1)
    counts, _ = np.histogram(inside, bins=bins, range=(0, 1))
    return counts / len(values)


def _shares_loop(values, bins):
    row = np.zeros(bins)
    for value in values:
        place = int(value * bins) if value > 0 else 0
        row[min(place, bins - 1)] += 1 / len(values)
    return row


def _shares_bincount(values, bins):
    place = np.clip(np.floor(np.asarray(values) * bins), 0, bins - 1).astype(int)
    return np.bincount(place, minlength=bins) / max(len(place), 1)


def _shares_edges(values, bins):
    edges = np.linspace(0, 1, bins + 1)
    edges[0], edges[-1] = -np.inf, np.inf
    above = [(values >= low) & (values < high) for low, high in pairwise(edges)]
    return np.array([one.mean() if one.size else 0.0 for one in above])


# --- wrong answers ------------------------------------------------------------------------------


def _safe(function):
    def answer(values, bins):
        return function(values, bins) if len(values) else np.zeros(bins)

    return answer


def _counts(values, bins):
    return np.histogram(np.clip(values, 0, 1), bins=bins, range=(0, 1))[0].astype(float)


def _own_range(values, bins):
    return np.histogram(values, bins=bins)[0] / len(values)


def _density(values, bins):
    return np.histogram(np.clip(values, 0, 1), bins=bins, range=(0, 1), density=True)[0]


def _outside_lost(values, bins):
    return np.histogram(values, bins=bins, range=(0, 1))[0] / len(values)


def _outside_lost_shares_of_the_rest(values, bins):
    counts = np.histogram(values, bins=bins, range=(0, 1))[0]
    return counts / max(counts.sum(), 1)


def _last_open(values, bins):
    row = np.zeros(bins)
    for value in np.clip(values, 0, 1):
        row[int(value * bins)] += 1 / len(values)
    return row


def _no_guard(values, bins):
    return np.histogram(np.clip(values, 0, 1), bins=bins, range=(0, 1))[0] / np.float64(len(values))


def _nothing_for_nothing(values, bins):
    return _shares(values, bins) if len(values) else np.array([])


def _edges_too(values, bins):
    return _shares(values, bins), np.linspace(0, 1, bins + 1)


def _one_more(values, bins):
    return _shares(values, bins + 1)


def _running(values, bins):
    return np.cumsum(_shares(values, bins))


def _case(rng: np.random.Generator) -> Case:
    bins = int(rng.integers(2, 8))
    drawn = rng.random()
    if drawn < 0.2:
        return case(np.array([]), bins, prop="empty", kind="no samples")
    values = samples(rng, 8)
    if drawn < 0.5:
        values = np.append(values, rng.choice([-0.25, 1.25, 1.0, 0.0], 2))
        return case(rng.permutation(values), bins, prop="ends", kind="values at the ends")
    return case(values, bins, kind="other samples")


HISTOGRAM_FEATURES = Exercise(
    id="a09.histogram_features",
    code="E1b",
    kind="W",
    title="Shares in bins",
    function="histogram_features",
    signature="(values, bins)",
    minutes=5,
    reference=textbook_learning.histogram_features,
    compare=cmp.array("f"),
    props=(
        prop("core", 1, "the share of the samples in each bin of the range 0 to 1"),
        prop("ends", 0.5, "1.0 is in the last bin; values outside count at the ends"),
        prop("empty", 0.5, "a row of the same length where there is no sample"),
    ),
    cases=(
        case(np.array([0.1, 0.2, 0.9, 0.95]), 2),
        case(np.array([0.3, 0.4, 0.35]), 4),
        case(np.array([-0.1, 0.5, 1.0, 1.5]), 3, prop="ends"),
        case(np.array([]), 3, prop="empty"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "counts",
            _safe(_counts),
            "You return counts. How do a wall of 20 samples and one of 2000 become comparable?",
            topic="counts and shares",
        ),
        mis(
            "own-range",
            _safe(_own_range),
            "Your bins reach from the smallest to the largest sample of each wall. Do two walls "
            "then speak of the same bins?",
            topic="range of a histogram",
        ),
        mis(
            "density",
            _safe(_density),
            "Your numbers do not add up to 1: a density divides by the width of the bins as well. "
            "Which share of the samples is in a bin?",
            topic="counts and shares",
        ),
        mis(
            "outside-lost",
            _safe(_outside_lost),
            "Samples below 0 or above 1 are counted nowhere. In which bin did we agree to count "
            "them?",
            topic="ends",
        ),
        mis(
            "outside-forgotten",
            _safe(_outside_lost_shares_of_the_rest),
            "You take shares of the samples between 0 and 1 only. Where should those outside be "
            "counted?",
            topic="ends",
        ),
        mis(
            "last-open",
            _safe(_last_open),
            "The value 1.0 falls behind the last bin. What is `int(1.0 * bins)`, and which place "
            "is the last one?",
            topic="ends",
        ),
        mis(
            "no-guard",
            _no_guard,
            "For a wall without samples you divide by zero. Which row should it get?",
            topic="empty input",
        ),
        mis(
            "nothing-for-nothing",
            _nothing_for_nothing,
            "A wall without samples gets an empty row from you. How long are all other rows?",
            topic="features of one length",
        ),
        mis(
            "edges-too",
            _edges_too,
            "You return the edges of the bins as well. Which one of the two describes the wall?",
            topic="return values",
        ),
        mis(
            "one-bin-more",
            _one_more,
            "Your row has one number more than asked for. Five edges make how many bins?",
            topic="bins and edges",
        ),
        mis(
            "running-sum",
            _running,
            "Each of your bins holds the ones before it as well. Which samples belong to one bin "
            "alone?",
            topic="counts and shares",
        ),
    ),
    variants=(_shares, _shares_loop, _shares_bincount, _shares_edges),
    hints=(
        "`np.histogram(values, bins=bins, range=(0, 1))` gives counts and edges. Which one do you "
        "need?",
        "`np.clip(values, 0, 1)` moves what lies outside to the ends.",
        "Counts become shares when you divide by `len(values)`. When is this not possible?",
    ),
)
