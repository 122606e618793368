"""How an answer is compared with the reference, by kind of answer.

A comparator answers two questions apart: are the *values* right (`equal`), and if they are, is
the *type* right (`type_fault`, a sentence or None)? So a right mask of the wrong type keeps the
points for its pixels.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking.values import as_plain_array, close, kind_of_type, rename_regions


@dataclass(frozen=True)
class Comparator:
    """Base: equality of anything, any type accepted."""

    def prepare(self, call: Mapping[str, Any], value: Any) -> Any:
        """Turn the answer into what is compared; most kinds compare the answer itself."""
        return value

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether the values agree."""
        return bool(expected == got)

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Say in a sentence what is wrong with the type, or return None."""
        return None


@dataclass(frozen=True)
class Scalar(Comparator):
    """A real number of any number type; `whole` asks for an integer type."""

    rtol: float = 1e-6
    atol: float = 1e-9
    whole: bool = False

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether both are numbers of about the same size."""
        number = as_number(got)
        return number is not None and close(as_number(expected), number, self.rtol, self.atol)

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask for a number, and with `whole` for an integer."""
        if self.whole and not isinstance(as_number(got), int):
            return f"The answer should be a whole number (int), but it is {kind_of_type(got)}."
        if not isinstance(got, Real | np.ndarray | np.generic):
            return f"The answer should be one number, but it is {kind_of_type(got)}."
        return None


def as_number(value: Any) -> int | float | None:
    """Read one real number (Python, NumPy, Fraction, 0-d array); None for anything else."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real | np.number):
        return None
    if isinstance(value, np.complexfloating):
        return None
    return int(value) if isinstance(value, int | np.integer) else float(value)


@dataclass(frozen=True)
class Truth(Comparator):
    """True or False."""

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether both are True or both False."""
        if isinstance(got, np.ndarray) and got.ndim == 0:
            got = got[()]
        return isinstance(got, bool | np.bool_) and bool(got) == bool(expected)


@dataclass(frozen=True)
class Text(Comparator):
    """A text, letter by letter."""

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether the texts are the same."""
        return isinstance(got, str) and got == expected


@dataclass(frozen=True)
class Array(Comparator):
    """An ndarray of the same shape with close values; `kinds` are the accepted dtype kinds."""

    kinds: str = "buif"
    rtol: float = 1e-6
    atol: float = 1e-9

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether shapes agree and values are close."""
        array = as_plain_array(got)
        if array is None:
            return False
        return close(np.asarray(expected), array, self.rtol, self.atol)

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask for an ndarray that holds the wanted kind of values."""
        if type(got) is not np.ndarray:
            return f"The answer should be a NumPy array, but it is {kind_of_type(got)}."
        if got.dtype.kind not in self.kinds:
            wanted = " or ".join(dict.fromkeys(_KINDS[kind] for kind in self.kinds))
            return f"The values are right, but the array should hold {wanted}, not {got.dtype}."
        return None


_KINDS = {"b": "True and False (bool)", "i": "whole numbers", "u": "whole numbers", "f": "floats"}


@dataclass(frozen=True)
class Mask(Array):
    """A boolean array; 0/1 and 0/255 pictures have right values but the wrong type."""

    kinds: str = "b"

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether the same pixels are chosen, in a mask or in a picture of one."""
        array = as_plain_array(got)
        if array is None or array.shape != np.shape(expected):
            return False
        if array.dtype.kind != "b" and not _has_two_values(array):
            return False
        return bool(np.array_equal(array.astype(bool), np.asarray(expected)))


def _has_two_values(array: NDArray[Any]) -> bool:
    """Tell whether an array of numbers is a picture of a mask: 0 and one other value."""
    return bool(np.isfinite(array).all()) and np.unique(array[array != 0]).size <= 1


@dataclass(frozen=True)
class Labels(Comparator):
    """A label image up to renaming: 0 stays background and no label is negative."""

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether background and regions are the same."""
        array = as_plain_array(got)
        if array is None or array.shape != np.shape(expected) or array.dtype.kind not in "iuf":
            return False
        if not np.array_equal(array, np.floor(array)) or (array < 0).any():
            return False
        same_background = np.array_equal(np.asarray(expected) == 0, array == 0)
        return same_background and _same_regions(np.asarray(expected), array)

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask for an ndarray of whole numbers."""
        if type(got) is not np.ndarray:
            return f"The answer should be a NumPy array, but it is {kind_of_type(got)}."
        if got.dtype.kind not in "iu":
            return f"Labels should be whole numbers, but the array holds {got.dtype}."
        return None


@dataclass(frozen=True)
class Partition(Comparator):
    """Which pixels are together; every name of a group is as good as any other."""

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether the same pixels are together."""
        array = as_plain_array(got)
        if array is None or array.shape != np.shape(expected):
            return False
        return _same_regions(np.asarray(expected), array)


def _same_regions(expected: NDArray[Any], got: NDArray[Any]) -> bool:
    return bool(np.array_equal(rename_regions(expected), rename_regions(got)))


@dataclass(frozen=True)
class Parts(Comparator):
    """A tuple of a fixed length, each part by its own comparator."""

    parts: tuple[Comparator, ...] = ()

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether all parts agree."""
        if not _is_sequence(got) or len(got) != len(self.parts):
            return False
        return all(
            part.equal(one, other)
            for part, one, other in zip(self.parts, expected, got, strict=True)
        )

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Report the first part whose type is wrong."""
        if not _is_sequence(got) or len(got) != len(self.parts):
            return f"The answer should be {len(self.parts)} values, separated by a comma."
        triples = zip(self.parts, expected, got, strict=True)
        faults = (part.type_fault(one, other) for part, one, other in triples)
        return next((fault for fault in faults if fault), None)


@dataclass(frozen=True)
class Table(Comparator):
    """A list of rows, each row by the same parts, in the same order."""

    row: Parts = Parts()

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether all rows agree."""
        if not _is_sequence(got) or len(got) != len(expected):
            return False
        return all(
            _is_sequence(other) and self.row.equal(one, other)
            for one, other in zip(expected, got, strict=True)
        )

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask for a list, and report the first part whose type is wrong."""
        if not isinstance(got, list | tuple):
            return f"The answer should be a list of rows, but it is {kind_of_type(got)}."
        rows = zip(expected, got, strict=True)
        faults = (self.row.type_fault(one, other) for one, other in rows)
        return next((fault for fault in faults if fault), None)


@dataclass(frozen=True)
class Dictionary(Comparator):
    """A dictionary with the same keys, each value by one comparator."""

    value: Comparator = Scalar()

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether the keys are the same and all values agree."""
        if not isinstance(got, Mapping) or set(got) != set(expected):
            return False
        return all(self.value.equal(expected[key], got[key]) for key in expected)

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask for a dictionary, and report the first value whose type is wrong."""
        if not isinstance(got, dict):
            return f"The answer should be a dictionary, but it is {kind_of_type(got)}."
        faults = (self.value.type_fault(expected[key], got[key]) for key in expected)
        return next((fault for fault in faults if fault), None)


@dataclass(frozen=True)
class Effect(Comparator):
    """What an answer *does*: two thresholds that give the same mask are equally right."""

    effect: Callable[[Mapping[str, Any], Any], Any] = lambda call, value: value
    then: Comparator = Array()
    answer: Comparator = Scalar()

    def prepare(self, call: Mapping[str, Any], value: Any) -> Any:
        """Work out the effect of an answer."""
        return _Done(self.effect(call, value), value)

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether the effects agree."""
        if not isinstance(got, _Done):
            return False
        return self.then.equal(expected.effect, got.effect)

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Judge the answer, not its effect."""
        return self.answer.type_fault(expected.answer, got.answer)


@dataclass(frozen=True)
class _Done:
    """An answer and its effect."""

    effect: Any
    answer: Any


def _is_sequence(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.ndim > 0
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def scalar(rtol: float = 1e-6, atol: float = 1e-9, whole: bool = False) -> Scalar:
    """Compare one number."""
    return Scalar(rtol, atol, whole)


def truth() -> Truth:
    """Compare True or False."""
    return Truth()


def text() -> Text:
    """Compare a text."""
    return Text()


def array(kinds: str = "buif", rtol: float = 1e-6, atol: float = 1e-9) -> Array:
    """Compare arrays of numbers by shape and value."""
    return Array(kinds, rtol, atol)


def mask() -> Mask:
    """Compare boolean masks."""
    return Mask()


def labels() -> Labels:
    """Compare label images up to renaming, background fixed."""
    return Labels()


def partition() -> Partition:
    """Compare groupings of pixels, whatever the groups are called."""
    return Partition()


def parts(*comparators: Comparator) -> Parts:
    """Compare a tuple, part by part."""
    return Parts(comparators)


def table(*columns: Comparator) -> Table:
    """Compare a list of rows with these columns."""
    return Table(Parts(columns))


def mapping(value: Comparator | None = None) -> Dictionary:
    """Compare a dictionary key by key."""
    return Dictionary(value or Scalar())


def effect(
    function: Callable[[Mapping[str, Any], Any], Any],
    then: Comparator | None = None,
    answer: Comparator | None = None,
) -> Effect:
    """Compare what `function(call, answer)` makes of the answers.

    `call` maps the names of the parameters to the arguments of the case; `then` compares the
    effects, and `answer` judges the type of the answer itself.
    """
    return Effect(function, then or Array(), answer or Scalar())
