"""Rules about code cells: plain Python, honest stubs, names that stay the learner's."""

import ast
import inspect
import re
from collections.abc import Iterator

from coursekit.notebooks.expand import BEGIN_SOLUTION, END_SOLUTION
from coursekit.notebooks.lesson import Lesson
from coursekit.notebooks.rules.rule import Complaint, rule
from coursekit.notebooks.script import ScriptCell

_MAGIC = re.compile(r"^\s*[%!]", re.MULTILINE)


def parse(cell: ScriptCell) -> ast.Module:
    """Return the syntax tree of a code cell; empty for one that is not Python."""
    try:
        return ast.parse(cell.source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def calls(cell: ScriptCell, tree: ast.Module | None = None) -> list[ast.Call]:
    """Return all calls in a code cell."""
    return [node for node in ast.walk(tree or parse(cell)) if isinstance(node, ast.Call)]


def called_name(call: ast.Call) -> str:
    """Return the last part of the called name: "subplots" for plt.subplots(...)."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


@rule
def plain_python(lesson: Lesson) -> Iterator[Complaint]:
    """Code is plain Python: no magics, no shell, no 'import *'."""
    for cell in lesson.codes:
        if _MAGIC.search(cell.source):
            yield cell, "no magics and no shell commands"
        elif not _is_python(cell.source):
            yield cell, "this is not valid Python"
        for node in ast.walk(parse(cell)):
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                yield cell, f"import names from {node.module}, not *"


@rule
def seeded_random(lesson: Lesson) -> Iterator[Complaint]:
    """Random numbers come from a generator with a seed."""
    for cell in lesson.codes:
        for call in calls(cell):
            owner = getattr(call.func, "value", None)
            if getattr(owner, "attr", "") == "random" and called_name(call) != "default_rng":
                yield cell, f"use np.random.default_rng(seed), not {called_name(call)}"
            if called_name(call) == "default_rng" and not call.args and not call.keywords:
                yield cell, "default_rng needs a seed"


@rule
def stub(lesson: Lesson) -> Iterator[Complaint]:
    """A stub differs from its solution only in the lines that are missing."""
    solved = {cell.exercise for cell in lesson.codes if cell.role == "solution"}
    for cell in lesson.codes:
        if cell.role == "answer":
            if BEGIN_SOLUTION in cell.source:
                yield from ((cell, fault) for fault in _region_faults(cell.source))
            elif cell.exercise not in solved:
                yield cell, 'no solution region, and no cell with role="solution" after it'


@rule
def signature(lesson: Lesson) -> Iterator[Complaint]:
    """An answer cell defines the declared function with the declared arguments and a docstring."""
    declared = {exercise.id: exercise for exercise in lesson.exercises}
    for cell in lesson.codes:
        if cell.role in ("answer", "solution"):
            exercise = declared[f"{lesson.script.prefix}.{cell.exercise}"]
            function = _function(cell, exercise.function)
            if function is None:
                yield cell, f"must define {exercise.function}{exercise.signature}"
            elif _plain(f"({ast.unparse(function.args)})") != _plain(exercise.signature):
                yield cell, f"({ast.unparse(function.args)}) is declared {exercise.signature}"
            elif cell.role == "answer" and not ast.get_docstring(function):
                yield cell, f"{exercise.function} needs a docstring"


@rule
def own_names(lesson: Lesson) -> Iterator[Complaint]:
    """A learner's function is never overwritten by another cell."""
    names = {exercise.function for exercise in lesson.exercises}
    for cell in lesson.codes:
        if cell.role not in ("answer", "solution"):
            for name in sorted(names & _bound_names(cell)):
                yield cell, f"overwrites the learner's {name}"


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def _region_faults(source: str) -> Iterator[str]:
    lines = source.splitlines()
    begins = [place for place, line in enumerate(lines) if BEGIN_SOLUTION in line]
    ends = [place for place, line in enumerate(lines) if END_SOLUTION in line]
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        yield "an answer cell has one solution region"
        return
    begin, end = begins[0], ends[0]
    if "".join(lines[end + 1 :]).strip():
        yield "the solution region stands at the end of the function"
    if not any(line.strip().startswith("#") for line in lines[:begin]):
        yield "a comment for every missing step stands before the region"
    if not _is_python("\n".join([*lines[:begin], f"{_indent(lines[begin])}return ..."])):
        yield "the stub is not valid Python"


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _function(cell: ScriptCell, name: str) -> ast.FunctionDef | None:
    functions = [node for node in parse(cell).body if isinstance(node, ast.FunctionDef)]
    return next((function for function in functions if function.name == name), None)


def _plain(signature: str) -> str:
    """Leave out the return value, the spaces and the kind of quotation marks."""
    return re.sub(r"\s+", "", inspect.cleandoc(signature).split("->")[0]).replace("'", '"')


def _bound_names(cell: ScriptCell) -> set[str]:
    names = set()
    for node in ast.walk(parse(cell)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).split(".")[0])
    return names
