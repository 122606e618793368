"""Inputs that several exercises of the assignment share.

Their values are multiples of a quarter, so that every way of computing a squared distance gives
exactly the same number and a tie is a tie for everybody.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator


def grid(rng: Rng, shape: tuple[int, ...], whole: bool = False) -> NDArray[Any]:
    """Draw whole numbers from 0 to 9, or quarters from 0 to 4.75."""
    return rng.integers(0, 10, size=shape) if whole else rng.integers(0, 20, size=shape) / 4


def squared_distances(points: NDArray[Any], centres: NDArray[Any]) -> NDArray[Any]:
    """Return the squared distance of every point (rows) to every centre (columns)."""
    gaps = points[:, np.newaxis, :] - centres[np.newaxis, :, :]
    squares: NDArray[Any] = (gaps**2).sum(axis=2)
    return squares


def has_tie(points: NDArray[Any], centres: NDArray[Any]) -> bool:
    """Tell whether a point has two nearest centres."""
    squares = squared_distances(points, centres)
    return bool(((squares == squares.min(axis=1, keepdims=True)).sum(axis=1) > 1).any())


def sizes(rng: Rng) -> tuple[int, int, int]:
    """Draw how many points, features and centres there are; no two numbers are equal."""
    while True:
        n, d, k = int(rng.integers(3, 11)), int(rng.integers(1, 5)), int(rng.integers(1, 5))
        if len({n, d, k}) == 3:
            return n, d, k


def nearest(points: NDArray[Any], centres: NDArray[Any]) -> NDArray[np.intp]:
    """Return the row of the nearest centre of each point, as a learner would."""
    return np.asarray(squared_distances(points, centres).argmin(axis=1))
