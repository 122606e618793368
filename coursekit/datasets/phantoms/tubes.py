"""Phantom of a stained tile: dark vessels on bright, unevenly lit tissue, with exact truth."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

_TISSUE = 205.0  # grey value of tissue in even light


def vessels(
    seed: int = 1,
    shape: tuple[int, int] = (512, 512),
    n: int = 85,
    noise: float = 9.0,
    shade: float = 30.0,
) -> dict[str, NDArray[Any]]:
    """Draw `n` winding tubes filled with ink, as a light microscope would see them.

    With the default 85 tubes the vessels fill 8 to 10 % of the image and Otsu's threshold works;
    with fewer than 25 they fill less than 3 % and Otsu's threshold falls into the tissue.

    Parameters
    ----------
    seed : int, default 1
        Another seed, another tile.
    shape : tuple of int, default (512, 512)
        Rows and columns.
    n : int, default 85
        Number of tubes; it sets the share of vessel pixels.
    noise : float, default 9.0
        Standard deviation of the noise, in grey values.
    shade : float, default 30.0
        How much the light varies over the tile, in grey values.

    Returns
    -------
    dict
        "image", uint8, dark vessels; "truth", bool, vessel pixels.
    """
    rng = np.random.default_rng(seed)
    radius, ink = np.zeros(shape), np.zeros(shape)
    for _ in range(n):
        length = 1 + int(rng.integers(15, 90) * min(1, min(shape) / 256))
        thickest = 1.2 + rng.gamma(2.0, 1.0)
        line = _centre_line(rng, shape, length)
        inside = ((line >= 0) & (line < np.array(shape)[:, None])).all(axis=0)
        taper = np.linspace(1, rng.uniform(0.5, 1), length)
        rows, columns = line[:, inside]
        radius[rows, columns] = (thickest * taper)[inside]
        ink[rows, columns] = rng.uniform(50, 140)
    distance, nearest = ndi.distance_transform_edt(radius == 0, return_indices=True)
    truth = distance <= radius[tuple(nearest)]
    darkening = ndi.gaussian_filter(np.where(truth, ink[tuple(nearest)], 0.0), 1.2)
    light = _TISSUE - shade * _uneven_light(rng, shape)
    image = light - darkening + rng.normal(0, noise, shape)
    return {"image": np.clip(np.rint(image), 0, 255).astype(np.uint8), "truth": truth}


def _centre_line(rng: np.random.Generator, shape: tuple[int, int], length: int) -> NDArray[Any]:
    """Walk `length` steps of one pixel, turning a little at each."""
    angle = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.16, length))
    start = rng.uniform(0, shape)
    steps = np.cumsum([np.sin(angle), np.cos(angle)], axis=1)
    return np.rint(start[:, None] + steps).astype(int)


def _uneven_light(rng: np.random.Generator, shape: tuple[int, int]) -> NDArray[Any]:
    """A ramp in a random direction and slow ripples, about -1 to 1."""
    ripples = ndi.gaussian_filter(rng.normal(size=shape), 24 * min(shape) / 512)
    ripples /= np.abs(ripples).max()
    row, column = np.meshgrid(*(np.linspace(-1, 1, size) for size in shape), indexing="ij")
    direction = rng.uniform(0, 2 * np.pi)
    ramp = np.sin(direction) * row + np.cos(direction) * column
    return np.asarray(0.7 * ramp + 0.5 * ripples)
