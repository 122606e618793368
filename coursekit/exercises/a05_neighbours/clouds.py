"""Small clouds of points, each with the class of its points."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Cloud = tuple[NDArray[Any], NDArray[np.int64]]


def class_numbers(rng: Rng, most: int = 4) -> NDArray[np.int64]:
    """Draw two to `most` class numbers in increasing order, with gaps; 0 may be one of them."""
    return np.sort(rng.choice(10, size=int(rng.integers(2, most + 1)), replace=False))


def labels_of(rng: Rng, n: int, classes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Draw the classes of n points; each class occurs, if there are points enough."""
    drawn = rng.choice(classes, size=n)
    places = rng.permutation(n)[: classes.size]
    drawn[places] = classes[: places.size]
    return drawn


def whole_points(rng: Rng, n: int, d: int, top: int = 9) -> NDArray[Any]:
    """Draw points with whole coordinates from 0 to `top`, so that distances have exact ties."""
    drawn = rng.integers(0, top + 1, (n, d))
    return np.asarray(drawn.astype(rng.choice(["int64", "uint8", "float64"])))


def points(rng: Rng, n: int, d: int) -> NDArray[Any]:
    """Draw points with whole coordinates, or with others."""
    if rng.random() < 0.5:
        return whole_points(rng, n, d, int(rng.choice([9, 250])))
    return np.asarray(rng.normal(0, 5, (n, d)).round(2))


def cloud(rng: Rng, n: int, d: int, classes: NDArray[np.int64], spread: float = 1.0) -> Cloud:
    """Draw points around one centre for each class; the clouds overlap."""
    labels = labels_of(rng, n, classes)
    centres = np.random.default_rng(7).uniform(0, 4, (10, 8))[:, :d]  # the same in every cloud
    return centres[labels] + rng.normal(0, spread, (n, d)), labels
