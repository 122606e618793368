"""How long learned agglomeration takes, next to the parts of it that nobody can avoid.

Run as `python benchmarks/learning.py [SIDE ...]` (default 64): first gala's volumes, if they can
be had, then made-up cells and fragments of SIDE^3 voxels. A ratio below 1 means that coursekit is
the faster one. No other library on PyPI learns to agglomerate. So:

- learning (features, flat pass, one pass of merging) is set against fitting the forest to the rows
  that it gives: the fit should be what takes the time;
- merging by a forest and by logistic regression is set against asking the estimator's own
  `predict_proba` after each merge, with the same result.

gala itself took 4.8 to 7.4 s to learn from its training volume and 2.7 to 3.9 s to merge the test
volume by a forest, measured on a machine of this kind.
"""

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from unittest import mock

import numpy as np
import scipy.ndimage as ndi
from _timing import Contest, in_turn
from partitions import cells
from rich.console import Console
from rich.table import Table
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from coursekit import datasets
from coursekit.imaging.regions import (
    Histogram,
    Moments,
    classifier_priority,
    compose,
    feature_graph,
    learn_agglomerate,
    scoring,
)

SIDES = (64,)
MANAGER = compose(Moments(), Histogram())


def made_up(side: int, seed: int) -> SimpleNamespace:
    """Return cells as truth, fragments that do not keep to them, and noisy walls of the cells."""
    rng = np.random.default_rng(seed)
    truth, fragments = (cells(side, side**3 // size, rng) for size in (12_000, 320))
    wall = (ndi.maximum_filter(truth, 3) != ndi.minimum_filter(truth, 3)).astype(float)
    boundary = np.clip(0.8 * wall + rng.normal(0.1, 0.1, wall.shape), 0, 1)
    return SimpleNamespace(truth=truth, fragments=fragments, boundary=boundary)


def pairs_of_volumes(sides: tuple[int, ...]) -> Iterator[tuple[str, Any, Any]]:
    """Give a volume to learn from and one to segment: gala's, and made-up ones."""
    try:
        yield "gala", datasets.load("gala-em-train"), datasets.load("gala-em-test")
    except datasets.DataError:
        Console().print("The gala volumes cannot be had; left out.")
    for side in sides:
        yield f"{side}^3", made_up(side, 0), made_up(side, 1)


def contests_learning(train: Any, test: Any) -> list[Contest]:
    """List what is timed on one pair of volumes."""

    def learn() -> Any:
        features = feature_graph(train.fragments, train.boundary, MANAGER)
        return learn_agglomerate(features, train.truth, order="mean")

    training = learn()
    forest = RandomForestClassifier(100, random_state=0)
    logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=3000))

    def fit() -> Any:
        return forest.fit(training.features, training.labels[:, 0])

    fit()
    logistic.fit(training.features, training.labels[:, 0])
    features = feature_graph(test.fragments, test.boundary, MANAGER)

    def merging(estimator: Any) -> Any:
        return lambda: classifier_priority(estimator, features).tree(0.5).a

    def asking(estimator: Any) -> Any:
        def run() -> Any:
            with mock.patch.object(scoring, "flatten", return_value=None):
                return merging(estimator)()

        return run

    each = "predict_proba"
    return [
        Contest("learn", learn, "fit of the forest", fit),
        Contest("merge by forest", merging(forest), each, asking(forest)),
        Contest("merge by logistic", merging(logistic), each, asking(logistic)),
    ]


def main(sides: tuple[int, ...]) -> None:
    """Compare the merges, and print the times."""
    table = Table("volumes", "coursekit", "ms", "instead", "ms", "ratio")
    for name, train, test in pairs_of_volumes(sides):
        for task, ours, other_name, other in contests_learning(train, test):
            if task != "learn":
                np.testing.assert_array_equal(ours(), other())
            mine, theirs = in_turn(ours, other)
            ratio = f"{mine / theirs:.2g}"
            table.add_row(name, task, f"{mine:.1f}", other_name, f"{theirs:.1f}", ratio)
        table.add_section()
    Console().print(table)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIDES)
