"""Learn from a truth which walls to take down: training tables for a classifier."""

from typing import Any, NamedTuple

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.contingencies import contingency
from coursekit.imaging.regions._learned import FEATURES, LABELS, WEIGHTS
from coursekit.imaging.regions.graph import as_labels, region_graph
from coursekit.imaging.regions.managers import FeatureGraph
from coursekit.imaging.regions.scoring import Truth, flat_samples, merge_by

SCHEMES = ("assignment", "vi", "rand", "boundary")
ORDERS = ("mean", "active")
TOLERANCE = 2  # voxels between a wall and the true boundary that it stands for


class Training(NamedTuple):
    """Rows to train a classifier with, one for each wall that was looked at.

    Attributes
    ----------
    features : (N, F) array of float64
        What the manager says about each wall.
    labels : (N, 4) array of int64
        -1 to merge, +1 to keep, by each of the four schemes of `learn_agglomerate`.
    weights : (N, 2) array of float64
        What merging costs if it is wrong: in variation of information (bits), in Rand index.
    edges : (N, 2) array of int
        Labels of the two regions, each named by the smallest label that it has grown from.
    epochs : list of Training
        The same for each pass over the volume, with all rows.
    """

    features: NDArray[np.float64]
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]
    edges: NDArray[np.integer]
    epochs: list["Training"]


def learn_agglomerate(
    features: FeatureGraph,
    truth: ArrayLike,
    *,
    scheme: str = "assignment",
    order: str = "active",
    epochs: int = 1,
    estimator: Any = None,
) -> Training:
    """Merge fragments under the eyes of the truth, and write down every wall that was looked at.

    The first pass is flat: every wall between fragments. In each pass that follows, fragments merge
    from the start again, the wall with the lowest priority first. The truth decides: a wall that
    stays is written down and left, until a merge joins it with another one; walls that fall make
    larger regions, whose walls look different and are written down in their turn.

    Parameters
    ----------
    features : FeatureGraph
        The fragments and what is known about their walls.
    truth : array of int, same shape as the fragments
        The true segments; 0 where the truth is not known.
    scheme : {"assignment", "vi", "rand", "boundary"}, default "assignment"
        Which label decides: do both regions overlap most with one true segment; does merging lower
        the variation of information, or raise the Rand index; does little of the wall lie near a
        true boundary (at most 0.3 within two voxels).
    order : {"active", "mean"}, default "active"
        Priority of the walls: the estimator, trained anew before each pass with all rows so far,
        or the mean of the boundary map, for which one pass is enough.
    epochs : int, default 1
        How many passes follow the flat one; 0 for none.
    estimator : classifier, optional
        For the active order; by default the forest of gala with a fixed seed: 100 trees, not
        deeper than 20, that split by entropy and each see all rows. It is copied, not fitted.

    Returns
    -------
    training : Training
        Unique rows of all passes, and all rows of each pass.

    Raises
    ------
    TypeError
        If `truth` does not hold whole numbers.
    ValueError
        If the shapes differ, or a scheme, an order or a number of epochs is not known.

    Notes
    -----
    The overlap of all fragments with all true segments is kept as one table of 8 bytes a cell. A
    label that is a draw, or for which the truth is not known, is +1.

    References
    ----------
    .. [1] J. Nunez-Iglesias et al. (2013), "Machine learning of hierarchical clustering to segment
       2D and 3D images", PLoS ONE 8(8), e71715. https://doi.org/10.1371/journal.pone.0071715

    Examples
    --------
    Fragments 1 and 2 belong to one cell, fragment 3 to another:

    >>> from coursekit.imaging.regions.managers import Moments, feature_graph
    >>> features = feature_graph([[1, 2, 3]], [[0.1, 0.1, 1.7]], Moments(1))
    >>> training = learn_agglomerate(features, [[7, 7, 8]])
    >>> training.edges.tolist(), training.labels[:, 0].tolist()
    ([[1, 2], [2, 3], [1, 3]], [-1, 1, 1])
    """
    _check_choices(scheme, order, epochs)
    judge = truth_of(features, truth, SCHEMES.index(scheme))
    passes = [training_of(features, flat_samples(features, judge))]
    whole, policy = unique_rows(passes), None
    for _ in range(epochs):
        if order == "active":
            policy = _unfitted(estimator)
            policy.fit(whole.features, whole.labels[:, judge.scheme])
        samples = merge_by(features, policy, judge).samples
        passes.append(training_of(features, samples))
        whole = unique_rows(passes)
    return whole


def _check_choices(scheme: str, order: str, epochs: int) -> None:
    if scheme not in SCHEMES:
        raise ValueError(f"scheme must be one of {', '.join(SCHEMES)}, got {scheme!r}.")
    if order not in ORDERS:
        raise ValueError(f"order must be one of {', '.join(ORDERS)}, got {order!r}.")
    if epochs < 0:
        raise ValueError(f"epochs must not be negative, got {epochs}.")


def _unfitted(estimator: Any) -> Any:
    from sklearn.base import clone
    from sklearn.ensemble import RandomForestClassifier

    if estimator is not None:
        return clone(estimator)
    return RandomForestClassifier(
        100, criterion="entropy", max_depth=20, bootstrap=False, random_state=0
    )


def truth_of(features: FeatureGraph, truth: ArrayLike, scheme: int) -> Truth:
    """Return how regions overlap with the truth, and how much of each wall is near its boundary.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    segments = as_labels(truth, "truth")
    if segments.shape != features.fragments.shape:
        raise ValueError(
            f"truth must have the shape of the fragments {features.fragments.shape}, "
            f"got {segments.shape}."
        )
    table = contingency(segments, features.fragments, ignore=(0,))
    inside = table.result != 0
    overlap = np.zeros((features.graph.n_regions, max(len(table.truth), 1)))
    shared = table.dense()[:, inside].T
    overlap[features.graph.positions(table.result[inside]), : len(table.truth)] = shared
    near = near_boundary(segments).astype(np.float64)
    counts = region_graph(features.fragments, near).sums[:, 0]
    return Truth(overlap, counts, scheme)


def near_boundary(segments: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return which voxels lie within two voxels of a face between two segments (or 0)."""
    near = np.zeros(segments.shape, dtype=np.bool_)
    for axis in range(segments.ndim):
        along, place = np.moveaxis(near, axis, 0), np.moveaxis(segments, axis, 0)
        differ = place[1:] != place[:-1]
        along[1:] |= differ
        along[:-1] |= differ
    around = scipy.ndimage.generate_binary_structure(segments.ndim, 1)
    return np.asarray(scipy.ndimage.binary_dilation(near, around, iterations=TOLERANCE - 1))


def training_of(features: FeatureGraph, samples: NDArray[np.float64]) -> Training:
    """Take the rows that the kernel writes apart."""
    edges = features.graph.regions[samples[:, :LABELS].astype(np.int64)]
    labels = samples[:, LABELS:WEIGHTS].astype(np.int64)
    return Training(samples[:, FEATURES:], labels, samples[:, WEIGHTS:FEATURES], edges, [])


def unique_rows(passes: list[Training]) -> Training:
    """Return all different rows (features, labels and weights), in the order of their coming."""
    features, labels, weights, edges = (
        np.concatenate([epoch[part] for epoch in passes]) for part in range(4)
    )
    rows = np.ascontiguousarray(np.hstack([features, labels, weights]))
    as_bytes = rows.view([("", np.void, rows.itemsize * rows.shape[1])]).ravel()
    _, first = np.unique(as_bytes, return_index=True)
    first.sort()
    return Training(features[first], labels[first], weights[first], edges[first], passes)
