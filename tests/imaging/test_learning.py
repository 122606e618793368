"""What the truth says about walls, by hand and from the definitions, and the tables made of it."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

from coursekit.imaging import partitions
from coursekit.imaging._compiled import has_numba
from coursekit.imaging.regions.learning import (
    SCHEMES,
    learn_agglomerate,
    near_boundary,
    truth_of,
)
from coursekit.imaging.regions.managers import Histogram, Moments, compose, feature_graph
from coursekit.imaging.regions.scoring import merge_by, merge_plain

MERGE, KEEP = -1, 1
MANAGER = compose(Moments(2), Histogram(3))
needs_numba = pytest.mark.skipif(not has_numba(), reason="compares the compiled form")


def scene(seed, shape=(8, 9), n=7):
    """Make fragments, each of which lies almost inside one of three segments, and a noisy map."""
    rng = np.random.default_rng(seed)
    fragments = rng.integers(1, n + 1, shape)
    segment = rng.integers(1, 4, n + 1)[fragments]
    truth = np.where(rng.random(shape) < 0.2, rng.integers(0, 4, shape), segment)
    return SimpleNamespace(fragments=fragments, boundary=rng.random(shape), truth=truth)


def learned(seed, **options):
    data = scene(seed)
    features = feature_graph(data.fragments, data.boundary, MANAGER)
    return data, learn_agglomerate(features, data.truth, **options)


def in_a_row(numbers, truth, boundary=None):
    """Learn from a row of fragments, flat pass only."""
    boundary = np.zeros(len(numbers)) if boundary is None else boundary
    features = feature_graph([numbers], [boundary], Moments(1))
    return learn_agglomerate(features, [truth], epochs=0)


# --- labels and weights ----------------------------------------------------------------------


def test_three_fragments_of_two_cells():
    training = in_a_row([1, 1, 2, 2, 3, 3], [7, 7, 7, 7, 8, 8])
    assert training.edges.tolist() == [[1, 2], [2, 3]]
    assert training.labels[:, :3].tolist() == [[MERGE] * 3, [KEEP] * 3]


def test_the_schemes_may_differ():
    """Both fragments overlap most with segment 7, yet most pairs across do not belong together.

    Voxels of the segments 7, 8 and 9: (3, 2, 1) and (3, 1, 2). Pairs of voxels across: 36, of
    which 9 + 2 + 2 = 13 are in one segment, fewer than half.
    """
    training = in_a_row([1] * 6 + [2] * 6, [9, 8, 8, 7, 7, 7, 7, 7, 7, 8, 9, 9])
    assert training.labels[0, SCHEMES.index("assignment")] == MERGE
    assert training.labels[0, SCHEMES.index("rand")] == KEEP


def test_a_wall_far_from_true_boundaries_falls_by_the_boundary_scheme():
    numbers, truth = [1] * 4 + [2] * 8 + [3] * 4, [7] * 12 + [8] * 4
    assert in_a_row(numbers, truth).labels[:, SCHEMES.index("boundary")].tolist() == [MERGE, KEEP]


def test_two_voxels_on_each_side_are_near_a_true_boundary():
    near = near_boundary(np.array([[5, 5, 5, 5, 6, 6, 6, 6]]))
    assert near.astype(int).tolist() == [[0, 0, 1, 1, 1, 1, 0, 0]]


def test_where_the_truth_is_not_known_walls_stay():
    training = in_a_row([1, 1, 2, 2], [0, 0, 0, 0])
    assert training.labels[0, :3].tolist() == [KEEP] * 3


@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_labels_are_those_of_merging_and_scoring(seed):
    """Merge each pair on its own, and see whether the scores of the partitions got better."""
    data, training = learned(seed, epochs=0)
    known = data.truth > 0
    before = partitions.vi(data.truth, data.fragments)
    rand_before = partitions.rand_index(data.truth, data.fragments)
    for (a, b), labels in zip(training.edges, training.labels, strict=True):
        merged = np.where(data.fragments == b, a, data.fragments)
        most = [np.bincount(data.truth[known & (data.fragments == r)]) for r in (a, b)]
        gain = before - partitions.vi(data.truth, merged)
        rand_gain = partitions.rand_index(data.truth, merged) - rand_before
        if all(len(counts) for counts in most):
            same = most[0].argmax() == most[1].argmax()
            assert labels[SCHEMES.index("assignment")] == (MERGE if same else KEEP)
        if abs(gain) > 1e-9:
            assert labels[SCHEMES.index("vi")] == (MERGE if gain > 0 else KEEP)
        if abs(rand_gain) > 1e-9:
            assert labels[SCHEMES.index("rand")] == (MERGE if rand_gain > 0 else KEEP)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_weights_are_the_cost_of_joining_what_was_right(seed):
    """Take the fragments as the truth: each merge is wrong, and costs what the weights say."""
    data, training = learned(seed, epochs=0)
    for (a, b), (vi_cost, rand_cost) in zip(training.edges, training.weights, strict=True):
        merged = np.where(data.fragments == b, a, data.fragments)
        assert vi_cost == pytest.approx(partitions.vi(data.fragments, merged))
        assert rand_cost == pytest.approx(1 - partitions.rand_index(data.fragments, merged))


# --- passes ----------------------------------------------------------------------------------


def test_the_flat_pass_looks_at_every_wall_once():
    data, training = learned(1, epochs=0)
    features = feature_graph(data.fragments, data.boundary, MANAGER)
    np.testing.assert_array_equal(training.edges, features.graph.edges)
    np.testing.assert_array_equal(training.features, features.table())
    assert len(training.epochs) == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_scheme_decides_what_merges(scheme):
    """Follow the pass: a wall that falls makes one region of two, and nothing else does."""
    data, training = learned(2, epochs=1, order="mean", scheme=scheme)
    epoch = training.epochs[1]
    region = {int(label): int(label) for label in np.unique(data.fragments)}
    for (a, b), label in zip(
        epoch.edges.tolist(), epoch.labels[:, SCHEMES.index(scheme)], strict=True
    ):
        assert a < b
        assert a in region.values()
        assert b in region.values()
        if label == MERGE:
            region = {label: a if own == b else own for label, own in region.items()}


def test_the_end_of_a_pass_is_the_best_merging():
    """With fragments that each lie in one segment, the truth as judge gives the truth back."""
    rng = np.random.default_rng(4)
    truth = np.repeat(np.repeat([[1, 2], [3, 4]], 6, axis=0), 6, axis=1)
    fragments = 5 * truth + rng.integers(0, 5, truth.shape)
    features = feature_graph(fragments, rng.random(truth.shape), MANAGER)
    merges = merge_by(features, None, truth_of(features, truth, 0))
    owner = np.arange(len(features.graph.regions))
    for a, b in merges.pairs:
        owner[owner == b] = a
    result = owner[features.graph.positions(fragments)]
    assert partitions.split_vi(truth, result).merges == 0
    assert len(np.unique(result)) == len(np.unique(truth))


def test_rows_are_unique_and_each_epoch_has_all_of_its_own():
    _, training = learned(3, epochs=3, estimator=LogisticRegression())
    rows = np.hstack([training.features, training.labels, training.weights])
    assert len(np.unique(rows, axis=0)) == len(rows)
    everything = np.concatenate([epoch.features for epoch in training.epochs])
    assert len(training.epochs) == 4
    assert len(everything) > len(rows)
    assert {row.tobytes() for row in everything} == {row.tobytes() for row in training.features}


def test_the_four_parts_have_the_same_order():
    """The features of a wall of fragments are those of the graph, wherever the row stands."""
    data, training = learned(5, epochs=2, estimator=LogisticRegression())
    features = feature_graph(data.fragments, data.boundary, MANAGER)
    table = features.table()
    flat = training.epochs[0]
    for part, row in enumerate(training.features):
        (same,) = np.nonzero((table == row).all(axis=1))
        if len(same):
            assert training.edges[part].tolist() == features.graph.edges[same[0]].tolist()
            assert training.labels[part].tolist() == flat.labels[same[0]].tolist()


def test_the_estimator_that_was_given_is_not_fitted():
    estimator = LogisticRegression()
    learned(6, estimator=estimator)
    assert not hasattr(estimator, "classes_")


@needs_numba
@pytest.mark.parametrize("scheme", range(len(SCHEMES)), ids=SCHEMES)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_compiled_and_plain_form_learn_alike(scheme, seed):
    data = scene(seed)
    features = feature_graph(data.fragments, data.boundary, MANAGER)
    truth = truth_of(features, data.truth, scheme)
    compiled, plain = merge_by(features, None, truth), merge_plain(features, None, truth, np.inf)
    np.testing.assert_array_equal(compiled.pairs, plain.pairs)
    np.testing.assert_allclose(compiled.samples, plain.samples, atol=1e-12)


def test_without_numba_the_tables_are_the_same(monkeypatch):
    _, training = learned(7, estimator=LogisticRegression())
    monkeypatch.setitem(sys.modules, "numba", None)  # importing it fails
    _, plain = learned(7, estimator=LogisticRegression())
    for part in range(4):
        np.testing.assert_allclose(plain[part], training[part], atol=1e-12)


def test_an_estimator_without_a_flat_form_can_learn_too():
    _, training = learned(8, estimator=KNeighborsClassifier(3))
    assert len(training.epochs) == 2


def test_fragments_without_walls_give_an_empty_table():
    features = feature_graph([[1, 1]], [[0, 0]], MANAGER)
    training = learn_agglomerate(features, [[1, 1]], order="mean")
    assert training.features.shape == (0, features.table().shape[1])
    assert training.edges.shape == (0, 2)


@pytest.mark.parametrize("shape", [(30,), (3, 4, 5), (3, 3, 2, 3)], ids=len)
def test_any_number_of_dimensions_can_be_learned_from(shape):
    data = scene(0, shape, n=5)
    features = feature_graph(data.fragments, data.boundary, MANAGER)
    training = learn_agglomerate(features, data.truth, order="mean")
    assert set(np.unique(training.labels)) <= {MERGE, KEEP}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"scheme": "luck"}, "scheme must be one of assignment", id="scheme"),
        pytest.param({"order": "random"}, "order must be one of mean, active", id="order"),
        pytest.param({"epochs": -1}, "epochs must not be negative, got -1", id="epochs"),
    ],
)
def test_what_cannot_be_learned_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        learned(0, **options)


def test_a_truth_of_another_shape_is_refused():
    features = feature_graph([[1, 2]], [[0, 0]], MANAGER)
    with pytest.raises(ValueError, match=r"shape of the fragments \(1, 2\), got \(1, 3\)"):
        learn_agglomerate(features, [[1, 1, 1]])
