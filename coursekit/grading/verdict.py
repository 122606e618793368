"""What the grading of one submission found: plain data that goes through JSON and back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from coursekit.checking import CheckResult, State
from coursekit.checking.results import Diagnosis, PropertyResult

BY_HAND = "by-hand"  # the diagnosis of a task that only a person can grade
FORMAT = 1  # of the journal; another number is graded again


@dataclass(frozen=True)
class TaskVerdict:
    """What became of one exercise or question.

    A `flag` says in words that grading failed through a fault of ours: the points wait for a
    person, who finds the cell under "needs manual grade".
    """

    id: str  # "a02.otsu_threshold"
    cell: str  # the graded cell's name, "otsu_threshold-grade"
    notebook: str  # "a02a-cuts"
    state: State
    points: float
    max_points: float
    text: str  # the reply, as the learner reads it
    html: str
    diagnosis: Diagnosis | None = None
    properties: tuple[PropertyResult, ...] = ()
    signature: str = ""  # equal for equal wrong outputs that no rule explains
    answer: str = ""  # the source of the learner's answer cell
    flag: str = ""

    @classmethod
    def from_result(
        cls,
        result: CheckResult,
        cell: str,
        notebook: str,
        *,
        answer: str = "",
        max_points: float | None = None,
        flag: str = "",
    ) -> "TaskVerdict":
        """Keep what grading needs of a check's result.

        `max_points` are those of the graded cell as handed out, if they are not the exercise's.
        """
        most = result.max_points if max_points is None else max_points
        return cls(
            id=result.id,
            cell=cell,
            notebook=notebook,
            state=result.state,
            points=min(result.points, most),
            max_points=most,
            text=result.text,
            html=result.html,
            diagnosis=result.diagnosis,
            properties=result.properties,
            signature=result.signature,
            answer=answer,
            flag=flag,
        )


@dataclass(frozen=True)
class NotebookVerdict:
    """What became of one notebook: remarks for its author, and what each cell that ran gave.

    `outputs` maps the number of a cell in the submitted notebook to outputs in nbformat's form:
    text, errors and PNG pictures only, of bounded size.
    """

    name: str  # "a02a-cuts"
    state: str  # "graded", "unreadable" or "missing"
    remarks: tuple[str, ...] = ()
    outputs: Mapping[int, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What became of one submission of an assignment."""

    learner: str
    assignment: str  # "a02-thresholds"
    key: str  # of what was graded: files, exercise versions, secret
    handed_in: str  # time in ISO form, or ""
    notebooks: tuple[NotebookVerdict, ...]
    tasks: tuple[TaskVerdict, ...]
    remarks: tuple[str, ...] = ()  # about the submission as a whole
    seconds: float = 0.0  # processor time of the grading

    @property
    def points(self) -> float:
        """Points earned; what waits for a person counts 0."""
        return sum(task.points for task in self.tasks)

    @property
    def max_points(self) -> float:
        """Points that could be earned."""
        return sum(task.max_points for task in self.tasks)

    @property
    def flags(self) -> tuple[TaskVerdict, ...]:
        """The tasks whose points wait for a person."""
        return tuple(task for task in self.tasks if task.flag)

    def to_json(self) -> str:
        """Write the verdict as text."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Verdict":
        """Read a verdict.

        Raises
        ------
        ValueError
            If the text is no verdict of this format.
        """
        try:
            return cls._from_plain(json.loads(text))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"text must be a verdict of format {FORMAT}: {error!r}.") from error

    @classmethod
    def _from_plain(cls, plain: dict[str, Any]) -> "Verdict":
        if plain.pop("format") != FORMAT:
            raise ValueError(f"text must be a verdict of format {FORMAT}.")
        notebooks = [_notebook(one) for one in plain.pop("notebooks")]
        tasks = [_task(one) for one in plain.pop("tasks")]
        remarks = tuple(plain.pop("remarks"))
        return cls(notebooks=tuple(notebooks), tasks=tuple(tasks), remarks=remarks, **plain)


def _notebook(plain: dict[str, Any]) -> NotebookVerdict:
    outputs = {int(place): found for place, found in plain.pop("outputs").items()}
    return NotebookVerdict(remarks=tuple(plain.pop("remarks")), outputs=outputs, **plain)


def _task(plain: dict[str, Any]) -> TaskVerdict:
    diagnosis = plain.pop("diagnosis")
    properties = tuple(PropertyResult(**one) for one in plain.pop("properties"))
    return TaskVerdict(
        state=State(plain.pop("state")),
        diagnosis=diagnosis and Diagnosis(**diagnosis),
        properties=properties,
        **plain,
    )
