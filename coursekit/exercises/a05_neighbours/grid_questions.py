"""Questions about a grid of scatter plots: what each panel shows, and which panels share axes."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking.figure_model import FigureModel
from coursekit.checking.figures import Call, FigureComparator, Finding

PAIRS = ((0, 1), (0, 2), (1, 2))


@dataclass(frozen=True)
class GridModel(FigureModel):
    """The panels in reading order, whatever the order in which they were made."""

    rows: list[int] = field(default_factory=list)  # row of each panel, counted from the top


@dataclass(frozen=True)
class GridComparator(FigureComparator):
    """Compare a figure of rows and columns of panels by questions."""

    def findings(self, call: Call, seen: Any) -> tuple[Finding, ...]:
        """Ask all questions of the grid; without six panels the first one says it all."""
        if isinstance(seen, str):
            return (Finding("no-figure", seen),)
        grid, found = _read_grid(seen), []
        for question in self.questions:
            finding = question.ask(call, grid)
            if finding is not None:
                found.append(replace(finding, prop=question.prop))
        return tuple(found)


def _read_grid(model: FigureModel) -> GridModel:
    corners = [(round(-panel.corner[1], 2), round(panel.corner[0], 2)) for panel in model.panels]
    order = sorted(range(len(corners)), key=corners.__getitem__)
    levels = sorted({top for top, _ in corners})
    return GridModel(
        panels=[model.panels[index] for index in order],
        rows=[levels.index(corners[index][0]) for index in order],
    )


def two_rows_of_three(call: Call, model: FigureModel) -> Finding | None:
    """Ask for the arrangement of the panels."""
    if not isinstance(model, GridModel) or len(model.panels) != 6:
        words = f"The figure should have 6 panels, it has {len(model.panels)}."
        return Finding(f"panel-count-{len(model.panels)}", words)
    if model.rows != [0, 0, 0, 1, 1, 1]:
        return Finding("arrangement", "The six panels should stand in two rows of three.")
    return None


def _table(call: Call, index: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the points and classes that belong into a panel."""
    table, labels = (
        (call["train"], call["train_labels"]) if index < 3 else (call["test"], call["test_labels"])
    )
    return np.asarray(table)[:, PAIRS[index % 3]], np.asarray(labels)


def points_of(index: int) -> Any:
    """Return the function that picks the points of a panel from a call."""
    return lambda call: _table(call, index)[0]


def classes_of(index: int) -> Any:
    """Return the function that picks the classes of a panel from a call."""
    return lambda call: _table(call, index)[1]


def shared_axes(call: Call, model: FigureModel) -> Finding | None:
    """Ask that the panels below each other begin and end at the same numbers, and cut nothing."""
    if not isinstance(model, GridModel) or len(model.panels) != 6:
        return Finding("no-columns", "There are no two rows whose axes could be compared.")
    apart = {
        axis: [c for c in range(3) if not _agree(model, c, c + 3, axis)] for axis in ("x", "y")
    }
    if apart["x"] or apart["y"]:
        rows = [(row, row + other) for row in (0, 3) for other in (1, 2)]
        along_rows = all(_agree(model, *pair, axis) for pair in rows for axis in ("x", "y"))
        which = " and ".join(axis for axis, columns in apart.items() if columns)
        name = "axes-shared-along-rows" if along_rows else f"axes-apart-{which}"
        return Finding(name, f"Panels below each other have other limits ({which} axis).")
    if any(_cuts(call, index, model.panels[index].limits) for index in range(6)):
        return Finding("points-cut-off", "Some points lie outside the limits of their panel.")
    return None


def _agree(model: GridModel, one: int, other: int, axis: str) -> bool:
    """Tell whether two panels begin and end at the same numbers."""
    part = slice(0, 2) if axis == "x" else slice(2, 4)
    return bool(np.allclose(model.panels[one].limits[part], model.panels[other].limits[part]))


def _cuts(call: Call, index: int, limits: tuple[float, ...]) -> bool:
    x, y = np.asarray(_table(call, index)[0], dtype=float).T
    left, right, bottom, top = limits
    return bool(x.min() < left or x.max() > right or y.min() < bottom or y.max() > top)


def titled_rows(call: Call, model: FigureModel) -> Finding | None:
    """Ask for a title in each row, so that training and test can be told apart."""
    titles = [panel.title.strip() for panel in model.panels]
    if any(titles[:3]) and any(titles[3:6]):
        return None
    return Finding("rows-without-title", "A title should say which row is training, which is test.")


def labelled_below(call: Call, model: FigureModel) -> Finding | None:
    """Ask for words at both axes of the lower panels; the upper ones may share them."""
    bare = [
        panel for panel in model.panels[3:6] if not (panel.xlabel.strip() and panel.ylabel.strip())
    ]
    if not bare:
        return None
    return Finding("no-axis-labels", "Label both axes of each panel: which feature is it?")
