"""The numbers that the text of A05 mentions, each computed from the data it speaks of."""

from functools import cache

import numpy as np

from coursekit import datasets, imaging
from coursekit.exercises import EXERCISES, QUESTIONS

NAMES = (1, 2, 3)  # fluid, grey matter, white matter
SPEC = [("raw",), ("gauss", 1), ("gauss", 2)]
CANDIDATES = [
    ("raw",),
    *(("gauss", s) for s in (1, 2, 5)),
    *(("gradient", s) for s in (1, 2, 5)),
]
KS = [1, 3, 5, 9, 15, 25, 51, 101, 201]
SLICES = {"train": 45, "validation": 50, "test": 60}
NOTEBOOKS = {
    "a": "nearest_mean_fit distances nearest_mean_predict Q5 knn_predict make_features Q6",
    "b": "fit_scaler_on_train scatter_grid Q1 Q2 train_test_report Q3 Q4 choose_k "
    "select_features k_curves Q7",
}


def points(notebook):
    """Return the sum of the points declared for one notebook."""
    tasks = {**EXERCISES, **QUESTIONS}
    return f"{sum(tasks[f'a05.{name}'].points for name in NOTEBOOKS[notebook].split()):g}"


@cache
def clouds():
    """Draw the two round classes, and the core with its ring, as the lesson does."""
    rng = np.random.default_rng(5)
    turn = rng.uniform(0, 2 * np.pi, 150)
    ring = np.column_stack([np.cos(turn), np.sin(turn)]) * rng.normal(4, 0.4, (150, 1))
    two = np.vstack([rng.normal(-2, 1, (150, 2)), rng.normal(2, 1, (150, 2))])
    return two, np.vstack([rng.normal(0, 0.8, (150, 2)), ring])


def right_by_nearest_mean(which):
    """Return the share of the drawn points that nearest mean names rightly."""
    kinds = np.repeat([1, 2], 150)
    result = imaging.nearest_mean_predict(
        clouds()[which], *imaging.nearest_mean_fit(clouds()[which], kinds)
    )
    return imaging.accuracy(kinds, result)


def rows(z, spec):
    """Return features and classes of the pixels inside the brain."""
    image, labels = datasets.mni152_slice(z)
    return imaging.make_features(image, spec)[(labels > 0).ravel()], labels[labels > 0]


def fluid_marks():
    """Return how many of the 900 pixels in the maps of the lesson are fluid."""
    tissue = rows(45, SPEC)[1]
    some = np.random.default_rng(0).choice(tissue.size, 900, replace=False)
    return str(np.count_nonzero(tissue[some] == 1))


def wrong_next_door():
    """Return how many pixels of slice 50 the nearest pixel of slice 45 names wrongly."""
    points, tissue = rows(45, SPEC)
    others, truth = rows(50, SPEC)
    return str(np.count_nonzero(imaging.knn_predict(points, tissue, others, 1) != truth))


def head(person):
    """Return image from 0 to 1 and classes of a drawn head."""
    sample = datasets.load("brain", subject=person)
    return imaging.to_unit_range(sample.image), sample.labels


def fluid(person):
    """Return the share of fluid in a drawn brain, in per cent."""
    labels = head(person)[1]
    return f"{100 * np.mean(labels[labels > 0] == 1):.0f}"


def white(person):
    """Return the mean grey value of white matter."""
    image, labels = head(person)
    return f"{image[labels == 3].mean():.2f}"


@cache
def chosen():
    """Return the features that forward selection takes."""
    slices = [datasets.mni152_slice(SLICES[name]) for name in ("train", "validation")]
    return imaging.select_features(*slices, CANDIDATES)


@cache
def curve(name):
    """Return the chosen k and the mean Dice for each k on one of the three slices."""
    points, tissue = rows(SLICES["train"], chosen())
    others, truth = rows(SLICES[name], chosen())
    scaled, asked = imaging.fit_scaler_on_train(points, others)
    return imaging.choose_k((scaled, tissue), (asked, truth), KS)


def at_chosen_k(name):
    """Return the mean Dice of a slice at the k that the validation slice chooses."""
    return f"{curve(name)[1][KS.index(curve('validation')[0])]:.2f}"


NUMBERS = {
    "N-A05-01": lambda: points("a"),
    "N-A05-02": lambda: f"{300 * right_by_nearest_mean(0):.0f}",
    "N-A05-03": lambda: f"{100 * right_by_nearest_mean(1):.0f}",
    "N-A05-04": wrong_next_door,
    "N-A05-05": fluid_marks,
    "N-A05-20": lambda: points("b"),
    "N-A05-21": lambda: fluid(2),
    "N-A05-22": lambda: fluid(1),
    "N-A05-23": lambda: white(1),
    "N-A05-24": lambda: white(2),
    "N-A05-25": lambda: f"{curve('test')[1][KS.index(1)]:.2f}",
    "N-A05-26": lambda: str(curve("validation")[0]),
    "N-A05-27": lambda: at_chosen_k("test"),
    "N-A05-28": lambda: str(len(chosen())),
    "N-A05-29": lambda: at_chosen_k("validation"),
}
