"""Tests of the filters: by hand, by property, and against SciPy."""

import numpy as np
import pytest
import scipy.ndimage as ndi
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.imaging import (
    gaussian_blur,
    gaussian_kernel_1d,
    gradient_magnitude,
    laplacian_of_gaussian,
    mean_filter_3x3,
    median_3x3,
    windows_3x3,
)
from coursekit.imaging.filtering import BORDERS

pictures = arrays(np.uint8, array_shapes(min_dims=2, max_dims=2, max_side=7))
unit_values = st.floats(0, 1, width=32)
images = arrays(float, array_shapes(max_dims=3, max_side=6), elements=unit_values)
sigmas = st.sampled_from([0.3, 0.5, 1, 1.7, 3])
SPIKE = np.pad([[1.0]], 8)  # one bright pixel in the middle of 17 x 17
STEP = np.repeat([[0.0, 10.0]], 20, axis=1)  # one row: 20 dark pixels, 20 bright ones


# --- windows, mean and median -------------------------------------------------------------------


def test_a_window_reads_the_surroundings_row_by_row():
    image = np.arange(9).reshape(3, 3)
    assert windows_3x3(image)[1, 1].tolist() == list(range(9))


def test_the_window_of_a_corner_repeats_the_edge():
    corner = windows_3x3([[1, 2], [3, 4]])[1, 1].reshape(3, 3)
    np.testing.assert_array_equal(corner, [[1, 2, 2], [3, 4, 4], [3, 4, 4]])


@given(pictures)
def test_the_fifth_pixel_of_a_window_is_the_pixel_itself(image):
    windows = windows_3x3(image)
    assert (windows.shape, windows.dtype) == ((*image.shape, 9), image.dtype)
    np.testing.assert_array_equal(windows[..., 4], image)


def test_the_mean_of_a_spike_is_a_ninth_everywhere_around_it():
    expected = np.zeros_like(SPIKE)
    expected[7:10, 7:10] = 1 / 9
    np.testing.assert_allclose(mean_filter_3x3(SPIKE), expected)


def test_the_mean_of_bright_bytes_does_not_overflow():
    np.testing.assert_array_equal(mean_filter_3x3(np.full((2, 3), 250, np.uint8)), 250)


@given(pictures)
def test_the_mean_is_that_of_the_windows_and_of_scipy(image):
    smooth = mean_filter_3x3(image)
    np.testing.assert_allclose(smooth, windows_3x3(image).mean(axis=2), rtol=1e-12)
    np.testing.assert_allclose(smooth, ndi.uniform_filter(image.astype(float), 3), atol=1e-12)


@given(
    arrays(
        st.sampled_from([np.uint8, np.int16, bool, np.float32]), st.tuples(*[st.integers(1, 7)] * 2)
    )
)
def test_the_median_is_that_of_the_windows_and_of_scipy(image):
    image = np.nan_to_num(image)
    smooth = median_3x3(image)
    assert smooth.dtype == image.dtype
    np.testing.assert_array_equal(smooth, np.sort(windows_3x3(image))[..., 4])
    np.testing.assert_array_equal(smooth, ndi.median_filter(image, size=3))


def test_the_median_finds_the_middle_of_every_order_of_nine():
    """A network that sorts all rows of 0 and 1 sorts everything (Knuth's zero-one principle)."""
    rows = (np.arange(512)[:, None] >> np.arange(9)) & 1
    medians = [median_3x3(row.reshape(3, 3))[1, 1] for row in rows]
    np.testing.assert_array_equal(medians, rows.sum(axis=1) >= 5)


def test_the_median_rubs_out_a_thin_line_and_keeps_an_edge():
    line = np.zeros((7, 7), np.uint8)
    line[3] = 255
    edge = np.zeros((7, 7), np.uint8)
    edge[:, 3:] = 255
    assert not median_3x3(line).any()
    np.testing.assert_array_equal(median_3x3(edge), edge)


@pytest.mark.parametrize("function", [windows_3x3, mean_filter_3x3, median_3x3])
def test_windows_need_rows_and_columns(function):
    with pytest.raises(ValueError, match=r"^image must have two dimensions .* got shape \(3,\)\.$"):
        function([1, 2, 3])


# --- Gaussian -----------------------------------------------------------------------------------


def test_the_weights_of_a_narrow_kernel_by_hand():
    weights = np.exp([-1 / 2, 0, -1 / 2])
    np.testing.assert_allclose(gaussian_kernel_1d(1, truncate=1), weights / weights.sum())


@pytest.mark.parametrize(
    ("sigma", "truncate", "size"),
    [
        (1, 4, 9),
        (2, 4, 17),
        (5, 4, 41),
        (0.4, 4, 5),
        (0.1, 4, 1),
        (1, 0.5, 3),
        (1, 0.4, 1),
        (0, 4, 1),
    ],
)
def test_the_radius_is_rounded_to_the_nearest_whole_number(sigma, truncate, size):
    assert gaussian_kernel_1d(sigma, truncate).size == size


@given(st.floats(0.01, 20), st.floats(0, 6))
def test_a_kernel_is_symmetric_falls_off_and_sums_to_one(sigma, truncate):
    kernel = gaussian_kernel_1d(sigma, truncate)
    assert kernel.sum() == pytest.approx(1)
    np.testing.assert_array_equal(kernel, kernel[::-1])
    assert (np.diff(kernel[kernel.size // 2 :]) <= 0).all()


@given(images, sigmas, st.sampled_from(BORDERS))
def test_the_blur_is_that_of_scipy_with_every_border(image, sigma, border):
    expected = ndi.gaussian_filter(image, sigma, mode=border)
    np.testing.assert_allclose(gaussian_blur(image, sigma, border), expected, atol=1e-12)


@given(images)
def test_sigma_zero_changes_nothing(image):
    np.testing.assert_array_equal(gaussian_blur(image, 0), image)


@given(images, sigmas)
def test_a_blur_keeps_the_sum_and_stays_inside_the_range(image, sigma):
    """With the border rule reflect, what leaves the picture comes back into it."""
    smooth = gaussian_blur(image, sigma)
    assert smooth.sum() == pytest.approx(image.sum(), abs=1e-9)
    assert image.min() - 1e-12 <= smooth.min() <= smooth.max() <= image.max() + 1e-12


def test_zeros_outside_darken_the_border_only():
    smooth = gaussian_blur(np.ones((30, 30)), 1, border="constant")
    assert smooth[0, 15] < 0.8
    np.testing.assert_allclose(smooth[4:-4, 4:-4], 1)


def test_the_blur_of_a_spike_is_the_kernel_times_itself():
    kernel = gaussian_kernel_1d(2)
    np.testing.assert_allclose(gaussian_blur(SPIKE, 2), np.outer(kernel, kernel), atol=1e-15)


def test_bytes_are_blurred_without_rounding():
    image = np.array([[0, 255, 0]], np.uint8)
    np.testing.assert_array_equal(gaussian_blur(image, 1), gaussian_blur(image.astype(float), 1))


# --- derivatives --------------------------------------------------------------------------------


@given(images, sigmas)
def test_derivatives_are_those_of_scipy(image, sigma):
    steepness = ndi.gaussian_gradient_magnitude(image, sigma)
    curvature = ndi.gaussian_laplace(image, sigma)
    np.testing.assert_allclose(gradient_magnitude(image, sigma), steepness, atol=1e-10)
    np.testing.assert_allclose(laplacian_of_gaussian(image, sigma), curvature, atol=1e-10)


@given(images, sigmas)
def test_a_brighter_image_is_as_steep(image, sigma):
    steepness = gradient_magnitude(image, sigma)
    np.testing.assert_allclose(gradient_magnitude(image + 3, sigma), steepness, atol=1e-9)
    np.testing.assert_allclose(gradient_magnitude(1 - image, sigma), steepness, atol=1e-9)


def test_a_flat_image_is_exactly_flat():
    assert not gradient_magnitude(np.full((4, 5), 77, np.uint8), 2).any()


def test_a_step_has_its_ridge_at_the_step():
    steepness = gradient_magnitude(STEP, 2)
    assert set(np.flatnonzero(steepness == steepness.max())) <= {19, 20}
    away = np.arange(1, 9)  # the weights that look at the other side of the step
    peak = 10 * (away / 2**2 * gaussian_kernel_1d(2)[9:]).sum()
    assert steepness.max() == pytest.approx(peak)


def test_a_ramp_is_as_steep_as_its_slope():
    rows, columns = np.mgrid[:40, :40]
    steepness = gradient_magnitude(3.0 * rows + 4.0 * columns, 2)
    np.testing.assert_allclose(steepness[10:-10, 10:-10], 5, rtol=1e-3)


def test_a_bright_blob_curves_downwards_and_a_dark_one_upwards():
    rows, columns = np.mgrid[-15:16, -15:16]
    blob = np.hypot(rows, columns) <= 3 * np.sqrt(2)
    curvature = laplacian_of_gaussian(blob, 3)
    assert curvature[15, 15] == curvature.min() < 0
    np.testing.assert_allclose(laplacian_of_gaussian(~blob, 3), -curvature, atol=1e-3)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        pytest.param(
            lambda: gaussian_kernel_1d(-1),
            ValueError,
            r"^sigma must be 0 or a number above 0, got -1\.$",
            id="negative-sigma",
        ),
        pytest.param(
            lambda: gaussian_kernel_1d(1, -4),
            ValueError,
            r"^truncate must be 0 or a number above 0, got -4\.$",
            id="negative-truncate",
        ),
        pytest.param(
            lambda: gaussian_blur([1, 2], np.nan),
            ValueError,
            r"^sigma must be 0 or a number above 0, got nan\.$",
            id="sigma-is-nan",
        ),
        pytest.param(
            lambda: gaussian_blur([1, 2], 1, "zeros"),
            ValueError,
            r"^border must be one of reflect, nearest, mirror, wrap, constant, got 'zeros'\.$",
            id="unknown-border",
        ),
        pytest.param(
            lambda: gradient_magnitude([1, 2], 0),
            ValueError,
            r"^sigma must be a number above 0, got 0\.$",
            id="gradient-without-blur",
        ),
        pytest.param(
            lambda: laplacian_of_gaussian([1, 2], np.inf),
            ValueError,
            r"^sigma must be a number above 0, got inf\.$",
            id="curvature-of-infinite-blur",
        ),
    ],
)
def test_other_settings_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()
