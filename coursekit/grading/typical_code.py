"""The text of a declared answer, as a learner would have typed it into a cell."""

import ast
import inspect
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

IN_EVERY_LESSON = frozenset(
    {"np", "plt", "imaging", "plotting", "datasets"}
)  # from the set-up cell


def code_of(function: Callable[..., Any], name: str) -> str:
    """Write a function of a module as a cell that defines it as `name`.

    A lambda becomes a `def`; helpers, modules and constants that it uses are written above it.

    Parameters
    ----------
    function : callable
        Written with `def` or `lambda` in a module, without a closure.
    name : str
        The name that the cell shall define.

    Returns
    -------
    code : str
        Source that runs after a lesson's set-up cell.

    Raises
    ------
    ValueError
        If there is no such text: a built-in, a partial, or a function that uses variables of the
        function around it.
    """
    if not isinstance(function, types.FunctionType) or function.__closure__:
        raise ValueError(
            f"function must be written in a module, without closure, got {function!r}."
        )
    above: dict[str, str] = {}
    _collect(function, above)
    return "\n\n\n".join([*above.values(), _definition(function, name)])


def _collect(function: types.FunctionType, above: dict[str, str]) -> None:
    """Add what the function needs to `above`, the needs of its needs first."""
    for name in _names(function.__code__):
        value = function.__globals__.get(name, above)
        if value is above or name in above or name in IN_EVERY_LESSON:
            continue  # a built-in, an attribute, or there already
        if isinstance(value, types.FunctionType) and value is not function:
            if value.__module__ == function.__module__:
                _collect(value, above)
                above[name] = _definition(value, name)
            else:
                above[name] = f"from {value.__module__} import {value.__name__} as {name}"
        elif isinstance(value, types.ModuleType):
            above[name] = f"import {value.__name__} as {name}"
        elif isinstance(value, int | float | str | tuple | frozenset):
            above[name] = f"{name} = {value!r}"


def _names(code: types.CodeType) -> Iterator[str]:
    """Name the globals and attributes of a function and of the functions inside it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def _definition(function: types.FunctionType, name: str) -> str:
    source = inspect.getsource(sys.modules[function.__module__])
    node = _node(ast.parse(source), function)
    if isinstance(node, ast.FunctionDef):
        node.name = name
        node.decorator_list = []
    else:
        node = ast.FunctionDef(name, node.args, [ast.Return(node.body)], [], lineno=0)
    return ast.unparse(node)


def _node(tree: ast.Module, function: types.FunctionType) -> ast.FunctionDef | ast.Lambda:
    """Find where the function was written, by its first line."""
    wanted = ast.Lambda if function.__name__ == "<lambda>" else ast.FunctionDef
    line = function.__code__.co_firstlineno
    found = [node for node in ast.walk(tree) if isinstance(node, wanted) and _line(node) == line]
    if len(found) != 1:
        raise ValueError(f"Line {line} of {function.__module__} must hold one function.")
    return found[0]


def _line(node: ast.FunctionDef | ast.Lambda) -> int:
    decorators = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])
