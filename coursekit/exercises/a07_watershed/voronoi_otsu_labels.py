"""E7: find the objects with one blur, their outline with another."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a07_watershed.scenes import (
    BORDERS,
    blob_image,
    blurred_outline,
    has_ties,
    peaks_of,
    satellite_image,
)


def _voronoi_otsu(image, spot_sigma, outline_sigma):
    blurred = imaging.gaussian_blur(image, outline_sigma)
    outline = blurred > imaging.otsu_in_bins(blurred)
    spots = imaging.gaussian_blur(image, spot_sigma)
    peaks = (spots == scipy.ndimage.maximum_filter(spots, size=3)) & outline
    markers = imaging.label_components(peaks, connectivity=2)
    return imaging.flood(np.zeros(image.shape), markers, outline)


def _voronoi_otsu_skimage(image, spot_sigma, outline_sigma):
    import skimage as ski

    spots = ski.morphology.local_maxima(ski.filters.gaussian(image, spot_sigma))
    blurred = ski.filters.gaussian(image, outline_sigma)
    outline = blurred > ski.filters.threshold_otsu(blurred)
    markers = ski.measure.label(spots & outline)
    return ski.segmentation.watershed(outline, markers, mask=outline)


def _voronoi_otsu_all_spots(image, spot_sigma, outline_sigma):
    """Spots outside the outline may stay: the flood leaves them out."""
    spots = scipy.ndimage.gaussian_filter(image.astype(float), spot_sigma)
    outline = imaging.gauss_otsu_labels(image, outline_sigma) > 0
    markers = scipy.ndimage.label(spots == scipy.ndimage.maximum_filter(spots, 3), np.ones((3, 3)))
    return imaging.flood(np.ones(image.shape), markers[0], outline)


def _voronoi_otsu_steps(image, spot_sigma, outline_sigma):
    """All spots grow by one step at a time."""
    blurred = scipy.ndimage.gaussian_filter(image, outline_sigma, output=np.float64)
    outline = blurred > imaging.otsu_in_bins(blurred)
    spots = imaging.gaussian_blur(image, spot_sigma)
    labels = np.zeros(image.shape, dtype=np.int32)
    rows, columns = image.shape
    for row, column in np.argwhere(outline):
        around = spots[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
        if spots[row, column] == around.max():
            labels[row, column] = labels.max() + 1
    front = list(zip(*np.nonzero(labels)))
    while front:
        following = []
        for row, column in front:
            for r, c in (
                (row - 1, column),
                (row + 1, column),
                (row, column - 1),
                (row, column + 1),
            ):
                if 0 <= r < rows and 0 <= c < columns and outline[r, c] and not labels[r, c]:
                    labels[r, c] = labels[row, column]
                    following.append((r, c))
        front = following
    return labels


# --- wrong answers ------------------------------------------------------------------------------


def _blur(image, sigma):
    return scipy.ndimage.gaussian_filter(image.astype(float), sigma)


def _outline(image, sigma):
    return imaging.gauss_otsu_labels(image, sigma) > 0


def _spots(image, sigma, outline):
    return imaging.label_components(peaks_of(_blur(image, sigma), outline), 2)


def _shared_out(spots, outline):
    return imaging.flood(np.zeros(outline.shape), spots, outline)


def _with(spot_sigma, outline_sigma):
    """Mix up the two blurs: which one is taken for which task."""

    def answer(image, one, other):
        sigmas = {"spot": one, "outline": other}
        outline = _outline(image, sigmas.get(outline_sigma, 0))
        return _shared_out(_spots(image, sigmas.get(spot_sigma, 0), outline), outline)

    return answer


def _grey_values_flooded(image, spot_sigma, outline_sigma):
    outline, heights = _outline(image, outline_sigma), -_blur(image, spot_sigma)
    return imaging.flood(heights, _spots(image, spot_sigma, outline), outline)


def _straight_lines(image, spot_sigma, outline_sigma):
    outline = _outline(image, outline_sigma)
    spots = _spots(image, spot_sigma, outline)
    nearest = scipy.ndimage.distance_transform_edt(
        spots == 0, return_distances=False, return_indices=True
    )
    return np.where(outline, spots[tuple(nearest)], 0)


def _no_mask(image, spot_sigma, outline_sigma):
    outline = _outline(image, outline_sigma)
    return imaging.flood(np.zeros(outline.shape), _spots(image, spot_sigma, outline))


def _without_spot_too(image, spot_sigma, outline_sigma):
    """Parts of the outline that no spot claims become objects of their own."""
    outline = _outline(image, outline_sigma)
    labels = _shared_out(_spots(image, spot_sigma, outline), outline)
    rest = imaging.label_components(outline & (labels == 0))
    return np.where(rest > 0, rest + labels.max(), labels)


def _markers_of_the_shape(image, spot_sigma, outline_sigma):
    outline = _outline(image, outline_sigma)
    return _shared_out(imaging.markers_from_distance(outline, spot_sigma), outline)


def _threshold_of_the_spots(image, spot_sigma, outline_sigma):
    threshold = imaging.otsu_in_bins(_blur(image, spot_sigma))
    outline = _blur(image, outline_sigma) > threshold
    return _shared_out(_spots(image, spot_sigma, outline), outline)


def _dark_spots(image, spot_sigma, outline_sigma):
    outline = _outline(image, outline_sigma)
    return _shared_out(
        imaging.label_components(peaks_of(-_blur(image, spot_sigma), outline), 2), outline
    )


def _case(rng: np.random.Generator) -> Case:
    while True:
        satellite = rng.random() < 0.6
        image = satellite_image(rng) if satellite else blob_image(rng)
        spot_sigma = float(rng.choice([0.8, 1.2, 1.5, 2]))
        outline_sigma = 0.5 if satellite else float(rng.choice([0.6, 1]))
        settled = _settled(image, spot_sigma, outline_sigma)
        if settled is None:
            continue
        labels, outline = settled
        if np.array_equal(labels > 0, outline):
            return case(image, spot_sigma, outline_sigma, kind="spots in every part of the outline")
        return case(image, spot_sigma, outline_sigma, prop="spots", kind="a part without a spot")


def _settled(image, spot_sigma, outline_sigma):
    """Return labels and outline if every way to compute them gives the same, else None."""
    outline = blurred_outline(image, outline_sigma)
    if outline is None:
        return None
    markers = []
    for border in BORDERS:
        heights = scipy.ndimage.gaussian_filter(image.astype(float), spot_sigma, mode=border)
        if has_ties(heights, outline):
            return None
        markers.append(imaging.label_components(peaks_of(heights, outline), 2))
    if not np.array_equal(*markers) or markers[0].max() < 2 or _equally_near(markers[0], outline):
        return None
    return imaging.flood(np.zeros(image.shape), markers[0], outline), outline


def _equally_near(markers, outline) -> bool:
    """Tell whether two spots are the same number of steps away from some pixel."""
    steps = []
    for number in range(1, markers.max() + 1):
        reached, away = markers == number, np.full(markers.shape, np.inf)
        away[reached] = 0
        for step in range(1, markers.size):
            wet = scipy.ndimage.binary_dilation(reached) & outline
            if np.array_equal(wet, reached):
                break
            away[wet & ~reached], reached = step, wet
        steps.append(away)
    first, second = np.sort(steps, axis=0)[:2]
    return bool((np.isfinite(first) & (first == second)).any())


_TINY = gen.u8(
    [
        [10, 10, 10, 10, 10, 10, 10, 10, 10, 10],
        [10, 60, 90, 70, 10, 20, 50, 60, 50, 10],
        [10, 90, 99, 90, 60, 60, 80, 95, 70, 10],
        [10, 70, 90, 70, 10, 30, 60, 80, 60, 10],
        [10, 10, 20, 10, 10, 10, 10, 20, 10, 10],
    ]
)

_THREE = gen.u8(
    [
        [10, 10, 10, 10, 10, 10, 10, 10],
        [10, 80, 99, 73, 66, 10, 10, 10],
        [10, 64, 54, 68, 76, 10, 10, 10],
        [10, 57, 69, 96, 65, 10, 10, 10],
        [10, 10, 57, 76, 47, 10, 10, 10],
        [10, 10, 10, 10, 10, 10, 80, 10],
        [10, 10, 10, 10, 10, 10, 10, 10],
    ]
)

VORONOI_OTSU_LABELS = Exercise(
    id="a07.voronoi_otsu_labels",
    code="E7",
    kind="W",
    title="Two blurs for two tasks",
    function="voronoi_otsu_labels",
    signature="(image, spot_sigma, outline_sigma)",
    minutes=8,
    reference=imaging.voronoi_otsu_labels,
    compare=cmp.labels(),
    props=(
        prop("core", 2.5, "every pixel of the outline goes to the spot that is fewest steps away"),
        prop("spots", 1, "parts of the outline without a spot are background"),
        prop(TYPE, 0.5, "whole numbers; the image is unchanged"),
    ),
    cases=(
        case(_TINY, 1, 0.5, alt="two bright objects that touch, 5 rows and 10 columns"),
        case(_THREE, 0.5, 0.4, alt="three spots close to each other, 7 rows and 8 columns"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "spot-sigma-for-both",
            _with("spot", "spot"),
            "One blur, `spot_sigma`, does both tasks. What does a strong blur do to an outline?",
            topic="two blurs",
        ),
        mis(
            "outline-sigma-for-both",
            _with("outline", "outline"),
            "One blur, `outline_sigma`, does both tasks. What does a weak blur do to the number of "
            "peaks?",
            topic="two blurs",
        ),
        mis(
            "exchanged",
            _with("outline", "spot"),
            "The two blurs have changed places. Which task needs the stronger one?",
            topic="two blurs",
        ),
        mis(
            "outline-not-blurred",
            _with("spot", ""),
            "The outline comes from the image without a blur. Where is `outline_sigma` used?",
            topic="ignores the argument",
        ),
        mis(
            "spots-not-blurred",
            _with("", "outline"),
            "The spots come from the image without a blur, and noise has peaks. Where is "
            "`spot_sigma` used?",
            topic="ignores the argument",
        ),
        mis(
            "markers-of-the-shape",
            _markers_of_the_shape,
            "Your spots are peaks of the distance map: the shape again. Of which picture do we "
            "want the peaks here?",
            topic="markers",
        ),
        mis(
            "threshold-of-the-spots",
            _threshold_of_the_spots,
            "The outline is cut at the threshold of the strongly blurred image. Of which image is "
            "the threshold needed?",
            topic="two blurs",
        ),
        mis(
            "grey-values-flooded",
            _grey_values_flooded,
            "You flood the grey values. Which landscape has the same height everywhere?",
            topic="landscape",
        ),
        mis(
            "straight-lines",
            _straight_lines,
            "You measure in straight lines, also across the background. Which way does water take?",
            topic="landscape",
        ),
        mis(
            "no-mask",
            _no_mask,
            "The background belongs to the regions, too. How does the water know the outline?",
            topic="mask",
        ),
        mis(
            "components",
            lambda image, spot_sigma, outline_sigma: imaging.gauss_otsu_labels(
                image, outline_sigma
            ),
            "These are the components of the outline; objects that touch are still one. What are "
            "the spots for?",
            topic="components",
        ),
        mis(
            "spots-only",
            lambda image, spot_sigma, outline_sigma: _spots(
                image, spot_sigma, _outline(image, outline_sigma)
            ),
            "These are the spots. Who gives a number to the pixels around them?",
            topic="markers",
        ),
        mis(
            "parts-without-a-spot",
            _without_spot_too,
            "Parts of the outline without a spot have become objects. What did we agree on?",
            topic="markers",
        ),
        mis(
            "dark-spots",
            _dark_spots,
            "Your spots are the darkest places. Where is the middle of a bright object?",
            topic="polarity",
        ),
    ),
    variants=(
        _voronoi_otsu,
        _voronoi_otsu_skimage,
        _voronoi_otsu_all_spots,
        _voronoi_otsu_steps,
    ),
    hints=(
        "Blur twice. One blurred image gives the outline, the other the spots.",
        "The outline is a mask, the spots are its peaks, numbered: the same lines as before.",
        "`imaging.flood(np.zeros(image.shape), markers, outline)` shares the outline out.",
    ),
)
