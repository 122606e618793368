"""Change one thing in a right answer and see whether the checks notice."""

import ast
import copy
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from coursekit.checking.declaration import Exercise
from coursekit.checking.judging import judge
from coursekit.checking.results import State

SECRET = "mutants"  # the hidden cases that mutants meet
_LIMIT = 0.5  # seconds for one call of a mutant; most endless loops are mutants of `+= 1`


@dataclass(frozen=True)
class Mutant:
    """A right answer with one change."""

    description: str  # "line 4: counts.size - 1 -> counts.size + 1"
    function: Callable[..., Any]


@dataclass(frozen=True)
class MutantReport:
    """How many mutants of an exercise the checks reject."""

    id: str
    rejected: int
    survivors: tuple[str, ...]
    explained: tuple[str, ...]  # survivors that are listed as equivalent

    def __str__(self) -> str:
        lines = [
            f"{self.id}: {self.rejected} rejected, {len(self.explained)} equivalent, "
            f"{len(self.survivors)} holes"
        ]
        return "\n".join([*lines, *(f"  survives: {text}" for text in self.survivors)])


def try_mutants(exercise: Exercise, equivalent: dict[str, str]) -> MutantReport:
    """Judge all mutants of the exercise's first variant.

    `equivalent` maps descriptions of mutants that behave like the original to the reason.
    """
    quick = replace(exercise, time_limit=_LIMIT)
    rejected, survivors, explained = 0, [], []
    for mutant in make_mutants(exercise.variants[0]):
        if judge(quick, mutant.function, SECRET).state is not State.CORRECT:
            rejected += 1
        elif mutant.description in equivalent:
            explained.append(mutant.description)
        else:
            survivors.append(mutant.description)
    return MutantReport(exercise.id, rejected, tuple(survivors), tuple(explained))


def make_mutants(function: Callable[..., Any]) -> Iterator[Mutant]:
    """Yield copies of a function with one change of its syntax tree each."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    scope = function.__globals__
    seen: Counter[str] = Counter()
    for index, node in enumerate(ast.walk(tree)):
        for changed in _changes(node):
            mutant = copy.deepcopy(tree)
            target = list(ast.walk(mutant))[index]
            description = f"line {getattr(node, 'lineno', 0)}: {_words(node)} -> {_words(changed)}"
            _put(mutant, target, changed)
            seen[description] += 1
            if seen[description] > 1:  # the same words stand twice in this line
                description += f" ({seen[description]})"
            built = _build(mutant, scope, function.__name__)
            if built is not None:
                yield Mutant(description, built)


def _words(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:70] or "(deleted)"


def _put(tree: ast.AST, target: ast.AST, changed: ast.AST) -> None:
    """Replace one node of a tree by another."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, changed)
                return
            if isinstance(value, list) and any(item is target for item in value):
                setattr(parent, name, [changed if item is target else item for item in value])
                return


def _build(tree: ast.Module, scope: dict[str, Any], name: str) -> Callable[..., Any] | None:
    namespace = dict(scope)
    try:
        exec(compile(ast.fix_missing_locations(tree), "<mutant>", "exec"), namespace)
    except (SyntaxError, TypeError, ValueError):
        return None
    built: Callable[..., Any] = namespace[name]
    return built


# --- operators -------------------------------------------------------------------------------

_COMPARE: dict[type, list[type]] = {
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}
_ARITHMETIC: dict[type, list[type]] = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult],
    ast.FloorDiv: [ast.Mult],
    ast.Pow: [ast.Mult],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
}
_NAMES = {
    "min": "max",
    "max": "min",
    "argmin": "argmax",
    "argmax": "argmin",
    "mean": "median",
    "sum": "mean",
    "any": "all",
    "all": "any",
    "zeros": "ones",
    "ones": "zeros",
    "abs": "float",
}


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the one-step changes of a node."""
    for kinds, change in _OPERATORS:
        if isinstance(node, kinds):
            yield from change(node)


def _other_comparisons(node: Any) -> Iterator[ast.AST]:
    if len(node.ops) == 1:
        for other in _COMPARE.get(type(node.ops[0]), []):
            yield _with(node, ops=[other()])


def _other_operators(node: Any) -> Iterator[ast.AST]:
    for other in _ARITHMETIC.get(type(node.op), []):
        yield _with(node, op=other())


def _other_connection(node: Any) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _without_sign(node: Any) -> Iterator[ast.AST]:
    if not isinstance(node.operand, ast.Constant):
        yield node.operand


def _other_attribute(node: Any) -> Iterator[ast.AST]:
    if node.attr in _NAMES:
        yield _with(node, attr=_NAMES[node.attr])


def _other_name(node: Any) -> Iterator[ast.AST]:
    if node.id in _NAMES and isinstance(node.ctx, ast.Load):
        yield _with(node, id=_NAMES[node.id])


def _opposite_test(node: Any) -> Iterator[ast.AST]:
    yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _no_assignment(node: Any) -> Iterator[ast.AST]:
    yield ast.copy_location(ast.Pass(), node)


def _other_constants(node: Any) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield _with(node, value=not value)
    elif isinstance(value, int):
        yield _with(node, value=value + 1)
        yield _with(node, value=value - 1)
    elif isinstance(value, float):
        yield _with(node, value=value * 2 + 1)


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


_OPERATORS: list[tuple[Any, Callable[[Any], Iterator[ast.AST]]]] = [
    (ast.Compare, _other_comparisons),
    (ast.BinOp, _other_operators),
    (ast.BoolOp, _other_connection),
    (ast.UnaryOp, _without_sign),
    (ast.Constant, _other_constants),
    (ast.Attribute, _other_attribute),
    (ast.Name, _other_name),
    (ast.If | ast.While | ast.IfExp, _opposite_test),
    (ast.Assign | ast.AugAssign, _no_assignment),
]
