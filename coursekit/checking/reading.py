"""Read what a learner's function returned into plain data; none of its own methods is trusted."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

MOST_ITEMS = 1_000_000  # array elements of an answer; a right one has a few hundred
ITEM_COST = 20  # an item of a list takes as long to read as this many elements of an array
DEEPEST = 5  # lists in lists
PLAIN_KINDS = "buif"  # bool, unsigned, integer, float


@dataclass(frozen=True)
class Odd:
    """What is left of an answer that is no plain data: its kind, in words."""

    kind: str


class Elsewhere:
    """Stands in for an object of another process; `kind` says in words what it is."""

    def __init__(self, kind: str) -> None:
        self.kind = kind


def plain(value: Any) -> Any:
    """Copy an answer into plain data: base arrays, numbers, texts, lists, tuples, dicts.

    Nothing of the answer's own class is called and `type(value)` cannot lie; what has no plain
    form, or is far too large, becomes `Odd`.
    """
    return _Reader().read(value, 0)


def is_kind(kind: type, *bases: type) -> bool:
    """`issubclass` by the true ancestors, whatever a class claims of itself."""
    ancestors = type.__dict__["__mro__"].__get__(kind)
    return any(base is ancestor for base in bases for ancestor in ancestors)


def type_name(kind: type) -> str:
    """Name a class; a metaclass cannot answer for it."""
    name: str = type.__dict__["__name__"].__get__(kind)
    return tidy(name, 40)


def tidy(words: Any, longest: int) -> str:
    """Make a text of foreign origin fit for printing: no control characters, not too long."""
    try:
        text = str.__str__(words) if is_kind(type(words), str) else str(words)
        text = str.__getitem__(text, slice(longest))
    except Exception:
        return ""
    return "".join(
        letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text
    )


class _Reader:
    """Reads one answer; counts items, so that a list that contains itself comes to an end."""

    def __init__(self) -> None:
        self.left = MOST_ITEMS

    def read(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if value is None or value is ... or kind is bool:
            return value
        if is_kind(kind, np.ndarray):
            return self._array(value, kind)
        if is_kind(kind, list, tuple, dict):
            return self._collection(value, kind, depth)
        return self._scalar(value, kind)

    def _takes(self, count: int) -> bool:
        self.left -= count
        return self.left >= 0

    def _array(self, value: Any, kind: type) -> Any:
        if kind is np.matrix:
            return Odd("a NumPy matrix")
        if kind is np.ma.MaskedArray:
            return Odd("a masked array")
        if kind is not np.ndarray and kind is not np.memmap:
            return Odd(f"an array of type {type_name(kind)}")
        if value.dtype.kind not in PLAIN_KINDS:
            return Odd(f"an array of {_ODD_KINDS.get(value.dtype.kind, str(value.dtype)[:40])}")
        if not self._takes(value.size):
            return Odd(f"an array of shape {value.shape}")
        return np.array(value, subok=False, copy=True)

    def _collection(self, value: Any, kind: type, depth: int) -> Any:
        base = next(one for one in (list, tuple, dict) if is_kind(kind, one))
        if depth > DEEPEST:
            return Odd(f"a {base.__name__} inside too many others")
        if not self._takes(ITEM_COST * base.__len__(value)):
            return Odd(f"a {base.__name__} that is far too long")
        if base is dict:
            return {
                _as_key(self.read(key, depth + 1)): self.read(item, depth + 1)
                for key, item in dict.items(value)
            }
        return base(self.read(item, depth + 1) for item in base.__iter__(value))

    def _scalar(self, value: Any, kind: type) -> Any:
        if is_kind(kind, str):
            fits = self._takes(str.__len__(value))
            return str.__str__(value)[:] if fits else Odd("a very long text")
        if is_kind(kind, int):
            return int.__int__(value)
        if is_kind(kind, np.generic):
            scalar = np.generic.__array__(value)
            return scalar[()] if scalar.dtype.kind in PLAIN_KINDS else Odd(f"a {type_name(kind)}")
        if is_kind(kind, float):
            return float.__float__(value)
        if kind is Fraction or kind is Decimal:
            return _as_float(value)
        if is_kind(kind, Elsewhere):
            return Odd(value.kind)
        return Odd(_WORDS.get(type_name(kind), f"an object of type {type_name(kind)}"))


def _as_float(value: Fraction | Decimal) -> Any:
    try:
        return float(value)
    except (OverflowError, ValueError):
        return Odd("a number that does not fit into a float")


def _as_key(key: Any) -> Any:
    """Turn plain data into the key of a dictionary; 3 and np.int64(3) are the same key."""
    if isinstance(key, np.generic):
        return key.item()
    try:
        hash(key)
    except TypeError:
        return Odd("a key that is no plain value")
    return key


_ODD_KINDS = {"O": "objects", "U": "texts", "S": "bytes", "c": "complex numbers"}
_WORDS = {
    "function": "a function",
    "builtin_function_or_method": "a function",
    "method": "a function",
    "type": "a class",
    "set": "a set",
    "complex": "a complex number",
    "generator": "a generator",
}
