"""Numbers in two heaps, and two centres that begin somewhere beside them."""

import numpy as np
from numpy.typing import NDArray

from coursekit.checking import generate as gen


def values_in_two_heaps(rng: np.random.Generator) -> NDArray[np.float64]:
    """Draw whole numbers, some small and some large, as a list or an image of any type."""
    size = gen.shape(rng, 2, 6) if rng.random() < 0.5 else int(rng.integers(4, 16))
    low, high = int(rng.integers(0, 40)), int(rng.integers(50, 120))
    near_low = rng.random(size) < rng.uniform(0.2, 0.8)
    drawn = np.where(
        near_low, rng.integers(low, low + 25, size), rng.integers(high, high + 60, size)
    )
    return np.asarray(drawn.astype(rng.choice(["uint8", "int64", "float64", "float32"])))


def two_centres(
    rng: np.random.Generator, values: NDArray[np.float64], which: str
) -> tuple[float, float]:
    """Draw where two centres begin.

    `which` asks for a cut beside all values ("empty"), a cut that is one of the values
    ("on the cut"), or any other cut.
    """
    lowest, highest = float(values.min()), float(values.max())
    if which == "empty":
        away = int(rng.integers(8, 60))
        bright_is_empty = lowest < away or rng.random() < 0.5
        c0 = highest + away / 4 if bright_is_empty else lowest - away
        return round(c0), round(c0) + away // 2
    if which == "on the cut":
        middle, half = gen.value_in(rng, values), int(rng.integers(2, 40))
        return middle - half, middle + half
    c0, c1 = sorted(rng.choice(np.arange(int(lowest) - 10, int(highest) + 30), 2, replace=False))
    return (float(c0) + 0.5, float(c1) + 0.25) if rng.random() < 0.4 else (int(c0), int(c1))
