"""How long components and the flood take, next to the libraries' own.

Run as `python benchmarks/labels.py`. A ratio below 1 means that coursekit is the faster one. The
flood is the compiled one if numba is installed; its first call, which compiles it, is not counted.
"""

import numpy as np
import scipy.ndimage as ndi
import skimage as ski
from _timing import Contest, compare

from coursekit import imaging

SIDES = (512, 2048)


def contests(side):
    """List what is timed, on one drawn landscape of hills; all its heights differ."""
    hills = ndi.gaussian_filter(np.random.default_rng(1).normal(size=(side, side)), 3)
    mask = hills > 0
    markers = imaging.label_components(hills == ndi.minimum_filter(hills, size=15))
    return [
        Contest(
            "label_components",
            lambda: imaging.label_components(mask),
            "scipy label",
            lambda: ndi.label(mask)[0],
        ),
        Contest(
            "label_components",
            lambda: imaging.label_components(mask),
            "skimage label",
            lambda: ski.measure.label(mask, connectivity=1),
        ),
        Contest(
            "flood",
            lambda: imaging.flood(hills, markers),
            "skimage watershed",
            lambda: ski.segmentation.watershed(hills, markers),
        ),
    ]


if __name__ == "__main__":
    compare((side, contests(side)) for side in SIDES)
