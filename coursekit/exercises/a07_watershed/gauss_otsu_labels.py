"""E3: blur, cut at Otsu's threshold, number the components."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a07_watershed.scenes import blob_image, blurred_outline


def _gauss_otsu(image, sigma=1):
    blurred = imaging.gaussian_blur(image, sigma)
    mask = blurred > imaging.otsu_in_bins(blurred)
    return imaging.label_components(mask)


def _gauss_otsu_scipy(image, sigma=1):
    blurred = scipy.ndimage.gaussian_filter(image.astype(np.float32), sigma)
    return scipy.ndimage.label(blurred > imaging.otsu_in_bins(blurred))[0]


def _gauss_otsu_skimage(image, sigma=1):
    import skimage as ski

    blurred = ski.filters.gaussian(image, sigma=sigma)
    mask = blurred > ski.filters.threshold_otsu(blurred)
    return ski.measure.label(mask, connectivity=1)


def _gauss_otsu_every_cut(image, sigma=1):
    blurred = scipy.ndimage.gaussian_filter(image, sigma, output=float)
    best, best_score = blurred.min(), -1
    for t in np.unique(blurred)[:-1]:
        dark, bright = blurred[blurred <= t], blurred[blurred > t]
        score = dark.size * bright.size * (bright.mean() - dark.mean()) ** 2
        if score > best_score:
            best, best_score = t, score
    return imaging.label_components(~(blurred <= best))


# --- wrong answers ------------------------------------------------------------------------------


def _blur(image, sigma):
    return scipy.ndimage.gaussian_filter(image.astype(float), sigma)


def _bright(image):
    return image > imaging.otsu_in_bins(image)


def _threshold_first(image, sigma=1):
    mask = image > imaging.otsu_threshold(image)
    return imaging.label_components(_blur(mask, sigma) > 0.5)


def _threshold_of_the_raw_image(image, sigma=1):
    return imaging.label_components(_blur(image, sigma) > imaging.otsu_threshold(image))


def _whole_numbers(image, sigma=1):
    blurred = scipy.ndimage.gaussian_filter(image, sigma)
    return imaging.label_components(blurred > imaging.otsu_threshold(blurred))


def _case(rng: np.random.Generator) -> Case:
    while True:
        image = blob_image(rng)
        sigma = float(rng.choice([1, 1, 0.6, 2]))
        outline = blurred_outline(image, sigma)
        if outline is None or scipy.ndimage.label(outline)[1] < 2:
            continue
        if sigma == 1:
            return case(image, kind="an image with several objects")
        return case(image, sigma=sigma, prop="sigma", kind="another blur")


_TINY = gen.u8(
    [
        [10, 10, 10, 10, 10, 10, 10],
        [10, 90, 90, 10, 10, 60, 10],
        [10, 90, 90, 10, 10, 10, 10],
        [10, 10, 10, 10, 90, 80, 80],
        [10, 10, 10, 10, 80, 80, 80],
        [20, 10, 10, 10, 80, 80, 80],
    ]
)

GAUSS_OTSU_LABELS = Exercise(
    id="a07.gauss_otsu_labels",
    code="E3",
    kind="F",
    title="From an image to objects",
    function="gauss_otsu_labels",
    signature="(image, sigma=1)",
    minutes=5,
    reference=imaging.gauss_otsu_labels,
    compare=cmp.labels(),
    props=(
        prop("core", 1, "blur with sigma 1, Otsu's threshold, components of the bright pixels"),
        prop("sigma", 0.5, "another sigma"),
        prop(TYPE, 0.5, "whole numbers; the image is unchanged"),
    ),
    cases=(
        case(_TINY, alt="two bright blocks and one bright pixel, 6 rows and 7 columns"),
        case(_TINY, sigma=0.5, prop="sigma", alt="the same image with a weaker blur"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "threshold-first",
            _threshold_first,
            "You cut first and blur the mask. Which of the two steps should take the noise away?",
            topic="order of steps",
        ),
        mis(
            "no-blur",
            lambda image, sigma=1: imaging.label_components(_bright(image)),
            "The image is cut as it came. Where does sigma come in?",
            topic="order of steps",
        ),
        mis(
            "threshold-of-the-raw-image",
            _threshold_of_the_raw_image,
            "The threshold belongs to the image before the blur. Of which image do you need the "
            "histogram?",
            topic="order of steps",
        ),
        mis(
            "raw-image-cut",
            lambda image, sigma=1: imaging.label_components(
                image > imaging.otsu_in_bins(_blur(image, sigma))
            ),
            "The threshold is that of the blurred image, but you compare the image before the "
            "blur with it. Which image should be cut?",
            topic="order of steps",
        ),
        mis(
            "sigma-1-always",
            lambda image, sigma=1: imaging.label_components(_bright(_blur(image, 1))),
            "The blur is always the one with sigma 1. Where is the argument used?",
            topic="ignores the argument",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "Your blurred image holds whole numbers. What type does `ndi.gaussian_filter` give "
            "back for a uint8 image?",
            topic="dtype",
        ),
        mis(
            "corners-join",
            lambda image, sigma=1: imaging.label_components(_bright(_blur(image, sigma)), 2),
            "Objects that share only a corner became one. How many neighbours has a pixel here?",
            topic="connectivity",
        ),
        mis(
            "mask-only",
            lambda image, sigma=1: _bright(_blur(image, sigma)),
            "This is the mask. Which function numbers its components?",
            topic="label image",
        ),
        mis(
            "labels-and-number",
            lambda image, sigma=1: scipy.ndimage.label(_bright(_blur(image, sigma))),
            "Two things come back, labels and their number. Which one is asked for?",
            topic="label image",
        ),
        mis(
            "dark-side",
            lambda image, sigma=1: imaging.label_components(~_bright(_blur(image, sigma))),
            "You number what is dark. On which side of the cut are the objects?",
            topic="polarity",
        ),
    ),
    variants=(_gauss_otsu, _gauss_otsu_scipy, _gauss_otsu_skimage, _gauss_otsu_every_cut),
    hints=(
        "Three steps, three lines: blur, mask, labels.",
        "`imaging.otsu_in_bins(blurred)` is Otsu's threshold of an image of floats.",
        "`blurred > t` is the mask that `imaging.label_components` needs.",
    ),
)
