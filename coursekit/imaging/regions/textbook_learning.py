"""Learned agglomeration in its readable form, on graphs that are dictionaries.

These are the functions that lesson A09 builds up. A graph is ``{(a, b): samples}``, as in
`coursekit.imaging.regions.textbook`; features are a function that makes a row of numbers of
samples. `feature_graph`, `learn_agglomerate` and `classifier_priority` do the same with arrays, and
with more than the samples of a wall.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.partitions import boundary_precision_recall, contingency
from coursekit.imaging.regions.graph import as_labels
from coursekit.imaging.regions.textbook import Graph, Priority, split_vi
from coursekit.imaging.regions.textbook_files import (
    load_model,
    load_stack,
    predict_from_file,
    save_model,
    save_stack,
)
from coursekit.validation import same_shape

__all__ = [
    "choose_threshold",
    "compose",
    "edge_labels",
    "evaluate_segmentation",
    "fit_model",
    "histogram_features",
    "learned_priority",
    "load_model",
    "load_stack",
    "merge_stats",
    "moments",
    "predict_from_file",
    "save_model",
    "save_stack",
    "training_table",
]

Edge = tuple[int, int]
Row = NDArray[np.float64]
Features = Callable[[ArrayLike], Row]
Stats = tuple[float, float, float]


def moments(values: ArrayLike, n: int = 4) -> Row:
    """Describe samples by their number, their mean and their central moments.

    Parameters
    ----------
    values : (N,) array of float
        The samples of a wall; there may be none.
    n : int, default 4
        The highest moment, at least 1.

    Returns
    -------
    features : (n + 1,) array of float64
        Number, mean, and for each k from 2 to n the mean of ``(value - mean) ** k``. All are 0
        where there is no sample.

    Raises
    ------
    ValueError
        If `n` is less than 1.

    Examples
    --------
    >>> moments([1, 3], n=3)
    array([2., 2., 1., 0.])
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, got {n}.")
    samples = np.asarray(values, dtype=np.float64)
    if samples.size == 0:
        return np.zeros(n + 1)
    mean = samples.mean()
    central = [np.mean((samples - mean) ** k) for k in range(2, n + 1)]
    return np.array([samples.size, mean, *central])


def histogram_features(values: ArrayLike, bins: int) -> Row:
    """Describe samples by the share that lies in each of some equal bins of the range 0 to 1.

    Parameters
    ----------
    values : (N,) array of float
        The samples of a wall; there may be none. What lies outside counts in the bin at the end.
    bins : int
        How many bins.

    Returns
    -------
    features : (bins,) array of float64
        They add up to 1, or are all 0 where there is no sample.

    Raises
    ------
    ValueError
        If `bins` is less than 1.

    Examples
    --------
    >>> histogram_features([0.1, 0.2, 0.9, 1], bins=2)
    array([0.5, 0.5])
    """
    if bins < 1:
        raise ValueError(f"bins must be at least 1, got {bins}.")
    samples = np.clip(np.asarray(values, dtype=np.float64), 0, 1)
    counts = np.histogram(samples, bins=bins, range=(0, 1))[0]
    return np.asarray(counts / max(samples.size, 1))


def compose(*managers: Features) -> Features:
    """Return one function that gives the features of several, one after the other.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> features = compose(moments, lambda values: histogram_features(values, 2))
    >>> features([0.5, 0.5]).size
    7
    """
    if not managers:
        raise ValueError("managers must be at least one, got none.")

    def features(values: ArrayLike) -> Row:
        return np.concatenate([manager(values) for manager in managers])

    return features


def merge_stats(a: Stats, b: Stats) -> Stats:
    """Return number, mean and variance of two sets of samples together, without the samples.

    Number, sum and sum of squares of two sets add; mean and variance follow from them.

    Parameters
    ----------
    a, b : (count, mean, variance)
        As ``len``, ``np.mean`` and ``np.var`` give them; (0, 0, 0) for a set without samples.

    Returns
    -------
    stats : (count, mean, variance)

    Examples
    --------
    The samples 1 and 3 meet 3 and 5:

    >>> merge_stats((2, 2.0, 1.0), (2, 4.0, 1.0))
    (4, 3.0, 2.0)
    """
    count = a[0] + b[0]
    if count == 0:
        return 0, 0.0, 0.0
    total = sum(n * mean for n, mean, _ in (a, b))
    squares = sum(n * (variance + mean**2) for n, mean, variance in (a, b))
    mean = total / count
    return count, mean, max(squares / count - mean**2, 0.0)


def edge_labels(labels: ArrayLike, truth: ArrayLike, graph: Graph) -> dict[Edge, int]:
    """Say for each wall whether the truth wants it down (-1) or standing (+1).

    Parameters
    ----------
    labels : array of int, n-D
        The fragments that the graph was made from.
    truth : array of int, same shape
        The true segments; 0 where the truth is not known.
    graph : dict
        As `textbook.region_graph` gives it.

    Returns
    -------
    wanted : dict
        -1 where most known pixels of both fragments have the same true label (of labels that are
        equally frequent, the smallest counts); else +1, also where nothing is known of a fragment.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> graph = {(1, 2): np.array([0.1]), (2, 3): np.array([0.9])}
    >>> edge_labels([[1, 1, 2, 2, 3, 3]], [[7, 7, 7, 7, 8, 8]], graph)
    {(1, 2): -1, (2, 3): 1}
    """
    fragments, segments = as_labels(labels, "labels"), as_labels(truth, "truth")
    same_shape(fragments, segments, ("labels", "truth"))
    inside = (fragments != 0) & (segments != 0)
    pairs = np.stack([fragments[inside].astype(np.int64), segments[inside].astype(np.int64)])
    (of, segment), counts = np.unique(pairs, axis=1, return_counts=True)
    best: dict[int, int] = {}
    for k in np.lexsort([-segment, counts]):  # the last one stays: many pixels, a small label
        best[int(of[k])] = int(segment[k])
    return {(a, b): -1 if a in best and b in best and best[a] == best[b] else 1 for a, b in graph}


def training_table(
    graph: Graph, features: Features, edge_labels: Mapping[Edge, int]
) -> tuple[Row, NDArray[np.int64], Row, NDArray[np.int64]]:
    """Lay out a graph as a table to train with: one row for each wall.

    Parameters
    ----------
    graph : dict
        As `textbook.region_graph` gives it.
    features : callable
        Samples in, row of numbers out, such as `moments`.
    edge_labels : dict
        As the function `edge_labels` gives it.

    Returns
    -------
    X : (E, F) array of float64
        Features of each wall, the walls in rising order.
    y : (E,) array of int64
        -1 to merge, +1 to keep.
    weights : (E,) array of float64
        Number of samples of each wall.
    edges : (E, 2) array of int64
        Which wall each row stands for.

    Examples
    --------
    >>> graph = {(2, 3): np.array([0.9]), (1, 2): np.array([0.1, 0.3])}
    >>> mean = lambda values: np.array([np.mean(values)])
    >>> X, y, weights, edges = training_table(graph, mean, {(1, 2): -1, (2, 3): 1})
    >>> X.tolist(), y.tolist(), weights.tolist(), edges.tolist()
    ([[0.2], [0.9]], [-1, 1], [2.0, 1.0], [[1, 2], [2, 3]])
    """
    edges = sorted(graph)
    table = [features(graph[edge]) for edge in edges]
    return (
        np.array(table, dtype=np.float64).reshape(len(edges), -1 if edges else 0),
        np.array([edge_labels[edge] for edge in edges], dtype=np.int64),
        np.array([len(graph[edge]) for edge in edges], dtype=np.float64),
        np.array(edges, dtype=np.int64).reshape(-1, 2),
    )


def fit_model(X: ArrayLike, y: ArrayLike, weights: ArrayLike, seed: int) -> Any:
    """Fit a logistic regression of standardised features.

    Parameters
    ----------
    X, y, weights : arrays
        As `training_table` gives them; `y` must hold both labels.
    seed : int
        For what the estimator draws at random.

    Returns
    -------
    model : Pipeline
        It has `classes_` and `predict_proba`.

    Examples
    --------
    >>> model = fit_model([[0.1], [0.2], [0.8]], [-1, -1, 1], [1, 1, 1], seed=0)
    >>> model.predict([[0.0], [0.9]]).tolist()
    [-1, 1]
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(random_state=seed))
    return model.fit(X, y, logisticregression__sample_weight=np.asarray(weights, np.float64))


def learned_priority(model: Any, features: Features) -> Priority:
    """Make a fitted model the priority of `textbook.agglomerate`.

    Parameters
    ----------
    model : classifier
        It has `classes_`, one of them +1, and `predict_proba`.
    features : callable
        The function that made the table which the model was fitted to.

    Returns
    -------
    priority : callable
        ``priority(graph, a, b)`` is the probability that the wall between a and b stays.

    Examples
    --------
    >>> mean = lambda values: np.array([np.mean(values)])
    >>> model = fit_model([[0.1], [0.2], [0.8]], [-1, -1, 1], [1, 1, 1], seed=0)
    >>> priority = learned_priority(model, mean)
    >>> graph = {(1, 2): np.array([0.1, 0.3]), (2, 3): np.array([0.9])}
    >>> priority(graph, 1, 2) < 0.5 < priority(graph, 2, 3)
    True
    """
    column = list(model.classes_).index(1)

    def priority(graph: Graph, a: int, b: int) -> float:
        row = features(graph[min(a, b), max(a, b)])
        return float(model.predict_proba([row])[0, column])

    return priority


def evaluate_segmentation(truth: ArrayLike, result: ArrayLike) -> dict[str, float]:
    """Score a segmentation against the truth in six ways.

    Parameters
    ----------
    truth, result : array of int, same shape, n-D
        Label images. Pixels with truth 0 are left out, but not from precision and recall.

    Returns
    -------
    scores : dict
        "vi": variation of information in bits, both halves together. "rand", "adjusted_rand" and
        "fowlkes_mallows": agreement on pairs of pixels. "precision" and "recall" of boundary
        pixels.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> scores = evaluate_segmentation(truth=[1, 1, 2, 2], result=[7, 7, 8, 9])
    >>> {name: round(score, 2) for name, score in scores.items()}  # doctest: +NORMALIZE_WHITESPACE
    {'vi': 0.5, 'rand': 0.83, 'adjusted_rand': 0.57, 'fowlkes_mallows': 0.71,
     'precision': 0.67, 'recall': 1.0}
    """
    table = contingency(truth, result, ignore=(0,))
    sizes = (table.counts, table.truth_sizes, table.result_sizes, np.array([table.n_voxels]))
    both, in_truth, in_result, pairs = (int((n * (n - 1) // 2).sum()) for n in sizes)
    chance = in_truth * in_result / pairs if pairs else 0.0
    room = (in_truth + in_result) / 2 - chance
    either = math.sqrt(in_truth * in_result)
    precision, recall = boundary_precision_recall(truth, result)
    return {
        "vi": sum(split_vi(truth, result)),
        "rand": (pairs - in_truth - in_result + 2 * both) / pairs if pairs else 1.0,
        "adjusted_rand": (both - chance) / room if room else 1.0,
        "fowlkes_mallows": both / either if either else float(in_truth == in_result),
        "precision": precision,
        "recall": recall,
    }


def choose_threshold(train_totals: Mapping[float, float]) -> float:
    """Choose a threshold from totals that were measured on training data.

    Parameters
    ----------
    train_totals : dict
        Total variation of information for each threshold.

    Returns
    -------
    t : float
        The middle of the plateau of the smallest total: neighbouring thresholds that all have it.
        Of several plateaus, the lowest.

    Raises
    ------
    ValueError
        If there is no threshold.

    Examples
    --------
    >>> totals = {0.7: 0.9, 0.8: 0.5, 0.85: 0.5, 0.9: 0.5, 0.95: 0.7}
    >>> round(choose_threshold(totals), 2)
    0.85
    """
    if not train_totals:
        raise ValueError("train_totals must hold at least one threshold, got none.")
    thresholds = sorted(train_totals)
    totals = [train_totals[t] for t in thresholds]
    first = last = totals.index(min(totals))
    while last + 1 < len(totals) and totals[last + 1] == totals[first]:
        last += 1
    return float((thresholds[first] + thresholds[last]) / 2)
