import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from skimage.color import label2rgb

from coursekit.imaging import error_masks, error_overlay
from coursekit.imaging.overlay import ARTICLE_COLOURS, ERROR_COLOURS
from coursekit.plotting import palettes

scenes = array_shapes(min_dims=2, max_dims=2, max_side=6).flatmap(
    lambda shape: st.tuples(arrays(np.uint8, shape), arrays(bool, shape), arrays(bool, shape))
)
alphas = st.floats(0, 1)
GREY = np.array([[0, 51, 102, 255]], np.uint8)
TRUTH = np.array([[0, 0, 1, 1]], bool)
RESULT = np.array([[0, 1, 0, 1]], bool)


def test_the_four_kinds_by_hand():
    rgb = error_overlay(GREY, TRUTH, RESULT, alpha=0.5)
    for column, kind in ((1, "fp"), (2, "fn"), (3, "tp")):
        mix = [0.5 * level + 0.5 * GREY[0, column] / 255 for level in ERROR_COLOURS[kind]]
        assert rgb[0, column] == pytest.approx(mix, rel=1e-12)
    assert rgb[0, 0].tolist() == [0, 0, 0]


@given(scenes, alphas)
def test_values_stay_between_0_and_1_and_true_negatives_keep_their_grey(scene, alpha):
    image, truth, result = scene
    rgb = error_overlay(image, truth, result, alpha)
    assert rgb.shape == (*image.shape, 3)
    assert rgb.dtype == np.float64
    assert rgb.min() >= 0
    assert rgb.max() <= 1
    outside = error_masks(truth, result)["tn"]
    np.testing.assert_array_equal(
        rgb[outside], np.repeat(image[outside][:, np.newaxis] / 255, 3, axis=1)
    )


@given(scenes)
def test_alpha_runs_from_the_image_to_the_colour(scene):
    image, truth, result = scene
    grey, _, full = (error_overlay(image, truth, result, alpha) for alpha in (0.0, 0.5, 1.0))
    np.testing.assert_allclose(grey, np.repeat(image[..., np.newaxis] / 255, 3, axis=2))
    for kind, colour in ERROR_COLOURS.items():
        where = error_masks(truth, result)[kind]
        np.testing.assert_array_equal(full[where], np.tile(colour, (where.sum(), 1)))


@given(scenes, alphas)
def test_scikit_image_mixes_the_same_colours(scene, alpha):
    image, truth, result = scene
    masks = error_masks(truth, result)
    labels = masks["tp"] + 2 * masks["fp"] + 3 * masks["fn"]
    colours = [ERROR_COLOURS[kind] for kind in ("tp", "fp", "fn")]
    present = [colours[label - 1] for label in np.unique(labels) if label]
    theirs = label2rgb(labels, image, colors=present, alpha=alpha, bg_label=0, saturation=0)
    ours = error_overlay(image, truth, result, alpha)
    np.testing.assert_allclose(ours[labels > 0], theirs[labels > 0], atol=1e-6)


def test_the_example_of_the_article_in_its_colours():
    truth = np.array([1, 0, 1, 0, 1, 1, 0, 0, 0], np.uint8).reshape(3, 3)
    result = np.array([1, 0, 1, 0, 0, 1, 1, 0, 0], np.uint8).reshape(3, 3)
    rgb = error_overlay(truth, truth, result, 0.5, ARTICLE_COLOURS)
    cyan, magenta, yellow, black = (0, 128, 128), (128, 0, 128), (128, 128, 0), (0, 0, 0)
    pixels = [cyan, black, cyan, black, yellow, cyan, magenta, black, black]
    np.testing.assert_allclose(255 * rgb.reshape(9, 3), pixels, atol=0.51)


def test_the_colours_are_those_of_the_lessons_figures():
    from_text = error_overlay(GREY, TRUTH, RESULT, colours=palettes.ERROR_COLOURS)
    np.testing.assert_array_equal(from_text, error_overlay(GREY, TRUTH, RESULT))


def test_floats_and_masks_are_shown_as_they_are():
    as_floats = error_overlay(GREY / 255, TRUTH, RESULT)
    np.testing.assert_allclose(as_floats, error_overlay(GREY, TRUTH, RESULT), rtol=1e-12)
    bright = error_overlay(np.array([[True]]), [[0]], [[0]])
    assert bright.tolist() == [[[1, 1, 1]]]


@pytest.mark.parametrize(
    "image", [[[0.0, 1.5]], [[-0.1, 0.5]], [[np.nan, 0.5]], [[300, 4]]], ids=str
)
def test_grey_values_outside_the_range_are_refused(image):
    with pytest.raises(ValueError, match=r"^image must have grey values from 0 to 255 .*, got"):
        error_overlay(image, [[0, 0]], [[0, 0]])


@pytest.mark.parametrize("alpha", [-0.1, 1.1, 70, np.nan])
def test_alpha_outside_0_to_1_is_refused(alpha):
    with pytest.raises(ValueError, match=r"^alpha must lie between 0 and 1, got "):
        error_overlay(GREY, TRUTH, RESULT, alpha)


@pytest.mark.parametrize("colour", [(0, 255, 255), (0, 1), "red", "#12345", None, 3, "#11223344"])
def test_a_colour_that_cannot_be_read_is_refused(colour):
    with pytest.raises(ValueError, match=r"^colours must be three numbers from 0 to 1, or a text"):
        error_overlay(GREY, TRUTH, RESULT, colours={"fp": colour})


def test_a_kind_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match=r"must be given for tn, fp, fn or tp, got 'wrong'\.$"):
        error_overlay(GREY, TRUTH, RESULT, colours={"wrong": (1, 0, 0)})


def test_an_image_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"^image and truth must have the same shape, got"):
        error_overlay(GREY.T, TRUTH, RESULT)
