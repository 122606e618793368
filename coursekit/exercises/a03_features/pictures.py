"""Inputs that several exercises of the assignment share."""

import numpy as np
from numpy.typing import NDArray

from coursekit.checking import generate as gen

Rng = np.random.Generator


def dark_bytes(rng: Rng, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw a uint8 image so dark that nine pixels add up to less than 256."""
    return gen.image(rng, size, 0, 28)


def bright_bytes(rng: Rng, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw a uint8 image in which the sum of any two pixels exceeds 255."""
    return gen.image(rng, size, 128, 256)


def floats(rng: Rng, size: tuple[int, int]) -> NDArray[np.float64]:
    """Draw an image of floats from 0 to 1 with three decimals."""
    return np.asarray(rng.random(size).round(3))


def wide(rng: Rng, low: int, high: int) -> tuple[int, int]:
    """Draw a shape with at least `low` rows and columns, more columns than rows or fewer."""
    rows, columns = (int(side) for side in rng.choice(np.arange(low, high + 1), 2, replace=False))
    return rows, columns
