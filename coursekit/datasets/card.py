"""What a reader must know before using an image."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class File:
    """A file on the web, pinned by its hash."""

    file: str  # path below the data folder or mirror
    url: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class Layer:
    """Shape, type and range of one array of a sample."""

    shape: tuple[int, ...]
    dtype: str
    low: float
    high: float

    def __str__(self) -> str:
        size = " x ".join(map(str, self.shape))
        return f"{size} {self.dtype}, {self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Card:
    """A data card: what an image shows, how it was made, what is wrong with it, who may use it."""

    name: str
    title: str
    kind: str  # "phantom", "source" (fetched and pinned) or "library" (inside a Python package)
    layers: dict[str, Layer]
    licence: str
    citation: str
    made: str
    faults: str
    not_for: str
    files: tuple[File, ...] = ()
    facts: dict[str, Any] | None = None  # such as voxel sizes; also attributes of the sample

    def __str__(self) -> str:
        layers = [f"  .{name}: {layer}" for name, layer in self.layers.items()]
        lines = [
            f"{self.name}: {self.title}",
            *layers,
            f"How made: {self.made}",
            f"Known faults: {self.faults}",
            f"Not for: {self.not_for}",
            f"Licence: {self.licence}",
            f"Cite: {self.citation}",
        ]
        return "\n".join(lines)

    __repr__ = __str__
