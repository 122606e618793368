"""Thirty learners who do not exist, and what they hand in.

The same habits serve larger classes: `many_learners` repeats the thirty with other draws.
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from coursekit.checking import Exercise, Question
from coursekit.grading.made_up import habits, traits
from coursekit.grading.made_up.habits import Answer, Task
from coursekit.grading.made_up.traits import Change, Trait

Items = Mapping[str, Exercise | Question]
FIRST_DEADLINE = datetime(2026, 3, 6, 18)  # of the first assignment; then one a week
PREDICTIONS = (
    "It becomes brighter.",
    "The small things disappear first.",
    "I do not know yet, perhaps twice as much.",
)


@dataclass(frozen=True)
class Learner:
    """A learner of the made-up class: a folder name, a few words, an ability, and habits."""

    name: str
    about: str
    ability: float = 1.0  # a task as hard as one is able is solved every second time
    trait: Trait = traits.as_it_is
    change: Change = traits.kept
    words: int = 0  # 0: as most write it; otherwise the number of a variant
    slips: tuple[str, ...] = ()  # tasks answered by the slip that several learners share
    only: tuple[str, ...] = ()  # hands in these assignments; all if empty
    cut: str = ""  # this assignment's last notebook is cut in two: it cannot be read
    like: str = ""  # works exactly as this other learner does


DICE, UPDATE, F1 = habits.SHARED_SLIPS
LEARNERS = (
    Learner("amara", "everything right", math.inf, traits.teachers_words),
    Learner("aylin", "worked with others, few mistakes", 2.2, slips=(DICE, F1)),
    Learner("bao", "worked with others, many mistakes", -0.4, slips=(DICE, UPDATE, F1)),
    Learner("bilal", "right, in other words", math.inf, words=-1),
    Learner("chen", "did the first half of each", 1.4, traits.first_half),
    Learner("daria", "many typical mistakes", -1.2),
    Learner("emeka", "worked with others, some mistakes", 0.8, slips=(DICE, UPDATE)),
    Learner("freya", "hardly any mistakes", 3.0),
    Learner("goran", "handed in the empty release", 0.0, traits.nothing, only=("a01", "a02")),
    Learner(
        "hana", "A01 cut off, A02 missing", 1.8, cut="a01", only=("a01", "a03", "a04", "a05", "a06")
    ),
    Learner(
        "ines",
        "a syntax error in A02",
        1.5,
        traits.only_in({"a02.otsu_threshold"}, traits.without_colon),
    ),
    Learner(
        "jun",
        "two loops without end",
        1.0,
        traits.only_in({"a02.two_means_1d", "a04.kmeans"}, traits.endless),
    ),
    Learner("kofi", "prints and warns", 1.6, traits.noisy),
    Learner(
        "lina",
        "renamed functions in A01",
        1.2,
        traits.only_in({"a01.invert", "a01.read_pixel", "a01.grey_histogram"}, traits.renamed),
    ),
    Learner("lucas", "overwrites np.isclose", -0.8, traits.checks_overwritten),
    Learner("mateo", "came late, A01 to A02 so far", 0.4, only=("a01", "a02")),
    Learner(
        "meera",
        "one function ends Python",
        1.1,
        traits.only_in({"a03.median_3x3"}, traits.ending_python),
    ),
    Learner("nadia", "left after A03", -0.6, only=("a01", "a02", "a03")),
    Learner("omar", "a cell twice", 0.9, change=traits.one_twice),
    Learner("priya", "deleted cells", 1.3, change=traits.without_some),
    Learner("quang", "changed cells of the lesson", 2.0, change=traits.with_notes),
    Learner("rosa", "guesses the letters", 0.6, traits.letters_guessed),
    Learner("sami", "predicts without running", 1.7, traits.predictions_unchecked),
    Learner("tala", "writes into the arguments", 1.2, traits.in_place),
    Learner("uma", "same text as viktor", 0.5, words=1),
    Learner(
        "viktor", "same text as uma, other names", 0.5, traits.other_names, words=1, like="uma"
    ),
    Learner("wanjiru", "worked with others, few mistakes", 2.5, slips=(DICE, UPDATE)),
    Learner("xavier", "worked with others, some mistakes", 0.2, slips=(DICE, UPDATE, F1)),
    Learner("yara", "worked with others, some mistakes", 1.1, slips=(DICE,)),
    Learner("zoltan", "worked with others, many mistakes", -0.2, slips=(DICE,)),
)


def answer_of(learner: Learner, task: Task) -> Answer:
    """Return what a learner writes into the cell of a task; None leaves it as released."""
    if task.item.id in learner.slips:
        return habits.SHARED_SLIPS[task.item.id]
    text = habits.attempt(learner.like or learner.name, learner.ability, task, learner.words)
    return learner.trait(task, text)


# --- larger classes --------------------------------------------------------------------------


def many_learners(among: Sequence[Learner] = LEARNERS) -> Iterator[Learner]:
    """Repeat the learners without end, under names and with mistakes of their own."""
    for turn in count():
        for one in among:
            like = one.like and f"{one.like}-{turn:03d}"
            yield replace(one, name=f"{one.name}-{turn:03d}", like=like)


# --- writing what they hand in ---------------------------------------------------------------


def hand_in(learner: Learner, assignment: str, course: Path, items: Items) -> bool:
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

    Returns
    -------
    done : bool
        Whether the learner hands in this assignment at all.
    """
    prefix = assignment.partition("-")[0]
    if learner.only and prefix not in learner.only:
        return False
    target = course / "submitted" / learner.name / assignment
    target.mkdir(parents=True)
    answers = {
        f"{task.item.id.partition('.')[2]}-answer": answer_of(learner, task)
        for task in tasks_of(assignment, course, items)
    }
    released = _notebooks(course / "course" / assignment)
    for name, text in released.items():
        notebook = json.loads(text)
        cells = [_filled(cell, answers, learner) for cell in notebook["cells"]]
        notebook["cells"] = learner.change(cells)
        written = json.dumps(notebook, ensure_ascii=False)
        if learner.cut == prefix and name == max(released):
            written = written[: len(written) // 2]
        (target / name).write_text(written, encoding="utf-8")
    (target / "timestamp.txt").write_text(_handed_in(learner, prefix), encoding="utf-8")
    return True


def _filled(
    cell: dict[str, object], answers: Mapping[str, Answer], learner: Learner
) -> dict[str, object]:
    """Fill in a cell: the answer of a task, or a prediction of the lesson."""
    text = answers.get(str(cell["id"]))
    if text is None and traits.text_of(cell) == 'prediction = "..."':
        text = f'prediction = "{habits.choose(PREDICTIONS, [1, 1, 1], learner.name)}"'
    return cell if text is None else {**cell, "source": text.splitlines(keepends=True)}


def _handed_in(learner: Learner, prefix: str) -> str:
    """Write a time as nbgrader does: from some days to some minutes before the deadline."""
    week = int(prefix.removeprefix("a")) - 1
    early = timedelta(minutes=int(5000 * habits.draw(learner.name, prefix, "time") ** 2) + 3)
    return f"{FIRST_DEADLINE + timedelta(weeks=week) - early} UTC\n"


@cache
def _notebooks(folder: Path) -> dict[str, str]:
    """Read the notebooks of a folder, by name; a class hands in copies of the same few."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.ipynb"))}


def tasks_of(assignment: str, course: Path, items: Items) -> list[Task]:
    """List the tasks of an assignment in the order of its notebooks."""
    prefix = assignment.partition("-")[0]
    known = {f"{prefix}.{name}": text for name, text in _answers(course / "solutions" / assignment)}
    return [
        Task(items[id], text, place, len(known)) for place, (id, text) in enumerate(known.items())
    ]


@cache
def _answers(folder: Path) -> tuple[tuple[str, str], ...]:
    """Read the right answers; code to be repaired stays, its repair is written below it."""
    answers: dict[str, str] = {}
    notebooks = map(json.loads, _notebooks(folder).values())
    for cell in (cell for notebook in notebooks for cell in notebook["cells"]):
        name, _, role = str(cell["id"]).rpartition("-")
        if role in ("answer", "key"):
            answers[name] = _without_marks(traits.text_of(cell))
        elif role == "solution":
            answers[name] += "\n\n\n" + traits.text_of(cell)
    return tuple(answers.items())


def _without_marks(source: str) -> str:
    marks = ("### BEGIN SOLUTION", "### END SOLUTION")
    return "\n".join(line for line in source.splitlines() if line.strip() not in marks)
