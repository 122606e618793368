"""The smallest failing case in words and data."""

import inspect
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking.compare import Labels, Partition
from coursekit.checking.declaration import Case, Exercise
from coursekit.checking.figures import FigureComparator
from coursekit.checking.reading import Odd
from coursekit.checking.results import ShownCase
from coursekit.checking.values import as_plain_array, show_value

if TYPE_CHECKING:
    from coursekit.checking.answering import Answer
    from coursekit.checking.judging import Tried


def telling_order(one: "Tried") -> tuple[bool, bool, bool, int]:
    """Order failing cases by how much they tell a learner.

    Hidden ones come last. A call that stopped comes first, because the headline speaks of it; then
    what a person wrote down, then what was drawn at random, the small ones first.
    """
    stopped = bool(one.got.outcome.fault) and not one.expected.outcome.fault
    origin = one.case.origin
    return origin == "hidden", not stopped, origin != "public", input_size(one.case)


def input_size(case: Case) -> int:
    """Count the elements of a case's arguments."""
    return sum(map(_size, (*case.args, *case.kwargs.values())))


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, list | tuple):  # maybe of arrays of different shapes
        return sum(map(_size, value))
    return int(np.size(value))


def show_case(exercise: Exercise, one: "Tried") -> ShownCase:
    """Put a failing case into words and data."""
    defaults = inspect.signature(exercise.reference).parameters
    call = ", ".join(
        f"{name} = {show_value(value)}"
        for name, value in one.got.call.items()
        if value is not defaults[name].default
    )
    if isinstance(exercise.compare, FigureComparator):
        found = " ".join(finding.text for finding in one.got.value)
        return ShownCase(call, missing=found or "another figure is asked for", alt=one.case.alt)
    return ShownCase(
        call=call,
        expected=_wanted(one.expected),
        got=_outcome_value(one.got),
        note=one.type_fault or _regions(exercise, one) or _difference(one),
        alt=one.case.alt,
    )


def _wanted(one: "Answer") -> Any:
    fault = one.outcome.fault
    return one.value if fault is None else Odd(f"{an(fault.kind)} (with any text)")


def an(name: str) -> str:
    """Put the article before the name of an exception."""
    return f"{'an' if name[0] in 'AEIO' else 'a'} {name}"


def _outcome_value(one: "Answer") -> Any:
    fault = one.outcome.fault
    if fault is not None:
        return Odd(f"{fault.kind}: {fault.message}" if fault.message else fault.kind)
    if one.outcome.out_of_time:
        return Odd("no answer in time")
    return one.value


def _regions(exercise: Exercise, one: "Tried") -> str:
    """Count split and merged regions where only the grouping of the pixels is asked for."""
    expected, got = one.expected.value, as_plain_array(one.got.value)
    if not isinstance(exercise.compare, Labels | Partition) or got is None:
        return ""
    if np.shape(expected) != got.shape:
        return ""
    overlaps = np.unique(np.column_stack([np.ravel(expected), got.ravel()]), axis=0)
    if isinstance(exercise.compare, Labels):
        overlaps = overlaps[(overlaps != 0).all(axis=1)]
    split, merged = (_repeated(overlaps[:, column]) for column in (0, 1))
    return f"right regions that you split: {split}; regions of yours that join several: {merged}"


def _repeated(labels: NDArray[Any]) -> int:
    """Count the labels that occur more than once."""
    return int((np.unique(labels, return_counts=True)[1] > 1).sum())


def _difference(one: "Tried") -> str:
    """Count the differing values and say where the first one is."""
    expected, got = one.expected.value, one.got.value
    if not isinstance(expected, np.ndarray) or not isinstance(got, np.ndarray):
        return ""
    if expected.shape != got.shape:
        return f"expected shape {expected.shape}, your result has shape {got.shape}"
    wrong = ~np.isclose(got.astype(float), expected.astype(float), equal_nan=True)
    if not wrong.any() or not wrong.ndim:
        return ""
    first = np.argwhere(wrong)[0].tolist()
    where = f"row {first[0]}, column {first[1]}" if wrong.ndim == 2 else f"position {first}"
    if wrong.ndim == 1:
        where = f"position {first[0]}"
    return f"{int(wrong.sum())} of {wrong.size} values differ, first at {where}"
