"""Compare answers that are functions or models: by what they do when they are used.

Each fault is a finding, as in the exercises that return a figure. The name of a finding holds what
was given, so that two wrong answers are the same only if they do the same.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from coursekit.checking import case
from coursekit.checking.compare import Comparator, Scalar
from coursekit.checking.figures import Call, FigureComparator, Finding
from coursekit.checking.reading import Odd, plain
from coursekit.checking.running import run
from coursekit.checking.values import show_value

LIMIT = 2.0  # seconds for one use


@dataclass(frozen=True)
class Use:
    """One way to use what was returned."""

    words: str  # "for the samples [0.1, 0.3]"
    use: Callable[[Any], Any]
    prop: str = ""


@dataclass(frozen=True)
class Behaviour(FigureComparator):
    """Compare what an answer does with what the right one does, use by use."""

    reads: ClassVar[str] = "object"

    right: Callable[[Call], Any] = lambda call: None
    uses: Callable[[Call], Sequence[Use]] = lambda call: ()
    kind: str = "a function"  # what should be returned, in words
    needs: Callable[[Any], bool] = callable
    outcome: Comparator = field(default_factory=Scalar)

    def findings(self, call: Call, seen: Any) -> tuple[Finding, ...]:
        """Use the answer, and tell the first thing of each property that is not right."""
        if not self.needs(seen):
            given = show_value(plain(seen))
            words = f"You should return {self.kind}; you return {given}."
            return (Finding(f"returns-{_digest(plain(seen))}", words),)
        right = self.right(call)
        found: dict[str, Finding] = {}
        for use in self.uses(call):
            finding = self._finding(use, right, seen)
            if finding is not None:
                found.setdefault(use.prop, finding)
        return tuple(found.values())

    def _finding(self, use: Use, right: Any, value: Any) -> Finding | None:
        wanted, outcome = plain(use.use(right)), run(use.use, case(value), LIMIT)
        if outcome.out_of_time:
            return Finding("late", f"{use.words}, what you return takes too long.", use.prop)
        if outcome.fault:
            fault = outcome.fault
            words = f"{use.words}, what you return stops with {fault.kind}: {fault.message}"
            return Finding(f"stops-{fault.kind}", words, use.prop)
        got = plain(outcome.value)
        if not self.outcome.equal(wanted, got):
            words = f"{use.words}, it should give {show_value(wanted)}; yours: {show_value(got)}."
            return Finding(f"gives-{_digest(got)}", words, use.prop)
        words = self.outcome.type_fault(wanted, got) or ""
        return Finding("other-type", f"{use.words}: {words}", use.prop) if words else None


def _digest(value: Any) -> str:
    words = value.kind if isinstance(value, Odd) else show_value(value, most=4096)
    return hashlib.sha256(words.encode()).hexdigest()[:12]
