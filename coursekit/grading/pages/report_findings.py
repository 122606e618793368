"""What went wrong in a class: mistakes, wrong outputs that nobody explains, work for a person."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coursekit.checking import State
from coursekit.checking.results import Diagnosis
from coursekit.grading.verdict import TaskVerdict, Verdict

EXPLAINED = {"fact", "exact", "peeled", "pair"}  # how sure a diagnosis is that counts as a cause
LOST = ("unreadable", "missing")  # states of a notebook whose tasks have no scores


@dataclass(frozen=True)
class Cause:
    """A mistake that the checks recognised, and who made it."""

    task: str
    id: str  # of the diagnosis
    topic: str
    text: str  # as the first of the learners was told
    learners: tuple[str, ...]
    of: int  # learners whose answer to the task was judged


@dataclass(frozen=True)
class SharedOutput:
    """Equal wrong outputs of several learners that no rule explains."""

    learners: tuple[str, ...]
    of: int
    example: TaskVerdict  # the one with the shortest answer


@dataclass(frozen=True)
class ToDo:
    """Something that a person has to look at, and whom it concerns."""

    what: str
    where: str
    words: str
    learners: tuple[str, ...]


def judged(verdict: Verdict) -> Iterator[TaskVerdict]:
    """Yield the tasks whose score is known: handed in, readable, and no flag."""
    lost = {notebook.name for notebook in verdict.notebooks if notebook.state in LOST}
    for task in verdict.tasks:
        if task.notebook not in lost and not is_flagged(task):
            yield task


def is_flagged(task: TaskVerdict) -> bool:
    """Tell whether the points of a task wait for a person."""
    return bool(task.flag) or task.state is State.CHECKER_ERROR


def name_of(id: str) -> str:
    """Name a task as its notebook does, without the assignment."""
    return id.partition(".")[2] or id


# --- mistakes --------------------------------------------------------------------------------


def causes_of(verdicts: Sequence[Verdict]) -> list[Cause]:
    """List the mistakes that the checks recognised, the most common ones first."""
    groups: dict[tuple[str, str], dict[str, Diagnosis]] = defaultdict(dict)
    answers = _judged_answers(verdicts)
    for learner, task in answers:
        found = task.diagnosis
        if task.state is State.NOT_YET and found and found.confidence in EXPLAINED:
            groups[task.id, found.id][learner] = found
    of = Counter(task.id for _, task in answers)
    causes = []
    for (id, _), group in groups.items():
        told = next(iter(group.values()))
        causes.append(Cause(id, told.id, told.topic, told.text, tuple(group), of[id]))
    return sorted(causes, key=lambda cause: (-len(cause.learners), cause.task, cause.text))


def shared_outputs(verdicts: Sequence[Verdict]) -> tuple[list[SharedOutput], int]:
    """List wrong outputs that two learners or more share and no rule explains.

    Also returns how many unexplained wrong answers nobody shares.
    """
    groups: dict[tuple[str, str], dict[str, TaskVerdict]] = defaultdict(dict)
    answers = _judged_answers(verdicts)
    for learner, task in answers:
        if is_unexplained(task):
            groups[task.id, task.signature][learner] = task
    of = Counter(task.id for _, task in answers)
    shared = [
        SharedOutput(
            learners=tuple(group),
            of=of[id],
            example=min(group.values(), key=lambda task: (len(task.answer), task.answer)),
        )
        for (id, _), group in groups.items()
        if len(group) > 1
    ]
    shared.sort(key=lambda one: (-len(one.learners), one.example.id, one.example.signature))
    return shared, sum(len(group) == 1 for group in groups.values())


def is_unexplained(task: TaskVerdict) -> bool:
    """Tell whether an answer is wrong in a way that no rule explains; a guess explains nothing."""
    explained = task.diagnosis is not None and task.diagnosis.confidence in EXPLAINED
    return task.state is State.NOT_YET and bool(task.signature) and not explained


def _judged_answers(verdicts: Sequence[Verdict]) -> list[tuple[str, TaskVerdict]]:
    in_order = sorted(verdicts, key=lambda verdict: (verdict.assignment, verdict.learner))
    return [(verdict.learner, task) for verdict in in_order for task in judged(verdict)]


# --- what a person has to look at ------------------------------------------------------------


_URGENCY = ("points wait", "submission", "unreadable", "missing", "not handed in")


def to_do(verdicts: Sequence[Verdict]) -> list[ToDo]:
    """List what needs a person; the same thing in several submissions is one row."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for verdict in sorted(verdicts, key=lambda verdict: (verdict.assignment, verdict.learner)):
        for key in _needs(verdict):
            groups[key].append(verdict.learner)
    for assignment, missing in _not_handed_in(verdicts):
        groups["not handed in", assignment, ""] += missing
    rows = [ToDo(*key, learners=tuple(dict.fromkeys(who))) for key, who in groups.items()]
    return sorted(rows, key=lambda row: _URGENCY.index(row.what))  # stable: then by assignment


def _needs(verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    yield from _waiting(verdict)
    for remark in verdict.remarks:
        yield "submission", verdict.assignment, remark
    for notebook in verdict.notebooks:
        if notebook.state in LOST:
            where = f"{verdict.assignment}, {notebook.name}"
            yield notebook.state, where, " ".join(notebook.remarks)


def _waiting(verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    """Yield the tasks whose points wait, or one line where the whole submission does."""
    flags = [
        (name_of(task.id), task.flag or task.text) for task in verdict.tasks if is_flagged(task)
    ]
    if len(flags) == len(verdict.tasks) > 1 and len({words for _, words in flags}) == 1:
        flags = [("all tasks", flags[0][1])]
    for name, words in flags:
        yield "points wait", f"{verdict.assignment}, {name}", words


def _not_handed_in(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, list[str]]]:
    """Yield each assignment with the learners who handed in another one, but not this."""
    handed_in: dict[str, set[str]] = defaultdict(set)
    for verdict in verdicts:
        handed_in[verdict.assignment].add(verdict.learner)
    everybody = set().union(*handed_in.values())
    for assignment in sorted(handed_in):
        if handed_in[assignment] != everybody:
            yield assignment, sorted(everybody - handed_in[assignment])
