"""What an exercise is: one declaration that holds its cases, typical answers, words and points."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from coursekit.checking.compare import Comparator

TYPE = "type"  # property judged by the engine: right type, arguments unchanged
OWN = "own"  # property judged by the engine: written by the learner, not borrowed


@dataclass(frozen=True)
class Case:
    """One call: the arguments, the property that it tests, and words for people."""

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    prop: str = ""  # "" stands for the first property of the exercise
    alt: str = ""  # the input in words, where the printed arguments would not tell
    kind: str = ""  # what is special about a hidden case: "masks that are both empty"
    origin: str = "public"  # public, witness or hidden


def case(*args: Any, prop: str = "", alt: str = "", kind: str = "", **kwargs: Any) -> Case:
    """Make a case from the arguments of the call."""
    return Case(args=args, kwargs=kwargs, prop=prop, alt=alt, kind=kind)


@dataclass(frozen=True)
class Property:
    """A part of an exercise with its own points: all of them or none."""

    name: str
    points: float
    text: str
    compare: Comparator | None = None  # instead of the exercise's comparator


prop = Property


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that real learners give, with the reply that it deserves."""

    name: str
    function: Callable[..., Any]
    message: str
    topic: str = ""
    same_as: str = ""  # name of a misconception that no case can tell from this one


mis = Misconception


@dataclass(frozen=True)
class Convention:
    """A choice that could have been made otherwise.

    `switched` names the misconception that becomes the right answer when a course chooses the
    other way.
    """

    text: str
    switched: str = ""
    switched_text: str = ""


@dataclass(frozen=True)
class Exercise:
    """One exercise, declared once.

    `variants` are right answers written differently; the first is written as a learner would
    write it, and the mutants are made from it. `hidden` makes a fresh case from a generator.
    """

    id: str
    code: str
    kind: str
    title: str
    function: str
    signature: str
    minutes: int
    reference: Callable[..., Any]
    compare: Comparator
    props: tuple[Property, ...]
    cases: tuple[Case, ...]
    hidden: Callable[[np.random.Generator], Case]
    misconceptions: tuple[Misconception, ...]
    variants: tuple[Callable[..., Any], ...]
    hints: tuple[str, ...]
    n_hidden: int = 6
    forbid: tuple[str, ...] = ()  # full names of library functions, for the property "own"
    time_limit: float = 2.0  # seconds for one call
    conventions: Mapping[str, Convention] = field(default_factory=dict)
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse a declaration that contradicts itself."""
        names = [prop.name for prop in self.props]
        if not names or names[0] in (TYPE, OWN):
            raise ValueError(f"{self.id}: props must begin with a property of values, got {names}.")
        for where in self.cases:
            if where.prop and where.prop not in names:
                raise ValueError(
                    f"{self.id}: case.prop must be one of {names}, got {where.prop!r}."
                )

    @property
    def points(self) -> float:
        """Points for a complete answer."""
        return sum(prop.points for prop in self.props)

    @property
    def assignment(self) -> str:
        """The first part of the id, such as "a02"."""
        return self.id.partition(".")[0]

    def under(self, name: str) -> "Exercise":
        """Return the exercise with the convention `name` chosen the other way.

        The misconception that the convention names becomes the reference, and the former
        reference becomes a misconception that is told about the choice.

        Raises
        ------
        ValueError
            If the exercise has no convention of this name, or one that cannot be switched.
        """
        convention = self.conventions.get(name, Convention(""))
        chosen = next((m for m in self.misconceptions if m.name == convention.switched), None)
        if chosen is None:
            names = [key for key, value in self.conventions.items() if value.switched]
            raise ValueError(f"{self.id}: the convention must be one of {names}, got {name!r}.")
        former = Misconception(
            f"{name}-default", self.reference, convention.switched_text, topic="convention"
        )
        kept = tuple(m for m in self.misconceptions if m is not chosen)
        return replace(
            self,
            reference=chosen.function,
            misconceptions=(former, *kept),
            variants=(chosen.function,),
            conventions={name: Convention(text=convention.switched_text)},
            version=self.version + 1,
        )
