"""How often each grey value occurs, and where."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.validation import as_grey_values, as_image, as_mask, same_shape


def grey_histogram(image: ArrayLike, n_levels: int = 256) -> NDArray[np.intp]:
    """Count the pixels of each grey value.

    A histogram forgets where the pixels are: shuffling them does not change it.

    Parameters
    ----------
    image : array of int
        Grey values from 0 to ``n_levels - 1``.
    n_levels : int, default 256
        Number of bins, one for each grey value.

    Returns
    -------
    counts : (n_levels,) array of int
        ``counts[g]`` pixels have the grey value g; together as many as the image has pixels.

    Raises
    ------
    TypeError
        If the image does not hold integers.
    ValueError
        If a grey value lies outside, or if there is no pixel.

    Examples
    --------
    >>> grey_histogram([[0, 2], [2, 3]], n_levels=5)
    array([1, 0, 2, 1, 0])
    """
    image = as_grey_values(image, n_levels)
    return np.bincount(image.ravel(), minlength=n_levels)


def class_histograms(
    image: ArrayLike, mask: ArrayLike, edges: ArrayLike
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Count the pixels outside and inside a mask in the same bins.

    With shared bins and plain counts the two histograms can be compared bar by bar, and their
    sums show how many pixels each class has.

    Parameters
    ----------
    image : array of int or float
        Grey values.
    mask : array of bool, same shape
        The class; whatever is not zero is inside.
    edges : (B + 1,) array of float
        Edges of the B bins, increasing.

    Returns
    -------
    outside, inside : (B,) array of int
        Counts of the pixels where the mask is False, and where it is True.

    Raises
    ------
    ValueError
        If the shapes differ, or if the edges do not increase.

    Notes
    -----
    A bin includes its left edge; only the last one includes its right edge as well. Pixels beyond
    the first or the last edge are not counted.

    Examples
    --------
    Two bins, 0 to 0.5 and 0.5 to 1; the two bright pixels are inside:

    >>> outside, inside = class_histograms([0.1, 0.2, 0.5, 0.9], [0, 0, 1, 1], [0, 0.5, 1])
    >>> outside, inside
    (array([2, 0]), array([0, 2]))
    """
    image, mask, edges = as_image(image), as_mask(mask), as_image(edges, "edges")
    same_shape(image, mask, ("image", "mask"))
    if edges.ndim != 1 or edges.size < 2 or not np.all(edges[:-1] < edges[1:]):
        raise ValueError(f"edges must be at least two increasing numbers, got {edges.tolist()}.")
    outside, _ = np.histogram(image[~mask], bins=edges)
    inside, _ = np.histogram(image[mask], bins=edges)
    return outside, inside


def pixels_between(image: ArrayLike, low: float, high: float) -> NDArray[np.bool_]:
    """Mark the pixels that a range of the histogram counts.

    Parameters
    ----------
    image : array of int or float
        Grey values.
    low, high : float
        The range; `low` belongs to it, `high` does not, so that ranges that touch share no pixel.

    Returns
    -------
    mask : array of bool
        True where ``low <= g < high``.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel.

    Examples
    --------
    >>> pixels_between([10, 20, 30], 10, 30)
    array([ True,  True, False])
    """
    image = as_image(image)
    return (low <= image) & (image < high)
