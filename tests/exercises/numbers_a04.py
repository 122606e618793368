"""The numbers that the text of A04 mentions, each computed from the data it speaks of."""

from functools import cache, partial

import numpy as np

from coursekit import datasets, imaging
from coursekit.exercises import EXERCISES, QUESTIONS

START = np.array([[0.3, 0.3], [0.5, 0.1]])
THREE = np.array([[0.1, 0.1], [0.3, 0.3], [0.5, 0.1]])
FOUR = np.array([[0.0, 0.0], [0.2, 0.3], [0.4, 0.4], [0.7, 0.3]])
PLACES = {"P": (133, 55), "Q": (127, 189), "R": (125, 188)}
NOTEBOOKS = {
    "a": "assign update kmeans Q3 Q5",
    "b": "standardise Q4 Q1 match_clusters segment_kmeans cluster_plot Q2 Q6",
}


def points(notebook):
    """Return the sum of the points declared for one notebook."""
    tasks = {**EXERCISES, **QUESTIONS}
    return f"{sum(tasks[f'a04.{name}'].points for name in NOTEBOOKS[notebook].split()):g}"


@cache
def head():
    """Return the head slice from 0 to 1 and its brain mask."""
    sample = datasets.load("oasis-brain")
    return imaging.to_unit_range(sample.image), sample.truth


@cache
def table():
    """Return the raw and the blurred value of each pixel."""
    return imaging.feature_table(head()[0], sigmas=(5,))


@cache
def clusters():
    """Return labels, centres and steps of k-means from the start of the lesson."""
    return imaging.kmeans(table(), START)


@cache
def path():
    """Return the centres after each step."""
    return imaging.kmeans_path(table(), START)


def centre(number, feature):
    """Return one coordinate of the end of one centre."""
    return f"{clusters()[1][number, feature]:.3f}"


def sum_of_squares(step):
    """Return the sum of squared distances to the nearest centre after a number of steps."""
    distances = ((table()[:, np.newaxis] - path()[step]) ** 2).sum(axis=2)
    return f"{distances.min(axis=1).sum():.0f}"


def pixels_apart(one, other):
    """Return the distance of two marked pixels in the image."""
    return np.hypot(*np.subtract(PLACES[one], PLACES[other]))


def rows_above(one, other):
    """Return how many rows one marked pixel lies above another."""
    return PLACES[other][0] - PLACES[one][0]


def bell_width(number):
    """Return the width of one of two bell curves fitted to the raw values, the dark one first."""
    from sklearn.mixture import GaussianMixture

    model = GaussianMixture(2, random_state=0).fit(table()[:, :1])
    order = np.argsort(model.means_.ravel())
    return f"{np.sqrt(model.covariances_.ravel())[order[number]]:.2f}"


def dice_of(labels, number=1):
    """Return the Dice coefficient of a cluster against the brain."""
    return imaging.dice_coefficient(head()[1].ravel(), labels == number)


def standardised_dice(move_start):
    """Return the Dice coefficient of cluster 1 with standardised features."""
    z, mean, sd = imaging.standardise(table())
    return dice_of(imaging.kmeans(z, (START - mean) / sd if move_start else START)[0])


def blurred_alone_dice():
    """Return the Dice coefficient of the group that the blurred value alone finds."""
    labels, centres, _ = imaging.kmeans(table()[:, 1:], START[:, 1:])
    return dice_of(labels, int(centres.argmax()))


def counts(box):
    """Return one of the four counts of cluster 1."""
    result = imaging.segment_kmeans(head()[0], 5, START)
    return imaging.confusion_counts(head()[1], result)[box]


def brain_share(number):
    """Return the part of brain pixels in one of three clusters, in per cent."""
    labels, _, _ = imaging.kmeans(table(), THREE)
    return f"{100 * head()[1].ravel()[labels == number].mean():.0f}"


def four_matched_dice():
    """Return the Dice coefficient of four clusters that voted for their class."""
    labels, _, _ = imaging.kmeans(table(), FOUR)
    truth = head()[1].ravel()
    return imaging.dice_coefficient(truth, imaging.match_clusters(labels, truth))


def starts_with_brain_as_0():
    """Count in how many of the lesson's 50 random starts the brain is cluster 0."""
    rng = np.random.default_rng(0)
    count = 0
    for _ in range(50):
        rows = rng.choice(len(table()), 2, replace=False)
        labels, _, _ = imaging.kmeans(table(), table()[rows])
        count += dice_of(labels, 0) > dice_of(labels, 1)
    return str(count)


def vote_errors():
    """Return how many pixels lose the vote in boxes of 0.02 by 0.02."""
    edges, truth = np.linspace(0, 1, 51), head()[1].ravel()
    brain, rest = (
        np.histogram2d(*table()[pixels].T, bins=(edges, edges))[0] for pixels in (truth, ~truth)
    )
    return f"{np.minimum(brain, rest).sum():g}"


NUMBERS = {
    # A04a
    "N-A04-01": partial(points, "a"),
    "N-A04-02": lambda: f"{pixels_apart('P', 'Q'):.0f}",
    "N-A04-03": lambda: str(rows_above("R", "Q")),
    "N-A04-04": partial(centre, 0, 0),
    "N-A04-05": partial(centre, 0, 1),
    "N-A04-06": partial(centre, 1, 0),
    "N-A04-07": partial(centre, 1, 1),
    "N-A04-08": partial(sum_of_squares, 0),
    "N-A04-09": partial(sum_of_squares, -1),
    "N-A04-10": lambda: str(clusters()[2]),
    "N-A04-11": partial(bell_width, 0),
    "N-A04-12": partial(bell_width, 1),
    # A04b
    "N-A04-20": partial(points, "b"),
    "N-A04-21": lambda: f"{standardised_dice(move_start=True):.3f}",
    "N-A04-22": lambda: f"{standardised_dice(move_start=False):.3f}",
    "N-A04-23": lambda: f"{dice_of(clusters()[0]):.3f}",
    "N-A04-24": lambda: f"{blurred_alone_dice():.3f}",
    "N-A04-25": lambda: str(counts("fp")),
    "N-A04-26": lambda: str(counts("fn")),
    "N-A04-27": partial(brain_share, 1),
    "N-A04-28": partial(brain_share, 2),
    "N-A04-29": lambda: f"{four_matched_dice():.3f}",
    "N-A04-30": starts_with_brain_as_0,
    "N-A04-31": lambda: str(counts("fp") + counts("fn")),
    "N-A04-32": vote_errors,
}
