"""A comparator for lists of features."""

from dataclasses import dataclass
from typing import Any

from coursekit.checking import compare as cmp
from coursekit.checking.values import kind_of_type


@dataclass(frozen=True)
class FeatureList(cmp.Comparator):
    """A list of entries such as ("raw",) or ("gauss", 5), in a fixed order."""

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether the same entries stand in the same order; a list is as good as a tuple."""
        if not isinstance(got, list | tuple):
            return False
        entries = [tuple(entry) if isinstance(entry, list | tuple) else entry for entry in got]
        return entries == [tuple(entry) for entry in expected]

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask for a list of tuples."""
        if not isinstance(got, list):
            return f"The answer should be a list of features, but it is {kind_of_type(got)}."
        if not all(isinstance(entry, tuple) for entry in got):
            return 'Each feature should be a tuple, such as ("gauss", 5).'
        return None
