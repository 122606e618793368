"""E2: the weights of a blur along one axis."""

import math

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a03_features.comparators import proportional


def _kernel(sigma, truncate=4.0):
    radius = int(truncate * sigma + 0.5)
    x = np.arange(-radius, radius + 1)
    weights = np.exp(-(x**2) / (2 * sigma**2))
    return weights / weights.sum()


def _kernel_loop(sigma, truncate=4.0):
    radius = round(truncate * sigma)
    weights = []
    for step in range(-radius, radius + 1):
        weights.append(math.exp(-0.5 * (step / sigma) ** 2))
    total = sum(weights)
    return np.array([weight / total for weight in weights])


def _kernel_mirrored(sigma, truncate=4.0):
    radius = int(np.floor(truncate * sigma + 0.5))
    half = np.exp(-(np.arange(radius + 1) ** 2) / sigma / sigma / 2)
    weights = np.concatenate([half[:0:-1], half])
    weights /= np.sum(weights)
    return weights


def _kernel_density(sigma, truncate=4.0):
    radius = round(truncate * sigma)
    x = np.linspace(-radius, radius, 2 * radius + 1)
    density = np.exp(-(x**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
    return density / density.sum()


# --- wrong answers ------------------------------------------------------------------------------


def _formula(formula, radius=lambda sigma, truncate: int(truncate * sigma + 0.5), total=np.sum):
    """Build an answer from the weight at a step, the radius, and what divides the weights."""

    def answer(sigma, truncate=4.0):
        reach = radius(sigma, truncate)
        weights = formula(np.arange(-reach, reach + 1).astype(float), sigma)
        return weights / total(weights)

    return answer


def _bell(x, sigma):
    return np.exp(-(x**2) / (2 * sigma**2))


def _even(sigma, truncate=4.0):
    radius = int(truncate * sigma + 0.5)
    weights = _bell(np.arange(-radius, radius), sigma)
    return weights / weights.sum()


def _one_side(sigma, truncate=4.0):
    weights = _bell(np.arange(int(truncate * sigma + 0.5) + 1), sigma)
    return weights / weights.sum()


def _density(sigma, truncate=4.0):
    radius = int(truncate * sigma + 0.5)
    return _bell(np.arange(-radius, radius + 1), sigma) / (sigma * np.sqrt(2 * np.pi))


def _always_nine(sigma, truncate=4.0):
    x = np.linspace(-truncate * sigma, truncate * sigma, 9)
    return _bell(x, sigma) / _bell(x, sigma).sum()


def _steps_off_the_middle(sigma, truncate=4.0):
    x = np.arange(-truncate * sigma, truncate * sigma + 1)
    return _bell(x, sigma) / _bell(x, sigma).sum()


def _case(rng: np.random.Generator) -> Case:
    which = rng.random()
    if which < 0.35:
        sigma, truncate = _settings(rng)
        return case(sigma, truncate, prop="truncate", kind="another `truncate`")
    sigma = float(rng.choice([0.3, 0.6, 0.7, 0.9, 1.0, 1.2, 1.4, 1.6, 2.0, 2.4, 3.0]))
    if which < 0.6:
        return case(sigma, prop="sum", kind="the sum of the weights")
    return case(sigma, kind="another sigma")


def _settings(rng: np.random.Generator) -> tuple[float, float]:
    """Draw two numbers whose product is not near a half, where rounding is a matter of taste."""
    while True:
        sigma = float(rng.choice([0.4, 0.8, 1.0, 1.3, 1.7, 2.0]))
        truncate = float(rng.choice([0.2, 1.0, 1.8, 2.0, 2.7, 3.0]))
        if abs(sigma * truncate % 1 - 0.5) > 0.05:
            return sigma, truncate


GAUSSIAN_KERNEL_1D = Exercise(
    id="a03.gaussian_kernel_1d",
    code="E2",
    kind="W",
    title="A row of weights",
    function="gaussian_kernel_1d",
    signature="(sigma, truncate=4.0)",
    minutes=7,
    reference=imaging.gaussian_kernel_1d,
    compare=cmp.array(kinds="f"),
    props=(
        prop("core", 1, "the bell curve, up to a factor", compare=proportional()),
        prop("sum", 0.5, "weights that add up to 1"),
        prop("truncate", 1, "the length follows `truncate`"),
        prop(TYPE, 0.5, "an array of floats"),
    ),
    cases=(
        case(0.5, alt="sigma 0.5, so a radius of 2"),
        case(0.5, prop="sum", alt="sigma 0.5, so a radius of 2"),
        case(1.0, 1.0, prop="truncate", alt="sigma 1, truncate 1, so a radius of 1"),
    ),
    hidden=_case,
    n_hidden=8,
    forbid=("scipy.ndimage.gaussian_filter", "scipy.ndimage.gaussian_filter1d"),
    misconceptions=(
        mis(
            "not-divided",
            _formula(_bell, total=lambda weights: 1),
            "The shape is right, but the weights add up to more than 1: a blur with them makes "
            "the picture brighter. What could you divide all of them by?",
            topic="sum of weights",
        ),
        mis(
            "density",
            _density,
            "The formula with the square root makes the area under the whole curve 1. Do a few "
            "samples of the curve add up to exactly 1 as well?",
            topic="sum of weights",
        ),
        mis(
            "sigma-not-squared",
            _formula(lambda x, sigma: np.exp(-(x**2) / (2 * sigma))),
            "Sigma itself stands below the line; at sigma 1 nobody would notice. What is done to "
            "sigma there in the formula?",
            topic="formula",
        ),
        mis(
            "two-missing",
            _formula(lambda x, sigma: np.exp(-(x**2) / sigma**2)),
            "Your bell is too narrow by a constant factor. Which number stands beside the square "
            "of sigma?",
            topic="formula",
        ),
        mis(
            "x-not-squared",
            _formula(lambda x, sigma: np.exp(-np.abs(x) / (2 * sigma**2))),
            "Your curve is a tent with a sharp top, not a bell. What is done to the distance x?",
            topic="formula",
        ),
        mis(
            "brackets",
            _formula(lambda x, sigma: np.exp(-(x**2) / 2 * sigma**2)),
            "A larger sigma makes your bell narrower: `/ 2 * sigma**2` divides by 2 and then "
            "multiplies. What do brackets change?",
            topic="formula",
        ),
        mis(
            "sigma-above",
            _formula(lambda x, sigma: np.exp(-(x**2) / 2 * sigma)),
            "A larger sigma makes your bell narrower: it stands above the line, and is not "
            "squared. What belongs below the line, and where do its brackets stand?",
            topic="formula",
        ),
        mis(
            "box",
            _formula(lambda x, sigma: np.ones_like(x)),
            "All weights are equal: that is the mean of section 1. Which pixels should count more?",
            topic="formula",
        ),
        mis(
            "even-length",
            _even,
            "One weight is missing at the right end. Does `np.arange` hold its last number?",
            topic="length",
        ),
        mis(
            "one-side",
            _one_side,
            "You have the middle and one side. On how many sides of a pixel are neighbours?",
            topic="length",
        ),
        mis(
            "rounded-down",
            _formula(_bell, radius=lambda sigma, truncate: int(truncate * sigma)),
            "For some sigmas the kernel is too short: `int` cuts off, so 3.6 becomes 3. How can "
            "it become 4?",
            topic="length",
        ),
        mis(
            "rounded-up",
            _formula(_bell, radius=lambda sigma, truncate: math.ceil(truncate * sigma)),
            "For some sigmas the kernel is too long: 1.2 becomes 2. To which whole number is 1.2 "
            "nearest?",
            topic="length",
        ),
        mis(
            "truncate-ignored",
            _formula(_bell, radius=lambda sigma, truncate: int(4 * sigma + 0.5)),
            "The kernel has the same length for every `truncate`. Where is the argument used?",
            topic="ignores the argument",
        ),
        mis(
            "truncate-in-pixels",
            _formula(_bell, radius=lambda sigma, truncate: int(truncate + 0.5)),
            "Your kernel is as long for a wide bell as for a narrow one. In which unit is "
            "`truncate` given: pixels, or sigmas?",
            topic="length",
        ),
        mis(
            "whole-length",
            _formula(_bell, radius=lambda sigma, truncate: int(truncate * sigma / 2 + 0.5)),
            "Your whole kernel is as long as one of its sides should be. From the middle, how "
            "many sigmas should each side reach?",
            topic="length",
        ),
        mis(
            "steps-off-the-middle",
            _steps_off_the_middle,
            "At some sigmas your steps start between two pixels, so none of them is 0 and the bell "
            "is lopsided. Which numbers should be rounded before the steps are made?",
            topic="length",
        ),
        mis(
            "always-nine",
            _always_nine,
            "You always take nine samples, and their distance changes with sigma. How far apart "
            "are two neighbouring pixels?",
            topic="length",
        ),
    ),
    variants=(_kernel, _kernel_loop, _kernel_mirrored, _kernel_density),
    hints=(
        "The steps from the middle are whole numbers: `np.arange(-radius, radius + 1)`.",
        "`int(truncate * sigma + 0.5)` rounds a positive number to the nearest whole one.",
        "`np.exp(-x**2 / (2 * sigma**2))` gives the heights; what is still missing is one "
        "division.",
    ),
    conventions={
        "length": Convention(
            text="The radius is `truncate` times sigma, rounded to the nearest whole number."
        )
    },
)
