"""A classifier as the priority of merging, and how to keep it in a file."""

import importlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coursekit.imaging.regions.managers import FeatureGraph
from coursekit.imaging.regions.scoring import merge_by
from coursekit.imaging.regions.tree import MergeTree

TREE = "sklearn.tree._tree.Tree"


@dataclass(frozen=True, eq=False)
class ClassifierPriority:
    """The probability that a wall stays, as `agglomerate` takes it; see `classifier_priority`."""

    estimator: Any
    features: FeatureGraph

    def merges(
        self, threshold: float = np.inf
    ) -> tuple[NDArray[np.integer], NDArray[np.integer], NDArray[np.float64]]:
        """Return the labels a and b of the regions of each merge, ``a < b``, and the heights."""
        pairs, heights, _ = merge_by(self.features, self.estimator, threshold=threshold)
        regions = self.features.graph.regions
        return regions[pairs[:, 0]], regions[pairs[:, 1]], heights

    def tree(self, threshold: float = np.inf) -> MergeTree:
        """Return the history of merging, as `agglomerate` does."""
        return MergeTree(self.features.graph.regions, *self.merges(threshold))


def classifier_priority(estimator: Any, features: FeatureGraph) -> ClassifierPriority:
    """Make a fitted classifier the priority of merging.

    The priority of a wall is the probability of the class +1: that it stays. It is asked for before
    any merge, and again whenever a merge joins the wall with another one, as gala [1]_ does. A wall
    that only sees a region behind it grow keeps its priority. Of walls with equal priorities, the
    one whose priority is older goes first.

    Parameters
    ----------
    estimator : classifier
        Fitted to features and labels of `learn_agglomerate`; it has `classes_` and
        `predict_proba`, as the classifiers of scikit-learn do. Forests and logistic regressions
        (alone, or in a pipeline behind a `StandardScaler`) are quick.
    features : FeatureGraph
        The volume to segment, described by the same manager as the volume that was learned from.

    Returns
    -------
    priority : ClassifierPriority
        For ``agglomerate(features.graph, priority)``.

    Raises
    ------
    TypeError
        If the estimator has no `predict_proba`.
    ValueError
        If it is not fitted, or was fitted to another number of features.

    References
    ----------
    .. [1] J. Nunez-Iglesias et al. (2014), "Graph-based active learning of agglomeration (GALA)",
       Frontiers in Neuroinformatics 8, 34. https://doi.org/10.3389/fninf.2014.00034

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> from coursekit.imaging.regions.managers import Moments, feature_graph
    >>> features = feature_graph([[1, 1, 2, 2]], [[0, 0.1, 0.3, 0]], Moments(1))
    >>> walls, labels = [[0.0, 0.2] + [0.0] * 6, [0.0, 0.8] + [0.0] * 6], [-1, 1]
    >>> priority = classifier_priority(LogisticRegression().fit(walls, labels), features)
    >>> priority.tree().height < 0.5
    array([ True])
    """
    if not hasattr(estimator, "predict_proba"):
        raise TypeError(f"estimator must have predict_proba, got {type(estimator).__name__}.")
    if not hasattr(estimator, "classes_"):
        raise ValueError("estimator must be fitted, got one that is not.")
    n_features = features.manager.features(*[features.wall_caches[:0]] * 3).shape[1]
    fitted = getattr(estimator, "n_features_in_", n_features)
    if fitted != n_features:
        raise ValueError(f"estimator must be fitted to {n_features} features, got {fitted}.")
    return ClassifierPriority(estimator, features)


def save_model(path: str | Path, estimator: Any) -> None:
    """Save an estimator of scikit-learn in a file that `load_model` reads.

    Parameters
    ----------
    path : str or Path
        Where; usually ending in ``.skops``.
    estimator : estimator
        Fitted or not.

    Raises
    ------
    ImportError
        If skops is not installed: ``pip install skops``.
    """
    _skops().dump(estimator, Path(path))


def load_model(path: str | Path) -> Any:
    """Load an estimator that `save_model` has saved.

    A pickle runs whatever code its author put in. This file cannot: it holds arrays and names of
    types, and types that skops does not know to be harmless are refused. The trees of a forest are
    the one exception; a forged tree cannot run code, but it can crash the session.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    estimator : estimator
        With the same predictions as the one that was saved.

    Raises
    ------
    ImportError
        If skops is not installed.
    ValueError
        If the file is no such file, or holds types that are not trusted.
    """
    skops, path = _skops(), Path(path)
    try:
        strangers = set(skops.get_untrusted_types(file=path)) - {TREE}
    except (KeyError, zipfile.BadZipFile) as error:
        raise ValueError(f"path must be a file that save_model wrote, got {path}.") from error
    if strangers:
        raise ValueError(
            f"the model must hold trusted types only, got {', '.join(sorted(strangers))}."
        )
    return skops.load(path, trusted=[TREE])


def _skops() -> Any:
    try:
        return importlib.import_module("skops.io")
    except ImportError as error:
        raise ImportError("skops must be installed to keep models: pip install skops.") from error
