"""Inputs that several exercises of the assignment share."""

import numpy as np

from coursekit.checking import generate as gen


def small_size(rng: np.random.Generator) -> tuple[int, int]:
    """Draw a size that is never square and never smaller than the public cases."""
    if rng.random() < 0.15:
        return 1, int(rng.integers(9, 13))
    return gen.shape(rng, low=4, high=7)


def any_image(rng: np.random.Generator) -> np.ndarray:
    """Draw a small image of one of the types that images come in."""
    image = gen.image(rng, small_size(rng), low=1)
    kind = rng.choice(["uint8", "uint8", "uint16", "float64", "float32"])
    if kind == "uint16":
        return image.astype(np.uint16) * 183
    return image if kind == "uint8" else (image / 256).astype(kind)
