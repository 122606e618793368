"""The figures of the k-means lesson, from the slice of a head that it uses."""

import numpy as np
import pytest
from sklearn.cluster import KMeans

from coursekit import datasets, imaging

pytestmark = pytest.mark.real_data
INIT = np.array([[0.3, 0.3], [0.5, 0.1]])


@pytest.fixture(scope="module")
def oasis():
    """A slice of a head from 0 to 1, and the brain."""
    head = datasets.load("oasis-brain")
    return imaging.to_unit_range(head.image), head.truth


@pytest.fixture(scope="module")
def points(oasis):
    """Grey value and grey value after a blur with sigma 5."""
    return imaging.feature_table(oasis[0], sigmas=(5,))


def dice_of(labels, number, truth):
    """Score the pixels of one cluster."""
    return imaging.dice_coefficient(truth, labels.reshape(truth.shape) == number)


def test_the_first_centre_leaves_the_brain_in_17_steps(points):
    _, centres, n_steps = imaging.kmeans(points, INIT)
    assert n_steps == 17
    assert centres.round(3).tolist() == [[0.056, 0.107], [0.384, 0.329]]
    exact = KMeans(2, init=INIT, n_init=1, tol=0).fit(points)
    assert exact.n_iter_ == n_steps
    np.testing.assert_allclose(centres, exact.cluster_centers_, rtol=1e-9)


def test_scikit_learn_by_default_stops_a_little_earlier(points, oasis):
    # the course map quotes this end: the centres still move, by less than one thousandth a step
    early = KMeans(2, init=INIT, n_init=1).fit(points)
    assert early.n_iter_ == 9
    assert early.cluster_centers_.round(3).tolist() == [[0.056, 0.108], [0.386, 0.330]]
    np.testing.assert_allclose(imaging.kmeans_path(points, INIT)[9], early.cluster_centers_)
    assert round(dice_of(early.labels_, 1, oasis[1]), 3) == 0.736


def test_the_brain_from_two_features(oasis, points):
    image, truth = oasis
    mask = imaging.segment_kmeans(image, 5, INIT)
    assert round(imaging.dice_coefficient(truth, mask), 3) == 0.737
    assert mask.ravel().tolist() == (imaging.kmeans(points, INIT)[0] == 1).tolist()


def test_standardised_features_find_more_of_the_brain(oasis, points):
    z, mean, sd = imaging.standardise(points)
    labels, _, _ = imaging.kmeans(z, (INIT - mean) / sd)
    assert round(dice_of(labels, 1, oasis[1]), 3) == 0.765


def test_a_random_start_swaps_the_numbers_about_every_second_time(oasis, points):
    swapped = 0
    for seed in range(50):
        rng = np.random.default_rng(seed)
        init = points[rng.choice(len(points), 2, replace=False)]
        labels, _, _ = imaging.kmeans(points, init)
        swapped += dice_of(labels, 0, oasis[1]) > dice_of(labels, 1, oasis[1])
    assert 15 <= swapped <= 35  # 50 coins: 25, give or take 7


def test_matching_the_numbers_to_the_truth_undoes_a_swap(oasis, points):
    truth = oasis[1]
    labels, _, _ = imaging.kmeans(points, INIT[::-1])
    assert dice_of(labels, 1, truth) < 0.3
    matched = imaging.match_clusters(labels.reshape(truth.shape), truth)
    assert round(imaging.dice_coefficient(truth, matched), 3) == 0.737


def test_a_feature_in_thousandths_decides_alone(points):
    scale = np.array([1, 1000])
    labels, _, _ = imaging.kmeans(points * scale, INIT * scale)
    alone, _, _ = imaging.kmeans(points[:, 1:], INIT[:, 1:])
    assert np.mean(labels == alone) > 0.99


def test_pixels_with_equal_features_get_one_cluster_whatever_the_truth(oasis, points):
    _, first, row, counts = np.unique(
        points, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    labels, _, _ = imaging.kmeans(points, INIT)
    assert counts.max() > 1
    assert labels.tolist() == labels[first][row.ravel()].tolist()
