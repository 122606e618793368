"""Small images of blocks, each with the class of every pixel; 0 lies outside."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Pair = tuple[NDArray[np.float64], NDArray[np.int64]]


def head(rng: Rng, classes: NDArray[np.int64], outside: bool, noise: float = 12.0) -> Pair:
    """Draw an image and its truth: blocks of 2 x 2 pixels, the darker the smaller the class.

    With `outside`, a part of the blocks has class 0; it is about as bright as the others. Grey
    values are no whole numbers, so that no two distances are equal.
    """
    rows, columns = int(rng.integers(3, 6)), int(rng.integers(3, 6))
    blocks = rng.choice(classes, (rows, columns + (columns >= rows)))
    blocks.flat[rng.permutation(blocks.size)[: classes.size]] = classes
    truth = np.repeat(np.repeat(blocks, 2, axis=0), 2, axis=1)
    grey = np.searchsorted(classes, truth) * 25.0 + rng.uniform(20, 40)
    image = grey + rng.normal(0, noise, truth.shape)
    if outside:
        free = _some_blocks(rng, blocks, classes)
        truth = np.where(np.repeat(np.repeat(free, 2, axis=0), 2, axis=1), 0, truth)
    return image, truth


def _some_blocks(rng: Rng, blocks: NDArray[Any], classes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Choose blocks, at least one, and leave at least one of each class."""
    free = rng.random(blocks.shape) < 0.35
    free.flat[int(rng.integers(blocks.size))] = True
    for label in classes:
        if free[blocks == label].all():
            free[blocks == label] = False
    return np.asarray(free)


def spec_of(rng: Rng, most: int = 3) -> list[tuple[Any, ...]]:
    """Draw a list of features, the grey value among them."""
    others = [("gauss", 1), ("gauss", 2), ("gradient", 1), ("gradient", 2)]
    chosen = rng.permutation(len(others))[: int(rng.integers(1, most))]
    spec: list[tuple[Any, ...]] = [others[index] for index in chosen]
    spec.insert(int(rng.integers(len(spec) + 1)), ("raw",))
    return spec
