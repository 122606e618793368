"""Write the text of an answer differently, without changing what it does."""

import ast
from collections.abc import Callable
from functools import cache


@cache
def with_first_line(source: str, line: str) -> str:
    """Put a line at the beginning of the last function of a cell, below its docstring."""
    function = _last_function(ast.parse(source))
    first = function.body[1 if ast.get_docstring(function) else 0]
    lines = source.splitlines()
    lines.insert(first.lineno - 1, " " * first.col_offset + line)
    return "\n".join(lines)


@cache
def with_leftover(source: str, line: str) -> str:
    """Leave a line of an earlier try in the last function; FIRST stands for its first argument."""
    arguments = _last_function(ast.parse(source)).args.args
    if not arguments and "FIRST" in line:
        return source
    return with_first_line(source, line.replace("FIRST", arguments[0].arg if arguments else ""))


@cache
def with_named_result(source: str) -> str:
    """Give what the last function returns a name before it is returned."""
    return _rewritten(source, _name_the_result)


@cache
def with_other_names(source: str, ending: str) -> str:
    """Give the variables of the last function another ending; its arguments stay."""
    return _rewritten(source, lambda function: _rename_variables(function, ending))


def _rewritten(source: str, change: Callable[[ast.FunctionDef], None]) -> str:
    tree = ast.parse(source)
    change(_last_function(tree))
    return ast.unparse(tree)


def _last_function(tree: ast.Module) -> ast.FunctionDef:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)][-1]


def _name_the_result(function: ast.FunctionDef) -> None:
    last = function.body[-1]
    if not isinstance(last, ast.Return) or last.value is None or isinstance(last.value, ast.Name):
        return
    name = "answer"
    if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(function)):
        return
    named = ast.Assign([ast.Name(name, ast.Store())], last.value, lineno=last.lineno)
    function.body[-1:] = [named, ast.Return(ast.Name(name, ast.Load()))]


def _rename_variables(function: ast.FunctionDef, ending: str) -> None:
    nodes = list(ast.walk(function))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    assigned = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
    outer = {
        name for node in nodes if isinstance(node, ast.Global | ast.Nonlocal) for name in node.names
    }
    for node in names:
        if node.id in assigned - arguments - outer:
            node.id += ending
