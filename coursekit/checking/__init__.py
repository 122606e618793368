"""The checker engine: cases, comparison, diagnosis, verdict. It knows nothing of segmentation.

An exercise is one `Exercise(...)`: reference, comparator, properties with points, cases, a
generator of hidden cases, typical wrong answers with their replies, right answers written
differently, and hints. `judge(exercise, function)` returns a `CheckResult`.
"""

from coursekit.checking import compare, figures, generate
from coursekit.checking.declaration import (
    OWN,
    TYPE,
    Case,
    Convention,
    Exercise,
    Misconception,
    Property,
    case,
    mis,
    prop,
)
from coursekit.checking.judging import judge
from coursekit.checking.questions import Question, judge_choice, read_questions
from coursekit.checking.results import CheckResult, State
from coursekit.checking.sealing import PlainQuestion, choice, right, seal
from coursekit.checking.session import Check

__all__ = [
    "OWN",
    "TYPE",
    "Case",
    "Check",
    "CheckResult",
    "Convention",
    "Exercise",
    "Misconception",
    "PlainQuestion",
    "Property",
    "Question",
    "State",
    "case",
    "choice",
    "compare",
    "figures",
    "generate",
    "judge",
    "judge_choice",
    "mis",
    "prop",
    "read_questions",
    "right",
    "seal",
]
