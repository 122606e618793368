"""E1a: the mean point of each class."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a05_neighbours.clouds import class_numbers, labels_of, points


def _fit(points, labels):
    classes = np.unique(labels)
    means = np.array([points[labels == label].mean(axis=0) for label in classes])
    return classes, means


def _fit_loop(points, labels):
    classes = np.array(sorted(set(labels.tolist())))
    means = np.zeros((classes.size, points.shape[1]))
    for position, label in enumerate(classes):
        own = points[labels == label]
        means[position] = own.sum(axis=0) / len(own)
    return classes, means


def _fit_sums(points, labels):
    classes, place, counts = np.unique(labels, return_inverse=True, return_counts=True)
    sums = np.zeros((classes.size, points.shape[1]))
    np.add.at(sums, place, points)
    return classes, sums / counts[:, None]


def _fit_product(points, labels):
    classes = np.unique(labels)
    member = (classes[:, None] == labels).astype(float)
    return [classes, member @ points / member.sum(axis=1, keepdims=True)]


def _fit_library(points, labels):
    from scipy import ndimage as ndi

    classes = np.unique(labels)
    columns = [
        ndi.mean(points[:, j].astype(float), labels, classes) for j in range(points.shape[1])
    ]
    return classes, np.column_stack(columns)


# --- wrong answers ------------------------------------------------------------------------------


def _summary_of(summary):
    def answer(points, labels):
        classes = np.unique(labels)
        return classes, np.array([summary(points[labels == label]) for label in classes])

    return answer


def _numbered_from_zero(points, labels):
    classes, means = _fit(points, labels)
    return np.arange(classes.size), means


def _up_to_the_largest(points, labels):
    classes = np.arange(np.max(labels) + 1)
    return classes, np.array([points[labels == label].mean(axis=0) for label in classes])


def _without_zero(points, labels):
    classes, means = _fit(points, labels)
    return classes[classes != 0], means[classes != 0]


def _in_order_of_appearance(points, labels):
    classes = np.array(list(dict.fromkeys(labels.tolist())))
    return classes, np.array([points[labels == label].mean(axis=0) for label in classes])


def _exchanged(points, labels):
    classes, means = _fit(points, labels)
    return means, classes


def _whole_numbers(points, labels):
    classes = np.unique(labels)
    means = np.zeros((classes.size, points.shape[1]), dtype=points.dtype)
    for position, label in enumerate(classes):
        means[position] = points[labels == label].mean(axis=0)
    return classes, means


def _means_only(points, labels):
    return _fit(points, labels)[1]


def _over_all_points(points, labels):
    classes = np.unique(labels)
    sums = np.array([points[labels == label].sum(axis=0) for label in classes])
    return classes, sums / len(points)


def _case(rng: np.random.Generator) -> Case:
    n, d = int(rng.integers(4, 13)), int(rng.integers(1, 5))
    if rng.random() < 0.15:
        one = np.full(n, int(rng.integers(0, 9)))
        return case(points(rng, n, d), one, kind="one class only")
    labels = labels_of(rng, n, class_numbers(rng))
    if rng.random() < 0.3:
        labels = labels.astype(np.uint8)
    return case(points(rng, n, d), labels, kind="other points and classes")


NEAREST_MEAN_FIT = Exercise(
    id="a05.nearest_mean_fit",
    code="E1a",
    kind="W",
    title="The mean point of each class",
    function="nearest_mean_fit",
    signature="(points, labels)",
    minutes=4,
    reference=imaging.nearest_mean_fit,
    compare=cmp.parts(cmp.array(), cmp.array()),
    props=(
        prop("core", 0.5, "the labels that occur in increasing order, and the mean of each class"),
        prop(TYPE, 0.5, "two arrays; the arguments are unchanged"),
    ),
    cases=(
        case(
            np.array([[1, 1], [2, 4], [3, 1], [9, 7], [9, 10]]),
            np.array([1, 1, 1, 3, 3]),
            alt="five points; three are of class 1, two of class 3",
        ),
        case(
            np.array([[4.0], [10.0], [7.0]]),
            np.array([5, 0, 5]),
            alt="the numbers 4 and 7 of class 5, and 10 of class 0",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "numbered-from-zero",
            _numbered_from_zero,
            "Your classes are 0, 1, 2, ... Which numbers did the caller give to them?",
            topic="labels with gaps",
        ),
        mis(
            "up-to-the-largest",
            _up_to_the_largest,
            "You count from 0 to the largest label, and classes without points get nan. Which "
            "labels really occur?",
            topic="labels with gaps",
        ),
        mis(
            "without-zero",
            _without_zero,
            "Class 0 is missing. Its points have a mean like all others; did anyone say that 0 "
            "is the background here?",
            topic="background",
        ),
        mis(
            "in-order-of-appearance",
            _in_order_of_appearance,
            "Classes and means fit together, in the order in which the labels appear. Which order "
            "did the task ask for?",
            topic="order of results",
        ),
        mis(
            "sums",
            _summary_of(lambda own: own.sum(axis=0)),
            "Your points lie too far out: they are sums. What makes a mean of a sum?",
            topic="formula",
        ),
        mis(
            "over-all-points",
            _over_all_points,
            "You divide each sum by the number of all points. How many points has the class?",
            topic="formula",
        ),
        mis(
            "medians",
            _summary_of(lambda own: np.median(own, axis=0)),
            "You return medians. What did the name of the method promise?",
            topic="formula",
        ),
        mis(
            "one-number",
            _summary_of(np.mean),
            "Each class has one number, made of all its columns together. How many numbers "
            "describe one point? Think of `axis`.",
            topic="rows and columns",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "Your means lose what stands behind the decimal point. Which dtype has the array that "
            "you write them into?",
            topic="dtype",
        ),
        mis(
            "exchanged",
            _exchanged,
            "Classes and means have changed places. Which comes first?",
            topic="order of results",
        ),
        mis(
            "means-only",
            _means_only,
            "The means are right. How does the caller know which class each of them belongs to?",
            topic="order of results",
        ),
    ),
    variants=(_fit, _fit_loop, _fit_sums, _fit_product, _fit_library),
    hints=(
        "`np.unique(labels)` lists the labels that occur, sorted.",
        "`points[labels == label]` are the rows of one class. Which `axis` leaves one number for "
        "each column?",
        "`means = np.array([points[labels == label].mean(axis=0) for label in classes])`; return "
        "`classes, means`.",
    ),
)
