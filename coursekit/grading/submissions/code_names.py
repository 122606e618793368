"""Which names a piece of code uses, binds and changes, found without running it."""

import ast
import builtins
import re
import symtable
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

MOST_PARSED = 100_000  # characters of one cell; a longer one is only searched for words
ALL_NAMES = "*"  # stands among the names used by code that may use any name
_UNSEEN = {"exec", "eval", "globals", "locals"}  # names used through these stay hidden
_BUILT_IN = frozenset(dir(builtins))
_DRAWING = {"matplotlib", "coursekit"}  # what their functions are given stays as it is
_BROKEN = (SyntaxError, ValueError, RecursionError, MemoryError)  # code that cannot be analysed
_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}
_COMPOUND = (
    ast.If,
    ast.While,
    ast.Try,
    ast.TryStar,
    ast.Match,
    ast.AsyncFor,
    ast.AsyncWith,
    ast.Delete,
)
_NONE: frozenset[str] = frozenset()
_FOR_IPYTHON = re.compile(  # lines that only IPython reads: magics, shell, help, prompts, indents
    r"\A\s*\n?[ \t]+\S|^\s*(?:[%!?,;/>]|In \[|\.\.\.)|=\s*[%!]|\?\s*$", re.MULTILINE
)


@dataclass(frozen=True)
class Names:
    """The global names of a piece of code."""

    uses: frozenset[str] = _NONE  # when it runs
    later: frozenset[str] = _NONE  # when a function that it defines is called
    binds: frozenset[str] = _NONE
    kills: frozenset[str] = _NONE  # bound in any case: what was bound before is gone
    changes: frozenset[str] = _NONE  # objects that it changes in place


@dataclass(frozen=True)
class Statement:
    """A top-level statement, or a whole cell that Python alone cannot read."""

    text: str
    names: Names
    defines: bool = False  # an import, a function or a class
    checks: bool = False  # a call of the checker


def words_of(source: str) -> Iterator[str]:
    """List everything in a text that may be a name."""
    return (match.group() for match in re.finditer(r"[^\W\d]\w*", source))


def may_run(source: str) -> bool:
    """Tell whether a cell that is no plain Python may be IPython's; otherwise it is an error."""
    return len(source) > MOST_PARSED or _FOR_IPYTHON.search(source) is not None


def statements_of(source: str, modules: Mapping[str, str]) -> list[Statement] | None:
    """Split a cell into its statements; None if it is no plain Python (magics, errors).

    `modules` names the package behind each imported name, as `imported_modules` gives it.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the learner's own escapes and comparisons
        try:
            return [_statement(node, modules) for node in _parsed(source)]
        except _BROKEN:
            return None


def imported_modules(sources: Sequence[str]) -> dict[str, str]:
    """Map the names that these cells import to the package that each comes from."""
    modules: dict[str, str] = {}
    for source in sources:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                tree = _parsed(source)
            except _BROKEN:
                continue
        for node in tree:
            modules |= _imported(node)
    return modules


def _parsed(source: str) -> list[ast.stmt]:
    if len(source) > MOST_PARSED:
        raise ValueError("too long")
    return ast.parse(source).body


def _imported(node: ast.stmt) -> dict[str, str]:
    if isinstance(node, ast.ImportFrom):
        package = (node.module or "").partition(".")[0]
        return {one.asname or one.name: package for one in node.names}
    if isinstance(node, ast.Import):
        tops = [one.name.partition(".")[0] for one in node.names]
        return {one.asname or top: top for one, top in zip(node.names, tops, strict=True)}
    return {}


def _statement(node: ast.stmt, modules: Mapping[str, str]) -> Statement:
    definitions = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    return Statement(
        text=ast.unparse(node),
        names=_names(node, modules),
        defines=isinstance(node, definitions),
        checks=call and _head(node.value) in ("check", "grade"),  # type: ignore[attr-defined]
    )


def _names(node: ast.stmt, modules: Mapping[str, str]) -> Names:
    if isinstance(node, ast.For):
        return _loop(node, modules)
    if isinstance(node, ast.With):
        heads = [ast.Expr(one.context_expr) for one in node.items]
        bound = _stored(*(one.optional_vars for one in node.items if one.optional_vars))
        given = Names(binds=bound, kills=bound)
        return _joined([*heads, given, *node.body], modules)
    return _plain(node, modules)


def _joined(parts: Sequence[ast.stmt | Names], modules: Mapping[str, str]) -> Names:
    """Join pieces of code that run one after the other."""
    uses: set[str] = set()
    later: set[str] = set()
    binds: set[str] = set()
    kills: set[str] = set()
    changes: set[str] = set()
    for part in parts:
        one = part if isinstance(part, Names) else _names(part, modules)
        uses |= one.uses - kills
        later |= one.later
        binds |= one.binds
        kills |= one.kills
        changes |= one.changes
    return Names(*map(frozenset, (uses, later, binds, kills, changes)))


def _loop(node: ast.For, modules: Mapping[str, str]) -> Names:
    """Read a loop, which may run zero times; what it changes are items of what it runs over."""
    over = _plain(ast.Expr(node.iter), modules)
    targets = _stored(node.target)
    given = Names(binds=targets, kills=targets)
    inside = _joined([over, given, *node.body, *node.orelse], modules)
    items = over.uses - _BUILT_IN if targets & inside.changes else _NONE
    return replace(inside, kills=_NONE, changes=inside.changes | items)


def _plain(node: ast.stmt, modules: Mapping[str, str]) -> Names:
    table = symtable.symtable(ast.unparse(node), "cell", "exec")
    uses, later = _used(table)
    symbols = table.get_symbols()
    binds = {one.get_name() for one in symbols if one.is_assigned() or one.is_imported()}
    if isinstance(node, ast.AugAssign):
        uses |= _stored(node.target)
    if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
        uses |= {ALL_NAMES}
    if _UNSEEN & (uses | later):
        uses |= {ALL_NAMES}
    kills = _NONE if isinstance(node, _COMPOUND) else frozenset(binds)
    changes = frozenset(_changed(node, modules))
    return Names(frozenset(uses), frozenset(later), frozenset(binds), kills, changes)


def _used(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    """Find the global names that a scope uses at once, and those that its functions use."""
    symbols = [one for one in table.get_symbols() if one.is_referenced()]
    top = table.get_type() == "module"
    uses, later = {one.get_name() for one in symbols if top or one.is_global()}, set()
    for inner in table.get_children():
        at_once, in_functions = _used(inner)
        later |= in_functions
        if inner.get_type() != "function" or inner.get_name() in _COMPREHENSIONS:
            uses |= at_once
        else:
            later |= at_once
            uses |= at_once if inner.get_name().strip("<>") == "lambda" else set()
    return uses, later


def _changed(node: ast.stmt, modules: Mapping[str, str]) -> Iterator[str]:
    """Name the objects that a statement writes into, or whose methods it calls for their effect."""
    for one in _outside_functions(node):
        if isinstance(one, ast.Subscript | ast.Attribute) and not isinstance(one.ctx, ast.Load):
            yield _head(one)
        elif isinstance(one, ast.Expr) and isinstance(one.value, ast.Call):
            yield from _changed_by_call(one.value, modules)


def _changed_by_call(call: ast.Call, modules: Mapping[str, str]) -> Iterator[str]:
    """`x.append(1)` changes x, `heapq.heappush(x, 1)` too; `plt.show()` changes nothing."""
    head = _head(call)
    if head not in modules and isinstance(call.func, ast.Attribute):
        yield head
    elif head in modules and modules[head] not in _DRAWING:
        yield from (one.id for one in call.args if isinstance(one, ast.Name))


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield one
            waiting += ast.iter_child_nodes(one)


def _stored(*targets: ast.AST) -> frozenset[str]:
    found = [one for target in targets for one in ast.walk(target)]
    return frozenset(
        one.id for one in found if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
    )


def _head(node: ast.AST) -> str:
    """Name what an expression such as ``axes[0].lines.append(1)`` begins with."""
    while not isinstance(node, ast.Name):
        inner = getattr(node, "func", None) or getattr(node, "value", None)
        if not isinstance(inner, ast.AST):
            return ""
        node = inner
    return node.id
