"""Inputs that several exercises of the assignment share.

Where ways to compute the same thing may part, by rounding, by the border of a blur or by ties, an
input is drawn again until they agree: no right answer may be rejected.
"""

import numpy as np
import scipy
from numpy.typing import NDArray

from coursekit.checking import generate as gen
from coursekit.imaging import otsu_in_bins

Rng = np.random.Generator
BORDERS = ("reflect", "nearest")  # of scipy's Gaussian and of scikit-image's
_U = ((1, 0, 1), (1, 0, 1), (1, 1, 1))
_SNAKE = ((1, 1, 1, 0, 1), (0, 0, 1, 0, 1), (1, 1, 1, 0, 1), (1, 0, 0, 0, 1), (1, 1, 1, 1, 1))


def mask_to_label(rng: Rng) -> tuple[NDArray[np.bool_], str]:
    """Draw a mask whose components are not obvious, and say what is special about it."""
    which = rng.choice(["dots", "dots", "u", "snake", "edge", "row", "empty", "full"])
    size = gen.shape(rng, 4, 9)
    if which == "empty":
        return np.zeros(size, bool), "a mask without foreground"
    if which == "full":
        return np.ones(size, bool), "a mask without background"
    if which == "row":
        return gen.mask(rng, (1, int(rng.integers(4, 12)))), "a mask of one row"
    if which in ("u", "snake"):
        shape = np.array(_U if which == "u" else _SNAKE, bool)
        mask = gen.mask(rng, (8, 9), share=0.15)
        row, column = rng.integers(0, 4, size=2)
        mask[row : row + len(shape), column : column + len(shape)] = np.rot90(
            shape, int(rng.integers(4))
        )
        return mask, "bent objects"
    if which == "edge":
        mask = gen.mask(rng, size, share=0.3)
        mask[[0, -1]] |= gen.mask(rng, (2, size[1]), share=0.6)
        return mask, "objects at opposite edges of the image"
    return gen.mask(rng, size, share=0.5), "many small objects"


def blob_image(rng: Rng) -> NDArray[np.uint8]:
    """Draw bright blobs with noise, some of them close to each other."""
    shape = _shape(rng)
    centre, blobs = rng.uniform(4, np.array(shape) - 5), []
    for _ in range(int(rng.integers(3, 6))):
        blobs.append((centre, rng.uniform(1.5, 3.2)))
        centre = np.clip(centre + rng.normal(0, 6, 2), 3, np.array(shape) - 4)
    return _with_blobs(rng, shape, blobs)


def satellite_image(rng: Rng) -> NDArray[np.uint8]:
    """Draw large blobs and a small one beside the first: a strong blur sweeps its peak away."""
    shape = _shape(rng)
    radius, turn = rng.uniform(2.6, 3.4), rng.uniform(0, 2 * np.pi)
    first = rng.uniform(5, np.array(shape) - 6)
    small = first + (radius + rng.uniform(1.5, 2.2)) * np.array([np.sin(turn), np.cos(turn)])
    other = rng.uniform(4, np.array(shape) - 5)
    return _with_blobs(rng, shape, [(first, radius), (small, 0.9), (other, rng.uniform(2, 3))])


def _shape(rng: Rng) -> tuple[int, int]:
    return int(rng.integers(13, 17)), int(rng.integers(17, 21))


def _with_blobs(
    rng: Rng, shape: tuple[int, int], blobs: list[tuple[NDArray[np.float64], float]]
) -> NDArray[np.uint8]:
    """Draw blobs with centre and radius, and noise; the frame has one grey value."""
    row, column = np.indices(shape)
    drawn = np.zeros(shape)
    for centre, radius in blobs:
        away = ((row - centre[0]) ** 2 + (column - centre[1]) ** 2) / radius**2
        drawn = np.maximum(drawn, rng.uniform(100, 190) * np.exp(-(away**2)))
    drawn += rng.normal(0, rng.uniform(1, 12), shape)
    frame = np.pad(np.ones(np.array(shape) - 4), 2)
    return np.asarray((30 + frame * drawn).clip(0, 255).astype(np.uint8))


def blurred_outline(image: NDArray[np.number], sigma: float) -> NDArray[np.bool_] | None:
    """Mark what Otsu calls bright after a blur; None if that depends on the way it is computed."""
    outline = None
    for border in BORDERS:
        blurred = scipy.ndimage.gaussian_filter(image.astype(float), sigma, mode=border)
        t = otsu_in_bins(blurred)
        outline = blurred > t if outline is None else outline
        ways = blurred > t, blurred > _exact_otsu(blurred)
        if np.abs(blurred - t).min() < 1e-6 or any((outline != way).any() for way in ways):
            return None
    return outline


def _exact_otsu(values: NDArray[np.float64]) -> float:
    """Return the value up to which pixels are dark, tried at every value."""
    rising = np.sort(values.ravel())
    n, total = np.arange(1, rising.size), rising.sum()
    dark = np.cumsum(rising)[:-1]
    distance = (total - dark) / (rising.size - n) - dark / n
    return float(rising[np.argmax(n * (rising.size - n) * distance**2)])


def touching_discs(rng: Rng) -> NDArray[np.bool_]:
    """Draw the mask of a few discs and ellipses, some of which touch."""
    shape = (int(rng.integers(11, 15)), int(rng.integers(15, 22)))
    row, column = np.indices(shape)
    mask = np.zeros(shape, bool)
    centre = rng.uniform(3, np.array(shape) - 4)
    for _ in range(int(rng.integers(2, 5))):
        tall, wide = rng.uniform(2, 4.2, size=2)
        mask |= ((row - centre[0]) / tall) ** 2 + ((column - centre[1]) / wide) ** 2 <= 1
        centre = np.clip(centre + rng.normal(0, 5, 2), 2, np.array(shape) - 3)
    return mask


def peaks_of(heights: NDArray[np.float64], mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the pixels of the mask that nothing in the 3x3 around them exceeds."""
    return np.asarray((heights == scipy.ndimage.maximum_filter(heights, size=3)) & mask)


def blurred_distances(mask: NDArray[np.bool_], sigma: float) -> list[NDArray[np.float64]]:
    """Return the distance map after a blur, with each border rule."""
    distance = scipy.ndimage.distance_transform_edt(mask)
    return [scipy.ndimage.gaussian_filter(distance, sigma, mode=border) for border in BORDERS]


def has_ties(heights: NDArray[np.float64], mask: NDArray[np.bool_]) -> bool:
    """Tell whether two pixels of the mask are equally high, or nearly so."""
    return bool((np.diff(np.sort(heights[mask])) < 1e-7).any())
