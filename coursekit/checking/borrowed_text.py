"""Find out from a notebook's text alone whether an answer calls what it should not.

Nothing runs, so nothing that a notebook patches can hide a call that stands in it.
"""

import ast
import re
import warnings
from collections.abc import Iterator, Sequence

from coursekit.checking.borrowed import dotted, imported, instructions, means

MOST_READ = 200_000  # characters of a notebook; what is beyond is only searched for words
_FOR_IPYTHON = re.compile(r"^[ \t]*[%!?].*$", re.MULTILINE)


def borrowed_in_text(sources: Sequence[str], name: str, forbidden: tuple[str, ...]) -> list[str]:
    """List the forbidden full names in what `name` is bound to, and in the helpers it uses.

    Parameters
    ----------
    sources : sequence of str
        The notebook's code, in order; a piece that is no Python is passed over.
    name : str
        The name of the answer. Its last binding counts.
    forbidden : tuple of str
        Such as "skimage.filters.threshold_otsu".
    """
    left, statements, words = MOST_READ, list[ast.stmt](), set[str]()
    for source in sources:
        left -= len(source)
        if left >= 0:
            statements += _statements(source)
        else:
            words.update(one for one in forbidden if _mentions(source, one))
    return sorted(words | _in_statements(statements, name, forbidden))


def _mentions(source: str, wanted: str) -> bool:
    last = re.escape(wanted.rpartition(".")[2])
    return re.search(rf"(?<!\bcheck)\.{last}\b|\bimport\b.*\b{last}\b", source) is not None


def _in_statements(statements: list[ast.stmt], name: str, forbidden: tuple[str, ...]) -> set[str]:
    """List the forbidden names by what `name` is bound to, and by what that uses."""
    aliases: dict[str, str] = {}
    bound: dict[str, ast.stmt] = {}
    for statement in statements:
        aliases |= imported(statement)
        bound |= dict.fromkeys(_binds(statement), statement)
    names: set[str] = set()
    waiting, seen = [name], {name}
    while waiting:
        meant = bound.get(waiting.pop())
        if meant is None:
            continue
        outer = _outer_names(meant)
        known = {one for one in outer if isinstance(bound.get(one), ast.Import | ast.ImportFrom)}
        names |= set(_full_names(meant, {one: aliases[one] for one in known}))
        waiting += outer - seen
        seen |= outer
    return {wanted for wanted in forbidden if any(means(one, wanted) for one in names)}


def _statements(source: str) -> list[ast.stmt]:
    """Parse a cell; lines that only IPython reads are left out."""
    for text in (source, _FOR_IPYTHON.sub("", source)):
        try:
            return ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return []


def _binds(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        yield from (one.asname or one.name.partition(".")[0] for one in statement.names)
    else:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def _outer_names(statement: ast.stmt) -> set[str]:
    """Name what a statement takes from outside of it; its local names mean something else."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of the learner's code
            code = compile(ast.Module([statement], []), "", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return {name for kind, name in instructions(code) if kind in ("LOAD_GLOBAL", "LOAD_NAME")}


def _called_at_once(statement: ast.stmt) -> Iterator[ast.AST]:
    """List what is called when a statement runs: a library's function leaves only data behind."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, _WRITTEN):
            waiting += ast.iter_child_nodes(node)
        if isinstance(node, ast.Call):
            yield node.func


_WRITTEN = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def _full_names(statement: ast.stmt, around: dict[str, str]) -> Iterator[str]:
    """Name every dotted expression of a statement with its aliases resolved."""
    aliases, done = dict(around), set(map(id, _called_at_once(statement)))
    for node in ast.walk(statement):
        aliases |= imported(node)
    for node in (one for one in ast.walk(statement) if id(one) not in done):
        head, _, tail = (dotted(node) or _looked_up(node)).partition(".")
        if head in aliases:
            yield f"{aliases[head]}.{tail}" if tail else aliases[head]


def _looked_up(node: ast.AST) -> str:
    """Read `getattr(package, "name")` as `package.name`."""
    if not isinstance(node, ast.Call) or dotted(node.func) != "getattr" or len(node.args) < 2:
        return ""
    inner, name = dotted(node.args[0]), node.args[1]
    if not inner or not isinstance(name, ast.Constant) or not isinstance(name.value, str):
        return ""
    return f"{inner}.{name.value}"
