"""Comparators that look at a part of an answer, so that each part earns its own points."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from coursekit.checking import compare as cmp
from coursekit.checking.values import as_plain_array, close


def inside(margin: int) -> cmp.Comparator:
    """Compare what lies at least `margin` pixels from the border, and the shape of the whole."""
    return _Inside(kinds="buif", margin=margin)


def proportional() -> cmp.Comparator:
    """Compare arrays up to one positive factor."""
    return _Proportional()


def same_type() -> cmp.Comparator:
    """Compare arrays, and ask for the very type of the expected one."""
    return _SameType()


@dataclass(frozen=True)
class _Inside(cmp.Array):
    margin: int = 1

    def equal(self, expected: Any, got: Any) -> bool:
        array = as_plain_array(got)
        if array is None or array.shape != np.shape(expected):
            return False
        window = (slice(self.margin, -self.margin),) * array.ndim
        return close(np.asarray(expected)[window], array[window], self.rtol, self.atol)


@dataclass(frozen=True)
class _Proportional(cmp.Array):
    def equal(self, expected: Any, got: Any) -> bool:
        array = as_plain_array(got)
        if array is None or array.shape != np.shape(expected) or array.dtype.kind not in "uif":
            return False
        total = array.astype(float).sum()
        expected = np.asarray(expected) / np.sum(expected)
        return bool(total > 0) and close(expected, array / total, self.rtol, self.atol)


@dataclass(frozen=True)
class _SameType(cmp.Array):
    def type_fault(self, expected: Any, got: Any) -> str | None:
        fault = super().type_fault(expected, got)
        wanted = np.asarray(expected).dtype
        if fault is None and got.dtype != wanted:
            return (
                f"The values are right, but they are stored as {got.dtype}, the image as {wanted}. "
                "Is a new type needed for values that all occur in the image?"
            )
        return fault
