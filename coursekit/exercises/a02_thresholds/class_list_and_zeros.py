"""E10: list the classes of a label image, with a place for the score of each."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a02_thresholds.comparators import Numbers
from coursekit.exercises.a02_thresholds.images import label_pair


def _classes(truth):
    classes = np.unique(truth)
    return classes, np.zeros(classes.size)


def _classes_loops(truth):
    classes = []
    for label in truth.ravel():
        if label not in classes:
            classes.append(label)
    classes.sort()
    return np.array(classes), np.array([0.0 for _ in classes])


def _classes_lists(truth):
    classes = sorted(set(truth.ravel().tolist()))
    return [classes, [0.0] * len(classes)]


def _classes_library(truth):
    from sklearn.utils.multiclass import unique_labels

    classes = unique_labels(truth.ravel())
    return classes, np.zeros_like(classes, dtype=np.float32)


def _classes_counted(truth):
    classes = np.flatnonzero(np.bincount(truth.ravel()))
    return classes.astype(float), np.zeros(classes.shape, dtype=float)


def _up_to_the_largest(truth):
    classes = np.arange(truth.max() + 1)
    return classes, np.zeros(classes.size)


def _without_background(truth):
    classes = np.unique(truth)
    classes = classes[classes != 0]
    return classes, np.zeros(classes.size)


def _first_left_out(truth):
    classes = np.unique(truth)[1:]
    return classes, np.zeros(classes.size)


def _place_for_each_label(truth):
    return np.unique(truth), np.zeros(int(truth.max()) + 1)


def _place_for_each_pixel(truth):
    return np.unique(truth), np.zeros(truth.shape)


def _one_zero(truth):
    return np.unique(truth), 0.0


def _zeros_like(truth):
    classes = np.unique(truth)
    return classes, np.zeros_like(classes)


def _counts(truth):
    return np.unique(truth, return_counts=True)


def _order_of_appearance(truth):
    classes = np.array(list(dict.fromkeys(truth.ravel().tolist())))
    return classes, np.zeros(classes.size)


def _all_pixels(truth):
    return np.sort(truth, axis=None), np.zeros(truth.size)


def _exchanged(truth):
    classes = np.unique(truth)
    return np.zeros(classes.size), classes


def _case(rng: np.random.Generator) -> Case:
    truth, _ = label_pair(rng)
    if rng.random() < 0.15:
        truth = np.full_like(truth, rng.integers(0, 6))
    return case(truth, kind="other labels")


CLASS_LIST_AND_ZEROS = Exercise(
    id="a02.class_list_and_zeros",
    code="E10",
    kind="F",
    title="A place for each class",
    function="class_list_and_zeros",
    signature="(truth)",
    minutes=3,
    reference=imaging.class_list_and_zeros,
    compare=cmp.parts(Numbers(), Numbers(kinds="f")),
    props=(
        prop("core", 0.5, "the classes in increasing order, and as many zeros"),
        prop(TYPE, 0.5, "zeros that can hold scores (floats); the truth is unchanged"),
    ),
    cases=(
        case(np.array([[5, 0, 0], [2, 5, 0]]), alt="labels 5, 0, 0 and 2, 5, 0"),
        case(np.array([[7, 3, 7, 4]]), alt="labels 7, 3, 7, 4"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "up-to-the-largest",
            _up_to_the_largest,
            "Your list holds every number up to the largest label. Which labels occur in the "
            "image?",
            topic="labels with gaps",
        ),
        mis(
            "without-background",
            _without_background,
            "Class 0 is missing. Is the background a class of the truth, too?",
            topic="background",
        ),
        mis(
            "first-left-out",
            _first_left_out,
            "The smallest class is left out, whatever it is called. Is it always the background, "
            "and should that be missing?",
            topic="background",
        ),
        mis(
            "place-for-each-label",
            _place_for_each_label,
            "The classes are right; there are as many zeros as the largest label asks for. How "
            "many scores will there be?",
            topic="label and position",
        ),
        mis(
            "place-for-each-pixel",
            _place_for_each_pixel,
            "The classes are right; there is a zero for each pixel. What gets a score, a pixel or "
            "a class?",
            topic="label and position",
        ),
        mis(
            "one-zero",
            _one_zero,
            "The classes are right; there is only one zero. Where will the score of the second "
            "class go?",
            topic="label and position",
        ),
        mis(
            "zeros-like",
            _zeros_like,
            "The zeros are whole numbers, as the labels are. What is left of a score of 0.8 in an "
            "array of whole numbers?",
            topic="dtype",
        ),
        mis(
            "counts",
            _counts,
            "The second array counts the pixels of each class. What should stand there before "
            "anything has been scored?",
            topic="counts and scores",
        ),
        mis(
            "order-of-appearance",
            _order_of_appearance,
            "Your classes stand in the order in which they turn up in the image. Which order was "
            "asked for?",
            topic="order of results",
        ),
        mis(
            "all-pixels",
            _all_pixels,
            "Your list names a class once for each of its pixels. How often should it appear?",
            topic="labels and pixels",
        ),
        mis(
            "exchanged",
            _exchanged,
            "Classes and zeros have changed places. Which comes first?",
            topic="order of results",
        ),
    ),
    variants=(_classes, _classes_loops, _classes_lists, _classes_library, _classes_counted),
    hints=(
        "One function of NumPy returns every value of an array once, in order.",
        "`np.unique(truth)` is the list of classes; how long is it?",
        "`np.zeros(n)` makes n zeros; n is `classes.size`.",
    ),
)
