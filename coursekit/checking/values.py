"""Values that a learner's function may return: reading, comparing and printing them safely.

Whatever comes back is read into plain arrays and numbers first. Objects with operators of their
own never get to compare themselves.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

_PLAIN_KINDS = "buif"


@dataclass(frozen=True)
class Odd:
    """What is left of an answer that is no plain data: its kind, in words."""

    kind: str


def plain(value: Any, depth: int = 0) -> Any:
    """Copy an answer into plain data: base arrays, numbers, texts, lists, tuples, dicts.

    Nothing of the answer's own class is called (`type(value)` cannot lie); whatever has no plain
    form becomes `Odd`.
    """
    kind = type(value)
    if value is None or value is ... or kind in (bool, int, float, str):
        return value
    if isinstance_of(kind, np.ndarray):
        return _plain_array(value, kind)
    if isinstance_of(kind, np.generic):
        scalar = np.asarray(value)
        return scalar[()] if scalar.dtype.kind in _PLAIN_KINDS else Odd(f"a {kind.__name__}")
    if depth > 5:
        return Odd("a very deep list")
    if isinstance_of(kind, (list, tuple)):
        items = [plain(item, depth + 1) for item in list.__iter__(value)] if isinstance_of(
            kind, list
        ) else [plain(item, depth + 1) for item in tuple.__iter__(value)]
        return items if isinstance_of(kind, list) else tuple(items)
    if isinstance_of(kind, dict):
        pairs = [(plain(key, depth + 1), plain(dict.get(value, key), depth + 1)) for key in dict.__iter__(value)]
        return {key: item for key, item in pairs if isinstance(key, bool | int | float | str)}
    return _plain_number(value, kind)


def isinstance_of(kind: type, base: Any) -> bool:
    """`isinstance` by the true type, whatever the object claims of its class."""
    return type.__subclasscheck__(base, kind) if isinstance(base, type) else any(
        type.__subclasscheck__(one, kind) for one in base
    )


def _plain_array(value: Any, kind: type) -> Any:
    if kind is not np.ndarray and kind is not np.memmap:
        names = {np.matrix: "a NumPy matrix", np.ma.MaskedArray: "a masked array"}
        return Odd(names.get(kind, f"an array of type {kind.__name__[:40]}"))
    if value.dtype.kind not in _PLAIN_KINDS:
        return Odd(f"an array of {_ODD_KINDS.get(value.dtype.kind, str(value.dtype)[:40])}")
    return np.array(value, subok=False, copy=True)


def _plain_number(value: Any, kind: type) -> Any:
    """Read subclasses of int, float and str, and fractions; anything else is odd."""
    if isinstance_of(kind, int):
        return int.__int__(value)
    if isinstance_of(kind, float):
        return float.__float__(value)
    if isinstance_of(kind, str):
        return str.__getitem__(value, slice(None))
    if kind in (Fraction, Decimal):
        return float(value)
    words = {"function": "a function", "set": "a set", "complex": "a complex number", "generator": "a generator"}
    return Odd(words.get(kind.__name__, f"an object of type {kind.__name__[:40]}"))


_ODD_KINDS = {"O": "objects", "U": "texts", "S": "bytes", "c": "complex numbers"}


def as_plain_array(value: Any) -> NDArray[Any] | None:
    """Read plain data as an array of numbers; None if it is none."""
    if not isinstance(value, np.ndarray | list | tuple | np.generic):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return array if array.dtype.kind in _PLAIN_KINDS else None


def close(expected: Any, got: Any, rtol: float = 1e-6, atol: float = 1e-9) -> bool:
    """Tell whether numbers or arrays agree in shape and value; NaN agrees with NaN."""
    one, other = np.asarray(expected), np.asarray(got)
    if one.shape != other.shape:
        return False
    with np.errstate(all="ignore"):
        if one.dtype.kind in "bui" and other.dtype.kind in "bui":
            return bool(np.array_equal(one, other))
        one, other = one.astype(float), other.astype(float)
        return bool(np.allclose(other, one, rtol=rtol, atol=atol, equal_nan=True))


def same(one: Any, other: Any, strict: bool = True) -> bool:
    """Tell whether two answers are the same answer.

    With `strict`, a mask, whole numbers and floats are different answers although their values
    agree; a list is never an array.
    """
    for kind, compare in _SAME.items():
        if isinstance(one, kind) or isinstance(other, kind):
            both = isinstance(one, kind) and isinstance(other, kind)
            return both and compare(one, other, strict)
    if isinstance(one, _NUMBERS) and isinstance(other, _NUMBERS):
        return _same_numbers(np.asarray(one), np.asarray(other), strict)
    return one is other or one == other


def _same_arrays(one: NDArray[Any], other: NDArray[Any], strict: bool) -> bool:
    return _same_numbers(one, other, strict)


def _same_numbers(one: NDArray[Any], other: NDArray[Any], strict: bool) -> bool:
    if one.dtype.kind not in _PLAIN_KINDS or other.dtype.kind not in _PLAIN_KINDS:
        return False
    if strict and _group(one) != _group(other):
        return False
    return close(one, other)


def _group(array: NDArray[Any]) -> str:
    return "i" if array.dtype.kind in "ui" else str(array.dtype.kind)


def _same_mappings(one: dict[Any, Any], other: dict[Any, Any], strict: bool) -> bool:
    return set(one) == set(other) and all(same(one[key], other[key], strict) for key in one)


def _same_sequences(one: Any, other: Any, strict: bool) -> bool:
    if strict and type(one) is not type(other):
        return False
    return len(one) == len(other) and all(
        same(a, b, strict) for a, b in zip(one, other, strict=True)
    )


def _same_texts(one: str, other: str, strict: bool) -> bool:
    return one == other


_NUMBERS = (bool, int, float, np.generic)
_SAME: dict[Any, Any] = {
    np.ndarray: _same_arrays,
    dict: _same_mappings,
    (list, tuple): _same_sequences,
    str: _same_texts,
}


def rename_regions(labels: NDArray[Any]) -> NDArray[np.intp]:
    """Number the groups of equal values by their first pixel in reading order, from 0."""
    _, first, inverse = np.unique(labels.ravel(), return_index=True, return_inverse=True)
    order = np.empty(first.size, dtype=np.intp)
    order[np.argsort(first)] = np.arange(first.size)
    return order[inverse.reshape(-1)].reshape(labels.shape)


def kind_of_type(value: Any) -> str:
    """Name the type of an answer in words that a learner knows."""
    if value is None:
        return "nothing (None)"
    if isinstance(value, Odd):
        return value.kind
    if isinstance(value, np.ndarray) and value.ndim > 0:
        return f"an array of shape {value.shape}"
    if isinstance(value, bool | np.bool_):
        return "True or False (bool)"
    if isinstance(value, np.ndarray | np.generic):
        return f"one number of type {value.dtype}"
    names = {
        int: "a whole number (int)",
        float: "a number with a decimal point (float)",
        str: "a text (str)",
        list: "a list",
        tuple: "a tuple",
        dict: "a dictionary",
    }
    return names.get(type(value), f"an object of type {type(value).__name__[:40]}")


def show_value(value: Any, most: int = 64) -> str:
    """Print a value for a person: small arrays whole, large ones by shape and range."""
    if isinstance(value, np.ndarray):
        return _show_array(value, most)
    if isinstance(value, float | np.floating):
        return f"{float(value):.6g}"
    if isinstance(value, np.generic):
        return safe_repr(value[()].item() if value.dtype.kind in "bui" else value)
    if isinstance(value, tuple | list) and len(value) <= 8:
        inner = ", ".join(show_value(item, most) for item in value)
        return f"({inner})" if isinstance(value, tuple) else f"[{inner}]"
    if isinstance(value, dict) and len(value) <= 8:
        pairs = (f"{safe_repr(key)}: {show_value(item, most)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, Odd):
        return value.kind
    if callable(value):
        return f"the function {getattr(value, '__name__', type(value).__name__)}"
    return safe_repr(value)


def _show_array(array: NDArray[Any], most: int) -> str:
    if array.dtype.kind not in _PLAIN_KINDS:
        return f"array of {array.dtype}, shape {array.shape}"
    if array.size <= most:
        with np.printoptions(precision=4, suppress=True, threshold=most + 1, linewidth=100):
            inner = np.array2string(np.asarray(array), separator=", ")
        return f"{inner} ({array.dtype})" if array.size else f"{inner} (empty, {array.dtype})"
    low, high = array.min(), array.max()
    return f"array of {array.dtype}, shape {array.shape}, values {low:.6g} to {high:.6g}"


def safe_repr(value: Any, longest: int = 200) -> str:
    """Return `repr(value)`, cut, whatever the object does when it is printed."""
    try:
        words = repr(value)
    except BaseException as fault:
        if isinstance(fault, KeyboardInterrupt):
            raise
        return f"<{type(value).__name__[:40]} that cannot be printed>"
    if not isinstance(words, str):
        return f"<{type(value).__name__[:40]}>"
    return words if len(words) <= longest else words[: longest - 3] + "..."
