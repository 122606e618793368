"""Tell whether the parts of a data class hold what their annotations say."""

import types
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np


def fits(value: Any) -> bool:
    """Tell whether every field of a data class has its annotated type, at every depth.

    Knows what the figure model is made of: numbers, texts, arrays, lists, tuples, sets,
    dictionaries, unions, and data classes of these.
    """
    kind: Any = type(value)
    hints = _hints(kind)
    return all(_is(getattr(value, one.name), hints[one.name]) for one in fields(value))


_NUMBERS: dict[Any, Any] = {bool: bool | np.bool_, float: float | int | np.number}


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind)


def _is(value: Any, hint: Any) -> bool:
    kind, inner = get_origin(hint) or hint, get_args(hint)
    if kind in (Union, types.UnionType):
        return any(_is(value, one) for one in inner)
    if kind in (bool, float):
        return isinstance(value, _NUMBERS[kind])
    if is_dataclass(kind):
        return type(value) is kind and fits(value)
    if type(value) is not kind:
        return False
    if kind is tuple and inner[-1] is not ...:
        return len(value) == len(inner) and all(map(_is, value, inner))
    if kind is dict:
        return all(_is(key, inner[0]) and _is(one, inner[1]) for key, one in value.items())
    return kind is np.ndarray or all(_is(one, inner[0]) for one in value) if inner else True
