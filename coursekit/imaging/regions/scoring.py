"""Score all walls of a feature graph by an estimator, and merge by these scores.

Forests and logistic regressions of scikit-learn are written out as arrays once. A compiled kernel
walks them thousands of times faster than `predict_proba`, which is made for tables, not for the few
walls that a merge joins. Other estimators, other managers, and computers without numba take
the plain form.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from coursekit.imaging._compiled import compiled, has_numba
from coursekit.imaging.regions._learned import (
    COUNT,
    EDGE_CACHE,
    FEATURES,
    KEEP,
    LABELS,
    REGION_CACHE,
    SUM,
    judge,
    judge_all,
    merge_learned,
    weigh,
)
from coursekit.imaging.regions.managers import FeatureGraph

Table = NDArray[np.float64]


class Merges(NamedTuple):
    """Merges by position, their heights, and the samples that the truth has judged."""

    pairs: NDArray[np.int64]
    heights: Table
    samples: Table


class Truth(NamedTuple):
    """What the kernel knows of the truth.

    `overlap` counts the voxels that each region shares with each true segment, `near` the boundary
    voxels of each edge near a true boundary; `scheme` is the number of the label that decides.
    """

    overlap: Table
    near: Table
    scheme: int


@dataclass(frozen=True, eq=False)
class FlatModel:
    """A forest or a logistic regression, written out as arrays.

    Attributes
    ----------
    links : (M, 3) array of int32
        Feature, left child and right child of each node of all trees; a leaf has the feature -1.
    numbers : (M, 2) array of float64
        Threshold of each node, and share of walls that stay.
    roots : (T,) array of int32
        Where each tree begins; none for a logistic regression.
    weights : (F + 1,) array of float64
        Weight of each feature and the intercept; none for a forest.
    """

    links: NDArray[np.int32]
    numbers: Table
    roots: NDArray[np.int32]
    weights: Table

    def probability(self, table: Table) -> Table:
        """Return the probability that each wall stays, (N,), for its row of features."""
        if len(self.weights):
            return np.asarray(scipy.special.expit(table @ self.weights[:-1] + self.weights[-1]))
        single = table.astype(np.float32)
        at = np.tile(self.roots, (len(table), 1))
        rows = np.arange(len(table))[:, np.newaxis]
        while (inner := self.links[at, 0] >= 0).any():
            below = single[rows, self.links[at, 0]] <= self.numbers[at, 0]
            at = np.where(inner, np.where(below, self.links[at, 1], self.links[at, 2]), at)
        return np.asarray(self.numbers[at, 1].cumsum(axis=1)[:, -1] / len(self.roots))


NO_MODEL = FlatModel(
    np.zeros((0, 3), np.int32), np.zeros((0, 2)), np.zeros(0, np.int32), np.zeros(0)
)


def flatten(estimator: Any) -> FlatModel | None:
    """Write an estimator out as arrays; None for one that is neither forest nor logistic.

    A pipeline of `StandardScaler` and `LogisticRegression` counts as logistic.
    """
    from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    if isinstance(estimator, RandomForestClassifier | ExtraTreesClassifier):
        return _flat_forest(estimator)
    if isinstance(estimator, LogisticRegression) and len(estimator.classes_) == 2:
        return _flat_regression(estimator.coef_[0], estimator.intercept_[0])
    if isinstance(estimator, Pipeline):
        steps = [step for _, step in estimator.steps]
        if [type(step) for step in steps] == [StandardScaler, LogisticRegression]:
            scaler, regression = steps
            zero, one = scaler.transform(np.outer([0.0, 1.0], np.ones(scaler.n_features_in_)))
            weights = regression.coef_[0]
            return _flat_regression(
                weights * (one - zero), regression.intercept_[0] + weights @ zero
            )
    return None


def _flat_regression(weights: Table, intercept: float) -> FlatModel:
    return FlatModel(
        NO_MODEL.links, NO_MODEL.numbers, NO_MODEL.roots, np.append(weights, intercept)
    )


def _flat_forest(forest: Any) -> FlatModel:
    links, numbers, roots, n_nodes = [], [], [], 0
    for tree in (estimator.tree_ for estimator in forest.estimators_):
        leaf = tree.children_left < 0
        feature = np.where(leaf, -1, tree.feature)
        children = [tree.children_left + n_nodes, tree.children_right + n_nodes]
        links.append(np.stack([feature, *children], axis=1))
        share = np.zeros(tree.node_count)
        if KEEP in forest.classes_:
            value = tree.value[:, 0, :]
            share = value[:, forest.classes_ == KEEP][:, 0] / value.sum(axis=1)
        numbers.append(np.stack([tree.threshold, share], axis=1))
        roots.append(n_nodes)
        n_nodes += tree.node_count
    tables = np.concatenate(links).astype(np.int32), np.concatenate(numbers)
    return FlatModel(*tables, np.array(roots, dtype=np.int32), NO_MODEL.weights)


def probability_of(estimator: Any) -> Callable[[Table], Table]:
    """Return a function of a table of features: the probability that each wall stays."""
    model = flatten(estimator)
    if model is not None:
        return model.probability

    def probability(table: Table) -> Table:
        known = np.asarray(estimator.classes_) == KEEP
        return np.asarray(estimator.predict_proba(table)[:, known].sum(axis=1))

    return probability


def merge_by(
    features: FeatureGraph, estimator: Any, truth: Truth | None = None, threshold: float = np.inf
) -> Merges:
    """Merge the walls with the lowest score; without an estimator this is the mean.

    With a truth, it decides about each wall that comes to the front.
    """
    model = NO_MODEL if estimator is None else flatten(estimator)
    plan = features.manager.plan(features.graph.sums.shape[1])
    if not has_numba() or plan is None or model is None:
        return merge_plain(features, estimator, truth, threshold)
    edges, regions = rows_of(features, truth)
    overlap = np.zeros((0, 1)) if truth is None else truth.overlap
    n_features = features.manager.features(*[features.wall_caches[:0]] * 3).shape[1]
    steps = np.array(plan, dtype=np.int64).reshape(-1, 2)
    described = (steps, n_features, model.links, model.numbers, model.roots, model.weights)
    ends = features.graph.positions(features.graph.edges)
    decided = (overlap, 0 if truth is None else truth.scheme)
    kernel = compiled(merge_learned)
    return Merges(*kernel(ends, edges, regions, described, decided, float(threshold)))


def flat_samples(features: FeatureGraph, truth: Truth) -> Table:
    """Return what the truth says about all walls before any merge, as rows of samples."""
    edges, regions = rows_of(features, truth)
    ends = features.graph.positions(features.graph.edges)
    kernel = compiled(judge_all) if has_numba() else judge_all
    judged = kernel(ends, edges, regions, truth.overlap)
    return np.hstack([ends, judged, features.table()])


def rows_of(features: FeatureGraph, truth: Truth | None) -> tuple[Table, Table]:
    """Return what each edge and each region knows, as one row each; see `_learned`."""
    graph = features.graph
    near = np.zeros(len(graph.edges)) if truth is None else truth.near
    own = np.stack([graph.counts, graph.sums[:, 0], near], axis=1)
    edges = np.hstack([own, features.wall_caches])
    return edges, np.hstack([graph.sizes[:, np.newaxis].astype(float), features.region_caches])


def merge_plain(
    features: FeatureGraph, estimator: Any, truth: Truth | None, threshold: float
) -> Merges:
    """Merge as the kernel does, with dictionaries; the walls of a merge are scored at once."""
    walls = _Walls(features, estimator, truth)
    ends = features.graph.positions(features.graph.edges)
    queue = walls.scored(list(range(len(ends))), 0)
    heapq.heapify(queue)
    pairs, heights = [], []
    samples = [np.zeros((0, FEATURES + walls.table(ends[:0, 0], ends[:0, 1], []).shape[1]))]
    while queue and queue[0][0] <= threshold and queue[0][0] < np.inf:
        height, _, edge, known = heapq.heappop(queue)
        if walls.version[edge] != known:
            continue
        kept, lost = sorted(walls.ends[edge])
        if truth is not None:
            samples.append(walls.sample(kept, lost, edge)[np.newaxis])
            if samples[-1][0, LABELS + truth.scheme] == KEEP:
                continue
        pairs.append((kept, lost))
        heights.append(height)
        for entry in walls.scored(walls.merge(kept, lost), len(pairs)):
            heapq.heappush(queue, entry)
    merged = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Merges(merged, np.array(heights), np.concatenate(samples))


class _Walls:
    """The rows of all edges and regions while regions merge."""

    def __init__(self, features: FeatureGraph, estimator: Any, truth: Truth | None):
        self.manager = features.manager
        self.probability = None if estimator is None else probability_of(estimator)
        self.edges, self.regions = rows_of(features, truth)
        self.overlap = None if truth is None else truth.overlap.copy()
        self.n_voxels = self.regions[:, COUNT].sum()
        self.version = [0] * len(self.edges)  # -1: the edge is gone
        self.edge_to: list[dict[int, int]] = [{} for _ in self.regions]
        ends = features.graph.positions(features.graph.edges)
        self.ends = ends.tolist()
        for edge, (a, b) in enumerate(self.ends):
            self.edge_to[a][b] = self.edge_to[b][a] = edge

    def table(self, a: Any, b: Any, edges: Any) -> Table:
        """Return the features of edges between regions a and b, ``a < b``."""
        swap = self.regions[b, COUNT] < self.regions[a, COUNT]
        small, large = np.where(swap, b, a), np.where(swap, a, b)
        caches = self.regions[:, REGION_CACHE:]
        return self.manager.features(self.edges[edges, EDGE_CACHE:], caches[small], caches[large])

    def scored(self, edges: list[int], n_merges: int) -> list[tuple[float, int, int, int]]:
        """Return an entry of the queue for each edge: score, merges so far, edge, version."""
        rows = self.edges[edges]
        scores = rows[:, SUM] / rows[:, COUNT]
        if self.probability is not None and edges:
            a, b = np.sort([self.ends[edge] for edge in edges]).T
            scores = self.probability(self.table(a, b, edges))
            scores = np.where(np.isnan(scores), np.inf, scores)  # nan: never
        return [
            (score, n_merges, edge, self.version[edge])
            for score, edge in zip(scores.tolist(), edges, strict=True)
        ]

    def sample(self, a: int, b: int, edge: int) -> Table:
        """Return the regions, what the truth says, weights, and features, in one row."""
        assert self.overlap is not None
        labels, weights = np.empty(4), np.empty(2)
        judge(self.overlap[a], self.overlap[b], self.edges[edge], labels)
        weigh(self.regions[a, COUNT], self.regions[b, COUNT], self.n_voxels, weights)
        table = self.table(np.array([a]), np.array([b]), [edge])
        return np.concatenate([[a, b], labels, weights, table[0]])

    def merge(self, kept: int, lost: int) -> list[int]:
        """Merge two regions, and the edges that are parallel then; return these edges."""
        joined = []
        self.version[self.edge_to[kept].pop(lost)] = -1
        del self.edge_to[lost][kept]
        for across, edge in self.edge_to[lost].items():
            del self.edge_to[across][lost]
            if across in self.edge_to[kept]:
                longer = self.edge_to[kept][across]
                self._add(self.edges, longer, edge, EDGE_CACHE)
                self.version[longer] += 1
                self.version[edge] = -1
                joined.append(longer)
            else:
                self.edge_to[kept][across] = self.edge_to[across][kept] = edge
                self.ends[edge] = [kept, across]
        self._add(self.regions, kept, lost, REGION_CACHE)
        if self.overlap is not None:
            self.overlap[kept] += self.overlap[lost]
        return joined

    def _add(self, rows: Table, kept: int, lost: int, start: int) -> None:
        one, other = rows[kept : kept + 1, start:], rows[lost : lost + 1, start:]
        rows[kept, :start] += rows[lost, :start]
        rows[kept, start:] = self.manager.merge(one, other)[0]
