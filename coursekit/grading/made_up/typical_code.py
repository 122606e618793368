"""The text of a declared answer, as a learner would have typed it into a cell."""

import ast
import builtins
import copy
import inspect
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

IN_EVERY_LESSON = frozenset({"np", "plt", "imaging", "plotting", "datasets"})  # its set-up cell
_EXERCISES = "coursekit.exercises."  # no notebook can import from there while it is graded


@cache
def code_of(function: Callable[..., Any], name: str) -> str:
    """Write a function of a module as a cell that defines it as `name`.

    A lambda becomes a `def`. Helpers, modules and constants that it uses are written inside it, so
    that two cells of one notebook do not change each other's.

    Parameters
    ----------
    function : callable
        Written with `def` or `lambda` in a module.
    name : str
        The name that the cell shall define.

    Returns
    -------
    code : str
        Source that runs after a lesson's set-up cell.

    Raises
    ------
    ValueError
        If there is no such text, as for a built-in or a partial.
    """
    if not isinstance(function, types.FunctionType):
        raise ValueError(f"function must be written in Python, got {function!r}.")
    used: dict[str, ast.stmt] = {}
    _collect(function, used)
    node = _definition(function, name)
    first = 1 if ast.get_docstring(node) else 0
    node.body[first:first] = used.values()
    return ast.unparse(node)


def _collect(function: types.FunctionType, used: dict[str, ast.stmt]) -> None:
    """Add what the function uses to `used`, the needs of its needs first."""
    for name, value in _outer_values(function).items():
        if name in used or name in IN_EVERY_LESSON or value is function:
            continue
        if _written_beside(value, function):
            _collect(value, used)
            used[name] = _definition(value, name)
            continue
        value = _with_named_functions(name, value, function, used)
        if text := _text(name, value):
            used[name] = ast.parse(text).body[0]
        elif name in function.__code__.co_freevars:
            raise ValueError(f"{name} must be a function, a module or a constant, got {value!r}.")


def _written_beside(value: Any, function: types.FunctionType) -> bool:
    """Tell whether a value is a function of the same module, or of the exercises around it."""
    if not isinstance(value, types.FunctionType):
        return False
    return value.__module__ == function.__module__ or value.__module__.startswith(_EXERCISES)


def _with_named_functions(
    name: str, value: Any, function: types.FunctionType, used: dict[str, ast.stmt]
) -> Any:
    """Give the functions in a dictionary names of their own, and write them first."""
    if not isinstance(value, dict):
        return value
    changed = dict(value)
    for key, one in value.items():
        if isinstance(one, types.FunctionType):
            own_name = f"{name}_{key}"
            changed[key] = ast.Name(own_name)
            if _written_beside(one, function):
                _collect(one, used)
                used[own_name] = _definition(one, own_name)
            else:
                used[own_name] = ast.parse(f"{_import(one)} as {own_name}").body[0]
    return changed


def _import(value: Any) -> str:
    return f"from {value.__module__} import {value.__name__}"


def _outer_values(function: types.FunctionType) -> dict[str, Any]:
    """Map the names that a function takes from its module, or from the function around it."""
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    around = {name: cell.cell_contents for name, cell in cells}
    everything = function.__globals__ | around
    names = [*_names(function.__code__), *_names_in_defaults(function)]
    own = function.__code__.co_varnames  # an attribute may be called as an argument is
    return {name: everything[name] for name in names if name in everything and name not in own}


def _names_in_defaults(function: types.FunctionType) -> Iterator[str]:
    """Name what the defaults of the arguments take from outside."""
    if function.__defaults__ or function.__kwdefaults__:
        arguments = _definition(function, function.__name__).args
        for default in (*arguments.defaults, *filter(None, arguments.kw_defaults)):
            yield from (node.id for node in ast.walk(default) if isinstance(node, ast.Name))


def _names(code: types.CodeType) -> Iterator[str]:
    """Name what a function and the functions inside it take from outside; attributes too."""
    yield from (*code.co_names, *code.co_freevars)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _text(name: str, value: Any) -> str | None:
    """Write the line that makes `name` mean a module, a library's name or a constant."""
    if isinstance(value, types.ModuleType):
        return f"import {value.__name__} as {name}"
    known = isinstance(value, types.FunctionType | types.BuiltinFunctionType | type)
    if known and not (value.__module__ or "numpy").startswith("numpy"):
        return f"{_import(value)} as {name}"
    expression = _expression(value)
    return expression and f"{name} = {expression}"


def _expression(value: Any) -> str | None:
    """Write a constant, a known function, or a tuple, list or dictionary of such values."""
    if isinstance(value, ast.Name):
        return value.id
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r}, dtype={value.dtype.str!r})"
    if isinstance(value, float) and not np.isfinite(value):
        return f"float({str(value)!r})"
    if isinstance(value, int | float | str | None):
        return repr(value)
    if isinstance(value, tuple | list):
        parts = [_expression(one) for one in value]
        return None if None in parts else f"{type(value).__name__}([{', '.join(map(str, parts))}])"
    if isinstance(value, Mapping):
        written = {key: _expression(one) for key, one in value.items()}
        pairs = ", ".join(f"{key!r}: {text}" for key, text in written.items())
        return None if None in written.values() else f"{{{pairs}}}"
    name = str(getattr(value, "__name__", " "))
    if getattr(builtins, name, None) is value:
        return name
    return f"np.{name}" if getattr(np, name, None) is value else None


def _definition(function: types.FunctionType, name: str) -> ast.FunctionDef:
    node = copy.deepcopy(_node(_tree(function.__module__), function.__code__))
    if isinstance(node, ast.Lambda):
        return ast.FunctionDef(name, node.args, [ast.Return(node.body)], [], lineno=0)
    node.name = name
    node.decorator_list = []
    for one in ast.walk(node):
        if isinstance(one, ast.FunctionDef):
            _forget_types(one)
        elif isinstance(one, ast.Name) and one.id == function.__code__.co_name:
            one.id = name  # it calls itself
    return node


def _forget_types(node: ast.FunctionDef) -> None:
    """Take off annotations: their names are known in the module only."""
    every = node.args
    for one in (*every.posonlyargs, *every.args, *every.kwonlyargs, every.vararg, every.kwarg):
        if one is not None:
            one.annotation = None
    node.returns = None


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(sys.modules[module]))


def _node(tree: ast.Module, code: types.CodeType) -> ast.FunctionDef | ast.Lambda:
    """Find where a function was written: by its name, its line, and its place in the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == code.co_name:
            lines = [node.lineno, *(one.lineno for one in node.decorator_list)]
            found = code.co_firstlineno in lines
        elif isinstance(node, ast.Lambda) and code.co_name == "<lambda>":
            found = node.lineno == code.co_firstlineno and _holds(node.body, code)
        else:
            continue
        if found:
            return node
    raise ValueError(f"The text of {code.co_name} in {code.co_filename} was not found.")


def _holds(body: ast.expr, code: types.CodeType) -> bool:
    """Tell whether a lambda's instructions come from this expression: a line may hold several."""
    places = [(line, start) for line, _, start, end in code.co_positions() if end]
    first = (body.lineno, body.col_offset)
    last = (body.end_lineno or 0, body.end_col_offset or 0)
    return all(first <= place <= last for place in places)
