"""Assignment A06: Dice, F1, MCC and error maps. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a06_scores.accuracy_from_counts import ACCURACY_FROM_COUNTS
from coursekit.exercises.a06_scores.confusion_counts import CONFUSION_COUNTS
from coursekit.exercises.a06_scores.error_masks import ERROR_MASKS
from coursekit.exercises.a06_scores.error_overlay import ERROR_OVERLAY
from coursekit.exercises.a06_scores.f1_from_counts import F1_FROM_COUNTS
from coursekit.exercises.a06_scores.mcc_from_counts import MCC_FROM_COUNTS
from coursekit.exercises.a06_scores.my_metric_tests import MY_METRIC_TESTS
from coursekit.exercises.a06_scores.overlay_plot import OVERLAY_PLOT
from coursekit.exercises.a06_scores.precision_recall import PRECISION_RECALL
from coursekit.exercises.a06_scores.repaired_report import REPAIRED_REPORT
from coursekit.exercises.a06_scores.validation_report import VALIDATION_REPORT

EXERCISES: tuple[Exercise, ...] = (
    CONFUSION_COUNTS,
    ACCURACY_FROM_COUNTS,
    F1_FROM_COUNTS,
    MCC_FROM_COUNTS,
    PRECISION_RECALL,
    VALIDATION_REPORT,
    ERROR_MASKS,
    ERROR_OVERLAY,
    OVERLAY_PLOT,
    MY_METRIC_TESTS,
    REPAIRED_REPORT,
)
