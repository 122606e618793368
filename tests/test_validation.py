import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit import validation

EMPTY = np.zeros((0, 3))


@pytest.mark.parametrize(
    ("complain", "error", "message"),
    [
        pytest.param(
            lambda: validation.as_points([["a", "b"]], "train"),
            TypeError,
            r"^train must hold numbers, got values of type <U1\.$",
            id="a-table-of-words",
        ),
        pytest.param(
            lambda: validation.as_points(EMPTY),
            ValueError,
            r"^points must have at least one row and one column, got shape \(0, 3\)\.$",
            id="an-empty-table",
        ),
        pytest.param(
            lambda: validation.positive((1, 2), "sigma"),
            TypeError,
            r"^sigma must be one number, got \(1, 2\)\.$",
            id="two-numbers",
        ),
        pytest.param(
            lambda: validation.positive("5", "sigma"),
            TypeError,
            r"^sigma must be one number, got '5'\.$",
            id="a-number-in-quotes",
        ),
        pytest.param(
            lambda: validation.positive(np.inf, "sigma"),
            ValueError,
            r"^sigma must be a number above 0, got inf\.$",
            id="infinity",
        ),
        pytest.param(
            lambda: validation.positive(-0.5, "sigma", or_zero=True),
            ValueError,
            r"^sigma must be 0 or a number above 0, got -0\.5\.$",
            id="below-zero",
        ),
        pytest.param(
            lambda: validation.as_image("coins.png"),
            TypeError,
            r"^image must hold numbers, got values of type <U9\.$",
            id="a-file-name",
        ),
        pytest.param(
            lambda: validation.as_image(None, "truth"),
            TypeError,
            r"^truth must hold numbers, got values of type object\.$",
            id="nothing",
        ),
        pytest.param(
            lambda: validation.as_image([1j]),
            TypeError,
            r"^image must hold numbers, got values of type complex128\.$",
            id="complex-numbers",
        ),
        pytest.param(
            lambda: validation.as_image(EMPTY),
            ValueError,
            r"^image must have at least one pixel, got shape \(0, 3\)\.$",
            id="no-pixel",
        ),
        pytest.param(
            lambda: validation.as_grey_values([0.5], 256),
            TypeError,
            r"^image must hold whole numbers, got values of type float64\.$",
            id="floats-as-grey-values",
        ),
        pytest.param(
            lambda: validation.as_grey_values([True], 256),
            TypeError,
            r"^image must hold whole numbers, got values of type bool\.$",
            id="mask-as-grey-values",
        ),
        pytest.param(
            lambda: validation.as_grey_values([-1, 4], 256),
            ValueError,
            r"^image must have grey values from 0 to 255, got values from -1 to 4\.$",
            id="negative-grey-value",
        ),
        pytest.param(
            lambda: validation.as_grey_values([2, 4], 4),
            ValueError,
            r"^image must have grey values from 0 to 3, got values from 2 to 4\.$",
            id="grey-value-too-large",
        ),
        pytest.param(
            lambda: validation.as_mask(["vessel"]),
            TypeError,
            r"^mask must hold numbers, got values of type <U6\.$",
            id="words-as-mask",
        ),
        pytest.param(
            lambda: validation.as_counts([[1, 2]]),
            ValueError,
            r"^counts must have one dimension, got shape \(1, 2\)\.$",
            id="table-of-counts",
        ),
        pytest.param(
            lambda: validation.as_counts([3, -2]),
            ValueError,
            r"^counts must not be negative, got -2\.$",
            id="negative-count",
        ),
        pytest.param(
            lambda: validation.as_picture(np.zeros((2, 2, 2))),
            ValueError,
            r"^image must have two dimensions \(rows, columns\), got shape \(2, 2, 2\)\.$",
            id="volume-as-picture",
        ),
        pytest.param(
            lambda: validation.two_masks([True], [True, False]),
            ValueError,
            r"^truth and result must have the same shape, got \(1,\) and \(2,\)\.$",
            id="masks-of-two-sizes",
        ),
    ],
)
def test_the_message_names_the_argument_and_shows_the_value(complain, error, message):
    with pytest.raises(error, match=message):
        complain()


@pytest.mark.parametrize("dtype", [bool, np.uint8, np.uint16, int, np.float32, float])
def test_a_good_image_is_handed_on_without_a_copy(dtype):
    image = np.ones((2, 3), dtype=dtype)
    assert validation.as_image(image) is image


def test_a_mask_of_bool_is_handed_on_without_a_copy():
    mask = np.array([True, False])
    assert validation.as_mask(mask) is mask


@given(st.lists(st.integers(0, 255), min_size=1))
def test_whatever_is_not_zero_is_foreground(values):
    mask = validation.as_mask(np.array(values, dtype=np.uint8))
    assert mask.dtype == bool
    assert mask.tolist() == [value != 0 for value in values]
