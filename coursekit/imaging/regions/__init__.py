"""Region graphs: fragments, the walls between them, and what merging makes of them.

The whole way, from a boundary map to a measured segmentation. Two drawn volumes stand in for an
electron microscope: one to learn from, one to test on.

>>> from coursekit import datasets
>>> from coursekit.imaging import partitions, regions
>>> train, test = (datasets.load("membranes", seed=s, shape=(12, 48, 48), n=12) for s in (1, 2))

**Fragments.** Water rises in the boundary map; each valley becomes a fragment.

>>> fragments = regions.watershed(test.boundary, regions.regional_minima(test.boundary))

**A graph, and merging by the mean.** One row for each pair of fragments that touch:

>>> graph = regions.region_graph(fragments, test.boundary, samples=True)
>>> tree = regions.agglomerate(graph)
>>> segmentation = tree.labels(fragments, 0.5)
>>> len(tree.regions) > len(set(tree.cut(0.5).tolist()))
True

**All thresholds in one map**, with the height at which the two sides of a voxel become one region:

>>> contours = regions.contour_map(fragments, tree)
>>> contours.shape == fragments.shape
True

**A priority of one's own** looks at the graph as it is at that moment:

>>> def strongest_tenth(graph, a, b):
...     return np.quantile(graph.samples(a, b), 0.9)
>>> import numpy as np
>>> careful = regions.agglomerate(graph, strongest_tenth, threshold=0.5)

**Features of walls, made by managers**, which can be put together:

>>> manager = regions.compose(regions.Moments(), regions.Histogram(bins=8))
>>> valleys = regions.regional_minima(train.boundary)
>>> train_fragments = regions.watershed(train.boundary, valleys)
>>> learned_from = regions.feature_graph(train_fragments, train.boundary, manager)

**Learning** which walls to take down, from the truth of the training volume, and merging the test
volume by what was learned:

>>> from sklearn.linear_model import LogisticRegression
>>> from sklearn.pipeline import make_pipeline
>>> from sklearn.preprocessing import StandardScaler
>>> training = regions.learn_agglomerate(learned_from, train.truth, order="mean")
>>> model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
>>> model = model.fit(training.features, training.labels[:, 0])
>>> described = regions.feature_graph(fragments, test.boundary, manager)
>>> policy = regions.classifier_priority(model, described)
>>> learned = regions.agglomerate(described.graph, policy)

**Measuring**: false merges and false splits, in bits. Any merging beats the fragments here:

>>> alone = sum(partitions.split_vi(test.truth, fragments))
>>> both = [one.labels(fragments, 0.5) for one in (tree, learned)]
>>> all(sum(partitions.split_vi(test.truth, result)) < alone for result in both)
True

`save_model` and `load_model` keep a classifier, `coursekit.imaging.stacks` reads and writes image
stacks and HDF5 files, and `textbook` holds short forms of the same algorithms, made of
dictionaries, to be read.
"""

from coursekit.imaging.levels import regional_minima, watershed
from coursekit.imaging.regions.classifier import (
    ClassifierPriority,
    classifier_priority,
    load_model,
    save_model,
)
from coursekit.imaging.regions.contour import contour_map
from coursekit.imaging.regions.graph import RegionGraph, region_graph
from coursekit.imaging.regions.learning import Training, learn_agglomerate
from coursekit.imaging.regions.live import LiveGraph
from coursekit.imaging.regions.managers import (
    FeatureGraph,
    Histogram,
    Manager,
    Moments,
    compose,
    feature_graph,
)
from coursekit.imaging.regions.merging import agglomerate
from coursekit.imaging.regions.priorities import boundary_mean, boundary_median
from coursekit.imaging.regions.tree import MergeTree

__all__ = [
    "ClassifierPriority",
    "FeatureGraph",
    "Histogram",
    "LiveGraph",
    "Manager",
    "MergeTree",
    "Moments",
    "RegionGraph",
    "Training",
    "agglomerate",
    "boundary_mean",
    "boundary_median",
    "classifier_priority",
    "compose",
    "contour_map",
    "feature_graph",
    "learn_agglomerate",
    "load_model",
    "region_graph",
    "regional_minima",
    "save_model",
    "watershed",
]
