"""Training on one image, judging on another, and choosing without looking at the test.

A brain image is scored inside the brain only: pixels whose truth is 0 lie outside. They are
neither trained on nor scored, but their grey values still take part in the blur.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.classification import knn_predict
from coursekit.imaging.features import Spec, fit_scaler_on_train, make_features
from coursekit.imaging.overlap import dice_multiclass
from coursekit.validation import as_image, same_shape


def train_test_report(
    train: ArrayLike,
    train_truth: ArrayLike,
    test: ArrayLike,
    test_truth: ArrayLike,
    spec: Spec,
    k: int = 3,
) -> dict[int, float]:
    """Train nearest neighbours on one image, and score each class on another.

    Features of both whole images, then the pixels inside the truth only, then scaling fitted on the
    training pixels, then `knn_predict`, then the Dice coefficient of each class.

    Parameters
    ----------
    train, test : array of bool, int or float
        Grey values; the shapes may differ.
    train_truth, test_truth : array of int
        Class of each pixel of the image of the same shape; 0 lies outside.
    spec : sequence of tuples
        Features, the same for both images, as for `make_features`.
    k : int, default 3
        Number of neighbours.

    Returns
    -------
    report : dict of int to float
        Dice of each class of `test_truth` (without 0) in increasing order; 0.0 for a class that
        nobody was given.

    Raises
    ------
    TypeError
        If images or truths do not hold numbers, or if k is no whole number.
    ValueError
        If an image and its truth differ in shape, if a truth has no pixel inside, if the spec is
        not one, or if k is below 1 or above the number of training pixels.

    Examples
    --------
    The left pixel lies outside. Dark is class 1 and bright is class 2, also in the second image,
    where 7 is nearer to 9 than to 1 although its class is 1:

    >>> train, truth = [[0, 1, 9]], [[0, 1, 2]]
    >>> train_test_report(train, truth, [[0, 7, 9]], [[0, 1, 2]], [("raw",)], k=1)
    {1: 0.0, 2: 0.6666666666666666}
    """
    train_x, train_y = _inside(train, train_truth, spec, "train")
    test_x, test_y = _inside(test, test_truth, spec, "test")
    train_x, test_x = fit_scaler_on_train(train_x, test_x)
    classes, scores = dice_multiclass(test_y, knn_predict(train_x, train_y, test_x, k))
    return dict(zip(classes.tolist(), scores.tolist(), strict=True))


def choose_k(
    train: tuple[ArrayLike, ArrayLike],
    validation: tuple[ArrayLike, ArrayLike],
    ks: Sequence[int],
) -> tuple[int, NDArray[np.float64]]:
    """Choose the number of neighbours that scores best on a validation image.

    The function never receives the test image: what has helped to choose k cannot judge it.

    Parameters
    ----------
    train, validation : (points, labels)
        A feature table, one row for each point, and the class of each point. The features are used
        as they are: scale them before.
    ks : sequence of int
        Numbers of neighbours to try.

    Returns
    -------
    k : int
        The number with the highest score, the first of equally good ones.
    curve : (len(ks),) array of float64
        Score of each number: the mean over the classes of the validation labels of their Dice.

    Raises
    ------
    TypeError
        If points are not numbers, labels not whole numbers, or a k no whole number.
    ValueError
        If the tables do not fit, if `ks` is empty, or if a k is below 1 or above the number of
        training points.

    Examples
    --------
    The training point 4 has the wrong class. One neighbour believes it, three outvote it:

    >>> train = [[1], [2], [4], [5], [8], [9]], [1, 1, 2, 1, 2, 2]
    >>> validation = [[1.5], [3.9], [8.5]], [1, 1, 2]
    >>> k, curve = choose_k(train, validation, [1, 3])
    >>> k
    3
    >>> curve.round(2)
    array([0.67, 1.  ])
    """
    if len(ks) == 0:
        raise ValueError(f"ks must hold at least one number of neighbours, got {ks!r}.")
    points, labels = validation
    curve = np.array([mean_dice(labels, knn_predict(*train, points, k)) for k in ks])
    return int(ks[int(curve.argmax())]), curve  # the first of equal maxima


def select_features(
    train: tuple[ArrayLike, ArrayLike],
    validation: tuple[ArrayLike, ArrayLike],
    candidates: Spec,
    k: int = 3,
) -> list[tuple[Any, ...]]:
    """Collect features one at a time, as long as the validation image is named better.

    Forward selection: in each round every candidate left is tried together with those chosen
    before, and the best is kept if it raises the mean Dice of the classes. More features are not
    always better: each one stretches the distances, also one that tells nothing.

    Parameters
    ----------
    train, validation : (image, truth)
        Grey values, and the class of each pixel; pixels of class 0 lie outside and are left out.
    candidates : sequence of tuples
        Features to choose from, as for `make_features`.
    k : int, default 3
        Number of neighbours.

    Returns
    -------
    spec : list of tuples
        The chosen features in the order in which they were chosen; at least one. Of equally good
        candidates the first counts, and an equal score is no reason to take one more.

    Raises
    ------
    TypeError
        If images or truths do not hold numbers, or if k is no whole number.
    ValueError
        If there is no candidate, or as for `train_test_report`.

    References
    ----------
    .. [1] A. W. Whitney (1971), "A direct method of nonparametric measurement selection", IEEE
       Transactions on Computers C-20(9), 1100-1103. https://doi.org/10.1109/T-C.1971.223410

    Examples
    --------
    The grey value names every pixel, so its steepness is not needed:

    >>> train = [[1, 1, 9, 9]], [[1, 1, 2, 2]]
    >>> validation = [[9, 9, 1, 2]], [[2, 2, 1, 1]]
    >>> select_features(train, validation, [("gradient", 1), ("raw",)], k=1)
    [('raw',)]
    """
    if len(candidates) == 0:
        raise ValueError(f"candidates must hold at least one feature, got {candidates!r}.")
    chosen: list[tuple[Any, ...]] = []
    left = [tuple(entry) for entry in candidates]
    best = -1.0
    while left:
        reports = [train_test_report(*train, *validation, [*chosen, entry], k) for entry in left]
        scores = [float(np.mean(list(report.values()))) for report in reports]
        if max(scores) <= best:
            break
        best = max(scores)
        chosen.append(left.pop(scores.index(best)))
    return chosen


def mean_dice(truth: ArrayLike, result: ArrayLike) -> float:
    """Return the mean of the Dice coefficients of the classes of the truth.

    Parameters
    ----------
    truth, result : array of int, same shape
        Class of each pixel or point.

    Returns
    -------
    score : float
        Each class of the truth counts the same, however many pixels it has; 0 is a class, too.

    Raises
    ------
    TypeError
        If the labels are not numbers.
    ValueError
        If the shapes differ, or if there is no label.

    Examples
    --------
    Dice 2/3 for class 1 and 0.8 for class 2:

    >>> round(mean_dice([1, 1, 2, 2], [1, 2, 2, 2]), 3)
    0.733
    """
    return float(dice_multiclass(truth, result)[1].mean())


def _inside(
    image: ArrayLike, truth: ArrayLike, spec: Spec, name: str
) -> tuple[NDArray[np.float64], NDArray[Any]]:
    """Return the features and the classes of the pixels whose truth is not 0."""
    image, truth = as_image(image, name), as_image(truth, f"{name}_truth")
    same_shape(image, truth, (name, f"{name}_truth"))
    inside = (truth != 0).ravel()
    if not inside.any():
        raise ValueError(f"{name}_truth must have a class other than 0, got 0 everywhere.")
    return make_features(image, spec)[inside], truth.ravel()[inside]
