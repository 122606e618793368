from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from matplotlib.colors import to_rgb

from coursekit.datasets import phantoms
from coursekit.plotting import ERROR_COLOURS, LABEL_COLOURS, PALETTE
from coursekit.plotting.palettes import colour_indices


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def touching_pairs(labels):
    """Labels that share the side of a pixel."""
    pairs = np.concatenate(
        [
            np.stack([labels[1:].ravel(), labels[:-1].ravel()], axis=1),
            np.stack([labels[:, 1:].ravel(), labels[:, :-1].ravel()], axis=1),
        ]
    )
    return {(a, b) for a, b in pairs.tolist() if a != b and a and b}


def cells(seed, n):
    """A scene of n cells, each the pixels nearest to a random point."""
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 80, (n, 2))
    rows, columns = np.mgrid[:80, :80]
    distance = (rows[..., None] - points[:, 0]) ** 2 + (columns[..., None] - points[:, 1]) ** 2
    return 1 + distance.argmin(axis=-1)


def test_the_labels_1_to_7_have_the_colours_in_order():
    labels = np.arange(8).reshape(2, 4)
    assert colour_indices(labels) == {label: label - 1 for label in range(1, 8)}
    assert LABEL_COLOURS[1:] == PALETTE


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        pytest.param([[0, 0]], {}, id="only-background"),
        pytest.param([[3, 3]], {3: 2}, id="only-one-label"),
        pytest.param([[1, 8]], {1: 0, 8: 1}, id="label-8-gives-way-to-the-label-it-touches"),
        pytest.param([[1, 0, 0, 8]], {1: 0, 8: 1}, id="background-between-them-changes-nothing"),
        pytest.param([[1, 2, 8]], {1: 0, 2: 1, 8: 0}, id="another-label-between-them-does"),
        pytest.param([[-1, 0, 6]], {-1: 5, 6: 6}, id="negative-labels-have-colours-too"),
    ],
)
def test_colours_by_hand(labels, expected):
    assert colour_indices(np.array(labels)) == expected


@pytest.mark.parametrize("n", [7, 60, 300])
@pytest.mark.parametrize("seed", range(3))
def test_cells_that_touch_have_different_colours(seed, n):
    labels = cells(seed, n)
    indices = colour_indices(labels)
    assert touching_pairs(labels)
    assert all(indices[a] != indices[b] for a, b in touching_pairs(labels))


@pytest.mark.parametrize("phantom", [phantoms.nuclei, phantoms.membranes])
def test_objects_of_the_phantoms_that_touch_have_different_colours(phantom):
    labels = phantom(seed=1)["truth"]
    indices = colour_indices(labels)
    assert all(indices[a] != indices[b] for a, b in touching_pairs(labels))


@given(arrays(np.uint16, array_shapes(min_dims=2, max_dims=2), elements=st.integers(0, 20)))
def test_every_label_has_one_of_the_seven_colours(labels):
    indices = colour_indices(labels)
    assert sorted(indices) == sorted(set(labels.ravel().tolist()) - {0})
    assert set(indices.values()) <= set(range(len(PALETTE)))


def test_the_colours_are_those_of_the_style_guide():
    assert PALETTE == (
        "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442"
    )  # fmt: skip
    assert ERROR_COLOURS == {"tp": "#56B4E9", "fp": "#D55E00", "fn": "#F0E442"}


def test_the_kinds_of_error_differ_in_brightness_too():
    shades = sorted(luminance(colour) for colour in ERROR_COLOURS.values())
    ratios = [(bright + 0.05) / (dark + 0.05) for dark, bright in pairwise(shades)]
    assert min(ratios) > 1.5
