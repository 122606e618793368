"""Questions about the plot of false splits against false merges."""

from typing import Any

import numpy as np

from coursekit.checking.figure_model import FigureModel, Panel
from coursekit.checking.figures import Call, Finding


def _holds(panel: Panel, x: Any, y: Any) -> bool:
    """Tell whether a line runs through all points, or each of them has a marker."""
    wanted = np.column_stack([x, y]).astype(float)
    lines = (np.column_stack([line.x, line.y]) for line in panel.lines)
    if any(line.shape == wanted.shape and np.allclose(line, wanted) for line in lines):
        return True
    return bool(all(_is_marked(panel, point) for point in wanted))


def _is_marked(panel: Panel, point: Any) -> bool:
    places = [*panel.marks, *np.asarray(panel.points, dtype=float).reshape(-1, 2).tolist()]
    return any(np.allclose(place, point) for place in places)


def every_row(call: Call, model: FigureModel) -> Finding | None:
    """Ask for a line or points through all rows of the table, merges to the right."""
    panel, (merges, splits) = model.panel(0), np.asarray(call["table"], dtype=float).T
    if panel is None:
        return Finding("no-points", "Draw one point for each row of the table.")
    if _holds(panel, merges, splits):
        return None
    if _holds(panel, splits, merges):
        words = "False splits run to the right; draw false merges there."
        return Finding(f"axes-exchanged-{panel.xlabel}", words)
    if _holds(panel, call["ts"], merges) or _holds(panel, call["ts"], splits):
        return Finding("thresholds", "The thresholds run to the right; draw false merges there.")
    if _holds(panel, call["ts"], merges + splits):
        return Finding("sum", "The panel shows the sum of both errors; keep them apart.")
    words = "Not all rows of the table are points with merges to the right and splits upwards."
    return Finding("other-points", words)


def every_marker(call: Call, model: FigureModel) -> Finding | None:
    """Ask for a marker at each row."""
    panel = model.panel(0)
    missing = len(call["ts"])
    if panel is not None:
        missing = sum(not _is_marked(panel, row) for row in np.asarray(call["table"], dtype=float))
    if missing == 0:
        return None
    name = "no-markers" if missing == len(call["ts"]) else "some-markers"
    return Finding(name, f"{missing} of {len(call['ts'])} thresholds have no marker.")


def two_names(call: Call, model: FigureModel) -> Finding | None:
    """Ask for names of both axes that do not contradict what is drawn."""
    panel = model.panel(0)
    x, y = ("", "") if panel is None else (panel.xlabel.lower(), panel.ylabel.lower())
    if not x.strip() or not y.strip():
        return Finding("no-names", "Give both axes a name.")
    if "merge" not in x and "split" in x and "split" not in y:
        return Finding("names-exchanged", "The names of the axes have changed places.")
    if "merg" not in x or "split" not in y:
        return Finding("other-names", "One axis should say merges, the other one splits.")
    return None
