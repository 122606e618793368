"""E3: blur both axes, one after the other."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import OWN, TYPE, Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a03_features.comparators import inside
from coursekit.exercises.a03_features.pictures import floats, wide

_MARGIN = 4  # the radius of the widest kernel among the cases that leave the border out


def _blur(image, sigma):
    kernel = imaging.gaussian_kernel_1d(sigma)
    smooth = scipy.ndimage.correlate1d(image.astype(float), kernel, axis=0, mode="reflect")
    return scipy.ndimage.correlate1d(smooth, kernel, axis=1, mode="reflect")


def _blur_shifts(image, sigma):
    kernel = imaging.gaussian_kernel_1d(sigma)
    radius = len(kernel) // 2
    rows, columns = image.shape
    padded = np.pad(image, radius, mode="symmetric")
    tall = np.zeros((rows, columns + 2 * radius))
    for step in range(len(kernel)):
        tall += kernel[step] * padded[step : step + rows, :]
    smooth = np.zeros((rows, columns))
    for step in range(len(kernel)):
        smooth += kernel[step] * tall[:, step : step + columns]
    return smooth


def _blur_lines(image, sigma):
    kernel = imaging.gaussian_kernel_1d(sigma)
    radius = (kernel.size - 1) // 2

    def blur_line(line):
        return np.convolve(np.pad(line, radius, mode="symmetric"), kernel, mode="valid")

    smooth = np.apply_along_axis(blur_line, 0, np.asarray(image, dtype=np.float64))
    return np.apply_along_axis(blur_line, 1, smooth)


def _blur_square(image, sigma):
    kernel = imaging.gaussian_kernel_1d(sigma)
    return scipy.ndimage.convolve(1.0 * image, np.outer(kernel, kernel))


def _blur_matrix(image, sigma):
    kernel = imaging.gaussian_kernel_1d(sigma)

    def weights(n):
        single = np.eye(n)
        return scipy.ndimage.correlate1d(single, kernel, axis=0)

    return weights(image.shape[0]) @ image @ weights(image.shape[1]).T


# --- wrong answers ------------------------------------------------------------------------------


def _along(axes, kernel=imaging.gaussian_kernel_1d, mode="reflect", start=lambda image: float):
    """Build an answer from the axes, the kernel, the border rule and the type to work in."""

    def answer(image, sigma):
        smooth = image.astype(start(image))
        for axis in axes:
            smooth = scipy.ndimage.correlate1d(smooth, kernel(sigma), axis=axis, mode=mode)
        return smooth

    return answer


def _not_divided(sigma):
    kernel = imaging.gaussian_kernel_1d(sigma)
    return kernel / kernel.max()


def _added(image, sigma):
    return _along((0,))(image, sigma) + _along((1,))(image, sigma)


def _averaged(image, sigma):
    return _added(image, sigma) / 2


def _smaller(image, sigma):
    kernel = imaging.gaussian_kernel_1d(sigma)
    radius = kernel.size // 2
    rows, columns = image.shape
    return _along((0, 1))(image, sigma)[
        radius : max(radius, rows - radius), radius : max(radius, columns - radius)
    ]


def _flattened(image, sigma):
    line = _along((0,))(image.ravel(), sigma)
    return line.reshape(image.shape)


def _case(rng: np.random.Generator) -> Case:
    which = rng.random()
    if which < 0.25:
        image = gen.image(rng, gen.shape(rng, 3, 8))
        return case(image, 1.0, prop="bytes", kind="an image of bytes")
    if which < 0.5:
        sigma = float(rng.choice([0.5, 1.0, 1.5, 2.0]))
        image = floats(rng, gen.shape(rng, 3, 8))
        return case(image, sigma, prop="border", kind="the border of an image")
    if which < 0.6:
        image = floats(rng, (1, int(rng.integers(3, 7))))
        return case(image, 2.0, prop="border", kind="an image of one row")
    sigma = float(rng.choice([0.5, 0.7, 1.0]))
    return case(floats(rng, wide(rng, 9, 13)), sigma, kind="another image and sigma")


def _spot(size, row, column):
    """Draw one bright pixel on black."""
    image = np.zeros(size)
    image[row, column] = 1.0
    return image


GAUSSIAN_BLUR = Exercise(
    id="a03.gaussian_blur",
    code="E3",
    kind="W",
    title="Blur an image",
    function="gaussian_blur",
    signature="(image, sigma)",
    minutes=8,
    reference=imaging.gaussian_blur,
    compare=cmp.array(kinds="f"),
    props=(
        prop(
            "core",
            1.5,
            "both axes, with Gaussian weights, away from the border",
            compare=inside(_MARGIN),
        ),
        prop("border", 0.5, "the border rule: the picture is mirrored at its edge"),
        prop("bytes", 0.5, "images of bytes"),
        prop(OWN, 1, "your own two steps, without a ready-made blur"),
        prop(TYPE, 0.5, "an array of floats; the image is unchanged"),
    ),
    cases=(
        case(
            _spot((9, 10), 4, 5),
            0.5,
            alt="nine rows and ten columns, one pixel of 1 in row 4, column 5; sigma 0.5",
        ),
        case(
            np.array([[1.0, 0.0, 0.0, 0.0]]),
            0.5,
            prop="border",
            alt="one row: 1, 0, 0, 0; sigma 0.5",
        ),
        case(
            gen.u8([[0, 0, 10], [0, 0, 10]]),
            0.5,
            prop="bytes",
            alt="two rows of bytes: 0, 0, 10; sigma 0.5",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    forbid=(
        "scipy.ndimage.gaussian_filter",
        "scipy.ndimage.gaussian_filter1d",
        "skimage.filters.gaussian",
    ),
    misconceptions=(
        mis(
            "rows-only",
            _along((1,)),
            "A bright pixel becomes a horizontal line. Which axis is still to be blurred?",
            topic="both axes",
        ),
        mis(
            "columns-only",
            _along((0,)),
            "A bright pixel becomes a vertical line. Which axis is still to be blurred?",
            topic="both axes",
        ),
        mis(
            "same-axis-twice",
            _along((0, 0)),
            "You blur along the rows' direction twice: `axis=0` stands in both steps. Which one "
            "belongs to the other?",
            topic="both axes",
        ),
        mis(
            "rows-twice",
            _along((1, 1)),
            "You blur along the columns' direction twice: `axis=1` stands in both steps. Which "
            "one belongs to the other?",
            topic="both axes",
        ),
        mis(
            "averaged",
            _averaged,
            "You blur the image along each axis and average both: a bright pixel becomes a cross. "
            "Which picture should the second step start from?",
            topic="one after the other",
        ),
        mis(
            "added",
            _added,
            "You add two blurred pictures, so the image gets twice as bright. Which picture "
            "should the second step start from?",
            topic="one after the other",
        ),
        mis(
            "flattened",
            _flattened,
            "You blur one long line: the end of a row runs into the start of the next. Are these "
            "pixels neighbours in the picture?",
            topic="both axes",
        ),
        mis(
            "four-times",
            _along((0, 1, 0, 1)),
            "Each axis is blurred twice, so the picture is smoother than sigma says. How many "
            "steps are needed?",
            topic="one after the other",
        ),
        mis(
            "zeros-outside",
            _along((0, 1), mode="constant"),
            "The picture gets darker at its border: outside are zeros. Which border rule did we "
            "agree on?",
            topic="border rule",
        ),
        mis(
            "nearest",
            _along((0, 1), mode="nearest"),
            "Outside you repeat the edge pixel for ever. Which pixel comes after it when the "
            "picture is mirrored?",
            topic="border rule",
        ),
        mis(
            "mirror",
            _along((0, 1), mode="mirror"),
            "You mirror the picture at its edge pixel, which then occurs once. How often does it "
            "occur under the rule `reflect` of SciPy?",
            topic="border rule",
        ),
        mis(
            "wrap",
            _along((0, 1), mode="wrap"),
            "The left border borrows from the right one. Are these pixels neighbours?",
            topic="border rule",
        ),
        mis(
            "smaller",
            _smaller,
            "Your picture has lost its border. What has to be put around the image before the "
            "weights are used?",
            topic="border rule",
        ),
        mis(
            "whole-numbers",
            _along((0, 1), start=lambda image: image.dtype),
            "On bytes the digits behind the point are lost: SciPy returns the type that it gets. "
            "What should the image become first?",
            topic="dtype",
        ),
        mis(
            "not-divided",
            _along((0, 1), kernel=_not_divided),
            "The picture gets brighter. What do the weights of a kernel have to add up to?",
            topic="sum of weights",
        ),
        mis(
            "variance",
            _along((0, 1), kernel=lambda sigma: imaging.gaussian_kernel_1d(sigma**2)),
            "At sigma 1 your blur is right, else it has another width. Is sigma squared before it "
            "reaches the kernel?",
            topic="formula",
        ),
        mis(
            "always-one",
            _along((0, 1), kernel=lambda sigma: imaging.gaussian_kernel_1d(1)),
            "The blur is the same for every sigma. Where is the argument used?",
            topic="ignores the argument",
        ),
        mis(
            "shorter-kernel",
            _along((0, 1), kernel=lambda sigma: imaging.gaussian_kernel_1d(sigma, 3.0)),
            "Your kernel ends at three sigmas, so the last small weights are missing. Which "
            "`truncate` is the default?",
            topic="length",
        ),
    ),
    variants=(_blur, _blur_shifts, _blur_lines, _blur_square, _blur_matrix),
    hints=(
        "The kernel comes from `imaging.gaussian_kernel_1d(sigma)`, or from your own function.",
        '`ndi.correlate1d(image, kernel, axis=0, mode="reflect")` sums weighted neighbours along '
        "one axis.",
        "The second step takes the result of the first, with `axis=1`. Make floats of the image "
        "before.",
    ),
    conventions={
        "border": Convention(
            text="Border rule reflect: the picture is mirrored, and its edge pixel occurs twice."
        )
    },
)
