"""Phantom of a head in an MRI slice: bright scalp, dark bone, fluid, grey and white matter."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

FLUID, GREY, WHITE = 1, 2, 3
# mean grey values between 0 and 1
_AIR, _BONE = 0.02, 0.06
_SCALP, _SCALP_VARIES = 0.78, 0.26  # fat is patchy
_TISSUE = {FLUID: 0.16, GREY: 0.38, WHITE: 0.53}
_TOP = 47_000 / 1.25  # of a grey value of 1; the OASIS slice ends at 47081
_TURN = 720  # samples of a full turn around the head


class _Subject(NamedTuple):
    bias: float
    noise: float
    vent: float
    size: float
    centre: tuple[float, float]  # row and column, as shares of the picture


_SUBJECTS = {
    1: _Subject(0.08, 0.044, 0.5, 1.00, (0.49, 0.47)),
    2: _Subject(0.16, 0.058, 1.7, 0.95, (0.51, 0.50)),
    3: _Subject(0.11, 0.048, 0.9, 0.98, (0.48, 0.52)),
}


def brain(
    subject: int = 1,
    shape: tuple[int, int] = (176, 208),
    bias: float | None = None,
    noise: float | None = None,
    vent: float | None = None,
    size: float | None = None,
) -> dict[str, NDArray[Any]]:
    """Draw a slice through a made-up head that looks to the left.

    Three subjects differ in the light of the scanner (bias field), in noise, in age (ventricles
    and furrows widen), in size, and in where the head lies.

    Parameters
    ----------
    subject : int, default 1
        1, 2 or 3; also the seed of everything drawn at random.
    shape : tuple of int, default (176, 208)
        Rows and columns.
    bias, noise, vent, size : float, optional
        Instead of the subject's own: strength of the bias field and standard deviation of the
        noise (bright scalp is 1), size of the ventricles and of the head (1 is usual).

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
    own = _SUBJECTS[subject]
    this = _Subject(
        own.bias if bias is None else bias,
        own.noise if noise is None else noise,
        own.vent if vent is None else vent,
        own.size if size is None else size,
        own.centre,
    )
    rng = np.random.default_rng(subject)
    labels, clean = _anatomy(rng, shape, this)
    light = 1 + this.bias * _slow_field(rng, shape, 45.0)
    signal = ndi.gaussian_filter(clean, 0.6) * light
    # the magnitude of a complex signal: Rician noise, as in MRI
    real, imaginary = rng.normal(0, this.noise, (2, *shape))
    image = np.hypot(signal + real, imaginary)
    return {
        "image": np.clip(np.rint(image * _TOP), 0, 65_535).astype(np.uint16),
        "truth": labels > 0,
        "labels": labels,
    }


def _anatomy(
    rng: np.random.Generator, shape: tuple[int, int], this: _Subject
) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Place the parts of the head; lengths are pixels of a usual head in 176 x 208."""
    unit = this.size * min(shape[0] / 176, shape[1] / 208)
    row, column = np.indices(shape, dtype=float)
    down = (row - this.centre[0] * shape[0]) / unit
    right = (column - this.centre[1] * shape[1]) / unit
    angle = np.arctan2(down / 74, right / 90)
    egg = (1 + 0.04 * np.cos(angle)) * (1 + 0.015 * np.cos(3 * angle + rng.uniform(0, 6)))
    radius = np.hypot(down / 74, right / 90) * egg  # 1 at the skin
    depth = 72 * (0.85 - radius)  # below the surface of the brain
    bend, shift = _slow_field(rng, shape, 7 * unit), _slow_field(rng, shape, 7 * unit)
    labels = _cortex(rng, angle + 0.1 * bend, depth, this.vent, unit)
    _place_deep_parts(labels, down + 2.5 * shift, right, depth, this.vent)
    scalp = _SCALP + _SCALP_VARIES * _slow_field(rng, shape, 8 * unit)
    image = np.where(radius < 1.0, scalp, _AIR)
    image[radius < 0.946] = _BONE
    for label, value in _TISSUE.items():
        image[labels == label] = value
    return labels, image


def _cortex(
    rng: np.random.Generator,
    angle: NDArray[Any],
    depth: NDArray[Any],
    vent: float,
    unit: float,
) -> NDArray[np.int32]:
    """Fold a ribbon of grey matter along furrows filled with fluid; white matter lies inside.

    Noise over angle and depth, stretched along the depth, crosses zero on lines that run inwards:
    these are the furrows.
    """
    raw = rng.normal(size=(_TURN, 64))
    sheet = _smooth_sheet(raw, 8.0) - _smooth_sheet(raw, 18.0)
    turn = (angle / (2 * np.pi) * _TURN) % _TURN
    wave = ndi.map_coordinates(sheet, [turn, np.clip(depth, 0, 63)], order=1, mode="grid-wrap")
    slope = np.hypot(*np.gradient(wave))
    to_furrow = np.abs(wave) / np.maximum(slope, 1e-9) / unit
    reach = ndi.gaussian_filter1d(rng.normal(size=_TURN), 9.0, mode="wrap")
    reach = np.clip(13 + 6 * reach / reach.std(), 3, 26)[turn.astype(int)]
    width = 0.6 + 0.55 * vent  # furrows widen with age, as the ventricles do
    ribbon = (to_furrow < 3.8 + 0.3 * width) & (depth < reach + 3.5)
    furrow = (to_furrow < 1.25 * width * (1 - 0.5 * depth / reach)) & (depth < reach)
    labels = np.where((depth < 4.2 + 0.6 * width) | ribbon, GREY, WHITE)
    labels[(depth < 0.6 + 0.8 * width) | furrow] = FLUID
    labels[depth <= 0] = 0
    return labels.astype(np.int32)


def _place_deep_parts(
    labels: NDArray[np.int32],
    down: NDArray[Any],
    right: NDArray[Any],
    depth: NDArray[Any],
    vent: float,
) -> None:
    """Write the cleft between the halves, the deep grey matter and the ventricles into `labels`."""
    beside = np.abs(down) - 0.7 * (1 + 0.5 * vent)
    ends = (np.abs(right) > 38) & (depth > 0)
    labels[ends & (beside < 2.5) & (labels == WHITE)] = GREY
    labels[ends & (beside < 0)] = FLUID
    for side in (-1, 1):
        deep = np.hypot((right + 2) / 17, (down - side * 19) / 8)
        labels[deep < 1] = GREY
        middle = side * (3 + 4 * vent**0.5 + 0.004 * right**2)
        wing = np.hypot(right / 30 * vent**0.25, (down - middle) / 4.4)
        labels[wing < vent**0.5] = FLUID


def _smooth_sheet(raw: NDArray[Any], sigma: float) -> NDArray[Any]:
    return np.asarray(ndi.gaussian_filter(raw, (sigma, 11.0), mode=("wrap", "nearest")))


def _slow_field(
    rng: np.random.Generator, shape: tuple[int, int], sigma: float
) -> NDArray[np.float64]:
    """Smooth noise between -1 and 1."""
    field = ndi.gaussian_filter(rng.normal(size=shape), sigma, mode="wrap")
    return np.asarray(field / np.abs(field).max())
