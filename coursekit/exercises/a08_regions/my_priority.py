"""E6: a rule of one's own for the strength of a wall. Open-ended: no answer is expected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking.compare import as_number
from coursekit.checking.figures import FigureComparator, Finding
from coursekit.checking.values import kind_of_type
from coursekit.exercises.a08_regions.scenes import Graph
from coursekit.imaging.regions import textbook

LIMIT = 0.5  # strong walls of many samples lie above it, weak ones below
FEW = 8  # with fewer samples any finite number is right
STRONG, WEAK = 0.85, 0.2


@dataclass(frozen=True)
class Sensible(FigureComparator):
    """Ask for a finite number that orders clear cases, and is neither mean nor median."""

    reads: ClassVar[str] = "plain"

    def findings(self, call: Mapping[str, Any], seen: Any) -> tuple[Finding, ...]:
        """Say in words what is wrong with the number."""
        number = as_number(seen)
        if number is None:
            words = f"The answer should be one number, but it is {kind_of_type(seen)}."
            return (Finding("no-number", words),)
        if not np.isfinite(number):
            return (Finding("not-finite", f"The answer is {number}.", _property(call)),)
        samples = _samples(call)
        if len(samples) < FEW:
            return ()
        if samples.min() >= STRONG and number <= LIMIT:
            words = (
                f"All samples are {STRONG} or more, and the answer is {number:.3g}. "
                f"On our scale a strong wall lies above {LIMIT}."
            )
            return (Finding("strong-negative" if number < 0 else "strong-low", words),)
        if samples.max() <= WEAK and number >= LIMIT:
            words = (
                f"All samples are {WEAK} or less, and the answer is {number:.3g}. "
                f"On our scale a weak wall lies below {LIMIT}."
            )
            return (Finding("weak-above-1" if number > 1 else "weak-high", words),)
        return _known(call, number)


def _property(call: Mapping[str, Any]) -> str:
    return "few" if len(_samples(call)) < FEW else ""


def _samples(call: Mapping[str, Any]) -> Any:
    return np.asarray(call["graph"][call["a"], call["b"]])


def _known(call: Mapping[str, Any], number: float) -> tuple[Finding, ...]:
    """Find out whether the number is one that the lesson has already."""
    samples = _samples(call)
    if abs(np.mean(samples) - np.median(samples)) < 0.01:
        return ()
    for name in ("mean", "median"):
        if np.isclose(getattr(np, name)(samples), number):
            return (Finding(f"the-{name}", f"The answer is the {name} of the samples.", "idea"),)
    return ()


def _median_and_size(graph, a, b):
    samples = graph[min(a, b), max(a, b)]
    return float(np.median(samples)) + 0.5 / len(samples)


def _upper_quarter(graph, a, b):
    return np.quantile(graph[a, b], 0.75)


def _smallest(graph, a, b):
    return min(graph[a, b])


def _share_of_strong(graph, a, b):
    strong = [sample for sample in graph[a, b] if sample > 0.5]
    return len(strong) / len(graph[a, b])


def _mean_and_spread(graph, a, b):
    samples = np.asarray(graph[a, b])
    return samples.mean() + 0.5 * samples.std()


def _neighbours_too(graph, a, b):
    common = sum(1 for pair in graph if a in pair or b in pair)
    return textbook.boundary_median(graph, a, b) + 0.02 * common


# --- wrong answers ------------------------------------------------------------------------------


def _of(number):
    return lambda graph, a, b: number(np.asarray(graph[a, b]))


def _spread(samples):
    """Divide by n - 1, as a sample's standard deviation does."""
    apart = ((samples - samples.mean()) ** 2).sum()
    return float(np.sqrt(apart / (len(samples) - 1))) if len(samples) > 1 else float("nan")


def _wall(rng: np.random.Generator, low: float, high: float) -> Graph:
    n = int(rng.integers(12, 20))
    return {
        (2, 7): rng.uniform(low, high, n),
        (2, 9): np.array([0.4, 0.3]),
        (7, 9): np.array([0.6]),
    }


def _case(rng: np.random.Generator) -> Case:
    which = rng.choice(["strong", "weak", "hole", "one"])
    if which == "strong":
        return case(_wall(rng, 0.88, 1), 2, 7, kind="a strong wall")
    if which == "weak":
        return case(_wall(rng, 0, 0.17), 2, 7, kind="a weak wall")
    if which == "one":
        graph = {(1, 4): np.round(rng.uniform(0.1, 0.9, 1), 2), (4, 5): np.array([0.2, 0.4])}
        return case(graph, 1, 4, prop="few", kind="a wall of one sample")
    graph = _wall(rng, 0.88, 1)
    graph[2, 7][:4] = rng.uniform(0, 0.1, 4)
    return case(graph, 2, 7, prop="idea", kind="a wall with a hole")


_STRONG = np.array([0.9, 1.0, 0.9, 0.9, 0.86, 0.9, 1.0, 0.9, 0.9, 1.0])
_WEAK = np.array([0.1, 0.2, 0.1, 0.0, 0.1, 0.1, 0.2, 0.1, 0.0, 0.1])
_HOLE = np.array([0.93, 0.88, 0.97, 0.02, 0.11, 0.91, 0.84, 0.89, 0.04, 0.95])

MY_PRIORITY = Exercise(
    id="a08.my_priority",
    code="E6",
    kind="F",
    title="Your own rule",
    function="my_priority",
    signature="(graph, a, b)",
    minutes=6,
    reference=_median_and_size,
    compare=Sensible(),
    props=(
        prop("core", 1, "strong walls of many samples get more than 0.5, weak ones less"),
        prop("idea", 0.5, "neither the mean nor the median: a wall with a hole tells"),
        prop("few", 0.5, "a finite number for a wall of one sample, too"),
    ),
    cases=(
        case({(1, 2): _STRONG}, 1, 2, alt="a wall of ten samples, all above 0.85"),
        case({(1, 2): _WEAK}, 1, 2, alt="a wall of ten samples, none above 0.2"),
        case({(1, 2): _HOLE}, 1, 2, prop="idea", alt="ten samples, seven strong and three weak"),
        case({(1, 2): np.array([0.6])}, 1, 2, prop="few", alt="a wall of one sample, 0.6"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "likeness",
            _of(lambda samples: 1 - samples.mean()),
            "Your number is high where two regions are alike. Which walls are merged first, those "
            "with a low or a high number?",
            topic="polarity",
        ),
        mis(
            "negative",
            _of(lambda samples: -np.median(samples)),
            "You turn the sign, so strong walls come first. Does a low number mean weak or strong?",
            topic="polarity",
        ),
        mis(
            "mean",
            _of(np.mean),
            "This is the mean. What else do the samples tell: how many, how different?",
            topic="own idea",
        ),
        mis(
            "median",
            _of(np.median),
            "This is the median. What else do the samples tell: how many, how different?",
            topic="own idea",
        ),
        mis(
            "sum",
            _of(np.sum),
            "A wall of ten weak samples gets a high number. Does your rule look at how strong the "
            "samples are, and does a long wall get more only because it is long?",
            topic="mean or sum",
        ),
        mis(
            "size-only",
            _of(lambda samples: 1 / len(samples)),
            "A wall of ten strong samples gets a low number. How do the values of the samples "
            "enter your rule?",
            topic="own idea",
        ),
        mis(
            "spread-of-one",
            _of(lambda samples: samples.mean() + 0.1 * _spread(samples)),
            "With one sample your answer is nan. What is the spread of a single number?",
            topic="single sample",
        ),
        mis(
            "samples",
            _of(lambda samples: samples),
            "You return all samples. Which one number should the queue sort by?",
            topic="one number",
        ),
    ),
    variants=(
        _median_and_size,
        _upper_quarter,
        _smallest,
        _share_of_strong,
        _mean_and_spread,
        _neighbours_too,
    ),
    hints=(
        "Look at one wall: `samples = graph[a, b]`. What would make you distrust it?",
        "Begin with mean or median; add something small that grows with your doubt.",
        "For example `np.median(samples) + 0.5 / len(samples)`, or `np.quantile(samples, 0.75)`.",
    ),
)
