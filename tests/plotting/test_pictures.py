import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from coursekit import plotting

SHAPE = (3, 4)
IMAGE = np.arange(12, dtype=np.uint8).reshape(SHAPE) * 20
TRUTH = np.array([[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]], dtype=bool)
RESULT = np.array([[0, 1, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]], dtype=bool)
LABELS = np.array([[0, 1, 1, 2], [0, 0, 2, 2], [9, 0, 0, 0]])
DRAW = {
    "show_image": lambda ax, **more: plotting.show_image(ax, IMAGE, **more),
    "show_mask": lambda ax, **more: plotting.show_mask(ax, TRUTH, **more),
    "show_labels": lambda ax, **more: plotting.show_labels(ax, LABELS, **more),
    "show_errors": lambda ax, **more: plotting.show_errors(ax, IMAGE, TRUTH, RESULT, **more),
    "show_values": lambda ax, **more: plotting.show_values(ax, IMAGE, **more),
}
every_picture = pytest.mark.parametrize("name", DRAW)
without_values = pytest.mark.parametrize("name", sorted(DRAW.keys() - {"show_values"}))


@pytest.fixture
def ax():
    return Figure().subplots()


def colours_of(ax):
    """Red, green and blue of the only image."""
    (image,) = ax.images
    return np.asarray(image.get_array())[..., :3]


def outline_of(ax):
    """The edges that are drawn, each as its middle point (row, column)."""
    (collection,) = ax.collections
    return {tuple(segment.mean(axis=0)[::-1].tolist()) for segment in collection.get_segments()}


@every_picture
def test_the_axes_are_returned_with_one_image(ax, name):
    assert DRAW[name](ax) is ax
    (image,) = ax.images
    assert image.get_array().shape[:2] == SHAPE


@every_picture
def test_pixels_are_squares_of_one_colour_and_rows_run_down(ax, name):
    DRAW[name](ax)
    (image,) = ax.images
    assert image.get_interpolation() == "nearest"
    assert ax.get_aspect() == 1
    assert image.get_extent() == [-0.5, 3.5, 2.5, -0.5]
    assert ax.get_xlim() + ax.get_ylim() == (-0.5, 3.5, 2.5, -0.5)


@every_picture
def test_the_title_is_the_one_that_was_given(ax, name):
    DRAW[name](ax, title="Two vessels touch")
    assert ax.get_title() == "Two vessels touch"


@every_picture
def test_without_a_title_that_of_the_axes_stays(ax, name):
    ax.set_title("from before")
    DRAW[name](ax)
    assert ax.get_title() == "from before"


@without_values
def test_there_are_no_ticks(ax, name):
    DRAW[name](ax)
    assert (ax.get_xticks().size, ax.get_yticks().size) == (0, 0)


@every_picture
def test_the_arrays_stay_as_they_were(ax, name):
    copies = [array.copy() for array in (IMAGE, TRUTH, RESULT, LABELS)]
    DRAW[name](ax)
    for array, copy in zip((IMAGE, TRUTH, RESULT, LABELS), copies, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize(
    ("image", "limits"),
    [
        pytest.param(np.array([[3, 9]], np.uint8), (0, 255), id="uint8"),
        pytest.param(np.array([[0, 1]], bool), (0, 1), id="bool"),
        pytest.param(np.array([[0.2, 0.4]]), (0, 1), id="floats-between-0-and-1"),
        pytest.param(np.array([[-2.0, 3.0]]), (-2, 3), id="other-floats"),
        pytest.param(np.array([[100, 47081]], np.uint16), (100, 47081), id="uint16"),
        pytest.param(np.array([[7, 7]]), (7, 8), id="one-grey-value"),
    ],
)
def test_black_and_white_follow_the_type_of_the_image(ax, image, limits):
    plotting.show_image(ax, image)
    assert ax.images[0].get_clim() == limits
    assert ax.images[0].get_cmap().name == "gray"


def test_black_and_white_can_be_chosen_one_by_one(ax):
    plotting.show_image(ax, IMAGE, vmax=100)
    assert ax.images[0].get_clim() == (0, 100)
    plotting.show_image(ax, IMAGE, vmin=0, vmax=0)
    assert ax.images[1].get_clim() == (0, 0)


def test_a_mask_of_0_and_255_is_drawn_like_a_mask_of_bool(ax):
    plotting.show_mask(ax, TRUTH.astype(np.uint8) * 255)
    np.testing.assert_array_equal(ax.images[0].get_array(), TRUTH)
    assert ax.images[0].get_clim() == (0, 1)


def test_labels_have_their_colours_and_background_is_dark(ax):
    plotting.show_labels(ax, LABELS)
    colours = colours_of(ax)
    for label in (0, 1, 2):
        expected = to_rgb(plotting.LABEL_COLOURS[label])
        pixels = label == LABELS
        np.testing.assert_allclose(colours[pixels], [expected] * pixels.sum())


def test_the_outline_runs_between_pixels_of_different_labels(ax):
    plotting.show_labels(ax, np.array([[1, 1], [1, 2]]))
    assert outline_of(ax) == {(1, 0.5), (0.5, 1)}


def test_labels_of_one_object_have_no_outline(ax):
    plotting.show_labels(ax, np.ones((2, 2), int))
    assert outline_of(ax) == set()


@settings(max_examples=25, deadline=None)
@given(arrays(np.uint8, array_shapes(min_dims=2, max_dims=2), elements=st.integers(0, 9)))
def test_any_label_image_can_be_drawn(labels):
    ax = plotting.show_labels(Figure().subplots(), labels)
    rows, columns = labels.shape
    sides = (np.diff(labels.astype(int), axis=axis) != 0 for axis in (0, 1))
    assert len(outline_of(ax)) == sum(np.count_nonzero(side) for side in sides)
    assert ax.images[0].get_array().shape[:2] == (rows, columns)


def test_each_kind_of_error_has_its_colour_and_the_rest_stays_grey(ax):
    plotting.show_errors(ax, IMAGE, TRUTH, RESULT)
    colours = colours_of(ax)
    kinds = {"tp": TRUTH & RESULT, "fp": ~TRUTH & RESULT, "fn": TRUTH & ~RESULT}
    for kind, pixels in kinds.items():
        expected = to_rgb(plotting.ERROR_COLOURS[kind])
        np.testing.assert_allclose(colours[pixels], [expected] * pixels.sum())
    untouched = ~TRUTH & ~RESULT
    np.testing.assert_allclose(colours[untouched], np.stack([IMAGE[untouched] / 255] * 3, axis=1))


def test_the_legend_counts_the_pixels_of_each_kind(ax):
    plotting.show_errors(ax, IMAGE, TRUTH, RESULT)
    words = [text.get_text() for text in ax.get_legend().get_texts()]
    assert words == ["found: 2", "added: 1", "missed: 2"]


def test_the_truth_is_outlined(ax):
    truth = np.array([[1, 0], [0, 0]])
    plotting.show_errors(ax, np.zeros((2, 2)), truth, np.zeros((2, 2)))
    assert outline_of(ax) == {(0, 0.5), (0.5, 0)}


def test_an_image_of_one_grey_value_has_errors_too(ax):
    plotting.show_errors(ax, np.full(SHAPE, 7), TRUTH, RESULT)
    assert np.isfinite(colours_of(ax)).all()


def test_each_pixel_shows_its_value_at_its_place(ax):
    plotting.show_values(ax, IMAGE)
    printed = {text.get_position(): text.get_text() for text in ax.texts}
    assert printed == {(c, r): str(IMAGE[r, c]) for r in range(3) for c in range(4)}


def test_rows_and_columns_are_numbered(ax):
    plotting.show_values(ax, IMAGE)
    assert (ax.get_ylabel(), ax.get_yticks().tolist()) == ("row", [0, 1, 2])
    assert (ax.get_xlabel(), ax.get_xticks().tolist()) == ("column", [0, 1, 2, 3])


def test_dark_pixels_have_white_numbers_and_bright_ones_black(ax):
    plotting.show_values(ax, [[0, 40, 60, 100]], vmin=0, vmax=100)
    assert [text.get_color() for text in ax.texts] == ["white", "white", "black", "black"]


def test_floats_are_printed_with_two_digits_and_masks_as_0_and_1(ax):
    plotting.show_values(ax, [[0.5, 0.125]])
    plotting.show_values(ax, [[True, False]])
    assert [text.get_text() for text in ax.texts] == ["0.50", "0.12", "1", "0"]


@pytest.mark.parametrize(
    ("draw", "error", "message"),
    [
        pytest.param(
            lambda ax: plotting.show_image(ax, [1, 2]),
            ValueError,
            r"^image must have two dimensions \(rows, columns\), got shape \(2,\)\.$",
            id="row-of-pixels",
        ),
        pytest.param(
            lambda ax: plotting.show_mask(ax, np.ones((2, 2, 3))),
            ValueError,
            r"^mask must have two dimensions .* got shape \(2, 2, 3\)\.$",
            id="coloured-mask",
        ),
        pytest.param(
            lambda ax: plotting.show_labels(ax, [[0.5, 1.0]]),
            TypeError,
            r"^labels must hold whole numbers, got values of type float64\.$",
            id="labels-that-are-floats",
        ),
        pytest.param(
            lambda ax: plotting.show_errors(ax, IMAGE, TRUTH.T, RESULT),
            ValueError,
            r"^image and truth must have the same shape, got \(3, 4\) and \(4, 3\)\.$",
            id="truth-turned",
        ),
        pytest.param(
            lambda ax: plotting.show_errors(ax, IMAGE, TRUTH, RESULT.T),
            ValueError,
            r"^truth and result must have the same shape, got \(3, 4\) and \(4, 3\)\.$",
            id="result-turned",
        ),
        pytest.param(
            lambda ax: plotting.show_values(ax, np.zeros((30, 20))),
            ValueError,
            r"^image must have at most 400 pixels, got 600\.$",
            id="too-many-numbers",
        ),
    ],
)
def test_arrays_that_cannot_be_drawn_are_refused(ax, draw, error, message):
    with pytest.raises(error, match=message):
        draw(ax)
