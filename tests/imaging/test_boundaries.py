"""Comparing boundaries: by hand and by property."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.imaging import boundary_precision_recall

pairs = array_shapes(max_dims=4, max_side=5).flatmap(
    lambda shape: st.tuples(*[arrays(np.int64, shape, elements=st.integers(0, 2))] * 2)
)


@pytest.mark.parametrize(
    ("truth", "result", "distance", "precision", "recall"),
    [
        pytest.param([1, 1, 2, 2], [8, 8, 5, 5], 0, 1, 1, id="same-wall"),
        pytest.param([1, 1, 1, 2], [8, 8, 5, 5], 0, 1 / 2, 1 / 2, id="one-place-off"),
        pytest.param([1, 1, 1, 2], [8, 8, 5, 5], 1, 1, 1, id="one-place-off-is-near"),
        pytest.param([1, 1, 1, 2], [8, 8, 8, 8], 0, 1, 0, id="no-wall-in-the-result"),
        pytest.param([1, 1, 1, 1], [8, 8, 5, 5], 9, 0, 1, id="no-wall-in-the-truth"),
        pytest.param([4], [4], 0, 1, 1, id="no-wall-at-all"),
        pytest.param([1, 1, 2, 2, 2, 2], [1, 1, 2, 2, 3, 3], 0, 1 / 2, 1, id="cut-up"),
        pytest.param([0, 0, 2, 2], [1, 1, 2, 2], 0, 1, 1, id="zero-is-a-label"),
        pytest.param([[1, 1], [1, 2]], [[1, 1], [2, 2]], 0, 3 / 4, 1, id="two-dimensions"),
    ],
)
def test_boundaries_by_hand(truth, result, distance, precision, recall):
    scores = boundary_precision_recall(truth, result, distance)
    assert scores == pytest.approx((precision, recall))


@given(pairs, st.sampled_from([0, 1, 1.5, 3]))
def test_boundary_scores_change_places_with_the_images(images, distance):
    truth, result = images
    scores = boundary_precision_recall(truth, result, distance)
    assert scores == boundary_precision_recall(result, truth, distance)[::-1]
    assert all(0 <= score <= 1 for score in scores)
    wider = boundary_precision_recall(truth, result, distance + 1)
    assert all(one <= other for one, other in zip(scores, wider, strict=True))


def test_the_distance_is_measured_in_the_unit_of_the_spacing():
    truth, result = np.ones((2, 9, 9), dtype=int)
    truth[4:], result[7:] = 2, 2  # rows 3 and 4, rows 6 and 7
    for distance, spacing, near in [(3, 1, 1), (2.9, 1, 0.5), (6, (2, 1), 1), (4, (2, 1), 0.5)]:
        scores = boundary_precision_recall(truth, result, distance, spacing)
        assert scores == (near, near)


def test_the_distance_must_not_be_negative():
    with pytest.raises(ValueError, match=r"^distance must be 0 or a number above 0, got -1"):
        boundary_precision_recall([1, 2], [1, 2], -1)
