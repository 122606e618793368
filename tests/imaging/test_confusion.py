import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.metrics import accuracy_score, confusion_matrix

from coursekit.imaging import accuracy, confusion_counts

pairs_of_masks = array_shapes(max_dims=3, max_side=6).flatmap(
    lambda shape: st.tuples(arrays(bool, shape), arrays(bool, shape))
)
pairs_of_labels = array_shapes(max_side=6).flatmap(
    lambda shape: st.tuples(*[arrays(int, shape, elements=st.integers(0, 5))] * 2)
)


@pytest.mark.parametrize(
    ("truth", "result", "expected"),
    [
        pytest.param([0, 0, 1, 1], [0, 1, 0, 1], (1, 1, 1, 1), id="one-of-each"),
        pytest.param([0, 0, 0, 1], [0, 1, 1, 0], (1, 2, 1, 0), id="nothing-found"),
        pytest.param([1, 1, 1], [1, 0, 0], (0, 0, 2, 1), id="too-little"),
        pytest.param([0, 0], [0, 0], (2, 0, 0, 0), id="only-background"),
        pytest.param([1, 1], [1, 1], (0, 0, 0, 2), id="only-foreground"),
        pytest.param([0, 255, 255], [0, 1, 0], (1, 0, 1, 1), id="masks-written-differently"),
    ],
)
def test_confusion_counts_by_hand(truth, result, expected):
    counts = confusion_counts(np.array(truth, np.uint8), np.array(result, np.uint8))
    assert list(counts) == ["tn", "fp", "fn", "tp"]
    assert tuple(counts.values()) == expected


@given(pairs_of_masks)
def test_the_counts_add_up_to_the_pixels_and_to_the_areas(pair):
    truth, result = pair
    counts = confusion_counts(truth, result)
    assert sum(counts.values()) == truth.size
    assert counts["tp"] + counts["fn"] == truth.sum()
    assert counts["tp"] + counts["fp"] == result.sum()


@given(pairs_of_masks)
def test_swapping_truth_and_result_swaps_the_two_kinds_of_error(pair):
    counts, swapped = confusion_counts(*pair), confusion_counts(*pair[::-1])
    assert swapped == counts | {"fp": counts["fn"], "fn": counts["fp"]}


@given(pairs_of_masks)
def test_scikit_learn_counts_the_same_pixels(pair):
    truth, result = (mask.ravel() for mask in pair)
    expected = confusion_matrix(truth, result, labels=[False, True]).ravel()
    assert list(confusion_counts(truth, result).values()) == expected.tolist()


@pytest.mark.parametrize(
    ("truth", "result", "share"),
    [
        pytest.param([0, 0, 0, 1], [0, 0, 0, 0], 3 / 4, id="background-everywhere"),
        pytest.param([0, 2, 5], [0, 2, 5], 1, id="equal-labels"),
        pytest.param([0, 2, 5], [0, 5, 2], 1 / 3, id="two-labels-swapped"),
        pytest.param([0, 1], [1, 0], 0, id="everything-wrong"),
    ],
)
def test_accuracy_by_hand(truth, result, share):
    assert accuracy(truth, result) == share


@given(pairs_of_labels)
def test_accuracy_is_the_one_of_scikit_learn(pair):
    truth, result = pair
    assert accuracy(truth, result) == accuracy_score(truth.ravel(), result.ravel())


@given(pairs_of_masks)
def test_accuracy_is_the_share_of_the_right_pixels(pair):
    counts = confusion_counts(*pair)
    assert accuracy(*pair) == (counts["tn"] + counts["tp"]) / pair[0].size
