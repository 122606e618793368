"""E3: exchange dark and bright."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a01_histograms.images import small_size


@dataclass(frozen=True)
class _SameKind(cmp.Array):
    """An array whose type is of the same kind as the expected one: uint8, or floats."""

    def type_fault(self, expected: Any, got: Any) -> str | None:
        fault = super().type_fault(expected, got)
        if fault or (got.dtype.kind == expected.dtype.kind == "f") or got.dtype == expected.dtype:
            return fault
        return (
            f"The values are right, but a {expected.dtype} image should stay one, not {got.dtype}."
        )


def _invert_if(image):
    if image.dtype == np.uint8:
        return 255 - image
    return 1 - image


def _invert_loops(image):
    white = 255 if image.dtype == np.uint8 else 1
    result = image.copy()
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            result[row, column] = white - image[row, column].item()
    return result


def _invert_bits(image):
    return np.invert(image) if image.dtype.kind == "u" else np.subtract(1.0, image)


def _invert_table(image):
    if image.dtype.kind == "f":
        return 1.0 - image.astype(np.float64)
    return np.arange(255, -1, -1, dtype=np.uint8)[image]


def _invert_library(image):
    from skimage.util import invert

    return invert(image)


def _invert_white(image):
    white = np.iinfo(image.dtype).max if np.issubdtype(image.dtype, np.integer) else 1.0
    return (white - image.astype(float)).astype(image.dtype)


def _invert_abs(image):
    return np.abs(image - image.dtype.type(255 if image.dtype.kind == "u" else 1))


def _invert_own_range(image):
    return (image.max() - image) + image.min()


def _invert_case(rng: np.random.Generator) -> Case:
    high = int(rng.choice([100, 250, 256]))
    image = gen.image(rng, small_size(rng), low=int(rng.choice([0, 3])), high=high)
    if rng.random() < 0.5:
        return case(image, kind="another uint8 image")
    image = (image / 260).astype(rng.choice(["float64", "float32"]))
    return case(image, prop="float", kind="another float image")


INVERT = Exercise(
    id="a01.invert",
    code="E3",
    kind="F",
    title="Invert an image",
    function="invert",
    signature="(image)",
    minutes=3,
    reference=imaging.invert,
    compare=_SameKind(),
    props=(
        prop("core", 0.5, "uint8 images"),
        prop("float", 0.25, "float images between 0 and 1"),
        prop(TYPE, 0.25, "the same type; the given image is unchanged"),
    ),
    cases=(
        case(gen.u8([[5, 100, 200]])),
        case(gen.u8([[5, 100, 250], [30, 60, 200]])),
        case(np.array([[0.1, 0.25, 0.75], [0.5, 0.0, 0.9]]), prop="float"),
    ),
    hidden=_invert_case,
    misconceptions=(
        mis(
            "minus",
            lambda image: -image,
            "A minus sign is not enough: uint8 has no room for it, and 200 went round to 56. From "
            "which number must you subtract?",
            topic="uint8 arithmetic",
        ),
        mis(
            "own-maximum",
            lambda image: image.max() - image,
            "You subtracted from the brightest pixel of this image. Is white always there, or does "
            "it belong to the type?",
            topic="type and range",
        ),
        mis(
            "own-range",
            _invert_own_range,
            "You exchanged the darkest and the brightest pixel of this image. Which number is "
            "white for its type?",
            topic="type and range",
        ),
        mis(
            "always-255",
            lambda image: 255 - image,
            "For uint8 this is right. A float image became brighter than 254: which number is "
            "white there?",
            topic="type and range",
        ),
        mis(
            "always-1",
            lambda image: 1 - image,
            "For floats this is right. In uint8, 1 - 100 goes round to 157: which number is white "
            "there?",
            topic="uint8 arithmetic",
        ),
        mis(
            "bits",
            lambda image: ~image,
            "`~` works for whole numbers only, and a float image refuses it. From which number do "
            "you subtract there?",
            topic="type and range",
        ),
        mis(
            "late-abs",
            _invert_abs,
            "In uint8 the subtraction goes round before `abs` can help. Which number should stand "
            "first, so that the result never falls below 0?",
            topic="uint8 arithmetic",
        ),
        mis(
            "upside-down",
            lambda image: image[::-1],
            "The picture stands on its head, but its grey values are the same. What should change: "
            "the places or the numbers?",
            topic="places and values",
        ),
    ),
    variants=(
        _invert_if,
        _invert_loops,
        _invert_bits,
        _invert_table,
        _invert_library,
        _invert_white,
    ),
    hints=(
        "Which number is white in a uint8 image, and which in a float image?",
        "Black must become white: the new grey value is white minus the old one.",
        "`if image.dtype == np.uint8: return 255 - ...`; the other case has another white.",
    ),
)
