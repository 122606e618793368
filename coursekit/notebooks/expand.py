"""Marks become cells: a lesson names an exercise, the declaration says the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from coursekit import imaging
from coursekit.notebooks.cells import (
    code_cell,
    give_ids,
    given_cell,
    grade_cell,
    locked_cell,
    solution_cell,
    text_cell,
)
from coursekit.notebooks.registry import Registry
from coursekit.notebooks.script import Script, ScriptCell, strip_number_marks

KINDS = {"F": "finish", "W": "write", "D": "repair", "P": "plot", "T": "write tests"}
HINT_TITLES = ("where to look", "which step", "almost the line")
BEGIN_SOLUTION = "### BEGIN SOLUTION"
END_SOLUTION = "### END SOLUTION"


@dataclass(frozen=True)
class LessonCell:
    """A cell of the notebook and the cell of the script that it comes from."""

    node: NotebookNode
    origin: ScriptCell

    @property
    def for_instructors(self) -> bool:
        """Tell whether the cell is absent from the learner's copy."""
        return "instructor" in self.node.metadata.get("tags", ())

    @property
    def is_grade(self) -> bool:
        """Tell whether the cell gives points."""
        return bool(self.node.metadata.get("nbgrader", {}).get("grade"))


def expand(script: Script, registry: Registry) -> list[LessonCell]:
    """Return the cells of the teacher's notebook, not executed.

    Raises
    ------
    ValueError
        If a mark names something that is not declared, or a mark lacks its partner.
    """
    cells = []
    for origin in script.cells:
        try:
            nodes = _nodes(origin, script, registry)
        except ValueError as error:
            raise ValueError(f"{script.path}:{origin.line}: {error}") from error
        cells += [LessonCell(node, origin) for node in nodes]
    give_ids([cell.node for cell in cells])
    return cells


def declared(script: Script, registry: Registry) -> list[Any]:
    """Return the exercises and questions of the script, in the order of their first cell."""
    found = {}
    for cell in script.cells:
        if cell.exercise:
            key = f"{script.prefix}.{cell.exercise}"
            found[key] = registry.exercise(key)
        elif cell.question:
            key = f"{script.prefix}.{cell.question}"
            found[key] = registry.question(key)
    return list(found.values())


def plural(count: float, noun: str) -> str:
    """Write a count with its noun: "1 point", "2.5 points"."""
    return f"{count:g} {noun}" if count == 1 else f"{count:g} {noun}s"


def _nodes(origin: ScriptCell, script: Script, registry: Registry) -> list[NotebookNode]:
    if origin.exercise:
        if origin.role not in _EXERCISE_CELLS:
            roles = ", ".join(_EXERCISE_CELLS)
            raise ValueError(f"the role in an exercise must be {roles}, got {origin.role!r}.")
        exercise = registry.exercise(f"{script.prefix}.{origin.exercise}")
        return _EXERCISE_CELLS[origin.role](origin, exercise)
    if origin.question:
        return _question(origin, registry.question(f"{script.prefix}.{origin.question}"))
    if origin.role == "hand-in":
        return _hand_in(origin, declared(script, registry))
    if origin.role:
        raise ValueError(f"the role {origin.role!r} needs an exercise.")
    if origin.kind == "code":
        return [code_cell(origin.source, tags=origin.tags)]
    note = "**For the teacher.** " * origin.for_instructors
    return [text_cell(note + strip_number_marks(origin.source), tags=origin.tags)]


def _prompt(origin: ScriptCell, exercise: Any) -> list[NotebookNode]:
    kind = KINDS[exercise.kind]
    points = plural(exercise.points, "point")
    minutes = plural(exercise.minutes, "minute")
    parts = [
        f"### Exercise {exercise.code}: {exercise.title} ({kind}, {points}, {minutes})",
        strip_number_marks(origin.source),
        "**Points**",
        "\n".join(f"- **{prop.points:g}** {prop.text}" for prop in exercise.props),
    ]
    conventions = [_sentence(convention) for convention in exercise.conventions.values()]
    if conventions:
        parts.append("**Agreed:** " + " ".join(conventions))
    return [text_cell("\n\n".join(parts), f"{origin.exercise}-prompt")]


def _sentence(convention: Any) -> str:
    return convention if isinstance(convention, str) else convention.text


def _answer(origin: ScriptCell, exercise: Any) -> list[NotebookNode]:
    make = solution_cell if BEGIN_SOLUTION in origin.source else given_cell
    return [make(origin.source, f"{origin.exercise}-answer")]


def _solution(origin: ScriptCell, exercise: Any) -> list[NotebookNode]:
    return [code_cell(origin.source, f"{origin.exercise}-solution", tags=["instructor"])]


def _check(origin: ScriptCell, exercise: Any) -> list[NotebookNode]:
    hints = [
        f"<details><summary>Hint {number}: {title}</summary>\n\n{hint}\n\n</details>"
        for number, (title, hint) in enumerate(zip(HINT_TITLES, exercise.hints, strict=False), 1)
    ]
    own = _name_in_imaging(exercise)
    if own:
        stuck = f"from here on we use the package's own `{own}`."
    else:
        stuck = f"nothing below needs your {'figure' if exercise.kind == 'P' else 'answer'}."
    return [
        locked_cell(origin.source, f"{origin.exercise}-check"),
        text_cell(
            "\n".join([*hints, "", f"**If you are stuck, go on:** {stuck}"]),
            f"{origin.exercise}-hints",
        ),
    ]


def _name_in_imaging(exercise: Any) -> str:
    """Return what a lesson calls the package's own answer, "" if it has none to use."""
    if getattr(imaging, exercise.function, None) is exercise.reference:
        return f"imaging.{exercise.function}"
    module = exercise.reference.__module__
    if module.startswith("coursekit.imaging."):
        return f"{module.removeprefix('coursekit.')}.{exercise.function}"
    return ""


_EXERCISE_CELLS: dict[str, Callable[[ScriptCell, Any], list[NotebookNode]]] = {
    "prompt": _prompt,
    "answer": _answer,
    "solution": _solution,
    "check": _check,
}


def _question(origin: ScriptCell, question: Any) -> list[NotebookNode]:
    code, letters = question.code, list(question.letters)
    name = question.attribute
    choices = ", ".join(f'"{letter}"' for letter in letters[:-1]) + f' or "{letters[-1]}"'
    parts = [
        f"### Question {code} ({plural(question.points, 'point')})",
        strip_number_marks(origin.source),
        "Run the code above first: the answer depends on what it gives." * question.run_first,
        question.stem,
        "\n".join(f"- **{letter}** {words}" for letter, words in question.letters.items()),
    ]
    return [
        text_cell("\n\n".join(filter(None, parts)), f"{code}-question"),
        given_cell(f"answer_{name} = ...  # {choices}", f"{code}-answer"),
        code_cell(f'answer_{name} = "{question.right}"', f"{code}-key", tags=["instructor"]),
        locked_cell(f"check.{name}(answer_{name})", f"{code}-check"),
    ]


def _hand_in(origin: ScriptCell, tasks: list[Any]) -> list[NotebookNode]:
    total = sum(task.points for task in tasks)
    rows = [f"| {task.code} | {_title(task)} | {task.points:g} |" for task in tasks]
    table = ["| Task | Title | Points |", "|---|---|---|", *rows, f"| | **Sum** | **{total:g}** |"]
    text = strip_number_marks(origin.source) + "\n\n" + "\n".join(table)
    return [
        text_cell(text, "hand-in"),
        *(
            grade_cell(
                f'from coursekit.grading import grade\ngrade("{task.id}")',
                f"{task.id.partition('.')[2]}-grade",
                task.points,
            )
            for task in tasks
        ),
    ]


def _title(task: Any) -> str:
    return getattr(task, "title", None) or "Question"
