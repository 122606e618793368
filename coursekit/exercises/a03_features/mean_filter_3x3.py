"""E1: replace each pixel by the mean of its surroundings."""

import numpy as np

from coursekit import imaging
from coursekit.checking import OWN, TYPE, Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a03_features.comparators import inside
from coursekit.exercises.a03_features.pictures import bright_bytes, dark_bytes, floats, wide


def _mean_loops(image):
    rows, columns = image.shape
    padded = np.pad(image, 1, mode="symmetric")
    smooth = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            smooth[row, column] = padded[row : row + 3, column : column + 3].mean()
    return smooth


def _mean_shifts(image):
    padded = np.pad(image.astype(float), 1, mode="edge")
    rows, columns = image.shape
    total = np.zeros(image.shape)
    for down in range(3):
        for right in range(3):
            total += padded[down : down + rows, right : right + columns]
    return total / 9


def _mean_windows(image):
    return imaging.windows_3x3(image).mean(axis=2)


def _mean_of_lists(image):
    rows, columns = len(image), len(image[0])
    smooth = []
    for r in range(rows):
        line = []
        for c in range(columns):
            near = [
                float(image[min(max(r + i, 0), rows - 1), min(max(c + j, 0), columns - 1)])
                for i in (-1, 0, 1)
                for j in (-1, 0, 1)
            ]
            line.append(sum(near) / len(near))
        smooth.append(line)
    return np.array(smooth)


def _mean_rows_then_columns(image):
    def along_rows(picture):
        wider = np.hstack([picture[:, :1], picture, picture[:, -1:]])
        return (wider[:, :-2] + wider[:, 1:-1] + wider[:, 2:]) / 3

    return along_rows(along_rows(image.astype(np.float64)).T).T


# --- wrong answers ------------------------------------------------------------------------------


def _padded_mean(mode):
    """Build an answer with another border rule."""

    def answer(image):
        padded = np.pad(image.astype(float), 1, mode=mode)
        windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
        return windows.mean(axis=(2, 3))

    return answer


def _of_window(summary):
    """Build an answer that replaces the mean by another summary of nine pixels."""
    return lambda image: summary(imaging.windows_3x3(image).astype(float))


def _in_place(image):
    padded = np.pad(image.astype(float), 1, mode="symmetric")
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            window = padded[row : row + 3, column : column + 3]
            padded[row + 1, column + 1] = window.mean()
    return padded[1:-1, 1:-1]


def _overflow(image):
    padded = np.pad(image, 1, mode="symmetric")
    rows, columns = image.shape
    total = padded[:rows, :columns] * 0
    for down in range(3):
        for right in range(3):
            total = total + padded[down : down + rows, right : right + columns]
    return total / 9


def _fewer_neighbours(image):
    rows, columns = image.shape
    smooth = np.zeros(image.shape)
    for r in range(rows):
        for c in range(columns):
            smooth[r, c] = image[max(r - 1, 0) : r + 2, max(c - 1, 0) : c + 2].mean()
    return smooth


def _no_padding(image):
    smooth = np.zeros(image.shape)
    for r in range(image.shape[0]):
        for c in range(image.shape[1]):
            window = image[r - 1 : r + 2, c - 1 : c + 2]
            smooth[r, c] = window.mean() if window.size else np.nan
    return smooth


def _zeros_and_overflow(image):
    padded = np.pad(image, 1)
    total = padded[:-2] + padded[1:-1] + padded[2:]
    return (total[:, :-2] + total[:, 1:-1] + total[:, 2:]) / 9


def _window_too_short(image):
    padded = np.pad(image.astype(float), 1, mode="symmetric")
    rows, columns = image.shape
    smooth = np.zeros(image.shape)
    for r in range(rows):
        for c in range(columns):
            smooth[r, c] = padded[r : r + 2, c : c + 2].mean()
    return smooth


def _border_left(value):
    """Build an answer that gives border pixels another value."""

    def answer(image):
        smooth = value(image)
        smooth[1:-1, 1:-1] = _mean_loops(image)[1:-1, 1:-1]
        return smooth

    return answer


def _whole_numbers(image):
    smooth = np.zeros_like(image)
    smooth[:] = _mean_loops(image)
    return smooth


def _case(rng: np.random.Generator) -> Case:
    which = rng.random()
    if which < 0.25:
        return case(bright_bytes(rng, gen.shape(rng, 2, 7)), prop="bright", kind="bright bytes")
    if which < 0.5:
        image = floats(rng, gen.shape(rng, 2, 7))
        return case(image, prop="border", kind="the border of an image")
    if which < 0.6:
        image = floats(rng, (1, int(rng.integers(1, 6))))
        return case(image, prop="border", kind="an image of one row")
    if which < 0.8:
        return case(floats(rng, wide(rng, 4, 8)), kind="another image of floats")
    return case(dark_bytes(rng, wide(rng, 4, 8)), kind="another image")


MEAN_FILTER_3X3 = Exercise(
    id="a03.mean_filter_3x3",
    code="E1",
    kind="W",
    title="The mean of the neighbours",
    function="mean_filter_3x3",
    signature="(image)",
    minutes=8,
    reference=imaging.mean_filter_3x3,
    compare=cmp.array(kinds="f"),
    props=(
        prop("core", 1, "the mean of nine pixels, away from the border", compare=inside(1)),
        prop("border", 0.5, "the border rule: the edge pixel is repeated"),
        prop("bright", 0.5, "bright images of bytes"),
        prop(OWN, 0.5, "your own steps, without a filter of a library"),
        prop(TYPE, 0.5, "an array of floats; the image is unchanged"),
    ),
    cases=(
        case(
            gen.u8([[0, 0, 0, 0], [0, 9, 0, 0], [0, 0, 0, 18]]),
            alt="three rows and four columns, black but for one pixel of 9 and a corner of 18",
        ),
        case(gen.u8([[9, 0, 0]]), prop="border", alt="one row: 9, 0, 0"),
        case(
            gen.u8([[200, 200], [200, 200], [200, 200]]),
            prop="bright",
            alt="six pixels, all 200",
        ),
    ),
    hidden=_case,
    forbid=(
        "scipy.ndimage.uniform_filter",
        "scipy.ndimage.uniform_filter1d",
        "scipy.ndimage.convolve",
        "scipy.ndimage.correlate",
        "scipy.ndimage.generic_filter",
        "scipy.signal.convolve2d",
        "skimage.filters.rank.mean",
    ),
    misconceptions=(
        mis(
            "in-place",
            _in_place,
            "You write means into the picture that you still read from, so later pixels see "
            "smoothed neighbours. Where could the new values go instead?",
            topic="reading changed pixels",
        ),
        mis(
            "overflow",
            _overflow,
            "Dark images are right, bright ones wrap round: the sum of nine bytes does not fit "
            "into a byte. What should the image become before you add?",
            topic="dtype",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "The digits behind the point are lost: your result has the type of the image. Which "
            "type can hold the mean of 0 and 1?",
            topic="dtype",
        ),
        mis(
            "zeros-outside",
            _padded_mean("constant"),
            "Your picture gets darker at its border: outside you put zeros. Which grey value did "
            "we agree on there?",
            topic="border rule",
        ),
        mis(
            "zeros-and-overflow",
            _zeros_and_overflow,
            "Two things: outside you put zeros, and bright bytes wrap round when they are added. "
            "What should be done to the image before the loop, in its type and at its edge?",
            topic="border rule",
        ),
        mis(
            "no-padding",
            _no_padding,
            "For row 0 your window starts at row -1, and Python counts -1 from the end: the window "
            "is empty. What has to be put around the image first?",
            topic="border rule",
        ),
        mis(
            "mirror",
            _padded_mean("reflect"),
            "Outside comes the second pixel, not the edge pixel once more. NumPy and SciPy use "
            'the word "reflect" for different rules: which `mode` of `np.pad` repeats the edge?',
            topic="border rule",
        ),
        mis(
            "wrap",
            _padded_mean("wrap"),
            "The left border borrows from the right one, and the top from the bottom. Are these "
            "pixels neighbours?",
            topic="border rule",
        ),
        mis(
            "fewer-neighbours",
            _fewer_neighbours,
            "At the border you average the pixels that exist: six, or four. How many numbers go "
            "into a mean under the rule that we agreed on?",
            topic="border rule",
        ),
        mis(
            "border-as-it-was",
            _border_left(lambda image: image.astype(float)),
            "The border pixels are not smoothed. Which neighbours does the border rule give them?",
            topic="border rule",
        ),
        mis(
            "border-black",
            _border_left(lambda image: np.zeros(image.shape)),
            "The inside is right, the border is black. Over which rows and columns do your loops "
            "run?",
            topic="border rule",
        ),
        mis(
            "smaller",
            lambda image: _padded_mean("symmetric")(image)[1:-1, 1:-1],
            "Your picture has lost its border: two rows and two columns fewer. What has to be "
            "put around the image first?",
            topic="border rule",
        ),
        mis(
            "eight-neighbours",
            _of_window(lambda nine: (nine.sum(axis=2) - nine[..., 4]) / 8),
            "You average the eight neighbours. Does the pixel in the middle belong to its own "
            "window?",
            topic="window",
        ),
        mis(
            "cross",
            _of_window(lambda nine: nine[..., [1, 3, 4, 5, 7]].mean(axis=2)),
            "Your window is a cross of five pixels. Which pixels of a square of nine are missing?",
            topic="window",
        ),
        mis(
            "two-by-two",
            _window_too_short,
            "Your window holds four pixels. Which positions does a slice such as `[0:2]` hold?",
            topic="window",
        ),
        mis(
            "sum",
            _of_window(lambda nine: nine.sum(axis=2)),
            "These are sums of nine pixels. What makes a mean of a sum?",
            topic="formula",
        ),
        mis(
            "median",
            _of_window(lambda nine: np.median(nine, axis=2)),
            "These are medians: the middle one of nine sorted pixels. Which summary adds them up "
            "instead?",
            topic="mean and median",
        ),
    ),
    variants=(
        _mean_loops,
        _mean_shifts,
        _mean_windows,
        _mean_of_lists,
        _mean_rows_then_columns,
    ),
    hints=(
        '`np.pad(image, 1, mode="symmetric")` puts one row or column on each side; the edge pixel '
        "occurs twice.",
        "Make a new array for the means: `np.zeros(image.shape)` holds floats.",
        "In the padded image, the window of pixel (row, column) is "
        "`padded[row : row + 3, column : column + 3]`.",
    ),
    conventions={
        "border": Convention(
            text="Border rule reflect: outside the picture the edge pixel is repeated.",
            switched="zeros-outside",
            switched_text="In this course run the pixels outside the picture are 0.",
        )
    },
)
