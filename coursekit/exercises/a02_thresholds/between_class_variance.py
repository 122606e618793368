"""E2: score a cut from the counts of grey values."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp


def _score(counts, t):
    counts = np.asarray(counts, dtype=float)
    grey = np.arange(counts.size)
    dark, bright = counts[: t + 1], counts[t + 1 :]
    if dark.sum() == 0 or bright.sum() == 0:
        return 0.0
    share_dark = dark.sum() / counts.sum()
    share_bright = 1.0 - share_dark
    mean_dark = (grey[: t + 1] * dark).sum() / dark.sum()
    mean_bright = (grey[t + 1 :] * bright).sum() / bright.sum()
    return share_dark * share_bright * (mean_bright - mean_dark) ** 2


def _score_marbles(counts, t):
    marbles = np.repeat(np.arange(len(counts)), np.asarray(counts).astype(int))
    dark, bright = marbles[marbles <= t], marbles[marbles > t]
    if dark.size == 0 or bright.size == 0:
        return 0
    return dark.size * bright.size / marbles.size**2 * (dark.mean() - bright.mean()) ** 2


def _score_loops(counts, t):
    n_dark = n_bright = sum_dark = sum_bright = 0
    for g, count in enumerate(counts):
        if g <= t:
            n_dark += count
            sum_dark += g * count
        else:
            n_bright += count
            sum_bright += g * count
    if n_dark * n_bright == 0:
        return 0
    distance = sum_dark / n_dark - sum_bright / n_bright
    return n_dark * n_bright / (n_dark + n_bright) ** 2 * distance**2


def _score_library(counts, t):
    grey = np.arange(len(counts))
    try:
        low = np.average(grey[: t + 1], weights=counts[: t + 1])
        high = np.average(grey[t + 1 :], weights=counts[t + 1 :])
    except ZeroDivisionError:
        return np.float64(0)
    w = np.sum(counts[: t + 1]) / np.sum(counts)
    return np.array(w * (1 - w) * np.square(high - low))


def _score_from_the_total(counts, t):
    p = np.asarray(counts) / np.sum(counts)
    moments = p * np.arange(p.size)
    total, w, part = moments.sum(), p[: t + 1].sum(), moments[: t + 1].sum()
    if not counts[: t + 1].any() or not counts[t + 1 :].any():
        return 0.0
    return (total * w - part) ** 2 / (w * (1 - w))


def _jars(counts, t, first_bright=None):
    """Split into marbles of the dark and of the bright jar: grey values and their counts."""
    counts = np.asarray(counts, dtype=float)
    border = t + 1 if first_bright is None else first_bright
    grey = np.arange(counts.size)
    return grey[:border], counts[:border], grey[border:], counts[border:]


def _with_jars(formula, guarded=True, **how):
    """Build an answer from a formula of the numbers and means of both jars."""

    def answer(counts, t):
        border = t if how.get("t_is_bright") else t + 1
        grey_dark, dark, grey_bright, bright = _jars(counts, t, border)
        n_dark, n_bright = dark.sum(), bright.sum()
        if guarded and (n_dark == 0 or n_bright == 0):
            return 0.0
        means = (grey_dark * dark).sum() / n_dark, (grey_bright * bright).sum() / n_bright
        return formula(n_dark, n_bright, *means)

    return answer


def _shares_times(n_dark, n_bright, mean_dark, mean_bright):
    n = n_dark + n_bright
    return n_dark / n * (n_bright / n) * (mean_bright - mean_dark) ** 2


def _means_of_counts(counts, t):
    _, dark, _, bright = _jars(counts, t)
    if dark.sum() == 0 or bright.sum() == 0:
        return 0.0
    return _shares_times(dark.sum(), bright.sum(), dark.mean(), bright.mean())


def _means_of_grey_values(counts, t):
    grey_dark, dark, grey_bright, bright = _jars(counts, t)
    if dark.sum() == 0 or bright.sum() == 0:
        return 0.0
    return _shares_times(dark.sum(), bright.sum(), grey_dark.mean(), grey_bright.mean())


def _bright_from_zero(counts, t):
    grey_dark, dark, _, bright = _jars(counts, t)
    if dark.sum() == 0 or bright.sum() == 0:
        return 0.0
    mean_bright = (np.arange(bright.size) * bright).sum() / bright.sum()
    return _shares_times(
        dark.sum(), bright.sum(), (grey_dark * dark).sum() / dark.sum(), mean_bright
    )


def _inside(counts, t):
    grey_dark, dark, grey_bright, bright = _jars(counts, t)
    if dark.sum() == 0 or bright.sum() == 0:
        return 0.0
    spreads = (
        np.cov(grey, fweights=n.astype(int), ddof=0) * n.sum()
        for grey, n in ((grey_dark, dark), (grey_bright, bright))
    )
    return float(sum(spreads) / (dark.sum() + bright.sum()))


def _counts_as_marbles(counts, t):
    dark, bright = counts[counts <= t], counts[counts > t]
    if dark.size == 0 or bright.size == 0:
        return 0.0
    return _shares_times(dark.size, bright.size, dark.mean(), bright.mean())


def _case(rng: np.random.Generator) -> Case:
    size = int(rng.integers(4, 14))
    counts = rng.integers(0, int(rng.choice([3, 12, 400])), size=size)
    counts[rng.random(size) < 0.25] = 0  # gaps
    first, last = sorted(rng.choice(size, 2, replace=False).tolist())
    counts[first] += 2
    counts[last] += 1
    if rng.random() < 0.3:
        filled = np.flatnonzero(counts)
        if rng.random() < 0.5 and filled[0] > 0:
            return case(counts, int(rng.integers(0, filled[0])), prop="empty", kind="an empty jar")
        t = int(rng.integers(filled[-1], size))
        return case(counts, t, prop="empty", kind="an empty jar")
    filled = np.flatnonzero(counts)
    return case(counts, int(rng.integers(filled[0], filled[-1])), kind="other counts")


BETWEEN_CLASS_VARIANCE = Exercise(
    id="a02.between_class_variance",
    code="E2",
    kind="W",
    title="Score a cut",
    function="between_class_variance",
    signature="(counts, t)",
    minutes=8,
    reference=imaging.between_class_variance,
    compare=cmp.scalar(),
    props=(
        prop("core", 2, "the score of a cut with marbles in both jars"),
        prop("empty", 0.5, "the score is 0 if a jar is empty"),
        prop(TYPE, 0.5, "one number; the counts are unchanged"),
    ),
    cases=(
        case(
            np.bincount([1, 1, 2, 7, 8, 9]),
            2,
            alt="the counts of the six marbles 1, 1, 2, 7, 8, 9; cut 2",
        ),
        case(np.array([3, 0, 1, 2, 0, 1]), 2, alt="three marbles 0, one 2, two 3, one 5; cut 2"),
        case(
            np.bincount([1, 1, 2, 7, 8, 9]),
            0,
            prop="empty",
            alt="the counts of the six marbles 1, 1, 2, 7, 8, 9; cut 0",
        ),
        case(
            np.bincount([1, 1, 2, 7, 8, 9]),
            9,
            prop="empty",
            alt="the counts of the six marbles 1, 1, 2, 7, 8, 9; cut 9",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "no-shares",
            _with_jars(lambda n_dark, n_bright, dark, bright: (bright - dark) ** 2),
            "This is the squared distance of the means alone. What keeps a jar with one far-away "
            "marble from winning every time?",
            topic="weights",
        ),
        mis(
            "counts-for-shares",
            _with_jars(lambda n_0, n_1, dark, bright: n_0 * n_1 * (bright - dark) ** 2),
            "You multiply by the numbers of marbles. Which part of all marbles lies in each jar?",
            topic="weights",
        ),
        mis(
            "t-is-bright",
            _with_jars(_shares_times, t_is_bright=True),
            "The marbles that are exactly t went into the bright jar. Where does a Python slice "
            "stop?",
            topic="strictness",
        ),
        mis(
            "no-test-for-an-empty-jar",
            _with_jars(_shares_times, guarded=False),
            "For filled jars the score is right; with an empty jar Python divides 0 by 0. What "
            "can you ask before you divide?",
            topic="empty input",
        ),
        mis(
            "not-squared",
            _with_jars(
                lambda n_0, n_1, dark, bright: n_0 * n_1 / (n_0 + n_1) ** 2 * abs(bright - dark)
            ),
            "Both shares are there, and the distance as it is. Spread is measured in which power "
            "of a distance?",
            topic="formula",
        ),
        mis(
            "means-of-counts",
            _means_of_counts,
            "You took the mean of the counts. Which numbers are painted on the marbles?",
            topic="counts and grey values",
        ),
        mis(
            "counts-as-marbles",
            _counts_as_marbles,
            "You sorted the counts into the jars. If `counts[7]` is 3, what is painted on these "
            "three marbles?",
            topic="counts and grey values",
        ),
        mis(
            "means-of-grey-values",
            _means_of_grey_values,
            "Each grey value went into the mean once, whether it occurs or not. How often does "
            "each one have to be counted?",
            topic="counts and grey values",
        ),
        mis(
            "bright-from-zero",
            _bright_from_zero,
            "The mean of the bright jar is too small: its grey values were numbered from 0 again. "
            "At which grey value does the bright jar begin?",
            topic="indexing",
        ),
        mis(
            "inside",
            _inside,
            "This is the spread that is left inside the jars. Which spread becomes large when the "
            "jars differ?",
            topic="between and inside",
        ),
    ),
    variants=(_score, _score_marbles, _score_loops, _score_library, _score_from_the_total),
    hints=(
        "Which counts belong to the grey values up to and including t? `counts[: t + 1]`.",
        "The mean of a jar is the sum of grey value times count, divided by the number of marbles "
        "in the jar.",
        "`mean_dark = (grey[: t + 1] * dark).sum() / dark.sum()`; the share of the jar is "
        "`dark.sum() / counts.sum()`.",
    ),
)
