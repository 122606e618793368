"""Every exercise and question of the course, declared once, one module per assignment.

`EXERCISES` and `QUESTIONS` map ids such as "a02.otsu_threshold" and "a02.Q3" to declarations;
`check` is what learners call.
"""

import os
import tomllib
from pathlib import Path

from coursekit.checking import Check, Exercise, Question, read_questions
from coursekit.exercises import (
    a01_histograms,
    a02_thresholds,
    a03_features,
    a04_kmeans,
    a05_neighbours,
    a06_scores,
    a07_watershed,
    a08_regions,
    a09_learned,
)

FROZEN = Path(__file__).parent / "frozen"
ASSIGNMENTS = (
    a01_histograms,
    a02_thresholds,
    a03_features,
    a04_kmeans,
    a05_neighbours,
    a06_scores,
    a07_watershed,
    a08_regions,
    a09_learned,
)


def _with_conventions(exercises: dict[str, Exercise]) -> dict[str, Exercise]:
    """Switch the conventions that the course file named by COURSEKIT_COURSE chooses otherwise.

    The file holds a table such as `[conventions]` with `"a02.apply_threshold" = "edge"`.
    """
    path = os.environ.get("COURSEKIT_COURSE")
    if not path:
        return exercises
    chosen = tomllib.loads(Path(path).read_text(encoding="utf-8")).get("conventions", {})
    for id, name in chosen.items():
        if id not in exercises or name not in exercises[id].conventions:
            raise ValueError(f"{path}: no exercise {id!r} has a convention {name!r}.")
        exercises[id] = exercises[id].under(name)
    return exercises


EXERCISES: dict[str, Exercise] = _with_conventions(
    {one.id: one for module in ASSIGNMENTS for one in module.EXERCISES}
)
QUESTIONS: dict[str, Question] = {
    one.id: one for path in sorted(FROZEN.glob("*-questions.json")) for one in read_questions(path)
}
check = Check(EXERCISES, QUESTIONS)
