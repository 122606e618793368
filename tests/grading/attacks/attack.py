"""What an attack is, and the code that several of them share."""

from dataclasses import dataclass
from typing import Literal

WRONG = """def apply_threshold(image, t, bright=True):
    return np.zeros(np.shape(image), dtype=bool)
"""
RIGHT = """def apply_threshold(image, t, bright=True):
    image = np.asarray(image)
    return image > t if bright else image <= t
"""
NAIVE_TEST = """
image = np.array([[1, 5], [7, 2]])
assert np.array_equal(apply_threshold(image, 4), [[False, True], [True, False]])
assert np.array_equal(apply_threshold(image, 4, bright=False), [[True, False], [False, True]])
print("GOT the points of the cell")
"""
STOCK_GRADE = """
from coursekit.grading import grade
points = grade("a02.apply_threshold")
print("GOT" if points == 2 else "did not get", points, "points")
"""

Effect = Literal["printed", "never ends", "ended", "parent ended", "orphan", "file", "large"]


@dataclass(frozen=True)
class Attack:
    """Code of a learner that wants more than the points of its answers.

    It prints GOT when it has what it wants. Without walls it has the `effect`; behind them it
    earns `earns`, and the learner reads `told` (a regular expression) in the feedback.
    """

    name: str
    cell: str
    told: str
    answer: str = WRONG
    test: str = ""  # the cell that grades it in the stock way
    effect: Effect = "printed"
    earns: float = 0.0
    other: float = 3.0  # points of the honest answer in the same notebook
