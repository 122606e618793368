"""The readable forms of A08 do what the array forms do, on small random volumes."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit import datasets
from coursekit.imaging import partitions, regions
from coursekit.imaging.regions import textbook

PRIORITIES = {"mean": textbook.boundary_mean, "median": textbook.boundary_median}
THRESHOLDS = (0.3, 0.45, 0.6, np.inf)


@st.composite
def volumes(draw):
    """Draw labels with gaps, 0 among them, and a boundary map without equal values."""
    shape = draw(array_shapes(max_dims=3, max_side=6))
    labels = draw(arrays(np.int64, shape, elements=st.sampled_from([0, 1, 2, 4, 7, 8, 30])))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return labels, rng.random(shape)


def same_up_to_names(one, other):
    """Tell whether two label images differ in nothing but the numbers."""
    pairs = np.unique(np.stack([one.ravel(), other.ravel()]), axis=1)
    return len(set(pairs[0])) == len(set(pairs[1])) == pairs.shape[1]


@settings(deadline=None)
@given(volumes())
def test_the_dictionary_holds_the_edges_and_samples_of_the_arrays(volume):
    labels, prob = volume
    graph, arrays_form = textbook.region_graph(*volume), regions.region_graph(labels, prob)
    assert list(graph) == [tuple(edge) for edge in arrays_form.edges.tolist()]
    assert [len(samples) for samples in graph.values()] == arrays_form.counts.tolist()
    sums = [samples.sum() for samples in graph.values()]
    np.testing.assert_allclose(sums, arrays_form.sums[:, 0])


@settings(deadline=None)
@given(volumes())
def test_each_pixel_counts_once_for_each_pair_that_meets_in_it(volume):
    labels, prob = volume
    padded = np.pad(labels, 1)
    wanted = {}
    for pixel in np.ndindex(labels.shape):
        around = set()
        for axis in range(labels.ndim):
            for step in (0, 2):
                place = [p + 1 for p in pixel]
                place[axis] = pixel[axis] + step
                around.add(int(padded[tuple(place)]))
        for other in around - {0, int(labels[pixel])}:
            if labels[pixel]:
                pair = tuple(sorted((int(labels[pixel]), other)))
                wanted.setdefault(pair, []).append(prob[pixel])
    graph = textbook.region_graph(labels, prob)
    assert {pair: sorted(samples) for pair, samples in graph.items()} == {
        pair: sorted(samples) for pair, samples in wanted.items()
    }


@pytest.mark.parametrize("name", PRIORITIES)
@settings(max_examples=40, deadline=None)
@given(volume=volumes())
def test_the_merges_are_those_of_the_arrays(name, volume):
    labels, prob = volume
    merges = textbook.agglomerate(textbook.region_graph(labels, prob), PRIORITIES[name])
    heights = [height for _, _, height in merges]
    assume(len(set(np.round(heights, 9))) == len(heights))  # equal walls have no order
    tree = regions.agglomerate(regions.region_graph(labels, prob, samples=True), name)
    assert [(a, b) for a, b, _ in merges] == list(
        zip(tree.a.tolist(), tree.b.tolist(), strict=True)
    )
    np.testing.assert_allclose(heights, tree.height)


@settings(max_examples=40, deadline=None)
@given(volumes())
def test_cuts_contours_and_their_components_are_those_of_the_arrays(volume):
    labels, prob = volume
    assume(labels.any())
    merges = textbook.agglomerate(
        textbook.region_graph(labels, prob), textbook.boundary_mean, threshold=0.7
    )
    tree = regions.MergeTree(
        np.unique(labels[labels > 0]),
        np.array([a for a, _, _ in merges], dtype=int),
        np.array([b for _, b, _ in merges], dtype=int),
        np.array([height for _, _, height in merges], dtype=float),
    )
    for t in THRESHOLDS:
        cut = textbook.apply_merges(labels, merges, t)
        np.testing.assert_array_equal(cut, tree.labels(labels, t))
    ucm = textbook.contour_map(labels, merges)
    np.testing.assert_allclose(ucm, regions.contour_map(labels, tree))
    for t in THRESHOLDS:
        np.testing.assert_array_equal(textbook.segmentation_at(ucm, t) > 0, ucm <= t)


@settings(deadline=None)
@given(volumes())
def test_merging_to_a_threshold_is_cutting_the_whole_history_there(volume):
    graph = textbook.region_graph(*volume)
    whole = textbook.agglomerate(graph, textbook.boundary_mean)
    for t in THRESHOLDS:
        stopped = textbook.agglomerate(graph, textbook.boundary_mean, t)
        assert stopped == whole[: len(stopped)]
        np.testing.assert_array_equal(
            textbook.apply_merges(volume[0], stopped), textbook.apply_merges(volume[0], whole, t)
        )


@settings(deadline=None)
@given(volumes())
def test_joining_two_regions_is_building_the_graph_anew_up_to_shared_pixels(volume):
    """A pixel that touches both counts twice in the joined samples, once in a new graph."""
    labels, prob = volume
    graph = textbook.region_graph(labels, prob)
    assume(graph)
    (a, b), *_ = graph
    merged = textbook.merge_nodes(graph, a, b)
    anew = textbook.region_graph(np.where(labels == b, a, labels), prob)
    assert set(merged) == set(anew)
    assert all(set(merged[pair]) == set(anew[pair]) for pair in anew)
    assert all(len(merged[pair]) >= len(anew[pair]) for pair in anew)


def test_a_stale_wall_is_not_merged_at_its_old_height():
    graph = {
        (1, 2): np.array([0.1]),
        (1, 3): np.array([0.9, 0.9, 0.9]),
        (2, 3): np.array([0.3]),
    }
    merges = textbook.agglomerate(graph, textbook.boundary_mean)
    assert merges == [(1, 2, 0.1), (1, 3, pytest.approx((3 * 0.9 + 0.3) / 4))]


def test_infinite_and_undefined_walls_never_fall():
    graph = {(1, 2): np.array([np.inf]), (2, 3): np.array([np.nan]), (3, 4): np.array([5.0])}
    assert textbook.agglomerate(graph, textbook.boundary_mean) == [(3, 4, 5.0)]


def test_a_merge_below_an_earlier_one_waits_for_it():
    merges = [(1, 2, 0.5), (1, 3, 0.4)]
    labels = np.array([[1, 2, 3]])
    np.testing.assert_array_equal(textbook.apply_merges(labels, merges, 0.45), labels)
    np.testing.assert_array_equal(textbook.contour_map(labels, merges), [[0.5, 0.5, 0.5]])


def test_the_components_of_contours_are_the_cut_without_its_walls():
    labels = np.repeat(np.arange(1, 5), 4)[np.newaxis].repeat(3, axis=0)
    merges = [(1, 2, 0.2), (3, 4, 0.3), (1, 3, 0.8)]
    parts = textbook.segmentation_at(textbook.contour_map(labels, merges), 0.5)
    cut = textbook.apply_merges(labels, merges, 0.5)
    assert same_up_to_names(parts[parts > 0], cut[parts > 0])
    assert (parts == 0).sum() == 2 * 3


@pytest.mark.parametrize(
    ("truth", "result", "halves"),
    [
        pytest.param([1, 1, 2, 2], [9, 9, 4, 4], (0, 0), id="other-names"),
        pytest.param([1, 1, 2, 2], [3, 3, 3, 3], (1, 0), id="joined"),
        pytest.param([1, 1, 1, 1], [3, 3, 4, 4], (0, 1), id="cut"),
        pytest.param([1, 1, 0, 0], [3, 3, 4, 5], (0, 0), id="zeros-of-the-truth-left-out"),
        pytest.param([1, 1, 2, 2], [0, 0, 0, 0], (1, 0), id="zeros-of-the-result-count"),
        pytest.param([0, 0], [1, 2], (0, 0), id="no-pixel-left"),
    ],
)
def test_both_halves_by_hand(truth, result, halves):
    assert textbook.split_vi(truth, result) == pytest.approx(halves)


@settings(deadline=None)
@given(volumes(), st.integers(0, 9))
def test_both_halves_are_those_of_scikit_image(volume, seed):
    import skimage as ski

    truth = volume[0]
    result = np.random.default_rng(seed).integers(1, 5, truth.shape)
    assume((truth > 0).any())
    kept = truth > 0
    splits, merges = ski.metrics.variation_of_information(truth[kept], result[kept])
    assert textbook.split_vi(truth, result) == pytest.approx((merges, splits), abs=1e-9)


@settings(deadline=None)
@given(volumes(), st.integers(0, 9), st.sampled_from([(), (0,), (0, 4)]))
def test_both_halves_are_those_of_the_partitions(volume, seed, ignore):
    result = np.random.default_rng(seed).integers(0, 4, volume[0].shape)
    wanted = partitions.split_vi(volume[0], result, ignore)
    assert textbook.split_vi(volume[0], result, ignore) == pytest.approx(tuple(wanted), abs=1e-9)


def test_false_merges_rise_and_false_splits_fall_along_the_history():
    rng = np.random.default_rng(3)
    truth = np.kron(np.arange(1, 7).reshape(2, 3), np.ones((6, 6), dtype=int))
    labels = np.arange(1, 55).reshape(6, 9).repeat(2, axis=0).repeat(2, axis=1)
    graph = textbook.region_graph(labels, rng.random(labels.shape))
    merges = textbook.agglomerate(graph, textbook.boundary_mean)
    table = textbook.vi_by_threshold(labels, merges, truth, np.linspace(0, 1, 21))
    assert table.shape == (21, 2)
    assert (np.diff(table[:, 0]) >= -1e-9).all()
    assert (np.diff(table[:, 1]) <= 1e-9).all()
    assert table[-1] == pytest.approx([np.log2(6), 0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        pytest.param(
            lambda: textbook.region_graph([[1, 2]], [[0.1]]),
            r"labels and prob must have the same shape, got \(1, 2\) and \(1, 1\)\.",
            id="graph-shapes",
        ),
        pytest.param(
            lambda: textbook.split_vi([1, 2], [1]),
            r"truth and result must have the same shape, got \(2,\) and \(1,\)\.",
            id="vi-shapes",
        ),
        pytest.param(
            lambda: textbook.region_graph([-1, 2], [0, 0]),
            r"labels must not hold negative numbers, got -1\.",
            id="negative-label",
        ),
    ],
)
def test_wrong_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.real_data
def test_real_fragments_merge_alike_in_both_forms():
    volume = datasets.load("gala-em-test")
    graph = textbook.region_graph(volume.fragments, volume.boundary)
    merges = textbook.agglomerate(graph, textbook.boundary_mean, 0.5)
    tree = regions.agglomerate(regions.region_graph(volume.fragments, volume.boundary), "mean", 0.5)
    one = textbook.apply_merges(volume.fragments, merges)
    assert same_up_to_names(one, tree.labels(volume.fragments, 0.5))
    ts = [0.2, 0.5]
    table = textbook.vi_by_threshold(volume.fragments, merges, volume.truth, ts)
    curve = partitions.vi_by_threshold(tree, volume.fragments, volume.truth, ts)
    np.testing.assert_allclose(table, np.column_stack([curve.merges, curve.splits]))
