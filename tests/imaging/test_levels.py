"""Tests of the flood by levels, compiled and not, and of the regional minima."""

import importlib
import sys

import numpy as np
import pytest
import scipy.ndimage as ndi
import skimage as ski
from hypothesis import given
from hypothesis import strategies as st

from coursekit.imaging import flood
from coursekit.imaging.levels import regional_minima, watershed

LEVELS = importlib.import_module("coursekit.imaging.levels")


@pytest.fixture(params=["compiled", "plain"])
def both_ways(request, monkeypatch):
    """Flood small images compiled as well, and large ones without numba."""
    if request.param == "compiled":
        pytest.importorskip("numba")
        monkeypatch.setattr(LEVELS, "_WORTH_COMPILING", 0)
    else:
        monkeypatch.setitem(sys.modules, "numba", None)  # importing it fails


def scene(seed, values=None, n_dims=None):
    """Draw heights, seeds and a mask; without `values` all heights differ."""
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 9, size=n_dims or rng.integers(1, 4)))
    n = int(np.prod(shape))
    drawn = rng.permutation(n) if values is None else rng.integers(0, values, n)
    heights = drawn.reshape(shape) / 7 - n / 20
    seeds = np.where(rng.random(shape) < 0.15, rng.integers(1, 9, shape), 0)
    return heights, seeds, rng.random(shape) < 0.8


def smooth_volume(shape, seed=0):
    """Return smoothed noise and its minima."""
    heights = ndi.gaussian_filter(np.random.default_rng(seed).random(shape), 1.5)
    return heights, regional_minima(heights)


@pytest.mark.parametrize(
    ("landscape", "seeds", "mask", "labels"),
    [
        pytest.param([1, 4, 9, 6, 2], [3, 0, 0, 0, 5], None, [3, 3, 3, 5, 5], id="a-wall"),
        pytest.param([1, 9, 0, 0, 7, 2], [3, 0, 0, 0, 0, 5], None, [3, 3, 5, 5, 5, 5], id="basin"),
        pytest.param([7, 7, 7, 7], [3, 0, 0, 5], None, [3, 3, 5, 5], id="plateau"),
        pytest.param([7, 7, 7, 7, 7], [3, 0, 0, 0, 5], None, [3, 3, 3, 5, 5], id="plateau-tie"),
        pytest.param([[0, 0], [0, 0]], [[0, 3], [5, 0]], None, [[3, 3], [5, 3]], id="first-row"),
        pytest.param([1, 2, 3], [4, 0, 5], [1, 1, 0], [4, 4, 0], id="seed-outside"),
        pytest.param([1, 2, 3], [4, 0, 5], [0, 0, 0], [0, 0, 0], id="nothing-inside"),
        pytest.param([1, 2, 3, 4], [4, 0, 0, 0], [1, 0, 1, 1], [4, 0, 0, 0], id="out-of-reach"),
        pytest.param(
            [[1, 5], [5, 1]], [[2, 0], [0, 0]], [[1, 0], [0, 1]], [[2, 0], [0, 0]], id="corner"
        ),
        pytest.param([1, 2], [0, 0], None, [0, 0], id="no-seeds"),
        pytest.param([5, 1, 8], [9, 0, 0], None, [9, 9, 9], id="one-region"),
        pytest.param([5], [2], None, [2], id="one-pixel"),
        pytest.param([True, False], [1, 0], None, [1, 1], id="two-heights"),
        pytest.param([2, np.inf, 3, 1], [1, 0, 0, 2], None, [1, 1, 2, 2], id="infinite-wall"),
        pytest.param([2, -np.inf, 3, 1], [1, 0, 0, 2], None, [1, 1, 2, 2], id="infinite-pit"),
        pytest.param([np.inf, np.inf], [1, 0], None, [1, 1], id="infinite"),
        pytest.param([100, 127, -128], [1, 0, 2], None, [1, 2, 2], id="int8"),
    ],
)
@pytest.mark.parametrize("levels", [65536, "exact"])
@pytest.mark.usefixtures("both_ways")
def test_the_watershed_by_hand(landscape, seeds, mask, labels, levels):
    landscape = np.array(landscape)
    if landscape.dtype.kind == "i" and landscape.min() < 0:
        landscape = landscape.astype(np.int8)
    np.testing.assert_array_equal(watershed(landscape, seeds, mask, levels), labels)


@pytest.mark.parametrize("n_dims", [1, 2, 3, 4])
@pytest.mark.parametrize("values", [None, 3, 30], ids=["all-differ", "plateaus", "some-equal"])
@pytest.mark.usefixtures("both_ways")
def test_exact_levels_give_the_labels_of_the_flood(n_dims, values):
    for seed in range(40):
        heights, seeds, mask = scene(seed, values, n_dims)
        ours = watershed(heights, seeds, mask, levels="exact")
        np.testing.assert_array_equal(ours, flood(heights, seeds, mask))


@pytest.mark.parametrize("n_levels", [2, 5, 300])
@pytest.mark.usefixtures("both_ways")
def test_few_levels_give_the_flood_of_the_rounded_landscape(n_levels):
    rng = np.random.default_rng(n_levels)
    for seed in range(60):
        heights, seeds, mask = scene(seed)
        heights = rng.random(heights.shape)
        mask.flat[heights.argmin()] = mask.flat[heights.argmax()] = True
        above_low = heights - heights.min()
        rounded = np.rint(above_low * (n_levels - 1) / max(above_low.max(), 1e-9))
        ours = watershed(heights, seeds, mask, levels=n_levels)
        np.testing.assert_array_equal(ours, flood(rounded, seeds, mask))


@pytest.mark.parametrize("levels", [256, 65536])
@pytest.mark.parametrize("dtype", ["uint8", "int8", "uint16", "int64", "uint64"])
@pytest.mark.usefixtures("both_ways")
def test_whole_numbers_have_a_level_each(dtype, levels):
    rng = np.random.default_rng(0)
    lowest = {"uint8": 0, "int8": -128, "uint16": 9000, "int64": -(2**63), "uint64": 2**64 - 256}
    steps = rng.integers(0, 256, (14, 15))
    heights = (steps.astype(object) + lowest[dtype]).astype(dtype)
    seeds = np.where(rng.random(steps.shape) < 0.05, np.arange(steps.size).reshape(14, 15), 0)
    ours = watershed(heights, seeds, levels=levels)
    np.testing.assert_array_equal(ours, flood(steps, seeds))


@pytest.mark.parametrize("shape", [(90, 120), (24, 25, 26), (7, 8, 9, 10)], ids=["2d", "3d", "4d"])
@pytest.mark.usefixtures("both_ways")
def test_exact_levels_give_the_labels_of_scikit_image_where_all_heights_differ(shape):
    heights, seeds = smooth_volume(shape)
    theirs = ski.segmentation.watershed(heights, seeds)
    np.testing.assert_array_equal(watershed(heights, seeds, levels="exact"), theirs)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.usefixtures("both_ways")
def test_65536_levels_hardly_differ_from_exact_ones(dtype):
    """Of n heights, about n / 65536 share a level: less than one pixel of a hundred moves here."""
    heights, seeds = smooth_volume((40, 41, 42))
    exact = watershed(heights, seeds, levels="exact")
    assert np.mean(watershed(heights.astype(dtype), seeds) == exact) > 0.99


def test_compiled_and_plain_flood_agree_on_a_volume_of_usual_size(monkeypatch):
    pytest.importorskip("numba")
    heights, seeds = smooth_volume((50, 48, 52))
    heights, mask = heights.astype(np.float32), heights < np.quantile(heights, 0.9)
    compiled = watershed(heights, seeds, mask)
    monkeypatch.setitem(sys.modules, "numba", None)
    np.testing.assert_array_equal(watershed(heights, seeds, mask), compiled)


@pytest.mark.usefixtures("both_ways")
def test_deep_pits_behind_walls_are_flooded_before_the_water_rises_on():
    """Noise with two seeds: the water falls into one unseeded pit after the other."""
    heights = np.random.default_rng(3).random((30, 31, 32))
    seeds = np.zeros(heights.shape, dtype=int)
    seeds[2, 2, 2], seeds[20, 20, 20] = 1, 2
    theirs = ski.segmentation.watershed(heights, seeds)
    np.testing.assert_array_equal(watershed(heights, seeds, levels="exact"), theirs)


@pytest.mark.parametrize(
    "heights",
    [
        pytest.param([0.0, 5e-324, 1e-323, 5e-324, 0.0], id="hardly-any-room"),
        pytest.param([-1.7e308, 0.0, 1.7e308, 0.0, -1.7e308], id="all-the-room"),
        pytest.param([0, 2**40, 2**41, 2**40, 0], id="large-whole-numbers"),
    ],
)
@pytest.mark.usefixtures("both_ways")
def test_the_range_of_the_heights_may_be_anything(heights):
    np.testing.assert_array_equal(watershed(heights, [1, 0, 0, 0, 2]), [1, 1, 1, 2, 2])


@pytest.mark.usefixtures("both_ways")
def test_heights_outside_the_mask_take_no_levels_away():
    """With the far pixel inside, the others are one level, and the tie goes to the first seed."""
    heights, seeds, mask = [0.0, 0.2, 0.3, 0.1, 0.0, 1e300], [1, 0, 0, 0, 2, 0], [1, 1, 1, 1, 1, 0]
    np.testing.assert_array_equal(watershed(heights, seeds, mask), [1, 1, 2, 2, 2, 0])
    np.testing.assert_array_equal(watershed(heights, seeds), [1, 1, 1, 2, 2, 2])


@pytest.mark.parametrize("number", [7, 2**31 - 1, 2**31, 2**62])
@pytest.mark.usefixtures("both_ways")
def test_the_numbers_of_the_seeds_are_kept(number):
    labels = watershed([3, 2, 1], [number, 0, 0])
    np.testing.assert_array_equal(labels, [number] * 3)
    assert labels.dtype == (np.int32 if number < 2**31 else np.int64)


@pytest.mark.usefixtures("both_ways")
def test_any_layout_in_memory_will_do_and_no_input_changes():
    heights, seeds = smooth_volume((10, 12, 14))
    expected = watershed(heights, seeds)
    turned, turned_seeds = np.asfortranarray(heights), np.ascontiguousarray(seeds.T).T
    turned.setflags(write=False)
    np.testing.assert_array_equal(watershed(turned, turned_seeds), expected)
    np.testing.assert_array_equal(turned, heights)
    np.testing.assert_array_equal(turned_seeds, seeds)


@given(st.integers(0, 10**6))
def test_new_numbers_for_the_seeds_change_nothing_but_the_numbers(seed):
    heights, seeds, mask = scene(seed, values=20)
    new = np.random.default_rng(seed).permutation(9) + 1
    renumbered = np.where(seeds > 0, new[seeds - 1], 0)
    labels = watershed(heights, seeds, mask)
    expected = np.where(labels > 0, new[labels - 1], 0)
    np.testing.assert_array_equal(watershed(heights, renumbered, mask), expected)


@pytest.mark.parametrize(
    ("image", "labels"),
    [
        pytest.param([3, 1, 1, 5, 4, 4, 2, 6], [0, 1, 1, 0, 0, 0, 2, 0], id="plateaus"),
        pytest.param([1, 1, 2, 0, 0], [1, 1, 0, 2, 2], id="at-the-border"),
        pytest.param([2, 2, 2], [1, 1, 1], id="constant"),
        pytest.param([2], [1], id="one-pixel"),
        pytest.param([-np.inf, 0, np.inf], [1, 0, 0], id="infinite"),
        pytest.param([[3, 3, 3], [3, 1, 3], [3, 3, 1]], [[0, 0, 0], [0, 1, 0], [0, 0, 2]], id="4"),
        pytest.param([[5, 5, 5], [5, 9, 5], [5, 5, 4]], [[0, 0, 0], [0, 0, 0], [0, 0, 1]], id="C"),
    ],
)
def test_the_minima_by_hand(image, labels):
    result = regional_minima(image)
    np.testing.assert_array_equal(result, labels)
    assert result.dtype == np.int32


def test_minima_that_touch_at_a_corner_are_one_where_corners_count():
    image = [[3, 3, 3], [3, 1, 3], [3, 3, 1]]
    np.testing.assert_array_equal(regional_minima(image, 2), [[0, 0, 0], [0, 1, 0], [0, 0, 1]])


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.float32, np.float64])
@pytest.mark.parametrize("values", [3, 12, 200])
def test_the_minima_are_those_of_scikit_image(dtype, values):
    rng = np.random.default_rng(values)
    for n_dims in (1, 2, 3, 4):
        for connectivity in range(1, n_dims + 1):
            for _ in range(12):
                image = rng.integers(0, values, rng.integers(1, 9, n_dims)).astype(dtype)
                if np.ptp(image) == 0:
                    continue  # scikit-image says that a constant image has no minimum
                theirs = ski.morphology.local_minima(image, connectivity=connectivity)
                expected = ski.measure.label(theirs, connectivity=connectivity)
                np.testing.assert_array_equal(regional_minima(image, connectivity), expected)


def test_float32_minima_are_found_as_they_are():
    """Heights that differ in the last bit only; rounding to levels would flatten the pit."""
    pit = np.nextafter(np.float32(1), np.float32(0))
    image = np.array([1, pit, 1, 1], dtype=np.float32)
    np.testing.assert_array_equal(regional_minima(image), [0, 1, 0, 0])


@given(st.integers(0, 10**6))
def test_turning_an_image_turns_its_minima(seed):
    image = scene(seed, values=4, n_dims=2)[0]
    np.testing.assert_array_equal(
        regional_minima(np.rot90(image)) > 0, np.rot90(regional_minima(image) > 0)
    )


def test_with_a_seed_in_each_minimum_no_region_is_without_its_pit():
    heights, seeds = smooth_volume((60, 70))
    labels = watershed(heights, seeds, levels="exact")
    assert (labels > 0).all()
    lowest = ndi.minimum_position(heights, labels, np.unique(seeds[seeds > 0]))
    assert all(seeds[place] == labels[place] for place in lowest)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        pytest.param(lambda: watershed([np.nan, 2], [1, 0]), ValueError, "hold nan", id="nan"),
        pytest.param(lambda: watershed(["a"], [1]), TypeError, "landscape must hold", id="text"),
        pytest.param(lambda: watershed([1], [True]), TypeError, "seeds must hold whole", id="bool"),
        pytest.param(lambda: watershed([1], [-1]), ValueError, "got -1 to -1", id="minus"),
        pytest.param(lambda: watershed([], []), ValueError, "at least one pixel", id="empty"),
        pytest.param(
            lambda: watershed([1], np.array([2**63], np.uint64)), ValueError, "2..63", id="large"
        ),
        pytest.param(lambda: watershed([1, 2], [1]), ValueError, "landscape and seeds", id="shape"),
        pytest.param(
            lambda: watershed([1, 2], [1, 0], [1]), ValueError, "landscape and mask", id="mask"
        ),
        pytest.param(lambda: watershed([1], [1], levels="all"), ValueError, "got 'all'", id="word"),
        pytest.param(lambda: watershed([1], [1], levels=2.5), TypeError, "got 2.5", id="half"),
        pytest.param(lambda: watershed([1], [1], levels=1), ValueError, "from 2 to", id="one"),
        pytest.param(lambda: regional_minima([np.nan]), ValueError, "hold nan", id="minima-nan"),
        pytest.param(lambda: regional_minima([1], 2), ValueError, "from 1 to 1, got 2", id="far"),
        pytest.param(lambda: regional_minima([1], 1.5), TypeError, "got 1.5", id="between"),
    ],
)
def test_other_arguments_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
