"""The numbers that the text of A09 mentions, each computed from the data it speaks of."""

from functools import cache

import numpy as np
import scipy.ndimage as ndi

from coursekit import datasets, imaging
from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.imaging.regions import textbook, textbook_learning, watershed

NOTEBOOKS = {
    "a": "moments histogram_features compose merge_stats edge_labels training_table Q1 Q2 Q3",
    "b": "fit_model predict_from_file learned_priority evaluate_segmentation choose_threshold "
    "load_stack train_test_plot Q4 Q5 Q6",
}


def points(notebook):
    """Return the sum of the points declared for one notebook."""
    tasks = {**EXERCISES, **QUESTIONS}
    return f"{sum(tasks[f'a09.{name}'].points for name in NOTEBOOKS[notebook].split()):g}"


def features(samples):
    """Return moments and the shares in 8 bins."""
    shares = textbook_learning.histogram_features(samples, 8)
    return np.concatenate([textbook_learning.moments(samples), shares])


@cache
def table(seed):
    """Return the training table of a drawn tissue."""
    tissue = datasets.load("membranes", seed=seed, shape=(24, 96, 96))
    smooth = imaging.gaussian_blur(tissue.boundary, 1)
    valleys = imaging.label_components(smooth == ndi.minimum_filter(smooth, size=3), 3)
    fragments = watershed(smooth, valleys)
    graph = textbook.region_graph(fragments, tissue.boundary)
    labels = textbook_learning.edge_labels(fragments, tissue.truth, graph)
    return textbook_learning.training_table(graph, features, labels)


def area(of_what):
    """Return the area under the ROC curve on the test volume."""
    from sklearn.metrics import roc_auc_score

    X, y, weights, _ = table(1)
    test_X, test_y, _, _ = table(2)
    score = test_X[:, 1]
    if of_what == "all":
        score = textbook_learning.fit_model(X, y, weights, seed=0).predict_proba(test_X)[:, 1]
    return f"{roc_auc_score(test_y, score):.3f}"


NUMBERS = {
    "N-A09-01": lambda: points("a"),
    "N-A09-20": lambda: points("b"),
    "N-A09-21": lambda: area("mean"),
    "N-A09-22": lambda: area("all"),
}
