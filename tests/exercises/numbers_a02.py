"""The numbers that the text of A02 mentions, each computed from the data it speaks of."""

from functools import cache, partial

import numpy as np
import scipy.ndimage as ndi
import skimage as ski

from coursekit import datasets, imaging
from coursekit.exercises import EXERCISES, QUESTIONS

MARBLES = np.array([1, 1, 2, 7, 8, 9])
METHODS = {
    "Yen": ski.filters.threshold_yen,
    "Otsu": imaging.otsu_threshold,
    "triangle": ski.filters.threshold_triangle,
    "isodata": ski.filters.threshold_isodata,
    "Li": ski.filters.threshold_li,
}
HALVES = {"left": np.s_[:, :256], "right": np.s_[:, 256:]}
BINS = np.linspace(0, 1, 21)
NOTEBOOKS = {
    "a": "apply_threshold between_class_variance otsu_threshold repaired_otsu Q3",
    "b": "two_means_1d compare_thresholds Q5 accuracy Q2",
    "c": "dice_coefficient threshold_plot Q1 dice_for_class class_list_and_zeros dice_multiclass "
    "Q4 best_threshold score_curves Q6",
}


@cache
def vessels():
    """Return the tile of the lesson (inverted, 3x3 median) and its truth."""
    tile = datasets.load("kesm-vessels")
    return ndi.median_filter(imaging.invert(tile.image), size=3), tile.truth


@cache
def head():
    """Return the head slice from 0 to 1 and its brain mask."""
    sample = datasets.load("oasis-brain")
    return imaging.to_unit_range(sample.image), sample.truth


def points(notebook):
    """Return the sum of the points declared for one notebook."""
    tasks = {**EXERCISES, **QUESTIONS}
    return f"{sum(tasks[f'a02.{name}'].points for name in NOTEBOOKS[notebook].split()):g}"


def percent(share, digits=0):
    """Write a share as per cent, without the sign."""
    return f"{100 * share:.{digits}f}"


def kept(cut, digits=0):
    """Return the share of the tile above a cut."""
    return percent(np.mean(vessels()[0] > cut), digits)


def traced(digits=1):
    """Return the share of the tile that a person called vessel."""
    return percent(vessels()[1].mean(), digits)


def marble_jars(cut):
    """Sort the marbles into the dark and the bright jar."""
    bright = np.greater(MARBLES, cut)
    return MARBLES[~bright], MARBLES[bright]


def distance(cut):
    """Return the distance between the means of the two jars."""
    dark, bright = marble_jars(cut)
    return bright.mean() - dark.mean()


def spread_inside(cut):
    """Return the spread that is left inside the jars, weighted by their shares."""
    return sum(jar.size / MARBLES.size * jar.var() for jar in marble_jars(cut))


def marble_score(cut):
    """Return Otsu's score of a cut through the marbles."""
    return imaging.between_class_variance(np.bincount(MARBLES), cut)


def tile_score(cut):
    """Return Otsu's score of a cut through the vessel tile."""
    return imaging.between_class_variance(imaging.grey_histogram(vessels()[0]), cut)


def otsu():
    """Return Otsu's threshold of the vessel tile."""
    return imaging.otsu_threshold(vessels()[0])


def unweighted_threshold():
    """Return the cut with the smallest sum of the two variances: the version to repair."""
    image = vessels()[0]
    cuts = range(int(image.min()), int(image.max()))
    return min(cuts, key=lambda t: image[image <= t].var() + image[image > t].var())


def explained(image):
    """Return the part of the spread of an image that its Otsu threshold explains."""
    counts = imaging.grey_histogram(image)
    return imaging.between_class_variance(counts, imaging.otsu_threshold(image)) / image.var()


def tile_without_vessels():
    """Return the part of the tile in which nothing was traced."""
    image, truth = vessels()
    assert not truth[0:64, 64:128].any()
    return image[0:64, 64:128]


def two_means(image, *start):
    """Return the cut between two means."""
    return imaging.two_means_1d(image, *start)[1]


def method_shares():
    """Return the smallest and the largest share that the five methods call vessel."""
    rows = imaging.compare_thresholds(vessels()[0], METHODS)
    shares = [share for _, _, share in rows]
    return min(shares), max(shares)


def method_dice(name):
    """Return the Dice coefficient of the mask of one method."""
    image, truth = vessels()
    return imaging.dice_coefficient(truth, image > METHODS[name](image))


@cache
def class_counts():
    """Return the histograms of the head slice, not brain and brain."""
    return imaging.class_histograms(*head(), BINS)


@cache
def fewest_errors():
    """Return how many pixels of the head slice the best of all cuts loses."""
    image, truth = head()
    share = imaging.best_threshold(image, truth, imaging.accuracy)[1]
    return round((1 - share) * truth.size)


def accuracy_of(mask):
    """Return the accuracy of a mask of the vessel tile."""
    return imaging.accuracy(vessels()[1], mask)


def otsu_mask():
    """Return Otsu's mask of the vessel tile."""
    return vessels()[0] > otsu()


def counts(box):
    """Return one of the four counts of Otsu's mask."""
    return imaging.confusion_counts(vessels()[1], otsu_mask())[box]


@cache
def best_of(half=None):
    """Return the best cut and its Dice, for a half of the tile or for all of it."""
    image, truth = vessels()
    where = HALVES.get(half, np.s_[:, :])
    return imaging.best_threshold(image[where], truth[where], imaging.dice_coefficient)


def dice_on_the_right(cut):
    """Return the Dice coefficient of the right half with a given cut."""
    image, truth = (array[HALVES["right"]] for array in vessels())
    return imaging.dice_coefficient(truth, image > cut)


def left_cut_on_the_right():
    """Return the Dice of the right half with the best cut of the left half."""
    return dice_on_the_right(best_of("left")[0])


def band_dice():
    """Return the Dice coefficient of a band of grey values of the head slice."""
    image, truth = head()
    return imaging.dice_coefficient(truth, (image > 0.06) & (image <= 0.52))


def not_inverted_dice():
    """Return the Dice coefficient of Otsu's mask of the tile as it is stored, vessels dark."""
    image = ndi.median_filter(datasets.load("kesm-vessels").image, size=3)
    return imaging.dice_coefficient(vessels()[1], image > imaging.otsu_threshold(image))


def one_cut_accuracy():
    """Return the accuracy of Otsu's two classes on the phantom of three."""
    scene = datasets.load("three_classes")
    result = scene.image > imaging.otsu_threshold(scene.image)
    return imaging.accuracy(scene.truth, result.astype(int))


def wrapped_dice():
    """Return what masks of 0 and 255 give when they are multiplied in uint8."""
    truth, result = (mask.astype(np.uint8) * 255 for mask in (vessels()[1], otsu_mask()))
    return 2 * (truth * result).sum() / (truth.sum() + result.sum())


NUMBERS = {
    # A02a
    "N-A02-01": partial(points, "a"),
    "N-A02-02": partial(kept, 40),
    "N-A02-03": partial(kept, 150, 1),
    "N-A02-04": traced,
    "N-A02-05": lambda: f"{marble_jars(2)[0].mean():.2f}",
    "N-A02-06": lambda: f"{marble_jars(2)[1].mean():g}",
    "N-A02-07": lambda: f"{distance(2):.2f}",
    "N-A02-08": lambda: f"{marble_score(2):.2f}",
    "N-A02-09": lambda: f"{spread_inside(2):.2f}",
    "N-A02-10": lambda: f"{MARBLES.var():.2f}",
    "N-A02-11": lambda: f"{marble_score(1):.2f}",
    "N-A02-12": lambda: f"{marble_score(4):.2f}",
    "N-A02-13": lambda: str(imaging.grey_histogram(vessels()[0]).argmax()),
    "N-A02-14": lambda: str(otsu()),
    "N-A02-15": lambda: f"{tile_score(65):.1f}",
    "N-A02-16": lambda: f"{tile_score(otsu()):.1f}",
    "N-A02-17": lambda: str(unweighted_threshold()),
    "N-A02-18": lambda: percent(explained(tile_without_vessels())),
    "N-A02-19": lambda: percent(explained(vessels()[0])),
    "N-A02-22": lambda: str(max(range(45), key=tile_score)),
    "N-A02-23": lambda: str(np.count_nonzero(vessels()[0] == otsu())),
    "N-A02-24": lambda: str(vessels()[0].max()),
    "N-A02-25": lambda: f"{distance(2) ** 2:.2f}",
    # A02b
    "N-A02-30": partial(points, "b"),
    "N-A02-31": lambda: f"{two_means(vessels()[0], 0, 255):.2f}",
    "N-A02-32": lambda: f"{two_means(vessels()[0], 30, 60):.2f}",
    "N-A02-33": lambda: str(otsu()),
    "N-A02-34": lambda: f"{two_means(vessels()[0], 0, 10):.2f}",
    "N-A02-35": lambda: kept(two_means(vessels()[0], 0, 10)),
    "N-A02-36": lambda: f"{two_means(head()[0], 0, 1):.4f}",
    "N-A02-37": lambda: f"{ski.filters.threshold_otsu(head()[0]):.4f}",
    "N-A02-38": lambda: percent(method_shares()[0], 1),
    "N-A02-39": lambda: percent(method_shares()[1]),
    "N-A02-40": lambda: f"{METHODS['isodata'](vessels()[0]):g}",
    "N-A02-42": lambda: str(class_counts()[0].max()),
    "N-A02-43": lambda: str(np.minimum(*class_counts()).sum()),
    "N-A02-44": lambda: str(fewest_errors()),
    "N-A02-45": lambda: percent(accuracy_of(np.zeros_like(vessels()[1])), 2),
    "N-A02-46": lambda: percent(accuracy_of(otsu_mask()), 2),
    "N-A02-47": lambda: str(np.count_nonzero(vessels()[1])),
    "N-A02-48": lambda: str(vessels()[1].size),
    "N-A02-49": lambda: str(np.count_nonzero(~vessels()[1])),
    "N-A02-50": lambda: str(counts("fn")),
    "N-A02-51": lambda: percent(accuracy_of(np.zeros_like(vessels()[1])), 1),
    "N-A02-52": lambda: percent(accuracy_of(np.roll(vessels()[1], 5, axis=1)), 1),
    # A02c
    "N-A02-60": partial(points, "c"),
    "N-A02-61": lambda: f"{imaging.dice_coefficient(head()[1], head()[0] > 0.1):.2f}",
    "N-A02-62": lambda: f"{method_dice('Yen'):.3f}",
    "N-A02-63": lambda: f"{best_of()[1]:.3f}",
    "N-A02-64": lambda: f"{method_dice('Otsu'):.3f}",
    "N-A02-65": lambda: f"{best_of('left')[1]:.3f}",
    "N-A02-66": lambda: f"{left_cut_on_the_right():.3f}",
    "N-A02-67": lambda: str(best_of()[0]),
    "N-A02-68": lambda: f"{wrapped_dice():.4f}",
    "N-A02-69": lambda: f"{method_dice('Otsu'):.4f}",
    "N-A02-70": lambda: f"{best_of('left')[1] - left_cut_on_the_right():.3f}",
    "N-A02-71": lambda: f"{dice_on_the_right(otsu()):.3f}",
    "N-A02-72": lambda: f"{band_dice():.3f}",
    "N-A02-73": lambda: f"{imaging.best_threshold(*head(), imaging.dice_coefficient)[1]:.3f}",
    "N-A02-74": lambda: f"{accuracy_of(np.zeros_like(vessels()[1])):.4f}",
    "N-A02-75": lambda: f"{not_inverted_dice():.4f}",
    "N-A02-76": lambda: f"{one_cut_accuracy():.2f}",
    "N-A02-77": lambda: str(best_of("left")[0]),
    "N-A02-78": lambda: str(best_of("right")[0]),
}
