"""How long it takes to compare label images, next to the libraries that do the same.

Run as `python benchmarks/partitions.py [SIDE ...]` (default 64 128 192). Cells and
fragments of SIDE^3 voxels surround random points; a history joins the fragments in the order of
random walls. A ratio below 1 means that coursekit is the faster one. Times are processor time, the
shortest of some calls that take turns, with one thread for all: the threads of a BLAS go on turning
for a while after a call, and that would count for the next one. The answers are compared first.

"VI after every merge" is set against a single split VI of the fragments: below 2 is the aim.
waterz measures the same numbers too, about 40 times slower, and prints them at each call.
"""

import sys
from typing import Any
from unittest import mock

import numpy as np
import scipy.ndimage as ndi
from _timing import Contest, in_turn
from rich.console import Console
from rich.table import Table
from skimage.metrics import variation_of_information

from coursekit import imaging
from coursekit.imaging.regions import agglomerate, region_graph

SIDES = (64, 128, 192)
VOXELS_OF_A_FRAGMENT, VOXELS_OF_A_CELL = 320, 12_000


def cells(side: int, n: int, rng: np.random.Generator) -> np.ndarray:
    """Give each voxel the number of the nearest of n random points."""
    points = np.zeros((side,) * 3, dtype=np.int32)
    points.flat[rng.choice(points.size, n, replace=False)] = np.arange(1, n + 1)
    nearest = ndi.distance_transform_edt(points == 0, return_distances=False, return_indices=True)
    return points[tuple(nearest)]


def contests_partitions(side: int) -> list[Contest]:
    """List what is timed on one volume; peers that are not installed are left out."""
    rng = np.random.default_rng(0)
    sizes = (VOXELS_OF_A_CELL, VOXELS_OF_A_FRAGMENT)
    truth, fragments = (cells(side, side**3 // size, rng) for size in sizes)
    tree = agglomerate(region_graph(fragments, rng.random(fragments.shape)))
    thresholds = np.quantile(tree.height, np.linspace(0, 1, 10))

    def split_vi() -> Any:
        return imaging.split_vi(truth, fragments)

    def without_numba() -> Any:
        with mock.patch.dict(sys.modules, numba=None):
            return split_vi()

    def scikit() -> Any:
        return variation_of_information(truth, fragments, ignore_labels=[0])[::-1]

    def curve() -> Any:
        return [half[0] for half in imaging.vi_curve(tree, fragments, truth)[1:]]

    def ten_cuts() -> Any:
        table = imaging.vi_by_threshold(tree, fragments, truth, thresholds)
        return np.stack(table[1:], axis=1)

    def cut_by_cut() -> Any:
        return [imaging.split_vi(truth, tree.labels(fragments, t)) for t in thresholds]

    return [
        Contest("split VI", split_vi, "scikit-image", scikit),
        Contest("split VI, no numba", without_numba, "scikit-image", scikit),
        Contest("VI after every merge", curve, "one split VI", split_vi),
        Contest("VI of 10 cuts", ten_cuts, "cut by cut", cut_by_cut),
        *against_scikit_learn(truth, fragments),
    ]


def against_scikit_learn(truth: np.ndarray, fragments: np.ndarray) -> list[Contest]:
    """List the scores that scikit-learn has as well, if it is installed."""
    try:
        from sklearn import metrics
    except ImportError:
        return []
    flat = truth.ravel(), fragments.ravel()

    def adjusted() -> Any:
        return imaging.adjusted_rand(truth, fragments)

    def mallows() -> Any:
        return imaging.fowlkes_mallows(truth, fragments)

    name = "scikit-learn"
    return [
        Contest("adjusted Rand", adjusted, name, lambda: metrics.adjusted_rand_score(*flat)),
        Contest("Fowlkes-Mallows", mallows, name, lambda: metrics.fowlkes_mallows_score(*flat)),
    ]


def main(sides: tuple[int, ...]) -> None:
    """Compare the answers, and print the times."""
    table = Table("side", "coursekit", "ms", "instead", "ms", "ratio")
    for side in sides:
        for task, ours, other_name, other in contests_partitions(side):
            np.testing.assert_allclose(ours(), other(), rtol=1e-9, atol=1e-12)
            mine, theirs = in_turn(ours, other)
            ratio = f"{mine / theirs:.2g}"
            table.add_row(str(side), task, f"{mine:.1f}", other_name, f"{theirs:.1f}", ratio)
        table.add_section()
    Console().print(table)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIDES)
