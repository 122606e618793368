import numpy as np
import pytest
import skimage as ski
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.imaging import invert, read_pixel, to_unit_range

unsigned = st.sampled_from([np.uint8, np.uint16])
grey_images = unsigned.flatmap(lambda dtype: arrays(dtype, array_shapes(max_dims=3, max_side=6)))
unit_images = arrays(float, array_shapes(max_side=6), elements=st.floats(0, 1))

TABLE = np.array([[10, 20, 30], [40, 50, 60]], dtype=np.uint8)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        pytest.param(0, 0, 10, id="top-left"),
        pytest.param(0, 2, 30, id="top-right"),
        pytest.param(1, 0, 40, id="bottom-left"),
        pytest.param(np.int64(1), np.uint8(2), 60, id="bottom-right-with-numbers-of-numpy"),
    ],
)
def test_rows_come_before_columns(row, column, value):
    assert read_pixel(TABLE, row, column) == value


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        pytest.param(2, 0, "row must lie between 0 and 1, got 2.", id="row-too-large"),
        pytest.param(0, 3, "column must lie between 0 and 2, got 3.", id="column-too-large"),
        pytest.param(-1, 0, "row must lie between 0 and 1, got -1.", id="negative-row"),
        pytest.param(0, -1, "column must lie between 0 and 2, got -1.", id="negative-column"),
        pytest.param(1, 200, "column must lie between 0 and 2, got 200.", id="far-outside"),
    ],
)
def test_a_pixel_outside_is_refused(row, column, message):
    with pytest.raises(IndexError, match=f"^{message}$"):
        read_pixel(TABLE, row, column)


@pytest.mark.parametrize("row", [0.0, "0", None], ids=["float", "text", "nothing"])
def test_a_row_is_a_whole_number(row):
    with pytest.raises(TypeError, match="cannot be interpreted as an integer"):
        read_pixel(TABLE, row, 0)


def test_a_row_of_pixels_is_no_table():
    with pytest.raises(ValueError, match=r"^image must have two dimensions .* got shape \(3,\)\.$"):
        read_pixel([1, 2, 3], 0, 0)


@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2)), st.data())
def test_turning_the_image_swaps_row_and_column(image, data):
    row = data.draw(st.integers(0, image.shape[0] - 1))
    column = data.draw(st.integers(0, image.shape[1] - 1))
    assert read_pixel(image, row, column) == read_pixel(image.T, column, row)


@pytest.mark.parametrize(
    ("image", "scaled"),
    [
        pytest.param(np.array([0, 51, 102], np.uint8), [0, 1 / 2, 1], id="uint8"),
        pytest.param(np.array([0, 47081], np.uint16), [0, 1], id="uint16"),
        pytest.param(np.array([0, 1, 4]), [0, 1 / 4, 1], id="int"),
        pytest.param(np.array([0.5, 2.0]), [1 / 4, 1], id="float"),
        pytest.param(np.array([False, True]), [0, 1], id="bool"),
        pytest.param(np.zeros(3, np.uint8), [0, 0, 0], id="black-stays-black"),
    ],
)
def test_the_brightest_pixel_becomes_one(image, scaled):
    result = to_unit_range(image)
    assert result.dtype == np.float64
    assert result.tolist() == scaled


def test_negative_values_cannot_be_scaled():
    with pytest.raises(ValueError, match=r"^image must not have negative values, got -3\.$"):
        to_unit_range([-3, 4])


@given(grey_images)
def test_scaled_values_lie_between_zero_and_one_in_the_same_order(image):
    scaled = to_unit_range(image)
    assert scaled.shape == image.shape
    assert scaled.min() >= 0
    assert scaled.max() == (1 if image.any() else 0)
    np.testing.assert_array_equal(
        np.unique(scaled, return_inverse=True)[1], np.unique(image, return_inverse=True)[1]
    )


@given(arrays(np.uint8, (3, 4)))
def test_an_image_that_contains_white_is_scaled_as_scikit_image_does(image):
    image[0, 0] = 255
    np.testing.assert_allclose(to_unit_range(image), ski.util.img_as_float(image), rtol=1e-15)


@pytest.mark.parametrize(
    ("image", "inverted"),
    [
        pytest.param(np.array([0, 1, 255], np.uint8), [255, 254, 0], id="uint8"),
        pytest.param(np.array([0, 1, 65535], np.uint16), [65535, 65534, 0], id="uint16"),
        pytest.param(np.array([0.0, 0.25, 1.0]), [1.0, 0.75, 0.0], id="float"),
        pytest.param(np.array([0.25], np.float32), [0.75], id="float32"),
        pytest.param(np.array([False, True]), [True, False], id="mask"),
    ],
)
def test_dark_and_bright_are_swapped(image, inverted):
    result = invert(image)
    assert result.dtype == image.dtype
    assert result.tolist() == inverted


@given(grey_images)
def test_inverting_twice_gives_the_image_back(image):
    np.testing.assert_array_equal(invert(invert(image)), image)


@given(grey_images | unit_images)
def test_scikit_image_inverts_in_the_same_way(image):
    np.testing.assert_array_equal(invert(image), ski.util.invert(image))


@pytest.mark.parametrize(
    ("image", "error", "message"),
    [
        pytest.param(
            np.array([3]),
            TypeError,
            "image must hold unsigned integers, floats or bool, got int64.",
            id="signed-integers",
        ),
        pytest.param(
            np.array([0.0, 255.0]),
            ValueError,
            "image must have values from 0 to 1, got values from 0.0 to 255.0.",
            id="floats-up-to-255",
        ),
        pytest.param(
            np.array([np.nan]),
            ValueError,
            "image must have values from 0 to 1, got values from nan to nan.",
            id="not-a-number",
        ),
    ],
)
def test_an_image_without_a_known_range_is_refused(image, error, message):
    with pytest.raises(error, match=f"^{message}$"):
        invert(image)
