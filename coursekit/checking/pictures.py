"""Where two arrays differ: a small marked table, or grey panels as PNG with alt text."""

import base64
import html
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray


def differs(expected: NDArray[Any], got: NDArray[Any]) -> NDArray[np.bool_]:
    """Mark the places where two arrays of one shape differ."""
    with np.errstate(all="ignore"):
        one, other = np.asarray(expected, dtype=float), np.asarray(got, dtype=float)
        return np.asarray(~np.isclose(other, one, rtol=1e-6, atol=1e-9, equal_nan=True))


def difference_table(expected: NDArray[Any], got: NDArray[Any]) -> str:
    """Lay out two small arrays side by side; differing cells are framed and marked with ≠."""
    wrong = np.atleast_2d(differs(expected, got))
    tables = [
        _table("expected", np.atleast_2d(expected), np.zeros_like(wrong)),
        _table("your result", np.atleast_2d(got), wrong),
    ]
    return f'<div style="display:flex;gap:2em;flex-wrap:wrap">{"".join(tables)}</div>'


def _table(caption: str, values: NDArray[Any], wrong: NDArray[np.bool_]) -> str:
    rows = "".join(
        "<tr>" + "".join(_cell(value, bad) for value, bad in zip(row, bads, strict=True)) + "</tr>"
        for row, bads in zip(values, wrong, strict=True)
    )
    return f"<table><caption>{caption}</caption>{rows}</table>"


def _cell(value: Any, bad: bool) -> str:
    words = html.escape(_short(value))
    if bad:
        return f'<td style="border:2px solid currentColor">≠&nbsp;{words}</td>'
    return f'<td style="border:2px solid transparent">{words}</td>'


def _short(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    return f"{value:.4g}" if isinstance(value, float | np.floating) else str(value)


def difference_picture(expected: NDArray[Any], got: NDArray[Any]) -> str:
    """Draw expected, given and their difference as three grey panels with alt text."""
    wrong = differs(expected, got)
    panels = [_grey(expected, expected), _grey(got, expected), wrong.astype(np.uint8) * 255]
    factor = int(np.clip(150 // max(expected.shape), 1, 3))
    gap = np.full((expected.shape[0] * factor, 8), 128, dtype=np.uint8)
    large = [panel.repeat(factor, axis=0).repeat(factor, axis=1) for panel in panels]
    picture = np.hstack([large[0], gap, large[1], gap, large[2]])
    words = (
        "Three grey panels: expected, your result, and where they differ in white. "
        f"{int(wrong.sum())} of {wrong.size} pixels differ{_where(wrong)}."
    )
    return (
        f'<figure style="margin:.3em 0"><img alt="{html.escape(words)}" '
        f'src="data:image/png;base64,{_png(picture)}"/>'
        f"<figcaption>{html.escape(words)}</figcaption></figure>"
    )


def _grey(image: NDArray[Any], scale: NDArray[Any]) -> NDArray[np.uint8]:
    """Stretch the range of `scale` to 0..255; what lies outside becomes black or white."""
    values, wanted = np.asarray(image, dtype=float), np.asarray(scale, dtype=float)
    finite = wanted[np.isfinite(wanted)]
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
    with np.errstate(all="ignore"):
        stretched = np.nan_to_num((values - low) / (high - low if high > low else 1.0))
    return np.asarray(np.clip(stretched, 0, 1) * 255, dtype=np.uint8)


def _where(wrong: NDArray[np.bool_]) -> str:
    """Say where the differences lie, if they lie together."""
    rows, columns = np.nonzero(wrong)
    if not rows.size:
        return ""
    if not wrong[1:-1, 1:-1].any():
        return ", all at the border"
    if rows.size == 1:
        return f", at row {rows[0]}, column {columns[0]}"
    return f", in rows {rows.min()} to {rows.max()} and columns {columns.min()} to {columns.max()}"


def _png(picture: NDArray[np.uint8]) -> str:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, format="PNG")
    return base64.b64encode(stream.getvalue()).decode()
