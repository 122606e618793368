"""Compare and print plain data: what `reading.plain` made of an answer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking.reading import PLAIN_KINDS, Odd, tidy, type_name


def as_plain_array(value: Any) -> NDArray[Any] | None:
    """Read plain data as an array of numbers; None if it is none."""
    if not isinstance(value, np.ndarray | list | tuple | np.generic):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return array if array.dtype.kind in PLAIN_KINDS else None


def close(expected: Any, got: Any, rtol: float = 1e-6, atol: float = 1e-9) -> bool:
    """Tell whether numbers or arrays agree in shape and value; NaN agrees with NaN."""
    if isinstance(expected, int) and isinstance(got, int):
        return expected == got
    one, other = np.asarray(expected), np.asarray(got)
    if one.shape != other.shape or not {one.dtype.kind, other.dtype.kind} <= set(PLAIN_KINDS):
        return False  # whole numbers beyond 64 bits are objects to NumPy
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
    one, other = _as_scalar(one), _as_scalar(other)
    for kind, compare in _SAME.items():
        if isinstance(one, kind) or isinstance(other, kind):
            both = isinstance(one, kind) and isinstance(other, kind)
            return both and compare(one, other, strict)
    if isinstance(one, _NUMBERS) and isinstance(other, _NUMBERS):
        return _same_numbers(one, other, strict)
    return one is other or bool(one == other)


def _as_scalar(value: Any) -> Any:
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value


def _same_numbers(one: Any, other: Any, strict: bool) -> bool:
    if strict and _group(one) != _group(other):
        return False
    return close(one, other)


def _group(number: Any) -> str:
    kind = np.asarray(number).dtype.kind
    return "i" if kind in "uiO" else str(kind)


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
    np.ndarray: _same_numbers,
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
    return names.get(type(value), f"an object of type {type_name(type(value))}")


def show_value(value: Any, most: int = 64, depth: int = 0) -> str:
    """Print a value for a person: small arrays whole, large ones by shape and range."""
    if isinstance(value, np.ndarray):
        return _show_array(value, most)
    if isinstance(value, float | np.floating):
        return f"{float(value):.6g}"
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, tuple | list | dict) and value and depth < 3 and len(value) <= 8:
        return _show_collection(value, most, depth + 1)
    if isinstance(value, Odd):
        return value.kind
    if callable(value):
        return f"the function {getattr(value, '__name__', type_name(type(value)))}"
    return safe_repr(value)


def _show_collection(value: Any, most: int, depth: int) -> str:
    if isinstance(value, dict):
        pairs = [
            f"{show_value(k, most, 3)}: {show_value(v, most, depth)}" for k, v in value.items()
        ]
        return "{" + ", ".join(pairs) + "}"
    inner = ", ".join(show_value(item, most, depth) for item in value)
    if isinstance(value, list):
        return f"[{inner}]"
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def _show_array(array: NDArray[Any], most: int) -> str:
    if array.dtype.kind not in PLAIN_KINDS:
        return f"array of {array.dtype}, shape {array.shape}"
    if array.size <= most:
        with np.printoptions(precision=4, suppress=True, threshold=most + 1, linewidth=100):
            inner = np.array2string(np.asarray(array), separator=", ")
        return f"{inner} ({array.dtype})" if array.size else f"{inner} (empty, {array.dtype})"
    low, high = (show_value(end) for end in (array.min(), array.max()))
    return f"array of {array.dtype}, shape {array.shape}, values {low} to {high}"


def safe_repr(value: Any, longest: int = 200) -> str:
    """Return `repr(value)`, cut, whatever the object does when it is printed."""
    try:
        words = tidy(repr(value), longest + 1)
    except Exception:
        return f"<{type_name(type(value))} that cannot be printed>"
    return words if len(words) <= longest else words[: longest - 3] + "..."
