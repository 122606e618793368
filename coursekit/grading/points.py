"""Points that nbgrader can read and a person can understand."""

import math
from typing import Any

from coursekit.checking import CheckResult


class Points(float):
    """A float between 0 and the exercise's points; its rich form is the feedback.

    nbgrader reads the text form of a cell's last value: it must be a plain number, never `nan`,
    never more than the points of the cell.
    """

    result: CheckResult

    def __new__(cls, result: CheckResult) -> "Points":
        """Take the points of a result; what is no number is 0."""
        earned = result.points if math.isfinite(result.points) else 0.0
        points = super().__new__(cls, min(max(earned, 0.0), result.max_points))
        points.result = result
        return points

    __repr__ = float.__repr__
    __str__ = float.__repr__

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self.result.html}
