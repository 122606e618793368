"""What a reader must know before using an image."""

from dataclasses import dataclass
from typing import Any, Self

from numpy.typing import NDArray


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

    @classmethod
    def of(cls, array: NDArray[Any]) -> Self:
        """Measure an array; a card tells its range to six decimals."""
        low, high = (round(float(value), 6) for value in (array.min(), array.max()))
        return cls(array.shape, str(array.dtype), low, high)

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

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the first layer, which is the image if there is one."""
        return self._first.shape

    @property
    def dtype(self) -> str:
        """Type of the first layer."""
        return self._first.dtype

    @property
    def range(self) -> tuple[float, float]:
        """Smallest and largest value of the first layer."""
        return self._first.low, self._first.high

    @property
    def _first(self) -> Layer:
        return next(iter(self.layers.values()))

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
