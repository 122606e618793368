"""The assignments of the class report: scores, and how every task went."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from coursekit.checking import Exercise, State
from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.grading.pages.report_findings import Cause, causes_of, is_flagged, judged
from coursekit.grading.pages.statistics import Item, Statistic, cronbach_alpha, item_statistics
from coursekit.grading.verdict import TaskVerdict, Verdict

OUTCOMES = ("correct", "partly", "not yet", "not answered", "unknown")


@dataclass(frozen=True)
class TaskRow:
    """One exercise or question in the item table."""

    id: str
    points: float
    statistics: Item
    outcomes: dict[str, int]  # how many learners by outcome
    cause: Cause | None  # the most common one

    @property
    def not_answered(self) -> float | None:
        """The share of learners who left the task as it was handed out."""
        known = sum(self.outcomes.values()) - self.outcomes["unknown"]
        return self.outcomes["not answered"] / known if known else None


class Assignment:
    """The submissions of one assignment."""

    def __init__(self, name: str, verdicts: Sequence[Verdict]) -> None:
        self.name = name
        self.verdicts = sorted(verdicts, key=lambda verdict: verdict.learner)
        # as they were handed out: the longest submission first
        longest_first = sorted(verdicts, key=lambda verdict: -len(verdict.tasks))
        tasks = [task for verdict in longest_first for task in verdict.tasks]
        self.points = {task.id: task.max_points for task in tasks}

    @cached_property
    def max_points(self) -> float:
        """Points that could be earned."""
        return max(verdict.max_points for verdict in self.verdicts)

    @cached_property
    def final(self) -> list[float]:
        """Points of the submissions that do not wait for a person."""
        return [verdict.points for verdict in self.verdicts if not waits(verdict)]

    @cached_property
    def quartiles(self) -> tuple[float, float, float] | None:
        """First quartile, median and third quartile of the points, in tenths."""
        if not self.final:
            return None
        first, median, third = np.percentile(self.final, [25, 50, 75]).round(1).tolist()
        return first, median, third

    @cached_property
    def alpha(self) -> Statistic:
        """How far the tasks measure one thing."""
        return cronbach_alpha(self._scores)

    @cached_property
    def rows(self) -> list[TaskRow]:
        """The item table."""
        statistics = item_statistics(self._scores, list(self.points.values()))
        most_common: dict[str, Cause] = {}
        for cause in causes_of(self.verdicts):
            most_common.setdefault(cause.task, cause)
        return [
            TaskRow(id, points, numbers, self._outcomes(id), most_common.get(id))
            for (id, points), numbers in zip(self.points.items(), statistics, strict=True)
        ]

    @cached_property
    def _scores(self) -> NDArray[np.float64]:
        places = {id: place for place, id in enumerate(self.points)}
        scores = np.full((len(self.verdicts), len(places)), np.nan)
        for row, verdict in enumerate(self.verdicts):
            for task in judged(verdict):
                scores[row, places[task.id]] = task.points
        return scores

    def _outcomes(self, id: str) -> dict[str, int]:
        known = [task for verdict in self.verdicts for task in judged(verdict) if task.id == id]
        counts = Counter(map(_outcome, known))
        counts["unknown"] = len(self.verdicts) - len(known)
        return {outcome: counts[outcome] for outcome in OUTCOMES}


def assignments_of(verdicts: Sequence[Verdict]) -> list[Assignment]:
    """Sort verdicts by assignment."""
    found: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        found[verdict.assignment].append(verdict)
    return [Assignment(name, found[name]) for name in sorted(found)]


def waits(verdict: Verdict) -> bool:
    """Tell whether the points of a submission may still change when a person looks at it."""
    unreadable = any(notebook.state == "unreadable" for notebook in verdict.notebooks)
    return unreadable or any(map(is_flagged, verdict.tasks))


def title_of(id: str) -> str:
    """Return what an exercise or question is about; "" if the course does not know it."""
    item = EXERCISES.get(id) or QUESTIONS.get(id)
    if item is None:
        return ""
    return item.title if isinstance(item, Exercise) else item.stem


def _outcome(task: TaskVerdict) -> str:
    if task.state is State.NOT_YET:
        return "partly" if task.points > 0 else "not yet"
    return task.state.value
