"""The region graph, its merges and its contours, against brute force and against each other."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.imaging import regions
from coursekit.imaging._compiled import has_numba
from coursekit.imaging.regions.contour import numpy_map
from coursekit.imaging.regions.graph import numpy_pass
from coursekit.imaging.regions.merging import merge_by_function

SHAPES = [(17,), (6, 7), (1, 9), (9, 1), (4, 5, 6), (1, 5, 6), (3, 3, 3, 3)]
needs_numba = pytest.mark.skipif(not has_numba(), reason="compares the compiled form")


def random_scene(shape, seed, n=9):
    """Make fragments with holes (0) and a boundary map without ties."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, n, shape), rng.random(shape)


def neighbours_of(voxel, shape):
    for axis, step in itertools.product(range(len(shape)), (-1, 1)):
        other = list(voxel)
        other[axis] += step
        if 0 <= other[axis] < shape[axis]:
            yield tuple(other)


def brute_force_graph(fragments, boundary):
    """Collect {(a, b): values} voxel by voxel, as the definition says."""
    found = {}
    for voxel in np.ndindex(fragments.shape):
        own = fragments[voxel]
        others = {int(fragments[near]) for near in neighbours_of(voxel, fragments.shape)}
        for other in others - {int(own), 0} if own else ():
            pair = (min(int(own), other), max(int(own), other))
            found.setdefault(pair, []).append(float(boundary[voxel]))
    return found


def as_dictionary(graph):
    return {
        tuple(pair): sorted(graph.samples[start:end, 0].tolist())
        for pair, start, end in zip(
            graph.edges.tolist(), graph.starts[:-1], graph.starts[1:], strict=True
        )
    }


scenes = st.tuples(st.sampled_from(SHAPES), st.integers(0, 10**6))


# --- the graph -------------------------------------------------------------------------------


@given(scenes)
@settings(max_examples=60, deadline=None)
def test_the_graph_is_the_one_of_the_definition(scene):
    fragments, boundary = random_scene(*scene)
    graph = regions.region_graph(fragments, boundary, samples=True)
    expected = {
        pair: sorted(values) for pair, values in brute_force_graph(fragments, boundary).items()
    }
    assert as_dictionary(graph) == expected
    assert graph.counts.tolist() == [len(expected[tuple(pair)]) for pair in graph.edges.tolist()]
    np.testing.assert_allclose(
        graph.sums[:, 0], [sum(expected[tuple(pair)]) for pair in graph.edges.tolist()]
    )


@needs_numba
@given(scenes)
@settings(max_examples=40, deadline=None)
def test_the_compiled_graph_equals_that_of_numpy(scene):
    fragments, boundary = random_scene(*scene)
    graph = regions.region_graph(fragments, boundary)
    keys, counts, sums, _ = numpy_pass(fragments, boundary[..., np.newaxis], False, False)
    np.testing.assert_array_equal(graph.edges, np.stack([keys >> 32, keys & 0xFFFFFFFF], axis=1))
    np.testing.assert_array_equal(graph.counts, counts)
    np.testing.assert_allclose(graph.sums, sums)


@pytest.mark.parametrize("add", [2**31, 2**40, 2**62])
def test_labels_of_any_size_keep_their_edges(add):
    small = np.array([[0, 1, 1, 2], [3, 1, 2, 2]])
    large = np.where(small > 0, small + add, 0).astype(np.uint64)
    boundary = np.linspace(0, 1, 8).reshape(2, 4)
    before, after = (regions.region_graph(one, boundary) for one in (small, large))
    assert after.edges.tolist() == (before.edges + add).tolist()
    assert after.regions.tolist() == (before.regions + add).tolist()
    np.testing.assert_array_equal(after.sums, before.sums)


@given(scenes, st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_new_numbers_for_the_fragments_change_nothing_else(scene, seed):
    fragments, boundary = random_scene(*scene)
    new = np.append(0, 1 + np.random.default_rng(seed).permutation(40)[: fragments.max()])
    before, after = (regions.region_graph(one, boundary) for one in (fragments, new[fragments]))
    renamed = {tuple(sorted(new[pair].tolist())): row for row, pair in enumerate(before.edges)}
    order = [renamed[tuple(pair)] for pair in after.edges.tolist()]
    np.testing.assert_array_equal(after.counts, before.counts[order])
    np.testing.assert_allclose(after.means, before.means[order])
    for threshold in (0.3, 0.5, np.inf):
        one = regions.agglomerate(before).labels(fragments, threshold)
        other = regions.agglomerate(after).labels(new[fragments], threshold)
        assert same_partition(one, other)


def same_partition(one, other):
    pairs = set(zip(one.ravel().tolist(), other.ravel().tolist(), strict=True))
    return len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


def test_several_channels_are_summed_apart():
    fragments, boundary = random_scene((5, 6), 1)
    both = regions.region_graph(fragments, np.stack([boundary, 1 - boundary], axis=-1))
    np.testing.assert_allclose(both.means[:, 0], regions.region_graph(fragments, boundary).means)
    np.testing.assert_allclose(both.means.sum(axis=1), 1)


def test_faces_count_each_contact_once():
    graph = regions.region_graph([[1, 1], [2, 2]], [[0, 1], [1, 1]], faces=True)
    assert graph.counts.tolist() == [2]
    assert graph.means.tolist() == [0.75]


def test_large_and_sparse_labels_keep_their_names():
    fragments = np.array([[10**9, 10**9, 7]])
    graph = regions.region_graph(fragments, np.array([[0.1, 0.2, 0.4]]))
    assert graph.edges.tolist() == [[7, 10**9]]
    tree = regions.agglomerate(graph)
    assert tree.labels(fragments, 1).tolist() == [[7, 7, 7]]
    assert regions.contour_map(fragments, tree)[0].tolist() == [0, *tree.height.tolist() * 2]


def test_one_region_alone_has_no_edge():
    graph = regions.region_graph(np.full((3, 4), 5), np.zeros((3, 4)))
    tree = regions.agglomerate(graph)
    assert (graph.n_regions, len(graph.edges), len(tree)) == (1, 0, 0)
    assert tree.cut(np.inf).tolist() == [5]
    assert not regions.contour_map(np.full((3, 4), 5), tree).any()


def test_nothing_but_no_region_gives_an_empty_graph():
    graph = regions.region_graph(np.zeros((3, 4), dtype=int), np.zeros((3, 4)))
    assert (graph.n_regions, len(graph.edges)) == (0, 0)
    tree = regions.agglomerate(graph)
    assert len(tree) == 0
    assert not regions.contour_map(np.zeros((3, 4), dtype=int), tree).any()
    assert not tree.labels(np.zeros((3, 4), dtype=int), 0.5).any()


def test_an_edge_is_found_by_its_regions_in_any_order():
    graph = regions.region_graph(*random_scene((6, 7), 3))
    for row, (a, b) in enumerate(graph.edges.tolist()):
        assert graph.edge(a, b) == graph.edge(b, a) == row
    with pytest.raises(KeyError, match="the regions 1 and 99 do not touch"):
        graph.edge(1, 99)


@pytest.mark.parametrize(
    ("fragments", "boundary", "error", "words"),
    [
        ([[1.5, 2]], [[0, 0]], TypeError, "fragments must hold whole numbers"),
        ([[-1, 2]], [[0, 0]], ValueError, "fragments must not hold negative numbers, got -1"),
        ([[1, 2]], [[0, np.nan]], ValueError, "boundary must not hold nan"),
        ([[1, 2]], [0, 0, 0], ValueError, r"boundary must have the shape of fragments \(1, 2\)"),
        ([[1, 2]], [["a", "b"]], TypeError, "boundary must"),
    ],
    ids=["floats", "negative", "nan", "shape", "text"],
)
def test_bad_input_is_named(fragments, boundary, error, words):
    with pytest.raises(error, match=words):
        regions.region_graph(fragments, boundary)


def test_samples_of_faces_are_refused():
    with pytest.raises(ValueError, match="samples must be False with faces=True"):
        regions.region_graph([[1, 2]], [[0, 1]], faces=True, samples=True)


# --- merging ---------------------------------------------------------------------------------


def brute_force_merges(graph):
    """Merge by the mean, computing every mean anew at every step."""
    rows = {tuple(pair): [row] for row, pair in enumerate(graph.edges.tolist())}
    merges = []
    while rows:
        means = {
            pair: graph.sums[found, 0].sum() / graph.counts[found].sum()
            for pair, found in rows.items()
        }
        a, b = min(means, key=means.get)
        merges.append((a, b, means[a, b]))
        del rows[a, b]
        for pair in [pair for pair in rows if b in pair]:
            c = pair[0] if pair[1] == b else pair[1]
            found = rows.pop(pair)
            rows.setdefault((min(a, c), max(a, c)), []).extend(found)
    return merges


@given(scenes)
@settings(max_examples=60, deadline=None)
def test_merging_by_the_mean_equals_brute_force(scene):
    graph = regions.region_graph(*random_scene(*scene))
    expected = brute_force_merges(graph)
    tree = regions.agglomerate(graph)
    assert list(zip(tree.a.tolist(), tree.b.tolist(), strict=True)) == [m[:2] for m in expected]
    np.testing.assert_allclose(tree.height, [m[2] for m in expected])


@given(scenes)
@settings(max_examples=40, deadline=None)
def test_merging_by_a_function_equals_merging_by_its_name(scene):
    graph = regions.region_graph(*random_scene(*scene), samples=True)
    for name in ("mean", "median"):
        tree = regions.agglomerate(graph, name)
        for function in (
            lambda live, a, b: float(getattr(live, name)(a, b)),  # noqa: B023
            regions.priorities.PRIORITIES[name],
        ):
            a, b, height = merge_by_function(graph, function, np.inf)
            np.testing.assert_array_equal(np.stack([a, b]), np.stack([tree.a, tree.b]))
            np.testing.assert_allclose(height, tree.height)


@given(scenes, st.sampled_from(["mean", "median"]), st.floats(0, 1))
@settings(max_examples=60, deadline=None)
def test_a_cut_equals_agglomerating_to_its_threshold(scene, priority, threshold):
    graph = regions.region_graph(*random_scene(*scene), samples=True)
    whole = regions.agglomerate(graph, priority)
    part = regions.agglomerate(graph, priority, threshold)
    assert (part.height <= threshold).all()
    np.testing.assert_array_equal(whole.cut(threshold), part.cut(np.inf))


def test_a_function_sees_the_regions_as_they_are():
    seen = []

    def smallest_first(graph, a, b):
        seen.append((graph.size(a), graph.size(b), graph.count(a, b), b in graph.neighbours(a)))
        return graph.size(a) + graph.size(b)

    fragments = np.array([[1, 1, 2, 3, 3, 3]])
    tree = regions.agglomerate(regions.region_graph(fragments, fragments * 0.1), smallest_first)
    assert tree.height.tolist() == [3, 6]
    assert seen == [(2, 1, 2, True), (1, 3, 2, True), (3, 3, 2, True)]


def test_infinity_and_nan_never_merge():
    graph = regions.region_graph([[1, 2, 3]], [[0, 0, 0]])
    for never in (np.inf, np.nan):
        assert len(regions.agglomerate(graph, lambda live, a, b: never)) == 0  # noqa: B023


def test_a_priority_must_be_known_and_the_median_needs_samples():
    graph = regions.region_graph([[1, 2]], [[0, 1]])
    with pytest.raises(ValueError, match="priority must be mean, median or a function, got 'max'"):
        regions.agglomerate(graph, "max")
    with pytest.raises(ValueError, match="must be made with samples=True"):
        regions.agglomerate(graph, "median")


def test_merging_does_not_change_the_graph():
    graph = regions.region_graph(*random_scene((6, 7), 5), samples=True)
    before = [graph.edges.copy(), graph.counts.copy(), graph.sums.copy()]
    regions.agglomerate(graph)
    regions.agglomerate(graph, "median")
    for old, new in zip(before, (graph.edges, graph.counts, graph.sums), strict=True):
        np.testing.assert_array_equal(old, new)


# --- heights and contours --------------------------------------------------------------------


@given(scenes)
@settings(max_examples=40, deadline=None)
def test_a_height_is_the_smallest_cut_that_makes_two_regions_one(scene):
    tree = regions.agglomerate(regions.region_graph(*random_scene(*scene)))
    pairs = list(itertools.combinations(tree.regions.tolist(), 2))
    cuts = [(height, tree.cut(height)) for height in sorted({*tree.running_height, np.inf})]
    position = {label: place for place, label in enumerate(tree.regions.tolist())}
    for (a, b), height in zip(pairs, tree.heights(np.array(pairs).reshape(-1, 2)), strict=True):
        one = [t for t, labels in cuts if labels[position[a]] == labels[position[b]]]
        assert height == min(one, default=np.inf)


@needs_numba
@given(scenes, st.sampled_from([0.2, 0.5, np.inf]))
@settings(max_examples=40, deadline=None)
def test_the_compiled_contour_map_equals_that_of_numpy(scene, threshold):
    fragments, boundary = random_scene(*scene)
    tree = regions.agglomerate(regions.region_graph(fragments, boundary), "mean", threshold)
    contours = regions.contour_map(fragments, tree)
    np.testing.assert_array_equal(contours, numpy_map(fragments, tree))


@given(scenes, st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_below_a_threshold_the_contour_map_shows_the_cut(scene, threshold):
    fragments, boundary = random_scene(*scene)
    tree = regions.agglomerate(regions.region_graph(fragments, boundary))
    contours, cut = regions.contour_map(fragments, tree), tree.labels(fragments, threshold)
    for voxel in np.ndindex(fragments.shape):
        near = {int(cut[one]) for one in neighbours_of(voxel, fragments.shape)} - {0}
        other = bool(near - {int(cut[voxel])}) if cut[voxel] else False
        assert (contours[voxel] > threshold) == other


def test_two_pieces_never_become_one():
    fragments = np.array([[1, 2, 0, 4, 5]])
    tree = regions.agglomerate(regions.region_graph(fragments, np.full((1, 5), 0.5)))
    assert len(tree) == 2
    assert tree.cut(np.inf).tolist() == [1, 1, 4, 4]
    assert tree.heights([[1, 4], [1, 2], [2, 2]]).tolist() == [np.inf, 0.5, 0]


def test_a_label_that_the_tree_does_not_know_is_refused():
    tree = regions.agglomerate(regions.region_graph([[1, 2]], [[0, 1]]))
    for image in ([[1, 3]], [[1, 10**9]]):
        with pytest.raises(ValueError, match="fragments must hold labels of the tree, got"):
            tree.labels(image, 0.5)
