"""The comparison of label images: by hand, by property, by oracle, with numba and without."""

import math
import sys
from itertools import combinations

import numpy as np
import pytest
import scipy.ndimage as ndi
from hypothesis import given
from hypothesis import strategies as st
from skimage.metrics import variation_of_information
from sklearn import metrics

from coursekit.imaging import contingencies, partitions, vi_curves
from coursekit.imaging.partitions import (
    adjusted_rand,
    boundary_precision_recall,
    contingency,
    fowlkes_mallows,
    rand_index,
    split_vi,
    vi,
    vi_by_threshold,
    vi_curve,
)
from coursekit.imaging.regions import MergeTree, agglomerate, region_graph

DISTANCES = (lambda *images, **options: sum(split_vi(*images, **options)), vi)
SCORES = (rand_index, adjusted_rand, fowlkes_mallows)
SHAPES = [(1,), (17,), (5, 6), (1, 9), (3, 4, 5), (2, 3, 2, 3)]

scenes = st.tuples(st.sampled_from(SHAPES), st.integers(0, 10**6))


@pytest.fixture(params=["compiled", "plain"])
def both_ways(request, monkeypatch):
    """Compile for small images as well, and do without numba."""
    if request.param == "compiled":
        pytest.importorskip("numba")
        set_size_worth_compiling(monkeypatch, 0)
    else:
        monkeypatch.setitem(sys.modules, "numba", None)  # importing it fails
        assert not contingencies.has_numba()


def set_size_worth_compiling(monkeypatch, n_voxels):
    for module in (contingencies, vi_curves):
        monkeypatch.setattr(module, "WORTH_COMPILING", n_voxels)


def two_images(scene, n_labels=5):
    """Draw two label images with stretches of equal labels, as real ones have them."""
    shape, seed = scene
    rng = np.random.default_rng(seed)
    n = math.prod(shape)
    lengths = rng.integers(1, 5, size=(2, n))
    pair = (np.repeat(rng.integers(0, n_labels, n), runs)[:n].reshape(shape) for runs in lengths)
    return tuple(pair)


def random_history(labels, rng):
    """Merge the regions of an image in any order; heights go up and down."""
    regions = np.unique(labels[labels > 0])
    names = list(regions)
    pairs = []
    for _ in range(rng.integers(len(names)) if names else 0):
        a, b = sorted(rng.choice(names, 2, replace=False))
        pairs.append((a, b))
        names.remove(b)
    a, b = np.array(pairs, dtype=labels.dtype).reshape(-1, 2).T
    return MergeTree(regions, a, b, rng.integers(0, 6, len(pairs)) / 4)


def renumbered(labels, rng, keep_zero):
    """Give every label a new number, a large or negative one; 0 may have to stay."""
    old = np.unique(labels)
    new = rng.choice(10**6, size=len(old), replace=False) * 10**9 - 10**14
    if keep_zero:
        new[old == 0] = 0
    return new[np.searchsorted(old, labels)]


def pairs_by_brute_force(truth, result):
    """Is a pair of voxels in one region of the truth, and of the result? The answers for all."""
    voxels = list(zip(truth.ravel().tolist(), result.ravel().tolist(), strict=True))
    return [(a[0] == b[0], a[1] == b[1]) for a, b in combinations(voxels, 2)]


# --- the table -------------------------------------------------------------------------------


@given(scenes)
def test_the_table_counts_every_voxel(scene):
    truth, result = two_images(scene)
    table = contingency(truth, result)
    for row, label in enumerate(table.truth):
        for column, other in enumerate(table.result):
            shared = np.count_nonzero((truth == label) & (result == other))
            assert table.dense()[row, column] == shared
    assert table.n_voxels == truth.size
    np.testing.assert_array_equal(table.truth, np.unique(truth))
    np.testing.assert_array_equal(table.result_sizes, np.unique(result, return_counts=True)[1])
    assert (table.counts > 0).all()


@pytest.mark.parametrize(
    "dtype", [np.bool_, np.uint8, np.int8, np.int16, ">i4", np.uint32, np.int64, np.uint64], ids=str
)
def test_labels_keep_their_type_and_value(dtype, both_ways):
    lowest, highest = (0, 1) if dtype == np.bool_ else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    truth = np.array([lowest, highest, highest, lowest, highest], dtype=dtype)
    table = contingency(truth, [7, 7, 8, 7, 8])
    assert table.truth.tolist() == [lowest, highest]
    assert table.dense().tolist() == [[2, 0], [1, 2]]
    assert contingency([7, 7, 8, 7, 8], truth).dense().tolist() == [[2, 1], [0, 2]]


def test_runs_may_end_anywhere_in_a_block(both_ways):
    for size in (4095, 4096, 4097, 4098, 8192, 8193):
        truth = np.arange(size) // 4095
        result = np.arange(size) // 4096
        np.testing.assert_array_equal(contingency(truth, result).truth_sizes, np.bincount(truth))
        np.testing.assert_array_equal(contingency(truth, result).result_sizes, np.bincount(result))


def test_the_hash_table_grows(both_ways):
    rng = np.random.default_rng(0)
    truth, result = rng.integers(0, 300, (2, 60_000))
    expected = np.zeros((300, 300), dtype=int)
    np.add.at(expected, (truth, result), 1)
    np.testing.assert_array_equal(contingency(truth, result).dense(), expected)


@pytest.mark.parametrize("ignore", [(0,), (0, 2), [5, 99], 0, np.array([1])], ids=str)
def test_ignored_labels_of_the_truth_are_left_out(ignore):
    truth, result = two_images(((8, 9), 3))
    inside = ~np.isin(truth, ignore)
    table, expected = contingency(truth, result, ignore), contingency(truth[inside], result[inside])
    np.testing.assert_array_equal(table.truth, expected.truth)
    np.testing.assert_array_equal(table.result, expected.result)
    np.testing.assert_array_equal(table.dense(), expected.dense())


# --- split VI --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("truth", "result", "merges", "splits"),
    [
        pytest.param([1, 1, 2, 2], [8, 8, 3, 3], 0, 0, id="same-grouping-other-numbers"),
        pytest.param([1, 1, 2, 2], [7, 7, 7, 7], 1, 0, id="two-cells-in-one"),
        pytest.param([1, 1, 1, 1], [7, 7, 8, 8], 0, 1, id="one-cell-in-two"),
        pytest.param([1, 1, 1, 1], [5, 6, 7, 8], 0, 2, id="one-cell-in-four"),
        pytest.param([1, 1, 2, 2], [7, 8, 7, 8], 1, 1, id="crossed"),
        pytest.param([1, 2, 2, 2], [7] * 4, 0.25 * 2 + 0.75 * math.log2(4 / 3), 0, id="uneven"),
        pytest.param([1, 1, 0, 0], [7, 7, 7, 8], 0, 0, id="zeros-of-the-truth-do-not-count"),
        pytest.param([1, 1, 2, 2], [0, 0, 0, 0], 1, 0, id="zero-of-the-result-is-a-region"),
        pytest.param([0, 0, 0, 0], [7, 8, 7, 8], 0, 0, id="no-voxel-is-left"),
        pytest.param([[[4]]], [[[9]]], 0, 0, id="one-voxel"),
    ],
)
def test_split_vi_by_hand(truth, result, merges, splits, both_ways):
    assert split_vi(truth, result) == pytest.approx((merges, splits), abs=1e-15)
    assert vi(truth, result) == pytest.approx(merges + splits, abs=1e-15)


@given(scenes)
def test_scikit_image_measures_the_same_in_the_other_order(scene):
    truth, result = two_images(scene)
    expected = variation_of_information(truth, result)
    assert split_vi(truth, result, ignore=()) == pytest.approx(expected[::-1], abs=1e-12)
    if truth.any():
        expected = variation_of_information(truth, result, ignore_labels=[0])
        assert split_vi(truth, result) == pytest.approx(expected[::-1], abs=1e-12)


@given(scenes)
def test_vi_is_symmetric_and_its_halves_change_places(scene):
    truth, result = two_images(scene)
    one, other = split_vi(truth, result, ignore=()), split_vi(result, truth, ignore=())
    assert one == pytest.approx(other[::-1], abs=1e-12)
    assert vi(truth, result, ignore=()) == pytest.approx(vi(result, truth, ignore=()), abs=1e-12)


@given(scenes, st.booleans())
def test_vi_is_zero_only_for_equal_groupings(scene, alike):
    truth, result = two_images(scene, n_labels=2)
    result = renumbered(truth, np.random.default_rng(scene[1]), False) if alike else result
    equal = all(
        in_truth == in_result for in_truth, in_result in pairs_by_brute_force(truth, result)
    )
    assert equal or not alike
    assert (vi(truth, result, ignore=()) == 0) == equal
    for score in SCORES:
        assert (score(truth, result, ignore=()) == 1) == equal


@given(scenes, scenes)
def test_no_detour_is_shorter(scene, other):
    one, two = two_images(scene)
    three, _ = two_images((scene[0], other[1]))
    detour = vi(one, three, ignore=()) + vi(three, two, ignore=())
    assert vi(one, two, ignore=()) <= detour + 1e-12


@given(scenes)
def test_new_numbers_change_no_score(scene):
    truth, result = two_images(scene)
    rng = np.random.default_rng(scene[1])
    new_truth, new_result = renumbered(truth, rng, True), renumbered(result, rng, False)
    for score in (*DISTANCES, *SCORES):
        expected = score(truth, result)
        assert score(new_truth, new_result) == pytest.approx(expected, abs=1e-12)
        assert score(new_truth.T, new_result.T) == pytest.approx(expected, abs=1e-12)


@given(scenes, st.booleans())
def test_joining_cells_adds_false_merges_and_cutting_adds_false_splits(scene, cut):
    truth, other = two_images(scene)
    merges, splits = split_vi(truth, truth * 9 + other if cut else truth // 2, ignore=())
    assert (merges == 0) if cut else (splits == 0)


def test_numba_and_numpy_fill_the_same_table(monkeypatch):
    pytest.importorskip("numba")
    rng = np.random.default_rng(1)
    blocks = rng.integers(0, 400, size=(2, 12, 12, 12))
    truth, result = (np.kron(grid, np.ones((4, 5, 3), dtype=int)) for grid in blocks)
    result = np.roll(result, 1, axis=2) * 10**15
    assert truth.size > contingencies.WORTH_COMPILING
    compiled = contingency(truth, result, ignore=[3])
    monkeypatch.setitem(sys.modules, "numba", None)
    plain = contingency(truth, result, ignore=[3])
    for name in ("truth", "result", "rows", "columns", "counts"):
        np.testing.assert_array_equal(getattr(compiled, name), getattr(plain, name))


# --- a merge history -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "seed"), [(shape, seed) for shape in SHAPES for seed in range(8)]
)
@pytest.mark.parametrize("ignore", [(), (0,)], ids=["all-voxels", "zeros-ignored"])
def test_the_curve_is_split_vi_after_each_merge(shape, seed, ignore, both_ways):
    truth, fragments = two_images((shape, seed), n_labels=9)
    tree = random_history(fragments, np.random.default_rng(seed))
    curve = vi_curve(tree, fragments, truth, ignore)
    current = fragments.copy()
    states = [split_vi(truth, current, ignore)]
    for a, b in zip(tree.a, tree.b, strict=True):
        current[current == b] = a
        states.append(split_vi(truth, current, ignore))
    np.testing.assert_allclose(np.stack(curve[1:], axis=1), states, atol=1e-12)
    assert (np.diff(curve.merges) >= 0).all()
    assert (np.diff(curve.splits) <= 0).all()
    assert (curve.splits >= 0).all()


@given(scenes)
def test_each_threshold_measures_its_cut(scene):
    truth, fragments = two_images(scene, n_labels=9)
    tree = random_history(fragments, np.random.default_rng(scene[1]))
    thresholds = [0.5, -1, 0.25, 99, 0.6, -np.inf, np.inf]
    table = vi_by_threshold(tree, fragments, truth, thresholds)
    assert table.thresholds.tolist() == thresholds
    for threshold, *halves in zip(*table, strict=True):
        expected = split_vi(truth, tree.labels(fragments, threshold))
        assert halves == pytest.approx(expected, abs=1e-12)


def test_the_curve_of_a_grown_history_with_and_without_numba(monkeypatch):
    rng = np.random.default_rng(2)
    noise = ndi.gaussian_filter(rng.random((50, 52, 56)), 0.8)
    fragments, truth = (ndi.label(noise < np.quantile(noise, q))[0] for q in (0.2, 0.3))
    inside = fragments > 0
    nearest = ndi.distance_transform_edt(~inside, return_distances=False, return_indices=True)
    fragments = fragments[tuple(nearest)]
    tree = agglomerate(region_graph(fragments, noise))
    assert len(tree) > 500
    assert fragments.size > contingencies.WORTH_COMPILING
    quick = vi_curve(tree, fragments, truth)
    monkeypatch.setitem(sys.modules, "numba", None)
    plain = vi_curve(tree, fragments, truth)
    for one, other in zip(quick, plain, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)
    for step in (1, len(tree) // 2, len(tree)):
        segments = tree.labels(fragments, plain.thresholds[step])
        last = np.searchsorted(plain.thresholds, plain.thresholds[step], side="right") - 1
        expected = split_vi(truth, segments)
        assert (plain.merges[last], plain.splits[last]) == pytest.approx(expected, abs=1e-9)


def test_a_history_without_merges_has_the_fragments_only(both_ways):
    tree = MergeTree(np.array([1, 2]), np.array([], int), np.array([], int), np.array([]))
    curve = vi_curve(tree, [1, 2, 2, 0], [1, 1, 1, 1])
    assert curve.thresholds.tolist() == [-np.inf]
    assert (curve.merges[0], curve.splits[0]) == split_vi([1, 1, 1, 1], [1, 2, 2, 0])


def test_a_history_without_regions_is_one_of_zeros(both_ways):
    nothing = np.array([], dtype=int)
    curve = vi_curve(MergeTree(nothing, nothing, nothing, np.array([])), [0, 0], [1, 2])
    assert (curve.merges.tolist(), curve.splits.tolist()) == ([1], [0])


def test_regions_outside_the_truth_merge_for_nothing(both_ways):
    tree = MergeTree(np.array([1, 2, 3]), np.array([2, 1]), np.array([3, 2]), np.array([0.5, 0.6]))
    curve = vi_curve(tree, [1, 1, 2, 3], [4, 4, 0, 0])
    assert (curve.merges.tolist(), curve.splits.tolist()) == ([0] * 3, [0] * 3)


# --- scores of pairs -------------------------------------------------------------------------


@given(scenes)
def test_scikit_learn_scores_the_same(scene):
    truth, result = two_images(scene)
    flat = truth.ravel(), result.ravel()
    assert rand_index(*flat, ignore=()) == pytest.approx(metrics.rand_score(*flat), abs=1e-12)
    expected = metrics.adjusted_rand_score(*flat)
    assert adjusted_rand(*flat, ignore=()) == pytest.approx(expected, abs=1e-12)
    together = [in_truth and in_result for in_truth, in_result in pairs_by_brute_force(*flat)]
    if any(together):  # where no pair is, scikit-learn says 0 even for equal images
        expected = metrics.fowlkes_mallows_score(*flat)
        assert fowlkes_mallows(*flat, ignore=()) == pytest.approx(expected, abs=1e-12)


@given(scenes)
def test_the_scores_count_pairs(scene):
    truth, result = two_images(scene)
    pairs = pairs_by_brute_force(truth, result)
    if not pairs:
        return
    agree = sum(in_truth == in_result for in_truth, in_result in pairs)
    assert rand_index(truth, result, ignore=()) == agree / len(pairs)
    in_truth, in_result = (sum(column) for column in zip(*pairs, strict=True))
    if in_truth and in_result:
        both = sum(one and other for one, other in pairs)
        expected = math.sqrt(both / in_truth * both / in_result)
        assert fowlkes_mallows(truth, result, ignore=()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("truth", "result", "rand", "adjusted", "mallows"),
    [
        pytest.param([1, 2, 3, 4], [4, 3, 2, 1], 1, 1, 1, id="every-voxel-alone"),
        pytest.param([1, 1, 1, 1], [2, 2, 2, 2], 1, 1, 1, id="all-in-one"),
        pytest.param([1, 1, 1, 1], [1, 2, 3, 4], 0, 0, 0, id="all-in-one-and-alone"),
        pytest.param([1, 1, 2, 2], [7, 7, 7, 7], 2 / 6, 0, math.sqrt(2 / 6), id="two-in-one"),
        pytest.param([1, 1, 2, 2], [7, 8, 7, 8], 2 / 6, -1 / 2, 0, id="crossed"),
        pytest.param([0, 0, 0, 0], [1, 2, 3, 4], 1, 1, 1, id="no-voxel-is-left"),
        pytest.param([0, 0, 0, 3], [1, 2, 3, 4], 1, 1, 1, id="one-voxel-is-left"),
    ],
)
def test_scores_of_pairs_by_hand(truth, result, rand, adjusted, mallows):
    assert rand_index(truth, result) == pytest.approx(rand)
    assert adjusted_rand(truth, result) == pytest.approx(adjusted)
    assert fowlkes_mallows(truth, result) == pytest.approx(mallows)


def test_many_voxels_make_no_pair_count_overflow():
    n = 3 * 10**6
    table = contingencies.Contingency(
        np.array([1]), np.array([1, 2]), np.zeros(2, int), np.arange(2), np.array([n, n])
    )
    both, in_truth, in_result, pairs = partitions._pair_counts(table)
    assert in_truth == pairs == math.comb(2 * n, 2)
    assert both == in_result == 2 * math.comb(n, 2)


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize("score", [contingency, split_vi, vi, *SCORES, boundary_precision_recall])
def test_labels_must_be_whole_numbers(score):
    with pytest.raises(TypeError, match=r"^result must hold whole numbers, got values of type fl"):
        score([1, 2], [0.5, 1])
    with pytest.raises(ValueError, match=r"^truth and result must have the same shape, got \(2,\)"):
        score([1, 2], [1, 2, 3])
    with pytest.raises(ValueError, match=r"^truth must have at least one pixel, got shape \(0,\)"):
        score([], [])


def test_ignored_labels_must_be_whole_numbers():
    with pytest.raises(TypeError, match=r"^ignore must hold whole numbers, got values of type fl"):
        split_vi([1, 2], [1, 2], ignore=[0.5])


def test_fragments_must_be_those_of_the_history():
    tree = MergeTree(np.array([1, 2]), np.array([1]), np.array([2]), np.array([0.5]))
    with pytest.raises(ValueError, match=r"hold the regions of the tree, got label 5\.$"):
        vi_curve(tree, [1, 2, 5], [1, 1, 1])
    with pytest.raises(ValueError, match=r"^truth and fragments must have the same shape"):
        vi_curve(tree, [1, 2], [1, 1, 1])
    with pytest.raises(TypeError, match=r"^thresholds must hold numbers"):
        vi_by_threshold(tree, [1, 2], [1, 1], ["low"])
