"""Inputs that several exercises of the assignment share."""

import numpy as np
from numpy.typing import NDArray

from coursekit.checking import generate as gen

Rng = np.random.Generator


def cut_scores(image: NDArray[np.uint8]) -> dict[int, float]:
    """Return Otsu's score of each grey value that occurs, the brightest left out."""
    scores = {}
    for t in np.unique(image)[:-1].tolist():
        dark, bright = image[image <= t], image[image > t]
        scores[t] = dark.size * bright.size * (bright.mean() - dark.mean()) ** 2
    return scores


def has_one_best_cut(image: NDArray[np.uint8]) -> bool:
    """Tell whether one cut is so much better than all others that rounding plays no part."""
    scores = sorted(cut_scores(image).values())
    return bool(scores) and (len(scores) == 1 or scores[-2] < scores[-1] * (1 - 1e-6))


def image_to_cut(rng: Rng) -> tuple[NDArray[np.uint8], str]:
    """Draw a uint8 image with one best cut, and say what is special about it.

    Neighbouring grey values occur, so that a cut that is one off gives another mask.
    """
    while True:
        drawn, kind = _some_image(rng)
        if has_one_best_cut(drawn):
            return drawn, kind


def _some_image(rng: Rng) -> tuple[NDArray[np.uint8], str]:
    size = gen.shape(rng, 4, 12)
    which = rng.choice(["hills", "tail", "extremes", "few", "lone", "neighbours"])
    if which == "hills":
        low, width = int(rng.integers(0, 90)), int(rng.integers(4, 20))
        return gen.two_hills(rng, size, low + 20, low + 20 + 3 * width, width), "a dense histogram"
    if which == "tail":
        drawn = (rng.exponential(rng.uniform(2, 20), size) + rng.integers(0, 60)).clip(0, 255)
        return drawn.astype(np.uint8), "one hill with a long tail"
    if which == "extremes":
        dark, bright = int(rng.integers(0, 190)), int(rng.integers(200, 256))
        drawn = gen.two_hills(rng, size, dark, bright, 30)  # many pixels are cut off at 255
        drawn.flat[0], drawn.flat[-1] = 0, 255
        return drawn, "an image with the grey values 0 and 255"
    if which == "lone":
        drawn = gen.image(rng, size, 60, 75)
        drawn.flat[int(rng.integers(drawn.size))] = int(rng.integers(0, 30))
        return drawn, "one pixel that is darker than all others"
    if which == "neighbours":
        grey = int(rng.integers(0, 255))
        drawn = gen.image(rng, size, grey, grey + 2)
        drawn.flat[0], drawn.flat[-1] = grey, grey + 1
        return drawn, "two neighbouring grey values"
    return gen.image(rng, size, 0, int(rng.integers(3, 9))), "few grey values"


def image_with_a_tie(rng: Rng) -> NDArray[np.uint8]:
    """Draw an image whose best cuts give one and the same mask.

    Its size is a power of two and the means of both groups are whole numbers, so that every way
    of computing the score gives exactly the same number for all of these cuts.
    """
    while True:
        size = ((2, 4), (1, 8), (2, 8), (4, 8), (1, 16))[int(rng.integers(5))]
        n = size[0] * size[1]
        n_dark = int(rng.integers(1, n))
        dark = _group(rng, n_dark, int(rng.integers(8, 40)))
        bright = _group(rng, n - n_dark, int(rng.integers(60, 200)))
        drawn = rng.permutation(np.concatenate([dark, bright])).reshape(size).astype(np.uint8)
        scores = cut_scores(drawn)
        if has_one_best_cut(drawn) and max(scores, key=scores.__getitem__) == dark.max():
            return drawn


def _group(rng: Rng, size: int, mean: int) -> NDArray[np.int64]:
    """Draw whole numbers with a whole mean: pairs at the same distance on both sides."""
    steps = rng.integers(0, 7, size=size // 2)
    return np.concatenate([mean - steps, mean + steps, np.full(size % 2, mean)])


def label_pair(rng: Rng) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Draw two label images that agree in part; the numbers have gaps, and 0 may be missing."""
    classes = rng.choice(10, size=int(rng.integers(2, 5)), replace=False)
    if rng.random() < 0.7:
        classes[0] = 0
    classes = np.unique(classes)
    truth = gen.labels(rng, classes.tolist())
    noise = rng.choice(classes, size=truth.shape)
    result = np.where(rng.random(truth.shape) < rng.uniform(0.1, 0.6), noise, truth)
    kind = rng.choice(["int64", "int64", "uint8", "int32"])
    return truth.astype(kind), result.astype(kind)
