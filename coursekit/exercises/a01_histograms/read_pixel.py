"""E1: read one pixel by row and column."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a01_histograms.images import any_image


def _read_if(image, row, column):
    if row < 0 or column < 0:
        raise IndexError("rows and columns are counted from 0")
    return float(image[row, column])


def _read_range(image, row, column):
    rows, columns = image.shape
    if row not in range(rows) or column not in range(columns):
        raise IndexError
    return image[row][column]


def _read_loops(image, row, column):
    for r, line in enumerate(image):
        for c, grey in enumerate(line):
            if r == row and c == column:
                return float(grey)
    raise IndexError("no such pixel")


def _read_item(image, row, column):
    if min(row, column) < 0:
        raise IndexError("negative position")
    return image.item(row, column)


def _read_float32(image, row, column):
    if row < 0 or column < 0:
        raise IndexError("negative position")
    return np.float32(image[row, column])


def _read_swapped(image, row, column):
    if row < 0 or column < 0:
        raise IndexError("negative position")
    return float(image[column, row])


def _read_rows_guarded(image, row, column):
    if row < 0:
        raise IndexError("negative row")
    return float(image[row, column])


def _read_from_one(image, row, column):
    if row < 0 or column < 0:
        raise IndexError("negative position")
    return float(image[row - 1, column - 1])


def _read_from_bottom(image, row, column):
    if row < 0 or column < 0 or row >= image.shape[0]:
        raise IndexError("no such pixel")
    return float(image[image.shape[0] - 1 - row, column])


def _read_without_zero(image, row, column):
    if row <= 0 or column <= 0:
        raise IndexError("negative position")
    return float(image[row, column])


def _read_value_error(image, row, column):
    if row < 0 or column < 0:
        raise ValueError("negative position")
    return float(image[row, column])


def _read_none(image, row, column):
    if row < 0 or column < 0:
        return None
    return float(image[row, column])


def _read_both_negative(image, row, column):
    if row < 0 and column < 0:
        raise IndexError("negative position")
    return float(image[row, column])


def _read_nearest(image, row, column):
    row = min(max(row, 0), image.shape[0] - 1)
    column = min(max(column, 0), image.shape[1] - 1)
    return float(image[row, column])


def _read_returned_error(image, row, column):
    if row < 0 or column < 0:
        return IndexError("negative position")
    return float(image[row, column])


def _read_case(rng: np.random.Generator) -> Case:
    image = any_image(rng)
    rows, columns = image.shape
    row, column = int(rng.integers(rows)), int(rng.integers(columns))
    negative = int(-rng.integers(1, rows + 1)), int(-rng.integers(1, columns + 1))
    places = {
        "another image": (row, column),
        "a negative row": (negative[0], column),
        "a negative column": (row, negative[1]),
        "a negative row and column": negative,
        "a row beyond the last one": (rows, column),
        "a column beyond the last one": (row, columns),
    }
    kind = str(rng.choice(["another image", *places]))
    prop = "" if kind == "another image" else "outside"
    return case(image, *places[kind], prop=prop, kind=kind)


_SIX = gen.u8([[10, 20, 30], [40, 50, 60]])

READ_PIXEL = Exercise(
    id="a01.read_pixel",
    code="E1",
    kind="F",
    title="Read a pixel",
    function="read_pixel",
    signature="(image, row, column)",
    minutes=3,
    reference=imaging.read_pixel,
    compare=cmp.scalar(),
    props=(
        prop("core", 0.5, "the pixel in this row and column"),
        prop("outside", 0.5, "an IndexError for every position that does not exist"),
    ),
    cases=(
        case(_SIX, 1, 0),
        case(_SIX, 0, 2),
        case(_SIX, -1, 0, prop="outside"),
        case(_SIX, 1, -2, prop="outside"),
        case(_SIX, -1, -1, prop="outside"),
        case(_SIX, 2, 1, prop="outside"),
    ),
    hidden=_read_case,
    misconceptions=(
        mis(
            "swapped",
            _read_swapped,
            "You went along the columns first, as in (x, y). Which of the two numbers in the "
            "brackets is the row?",
            topic="row and column",
        ),
        mis(
            "swapped-unguarded",
            lambda image, row, column: float(image[column, row]),
            "Two things. You went along the columns first, as in (x, y): which number in the "
            "brackets is the row? And what happens with row -1?",
            topic="row and column",
        ),
        mis(
            "wraps",
            lambda image, row, column: float(image[row, column]),
            "Row -1 got an answer: Python counted from the far end. Which line of yours stops a "
            "negative row or column?",
            topic="negative index",
        ),
        mis(
            "rows-only",
            _read_rows_guarded,
            "A negative row is refused, a negative column is not. Where else can a minus sign "
            "stand?",
            topic="negative index",
        ),
        mis(
            "both-negative",
            _read_both_negative,
            "Your function complains only if row and column are both negative. Is one of them "
            "not enough?",
            topic="negative index",
        ),
        mis(
            "from-one",
            _read_from_one,
            "Your answer comes from one row higher and one column further left. At which number "
            "does Python start to count?",
            topic="counting from 0",
        ),
        mis(
            "from-one-unguarded",
            lambda image, row, column: float(image[row - 1, column - 1]),
            "Two things. You took 1 away, but Python counts from 0 as the task does. And which "
            "line of yours stops a negative row or column?",
            topic="counting from 0",
        ),
        mis(
            "from-bottom",
            _read_from_bottom,
            "You counted the rows from the bottom, as on squared paper. Where is row 0 of an "
            "image?",
            topic="row and column",
        ),
        mis(
            "no-zero",
            _read_without_zero,
            "Row 0 and column 0 are refused, but they exist. Is 0 a negative number?",
            topic="counting from 0",
        ),
        mis(
            "other-error",
            _read_value_error,
            "You refuse the position with a ValueError. What is the error called that NumPy raises "
            "for a row that does not exist?",
            topic="negative index",
        ),
        mis(
            "none",
            _read_none,
            "For a negative position you return None, and the program goes on with it. Which "
            "statement stops it with an IndexError?",
            topic="negative index",
        ),
        mis(
            "returned-error",
            _read_returned_error,
            "You return the error as if it were a grey value, and the program goes on with it. "
            "Which word stops the function with an error?",
            topic="negative index",
        ),
        mis(
            "without-sign",
            lambda image, row, column: float(image[abs(row), abs(column)]),
            "Row -1 became row 1. This is another pixel, and nobody notices. Which line of yours "
            "refuses a minus sign?",
            topic="negative index",
        ),
        mis(
            "nearest",
            _read_nearest,
            "For a position outside you return the nearest pixel. How would anybody notice that "
            "the position was wrong?",
            topic="negative index",
        ),
    ),
    variants=(_read_if, _read_range, _read_loops, _read_item, _read_float32),
    hints=(
        "Look at `row` and `column` before you open the locker. Which of their values are not "
        "allowed?",
        "`if ...: raise IndexError(...)` comes first; reading comes second.",
        "`if row < 0 or ...: raise IndexError(...)`, then `return float(image[..., ...])`.",
    ),
)
