"""Region graphs: fragments, the walls between them, and what merging makes of them."""

from coursekit.imaging.regions.graph import RegionGraph, region_graph

__all__ = ["RegionGraph", "region_graph"]
