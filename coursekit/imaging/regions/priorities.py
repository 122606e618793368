"""What makes a wall between two regions weak: functions of a live graph and two regions."""

from collections.abc import Callable

from coursekit.imaging.regions.live import LiveGraph


def boundary_mean(graph: LiveGraph, a: int, b: int) -> float:
    """Return the mean of the boundary voxels between two regions (first channel)."""
    return graph.mean(a, b)


def boundary_median(graph: LiveGraph, a: int, b: int) -> float:
    """Return the median of the boundary voxels: a hole in a strong wall changes little."""
    return graph.median(a, b)


PRIORITIES: dict[str, Callable[[LiveGraph, int, int], float]] = {
    "mean": boundary_mean,
    "median": boundary_median,
}
