"""Replacing each pixel by a summary of its neighbours: mean, median, Gaussian, derivatives.

Every filter has to invent the neighbours of a pixel at the edge. The border rule of this module is
SciPy's ``reflect``: the picture is mirrored at its edge and the edge pixel occurs twice, as in
``c b a | a b c d | d c b``. NumPy's ``np.pad`` calls the same rule ``symmetric``.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.validation import as_image, as_picture, one_of, positive

BORDERS = ("reflect", "nearest", "mirror", "wrap", "constant")


def windows_3x3(image: ArrayLike) -> NDArray[Any]:
    """Collect the nine pixels around every pixel of an image.

    Parameters
    ----------
    image : (M, N) array of bool, int or float
        Grey values.

    Returns
    -------
    windows : (M, N, 9) array
        ``windows[row, column]`` holds the 3x3 surroundings of a pixel, row by row, so the pixel
        itself comes fifth (position 4). Same type as the image. Border rule: reflect.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or if the image does not have two dimensions.

    Examples
    --------
    The corner pixel 1 has three neighbours in the picture; the border rule repeats pixels for
    the others.

    >>> windows_3x3([[1, 2], [3, 4]])[0, 0]
    array([1, 1, 2, 1, 1, 2, 3, 3, 4])
    """
    padded = _padded_by_one(as_picture(image))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    return windows.reshape(*windows.shape[:2], 9)


def mean_filter_3x3(image: ArrayLike) -> NDArray[np.float64]:
    """Replace each pixel by the mean of its 3x3 surroundings.

    Parameters
    ----------
    image : (M, N) array of bool, int or float
        Grey values.

    Returns
    -------
    smooth : (M, N) array of float64
        Border rule: reflect.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or if the image does not have two dimensions.

    Notes
    -----
    The sum of nine pixels is the sum of three rows of three, so four additions of whole images are
    enough. They are made in float64: nine uint8 pixels add up to more than 255.

    Examples
    --------
    >>> mean_filter_3x3([[0, 0, 0], [0, 9, 0], [0, 0, 0]])
    array([[1., 1., 1.],
           [1., 1., 1.],
           [1., 1., 1.]])
    """
    padded = _padded_by_one(as_picture(image)).astype(np.float64)
    columns = padded[:-2] + padded[1:-1] + padded[2:]
    return (columns[:, :-2] + columns[:, 1:-1] + columns[:, 2:]) / 9


def median_3x3(image: ArrayLike) -> NDArray[Any]:
    """Replace each pixel by the median of its 3x3 surroundings.

    A median removes single outliers and keeps straight edges, but it rubs out whatever is thinner
    than two pixels.

    Parameters
    ----------
    image : (M, N) array of bool, int or float
        Grey values.

    Returns
    -------
    smooth : (M, N) array
        Same type as the image: the median of nine pixels is one of them. Border rule: reflect.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or if the image does not have two dimensions.

    Notes
    -----
    Nothing is sorted pixel by pixel. Minimum and maximum of whole images put the three pixels above
    each other in order; three such columns make a window. Its median is the median of three
    numbers: the largest of the lows, the median of the middles, the smallest of the highs.

    References
    ----------
    .. [1] J. L. Smith (1996), "Implementing median filters in XC4000E FPGAs", Xcell 23, 16.

    Examples
    --------
    One bright pixel disappears:

    >>> median_3x3([[5, 5, 5], [5, 99, 5], [6, 6, 6]])
    array([[5, 5, 5],
           [5, 5, 5],
           [6, 6, 6]])
    """
    padded = _padded_by_one(as_picture(image))
    low, middle, high = _in_order(padded[:-2], padded[1:-1], padded[2:])
    largest_low = np.maximum(np.maximum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    smallest_high = np.minimum(np.minimum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    median_middle = _median_of_three(middle[:, :-2], middle[:, 1:-1], middle[:, 2:])
    return _median_of_three(largest_low, median_middle, smallest_high)


def gaussian_kernel_1d(sigma: float, truncate: float = 4.0) -> NDArray[np.float64]:
    """Return the weights of a Gaussian blur along one axis.

    Parameters
    ----------
    sigma : float
        Width of the bell curve in pixels, 0 or more. At 0 there is one weight: no blur.
    truncate : float, default 4.0
        The kernel reaches ``truncate * sigma`` pixels to both sides, rounded to the nearest whole
        number (a half upwards).

    Returns
    -------
    kernel : (2 * radius + 1,) array of float64
        Weights that add up to 1, the same from both ends, the largest in the middle.

    Raises
    ------
    ValueError
        If `sigma` or `truncate` is negative or not a finite number.

    Examples
    --------
    Weights exp(-1/2), 1, exp(-1/2), divided by their sum:

    >>> gaussian_kernel_1d(1, truncate=1).round(3)
    array([0.274, 0.452, 0.274])
    >>> [gaussian_kernel_1d(sigma).size for sigma in (0, 1, 2, 5)]
    [1, 9, 17, 41]
    """
    sigma = positive(sigma, "sigma", or_zero=True)
    truncate = positive(truncate, "truncate", or_zero=True)
    steps = _steps(sigma, truncate)
    weights = np.exp(-0.5 * (steps / sigma) ** 2) if sigma else np.ones(1)
    kernel: NDArray[np.float64] = weights / weights.sum()
    return kernel


def gaussian_blur(image: ArrayLike, sigma: float, border: str = "reflect") -> NDArray[np.float64]:
    """Replace each pixel by a weighted mean: near pixels count more than far ones.

    Parameters
    ----------
    image : array of bool, int or float
        Grey values, of any number of dimensions; each axis is blurred.
    sigma : float
        Width of the bell curve in pixels, 0 or more. At 0 the image comes back as floats.
    border : {"reflect", "nearest", "mirror", "wrap", "constant"}, default "reflect"
        What lies outside the picture, in SciPy's names; "constant" means zeros.

    Returns
    -------
    smooth : array of float64
        Same shape. A weighted mean never leaves the range of the values that it averages.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, `sigma` is negative or not finite, or there is no such `border`.

    Notes
    -----
    The square of weights is a column of weights times a row of them, so the axes can be blurred
    one after the other: 41 + 41 products for each pixel instead of 41 * 41 at sigma 5. The weights
    are ours, the sum along one axis is `scipy.ndimage.correlate1d`.

    Examples
    --------
    >>> gaussian_blur([0, 0, 0, 1, 0, 0, 0], 1).round(2)
    array([0.  , 0.05, 0.24, 0.4 , 0.24, 0.05, 0.  ])
    """
    image = as_image(image)
    kernel = gaussian_kernel_1d(sigma)
    return _correlated(image, [kernel] * image.ndim, one_of(border, BORDERS, "border"))


def gradient_magnitude(image: ArrayLike, sigma: float) -> NDArray[np.float64]:
    """Return how steep the blurred image is at each pixel.

    High where dark and bright meet, 0 where the image is flat, never negative.

    Parameters
    ----------
    image : array of bool, int or float
        Grey values, of any number of dimensions.
    sigma : float
        Width of the Gaussian in pixels, above 0.

    Returns
    -------
    steepness : array of float64
        Grey values per pixel, same shape. Border rule: reflect.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or `sigma` is not a finite number above 0.

    Notes
    -----
    One derivative for each axis: along it the kernel is the derivative of the Gaussian, along the
    others the Gaussian itself. The magnitude is the root of the sum of their squares, as in
    `scipy.ndimage.gaussian_gradient_magnitude`.

    Examples
    --------
    >>> gradient_magnitude([[5, 5], [5, 5]], 1)
    array([[0., 0.],
           [0., 0.]])
    >>> gradient_magnitude([0, 0, 0, 8, 8, 8], 1).round(1)
    array([0.1, 1. , 2.9, 2.9, 1. , 0.1])
    """
    image = as_image(image)
    kernel, slope, _ = _derivatives(sigma)
    squares = np.zeros(image.shape)
    for axis in range(image.ndim):
        kernels = [slope if axis == other else kernel for other in range(image.ndim)]
        squares += _correlated(image, kernels) ** 2
    return np.sqrt(squares)


def laplacian_of_gaussian(image: ArrayLike, sigma: float) -> NDArray[np.float64]:
    """Return the curvature of the blurred image: a detector of blobs.

    Negative in the middle of a bright blob and positive in a dark one. The answer is strongest for
    discs of radius ``sigma * sqrt(2)``.

    Parameters
    ----------
    image : array of bool, int or float
        Grey values, of any number of dimensions.
    sigma : float
        Width of the Gaussian in pixels, above 0.

    Returns
    -------
    curvature : array of float64
        Sum of the second derivatives along all axes, same shape. Border rule: reflect.

    Raises
    ------
    TypeError
        If the image does not hold numbers.
    ValueError
        If there is no pixel, or `sigma` is not a finite number above 0.

    References
    ----------
    .. [1] D. Marr and E. Hildreth (1980), "Theory of edge detection", Proceedings of the Royal
       Society of London B 207, 187-217. https://doi.org/10.1098/rspb.1980.0020

    Examples
    --------
    >>> laplacian_of_gaussian([0, 0, 0, 0, 9, 0, 0, 0, 0], 1).round(1)
    array([ 0. ,  0.3,  1.5,  0. , -3.6,  0. ,  1.5,  0.3,  0. ])
    """
    image = as_image(image)
    kernel, _, curvature = _derivatives(sigma)
    total = np.zeros(image.shape)
    for axis in range(image.ndim):
        kernels = [curvature if axis == other else kernel for other in range(image.ndim)]
        total += _correlated(image, kernels)
    return total


def _steps(sigma: float, truncate: float) -> NDArray[np.int_]:
    """Return the distances of a kernel's places from its middle."""
    radius = int(truncate * sigma + 0.5)
    return np.arange(-radius, radius + 1)


def _derivatives(sigma: float) -> tuple[NDArray[np.float64], ...]:
    """Return the Gaussian, its first and its second derivative, as kernels to correlate with.

    A correlation does not turn its kernel round, so the slope rises to the right: the difference
    of what follows and what comes before.
    """
    sigma = positive(sigma, "sigma")
    kernel = gaussian_kernel_1d(sigma)
    steps = _steps(sigma, 4.0)
    slope = steps / sigma**2 * kernel
    curvature = (steps**2 / sigma**4 - 1 / sigma**2) * kernel
    return kernel, slope, curvature


def _correlated(
    image: NDArray[Any], kernels: Sequence[NDArray[np.float64]], border: str = "reflect"
) -> NDArray[np.float64]:
    """Sum weighted neighbours along one axis after the other, one kernel for each axis."""
    import scipy.ndimage as ndi

    result = image.astype(np.float64)
    for axis, kernel in enumerate(kernels):
        result = ndi.correlate1d(result, kernel, axis=axis, mode=border)
    return result


def _padded_by_one(image: NDArray[Any]) -> NDArray[Any]:
    """Add one row or column on each side; NumPy's "symmetric" is SciPy's "reflect"."""
    return np.pad(image, 1, mode="symmetric")


def _in_order(
    a: NDArray[Any], b: NDArray[Any], c: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Sort three arrays pixel by pixel: smallest, middle and largest values."""
    a, b = np.minimum(a, b), np.maximum(a, b)
    b, c = np.minimum(b, c), np.maximum(b, c)
    return np.minimum(a, b), np.maximum(a, b), c


def _median_of_three(a: NDArray[Any], b: NDArray[Any], c: NDArray[Any]) -> NDArray[Any]:
    return np.maximum(np.minimum(a, b), np.minimum(np.maximum(a, b), c))
