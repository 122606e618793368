"""How long coursekit.imaging takes, next to what one would use instead.

Run as `python benchmarks/imaging.py`. Each row is one task on one image; a ratio below 1 means that
coursekit is the faster one. The answers are compared before anything is timed.
"""

import timeit

import numpy as np
import skimage as ski
from rich.console import Console
from rich.table import Table
from sklearn.metrics import confusion_matrix, f1_score

from coursekit import imaging
from coursekit.datasets import phantoms

SIDES = (512, 2048)
REPEATS = 5


def tasks(image, truth):
    """List what is timed: task, our function, the other library and its function."""
    result = image > 79
    flat = truth.ravel(), result.ravel()
    return [
        (
            "otsu_threshold",
            lambda: imaging.otsu_threshold(image),
            "skimage threshold_otsu",
            lambda: ski.filters.threshold_otsu(image),
        ),
        (
            "grey_histogram",
            lambda: imaging.grey_histogram(image),
            "np.histogram",
            lambda: np.histogram(image, bins=256, range=(0, 256))[0],
        ),
        (
            "grey_histogram",
            lambda: imaging.grey_histogram(image),
            "np.bincount",
            lambda: np.bincount(image.ravel(), minlength=256),
        ),
        (
            "confusion_counts",
            lambda: list(imaging.confusion_counts(truth, result).values()),
            "sklearn confusion_matrix",
            lambda: confusion_matrix(*flat).ravel(),
        ),
        (
            "dice_coefficient",
            lambda: imaging.dice_coefficient(truth, result),
            "sklearn f1_score",
            lambda: f1_score(*flat),
        ),
    ]


def milliseconds(function):
    """Return the shortest time of a call: the one that was disturbed least."""
    function()
    timer = timeit.Timer(function)
    number, _ = timer.autorange()
    return 1000 * min(timer.repeat(REPEATS, max(1, number // 4))) / max(1, number // 4)


def main():
    """Print the table."""
    table = Table("side", "coursekit", "ms", "instead", "ms", "ratio")
    for side in SIDES:
        scene = phantoms.vessels(seed=1, shape=(side, side))
        for task, ours, other_name, other in tasks(scene["image"], scene["truth"]):
            np.testing.assert_allclose(ours(), other(), rtol=1e-12)
            mine, theirs = milliseconds(ours), milliseconds(other)
            ratio = f"{mine / theirs:.2g}"
            table.add_row(str(side), task, f"{mine:.2f}", other_name, f"{theirs:.2f}", ratio)
        table.add_section()
    Console().print(table)


if __name__ == "__main__":
    main()
