"""Describe how a wrong answer differs from the right one, when no known idea explains it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking.reading import Odd
from coursekit.checking.results import Diagnosis
from coursekit.checking.values import (
    as_plain_array,
    close,
    kind_of_type,
    rename_regions,
    show_value,
)

if TYPE_CHECKING:
    from coursekit.checking.judging import Tried

Pair = tuple[NDArray[Any], NDArray[Any]]  # expected, got


# --- formalities that can be undone ----------------------------------------------------------


def _undo_picture(value: Any) -> Any:
    numbers = isinstance(value, np.ndarray) and value.dtype.kind in "iuf" and value.size
    if numbers and set(np.unique(value).tolist()) <= {0, 1, 255}:
        return value.astype(bool)
    return None


def _undo_transpose(value: Any) -> Any:
    return value.T.copy() if isinstance(value, np.ndarray) and value.ndim == 2 else None


def _undo_reversed_tuple(value: Any) -> Any:
    return value[::-1] if isinstance(value, tuple) and len(value) > 1 else None


def _undo_inversion(value: Any) -> Any:
    return ~value if isinstance(value, np.ndarray) and value.dtype.kind == "b" else None


def _undo_extra_axis(value: Any) -> Any:
    if isinstance(value, np.ndarray) and 1 in value.shape and value.ndim > 1:
        return value.squeeze()
    return None


def _undo_tuple(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) and value else None


FORMALITIES: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("mask-type", "a mask holds True and False, not 0 and 1 (or 255)", _undo_picture),
    ("transposed", "rows and columns are exchanged", _undo_transpose),
    ("order", "the returned values are in reverse order", _undo_reversed_tuple),
    ("inverted", "True and False are exchanged", _undo_inversion),
    ("axis", "the array has an axis of length 1 too many", _undo_extra_axis),
    ("tuple", "only the first of the returned values is asked for", _undo_tuple),
]


# --- relations that hold on all failing cases ------------------------------------------------


def describe(tried: "Sequence[Tried]") -> Diagnosis | None:
    """Name a relation between right and given answers that holds on every failing case."""
    failing = [one for one in tried if not one.passed]
    if any(one.got.outcome.fault or one.expected.outcome.fault for one in failing):
        return None
    kinds = _type_words(failing)
    if kinds:
        return kinds
    if all(_gained_nan(one.expected.value, one.got.value) for one in failing):
        return _NAN
    pairs = [(_as_array(one.expected.value), _as_array(one.got.value)) for one in failing]
    if any(expected is None or got is None for expected, got in pairs):
        return None
    for name, holds, words in _RELATIONS:
        if all(holds(expected, got) for expected, got in pairs):
            return Diagnosis(name, words, "structural")
    return _constant(tried)


def _as_array(value: Any) -> Any:
    number = isinstance(value, bool | int | float | np.generic)
    return as_plain_array(np.asarray(value) if number else value)


_NAN = Diagnosis(
    "nan", "The answer contains nan (not a number). Which division has 0 below?", "structural"
)


def _gained_nan(expected: Any, got: Any) -> bool:
    """Tell whether nan stands only in the given answer, be it a number, an array or parts."""
    return _has_nan(got) and not _has_nan(expected)


def _has_nan(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return any(map(_has_nan, value))
    array = _as_array(value)
    return array is not None and array.dtype.kind in "fc" and bool(np.isnan(array).any())


def _type_words(failing: "Sequence[Tried]") -> Diagnosis | None:
    """Say that answers are of a kind that cannot be compared with the right ones at all."""
    found = [
        _kind_fault(one.expected.value, one.got.value, one.case.origin != "hidden")
        for one in failing
    ]
    name, words = next(filter(None, found), ("", ""))
    if not name:
        return None
    text = words[0].upper() + words[1:] if all(found) else f"For some inputs {words}"
    return Diagnosis(name, text, "structural")


def _kind_fault(expected: Any, got: Any, visible: bool) -> tuple[str, str] | None:
    """Name a fault of kind; what a hidden case expects is not told."""
    if isinstance(expected, dict) and isinstance(got, dict):
        missing = sorted(str(key) for key in expected if key not in got)
        words = ", ".join(missing) if visible else "some of the keys"
        return ("keys", f"the dictionary lacks {words}.") if missing else None
    if isinstance(expected, tuple | list) and isinstance(got, tuple | list):
        if len(expected) == len(got):
            return None
        words = f"{len(expected)} values" if visible else "another number of values"
        return "length", f"the answer should hold {words}, yours holds {len(got)}."
    if not _is_another_kind(expected, got):
        return None
    words = kind_of_type(expected) if visible else kind_of_type(expected).partition(" of ")[0]
    return "kind", f"the answer should be {words}; yours is {kind_of_type(got)}."


def _is_another_kind(expected: Any, got: Any) -> bool:
    """Tell numbers, arrays, texts and dictionaries apart."""
    one, other = _as_array(expected), _as_array(got)
    if one is None or other is None:
        return isinstance(got, Odd) or _family(expected) is not _family(got)
    return (one.ndim == 0) != (other.ndim == 0)


def _family(value: Any) -> type:
    return float if isinstance(value, int | float | np.number) else type(value)


def _related(function: Callable[[NDArray[Any]], Any]) -> Callable[[Any, Any], bool]:
    """Turn a function of the right answer into a test of the given one."""

    def holds(expected: NDArray[Any], got: NDArray[Any]) -> bool:
        with np.errstate(all="ignore"):
            return bool(expected.size) and close(function(np.asarray(expected, float)), got)

    return holds


def _moved(function: Callable[[NDArray[Any]], Any]) -> Callable[[Any, Any], bool]:
    """Like `_related`, for what moves values about: one number cannot be moved."""
    holds = _related(function)
    return lambda expected, got: expected.ndim > 0 and holds(expected, got)


def _transposed(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    return expected.ndim == 2 and close(expected.T, got)


def _border_only(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    if expected.shape != got.shape or expected.ndim != 2 or min(expected.shape) < 3:
        return False
    return close(expected[1:-1, 1:-1], got[1:-1, 1:-1])


def _reordered(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    if expected.shape != got.shape or expected.size < 2:
        return False
    return close(np.sort(expected, axis=None), np.sort(got, axis=None))


def _relabelled(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    if expected.shape != got.shape or expected.ndim < 2 or expected.dtype.kind not in "iu":
        return False
    return bool(np.array_equal(rename_regions(expected), rename_regions(got)))


def _affine(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    """Tell whether got = slope * expected + offset, by the two extreme right values."""
    if expected.shape != got.shape or expected.size < 3:
        return False
    x, y = expected.ravel().astype(float), got.ravel().astype(float)
    low, high = np.argmin(x), np.argmax(x)
    with np.errstate(all="ignore"):
        slope = (y[high] - y[low]) / (x[high] - x[low])
        line = y[low] + slope * (x - x[low])
        return bool(np.isfinite(line).all() and slope and close(line, y))


def _other_shape(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    return expected.shape != got.shape


_Relation = tuple[str, Callable[[Any, Any], bool], str]
_RELATIONS: list[_Relation] = [
    ("transposed", _transposed, "Rows and columns are exchanged."),
    ("flat", _moved(np.ravel), "The values are right, but the shape of the array is lost."),
    ("shape", _other_shape, "The answer has another shape than expected."),
    ("border", _border_only, "Only the pixels at the border differ."),
    ("flipped-rows", _moved(lambda a: a[::-1]), "The rows are in reverse order."),
    ("percent", _related(lambda a: 100 * a), "The answer is in percent, not a share from 0 to 1."),
    ("double", _related(lambda a: 2 * a), "The answer is twice the right one."),
    ("half", _related(lambda a: a / 2), "The answer is half the right one."),
    ("complement", _related(lambda a: 1 - a), "The answer is 1 minus the right one."),
    ("negative", _related(lambda a: -a), "The sign is the other way round."),
    ("inverse", _related(lambda a: 1 / a), "The answer is 1 divided by the right one."),
    ("square", _related(lambda a: a**2), "The answer is the square of the right one."),
    ("root", _related(lambda a: np.sqrt(a)), "The answer is the square root of the right one."),
    ("log", _related(lambda a: a * np.log(2)), "Logarithms to base 2 and e are mixed up."),
    ("off-by-one", _related(lambda a: a + 1), "The answer is 1 too large."),
    ("off-by-minus-one", _related(lambda a: a - 1), "The answer is 1 too small."),
    ("shifted", _moved(lambda a: np.roll(a, 1)), "The values come one position too late."),
    ("shifted-back", _moved(lambda a: np.roll(a, -1)), "The values come one position too early."),
    ("labels", _relabelled, "The same pixels are together, but their numbers are others."),
    ("reordered", _reordered, "The right values are all there, in another order."),
    ("affine", _affine, "The answer follows the right one, but it is stretched or shifted."),
]


def _constant(tried: "Sequence[Tried]") -> Diagnosis | None:
    """The answer is the same number whatever comes in."""
    values = [_as_array(one.got.value) for one in tried]
    if len(values) < 2 or any(value is None or value.size == 0 for value in values):
        return None
    first = values[0].ravel()[0]
    if all((value == first).all() for value in values):
        words = f"The answer is {show_value(first)} for every input. Does it use its arguments?"
        return Diagnosis("constant", words, "structural")
    return None
