"""The figures that the lessons build on, from the sources' own images."""

import numpy as np
import pytest
import scipy.ndimage as ndi
import skimage as ski
from sklearn.metrics import confusion_matrix, f1_score

from coursekit import datasets, imaging

pytestmark = pytest.mark.real_data
OTSU_COUNTS = {"tn": 254564, "fp": 122, "fn": 1863, "tp": 5595}  # as the course map gives them


@pytest.fixture(scope="module")
def kesm():
    """Bright vessels, and the truth."""
    tile = datasets.load("kesm-vessels")
    return ndi.median_filter(imaging.invert(tile.image), size=3), tile.truth


@pytest.fixture(scope="module")
def oasis():
    """A slice of a head from 0 to 1, and the brain."""
    head = datasets.load("oasis-brain")
    return imaging.to_unit_range(head.image), head.truth


@pytest.mark.parametrize("otsu", [imaging.otsu_threshold, imaging.repaired_otsu])
def test_otsu_cuts_the_vessel_tile_at_79(kesm, otsu):
    vessels, _ = kesm
    assert otsu(vessels) == ski.filters.threshold_otsu(vessels) == 79


def test_the_counts_of_the_vessel_tile(kesm):
    vessels, truth = kesm
    counts = imaging.confusion_counts(truth, vessels > 79)
    assert counts == OTSU_COUNTS
    assert (
        list(counts.values())
        == confusion_matrix(truth.ravel(), vessels.ravel() > 79).ravel().tolist()
    )


def test_dice_and_accuracy_of_the_vessel_tile(kesm):
    vessels, truth = kesm
    n, result = OTSU_COUNTS, vessels > 79
    dice = imaging.dice_coefficient(truth, result)
    assert dice == 2 * n["tp"] / (2 * n["tp"] + n["fp"] + n["fn"])
    assert dice == pytest.approx(f1_score(truth.ravel(), result.ravel()), rel=1e-15)
    assert imaging.accuracy(truth, result) == (n["tn"] + n["tp"]) / 512**2
    nothing = np.zeros_like(truth)
    assert imaging.accuracy(truth, nothing) == (n["tn"] + n["fp"]) / 512**2


def test_masks_of_0_and_255_score_like_masks_of_bool(kesm):
    vessels, truth = kesm
    as_pictures = [mask.astype(np.uint8) * 255 for mask in (truth, vessels > 79)]
    assert imaging.dice_coefficient(*as_pictures) == imaging.dice_coefficient(truth, vessels > 79)


def test_with_the_truth_the_vessel_tile_is_cut_at_68(kesm):
    t, dice = imaging.best_threshold(*kesm, imaging.dice_coefficient)
    assert (t, round(dice, 3)) == (68, 0.884)


def test_the_cut_of_two_means_depends_a_little_on_the_start(kesm):
    vessels, _ = kesm
    cuts = [imaging.two_means_1d(vessels, *start)[1] for start in [(0, 255), (30, 60)]]
    assert [round(cut, 2) for cut in cuts] == [79.33, 78.76]


def test_without_inverting_the_vessels_are_lost(kesm):
    image = datasets.load("kesm-vessels").image
    result = image > imaging.otsu_threshold(image)
    assert round(imaging.dice_coefficient(kesm[1], result), 3) == 0.013


def test_a_tile_without_vessels_is_cut_as_well(kesm):
    vessels, truth = kesm
    tile = np.s_[0:64, 64:128]
    assert not truth[tile].any()
    t = imaging.otsu_threshold(vessels[tile])
    assert (t, round(np.mean(vessels[tile] > t), 2)) == (44, 0.52)


def test_the_brain_at_a_tenth_of_the_maximum(oasis):
    head, brain = oasis
    assert round(imaging.dice_coefficient(brain, head > 0.1), 3) == 0.780


def test_otsu_and_two_means_cut_the_head_at_almost_the_same_value(oasis):
    head, _ = oasis
    in_bins = ski.filters.threshold_otsu(head)  # 256 bins
    maximum = datasets.load("oasis-brain").image.max()
    exact = imaging.otsu_threshold(datasets.load("oasis-brain").image) / maximum
    _, cut = imaging.two_means_1d(head, 0, 1)
    assert (round(in_bins, 4), round(cut, 4)) == (0.2402, 0.2435)
    assert abs(exact - in_bins) < 1 / 256
    assert np.mean((head > exact) != (head > cut)) < 1 / 1000


def test_with_the_truth_the_head_is_cut_at_six_hundredths(oasis):
    t, dice = imaging.best_threshold(*oasis, imaging.dice_coefficient)
    assert round(t, 2) == 0.06
    assert dice == pytest.approx(0.824, abs=1e-3)
