"""The readable forms of A09: by hand, by property, and against the forms with arrays."""

import math
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.imaging import partitions
from coursekit.imaging.regions import textbook, textbook_learning
from coursekit.imaging.regions.learning import learn_agglomerate
from coursekit.imaging.regions.managers import Histogram, Moments, feature_graph
from coursekit.imaging.regions.textbook_learning import (
    choose_threshold,
    compose,
    edge_labels,
    evaluate_segmentation,
    fit_model,
    histogram_features,
    learned_priority,
    load_model,
    load_stack,
    merge_stats,
    moments,
    predict_from_file,
    save_model,
    save_stack,
    training_table,
)

samples = st.lists(st.floats(0, 1, width=32), max_size=12)
no_overflow = settings(max_examples=40, deadline=None)
GRAPH = {
    (2, 3): np.array([0.9, 0.7]),
    (1, 2): np.array([0.1, 0.2, 0.3]),
    (1, 3): np.array([0.8]),
    (3, 4): np.array([0.15, 0.05]),
}
WANTED = {(1, 2): -1, (2, 3): 1, (1, 3): 1, (3, 4): -1}


@st.composite
def volumes(draw):
    """Draw fragments, a boundary map and a truth of one shape; 0 occurs in both label images."""
    shape = draw(array_shapes(max_dims=3, max_side=5))
    labels = draw(arrays(np.int64, shape, elements=st.integers(0, 6)))
    truth = draw(arrays(np.int64, shape, elements=st.integers(0, 3)))
    boundary = draw(arrays(np.float64, shape, elements=st.floats(0, 1, width=16)))
    return labels, boundary, truth


# --- features -----------------------------------------------------------------------------------


@no_overflow
@given(samples.filter(bool), st.integers(1, 5))
def test_moments_are_those_of_the_manager(values, n):
    caches = Moments(n).create(np.array(values)[:, np.newaxis], np.zeros(len(values), int), 1)
    expected = Moments(n).moments(caches)[0, 0]
    expected[0] = len(values)
    np.testing.assert_allclose(moments(values, n), expected, atol=1e-6)


@no_overflow
@given(samples, st.integers(1, 8))
def test_a_histogram_has_the_shares_of_the_manager(values, bins):
    column = np.array(values).reshape(-1, 1)
    caches = Histogram(bins).create(column, np.zeros(len(values), int), 1)
    np.testing.assert_allclose(
        histogram_features(values, bins), Histogram(bins).shares(caches)[0, 0]
    )


def test_features_have_one_length_also_without_samples():
    features = compose(moments, lambda values: histogram_features(values, 5))
    assert [features(values).shape for values in ([], [0.5], [0.1, 0.9])] == [(10,)] * 3
    assert not features([]).any()


def test_a_histogram_counts_values_outside_in_the_bins_at_the_end():
    np.testing.assert_allclose(histogram_features([-1, 0.6, 1, 3], 2), [0.25, 0.75])


def test_compose_keeps_the_order():
    features = compose(lambda values: [len(values)], lambda values: [7, 8])
    assert features([0, 0, 0]).tolist() == [3, 7, 8]


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda: moments([1], 0), "n must be at least 1, got 0"),
        (lambda: histogram_features([1], 0), "bins must be at least 1, got 0"),
        (compose, "managers must be at least one"),
        (lambda: choose_threshold({}), "train_totals must hold at least one threshold"),
    ],
)
def test_senseless_input_is_refused(function, message):
    with pytest.raises(ValueError, match=message):
        function()


def stats_of(values):
    return (len(values), np.mean(values), np.var(values)) if values else (0, 0.0, 0.0)


@no_overflow
@given(samples, samples)
def test_merged_stats_are_those_of_all_samples(one, other):
    merged = merge_stats(stats_of(one), stats_of(other))
    np.testing.assert_allclose(merged, stats_of(one + other), atol=1e-9)


# --- training -----------------------------------------------------------------------------------


def test_most_known_pixels_decide_to_which_segment_a_fragment_belongs():
    labels = [[1, 1, 1, 1, 2, 2, 2, 3, 3, 3]]
    truth = [[0, 0, 0, 5, 5, 5, 6, 6, 6, 5]]
    graph = {(1, 2): np.array([0.5]), (2, 3): np.array([0.5])}
    assert edge_labels(labels, truth, graph) == {(1, 2): -1, (2, 3): 1}


def test_the_smaller_label_wins_a_tie_and_what_is_unknown_stays():
    graph = {(1, 2): np.array([0.5]), (2, 3): np.array([0.5]), (3, 4): np.array([0.5])}
    labels, truth = [[1, 1, 2, 3, 4]], [[9, 4, 4, 0, 0]]
    assert edge_labels(labels, truth, graph) == {(1, 2): -1, (2, 3): 1, (3, 4): 1}


@no_overflow
@given(volumes())
def test_edge_labels_are_those_of_learn_agglomerate(volume):
    labels, boundary, truth = volume
    features = feature_graph(labels, boundary, Moments(1))
    training = learn_agglomerate(features, truth, epochs=0).epochs[0]
    expected = {
        tuple(edge): wanted
        for edge, wanted in zip(
            training.edges.tolist(), training.labels[:, 0].tolist(), strict=True
        )
    }
    assert edge_labels(labels, truth, textbook.region_graph(labels, boundary)) == expected


def test_the_rows_of_a_training_table_belong_together():
    X, y, weights, edges = training_table(GRAPH, moments, WANTED)
    assert edges.tolist() == [[1, 2], [1, 3], [2, 3], [3, 4]]
    assert weights.tolist() == [3, 1, 2, 2]
    for row, label, edge in zip(X, y, edges.tolist(), strict=True):
        np.testing.assert_allclose(row, moments(GRAPH[tuple(edge)]))
        assert label == WANTED[tuple(edge)]


def test_a_graph_without_walls_gives_an_empty_table():
    assert [len(part) for part in training_table({}, moments, {})] == [0, 0, 0, 0]


def test_weights_count_as_repeated_rows():
    X, y = np.array([[0.1], [0.4], [0.5], [0.9]]), [-1, 1, -1, 1]
    weighted = fit_model(X, y, [1, 3, 1, 2], seed=0).named_steps["logisticregression"]
    scaled = (X - X.mean()) / X.std()
    from sklearn.linear_model import LogisticRegression

    repeated = LogisticRegression().fit(
        np.repeat(scaled, [1, 3, 1, 2], axis=0), np.repeat(y, [1, 3, 1, 2])
    )
    np.testing.assert_allclose(weighted.coef_, repeated.coef_, rtol=1e-3)


def test_a_learned_priority_plugs_into_agglomerate():
    X, y, weights, _ = training_table(GRAPH, moments, WANTED)
    priority = learned_priority(fit_model(X, y, weights, seed=1), moments)
    merges = textbook.agglomerate(GRAPH, priority, threshold=0.5)
    assert sorted(merge[:2] for merge in merges) == [(1, 2), (3, 4)]
    assert priority(GRAPH, 3, 2) == priority(GRAPH, 2, 3)


def test_the_priority_is_the_probability_of_plus_one_whatever_its_column():
    class Backwards:
        classes_ = np.array([1, -1])

        def predict_proba(self, rows):
            return np.tile([0.8, 0.2], (len(rows), 1))

    assert learned_priority(Backwards(), moments)(GRAPH, 1, 2) == 0.8


# --- scores -------------------------------------------------------------------------------------


@no_overflow
@given(volumes())
def test_scores_are_those_of_the_package(volume):
    result, _, truth = volume
    scores = evaluate_segmentation(truth, result)
    expected = {
        "vi": partitions.vi,
        "rand": partitions.rand_index,
        "adjusted_rand": partitions.adjusted_rand,
        "fowlkes_mallows": partitions.fowlkes_mallows,
    }
    for name, score in expected.items():
        assert math.isclose(scores[name], score(truth, result), abs_tol=1e-9), name
    expected_walls = partitions.boundary_precision_recall(truth, result)
    assert (scores["precision"], scores["recall"]) == expected_walls


def test_other_names_of_the_regions_change_no_score():
    truth, result = [[1, 1, 2, 2, 3]], [[4, 4, 4, 5, 5]]
    renamed = [[9, 9, 9, 1, 1]]
    assert evaluate_segmentation(truth, result) == evaluate_segmentation(truth, renamed)


@pytest.mark.parametrize(
    ("totals", "chosen"),
    [
        ({0.9: 3, 0.1: 5, 0.5: 1}, 0.5),
        ({0.25: 2, 0.5: 1, 0.75: 1, 1.0: 4}, 0.625),
        ({0.0: 1, 0.25: 2, 0.5: 1, 0.75: 1}, 0.0),
        ({0.8: 0.6, 0.85: 0.6, 0.9: 0.6, 0.95: 0.8, 0.75: 0.7}, 0.85),
    ],
)
def test_the_middle_of_the_lowest_plateau_is_chosen(totals, chosen):
    assert choose_threshold(totals) == pytest.approx(chosen)


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("without_h5py", [False, True])
def test_stacks_come_back_by_their_group(tmp_path, monkeypatch, without_h5py):
    if without_h5py:
        monkeypatch.setitem(sys.modules, "h5py", None)
    path, stack = tmp_path / "volume.h5", np.arange(24, dtype=np.uint16).reshape(2, 3, 4)
    save_stack(path, stack)
    save_stack(path, stack > 3, group="mask")
    save_stack(path, stack + 1)
    np.testing.assert_array_equal(load_stack(path), stack + 1)
    assert load_stack(path, "mask").dtype == bool
    with pytest.raises(KeyError, match="truth"):
        load_stack(path, "truth")


def test_a_loaded_model_predicts_the_same(tmp_path):
    pytest.importorskip("skops")
    X, y, weights, _ = training_table(GRAPH, moments, WANTED)
    model = fit_model(X, y, weights, seed=0)
    path = tmp_path / "model.skops"
    save_model(path, model)
    np.testing.assert_array_equal(load_model(path).predict_proba(X), model.predict_proba(X))
    np.testing.assert_array_equal(predict_from_file(path, X), model.predict_proba(X)[:, 1])


def test_a_pickle_is_refused(tmp_path):
    pytest.importorskip("skops")
    import pickle

    path = tmp_path / "model.skops"
    path.write_bytes(pickle.dumps([1, 2]))
    with pytest.raises(ValueError, match="must be a file that save_model wrote"):
        predict_from_file(path, [[1.0]])


def test_a_model_with_strangers_in_it_is_refused(tmp_path):
    skops = pytest.importorskip("skops.io")
    path = tmp_path / "model.skops"
    skops.dump(Stranger(), path)
    with pytest.raises(ValueError, match="trusted types only"):
        textbook_learning.load_model(path)


class Stranger:
    """A type that skops does not know."""

    def __init__(self):
        self.weight = 1
