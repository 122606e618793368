"""E2: count the objects of a label image."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen


def _count(labels):
    numbers = np.unique(labels)
    return len(numbers[numbers > 0])


def _count_set(labels):
    return len(set(labels.ravel().tolist()) - {0})


def _count_loops(labels):
    seen = []
    for row in labels:
        for number in row:
            if number != 0 and number not in seen:
                seen.append(number)
    return len(seen)


def _count_bins(labels):
    return np.count_nonzero(np.bincount(labels.ravel())[1:])


def _count_regions(labels):
    import skimage as ski

    return len(ski.measure.regionprops(labels))


def _case(rng: np.random.Generator) -> Case:
    which = rng.choice(["gaps", "gaps", "no background", "empty", "one row"])
    if which == "empty":
        return case(np.zeros(gen.shape(rng), int), kind="labels without an object")
    numbers = 1 + rng.choice(19, size=int(rng.integers(1, 6)), replace=False)
    if which == "one row":
        labels = gen.labels(rng, [0, *numbers], (1, int(rng.integers(7, 12))))
        return case(labels.astype(np.uint8), kind="labels in one row")
    if which == "no background":
        return case(gen.labels(rng, numbers.tolist()), kind="labels without background")
    kind = rng.choice(["int64", "int32", "uint16"])
    return case(gen.labels(rng, [0, *numbers]).astype(kind), kind="numbers with gaps")


COUNT_OBJECTS = Exercise(
    id="a07.count_objects",
    code="E2",
    kind="F",
    title="Count the objects",
    function="count_objects",
    signature="(labels)",
    minutes=3,
    reference=imaging.count_objects,
    compare=cmp.scalar(whole=True),
    props=(prop("core", 1, "the numbers that occur, without 0"),),
    cases=(
        case(
            np.array([[1, 1, 0, 5], [0, 0, 0, 5], [9, 9, 0, 0]]),
            alt="three objects with the numbers 1, 5 and 9",
        ),
        case(np.array([[2, 2, 4, 4, 4]]), alt="one row without background: 2, 2, 4, 4, 4"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "largest-number",
            lambda labels: int(labels.max()),
            "This is the largest number. Is it the number of objects when some were removed?",
            topic="largest number",
        ),
        mis(
            "background-counted",
            lambda labels: len(np.unique(labels)),
            "You count every number that occurs. Is 0 an object?",
            topic="background",
        ),
        mis(
            "one-less",
            lambda labels: len(np.unique(labels)) - 1,
            "You take one away for the background. What if no pixel is background?",
            topic="background",
        ),
        mis(
            "pixels",
            lambda labels: int(np.count_nonzero(labels)),
            "You count pixels. How many pixels can one object have?",
            topic="label image",
        ),
        mis(
            "components-of-the-mask",
            lambda labels: int(scipy.ndimage.label(labels > 0)[1]),
            "Objects that touch count as one: you made a mask of them first. What do their "
            "numbers tell you?",
            topic="label image",
        ),
        mis(
            "list-of-numbers",
            lambda labels: np.unique(labels[labels > 0]),
            "You return the numbers that occur. How many are they?",
            topic="label image",
        ),
        mis(
            "range-of-numbers",
            lambda labels: int(labels.max()) - int(labels.min()),
            "You take the smallest number from the largest. Do all numbers between them occur?",
            topic="largest number",
        ),
    ),
    variants=(_count, _count_set, _count_loops, _count_bins, _count_regions),
    hints=(
        "Which different numbers occur in the array?",
        "`np.unique(labels)` lists them in rising order. One of them is no object.",
        "`numbers[numbers > 0]` leaves the background out; `len` counts.",
    ),
)
