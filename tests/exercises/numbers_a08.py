"""The numbers that the text of A08 mentions, each computed from the data it speaks of."""

from functools import cache

import numpy as np
import scipy.ndimage as ndi

from coursekit import datasets, imaging
from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.imaging.regions import agglomerate, contour_map, region_graph

NOTEBOOKS = {
    "a": "region_graph boundary_mean boundary_median merge_nodes agglomerate apply_merges "
    "my_priority Q4 Q5",
    "b": "contour_map segmentation_at split_vi vi_by_threshold split_vi_plot Q1 Q2 Q3",
}


def points(notebook):
    """Return the sum of the points declared for one notebook."""
    tasks = {**EXERCISES, **QUESTIONS}
    return f"{sum(tasks[f'a08.{name}'].points for name in NOTEBOOKS[notebook].split()):g}"


@cache
def plane():
    """Return fragments, truth, graph and merge tree of plane 12 of the drawn tissue."""
    tissue = datasets.load("membranes", seed=1, shape=(24, 96, 96))
    wall_map, truth = tissue.boundary[12], tissue.truth[12]
    smooth = imaging.gaussian_blur(wall_map, 1)
    valleys = imaging.label_components(smooth == ndi.minimum_filter(smooth, size=3), 2)
    fragments = imaging.flood(smooth, valleys, np.ones(smooth.shape, dtype=bool))
    graph = region_graph(fragments, wall_map)
    return fragments, truth, graph, agglomerate(graph)


@cache
def brain():
    """Return gala's test volume and its merge tree."""
    volume = datasets.load("gala-em-test")
    return volume, agglomerate(region_graph(volume.fragments, volume.boundary))


def n_regions(threshold):
    """Return how many regions of the plane are left at a threshold."""
    return str(len(np.unique(plane()[3].cut(threshold))))


def n_in_the_cut(threshold):
    """Return how many components a cut of the contour map has."""
    fragments, _, _, tree = plane()
    return str(imaging.label_components(contour_map(fragments, tree) <= threshold).max())


def sum_of_errors(threshold):
    """Return false merges plus false splits of the plane at a threshold."""
    fragments, truth, _, tree = plane()
    return f"{sum(imaging.split_vi(truth, tree.labels(fragments, threshold))):.2f}"


def brain_error(half, threshold=0.0, ignore=(0,)):
    """Return one half of the error on gala's test volume."""
    volume, tree = brain()
    result = tree.labels(volume.fragments, threshold)
    return f"{imaging.split_vi(volume.truth, result, ignore)[half]:.3f}"


NUMBERS = {
    "N-A08-01": lambda: points("a"),
    "N-A08-02": lambda: str(np.count_nonzero(plane()[2].means < 0.3)),
    "N-A08-03": lambda: str(len(plane()[2].edges)),
    "N-A08-04": lambda: n_regions(0),
    "N-A08-05": lambda: n_regions(0.6),
    "N-A08-06": lambda: str(len(np.unique(plane()[1]))),
    "N-A08-20": lambda: points("b"),
    "N-A08-21": lambda: str(len(plane()[3])),
    "N-A08-22": lambda: n_in_the_cut(0.3),
    "N-A08-23": lambda: n_in_the_cut(0.6),
    "N-A08-24": lambda: brain_error(0),
    "N-A08-25": lambda: brain_error(1),
    "N-A08-26": lambda: brain_error(0, 0.5),
    "N-A08-27": lambda: brain_error(1, 0.5),
    "N-A08-28": lambda: sum_of_errors(0.3),
    "N-A08-29": lambda: sum_of_errors(0.5),
    "N-A08-30": lambda: brain_error(0, 0, ()),
    "N-A08-31": lambda: brain_error(1, 0, ()),
}
