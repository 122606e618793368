"""Samples, tiny graphs, and functions that make features: the input of the exercises of A09."""

from itertools import pairwise

import numpy as np

from coursekit.checking import generate as gen


def samples(rng: gen.Rng, most: int = 6, fewest: int = 1) -> np.ndarray:
    """Draw samples between 0 and 1 that never lie on the edge between two bins."""
    count = int(rng.integers(fewest, most + 1))
    return (rng.integers(0, 64, count) + 0.5) / 64


def graph_of_walls(rng: gen.Rng, n_regions: int = 0) -> dict[tuple[int, int], np.ndarray]:
    """Draw a graph of three to five regions; its walls stand in any order."""
    count = n_regions or int(rng.integers(3, 6))
    names = np.sort(rng.choice(np.arange(1, 12), count, replace=False)).tolist()
    pairs = [(a, b) for place, a in enumerate(names) for b in names[place + 1 :]]
    chain = list(pairwise(names))
    chosen = [pair for pair in pairs if pair in chain or rng.random() < 0.6]
    return {chosen[k]: samples(rng) for k in rng.permutation(len(chosen)).tolist()}


def number_and_mean(values):
    """Return two features: how many samples, and their mean."""
    return np.array([len(values), np.mean(values)])


def smallest_median_largest(values):
    """Return three features."""
    return np.array([np.min(values), np.median(values), np.max(values)])


def mean_only(values):
    """Return one feature."""
    return np.array([np.mean(values)])


FEATURES = (number_and_mean, smallest_median_largest, mean_only)


class TinyModel:
    """A fitted classifier with two classes, whose probabilities follow from a few weights."""

    def __init__(self, weights, intercept, name="model"):
        self.weights = np.asarray(weights, dtype=float)
        self.intercept, self.name = float(intercept), name
        self.classes_ = np.array([-1, 1])
        self.n_features_in_ = len(self.weights)

    def __repr__(self):
        """Look like a fitted model of scikit-learn."""
        return f"<{self.name}, fitted to {self.n_features_in_} features>"

    def decision_function(self, X):
        """Return how far each row lies on the side of +1."""
        X = np.asarray(X, dtype=float)
        if X.ndim != 2:
            raise ValueError(f"Expected 2D array, got {X.ndim}D array instead")
        return X @ self.weights + self.intercept

    def predict_proba(self, X):
        """Return one row for each row of X: the probabilities of -1 and of +1."""
        keep = 1 / (1 + np.exp(-self.decision_function(X)))
        return np.column_stack([1 - keep, keep])

    def predict(self, X):
        """Return -1 or +1 for each row of X."""
        return np.where(self.decision_function(X) > 0, 1, -1)
