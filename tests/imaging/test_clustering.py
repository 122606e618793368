import numpy as np
import pytest
import scipy.ndimage as ndi
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy.cluster.vq import kmeans2, vq
from sklearn.cluster import KMeans

from coursekit.imaging import (
    assign,
    kmeans,
    kmeans_path,
    match_clusters,
    segment_kmeans,
    standardise,
    update,
)
from coursekit.imaging.clustering import _CHUNK

whole_numbers = st.integers(-20, 20).map(float)


@st.composite
def tables_and_centres(draw):
    """Draw points and centres on a grid, where ties are frequent."""
    n, k, d = (draw(st.integers(1, high)) for high in (12, 4, 3))
    points = draw(arrays(float, (n, d), elements=whole_numbers))
    return points, draw(arrays(float, (k, d), elements=whole_numbers))


def within_groups(points, labels, centres):
    """Sum the squared distances of all points to their centres."""
    return ((points - centres[labels]) ** 2).sum()


# --- assign -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "centres", "labels"),
    [
        pytest.param([[0], [4], [5], [9]], [[1], [8]], [0, 0, 1, 1], id="nearer-centre"),
        pytest.param([[3]], [[5], [1], [1]], [0], id="tie-goes-to-the-lower-number"),
        pytest.param([[0, 0]], [[3, 0], [2, 2]], [1], id="not-city-blocks"),  # 9 > 8, but 3 < 4
        pytest.param([[1, 9], [8, 1]], [[9, 0], [0, 9]], [1, 0], id="two-features"),
        pytest.param([[7, 7]], [[0, 0]], [0], id="one-centre"),
    ],
)
def test_assign_by_hand(points, centres, labels):
    assert assign(points, centres).tolist() == labels


@given(tables_and_centres())
def test_no_centre_is_nearer_and_no_lower_one_as_near(case):
    points, centres = case
    distances = ((points[:, np.newaxis] - centres) ** 2).sum(axis=2)
    assert assign(points, centres).tolist() == distances.argmin(axis=1).tolist()


@given(tables_and_centres())
def test_scipy_finds_centres_as_near(case):
    points, centres = case
    _, distances = vq(points, centres)
    mine = assign(points, centres)
    np.testing.assert_allclose(np.linalg.norm(points - centres[mine], axis=1), distances)


def test_more_centres_than_a_byte_can_number():
    centres = np.arange(300.0).reshape(-1, 1)
    assert assign(centres[::-1], centres).tolist() == list(range(300))[::-1]


# --- update -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "moved"),
    [
        pytest.param([0, 0, 1], [[1, 2], [9, 9]], id="means"),
        pytest.param([0, 0, 0], [[11 / 3, 13 / 3], [5, 6]], id="empty-cluster-keeps-its-centre"),
        pytest.param([1, 1, 1], [[7, 8], [11 / 3, 13 / 3]], id="the-first-one-too"),
    ],
)
def test_update_by_hand(labels, moved):
    points, centres = np.array([[0, 0], [2, 4], [9, 9]]), np.array([[7, 8], [5, 6]])
    np.testing.assert_allclose(update(points, labels, centres), moved, rtol=1e-15)
    assert centres.tolist() == [[7, 8], [5, 6]]


@given(tables_and_centres())
def test_moving_to_the_means_never_raises_the_sum_of_squares(case):
    points, centres = case
    labels = assign(points, centres)
    moved = update(points, labels, centres)
    limit = within_groups(points, labels, centres) * (1 + 1e-12)
    assert within_groups(points, labels, moved) <= limit


# --- kmeans -------------------------------------------------------------------------------------


def test_kmeans_by_hand():
    labels, centres, n_steps = kmeans([[0], [2], [7], [9]], [[0], [3]])
    assert labels.tolist() == [0, 0, 1, 1]
    assert centres.tolist() == [[1], [8]]
    assert n_steps == 3  # to 0 and 6, to 1 and 8, and once more to see that nothing moves


def test_kmeans_that_starts_at_its_end_takes_one_step():
    assert kmeans([[0], [2], [7], [9]], [[1], [8]])[2] == 1


def test_no_more_steps_than_allowed():
    labels, centres, n_steps = kmeans([[0], [2], [7], [9]], [[0], [3]], n_iter=1)
    assert (centres.tolist(), n_steps) == ([[0], [6]], 1)
    assert labels.tolist() == [0, 0, 1, 1]  # the labels belong to these centres


def test_a_centre_that_loses_all_points_stays():
    _, centres, _ = kmeans([[0], [1], [2]], [[1], [50]])
    assert centres.tolist() == [[1], [50]]


def test_whole_start_centres_are_not_rounded():
    init = np.array([[0], [8]])
    _, centres, _ = kmeans(np.array([[0], [1], [7], [8]], dtype=np.uint8), init)
    assert centres.tolist() == [[0.5], [7.5]]
    assert init.tolist() == [[0], [8]]


@given(tables_and_centres())
def test_kmeans_is_assign_and_update_by_turns(case):
    points, init = case
    labels, centres, n_steps = kmeans(points, init, n_iter=3)
    path = [init]
    for _ in range(n_steps):
        path.append(update(points, assign(points, path[-1]), path[-1]))
    np.testing.assert_allclose(centres, path[-1], atol=1e-12)
    np.testing.assert_allclose(kmeans_path(points, init, n_iter=3), path, atol=1e-12)
    assert labels.tolist() == assign(points, centres).tolist()


@given(tables_and_centres())
def test_at_the_end_nothing_moves_any_more(case):
    points, init = case
    labels, centres, n_steps = kmeans(points, init)
    assert n_steps < 100
    np.testing.assert_allclose(update(points, labels, centres), centres, atol=1e-12)


def test_the_path_ends_with_two_equal_entries():
    path = kmeans_path([[0], [2], [7], [9]], [[0], [3]])
    assert path.shape == (4, 2, 1)
    assert path[-1].tolist() == path[-2].tolist()


@pytest.mark.parametrize("n", [300, 2 * _CHUNK, 2 * _CHUNK + 7], ids="{} points".format)
@pytest.mark.parametrize(("d", "k"), [(2, 2), (5, 4)], ids=["2 features", "5 features"])
def test_scikit_learn_ends_at_the_same_centres_after_as_many_steps(n, d, k):
    rng = np.random.default_rng(n + d)
    points = rng.normal(rng.integers(0, 5, size=(n, 1)), 0.6, size=(n, d))
    init = points[:k]
    labels, centres, n_steps = kmeans(points, init, n_iter=300)
    other = KMeans(k, init=init, n_init=1, tol=0, max_iter=300).fit(points)
    np.testing.assert_allclose(centres, other.cluster_centers_, rtol=1e-9)
    assert labels.tolist() == other.labels_.tolist()
    assert n_steps == other.n_iter_


def test_scipy_ends_at_the_same_centres():
    rng = np.random.default_rng(3)
    points = rng.normal(rng.integers(0, 3, size=(200, 1)), 0.5, size=(200, 3))
    labels, centres, n_steps = kmeans(points, points[:3])
    expected, numbers = kmeans2(points, points[:3], iter=n_steps, minit="matrix")
    np.testing.assert_allclose(centres, expected, rtol=1e-9)
    assert labels.tolist() == numbers.tolist()


def test_exchanging_the_start_centres_exchanges_the_numbers():
    points = np.random.default_rng(4).normal(size=(60, 2))
    labels, centres, _ = kmeans(points, points[:2])
    exchanged, others, _ = kmeans(points, points[1::-1])
    np.testing.assert_allclose(others, centres[::-1])
    assert exchanged.tolist() == (1 - labels).tolist()


def test_a_feature_in_thousandths_decides_alone():
    points = np.random.default_rng(5).random((200, 2))
    init = np.array([[0.3, 0.3], [0.5, 0.1]])
    labels, _, _ = kmeans(points * [1, 1000], init * [1, 1000])
    alone, _, _ = kmeans(points[:, 1:] * 1000, init[:, 1:] * 1000)
    assert np.mean(labels == alone) > 0.98


# --- match_clusters -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "truth", "matched"),
    [
        pytest.param([0, 0, 1, 1], [1, 1, 0, 0], [1, 1, 0, 0], id="numbers-exchanged"),
        pytest.param([0, 0, 0, 3], [7, 5, 7, 5], [7, 7, 7, 5], id="majority"),
        pytest.param([2, 2, 0, 0], [9, 4, 4, 9], [4, 4, 4, 4], id="tie-goes-to-the-smaller-class"),
        pytest.param([0, 1, 2, 2], [6, 6, 8, 8], [6, 6, 8, 8], id="two-clusters-one-class"),
        pytest.param([5, 5, 5], [0, 3, 3], [3, 3, 3], id="a-class-without-cluster"),
    ],
)
def test_match_clusters_by_hand(labels, truth, matched):
    assert match_clusters(labels, truth).tolist() == matched


@given(
    array_shapes(max_side=5).flatmap(
        lambda shape: st.tuples(*[arrays(int, shape, elements=st.integers(-3, 3))] * 2)
    )
)
def test_no_renaming_of_a_cluster_has_more_right_pixels(pair):
    labels, truth = pair
    matched = match_clusters(labels, truth)
    for cluster in np.unique(labels):
        inside = labels == cluster
        (chosen,) = np.unique(matched[inside])
        counts = {c: np.count_nonzero(truth[inside] == c) for c in np.unique(truth).tolist()}
        assert chosen == min(counts, key=lambda c: (-counts[c], c))


def test_a_mask_as_truth_gives_a_mask():
    matched = match_clusters(np.array([[0, 1, 1]]), np.array([[True, False, False]]))
    assert matched.dtype == bool
    assert matched.tolist() == [[True, False, False]]


# --- segment_kmeans -----------------------------------------------------------------------------


def test_segment_kmeans_is_the_last_cluster_of_two_features():
    rng = np.random.default_rng(6)
    image = rng.normal(np.repeat([0.2, 0.7, 0.3], 7), 0.1, size=(11, 21))
    init = [[0.0, 0.2], [0.6, 0.5]]
    table = np.stack([image.ravel(), ndi.gaussian_filter(image, 2).ravel()], axis=1)
    expected = kmeans(table, init)[0].reshape(image.shape) == 1
    mask = segment_kmeans(image, 2, init)
    assert mask.dtype == bool
    assert mask.tolist() == expected.tolist()
    assert 0 < mask.sum() < mask.size


def test_exchanged_start_centres_give_the_rest_of_the_image():
    image = np.random.default_rng(7).random((6, 9))
    mask = segment_kmeans(image, 1, [[0.2, 0.4], [0.8, 0.6]])
    np.testing.assert_array_equal(segment_kmeans(image, 1, [[0.8, 0.6], [0.2, 0.4]]), ~mask)


def test_the_features_are_not_standardised():
    rng = np.random.default_rng(8)
    image, init = rng.random((20, 30)), np.array([[0.3, 0.3], [0.5, 0.5]])
    table = np.stack([image.ravel(), ndi.gaussian_filter(image, 3).ravel()], axis=1)
    z, mean, sd = standardise(table)
    other = kmeans(z, (init - mean) / sd)[0].reshape(image.shape) == 1
    assert (segment_kmeans(image, 3, init) != other).any()


# --- complaints ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: assign([1, 2], [[1]]),
            r"^points must be a table with rows and columns, got shape \(2,\)\.$",
            id="points-in-a-row",
        ),
        pytest.param(
            lambda: assign([[1, 2]], [[1], [2]]),
            r"^centres must have one column for each feature, 2, got 1\.$",
            id="one-feature-missing",
        ),
        pytest.param(
            lambda: kmeans([[1, 2]], [[1], [2]]),
            r"^init must have one column for each feature, 2, got 1\.$",
            id="one-feature-missing-at-the-start",
        ),
        pytest.param(
            lambda: kmeans([[1]], [[1]], n_iter=0),
            r"^n_iter must be at least 1, got 0\.$",
            id="no-step",
        ),
        pytest.param(
            lambda: update([[1], [2]], [0], [[1]]),
            r"^labels must hold one number for each point, 2, got shape \(1,\)\.$",
            id="too-few-labels",
        ),
        pytest.param(
            lambda: update([[1], [2]], [0, 1], [[1]]),
            r"^labels must be numbers of centres, 0 to 0, got 0 to 1\.$",
            id="label-without-centre",
        ),
        pytest.param(
            lambda: segment_kmeans([[[1]]], 1, [[0, 0], [1, 1]]),
            r"^image must have two dimensions \(rows, columns\), got shape \(1, 1, 1\)\.$",
            id="a-volume",
        ),
    ],
)
def test_input_that_cannot_be_clustered_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_labels_that_are_not_whole_numbers_are_refused():
    message = r"^labels must hold whole numbers, got values of type float64\.$"
    with pytest.raises(TypeError, match=message):
        match_clusters([0.5], [1])
