"""E7: put a column back into the picture."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen


def _picture(column, shape):
    return column.reshape(shape)


def _picture_rows(column, shape):
    rows, columns = shape
    lines = [column[row * columns : (row + 1) * columns] for row in range(rows)]
    return np.array(lines)


def _picture_filled(column, shape):
    picture = np.zeros(shape, dtype=column.dtype)
    n_columns = shape[1]
    for place, value in enumerate(column):
        picture[place // n_columns, place % n_columns] = value
    return picture


def _picture_resized(column, shape):
    return np.resize(column, tuple(shape))


# --- wrong answers ------------------------------------------------------------------------------


def _filled(place):
    """Build an answer that fills the picture from (row, column) counted in another way."""

    def answer(column, shape):
        rows, columns = shape
        picture = np.zeros(shape, dtype=column.dtype)
        for row in range(rows):
            for col in range(columns):
                picture[row, col] = column[place(row, col, rows, columns)]
        return picture

    return answer


def _square(column, shape):
    side = int(np.sqrt(column.size))
    return column[: side * side].reshape(side, side)


def _in_place(column, shape):
    column.shape = shape
    return column


def _case(rng: np.random.Generator) -> Case:
    shape = gen.shape(rng)
    n = shape[0] * shape[1]
    which = rng.random()
    if which < 0.3:
        column = rng.permutation(n).astype(float) / 4
        return case(column, shape, kind="a column of floats")
    if which < 0.6:
        return case(rng.integers(0, 3, size=n), shape, kind="labels")
    if which < 0.8:
        return case(rng.integers(0, 256, size=n).astype(np.uint8), shape, kind="bytes")
    return case(rng.random(n) < 0.5, shape, kind="a mask as a column")


TABLE_TO_IMAGE = Exercise(
    id="a03.table_to_image",
    code="E7",
    kind="F",
    title="Back to the picture",
    function="table_to_image",
    signature="(column, shape)",
    minutes=2,
    reference=imaging.table_to_image,
    compare=cmp.array(),
    props=(prop("core", 1, "each value at the place of its pixel"),),
    cases=(
        case(np.array([1, 2, 3, 4, 5, 6]), (2, 3), alt="the column 1 to 6 for two rows of three"),
        case(np.array([0.5, 0.0, 1.0]), (3, 1), alt="three values for three rows of one"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "column-by-column",
            lambda column, shape: column.reshape(shape, order="F"),
            "You fill the picture column by column; the table was read row by row. In which order "
            "does `reshape` fill when it is not told otherwise?",
            topic="reading order",
        ),
        mis(
            "other-shape",
            lambda column, shape: column.reshape(shape[::-1]),
            "Rows and columns of the shape are exchanged, and the picture is sheared. Which "
            "number comes first in a shape?",
            topic="rows and columns",
        ),
        mis(
            "turned",
            lambda column, shape: column.reshape(shape).T,
            "The picture is turned: its rows have become columns. Which step is one too many?",
            topic="rows and columns",
        ),
        mis(
            "upside-down",
            lambda column, shape: column.reshape(shape)[::-1],
            "The picture stands on its head. Where does the first value belong, at the top or at "
            "the bottom?",
            topic="reading order",
        ),
        mis(
            "row-times-rows",
            _filled(lambda row, col, rows, columns: (row * rows + col) % (rows * columns)),
            "You jump ahead by the number of rows for each new row. How many pixels does one row "
            "hold?",
            topic="reading order",
        ),
        mis(
            "still-a-column",
            lambda column, shape: column.reshape(-1, 1),
            "This is still one column. What does the argument `shape` say?",
            topic="ignores the argument",
        ),
        mis(
            "square",
            _square,
            "You make a square of any column. Which argument knows the shape of the image?",
            topic="ignores the argument",
        ),
        mis(
            "in-place",
            _in_place,
            "You give the caller's own column another shape. Which method returns a picture and "
            "leaves the column alone?",
            topic="changes its argument",
        ),
    ),
    variants=(_picture, _picture_rows, _picture_filled, _picture_resized),
    hints=(
        "The values come in reading order: the first row of the image, then the second.",
        "`shape` holds the numbers of rows and columns, in this order.",
        "`ravel` made a line of a picture; the method `reshape` goes the other way.",
    ),
    conventions={
        "order": Convention(text="Reading order: row after row, each from left to right.")
    },
)
