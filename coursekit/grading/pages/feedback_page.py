"""What a feedback page shows: tasks, where each stands, and what the learner wrote."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from markupsafe import Markup

from coursekit.checking import Exercise, Question, State
from coursekit.grading.pages.autograded import advice, reply, waiting_words
from coursekit.grading.pages.harmless import Room, one_line
from coursekit.grading.records.by_hand import ByHand
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

STATUS = {  # a symbol for quick eyes, and the words
    "right": ("✓", "right"),
    "partly": ("◐", "partly right"),
    "not yet": ("✗", "not right yet"),
    "open": ("○", "not answered"),
    "waiting": ("…", "waits for your teacher"),
}


@dataclass(frozen=True)
class TaskView:
    """A task as its page shows it."""

    verdict: TaskVerdict
    item: Exercise | Question | None
    section: str  # of the lesson: "2 Otsu's threshold"
    given: float | None  # by a teacher
    comment: str

    @property
    def anchor(self) -> str:
        """The task's place in the page."""
        return f"task-{self.verdict.cell}"

    @property
    def title(self) -> str:
        """What the lesson calls it: "Exercise E3: Find the best cut"."""
        if isinstance(self.item, Exercise):
            return f"Exercise {self.item.code}: {self.item.title}"
        return f"Question {self.item.code}" if self.item else self.verdict.id

    @property
    def points(self) -> float:
        """The points that count."""
        return self.verdict.points if self.given is None else self.given

    @property
    def status(self) -> str:
        """One of the keys of STATUS."""
        if self.given is None and self.waiting:
            return "waiting"
        if self.points >= self.verdict.max_points:
            return "right"
        if self.points > 0:
            return "partly"
        return "open" if self.verdict.state is State.NOT_ANSWERED else "not yet"

    @property
    def call(self) -> str:
        """The line that checks the answer in the notebook."""
        if isinstance(self.item, Exercise):
            return f"check.{self.item.function}({self.item.function})"
        return ""

    @property
    def minutes(self) -> int:
        """How long the exercise takes, as the lesson says; 0 for a question."""
        return self.item.minutes if isinstance(self.item, Exercise) else 0

    @property
    def reply(self) -> Markup:
        """What the checker says: made by it, escaped by it."""
        return Markup(reply(self.verdict))

    @property
    def waiting(self) -> str:
        """Why a person must look at it; nothing, if none must."""
        return waiting_words(self.verdict)


@dataclass(frozen=True)
class Page:
    """One notebook's page."""

    verdict: Verdict
    about: NotebookVerdict
    cells: list[Mapping[str, Any]]  # of the graded notebook
    by_hand: ByHand

    @property
    def title(self) -> str:
        """The lesson's title, or the notebook's name."""
        headings = (line for _, line in _headings(self.cells) if line.startswith("# "))
        return next(headings, f"# {self.about.name}").removeprefix("# ")

    @property
    def penalty(self) -> float:
        """Points taken off because the submission came late."""
        return self.by_hand.penalties.get(self.about.name, 0.0)

    @property
    def points(self) -> float:
        """The points of the notebook."""
        return sum(task.points for task in self.tasks) - self.penalty

    @property
    def max_points(self) -> float:
        """The points that could be earned."""
        return sum(task.verdict.max_points for task in self.tasks)

    @cached_property
    def tasks(self) -> list[TaskView]:
        """The tasks in the lesson's order."""
        sections = _sections(self.cells)
        return [
            self._task(task, sections.get(_stem(task.cell), ""))
            for task in self.verdict.tasks
            if task.notebook == self.about.name
        ]

    def _task(self, task: TaskVerdict, section: str) -> TaskView:
        comments = [
            words
            for (notebook, cell), words in self.by_hand.comments.items()
            if notebook == task.notebook and _stem(cell) == _stem(task.cell)
        ]
        given = self.by_hand.points.get((task.notebook, task.cell))
        return TaskView(task, _item(task.id), section, given, "\n".join(comments))

    @property
    def other_comments(self) -> list[str]:
        """A teacher's comments on cells that belong to no task."""
        stems = {_stem(task.verdict.cell) for task in self.tasks}
        return [
            words
            for (notebook, cell), words in self.by_hand.comments.items()
            if notebook == self.about.name and _stem(cell) not in stems
        ]

    def with_status(self, *wanted: str) -> list[TaskView]:
        """Choose tasks by where they stand."""
        return [task for task in self.tasks if task.status in wanted]

    @property
    def remarks(self) -> list[Markup]:
        """What the author should know about the file."""
        remarks = [*self.verdict.remarks, *self.about.remarks]
        return [Markup(one_line(words)) for words in [advice(self.about), *remarks] if words]

    @property
    def handed_in(self) -> str:
        """The time of handing in, in words."""
        try:
            time = datetime.fromisoformat(self.verdict.handed_in)
        except ValueError:
            return self.verdict.handed_in
        return f"{time.day} {time:%B %Y, %H:%M %Z}".strip()

    def own_cells(self) -> Iterator[dict[str, Any]]:
        """Go through the cells that the learner wrote, with what they gave."""
        room, where = Room(), ""
        for cell in self.cells:
            where = dict(_headings([cell])).get(cell["id"], where)
            if cell["metadata"].get("coursekit", {}).get("origin") == "learner":
                outputs = [room.output(one) for one in cell.get("outputs", [])]
                yield {
                    "where": where.lstrip("# "),
                    "source": room.source(_as_typed(cell)),
                    "outputs": [_shown(one) for one in outputs if one is not None],
                }


@cache
def _item(id: str) -> Exercise | Question | None:
    """Find the declaration of a task; a course may have dropped it since."""
    from coursekit.exercises import check  # slow: it imports every declaration

    try:
        return check.find(id)
    except ValueError:
        return None


def _stem(cell: str) -> str:
    """Name a task by one of its cells: "otsu_threshold" for "otsu_threshold-grade"."""
    return cell.rpartition("-")[0] or cell


def _as_typed(cell: Mapping[str, Any]) -> str:
    """Take a learner's own text out of the fence that `write_autograded` put around it."""
    source = str(cell["source"])
    if cell["cell_type"] == "markdown" and source.startswith("```"):
        return source.partition("\n")[2].rpartition("\n")[0]
    return source


def _headings(cells: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Go through the lesson's own headings, each with its cell's id, without the times."""
    for cell in cells:
        origin = cell["metadata"].get("coursekit", {}).get("origin")
        if origin == "lesson" and cell["cell_type"] == "markdown":
            first = cell["source"].partition("\n")[0]
            if first.startswith("#"):
                yield cell["id"], re.sub(r" \([^()]*\)$", "", first)


def _sections(cells: list[Mapping[str, Any]]) -> dict[str, str]:
    """Tell the section of the lesson that each task stands in."""
    found: dict[str, str] = {}
    section = ""
    for id, heading in _headings(cells):
        if heading.startswith("## "):
            section = heading.removeprefix("## ")
        elif heading.startswith("### "):
            found[_stem(id)] = section
    return found


def _shown(output: Mapping[str, Any]) -> dict[str, str]:
    """Reduce an output to a picture with its words, or to text."""
    data = output.get("data", {})
    if "image/png" in data:
        return {"picture": data["image/png"], "text": output["metadata"]["image/png"]["alt"]}
    text = output.get("text") or data.get("text/plain", "")
    if output["output_type"] == "error":
        text = "\n".join(output["traceback"]) or f"{output['ename']}: {output['evalue']}"
    return {"picture": "", "text": text}
