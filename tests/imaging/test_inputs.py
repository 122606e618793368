"""What every function of coursekit.imaging does with its arguments."""

import subprocess
import sys
import tempfile

import numpy as np
import pytest

from coursekit import imaging
from coursekit.imaging import regions

IMAGE = np.array([[0, 3, 3, 9], [5, 200, 210, 255], [1, 0, 220, 3]], dtype=np.uint8)
TRUTH = IMAGE > 100
RESULT = IMAGE > 4
LABELS_TRUE = np.array([[0, 2, 2, 5], [0, 0, 5, 5], [7, 2, 0, 0]])
LABELS_RESULT = np.array([[0, 2, 0, 5], [0, 5, 5, 5], [2, 2, 0, 9]])
COUNTS = np.bincount(IMAGE.ravel())
EDGES = np.array([0.0, 100.0, 256.0])
POINTS = np.array([[0.0, 3.0, 4.0], [2.0, 3.0, 8.0]])


def choose_k_on_itself(points, ks):
    """Choose with one table for training and validation."""
    return imaging.choose_k((points, [2, 5]), (points, [2, 5]), ks)


def report_on_itself(train, train_truth, spec, k):
    """Train and test with one image."""
    return imaging.train_test_report(train, train_truth, train, train_truth, spec, k)


def select_features_on_itself(train, train_truth, candidates, k):
    """Select with one image for training and validation."""
    pair = (train, train_truth)
    return imaging.select_features(pair, pair, candidates, k)


def counts_of_pairs(truth, result):
    """The contingency table in full."""
    return imaging.contingency(truth, result).dense()


def curve_of_one_history(truth, fragments):
    """Merge 5 into 2, then 9 into 2."""
    tree = regions.MergeTree(np.array([2, 5, 9]), np.array([2, 2]), np.array([5, 9]), EDGES[1:])
    return imaging.vi_curve(tree, fragments, truth)


def cuts_of_one_history(truth, fragments):
    """Cut the same history before and after its first merge."""
    tree = regions.MergeTree(np.array([2, 5, 9]), np.array([2, 2]), np.array([5, 9]), EDGES[1:])
    return imaging.vi_by_threshold(tree, fragments, truth, [0, 200])


def stack_and_back(image):
    """Write a stack of one plane, and read it."""
    with tempfile.TemporaryDirectory() as folder:
        imaging.write_stack(f"{folder}/one.h5", np.asarray(image)[np.newaxis])
        return imaging.read_stack(f"{folder}/one.h5")[0]


CALLS = {  # every function, its arrays, and what else it needs
    "accuracy": (imaging.accuracy, (TRUTH, RESULT), ()),
    "adjusted_rand": (imaging.adjusted_rand, (LABELS_TRUE, LABELS_RESULT), ()),
    "apply_threshold": (imaging.apply_threshold, (IMAGE,), (5,)),
    "assign": (imaging.assign, (POINTS,), (POINTS[::-1],)),
    "best_threshold": (imaging.best_threshold, (IMAGE, TRUTH), (imaging.dice_coefficient,)),
    "between_class_variance": (imaging.between_class_variance, (COUNTS,), (5,)),
    "boundary_precision_recall": (
        imaging.boundary_precision_recall,
        (LABELS_TRUE, LABELS_RESULT),
        (1,),
    ),
    "cells_from_nuclei": (imaging.cells_from_nuclei, (LABELS_TRUE, IMAGE, RESULT), ()),
    "choose_k": (choose_k_on_itself, (POINTS,), ([1, 2],)),
    "class_histograms": (imaging.class_histograms, (IMAGE, TRUTH, EDGES), ()),
    "class_list_and_zeros": (imaging.class_list_and_zeros, (LABELS_TRUE,), ()),
    "compare_thresholds": (imaging.compare_thresholds, (IMAGE,), ({"mean": np.mean},)),
    "confusion_counts": (imaging.confusion_counts, (TRUTH, RESULT), ()),
    "contingency": (counts_of_pairs, (LABELS_TRUE, LABELS_RESULT), ()),
    "count_objects": (imaging.count_objects, (LABELS_TRUE,), ()),
    "dice_coefficient": (imaging.dice_coefficient, (TRUTH, RESULT), ()),
    "dice_for_class": (imaging.dice_for_class, (LABELS_TRUE, LABELS_RESULT), (2,)),
    "dice_multiclass": (imaging.dice_multiclass, (LABELS_TRUE, LABELS_RESULT), ()),
    "distances": (imaging.distances, (POINTS,), (POINTS + 1,)),
    "error_masks": (imaging.error_masks, (TRUTH, RESULT), ()),
    "error_overlay": (imaging.error_overlay, (IMAGE, TRUTH, RESULT), ()),
    "feature_table": (imaging.feature_table, (IMAGE,), ((1,), (1,))),
    "fit_scaler_on_train": (imaging.fit_scaler_on_train, (POINTS, POINTS + 1), ()),
    "flood": (imaging.flood, (IMAGE, LABELS_TRUE, RESULT), ()),
    "fowlkes_mallows": (imaging.fowlkes_mallows, (LABELS_TRUE, LABELS_RESULT), ()),
    "gauss_otsu_labels": (imaging.gauss_otsu_labels, (IMAGE,), (1,)),
    "gaussian_blur": (imaging.gaussian_blur, (IMAGE,), (1,)),
    "gradient_magnitude": (imaging.gradient_magnitude, (IMAGE,), (1,)),
    "grey_histogram": (imaging.grey_histogram, (IMAGE,), ()),
    "invert": (imaging.invert, (IMAGE,), ()),
    "kmeans": (imaging.kmeans, (POINTS,), (POINTS[::-1] + 1,)),
    "kmeans_path": (imaging.kmeans_path, (POINTS,), (POINTS[::-1] + 1,)),
    "knn_predict": (imaging.knn_predict, (POINTS,), ([5, 2], POINTS + 1, 1)),
    "label_components": (imaging.label_components, (TRUTH,), ()),
    "laplacian_of_gaussian": (imaging.laplacian_of_gaussian, (IMAGE,), (1,)),
    "make_features": (imaging.make_features, (IMAGE,), ([("raw",), ("gauss", 1)],)),
    "markers_from_distance": (imaging.markers_from_distance, (TRUTH,), (1,)),
    "match_clusters": (imaging.match_clusters, (LABELS_RESULT, LABELS_TRUE), ()),
    "mean_dice": (imaging.mean_dice, (LABELS_TRUE, LABELS_RESULT), ()),
    "mean_filter_3x3": (imaging.mean_filter_3x3, (IMAGE,), ()),
    "median_3x3": (imaging.median_3x3, (IMAGE,), ()),
    "nearest_mean_fit": (imaging.nearest_mean_fit, (POINTS,), ([5, 2],)),
    "nearest_mean_predict": (imaging.nearest_mean_predict, (POINTS,), ([2, 5], POINTS + 1)),
    "otsu_in_bins": (imaging.otsu_in_bins, (IMAGE,), ()),
    "otsu_threshold": (imaging.otsu_threshold, (IMAGE,), ()),
    "pixels_between": (imaging.pixels_between, (IMAGE,), (3, 200)),
    "rand_index": (imaging.rand_index, (LABELS_TRUE, LABELS_RESULT), ()),
    "read_pixel": (imaging.read_pixel, (IMAGE,), (1, 2)),
    "read_stack": (stack_and_back, (IMAGE,), ()),
    "regional_minima": (imaging.regional_minima, (IMAGE,), ()),
    "repaired_otsu": (imaging.repaired_otsu, (IMAGE,), ()),
    "segment_kmeans": (imaging.segment_kmeans, (IMAGE,), (1, [[0, 0], [200, 200]])),
    "select_features": (select_features_on_itself, (IMAGE, LABELS_TRUE), ([("raw",)], 1)),
    "split_touching": (imaging.split_touching, (TRUTH,), (1,)),
    "split_vi": (imaging.split_vi, (LABELS_TRUE, LABELS_RESULT), ()),
    "standardise": (imaging.standardise, (POINTS,), ()),
    "table_to_image": (imaging.table_to_image, (COUNTS[:12],), ((3, 4),)),
    "to_unit_range": (imaging.to_unit_range, (IMAGE,), ()),
    "train_test_report": (report_on_itself, (IMAGE, LABELS_TRUE), ([("raw",)], 1)),
    "two_means_1d": (imaging.two_means_1d, (IMAGE,), (0, 255)),
    "update": (imaging.update, (POINTS,), ([1, 0], POINTS + 1)),
    "validation_report": (imaging.validation_report, (TRUTH, RESULT), ()),
    "vi": (imaging.vi, (LABELS_TRUE, LABELS_RESULT), ()),
    "vi_by_threshold": (cuts_of_one_history, (LABELS_TRUE, LABELS_RESULT), ()),
    "vi_curve": (curve_of_one_history, (LABELS_TRUE, LABELS_RESULT), ()),
    "voronoi_otsu_labels": (imaging.voronoi_otsu_labels, (IMAGE,), (1, 0)),
    "windows_3x3": (imaging.windows_3x3, (IMAGE,), ()),
    "write_stack": (stack_and_back, (IMAGE,), ()),
}
PLACES_MATTER = {  # of these, another shape of the same values is another input
    "assign",
    "between_class_variance",
    "boundary_precision_recall",
    "cells_from_nuclei",
    "choose_k",
    "class_histograms",
    "distances",
    "error_masks",
    "feature_table",
    "fit_scaler_on_train",
    "flood",
    "gauss_otsu_labels",
    "gaussian_blur",
    "gradient_magnitude",
    "kmeans",
    "kmeans_path",
    "knn_predict",
    "label_components",
    "laplacian_of_gaussian",
    "make_features",
    "markers_from_distance",
    "mean_filter_3x3",
    "median_3x3",
    "nearest_mean_fit",
    "nearest_mean_predict",
    "read_pixel",
    "read_stack",
    "regional_minima",
    "segment_kmeans",
    "select_features",
    "split_touching",
    "standardise",
    "table_to_image",
    "train_test_report",
    "update",
    "voronoi_otsu_labels",
    "windows_3x3",
    "write_stack",
}
NO_ARRAYS = {  # these take numbers only
    "accuracy_from_counts",
    "f1_from_counts",
    "gaussian_kernel_1d",
    "mcc_from_counts",
    "precision_recall",
}
TABLES_OF_ANY_LENGTH = {"fit_scaler_on_train"}  # two arrays that need not have one shape
ANY_SHAPE = sorted(CALLS.keys() - PLACES_MATTER)
PAIRS = [name for name in CALLS if len(CALLS[name][1]) == 2 and name not in TABLES_OF_ANY_LENGTH]
every_function = pytest.mark.parametrize("name", sorted(CALLS))


def spread_out(array):
    """The same values, not next to each other in memory."""
    roomy = np.repeat(np.repeat(np.atleast_2d(array), 2, axis=0), 3, axis=1)
    view = roomy[::2, ::3] if array.ndim == 2 else roomy[0, ::3]
    assert not view.flags.contiguous
    return view


def plain(value):
    """Arrays as lists, so that answers of any kind can be compared."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, tuple) else value


def test_every_function_is_in_the_table():
    assert sorted(CALLS.keys() | NO_ARRAYS) == sorted(imaging.__all__)


@every_function
def test_the_arguments_stay_as_they_were(name):
    function, arrays, others = CALLS[name]
    copies = [array.copy() for array in arrays]
    function(*copies, *others)
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(copy, array)


@every_function
def test_arrays_that_cannot_be_written_to_are_enough(name):
    function, arrays, others = CALLS[name]
    frozen = [array.copy() for array in arrays]
    for array in frozen:
        array.setflags(write=False)
    assert plain(function(*frozen, *others)) == plain(function(*arrays, *others))


@every_function
def test_the_layout_in_memory_does_not_matter(name):
    function, arrays, others = CALLS[name]
    expected = plain(function(*arrays, *others))
    assert plain(function(*map(spread_out, arrays), *others)) == expected
    assert plain(function(*map(np.asfortranarray, arrays), *others)) == expected


@pytest.mark.parametrize("name", sorted(CALLS.keys() - {"invert"}))  # a list has no largest value
def test_lists_do_as_well_as_arrays(name):
    function, arrays, others = CALLS[name]
    expected = plain(function(*arrays, *others))
    assert plain(function(*(array.tolist() for array in arrays), *others)) == expected


@pytest.mark.parametrize("name", ANY_SHAPE)
@pytest.mark.parametrize("shape", [(12,), (1, 12), (12, 1), (2, 3, 2)], ids=str)
def test_images_may_have_any_number_of_dimensions(name, shape):
    function, arrays, others = CALLS[name]
    expected = np.ravel(np.asarray(function(*arrays, *others), dtype=object)).tolist()
    reshaped = function(*(array.reshape(shape) for array in arrays), *others)
    flat = np.ravel(np.asarray(reshaped, dtype=object)).tolist()
    assert [plain(value) for value in flat] == [plain(value) for value in expected]


@every_function
def test_words_are_refused_with_the_name_of_the_argument(name):
    function, arrays, others = CALLS[name]
    words = [np.full(array.shape, "grey") for array in arrays]
    with pytest.raises(TypeError, match=r"^\w+ must hold numbers, got values of type <U4\.$"):
        function(*words, *others)


@pytest.mark.parametrize("name", PAIRS)
def test_two_shapes_are_refused_with_both_shapes(name):
    function, (first, second), others = CALLS[name]
    with pytest.raises(ValueError, match=r"must have the same shape, got \(3, 4\) and \(4, 3\)\.$"):
        function(first, second.T, *others)


def test_single_numbers_are_plain_python_numbers():
    assert type(imaging.read_pixel(IMAGE, 0, 0)) is float
    assert type(imaging.between_class_variance(COUNTS, 5)) is float
    assert type(imaging.otsu_threshold(IMAGE)) is int
    assert type(imaging.repaired_otsu(IMAGE)) is int
    assert type(imaging.two_means_1d(IMAGE, 0, 255)[1]) is float
    assert [type(n) for n in imaging.confusion_counts(TRUTH, RESULT).values()] == [int] * 4
    for score in (imaging.accuracy, imaging.dice_coefficient):
        assert type(score(TRUTH, RESULT)) is float
    (row,) = imaging.compare_thresholds(IMAGE, {"Otsu": imaging.otsu_threshold})
    assert [type(part) for part in row] == [str, int, float]
    assert [type(n) for n in imaging.best_threshold(IMAGE, TRUTH, imaging.accuracy)] == [int, float]


def test_importing_loads_no_large_library():
    """SciPy alone is quick; its parts, and everything below, are not."""
    code = (
        "import sys, coursekit.imaging;"
        "slow = {'scipy.ndimage', 'scipy.spatial', 'skimage', 'sklearn', 'matplotlib', 'pooch'};"
        "print(*(slow | {'numba'}) & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
