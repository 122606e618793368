"""Pictures are read from their artists; each question names what is wrong."""

import numpy as np
import pytest

from coursekit.checking import figures as fig
from coursekit.checking.figure_model import read_figure

pyplot = pytest.importorskip("matplotlib.pyplot")

IMAGE = np.arange(12, dtype=np.uint8).reshape(3, 4) ** 2
VALUES = np.array([0, 1, 1, 2, 5, 5, 5, 9])
EDGES = np.arange(0, 11, 2)
POINTS = np.array([[1.0, 5.0], [2.0, 7.0], [4.0, 6.0]])


def ask(question, draw, panels=1):
    """Draw, ask one question, and return the name of the finding without its numbers."""
    figure, axes = pyplot.subplots(ncols=panels)
    try:
        draw(axes)
        model = read_figure(figure)
        assert not isinstance(model, str), model
        finding = question.ask({"image": IMAGE, "values": VALUES}, model)
    finally:
        pyplot.close(figure)
    if finding is None:
        return None
    assert finding.text.endswith(".") or finding.text.endswith("?")
    return finding.name


# --- images ----------------------------------------------------------------------------------

SHOWS = fig.shows_image(0, lambda call: call["image"], "the image")


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        (None, lambda ax: ax.imshow(IMAGE, cmap="gray")),
        (None, lambda ax: ax.imshow(IMAGE / 255, cmap="Greys_r", vmin=0, vmax=1)),
        (None, lambda ax: ax.imshow(np.dstack([IMAGE] * 3))),
        ("empty-0", lambda ax: ax.plot([1, 2])),
        ("transposed-0", lambda ax: ax.imshow(IMAGE.T, cmap="gray")),
        ("flipped-0", lambda ax: ax.imshow(IMAGE[::-1], cmap="gray")),
        ("inverted-0", lambda ax: ax.imshow(255 - IMAGE, cmap="gray")),
        ("upside-down-0", lambda ax: ax.imshow(IMAGE, cmap="gray", origin="lower")),
        ("upside-down-0", lambda ax: ax.pcolormesh(IMAGE, cmap="gray")),
        ("smoothed-0", lambda ax: ax.imshow(IMAGE, cmap="gray", interpolation="bilinear")),
        ("colours-0", lambda ax: ax.imshow(IMAGE)),
        ("reversed-0", lambda ax: ax.imshow(IMAGE, cmap="gray_r")),
        ("other-image-0", lambda ax: ax.imshow(IMAGE % 5, cmap="gray")),
        ("other-image-0", lambda ax: ax.imshow(IMAGE[:2], cmap="gray")),
        ("other-image-0", lambda ax: ax.imshow(IMAGE * np.nan, cmap="gray")),
    ],
    ids=[
        "gray",
        "shares",
        "rgb",
        "empty",
        "transposed",
        "flipped",
        "inverted",
        "origin",
        "pcolormesh",
        "smoothed",
        "viridis",
        "reversed",
        "values",
        "shape",
        "nan",
    ],
)
def test_an_image_is_recognised_and_its_faults_have_names(name, draw):
    assert ask(SHOWS, draw) == name


# --- histograms ------------------------------------------------------------------------------

HISTOGRAM = fig.shows_histogram(0, lambda call: call["values"], lambda call: EDGES, "all")
COUNTS = np.histogram(VALUES, EDGES)[0]


@pytest.mark.parametrize(
    ("name", "draw"),
    [
        (None, lambda ax: ax.hist(VALUES, EDGES)),
        (None, lambda ax: ax.hist(VALUES, EDGES, histtype="step")),
        (None, lambda ax: ax.hist(VALUES, EDGES, histtype="stepfilled")),
        (None, lambda ax: ax.stairs(COUNTS, EDGES)),
        (None, lambda ax: ax.bar(EDGES[:-1], COUNTS, width=2, align="edge")),
        (None, lambda ax: (ax.hist(VALUES + 1, EDGES), ax.hist(VALUES, EDGES))),
        ("no-histogram-0", lambda ax: ax.plot(COUNTS)),
        ("density-0-all", lambda ax: ax.hist(VALUES, EDGES, density=True)),
        ("density-0-all", lambda ax: ax.stairs(COUNTS / COUNTS.sum(), EDGES)),
        ("cumulative-0-all", lambda ax: ax.hist(VALUES, EDGES, cumulative=True)),
        ("other-edges-0-all", lambda ax: ax.hist(VALUES, EDGES + 1)),
        ("bin-count-0-all", lambda ax: ax.hist(VALUES, 3)),
        ("other-counts-0-all", lambda ax: ax.hist(VALUES[1:], EDGES)),
    ],
    ids=[
        "bars",
        "step",
        "filled",
        "stairs",
        "bar",
        "second",
        "line",
        "density",
        "shares",
        "cumulative",
        "edges",
        "bins",
        "counts",
    ],
)
def test_a_histogram_is_recognised_and_its_faults_have_names(name, draw):
    assert ask(HISTOGRAM, draw) == name


# --- lines, marks, points --------------------------------------------------------------------

X, Y = np.arange(5.0), np.array([0.1, 0.4, 0.9, 0.3, 0.2])
LINE = fig.shows_line(0, lambda call: X, lambda call: Y, "the scores")
MARK = fig.marks_point(0, lambda call: (2, 0.9), "the maximum")
UPRIGHT = fig.vertical_line(0, lambda call: 79)
SCATTER = fig.shows_points(0, lambda call: POINTS, lambda call: [0, 1, 0])


@pytest.mark.parametrize(
    ("question", "name", "draw"),
    [
        (LINE, None, lambda ax: ax.plot(X, Y, "o-")),
        (LINE, "axes-swapped-0", lambda ax: ax.plot(Y, X)),
        (LINE, "no-line-0", lambda ax: ax.plot(X, Y + 1)),
        (LINE, "no-line-0", lambda ax: ax.plot(["a", "b", "c"], [1, 2, 3])),
        (MARK, None, lambda ax: ax.plot(2, 0.9, "o")),
        (MARK, None, lambda ax: ax.scatter([2], [0.9])),
        (MARK, None, lambda ax: ax.plot(X, Y, marker="o", markevery=[2])),
        (MARK, "no-mark-0", lambda ax: ax.plot(X, Y, marker="o", markevery=[1])),
        (MARK, "no-mark-0", lambda ax: ax.plot(X, Y)),
        (UPRIGHT, None, lambda ax: ax.axvline(79)),
        (UPRIGHT, None, lambda ax: ax.plot([79.3, 79.3], [0, 1])),
        (UPRIGHT, None, lambda ax: ax.vlines(79, 0, 5)),
        (UPRIGHT, "vertical-line-0", lambda ax: ax.axvline(80)),
        (UPRIGHT, "vertical-line-0", lambda ax: ax.axhline(79)),
        (SCATTER, None, lambda ax: ax.scatter(*POINTS.T, c=["k", "r", "k"])),
        (SCATTER, None, lambda ax: ax.scatter(*POINTS[::-1].T, c=[3, 7, 3])),
        (SCATTER, None, lambda ax: (ax.plot(*POINTS[::2].T, "ro"), ax.plot(*POINTS[1:2].T, "ks"))),
        (SCATTER, "axes-swapped-0", lambda ax: ax.scatter(*POINTS.T[::-1], c=["k", "r", "k"])),
        (SCATTER, "other-points-0", lambda ax: ax.scatter(*(POINTS + 1).T)),
        (SCATTER, "point-count-0", lambda ax: ax.scatter([1], [5])),
        (SCATTER, "colours-0", lambda ax: ax.scatter(*POINTS.T)),
        (SCATTER, "colours-0", lambda ax: ax.scatter(*POINTS.T, c=["k", "r", "g"])),
    ],
    ids=[
        "line",
        "swapped",
        "other-line",
        "names",
        "mark",
        "scatter-mark",
        "markevery",
        "other-mark",
        "no-mark",
        "axvline",
        "plot",
        "vlines",
        "other-place",
        "axhline",
        "points",
        "any-order",
        "markers",
        "axes",
        "elsewhere",
        "count",
        "one-colour",
        "too-many-colours",
    ],
)
def test_lines_marks_and_points_are_recognised(question, name, draw):
    assert ask(question, draw) == name


# --- words and style -------------------------------------------------------------------------

DICE = fig.has_title(0, lambda call: 0.8837)


@pytest.mark.parametrize(
    "title", ["Dice 0.88", "Dice = 0.884.", "88 %", "88.4%", "cut 79, Dice: 0.8837"], ids=str
)
def test_a_number_in_a_title_may_be_rounded_or_in_percent(title):
    assert ask(DICE, lambda ax: (ax.plot(X), ax.set_title(title))) is None


@pytest.mark.parametrize("title", ["Dice", "Dice 0.9", "Dice 0.87", "Dice 1", "88"], ids=str)
def test_another_number_in_a_title_is_noticed(title):
    assert ask(DICE, lambda ax: (ax.plot(X), ax.set_title(title))) == "title-number-0"


@pytest.mark.parametrize(
    ("question", "name", "draw"),
    [
        (fig.has_title(0), "no-title-0", lambda ax: ax.plot(X)),
        (fig.has_title(0), None, lambda ax: (ax.plot(X), ax.set_title("a", loc="left"))),
        (fig.labelled_axes(0), "no-axis-labels-0", lambda ax: (ax.plot(X), ax.set_xlabel("t"))),
        (fig.labelled_axes(0), None, lambda ax: (ax.plot(X), ax.set(xlabel="t", ylabel="Dice"))),
        (fig.has_legend(0, 2), "no-legend-0", lambda ax: (ax.plot(X, label="a"), ax.legend())),
        (
            fig.has_legend(0, lambda call: ["otsu", "mean"]),
            "legend-words-0",
            lambda ax: (ax.plot(X, label="otsu"), ax.plot(Y, label="x"), ax.legend()),
        ),
        (
            fig.has_legend(0, lambda call: ["otsu", "mean"]),
            None,
            lambda ax: (ax.plot(X, label="the mean"), ax.plot(Y, label="otsu"), ax.legend()),
        ),
        (fig.no_ticks(0), "ticks-0", lambda ax: ax.imshow(IMAGE)),
        (fig.no_ticks(0), None, lambda ax: (ax.imshow(IMAGE), ax.axis("off"))),
        (fig.no_ticks(0), None, lambda ax: (ax.imshow(IMAGE), ax.set(xticks=[], yticks=[]))),
        (fig.log_scale(0), "not-log-0", lambda ax: ax.plot(X)),
        (fig.log_scale(0), None, lambda ax: ax.semilogy(X + 1)),
        (fig.colourblind_safe(0), "rainbow-0", lambda ax: ax.imshow(IMAGE, cmap="jet_r")),
        (fig.colourblind_safe(0), "red-green-0", lambda ax: (ax.plot(X, "r"), ax.plot(Y, "g"))),
        (fig.colourblind_safe(0), None, lambda ax: (ax.plot(X, "C0"), ax.plot(Y, "C1"))),
        (fig.has_panels(1), None, lambda ax: ax.plot(X)),
        (fig.has_panels(2), "panel-count", lambda ax: ax.plot(X)),
    ],
    ids=[
        "no-title",
        "title-left",
        "one-label",
        "both-labels",
        "short-legend",
        "legend-words",
        "legend",
        "ticks",
        "axis-off",
        "no-ticks",
        "linear",
        "log",
        "rainbow",
        "red-green",
        "safe",
        "panels",
        "panel-missing",
    ],
)
def test_words_and_style_are_recognised(question, name, draw):
    assert ask(question, draw) == name


def test_empty_axes_and_colour_bars_are_no_panels():
    def draw(axes):
        picture = axes[0].imshow(IMAGE)
        axes[0].figure.colorbar(picture)

    assert ask(fig.has_panels(1), draw, panels=3) is None


# --- any picture -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ax.plot(np.array(["2020-01-01", "2021-01-01"], "datetime64[D]"), [1, 2]),
        lambda ax: ax.bar(["a", "b"], [1, 2]),
        lambda ax: ax.pie([1, 2]),
        lambda ax: ax.contourf(IMAGE),
        lambda ax: ax.errorbar([1, 2], [3, 4], yerr=[1, 1]),
        lambda ax: ax.boxplot([VALUES]),
        lambda ax: ax.fill_between([1, 2], [3, 4]),
        lambda ax: ax.imshow(np.zeros((1, 1))),
        lambda ax: ax.plot([], []),
        lambda ax: ax.plot([None, 1], [np.nan, 2]),
        lambda ax: ax.hist([np.array([1.0]), np.array([2.0])]),
        lambda ax: ax.scatter([], []),
        lambda ax: ax.axvspan(1, 2),
        lambda ax: ax.text(0, 0, "$x^2$"),
        lambda ax: ax.tripcolor([0, 1, 0], [0, 0, 1], [1, 2, 3]),
    ],
    ids=[
        "dates",
        "names",
        "pie",
        "contours",
        "errorbars",
        "boxes",
        "fill",
        "one-pixel",
        "nothing",
        "none",
        "two",
        "no-points",
        "span",
        "text",
        "triangles",
    ],
)
def test_any_picture_can_be_read_and_asked_about(draw):
    figure, ax = pyplot.subplots()
    try:
        draw(ax)
        model = read_figure(figure)
    finally:
        pyplot.close(figure)
    assert not isinstance(model, str), model
    for question in (SHOWS, HISTOGRAM, LINE, MARK, UPRIGHT, SCATTER, DICE, *STYLE):
        question.ask({"image": IMAGE, "values": VALUES}, model)


STYLE = (
    fig.labelled_axes(0),
    fig.has_legend(0, 1),
    fig.no_ticks(0),
    fig.log_scale(0),
    fig.colourblind_safe(0),
    fig.has_panels(1),
)
