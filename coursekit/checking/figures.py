"""Questions about a picture, answered from its artists and never from its pixels.

A plot exercise asks for a function that returns a figure. Its comparator holds questions such as
`shows_image(0, lambda call: call["image"])`; each question looks at one panel of the figure model
and answers with nothing, or with a finding: a name and a sentence.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking.figure_model import FigureModel, Panel
from coursekit.checking.figure_words import (
    colourblind_safe,
    has_legend,
    has_title,
    labelled_axes,
    log_scale,
    no_ticks,
)
from coursekit.checking.findings import (
    Call,
    FigureComparator,
    FigureQuestion,
    Finding,
    closing_new_figures,
    figure,
)
from coursekit.checking.values import close

__all__ = [
    "Call",
    "FigureComparator",
    "FigureQuestion",
    "Finding",
    "closing_new_figures",
    "colourblind_safe",
    "figure",
    "has_legend",
    "has_panels",
    "has_title",
    "labelled_axes",
    "log_scale",
    "marks_point",
    "no_ticks",
    "shows_histogram",
    "shows_image",
    "shows_line",
    "shows_points",
    "vertical_line",
]


def has_panels(count: int, prop: str = "") -> FigureQuestion:
    """Ask for a number of panels with something in them."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        if len(model.panels) != count:
            return Finding(
                "panel-count", f"The figure should have {count} panels, it has {len(model.panels)}."
            )
        return None

    return FigureQuestion(ask, prop)


def shows_image(
    index: int,
    expected: Callable[[Call], NDArray[Any]],
    what: str,
    gray: bool = True,
    prop: str = "",
) -> FigureQuestion:
    """Ask whether a panel shows an image, up to a change of brightness scale (0..1, 0..255)."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        if panel is None or not panel.images:
            return Finding(f"empty-{index}", f"Panel {index + 1} should show {what}, it is empty.")
        wanted = np.asarray(expected(call), dtype=float)
        fault = _image_fault(wanted, panel, gray)
        return fault and Finding(f"{fault[0]}-{index}", f"Panel {index + 1}, {what}: {fault[1]}")

    return FigureQuestion(ask, prop)


def _image_fault(wanted: NDArray[Any], panel: Panel, gray: bool) -> tuple[str, str] | None:
    shown = panel.images[-1]
    fault = _same_picture(wanted, shown.array)
    if fault:
        return fault
    if shown.upside_down:
        return "upside-down", 'the picture is upside down; leave out origin="lower".'
    if shown.smoothed:
        return "smoothed", 'the pixels are smoothed; use interpolation="nearest".'
    if gray and shown.array.ndim == 2 and not shown.gray:
        return "colours", 'grey values should be shown in grey: cmap="gray".'
    if gray and shown.reversed_gray:
        return "reversed", "black and white are exchanged by the colour map."
    return None


def _same_picture(wanted: NDArray[Any], shown: NDArray[Any]) -> tuple[str, str] | None:
    """Compare two pictures up to a positive change of scale and offset; name the difference."""
    if shown.ndim == 3:
        shown = shown[..., :3].mean(axis=2)
    named = {
        "transposed": (wanted.T, "rows and columns are exchanged."),
        "flipped": (wanted[::-1], "the rows are in reverse order."),
    }
    if _affine(wanted, shown) > 0:
        return None
    if _affine(wanted, shown) < 0:
        return "inverted", "bright and dark are exchanged."
    for name, (other, words) in named.items():
        if _affine(other, shown) > 0:
            return name, words
    return "other-image", "this is another image than the one asked for."


def _affine(wanted: NDArray[Any], shown: NDArray[Any]) -> int:
    """Return 1 if shown = a * wanted + b with a > 0, -1 with a < 0, and 0 otherwise."""
    if wanted.shape != shown.shape:
        return 0
    one, other = wanted.ravel().astype(float), np.asarray(shown, dtype=float).ravel()
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return int(np.ptp(one) == np.ptp(other))
    one, other = (one - one.mean()) / one.std(), (other - other.mean()) / other.std()
    if np.allclose(one, other, atol=1e-3):
        return 1
    return -1 if np.allclose(one, -other, atol=1e-3) else 0


def shows_histogram(
    index: int,
    values: Callable[[Call], NDArray[Any]],
    edges: Callable[[Call], NDArray[Any]],
    what: str,
    prop: str = "",
) -> FigureQuestion:
    """Ask whether a panel holds the histogram of some values with given edges."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        wanted_edges = np.asarray(edges(call), dtype=float)
        counts = np.histogram(values(call), wanted_edges)[0].astype(float)
        if panel is None or not panel.histograms:
            return Finding(
                f"no-histogram-{index}", f"Panel {index + 1} should hold a histogram of {what}."
            )
        found = [_histogram_fault(counts, wanted_edges, shown) for shown in panel.histograms]
        faults = [fault for fault in found if fault is not None]
        if len(faults) < len(found):
            return None
        name, words = min(faults, key=_severity)
        return Finding(f"{name}-{index}-{what}", f"Panel {index + 1}, histogram of {what}: {words}")

    return FigureQuestion(ask, prop)


def _severity(fault: tuple[str, str]) -> int:
    order = ["density", "cumulative", "other-counts", "other-edges", "bin-count"]
    return order.index(fault[0])


def _histogram_fault(
    counts: NDArray[Any], edges: NDArray[Any], shown: tuple[NDArray[Any], NDArray[Any]]
) -> tuple[str, str] | None:
    heights, borders = shown
    if heights.size != counts.size:
        return "bin-count", f"it has {heights.size} bins, not {counts.size}."
    if not np.allclose(borders, edges, atol=1e-6 + 1e-3 * np.ptp(edges)):
        return "other-edges", "the bins begin and end at other grey values."
    if np.allclose(heights, counts):
        return None
    total = max(counts.sum(), 1.0)
    if np.allclose(heights, counts / total) or np.allclose(
        heights, counts / (total * np.diff(edges))
    ):
        return "density", "it shows shares, not counts: the sizes of the classes are lost."
    if np.allclose(heights, np.cumsum(counts)):
        return "cumulative", "the bars add up from left to right; show each bin by itself."
    return "other-counts", "the bars have other heights: are the right pixels counted?"


def shows_line(
    index: int,
    x: Callable[[Call], NDArray[Any]],
    y: Callable[[Call], NDArray[Any]],
    what: str,
    prop: str = "",
) -> FigureQuestion:
    """Ask whether a panel holds a line through these points, with more points allowed."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        wanted_x, wanted_y = np.asarray(x(call), float), np.asarray(y(call), float)
        lines = [] if panel is None else panel.lines
        if any(close(wanted_x, line.x) and close(wanted_y, line.y) for line in lines):
            return None
        for line in lines:
            if close(wanted_y, line.x):
                return Finding(f"axes-swapped-{index}", f"{what}: the two axes are exchanged.")
        return Finding(f"no-line-{index}", f"Panel {index + 1} lacks the line of {what}.")

    return FigureQuestion(ask, prop)


def marks_point(
    index: int, point: Callable[[Call], tuple[float, float]], what: str, prop: str = ""
) -> FigureQuestion:
    """Ask for a marker at a point."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel, wanted = model.panel(index), np.asarray(point(call), float)
        if panel is not None and any(np.allclose(wanted, mark) for mark in panel.marks):
            return None
        return Finding(f"no-mark-{index}", f"Panel {index + 1}: mark {what} with a marker.")

    return FigureQuestion(ask, prop)


def vertical_line(
    index: int, at: Callable[[Call], float], within: float = 0.5, prop: str = ""
) -> FigureQuestion:
    """Ask for a vertical line."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel, wanted = model.panel(index), float(at(call))
        places = [] if panel is None else panel.vertical
        if any(abs(place - wanted) <= within for place in places):
            return None
        words = (
            f"the vertical line stands at {places[0]:g}" if places else "a vertical line is missing"
        )
        return Finding(f"vertical-line-{index}", f"Panel {index + 1}: {words}. Where should it be?")

    return FigureQuestion(ask, prop)


def shows_points(
    index: int,
    points: Callable[[Call], NDArray[Any]],
    classes: Callable[[Call], NDArray[Any]] | None = None,
    prop: str = "",
) -> FigureQuestion:
    """Ask for a scatter of points (n, 2); `classes` asks that the colours separate them."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        wanted = np.asarray(points(call), float)
        shown = np.empty((0, 2)) if panel is None else panel.points
        if shown.shape != wanted.shape:
            return Finding(
                f"point-count-{index}",
                f"Panel {index + 1} should hold {len(wanted)} points, it holds {len(shown)}.",
            )
        order, mine = np.lexsort(wanted.T), np.lexsort(shown.T)
        if not np.allclose(wanted[order], shown[mine]):
            swapped = np.allclose(wanted[np.lexsort(wanted[:, ::-1].T)], shown[mine][:, ::-1])
            name = "axes-swapped" if swapped else "other-points"
            words = "the two axes are exchanged" if swapped else "the points lie elsewhere"
            return Finding(f"{name}-{index}", f"Panel {index + 1}: {words}.")
        if classes is None or panel is None:
            return None
        pairs = set(zip(np.asarray(classes(call))[order], panel.colours[mine], strict=True))
        if len(pairs) != len({one for one, _ in pairs}) or len(pairs) != len({c for _, c in pairs}):
            return Finding(
                f"colours-{index}", f"Panel {index + 1}: each class needs a colour of its own."
            )
        return None

    return FigureQuestion(ask, prop)
