"""Counting right and wrong pixels."""

import numpy as np
from numpy.typing import ArrayLike

from coursekit.validation import as_image, same_shape, two_masks


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
