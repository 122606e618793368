"""How long the filters of coursekit.imaging take, next to SciPy and scikit-image.

Run as `python benchmarks/filtering.py`. Each row is one task on one image; a ratio below 1 means
that coursekit is the faster one. The answers are compared before anything is timed.
"""

import numpy as np
import scipy.ndimage as ndi
import skimage as ski
from _timing import Contest, compare

from coursekit import imaging
from coursekit.datasets import phantoms

SIDES = (512, 2048)
SIGMA = 2


def contests(side):
    """List what is timed on the vessel phantom of one size, as bytes and as floats."""
    image = phantoms.vessels(seed=1, shape=(side, side))["image"]
    floats = image / 255
    return [
        Contest(
            "gaussian_blur",
            lambda: imaging.gaussian_blur(floats, SIGMA),
            "scipy gaussian_filter",
            lambda: ndi.gaussian_filter(floats, SIGMA),
        ),
        Contest(
            "gaussian_blur",
            lambda: imaging.gaussian_blur(floats, SIGMA),
            "skimage gaussian",
            lambda: ski.filters.gaussian(floats, SIGMA, mode="reflect"),
        ),
        Contest(
            "median_3x3, uint8",
            lambda: imaging.median_3x3(image),
            "scipy median_filter",
            lambda: ndi.median_filter(image, size=3),
        ),
        Contest(
            "median_3x3, uint8",
            lambda: imaging.median_3x3(image),
            "skimage median",
            lambda: ski.filters.median(image, np.ones((3, 3)), mode="reflect"),
        ),
        Contest(
            "median_3x3, float",
            lambda: imaging.median_3x3(floats),
            "scipy median_filter",
            lambda: ndi.median_filter(floats, size=3),
        ),
        Contest(
            "mean_filter_3x3",
            lambda: imaging.mean_filter_3x3(floats),
            "scipy uniform_filter",
            lambda: ndi.uniform_filter(floats, 3),
        ),
        Contest(
            "gradient_magnitude",
            lambda: imaging.gradient_magnitude(floats, SIGMA),
            "scipy gaussian_gradient_magnitude",
            lambda: ndi.gaussian_gradient_magnitude(floats, SIGMA),
        ),
    ]


if __name__ == "__main__":
    compare(((side, contests(side)) for side in SIDES), rtol=1e-7)
