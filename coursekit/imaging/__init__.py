"""Reference implementations of the course: arrays in, arrays out, numpy and scipy first.

Importing it stays fast: neither scikit-image nor scikit-learn nor matplotlib is loaded.
"""

from coursekit.imaging.binning import otsu_in_bins
from coursekit.imaging.classification import (
    distances,
    knn_predict,
    nearest_mean_fit,
    nearest_mean_predict,
)
from coursekit.imaging.clustering import (
    assign,
    kmeans,
    kmeans_path,
    match_clusters,
    segment_kmeans,
    update,
)
from coursekit.imaging.confusion import (
    accuracy,
    accuracy_from_counts,
    confusion_counts,
    error_masks,
    f1_from_counts,
    mcc_from_counts,
    precision_recall,
    validation_report,
)
from coursekit.imaging.features import (
    feature_table,
    fit_scaler_on_train,
    make_features,
    standardise,
    table_to_image,
)
from coursekit.imaging.filtering import (
    gaussian_blur,
    gaussian_kernel_1d,
    gradient_magnitude,
    laplacian_of_gaussian,
    mean_filter_3x3,
    median_3x3,
    windows_3x3,
)
from coursekit.imaging.histograms import class_histograms, grey_histogram, pixels_between
from coursekit.imaging.labels import count_objects, gauss_otsu_labels, label_components
from coursekit.imaging.levels import regional_minima
from coursekit.imaging.overlap import (
    class_list_and_zeros,
    dice_coefficient,
    dice_for_class,
    dice_multiclass,
)
from coursekit.imaging.overlay import error_overlay
from coursekit.imaging.partitions import (
    adjusted_rand,
    boundary_precision_recall,
    contingency,
    fowlkes_mallows,
    rand_index,
    split_vi,
    vi,
    vi_by_threshold,
    vi_curve,
)
from coursekit.imaging.pixels import invert, read_pixel, to_unit_range
from coursekit.imaging.selection import choose_k, mean_dice, select_features, train_test_report
from coursekit.imaging.stacks import read_stack, write_stack
from coursekit.imaging.thresholding import (
    apply_threshold,
    best_threshold,
    between_class_variance,
    compare_thresholds,
    otsu_threshold,
    repaired_otsu,
    two_means_1d,
)
from coursekit.imaging.watershed import (
    cells_from_nuclei,
    flood,
    markers_from_distance,
    split_touching,
    voronoi_otsu_labels,
)

__all__ = [
    "accuracy",
    "accuracy_from_counts",
    "adjusted_rand",
    "apply_threshold",
    "assign",
    "best_threshold",
    "between_class_variance",
    "boundary_precision_recall",
    "cells_from_nuclei",
    "choose_k",
    "class_histograms",
    "class_list_and_zeros",
    "compare_thresholds",
    "confusion_counts",
    "contingency",
    "count_objects",
    "dice_coefficient",
    "dice_for_class",
    "dice_multiclass",
    "distances",
    "error_masks",
    "error_overlay",
    "f1_from_counts",
    "feature_table",
    "fit_scaler_on_train",
    "flood",
    "fowlkes_mallows",
    "gauss_otsu_labels",
    "gaussian_blur",
    "gaussian_kernel_1d",
    "gradient_magnitude",
    "grey_histogram",
    "invert",
    "kmeans",
    "kmeans_path",
    "knn_predict",
    "label_components",
    "laplacian_of_gaussian",
    "make_features",
    "markers_from_distance",
    "match_clusters",
    "mcc_from_counts",
    "mean_dice",
    "mean_filter_3x3",
    "median_3x3",
    "nearest_mean_fit",
    "nearest_mean_predict",
    "otsu_in_bins",
    "otsu_threshold",
    "pixels_between",
    "precision_recall",
    "rand_index",
    "read_pixel",
    "read_stack",
    "regional_minima",
    "repaired_otsu",
    "segment_kmeans",
    "select_features",
    "split_touching",
    "split_vi",
    "standardise",
    "table_to_image",
    "to_unit_range",
    "train_test_report",
    "two_means_1d",
    "update",
    "validation_report",
    "vi",
    "vi_by_threshold",
    "vi_curve",
    "voronoi_otsu_labels",
    "windows_3x3",
    "write_stack",
]
