"""E5: replace cluster numbers by the classes that they mean."""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen


def _match(labels, truth):
    matched = np.zeros(labels.shape, dtype=int)
    for cluster in np.unique(labels):
        inside = labels == cluster
        classes, counts = np.unique(truth[inside], return_counts=True)
        matched[inside] = classes[counts.argmax()]
    return matched


def _match_bincount(labels, truth):
    matched = np.empty_like(truth)
    for cluster in set(labels.ravel().tolist()):
        matched[labels == cluster] = np.bincount(truth[labels == cluster].ravel()).argmax()
    return matched


def _match_loops(labels, truth):
    votes = {}
    for cluster, label in zip(labels.ravel().tolist(), truth.ravel().tolist()):
        votes.setdefault(cluster, []).append(label)
    winner = {}
    for cluster, ballots in votes.items():
        winner[cluster] = max(sorted(set(ballots)), key=ballots.count)
    return np.array([winner[c] for c in labels.ravel().tolist()]).reshape(labels.shape)


def _match_library(labels, truth):
    from scipy import stats

    matched = truth.copy()
    for cluster in np.unique(labels):
        matched[labels == cluster] = stats.mode(truth[labels == cluster], axis=None).mode
    return matched


# --- wrong answers ------------------------------------------------------------------------------


def _votes(labels: NDArray[np.int_], truth: NDArray[np.int_]) -> NDArray[np.int_]:
    """Count the pixels of each cluster (rows) and class (columns), both in rising order."""
    return np.array(
        [
            [np.count_nonzero((labels == cluster) & (truth == label)) for label in np.unique(truth)]
            for cluster in np.unique(labels)
        ]
    )


def _translate(labels, new):
    """Give every cluster, in rising order, its new number."""
    _, place = np.unique(labels, return_inverse=True)
    return np.asarray(new)[place.reshape(labels.shape)]


def _larger_of_tied(labels, truth):
    places = _votes(labels, truth)[:, ::-1].argmax(axis=1)
    return _translate(labels, np.unique(truth)[::-1][places])


def _rarest(labels, truth):
    return _translate(labels, np.unique(truth)[_votes(labels, truth).argmin(axis=1)])


def _places(labels, truth):
    return _translate(labels, _votes(labels, truth).argmax(axis=1))


def _ranks(labels, truth):
    classes = np.unique(truth)
    last = len(classes) - 1
    return _translate(labels, [classes[min(i, last)] for i in range(len(np.unique(labels)))])


def _majority_of_all(labels, truth):
    classes, counts = np.unique(truth, return_counts=True)
    return np.full(labels.shape, classes[counts.argmax()])


def _renamed_twice(labels, truth):
    matched = labels.copy()
    for cluster in np.unique(labels):
        classes, counts = np.unique(truth[labels == cluster], return_counts=True)
        matched[matched == cluster] = classes[counts.argmax()]
    return matched


def _in_place(labels, truth):
    labels[...] = _match(labels, truth)
    return labels


def _renamed_in_place(labels, truth):
    matched = labels
    for cluster in np.unique(labels):
        classes, counts = np.unique(truth[labels == cluster], return_counts=True)
        matched[labels == cluster] = classes[counts.argmax()]
    return matched


def _first_met(labels, truth):
    ballots = [truth[labels == cluster].tolist() for cluster in np.unique(labels)]
    return _translate(labels, [Counter(ballot).most_common(1)[0][0] for ballot in ballots])


def _medians(labels, truth):
    middles = [np.median(truth[labels == cluster]) for cluster in np.unique(labels)]
    return _translate(labels, np.array(middles).astype(int))


def _means(labels, truth):
    means = [truth[labels == cluster].mean() for cluster in np.unique(labels)]
    return _translate(labels, np.round(means).astype(int))


def _largest_share_of_a_class(labels, truth):
    votes = _votes(labels, truth)
    return _translate(labels, np.unique(truth)[(votes / votes.sum(axis=0)).argmax(axis=1)])


def _classes_choose(labels, truth):
    matched = np.zeros(labels.shape, dtype=int)
    for label in np.unique(truth):
        clusters, counts = np.unique(labels[truth == label], return_counts=True)
        matched[labels == clusters[counts.argmax()]] = label
    return matched


def _each_class_once(labels, truth):
    from scipy.optimize import linear_sum_assignment

    clusters, classes = np.unique(labels), np.unique(truth)
    chosen = dict(zip(*linear_sum_assignment(-_votes(labels, truth)), strict=True))
    return _translate(
        labels, [classes[chosen[i]] if i in chosen else 0 for i in range(len(clusters))]
    )


def _table_of_names(labels, truth):
    winners = _match(labels, truth)
    return {int(cluster): int(winners[labels == cluster][0]) for cluster in np.unique(labels)}


def _truth_given_back(labels, truth):
    return np.array(truth)


def _case(rng: np.random.Generator) -> Case:
    n_clusters, n_classes = int(rng.integers(1, 5)), int(rng.integers(1, 5))
    names = rng.choice(7, size=n_clusters, replace=False)
    classes = rng.choice(7, size=n_classes, replace=False)
    labels = gen.labels(rng, names.tolist())
    likely = classes[rng.integers(0, n_classes, size=7)][labels]
    noise = rng.choice(classes, size=labels.shape)
    truth = np.where(rng.random(labels.shape) < rng.uniform(0.1, 0.7), noise, likely)
    truth = truth.astype(str(rng.choice(["int64", "int64", "uint8"])))
    votes = np.sort(_votes(labels, truth), axis=1)
    if votes.shape[1] > 1 and (votes[:, -1] == votes[:, -2]).any():
        return case(labels, truth, prop="tie", kind="two classes equally frequent in a cluster")
    if n_clusters > n_classes:
        return case(labels, truth, kind="more clusters than classes")
    return case(labels, truth, kind="other clusters and classes")


MATCH_CLUSTERS = Exercise(
    id="a04.match_clusters",
    code="E5",
    kind="W",
    title="Say what a cluster is",
    function="match_clusters",
    signature="(labels, truth)",
    minutes=8,
    reference=imaging.match_clusters,
    compare=cmp.array(kinds="iu"),
    props=(
        prop("core", 2, "each cluster becomes the class that most of its pixels have"),
        prop("tie", 0.5, "the smaller of two equally frequent classes"),
        prop(TYPE, 0.5, "an array of whole numbers; labels and truth are unchanged"),
    ),
    cases=(
        case(
            np.array([[0, 0, 0, 1, 1], [2, 2, 2, 1, 2]]),
            np.array([[2, 2, 5, 5, 5], [2, 2, 5, 0, 2]]),
            alt="three clusters and the classes 0, 2 and 5; two clusters are class 2",
        ),
        case(
            np.array([[3, 3, 1, 1]]),
            np.array([[6, 4, 1, 1]]),
            prop="tie",
            alt="cluster 3 holds one pixel of class 6 and one of class 4",
        ),
        case(
            np.array([[3, 3, 1, 1]]),
            np.array([[4, 6, 1, 1]]),
            prop="tie",
            alt="cluster 3 holds one pixel of class 4 and one of class 6",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "numbers-kept",
            lambda labels, truth: np.array(labels),
            "The cluster numbers came back as they were. Who gave them, the truth or the starting "
            "centres?",
            topic="cluster number = class",
        ),
        mis(
            "in-order",
            _ranks,
            "The lowest cluster became the lowest class, and so on. Do clusters and classes come "
            "in the same order?",
            topic="cluster number = class",
        ),
        mis(
            "majority-of-all",
            _majority_of_all,
            "All clusters got the same class. Which pixels of the truth may vote for a cluster?",
            topic="who votes",
        ),
        mis(
            "classes-choose",
            _classes_choose,
            "Each class chose its cluster, so some clusters got no class or a wrong one. Whose "
            "pixels are counted in this task?",
            topic="who votes",
        ),
        mis(
            "each-class-once",
            _each_class_once,
            "You give each class to one cluster only. May two clusters be the same class?",
            topic="who votes",
        ),
        mis(
            "largest-share-of-a-class",
            _largest_share_of_a_class,
            "You compare shares of a class, so a small class wins too often. Most of whose pixels "
            "shall decide?",
            topic="who votes",
        ),
        mis(
            "rarest",
            _rarest,
            "Each cluster got the class with the fewest of its pixels. Which end of the counts is "
            "the majority?",
            topic="who votes",
        ),
        mis(
            "means",
            _means,
            "You averaged class numbers. Is class 5 more than class 2, or just another name?",
            topic="labels are names",
        ),
        mis(
            "medians",
            _medians,
            "You took the middle one of the class numbers. Are these numbers sizes, or names of "
            "classes?",
            topic="labels are names",
        ),
        mis(
            "places",
            _places,
            "These are places in the list of classes. Which class stands at such a place?",
            topic="labels are names",
        ),
        mis(
            "renamed-twice",
            _renamed_twice,
            "A cluster that got its class was renamed once more, because its new number is also a "
            "cluster number. In which array do you look for the cluster?",
            topic="labels are names",
        ),
        mis(
            "in-place",
            _in_place,
            "The caller's cluster numbers were written over. Which new array could hold the "
            "classes?",
            topic="changes its input",
        ),
        mis(
            "renamed-in-place",
            _renamed_in_place,
            "`matched = labels` makes no copy. While you write classes, the cluster numbers that "
            "you look for change under your hands. Which new array could hold the classes?",
            topic="changes its input",
        ),
        mis(
            "table-of-names",
            _table_of_names,
            "You found the class of each cluster. What is still to be done for each pixel?",
            topic="type of result",
        ),
        mis(
            "truth-given-back",
            _truth_given_back,
            "This is the truth itself. Must all pixels of one cluster get the same class?",
            topic="who votes",
        ),
        mis(
            "first-met",
            _first_met,
            "Two classes are equally frequent in a cluster, and you take the one that is met "
            "first, as `Counter.most_common` does it. Which one did we agree on?",
            topic="ties",
        ),
        mis(
            "larger-of-tied",
            _larger_of_tied,
            "Two classes are equally frequent in a cluster, and you take the larger one. Which one "
            "did we agree on?",
            topic="ties",
        ),
    ),
    variants=(_match, _match_bincount, _match_loops, _match_library),
    hints=(
        "For each cluster: which classes do its pixels have in the truth, and how often?",
        "With `inside = labels == number`: `votes = [np.sum(truth[inside] == one) for one in "
        "classes]` counts the pixels of each class.",
        "`matched[inside] = classes[np.argmax(votes)]`: `argmax` takes the first of equal votes, "
        "and `classes` rises.",
    ),
)
