"""The table of a learner's exercises: text, Markdown and HTML from the same rows."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coursekit.checking.declaration import Exercise
from coursekit.checking.questions import Question
from coursekit.checking.render import points_words
from coursekit.checking.results import CheckResult, State

HEADER = ("exercise", "title", "state", "points")


@dataclass(frozen=True)
class Status:
    """Rows of (exercise, title, state, points)."""

    rows: tuple[tuple[str, str, str, str], ...]
    points: float
    max_points: float

    @property
    def total(self) -> str:
        """The sum in words."""
        return f"{points_words(self.points)} of {points_words(self.max_points)} points"

    def __str__(self) -> str:
        table = [HEADER, *self.rows]
        widths = [max(len(row[i]) for row in table) for i in range(len(HEADER))]
        lines = [
            "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
            for row in table
        ]
        return "\n".join([*lines, self.total])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="text-align:left">{word}</th>' for word in HEADER)
        body = "".join(
            "<tr>"
            + "".join(f'<td style="text-align:left">{html.escape(word)}</td>' for word in row)
            + "</tr>"
            for row in self.rows
        )
        return (
            f"<table><caption>{self.total}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table>"
        )


def status_of(items: Sequence[Exercise | Question], results: Mapping[str, CheckResult]) -> Status:
    """Lay out the state of each exercise and question."""
    rows, points = [], 0.0
    for item in items:
        result = results.get(item.id)
        state = result.state if result else State.NOT_ANSWERED
        earned = result.points if result else 0.0
        points += earned
        title = item.title if isinstance(item, Exercise) else item.stem
        name = item.function if isinstance(item, Exercise) else item.attribute
        short = title if len(title) <= 48 else title[:45] + "..."
        rows.append(
            (name, short, state.value, f"{points_words(earned)} of {points_words(item.points)}")
        )
    return Status(tuple(rows), points, float(sum(item.points for item in items)))
