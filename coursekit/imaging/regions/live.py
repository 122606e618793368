"""A region graph that changes as regions merge; what a priority function looks at."""

import numpy as np
from numpy.typing import NDArray

from coursekit.imaging.regions.graph import RegionGraph


class LiveGraph:
    """The graph during agglomeration. Regions are called by their smallest label.

    Parameters
    ----------
    graph : RegionGraph
        The graph at the beginning; it is not changed.
    """

    def __init__(self, graph: RegionGraph):
        self._graph = graph
        self._size = dict(zip(graph.regions.tolist(), graph.sizes.tolist(), strict=True))
        self._rows: dict[int, dict[int, list[int]]] = {label: {} for label in self._size}
        for row, (a, b) in enumerate(graph.edges.tolist()):
            self._rows[a][b] = self._rows[b][a] = [row]

    def __contains__(self, region: int) -> bool:
        """Tell whether a region has not been merged into another one."""
        return region in self._size

    def size(self, region: int) -> int:
        """Number of voxels of a region."""
        return self._size[region]

    def neighbours(self, region: int) -> list[int]:
        """Regions that touch a region."""
        return list(self._rows[region])

    def rows(self, a: int, b: int) -> list[int]:
        """Rows of the first graph's edges that lie between two regions now."""
        return self._rows[a][b]

    def count(self, a: int, b: int) -> int:
        """Number of boundary voxels between two regions."""
        return int(self._graph.counts[self._rows[a][b]].sum())

    def mean(self, a: int, b: int, channel: int = 0) -> float:
        """Mean of the boundary voxels between two regions."""
        rows = self._rows[a][b]
        return float(self._graph.sums[rows, channel].sum() / self._graph.counts[rows].sum())

    def samples(self, a: int, b: int) -> NDArray[np.floating]:
        """All boundary voxels between two regions, (N, C).

        Raises
        ------
        ValueError
            If the graph was made without samples.
        """
        if self._graph.samples is None:
            raise ValueError("the graph must be made with samples=True, got none.")
        starts = self._graph.starts
        parts = [self._graph.samples[starts[row] : starts[row + 1]] for row in self._rows[a][b]]
        return np.concatenate(parts)

    def median(self, a: int, b: int, channel: int = 0) -> float:
        """Median of the boundary voxels between two regions."""
        return float(np.median(self.samples(a, b)[:, channel]))

    def merge(self, a: int, b: int) -> list[int]:
        """Merge region b into region a; return the regions that touched both."""
        both = []
        del self._rows[a][b]
        for c, rows in self._rows.pop(b).items():
            if c == a:
                continue
            del self._rows[c][b]
            if c in self._rows[a]:
                both.append(c)
                rows = self._rows[a][c] + rows
            self._rows[a][c] = self._rows[c][a] = rows
        self._size[a] += self._size.pop(b)
        return both
