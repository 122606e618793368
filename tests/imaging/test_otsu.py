"""Tests of the two ways to Otsu's threshold, with equal scores compared as fractions."""

from fractions import Fraction

import numpy as np
import pytest
import skimage as ski
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.imaging import between_class_variance, otsu_threshold, repaired_otsu, two_means_1d

MARBLES = np.array([1, 1, 2, 7, 8, 9])
COUNTS = np.bincount(MARBLES)
both = pytest.mark.parametrize("otsu", [otsu_threshold, repaired_otsu], ids=["between", "inside"])
few_values = st.integers(0, 255) | st.integers(0, 8)
images = arrays(np.uint8, array_shapes(max_dims=3, max_side=8), elements=few_values)


def exact_scores(image):
    """Score of each cut from 0 to 255 without any rounding."""
    pixels = np.asarray(image).ravel().tolist()
    scores = []
    for t in range(256):
        dark, bright = [g for g in pixels if g <= t], [g for g in pixels if g > t]
        if not dark or not bright:
            scores.append(Fraction(0))
            continue
        distance = Fraction(sum(dark), len(dark)) - Fraction(sum(bright), len(bright))
        scores.append(Fraction(len(dark) * len(bright), len(pixels) ** 2) * distance**2)
    return scores


@pytest.mark.parametrize(
    ("t", "score"),
    [
        pytest.param(1, (2 / 6) * (4 / 6) * (26 / 4 - 1) ** 2, id="cut-at-1"),
        pytest.param(2, (3 / 6) * (3 / 6) * (24 / 3 - 4 / 3) ** 2, id="cut-at-2"),
        pytest.param(4, (3 / 6) * (3 / 6) * (24 / 3 - 4 / 3) ** 2, id="cut-where-nothing-is"),
        pytest.param(6.5, (3 / 6) * (3 / 6) * (24 / 3 - 4 / 3) ** 2, id="cut-between-values"),
        pytest.param(0, 0, id="nothing-dark"),
        pytest.param(-2, 0, id="below-all"),
        pytest.param(9, 0, id="nothing-bright"),
        pytest.param(300, 0, id="above-all"),
    ],
)
def test_the_score_of_a_cut_by_hand(t, score):
    assert between_class_variance(COUNTS, t) == pytest.approx(score, rel=1e-14)


def test_the_score_of_no_pixels_is_zero():
    assert between_class_variance([0, 0, 0], 1) == 0


@given(images)
def test_the_scores_are_the_exact_ones_up_to_rounding(image):
    counts = np.bincount(image.ravel(), minlength=256)
    scores = [between_class_variance(counts, t) for t in range(256)]
    np.testing.assert_allclose(scores, [float(score) for score in exact_scores(image)], rtol=1e-9)


@given(images, st.integers(0, 255))
def test_the_spread_between_never_exceeds_the_spread_of_all(image, t):
    counts = np.bincount(image.ravel())
    assert between_class_variance(counts, t) <= image.var() * (1 + 1e-9)


@pytest.mark.parametrize(
    ("values", "t"),
    [
        pytest.param(MARBLES, 2, id="smallest-of-the-tied-cuts-2-to-6"),
        pytest.param([0, 255], 0, id="black-and-white"),
        pytest.param([10, 10, 10, 200], 10, id="one-bright-pixel"),
        pytest.param([0, 1, 2], 0, id="mirrored-so-0-and-1-tie"),
        pytest.param([7, 7, 7], 0, id="one-grey-value-has-no-best-cut"),
        pytest.param([0], 0, id="one-black-pixel"),
    ],
)
@both
def test_otsu_by_hand(otsu, values, t):
    assert otsu(np.array(values, dtype=np.uint8)) == t


@both
@given(image=images)
def test_otsu_is_the_smallest_cut_with_the_highest_score(otsu, image):
    scores = exact_scores(image)
    assert otsu(image) == scores.index(max(scores))


@pytest.mark.parametrize("n", [3, 10**3, 10**6])
@pytest.mark.parametrize("middle", [1, 7, 11])
def test_a_tie_stays_a_tie_in_a_large_image(n, middle):
    """Mirrored counts: the cuts at 31 and at 93 are equally good, however they are rounded."""
    image = np.repeat(np.array([31, 93, 155], np.uint8), [n, middle, n])
    assert otsu_threshold(image) == 31


@given(images)
def test_scikit_image_finds_no_better_cut(image):
    """It may take another one of equal cuts, or of cuts that rounding makes equal."""
    assume(np.ptp(image))
    counts = np.bincount(image.ravel())
    theirs = between_class_variance(counts, ski.filters.threshold_otsu(image.ravel()))
    ours = between_class_variance(counts, otsu_threshold(image))
    assert ours == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_otsu_is_the_threshold_of_scikit_image_on_two_hills(seed):
    rng = np.random.default_rng(seed)
    hills = np.concatenate([rng.normal(70, 20, 900), rng.normal(160, 30, 300)])
    image = hills.clip(0, 255).astype(np.uint8).reshape(30, 40)
    assert otsu_threshold(image) == ski.filters.threshold_otsu(image)


@given(arrays(np.uint8, (4, 5), elements=st.integers(0, 100)), st.integers(0, 155))
def test_brightening_all_pixels_moves_the_threshold_along(image, shift):
    assume(np.ptp(image))
    assert otsu_threshold(image + np.uint8(shift)) == otsu_threshold(image) + shift


@given(images)
def test_stretching_the_grey_values_stretches_the_threshold(image):
    assert otsu_threshold(image.astype(np.uint16) * 257) == otsu_threshold(image) * 257


@given(images)
def test_two_means_rest_at_the_threshold_of_otsu(image):
    """The best of all groupings cannot be improved by moving the centres."""
    assume(np.ptp(image))
    dark = image <= otsu_threshold(image)
    centres = image[dark].mean(), image[~dark].mean()
    moved, cut = two_means_1d(image, *centres)
    np.testing.assert_allclose(moved, centres)
    np.testing.assert_array_equal(image <= cut, dark)


@pytest.mark.parametrize(
    ("image", "error", "message"),
    [
        pytest.param([0.5, 1.0], TypeError, "image must hold whole numbers", id="floats"),
        pytest.param([-1, 4], ValueError, "grey values from 0 to 65535, got .* -1", id="negative"),
        pytest.param([0, 70000], ValueError, "from 0 to 65535, got .* 70000", id="too-bright"),
        pytest.param(np.zeros((0, 2), int), ValueError, "at least one pixel", id="no-pixel"),
    ],
)
@both
def test_other_images_are_refused(otsu, image, error, message):
    with pytest.raises(error, match=message):
        otsu(image)
