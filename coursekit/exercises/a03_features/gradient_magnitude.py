"""E5: how steep the blurred image is."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import OWN, Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a03_features.pictures import floats, wide


def _steepness(image, sigma):
    image = image.astype(float)
    down = scipy.ndimage.gaussian_filter(image, sigma, order=(1, 0))
    right = scipy.ndimage.gaussian_filter(image, sigma, order=(0, 1))
    return np.sqrt(down**2 + right**2)


def _steepness_hypot(image, sigma):
    slopes = [
        scipy.ndimage.gaussian_filter(image, sigma, order=order, output=np.float64)
        for order in ([0, 1], [1, 0])
    ]
    return np.hypot(*slopes)


def _steepness_own_kernel(image, sigma):
    kernel = imaging.gaussian_kernel_1d(sigma)
    radius = kernel.size // 2
    slope = np.arange(-radius, radius + 1) / sigma**2 * kernel
    rows = scipy.ndimage.correlate1d(image.astype(float), slope, axis=0)
    rows = scipy.ndimage.correlate1d(rows, kernel, axis=1)
    columns = scipy.ndimage.correlate1d(image.astype(float), slope, axis=1)
    columns = scipy.ndimage.correlate1d(columns, kernel, axis=0)
    return (rows * rows + columns * columns) ** 0.5


def _steepness_complex(image, sigma):
    picture = np.asarray(image, dtype=np.float64)
    slopes = []
    for axis in (0, 1):
        other = scipy.ndimage.gaussian_filter1d(picture, sigma, axis=1 - axis)
        slopes.append(scipy.ndimage.gaussian_filter1d(other, sigma, axis=axis, order=1))
    return abs(slopes[0] + 1j * slopes[1])


# --- wrong answers ------------------------------------------------------------------------------


def _slopes(image, sigma, order=1):
    image = image.astype(float)
    return (
        scipy.ndimage.gaussian_filter(image, sigma, order=(order, 0)),
        scipy.ndimage.gaussian_filter(image, sigma, order=(0, order)),
    )


def _of_slopes(formula):
    """Build an answer that combines the two slopes in another way."""
    return lambda image, sigma: formula(*_slopes(image, sigma))


def _root_of_sum(image, sigma):
    down, right = _slopes(image, sigma)
    return np.sqrt(down + right)


def _bytes(image, sigma):
    down = scipy.ndimage.gaussian_filter(image, sigma, order=(1, 0))
    right = scipy.ndimage.gaussian_filter(image, sigma, order=(0, 1))
    return np.sqrt(down.astype(float) ** 2 + right.astype(float) ** 2)


def _bytes_squared(image, sigma):
    down = scipy.ndimage.gaussian_filter(image, sigma, order=(1, 0))
    right = scipy.ndimage.gaussian_filter(image, sigma, order=(0, 1))
    return np.sqrt(down**2 + right**2)


def _differences(image, sigma):
    return np.hypot(*np.gradient(imaging.gaussian_blur(image, sigma)))


def _not_blurred(image, sigma):
    return np.hypot(*np.gradient(image.astype(float)))


def _sobel(image, sigma):
    smooth = imaging.gaussian_blur(image, sigma)
    return np.hypot(scipy.ndimage.sobel(smooth, 0), scipy.ndimage.sobel(smooth, 1))


def _blurred_twice(image, sigma):
    return _steepness(imaging.gaussian_blur(image, sigma), sigma)


def _both_orders(image, sigma):
    return scipy.ndimage.gaussian_filter(image.astype(float), sigma, order=1)


def _curvature(image, sigma):
    return np.hypot(*_slopes(image, sigma, order=2))


def _zeros_outside(image, sigma):
    image = image.astype(float)
    return np.hypot(
        *(
            scipy.ndimage.gaussian_filter(image, sigma, order=order, mode="constant")
            for order in ((1, 0), (0, 1))
        )
    )


def _case(rng: np.random.Generator) -> Case:
    sigma = float(rng.choice([0.7, 1.0, 1.5]))
    size = wide(rng, 2, 8)  # one row would stop `np.gradient`, which deserves a better reply
    which = rng.random()
    if which < 0.3:
        return case(gen.image(rng, size), sigma, prop="bytes", kind="an image of bytes")
    if which < 0.4:
        flat = np.full(size, round(float(rng.random()), 3))
        return case(flat, sigma, kind="a flat image")
    return case(floats(rng, size), sigma, kind="another image and sigma")


GRADIENT_MAGNITUDE = Exercise(
    id="a03.gradient_magnitude",
    code="E5",
    kind="W",
    title="How steep an image is",
    function="gradient_magnitude",
    signature="(image, sigma)",
    minutes=5,
    reference=imaging.gradient_magnitude,
    compare=cmp.array(kinds="f"),
    props=(
        prop("core", 1, "the root of the sum of both squared slopes"),
        prop("bytes", 0.5, "images of bytes, where slopes go up and down"),
        prop(OWN, 0.5, "your own combination of the two slopes"),
    ),
    cases=(
        case(
            np.array([[0.0, 0.0, 8.0, 8.0], [0.0, 0.0, 8.0, 8.0]]),
            1.0,
            alt="two rows, a step from 0 to 8 in their middle; sigma 1",
        ),
        case(
            gen.u8([[9, 9, 9], [9, 9, 9], [0, 0, 0]]),
            1.0,
            prop="bytes",
            alt="three rows of bytes, a step down from 9 to 0; sigma 1",
        ),
    ),
    hidden=_case,
    forbid=(
        "scipy.ndimage.gaussian_gradient_magnitude",
        "scipy.ndimage.generic_gradient_magnitude",
    ),
    misconceptions=(
        mis(
            "bytes",
            _bytes,
            "Where the image falls, the slope is negative, and a byte cannot hold that: SciPy "
            "returns the type that it gets. What should the image become first?",
            topic="negative slopes",
        ),
        mis(
            "bytes-squared",
            _bytes_squared,
            "Your slopes are bytes: negative ones are lost, and large squares wrap round. What "
            "should the image become first?",
            topic="negative slopes",
        ),
        mis(
            "clipped",
            _of_slopes(lambda down, right: np.hypot(np.maximum(down, 0), np.maximum(right, 0))),
            "You keep the slopes that rise and drop the ones that fall. Is the way down less "
            "steep than the way up?",
            topic="negative slopes",
        ),
        mis(
            "signed-sum",
            _of_slopes(lambda down, right: down + right),
            "You add the two slopes, and rising and falling cancel. Which operation makes both "
            "count as positive?",
            topic="combining",
        ),
        mis(
            "sum-of-sizes",
            _of_slopes(lambda down, right: np.abs(down) + np.abs(right)),
            "You add the sizes of both slopes, so a diagonal edge seems steeper than a straight "
            "one. Which formula gives the length of an arrow from its two parts?",
            topic="combining",
        ),
        mis(
            "both-slopes",
            _slopes,
            "You return both slopes. Which single number tells how steep the image is at a pixel, "
            "whatever the direction?",
            topic="combining",
        ),
        mis(
            "no-root",
            _of_slopes(lambda down, right: down**2 + right**2),
            "This is the sum of the squares. What turns the square of a length into the length?",
            topic="combining",
        ),
        mis(
            "larger",
            _of_slopes(lambda down, right: np.maximum(np.abs(down), np.abs(right))),
            "You keep the larger of the two slopes. What happens to the other one on a diagonal "
            "edge?",
            topic="combining",
        ),
        mis(
            "root-of-sum",
            _root_of_sum,
            "You take the root of the sum of both slopes; where that sum is negative, there is no "
            "root. What is done to each slope before they are added?",
            topic="combining",
        ),
        mis(
            "mean-square",
            _of_slopes(lambda down, right: np.sqrt((down**2 + right**2) / 2)),
            "You average the squares before the root. By which number do you divide too much?",
            topic="combining",
        ),
        mis(
            "down-only",
            _of_slopes(lambda down, right: np.abs(down)),
            "You see how the image changes from row to row. What about a step from left to right?",
            topic="both directions",
        ),
        mis(
            "right-only",
            _of_slopes(lambda down, right: np.abs(right)),
            "You see how the image changes from column to column. What about a step from top to "
            "bottom?",
            topic="both directions",
        ),
        mis(
            "order-1",
            _both_orders,
            "`order=1` takes the slope along both axes at once: the slope of a slope, 0 on every "
            "straight edge. Which `order` stands for the slope from row to row alone?",
            topic="both directions",
        ),
        mis(
            "curvature",
            _curvature,
            "Order 2 is the curvature, the slope of the slope. Which order is the slope?",
            topic="formula",
        ),
        mis(
            "differences",
            _differences,
            "You blur and then take differences of pixels that lie two apart, a fair but coarser "
            "slope. Which `order` makes `ndi.gaussian_filter` return the slope itself?",
            topic="formula",
        ),
        mis(
            "not-blurred",
            _not_blurred,
            "Your slopes are differences of single pixels, with all their noise. Where is sigma "
            "used?",
            topic="ignores the argument",
        ),
        mis(
            "sobel",
            _sobel,
            "A Sobel filter adds up several differences: about eight times the slope. Which "
            "`order` makes `ndi.gaussian_filter` return the slope itself?",
            topic="formula",
        ),
        mis(
            "blurred-twice",
            _blurred_twice,
            "You blur first, and the filter with `order` blurs again. How many times is needed?",
            topic="formula",
        ),
        mis(
            "zeros-outside",
            _zeros_outside,
            "Even a flat image gets steep at its border: outside are zeros. Which border rule did "
            "we agree on?",
            topic="border rule",
        ),
    ),
    variants=(_steepness, _steepness_hypot, _steepness_own_kernel, _steepness_complex),
    hints=(
        "Two slopes are needed: from row to row, and from column to column.",
        "`ndi.gaussian_filter(image, sigma, order=(1, 0))` is the slope from row to row; for "
        "bytes, make floats of the image first.",
        "Slopes are the sides of a right-angled triangle; you need its longest side: "
        "`np.sqrt(... + ...)`.",
    ),
    conventions={
        "slope": Convention(
            text="The slopes are those of `scipy.ndimage.gaussian_filter`, border rule reflect."
        )
    },
)
