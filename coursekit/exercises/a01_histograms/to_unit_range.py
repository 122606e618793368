"""E2: bring an image to the range 0 to 1."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a01_histograms.images import any_image


def _unit_if(image):
    largest = image.max()
    if largest == 0:
        return np.zeros(image.shape)
    return image / largest


def _unit_float32(image):
    scaled = image.astype(np.float32)
    return scaled / max(scaled.max(), np.float32(1e-30))


def _unit_loops(image):
    largest = max(float(grey) for line in image for grey in line)
    result = np.zeros(image.shape)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            if largest > 0:
                result[row, column] = float(image[row, column]) / largest
    return result


def _unit_divide(image):
    scaled = np.array(image, dtype=float)
    if scaled.any():
        np.divide(scaled, np.max(scaled), out=scaled)
    return scaled


def _unit_interp(image):
    largest = float(image.max())
    return np.interp(image, (0, largest or 1.0), (0, 1))


def _unit_floor(image):
    return image // max(image.max(), 1) if image.dtype.kind == "u" else image // (image.max() or 1)


def _unit_type(image):
    return image / np.iinfo(image.dtype).max if image.dtype.kind == "u" else image * 1.0


def _unit_min_max(image):
    low, high = float(image.min()), float(image.max())
    return (image - low) / (high - low) if high > low else np.zeros(image.shape)


def _unit_in_place(image):
    if image.max() > 0:
        image[:] = image / image.max()
    return image


def _unit_sum(image):
    return image / image.sum() if image.any() else np.zeros(image.shape)


def _unit_ones(image):
    return image / image.max() if image.any() else np.ones(image.shape)


def _unit_case(rng: np.random.Generator) -> Case:
    image = any_image(rng)
    if rng.random() < 0.2:
        return case(image * 0, prop="zeros", kind="an image that is 0 everywhere")
    if rng.random() < 0.3:
        image = image.astype(float) * 3.7
    return case(image, kind=f"another image of type {image.dtype}")


TO_UNIT_RANGE = Exercise(
    id="a01.to_unit_range",
    code="E2",
    kind="F",
    title="Bring an image to the range 0 to 1",
    function="to_unit_range",
    signature="(image)",
    minutes=3,
    reference=imaging.to_unit_range,
    compare=cmp.array(kinds="f"),
    props=(
        prop("core", 0.5, "divided by the largest grey value"),
        prop("zeros", 0.25, "an image of zeros stays zero"),
        prop(TYPE, 0.25, "a new float image; the given one is unchanged"),
    ),
    cases=(
        case(gen.u8([[20, 50, 200], [100, 80, 40]])),
        case(np.array([[9416, 47081, 1000]], dtype=np.uint16)),
        case(np.array([[0.5, 2.0], [1.5, 0.2], [1.0, 0.7]])),
        case(gen.u8([[0, 0, 0], [0, 0, 0]]), prop="zeros", alt="two rows of three zeros, uint8"),
    ),
    hidden=_unit_case,
    misconceptions=(
        mis(
            "floor",
            _unit_floor,
            "Nearly everything became 0: `//` throws the digits behind the point away. Which sign "
            "divides and keeps them?",
            topic="integer division",
        ),
        mis(
            "by-255",
            lambda image: image / 255,
            "You divided by 255, whatever the image holds. Which number should the brightest pixel "
            "of this image be divided by?",
            topic="type and range",
        ),
        mis(
            "by-256",
            lambda image: image / 256,
            "You divided by 256, the number of grey values of uint8. Can any pixel then become 1?",
            topic="type and range",
        ),
        mis(
            "by-type",
            _unit_type,
            "You divided by the largest number that fits into the type. Does this image use all of "
            "it?",
            topic="type and range",
        ),
        mis(
            "min-max",
            _unit_min_max,
            "Your darkest pixel became 0. The task only divides: what happens to a pixel of 20 "
            "when the largest is 200?",
            topic="type and range",
        ),
        mis(
            "no-zero",
            lambda image: image / image.max(),
            "One image gave nan, which means 0 divided by 0. In which image is the largest grey "
            "value 0?",
            topic="division by zero",
        ),
        mis(
            "zero-is-one",
            _unit_ones,
            "An image that is black everywhere came back white. Which number should stay 0?",
            topic="division by zero",
        ),
        mis(
            "in-place",
            _unit_in_place,
            "You wrote the result into the image that you were given. Who else may still need it, "
            "and is there room for fractions in uint8?",
            topic="changing the argument",
        ),
        mis(
            "type-only",
            lambda image: image.astype(float),
            "The numbers have a decimal point now, but the same size as before. Does a new type "
            "change the range?",
            topic="type and range",
        ),
        mis(
            "share",
            _unit_sum,
            "You divided by the sum of all pixels. Which pixel should become 1?",
            topic="type and range",
        ),
        mis(
            "clipped",
            lambda image: np.clip(image.astype(float), 0, 1),
            "Everything above 1 was cut off, so bright and very bright are the same now. Which "
            "operation keeps their ratio?",
            topic="type and range",
        ),
    ),
    variants=(_unit_if, _unit_float32, _unit_loops, _unit_divide, _unit_interp),
    hints=(
        "Which pixel should become 1? Look for its grey value first.",
        "Two cases: the largest grey value is 0, or it is not. In the first, `np.zeros` helps.",
        "`if largest == 0: return np.zeros(image.shape)`, then return the image divided by "
        "`largest`.",
    ),
)
