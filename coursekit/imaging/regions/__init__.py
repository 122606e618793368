"""Region graphs: fragments, the walls between them, and what merging makes of them."""

from coursekit.imaging.regions.contour import contour_map
from coursekit.imaging.regions.graph import RegionGraph, region_graph
from coursekit.imaging.regions.live import LiveGraph
from coursekit.imaging.regions.merging import agglomerate
from coursekit.imaging.regions.priorities import boundary_mean, boundary_median
from coursekit.imaging.regions.tree import MergeTree

__all__ = [
    "LiveGraph",
    "MergeTree",
    "RegionGraph",
    "agglomerate",
    "boundary_mean",
    "boundary_median",
    "contour_map",
    "region_graph",
]
