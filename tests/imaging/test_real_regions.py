"""The figures of gala's example volumes, from the boundary map to the measured segmentation."""

from functools import cache

import numpy as np
import pytest

from coursekit import datasets
from coursekit.imaging import partitions, regions

pytestmark = pytest.mark.real_data
EDGES = {"train": 867, "test": 1041}
FRAGMENTS = (0.184528598, 1.647744119)  # false merges and false splits of the test volume, bits
README = (0.187, 1.161)  # mean agglomeration to 0.5, as the library's README prints it
BEST = (0.2016, 0.3139)  # best point of the mean curve with the truth at hand
TUNED = 0.644  # total on the test volume at the threshold that the training volume chooses


@cache
def volume(part):
    return datasets.load(f"gala-em-{part}")


@cache
def graph(part):
    one = volume(part)
    return regions.region_graph(one.fragments, one.boundary, samples=True)


@cache
def curve(part):
    one = volume(part)
    return partitions.vi_curve(regions.agglomerate(graph(part)), one.fragments, one.truth)


def score(part, labels):
    return partitions.split_vi(volume(part).truth, labels)


@pytest.mark.parametrize("part", EDGES)
def test_the_graph_has_all_edges(part):
    assert len(graph(part).edges) == EDGES[part]


def test_the_fragments_have_the_known_errors():
    assert score("test", volume("test").fragments) == pytest.approx(FRAGMENTS, abs=1e-9)
    assert (curve("test").merges[0], curve("test").splits[0]) == pytest.approx(FRAGMENTS, abs=1e-9)


def test_merging_by_the_mean_to_one_half_comes_close_to_the_readme():
    result = regions.agglomerate(graph("test"), "mean", 0.5).labels(volume("test").fragments, 0.5)
    assert score("test", result) == pytest.approx(README, abs=0.01)


def test_merging_by_the_median_to_one_half_is_alike():
    result = regions.agglomerate(graph("test"), "median").labels(volume("test").fragments, 0.5)
    assert score("test", result) == pytest.approx(README, abs=0.011)


def test_the_best_point_of_the_mean_curve_is_the_known_one():
    total = curve("test").merges + curve("test").splits
    best = int(total.argmin())
    assert (curve("test").merges[best], curve("test").splits[best]) == pytest.approx(BEST, abs=5e-5)


def test_a_threshold_chosen_on_the_training_volume_costs_what_is_known():
    total = curve("train").merges + curve("train").splits
    threshold = curve("train").thresholds[total.argmin()]
    result = regions.agglomerate(graph("test")).labels(volume("test").fragments, threshold)
    assert sum(score("test", result)) == pytest.approx(TUNED, abs=5e-4)


def test_the_contour_map_shows_each_cut():
    fragments, tree = volume("test").fragments, regions.agglomerate(graph("test"))
    contours = regions.contour_map(fragments, tree)
    result = tree.labels(fragments, 0.5)
    inside = contours <= 0.5
    for axis in range(3):
        one, other = np.moveaxis(result, axis, 0)[:-1], np.moveaxis(result, axis, 0)[1:]
        both = np.moveaxis(inside, axis, 0)
        assert (one == other)[both[:-1] & both[1:]].all()


def test_the_valleys_of_the_boundary_map_are_all_found():
    valleys = regions.regional_minima(volume("test").boundary)
    assert valleys.max() == 8548
