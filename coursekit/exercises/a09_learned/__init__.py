"""Assignment A09: learned agglomeration. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a09_learned.choose_threshold import CHOOSE_THRESHOLD
from coursekit.exercises.a09_learned.compose import COMPOSE
from coursekit.exercises.a09_learned.edge_labels import EDGE_LABELS
from coursekit.exercises.a09_learned.evaluate_segmentation import EVALUATE_SEGMENTATION
from coursekit.exercises.a09_learned.fit_model import FIT_MODEL
from coursekit.exercises.a09_learned.histogram_features import HISTOGRAM_FEATURES
from coursekit.exercises.a09_learned.learned_priority import LEARNED_PRIORITY
from coursekit.exercises.a09_learned.load_stack import LOAD_STACK
from coursekit.exercises.a09_learned.merge_stats import MERGE_STATS
from coursekit.exercises.a09_learned.moments import MOMENTS
from coursekit.exercises.a09_learned.predict_from_file import PREDICT_FROM_FILE
from coursekit.exercises.a09_learned.train_test_plot import TRAIN_TEST_PLOT
from coursekit.exercises.a09_learned.training_table import TRAINING_TABLE

EXERCISES: tuple[Exercise, ...] = (
    MOMENTS,
    HISTOGRAM_FEATURES,
    COMPOSE,
    MERGE_STATS,
    EDGE_LABELS,
    TRAINING_TABLE,
    FIT_MODEL,
    PREDICT_FROM_FILE,
    LEARNED_PRIORITY,
    EVALUATE_SEGMENTATION,
    CHOOSE_THRESHOLD,
    LOAD_STACK,
    TRAIN_TEST_PLOT,
)
