"""Otsu's threshold for images of floats, whose values have to be sorted into bins first."""

import numpy as np
from numpy.typing import ArrayLike

from coursekit.validation import as_image


def otsu_in_bins(image: ArrayLike, n_bins: int = 256) -> float:
    """Return Otsu's threshold of an image of floats, such as a blurred one.

    `otsu_threshold` counts each grey value; floats hardly ever occur twice, so they are sorted
    into bins of equal width and each counts as the middle of its bin.

    Parameters
    ----------
    image : array of int or float
        Grey values, of any number of dimensions.
    n_bins : int, default 256
        Number of bins between the smallest and the largest value.

    Returns
    -------
    t : float
        Middle of the last dark bin of the best cut, the lowest of equally good ones. Pixels above
        `t` are bright. For an image of one value, that value.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or no bin.

    Notes
    -----
    The same rule as ``skimage.filters.threshold_otsu``. A value of the last dark bin that lies
    above the middle of this bin is bright, so the result is not exact but within one bin.

    References
    ----------
    .. [1] N. Otsu (1979), "A threshold selection method from gray-level histograms", IEEE
       Transactions on Systems, Man, and Cybernetics 9(1), 62-66.
       https://doi.org/10.1109/TSMC.1979.4310076

    Examples
    --------
    Four bins of width 2 have the middles 1, 3, 5, 7; the best cut keeps 0 and 1 from the rest:

    >>> otsu_in_bins([0.0, 1.0, 7.0, 8.0], n_bins=4)
    1.0
    """
    image = as_image(image)
    if n_bins < 1:
        raise ValueError(f"n_bins must be at least 1, got {n_bins}.")
    if image.min() == image.max():
        return float(image.flat[0])
    counts, edges = np.histogram(image, n_bins)
    middles = (edges[:-1] + edges[1:]) / 2
    n_dark, sum_dark = np.cumsum(counts), np.cumsum(counts * middles)
    n, total = n_dark[-1], sum_dark[-1]
    n_dark, sum_dark = n_dark[:-1], sum_dark[:-1]  # the last cut leaves nothing bright
    distance = (total - sum_dark) / (n - n_dark) - sum_dark / n_dark
    scores = n_dark / n * ((n - n_dark) / n) * distance**2
    nearly_best = scores >= scores.max() * (1 - 1e-12)  # equal up to rounding: empty bins between
    return float(middles[np.argmax(nearly_best)])
