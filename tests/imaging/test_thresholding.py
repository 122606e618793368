"""Tests of the cut itself, and of what the functions do with scores and methods."""

import numpy as np
import pytest
import skimage as ski
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.cluster import KMeans

from coursekit.imaging import (
    accuracy,
    apply_threshold,
    best_threshold,
    compare_thresholds,
    dice_coefficient,
    two_means_1d,
)

MARBLES = np.array([1, 1, 2, 7, 8, 9])
images = arrays(np.uint8, array_shapes(max_dims=3, max_side=6))
images_and_masks = array_shapes(max_side=6).flatmap(
    lambda shape: st.tuples(
        arrays(np.uint8, shape, elements=st.integers(0, 20)), arrays(bool, shape)
    )
)


@pytest.mark.parametrize(
    ("t", "bright", "expected"),
    [
        pytest.param(2, True, [0, 0, 1], id="equal-to-t-is-not-bright"),
        pytest.param(2, False, [1, 1, 0], id="equal-to-t-is-dark"),
        pytest.param(1.5, True, [0, 1, 1], id="between-two-grey-values"),
        pytest.param(0, True, [1, 1, 1], id="below-all"),
        pytest.param(3, True, [0, 0, 0], id="at-the-brightest"),
    ],
)
def test_apply_threshold_by_hand(t, bright, expected):
    mask = apply_threshold(np.array([1, 2, 3]), t, bright=bright)
    assert mask.dtype == bool
    assert mask.tolist() == [bool(pixel) for pixel in expected]


@given(images, st.integers(-1, 256))
def test_a_pixel_is_either_bright_or_dark(image, t):
    np.testing.assert_array_equal(
        apply_threshold(image, t), ~apply_threshold(image, t, bright=False)
    )


@given(images, st.integers(0, 255))
def test_a_higher_threshold_never_adds_a_pixel(image, t):
    assert not np.any(apply_threshold(image, t + 1) & ~apply_threshold(image, t))


@pytest.mark.parametrize(
    ("start", "n_iter", "centres"),
    [
        pytest.param((1, 2), 0, (1, 2), id="no-move"),
        pytest.param((1, 2), 1, (1, (2 + 7 + 8 + 9) / 4), id="one-move-from-the-cut-1.5"),
        pytest.param((1, 2), 2, (4 / 3, 8), id="second-move-from-the-cut-3.75"),
        pytest.param((1, 2), 100, (4 / 3, 8), id="until-nothing-moves"),
        pytest.param((20, 30), 100, (28 / 6, 30), id="empty-upper-group-keeps-its-centre"),
        pytest.param((-9, 0), 100, (-9, 28 / 6), id="empty-lower-group-keeps-its-centre"),
    ],
)
def test_two_means_by_hand(start, n_iter, centres):
    found, cut = two_means_1d(MARBLES, *start, n_iter=n_iter)
    np.testing.assert_allclose(found, centres, rtol=1e-15)
    assert cut == pytest.approx(sum(centres) / 2, rel=1e-15)


def test_a_value_half_way_goes_to_the_lower_centre():
    centres, _ = two_means_1d([0, 5, 10], 0, 10, n_iter=1)
    assert centres.tolist() == [(0 + 5) / 2, 10]


def test_another_start_can_end_elsewhere():
    values = [0, 4, 6, 10]
    ends = {two_means_1d(values, *start)[1] for start in [(0, 3), (0, 9), (7, 13)]}
    assert ends == {(0 + 20 / 3) / 2, (2 + 8) / 2, (10 / 3 + 10) / 2}


@pytest.mark.parametrize("seed", range(10))
def test_two_means_are_the_k_means_of_scikit_learn(seed):
    rng = np.random.default_rng(seed)
    values = np.concatenate([rng.normal(40, 8, 300), rng.normal(120, 30, 60)])
    start = values.min(), values.max()
    model = KMeans(2, init=np.reshape(start, (2, 1)), n_init=1, max_iter=300, tol=0)
    expected = model.fit(values.reshape(-1, 1)).cluster_centers_.ravel()
    np.testing.assert_allclose(two_means_1d(values, *start)[0], expected, rtol=1e-12)


@given(images)
def test_two_means_do_not_move_once_they_rest(image):
    centres, cut = two_means_1d(image, -1, 256)
    again, same_cut = two_means_1d(image, *centres, n_iter=1)
    assert (again.tolist(), same_cut) == (centres.tolist(), cut)


@pytest.mark.parametrize("c1", [5, 3, np.nan], ids=["equal", "below", "not-a-number"])
def test_the_lower_centre_comes_first(c1):
    with pytest.raises(ValueError, match=f"^c0 must be smaller than c1, got 5 and {c1}.$"):
        two_means_1d(MARBLES, 5, c1)


def test_methods_are_listed_in_their_order_with_the_share_above():
    methods = {"Otsu": ski.filters.threshold_otsu, "mean": np.mean, "fixed": lambda image: 8}
    rows = compare_thresholds(MARBLES, methods)
    assert rows == [("Otsu", 2, 3 / 6), ("mean", 28 / 6, 3 / 6), ("fixed", 8, 1 / 6)]


def test_a_score_replaces_the_share():
    truth = np.array([0, 0, 0, 0, 1, 1])
    rows = compare_thresholds(
        MARBLES, {"low": lambda image: 2}, score=lambda mask: dice_coefficient(truth, mask)
    )
    assert rows == [("low", 2, 2 * 2 / (2 + 3))]


def test_no_methods_give_no_rows():
    assert compare_thresholds(MARBLES, {}) == []


@pytest.mark.parametrize(
    ("truth", "score", "expected"),
    [
        pytest.param([0, 0, 0, 1, 1, 1], dice_coefficient, (2, 1), id="smallest-of-tied-cuts"),
        pytest.param([0, 0, 0, 0, 0, 1], dice_coefficient, (8, 1), id="one-marble"),
        pytest.param([0, 0, 0, 0, 0, 0], dice_coefficient, (9, 1), id="nothing-to-find"),
        pytest.param([1, 1, 0, 0, 0, 0], accuracy, (9, 4 / 6), id="dark-object-cannot-be-found"),
    ],
)
def test_best_threshold_by_hand(truth, score, expected):
    assert best_threshold(MARBLES, truth, score) == expected


def test_the_score_gets_the_truth_first():
    seen = []
    best_threshold([1, 2], [0, 1], lambda truth, result: seen.append((truth, result)) or 0)
    assert [truth.tolist() for truth, _ in seen] == [[False, True]] * 2
    assert [result.tolist() for _, result in seen] == [[False, True], [False, False]]


@given(images_and_masks)
def test_no_cut_that_leaves_something_dark_is_better_than_the_best(pair):
    image, truth = pair
    scores = {t: dice_coefficient(truth, image > t) for t in range(image.min(), 22)}
    t, value = best_threshold(image, truth, dice_coefficient)
    assert value == max(scores.values())
    assert dice_coefficient(truth, image > t) == value
    assert t == min(g for g in np.unique(image) if scores[g] == value)


@given(images_and_masks)
def test_the_scale_of_the_image_does_not_matter(pair):
    image, truth = pair
    t, value = best_threshold(image, truth, accuracy)
    assert best_threshold(image / 8, truth, accuracy) == (t / 8, value)
