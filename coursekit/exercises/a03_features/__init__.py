"""Assignment A03: features from neighbourhoods. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a03_features.feature_space_plot import FEATURE_SPACE_PLOT
from coursekit.exercises.a03_features.feature_table import FEATURE_TABLE
from coursekit.exercises.a03_features.gaussian_blur import GAUSSIAN_BLUR
from coursekit.exercises.a03_features.gaussian_kernel_1d import GAUSSIAN_KERNEL_1D
from coursekit.exercises.a03_features.gradient_magnitude import GRADIENT_MAGNITUDE
from coursekit.exercises.a03_features.mean_filter_3x3 import MEAN_FILTER_3X3
from coursekit.exercises.a03_features.median_3x3 import MEDIAN_3X3
from coursekit.exercises.a03_features.table_to_image import TABLE_TO_IMAGE

EXERCISES: tuple[Exercise, ...] = (
    MEAN_FILTER_3X3,
    GAUSSIAN_KERNEL_1D,
    MEDIAN_3X3,
    GAUSSIAN_BLUR,
    GRADIENT_MAGNITUDE,
    FEATURE_TABLE,
    TABLE_TO_IMAGE,
    FEATURE_SPACE_PLOT,
)
