"""Tests of components, of counting them, and of Otsu's threshold for floats."""

import numpy as np
import pytest
import scipy.ndimage as ndi
import skimage as ski
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit import datasets
from coursekit.imaging import (
    count_objects,
    gauss_otsu_labels,
    label_components,
    otsu_in_bins,
    otsu_threshold,
)

SLIDE = np.array(
    [
        [1, 1, 0, 0, 0, 0, 0],
        [1, 1, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 0, 0],
        [0, 1, 0, 1, 0, 0, 0],
        [0, 1, 0, 1, 0, 0, 0],
        [0, 1, 1, 1, 0, 0, 0],
    ]
)
masks = arrays(bool, array_shapes(max_dims=3, max_side=7))


def same_regions(one, other):
    """Tell whether two label images differ in nothing but the numbers; 0 stays 0."""
    pairs = np.unique(np.stack([one.ravel(), other.ravel()]), axis=1)
    firsts, seconds = pairs
    apart = len(set(firsts)) == len(set(seconds)) == pairs.shape[1]
    return apart and ((firsts == 0) == (seconds == 0)).all()


def test_two_blocks_and_a_u_are_three_components():
    labels = label_components(SLIDE)
    assert labels.dtype == np.int32
    assert labels.max() == 3
    np.testing.assert_array_equal(labels > 0, SLIDE > 0)
    assert {labels[0, 0], labels[1, 4], labels[4, 1]} == {1, 2, 3}
    assert labels[4, 1] == labels[4, 3]


@pytest.mark.parametrize(
    ("mask", "connectivity", "labels"),
    [
        pytest.param([[1, 0], [0, 1]], 1, [[1, 0], [0, 2]], id="corner-keeps-apart"),
        pytest.param([[1, 0], [0, 1]], 2, [[1, 0], [0, 1]], id="corner-joins"),
        pytest.param([[255, 0, 7]], 1, [[1, 0, 2]], id="any-number-is-foreground"),
        pytest.param([0, 0], 1, [0, 0], id="empty"),
        pytest.param([1, 1, 0, 1], 1, [1, 1, 0, 2], id="one-dimension"),
        pytest.param([[[1, 0]], [[0, 1]]], 2, [[[1, 0]], [[0, 1]]], id="volume-across-an-edge"),
        pytest.param(
            [[[1, 0], [0, 0]], [[0, 0], [0, 1]]],
            2,
            [[[1, 0], [0, 0]], [[0, 0], [0, 2]]],
            id="volume-corner-needs-3",
        ),
    ],
)
def test_components_by_hand(mask, connectivity, labels):
    np.testing.assert_array_equal(label_components(mask, connectivity), labels)


@given(masks, st.integers(1, 3))
def test_components_are_those_of_scikit_image(mask, connectivity):
    connectivity = min(connectivity, mask.ndim)
    theirs = ski.measure.label(mask, connectivity=connectivity)
    assert same_regions(label_components(mask, connectivity), theirs)


@given(masks)
def test_more_neighbours_never_give_more_components(mask):
    numbers = [label_components(mask, steps).max() for steps in range(1, mask.ndim + 1)]
    assert numbers == sorted(numbers, reverse=True)


@given(arrays(np.int64, array_shapes(max_dims=3), elements=st.integers(0, 9)))
def test_objects_are_counted_whatever_their_numbers(labels):
    assert count_objects(labels) == len(set(labels.ravel().tolist()) - {0})
    assert count_objects(labels * 1000) == count_objects(labels)


def test_a_removed_object_is_not_counted():
    labels = label_components(SLIDE)
    labels[labels == 2] = 0
    assert (count_objects(labels), labels.max()) == (2, 3)
    assert type(count_objects(labels)) is int


@given(
    arrays(np.float64, array_shapes(max_dims=3, min_side=2, max_side=8), elements=st.floats(0, 9)),
    st.integers(2, 300),
)
def test_otsu_in_bins_is_the_threshold_of_scikit_image_or_as_good(image, n_bins):
    """Rounding may part equal scores there, so the scores are compared."""
    assume(np.ptp(image) > 1e-3)
    theirs = ski.filters.threshold_otsu(image.ravel(), nbins=n_bins)
    counts, edges = np.histogram(image, n_bins)
    middles = (edges[:-1] + edges[1:]) / 2
    ours, its = (score_of_cut(counts, middles, t) for t in (otsu_in_bins(image, n_bins), theirs))
    assert ours == pytest.approx(its, rel=1e-9)


def score_of_cut(counts, middles, t):
    dark = middles <= t * (1 + 1e-12)
    n_0, n_1 = counts[dark].sum(), counts[~dark].sum()
    distance = (counts * middles)[dark].sum() / n_0 - (counts * middles)[~dark].sum() / n_1
    return n_0 * n_1 * distance**2


def test_otsu_in_bins_by_hand():
    """Bins of width 1 from 0 to 4: the middles 0.5 and 3.5 hold two values each."""
    assert otsu_in_bins([0, 0.9, 3.1, 4], n_bins=4) == 0.5


@pytest.mark.parametrize("seed", range(20))
def test_otsu_in_bins_is_the_threshold_of_scikit_image_on_two_hills(seed):
    rng = np.random.default_rng(seed)
    image = np.concatenate([rng.normal(0.2, 0.06, 900), rng.normal(0.6, 0.1, 300)])
    assert otsu_in_bins(image) == ski.filters.threshold_otsu(image)


def test_one_bin_for_each_grey_value_gives_the_cut_of_whole_numbers():
    image = datasets.load("nuclei", seed=1).image
    n_bins = int(np.ptp(image)) + 1
    exact = otsu_threshold(image)
    assert abs(otsu_in_bins(image, n_bins) - exact) < 1


def test_an_image_of_one_value_is_cut_there():
    assert otsu_in_bins(np.full((2, 3), 4.25)) == 4.25
    assert not gauss_otsu_labels(np.full((2, 3), 4.25)).any()


@pytest.mark.parametrize("sigma", [0, 1, 2.5])
def test_blur_cut_and_components_are_three_calls_of_the_libraries(sigma):
    image = datasets.load("nuclei", seed=3).image
    blurred = ndi.gaussian_filter(image.astype(float), sigma)
    labels, _ = ndi.label(blurred > ski.filters.threshold_otsu(blurred))
    np.testing.assert_array_equal(gauss_otsu_labels(image, sigma), labels)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_touching_nuclei_become_one_component(seed):
    """The course map says 49 of 60; the scenes differ by one or two."""
    scene = datasets.load("nuclei", seed=seed)
    assert count_objects(scene.truth) == 60
    assert 48 <= count_objects(gauss_otsu_labels(scene.image)) <= 50


def test_24_coins_are_found_without_a_blur_among_many_specks():
    labels = gauss_otsu_labels(datasets.load("coins").image, sigma=0)
    sizes = np.bincount(labels.ravel())[1:]
    assert np.count_nonzero(sizes > 200) == 24
    assert np.count_nonzero(sizes > 0) == count_objects(labels) > 100


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        pytest.param(
            lambda: label_components([[1, 0]], 3),
            ValueError,
            r"connectivity must be from 1 to 2, got 3\.",
            id="connectivity-3",
        ),
        pytest.param(
            lambda: label_components([[1, 0]], 0), ValueError, "from 1 to 2, got 0", id="none"
        ),
        pytest.param(
            lambda: count_objects([0.5]), TypeError, "labels must hold whole numbers", id="floats"
        ),
        pytest.param(
            lambda: gauss_otsu_labels([1, 2], -1), ValueError, "sigma must not be negative", id="-1"
        ),
        pytest.param(
            lambda: otsu_in_bins([1, 2], 0), ValueError, "n_bins must be at least 1", id="no-bins"
        ),
    ],
)
def test_other_arguments_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
