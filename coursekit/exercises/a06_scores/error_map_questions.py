"""What a figure of an error map is asked: its colours, and the counts in its legend."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit import imaging
from coursekit.checking.figure_model import FigureModel
from coursekit.checking.figures import Call, FigureComparator, FigureQuestion, Finding
from coursekit.imaging.overlay import ERROR_COLOURS

_WORDS = {
    "tp": r"\btp\b|true pos|found",
    "fp": r"\bfp\b|false pos|added",
    "fn": r"\bfn\b|false neg|missed",
}
_SAME_HUE = 0.05  # largest difference of two directions in the space of colours
_SAME_IN_LEGEND = 0.3  # a legend may be paler or darker than the map
_RED, _GREEN = 15, (90, 165)  # degrees: red lies below 15 or above 345


def shows_error_map() -> FigureQuestion:
    """Ask for one RGB picture in which each kind has a colour of its own, and tn none."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        rgb = _picture(model)
        if rgb is None:
            return Finding("no-picture", "The panel should show a picture of the errors.")
        masks = imaging.error_masks(call["truth"], call["result"])
        if rgb.ndim != 3 or rgb.shape[:2] != masks["tp"].shape:
            return Finding("no-colours", "The picture should have red, green and blue.")
        fault = _map_fault(rgb, masks)
        return Finding(*fault) if fault else None

    return FigureQuestion(ask)


def _picture(model: FigureModel) -> NDArray[Any] | None:
    """Return the picture of the first panel with values from 0 to 1, without transparency."""
    panel = model.panel(0)
    if panel is None or not panel.images:
        return None
    shown = panel.images[-1].array
    if shown.ndim != 3:
        return np.asarray(shown)
    rgb = shown[..., :3]
    return np.asarray(rgb / 255 if rgb.max() > 1 else rgb)


def _hues(rgb: NDArray[Any]) -> NDArray[Any]:
    """Give each pixel the direction in which its colour leaves grey; zeros for grey itself."""
    away = rgb - rgb.mean(axis=-1, keepdims=True)
    length = np.sqrt((away**2).sum(axis=-1, keepdims=True))
    return np.where(length > 0.02, away / np.maximum(length, 1e-9), 0.0)


def _map_fault(rgb: NDArray[Any], masks: dict[str, NDArray[Any]]) -> tuple[str, str] | None:
    hues = _hues(rgb)
    if hues[masks["tn"]].any():
        return "coloured-background", "Pixels that are background in both masks have a colour."
    found: dict[str, NDArray[Any]] = {}
    for kind in ("tp", "fp", "fn"):
        here = hues[masks[kind]]
        if not len(here):
            continue
        if not here.any():
            return f"grey-{kind}", f"The pixels of {kind.upper()} have no colour."
        if np.abs(here - here[0]).max() > _SAME_HUE:
            return "mixed-kinds", f"The pixels of {kind.upper()} do not share one colour."
        found[kind] = here[0]
    for one, other in (("tp", "fp"), ("tp", "fn"), ("fp", "fn")):
        if one in found and other in found and _alike(found[one], found[other]):
            return "equal-colours", f"{one.upper()} and {other.upper()} have the same colour."
    return _exchanged(found)


def _exchanged(found: dict[str, NDArray[Any]]) -> tuple[str, str] | None:
    """Tell whether added pixels have the agreed colour of missed ones and the other way round."""
    agreed = {kind: _hues(np.asarray(colour)) for kind, colour in ERROR_COLOURS.items()}
    pairs = [("fp", "fn"), ("fn", "fp")]
    if all(one in found and _alike(found[one], agreed[other]) for one, other in pairs):
        return "exchanged", "The colours of FP and FN have changed places."
    return None


def _alike(one: NDArray[Any], other: NDArray[Any]) -> bool:
    return bool(np.abs(one - other).max() <= 2 * _SAME_HUE)


def legend_counts(prop: str) -> FigureQuestion:
    """Ask for a legend that names TP, FP and FN with their counts."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(0)
        legend = [] if panel is None else panel.legend
        if not legend:
            return Finding("no-legend", "The figure needs a legend.")
        numbers = {kind: _numbers_of(kind, legend) for kind in _WORDS}
        for kind, found in numbers.items():
            if found is None:
                return Finding("legend-names", f"The legend should name {kind.upper()}.")
        counts = imaging.confusion_counts(call["truth"], call["result"])
        exchanged = imaging.confusion_counts(call["result"], call["truth"])
        if _all_there(counts, numbers):
            return None
        if not any(numbers.values()):
            return Finding("legend-without-counts", "The legend should hold the counts.")
        if _all_there(exchanged, numbers):
            return Finding("legend-exchanged", "The counts of FP and FN have changed places.")
        return Finding("legend-counts", "The legend holds other numbers than the counts.")

    return FigureQuestion(ask, prop)


def _numbers_of(kind: str, legend: list[str]) -> list[int] | None:
    """Read the whole numbers in the entries that name a kind; None if no entry does."""
    named = [text for text in legend if re.search(_WORDS[kind], text.lower())]
    return [int(word) for word in re.findall(r"\d+", " ".join(named))] if named else None


def _all_there(counts: dict[str, int], numbers: dict[str, list[int] | None]) -> bool:
    return all(counts[kind] in (numbers[kind] or []) for kind in _WORDS)


def without_red_and_green(prop: str) -> FigureQuestion:
    """Ask for colours of which no two are red and green."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        rgb = _picture(model)
        if rgb is None or rgb.ndim != 3:
            return None
        angles = [_angle(hue) for hue in _hues(rgb).reshape(-1, 3) if hue.any()]
        red = any(angle < _RED or angle > 360 - _RED for angle in angles)
        green = any(_GREEN[0] < angle < _GREEN[1] for angle in angles)
        if red and green:
            return Finding(
                "red-green", "One reader in twenty cannot tell this red from this green."
            )
        return None

    return FigureQuestion(ask, prop)


def _angle(hue: NDArray[Any]) -> float:
    """Give the place of a colour on the colour circle in degrees: 0 red, 120 green, 240 blue."""
    red, green, blue = hue
    return float(np.degrees(np.arctan2(np.sqrt(3) * (green - blue), 2 * red - green - blue)) % 360)


@dataclass(frozen=True)
class ErrorMap(FigureComparator):
    """The usual questions, and whether the legend shows the colours of the map."""

    def findings(self, call: Call, seen: Any) -> tuple[Finding, ...]:
        """Ask all questions; look at the legend's colours only if nothing else is wrong."""
        found = super().findings(call, seen)
        if found:
            return found
        rgb = _picture(seen)
        if rgb is None or rgb.ndim != 3:
            return ()
        hues, masks = _hues(rgb), imaging.error_masks(call["truth"], call["result"])
        for kind, colour in _legend_colours(seen):
            here = hues[masks[kind]]
            hue = _hues(np.asarray(colour, dtype=float))
            if len(here) and hue.any() and np.abs(here[0] - hue).max() > _SAME_IN_LEGEND:
                words = f"{kind.upper()} has another colour in the legend than in the map."
                return (Finding("legend-colours", words, "legend"),)
        return ()


def error_map(*questions: FigureQuestion) -> ErrorMap:
    """Compare error maps by questions, and by the colours of their legend."""
    return ErrorMap(questions)


def _legend_colours(model: FigureModel) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Give kind and colour of each legend entry that names one kind and has a plain colour."""
    for words, colour in model.keys:
        kinds = [kind for kind, pattern in _WORDS.items() if re.search(pattern, words.lower())]
        if len(kinds) == 1 and colour:
            yield kinds[0], colour
