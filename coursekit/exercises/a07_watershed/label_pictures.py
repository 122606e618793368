"""What a picture of labels shows: the colours in it, read from the artists."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking import figures
from coursekit.checking.findings import Call, FigureComparator, Finding

LEAST_DIFFERENCE = 0.03  # of red, green or blue, from 0 to 1; less cannot be seen


@dataclass(frozen=True)
class LabelPictures(FigureComparator):
    """The usual questions, and which panel shows which labels in which colours."""

    panels: tuple[tuple[int, Callable[[Call], NDArray[Any]], str], ...] = ()

    def findings(self, call: Call, seen: Any) -> tuple[Finding, ...]:
        """Ask all questions; look at colours only if there is a figure with enough panels."""
        found = super().findings(call, seen)
        if any(one.name in ("no-figure", "panel-count") for one in found):
            return found
        for index, labels, what in self.panels:
            panel = seen.panel(index)
            shown = None if panel is None else panel.shown
            finding = _fault(index, np.asarray(labels(call)), shown, what)
            found = found if finding is None else (*found, finding)
        return found


def _fault(
    index: int, labels: NDArray[Any], shown: NDArray[np.float64] | None, what: str
) -> Finding | None:
    """Say what is wrong with the picture of some labels, or return None."""
    place = f"Panel {index + 1}"
    if shown is None:
        return Finding(f"empty-{index}", f"{place} should show {what}, it is empty.")
    if shown.shape[:2] != labels.shape:
        return Finding(f"other-labels-{index}", f"{place} should show {what}.")
    if _uneven(labels, shown):
        if not _uneven(labels[::-1], shown):
            return Finding(f"upside-down-{index}", f"{place}: the picture is upside down.")
        words = f"{place} should show {what}, but one region of it has several colours."
        return Finding(f"other-labels-{index}", words)
    if not _tells_background(labels, shown):
        words = f"{place}: the background has the colour of an object."
        return Finding(f"background-{index}", words, "colours")
    if _alike_across(labels, shown):
        words = f"{place}: two regions that touch have (almost) the same colour."
        return Finding(f"alike-{index}", words, "colours")
    return None


def _uneven(labels: NDArray[Any], shown: NDArray[np.float64]) -> bool:
    """Tell whether some region is drawn in more than one colour."""
    return any(np.ptp(shown[labels == one], axis=0).max() > 0.01 for one in np.unique(labels))


def _tells_background(labels: NDArray[Any], shown: NDArray[np.float64]) -> bool:
    if labels.all() or not labels.any():
        return True
    dark = shown[labels == 0][0]
    return bool(np.abs(shown[labels > 0] - dark).max(axis=1).min() >= LEAST_DIFFERENCE)


def _alike_across(labels: NDArray[Any], shown: NDArray[np.float64]) -> bool:
    """Tell whether two touching regions look alike."""
    for one, other in ((np.s_[1:], np.s_[:-1]), (np.s_[:, 1:], np.s_[:, :-1])):
        meet = (labels[one] != labels[other]) & (labels[one] > 0) & (labels[other] > 0)
        differ = np.abs(shown[one] - shown[other]).max(axis=-1)
        if (differ[meet] < LEAST_DIFFERENCE).any():
            return True
    return False


def label_pictures(
    *questions: figures.FigureQuestion,
    panels: tuple[tuple[int, Callable[[Call], NDArray[Any]], str], ...],
) -> LabelPictures:
    """Compare figures by questions, and by the colours of the labels that some panels show."""
    return LabelPictures(questions, panels)
