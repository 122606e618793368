"""Caches that add, and features made of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from coursekit.imaging.regions.managers import (
    Composite,
    Histogram,
    Manager,
    Moments,
    compose,
    feature_graph,
)

MANAGERS = [Moments(1), Moments(4), Histogram(5), compose(Moments(2), Histogram(3, -1, 2))]
with_every_manager = pytest.mark.parametrize("manager", MANAGERS, ids=repr)


class Largest(Manager):
    """A manager of one's own whose caches merge in another way."""

    def create(self, values, owner, n_sets):
        largest = np.zeros((n_sets, 1))
        np.maximum.at(largest[:, 0], owner, values[:, 0])
        return largest

    def merge(self, one, other):
        return np.maximum(one, other)

    def features(self, wall, small, large):
        return np.hstack([wall, small, large])


def one_set(values):
    """Return values, owner and number of sets of a single set of voxels."""
    values = np.asarray(values, dtype=float).reshape(len(values), -1)
    return values, np.zeros(len(values), dtype=np.int64), 1


def test_moments_are_those_of_the_definition():
    values = np.array([0.2, 0.4, 0.9, 0.9])
    central = [np.mean((values - values.mean()) ** k) for k in (2, 3, 4)]
    expected = [np.log(4), values.mean(), *central]
    moments = Moments(4).moments(Moments(4).create(*one_set(values)))
    np.testing.assert_allclose(moments[0, 0], expected)


def test_differences_compare_the_regions_and_not_the_wall():
    wall, small, large = (Moments(1).create(*one_set(values)) for values in ([9], [1], [4, 4]))
    assert Moments(1).features(wall, small, large)[0].tolist() == pytest.approx(
        [0, 9, 0, 1, np.log(2), 4, abs(1 - 2), abs(1 - 4)]
    )


def test_values_on_and_beyond_the_ends_count_in_the_bins_at_the_ends():
    caches = Histogram(4).create(*one_set([-3, 0, 0.25, 0.999, 1, 7]))
    assert caches.tolist() == [[2, 1, 0, 3]]


def test_histograms_of_regions_without_a_common_bin_are_one_apart():
    wall, small, large = (
        Histogram(2).create(*one_set(values)) for values in ([0.1, 0.9], [0.1], [0.8, 0.9])
    )
    shares = [0.5, 0.5, 1, 0, 0, 1]
    assert Histogram(2).features(wall, small, large).tolist() == [[*shares, 1]]


def test_histograms_differ_by_the_divergence_of_jensen_and_shannon():
    """Its square root is what SciPy calls the distance."""
    counts = np.array([[[3.0, 1, 0, 4]], [[1.0, 1, 2, 0]]]).reshape(2, 4)
    apart = Histogram(4).features(counts[:1], counts[:1], counts[1:])[0, -1]
    assert apart == pytest.approx(jensenshannon(*counts, base=2) ** 2)


def test_each_channel_is_described():
    both = Moments(1).create(*one_set([[1, 10], [3, 30]]))
    assert Moments(1).moments(both)[0, :, 1].tolist() == [2, 20]


@with_every_manager
def test_an_empty_set_has_finite_features(manager):
    nothing = manager.create(np.zeros((0, 1)), np.zeros(0, dtype=np.int64), 1)
    assert np.isfinite(manager.features(nothing, nothing, nothing)).all()


@with_every_manager
@pytest.mark.parametrize("n_channels", [1, 3])
def test_no_walls_have_no_rows_but_all_columns(manager, n_channels):
    nobody = np.zeros(0, dtype=np.int64)
    none = manager.create(np.zeros((0, n_channels)), nobody, 0)
    one = manager.create(np.zeros((0, n_channels)), nobody, 1)
    assert none.shape == (0, one.shape[1])
    n_features = manager.features(one, one, one).shape[1]
    assert manager.features(none, none, none).shape == (0, n_features)


@with_every_manager
@given(seed=st.integers(0, 10**6), n_channels=st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_caches_add_under_any_order_of_merging(manager, seed, n_channels):
    rng = np.random.default_rng(seed)
    n_sets = int(rng.integers(1, 9))
    values, owner = rng.random((40, n_channels)), rng.integers(0, n_sets, 40)
    parts = list(manager.create(values, owner, n_sets)[:, np.newaxis])
    while len(parts) > 1:
        one = parts.pop(rng.integers(len(parts)))
        parts.append(manager.merge(one, parts.pop(rng.integers(len(parts)))))
    together = manager.create(values, np.zeros(40, dtype=np.int64), 1)
    np.testing.assert_allclose(parts[0], together)
    features = manager.features(parts[0], parts[0], parts[0])
    np.testing.assert_allclose(features, manager.features(together, together, together), atol=1e-12)


def test_a_composite_puts_features_side_by_side():
    caches = [compose(Moments(2), Histogram(3)).create(*one_set([0.1, 0.5]))] * 3
    of_moments = [Moments(2).create(*one_set([0.1, 0.5]))] * 3
    of_histogram = [Histogram(3).create(*one_set([0.1, 0.5]))] * 3
    np.testing.assert_array_equal(
        compose(Moments(2), Histogram(3)).features(*caches),
        np.hstack([Moments(2).features(*of_moments), Histogram(3).features(*of_histogram)]),
    )


def test_a_composite_lets_each_manager_merge_in_its_own_way():
    manager = compose(Moments(1), Largest())
    one, other = manager.create(*one_set([3])), manager.create(*one_set([5]))
    assert manager.merge(one, other).tolist() == [[2, 8, 5]]


def test_a_composite_refuses_the_caches_of_another_manager():
    composite = compose(Moments(1), Largest())
    with pytest.raises(ValueError, match=r"caches must be those of .*, got 2 columns"):
        composite.merge(np.zeros((1, 2)), np.zeros((1, 2)))


def test_only_built_in_managers_have_a_compiled_form():
    assert compose(Moments(), Histogram()).plan(2) == [*Moments().plan(2), *Histogram().plan(2)]
    assert compose(Moments(), Largest()).plan(1) is None


def test_a_feature_graph_by_hand():
    """Region 1 has one voxel; the wall has the voxels 0.5 and 1."""
    features = feature_graph([[1, 2, 2]], [[0.5, 1, 0]], Moments(1))
    assert features.wall_caches.tolist() == [[2, 1.5]]
    assert features.region_caches.tolist() == [[1, 0.5], [2, 1]]
    assert features.table()[0].tolist() == pytest.approx(
        [np.log(2), 0.75, 0, 0.5, np.log(2), 0.5, 1, 0]
    )


def test_the_smaller_region_comes_first_whatever_its_label():
    table = feature_graph([[1, 2, 2]], [[0.5, 1, 0]], Moments(3)).table()
    renumbered = feature_graph([[9, 2, 2]], [[0.5, 1, 0]], Moments(3)).table()
    np.testing.assert_array_equal(table, renumbered)


@pytest.mark.parametrize("shape", [(7,), (5, 6), (3, 4, 5), (3, 2, 3, 2)], ids=len)
def test_features_of_any_number_of_dimensions_and_channels(shape):
    rng = np.random.default_rng(0)
    fragments, boundary = rng.integers(0, 4, shape), rng.random((*shape, 2))
    features = feature_graph(fragments, boundary, Moments(1))
    for position, region in enumerate(features.graph.regions):
        inside = boundary[fragments == region]
        expected = [len(inside), inside[:, 0].sum(), len(inside), inside[:, 1].sum()]
        np.testing.assert_allclose(features.region_caches[position], expected)
    np.testing.assert_allclose(features.wall_caches[:, 1::2], features.graph.sums)


def test_a_single_region_has_no_walls():
    features = feature_graph([[4, 4]], [[0.1, 0.2]], compose(Moments(), Histogram()))
    assert features.table().shape[0] == 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: Moments(0), "n must be at least 1, got 0", id="no-moment"),
        pytest.param(lambda: Histogram(0), "bins must be at least 1, got 0", id="no-bin"),
        pytest.param(lambda: Histogram(2, 1, 1), "low must lie below high", id="empty-range"),
        pytest.param(lambda: compose(), "managers must be at least one", id="no-manager"),
    ],
)
def test_what_cannot_be_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_compose_is_a_composite():
    assert compose(Moments()) == Composite((Moments(),))
