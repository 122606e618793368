import numpy as np
import pytest
import skimage as ski
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.imaging import class_histograms, grey_histogram, pixels_between

images = arrays(np.uint8, array_shapes(max_dims=3, max_side=8))
images_and_masks = array_shapes(max_side=8).flatmap(
    lambda shape: st.tuples(arrays(np.uint8, shape), arrays(bool, shape))
)
cuts = st.integers(0, 256)


def test_each_grey_value_has_its_own_bin():
    counts = grey_histogram(np.array([[0, 255], [254, 255]], dtype=np.uint8))
    assert counts.size == 256
    assert {grey: int(n) for grey, n in enumerate(counts) if n} == {0: 1, 254: 1, 255: 2}


def test_an_image_of_few_levels_has_few_bins():
    assert grey_histogram([[0, 2], [2, 3]], n_levels=5).tolist() == [1, 0, 2, 1, 0]


@given(images, st.randoms(use_true_random=False))
def test_shuffling_the_pixels_does_not_change_the_histogram(image, random):
    pixels = image.ravel().tolist()
    random.shuffle(pixels)
    assert grey_histogram(pixels).tolist() == grey_histogram(image).tolist()


@given(images)
def test_scikit_image_counts_the_same_pixels(image):
    counts, _ = ski.exposure.histogram(image.ravel(), source_range="dtype")
    assert grey_histogram(image).tolist() == counts.tolist()


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32, np.int64, np.uint64])
def test_every_type_of_integer_is_counted(dtype):
    assert grey_histogram(np.array([1, 1, 0], dtype=dtype), n_levels=3).tolist() == [1, 2, 0]


@pytest.mark.parametrize(
    ("image", "error", "message"),
    [
        pytest.param([0.5], TypeError, "whole numbers, got values of type float64", id="floats"),
        pytest.param(
            [256], ValueError, "from 0 to 255, got values from 256 to 256", id="too-bright"
        ),
        pytest.param([-1], ValueError, "from 0 to 255, got values from -1 to -1", id="negative"),
    ],
)
def test_a_grey_value_without_a_bin_is_refused(image, error, message):
    with pytest.raises(error, match=message):
        grey_histogram(image)


def test_each_class_is_counted_in_the_same_bins():
    image = np.array([[0.1, 0.2, 0.6], [0.7, 0.8, 1.0]])
    mask = np.array([[0, 0, 0], [1, 1, 1]])
    outside, inside = class_histograms(image, mask, [0, 0.25, 0.5, 0.75, 1])
    assert outside.tolist() == [2, 0, 1, 0]
    assert inside.tolist() == [0, 0, 1, 2]


def test_a_bin_includes_its_left_edge_and_the_last_one_both():
    outside, _ = class_histograms([0, 1, 2], [0, 0, 0], [0, 1, 2])
    assert outside.tolist() == [1, 2]


def test_pixels_beyond_the_edges_are_not_counted():
    outside, inside = class_histograms([-1, 5, 1, 9], [0, 0, 1, 1], [0, 2, 4])
    assert (outside.tolist(), inside.tolist()) == ([0, 0], [1, 0])


@given(images_and_masks)
def test_the_sums_are_the_sizes_of_the_classes(pair):
    image, mask = pair
    outside, inside = class_histograms(image, mask, np.arange(0, 257, 16))
    assert (outside.sum(), inside.sum()) == ((~mask).sum(), mask.sum())


@given(images_and_masks)
def test_with_one_bin_per_grey_value_the_classes_add_up_to_the_histogram(pair):
    image, mask = pair
    outside, inside = class_histograms(image, mask, np.arange(257) - 0.5)
    assert (outside + inside).tolist() == grey_histogram(image).tolist()
    assert outside.tolist() == class_histograms(image, ~mask, np.arange(257) - 0.5)[1].tolist()


@pytest.mark.parametrize(
    "edges",
    [[0], [0, 0], [1, 0], [[0, 1], [2, 3]]],
    ids=["one-edge", "equal-edges", "decreasing", "table"],
)
def test_edges_increase(edges):
    with pytest.raises(ValueError, match=r"^edges must be at least two increasing numbers, got "):
        class_histograms([1], [0], edges)


def test_the_lower_end_belongs_to_the_range_and_the_upper_does_not():
    assert pixels_between([9, 10, 19, 20], 10, 20).tolist() == [False, True, True, False]


def test_a_range_of_floats_works_in_the_same_way():
    assert pixels_between([0.3, 0.5], 0.3, 0.5).tolist() == [True, False]


@given(images, cuts, cuts)
def test_a_range_marks_as_many_pixels_as_its_bars_count(image, one, other):
    low, high = sorted((one, other))
    assert pixels_between(image, low, high).sum() == grey_histogram(image)[low:high].sum()


@given(images, cuts)
def test_ranges_that_touch_share_no_pixel_and_leave_none_out(image, cut):
    below, above = pixels_between(image, 0, cut), pixels_between(image, cut, 256)
    np.testing.assert_array_equal(below, ~above)
