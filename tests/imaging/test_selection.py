import numpy as np
import pytest
from sklearn.metrics import f1_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

from coursekit.imaging import (
    choose_k,
    make_features,
    mean_dice,
    select_features,
    train_test_report,
)


@pytest.fixture
def rng():
    return np.random.default_rng(5)


@pytest.fixture
def two_images(rng):
    """Two images of other shape, with classes 0 (outside), 1, 2 and 4 of rising grey."""
    pairs = []
    for shape in ((12, 17), (15, 10)):
        truth = rng.choice([0, 1, 2, 4], size=shape)
        pairs.append((truth * 20 + rng.normal(0, 12, shape), truth))
    return pairs


SPEC = [("raw",), ("gauss", 1)]


def test_the_report_is_what_scikit_learn_gives(two_images):
    (train, train_truth), (test, test_truth) = two_images
    inside, scored = train_truth.ravel() > 0, test_truth.ravel() > 0
    train_x, test_x = make_features(train, SPEC)[inside], make_features(test, SPEC)[scored]
    scaler = StandardScaler().fit(train_x)
    model = KNeighborsClassifier(3).fit(scaler.transform(train_x), train_truth.ravel()[inside])
    named = model.predict(scaler.transform(test_x))
    report = train_test_report(train, train_truth, test, test_truth, SPEC, 3)
    assert list(report) == [1, 2, 4]
    scores = f1_score(test_truth.ravel()[scored], named, labels=[1, 2, 4], average=None)
    np.testing.assert_allclose(list(report.values()), scores, rtol=1e-12)


def test_pixels_outside_count_neither_in_training_nor_in_the_score(two_images):
    (train, train_truth), (test, test_truth) = two_images
    report = train_test_report(train, train_truth, test, test_truth, [("raw",)], 1)
    other_train = np.where(train_truth == 0, 1e6, train)
    other_test = np.where(test_truth == 0, -1e6, test)
    again = train_test_report(other_train, train_truth, other_test, test_truth, [("raw",)], 1)
    assert again == report


def test_the_scale_of_a_feature_does_not_matter(two_images):
    (train, train_truth), (test, test_truth) = two_images
    report = train_test_report(train, train_truth, test, test_truth, SPEC, 3)
    scaled = train_test_report(train * 8, train_truth, test * 8, test_truth, SPEC, 3)
    assert scaled == report


def test_one_neighbour_scores_1_on_its_own_training_image(two_images):
    pair = two_images[0]
    assert train_test_report(*pair, *pair, [("raw",)], 1) == {1: 1.0, 2: 1.0, 4: 1.0}


def test_a_class_of_the_test_that_was_never_seen_scores_0():
    report = train_test_report([[1, 9]], [[1, 2]], [[1, 4]], [[1, 3]], [("raw",)], 1)
    assert report == {1: 2 * 1 / (1 + 2), 3: 0.0}  # 4 is nearer to 1 than to 9


def test_a_class_that_only_the_training_image_has_is_not_listed():
    assert train_test_report([[1, 9]], [[1, 2]], [[1, 1]], [[1, 1]], [("raw",)], 1) == {1: 1.0}


def test_a_truth_without_a_pixel_inside_is_refused():
    words = r"^test_truth must have a class other than 0, got 0 everywhere\.$"
    with pytest.raises(ValueError, match=words):
        train_test_report([[1, 9]], [[1, 2]], [[1, 9]], [[0, 0]], [("raw",)], 1)


def test_an_image_and_a_truth_of_other_shape_are_refused():
    words = r"^train and train_truth must have the same shape, got \(1, 2\) and \(1, 3\)\.$"
    with pytest.raises(ValueError, match=words):
        train_test_report([[1, 9]], [[1, 2, 1]], [[1, 9]], [[1, 2]], [("raw",)], 1)


def test_the_first_of_equally_good_numbers_of_neighbours_is_chosen():
    train = [[0], [1], [8], [9]], [1, 1, 2, 2]
    validation = [[0], [9]], [1, 2]
    for ks in ([1, 3], [3, 1], [3]):
        k, curve = choose_k(train, validation, ks)
        assert k == ks[0]
        assert curve.tolist() == [1.0] * len(ks)


def test_the_curve_is_the_mean_over_classes(rng):
    train = rng.normal(size=(80, 2)), rng.choice([1, 2, 7], 80)
    validation = rng.normal(size=(50, 2)), rng.choice([1, 2, 7], 50)
    ks = [1, 4, 15]
    k, curve = choose_k(train, validation, ks)
    expected = [
        f1_score(
            validation[1],
            KNeighborsClassifier(n, algorithm="brute").fit(*train).predict(validation[0]),
            average="macro",
        )
        for n in ks
    ]
    np.testing.assert_allclose(curve, expected, rtol=1e-12)
    assert k == ks[int(np.argmax(expected))]
    assert type(k) is int


def test_no_numbers_of_neighbours_are_refused():
    with pytest.raises(ValueError, match=r"^ks must hold at least one number .*, got \[\]\.$"):
        choose_k(([[0]], [1]), ([[0]], [1]), [])


def test_the_chosen_features_never_score_less_than_the_best_single_one(two_images):
    candidates = [("raw",), ("gauss", 1), ("gauss", 3), ("gradient", 1)]
    train, validation = two_images
    spec = select_features(train, validation, candidates, k=3)
    assert set(spec) <= set(candidates)
    assert len(set(spec)) == len(spec)

    def score(entries):
        return np.mean(list(train_test_report(*train, *validation, entries, 3).values()))

    singles = [score([entry]) for entry in candidates]
    assert spec[0] == candidates[int(np.argmax(singles))]
    for n in range(1, len(spec)):
        assert score(spec[: n + 1]) > score(spec[:n])
    left = [entry for entry in candidates if entry not in spec]
    assert all(score([*spec, entry]) <= score(spec) for entry in left)


def test_a_copy_of_a_feature_is_not_taken():
    pair = ([[1, 2, 8, 9]], [[1, 1, 2, 2]])
    assert select_features(pair, pair, [("raw",), ("gauss", 0)], k=1) == [("raw",)]


def test_no_candidates_are_refused():
    pair = ([[1, 9]], [[1, 2]])
    with pytest.raises(ValueError, match=r"^candidates must hold at least one .*, got \[\]\.$"):
        select_features(pair, pair, [])


def test_a_small_class_counts_as_much_as_a_large_one():
    truth = np.array([1] * 99 + [2])
    assert mean_dice(truth, np.ones(100, int)) == pytest.approx((2 * 99 / 199 + 0) / 2)
