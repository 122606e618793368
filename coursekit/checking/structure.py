"""Describe how a wrong answer differs from the right one, when no known idea explains it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking.results import Diagnosis
from coursekit.checking.values import as_plain_array, close, kind_of_type, rename_regions

if TYPE_CHECKING:
    from coursekit.checking.judging import Tried

Pair = tuple[NDArray[Any], NDArray[Any]]  # expected, got


# --- formalities that can be undone ----------------------------------------------------------


def _undo_picture(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf" and value.size:
        if set(np.unique(value).tolist()) <= {0, 1, 255}:
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


def describe(failing: "Sequence[Tried]") -> Diagnosis | None:
    """Name a relation between right and given answers that holds on every failing case."""
    if any(one.got.outcome.fault or one.expected.outcome.fault for one in failing):
        return None
    kinds = _type_words(failing)
    if kinds:
        return kinds
    pairs = [(_as_array(one.expected.value), _as_array(one.got.value)) for one in failing]
    if any(expected is None or got is None for expected, got in pairs):
        return None
    for name, holds, words in _RELATIONS:
        if all(holds(expected, got) for expected, got in pairs):
            return Diagnosis(name, words, "structural")
    return _constant(pairs)


def _as_array(value: Any) -> Any:
    if isinstance(value, bool | int | float | np.generic):
        return np.asarray(value)
    return as_plain_array(value)


def _type_words(failing: "Sequence[Tried]") -> Diagnosis | None:
    """The answer is of a kind that cannot be compared at all."""
    for one in failing:
        expected, got = one.expected.value, one.got.value
        readable = isinstance(got, dict | str) or _as_array(got) is not None
        mixed = isinstance(expected, tuple | list) and isinstance(got, tuple | list)
        if mixed and len(expected) != len(got):
            words = f"The answer should hold {len(expected)} values, yours holds {len(got)}."
            return Diagnosis("length", words, "structural")
        if not readable and not mixed or isinstance(expected, dict) != isinstance(got, dict):
            words = f"The answer should be {kind_of_type(expected)}; yours is {kind_of_type(got)}."
            return Diagnosis("kind", words, "structural")
        if isinstance(expected, dict) and isinstance(got, dict) and set(expected) - set(got):
            missing = ", ".join(sorted(map(str, set(expected) - set(got))))
            return Diagnosis("keys", f"The dictionary lacks {missing}.", "structural")
    return None


def _related(function: Callable[[NDArray[Any]], Any]) -> Callable[[Any, Any], bool]:
    def holds(expected: NDArray[Any], got: NDArray[Any]) -> bool:
        with np.errstate(all="ignore"):
            return bool(expected.size) and close(function(np.asarray(expected, float)), got)

    return holds


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
    if expected.shape != got.shape or expected.size < 3 or np.ptp(expected.astype(float)) == 0:
        return False
    x, y = expected.ravel().astype(float), got.ravel().astype(float)
    if not np.isfinite(y).all() or np.ptp(y) == 0:
        return False
    slope, offset = np.polyfit(x, y, 1)
    return bool(np.allclose(slope * x + offset, y, rtol=1e-6, atol=1e-8))


def _has_nan(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    return bool(np.isnan(got.astype(float)).any() and not np.isnan(expected.astype(float)).any())


def _other_shape(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    return expected.shape != got.shape


_Relation = tuple[str, Callable[[Any, Any], bool], str]
_RELATIONS: list[_Relation] = [
    ("transposed", _related(lambda a: a.T if a.ndim == 2 else a + 1), "Rows and columns are exchanged."),
    ("flat", _related(lambda a: a.ravel()), "The values are right, but the shape of the array is lost."),
    ("shape", _other_shape, "The answer has another shape than expected."),
    ("nan", _has_nan, "The answer contains nan (not a number). Which division has 0 below?"),
    ("border", _border_only, "Only the pixels at the border differ."),
    ("flipped-rows", _related(lambda a: a[::-1]), "The rows are in reverse order."),
    ("percent", _related(lambda a: 100 * a), "The answer is in percent; a share from 0 to 1 is asked for."),
    ("double", _related(lambda a: 2 * a), "The answer is twice the right one."),
    ("half", _related(lambda a: a / 2), "The answer is half the right one."),
    ("complement", _related(lambda a: 1 - a), "The answer is 1 minus the right one."),
    ("negative", _related(lambda a: -a), "The sign is the other way round."),
    ("inverse", _related(lambda a: 1 / a), "The answer is 1 divided by the right one."),
    ("square", _related(lambda a: a**2), "The answer is the square of the right one."),
    ("root", _related(lambda a: np.sqrt(np.abs(a))), "The answer is the square root of the right one."),
    ("log", _related(lambda a: a * np.log(2)), "Natural logarithm and logarithm to base 2 are mixed up."),
    ("off-by-one", _related(lambda a: a + 1), "The answer is 1 too large."),
    ("off-by-minus-one", _related(lambda a: a - 1), "The answer is 1 too small."),
    ("shifted", _related(lambda a: np.roll(a, 1)), "The values are right, but one position too late."),
    ("shifted-back", _related(lambda a: np.roll(a, -1)), "The values are right, but one position too early."),
    ("labels", _relabelled, "The same pixels are together, but their numbers are others."),
    ("reordered", _reordered, "The right values are all there, in another order."),
    ("affine", _affine, "The answer follows the right one, but it is stretched or shifted."),
]


def _constant(pairs: Sequence[Pair]) -> Diagnosis | None:
    """The answer is the same number whatever comes in."""
    values = [got for _, got in pairs]
    if len(values) < 2 or any(value.size == 0 for value in values):
        return None
    first = values[0].ravel()[0]
    if all((value == first).all() for value in values):
        words = f"The answer is {first:.6g} for every input. Does it use its arguments?"
        return Diagnosis("constant", words, "structural")
    return None
