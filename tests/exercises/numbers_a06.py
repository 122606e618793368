"""The numbers that the text of A06 mentions, each computed from the data it speaks of."""

from functools import cache, partial

import numpy as np
import scipy.ndimage as ndi

from coursekit import datasets, imaging
from coursekit.exercises import EXERCISES, QUESTIONS

NOTEBOOKS = {
    "a": "confusion_counts Q1 accuracy_from_counts precision_recall f1_from_counts Q2 "
    "mcc_from_counts Q4 Q5 Q6 validation_report",
    "b": "error_masks error_overlay overlay_plot Q3 my_metric_tests repaired_report",
}


@cache
def vessels():
    """Return the tile of the lesson (inverted, 3x3 median), its truth and Otsu's mask."""
    tile = datasets.load("kesm-vessels")
    image = ndi.median_filter(imaging.invert(tile.image), size=3)
    return image, tile.truth, image > imaging.otsu_threshold(image)


def points(notebook):
    """Return the sum of the points declared for one notebook."""
    tasks = {**EXERCISES, **QUESTIONS}
    return f"{sum(tasks[f'a06.{name}'].points for name in NOTEBOOKS[notebook].split()):g}"


def variant(how):
    """Return truth and Otsu's mask as they are, with the classes swapped, or padded."""
    _, truth, result = vessels()
    if how == "swapped":
        return ~truth, ~result
    if how == "padded":
        return np.pad(truth, 256), np.pad(result, 256)
    return truth, result


def score(name, how="as it is"):
    """Return one entry of the report of Otsu's mask."""
    return imaging.validation_report(*variant(how))[name]


def catch():
    """Return precision and recall of Otsu's mask."""
    return imaging.precision_recall(imaging.confusion_counts(*variant("as it is")))


def random_mask():
    """Return the mask that calls each pixel vessel with a chance of 3 in 100."""
    return np.random.default_rng(0).random(vessels()[1].shape) < 0.03


def random_recall():
    """Return the recall of the random mask."""
    return imaging.precision_recall(imaging.confusion_counts(vessels()[1], random_mask()))[1]


def smallest_accuracy():
    """Return the smallest accuracy of Otsu's, the black and the random mask."""
    _, truth, result = vessels()
    masks = (result, np.zeros_like(truth), random_mask())
    return min(imaging.accuracy(truth, mask) for mask in masks)


def missed_beside_found():
    """Return how many missed pixels have a found pixel in their 3x3 window."""
    _, truth, result = vessels()
    masks = imaging.error_masks(truth, result)
    return np.count_nonzero(masks["fn"] & imaging.windows_3x3(masks["tp"]).any(axis=2))


def moved_f1(mask):
    """Return the F1 of a mask against itself, moved by one column."""
    return imaging.dice_coefficient(mask, np.roll(mask, 1, axis=1))


def disc():
    """Return a disc that is about as large as all vessels together."""
    rows, columns = np.mgrid[:512, :512]
    return (rows - 256) ** 2 + (columns - 256) ** 2 < 48.75**2


@cache
def nuclei():
    """Return the mask of the nuclei of the phantom, Otsu's mask and the number of nuclei."""
    scene = datasets.load("nuclei")
    result = scene.image > imaging.otsu_threshold(scene.image)
    return scene.truth > 0, result, np.unique(scene.truth).size - 1


def second_observer():
    """Return the tracing of a second observer, whose hand wobbles."""
    truth = vessels()[1]
    wobble = ndi.gaussian_filter(np.random.default_rng(0).normal(size=truth.shape), 2)
    soft = ndi.gaussian_filter(truth.astype(float), 1)
    return soft * (1 + 2 * wobble) > 0.5


NUMBERS = {
    # A06a
    "N-A06-01": partial(points, "a"),
    "N-A06-02": lambda: f"{smallest_accuracy():.2f}",
    "N-A06-03": lambda: f"{random_recall():.3f}",
    "N-A06-04": lambda: f"{catch()[0]:.3f}",
    "N-A06-05": lambda: f"{catch()[1]:.3f}",
    "N-A06-06": lambda: f"{score('f1_score'):.3f}",
    "N-A06-07": lambda: f"{score('f1_score', 'swapped'):.3f}",
    "N-A06-08": lambda: f"{score('mcc'):.3f}",
    "N-A06-09": lambda: f"{score('mcc', 'padded') - score('mcc'):.3f}",
    "N-A06-10": lambda: f"{score('accuracy'):.3f}",
    "N-A06-11": lambda: f"{score('accuracy', 'padded'):.3f}",
    # A06b
    "N-A06-30": partial(points, "b"),
    "N-A06-31": lambda: str(imaging.confusion_counts(*variant("as it is"))["fn"]),
    "N-A06-32": lambda: str(imaging.confusion_counts(*variant("as it is"))["fp"]),
    "N-A06-33": lambda: str(missed_beside_found()),
    "N-A06-34": lambda: f"{moved_f1(vessels()[1]):.3f}",
    "N-A06-35": lambda: f"{moved_f1(disc()):.3f}",
    "N-A06-36": lambda: f"{score('f1_score'):.3f}",
    "N-A06-37": lambda: str(nuclei()[2]),
    "N-A06-38": lambda: f"{imaging.dice_coefficient(*nuclei()[:2]):.3f}",
    "N-A06-39": lambda: str(ndi.label(nuclei()[1])[1]),
    "N-A06-40": lambda: f"{imaging.dice_coefficient(vessels()[1], second_observer()):.3f}",
}
