"""Tests of the flood, compiled and not, and of what is cut with it."""

import subprocess
import sys

import numpy as np
import pytest
import scipy.ndimage as ndi
import skimage as ski
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes

from coursekit import datasets
from coursekit.imaging import (
    cells_from_nuclei,
    count_objects,
    flood,
    gauss_otsu_labels,
    markers_from_distance,
    split_touching,
    voronoi_otsu_labels,
    watershed,
)

BBBC007_OVERLAPS = {  # mean overlap over the annotated nuclei, as the course map gives them
    "17P1_POS0013_D_1UL": 0.8357392602053431,
    "20P1_POS0005_D_1UL": 0.7967,
    "20P1_POS0007_D_1UL": 0.6682,
    "20P1_POS0010_D_1UL": 0.4591,
    "A9 p7d": 0.7949,
    "AS_09125_040701150004_A02f00d0": 0.6588,
}


@pytest.fixture(params=["compiled", "plain"])
def both_ways(request, monkeypatch):
    """Flood small images compiled as well, and large ones without numba."""
    if request.param == "compiled":
        pytest.importorskip("numba")
        monkeypatch.setattr(watershed, "_WORTH_COMPILING", 0)
    else:
        monkeypatch.setitem(sys.modules, "numba", None)  # importing it fails
        assert not watershed.has_numba()


def scene(seed, levels=None, max_dims=3):
    """Draw heights, markers and a mask; without `levels` all heights differ."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 9, size=rng.integers(1, max_dims + 1)))
    n = int(np.prod(shape))
    drawn = rng.permutation(n) if levels is None else rng.integers(0, levels, n)
    heights = drawn.reshape(shape) - n / 3
    markers = np.where(rng.random(shape) < 0.15, rng.integers(1, 9, shape), 0)
    return heights, markers, rng.random(shape) < 0.8


@pytest.mark.parametrize(
    ("landscape", "markers", "mask", "labels"),
    [
        pytest.param([1, 4, 9, 6, 2], [3, 0, 0, 0, 5], None, [3, 3, 3, 5, 5], id="a-wall"),
        pytest.param([1, 6, 9, 4, 2], [3, 0, 0, 0, 5], None, [3, 3, 5, 5, 5], id="lower-right"),
        pytest.param([1, 9, 0, 0, 7, 2], [3, 0, 0, 0, 0, 5], None, [3, 3, 5, 5, 5, 5], id="basin"),
        pytest.param([0, 0, 0, 0], [3, 0, 0, 5], None, [3, 3, 5, 5], id="flat"),
        pytest.param([0, 0, 0, 0, 0], [3, 0, 0, 0, 5], None, [3, 3, 3, 5, 5], id="flat-tie"),
        pytest.param([[0, 0], [0, 0]], [[0, 3], [5, 0]], None, [[3, 3], [5, 3]], id="first-row"),
        pytest.param([1, 2, 3], [0, 4, 0], [1, 1, 0], [4, 4, 0], id="mask"),
        pytest.param([1, 2, 3], [4, 0, 5], [1, 1, 0], [4, 4, 0], id="marker-outside"),
        pytest.param([1, 2, 3, 4], [4, 0, 0, 0], [1, 0, 1, 1], [4, 0, 0, 0], id="out-of-reach"),
        pytest.param(
            [[1, 5], [5, 1]], [[2, 0], [0, 0]], [[1, 0], [0, 1]], [[2, 0], [0, 0]], id="corner"
        ),
        pytest.param([1, 2], [0, 0], None, [0, 0], id="no-marker"),
        pytest.param([5, 1], [9, 0], None, [9, 9], id="number-kept"),
    ],
)
@pytest.mark.usefixtures("both_ways")
def test_the_flood_by_hand(landscape, markers, mask, labels):
    np.testing.assert_array_equal(flood(landscape, markers, mask), labels)


@pytest.mark.usefixtures("both_ways")
def test_the_flood_is_the_watershed_of_scikit_image_where_all_heights_differ():
    for seed in range(300):
        heights, markers, mask = scene(seed)
        theirs = ski.segmentation.watershed(heights, markers, mask=mask)
        np.testing.assert_array_equal(flood(heights, markers, mask), theirs)


@pytest.mark.usefixtures("both_ways")
def test_equal_heights_are_flooded_in_the_order_in_which_they_are_reached():
    for seed in range(100):
        heights, markers, mask = scene(seed, levels=3, max_dims=2)
        expected = slow_flood(heights, markers, mask)
        np.testing.assert_array_equal(flood(heights, markers, mask), expected)


def slow_flood(heights, markers, mask):
    """The rule as it is written: take the lowest of the pixels reached, then the first reached."""
    labels = np.where(mask, markers, 0)
    shore = [tuple(place) for place in np.argwhere(labels)]
    while shore:
        place = min(shore, key=lambda one: (heights[one], shore.index(one)))
        waiting = shore.index(place)
        for axis, step in [(a, -1) for a in range(labels.ndim)] + [
            (a, 1) for a in reversed(range(labels.ndim))
        ]:
            other = list(place)
            other[axis] += step
            other = tuple(other)
            inside = 0 <= other[axis] < labels.shape[axis]
            if inside and mask[other] and labels[other] == 0:
                labels[other] = labels[place]
                shore.append(other)
        del shore[waiting]
    return labels


@given(st.integers(0, 10**6))
def test_each_region_holds_its_marker_and_hangs_together(seed):
    heights, markers, mask = scene(seed)
    labels = flood(heights, markers, mask)
    kept = np.where(mask, markers, 0)
    np.testing.assert_array_equal(labels[kept > 0], kept[kept > 0])
    for number in np.unique(labels[labels > 0]):
        pieces, _ = ndi.label(labels == number)
        assert set(pieces[kept == number]) == set(pieces[labels == number])


@given(st.integers(0, 10**6), st.floats(0.1, 5))
def test_stretching_the_heights_changes_nothing(seed, power):
    heights, markers, mask = scene(seed)
    stretched = np.exp(power * heights / np.ptp([*heights.ravel(), 0, 1]))
    np.testing.assert_array_equal(flood(stretched, markers, mask), flood(heights, markers, mask))


def test_a_large_image_is_flooded_the_same_way_with_and_without_numba(monkeypatch):
    pytest.importorskip("numba")
    heights = np.random.default_rng(1).integers(0, 40, (330, 310))
    markers = np.where(heights == 0, np.arange(heights.size).reshape(heights.shape), 0)
    compiled = flood(heights, markers)
    monkeypatch.setitem(sys.modules, "numba", None)
    np.testing.assert_array_equal(flood(heights, markers), compiled)


def test_flooding_a_small_image_does_not_load_numba():
    code = (
        "import sys; from coursekit import imaging; imaging.flood([[1, 2]], [[1, 0]]);"
        "print('numba' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


@pytest.mark.parametrize(
    ("mask", "markers"),
    [
        pytest.param([0, 1, 1, 1, 0, 1, 0], [0, 0, 1, 0, 0, 2, 0], id="one-peak-each"),
        pytest.param([0, 1, 1, 0], [0, 1, 1, 0], id="two-equal-pixels-are-one-peak"),
        pytest.param([1, 1, 0], [1, 0, 0], id="outside-of-the-image-is-no-background"),
        pytest.param([0, 0], [0, 0], id="empty"),
        pytest.param([1, 1], [1, 1], id="full"),
        pytest.param(
            [[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]],
            [[0, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]],
            id="corners-touch",
        ),
    ],
)
def test_peaks_by_hand(mask, markers):
    np.testing.assert_array_equal(markers_from_distance(mask), markers)


@given(array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=12), st.integers(0, 10**6))
def test_peaks_lie_in_the_mask_and_hold_the_peaks_of_scikit_image(shape, seed):
    """A flat place beside a higher one is a peak only here: no pixel around it is higher."""
    mask = ndi.gaussian_filter(np.random.default_rng(seed).normal(size=shape), 1) > 0
    mask[0, 0] = False
    markers = markers_from_distance(mask)
    theirs = ski.morphology.local_maxima(ndi.distance_transform_edt(mask)) & mask
    assert not markers[~mask].any()
    assert (markers[theirs] > 0).all()


@pytest.mark.parametrize("seed", [1, 3, 4, 6])
def test_a_blurred_distance_map_has_one_peak_for_each_nucleus(seed):
    mask = gauss_otsu_labels(datasets.load("nuclei", seed=seed).image) > 0
    raw, smoothed = (count_objects(markers_from_distance(mask, sigma)) for sigma in (0, 2))
    assert smoothed == 60
    assert 70 < raw < 90


def overlap(truth, labels):
    """Mean over the true objects of the largest intersection over union with a region."""
    best = []
    for number in np.unique(truth[truth > 0]):
        true = truth == number
        regions = [labels == one for one in np.unique(labels[true]) if one]
        best.append(max(((true & one).sum() / (true | one).sum() for one in regions), default=0))
    return np.mean(best)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_cutting_at_the_necks_brings_regions_closer_to_the_nuclei(seed):
    nuclei = datasets.load("nuclei", seed=seed)
    components = gauss_otsu_labels(nuclei.image)
    split = split_touching(components > 0)
    assert count_objects(split) == 60
    assert overlap(nuclei.truth, components) < 0.8
    assert overlap(nuclei.truth, split) > 0.92


def test_splitting_is_the_recipe_of_scikit_image():
    """Blurred distances of a real mask hardly ever tie, so the labels are the same."""
    mask = gauss_otsu_labels(datasets.load("nuclei", seed=1).image) > 0
    distance = ndi.gaussian_filter(ndi.distance_transform_edt(mask), 2)
    markers, _ = ndi.label(ski.morphology.local_maxima(distance) & mask, np.ones((3, 3)))
    theirs = ski.segmentation.watershed(-distance, markers, mask=mask)
    np.testing.assert_array_equal(split_touching(mask), theirs)


def test_two_blocks_with_a_bridge_are_cut_at_the_bridge():
    mask = np.ones((5, 11), bool)
    mask[[0, 1, 3, 4], 5] = False
    labels = split_touching(mask, sigma=1)
    assert set(labels[:, :5].ravel()) == {1}
    assert set(labels[:, 6:].ravel()) == {2}


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_two_blurs_find_more_nuclei_than_one(seed):
    image = datasets.load("nuclei", seed=seed).image
    assert 57 <= count_objects(voronoi_otsu_labels(image, 4, 1)) <= 60
    assert count_objects(gauss_otsu_labels(image, 1)) <= 50


def test_each_pixel_of_the_outline_belongs_to_the_spot_that_is_fewest_steps_away():
    image = [[0, 0, 8, 9, 8, 7, 8, 8.5, 9.5, 9, 0, 0]]
    labels = voronoi_otsu_labels(image, 0, 0)
    spots = {3: labels[0, 3], 8: labels[0, 8]}
    for column in range(2, 10):
        nearest = min(spots, key=lambda spot: abs(spot - column))
        assert labels[0, column] == spots[nearest]
    assert not labels[0, [0, 1, 10, 11]].any()


@pytest.mark.real_data
def test_the_overlaps_with_annotated_nuclei_are_those_of_the_course_map():
    data = datasets.load("bbbc007-sparse")
    for name, image, annotation in zip(data.names, data.images, data.annotations, strict=True):
        labels = voronoi_otsu_labels(ndi.white_tophat(image, size=21), 5, 1)
        expected = BBBC007_OVERLAPS[name]
        digits = {"abs": 5e-5} if len(str(expected)) == 6 else {"rel": 1e-15}
        assert overlap(annotation, labels) == pytest.approx(expected, **digits), name


def test_a_cell_has_the_number_of_its_nucleus_and_ends_at_the_membrane():
    tissue = datasets.load("membranes-phantom", shape=(60, 80), n=20, seed=1)
    depth = ndi.distance_transform_edt(inner(tissue.truth))
    nuclei = np.where(depth > 2, tissue.truth, 0)
    cells = cells_from_nuclei(nuclei, tissue.boundary, np.ones(nuclei.shape, bool))
    assert set(np.unique(cells)) == set(np.unique(nuclei)) - {0}
    kept = np.isin(tissue.truth, np.unique(nuclei))
    assert np.mean(cells[kept] == tissue.truth[kept]) > 0.9


def inner(labels):
    """Mark the pixels whose four neighbours have the same label."""
    return ndi.minimum_filter(labels, size=3) == ndi.maximum_filter(labels, size=3)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        pytest.param(
            lambda: flood([1, 2], [True, False]), TypeError, "markers must hold whole", id="bool"
        ),
        pytest.param(
            lambda: flood([1, 2], [1, -1]), ValueError, "must not be negative, got -1", id="minus"
        ),
        pytest.param(lambda: flood([np.nan, 2], [1, 0]), ValueError, "must not hold nan", id="nan"),
        pytest.param(
            lambda: flood([1, 2], [1, 0, 0]), ValueError, "landscape and markers", id="shapes"
        ),
        pytest.param(
            lambda: flood([1, 2], [1, 0], [1]), ValueError, "landscape and mask", id="mask-shape"
        ),
        pytest.param(
            lambda: split_touching([1, 0], -1), ValueError, "sigma must not be negative", id="sigma"
        ),
    ],
)
def test_other_arguments_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
