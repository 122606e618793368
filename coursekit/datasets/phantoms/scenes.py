"""Small phantoms with exact truth: nuclei, membranes, and a scene of three classes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi
from scipy.spatial import cKDTree


def nuclei(
    seed: int = 1, n: int = 60, noise: float = 8.0, shape: tuple[int, int] = (256, 256)
) -> dict[str, NDArray[Any]]:
    """Draw `n` bright ellipses that may touch but never overlap, blurred like a microscope's.

    Parameters
    ----------
    seed : int, default 1
        Another seed, another scene.
    n : int, default 60
        Number of nuclei.
    noise : float, default 8.0
        Standard deviation of the noise, in grey values.
    shape : tuple of int, default (256, 256)
        Rows and columns; every nucleus lies inside.

    Returns
    -------
    dict
        "image", uint8; "truth", int32, 0 background and 1 to n; "mask", bool, all nuclei.

    Raises
    ------
    ValueError
        If `n` nuclei do not fit.
    """
    rng = np.random.default_rng(seed)
    truth = np.zeros(shape, dtype=np.int32)
    bright = np.zeros(shape)
    row, column = np.indices(shape)
    for number in range(1, n + 1):
        inside = _place_ellipse(rng, truth, row, column)
        truth[inside] = number
        bright[inside] = rng.uniform(110, 190)
    texture = 1 + 0.12 * _smooth_noise(rng, shape, 1.5)
    image = 25 + ndi.gaussian_filter(bright * texture, 1.2) + rng.normal(0, noise, shape)
    return {
        "image": np.clip(np.rint(image), 0, 255).astype(np.uint8),
        "truth": truth,
        "mask": truth > 0,
    }


def _place_ellipse(
    rng: np.random.Generator, taken: NDArray[Any], row: NDArray[Any], column: NDArray[Any]
) -> NDArray[np.bool_]:
    """Find a free place; half of the nuclei look for one close to another."""
    for attempt in range(2000):
        a, b = rng.uniform(7, 11), rng.uniform(6, 9)
        turn = rng.uniform(0, np.pi)
        margin = 13
        centre = rng.uniform(margin, np.array(taken.shape) - margin)
        if attempt < 60 and taken.any() and rng.random() < 0.45:
            spot = rng.choice(np.argwhere(taken))
            centre = spot + rng.normal(0, 13, 2)
            centre = np.clip(centre, margin, np.array(taken.shape) - margin)
        y, x = row - centre[0], column - centre[1]
        along, across = y * np.sin(turn) + x * np.cos(turn), y * np.cos(turn) - x * np.sin(turn)
        inside = (along / a) ** 2 + (across / b) ** 2 <= 1
        if not taken[inside].any():
            return np.asarray(inside)
    raise ValueError(f"n must leave room for every nucleus, got {int(taken.max()) + 1} at least.")


def _smooth_noise(rng: np.random.Generator, shape: tuple[int, ...], sigma: float) -> NDArray[Any]:
    noise = ndi.gaussian_filter(rng.normal(size=shape), sigma)
    return np.asarray(noise / noise.std())


def membranes(
    seed: int = 1,
    shape: tuple[int, ...] = (24, 96, 96),
    n: int = 60,
    gap: float = 0.35,
    noise: float = 0.06,
) -> dict[str, NDArray[Any]]:
    """Fill a volume (or an image) with warped cells and draw the walls between them.

    Parameters
    ----------
    seed : int, default 1
        Another seed, another tissue.
    shape : tuple of int, default (24, 96, 96)
        Two or three sizes.
    n : int, default 60
        Number of cells.
    gap : float, default 0.35
        How strongly the walls fade in places, 0 to 1.
    noise : float, default 0.06
        Standard deviation of the noise before smoothing.

    Returns
    -------
    dict
        "image", uint8, dark walls as in an electron microscope; "boundary", float32 in [0, 1], how
        likely a pixel lies on a wall; "truth", int32, the cell of each pixel from 1 to n.
    """
    rng = np.random.default_rng(seed)
    grid = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), axis=-1).astype(float)
    warp = np.stack([_smooth_noise(rng, shape, 6.0) for _ in shape], axis=-1)
    seeds = rng.uniform(0, shape, size=(n, len(shape)))
    distances, cells = cKDTree(seeds).query(grid + 2.5 * warp, k=2)
    wall = np.exp(-(((distances[..., 1] - distances[..., 0]) / 2.2) ** 2))
    fading = np.clip(1 - gap * np.clip(_smooth_noise(rng, shape, 4.0), 0, None), 0.15, 1)
    shown = wall * fading + ndi.gaussian_filter(rng.normal(0, 2 * noise, shape), 1.0)
    _, truth = np.unique(cells[..., 0], return_inverse=True)
    cytoplasm = 185 + 14 * _smooth_noise(rng, shape, 1.2) + rng.normal(0, 100 * noise, shape)
    return {
        "image": np.clip(np.rint(cytoplasm - 120 * wall * fading), 0, 255).astype(np.uint8),
        "boundary": np.clip(shown, 0, 1).astype(np.float32),
        "truth": (truth.reshape(shape) + 1).astype(np.int32),
    }


def three_classes(
    seed: int = 1, shape: tuple[int, int] = (128, 160), noise: float = 14.0
) -> dict[str, NDArray[Any]]:
    """Draw background, a large class and a small one whose grey values overlap a little.

    Parameters
    ----------
    seed : int, default 1
        Another seed, another scene.
    shape : tuple of int, default (128, 160)
        Rows and columns.
    noise : float, default 14.0
        Standard deviation of the noise, in grey values.

    Returns
    -------
    dict
        "image", uint8; "truth", int32: 0 background, 1 the large class, 2 the small one.
    """
    rng = np.random.default_rng(seed)
    blobs = _smooth_noise(rng, shape, min(shape) / 12)
    truth = np.searchsorted(np.quantile(blobs, [0.62, 0.92]), blobs).astype(np.int32)
    centre = np.array([60.0, 120.0, 190.0])[truth]
    image = ndi.gaussian_filter(centre, 0.8) + rng.normal(0, noise, shape)
    return {"image": np.clip(np.rint(image), 0, 255).astype(np.uint8), "truth": truth}
