"""Thirty learners who do not exist, whose mistakes are drawn, known, and judged for real."""

import random
import textwrap
from collections import defaultdict
from dataclasses import dataclass, field, replace

from coursekit.checking import Exercise, State, judge, judge_choice
from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.grading.made_up.typical_code import code_of
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

# fmt: off
LEARNERS = [
    "amara", "bilal", "chen", "daria", "emeka", "freya", "goran", "hana", "ines", "jun", "kofi",
    "lina", "malik", "nora", "omar", "priya", "quinn", "rosa", "sindhu", "tomas", "uma", "viktor",
    "wen", "ximena", "yusuf", "zofia", "aiko", "bruno", "carla", "diego",
]
# fmt: on
NOTEBOOKS = {  # of the made-up assignments, with the tasks that each one holds
    ("a01-histograms", "a01a-pixels"): ["read_pixel", "to_unit_range", "invert", "Q1", "Q2"],
    ("a01-histograms", "a01b-counts"): ["grey_histogram", "class_histograms", "pixels_between"],
    ("a02-thresholds", "a02a-cuts"): [
        "apply_threshold",
        "between_class_variance",
        "otsu_threshold",
        "two_means_1d",
        "Q1",
    ],
    ("a02-thresholds", "a02b-scores"): ["accuracy", "dice_coefficient", "dice_multiclass", "Q2"],
}
UNEXPLAINED = {  # wrong in ways that no declared answer explains
    "dice-of-edges": (
        "a02.dice_coefficient",
        """
        def dice_coefficient(truth, result, empty=1.0):
            # I count the rows that hold something
            rows_truth = (truth != 0).any(axis=1)
            rows_result = (result != 0).any(axis=1)
            if rows_truth.sum() + rows_result.sum() == 0:
                return empty
            return 3 * (rows_truth & rows_result).sum() / (rows_truth.sum() + rows_result.sum())
        """,
    ),
    "otsu-plus": (
        "a02.otsu_threshold",
        """
        def otsu_threshold(image):
            # the lightest pixel of the darker half
            values = sorted(int(value) for value in image.ravel())
            return values[len(values) // 2 - 1] * 3 // 4 + 1
        """,
    ),
    "edges-counted": (
        "a01.grey_histogram",
        """
        def grey_histogram(image, n_levels=256):
            counts = np.zeros(n_levels, dtype=int)
            for row in image:
                for value in row[::3]:
                    counts[(int(value) * 7 + 3) % n_levels] += 5  # <script>alert(1)</script>
            return counts
        """,
    ),
    "only-mine": (
        "a02.accuracy",
        """
        def accuracy(truth, result):
            return 0.123 + float((truth != 0).sum()) / 41
        """,
    ),
}
SHARED = {"dice-of-edges": 5, "otsu-plus": 3, "edges-counted": 2, "only-mine": 1}
COPIES = ("nora", "viktor")
COPIED = {
    "a02.two_means_1d": ("values", "means", "limit"),
    "a02.between_class_variance": ("counts", "weights", "total"),
}


@dataclass
class SyntheticClass:
    """Verdicts, and what is true about them."""

    verdicts: list[Verdict] = field(default_factory=list)
    causes: dict = field(default_factory=lambda: defaultdict(set))  # (task, cause) -> learners
    shared: dict = field(default_factory=lambda: defaultdict(set))  # idea -> learners


@dataclass(frozen=True)
class Drawn:
    """An answer that a learner gives: what it is judged by, its text, and its true cause."""

    what: object  # a function or a letter; ... if there is no answer
    text: str
    cause: str = ""
    idea: str = ""


def synthetic_class(seed: int = 5) -> SyntheticClass:
    made, rng, judged = SyntheticClass(), random.Random(seed), {}
    ideas = _who_has_which_idea(rng)
    for place, learner in enumerate(LEARNERS):
        skill = 0.35 + 0.6 * rng.random()
        for assignment in dict.fromkeys(name for name, _ in NOTEBOOKS):
            tasks = []
            for (whole, notebook), names in NOTEBOOKS.items():
                for name in names if whole == assignment else ():
                    id = f"{assignment[:3]}.{name}"
                    drawn = _draw(id, learner, ideas.get((learner, id), ""), skill, rng)
                    tasks.append(_task(id, notebook, drawn, judged))
                    if drawn.cause:
                        made.causes[id, drawn.cause].add(learner)
                    if drawn.idea:
                        made.shared[drawn.idea].add(learner)
            made.verdicts.append(_verdict(learner, assignment, tasks, 0.31 + place % 7 / 50))
    return made


def _who_has_which_idea(rng):
    ideas = {}
    for idea, count in SHARED.items():
        for learner in rng.sample(LEARNERS[:24], count):
            ideas[learner, UNEXPLAINED[idea][0]] = idea
    return ideas


def _draw(id, learner, idea, skill, rng):
    if idea:
        text = textwrap.dedent(UNEXPLAINED[idea][1]).strip()
        return Drawn(_function(text), text, idea=idea)
    if id in COPIED and learner in COPIES:
        return _copied(id, learner)
    item = EXERCISES.get(id) or QUESTIONS[id]
    luck = rng.random()
    if luck > skill + 0.75 * (1 - skill):
        return Drawn(..., "...")
    if isinstance(item, Exercise):
        return _exercise_answer(item, learner, luck < skill, rng)
    letters = [letter for letter in item.letters if letter != item.right]
    letter = item.right if luck < skill else rng.choice(letters[:2])
    cause = "" if letter == item.right else f"choice-{letter}"
    return Drawn(letter, f'answer = "{letter}"', cause)


def _exercise_answer(item, learner, right, rng):
    typical = [one for one in item.misconceptions if not one.same_as][:5]
    chosen = None if right else rng.choices(typical, weights=range(len(typical), 0, -1))[0]
    function = item.variants[0] if chosen is None else chosen.function
    try:
        text = code_of(function, item.function)
    except ValueError:
        text = f"def {item.function}(...):"
    # nobody writes the same text by chance
    return Drawn(function, f"{text}\n\nauthor = {learner!r}", chosen.name if chosen else "")


def _copied(id, learner):
    """Write one unusual right answer, the second time with other names, comments and layout."""
    item = EXERCISES[id]
    text = code_of(item.variants[-1], item.function)
    steps = "\n".join(f"step_{i} = [{i}, {i * i}, {i + 40}]" for i in range(9))
    text = f"{text}\n\n{steps}"
    if learner == COPIES[1]:
        text = text.replace("step_", "stage_").replace(", ", " ,  ") + "\n\n# done\n"
    return Drawn(item.variants[-1], text)


def _function(text):
    namespace = {}
    exec("import numpy as np\n" + text, namespace)
    return next(one for name, one in namespace.items() if text.startswith(f"def {name}("))


def _task(id, notebook, drawn, judged):
    key = id, drawn.what
    if key not in judged:
        item = EXERCISES.get(id)
        judged[key] = (
            judge(item, drawn.what, secret="a term")
            if item
            else judge_choice(QUESTIONS[id], drawn.what)
        )
    name = id.partition(".")[2]
    return TaskVerdict.from_result(judged[key], f"{name}-grade", notebook, answer=drawn.text)


def _verdict(learner, assignment, tasks, seconds):
    names = [notebook for whole, notebook in NOTEBOOKS if whole == assignment]
    return Verdict(
        learner=learner,
        assignment=assignment,
        key="",
        handed_in="2026-11-02T10:00:00",
        notebooks=tuple(NotebookVerdict(name, "graded") for name in names),
        tasks=tuple(tasks),
        seconds=seconds,
    )


# --- accidents -------------------------------------------------------------------------------


def with_accidents(verdicts: list[Verdict]) -> list[Verdict]:
    """Let things go wrong for the last learners, who have no shared ideas."""
    changed = []
    for verdict in verdicts:
        here = verdict.learner, verdict.assignment[:3]
        if here == ("diego", "a01"):
            continue  # handed in the other assignment only
        if here in (("aiko", "a02"), ("bruno", "a02")):
            verdict = flagged(verdict, "a02.two_means_1d", "The worker that judged this stopped.")
        elif here == ("carla", "a02"):
            verdict = without(verdict, "a02b-scores", "unreadable", "The file ends too early.")
        elif here == ("zofia", "a02"):
            verdict = without(verdict, "a02b-scores", "missing", "")
        elif here == ("carla", "a01"):
            verdict = lost(verdict, "Grading this submission ended 2 workers.")
        elif here == ("diego", "a02"):
            verdict = replace(verdict, remarks=("`b.ipynb` was read as `a02b-scores.ipynb`.",))
        changed.append(verdict)
    return changed


def lost(verdict: Verdict, words: str) -> Verdict:
    """Return what the judge says of a submission that nobody could grade."""
    for task in verdict.tasks:
        verdict = flagged(verdict, task.id, words)
    notebooks = [replace(one, state="readable") for one in verdict.notebooks]
    return replace(verdict, notebooks=tuple(notebooks))


def flagged(verdict: Verdict, id: str, words: str) -> Verdict:
    tasks = [
        replace(task, points=0.0, state=State.CHECKER_ERROR, diagnosis=None, flag=words)
        if task.id == id
        else task
        for task in verdict.tasks
    ]
    return replace(verdict, tasks=tuple(tasks))


def without(verdict: Verdict, notebook: str, state: str, remark: str) -> Verdict:
    notebooks = [
        replace(one, state=state, remarks=(remark,) if remark else ())
        if one.name == notebook
        else one
        for one in verdict.notebooks
    ]
    tasks = [
        replace(task, points=0.0, state=State.NOT_ANSWERED, diagnosis=None, signature="", answer="")
        if task.notebook == notebook
        else task
        for task in verdict.tasks
    ]
    return replace(verdict, notebooks=tuple(notebooks), tasks=tuple(tasks))
