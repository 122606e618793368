"""The figures that lesson A03 builds on, from the sources' own images."""

import numpy as np
import pytest
import scipy.ndimage as ndi

from coursekit import datasets, imaging
from coursekit.datasets import phantoms

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def oasis():
    """A slice of a head from 0 to 1, its blur with sigma 5, and the brain."""
    head = datasets.load("oasis-brain")
    image = imaging.to_unit_range(head.image)
    return image, imaging.gaussian_blur(image, 5), head.truth.astype(bool)


@pytest.fixture(scope="module")
def vessels():
    """Bright vessels, not filtered, and the truth."""
    tile = datasets.load("kesm-vessels")
    return imaging.invert(tile.image), tile.truth


def dice_of_otsu(image, truth):
    return imaging.dice_coefficient(truth, image > imaging.otsu_threshold(image))


def test_the_blur_halves_the_range_of_the_head(oasis):
    image, smooth, _ = oasis
    np.testing.assert_allclose(smooth, ndi.gaussian_filter(image, 5), atol=1e-12)
    assert (np.ptp(image), round(np.ptp(smooth), 3)) == (1.0, 0.488)


def test_the_highest_raw_values_are_not_brain(oasis):
    image, _, brain = oasis
    assert image[~brain].max() == 1.0
    assert image[brain].max() < 0.6
    assert not brain[image > image[brain].max()].any()


def test_the_highest_blurred_values_are_all_brain(oasis):
    _, smooth, brain = oasis
    top = smooth >= np.quantile(smooth, 0.97)
    assert 0.0299 < top.mean() < 0.0301
    assert brain[top].all()


def test_the_bright_ring_is_high_raw_and_low_blurred(oasis):
    image, smooth, brain = oasis
    ring = (image > image[brain].max()) & ~brain
    assert (round(image[ring].mean(), 2), round(smooth[ring].mean(), 2)) == (0.70, 0.29)


def test_the_median_costs_thin_vessels(vessels):
    image, truth = vessels
    smooth = imaging.median_3x3(image)
    np.testing.assert_array_equal(smooth, ndi.median_filter(image, size=3))
    before, after = dice_of_otsu(image, truth), dice_of_otsu(smooth, truth)
    assert (round(before, 4), round(after, 4)) == (0.8635, 0.8493)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_median_costs_a_clean_phantom_and_saves_a_noisy_one(seed):
    gain = {}
    for noise in (0, 15):
        scene = phantoms.vessels(seed=seed, noise=noise)
        image, truth = imaging.invert(scene["image"]), scene["truth"]
        gain[noise] = dice_of_otsu(imaging.median_3x3(image), truth) - dice_of_otsu(image, truth)
    assert gain[0] < 0
    assert gain[15] > 0.1
