"""Inputs for hidden cases: small, never square, and with the values that expose mistakes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Rng = np.random.Generator


def u8(values: ArrayLike) -> NDArray[np.uint8]:
    """Write down a small uint8 image."""
    return np.array(values, dtype=np.uint8)


def flags(values: ArrayLike) -> NDArray[np.bool_]:
    """Write down a small mask with 0 and 1."""
    return np.array(values, dtype=bool)


def shape(rng: Rng, low: int = 2, high: int = 8) -> tuple[int, int]:
    """Draw a shape that is never square; now and then it has a single row."""
    if rng.random() < 0.1:
        return 1, int(rng.integers(max(low, 2), high + 1))
    rows = int(rng.integers(low, high + 1))
    columns = int(rng.integers(low, high))
    return rows, columns + (columns >= rows)


def image(
    rng: Rng,
    size: tuple[int, int] | None = None,
    low: int = 0,
    high: int = 256,
    dtype: Any = np.uint8,
) -> NDArray[Any]:
    """Draw an image of whole grey values low <= g < high."""
    drawn = rng.integers(low, high, size=size or shape(rng))
    return np.asarray(drawn.astype(dtype))


def two_hills(
    rng: Rng, size: tuple[int, int] | None = None, dark: int = 60, bright: int = 180, sd: float = 18
) -> NDArray[np.uint8]:
    """Draw an image whose grey values form a dark and a bright hill of different size."""
    where = size or shape(rng, 6, 12)
    share = rng.uniform(0.1, 0.6)
    centre = np.where(rng.random(where) < share, bright, dark)
    return np.asarray(np.clip(rng.normal(centre, sd).round(), 0, 255).astype(np.uint8))


def value_in(rng: Rng, values: NDArray[Any]) -> Any:
    """Draw a value that occurs in an array."""
    return values.ravel()[int(rng.integers(values.size))].item()


def mask(
    rng: Rng, size: tuple[int, int] | None = None, share: float | None = None
) -> NDArray[np.bool_]:
    """Draw a mask with about a share of True."""
    wanted = rng.uniform(0.15, 0.7) if share is None else share
    return np.asarray(rng.random(size or shape(rng)) < wanted)


def mask_pair(rng: Rng) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Draw a truth and a result of one shape that overlap in part."""
    truth = mask(rng, shape(rng, 3, 8))
    flip = rng.random(truth.shape) < rng.uniform(0.1, 0.4)
    return truth, np.asarray(truth ^ flip)


def labels(
    rng: Rng, values: Sequence[int], size: tuple[int, int] | None = None
) -> NDArray[np.int64]:
    """Draw an image of the given class or label numbers, each of them at least once."""
    where = size or shape(rng, 3, 8)
    drawn = rng.choice(np.asarray(values), size=where)
    places = rng.choice(drawn.size, size=min(len(values), drawn.size), replace=False)
    drawn.ravel()[places] = np.asarray(values)[: places.size]
    return np.asarray(drawn, dtype=np.int64)
