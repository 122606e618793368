"""E4: find the peaks of the distance map."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a07_watershed.scenes import (
    blurred_distances,
    has_ties,
    peaks_of,
    touching_discs,
)


def _markers(mask, sigma=0):
    distance = scipy.ndimage.distance_transform_edt(mask)
    if sigma > 0:
        distance = imaging.gaussian_blur(distance, sigma)
    highest = scipy.ndimage.maximum_filter(distance, size=3)
    peaks = (distance == highest) & mask
    return imaging.label_components(peaks, connectivity=2)


def _markers_scipy(mask, sigma=0):
    distance = scipy.ndimage.distance_transform_edt(mask)
    distance = scipy.ndimage.gaussian_filter(distance, sigma)
    peaks = distance >= scipy.ndimage.maximum_filter(distance, footprint=np.ones((3, 3)))
    return scipy.ndimage.label(np.where(mask, peaks, False), structure=np.ones((3, 3)))[0]


def _markers_skimage(mask, sigma=0):
    import skimage as ski

    distance = scipy.ndimage.distance_transform_edt(mask)
    if sigma:
        distance = ski.filters.gaussian(distance, sigma)
    return ski.measure.label(ski.morphology.local_maxima(distance) * mask)


def _markers_loops(mask, sigma=0):
    """The distance to each background pixel, one by one."""
    dark = np.argwhere(~mask)
    distance = np.zeros(mask.shape)
    for row, column in np.argwhere(mask):
        distance[row, column] = np.sqrt(((dark - (row, column)) ** 2).sum(axis=1).min())
    if sigma > 0:
        distance = scipy.ndimage.gaussian_filter(distance, sigma)
    peaks = np.zeros(mask.shape, dtype=bool)
    for row, column in np.argwhere(mask):
        around = distance[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        peaks[row, column] = distance[row, column] == around.max()
    return imaging.label_components(peaks, 2).astype(np.int64)


# --- wrong answers ------------------------------------------------------------------------------


def _distance(mask, sigma=0):
    distance = scipy.ndimage.distance_transform_edt(mask)
    return scipy.ndimage.gaussian_filter(distance, sigma) if sigma else distance


def _number(peaks, connectivity=2):
    return imaging.label_components(peaks, connectivity)


def _no_mask(mask, sigma=0):
    distance = _distance(mask, sigma)
    return _number(distance == scipy.ndimage.maximum_filter(distance, size=3))


def _blurred_mask(mask, sigma=0):
    blurred = scipy.ndimage.gaussian_filter(mask.astype(float), sigma)
    return _number(peaks_of(_distance(blurred > 0.5), mask))


def _highest_of_all(mask, sigma=0):
    distance = _distance(mask, sigma)
    return _number((distance == distance[mask].max()) & mask)


def _highest_of_each_component(mask, sigma=0):
    distance, components = _distance(mask, sigma), imaging.label_components(mask)
    peaks = np.zeros(mask.shape, bool)
    for number in range(1, components.max() + 1):
        inside = components == number
        peaks |= inside & (distance == distance[inside].max())
    return _number(peaks)


def _distance_of_the_background(mask, sigma=0):
    return _number(peaks_of(_distance(~mask, sigma), mask))


def _lowest(mask, sigma=0):
    distance = _distance(mask, sigma)
    return _number((distance == scipy.ndimage.minimum_filter(distance, size=3)) & mask)


def _case(rng: np.random.Generator) -> Case:
    while True:
        mask = touching_discs(rng) if rng.random() < 0.7 else gen.mask(rng, gen.shape(rng, 5, 9))
        sigma = float(rng.choice([0, 0, 1, 1.5, 2]))
        if mask.all() or not mask.any() or not _all_ways_agree(mask, sigma):
            continue
        if sigma == 0:
            return case(mask, kind="the distance map as it is")
        return case(mask, sigma=sigma, prop="blur", kind="a blurred distance map")


def _all_ways_agree(mask, sigma) -> bool:
    """Tell whether flat places, rounding and the border of the blur change nothing."""
    from skimage.morphology import local_maxima

    maps = blurred_distances(mask, sigma) if sigma else [_distance(mask)]
    peaks = [peaks_of(heights, mask) for heights in maps]
    strict = local_maxima(maps[0]) & mask
    agree = all(np.array_equal(strict, one) for one in peaks)
    return agree and not (sigma and any(has_ties(heights, mask) for heights in maps))


_TINY = gen.flags(
    [
        [0, 0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 0, 0, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 1, 1, 0],
        [0, 1, 1, 1, 0, 0, 1, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0, 1],
    ]
)
_NECK = gen.flags(
    [
        [0, 0, 1, 1, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 1, 0, 0, 1, 1, 0],
        [0, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [0, 1, 1, 1, 1, 1, 0, 1, 1, 1],
        [0, 1, 1, 1, 1, 0, 0, 0, 1, 0],
        [0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    ]
)

MARKERS_FROM_DISTANCE = Exercise(
    id="a07.markers_from_distance",
    code="E4",
    kind="F",
    title="Find the deepest places",
    function="markers_from_distance",
    signature="(mask, sigma=0)",
    minutes=6,
    reference=imaging.markers_from_distance,
    compare=cmp.labels(),
    props=(
        prop("core", 1, "the peaks of the distance map, numbered"),
        prop("blur", 0.5, "the peaks of the blurred distance map"),
        prop(TYPE, 0.5, "whole numbers; the mask is unchanged"),
    ),
    cases=(
        case(
            _TINY,
            alt="a block, a bridge, a cross and a single pixel; 5 rows and 9 columns",
        ),
        case(_NECK, sigma=1, prop="blur", alt="two objects that touch, 6 rows and 10 columns"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "no-mask",
            _no_mask,
            "The background has markers: it is flat, so nothing around it is higher. How do you "
            "keep the mask only?",
            topic="background",
        ),
        mis(
            "sigma-ignored",
            lambda mask, sigma=0: _number(peaks_of(_distance(mask), mask)),
            "The distance map is not blurred, so there are too many peaks. Where is `sigma` used?",
            topic="ignores the argument",
        ),
        mis(
            "mask-blurred",
            _blurred_mask,
            "You blur the mask, then measure distances. Which of the two has the many small peaks?",
            topic="order of steps",
        ),
        mis(
            "highest-of-all",
            _highest_of_all,
            "Only the highest peak of the whole image is left. What should a smaller object keep?",
            topic="peaks",
        ),
        mis(
            "one-for-each-component",
            _highest_of_each_component,
            "Every component has one marker, also where two objects touch. With which pixels "
            "should a peak be compared?",
            topic="peaks",
        ),
        mis(
            "corners-keep-apart",
            lambda mask, sigma=0: _number(peaks_of(_distance(mask, sigma), mask), 1),
            "Peaks that touch at a corner have two numbers. Which neighbours did we agree on?",
            topic="connectivity",
        ),
        mis(
            "distance-of-the-background",
            _distance_of_the_background,
            "You measured how far the background is from the objects. Which pixels of the mask "
            "should have a distance above 0?",
            topic="polarity",
        ),
        mis(
            "lowest",
            _lowest,
            "These are the lowest places, along the outline. Where is an object deepest?",
            topic="polarity",
        ),
        mis(
            "not-numbered",
            lambda mask, sigma=0: peaks_of(_distance(mask, sigma), mask),
            "The peaks are right, but they are True and False. How does a marker get its number?",
            topic="label image",
        ),
        mis(
            "distance-itself",
            _distance,
            "This is the distance map. Which of its pixels are peaks?",
            topic="peaks",
        ),
    ),
    variants=(_markers, _markers_scipy, _markers_skimage, _markers_loops),
    hints=(
        "Distance map, blur if `sigma` is above 0, peaks, numbers.",
        "`ndi.maximum_filter(distance, size=3)` holds the highest value around each pixel. Where "
        "is it the pixel's own?",
        "`(distance == highest) & mask`, then `imaging.label_components(..., connectivity=2)`.",
    ),
)
