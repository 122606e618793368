"""Phantom of a head in an MRI slice: bright scalp, dark bone, fluid, grey and white matter."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

FLUID, GREY, WHITE = 1, 2, 3
# mean grey values between 0 and 1
_AIR, _SCALP, _BONE = 0.02, 0.95, 0.06
_TISSUE = {FLUID: 0.17, GREY: 0.36, WHITE: 0.52}
_SUBJECTS = {  # bias, noise, ventricles, size, centre (row, column) as shares
    1: (0.08, 0.028, 0.5, 1.00, (0.50, 0.50)),
    2: (0.14, 0.038, 1.3, 0.93, (0.53, 0.47)),
    3: (0.12, 0.033, 0.8, 0.97, (0.48, 0.52)),
}


def brain(
    subject: int = 1,
    shape: tuple[int, int] = (176, 208),
    bias: float | None = None,
    noise: float | None = None,
    vent: float | None = None,
    size: float | None = None,
) -> dict[str, NDArray[Any]]:
    """Draw a slice through a made-up head.

    Three subjects differ in the light of the scanner (bias field), in noise, in the size of the
    ventricles, which grow with age, and in where the head lies.

    Parameters
    ----------
    subject : int, default 1
        1, 2 or 3; also the seed of everything drawn at random.
    shape : tuple of int, default (176, 208)
        Rows and columns.
    bias, noise, vent, size : float, optional
        Instead of the subject's own: strength of the bias field and standard deviation of the
        noise (grey value 1 is the scalp), size of the ventricles and of the head (1 is usual).

    Returns
    -------
    dict
        "image", uint16; "truth", bool, the brain; "labels", int32, 0 no brain, 1 fluid, 2 grey
        matter, 3 white matter.

    Raises
    ------
    ValueError
        If there is no such subject.
    """
    if subject not in _SUBJECTS:
        raise ValueError(f"subject must be 1, 2 or 3, got {subject}.")
    own_bias, own_noise, own_vent, own_size, centre = _SUBJECTS[subject]
    rng = np.random.default_rng(subject)
    labels, image = _anatomy(
        rng,
        shape,
        centre,
        own_size if size is None else size,
        own_vent if vent is None else vent,
    )
    field = 1 + (own_bias if bias is None else bias) * _slow_field(rng, shape)
    image = ndi.gaussian_filter(image, 0.6) * field
    sd = own_noise if noise is None else noise
    # the magnitude of a complex signal: Rician noise, as in MRI
    image = np.hypot(image + rng.normal(0, sd, shape), rng.normal(0, sd, shape))
    top = 47_000 / 1.2
    return {
        "image": np.clip(np.rint(image * top), 0, 65_535).astype(np.uint16),
        "truth": labels > 0,
        "labels": labels,
    }


def _anatomy(
    rng: np.random.Generator,
    shape: tuple[int, int],
    centre: tuple[float, float],
    size: float,
    vent: float,
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Place the parts of the head by their distance from its centre."""
    row, column = np.indices(shape, dtype=float)
    y = (row - centre[0] * shape[0]) / (0.45 * shape[0] * size)
    x = (column - centre[1] * shape[1]) / (0.43 * shape[1] * size)
    wobble = 0.025 * _slow_field(rng, shape, 12.0)
    radius = np.hypot(y, x) + wobble
    folds = 0.10 * _slow_field(rng, shape, 3.0)
    image = np.full(shape, _AIR)
    image[radius < 1.0] = _SCALP
    image[radius < 0.90] = _BONE
    labels = np.zeros(shape, dtype=np.int32)
    labels[radius < 0.82] = FLUID
    labels[radius + 0.25 * folds < 0.80] = GREY
    labels[radius + 1.6 * folds < 0.55] = WHITE
    for side in (-1, 1):
        wing = np.hypot((y + 0.02) / 0.30, (x - side * 0.13) / 0.085) + 1.2 * wobble
        labels[(wing < np.sqrt(vent)) & (radius < 0.7)] = FLUID
    deep = np.hypot((y - 0.10) / 0.15, (np.abs(x) - 0.30) / 0.09)
    labels[(deep < 1) & (labels == WHITE)] = GREY
    for label, value in _TISSUE.items():
        image[labels == label] = value
    return labels, image


def _slow_field(
    rng: np.random.Generator, shape: tuple[int, int], sigma: float = 45.0
) -> NDArray[np.float64]:
    """Smooth noise between about -1 and 1."""
    field = ndi.gaussian_filter(rng.normal(size=shape), sigma, mode="wrap")
    return np.asarray(field / np.abs(field).max())
