"""The numbers that the text of A03 mentions, each computed from the data it speaks of."""

from functools import cache, partial

import numpy as np
import scipy.ndimage as ndi

from coursekit import datasets, imaging
from coursekit.exercises import EXERCISES, QUESTIONS

PIXEL_A, PIXEL_B = (113, 18), (60, 153)
NOTEBOOKS = {
    "a": "mean_filter_3x3 gaussian_kernel_1d median_3x3 Q4",
    "b": "gaussian_blur Q1 Q5 gradient_magnitude feature_table table_to_image feature_space_plot "
    "Q2 Q3",
}


def points(notebook):
    """Return the sum of the points declared for one notebook."""
    tasks = {**EXERCISES, **QUESTIONS}
    return f"{sum(tasks[f'a03.{name}'].points for name in NOTEBOOKS[notebook].split()):g}"


@cache
def head():
    """Return the head slice from 0 to 1 and its brain mask."""
    sample = datasets.load("oasis-brain")
    return imaging.to_unit_range(sample.image), sample.truth


@cache
def vessels():
    """Return the inverted tile, not filtered, and its truth."""
    tile = datasets.load("kesm-vessels")
    return imaging.invert(tile.image), tile.truth


@cache
def blurred(sigma=5):
    """Return the blurred head slice."""
    return imaging.gaussian_blur(head()[0], sigma)


def surroundings(pixel):
    """Return the mean of the 15x15 pixels around a pixel of the head slice."""
    row, column = pixel
    return head()[0][row - 7 : row + 8, column - 7 : column + 8].mean()


def same_grey():
    """Return the grey value of both pixels, which have the same one."""
    image, brain = head()
    assert image[PIXEL_A] == image[PIXEL_B]
    assert brain[PIXEL_B] > brain[PIXEL_A]
    return image[PIXEL_A]


@cache
def misleading_pairs():
    """Return the share of pairs, equally grey, with the brighter surroundings outside the brain."""
    image, brain = head()
    means = ndi.uniform_filter(image, 15)
    inside = np.zeros_like(brain)
    inside[7:-7, 7:-7] = True  # the 15x15 pixels fit into the picture
    wrong = pairs = 0
    for grey in np.unique(image[(image > 0.3) & (image < 0.5)]):
        here = (image == grey) & inside
        differences = means[here & brain][:, None] - means[here & ~brain]
        wrong, pairs = wrong + np.count_nonzero(differences < 0), pairs + differences.size
    return wrong / pairs


def with_fault(fault):
    """Return the tile with one of the two faults of section 1."""
    image = vessels()[0]
    if fault == "blur":
        return ndi.gaussian_filter(image, 3)
    light = np.linspace(0, 40, image.shape[1])
    return np.clip(image + light, 0, 255).astype(np.uint8)


def otsu_dice(image, truth):
    """Return the Dice coefficient of Otsu's mask."""
    return imaging.dice_coefficient(truth, image > imaging.otsu_threshold(image))


def tile_dice(median):
    """Return the Dice coefficient of the tile, with or without a median before."""
    image, truth = vessels()
    return otsu_dice(imaging.median_3x3(image) if median else image, truth)


@cache
def phantom_dice(noise, median):
    """Return the Dice coefficient of the phantom, with or without a median before."""
    sample = datasets.load("vessels", noise=noise)
    image = imaging.invert(sample.image)
    return otsu_dice(imaging.median_3x3(image) if median else image, sample.truth)


def flattened_dice():
    """Return the Dice coefficient after the uneven light was subtracted."""
    image = with_fault("light")
    rest = image - ndi.gaussian_filter(image.astype(float), 40)
    return imaging.dice_coefficient(vessels()[1], rest > 25)


def weight_beyond(truncate):
    """Return the share of a wide Gaussian kernel that lies beyond `truncate` sigmas."""
    kernel = imaging.gaussian_kernel_1d(50, truncate=10)
    distance = np.abs(np.arange(kernel.size) - kernel.size // 2)
    return kernel[distance > truncate * 50].sum()


def kernel_length(sigma):
    """Return how many weights the kernel has."""
    return str(imaging.gaussian_kernel_1d(sigma).size)


def edge_pixel(border):
    """Return the grey value of the tile at the left edge of row 300 after a blur."""
    image = datasets.load("kesm-vessels").image
    return f"{imaging.gaussian_blur(image, 5, border=border)[300, 0]:.0f}"


def best_cut_dice(image):
    """Return the Dice coefficient of the best of all cuts."""
    return imaging.best_threshold(np.round(image, 2), head()[1], imaging.dice_coefficient)[1]


def overlap(*features):
    """Return how many pixels of the head slice any rule by 20 bins for each feature loses."""
    brain, edges = head()[1], [np.linspace(0, 1, 21)] * len(features)
    table = np.column_stack([feature.ravel() for feature in features])
    inside, outside = (np.histogramdd(table[where.ravel()], edges)[0] for where in (brain, ~brain))
    return f"{np.minimum(inside, outside).sum():.0f}"


def three(value):
    """Write a number with three decimals."""
    return f"{value:.3f}"


def two(value):
    """Write a number with two decimals."""
    return f"{value:.2f}"


NUMBERS = {
    # A03a
    "N-A03-01": partial(points, "a"),
    "N-A03-02": lambda: three(same_grey()),
    "N-A03-03": lambda: three(surroundings(PIXEL_A)),
    "N-A03-04": lambda: three(surroundings(PIXEL_B)),
    "N-A03-05": lambda: two(tile_dice(median=False)),
    "N-A03-06": lambda: two(otsu_dice(with_fault("blur"), vessels()[1])),
    "N-A03-07": lambda: two(otsu_dice(with_fault("light"), vessels()[1])),
    "N-A03-08": lambda: three(imaging.mean_filter_3x3(head()[0])[PIXEL_A]),
    "N-A03-09": lambda: three(imaging.mean_filter_3x3(head()[0])[PIXEL_B]),
    "N-A03-10": lambda: f"{100 * np.exp(-0.5):.0f}",
    "N-A03-11": partial(kernel_length, 1),
    "N-A03-12": partial(kernel_length, 2),
    "N-A03-13": partial(kernel_length, 5),
    "N-A03-14": lambda: three(100 * weight_beyond(4)),
    "N-A03-15": lambda: three(tile_dice(median=False)),
    "N-A03-16": lambda: three(tile_dice(median=True)),
    "N-A03-17": lambda: three(blurred()[PIXEL_A]),
    "N-A03-18": lambda: three(blurred()[PIXEL_B]),
    "N-A03-19": lambda: three(phantom_dice(6, median=False)),
    "N-A03-20": lambda: three(phantom_dice(6, median=True)),
    "N-A03-21": lambda: three(phantom_dice(9, median=False)),
    "N-A03-22": lambda: three(phantom_dice(9, median=True)),
    "N-A03-23": lambda: f"{100 * misleading_pairs():.0f}",
    "N-A03-24": lambda: two(flattened_dice()),
    "N-A03-25": lambda: two(phantom_dice(15, median=False)),
    "N-A03-26": lambda: two(phantom_dice(15, median=True)),
    "N-A03-27": lambda: three(phantom_dice(3, median=False)),
    "N-A03-28": lambda: three(phantom_dice(3, median=True)),
    # A03b
    "N-A03-30": partial(points, "b"),
    "N-A03-31": partial(edge_pixel, "constant"),
    "N-A03-32": partial(edge_pixel, "reflect"),
    "N-A03-33": lambda: two(best_cut_dice(blurred(10))),
    "N-A03-34": lambda: two(best_cut_dice(head()[0])),
    "N-A03-35": lambda: str(head()[0].size),
    "N-A03-36": lambda: two(np.ptp(head()[0])),
    "N-A03-37": lambda: two(np.ptp(blurred())),
    "N-A03-38": lambda: overlap(blurred()),
    "N-A03-39": lambda: overlap(head()[0]),
    "N-A03-40": lambda: overlap(head()[0], blurred()),
    "N-A03-41": lambda: overlap(head()[0], np.random.default_rng(1).permutation(blurred().ravel())),
}
