"""Questions about a scatter plot of two features: the places and the colours of its points."""

import numpy as np

from coursekit import imaging
from coursekit.checking.figure_model import FigureModel
from coursekit.checking.findings import Call, FigureQuestion, Finding

_WORDS = {
    "axes-swapped": "the two axes are exchanged.",
    "positions": "the points lie at the places of the pixels, not at their grey values.",
    "raw-twice": "both axes show the grey values of the image.",
    "other-points": "the points lie elsewhere.",
}


def scatter_of_features() -> FigureQuestion:
    """Ask for the points (grey value, blurred grey value) in the first panel."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        shown = model.panels[0].points if model.panels else np.empty((0, 2))
        wanted = features_of(call)
        if len(shown) == 0:
            return Finding("no-points", "The first panel should hold a scatter plot of the pixels.")
        if len(shown) != len(wanted):
            return Finding(
                "point-count",
                f"The first panel should hold {len(wanted)} points, it holds {len(shown)}.",
            )
        name = _place_of(call, shown)
        return Finding(name, f"Panel 1: {_WORDS[name]}") if name else None

    return FigureQuestion(ask)


def coloured_by_truth(prop: str) -> FigureQuestion:
    """Ask that the colour of a point tells its class; silent while the points are wrong."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        if scatter_of_features().ask(call, model) is not None:
            return None
        panel = model.panels[0]
        wanted, truth = features_of(call), np.asarray(call["truth"]).ravel() != 0
        order, mine = np.lexsort(wanted.T), np.lexsort(panel.points.T)
        colours = panel.colours[mine]
        if len(set(colours)) == 1:
            return Finding("one-colour", "Panel 1: all points have one colour.")
        if len(set(colours)) > 2:
            return Finding("many-colours", "Panel 1: there are more colours than classes.")
        if len(set(zip(truth[order].tolist(), colours, strict=True))) > 2:
            return Finding("mixed-colours", "Panel 1: some points have the colour of the others.")
        return None

    return FigureQuestion(ask, prop)


def features_of(call: Call) -> np.ndarray:
    """Return what the points should be: grey value and blurred grey value of each pixel."""
    return imaging.feature_table(call["image"], sigmas=(call["sigma"],))


def _place_of(call: Call, shown: np.ndarray) -> str:
    """Name where the points lie; an empty name where they should."""
    wanted = features_of(call)
    rows, columns = np.indices(np.shape(call["image"])).reshape(2, -1)
    if _alike(shown, wanted):
        return ""
    if _alike(shown, wanted[:, ::-1]):
        return "axes-swapped"
    if any(_alike(shown, np.column_stack(pair)) for pair in ((rows, columns), (columns, rows))):
        return "positions"
    return "raw-twice" if _alike(shown, wanted[:, [0, 0]]) else "other-points"


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    """Tell whether two clouds hold the same points in any order."""
    return np.allclose(one[np.lexsort(one.T)], other[np.lexsort(other.T)], atol=1e-6)
