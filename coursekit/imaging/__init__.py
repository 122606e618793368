"""Reference implementations of the course: arrays in, arrays out, numpy and scipy first.

Importing it stays fast: neither scikit-image nor scikit-learn nor matplotlib is loaded.
"""

from coursekit.imaging.confusion import accuracy, confusion_counts
from coursekit.imaging.histograms import class_histograms, grey_histogram, pixels_between
from coursekit.imaging.overlap import (
    class_list_and_zeros,
    dice_coefficient,
    dice_for_class,
    dice_multiclass,
)
from coursekit.imaging.pixels import invert, read_pixel, to_unit_range
from coursekit.imaging.thresholding import (
    apply_threshold,
    best_threshold,
    between_class_variance,
    compare_thresholds,
    otsu_threshold,
    repaired_otsu,
    two_means_1d,
)

__all__ = [
    "accuracy",
    "apply_threshold",
    "best_threshold",
    "between_class_variance",
    "class_histograms",
    "class_list_and_zeros",
    "compare_thresholds",
    "confusion_counts",
    "dice_coefficient",
    "dice_for_class",
    "dice_multiclass",
    "grey_histogram",
    "invert",
    "otsu_threshold",
    "pixels_between",
    "read_pixel",
    "repaired_otsu",
    "to_unit_range",
    "two_means_1d",
]
