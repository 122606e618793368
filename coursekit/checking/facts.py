"""Step 0 of the ladder: what happened can be stated without any guess."""

import inspect
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from coursekit.checking.declaration import Exercise
from coursekit.checking.reading import plain
from coursekit.checking.results import Diagnosis, State
from coursekit.checking.shown import an
from coursekit.checking.values import kind_of_type

if TYPE_CHECKING:
    from coursekit.checking.judging import Tried

NOT_ANSWERED = Diagnosis(
    "not-answered", "Not answered yet: replace the `...` by your own lines.", "fact"
)
NESTED = Diagnosis(
    "nested", "The function calls its own check. Put the line with `check` below it.", "fact"
)
UNFINISHED = Diagnosis(
    "unfinished",
    "What ran is right, but it took so long that not all cases could be tried. "
    "Which step is done more often than needed?",
    "fact",
)


# --- before running --------------------------------------------------------------------------


def before_running(exercise: Exercise, function: Any) -> tuple[State, Diagnosis] | None:
    """Tell of what is no function at all, or takes other arguments."""
    if function is ... or function is None:
        return State.NOT_ANSWERED, NOT_ANSWERED
    if not callable(function):
        fault = Diagnosis(
            "not-callable",
            f"Give the function itself: check.{exercise.function}({exercise.function}), without "
            f"calling it. What came here is {kind_of_type(plain(function))}.",
            "fact",
        )
        return State.NOT_YET, fault
    words = _arity_fault(exercise, function)
    return (State.NOT_YET, Diagnosis("arguments", words, "fact")) if words else None


def _arity_fault(exercise: Exercise, function: Callable[..., Any]) -> str:
    """Compare the signature with the calls that will be made."""
    try:
        signature = inspect.signature(function)
    except Exception:  # functions of C have none, and odd objects do odd things
        return ""
    for case in exercise.cases:
        try:
            signature.bind(*case.args, **case.kwargs)
        except TypeError as error:
            wanted = f"{exercise.function}{exercise.signature}"
            return f"The function must accept {wanted}, but Python says: {error}."
    return ""


# --- after running ---------------------------------------------------------------------------


def borrowed(names: Sequence[str]) -> Diagnosis:
    """Say that a library did the work that the exercise asks the learner to do."""
    return Diagnosis(
        "borrowed",
        f"The answers are right, but they come from `{names[0]}`. This exercise asks for your own "
        "steps.",
        "fact",
    )


def replaced_note(name: str) -> tuple[str, ...]:
    """Say that the notebook has overwritten a function of NumPy or Python."""
    if not name:
        return ()
    words = f"`{name}` was overwritten in this notebook; the check used the original."
    return (f"{words} Restart the kernel to get it back.",)


def notes(outside: Sequence[str], tried: "Sequence[Tried]") -> tuple[str, ...]:
    """Collect remarks that cost nothing."""
    remarks = []
    if outside:
        remarks.append(
            f"Your function reads `{outside[0]}` from the notebook, not from its arguments."
        )
    if any(one.got.outcome.changed and not one.right for one in tried):
        remarks.append("Your function changes the array that it was given.")
    warned = sorted({text for one in tried for text in one.got.outcome.warned})
    if warned:
        remarks.append(f"Python warned while it ran: {warned[0]}")
    if any(one.got.outcome.shares and one.passed for one in tried):
        remarks.append(
            "The result shares its memory with the argument: a change of one shows in both."
        )
    return tuple(remarks)


def stated(exercise: Exercise, failing: "Sequence[Tried]") -> Diagnosis | None:
    """Name the first fact about the failing cases: time, exception, nothing returned, type."""
    return (
        _too_slow(exercise, failing)
        or _exception(failing)
        or _nothing_returned(failing)
        or _missing_exception(failing)
        or _changed(failing)
        or _types(failing)
    )


def _too_slow(exercise: Exercise, failing: "Sequence[Tried]") -> Diagnosis | None:
    if not any(one.got.outcome.out_of_time for one in failing):
        return None
    return Diagnosis(
        "too-slow",
        f"The function did not end within {exercise.time_limit:g} seconds on a tiny input. "
        "Is there a loop that never stops?",
        "fact",
    )


def _exception(failing: "Sequence[Tried]") -> Diagnosis | None:
    """Show the learner's own line of an exception where none was expected."""
    unexpected = (one.got.outcome.fault for one in failing if not one.expected.outcome.fault)
    fault = next(filter(None, unexpected), None)
    if fault is None:
        return None
    where = f" in your line `{fault.source}`" if fault.source else ""
    message = fault.message.removesuffix(".") or "no message"
    words = (
        f"Python stopped with {fault.kind}{where}: {message}. {_FAULT_WORDS.get(fault.kind, '')}"
    )
    return Diagnosis(f"exception-{fault.kind}", words.strip(), "fact")


_FAULT_WORDS = {
    "NameError": "Is each name defined inside the function, or imported at the top?",
    "RecursionError": "The function calls itself without an end.",
    "SystemExit": "A function should return its answer, not leave Python.",
    "IndexError": "A position lies outside the array: which shape does it have?",
    "ZeroDivisionError": "Which input makes the lower part of the fraction 0?",
}


def _nothing_returned(failing: "Sequence[Tried]") -> Diagnosis | None:
    outcomes = [one.got.outcome for one in failing]
    if any(outcome.value is not None or outcome.fault for outcome in outcomes):
        return None
    if any(outcome.printed for outcome in outcomes):
        return Diagnosis(
            "printed", "The function prints its answer. Give it back with `return` instead.", "fact"
        )
    return Diagnosis("no-return", "The function returns nothing. Is the `return` missing?", "fact")


def _missing_exception(failing: "Sequence[Tried]") -> Diagnosis | None:
    """Only inputs that must be refused fail."""
    kinds = [one.expected.outcome.fault for one in failing]
    if not all(kinds) or kinds[0] is None:
        return None
    words = f"Some input cannot be used: the function should refuse it with {an(kinds[0].kind)}"
    given = next(filter(None, (one.got.outcome.fault for one in failing)), None)
    ending = f", it stops with {given.kind}." if given else ", it returns a value."
    return Diagnosis("not-refused", words + ending, "fact")


def _changed(failing: "Sequence[Tried]") -> Diagnosis | None:
    """The values are right, but the argument is no longer what it was."""
    if all(one.right for one in failing) and any(one.got.outcome.changed for one in failing):
        return Diagnosis(
            "changed-input",
            "The answer is right, but your function changes the array that it was given. "
            "Work on a copy, or make a new array.",
            "fact",
        )
    return None


def _types(failing: "Sequence[Tried]") -> Diagnosis | None:
    """The values are right, their type is not."""
    faults = [one.type_fault for one in failing if one.right and one.type_fault]
    if len(faults) == len(failing):
        return Diagnosis("type", faults[0], "fact")
    return None
