"""Questions about a panel of curves: each line is there, and its maximum is marked."""

from typing import Any

import numpy as np

from coursekit.checking.figure_model import FigureModel, Panel
from coursekit.checking.figures import Call, Finding


def _is_line(panel: Panel, x: Any, y: Any) -> bool:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return any(
        line.x.shape == x.shape and np.allclose(line.x, x) and np.allclose(line.y, y)
        for line in panel.lines
    )


def every_line(call: Call, model: FigureModel) -> Finding | None:
    """Ask for one line per name, through all thresholds."""
    panel, x = model.panel(0), call["thresholds"]
    curves = list(call["scores"].values())
    if panel is None or not panel.lines:
        return Finding("no-lines", "The panel should hold one line for each name.")
    found = [_is_line(panel, x, y) for y in curves]
    if all(found):
        return None
    if all(_is_line(panel, y, x) for y in curves):
        return Finding("axes-exchanged", "The two axes are exchanged: thresholds go to the right.")
    if all(_is_line(panel, np.arange(len(x)), y) for y in curves):
        return Finding("positions", "The lines run over 0, 1, 2, ..., not over the thresholds.")
    name = "some-lines" if any(found) else "other-lines"
    return Finding(name, f"{found.count(False)} of {len(found)} lines are missing.")


def every_maximum(call: Call, model: FigureModel) -> Finding | None:
    """Ask for a mark at each maximum: a marker there and not at every point, or a vertical line."""
    panel = model.panel(0)
    if panel is None:
        return Finding("no-marks", "Mark the maximum of each line.")
    found = [_marks_top(panel, call["thresholds"], y) for y in call["scores"].values()]
    if all(found):
        return None
    if any(found):
        return Finding("some-marks", f"{found.count(False)} lines lack a mark at their maximum.")
    if len(panel.marks) > 2 * len(found):
        return Finding("marks-everywhere", "Every point has a marker, so no maximum stands out.")
    if panel.marks:
        return Finding(f"marks-elsewhere-{_where(panel, call)}", "The marks lie elsewhere.")
    return Finding("no-marks", "Mark the maximum of each line.")


def _marks_top(panel: Panel, thresholds: Any, values: Any) -> bool:
    top = int(np.argmax(values))
    if any(abs(place - thresholds[top]) < 1e-6 for place in panel.vertical):
        return True
    times = [_times(panel, t, v) for t, v in zip(thresholds, values, strict=True)]
    return times[top] > min(times)


def _times(panel: Panel, x: float, y: float) -> int:
    return sum(bool(np.allclose(mark, (x, y))) for mark in panel.marks)


def _where(panel: Panel, call: Call) -> str:
    """Say where marks lie that do not lie at a maximum."""
    curves = [np.asarray(values, dtype=float) for values in call["scores"].values()]
    if all(_times(panel, int(y.argmax()), y.max()) for y in curves):
        return "at-positions"
    lows = (_times(panel, call["thresholds"][int(y.argmin())], y.min()) for y in curves)
    return "at-minima" if all(lows) else "nowhere"
