"""Flooding by levels: the quick form of `flood` for volumes, and the minima to start it from."""

from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging._compiled import compiled, has_numba
from coursekit.imaging._watershed import fill, rise
from coursekit.imaging.labels import label_components
from coursekit.imaging.watershed import flood
from coursekit.validation import as_image, as_mask, same_shape

_WORTH_COMPILING = 100_000  # pixels; loading numba takes longer than flooding fewer in Python
_MOST_LEVELS = 2**24


def watershed(
    landscape: ArrayLike,
    seeds: ArrayLike,
    mask: ArrayLike | None = None,
    levels: int | str = 65536,
) -> NDArray[np.signedinteger]:
    """Flood a landscape from seeds, level by level, until all pixels belong to one of them.

    This is `flood` for large volumes. There a heap keeps the shore in order; here each level has a
    queue of its own, first in, first out, which is many times faster. The price is that heights
    are rounded to levels, so that nearly equal ones count as equal.

    Parameters
    ----------
    landscape : array of int or float
        Height of each pixel. Any number of dimensions; quickest from 100,000 pixels on.
    seeds : array of int, same shape
        Where the water comes from: numbers above 0; 0 elsewhere.
    mask : array of bool, same shape, optional
        Where water may go; without it, everywhere.
    levels : int or "exact", default 65536
        Number of levels, from 2 to 16,777,216, evenly spread from the lowest to the highest pixel
        of the mask; each height is rounded to the nearest. Whole numbers in a smaller range have
        a level each. "exact" sorts the pixels and gives each height a level, which takes several
        times as long.

    Returns
    -------
    labels : array of int32, same shape
        Number of the seed that flooded the pixel. 0 outside the mask, also for seeds there, and
        where no water gets to. int64 if a seed has a number above 2,147,483,647.

    Raises
    ------
    TypeError
        If `landscape` does not hold numbers, `seeds` no whole numbers, or `levels` is neither a
        whole number nor a word.
    ValueError
        If the shapes differ, a seed is negative, a height is nan, or `levels` is out of range.

    Notes
    -----
    Water steps to the neighbours that share an edge in an image, a face in a volume. In one level
    the pixel comes first that the water reached first. With ``levels="exact"`` the labels are
    those of `flood`, plateaus included; with fewer levels they are those of `flood` on the rounded
    landscape. On smoothed noise of 192 x 192 x 192, 65,536 levels and exact ones differ in less
    than one pixel of a thousand. Infinite heights have the first and the last level.

    All that is kept of a pixel is one number, its level while it is dry and its label once it is
    wet, and its place in the queue: about 10 bytes a pixel on top of the result, 25 for exact
    levels.

    The loop is compiled if numba is installed (the extra "speed"). Without it, and for small
    images, `flood` does the work in Python, with the same labels.

    References
    ----------
    .. [1] F. Meyer (1994), "Topographic distance and watershed lines", Signal Processing 38(1),
       113-125. https://doi.org/10.1016/0165-1684(94)90060-4
    .. [2] L. Vincent and P. Soille (1991), "Watersheds in digital spaces: an efficient algorithm
       based on immersion simulations", IEEE Transactions on Pattern Analysis and Machine
       Intelligence 13(6), 583-598. https://doi.org/10.1109/34.87344

    Examples
    --------
    The wall of height 9 belongs to the side that climbs up to it first: over 4, not over 6.

    >>> watershed([1, 4, 9, 6, 2], [3, 0, 0, 0, 5])
    array([3, 3, 3, 5, 5], dtype=int32)

    With two levels, all heights but 9 count as equal, so that 3 does not come before 4:

    >>> watershed([1, 4, 9, 3, 2], [3, 0, 0, 0, 5])
    array([3, 3, 5, 5, 5], dtype=int32)
    >>> watershed([1, 4, 9, 3, 2], [3, 0, 0, 0, 5], levels=2)
    array([3, 3, 3, 5, 5], dtype=int32)
    """
    heights = _as_heights(landscape)
    numbers = _as_seeds(seeds)
    same_shape(heights, numbers, ("landscape", "seeds"))
    inside = np.ones(heights.shape, dtype=bool) if mask is None else as_mask(mask)
    same_shape(heights, inside, ("landscape", "mask"))
    heights, low, scale, n_levels = _scaled(heights, inside, _as_levels(levels))
    if heights.size < _WORTH_COMPILING or not has_numba():
        return _plain_flood(heights, (low, scale), n_levels, numbers, inside)
    return _compiled_flood(heights, (low, scale), n_levels, numbers, inside)


def regional_minima(image: ArrayLike, connectivity: int = 1) -> NDArray[np.int32]:
    """Number the regional minima: the plateaus that have no lower neighbour.

    Each is the bottom of one basin, so they are seeds for a `watershed` that leaves out no basin.
    Noise has many: blur the image before.

    Parameters
    ----------
    image : array of int or float
        Grey values. Any number of dimensions.
    connectivity : int, default 1
        1: neighbours share an edge (4 in an image, 6 in a volume). 2: corners count too (8 in an
        image). At most the number of dimensions.

    Returns
    -------
    labels : array of int32, same shape
        0 away from the minima; 1, 2, ... for the minima, in the order of their first pixels.

    Raises
    ------
    TypeError
        If the image does not hold numbers, or `connectivity` is no whole number.
    ValueError
        If there is no pixel, a grey value is nan, or `connectivity` is out of range.

    Notes
    -----
    A plateau is a connected region of one grey value; values are compared as they are, so a
    float32 image is not rounded. What lies outside the image is no neighbour: a plateau at the
    border can be a minimum. A constant image is one plateau that nothing is lower than, and so one
    minimum (``skimage.morphology.local_minima`` says that it has none).

    Examples
    --------
    The plateau of fours has a lower neighbour, the plateau of ones has none:

    >>> regional_minima([3, 1, 1, 5, 4, 4, 2, 6])
    array([0, 1, 1, 0, 0, 0, 2, 0], dtype=int32)
    """
    image = _as_heights(image, "image")
    pairs = _neighbour_views(image.ndim, _as_connectivity(connectivity, image.ndim))
    slope = np.zeros(image.shape, dtype=bool)  # has a lower neighbour
    for here, there in pairs:
        slope[here] |= image[here] > image[there]
        slope[there] |= image[there] > image[here]
    labels = label_components(~slope, connectivity)
    is_minimum = np.ones(int(labels.max()) + 1, dtype=bool)
    is_minimum[0] = False
    for (
        here,
        there,
    ) in pairs:  # a flat place whose plateau goes on to where it has a lower neighbour
        leaks = (image[here] == image[there]) & (slope[here] != slope[there])
        is_minimum[np.maximum(labels[here][leaks], labels[there][leaks])] = False
    numbers = np.where(is_minimum, np.cumsum(is_minimum), 0).astype(np.int32)
    return np.asarray(numbers[labels])


def _as_heights(landscape: ArrayLike, argument: str = "landscape") -> NDArray[Any]:
    heights = as_image(landscape, argument)
    if heights.dtype.kind == "f" and np.isnan(heights.min()):
        raise ValueError(f"{argument} must not hold nan, got nan.")
    return heights


def _as_seeds(seeds: ArrayLike) -> NDArray[np.signedinteger]:
    array = as_image(seeds, "seeds")
    if array.dtype.kind not in "iu":
        raise TypeError(f"seeds must hold whole numbers, got values of type {array.dtype}.")
    low, high = int(array.min()), int(array.max())
    if low < 0 or high >= 2**63:
        raise ValueError(f"seeds must be numbers from 0 to 2**63 - 1, got {low} to {high}.")
    return array.astype(np.int32 if high < 2**31 else np.int64, copy=False)


def _as_levels(levels: int | str) -> int:
    """Return the number of levels, 0 for exact ones."""
    if isinstance(levels, str):
        if levels != "exact":
            raise ValueError(f'levels must be a whole number or "exact", got {levels!r}.')
        return 0
    if isinstance(levels, bool) or not isinstance(levels, int | np.integer):
        raise TypeError(f'levels must be a whole number or "exact", got {levels!r}.')
    if not 2 <= levels <= _MOST_LEVELS:
        raise ValueError(f"levels must be from 2 to {_MOST_LEVELS}, got {levels}.")
    return int(levels)


def _as_connectivity(connectivity: int, ndim: int) -> int:
    if isinstance(connectivity, bool) or not isinstance(connectivity, int | np.integer):
        raise TypeError(f"connectivity must be a whole number, got {connectivity!r}.")
    if not 1 <= connectivity <= ndim:
        raise ValueError(f"connectivity must be from 1 to {ndim}, got {connectivity}.")
    return int(connectivity)


_Scaled = tuple[NDArray[Any], float, float, int]


def _scaled(heights: NDArray[Any], inside: NDArray[np.bool_], n_levels: int) -> _Scaled:
    """Return heights, `low`, `scale` and the number of levels.

    ``(heights - low) * scale``, rounded, is the level.
    """
    if n_levels == 0:
        return _ranks(heights)
    if heights.dtype.kind in "iub":
        low, high = int(heights.min()), int(heights.max())
        if high - low < n_levels:  # modulo 2**64, so that no type is too small
            above_low = heights.astype(np.uint64) - np.array(low % 2**64, dtype=np.uint64)
            return above_low.astype(np.float64), 0.0, 1.0, high - low + 1
    if heights.dtype != np.float32:
        heights = heights.astype(np.float64, copy=False)
    bottom, step = _first_level(heights, inside, n_levels)
    if step == 0:  # flat
        return np.zeros(heights.shape), 0.0, 0.0, 1
    if not (np.isfinite(step) and np.isfinite(1 / step)):  # hardly any room between floats, or all
        return _ranks(heights)
    return heights, bottom, 1 / step, n_levels


def _first_level(
    heights: NDArray[np.floating], inside: NDArray[np.bool_], n_levels: int
) -> tuple[float, float]:
    """Return the height of the first level and the distance between levels."""
    low, high = _range(heights, inside)
    if np.isfinite(low) and np.isfinite(high):
        return low, (high - low) / (n_levels - 1)
    low, high = _range(heights, inside & np.isfinite(heights))
    step = (high - low) / max(n_levels - 3, 1) or 1.0
    return low - step, step  # the first and the last level are kept for what is infinite


def _range(heights: NDArray[np.floating], inside: NDArray[np.bool_]) -> tuple[float, float]:
    if inside.all():
        return float(heights.min()), float(heights.max())
    low = float(heights.min(where=inside, initial=np.inf))
    high = float(heights.max(where=inside, initial=-np.inf))
    return (low, high) if low <= high else (0.0, 0.0)


def _ranks(heights: NDArray[Any]) -> _Scaled:
    """Number the different heights from the lowest on."""
    flat = heights.ravel()
    order = np.argsort(flat)
    rising = flat[order]
    number = np.zeros(flat.size, dtype=np.int32)
    np.cumsum(rising[1:] != rising[:-1], out=number[1:])
    ranks = np.empty(flat.size)
    ranks[order] = number
    return ranks.reshape(heights.shape), 0.0, 1.0, int(number[-1]) + 1


def _plain_flood(
    heights: NDArray[Any],
    scaling: tuple[float, float],
    n_levels: int,
    numbers: NDArray[np.signedinteger],
    inside: NDArray[np.bool_],
) -> NDArray[np.signedinteger]:
    low, scale = scaling
    with np.errstate(over="ignore"):  # far outside the mask
        rounded = np.clip((heights.astype(np.float64) - low) * scale + 0.5, 0, n_levels - 1)
    return flood(rounded.astype(np.int64), numbers, inside).astype(numbers.dtype)


def _compiled_flood(
    heights: NDArray[Any],
    scaling: tuple[float, float],
    n_levels: int,
    numbers: NDArray[np.signedinteger],
    inside: NDArray[np.bool_],
) -> NDArray[np.signedinteger]:
    shape = heights.shape
    padded = tuple(side + 2 for side in shape)  # a closed border of one pixel
    ahead = np.cumprod((1, *padded[:0:-1]), dtype=np.int64)[::-1]  # one row, one column further
    places = [step * np.arange(1, n + 1) for step, n in zip(ahead[:-1], shape[:-1], strict=True)]
    rows = reduce(np.add.outer, places, np.ones((), dtype=np.int64)).ravel()  # where each begins
    lines = (len(rows), shape[-1])
    heights, numbers, inside = (
        np.ascontiguousarray(array).reshape(lines) for array in (heights, numbers, inside)
    )
    water = np.zeros(int(np.prod(padded)), dtype=numbers.dtype)
    counts = np.zeros(n_levels, dtype=np.int32)
    compiled(fill)(water, counts, heights, inside, rows, scaling)
    queue = np.empty(heights.size, dtype=np.int32 if water.size < 2**31 else np.int64)
    steps = tuple(int(step) for step in (*-ahead, *ahead[::-1]))
    compiled(rise)(water, queue, counts, numbers, rows, steps)
    return np.maximum(water.reshape(padded)[(slice(1, -1),) * len(shape)], 0)


def _neighbour_views(ndim: int, connectivity: int) -> list[tuple[Any, Any]]:
    """List pairs of slices: in each, a pixel of the second is a neighbour of one of the first."""
    pairs = []
    for offset in np.ndindex(*(3,) * ndim):
        step = tuple(part - 1 for part in offset)
        if step > (0,) * ndim and np.count_nonzero(step) <= connectivity:
            here = tuple(slice(max(-s, 0), min(-s, 0) or None) for s in step)
            there = tuple(slice(max(s, 0), min(s, 0) or None) for s in step)
            pairs.append((here, there))
    return pairs
