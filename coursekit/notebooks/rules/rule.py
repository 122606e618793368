"""How a rule is written: a generator of complaints, registered by its own name."""

from collections.abc import Callable, Iterator

from coursekit.notebooks.lesson import Lesson
from coursekit.notebooks.script import ScriptCell

Complaint = tuple[ScriptCell, str]
Rule = Callable[[Lesson], Iterator[Complaint]]

RULES: dict[str, Rule] = {}


def rule(check: Rule) -> Rule:
    """Register a rule; `one_title` is reported as "one-title", its docstring is the guide."""
    RULES[check.__name__.replace("_", "-")] = check
    return check
