"""E1: mark the bright or the dark object."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen


def _threshold_where(image, t, bright=True):
    if bright:
        mask = image > t
    else:
        mask = image <= t
    return mask


def _threshold_loops(image, t, bright=True):
    mask = np.zeros(image.shape, dtype=bool)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            mask[row, column] = (image[row, column] > t) == bright
    return mask


def _threshold_not(image, t, bright=True):
    return ~(image <= t) if bright else ~(image > t)


def _threshold_greater(image, t, bright=True):
    mask = np.greater(image, t)
    return mask if bright else np.logical_not(mask)


def _threshold_case(rng: np.random.Generator) -> Case:
    image = gen.image(rng, low=0, high=int(rng.choice([12, 40, 256])))
    t = gen.value_in(rng, image)  # the threshold always occurs
    if rng.random() < 0.3:
        image, t = (image / 255).astype(np.float32), float(np.float32(t / 255))
    if rng.random() < 0.4:
        return case(image, t, bright=False, prop="dark", kind="dark objects")
    return case(image, t, kind="another image and threshold")


APPLY_THRESHOLD = Exercise(
    id="a02.apply_threshold",
    code="E1",
    kind="F",
    title="Cut an image in two",
    function="apply_threshold",
    signature="(image, t, bright=True)",
    minutes=4,
    reference=imaging.apply_threshold,
    compare=cmp.mask(),
    props=(
        prop("bright", 1, "bright objects: the pixels above t"),
        prop("dark", 0.5, "dark objects, with the pixels equal to t"),
        prop(TYPE, 0.5, "a mask of True and False; the image is unchanged"),
    ),
    cases=(
        case(gen.u8([[10, 50, 90]]), 50, alt="one row: 10, 50, 90; threshold 50"),
        case(
            gen.u8([[10, 50, 90, 20]]),
            50,
            bright=False,
            prop="dark",
            alt="one row: 10, 50, 90, 20; threshold 50; dark objects",
        ),
    ),
    hidden=_threshold_case,
    misconceptions=(
        mis(
            "ge",
            lambda image, t, bright=True: (image >= t) if bright else (image < t),
            "Pixels equal to the threshold count as bright. Which sign keeps them out?",
            topic="strictness",
        ),
        mis(
            "other-side",
            lambda image, t, bright=True: (image <= t) if bright else (image > t),
            "You selected the other side of the cut. On which side are bright pixels?",
            topic="polarity",
        ),
        mis(
            "always-bright",
            lambda image, t, bright=True: image > t,
            "The answer for dark objects is the one for bright objects. Where is `bright` used?",
            topic="polarity",
        ),
        mis(
            "picture",
            lambda image, t, bright=True: np.uint8(255) * (image > t if bright else image <= t),
            "This is a picture of a mask (0 and 255), not a mask. What does a comparison return "
            "by itself?",
            topic="mask type",
        ),
        mis(
            "grey-values",
            lambda image, t, bright=True: np.where(image > t if bright else image <= t, image, 0),
            "These are the grey values of the chosen pixels. Which pixels are chosen, True or "
            "False?",
            topic="mask type",
        ),
        mis(
            "other-scale",
            lambda image, t, bright=True: (image > t / 255) if bright else (image <= t / 255),
            "You divide the threshold by 255, the image stays as it is. Are both on one scale?",
            topic="range",
        ),
        mis(
            "own-mean",
            lambda image, t, bright=True: (
                (image > image.mean()) if bright else (image <= image.mean())
            ),
            "The cut lies at the mean of the image. Which cut does the caller ask for?",
            topic="ignores the argument",
        ),
        mis(
            "dark-strict",
            lambda image, t, bright=True: (image > t) if bright else (image < t),
            "For dark objects, pixels equal to t belong to no side. Are they bright or dark?",
            topic="strictness",
        ),
    ),
    variants=(_threshold_where, _threshold_loops, _threshold_not, _threshold_greater),
    hints=(
        "A comparison of an array with a number compares each pixel.",
        "First the bright object. A dark object is everything else.",
        "`if bright:` then `return image > t`. Which sign is its exact opposite?",
    ),
    conventions={
        "edge": Convention(
            text="A pixel equal to t is dark.",
            switched="ge",
            switched_text="In this course run a pixel equal to t is bright.",
        )
    },
)
