"""Assignment A02: thresholds and first scores. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a02_thresholds.accuracy import ACCURACY
from coursekit.exercises.a02_thresholds.apply_threshold import APPLY_THRESHOLD
from coursekit.exercises.a02_thresholds.best_threshold import BEST_THRESHOLD
from coursekit.exercises.a02_thresholds.between_class_variance import BETWEEN_CLASS_VARIANCE
from coursekit.exercises.a02_thresholds.class_list_and_zeros import CLASS_LIST_AND_ZEROS
from coursekit.exercises.a02_thresholds.compare_thresholds import COMPARE_THRESHOLDS
from coursekit.exercises.a02_thresholds.dice_coefficient import DICE_COEFFICIENT
from coursekit.exercises.a02_thresholds.dice_for_class import DICE_FOR_CLASS
from coursekit.exercises.a02_thresholds.dice_multiclass import DICE_MULTICLASS
from coursekit.exercises.a02_thresholds.otsu_threshold import OTSU_THRESHOLD
from coursekit.exercises.a02_thresholds.repaired_otsu import REPAIRED_OTSU
from coursekit.exercises.a02_thresholds.score_curves import SCORE_CURVES
from coursekit.exercises.a02_thresholds.threshold_plot import THRESHOLD_PLOT
from coursekit.exercises.a02_thresholds.two_means_1d import TWO_MEANS_1D

EXERCISES: tuple[Exercise, ...] = (
    APPLY_THRESHOLD,
    BETWEEN_CLASS_VARIANCE,
    OTSU_THRESHOLD,
    REPAIRED_OTSU,
    TWO_MEANS_1D,
    COMPARE_THRESHOLDS,
    ACCURACY,
    DICE_COEFFICIENT,
    THRESHOLD_PLOT,
    DICE_FOR_CLASS,
    CLASS_LIST_AND_ZEROS,
    DICE_MULTICLASS,
    BEST_THRESHOLD,
    SCORE_CURVES,
)
