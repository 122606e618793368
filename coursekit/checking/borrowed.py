"""Find out whether a function calls what the exercise asks the learner to write."""

import ast
import dis
import functools
import inspect
import textwrap
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

from coursekit.checking.running import global_names


def borrowed_names(function: Any, forbidden: tuple[str, ...]) -> list[str]:
    """List the forbidden full names that the function, or a helper of its notebook, uses.

    Aliases are resolved: `from skimage import filters as f; f.threshold_otsu` is found, and so is
    the library's function itself under another name. Where no source can be read (lambdas, code
    made by exec) the names in the compiled code are looked at.
    """
    names = {_global_name(function.func if type(function) is functools.partial else function)}
    waiting, seen = [function], set()
    while waiting:
        one = _written(waiting.pop())
        if one is None or one.__code__ in seen:
            continue
        seen.add(one.__code__)
        around = _made_around(one)
        names |= {_global_name(one), *_full_names(one), *map(_global_name, around)}
        waiting += _of_one_notebook(one, around)
    return sorted({wanted for wanted in forbidden if any(means(name, wanted) for name in names)})


def _written(value: Any) -> types.FunctionType | None:
    """Return the function that was written with `def`, out of its wrappings; None if none was."""
    for _ in range(10):
        if type(value) is functools.partial:
            value = value.func
        elif type(value) is types.MethodType:
            value = value.__func__
        elif type(value) is functools._lru_cache_wrapper:
            value = value.__wrapped__
    return value if type(value) is types.FunctionType else None


def _made_around(function: types.FunctionType) -> list[Any]:
    """List what a function was made around: the values of its closure, and what it wraps."""
    cells = [cell.cell_contents for cell in function.__closure__ or () if _is_filled(cell)]
    return [*cells, vars(function).get("__wrapped__")]


def _of_one_notebook(function: types.FunctionType, around: list[Any]) -> list[types.FunctionType]:
    """List the functions of the same notebook that a function uses."""
    scope = function.__globals__
    used = map(_written, [*around, *map(scope.get, global_names(function.__code__))])
    return [one for one in used if one is not None and one.__globals__ is scope]


def _is_filled(cell: types.CellType) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:  # a name that is assigned later
        return False


def _full_names(function: types.FunctionType) -> set[str]:
    """Name every dotted expression of the function with its aliases resolved."""
    scope, own = function.__globals__, _own_names(function.__code__)
    aliases = {name: _global_name(value) for name, value in scope.items() if name not in own}
    if function.__name__ == "<lambda>":  # its source is the whole line around it
        return _compiled_names(function.__code__, aliases)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return _compiled_names(function.__code__, aliases)
    for node in ast.walk(tree):
        aliases |= imported(node)
    names = set()
    for node in ast.walk(tree):
        head, _, tail = dotted(node).partition(".")
        if aliases.get(head) and (tail or head != function.__name__):
            names.add(f"{aliases[head]}.{tail}" if tail else aliases[head])
    return names


def _own_names(code: types.CodeType) -> set[str]:
    """Name the arguments and variables of a function that are nowhere in it a global name."""
    inner = [one for one in code.co_consts if isinstance(one, types.CodeType)]
    own = {*code.co_varnames, *code.co_cellvars}.union(*map(_own_names, inner))
    return own - set(global_names(code))


def imported(node: ast.AST) -> dict[str, str]:
    """Map the names that an import statement makes to what they stand for."""
    if isinstance(node, ast.ImportFrom):
        return {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    if isinstance(node, ast.Import):
        tops = {one.name.partition(".")[0]: one.name.partition(".")[0] for one in node.names}
        return tops | {one.asname: one.name for one in node.names if one.asname}
    return {}


def _compiled_names(code: types.CodeType, aliases: dict[str, str]) -> set[str]:
    """Join each global or imported name of compiled code with each attribute that it looks up."""
    steps = list(instructions(code))
    heads = {aliases.get(name, "") for kind, name in steps if kind in ("LOAD_GLOBAL", "LOAD_NAME")}
    heads |= {name for kind, name in steps if kind == "IMPORT_NAME"}
    looked_up = ("LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM")
    tails = {name for kind, name in steps if kind in looked_up}
    return heads | {f"{head}.{tail}" for head in heads if head for tail in tails}


def instructions(code: types.CodeType) -> Iterator[tuple[str, str]]:
    """List the steps of compiled code, and what each works on; inner functions included."""
    for one in dis.get_instructions(code):
        yield one.opname, str(one.argval)
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from instructions(inner)


def _global_name(value: Any) -> str:
    """Give the full name of a module, function or class, whatever it is called here."""
    if type(value) is types.ModuleType:
        return value.__name__
    if type(value) is np.ufunc:
        return f"numpy.{value.__name__}"
    try:
        module, name = value.__module__, value.__qualname__
    except Exception:  # data, or an object that answers for itself
        return ""
    return f"{module}.{name}" if type(module) is str and type(name) is str else ""


def dotted(node: ast.AST) -> str:
    """Write a chain of attributes with its dots, such as "ski.filters.threshold_otsu"; "" else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return ""


def means(name: str, wanted: str) -> bool:
    """Compare by package and last part: libraries re-export functions from inner modules."""
    one, other = name.split("."), wanted.split(".")
    inner = "<locals>" in one  # made inside a function: nobody can import it
    return len(one) > 1 and not inner and one[0] == other[0] and one[-1] == other[-1]
