"""Questions about what can be read in a picture: titles, labels, legend, scale, colours."""

from collections.abc import Callable, Sequence

from coursekit.checking.figure_model import FigureModel
from coursekit.checking.findings import Call, FigureQuestion, Finding


def has_title(
    index: int,
    number: Callable[[Call], float] | None = None,
    digits: int = 2,
    prop: str = "",
) -> FigureQuestion:
    """Ask for a title, and for a number in it that is right to `digits` decimals."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        title = "" if panel is None else panel.title
        if not title.strip():
            return Finding(f"no-title-{index}", f"Panel {index + 1} needs a title.")
        if number is not None and not _contains(title, number(call), digits):
            return Finding(
                f"title-number-{index}",
                f"The title of panel {index + 1} should hold the number of this picture, computed "
                f"and shown with {digits} decimals; it reads {title[:60]!r}.",
            )
        return None

    return FigureQuestion(ask, prop)


def _contains(title: str, number: float, digits: int) -> bool:
    """Tell whether a title holds a number, rounded to `digits` or more decimals, or in percent."""
    words = "".join(letter if letter in "0123456789.-" else " " for letter in title).split()
    tolerance = 0.5 * 10.0**-digits + 1e-9
    for word in words:
        try:
            value = float(word.rstrip("."))
        except ValueError:
            continue
        precise = "." in word.rstrip(".") and len(word.rstrip(".").split(".")[1]) >= digits
        if abs(value - number) <= tolerance and (precise or value == number):
            return True
        if "%" in title and abs(value - 100 * number) <= 100 * tolerance:
            return True
    return False


def labelled_axes(index: int, prop: str = "") -> FigureQuestion:
    """Ask for words at both axes."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        if panel is not None and panel.xlabel.strip() and panel.ylabel.strip():
            return None
        return Finding(f"no-axis-labels-{index}", f"Panel {index + 1}: label both axes.")

    return FigureQuestion(ask, prop)


def has_legend(
    index: int, entries: Callable[[Call], Sequence[str]] | int, prop: str = ""
) -> FigureQuestion:
    """Ask for a legend with a number of entries, or with given words in it."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        legend = [] if panel is None else panel.legend
        wanted = entries if isinstance(entries, int) else len(entries(call))
        if len(legend) < wanted:
            return Finding(
                f"no-legend-{index}",
                f"Panel {index + 1} needs a legend with {wanted} entries, it has {len(legend)}.",
            )
        if not isinstance(entries, int):
            missing = [word for word in entries(call) if not any(word in text for text in legend)]
            if missing:
                return Finding(
                    f"legend-words-{index}", f"The legend should name {', '.join(missing)}."
                )
        return None

    return FigureQuestion(ask, prop)


def no_ticks(index: int, prop: str = "") -> FigureQuestion:
    """Ask for an image without tick marks."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        if panel is None or not panel.ticks:
            return None
        return Finding(f"ticks-{index}", f"Panel {index + 1}: take the tick marks away.")

    return FigureQuestion(ask, prop)


def log_scale(index: int, axis: str = "y", prop: str = "") -> FigureQuestion:
    """Ask for a logarithmic axis."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        if panel is not None and panel.scale[axis] in ("log", "symlog"):
            return None
        return Finding(
            f"not-log-{index}",
            f"Panel {index + 1}: use a logarithmic {axis} axis, or small counts are invisible.",
        )

    return FigureQuestion(ask, prop)


def colourblind_safe(index: int, prop: str = "") -> FigureQuestion:
    """Ask for a colour map other than the rainbow, and for no pair of pure red and green."""

    def ask(call: Call, model: FigureModel) -> Finding | None:
        panel = model.panel(index)
        if panel is None:
            return None
        if panel.rainbow:
            return Finding(f"rainbow-{index}", f"Panel {index + 1}: use cividis, not a rainbow.")
        if {"red", "green"} <= panel.colour_names:
            return Finding(
                f"red-green-{index}",
                f"Panel {index + 1}: one reader in twenty cannot tell this red from this green.",
            )
        return None

    return FigureQuestion(ask, prop)
