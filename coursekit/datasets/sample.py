"""A sample: named read-only arrays with their card."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.datasets.card import Card


class Sample(SimpleNamespace):
    """An image with what belongs to it.

    The arrays are attributes (`.image`, `.truth`, ...) and cannot be written to: a lesson that
    changes its data by mistake stops at once. `.card` tells what the data are, `.note` says in one
    sentence where they come from.
    """

    card: Card
    note: str

    def __init__(self, card: Card, note: str, **arrays: Any) -> None:
        super().__init__(card=card, note=note, **{k: _frozen(v) for k, v in arrays.items()})

    def __repr__(self) -> str:
        rows = [f"Sample {self.card.name}: {self.card.title}"]
        for name, value in vars(self).items():
            if isinstance(value, np.ndarray):
                rows.append(f"  .{name}: {value.dtype}, shape {value.shape}")
            elif isinstance(value, tuple) and value and isinstance(value[0], np.ndarray):
                rows.append(f"  .{name}: {len(value)} arrays")
        return "\n".join(rows)


def _frozen(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        value = np.ascontiguousarray(value)
        value.setflags(write=False)
    elif isinstance(value, list | tuple):
        value = tuple(_frozen(item) for item in value)
    return value
