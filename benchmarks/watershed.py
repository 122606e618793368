"""How long the watershed and the regional minima take, next to the libraries that do the same.

Run as `python benchmarks/watershed.py [SIDE ...]` (default 64 128 192). The landscape is
smooth noise of SIDE^3 voxels with a seed in every minimum. A ratio below 1 means that coursekit is
the faster one. Times are processor time in one thread, the shortest of some calls that take turns.
The last column is the share of voxels in which the labels are the same.
"""

import importlib
import sys
from typing import Any

import numpy as np
import scipy.ndimage as ndi
import skimage as ski
from _timing import Contest, in_turn
from rich.console import Console
from rich.table import Table

from coursekit.imaging import regional_minima
from coursekit.imaging.levels import watershed

SIDES = (64, 128, 192)


def landscape(side: int) -> np.ndarray:
    """Return smooth noise."""
    return ndi.gaussian_filter(np.random.default_rng(0).random((side,) * 3), 2)


def contests_watershed(side: int) -> list[Contest]:
    """List what is timed on one volume; peers that are not installed are left out."""
    heights = landscape(side)
    seeds = regional_minima(heights)
    ours, exact = "watershed", "watershed, exact levels"

    def by_levels() -> Any:
        return watershed(heights, seeds)

    def sorted_first() -> Any:
        return watershed(heights, seeds, levels="exact")

    def scikit() -> Any:
        return ski.segmentation.watershed(heights, seeds)

    def scikit_minima() -> Any:
        minima = ski.morphology.local_minima(heights, connectivity=1)
        return ski.measure.label(minima, connectivity=1)

    contests = [
        Contest(ours, by_levels, "scikit-image", scikit),
        Contest(exact, sorted_first, "scikit-image", scikit),
        Contest("regional minima", lambda: regional_minima(heights), "scikit-image", scikit_minima),
    ]
    try:
        bioimage = importlib.import_module("bioimage_cpp.segmentation")
    except ImportError:
        return contests
    peer = Contest(ours, by_levels, "bioimage-cpp", lambda: bioimage.watershed(heights, seeds))
    return [*contests, peer]


def main(sides: tuple[int, ...]) -> None:
    """Print the table."""
    table = Table("volume", "step", "ms", "instead", "ms", "ratio", "same labels")
    for side in sides:
        for task, ours, other_name, other in contests_watershed(side):
            same = np.mean(ours() == other())  # the first call, which compiles, is not timed
            mine, theirs = in_turn(ours, other)
            numbers = f"{mine:.1f}", other_name, f"{theirs:.1f}", f"{mine / theirs:.2g}"
            table.add_row(f"{side}^3", task, *numbers, f"{same:.5f}")
        table.add_section()
    Console(width=110).print(table)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIDES)
