"""E6: from a bar of the histogram back to its pixels."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a01_histograms.images import any_image


def _between_and(image, low, high):
    return (image >= low) & (image < high)


def _between_logical(image, low, high):
    return np.logical_and(low <= image, np.less(image, high))


def _between_not(image, low, high):
    return ~((image < low) | (image >= high))


def _between_loops(image, low, high):
    mask = np.zeros(image.shape, dtype=bool)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            if low <= image[row, column] < high:
                mask[row, column] = True
    return mask


def _between_product(image, low, high):
    return (image >= low) * (image < high)


def _between_digitize(image, low, high):
    return np.digitize(image.astype(float), [low, high]) == 1


def _case(rng: np.random.Generator) -> Case:
    image = any_image(rng)
    low, high = sorted((gen.value_in(rng, image), gen.value_in(rng, image)))
    kind = rng.choice(["ends occur", "ends occur", "between", "empty", "all"])
    if kind == "between" and image.dtype.kind == "u":
        return case(image, low - 0.5, high + 0.5, kind="ends that do not occur")
    if kind == "empty":
        return case(image, low, low, prop="ends", kind="a range without any grey value")
    if kind == "all":
        return case(image, 0, 2**16, kind="a range that holds every pixel")
    return case(image, low, high, prop="ends", kind="ends that occur in the image")


PIXELS_BETWEEN = Exercise(
    id="a01.pixels_between",
    code="E6",
    kind="F",
    title="From a bar back to its pixels",
    function="pixels_between",
    signature="(image, low, high)",
    minutes=4,
    reference=imaging.pixels_between,
    compare=cmp.mask(),
    props=(
        prop("core", 1, "the pixels inside the range"),
        prop("ends", 0.5, "the lower end belongs to it, the upper end does not"),
        prop(TYPE, 0.5, "a mask of True and False; the given image is unchanged"),
    ),
    cases=(
        case(gen.u8([[5, 15, 25], [35, 12, 28]]), 10, 30),
        case(gen.u8([[9, 10, 11], [29, 30, 31]]), 10, 30, prop="ends"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "both-ends",
            lambda image, low, high: (image >= low) & (image <= high),
            "The upper end is in your range too. Two ranges that touch would then share a pixel: "
            "which sign keeps it out?",
            topic="ends of a range",
        ),
        mis(
            "no-ends",
            lambda image, low, high: (image > low) & (image < high),
            "The lower end is not in your range. A pixel that is exactly `low`: which range would "
            "it belong to?",
            topic="ends of a range",
        ),
        mis(
            "other-end",
            lambda image, low, high: (image > low) & (image <= high),
            "You let the upper end in and kept the lower end out. Which of the two belongs to the "
            "range?",
            topic="ends of a range",
        ),
        mis(
            "either",
            lambda image, low, high: (image >= low) | (image < high),
            "Every pixel is True, since `|` asks for one of the two. Must a pixel pass one "
            "question or both?",
            topic="and, or",
        ),
        mis(
            "chained",
            lambda image, low, high: low <= image < high,
            "Python wanted a single yes or no for the whole table. Write two comparisons: which "
            "sign joins two tables of answers?",
            topic="and, or",
        ),
        mis(
            "no-brackets",
            lambda image, low, high: image >= low & image < high,
            "`&` is done before `>=` and `<`, so it joined `low` and the image. What must stand "
            "around each of the two questions?",
            topic="and, or",
        ),
        mis(
            "outside",
            lambda image, low, high: (image < low) | (image >= high),
            "You marked the pixels outside the range. Which of the two parts was asked for?",
            topic="polarity",
        ),
        mis(
            "low-only",
            lambda image, low, high: image >= low,
            "Bright pixels beyond the upper end are marked too. Where is the second question?",
            topic="and, or",
        ),
        mis(
            "high-only",
            lambda image, low, high: image < high,
            "Dark pixels below the lower end are marked too. Where is the second question?",
            topic="and, or",
        ),
        mis(
            "grey-values",
            lambda image, low, high: np.where((image >= low) & (image < high), image, 0),
            "You returned the grey values. A mask says only yes or no: what does the comparison "
            "itself give?",
            topic="mask type",
        ),
        mis(
            "picked",
            lambda image, low, high: image[(image >= low) & (image < high)],
            "You returned the picked grey values, and their places are lost. What stood between "
            "the brackets?",
            topic="mask type",
        ),
        mis(
            "count",
            lambda image, low, high: int(((image >= low) & (image < high)).sum()),
            "You returned how many pixels there are. The bar already told that: where are they?",
            topic="places and values",
        ),
        mis(
            "picture",
            lambda image, low, high: (((image >= low) & (image < high)) * 255).astype(np.uint8),
            "This is a picture of a mask, with 0 and 255. Which two values does a mask hold?",
            topic="mask type",
        ),
    ),
    variants=(
        _between_and,
        _between_logical,
        _between_not,
        _between_loops,
        _between_product,
        _between_digitize,
    ),
    hints=(
        "Two questions for every pixel: at least `low`? Below `high`?",
        "Each question is a comparison in brackets of its own; `&` joins their answers.",
        "`return (image >= low) & (image ... high)`",
    ),
)
