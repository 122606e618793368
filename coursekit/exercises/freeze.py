"""Tools for authors: seal the questions, freeze the witnesses, try the mutants.

Authors run them as `coursekit author questions|witness|mutants [ASSIGNMENT]`.
"""

import importlib.util
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coursekit.checking import Exercise, seal
from coursekit.checking.mutants import MutantReport, try_mutants
from coursekit.checking.witness import Witnesses, find_witnesses
from coursekit.exercises import EXERCISES, FROZEN

REPOSITORY = Path(__file__).parents[2]
_DRAWS_PLOT = 8  # a figure takes seconds for all its typical answers


def sealed_questions(source: Path) -> str:
    """Seal the questions of a teacher's `questions.py` and return the JSON text that ships."""
    spec = importlib.util.spec_from_file_location("plain_questions", source)
    if spec is None or spec.loader is None:
        raise ValueError(f"source must be a Python file with QUESTIONS, got {source}.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return json.dumps([seal(question) for question in module.QUESTIONS], indent=1) + "\n"


def question_files() -> Iterator[tuple[Path, Path]]:
    """Pair each teacher's `questions.py` with the sealed file that it becomes."""
    for source in sorted((REPOSITORY / "solutions").glob("a*/questions.py")):
        assignment = source.parent.name.partition("-")[0]
        yield source, FROZEN / f"{assignment}-questions.json"


def freeze_questions() -> list[Path]:
    """Write the sealed questions of all assignments; return the files."""
    written = []
    for source, target in question_files():
        target.write_text(sealed_questions(source), encoding="utf-8")
        written.append(target)
    return written


def exercises_of(assignment: str) -> list[Exercise]:
    """List the exercises of an assignment such as "a02".

    Raises
    ------
    ValueError
        If the assignment has no exercises.
    """
    wanted = assignment.lower().partition("-")[0]
    found = [one for one in EXERCISES.values() if one.assignment == wanted]
    if not found:
        known = sorted({one.assignment for one in EXERCISES.values()})
        raise ValueError(f"assignment must be one of {', '.join(known)}, got {assignment!r}.")
    return found


def freeze_witnesses(assignment: str) -> list[Witnesses]:
    """Search and write the witnesses of an assignment."""
    found = [
        find_witnesses(exercise, draws=_DRAWS_PLOT)
        if exercise.kind == "P"
        else find_witnesses(exercise)
        for exercise in exercises_of(assignment)
    ]
    rows = {one.id: list(one.seeds) for one in found}
    path = FROZEN / f"{found[0].id.partition('.')[0]}.json"
    path.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return found


def mutant_reports(assignment: str) -> list[MutantReport]:
    """Try the mutants of an assignment's exercises; plots are left out (style has no mutants)."""
    path = REPOSITORY / "tests" / "exercises" / "equivalent_mutants.toml"
    known: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return [
        try_mutants(exercise, known.get(exercise.id, {}))
        for exercise in exercises_of(assignment)
        if exercise.kind != "P"
    ]
