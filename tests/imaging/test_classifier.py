"""A classifier as priority: the flat model, the merges, and the file."""

import importlib.util
import pickle
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from coursekit.imaging import regions
from coursekit.imaging._compiled import has_numba
from coursekit.imaging.regions.classifier import classifier_priority, load_model, save_model
from coursekit.imaging.regions.managers import Histogram, Moments, compose, feature_graph
from coursekit.imaging.regions.scoring import flatten, merge_by, merge_plain, probability_of

MANAGER = compose(Moments(3), Histogram(4))
ESTIMATORS = {
    "forest": RandomForestClassifier(7, random_state=0),
    "weighted-forest": RandomForestClassifier(7, class_weight="balanced", random_state=0),
    "extra-trees": ExtraTreesClassifier(5, random_state=0),
    "logistic": LogisticRegression(),
    "scaled-logistic": make_pipeline(StandardScaler(), LogisticRegression()),
    "scaled-by-spread-only": make_pipeline(StandardScaler(with_mean=False), LogisticRegression()),
    "shifted-only": make_pipeline(StandardScaler(with_std=False), LogisticRegression()),
}
flat_ones = pytest.mark.parametrize("estimator", ESTIMATORS.values(), ids=ESTIMATORS)
needs_numba = pytest.mark.skipif(not has_numba(), reason="compares the compiled form")
needs_skops = pytest.mark.skipif(
    importlib.util.find_spec("skops") is None, reason="models are kept with skops"
)


def scene(seed, shape=(6, 7), n=9, n_channels=1):
    rng = np.random.default_rng(seed)
    boundary = rng.random((*shape, n_channels))
    return feature_graph(rng.integers(0, n, shape), boundary, MANAGER)


def fitted(estimator, seed=0, n_channels=1):
    """Fit to labels that hang on the first columns, with some noise."""
    rng = np.random.default_rng(seed)
    n_features = scene(0, n_channels=n_channels).table().shape[1]
    table = rng.random((60, n_features))
    labels = np.where(table[:, 1] + table[:, 2] + rng.normal(0, 0.3, 60) > 1, 1, -1)
    return estimator.fit(table, labels), rng.random((200, n_features))


@flat_ones
@given(seed=st.integers(0, 10**6))
@settings(max_examples=5, deadline=None)
def test_the_flat_model_gives_the_probability_of_the_estimator(estimator, seed):
    model, table = fitted(estimator, seed)
    flat = flatten(model)
    assert flat is not None
    np.testing.assert_allclose(flat.probability(table), model.predict_proba(table)[:, 1])


@pytest.mark.parametrize("label", [-1, 1])
def test_a_forest_that_knows_one_class_only_is_certain(label):
    table = np.random.default_rng(0).random((10, 3))
    forest = RandomForestClassifier(3).fit(table, np.full(10, label))
    assert set(flatten(forest).probability(table)) == {float(label == 1)}


def test_features_are_compared_in_single_precision_as_scikit_learn_does():
    forest = RandomForestClassifier(5, random_state=1)
    forest.fit(np.array([[0.1], [0.3]] * 10), [-1, 1] * 10)
    thresholds = np.unique(flatten(forest).numbers[:, 0])
    table = (thresholds[:, np.newaxis] + [-1e-10, 0, 1e-10]).reshape(-1, 1)
    np.testing.assert_array_equal(
        flatten(forest).probability(table), forest.predict_proba(table)[:, 1]
    )


def test_other_estimators_are_asked_themselves():
    model, table = fitted(KNeighborsClassifier(5))
    assert flatten(model) is None
    np.testing.assert_array_equal(probability_of(model)(table), model.predict_proba(table)[:, 1])


def test_walls_far_from_the_training_data_are_certain():
    model, table = fitted(LogisticRegression())
    far = np.vstack([1e6 * table, -1e6 * table])
    assert set(flatten(model).probability(far)) <= {0.0, 1.0}


class PlainHistogram(Histogram):
    """The same without a compiled form, as a manager of one's own would be."""

    def plan(self, n_channels):
        return None


@flat_ones
def test_a_manager_of_ones_own_merges_like_its_compiled_twin(estimator):
    model, _ = fitted(estimator)
    rng = np.random.default_rng(2)
    fragments, boundary = rng.integers(0, 9, (6, 7)), rng.random((6, 7))
    trees = []
    for manager in (MANAGER, compose(Moments(3), PlainHistogram(4))):
        features = feature_graph(fragments, boundary, manager)
        trees.append(classifier_priority(model, features).tree())
    np.testing.assert_array_equal(trees[0].b, trees[1].b)
    np.testing.assert_allclose(trees[0].height, trees[1].height)


class Unsure:
    """An estimator that knows nothing about one wall in two."""

    classes_ = np.array([-1, 1])

    def predict_proba(self, table):
        keep = np.where(np.arange(len(table)) % 2, np.nan, 0.3)
        return np.stack([1 - keep, keep], axis=1)


def test_a_wall_of_unknown_probability_stays():
    heights = classifier_priority(Unsure(), scene(4)).tree().height
    assert len(heights) > 0
    assert set(heights) == {0.3}


@needs_numba
@pytest.mark.parametrize("n_channels", [1, 2])
@flat_ones
@given(seed=st.integers(0, 10**6))
@settings(max_examples=8, deadline=None)
def test_compiled_and_plain_form_merge_alike(estimator, n_channels, seed):
    model, _ = fitted(estimator, n_channels=n_channels)
    features = scene(seed, n_channels=n_channels)
    compiled, plain = merge_by(features, model), merge_plain(features, model, None, np.inf)
    np.testing.assert_array_equal(compiled.pairs, plain.pairs)
    np.testing.assert_allclose(compiled.heights, plain.heights)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_without_an_estimator_merging_goes_by_the_mean(seed):
    features = scene(seed)
    tree = regions.agglomerate(features.graph)
    for pairs, heights, _ in (merge_by(features, None), merge_plain(features, None, None, np.inf)):
        np.testing.assert_array_equal(features.graph.regions[pairs[:, 0]], tree.a)
        np.testing.assert_array_equal(features.graph.regions[pairs[:, 1]], tree.b)
        np.testing.assert_allclose(heights, tree.height)


def cache_of(values):
    values = np.reshape(values, (len(values), 1))
    return MANAGER.create(values, np.zeros(len(values), dtype=np.int64), 1)


def brute_force(fragments, boundary, model):
    """Merge with lists of values: a wall is measured anew when others have joined it.

    Of equal scores the older one counts, and of those before any merge the smaller labels.
    """
    graph = regions.region_graph(fragments, boundary, samples=True)
    walls = {
        frozenset(pair): graph.samples[start:end, 0].tolist()
        for pair, start, end in zip(
            graph.edges.tolist(), graph.starts[:-1], graph.starts[1:], strict=True
        )
    }
    inside = {int(label): boundary[fragments == label].tolist() for label in graph.regions}

    def scored(pair):
        small, large = sorted(sorted(pair), key=lambda label: len(inside[label]))
        caches = cache_of(walls[pair]), cache_of(inside[small]), cache_of(inside[large])
        return model.predict_proba(MANAGER.features(*caches))[0, 1]

    number = {pair: k for k, pair in enumerate(walls)}
    scores = {pair: (scored(pair), 0, number[pair]) for pair in walls}
    n_merges = 0
    while walls:
        weakest = min(walls, key=scores.get)
        a, b = sorted(weakest)
        yield a, b, scores.pop(weakest)[0]
        inside[a] += inside.pop(b)
        del walls[weakest]
        n_merges += 1
        for pair in [pair for pair in walls if b in pair]:
            moved, entry = pair - {b} | {a}, scores.pop(pair)
            joined = moved in walls
            walls[moved] = walls.get(moved, []) + walls.pop(pair)
            scores[moved] = (scored(moved), n_merges, scores[moved][2]) if joined else entry


@pytest.mark.parametrize("name", ["forest", "scaled-logistic"])
@given(seed=st.integers(0, 10**6))
@settings(max_examples=5, deadline=None)
def test_merges_are_those_of_measuring_joined_walls_anew(name, seed):
    rng = np.random.default_rng(seed)
    fragments, boundary = rng.integers(1, 7, (4, 5)), rng.random((4, 5))
    model, _ = fitted(ESTIMATORS[name])
    tree = classifier_priority(model, feature_graph(fragments, boundary, MANAGER)).tree()
    a, b, height = zip(*brute_force(fragments, boundary, model), strict=True)
    np.testing.assert_array_equal(np.stack([tree.a, tree.b]), [a, b])
    np.testing.assert_allclose(tree.height, height)


class BySize:
    """An estimator that keeps a wall if its smaller (larger) region has more than some voxels."""

    classes_ = np.array([-1, 1])

    def __init__(self, column, most):
        self.column, self.most = column, np.log(most)

    def predict_proba(self, table):
        keep = np.where(table[:, self.column] > self.most, 0.9, 0.1)
        return np.stack([1 - keep, keep], axis=1)


def test_a_wall_keeps_its_score_while_only_the_region_behind_it_grows():
    """In a row no walls are joined, though the larger region of the last one has 3 voxels."""
    features = feature_graph([[1, 2, 3, 4]], [[0.5] * 4], Moments(1))
    tree = classifier_priority(BySize(column=4, most=2.5), features).tree()
    assert tree.height.tolist() == [0.1, 0.1, 0.1]


def test_a_wall_is_scored_anew_when_another_one_joins_it():
    """When 1 and 2 have merged, both regions of the joined wall have 2 voxels."""
    features = feature_graph([[1, 2], [3, 3]], np.full((2, 2), 0.5), Moments(1))
    tree = classifier_priority(BySize(column=2, most=1.5), features).tree()
    assert tree.height.tolist() == [0.1, 0.9]


def test_merging_to_a_threshold_is_the_beginning_of_the_whole_tree():
    model, _ = fitted(ESTIMATORS["forest"])
    priority = classifier_priority(model, scene(3))
    tree = priority.tree()
    threshold = np.median(tree.running_height)
    short = priority.tree(threshold)
    assert 0 < len(short) < len(tree)
    np.testing.assert_array_equal(short.cut(threshold), tree.cut(threshold))


def test_without_numba_the_merges_are_the_same(monkeypatch):
    model, _ = fitted(ESTIMATORS["forest"])
    features = scene(5)
    tree = classifier_priority(model, features).tree()
    monkeypatch.setitem(sys.modules, "numba", None)  # importing it fails
    assert not has_numba()
    plain = classifier_priority(model, features).tree()
    np.testing.assert_array_equal(plain.a, tree.a)
    np.testing.assert_array_equal(plain.height, tree.height)


def test_renumbered_fragments_merge_alike():
    rng = np.random.default_rng(8)
    fragments = rng.permutation(np.repeat(np.arange(8), 6)).reshape(6, 8)
    boundary = rng.random((6, 8))
    numbers = np.append(0, 1 + rng.permutation(20)[:8])
    model, _ = fitted(ESTIMATORS["scaled-logistic"])
    trees = []
    for labels in (fragments + 1, numbers[fragments + 1]):
        tree = classifier_priority(model, feature_graph(labels, boundary, MANAGER)).tree()
        trees.append(tree.labels(labels, 0.5))
    both = np.unique(np.stack(trees).reshape(2, -1), axis=1)
    assert both.shape[1] == len(np.unique(trees[0])) == len(np.unique(trees[1]))


def test_regions_without_walls_do_not_merge():
    model, _ = fitted(ESTIMATORS["forest"])
    features = feature_graph([[1, 0, 2]], [[0.1, 0.2, 0.3]], MANAGER)
    assert len(classifier_priority(model, features).tree()) == 0


@pytest.mark.parametrize(
    ("estimator", "error", "message"),
    [
        pytest.param("a forest", TypeError, "must have predict_proba, got str", id="no-estimator"),
        pytest.param(LogisticRegression(), ValueError, "must be fitted", id="not-fitted"),
        pytest.param(
            LogisticRegression().fit([[0.0], [1.0]], [-1, 1]),
            ValueError,
            f"must be fitted to {4 * 4 + 3 * 4 + 1} features, got 1",
            id="other-features",
        ),
    ],
)
def test_what_cannot_be_a_priority_is_refused(estimator, error, message):
    with pytest.raises(error, match=message):
        classifier_priority(estimator, scene(0))


@needs_skops
@flat_ones
def test_a_model_predicts_the_same_after_loading(estimator, tmp_path):
    model, table = fitted(estimator)
    save_model(tmp_path / "model.skops", model)
    loaded = load_model(tmp_path / "model.skops")
    np.testing.assert_array_equal(loaded.predict_proba(table), model.predict_proba(table))


class Stranger:
    """A type that scikit-learn does not bring along."""


@needs_skops
def test_a_file_with_types_of_unknown_origin_is_refused(tmp_path):
    model, _ = fitted(LogisticRegression())
    model.extra = Stranger()
    save_model(tmp_path / "model.skops", model)
    with pytest.raises(ValueError, match=r"trusted types only, got .*Stranger"):
        load_model(tmp_path / "model.skops")


@needs_skops
def test_a_pickle_is_refused(tmp_path):
    path = tmp_path / "model.skops"
    path.write_bytes(pickle.dumps(LogisticRegression()))
    with pytest.raises(ValueError, match="path must be a file that save_model wrote"):
        load_model(path)


def test_without_skops_the_message_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "skops.io", None)
    with pytest.raises(ImportError, match=r"pip install skops"):
        save_model(tmp_path / "model.skops", LogisticRegression())
