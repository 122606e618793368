"""Small label images, graphs and merge histories for the cases of A08, and how graphs compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking import compare as cmp
from coursekit.checking.values import as_plain_array, close, kind_of_type
from coursekit.imaging.regions import textbook

Graph = dict[tuple[int, int], NDArray[np.float64]]
Merges = list[tuple[int, int, float]]


@dataclass(frozen=True)
class Walls(cmp.Comparator):
    """A graph: the same pairs, and for each pair the same samples in any order."""

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether pairs and samples agree."""
        if not isinstance(got, Mapping) or set(got) != set(expected):
            return False
        return all(_same_samples(expected[pair], got[pair]) for pair in expected)

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask for rows of numbers: an array, a list or a tuple."""
        for samples in got.values():
            if not isinstance(samples, np.ndarray | list | tuple):
                return f"The samples should be an array or a list, not {kind_of_type(samples)}."
        return None


def _same_samples(expected: Any, got: Any) -> bool:
    one, other = as_plain_array(expected), as_plain_array(got)
    if one is None or other is None or one.shape != other.shape:
        return False
    return close(np.sort(one), np.sort(other))


def blocks(rng: np.random.Generator, numbers: Any, size: tuple[int, ...]) -> NDArray[np.int64]:
    """Draw a label image in which each pixel belongs to the nearest of a few places."""
    places = rng.random((len(numbers), len(size))) * np.array(size)
    grid = np.stack(np.meshgrid(*map(np.arange, size), indexing="ij"), axis=-1)
    distance = ((grid[..., np.newaxis, :] - places) ** 2).sum(axis=-1)
    return np.asarray(np.asarray(numbers)[distance.argmin(axis=-1)], dtype=np.int64)


def some_numbers(rng: np.random.Generator, low: int = 3, high: int = 6) -> list[int]:
    """Draw a few region numbers with gaps, in any order."""
    return [
        int(one) for one in 1 + rng.choice(14, size=int(rng.integers(low, high)), replace=False)
    ]


def values(rng: np.random.Generator, size: Any) -> NDArray[np.float64]:
    """Draw boundary values with two decimals."""
    return np.asarray(rng.integers(1, 100, size) / 100)


def walls(rng: np.random.Generator, low: int = 4, high: int = 7, share: float = 0.7) -> Graph:
    """Draw a graph: a chain of regions, further pairs, and one to four samples for each."""
    numbers = some_numbers(rng, low, high)
    pairs = {(min(pair), max(pair)) for pair in pairwise(numbers)}
    pairs |= {(a, b) for a in numbers for b in numbers if a < b and rng.random() < share}
    return {pair: values(rng, int(rng.integers(1, 5))) for pair in sorted(pairs)}


def has_ties(graph: Graph, priority: Any) -> bool:
    """Tell whether two walls are equally weak at some step of merging."""
    while len(graph) > 1:
        heights = sorted((priority(graph, *pair), pair) for pair in graph)
        if heights[1][0] - heights[0][0] < 1e-6:
            return True
        graph = textbook.merge_nodes(graph, *heights[0][1])
    return False


def history(rng: np.random.Generator, labels: NDArray[np.int64], rising: bool = True) -> Merges:
    """Draw a history of merges between regions that touch; heights rise, or may fall."""
    graph = textbook.region_graph(labels, np.zeros(labels.shape))
    heights = np.sort(rng.choice(np.arange(1, 20), size=19, replace=False)) / 20
    heights = heights[np.sort(rng.choice(19, size=12, replace=False))]
    if not rising:
        heights = rng.permutation(heights)
    merges: Merges = []
    while graph and len(merges) < len(heights):
        a, b = list(graph)[int(rng.integers(len(graph)))]
        merges.append((a, b, float(heights[len(merges)])))
        graph = textbook.merge_nodes(graph, a, b)
    return merges
