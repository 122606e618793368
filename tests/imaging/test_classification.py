import time
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid

from coursekit.imaging import distances, knn_predict, nearest_mean_fit, nearest_mean_predict

CLASSES = (-1, 2, 5)


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@st.composite
def labelled_points(draw, coordinates):
    """Training points, their classes, test points and k; few coordinates, so many ties."""
    n, m, d = (draw(st.integers(1, top)) for top in (12, 6, 3))
    train_x = draw(arrays(float, (n, d), elements=st.sampled_from(coordinates)))
    train_y = draw(arrays(int, n, elements=st.sampled_from(CLASSES)))
    test_x = draw(arrays(float, (m, d), elements=st.sampled_from(coordinates)))
    return train_x, train_y, test_x, draw(st.integers(1, n))


def vote(train_x, train_y, test_x, k):
    """The definition, with whole numbers and fractions that no rounding can change."""
    named = []
    for point in test_x.tolist():
        squares = [
            sum((Fraction(a) - Fraction(b)) ** 2 for a, b in zip(point, row, strict=True))
            for row in train_x.tolist()
        ]
        nearest = sorted(range(len(squares)), key=lambda row: (squares[row], row))[:k]
        votes = Counter(int(train_y[row]) for row in nearest)
        named.append(min(votes, key=lambda label: (-votes[label], label)))
    return named


@given(labelled_points(range(4)))
def test_the_labels_are_those_of_the_definition_with_many_ties(given_points):
    assert knn_predict(*given_points).tolist() == vote(*given_points)


@given(labelled_points([0.0, 0.25, 1.5, 2.0, 1024.0]))
def test_the_labels_are_those_of_the_definition_with_other_numbers(given_points):
    assert knn_predict(*given_points).tolist() == vote(*given_points)


def test_many_equally_far_rows_are_told_apart_by_their_order():
    around = np.array([[np.sign(i - 49.5), 0.0] for i in range(100)])  # all at distance 1
    labels = np.arange(100) % 7 + 1
    assert knn_predict(around, labels, [[0, 0]], k=1) == [1]
    assert knn_predict(around, labels, [[0, 0]], k=9) == [1]  # labels 1 to 7, then 1 and 2
    turned = np.roll(labels, -1)
    assert knn_predict(around, turned, [[0, 0]], k=1) == [2]
    assert knn_predict(around, turned, [[0, 0]], k=9) == [2]  # labels 2 to 7, 1, then 2 and 3


def test_equally_many_votes_go_to_the_smaller_label():
    assert knn_predict([[0], [1]], [7, 3], [[0.1]], k=2) == [3]


def test_the_labels_are_those_of_scikit_learn_where_nothing_is_tied(rng):
    train_x, test_x = rng.normal(size=(300, 4)), rng.normal(size=(200, 4))
    train_y = rng.choice(CLASSES, 300)
    for k in (1, 3, 15, 75):
        model = KNeighborsClassifier(k, algorithm="brute").fit(train_x, train_y)
        np.testing.assert_array_equal(
            knn_predict(train_x, train_y, test_x, k), model.predict(test_x)
        )


def test_one_neighbour_names_its_own_training_points():
    points = np.random.default_rng(5).normal(size=(50, 2))
    labels = np.arange(50) % 3
    np.testing.assert_array_equal(knn_predict(points, labels, points, k=1), labels)


def test_as_many_neighbours_as_points_give_the_most_frequent_class():
    points, labels = np.arange(9.0).reshape(9, 1), [4, 4, 4, 1, 1, 8, 8, 8, 8]
    assert knn_predict(points, labels, [[-3], [100]], k=9).tolist() == [8, 8]


def test_an_image_of_few_grey_values_is_named_in_a_moment(rng):
    grey = rng.integers(0, 256, (200_000, 1))
    labels = (grey[:, 0] > 99).astype(int)
    started = time.perf_counter()
    named = knn_predict(grey, labels, grey, k=3)
    assert time.perf_counter() - started < 20  # all pairs would be 4 * 10 ** 10 distances
    np.testing.assert_array_equal(named, labels)


@pytest.mark.parametrize(
    ("k", "error", "message"),
    [
        pytest.param(0, ValueError, r"k must be from 1 to .*\(2\), got 0\.", id="none"),
        pytest.param(3, ValueError, r"k must be from 1 to .*\(2\), got 3\.", id="too-many"),
        pytest.param(1.0, TypeError, r"k must be a whole number, got 1\.0\.", id="float"),
    ],
)
def test_k_must_be_a_possible_number_of_neighbours(k, error, message):
    with pytest.raises(error, match=message):
        knn_predict([[0], [1]], [1, 2], [[0]], k)


def test_tables_with_other_features_are_refused():
    with pytest.raises(ValueError, match=r"train_x and test_x must have .* columns, got 1 and 2\."):
        knn_predict([[0]], [1], [[0, 0]], 1)
    with pytest.raises(ValueError, match=r"a and b must have .* columns, got 1 and 2\."):
        distances([[0]], [[0, 0]])
    with pytest.raises(ValueError, match=r"points and means must have .* columns, got 1 and 2\."):
        nearest_mean_predict([[0]], [1], [[0, 0]])


def test_there_must_be_one_label_for_each_row():
    words = r"must hold one number for each of the 2 rows of \w+, got shape \(3,\)\."
    with pytest.raises(ValueError, match=words):
        knn_predict([[0], [1]], [1, 2, 3], [[0]], 1)
    with pytest.raises(ValueError, match=words):
        nearest_mean_fit([[0], [1]], [1, 2, 3])
    with pytest.raises(ValueError, match=words):
        nearest_mean_predict([[0]], [1, 2, 3], [[0], [1]])


def test_labels_must_be_whole_numbers():
    with pytest.raises(TypeError, match=r"labels must hold whole numbers, got .* float64\."):
        nearest_mean_fit([[0], [1]], [1.5, 2.0])


def test_distances_by_hand():
    assert distances([[0, 0], [3, 0]], [[3, 4], [0, 0]]).tolist() == [[5, 0], [4, 3]]


def test_distances_are_those_of_scipy(rng):
    a, b = rng.normal(size=(7, 3)), rng.normal(size=(5, 3))
    np.testing.assert_allclose(distances(a, b), cdist(a, b), rtol=1e-12)


def test_distances_of_pixels_of_small_types_do_not_overflow():
    assert distances(np.array([[0]], np.uint8), np.array([[255]], np.uint8)) == [[255]]


def test_a_class_mean_is_the_mean_of_its_rows():
    classes, means = nearest_mean_fit([[0, 1], [10, 10], [2, 3]], [6, 4, 6])
    assert classes.tolist() == [4, 6]
    assert means.tolist() == [[10, 10], [1, 2]]


def test_nearest_means_are_those_of_scikit_learn(rng):
    points, labels = rng.normal(size=(60, 3)), rng.choice(CLASSES, 60)
    other = rng.normal(size=(40, 3))
    model = NearestCentroid().fit(points, labels)
    np.testing.assert_allclose(nearest_mean_fit(points, labels)[1], model.centroids_)
    named = nearest_mean_predict(other, *nearest_mean_fit(points, labels))
    np.testing.assert_array_equal(named, model.predict(other))


def test_a_point_between_two_means_goes_to_the_first():
    assert nearest_mean_predict([[1]], [5, 3], [[0], [2]]) == [5]
