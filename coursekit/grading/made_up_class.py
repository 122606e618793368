"""Twelve learners who do not exist, and what they hand in."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from coursekit.checking import Exercise, Question
from coursekit.grading.typical_code import code_of


@dataclass(frozen=True)
class Task:
    """An exercise or question of an assignment, with the teacher's answer as text."""

    item: Exercise | Question
    right: str
    place: int  # 0 for the first task of the assignment
    count: int  # tasks of the assignment


Habit = Callable[[Task], str | None]  # the answer as text; None leaves the cell as it was released


@dataclass(frozen=True)
class Learner:
    """A learner of the made-up class: a folder name, a few words, and a habit of answering."""

    name: str
    about: str
    answer: Habit
    cut_in: str = ""  # this assignment's last notebook is cut in two: it cannot be read
    missing: str = ""  # this assignment is not handed in


# --- habits ----------------------------------------------------------------------------------


def right(task: Task) -> str | None:
    """Answer everything as the teacher does."""
    return task.right


def other_words(task: Task) -> str | None:
    """Answer everything rightly, written in another way."""
    if isinstance(task.item, Question):
        return task.right
    return _text(task.item, list(task.item.variants)) or task.right


def nothing(task: Task) -> str | None:
    """Leave every cell as it was released."""
    return None


def mistaken(first: int, every: int) -> Habit:
    """Give a typical wrong answer to every few tasks, beginning with the exercise's `first` one."""

    def answer(task: Task) -> str | None:
        if task.place % every:
            return task.right
        if isinstance(task.item, Question):
            return _wrong_choice(task.item, first)
        wrong = [one.function for one in task.item.misconceptions]
        return _text(task.item, wrong[first:] + wrong[:first]) or task.right

    return answer


def first_half(task: Task) -> str | None:
    """Answer the first half, with a typical mistake here and there, and leave the rest."""
    return mistaken(0, every=3)(task) if 2 * task.place < task.count else None


def syntax_error(task: Task) -> str | None:
    """Forget a colon once, in the third exercise."""
    return task.right.replace("):", ")", 1) if task.item.code == "E3" else task.right


def endless_loop(task: Task) -> str | None:
    """Write a loop that never ends, once, in the second exercise."""
    endless = task.item.code == "E2"
    return _with_first_line(task.right, "while True: pass") if endless else task.right


def noisy(task: Task) -> str | None:
    """Answer rightly, but print and warn in every function."""
    if isinstance(task.item, Question):
        return task.right
    line = 'import warnings; print("here"); warnings.warn("I am not sure about this")'
    return _with_first_line(task.right, line)


def renamed(task: Task) -> str | None:
    """Give the functions names of one's own."""
    return task.right.replace("def ", "def my_", 1)


LEARNERS = (
    Learner("amara", "everything right", right),
    Learner("bilal", "right, in other words", other_words),
    Learner("chen", "did the first half", first_half),
    Learner("daria", "typical mistakes, many", mistaken(0, every=1)),
    Learner("emeka", "the same mistakes, fewer", mistaken(0, every=2)),
    Learner("freya", "other mistakes", mistaken(1, every=2)),
    Learner("goran", "handed in the empty release", nothing),
    Learner("hana", "one file cut off, A02 missing", right, cut_in="a01", missing="a02"),
    Learner("ines", "a syntax error", syntax_error),
    Learner("jun", "a loop without end", endless_loop),
    Learner("kofi", "prints and warns", noisy),
    Learner("lina", "renamed the functions", renamed),
)


# --- writing what they hand in ---------------------------------------------------------------


def hand_in(
    learner: Learner, assignment: str, course: Path, items: Mapping[str, Exercise | Question]
) -> None:
    """Write the submission of a learner into the course's ``submitted/`` folder.

    Parameters
    ----------
    learner : Learner
        Who hands in.
    assignment : str
        Its folder name, for example ``a02-thresholds``.
    course : Path
        Folder with ``solutions/`` (built) and ``course/`` (released).
    items : mapping
        Exercises and questions by id, such as ``"a02.Q3"``.
    """
    prefix = assignment.partition("-")[0]
    if learner.missing == prefix:
        return
    target = course / "submitted" / learner.name / assignment
    target.mkdir(parents=True)
    released = sorted((course / "course" / assignment).glob("*.ipynb"))
    tasks = {task.item.id: task for task in tasks_of(assignment, course, items)}
    for path in released:
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            task = tasks.get(f"{prefix}.{_name(cell).removesuffix('-answer')}")
            if task and _name(cell).endswith("-answer"):
                answer = learner.answer(task)
                cell.source = cell.source if answer is None else answer
        nbformat.write(notebook, target / path.name)
    if learner.cut_in == prefix:
        last = target / released[-1].name
        text = last.read_text(encoding="utf-8")
        last.write_text(text[: len(text) // 2], encoding="utf-8")


def tasks_of(assignment: str, course: Path, items: Mapping[str, Exercise | Question]) -> list[Task]:
    """List the tasks of an assignment in the order of its notebooks."""
    prefix = assignment.partition("-")[0]
    answers: dict[str, str] = {}
    for path in sorted((course / "solutions" / assignment).glob("*.ipynb")):
        answers |= _teacher_answers(nbformat.read(path, as_version=4))
    known = {f"{prefix}.{name}": text for name, text in answers.items()}
    return [
        Task(items[id], text, place, len(known)) for place, (id, text) in enumerate(known.items())
    ]


def _teacher_answers(notebook: NotebookNode) -> dict[str, str]:
    """Read the right answers; code to be repaired stays, its repair is written below it."""
    answers: dict[str, str] = {}
    for cell in notebook.cells:
        name, _, role = _name(cell).rpartition("-")
        if role in ("answer", "key"):
            answers[name] = _without_marks(cell.source)
        elif role == "solution":
            answers[name] += "\n\n\n" + cell.source
    return answers


def _name(cell: NotebookNode) -> str:
    """Name a cell by the id that the build and nbgrader gave it."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", ""))


def _without_marks(source: str) -> str:
    marks = ("### BEGIN SOLUTION", "### END SOLUTION")
    return "\n".join(line for line in source.splitlines() if line.strip() not in marks)


def _text(exercise: Exercise, functions: list[Callable[..., Any]]) -> str | None:
    """Write the first of the functions that can be written as a cell."""
    for function in functions:
        try:
            return code_of(function, exercise.function)
        except ValueError:
            continue
    return None


def _wrong_choice(question: Question, number: int) -> str:
    wrong = [letter for letter in question.letters if letter != question.right]
    return f'answer_{question.attribute} = "{wrong[number % len(wrong)]}"'


def _with_first_line(source: str, line: str) -> str:
    """Put a line at the beginning of the last function of a cell, below its docstring."""
    function = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)][-1]
    first = function.body[1 if ast.get_docstring(function) else 0]
    lines = source.splitlines()
    lines.insert(first.lineno - 1, " " * first.col_offset + line)
    return "\n".join(lines)
