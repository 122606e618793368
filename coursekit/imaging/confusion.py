"""Counting right and wrong pixels, and the scores that are made of the four counts.

Each function that may meet 0 / 0 says what it returns then. The product in the formula of the MCC
soon leaves the range of 64 bits, so the scores turn every count into a Python int first.
"""

import math
from collections.abc import Mapping
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.validation import as_image, same_shape, two_masks

_KINDS = ("tn", "fp", "fn", "tp")


def confusion_counts(truth: ArrayLike, result: ArrayLike) -> dict[str, int]:
    """Count the four kinds of pixels that a truth and a result make together.

    Parameters
    ----------
    truth, result : array of bool, same shape
        Masks; whatever is not zero is foreground.

    Returns
    -------
    counts : dict
        "tn" (background, rightly so), "fp" (wrongly called foreground), "fn" (missed foreground)
        and "tp" (foreground, rightly so), in this order.

    Raises
    ------
    TypeError
        If the masks do not hold numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    Examples
    --------
    One pixel of each kind, and a second one that was found:

    >>> confusion_counts(truth=[0, 0, 1, 1, 1], result=[0, 1, 0, 1, 1])
    {'tn': 1, 'fp': 1, 'fn': 1, 'tp': 2}
    """
    truth, result = two_masks(truth, result)
    tp = int(np.count_nonzero(truth & result))
    fp = int(np.count_nonzero(result)) - tp
    fn = int(np.count_nonzero(truth)) - tp
    return {"tn": truth.size - fp - fn - tp, "fp": fp, "fn": fn, "tp": tp}


def accuracy(truth: ArrayLike, result: ArrayLike) -> float:
    """Return the share of the pixels in which truth and result agree.

    Where one class fills most of the image, a result that knows nothing but this class scores high.

    Parameters
    ----------
    truth, result : array of bool or int, same shape
        Masks or labels. The values are compared, so write both masks in the same way: True is equal
        to 1, but not to 255.

    Returns
    -------
    share : float
        From 0 (no pixel agrees) to 1 (all agree).

    Raises
    ------
    TypeError
        If the arrays do not hold numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    Examples
    --------
    Three of four pixels agree, although the object was not found:

    >>> accuracy([0, 0, 0, 1], [0, 0, 0, 0])
    0.75
    """
    truth, result = as_image(truth, "truth"), as_image(result, "result")
    same_shape(truth, result, ("truth", "result"))
    return int(np.count_nonzero(truth == result)) / truth.size


def accuracy_from_counts(c: Mapping[str, int]) -> float:
    """Return the share of the right pixels among all pixels.

    Parameters
    ----------
    c : dict of int
        The counts "tn", "fp", "fn" and "tp", as `confusion_counts` gives them.

    Returns
    -------
    share : float
        (TP + TN) / (TP + TN + FP + FN), from 0 to 1.

    Raises
    ------
    TypeError
        If a count is not a whole number.
    ValueError
        If a count is missing or negative, or if all are 0.

    Examples
    --------
    Six of eight pixels are right:

    >>> accuracy_from_counts({"tn": 5, "fp": 1, "fn": 1, "tp": 1})
    0.75
    """
    tn, fp, fn, tp = _four(c)
    return (tn + tp) / (tn + fp + fn + tp)


def f1_from_counts(c: Mapping[str, int], undefined: float = 1.0) -> float:
    """Return the F1 score, which is the Dice coefficient written with counts.

    Parameters
    ----------
    c : dict of int
        The counts "tn", "fp", "fn" and "tp", as `confusion_counts` gives them.
    undefined : float, default 1.0
        Value for 0 / 0: neither the truth nor the result has foreground. Such a result is right,
        hence 1; scikit-learn returns 0 there.

    Returns
    -------
    f1 : float
        2 TP / (2 TP + FP + FN), from 0 to 1.

    Raises
    ------
    TypeError
        If a count is not a whole number.
    ValueError
        If a count is missing or negative, or if all are 0.

    References
    ----------
    .. [1] C. J. van Rijsbergen (1979), "Information Retrieval", 2nd edition, chapter 7.

    Examples
    --------
    Three pixels found, one too many and one missed:

    >>> f1_from_counts({"tn": 4, "fp": 1, "fn": 1, "tp": 3})
    0.75
    >>> f1_from_counts({"tn": 9, "fp": 0, "fn": 0, "tp": 0}, undefined=0.0)
    0.0
    """
    _, fp, fn, tp = _four(c)
    below = 2 * tp + fp + fn
    return 2 * tp / below if below else float(undefined)


def mcc_from_counts(c: Mapping[str, int], undefined: float = -1.0) -> float:
    """Return Matthews' correlation coefficient of truth and result.

    Parameters
    ----------
    c : dict of int
        The counts "tn", "fp", "fn" and "tp", as `confusion_counts` gives them.
    undefined : float, default -1.0
        Value for 0 / 0: truth or result has one class only, and there are errors. The article of
        the vessel tile returns -1 there, scikit-learn 0.

    Returns
    -------
    mcc : float
        From -1 (everything wrong) over 0 (no better than chance) to 1 (everything right). A result
        without errors scores 1, also where the image has one class only.

    Raises
    ------
    TypeError
        If a count is not a whole number.
    ValueError
        If a count is missing or negative, or if all are 0.

    Notes
    -----
    (TP TN - FP FN) / sqrt((TP + FP) (TP + FN) (TN + FP) (TN + FN)). Exchanging foreground and
    background in truth and result changes nothing. With 64-bit counts the product below the line
    would overflow without a word from images of about 600 x 600 pixels on.

    References
    ----------
    .. [1] B. W. Matthews (1975), "Comparison of the predicted and observed secondary structure of
       T4 phage lysozyme", Biochimica et Biophysica Acta 405(2), 442-451.
       https://doi.org/10.1016/0005-2795(75)90109-9

    Examples
    --------
    4 * 4 - 1 * 1 = 15 above the line, the root of 5 * 5 * 5 * 5 below:

    >>> mcc_from_counts({"tn": 4, "fp": 1, "fn": 1, "tp": 4})
    0.6
    >>> mcc_from_counts({"tn": 4, "fp": 0, "fn": 5, "tp": 0})
    -1.0
    """
    tn, fp, fn, tp = _four(c)
    if fp == fn == 0:
        return 1.0
    below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return (tp * tn - fp * fn) / math.sqrt(below) if below else float(undefined)


def precision_recall(c: Mapping[str, int]) -> tuple[float, float]:
    """Return which share of the result is right, and which share of the truth is found.

    Parameters
    ----------
    c : dict of int
        The counts "tn", "fp", "fn" and "tp", as `confusion_counts` gives them.

    Returns
    -------
    precision : float
        TP / (TP + FP): of the pixels called foreground, the share that is.
    recall : float
        TP / (TP + FN): of the pixels that are foreground, the share that was called so.

    Raises
    ------
    TypeError
        If a count is not a whole number.
    ValueError
        If a count is missing or negative, or if all are 0.

    Notes
    -----
    0 / 0 (no pixel was called foreground, or none is) counts as 0, as in scikit-learn.

    Examples
    --------
    Four pixels are called foreground, three of them rightly; six are foreground:

    >>> precision_recall({"tn": 9, "fp": 1, "fn": 3, "tp": 3})
    (0.75, 0.5)
    """
    _, fp, fn, tp = _four(c)
    return tp / (tp + fp) if tp + fp else 0.0, tp / (tp + fn) if tp + fn else 0.0


def validation_report(truth: ArrayLike, result: ArrayLike) -> dict[str, float]:
    """Compare a result with the truth by three scores.

    Parameters
    ----------
    truth, result : array of bool, same shape
        Masks; whatever is not zero is foreground.

    Returns
    -------
    report : dict of float
        "accuracy", "f1_score" and "mcc", under the default conventions of `f1_from_counts` and
        `mcc_from_counts`.

    Raises
    ------
    TypeError
        If the masks do not hold numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    References
    ----------
    .. [1] The names are those of P. Vemuri, "Image Segmentation with Python" (Kite blog, 2019),
       function ``get_validation_metrics``.

    Examples
    --------
    The result misses the only foreground pixel:

    >>> validation_report([0, 0, 0, 1], [0, 0, 0, 0])
    {'accuracy': 0.75, 'f1_score': 0.0, 'mcc': -1.0}
    """
    c = confusion_counts(truth, result)
    return {
        "accuracy": accuracy_from_counts(c),
        "f1_score": f1_from_counts(c),
        "mcc": mcc_from_counts(c),
    }


def error_masks(truth: ArrayLike, result: ArrayLike) -> dict[str, NDArray[np.bool_]]:
    """Mark where the four kinds of pixels are.

    Parameters
    ----------
    truth, result : array of bool, same shape
        Masks; whatever is not zero is foreground.

    Returns
    -------
    masks : dict of arrays of bool
        "tn", "fp", "fn" and "tp", as in `confusion_counts`. Every pixel is True in exactly one.

    Raises
    ------
    TypeError
        If the masks do not hold numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    Examples
    --------
    >>> error_masks(truth=[0, 0, 1, 1], result=[0, 1, 0, 1])["fn"]
    array([False, False,  True, False])
    """
    truth, result = two_masks(truth, result)
    return {
        "tn": ~truth & ~result,
        "fp": ~truth & result,
        "fn": truth & ~result,
        "tp": truth & result,
    }


def _four(c: Mapping[str, int]) -> list[int]:
    """Read the four counts as Python ints, which know no largest number."""
    missing = [kind for kind in _KINDS if kind not in c]
    if missing:
        raise ValueError(f"c must have the counts tn, fp, fn and tp, got none for {missing[0]}.")
    try:
        counts = [index(c[kind]) for kind in _KINDS]
    except TypeError:
        raise TypeError(f"c must hold whole numbers, got {dict(c)}.") from None
    if min(counts) < 0:
        raise ValueError(f"c must not hold negative counts, got {min(counts)}.")
    if not any(counts):
        raise ValueError("c must count at least one pixel, got four zeros.")
    return counts
