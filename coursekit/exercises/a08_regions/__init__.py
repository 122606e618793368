"""Assignment A08: region graphs and agglomeration. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a08_regions.agglomerate import AGGLOMERATE
from coursekit.exercises.a08_regions.apply_merges import APPLY_MERGES
from coursekit.exercises.a08_regions.boundary_numbers import BOUNDARY_MEAN, BOUNDARY_MEDIAN
from coursekit.exercises.a08_regions.contour_map import CONTOUR_MAP
from coursekit.exercises.a08_regions.merge_nodes import MERGE_NODES
from coursekit.exercises.a08_regions.my_priority import MY_PRIORITY
from coursekit.exercises.a08_regions.region_graph import REGION_GRAPH
from coursekit.exercises.a08_regions.segmentation_at import SEGMENTATION_AT
from coursekit.exercises.a08_regions.split_vi import SPLIT_VI
from coursekit.exercises.a08_regions.split_vi_plot import SPLIT_VI_PLOT
from coursekit.exercises.a08_regions.vi_by_threshold import VI_BY_THRESHOLD

EXERCISES: tuple[Exercise, ...] = (
    REGION_GRAPH,
    BOUNDARY_MEAN,
    BOUNDARY_MEDIAN,
    MERGE_NODES,
    AGGLOMERATE,
    APPLY_MERGES,
    MY_PRIORITY,
    CONTOUR_MAP,
    SEGMENTATION_AT,
    SPLIT_VI,
    VI_BY_THRESHOLD,
    SPLIT_VI_PLOT,
)
