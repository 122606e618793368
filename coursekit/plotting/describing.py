"""Figures with a description for readers who cannot see them."""

import base64
import html
import io
import struct
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

DPI = 90
SHORTEST_ALT, LONGEST_ALT = 80, 250  # characters


@dataclass(frozen=True)
class Description:
    """A finished picture and its description; shown by Jupyter as the picture.

    Attributes
    ----------
    png : bytes
        The picture.
    alt : str
        One or two sentences that say what there is to see.
    width, height : int
        Size in pixels.
    """

    png: bytes
    alt: str
    width: int
    height: int

    def __repr__(self) -> str:
        return self.alt

    @property
    def html(self) -> str:
        """The picture as an element of a page, with its description."""
        encoded = base64.b64encode(self.png).decode("ascii")
        return (
            f'<img alt="{html.escape(self.alt)}" width="{self.width}" height="{self.height}" '
            f'src="data:image/png;base64,{encoded}">'
        )

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        """Give Jupyter the picture twice, because of the description.

        JupyterLab 4 and the HTML pages of nbconvert draw image/png without alt text, but prefer
        text/html, where it is kept. LaTeX, the classic pages and nbval take image/png.
        """
        encoded = base64.b64encode(self.png).decode("ascii")
        size = {"width": self.width, "height": self.height}
        return (
            {"text/html": self.html, "image/png": encoded, "text/plain": self.alt},
            {"image/png": {"alt": self.alt, **size}},
        )


def describe(fig: Figure, alt: str) -> Description:
    """Finish a figure and give it a description; make it the last line of a cell.

    The figure is drawn, then closed, so that Jupyter shows it once.

    Parameters
    ----------
    fig : matplotlib Figure
        The figure.
    alt : str
        80 to 250 characters: the kind of figure, what varies, and what there is to find.

    Returns
    -------
    description : Description
        The picture as PNG, with its description.

    Raises
    ------
    TypeError
        If `fig` is not a figure.
    ValueError
        If `alt` is too short or too long.

    Notes
    -----
    The same figure gives the same bytes: neither date nor software is written into the file.

    Examples
    --------
    >>> fig = Figure(figsize=(4, 2))
    >>> line = fig.subplots().plot([0, 1, 2], [0, 1, 4])
    >>> describe(fig, "Line chart of a square number against its root, from 0 to 2. The line gets "
    ...     "steeper to the right.")
    Line chart of a square number against its root, from 0 to 2. The line gets steeper to the right.
    """
    if not isinstance(fig, Figure):
        raise TypeError(f"fig must be a matplotlib figure, got {type(fig).__name__}.")
    alt = " ".join(alt.split())
    if not SHORTEST_ALT <= len(alt) <= LONGEST_ALT:
        raise ValueError(
            f"alt must have {SHORTEST_ALT} to {LONGEST_ALT} characters, got {len(alt)}: {alt!r}."
        )
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
    _close(fig)
    png = buffer.getvalue()
    width, height = struct.unpack(">II", png[16:24])  # where every PNG has its size
    return Description(png, alt, width, height)


def _close(fig: Figure) -> None:
    if fig.canvas.manager is not None:  # only pyplot gives a figure a manager, so it is loaded
        from matplotlib import pyplot

        pyplot.close(fig)
