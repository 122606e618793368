"""Inputs of k-means, and the way that its centres take."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.exercises.a04_kmeans.tables import Rng, grid, has_tie, nearest, squared_distances


def walk(
    points: NDArray[Any],
    init: NDArray[Any],
    n_iter: int,
    empty: float | None = None,
    summary: Callable[..., Any] = np.mean,
) -> list[NDArray[np.float64]]:
    """Return the centres after each step, the start included; `empty` replaces lost centres."""
    path = [np.array(init, dtype=float)]
    for _ in range(n_iter):
        labels, moved = nearest(points, path[-1]), path[-1].copy()
        for k in range(len(moved)):
            members = points[labels == k]
            if len(members) or empty is not None:
                moved[k] = summary(members, axis=0) if len(members) else empty
        path.append(moved)
        if np.array_equal(path[-1], path[-2], equal_nan=True):
            break
    return path


def is_clear(points: NDArray[Any], path: list[NDArray[np.float64]]) -> bool:
    """Tell whether rounding and the way of stopping cannot change the result.

    No point has two centres at almost the same distance after the start, and every step but the
    last one is wide.
    """
    if len(path) < 2 or has_tie(points, path[0]):
        return False
    for centres in path[1:]:
        squares = np.sort(squared_distances(points, centres), axis=1)
        if squares.shape[1] > 1 and (squares[:, 1] - squares[:, 0]).min() < 1e-3:
            return False
    steps = [np.abs(after - before).max() for before, after in pairwise(path)]
    return all(step == 0 or step > 1e-3 for step in steps)


def drawn(rng: Rng, which: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Draw a table with heaps, and centres that start at some of its points or far away."""
    d, k = (5, 4) if which == "high" else (int(rng.integers(1, 4)), int(rng.integers(2, 4)))
    n, whole = int(rng.integers(k + 6, 20)), bool(rng.random() < 0.3)
    heaps = grid(rng, (k, d), whole) * 3
    points = heaps[rng.integers(0, k, size=n)] + grid(rng, (n, d), whole)
    init = points[rng.choice(n, size=k, replace=False)].copy()
    if which == "empty":
        init[int(rng.integers(k))] += 60
    return points, init
