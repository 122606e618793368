"""Read a Matplotlib figure into plain data: panels with images, histograms, lines, words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.checking.reading import is_kind, tidy

_GRAY = {"gray", "grey", "Greys_r", "gist_gray", "binary_r", "gist_yarg_r"}
_GRAY_REVERSED = {"gray_r", "grey_r", "Greys", "binary", "gist_gray_r", "gist_yarg"}
_SHARP = {"", "nearest", "none", "antialiased", "auto"}
_RAINBOWS = {"jet", "rainbow", "gist_rainbow", "hsv", "nipy_spectral", "turbo", "gist_ncar"}


@dataclass(frozen=True)
class ShownImage:
    """An image in a panel."""

    array: NDArray[Any]
    gray: bool
    reversed_gray: bool
    upside_down: bool
    smoothed: bool


@dataclass(frozen=True)
class ShownLine:
    """A line in a panel."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    label: str


@dataclass(frozen=True)
class Panel:
    """What one pair of axes shows."""

    images: list[ShownImage]
    histograms: list[tuple[NDArray[np.float64], NDArray[np.float64]]]  # heights, edges
    lines: list[ShownLine]
    marks: list[tuple[float, float]]
    points: NDArray[np.float64]
    colours: NDArray[Any]
    vertical: list[float]
    title: str
    xlabel: str
    ylabel: str
    legend: list[str]
    ticks: bool
    scale: dict[str, str]
    rainbow: bool
    corner: tuple[float, float]  # left and top of the panel in the figure, from 0 to 1
    limits: tuple[float, ...]  # left, right, bottom, top of the axes
    colour_names: set[str] = field(default_factory=set)
    shown: NDArray[np.float64] | None = None  # red, green, blue of the last image, row 0 on top


@dataclass(frozen=True)
class FigureModel:
    """A figure as plain data; empty axes and colour bars do not count as panels."""

    panels: list[Panel]
    keys: list[tuple[str, tuple[float, ...]]] = field(default_factory=list)
    """Words and colour of each entry of a legend; () where an entry has no single colour."""

    def panel(self, index: int) -> Panel | None:
        """Return a panel in the order in which it was made, or None."""
        return self.panels[index] if index < len(self.panels) else None


def read_figure(value: Any) -> FigureModel | str:
    """Read a Figure, axes, or a tuple that begins with a Figure; a sentence if it is none."""
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    if type(value) is tuple and value:
        value = value[0]
    if type(value) is np.ndarray and value.dtype == object and value.size:
        value = value.ravel()[0]
    if is_kind(type(value), Axes):
        value = value.figure
    if not is_kind(type(value), Figure):
        return "The function should return the figure: end it with `return fig`."
    axes = [ax for ax in value.axes if ax.get_label() != "<colorbar>" and ax.has_data()]
    try:
        return FigureModel([_read_panel(ax) for ax in axes], list(_read_keys(value)))
    except (ValueError, TypeError, AttributeError) as error:
        return f"The figure holds something that the checker cannot read: {tidy(error, 100)}."


def _read_panel(ax: Any) -> Panel:
    points, colours = _read_points(ax)
    # a legend of the whole figure explains every panel
    legends = [ax.get_legend(), *ax.figure.legends]
    legend = [text.get_text() for one in legends if one is not None for text in one.get_texts()]
    images = [*ax.get_images(), *_meshes(ax)]
    maps = [image.get_cmap().name for image in images]
    return Panel(
        images=[_read_image(image, ax) for image in images],
        histograms=_read_histograms(ax),
        lines=[
            ShownLine(*_line_data(line), str(line.get_label()))
            for line in ax.get_lines()
            if len(line.get_xdata(orig=False)) > 1 and not _is_vertical(line)
        ],
        marks=_read_marks(ax, points),
        points=points,
        colours=colours,
        vertical=_read_vertical(ax),
        title=ax.get_title() or ax.get_title("left") or ax.get_title("right"),
        xlabel=ax.get_xlabel(),
        ylabel=ax.get_ylabel(),
        legend=legend,
        ticks=bool(ax.axison and (len(ax.get_xticks()) or len(ax.get_yticks()))),
        scale={"x": ax.get_xscale(), "y": ax.get_yscale()},
        rainbow=any(name.removesuffix("_r") in _RAINBOWS for name in maps),
        corner=(float(ax.get_position().x0), float(ax.get_position().y1)),
        limits=(*map(float, ax.get_xlim()), *map(float, ax.get_ylim())),
        colour_names=_pure_colours(ax),
        shown=_read_shown(images, ax),
    )


def _read_shown(images: list[Any], ax: Any) -> NDArray[np.float64] | None:
    """Give the colours of the last image of a panel as a reader sees them."""
    if not images:
        return None
    array = images[-1].get_array()
    shown = np.asarray(images[-1].to_rgba(array, norm=array.ndim == 2)[..., :3], dtype=float)
    bottom, top = ax.get_ylim()
    return shown[::-1] if bottom < top else shown


def _read_keys(figure: Any) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Read the entries of all legends of a figure."""
    for legend in [*(ax.get_legend() for ax in figure.axes), *figure.legends]:
        if legend is not None:
            pairs = zip(legend.get_texts(), legend.legend_handles, strict=False)
            yield from ((text.get_text(), _key_colour(handle)) for text, handle in pairs)


def _key_colour(handle: Any) -> tuple[float, ...]:
    """Read the colour of a legend entry: of a patch, of dots or of a line; () if it has none."""
    from matplotlib.colors import to_rgb

    if hasattr(handle, "get_markerfacecolor"):
        marked = handle.get_marker() not in ("", " ", "None", "none", None)
        colour: Any = handle.get_markerfacecolor() if marked else handle.get_color()
    else:
        colour = handle.get_facecolor() if hasattr(handle, "get_facecolor") else None
        if np.shape(colour) == (4,) and not np.asarray(colour)[3]:  # a box with an edge only
            colour = handle.get_edgecolor()
    if np.ndim(colour) == 2:
        colour = colour[0] if len(colour) == 1 else None
    try:
        return () if colour is None else tuple(map(float, to_rgb(colour)))
    except ValueError:
        return ()


def _meshes(ax: Any) -> list[Any]:
    from matplotlib.collections import QuadMesh

    return [group for group in ax.collections if isinstance(group, QuadMesh)]


def _read_image(image: Any, ax: Any) -> ShownImage:
    array = np.ma.filled(np.ma.asarray(image.get_array()).astype(float), np.nan)
    name = image.get_cmap().name
    bottom, top = ax.get_ylim()
    return ShownImage(
        array=array,
        gray=name in _GRAY | _GRAY_REVERSED,
        reversed_gray=name in _GRAY_REVERSED,
        upside_down=bottom < top,
        smoothed=getattr(image, "get_interpolation", str)() not in _SHARP,
    )


def _line_data(line: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read the numbers of a line; names and dates on an axis have become numbers by then."""
    x, y = line.get_xdata(orig=False), line.get_ydata(orig=False)
    return np.asarray(x, float), np.asarray(y, float)


def _is_vertical(line: Any) -> bool:
    x = _line_data(line)[0]
    return bool(x.size == 2 and x[0] == x[1])


def _read_vertical(ax: Any) -> list[float]:
    from matplotlib.collections import LineCollection

    places = [float(_line_data(line)[0][0]) for line in ax.get_lines() if _is_vertical(line)]
    for group in ax.collections:
        if isinstance(group, LineCollection):
            segments = [np.asarray(segment) for segment in group.get_segments()]
            places += [float(s[0, 0]) for s in segments if len(s) and np.ptp(s[:, 0]) == 0]
    return places


def _read_histograms(ax: Any) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Find bars (plt.bar, plt.hist), step patches (plt.stairs) and step polygons."""
    from matplotlib.container import BarContainer
    from matplotlib.patches import Polygon, StepPatch

    found = []
    for bars in ax.containers:
        if isinstance(bars, BarContainer) and len(bars.patches):
            heights = np.array([bar.get_height() for bar in bars.patches], float)
            lefts = np.array([bar.get_x() for bar in bars.patches], float)
            last = bars.patches[-1]
            found.append((heights, np.append(lefts, last.get_x() + last.get_width())))
    for patch in ax.patches:
        if isinstance(patch, StepPatch):
            values, edges, _ = patch.get_data()
            found.append((np.asarray(values, float), np.asarray(edges, float)))
        elif isinstance(patch, Polygon):
            found += _read_step_polygon(np.asarray(patch.get_xy(), float))
    return found


def _read_step_polygon(
    corners: NDArray[np.float64],
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Read the outline that plt.hist(histtype="step") draws: two corners a bin."""
    edges = np.unique(corners[:, 0])
    if edges.size < 2:
        return []
    tops = []
    for left, right in pairwise(edges):
        beside = corners[(corners[:-1, 0] == left).nonzero()[0]]
        nexts = corners[(corners[:-1, 0] == left).nonzero()[0] + 1]
        level = beside[(nexts[:, 0] == right) & (nexts[:, 1] == beside[:, 1]), 1]
        tops.append(float(level.max()) if level.size else 0.0)
    return [(np.array(tops), edges)]


def _read_points(ax: Any) -> tuple[NDArray[np.float64], NDArray[Any]]:
    """Collect scattered points and marker-only lines, with a name for each point's colour."""
    from matplotlib.collections import PathCollection

    points, colours = [np.empty((0, 2))], [np.empty(0, dtype=object)]
    for group in ax.collections:
        if isinstance(group, PathCollection):
            group.update_scalarmappable()
            offsets: NDArray[np.float64] = np.ma.filled(
                np.ma.asarray(group.get_offsets(), dtype=float), np.nan
            )
            faces = np.broadcast_to(_colours_of(group), (len(offsets), 4))
            points.append(offsets)
            colours.append(np.array([str(np.round(face, 3)) for face in faces], dtype=object))
    for line in ax.get_lines():
        if line.get_linestyle() in ("None", "", " ") and line.get_marker() not in ("None", "", " "):
            x, y = _line_data(line)
            points.append(np.column_stack([x, y]))
            colours.append(np.full(len(x), str(line.get_color()), dtype=object))
    return np.concatenate(points), np.concatenate(colours)


def _colours_of(group: Any) -> NDArray[Any]:
    faces = np.asarray(group.get_facecolors(), float)
    return faces if len(faces) else np.asarray(group.get_edgecolors(), float)


def _read_marks(ax: Any, points: NDArray[np.float64]) -> list[tuple[float, float]]:
    marks = [(float(x), float(y)) for x, y in points]
    for line in ax.get_lines():
        if line.get_marker() not in ("None", "", " ", None):
            chosen = line.get_markevery()
            x, y = _line_data(line)
            if isinstance(chosen, list | np.ndarray):
                x, y = x[chosen], y[chosen]
            marks += [(float(a), float(b)) for a, b in zip(x, y, strict=True)]
    return marks


def _pure_colours(ax: Any) -> set[str]:
    from matplotlib.colors import to_rgb

    colours = [to_rgb(line.get_color()) for line in ax.get_lines()]
    colours += [to_rgb(patch.get_facecolor()) for patch in ax.patches]
    names = set()
    for red, green, blue in colours:
        if red > 0.6 and green < 0.25 and blue < 0.25:
            names.add("red")
        if green > 0.45 and red < 0.25 and blue < 0.3:
            names.add("green")
    return names
