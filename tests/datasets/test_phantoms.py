"""Each phantom shows the effect that a lesson needs, for several seeds."""

import numpy as np
import pytest
from scipy import ndimage as ndi
from skimage import graph
from skimage.feature import peak_local_max
from skimage.filters import threshold_multiotsu
from skimage.metrics import variation_of_information
from skimage.segmentation import watershed
from sklearn.neighbors import KNeighborsClassifier

from coursekit import datasets
from coursekit.imaging import dice_coefficient, dice_for_class, invert, otsu_threshold

SEEDS = (1, 2, 3, 4, 5, 6)
each_seed = pytest.mark.parametrize("seed", SEEDS)
SUBJECTS = (1, 2, 3)
each_subject = pytest.mark.parametrize("subject", SUBJECTS)


def best_dice(image, truth):
    grey = np.unique(image)
    return max(dice_coefficient(truth, image > t) for t in grey[:: max(1, grey.size // 200)])


def otsu_dice(image, truth):
    return dice_coefficient(truth, image > otsu_threshold(image))


def tiles(shape, size=64):
    for top in range(0, shape[0], size):
        for left in range(0, shape[1], size):
            yield np.s_[top : top + size, left : left + size]


@pytest.mark.parametrize("name", ["vessels", "nuclei", "membranes-phantom", "three_classes"])
def test_the_seed_decides_everything(name):
    one, same, other = (datasets.load(name, seed=seed) for seed in (3, 3, 4))
    for layer in one.card.layers:
        assert np.array_equal(getattr(one, layer), getattr(same, layer))
    assert not np.array_equal(one.truth, other.truth)


# --- vessels ---------------------------------------------------------------------------------


@each_seed
def test_otsu_works_on_a_tile_with_enough_vessels(seed):
    sample = datasets.load("vessels", seed=seed)
    bright = invert(sample.image)
    assert 0.08 <= sample.truth.mean() <= 0.105
    assert 0.79 <= otsu_dice(bright, sample.truth) <= 0.92


@each_seed
def test_a_threshold_per_tile_is_worse_than_one_for_all(seed):
    sample = datasets.load("vessels", seed=seed)
    bright = invert(sample.image)
    by_tile = np.zeros(sample.truth.shape, dtype=bool)
    for part in tiles(bright.shape):
        by_tile[part] = bright[part] > otsu_threshold(bright[part])
    assert dice_coefficient(sample.truth, by_tile) < otsu_dice(bright, sample.truth) - 0.1


@each_seed
def test_the_mean_of_tile_scores_is_not_the_score_of_the_whole(seed):
    sample = datasets.load("vessels", seed=seed)
    bright = invert(sample.image)
    result = bright > otsu_threshold(bright)
    scores = [
        dice_coefficient(sample.truth[part], result[part])
        for part in tiles(bright.shape)
        if sample.truth[part].any() or result[part].any()
    ]
    assert 0.015 < dice_coefficient(sample.truth, result) - np.mean(scores) < 0.15


@each_seed
def test_otsu_collapses_on_few_vessels_while_a_good_cut_exists(seed):
    sample = datasets.load("vessels", seed=seed, n=15)
    bright = invert(sample.image)
    assert sample.truth.mean() < 0.03
    assert otsu_dice(bright, sample.truth) < 0.15
    assert best_dice(bright, sample.truth) > 0.78


@pytest.mark.parametrize(("noise", "helps"), [(0, False), (3, False), (9, True), (15, True)])
def test_the_median_helps_against_noise_only(noise, helps):
    gains = []
    for seed in SEEDS:
        sample = datasets.load("vessels", seed=seed, noise=noise)
        bright = invert(sample.image)
        smooth = ndi.median_filter(bright, size=3)
        gains.append(otsu_dice(smooth, sample.truth) - otsu_dice(bright, sample.truth))
    assert (np.mean(gains) > 0) == helps


# --- brain -----------------------------------------------------------------------------------


@each_subject
def test_the_brightest_pixels_are_not_brain(subject):
    sample = datasets.load("brain", subject=subject)
    brightest = sample.image >= np.quantile(sample.image, 0.99)
    assert not sample.truth[brightest].any()


@each_subject
def test_one_cut_finds_the_brain_roughly_and_otsu_less_well(subject):
    sample = datasets.load("brain", subject=subject)
    best, otsu = best_dice(sample.image, sample.truth), otsu_dice(sample.image, sample.truth)
    assert 0.83 <= best <= 0.91
    assert 0.75 <= otsu <= best - 0.03


def test_subjects_differ_in_the_shares_of_their_tissues():
    samples = [datasets.load("brain", subject=subject) for subject in SUBJECTS]
    fluid, _, white = (
        np.array([np.mean(sample.labels == label) for sample in samples]) for label in (1, 2, 3)
    )
    assert 0.04 <= fluid.min() < fluid.max() / 1.5
    assert fluid.max() <= 0.10
    assert 0.17 <= white.min() < white.max() - 0.03
    assert white.max() <= 0.31


@each_subject
def test_ventricles_and_furrows_widen_with_age(subject):
    fluid = [
        np.mean(datasets.load("brain", subject=subject, vent=vent).labels == 1)
        for vent in (0, 0.5, 1, 2)
    ]
    assert fluid == sorted(fluid)
    assert fluid[-1] > 2 * fluid[0]


def test_an_unknown_subject_is_refused():
    with pytest.raises(ValueError, match="subject must be 1, 2 or 3, got 4"):
        datasets.load("brain", subject=4)


def features(image, sigmas):
    unit = image / image.max()
    columns = [unit, *(ndi.gaussian_filter(unit, sigma) for sigma in sigmas)]
    return np.stack([column.ravel() for column in columns], axis=1)


def test_one_neighbour_is_perfect_on_its_own_image_only():
    first, second = (datasets.load("brain", subject=subject) for subject in (1, 2))
    model = KNeighborsClassifier(1).fit(features(first.image, (1,)), first.labels.ravel())
    own = model.predict(features(first.image, (1,)))
    other = model.predict(features(second.image, (1,)))
    assert np.mean(own == first.labels.ravel()) == 1.0
    assert np.mean(other == second.labels.ravel()) < 0.98


@pytest.mark.parametrize("sigmas", [(1, 2), (5,)], ids=["blur 1 and 2", "blur 5"])
@pytest.mark.parametrize("subject", [2, 3])
def test_blurred_features_help_on_another_subject(sigmas, subject):
    train, test = datasets.load("brain"), datasets.load("brain", subject=subject)
    gains = []
    for chosen in ((), sigmas):
        model = KNeighborsClassifier(3).fit(features(train.image, chosen), train.truth.ravel())
        found = model.predict(features(test.image, chosen)).reshape(test.truth.shape)
        gains.append(dice_coefficient(test.truth, found))
    assert gains[1] > gains[0] + 0.02


def test_blurred_features_separate_the_tissues_of_another_subject():
    train, test = datasets.load("brain"), datasets.load("brain", subject=2)
    scores = []
    for sigmas in ((), (1, 2)):
        seen, new = features(train.image, sigmas), features(test.image, sigmas)
        model = KNeighborsClassifier(3).fit(seen[train.truth.ravel()], train.labels[train.truth])
        found = model.predict(new[test.truth.ravel()])
        truth = test.labels[test.truth]
        scores.append([dice_for_class(truth, found, label) for label in (1, 2, 3)])
    raw, blurred = np.array(scores)
    assert (blurred > raw + 0.02).all()
    assert blurred.mean() < 0.95  # another head stays harder than one's own


@each_subject
def test_blur_moves_the_scalp_below_the_brain(subject):
    sample = datasets.load("brain", subject=subject)
    unit = sample.image / sample.image.max()
    blurred = ndi.gaussian_filter(unit, 5)
    rim = ~sample.truth & (unit > 0.6)
    assert np.median(blurred[rim]) < 0.5 * np.median(unit[rim])
    assert sample.truth[blurred > np.quantile(blurred, 0.97)].all()
    assert best_dice(blurred, sample.truth) > best_dice(unit, sample.truth)


# --- nuclei ----------------------------------------------------------------------------------


def overlap(truth, labels):
    """Mean Jaccard index of each true object with the object that covers most of it."""
    scores = []
    for number in range(1, truth.max() + 1):
        mine = truth == number
        counts = np.bincount(labels[mine])
        counts[0] = 0
        theirs = labels == counts.argmax()
        scores.append((mine & theirs).sum() / (mine | theirs).sum() if counts.any() else 0.0)
    return np.mean(scores)


def flooded(distance, mask, peaks_of):
    peaks = peak_local_max(peaks_of, labels=mask.astype(int), exclude_border=False)
    markers = np.zeros(mask.shape, dtype=int)
    markers[tuple(peaks.T)] = 1
    markers, _ = ndi.label(markers, np.ones((3, 3)))
    return watershed(-distance, markers, mask=mask)


@each_seed
def test_touching_nuclei_need_smoothed_markers(seed):
    sample = datasets.load("nuclei", seed=seed)
    smooth = ndi.gaussian_filter(sample.image.astype(float), 1)
    mask = smooth > otsu_threshold(np.rint(smooth).astype(np.uint8))
    joined, n_joined = ndi.label(mask)
    distance = ndi.distance_transform_edt(mask)
    raw = flooded(distance, mask, distance)
    blurred = ndi.gaussian_filter(distance, 2)
    split = flooded(distance, mask, blurred)
    assert sample.truth.max() == 60
    assert 44 <= n_joined <= 54
    assert raw.max() >= 68
    assert 58 <= split.max() <= 62
    assert overlap(sample.truth, joined) < overlap(sample.truth, raw)
    assert overlap(sample.truth, raw) < overlap(sample.truth, split)
    assert dice_coefficient(sample.mask, mask) > 0.93  # hides all of this


@each_seed
def test_a_strong_blur_of_the_spots_finds_a_few_nuclei_too_few(seed):
    sample = datasets.load("nuclei", seed=seed)
    outline, spots = (ndi.gaussian_filter(sample.image.astype(float), s) for s in (1, 5))
    mask = outline > otsu_threshold(np.rint(outline).astype(np.uint8))
    tops = (ndi.maximum_filter(spots, 3) == spots) & mask
    _, n_found = ndi.label(tops, np.ones((3, 3)))
    assert 55 <= n_found < 60


def test_too_many_nuclei_are_refused():
    with pytest.raises(ValueError, match="n must leave room for every nucleus"):
        datasets.load("nuclei", n=80, shape=(64, 64))


# --- membranes and classes -------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(24, 96, 96), (128, 128)], ids=["volume", "image"])
def test_walls_are_dark_in_the_image_and_bright_in_the_boundary_map(shape):
    sample = datasets.load("membranes", seed=1, shape=shape)
    wall = sample.boundary > 0.5
    assert sample.image.dtype == np.uint8
    assert sample.image.shape == sample.boundary.shape == sample.truth.shape == shape
    assert np.median(sample.image[wall]) < np.quantile(sample.image[~wall], 0.1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_merging_fragments_is_first_better_and_then_worse(seed):
    sample = datasets.load("membranes", seed=seed)
    smooth = ndi.gaussian_filter(sample.boundary, 1.0)
    minima, _ = ndi.label(ndi.minimum_filter(smooth, 3) == smooth)
    fragments = watershed(sample.boundary, minima)
    assert sample.truth.max() == 60
    assert 330 <= fragments.max() <= 380
    total = {0: sum(variation_of_information(sample.truth, fragments))}
    walls = graph.rag_boundary(fragments, sample.boundary)
    for threshold in (0.2, 0.4, 0.7):
        merged = graph.merge_hierarchical(
            fragments,
            walls,
            thresh=threshold,
            rag_copy=True,
            in_place_merge=True,
            merge_func=lambda *_: None,
            weight_func=joined_wall,
        )
        total[threshold] = sum(variation_of_information(sample.truth, merged))
    assert total[0] > 2.4
    assert total[0.4] < 0.85
    assert total[0.4] < total[0.2] < total[0]
    assert total[0.7] > 2.0


def joined_wall(walls, source, target, neighbour):
    nothing = {"weight": 0, "count": 0}
    sides = [walls[node].get(neighbour, nothing) for node in (source, target)]
    count = sum(side["count"] for side in sides)
    weight = sum(side["count"] * side["weight"] for side in sides) / count
    return {"count": count, "weight": weight}


@each_seed
def test_two_cuts_find_three_classes_with_a_price(seed):
    sample = datasets.load("three_classes", seed=seed)
    assert set(np.unique(sample.truth)) == {0, 1, 2}
    found = np.digitize(sample.image, threshold_multiotsu(sample.image, 3), right=True)
    scores = [dice_for_class(sample.truth, found, label) for label in (0, 1, 2)]
    assert min(scores) > 0.8
    assert max(scores) < 0.995
