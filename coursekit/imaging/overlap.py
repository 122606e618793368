"""Dice: how far a result covers the truth, for one class or for each of many."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.validation import as_image, same_shape, two_masks


def dice_coefficient(truth: ArrayLike, result: ArrayLike, empty: float = 1.0) -> float:
    """Return twice the shared area over the sum of the two areas.

    Pixels that are background in both do not count, so a large background does not flatter.

    Parameters
    ----------
    truth, result : array of bool, same shape
        Masks; whatever is not zero is foreground, also in masks of 0 and 255.
    empty : float, default 1.0
        Value for two masks without any foreground, where the formula gives 0 / 0.

    Returns
    -------
    dice : float
        From 0 (no shared pixel) to 1 (equal masks).

    Raises
    ------
    TypeError
        If the masks do not hold numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    Notes
    -----
    2 TP / (2 TP + FP + FN), the same number as the F1 score.

    References
    ----------
    .. [1] L. R. Dice (1945), "Measures of the amount of ecologic association between species",
       Ecology 26(3), 297-302. https://doi.org/10.2307/1932409

    Examples
    --------
    Areas of 2 and 1 pixels share 1, so 2 * 1 / (2 + 1):

    >>> dice_coefficient([1, 1, 0, 0], [1, 0, 0, 0])
    0.6666666666666666
    """
    truth, result = two_masks(truth, result)
    both = int(np.count_nonzero(truth & result))
    total = int(np.count_nonzero(truth)) + int(np.count_nonzero(result))
    return 2 * both / total if total else float(empty)


def dice_for_class(truth: ArrayLike, result: ArrayLike, label: int) -> float:
    """Return the Dice coefficient of one class of two label images.

    Parameters
    ----------
    truth, result : array of int, same shape
        Class of each pixel.
    label : int
        The class.

    Returns
    -------
    dice : float
        Dice of the two masks "has this label"; 1.0 if neither image has it.

    Raises
    ------
    TypeError
        If the labels are not numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    Examples
    --------
    Class 2 has two pixels in the truth, one in the result, and they share one:

    >>> dice_for_class([0, 2, 2, 5], [0, 2, 5, 5], 2)
    0.6666666666666666
    """
    truth, result = _two_label_images(truth, result)
    return dice_coefficient(truth == label, result == label)


def class_list_and_zeros(truth: ArrayLike) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """List the classes of a label image, with a zero for the score of each.

    Parameters
    ----------
    truth : array of int
        Class of each pixel.

    Returns
    -------
    classes : (K,) array
        Every label that occurs, once, in increasing order, 0 included.
    scores : (K,) array of float64
        Zeros. The position in `classes` is the index, not the label.

    Raises
    ------
    TypeError
        If the labels are not numbers.
    ValueError
        If there is no pixel.

    Examples
    --------
    >>> class_list_and_zeros([5, 0, 0, 2])
    (array([0, 2, 5]), array([0., 0., 0.]))
    """
    classes = np.unique(as_image(truth, "truth"))
    return classes, np.zeros(classes.size)


def dice_multiclass(
    truth: ArrayLike, result: ArrayLike
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """Return the Dice coefficient of each class of the truth.

    One number per class shows what a mean would hide: a small class that is missed altogether.

    Parameters
    ----------
    truth, result : array of int, same shape
        Class of each pixel.

    Returns
    -------
    classes : (K,) array
        The classes of the truth in increasing order, the background 0 included.
    scores : (K,) array of float64
        Dice of each; 0.0 for a class that the result does not have.

    Raises
    ------
    TypeError
        If the labels are not numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    Notes
    -----
    A class that only the result has gets no score of its own; its pixels are missing from the
    classes of the truth that they were taken from.

    Examples
    --------
    Class 0 is found, class 2 loses one of two pixels to class 5:

    >>> classes, scores = dice_multiclass([0, 2, 2, 5], [0, 2, 5, 5])
    >>> for label, score in zip(classes, scores):
    ...     print(label, round(score, 2))
    0 1.0
    2 0.67
    5 0.67
    """
    truth, result = _two_label_images(truth, result)
    classes, scores = class_list_and_zeros(truth)
    for index, label in enumerate(classes):
        scores[index] = dice_for_class(truth, result, label)
    return classes, scores


def _two_label_images(truth: ArrayLike, result: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    images = as_image(truth, "truth"), as_image(result, "result")
    same_shape(*images, ("truth", "result"))
    return images
