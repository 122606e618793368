"""The scores of the vessel tile, as the article printed them."""

import numpy as np
import pytest
import scipy.ndimage as ndi
from sklearn.metrics import f1_score, matthews_corrcoef

from coursekit import datasets, imaging

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def tile():
    """The truth of the tile, and the mask that Otsu's method makes after a median filter."""
    image, truth = (getattr(datasets.load("kesm-vessels"), name) for name in ("image", "truth"))
    vessels = ndi.median_filter(imaging.invert(image), size=3)
    return truth, vessels > imaging.otsu_threshold(vessels)


def test_the_report_of_the_vessel_tile(tile):
    report = imaging.validation_report(*tile)
    assert report["accuracy"] == pytest.approx(0.9924278259277344, abs=1e-12)
    assert report["f1_score"] == pytest.approx(0.8493358633776091, abs=1e-12)
    assert report["mcc"] == pytest.approx(0.8533910225863214, abs=1e-12)


def test_scikit_learn_scores_the_vessel_tile_alike(tile):
    truth, result = (mask.ravel() for mask in tile)
    report = imaging.validation_report(truth, result)
    assert report["f1_score"] == pytest.approx(f1_score(truth, result), rel=1e-12)
    assert report["mcc"] == pytest.approx(matthews_corrcoef(truth, result), rel=1e-12)


def test_precision_is_high_and_recall_is_not(tile):
    precision, recall = imaging.precision_recall(imaging.confusion_counts(*tile))
    assert (round(precision, 3), round(recall, 3)) == (0.979, 0.750)


def test_an_all_black_mask_scores_by_convention(tile):
    truth, _ = tile
    c = imaging.confusion_counts(truth, np.zeros_like(truth))
    assert imaging.mcc_from_counts(c) == -1
    assert imaging.mcc_from_counts(c, undefined=0.0) == 0
    assert imaging.mcc_from_counts(c, undefined=0.0) == matthews_corrcoef(
        truth.ravel(), np.zeros(truth.size, bool)
    )
    assert imaging.f1_from_counts(c) == 0
    assert round(imaging.accuracy_from_counts(c), 4) == 0.9715


def test_exchanging_the_classes_of_the_unfiltered_mask_lifts_f1_and_leaves_the_mcc():
    vessels = imaging.invert(datasets.load("kesm-vessels").image)
    truth = datasets.load("kesm-vessels").truth
    result = vessels > imaging.otsu_threshold(vessels)
    plain, exchanged = (
        imaging.validation_report(*masks) for masks in ((truth, result), (~truth, ~result))
    )
    assert (round(plain["f1_score"], 3), round(exchanged["f1_score"], 3)) == (0.864, 0.996)
    assert round(plain["mcc"], 3) == round(exchanged["mcc"], 3) == 0.867


def test_the_errors_of_the_vessel_tile_are_shown_where_they_are(tile):
    truth, result = tile
    image = datasets.load("kesm-vessels").image
    rgb = imaging.error_overlay(image, truth, result)
    coloured = (rgb != rgb[..., :1]).any(axis=2)
    np.testing.assert_array_equal(coloured, truth | result)
