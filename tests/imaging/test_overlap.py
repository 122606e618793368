import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.metrics import f1_score

from coursekit.imaging import (
    class_list_and_zeros,
    confusion_counts,
    dice_coefficient,
    dice_for_class,
    dice_multiclass,
)

pairs_of_masks = array_shapes(max_dims=3, max_side=6).flatmap(
    lambda shape: st.tuples(arrays(bool, shape), arrays(bool, shape))
)
pairs_of_labels = array_shapes(max_side=6).flatmap(
    lambda shape: st.tuples(*[arrays(int, shape, elements=st.sampled_from([0, 2, 5, 7]))] * 2)
)


@pytest.mark.parametrize(
    ("truth", "result", "dice"),
    [
        pytest.param([1, 1, 0, 0], [1, 0, 0, 0], 2 * 1 / (2 + 1), id="half-found"),
        pytest.param([1, 1, 0, 0], [0, 1, 1, 0], 2 * 1 / (2 + 2), id="shifted-by-one"),
        pytest.param([1, 0], [1, 0], 1, id="equal"),
        pytest.param([1, 0], [0, 1], 0, id="disjoint"),
        pytest.param([1, 1], [0, 0], 0, id="nothing-found"),
        pytest.param([0, 0], [1, 1], 0, id="nothing-to-find"),
        pytest.param([0, 0], [0, 0], 1, id="both-empty"),
    ],
)
@pytest.mark.parametrize("dtype", [bool, np.uint8, int, float])
def test_dice_by_hand(truth, result, dice, dtype):
    assert dice_coefficient(np.array(truth, dtype), np.array(result, dtype)) == dice


def test_masks_of_0_and_255_do_not_overflow():
    truth, result = np.full((20, 20), 255, np.uint8), np.full((20, 20), 255, np.uint8)
    result[:10] = 0
    assert dice_coefficient(truth, result) == 2 * 200 / (400 + 200)


def test_the_value_for_two_empty_masks_can_be_chosen():
    assert dice_coefficient([0, 0], [0, 0], empty=0) == 0
    assert dice_coefficient([0, 1], [0, 1], empty=0) == 1
    assert np.isnan(dice_coefficient([0], [0], empty=np.nan))


@given(pairs_of_masks)
def test_dice_does_not_ask_which_mask_is_the_truth(pair):
    assert dice_coefficient(*pair) == dice_coefficient(*pair[::-1])


@given(pairs_of_masks)
def test_more_background_does_not_change_dice(pair):
    padded = [np.pad(mask, 3) for mask in pair]
    assert dice_coefficient(*padded) == dice_coefficient(*pair)


@given(pairs_of_masks)
def test_dice_is_the_f1_score_of_scikit_learn(pair):
    truth, result = (mask.ravel() for mask in pair)
    expected = f1_score(truth, result, zero_division=1.0)
    assert dice_coefficient(truth, result) == pytest.approx(expected, rel=1e-12)


@given(pairs_of_masks)
def test_dice_follows_from_the_counts(pair):
    n = confusion_counts(*pair)
    if n["tp"] + n["fp"] + n["fn"]:
        expected = 2 * n["tp"] / (2 * n["tp"] + n["fp"] + n["fn"])
        assert dice_coefficient(*pair) == expected


TRUTH = np.array([0, 0, 2, 2, 2, 5])
RESULT = np.array([0, 2, 2, 2, 5, 5])


@pytest.mark.parametrize(
    ("label", "dice"),
    [
        pytest.param(0, 2 * 1 / (2 + 1), id="background"),
        pytest.param(2, 2 * 2 / (3 + 3), id="class-2"),
        pytest.param(5, 2 * 1 / (1 + 2), id="class-5"),
        pytest.param(7, 1, id="class-that-is-nowhere"),
    ],
)
def test_dice_of_one_class_by_hand(label, dice):
    assert dice_for_class(TRUTH, RESULT, label) == dice


def test_dice_of_all_classes_by_hand():
    classes, scores = dice_multiclass(TRUTH, RESULT)
    assert classes.tolist() == [0, 2, 5]
    assert scores.tolist() == [2 / 3, 4 / 6, 2 / 3]


def test_a_class_missing_in_the_result_scores_zero():
    classes, scores = dice_multiclass([0, 2, 5], [0, 2, 2])
    assert dict(zip(classes.tolist(), scores.tolist(), strict=True)) == {0: 1, 2: 2 / 3, 5: 0}


def test_a_class_of_the_result_alone_is_not_listed():
    classes, scores = dice_multiclass([0, 0], [0, 9])
    assert (classes.tolist(), scores.tolist()) == ([0], [2 / 3])


@given(pairs_of_labels)
def test_the_scores_of_all_classes_are_those_of_scikit_learn(pair):
    truth, result = (labels.ravel() for labels in pair)
    classes, scores = dice_multiclass(truth, result)
    expected = f1_score(truth, result, labels=classes, average=None, zero_division=0.0)
    np.testing.assert_allclose(scores, expected, rtol=1e-12)


@given(pairs_of_labels)
def test_renaming_the_classes_in_both_images_keeps_the_scores(pair):
    renamed = [labels * 10 + 3 for labels in pair]
    np.testing.assert_array_equal(dice_multiclass(*renamed)[1], dice_multiclass(*pair)[1])


def test_the_list_has_every_class_once_and_a_zero_for_each():
    classes, scores = class_list_and_zeros([[5, 0], [0, 2]])
    assert classes.tolist() == [0, 2, 5]
    assert scores.tolist() == [0.0, 0.0, 0.0]
    assert scores.dtype == np.float64


@given(pairs_of_labels)
def test_the_list_is_the_set_of_the_labels(pair):
    classes, scores = class_list_and_zeros(pair[0])
    assert classes.tolist() == sorted(set(pair[0].ravel().tolist()))
    assert scores.shape == classes.shape
