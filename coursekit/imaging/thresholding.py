"""Cutting an image into dark and bright pixels, and choosing the cut.

A pixel whose grey value equals the threshold is dark, everywhere in this module.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.histograms import grey_histogram
from coursekit.validation import as_counts, as_grey_values, as_image, as_mask, same_shape

_N_LEVELS = 2**16  # uint16 images are cut as they are


def apply_threshold(image: ArrayLike, t: float, bright: bool = True) -> NDArray[np.bool_]:
    """Mark the bright or the dark object of an image.

    Parameters
    ----------
    image : array of int or float
        Grey values.
    t : float
        Threshold, on the scale of the image.
    bright : bool, default True
        Whether the object is brighter than its surroundings.

    Returns
    -------
    mask : array of bool
        True for the pixels above `t`; for a dark object, for the pixels up to and including `t`.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel.

    Examples
    --------
    >>> apply_threshold([1, 2, 3], 2)
    array([False, False,  True])
    >>> apply_threshold([1, 2, 3], 2, bright=False)
    array([ True,  True, False])
    """
    image = as_image(image)
    return image > t if bright else image <= t


def between_class_variance(counts: ArrayLike, t: float) -> float:
    """Score a cut by the spread between the dark and the bright pixels.

    Parameters
    ----------
    counts : (L,) array of int or float
        ``counts[g]`` pixels have the grey value g.
    t : float
        The cut: grey values up to and including `t` are dark.

    Returns
    -------
    score : float
        Share of the dark pixels, times share of the bright pixels, times the squared distance of
        their mean grey values. 0.0 if one side has no pixel.

    Raises
    ------
    TypeError
        If the counts are not numbers.
    ValueError
        If there are no counts, if one is negative, or if they have more than one dimension.

    References
    ----------
    .. [1] N. Otsu (1979), "A threshold selection method from gray-level histograms", IEEE
       Transactions on Systems, Man, and Cybernetics 9(1), 62-66, equation 14.
       https://doi.org/10.1109/TSMC.1979.4310076

    Examples
    --------
    The grey values 1, 1, 2, 7, 8, 9, cut at 2: halves with the means 4/3 and 8, so
    1/2 * 1/2 * (20/3) ** 2 = 100/9.

    >>> round(between_class_variance(np.bincount([1, 1, 2, 7, 8, 9]), 2), 3)
    11.111
    """
    counts = as_counts(counts).astype(float)
    grey = np.arange(counts.size)
    dark = grey <= t
    n_dark, n_bright = counts[dark].sum(), counts[~dark].sum()
    if n_dark == 0 or n_bright == 0:
        return 0.0
    mean_dark = grey[dark] @ counts[dark] / n_dark
    mean_bright = grey[~dark] @ counts[~dark] / n_bright
    share_dark, share_bright = n_dark / counts.sum(), n_bright / counts.sum()
    return float(share_dark * share_bright * (mean_bright - mean_dark) ** 2)


def otsu_threshold(image: ArrayLike) -> int:
    """Return the cut with the largest spread between dark and bright pixels.

    Otsu's method assumes two groups of similar spread, neither of them very small. Every image
    has an Otsu threshold, also one that shows no object.

    Parameters
    ----------
    image : array of int
        Grey values from 0 to 65535, of any number of dimensions.

    Returns
    -------
    t : int
        Grey value; pixels up to and including `t` are dark. The smallest of equally good cuts, so
        0 for an image of one grey value, in which all cuts score nothing.

    Raises
    ------
    TypeError
        If the image does not hold integers.
    ValueError
        If a grey value lies outside, or if there is no pixel.

    Notes
    -----
    Only grey values that occur are tried: in between, the score stays as it is. Scores that
    rounding cannot tell apart are compared as fractions, so that equal scores are a tie.

    References
    ----------
    .. [1] N. Otsu (1979), "A threshold selection method from gray-level histograms", IEEE
       Transactions on Systems, Man, and Cybernetics 9(1), 62-66.
       https://doi.org/10.1109/TSMC.1979.4310076

    Examples
    --------
    The cuts from 2 to 6 give the same two groups, so the smallest is taken:

    >>> otsu_threshold([1, 1, 2, 7, 8, 9])
    2
    """
    counts = _counts_up_to_the_brightest(image)
    grey = np.flatnonzero(counts)
    if grey.size == 1:
        return 0
    n_dark, sum_dark = np.cumsum(counts[grey]), np.cumsum(grey * counts[grey])
    n, total = int(n_dark[-1]), int(sum_dark[-1])
    n_dark, sum_dark = n_dark[:-1], sum_dark[:-1]  # the last cut leaves nothing bright
    distance = (total - sum_dark) / (n - n_dark) - sum_dark / n_dark
    scores = n_dark / n * ((n - n_dark) / n) * distance**2

    def exact_score(index: int) -> Fraction:
        n_0, sum_0 = int(n_dark[index]), int(sum_dark[index])
        return Fraction((n * sum_0 - n_0 * total) ** 2, n_0 * (n - n_0))  # the score times n ** 2

    nearly_best = np.flatnonzero(scores >= scores.max() * (1 - 1e-9))
    return int(grey[max(nearly_best.tolist(), key=exact_score)])


def repaired_otsu(image: ArrayLike) -> int:
    """Return the cut with the smallest spread inside the dark and inside the bright pixels.

    The spread of all pixels is the spread between the groups plus the spread inside them, so this
    is Otsu's threshold once more. It is so only if the spread of each group is weighted with the
    group's share of the pixels.

    Parameters
    ----------
    image : array of int
        Grey values from 0 to 65535, of any number of dimensions.

    Returns
    -------
    t : int
        The same threshold as `otsu_threshold` gives.

    Raises
    ------
    TypeError
        If the image does not hold integers.
    ValueError
        If a grey value lies outside, or if there is no pixel.

    References
    ----------
    .. [1] N. Otsu (1979), "A threshold selection method from gray-level histograms", IEEE
       Transactions on Systems, Man, and Cybernetics 9(1), 62-66, equation 13.
       https://doi.org/10.1109/TSMC.1979.4310076

    Examples
    --------
    Cut at 2, the marbles 1, 1, 2 and 7, 8, 9 keep a spread of 2/9 and 2/3 inside, 4/9 on average:

    >>> repaired_otsu([1, 1, 2, 7, 8, 9])
    2
    """
    counts = _counts_up_to_the_brightest(image)
    grey = np.flatnonzero(counts)
    cuts = range(grey.size - 1)

    def spread_inside(cut: int) -> Fraction:
        dark, bright = grey[: cut + 1], grey[cut + 1 :]
        return _summed_spread(dark, counts[dark]) + _summed_spread(bright, counts[bright])

    return int(grey[min(cuts, key=spread_inside)]) if cuts else 0


def two_means_1d(
    values: ArrayLike, c0: float, c1: float, n_iter: int = 100
) -> tuple[NDArray[np.float64], float]:
    """Group numbers around two centres, and cut half-way between them.

    Each value joins the nearer centre, then each centre moves to the mean of its values, until
    nothing moves: k-means with two groups on a line. The result can depend on the start.

    Parameters
    ----------
    values : array of int or float
        The numbers, in any shape.
    c0, c1 : float
        Where the lower and the upper centre start, ``c0 < c1``.
    n_iter : int, default 100
        Largest number of moves.

    Returns
    -------
    centres : (2,) array of float64
        Where the lower and the upper centre end.
    cut : float
        Their mean; values up to and including the cut belong to the lower centre.

    Raises
    ------
    TypeError
        If the values are not numbers.
    ValueError
        If `c0` is not below `c1`, or if there is no value.

    Notes
    -----
    A value exactly half-way goes to the lower centre. A centre without values stays where it is.

    References
    ----------
    .. [1] S. P. Lloyd (1982), "Least squares quantization in PCM", IEEE Transactions on Information
       Theory 28(2), 129-137. https://doi.org/10.1109/TIT.1982.1056489

    Examples
    --------
    From 1 and 2 the first cut is 1.5; the centres end at the means of 1, 1, 2 and of 7, 8, 9:

    >>> centres, cut = two_means_1d([1, 1, 2, 7, 8, 9], 1, 2)
    >>> centres.round(2), round(cut, 2)
    (array([1.33, 8.  ]), 4.67)
    """
    values = as_image(values, "values").astype(np.float64)
    if not c0 < c1:
        raise ValueError(f"c0 must be smaller than c1, got {c0} and {c1}.")
    centres = np.array([c0, c1], dtype=np.float64)
    for _ in range(n_iter):
        dark = values <= centres.mean()
        moved = np.array([_mean_or(values[dark], centres[0]), _mean_or(values[~dark], centres[1])])
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres, float(centres.mean())


def compare_thresholds(
    image: ArrayLike,
    methods: Mapping[str, Callable[[Any], float]],
    score: Callable[[NDArray[np.bool_]], float] | None = None,
) -> list[tuple[str, float, float]]:
    """Cut one image with several methods, and list what each of them gives.

    Parameters
    ----------
    image : array of int or float
        Grey values.
    methods : mapping of str to function
        Each function takes the image and returns a threshold.
    score : function, optional
        Takes the mask of the pixels above the threshold and returns a number. Without it the
        share of these pixels is listed.

    Returns
    -------
    rows : list of (name, t, value)
        In the order of `methods`.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel.

    Examples
    --------
    >>> compare_thresholds([1, 2, 3, 10], {"mean": np.mean, "median": np.median})
    [('mean', 4.0, 0.25), ('median', 2.5, 0.5)]
    """
    image = as_image(image)
    score = _share_of_true if score is None else score
    rows = []
    for name, method in methods.items():
        t = np.asarray(method(image)).item()
        rows.append((name, t, float(score(apply_threshold(image, t)))))
    return rows


def best_threshold(
    image: ArrayLike, truth: ArrayLike, score: Callable[..., float]
) -> tuple[float, float]:
    """Return the threshold whose mask scores highest against the truth.

    The truth was used to choose it, so the score is too good for images that come after: choose
    on one image, report on another.

    Parameters
    ----------
    image : array of int or float
        Grey values.
    truth : array of bool, same shape
        True mask of the bright object; whatever is not zero is foreground.
    score : function
        Called as ``score(truth, mask)``; higher is better.

    Returns
    -------
    t : int or float
        One of the image's grey values, the smallest of equally good ones. A cut below all of them,
        which calls every pixel foreground, is not tried.
    value : float
        The score that it reaches.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If the shapes differ, or if there is no pixel.

    Examples
    --------
    Cut at 2, the mask is the truth:

    >>> from coursekit.imaging.confusion import accuracy
    >>> best_threshold([1, 2, 3, 4], [0, 0, 1, 1], accuracy)
    (2, 1.0)
    """
    image, truth = as_image(image), as_mask(truth, "truth")
    same_shape(image, truth, ("image", "truth"))
    grey = np.unique(image)
    values = [float(score(truth, apply_threshold(image, t))) for t in grey]
    best = int(np.argmax(values))  # the first of equal maxima, and grey values increase
    return grey[best].item(), values[best]


def _counts_up_to_the_brightest(image: ArrayLike) -> NDArray[np.intp]:
    image = as_grey_values(image, _N_LEVELS)
    return grey_histogram(image, n_levels=int(image.max()) + 1)


def _summed_spread(grey: NDArray[np.intp], counts: NDArray[np.intp]) -> Fraction:
    """Add up the squared distances from the mean: the variance times the number of pixels."""
    n, total, squares = int(counts.sum()), int(grey @ counts), int(grey**2 @ counts)
    return squares - Fraction(total**2, n)


def _mean_or(values: NDArray[np.float64], otherwise: float) -> float:
    return float(values.mean()) if values.size else float(otherwise)


def _share_of_true(mask: NDArray[np.bool_]) -> float:
    return int(np.count_nonzero(mask)) / mask.size
