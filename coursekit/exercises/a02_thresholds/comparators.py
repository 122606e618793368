"""A comparator that takes numbers in any order-keeping container."""

from dataclasses import dataclass
from typing import Any

from coursekit.checking import compare as cmp


@dataclass(frozen=True)
class Numbers(cmp.Array):
    """Several numbers in a row: an array, and a list or a tuple is as good."""

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask arrays only for the right kind of numbers."""
        return None if isinstance(got, list | tuple) else super().type_fault(expected, got)
