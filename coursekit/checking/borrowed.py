"""Find out whether a function calls what the exercise asks the learner to write."""

import ast
import inspect
import textwrap
import types
from collections.abc import Callable
from typing import Any


def borrowed_names(function: Callable[..., Any], forbidden: tuple[str, ...]) -> list[str]:
    """List the forbidden full names that the function, or a helper of its notebook, uses.

    Aliases are resolved: `from skimage import filters as f; f.threshold_otsu` is found. A
    function without readable source (built with exec, say) uses nothing that can be seen.
    """
    found: set[str] = set()
    waiting, seen = [function], set()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, types.FunctionType) or one.__code__ in seen:
            continue
        seen.add(one.__code__)
        for name in _full_names(one):
            found |= {wanted for wanted in forbidden if _means(name, wanted)}
        scope = one.__globals__
        waiting += [scope[name] for name in one.__code__.co_names if _is_helper(scope.get(name))]
    return sorted(found)


def _is_helper(value: Any) -> bool:
    """A function of the same notebook; the library's own functions are not looked into."""
    return isinstance(value, types.FunctionType) and value.__module__ == "__main__"


def _full_names(function: types.FunctionType) -> set[str]:
    """Name every dotted expression of the function's source with its aliases resolved."""
    if function.__name__ == "<lambda>":  # its source is the whole line around it
        return set()
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError, IndentationError):
        return set()
    aliases = {name: _global_name(value) for name, value in function.__globals__.items()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                aliases[alias.asname or alias.name] = alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    dotted = (_dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name))
    names = set()
    for name in filter(None, dotted):
        head, _, tail = name.partition(".")
        full = aliases.get(head) or ""
        if full and not (head == function.__name__ and not tail):
            names.add(f"{full}.{tail}" if tail else full)
    return names


def _global_name(value: Any) -> str:
    if isinstance(value, types.ModuleType):
        return value.__name__
    if isinstance(value, types.FunctionType | type):
        return f"{value.__module__}.{value.__qualname__}"
    return ""


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def _means(name: str, wanted: str) -> bool:
    """Compare by package and last part: libraries re-export functions from inner modules."""
    return name.split(".")[0] == wanted.split(".")[0] and name.split(".")[-1] == wanted.split(".")[-1]
