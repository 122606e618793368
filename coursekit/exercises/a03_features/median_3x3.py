"""E4: the middle one of nine pixels."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import TYPE, Case, Convention, Exercise, case, mis, prop
from coursekit.checking import generate as gen
from coursekit.exercises.a03_features.comparators import inside, same_type
from coursekit.exercises.a03_features.pictures import floats, wide


def _median(image):
    windows = imaging.windows_3x3(image)
    return np.median(windows, axis=2).astype(image.dtype)


def _median_sorted(image):
    return np.sort(imaging.windows_3x3(image), axis=-1)[:, :, 4]


def _median_loops(image):
    padded = np.pad(image, 1, mode="edge")
    result = image.copy()
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            nine = padded[row : row + 3, column : column + 3].ravel().tolist()
            result[row, column] = sorted(nine)[4]
    return result


def _median_library(image):
    return scipy.ndimage.median_filter(image, size=3)


def _median_partition(image):
    nine = imaging.windows_3x3(image).reshape(-1, 9)
    return np.partition(nine, 4, axis=1)[:, 4].reshape(image.shape)


# --- wrong answers ------------------------------------------------------------------------------


def _summary(summary, keep_type=True):
    """Build an answer that replaces the median by another summary of nine pixels."""

    def answer(image):
        values = summary(imaging.windows_3x3(image))
        return np.asarray(values).astype(image.dtype) if keep_type else values

    return answer


def _scipy(**settings):
    return lambda image: scipy.ndimage.median_filter(image, **settings)


def _in_place(image):
    padded = np.pad(image, 1, mode="symmetric")
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            window = padded[row : row + 3, column : column + 3]
            padded[row + 1, column + 1] = np.median(window)
    return padded[1:-1, 1:-1]


def _border_as_it_was(image):
    result = image.copy()
    result[1:-1, 1:-1] = _median(image)[1:-1, 1:-1]
    return result


def _of_rows(windows):
    rows, columns = windows.shape[:2]
    return np.median(np.median(windows.reshape(rows, columns, 3, 3), axis=3), axis=2)


def _case(rng: np.random.Generator) -> Case:
    which = rng.random()
    if which < 0.3:
        image = gen.image(rng, gen.shape(rng, 2, 7))
        return case(image, prop="border", kind="the border of an image")
    if which < 0.4:
        image = gen.image(rng, (1, int(rng.integers(2, 7))))
        return case(image, prop="border", kind="an image of one row")
    if which < 0.6:
        return case(floats(rng, wide(rng, 4, 7)), kind="an image of floats")
    if which < 0.7:
        return case(gen.image(rng, wide(rng, 4, 7), 0, 60000, np.uint16), kind="16-bit images")
    return case(gen.image(rng, wide(rng, 4, 7)), kind="another image")


MEDIAN_3X3 = Exercise(
    id="a03.median_3x3",
    code="E4",
    kind="F",
    title="The middle of nine",
    function="median_3x3",
    signature="(image)",
    minutes=4,
    reference=imaging.median_3x3,
    compare=same_type(),
    props=(
        prop("core", 1, "the median of nine pixels, away from the border", compare=inside(1)),
        prop("border", 0.5, "the border rule: the edge pixel is repeated"),
        prop(TYPE, 0.5, "the type of the image; the image is unchanged"),
    ),
    cases=(
        case(
            gen.u8([[5, 5, 6, 6], [5, 99, 7, 6], [4, 5, 7, 7]]),
            alt="three rows of four pixels from 4 to 7, and a 99 among them",
        ),
        case(gen.u8([[9, 1, 4]]), prop="border", alt="one row: 9, 1, 4"),
        case(
            np.array([[500, 900, 300], [700, 500, 600], [300, 500, 400]], dtype=np.uint16),
            alt="a 16-bit image of three rows and three columns, from 300 to 900",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "mean",
            _summary(lambda nine: nine.mean(axis=2), keep_type=False),
            "These are means: the bright pixel still shines on its neighbours. Which summary "
            "looks at the order of nine pixels, not at their sum?",
            topic="mean and median",
        ),
        mis(
            "mean-in-bytes",
            _summary(lambda nine: nine.mean(axis=2)),
            "These are means without their digits behind the point. Which summary looks at the "
            "order of nine pixels, not at their sum?",
            topic="mean and median",
        ),
        mis(
            "not-sorted",
            _summary(lambda nine: nine[..., 4]),
            "Position 4 of a window is the pixel itself. What has to happen to the nine pixels "
            "before the middle one is their median?",
            topic="order",
        ),
        mis(
            "place-5",
            _summary(lambda nine: np.sort(nine, axis=2)[..., 5]),
            "You take the sixth of nine sorted pixels. Which position has as many before it as "
            "behind it, when counting starts at 0?",
            topic="indexing",
        ),
        mis(
            "one-number",
            lambda image: np.median(imaging.windows_3x3(image)),
            "This is one number for the whole image. Along which axis of the windows should the "
            "median be taken?",
            topic="axis",
        ),
        mis(
            "first-axis",
            lambda image: np.median(imaging.windows_3x3(image), axis=0),
            "Your median runs over the rows of the image. Along which axis do the nine pixels of "
            "a window lie?",
            topic="axis",
        ),
        mis(
            "second-axis",
            lambda image: np.median(imaging.windows_3x3(image), axis=1).astype(image.dtype),
            "Your median runs over the columns of the image. Along which axis do the nine pixels "
            "of a window lie, when axes are counted from 0?",
            topic="axis",
        ),
        mis(
            "bytes-always",
            lambda image: np.median(imaging.windows_3x3(image), axis=2).astype(np.uint8),
            "Right for bytes; other images lose what does not fit into a byte. Which words tell "
            "`astype` to take the type of this image?",
            topic="dtype",
        ),
        mis(
            "mid-range",
            _summary(lambda nine: nine.min(axis=2) / 2 + nine.max(axis=2) / 2),
            "This is the middle between the darkest and the brightest of nine. How far does one "
            "very bright pixel move it?",
            topic="mean and median",
        ),
        mis(
            "minimum",
            _summary(lambda nine: nine.min(axis=2)),
            "This is the darkest of nine pixels. How many of them should be darker than the "
            "median?",
            topic="order",
        ),
        mis(
            "of-rows",
            _summary(_of_rows),
            "You take the medians of three rows, and then the median of these: close, but not "
            "the median of nine. What is lost when each row is reduced to one number?",
            topic="order",
        ),
        mis(
            "in-place",
            _in_place,
            "You write medians into the picture that you still read from. Where could the new "
            "values go instead?",
            topic="reading changed pixels",
        ),
        mis(
            "five-by-five",
            _scipy(size=5),
            "Your windows hold 25 pixels. Is `size` the length of a side, or the reach to each "
            "side?",
            topic="window",
        ),
        mis(
            "cross",
            _scipy(footprint=np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])),
            "Your window is a cross of five pixels. Which pixels of a square of nine are missing?",
            topic="window",
        ),
        mis(
            "rows-only",
            _scipy(size=(1, 3)),
            "Your window holds three pixels of one row. Which neighbours lie above and below?",
            topic="window",
        ),
        mis(
            "zeros-outside",
            _scipy(size=3, mode="constant"),
            "Corners turn black: outside are zeros. Which grey value did we agree on there?",
            topic="border rule",
        ),
        mis(
            "mirror",
            _scipy(size=3, mode="mirror"),
            "Outside comes the second pixel, not the edge pixel once more. Which border rule did "
            "we agree on?",
            topic="border rule",
        ),
        mis(
            "border-as-it-was",
            _border_as_it_was,
            "The border pixels stay as they were. Which neighbours does the border rule give them?",
            topic="border rule",
        ),
        mis(
            "smaller",
            lambda image: _median(image)[1:-1, 1:-1],
            "Your picture has lost its border: two rows and two columns fewer. Which neighbours "
            "does the border rule give the pixels there?",
            topic="border rule",
        ),
    ),
    variants=(_median, _median_sorted, _median_loops, _median_library, _median_partition),
    hints=(
        "`imaging.windows_3x3(image)` has three axes: row, column, and the nine pixels of a "
        "window.",
        "`np.median(values, axis=...)` takes the median along one axis. Axes are counted from 0.",
        "`np.median` returns floats; `.astype(image.dtype)` gives them the type of the image.",
    ),
    conventions={
        "border": Convention(
            text="Border rule reflect: outside the picture the edge pixel is repeated.",
            switched="zeros-outside",
            switched_text="In this course run the pixels outside the picture are 0.",
        )
    },
)
