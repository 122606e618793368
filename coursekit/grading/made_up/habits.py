"""How learners who do not exist answer: rightly, in their own words, or with a typical slip.

Chance is a draw from a text, so that the same class hands in the same files every time.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from coursekit.checking import Exercise, Question
from coursekit.grading.made_up.handwriting import with_leftover, with_named_result, with_other_names
from coursekit.grading.made_up.typical_code import code_of


@dataclass(frozen=True)
class Task:
    """An exercise or question of an assignment, with the teacher's answer as text."""

    item: Exercise | Question
    right: str
    place: int  # 0 for the first task of the assignment
    count: int  # tasks of the assignment


Answer = str | None  # a cell's text; None leaves the cell as it was released

# Wrong answers that no rule of the checker explains, for the learners who worked together.
SHARED_SLIPS = {
    "a02.dice_coefficient": """def dice_coefficient(truth, result, empty=1.0):
    truth, result = truth != 0, result != 0
    if not truth.any() and not result.any():
        return empty
    return 2 * (truth & result).sum() / truth.sum() + result.sum()""",
    "a04.update": """def update(points, labels, centres):
    moved = centres.astype(float)
    for k in range(len(centres)):
        members = points[labels == k]
        if len(members) > 0:
            moved[k] = (moved[k] + members.mean(axis=0)) / 2
    return moved""",
    "a06.f1_from_counts": """def f1_from_counts(c, undefined=1.0):
    below = 2 * c["tp"] + c["fp"] * c["fn"]
    return 2 * c["tp"] / below if below else undefined""",
}
LEFTOVERS = (
    "print(type(FIRST))",
    "assert FIRST is not None",
    "debug = False",
    "steps = 0",
    "import math",
    'note = "second try"',
)
LEFT_EMPTY = 0.15  # of what a learner cannot do


# --- draws -----------------------------------------------------------------------------------


def draw(*words: object) -> float:
    """Return a number from 0 to 1 that belongs to these words."""
    return random.Random(" ".join(map(str, words))).random()


def choose(options: Sequence[Any], weights: Sequence[float], *words: object) -> Any:
    """Choose one of the options by the draw of these words."""
    return random.Random(" ".join(map(str, words))).choices(options, weights)[0]


def difficulty(id: str) -> float:
    """How hard a task is, on the scale of the learners' ability (mean 0, deviation 1)."""
    return random.Random(f"difficulty of {id}").gauss(0, 1)


# --- answers ---------------------------------------------------------------------------------


def attempt(learner: str, ability: float, task: Task, words: int = 0) -> Answer:
    """Answer as well as one can: the harder the task, the more often with a typical mistake.

    `words` is 0 for somebody who writes as most do, or else the number of the variant to write.
    """
    failing = 1 / (1 + math.exp(ability - difficulty(task.item.id)))
    if draw(learner, task.item.id) >= failing:
        return own_words(learner, task, words)
    if draw(learner, task.item.id, "empty") < LEFT_EMPTY:
        return None
    return mistake(learner, task)


def own_words(learner: str, task: Task, words: int) -> str:
    """Answer rightly: most write as the lesson does or as the first variant, few as the others."""
    if isinstance(task.item, Question):
        return task.right
    variants = texts_of(task.item, task.item.variants)
    if words:
        return variants[words % len(variants)]
    weights = [12, 12, *[0.4 for _ in variants[1:]]]
    chosen = choose([task.right, *variants], weights, learner, task.item.id, "words")
    return _in_own_hand(chosen, learner)


def mistake(learner: str, task: Task) -> str:
    """Make one of the typical mistakes; the first ones of a declaration are the common ones."""
    if isinstance(task.item, Question):
        return wrong_letter(learner, task.item)
    texts = texts_of(task.item, [one.function for one in task.item.misconceptions])
    weights = [1 / (place + 1) ** 1.2 for place in range(len(texts))]
    return _in_own_hand(choose(texts, weights, learner, task.item.id, "mistake"), learner)


def wrong_letter(learner: str, question: Question) -> str:
    """Choose a wrong letter; one of them tempts more than the others."""
    wrong = [letter for letter in question.letters if letter != question.right]
    wrong.sort(key=lambda letter: draw(question.id, letter))
    letter = choose(wrong, [4, 2, 1][: len(wrong)], learner, question.id)
    return f'answer_{question.attribute} = "{letter}"'


def texts_of(exercise: Exercise, functions: Sequence[Callable[..., Any]]) -> list[str]:
    """Write functions of a declaration as cells."""
    return [code_of(function, exercise.function) for function in functions]


def _in_own_hand(text: str, learner: str) -> str:
    """Leave a line of an earlier try, name what is returned, call variables otherwise."""
    if draw(learner, text, "leftover") < 0.6:
        line = choose(LEFTOVERS, [1] * len(LEFTOVERS), learner, text, "which leftover")
        text = with_leftover(text, line)
    if draw(learner, text, "result") < 0.4:
        text = with_named_result(text)
    if draw(learner, "names") < 0.3:
        text = with_other_names(
            text, choose(["_1", "_new", "_values"], [1, 1, 1], learner, "ending")
        )
    return text
