"""Charts of counts."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from coursekit.plotting.palettes import PALETTE
from coursekit.validation import as_counts, as_image

_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "++", "oo")


def plot_histogram(
    ax: Axes,
    counts: ArrayLike,
    edges: ArrayLike | None = None,
    *,
    label: str | None = None,
    log: bool = False,
    title: str | None = None,
) -> Axes:
    """Draw a histogram from its counts.

    Called again on the same axes it adds a histogram in the next colour and hatching, half
    transparent, so that both stay visible where they overlap.

    Parameters
    ----------
    ax : matplotlib Axes
        Where to draw.
    counts : (B,) array of int
        Pixels in each bin.
    edges : (B + 1,) array of float, optional
        Edges of the bins. Without them each bin is one grey value, and its bar is centred on it.
    label : str, optional
        Name in the legend.
    log : bool, default False
        Whether the axis of the counts is logarithmic; its label then says so.
    title : str, optional
        What there is to find in the chart.

    Returns
    -------
    ax : matplotlib Axes

    Raises
    ------
    ValueError
        If there is not one edge more than counts, or if a count is negative.
    """
    counts = as_counts(counts)
    edges = np.arange(counts.size + 1) - 0.5 if edges is None else as_image(edges, "edges")
    if edges.shape != (counts.size + 1,):
        raise ValueError(
            f"edges must be one more than the {counts.size} counts, got shape {edges.shape}."
        )
    number = len(ax.patches) % len(PALETTE)
    colour = PALETTE[number]
    ax.stairs(
        counts,
        edges,
        fill=True,
        alpha=0.5,
        facecolor=colour,
        edgecolor=colour,
        hatch=_HATCHES[number],
        label=label,
    )
    ax.set(xlabel="grey value", ylabel="pixels (logarithmic scale)" if log else "pixels")
    if log:
        ax.set_yscale("log")
    if label is not None:
        ax.legend()
    if title is not None:
        ax.set_title(title)
    return ax
