"""A class of submissions becomes verdicts, gradebook, feedback and reports.

`grade` is what stock nbgrader runs in a graded cell. `coursekit grade` is `run.grade_course`:

- `submissions`: what was handed in beside what was handed out, and what of it runs;
- `isolation`, `inside`: the walls, and everything that runs behind them beside learners' code;
- `wire`, `lending`, `shapes`: what passes through the walls;
- `judging`: the trusted side, from one task to a crew of workers;
- `records`: journal, gradebook, export; `pages`: graded notebooks, feedback, report;
- `made_up`: a class for the demo, the tests and the benchmark.
"""

import sys
from typing import Any

from coursekit.grading.forked import judge_apart
from coursekit.grading.points import Points
from coursekit.grading.secret import course_secret

__all__ = ["Points", "course_secret", "grade"]


def grade(id: str, name: str | None = None) -> Points:
    """Grade the learner's answer to an exercise or question, found by its name in the notebook.

    The value of the call is the points, as nbgrader reads them; shown in a page it is the
    feedback. A name that does not exist is 0 points and a sentence, never a NameError. Hidden
    cases run when COURSEKIT_SECRET_FILE names the secret of the course run.

    Parameters
    ----------
    id : str
        Such as "a02.otsu_threshold" or "a02.Q3".
    name : str, optional
        The learner's name for the answer; by default the one that the exercise asks for.

    Raises
    ------
    ValueError
        If no exercise or question has this id.
    """
    from coursekit.checking import Question
    from coursekit.exercises import check

    item = check.find(id)
    default = f"answer_{item.attribute}" if isinstance(item, Question) else item.function
    namespace: dict[str, Any] = sys._getframe(1).f_globals
    return judge_apart(item, namespace.get(name or default, ...), name or default, course_secret())
