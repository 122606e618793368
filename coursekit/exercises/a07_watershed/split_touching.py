"""E6: cut touching objects at their necks."""

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


def _split(mask, sigma=2):
    distance = scipy.ndimage.distance_transform_edt(mask)
    blurred = imaging.gaussian_blur(distance, sigma)
    peaks = (blurred == scipy.ndimage.maximum_filter(blurred, size=3)) & mask
    markers = imaging.label_components(peaks, connectivity=2)
    return imaging.flood(-blurred, markers, mask)


def _split_with_the_last_exercise(mask, sigma=2):
    markers = imaging.markers_from_distance(mask, sigma)
    blurred = scipy.ndimage.gaussian_filter(scipy.ndimage.distance_transform_edt(mask), sigma)
    return imaging.flood(blurred.max() - blurred, markers, mask)


def _split_skimage(mask, sigma=2):
    import skimage as ski

    distance = ski.filters.gaussian(scipy.ndimage.distance_transform_edt(mask), sigma=sigma)
    peaks = np.logical_and(ski.morphology.local_maxima(distance), mask)
    return ski.segmentation.watershed(-distance, ski.measure.label(peaks), mask=mask)


def _split_coordinates(mask, sigma=2):
    """The way of many recipes: coordinates of the peaks, numbered in turn."""
    import skimage as ski

    distance = scipy.ndimage.gaussian_filter(scipy.ndimage.distance_transform_edt(mask), sigma)
    found = ski.feature.peak_local_max(
        distance, footprint=np.ones((3, 3)), labels=mask.astype(int), exclude_border=False
    )
    markers = np.zeros(mask.shape, dtype=int)
    for number, (row, column) in enumerate(found, start=1):
        if (
            distance[row, column]
            == distance[max(row - 1, 0) : row + 2][:, max(column - 1, 0) : column + 2].max()
        ):
            markers[row, column] = number
    return ski.segmentation.watershed(-distance, markers, mask=mask)


# --- wrong answers ------------------------------------------------------------------------------


def _blurred(mask, sigma):
    distance = scipy.ndimage.distance_transform_edt(mask)
    return scipy.ndimage.gaussian_filter(distance, sigma)


def _upside_down(mask, sigma=2):
    return imaging.flood(_blurred(mask, sigma), _markers(mask, sigma), mask)


def _markers(mask, sigma):
    return imaging.markers_from_distance(mask, sigma)


def _raw_peaks(mask, sigma=2):
    return imaging.flood(-_blurred(mask, sigma), _markers(mask, 0), mask)


def _raw_landscape(mask, sigma=2):
    return imaging.flood(-_blurred(mask, 0), _markers(mask, sigma), mask)


def _sigma_ignored(mask, sigma=2):
    return imaging.flood(-_blurred(mask, 2), _markers(mask, 2), mask)


def _no_mask(mask, sigma=2):
    return imaging.flood(-_blurred(mask, sigma), _markers(mask, sigma))


def _flat(mask, sigma=2):
    return imaging.flood(np.zeros(mask.shape), _markers(mask, sigma), mask)


def _dry_lines(mask, sigma=2):
    import skimage as ski

    return ski.segmentation.watershed(
        -_blurred(mask, sigma), _markers(mask, sigma), mask=mask, watershed_line=True
    )


def _case(rng: np.random.Generator) -> Case:
    while True:
        mask, sigma = touching_discs(rng), float(rng.choice([2, 2, 1, 1.5]))
        if not _all_ways_agree(mask, sigma):
            continue
        if sigma == 2:
            return case(mask, kind="objects that touch")
        return case(mask, sigma=sigma, kind="another blur")


def _all_ways_agree(mask, sigma) -> bool:
    """Tell whether the border of the blur changes nothing, no heights tie, and something is cut."""
    results = []
    for heights in blurred_distances(mask, sigma):
        markers, number = scipy.ndimage.label(peaks_of(heights, mask))
        if number < 2 or has_ties(heights, mask):
            return False
        results.append(imaging.flood(-heights, markers, mask))
    return np.array_equal(*results) and results[0].max() > scipy.ndimage.label(mask)[1]


_TINY = gen.flags(
    [
        [0, 0, 1, 1, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 1, 0, 0, 1, 1, 0],
        [0, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [0, 1, 1, 1, 1, 1, 0, 1, 1, 1],
        [0, 1, 1, 1, 1, 0, 0, 0, 1, 0],
        [0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    ]
)

SPLIT_TOUCHING = Exercise(
    id="a07.split_touching",
    code="E6",
    kind="F",
    title="Cut at the necks",
    function="split_touching",
    signature="(mask, sigma=2)",
    minutes=4,
    reference=imaging.split_touching,
    compare=cmp.labels(),
    props=(
        prop("core", 1.5, "one region for each peak of the blurred distance map"),
        prop(TYPE, 0.5, "whole numbers; the mask is unchanged"),
    ),
    cases=(case(_TINY, sigma=1, alt="two objects that touch, 6 rows and 10 columns; sigma 1"),),
    hidden=_case,
    misconceptions=(
        mis(
            "upside-down",
            _upside_down,
            "You flood the distance map as it is, so the water begins on the summits. What has to "
            "be turned before it can run down to the peaks?",
            topic="polarity",
        ),
        mis(
            "raw-peaks",
            _raw_peaks,
            "There are too many pieces: the markers come from the distance map before the blur. "
            "Which of its peaks are real?",
            topic="markers",
        ),
        mis(
            "raw-landscape",
            _raw_landscape,
            "The markers come from the blurred map, the landscape from the other one. Which one "
            "did we agree to flood?",
            topic="markers",
        ),
        mis(
            "sigma-2-always",
            _sigma_ignored,
            "The blur is always the one with sigma 2. Where is the argument used?",
            topic="ignores the argument",
        ),
        mis(
            "no-mask",
            _no_mask,
            "The background belongs to the regions, too. How does the water know where to stop?",
            topic="mask",
        ),
        mis(
            "flat",
            _flat,
            "Your landscape is flat, so the cut lies in the middle between two markers. Where is "
            "the neck?",
            topic="landscape",
        ),
        mis(
            "components",
            lambda mask, sigma=2: imaging.label_components(mask),
            "Objects that touch are still one. Did you flood, and from markers of the mask? "
            "`imaging.markers_from_distance` wants the mask, not the distance map.",
            topic="components",
        ),
        mis(
            "markers-only",
            _markers,
            "These are the markers. Who gives a number to the pixels around them?",
            topic="markers",
        ),
        mis(
            "dry-lines",
            _dry_lines,
            "A line of zeros parts the regions. To whom should these pixels belong?",
            topic="label image",
        ),
    ),
    variants=(_split, _split_with_the_last_exercise, _split_skimage, _split_coordinates),
    hints=(
        "Distance map, blur, peaks, flood. You wrote the first three in the exercise before.",
        "Water runs down. Which sign turns summits into valleys?",
        "`imaging.flood(-blurred, markers, mask)`, with `imaging.markers_from_distance(mask, "
        "sigma)` as markers.",
    ),
)
