"""Assignment A04: k-means. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a04_kmeans.assign import ASSIGN
from coursekit.exercises.a04_kmeans.cluster_plot import CLUSTER_PLOT
from coursekit.exercises.a04_kmeans.kmeans import KMEANS
from coursekit.exercises.a04_kmeans.match_clusters import MATCH_CLUSTERS
from coursekit.exercises.a04_kmeans.segment_kmeans import SEGMENT_KMEANS
from coursekit.exercises.a04_kmeans.standardise import STANDARDISE
from coursekit.exercises.a04_kmeans.update import UPDATE

EXERCISES: tuple[Exercise, ...] = (
    ASSIGN,
    UPDATE,
    KMEANS,
    STANDARDISE,
    MATCH_CLUSTERS,
    SEGMENT_KMEANS,
    CLUSTER_PLOT,
)
