"""E2a and E2b: one number for a wall, the mean or the median of its samples."""

import statistics

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a08_regions.scenes import values
from coursekit.imaging.regions import textbook


def _samples(graph, a, b):
    return graph[(min(a, b), max(a, b))]


def _mean(graph, a, b):
    pair = (min(a, b), max(a, b))
    return np.mean(graph[pair])


def _mean_sum(graph, a, b):
    samples = graph[a, b] if (a, b) in graph else graph[b, a]
    return sum(samples) / len(samples)


def _mean_loop(graph, a, b):
    for pair, samples in graph.items():
        if set(pair) == {a, b}:
            return float(np.asarray(samples).sum() / np.size(samples))
    raise KeyError(a, b)


def _mean_statistics(graph, a, b):
    return statistics.fmean(graph[tuple(sorted((a, b)))])


def _median(graph, a, b):
    pair = (min(a, b), max(a, b))
    return np.median(graph[pair])


def _median_sorted(graph, a, b):
    samples = sorted(graph[a, b] if a < b else graph[b, a])
    middle = len(samples) // 2
    if len(samples) % 2 == 1:
        return samples[middle]
    return (samples[middle - 1] + samples[middle]) / 2


def _median_statistics(graph, a, b):
    return statistics.median([float(one) for one in _samples(graph, a, b)])


def _median_quantile(graph, a, b):
    return np.quantile(_samples(graph, a, b), 0.5)


# --- wrong answers ------------------------------------------------------------------------------


def _of(number):
    return lambda graph, a, b: number(_samples(graph, a, b))


def _upper_middle(samples):
    return float(np.sort(samples)[len(samples) // 2])


def _unsorted_middle(samples):
    return float(samples[len(samples) // 2])


def _trimmed(samples):
    return float(np.mean(np.sort(samples)[1:-1])) if len(samples) > 2 else float(np.mean(samples))


def _all_walls_of_a(number):
    return lambda graph, a, b: number(
        np.concatenate([samples for pair, samples in graph.items() if a in pair])
    )


def _case(rng: np.random.Generator) -> Case:
    a, b, c = sorted((1 + rng.choice(12, size=3, replace=False)).tolist())
    graph = {(a, b): values(rng, int(rng.integers(1, 7))), (a, c): values(rng, 2)}
    graph[b, c] = values(rng, int(rng.integers(3, 7)))
    one, other = [(a, b), (b, c), (c, b), (b, a), (a, c)][int(rng.integers(5))]
    kind = "a pair in the order of the key" if one < other else "a pair in the other order"
    return case(graph, one, other, kind=kind)


_GRAPH = {
    (1, 2): np.array([0.9, 0.8, 0.1, 0.9]),
    (2, 5): np.array([0.3, 0.7, 0.2]),
}
_CASES = (
    case(_GRAPH, 1, 2, alt="the wall (1, 2) with four samples, one of them a hole"),
    case(_GRAPH, 5, 2, alt="the wall (2, 5), asked for as 5 and 2"),
)
_KEY_AS_GIVEN = (
    "It works for (1, 2) and stops for (2, 1). Which of two labels comes first in a key?"
)
_ALL_WALLS = "You take the samples of all walls of region a. Which wall was asked for?"

BOUNDARY_MEAN = Exercise(
    id="a08.boundary_mean",
    code="E2a",
    kind="F",
    title="Mean of a wall",
    function="boundary_mean",
    signature="(graph, a, b)",
    minutes=2,
    reference=textbook.boundary_mean,
    compare=cmp.scalar(),
    props=(prop("core", 1, "the mean of the samples, whichever region is named first"),),
    cases=_CASES,
    hidden=_case,
    misconceptions=(
        mis("key-as-given", lambda graph, a, b: graph[a, b].mean(), _KEY_AS_GIVEN, topic="keys"),
        mis(
            "median",
            _of(np.median),
            "This is the median. How does the mean use all samples?",
            topic="mean or median",
        ),
        mis(
            "sum",
            _of(np.sum),
            "This is the sum. What makes long walls and short walls comparable?",
            topic="mean or sum",
        ),
        mis(
            "middle-of-range",
            _of(lambda samples: (np.min(samples) + np.max(samples)) / 2),
            "You take the middle of the smallest and the largest sample. What about the others?",
            topic="mean or median",
        ),
        mis(
            "one-minus",
            _of(lambda samples: 1 - np.mean(samples)),
            "Strong walls have a low number in your answer. What did we agree a low number means?",
            topic="polarity",
        ),
        mis("all-walls", _all_walls_of_a(np.mean), _ALL_WALLS, topic="keys"),
        mis(
            "samples",
            _of(lambda samples: samples),
            "You return all samples. Which one number describes them?",
            topic="mean or sum",
        ),
    ),
    variants=(_mean, _mean_sum, _mean_loop, _mean_statistics),
    hints=(
        "The samples of a wall are the value of one key of the dictionary.",
        "`min(a, b)` and `max(a, b)` give the two labels in the order of the key.",
        "`np.mean(samples)` is the sum divided by the number of samples.",
    ),
)

BOUNDARY_MEDIAN = Exercise(
    id="a08.boundary_median",
    code="E2b",
    kind="F",
    title="Median of a wall",
    function="boundary_median",
    signature="(graph, a, b)",
    minutes=2,
    reference=textbook.boundary_median,
    compare=cmp.scalar(),
    props=(prop("core", 1, "the median of the samples, whichever region is named first"),),
    cases=_CASES,
    hidden=_case,
    misconceptions=(
        mis(
            "key-as-given",
            lambda graph, a, b: np.median(graph[a, b]),
            _KEY_AS_GIVEN,
            topic="keys",
        ),
        mis(
            "mean",
            _of(np.mean),
            "This is the mean, and a hole in a wall pulls it down. Which number ignores a hole?",
            topic="mean or median",
        ),
        mis(
            "upper-middle",
            _of(_upper_middle),
            "With an even number of samples you take one of the two in the middle. What is fair "
            "to both?",
            topic="even number",
        ),
        mis(
            "not-sorted",
            _of(_unsorted_middle),
            "You take the sample at the middle position of the list. In which order do samples "
            "stand?",
            topic="sorting",
        ),
        mis(
            "ends-cut-off",
            _of(_trimmed),
            "You leave out the smallest and the largest sample and take the mean. How many does "
            "the median leave out?",
            topic="mean or median",
        ),
        mis(
            "one-minus",
            _of(lambda samples: 1 - np.median(samples)),
            "Strong walls have a low number in your answer. What did we agree a low number means?",
            topic="polarity",
        ),
        mis("all-walls", _all_walls_of_a(np.median), _ALL_WALLS, topic="keys"),
    ),
    variants=(_median, _median_sorted, _median_statistics, _median_quantile),
    hints=(
        "The key is found as in the exercise before.",
        "Half of the samples lie below the median, half of them above.",
        "`np.median(samples)` sorts by itself.",
    ),
)
