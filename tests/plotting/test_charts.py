import numpy as np
import pytest
from matplotlib.figure import Figure

from coursekit import plotting

COUNTS = [3, 0, 5]


@pytest.fixture
def ax():
    return Figure().subplots()


def test_each_bin_has_a_bar_of_its_count(ax):
    assert plotting.plot_histogram(ax, COUNTS, [0, 0.5, 1, 1.5]) is ax
    (steps,) = ax.patches
    assert steps.get_data().values.tolist() == COUNTS
    assert steps.get_data().edges.tolist() == [0, 0.5, 1, 1.5]


def test_without_edges_each_bar_is_centred_on_its_grey_value(ax):
    plotting.plot_histogram(ax, COUNTS)
    assert ax.patches[0].get_data().edges.tolist() == [-0.5, 0.5, 1.5, 2.5]


def test_the_axes_are_labelled(ax):
    plotting.plot_histogram(ax, COUNTS, title="Most pixels are bright")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("grey value", "pixels")
    assert ax.get_title() == "Most pixels are bright"
    assert ax.get_yscale() == "linear"


def test_a_logarithmic_scale_is_announced(ax):
    plotting.plot_histogram(ax, COUNTS, log=True)
    assert (ax.get_yscale(), ax.get_ylabel()) == ("log", "pixels (logarithmic scale)")


def test_two_histograms_differ_in_colour_and_hatching_and_have_names(ax):
    plotting.plot_histogram(ax, COUNTS, label="background")
    plotting.plot_histogram(ax, COUNTS[::-1], label="vessel")
    first, second = ax.patches
    assert first.get_facecolor()[:3] != second.get_facecolor()[:3]
    assert first.get_hatch() != second.get_hatch()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["background", "vessel"]


def test_both_histograms_stay_visible_where_they_overlap(ax):
    plotting.plot_histogram(ax, COUNTS)
    assert ax.patches[0].get_alpha() == 0.5


@pytest.mark.parametrize(
    ("counts", "edges", "message"),
    [
        pytest.param(
            COUNTS,
            [0, 1, 2],
            r"^edges must be one more than the 3 counts, got shape \(3,\)\.$",
            id="as-many-edges-as-counts",
        ),
        pytest.param([1, -1], None, r"^counts must not be negative, got -1\.$", id="negative"),
        pytest.param(
            np.ones((2, 2)), None, r"^counts must have one dimension, got shape", id="table"
        ),
    ],
)
def test_counts_that_are_no_histogram_are_refused(ax, counts, edges, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_histogram(ax, counts, edges)
