"""Questions about curves over k: three lines, and a mark where validation chooses."""

from typing import Any

import numpy as np

from coursekit.checking.figure_model import FigureModel, Panel
from coursekit.checking.figures import Call, Finding


def three_lines(call: Call, model: FigureModel) -> Finding | None:
    """Ask for one line for each name, over the numbers of neighbours."""
    panel, ks = model.panel(0), call["ks"]
    curves = call["scores"]
    if panel is None or not panel.lines:
        return Finding("no-lines", "The panel should hold one line for each name.")
    missing = [name for name, values in curves.items() if not _is_line(panel, ks, values)]
    if not missing:
        return None
    if all(_is_line(panel, values, ks) for values in curves.values()):
        return Finding("axes-exchanged", "The two axes are exchanged: k goes to the right.")
    if all(_is_line(panel, np.arange(len(ks)), values) for values in curves.values()):
        return Finding("positions", "The lines run over 0, 1, 2, ..., not over the given k.")
    words = f"The line of {' and '.join(missing)} is missing."
    return Finding(f"lines-missing-{'-'.join(missing)}", words)


def _is_line(panel: Panel, x: Any, y: Any) -> bool:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return any(
        line.x.shape == x.shape and np.allclose(line.x, x) and np.allclose(line.y, y)
        for line in panel.lines
    )


def choice_of_validation(call: Call, model: FigureModel) -> Finding | None:
    """Ask for a mark at the k that validation chooses, and for none at another line's best k.

    A mark is a vertical line, or a marker that other points of the line do not have.
    """
    panel = model.panel(0)
    marked = [] if panel is None else [name for name in call["scores"] if _marks(panel, call, name)]
    if marked == ["validation"]:
        return None
    if not marked:
        n_marks = 0 if panel is None else len(panel.marks)
        few = "mark-elsewhere" if n_marks else "no-mark"
        name = "marks-everywhere" if n_marks > len(call["ks"]) else few
        return Finding(name, "The k that validation chooses is not marked.")
    words = f"The best k of {' and '.join(marked)} is marked; validation alone should choose."
    return Finding(f"marked-{'-'.join(marked)}", words)


def _marks(panel: Panel, call: Call, name: str) -> bool:
    """Tell whether the top of one line is marked."""
    ks, values = call["ks"], call["scores"][name]
    top = int(np.argmax(values))
    if any(abs(place - ks[top]) < 1e-6 for place in panel.vertical):
        return True
    times = [sum(np.allclose(mark, point) for mark in panel.marks) for point in zip(ks, values)]
    return bool(times[top] > min(times))
