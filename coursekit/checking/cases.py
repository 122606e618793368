"""The cases of an exercise: public, frozen witnesses, and hidden ones from a course's secret."""

import hashlib
import json
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import numpy as np

from coursekit.checking.declaration import Case, Exercise

FROZEN = Path(__file__).parents[1] / "exercises" / "frozen"


def all_cases(exercise: Exercise, secret: str | None = None) -> list[Case]:
    """List the public cases, the frozen witnesses and, with a secret, the hidden cases."""
    hidden = [] if secret is None else hidden_cases(exercise, secret)
    return [*exercise.cases, *witness_cases(exercise), *hidden]


def hidden_cases(exercise: Exercise, secret: str, count: int | None = None) -> list[Case]:
    """Make the hidden cases of a course run from its secret."""
    number = exercise.n_hidden if count is None else count
    return [case_from_seed(exercise, _seed(exercise, secret, i), "hidden") for i in range(number)]


def _seed(exercise: Exercise, secret: str, index: int) -> int:
    words = f"{secret}|{exercise.assignment}|{exercise.id}|{exercise.version}|{index}"
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8])


def case_from_seed(exercise: Exercise, seed: int, origin: str) -> Case:
    """Make the case that the exercise's generator draws from a seed."""
    return replace(exercise.hidden(np.random.default_rng(seed)), origin=origin)


def witness_cases(exercise: Exercise) -> list[Case]:
    """Make the frozen cases that tell the typical wrong answers apart."""
    seeds = _frozen(exercise.assignment).get(exercise.id, [])
    return [case_from_seed(exercise, seed, "witness") for seed in seeds]


@lru_cache
def _frozen(assignment: str) -> dict[str, list[int]]:
    path = FROZEN / f"{assignment}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
