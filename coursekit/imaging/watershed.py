"""Flooding a landscape from markers, and what can be cut with it.

Heights are grey values, a distance map turned upside down, or all the same. The flood rises from
the markers, and where two floods meet, they stop.
"""

import heapq
from typing import Any

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging._compiled import compiled, has_numba
from coursekit.imaging.labels import blur_floats, bright_after_blur, label_components
from coursekit.validation import as_image, as_mask, same_shape

_WORTH_COMPILING = 100_000  # pixels; loading numba takes longer than flooding fewer in Python


def markers_from_distance(mask: ArrayLike, sigma: float = 0) -> NDArray[np.int32]:
    """Number the peaks of the distance map: the places deepest inside the objects.

    Without a blur the map has many small peaks, and each becomes a marker.

    Parameters
    ----------
    mask : array of bool
        Whatever is not zero is foreground. Any number of dimensions.
    sigma : float, default 0
        Blur of the distance map, in pixels; 0 for none.

    Returns
    -------
    markers : array of int32, same shape
        0 away from the peaks. A peak is a pixel of the mask that no pixel of the 3x3 around it
        exceeds; peaks that touch, also at corners, have one number.

    Raises
    ------
    TypeError
        If the mask does not hold numbers.
    ValueError
        If there is no pixel, or if `sigma` is negative.

    Notes
    -----
    The distance of a foreground pixel is the one to the nearest background pixel of the image;
    what lies outside the image is neither. A mask without background is one peak.

    Examples
    --------
    The distances are 0, 1, 2, 1, 0, 1, 0:

    >>> markers_from_distance([0, 1, 1, 1, 0, 1, 0])
    array([0, 0, 1, 0, 0, 2, 0], dtype=int32)
    """
    mask = as_mask(mask)
    return _number_peaks(_blurred_distance(mask, sigma), mask)


def flood(
    landscape: ArrayLike, markers: ArrayLike, mask: ArrayLike | None = None
) -> NDArray[np.int64]:
    """Let water rise from markers until all pixels belong to one of them.

    The lowest pixel at the shore comes next; it gets the number of the neighbour from which the
    water reached it.

    Parameters
    ----------
    landscape : array of int or float
        Height of each pixel. Any number of dimensions.
    markers : array of int, same shape
        Where the water comes from: numbers above 0; 0 elsewhere.
    mask : array of bool, same shape, optional
        Where water may go; without it, everywhere.

    Returns
    -------
    labels : array of int64, same shape
        Number of the marker that flooded the pixel. 0 outside the mask, also for markers there, and
        where no water gets to.

    Raises
    ------
    TypeError
        If `landscape` does not hold numbers, or `markers` does not hold whole numbers.
    ValueError
        If the shapes differ, if a marker is negative, or if a height is nan.

    Notes
    -----
    Water steps to the neighbours that share an edge. Of equally low pixels the one that the water
    reached first comes first; markers count as reached row by row, and a pixel reaches its
    neighbours in the order above, left, right, below. Where all heights differ this rule plays no
    part, and ``skimage.segmentation.watershed`` gives the same labels.

    Large images are flooded by the same loop compiled, if numba is installed (the extra "speed").
    Without it a megapixel takes some seconds.

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

    >>> flood([1, 4, 9, 6, 2], [3, 0, 0, 0, 5])
    array([3, 3, 3, 5, 5])
    """
    heights = as_image(landscape, "landscape").astype(np.float64)
    markers = _as_markers(markers)
    same_shape(heights, markers, ("landscape", "markers"))
    if np.isnan(heights).any():
        raise ValueError("landscape must not hold nan, got nan.")
    inside = np.ones(heights.shape, dtype=bool) if mask is None else as_mask(mask)
    same_shape(heights, inside, ("landscape", "mask"))
    # a closed border of one pixel, so that one step in the flat array never leaves the image
    labels = np.pad(np.where(inside, markers, 0), 1)
    dry = np.pad(inside, 1) & (labels == 0)
    done = _run_flood(np.pad(heights, 1).ravel(), labels.ravel(), dry.ravel(), _steps(labels.shape))
    return done.reshape(labels.shape)[(slice(1, -1),) * labels.ndim].copy()


def split_touching(mask: ArrayLike, sigma: float = 2) -> NDArray[np.int64]:
    """Cut objects at their necks: flood the distance map, turned upside down, from its peaks.

    The grey values play no part. An object without a neck is not cut, and one with several peaks
    is cut too often.

    Parameters
    ----------
    mask : array of bool
        Whatever is not zero is foreground. Any number of dimensions.
    sigma : float, default 2
        Blur of the distance map, in pixels; more blur, fewer pieces.

    Returns
    -------
    labels : array of int64, same shape
        0 for background, 1, 2, ... for the pieces. A component whose peak the blur has swept away
        is 0, too.

    Raises
    ------
    TypeError
        If the mask does not hold numbers.
    ValueError
        If there is no pixel, or if `sigma` is negative.

    Examples
    --------
    Two blocks that touch in one pixel:

    >>> mask = [[1, 1, 1, 0, 1, 1, 1],
    ...         [1, 1, 1, 1, 1, 1, 1],
    ...         [1, 1, 1, 0, 1, 1, 1]]
    >>> split_touching(mask, sigma=1)[1]
    array([1, 1, 1, 1, 2, 2, 2])
    """
    mask = as_mask(mask)
    distance = _blurred_distance(mask, sigma)
    return flood(-distance, _number_peaks(distance, mask), mask)


def voronoi_otsu_labels(
    image: ArrayLike, spot_sigma: float, outline_sigma: float
) -> NDArray[np.int64]:
    """Find the spots with one blur, the outline with another, and share the outline out.

    Parameters
    ----------
    image : array of int or float
        Bright objects on a dark background. Any number of dimensions.
    spot_sigma : float
        Blur before the peaks are taken: about the size of an object, so that each has one peak.
    outline_sigma : float
        Blur before Otsu's threshold: small, so that the outline stays where it is.

    Returns
    -------
    labels : array of int64, same shape
        0 for background; each pixel of the outline has the number of the spot that is fewest
        steps away inside the outline. 0 for parts of the outline without a spot.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or if a sigma is negative.

    Notes
    -----
    A spot is a pixel of the outline that no pixel of the 3x3 around it exceeds in the blurred
    image. The outline is flooded as if it were flat, so equally near spots are parted by the rule
    for equal heights of `flood`.

    References
    ----------
    .. [1] R. Haase et al. (2020), "CLIJ: GPU-accelerated image processing for everyone", Nature
       Methods 17, 5-6. https://doi.org/10.1038/s41592-019-0650-1

    Examples
    --------
    Two peaks in one outline:

    >>> voronoi_otsu_labels([[0, 0, 8, 9, 8, 7, 8, 9, 9.5, 9, 0, 0]], 0, 0)
    array([[0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0]])
    """
    outline = bright_after_blur(image, outline_sigma)
    spots = _number_peaks(blur_floats(image, spot_sigma), outline)
    return flood(np.zeros(outline.shape), spots, outline)


def cells_from_nuclei(nuclei: ArrayLike, membrane: ArrayLike, mask: ArrayLike) -> NDArray[np.int64]:
    """Grow each nucleus to its cell: flood the membrane image from the nuclei.

    Parameters
    ----------
    nuclei : array of int
        Label image of the nuclei, 0 elsewhere.
    membrane : array of int or float, same shape
        Image in which the membranes between the cells are bright.
    mask : array of bool, same shape
        Where cells are.

    Returns
    -------
    labels : array of int64, same shape
        Each cell has the number of its nucleus; 0 outside the mask.

    Raises
    ------
    TypeError
        If `nuclei` does not hold whole numbers, or another argument no numbers.
    ValueError
        If the shapes differ, or if a number is negative.

    Examples
    --------
    Cell 2 grows up to the membrane of height 9, far beyond the middle between the nuclei:

    >>> cells_from_nuclei([[7, 0, 0, 0, 0, 2]], [[1, 9, 3, 2, 2, 1]], [[1, 1, 1, 1, 1, 1]])
    array([[7, 7, 2, 2, 2, 2]])
    """
    return flood(membrane, nuclei, mask)


def _blurred_distance(mask: NDArray[np.bool_], sigma: float) -> NDArray[np.float64]:
    if mask.all():
        return np.ones(mask.shape)
    return blur_floats(scipy.ndimage.distance_transform_edt(mask), sigma)


def _number_peaks(heights: NDArray[np.float64], mask: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Number the pixels of the mask that are as high as the highest around them."""
    peaks = (heights == scipy.ndimage.maximum_filter(heights, size=3)) & mask
    return label_components(peaks, connectivity=peaks.ndim)


def _as_markers(markers: ArrayLike) -> NDArray[np.int64]:
    array = as_image(markers, "markers")
    if array.dtype.kind not in "iu":
        raise TypeError(f"markers must hold whole numbers, got values of type {array.dtype}.")
    if array.min() < 0:
        raise ValueError(f"markers must not be negative, got {array.min()}.")
    return array.astype(np.int64)


def _steps(shape: tuple[int, ...]) -> NDArray[np.int64]:
    """List how far the neighbours of a pixel lie in the flat array, the one above first."""
    ahead = np.cumprod((1, *shape[:0:-1]), dtype=np.int64)  # the next column, the next row, ...
    return np.concatenate([-ahead[::-1], ahead])


def _run_flood(
    heights: NDArray[np.float64],
    labels: NDArray[np.int64],
    dry: NDArray[np.bool_],
    steps: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Flood compiled if numba is there and it pays, else with lists: Python reads them faster."""
    sources = np.flatnonzero(labels)
    if labels.size >= _WORTH_COMPILING and has_numba():
        compiled(_rise)(heights, labels, dry, steps, sources)
        return labels
    flooded = labels.tolist()
    _rise(heights.tolist(), flooded, dry.tolist(), steps.tolist(), sources.tolist())
    return np.array(flooded, dtype=np.int64)


def _rise(heights: Any, labels: Any, dry: Any, steps: Any, sources: Any) -> None:
    """Write into `labels` who floods each dry pixel; (height, age) says who comes next."""
    shore = [(heights[pixel], age, pixel) for age, pixel in enumerate(sources)]
    heapq.heapify(shore)
    age = len(shore)
    while shore:
        _, _, pixel = heapq.heappop(shore)
        for step in steps:
            neighbour = pixel + step
            if dry[neighbour]:
                dry[neighbour] = False
                labels[neighbour] = labels[pixel]
                heapq.heappush(shore, (heights[neighbour], age, neighbour))
                age += 1
