"""Tests of feature tables: by hand, by property, and against scikit-learn."""

import numpy as np
import pytest
import scipy.ndimage as ndi
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from sklearn.preprocessing import StandardScaler

from coursekit.imaging import (
    feature_table,
    fit_scaler_on_train,
    make_features,
    standardise,
    table_to_image,
)

images = arrays(np.uint8, array_shapes(max_dims=3, max_side=5))
tables = arrays(float, st.tuples(*[st.integers(1, 6)] * 2), elements=st.integers(-50, 50))
IMAGE = np.arange(12.0).reshape(3, 4) ** 2


def test_the_columns_are_raw_then_blurs_then_gradients():
    points = feature_table(IMAGE, sigmas=(1, 3), gradient_sigmas=(2,))
    expected = [
        IMAGE,
        ndi.gaussian_filter(IMAGE, 1),
        ndi.gaussian_filter(IMAGE, 3),
        ndi.gaussian_gradient_magnitude(IMAGE, 2),
    ]
    assert points.shape == (12, 4)
    np.testing.assert_allclose(points, np.stack(expected, axis=-1).reshape(12, 4), atol=1e-12)


def test_the_default_is_raw_and_one_blur_of_sigma_five():
    np.testing.assert_array_equal(
        feature_table(IMAGE), make_features(IMAGE, [("raw",), ("gauss", 5)])
    )


def test_without_sigmas_only_the_grey_values_are_left():
    np.testing.assert_array_equal(feature_table(IMAGE, sigmas=()), IMAGE.reshape(12, 1))


def test_a_spec_may_name_features_in_any_order_and_twice():
    points = make_features(IMAGE, [("log", 1), ("raw",), ["gauss", 0], ("raw",)])
    np.testing.assert_allclose(points[:, 0], ndi.gaussian_laplace(IMAGE, 1).ravel(), atol=1e-12)
    for column in points.T[1:]:
        np.testing.assert_array_equal(column, IMAGE.ravel())


@given(images)
def test_each_column_becomes_its_image_again(image):
    points = feature_table(image, sigmas=(1,))
    assert points.dtype == np.float64
    np.testing.assert_array_equal(table_to_image(points[:, 0], image.shape), image)
    blurred = table_to_image(points[:, 1:], image.shape)
    np.testing.assert_allclose(blurred, ndi.gaussian_filter(image.astype(float), 1), atol=1e-9)


def test_labels_keep_their_type_on_the_way_back():
    labels = np.array([0, 1, 1, 0], np.uint8)
    picture = table_to_image(labels, (2, 2))
    assert picture.dtype == np.uint8
    picture[:] = 7
    assert labels.tolist() == [0, 1, 1, 0]


def test_standardising_by_hand():
    z, mean, sd = standardise([[0, 5], [0, 5], [3, 5]])
    np.testing.assert_allclose(mean, [1, 5])
    np.testing.assert_allclose(sd, [np.sqrt((1 + 1 + 4) / 3), 0])
    np.testing.assert_allclose(z[:, 0], np.array([-1, -1, 2]) / np.sqrt(2))
    assert not z[:, 1].any()


def test_a_column_of_tenths_is_constant_in_spite_of_rounding():
    z, mean, sd = standardise(np.full((10, 1), 0.1))
    assert (z.any(), mean.tolist(), sd.tolist()) == (False, [0.1], [0.0])


@given(tables)
def test_standardising_is_that_of_scikit_learn(points):
    z, mean, sd = standardise(points)
    np.testing.assert_allclose(z, StandardScaler().fit_transform(points), atol=1e-9)
    np.testing.assert_allclose(points, z * sd + mean, atol=1e-9)


@given(tables)
def test_the_test_table_is_scaled_as_the_training_table(points):
    other = points[:1] * 2 + 7
    train_z, test_z = fit_scaler_on_train(points, other)
    scaler = StandardScaler().fit(points)
    np.testing.assert_allclose(train_z, standardise(points)[0])
    np.testing.assert_allclose(test_z, scaler.transform(other), atol=1e-9)


def test_the_mean_of_the_test_table_is_not_zero():
    _, test_z = fit_scaler_on_train([[1.0], [3.0]], [[5.0], [7.0]])
    assert test_z.tolist() == [[(5 - 2) / 1], [(7 - 2) / 1]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: make_features(IMAGE, []),
            r"^spec must name at least one feature, got \[\]\.$",
            id="no-feature",
        ),
        pytest.param(
            lambda: make_features(IMAGE, [("blur", 5)]),
            r"^spec must hold entries .* gauss, gradient, log .*, got \('blur', 5\)\.$",
            id="unknown-feature",
        ),
        pytest.param(
            lambda: make_features(IMAGE, [("gauss",)]),
            r"^spec must hold entries .*, got \('gauss',\)\.$",
            id="no-sigma",
        ),
        pytest.param(
            lambda: make_features(IMAGE, ["raw"]),
            r"^spec must hold entries .*, got 'raw'\.$",
            id="no-tuple",
        ),
        pytest.param(
            lambda: feature_table(IMAGE, sigmas=(-1,)),
            r"^sigma must be 0 or a number above 0, got -1\.$",
            id="negative-sigma",
        ),
        pytest.param(
            lambda: table_to_image([1, 2, 3], (2, 2)),
            r"^column must have as many values as an image of shape \(2, 2\) has pixels, got 3\.$",
            id="pixels-missing",
        ),
        pytest.param(
            lambda: table_to_image(np.zeros((2, 2)), (2, 2)),
            r"^column must hold one value for each pixel, got shape \(2, 2\)\.$",
            id="a-whole-table",
        ),
        pytest.param(
            lambda: standardise([1, 2, 3]),
            r"^points must be a table with rows and columns, got shape \(3,\)\.$",
            id="a-row-of-numbers",
        ),
        pytest.param(
            lambda: standardise(np.zeros((0, 2))),
            r"^points must have at least one row and one column, got shape \(0, 2\)\.$",
            id="an-empty-table",
        ),
        pytest.param(
            lambda: fit_scaler_on_train([[1, 2]], [[1]]),
            r"^train and test must have the same number of columns, got 2 and 1\.$",
            id="other-columns",
        ),
    ],
)
def test_other_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
