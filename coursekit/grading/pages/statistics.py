"""Item statistics of classical test theory, for partial credit as well as for right and wrong.

A table of scores has a row for each learner and a column for each task. `nan` stands for a score
that is not known: the points wait for a person, or the notebook was not handed in.

References
----------
.. [1] F. M. Lord and M. R. Novick (1968), Statistical Theories of Mental Test Scores,
   Addison-Wesley.
.. [2] S. Henrysson (1963), "Correction of item-total correlations in item analysis",
   Psychometrika 28, 211-218. https://doi.org/10.1007/BF02289618
.. [3] T. L. Kelley (1939), "The selection of upper and lower groups for the validation of test
   items", Journal of Educational Psychology 30, 17-24. https://doi.org/10.1037/h0057123
.. [4] L. J. Cronbach (1951), "Coefficient alpha and the internal structure of tests",
   Psychometrika 16, 297-334. https://doi.org/10.1007/BF02310555
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

FEWEST_LEARNERS = 10  # below, a correlation under 0.63 cannot be told from none (5 %, two-sided)
TAIL = 0.27  # share of the class in the upper and in the lower group [3]

Table = NDArray[np.float64]


@dataclass(frozen=True)
class Statistic:
    """A number, or in a few words why there is none."""

    value: float | None = None
    why: str = ""
    learners: int = 0  # whose scores it was made from


@dataclass(frozen=True)
class Item:
    """What the scores of a class tell about one task."""

    difficulty: Statistic
    discrimination: Statistic
    upper_lower: Statistic


def item_statistics(scores: ArrayLike, most: ArrayLike) -> list[Item]:
    """Compute difficulty, discrimination and upper-lower index of every task.

    Difficulty takes every known score of a task. The other two compare a task with the whole, so
    they take the learners whose scores are all known.

    Parameters
    ----------
    scores : (learners, tasks) array of float
        Points; `nan` where they are not known.
    most : (tasks,) array of float
        Points that could be earned.
    """
    table, highest = _table(scores), np.asarray(most, dtype=float)
    used = comparable_tasks(table)
    whole = complete(table)
    items = []
    for task in range(table.shape[1]):
        place = used.index(task) if task in used else None
        items.append(
            Item(
                difficulty=difficulty(table[:, task], highest[task]),
                discrimination=discrimination(whole, place),
                upper_lower=upper_lower_index(whole, place, highest[task]),
            )
        )
    return items


def difficulty(scores: ArrayLike, most: float) -> Statistic:
    """Compute the mean share of a task's points that learners earn: 1 is the easiest task."""
    known = np.asarray(scores, dtype=float)
    known = known[~np.isnan(known)]
    if not known.size:
        return Statistic(why="no scores")
    if most <= 0:
        return Statistic(why="no points", learners=known.size)
    return Statistic(float(known.mean() / most), learners=known.size)


def discrimination(scores: ArrayLike, task: int | None) -> Statistic:
    """Correlate a task with the sum of all other tasks (the corrected item-total correlation).

    The task itself is left out of the sum, or it would correlate with itself. For tasks that are
    right or wrong this is the point-biserial correlation.

    Parameters
    ----------
    scores : (learners, tasks) array of float
        Points, all known.
    task : int or None
        Column of the task; None if nobody's score is known.

    Examples
    --------
    Whoever earns more in the second task earns less in the first:

    >>> scores = np.repeat([[4, 0], [3, 1], [2, 2]], 4, axis=0)
    >>> round(discrimination(scores, 0).value, 9)
    -1.0
    """
    table = _table(scores)
    why = _hindrance(table, task)
    if why or task is None:
        return Statistic(why=why, learners=len(table))
    own = table[:, task]
    rest = table.sum(axis=1) - own
    if _is_constant(rest):
        return Statistic(why="others all equal", learners=len(table))
    return Statistic(float(np.corrcoef(own, rest)[0, 1]), learners=len(table))


def correlation_range(correlation: float, learners: int) -> tuple[float, float]:
    """Return the 95 % interval of a correlation, by Fisher's z.

    Examples
    --------
    Thirty learners tell little:

    >>> [round(end, 2) for end in correlation_range(0.3, 30)]
    [-0.07, 0.6]
    """
    if abs(correlation) >= 1 - 1e-12:
        return correlation, correlation
    middle, width = np.arctanh(correlation), 1.96 / np.sqrt(learners - 3)
    return float(np.tanh(middle - width)), float(np.tanh(middle + width))


def upper_lower_index(scores: ArrayLike, task: int | None, most: float) -> Statistic:
    """Subtract the difficulty in the lowest 27 % of the class from that in the highest 27 %.

    Learners whose totals are equal at the border of a group share its last places: each counts
    with the same fraction, so no order of names decides.

    Parameters
    ----------
    scores : (learners, tasks) array of float
        Points, all known.
    task : int or None
        Column of the task; None if nobody's score is known.
    most : float
        Points that could be earned with it.
    """
    table = _table(scores)
    why = _hindrance(table, task) or ("" if most > 0 else "no points")
    if why or task is None:
        return Statistic(why=why, learners=len(table))
    totals = table.sum(axis=1)
    if _is_constant(totals):
        return Statistic(why="totals all equal", learners=len(table))
    size = group_size(len(totals))
    upper = np.average(table[:, task], weights=top_shares(totals, size))
    lower = np.average(table[:, task], weights=top_shares(-totals, size))
    return Statistic(float((upper - lower) / most), learners=len(table))


def group_size(learners: int) -> int:
    """Return how many learners the upper group holds, and the lower one."""
    return max(1, round(TAIL * learners))


def top_shares(totals: ArrayLike, size: int) -> Table:
    """Return the share with which each learner belongs to the group of the `size` highest.

    Examples
    --------
    One place is left for the three learners with 7 points:

    >>> top_shares([9, 7, 7, 7, 2], size=2).round(2).tolist()
    [1.0, 0.33, 0.33, 0.33, 0.0]
    """
    # sums of tenths differ in the last digit, and would not be ties
    values = np.round(np.asarray(totals, dtype=float), 9)
    border = np.sort(values)[-size]
    above, tied = values > border, values == border
    return np.where(above, 1.0, np.where(tied, (size - above.sum()) / tied.sum(), 0.0))


def cronbach_alpha(scores: ArrayLike) -> Statistic:
    """Compute how far the tasks of an assignment measure one thing: Cronbach's alpha [4].

    Examples
    --------
    Two tasks that always agree:

    >>> cronbach_alpha(np.repeat([[0, 0], [1, 1]], 5, axis=0)).value
    1.0
    """
    table = complete(_table(scores))
    learners, tasks = table.shape
    if tasks < 2:
        return Statistic(why="one task" if tasks else "no scores", learners=learners)
    if learners < FEWEST_LEARNERS:
        return Statistic(why=_too_few(), learners=learners)
    totals = table.sum(axis=1)
    if _is_constant(totals):
        return Statistic(why="totals all equal", learners=learners)
    shares = table.var(axis=0, ddof=1).sum() / totals.var(ddof=1)
    return Statistic(float(tasks / (tasks - 1) * (1 - shares)), learners=learners)


def comparable_tasks(scores: ArrayLike) -> list[int]:
    """List the tasks with at least one known score."""
    return np.flatnonzero((~np.isnan(_table(scores))).any(axis=0)).tolist()


def complete(scores: ArrayLike) -> Table:
    """Keep the tasks with a known score, and of the learners those whose scores are all known."""
    table = _table(scores)
    table = table[:, comparable_tasks(table)]
    return table[~np.isnan(table).any(axis=1)]


def _table(scores: ArrayLike) -> Table:
    table = np.asarray(scores, dtype=float)
    if table.ndim != 2:
        raise ValueError(f"scores must have a row per learner, got the shape {table.shape}.")
    return table


def _hindrance(table: Table, task: int | None) -> str:
    """Say in a few words why a task cannot be compared with the others."""
    if task is None:
        return "no scores"
    if table.shape[1] < 2:
        return "one task"
    if len(table) < FEWEST_LEARNERS:
        return _too_few()
    return "all equal" if _is_constant(table[:, task]) else ""


def _too_few() -> str:
    return f"under {FEWEST_LEARNERS} learners"


def _is_constant(values: Table) -> bool:
    return bool(np.ptp(values) < 1e-9)
