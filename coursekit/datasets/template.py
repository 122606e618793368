"""Slices of the mean brain that lies inside nilearn, with a class for each pixel."""

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from coursekit.datasets.sample import Sample

FLUID, GREY, WHITE = 1, 2, 3


def mni152_slice(z: int, noise: float = 0.05) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Cut a slice out of the MNI152 template, and give each of its pixels a class.

    The template is the mean of 152 brains, so it is far less noisy than a scan of one person.
    Noise makes it as hard as a scan; the slice's number is the seed.

    Parameters
    ----------
    z : int
        Number of the slice, from 0 (lowest) to 94.
    noise : float, default 0.05
        Standard deviation of the noise; the brightest voxel of the template is 1.

    Returns
    -------
    image : array of float, shape (117, 99)
        Grey values, about 0 to 1. The front of the head is on top.
    labels : array of int32, same shape
        0 outside the brain, 1 fluid, 2 grey matter, 3 white matter: the most probable of the three.

    Raises
    ------
    ValueError
        If there is no such slice.

    Examples
    --------
    >>> image, labels = mni152_slice(45)
    >>> image.shape, np.unique(labels).tolist()
    ((117, 99), [0, 1, 2, 3])
    """
    template = _template()
    last = template.image.shape[2] - 1
    if not 0 <= z <= last:
        raise ValueError(f"z must be 0 to {last}, got {z!r}.")

    def cut(volume: NDArray[Any]) -> NDArray[Any]:
        return np.rot90(volume[:, :, z])

    image = cut(template.image) / template.image.max()
    image = image + np.random.default_rng(z).normal(0, noise, image.shape)
    grey, white = cut(template.grey_matter), cut(template.white_matter)
    most_probable = np.argmax([1 - grey - white, grey, white], axis=0)
    labels = np.where(cut(template.mask), FLUID + most_probable, 0)
    return image, labels.astype(np.int32)


@functools.cache
def _template() -> "Sample":
    """Load the volumes once: it takes a second, and a lesson cuts several slices."""
    from coursekit.datasets import load

    return load("mni152")
