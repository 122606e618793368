"""False merges and false splits in gala's test volume, as other programs measured them."""

import numpy as np
import pytest
from skimage.metrics import variation_of_information
from sklearn import metrics

from coursekit import datasets, imaging
from coursekit.imaging.regions import agglomerate, region_graph

pytestmark = pytest.mark.real_data

GALA_FRAGMENTS = (0.184528598, 1.647744119)  # gala's split_vi, zeros of the truth ignored


@pytest.fixture(scope="module")
def volume():
    return datasets.load("gala-em-test")


@pytest.fixture(scope="module")
def tree(volume):
    return agglomerate(region_graph(volume.fragments, volume.boundary))


@pytest.mark.parametrize("numba", [True, False], ids=["numba", "numpy"])
def test_the_fragments_are_measured_as_gala_does(volume, numba, monkeypatch):
    if not numba:
        monkeypatch.setattr(imaging.contingencies, "has_numba", lambda: False)
    halves = imaging.split_vi(volume.truth, volume.fragments)
    assert halves == pytest.approx(GALA_FRAGMENTS, abs=1e-9)
    expected = variation_of_information(volume.truth, volume.fragments, ignore_labels=[0])
    assert halves == pytest.approx(expected[::-1], abs=1e-12)


def test_scores_of_pairs_are_those_of_scikit_learn(volume):
    inside = volume.truth > 0
    flat = volume.truth[inside], volume.fragments[inside]
    for ours, theirs in [
        (imaging.rand_index, metrics.rand_score),
        (imaging.adjusted_rand, metrics.adjusted_rand_score),
        (imaging.fowlkes_mallows, metrics.fowlkes_mallows_score),
    ]:
        expected = theirs(*flat)
        assert ours(volume.truth, volume.fragments) == pytest.approx(expected, abs=1e-12)


def test_the_curve_is_measured_as_each_cut_is(volume, tree):
    curve = imaging.vi_curve(tree, volume.fragments, volume.truth)
    assert (curve.merges[0], curve.splits[0]) == pytest.approx(GALA_FRAGMENTS, abs=1e-9)
    assert len(curve.thresholds) == len(tree) + 1
    thresholds = np.linspace(0.05, 0.95, 7)
    table = imaging.vi_by_threshold(tree, volume.fragments, volume.truth, thresholds)
    for threshold, *halves in zip(*table, strict=True):
        expected = imaging.split_vi(volume.truth, tree.labels(volume.fragments, threshold))
        assert halves == pytest.approx(expected, abs=1e-9)


def test_merging_helps_before_it_harms(volume, tree):
    curve = imaging.vi_curve(tree, volume.fragments, volume.truth)
    total = curve.merges + curve.splits
    best = total.argmin()
    assert 0 < best < len(tree)
    assert total[best] < total[0] / 2
    assert total[-1] > total[best]
    labels = tree.labels(volume.fragments, curve.thresholds[best])
    assert imaging.vi(volume.truth, labels) == pytest.approx(total[best], abs=1e-9)


def test_merging_keeps_true_walls_and_takes_false_ones_away(volume, tree):
    before = imaging.boundary_precision_recall(volume.truth, volume.fragments, distance=2)
    after = imaging.boundary_precision_recall(
        volume.truth, tree.labels(volume.fragments, 0.7), distance=2
    )
    assert after[0] > before[0] + 0.1
    assert after[1] < before[1]
