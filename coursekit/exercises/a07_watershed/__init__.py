"""Assignment A07: components and watershed. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a07_watershed.cells_from_nuclei import CELLS_FROM_NUCLEI
from coursekit.exercises.a07_watershed.count_objects import COUNT_OBJECTS
from coursekit.exercises.a07_watershed.flood import FLOOD
from coursekit.exercises.a07_watershed.four_pictures import FOUR_PICTURES
from coursekit.exercises.a07_watershed.gauss_otsu_labels import GAUSS_OTSU_LABELS
from coursekit.exercises.a07_watershed.label_components import LABEL_COMPONENTS
from coursekit.exercises.a07_watershed.markers_from_distance import MARKERS_FROM_DISTANCE
from coursekit.exercises.a07_watershed.split_touching import SPLIT_TOUCHING
from coursekit.exercises.a07_watershed.voronoi_otsu_labels import VORONOI_OTSU_LABELS

EXERCISES: tuple[Exercise, ...] = (
    LABEL_COMPONENTS,
    COUNT_OBJECTS,
    GAUSS_OTSU_LABELS,
    MARKERS_FROM_DISTANCE,
    FLOOD,
    SPLIT_TOUCHING,
    VORONOI_OTSU_LABELS,
    CELLS_FROM_NUCLEI,
    FOUR_PICTURES,
)
