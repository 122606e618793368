"""Inputs that several exercises of the assignment share."""

import numpy as np
from numpy.typing import NDArray

from coursekit.checking import generate as gen

Rng = np.random.Generator
Counts = dict[str, int]


def counts(tn: int, fp: int, fn: int, tp: int) -> Counts:
    """Write down four counts."""
    return {"tn": tn, "fp": fp, "fn": fn, "tp": tp}


def some_counts(rng: Rng, low: int = 1, high: int = 60) -> Counts:
    """Draw four counts that all differ, so that no two of them can be mixed up unnoticed."""
    drawn = rng.choice(np.arange(low, high), size=4, replace=False)
    return counts(*drawn.tolist())


def masks_with_all_kinds(rng: Rng) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Draw a truth and a result in which all four kinds occur, and not equally often."""
    while True:
        size = gen.shape(rng, 3, 7)
        truth = gen.mask(rng, size, share=rng.uniform(0.25, 0.6))
        result = truth ^ gen.mask(rng, size, share=rng.uniform(0.2, 0.5))
        pairs = 2 * truth + result
        numbers = np.bincount(pairs.ravel(), minlength=4)
        if numbers.all() and len(set(numbers.tolist())) == 4:
            return truth, result


def one_class_masks(rng: Rng) -> tuple[NDArray[np.bool_], NDArray[np.bool_], str]:
    """Draw masks of which at least one has a single class, and say which."""
    mixed = gen.mask(rng, share=0.5)
    mixed.flat[:2] = False, True
    nothing, everything = np.zeros_like(mixed), np.ones_like(mixed)
    kinds = {
        "two empty masks": (nothing, nothing.copy()),
        "two masks that fill the image": (everything, everything.copy()),
        "opposite masks": (nothing, everything),
        "an empty result": (mixed, nothing),
        "an empty truth": (nothing, mixed),
        "a result that fills the image": (mixed, everything),
    }
    kind = str(rng.choice(list(kinds)))
    return *kinds[kind], kind
