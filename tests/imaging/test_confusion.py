import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    matthews_corrcoef,
    precision_score,
    recall_score,
)

from coursekit.imaging import (
    accuracy,
    accuracy_from_counts,
    confusion_counts,
    dice_coefficient,
    error_masks,
    f1_from_counts,
    mcc_from_counts,
    precision_recall,
    validation_report,
)

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


# --- scores of four counts ----------------------------------------------------------------------

SCORES = [accuracy_from_counts, f1_from_counts, mcc_from_counts, precision_recall]
each_score = pytest.mark.parametrize("score", SCORES, ids=lambda score: score.__name__)
four_counts = st.fixed_dictionaries(
    {kind: st.integers(0, 30) for kind in ("tn", "fp", "fn", "tp")}
).filter(lambda c: any(c.values()))


def counts(tn, fp, fn, tp):
    return {"tn": tn, "fp": fp, "fn": fn, "tp": tp}


def as_lists(c):
    """Write out pixels with these counts."""
    truth = [0] * (c["tn"] + c["fp"]) + [1] * (c["fn"] + c["tp"])
    result = [0] * c["tn"] + [1] * c["fp"] + [0] * c["fn"] + [1] * c["tp"]
    return truth, result


def mcc_squared(c):
    """The square of the formula, exactly."""
    tn, fp, fn, tp = c.values()
    above = (tp * tn - fp * fn) ** 2
    return Fraction(above, (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))


@given(four_counts)
def test_accuracy_from_counts_is_the_accuracy_of_the_masks(c):
    assert accuracy_from_counts(c) == accuracy(*as_lists(c))


@given(four_counts, st.sampled_from([0.0, 1.0]))
def test_f1_from_counts_is_the_dice_coefficient_of_the_masks(c, undefined):
    assert f1_from_counts(c, undefined) == dice_coefficient(*as_lists(c), empty=undefined)


@given(four_counts)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(c):
    precision, recall = precision_recall(c)
    if c["tp"]:
        assert f1_from_counts(c) == pytest.approx(2 / (1 / precision + 1 / recall), rel=1e-12)


@given(four_counts)
def test_scikit_learn_gives_the_same_scores_under_its_own_conventions(c):
    truth, result = as_lists(c)
    precision, recall = precision_recall(c)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one class only
        assert f1_from_counts(c, undefined=0.0) == pytest.approx(
            f1_score(truth, result, zero_division=0.0), rel=1e-12
        )
        assert precision == precision_score(truth, result, zero_division=0.0)
        assert recall == recall_score(truth, result, zero_division=0.0)
        one_class_all_right = truth == result and len(set(truth)) == 1
        expected = 1.0 if one_class_all_right else matthews_corrcoef(truth, result)
    assert mcc_from_counts(c, undefined=0.0) == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(four_counts)
def test_exchanging_foreground_and_background_leaves_the_mcc_alone(c):
    exchanged = counts(c["tp"], c["fn"], c["fp"], c["tn"])
    assert mcc_from_counts(exchanged) == mcc_from_counts(c)


@given(four_counts)
def test_the_mcc_changes_its_sign_with_the_result(c):
    inverted = counts(c["fp"], c["tn"], c["tp"], c["fn"])
    below = (c["tp"] + c["fp"]) * (c["tp"] + c["fn"]) * (c["tn"] + c["fp"]) * (c["tn"] + c["fn"])
    if below:
        assert mcc_from_counts(inverted) == -mcc_from_counts(c)


@pytest.mark.parametrize("kind", [int, np.int64, np.uint64], ids=lambda kind: kind.__name__)
def test_counts_whose_product_leaves_64_bits_give_the_exact_mcc(kind):
    c = counts(4_000_000_000, 30_000_000, 20_000_000, 900_000_000)
    product = (c["tp"] + c["fp"]) * (c["tp"] + c["fn"]) * (c["tn"] + c["fp"]) * (c["tn"] + c["fn"])
    assert product > 2**64
    score = mcc_from_counts({key: kind(value) for key, value in c.items()})
    assert score**2 == pytest.approx(float(mcc_squared(c)), rel=1e-14)
    assert score > 0


def test_the_product_leaves_64_bits_already_for_a_mosaic_of_the_vessel_tile():
    tile = counts(254564, 122, 1863, 5595)
    mosaic = {key: 4 * value for key, value in tile.items()}
    product = 1
    for one, other in (("tp", "fp"), ("tp", "fn"), ("tn", "fp"), ("tn", "fn")):
        product *= mosaic[one] + mosaic[other]
    assert product > np.iinfo(np.int64).max
    assert mcc_from_counts(mosaic) == pytest.approx(mcc_from_counts(tile), rel=1e-15)


@each_score
def test_a_missing_count_is_named(score):
    with pytest.raises(ValueError, match=r"must have the counts tn, fp, fn and tp, got none for f"):
        score({"tn": 1, "tp": 1})


@each_score
@pytest.mark.parametrize("odd", [0.5, "3", None], ids=str)
def test_counts_have_to_be_whole_numbers(score, odd):
    with pytest.raises(TypeError, match=r"^c must hold whole numbers, got \{"):
        score(counts(1, 1, 1, odd))


@each_score
def test_negative_counts_and_no_pixels_are_refused(score):
    with pytest.raises(ValueError, match=r"^c must not hold negative counts, got -2\.$"):
        score(counts(1, -2, 1, 1))
    with pytest.raises(ValueError, match=r"^c must count at least one pixel, got four zeros\.$"):
        score(counts(0, 0, 0, 0))


# --- the article of the vessel tile, and its own examples --------------------------------------

ZEROS, ONES = [0] * 9, [1] * 9
ORIGINAL = [1, 0, 1, 0, 1, 1, 0, 0, 0]
PREDICTED = [1, 0, 1, 0, 0, 1, 1, 0, 0]
EDGE_CASES = {"zeros": (ZEROS, ZEROS), "ones": (ONES, ONES), "opposite": (ZEROS, ONES)}


@pytest.mark.parametrize(
    ("truth", "result", "f1", "mcc"),
    [
        pytest.param(ZEROS, ONES, 0, -1, id="opposite"),
        pytest.param(ONES, ZEROS, 0, -1, id="opposite-the-other-way"),
        pytest.param(ONES, ONES, 1, 1, id="all-ones"),
        pytest.param(ZEROS, ZEROS, 1, 1, id="all-zeros"),
        pytest.param(ORIGINAL, ORIGINAL, 1, 1, id="equal"),
    ],
)
def test_the_edge_cases_of_the_article_under_its_conventions(truth, result, f1, mcc):
    report = validation_report(truth, result)
    assert (report["f1_score"], report["mcc"]) == (f1, mcc)
    assert report["accuracy"] == accuracy(truth, result)


def test_the_nine_pixels_of_the_article():
    c = confusion_counts(ORIGINAL, PREDICTED)
    assert c == counts(4, 1, 1, 3)
    report = validation_report(ORIGINAL, PREDICTED)
    assert list(report) == ["accuracy", "f1_score", "mcc"]
    assert report["f1_score"] == 0.75
    assert report["accuracy"] == 7 / 9
    assert report["mcc"] == pytest.approx((3 * 4 - 1) / (4 * 5), rel=1e-15)
    assert report["mcc"] == pytest.approx(matthews_corrcoef(ORIGINAL, PREDICTED), rel=1e-12)


@pytest.mark.parametrize("name", EDGE_CASES)
def test_the_edge_cases_under_the_conventions_of_scikit_learn(name):
    truth, result = EDGE_CASES[name]
    c = confusion_counts(truth, result)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one class only
        assert f1_from_counts(c, undefined=0.0) == f1_score(truth, result, zero_division=0.0)
        theirs = matthews_corrcoef(truth, result)
    assert theirs == 0
    assert mcc_from_counts(c, undefined=0.0) == (theirs if name == "opposite" else 1.0)


# --- error masks --------------------------------------------------------------------------------


@given(pairs_of_masks)
def test_every_pixel_is_in_one_error_mask_and_the_masks_have_the_counts(pair):
    masks = error_masks(*pair)
    assert all(mask.dtype == bool for mask in masks.values())
    assert (sum(mask.astype(int) for mask in masks.values()) == 1).all()
    assert {kind: int(mask.sum()) for kind, mask in masks.items()} == confusion_counts(*pair)


@given(pairs_of_masks)
def test_truth_and_result_can_be_put_together_from_the_error_masks(pair):
    truth, result = pair
    masks = error_masks(truth, result)
    np.testing.assert_array_equal(masks["tp"] | masks["fn"], truth)
    np.testing.assert_array_equal(masks["tp"] | masks["fp"], result)


def test_error_masks_of_masks_written_differently():
    masks = error_masks(np.array([[0, 255, 255]], np.uint8), np.array([[0.5, 0.0, 1.0]]))
    assert {kind: mask.tolist() for kind, mask in masks.items()} == {
        "tn": [[False, False, False]],
        "fp": [[True, False, False]],
        "fn": [[False, True, False]],
        "tp": [[False, False, True]],
    }
