"""From a mask to numbered objects, and how many there are.

A label image holds 0 for background and a number for each object; the numbers need not be
consecutive.
"""

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.binning import otsu_in_bins
from coursekit.validation import as_image, as_mask


def label_components(mask: ArrayLike, connectivity: int = 1) -> NDArray[np.int32]:
    """Give all pixels that hang together one number.

    Objects that touch become one component. To part them, flood from markers: see
    `split_touching`.

    Parameters
    ----------
    mask : array of bool
        Whatever is not zero is foreground. Any number of dimensions.
    connectivity : int, default 1
        How many steps along different axes lead to a neighbour. In an image: 1 for the four
        neighbours that share an edge, 2 for these and the four at the corners.

    Returns
    -------
    labels : array of int32, same shape
        0 for background, 1, 2, ... for the components in the order of their first pixels.

    Raises
    ------
    TypeError
        If the mask does not hold numbers.
    ValueError
        If there is no pixel, or if `connectivity` is not between 1 and the number of dimensions.

    Notes
    -----
    The work is done by ``scipy.ndimage.label``; the lesson writes the same by hand.

    References
    ----------
    .. [1] A. Rosenfeld and J. L. Pfaltz (1966), "Sequential operations in digital picture
       processing", Journal of the ACM 13(4), 471-494. https://doi.org/10.1145/321356.321357

    Examples
    --------
    Two pixels that share a corner:

    >>> label_components([[1, 0], [0, 1]])
    array([[1, 0],
           [0, 2]], dtype=int32)
    >>> label_components([[1, 0], [0, 1]], connectivity=2)
    array([[1, 0],
           [0, 1]], dtype=int32)
    """
    mask = as_mask(mask)
    if not 1 <= connectivity <= max(mask.ndim, 1):
        raise ValueError(f"connectivity must be from 1 to {mask.ndim}, got {connectivity}.")
    neighbours = scipy.ndimage.generate_binary_structure(mask.ndim, connectivity)
    labels, _ = scipy.ndimage.label(mask, neighbours)
    return np.asarray(labels, dtype=np.int32)


def count_objects(labels: ArrayLike) -> int:
    """Count the numbers that occur in a label image, without 0.

    The largest number is the number of objects only as long as none was removed.

    Parameters
    ----------
    labels : array of int
        Label image, 0 is background.

    Returns
    -------
    n : int

    Raises
    ------
    TypeError
        If the labels are not integers.
    ValueError
        If there is no pixel.

    Examples
    --------
    Object 2 was removed:

    >>> count_objects([[1, 1, 0], [0, 0, 3]])
    2
    """
    labels = as_image(labels, "labels")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must hold whole numbers, got values of type {labels.dtype}.")
    return int(np.unique(labels[labels != 0]).size)


def gauss_otsu_labels(image: ArrayLike, sigma: float = 1) -> NDArray[np.int32]:
    """Blur, cut at Otsu's threshold, and number the components.

    It fails for objects that touch: they become one.

    Parameters
    ----------
    image : array of int or float
        Bright objects on a dark background. Any number of dimensions.
    sigma : float, default 1
        Standard deviation of the Gaussian blur, in pixels; 0 for none.

    Returns
    -------
    labels : array of int32, same shape
        0 for background, 1, 2, ... for the components of the bright pixels; pixels are neighbours
        if they share an edge.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or if `sigma` is negative.

    Examples
    --------
    >>> gauss_otsu_labels([[9, 8, 1, 0, 1, 7, 9]], sigma=0)
    array([[1, 1, 0, 0, 0, 2, 2]], dtype=int32)
    """
    return label_components(bright_after_blur(image, sigma))


def bright_after_blur(image: ArrayLike, sigma: float) -> NDArray[np.bool_]:
    """Mark the pixels above Otsu's threshold of the blurred image.

    Parameters
    ----------
    image : array of int or float
        Grey values.
    sigma : float
        Standard deviation of the Gaussian blur, in pixels; 0 for none.

    Returns
    -------
    mask : array of bool, same shape

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or if `sigma` is negative.

    Examples
    --------
    >>> bright_after_blur([1, 2, 9], sigma=0)
    array([False, False,  True])
    """
    blurred = blur_floats(image, sigma)
    return np.asarray(blurred > otsu_in_bins(blurred))


def blur_floats(image: ArrayLike, sigma: float) -> NDArray[np.float64]:
    """Blur with a Gaussian, in floats whatever the type of the image.

    Parameters
    ----------
    image : array of int or float
        Grey values.
    sigma : float
        Standard deviation, in pixels; 0 for none.

    Returns
    -------
    blurred : array of float64, same shape

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or if `sigma` is negative.

    Examples
    --------
    >>> blur_floats([0, 1, 0], sigma=0)
    array([0., 1., 0.])
    """
    floats = as_image(image).astype(np.float64)
    if sigma < 0:
        raise ValueError(f"sigma must not be negative, got {sigma}.")
    return np.asarray(scipy.ndimage.gaussian_filter(floats, sigma)) if sigma else floats
