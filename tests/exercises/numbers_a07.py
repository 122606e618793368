"""The numbers that the text of A07 mentions, each computed from the data it speaks of."""

from functools import cache

import numpy as np
import scipy.ndimage as ndi

from coursekit import datasets, imaging
from coursekit.exercises import EXERCISES, QUESTIONS

LARGE = 200  # pixels
NOTEBOOKS = {
    "a": "label_components count_objects gauss_otsu_labels markers_from_distance Q1 Q2 Q4",
    "b": "flood split_touching four_pictures voronoi_otsu_labels cells_from_nuclei Q3 Q5",
}


def points(notebook):
    """Return the sum of the points declared for one notebook."""
    tasks = {**EXERCISES, **QUESTIONS}
    return f"{sum(tasks[f'a07.{name}'].points for name in NOTEBOOKS[notebook].split()):g}"


@cache
def nuclei():
    """Return the scene, and the components of its blurred image."""
    scene = datasets.load("nuclei", seed=1)
    return scene, imaging.gauss_otsu_labels(scene.image, sigma=1)


def n_components():
    """Return how many components the nuclei have."""
    return str(imaging.count_objects(nuclei()[1]))


def dice_of_the_masks():
    """Return the Dice coefficient of both masks."""
    scene, components = nuclei()
    return f"{imaging.dice_coefficient(scene.truth > 0, components > 0):.2f}"


@cache
def coins():
    """Return the components of the blurred coins."""
    return imaging.gauss_otsu_labels(datasets.load("coins").image, sigma=1)


def n_large_coins():
    """Return how many components of the coins are large."""
    return str(np.count_nonzero(np.bincount(coins().ravel())[1:] > LARGE))


def height_of_disc(which):
    """Return the largest distances of the two drawn discs, in pixels."""
    down, right = np.mgrid[:60, :100]
    pair = (np.hypot(down - 30, right - 32) < 22) | (np.hypot(down - 30, right - 68) < 19)
    middle = ndi.distance_transform_edt(pair)[30]
    return f"{(middle[:50], middle[50:])[which].max():.0f}"


def n_markers(sigma):
    """Return the number of markers after a blur of the distance map."""
    return str(imaging.count_objects(imaging.markers_from_distance(nuclei()[1] > 0, sigma)))


def n_voronoi_otsu(spot_sigma):
    """Return the number of objects of Voronoi-Otsu labelling, outline blur 1."""
    return str(imaging.count_objects(voronoi_otsu(spot_sigma)))


def voronoi_otsu(spot_sigma):
    """Return the label image of Voronoi-Otsu labelling, outline blur 1."""
    return imaging.voronoi_otsu_labels(nuclei()[0].image, spot_sigma, 1)


def mean_overlap(labels):
    """Return the mean overlap of each true nucleus with the region that shares most with it."""
    truth = nuclei()[0].truth
    overlaps = []
    for number in range(1, truth.max() + 1):
        nucleus = truth == number
        region = labels == np.bincount(labels[nucleus], minlength=2)[1:].argmax() + 1
        overlaps.append(np.sum(nucleus & region) / np.sum(nucleus | region))
    return f"{np.mean(overlaps):.2f}"


@cache
def tissue():
    """Return truth, nuclei and blurred membranes of the drawn tissue."""
    cells = datasets.load("membranes", seed=3, shape=(96, 128), n=20)
    nuclei = np.zeros(cells.truth.shape, dtype=int)
    for number in np.unique(cells.truth):
        depth = ndi.distance_transform_edt(np.pad(cells.truth == number, 1))[1:-1, 1:-1]
        nuclei[depth > 5] = number
    return cells.truth, nuclei, imaging.gaussian_blur(cells.boundary, 1)


def right_over(landscape):
    """Return how many pixels of the tissue get the right cell, in per cent."""
    truth, nuclei, membrane = tissue()
    heights = membrane if landscape == "membranes" else (nuclei > 0).astype(float)
    cells = imaging.cells_from_nuclei(nuclei, heights, np.ones(truth.shape, dtype=bool))
    return f"{100 * imaging.accuracy(truth, cells):.0f}"


def n_fragments():
    """Return the number of valleys of the membranes."""
    membrane = tissue()[2]
    valleys = membrane == ndi.minimum_filter(membrane, size=3)
    return str(imaging.label_components(valleys, 2).max())


NUMBERS = {
    "N-A07-01": lambda: points("a"),
    "N-A07-02": dice_of_the_masks,
    "N-A07-03": n_components,
    "N-A07-04": lambda: str(imaging.count_objects(coins())),
    "N-A07-05": n_large_coins,
    "N-A07-06": lambda: height_of_disc(0),
    "N-A07-07": lambda: height_of_disc(1),
    "N-A07-08": lambda: n_markers(0),
    "N-A07-09": lambda: n_markers(1),
    "N-A07-10": lambda: n_markers(10),
    "N-A07-20": lambda: points("b"),
    "N-A07-21": lambda: n_voronoi_otsu(4),
    "N-A07-22": lambda: mean_overlap(voronoi_otsu(4)),
    "N-A07-23": lambda: n_voronoi_otsu(1),
    "N-A07-24": lambda: right_over("membranes"),
    "N-A07-25": lambda: right_over("nuclei"),
    "N-A07-26": lambda: n_markers(2),
    "N-A07-27": n_components,
    "N-A07-28": n_fragments,
}
