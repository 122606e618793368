"""E7: six scores of a segmentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from coursekit import imaging
from coursekit.checking import OWN, Case, Exercise, case, mis, prop
from coursekit.checking.compare import Comparator, Scalar
from coursekit.checking.values import kind_of_type
from coursekit.imaging.regions import textbook, textbook_learning

PAIRS = ("vi", "rand", "adjusted_rand", "fowlkes_mallows")
WALLS = ("precision", "recall")


@dataclass(frozen=True)
class Scores(Comparator):
    """Compare some keys of a dictionary; all six must be there, and no other."""

    keys: tuple[str, ...] = PAIRS

    def equal(self, expected: Any, got: Any) -> bool:
        """Tell whether the scores of these keys agree."""
        if not isinstance(got, Mapping) or set(got) != {*PAIRS, *WALLS}:
            return False
        return all(Scalar().equal(expected[key], got[key]) for key in self.keys)

    def type_fault(self, expected: Any, got: Any) -> str | None:
        """Ask for a dictionary."""
        if isinstance(got, dict):
            return None
        return f"The answer should be a dictionary, but it is {kind_of_type(got)}."


def _scores(truth, result):
    known = truth > 0
    table = {}
    for one, other in zip(truth[known].tolist(), result[known].tolist()):
        table[one, other] = table.get((one, other), 0) + 1

    def pairs(counts):
        return sum(n * (n - 1) // 2 for n in counts)

    both = pairs(table.values())
    in_truth = pairs(np.unique(truth[known], return_counts=True)[1].tolist())
    in_result = pairs(np.unique(result[known], return_counts=True)[1].tolist())
    every = pairs([int(known.sum())])
    chance = in_truth * in_result / every
    precision, recall = imaging.boundary_precision_recall(truth, result)
    return {
        "vi": sum(textbook.split_vi(truth, result)),
        "rand": (every + 2 * both - in_truth - in_result) / every,
        "adjusted_rand": (both - chance) / ((in_truth + in_result) / 2 - chance),
        "fowlkes_mallows": both / np.sqrt(in_truth * in_result),
        "precision": precision,
        "recall": recall,
    }


def _scores_pair_by_pair(truth, result):
    """Ask every pair of pixels."""
    known = [(t, r) for t, r in zip(truth.ravel().tolist(), result.ravel().tolist()) if t]
    tp = fp = fn = tn = 0
    for (t1, r1), (t2, r2) in combinations(known, 2):
        tp += t1 == t2 and r1 == r2
        fp += t1 != t2 and r1 == r2
        fn += t1 == t2 and r1 != r2
        tn += t1 != t2 and r1 != r2
    precision, recall = _walls(truth, result)
    return {
        "vi": sum(textbook.split_vi(truth, result)),
        "rand": (tp + tn) / (tp + fp + fn + tn),
        "adjusted_rand": 2 * (tp * tn - fn * fp) / ((tp + fn) * (fn + tn) + (tp + fp) * (fp + tn)),
        "fowlkes_mallows": ((tp / (tp + fp)) * (tp / (tp + fn))) ** 0.5,
        "precision": precision,
        "recall": recall,
    }


def _walls(truth, result):
    one, other = _boundary(truth), _boundary(result)
    shared = np.sum(one & other)
    return shared / max(other.sum(), 1), shared / max(one.sum(), 1)


def _boundary(labels):
    padded = np.pad(labels, 1, mode="edge")
    inner = padded[1:-1, 1:-1]
    around = (padded[:-2, 1:-1], padded[2:, 1:-1], padded[1:-1, :-2], padded[1:-1, 2:])
    return np.any([inner != one for one in around], axis=0)


def _scores_squares(truth, result):
    """Sums of squares instead of pairs."""
    table = imaging.contingency(truth, result, ignore=(0,))
    n = table.n_voxels
    cells, rows, columns = (
        float(np.sum(np.asarray(one, dtype=float) ** 2))
        for one in (table.counts, table.truth_sizes, table.result_sizes)
    )
    chance = (rows - n) * (columns - n) / (n * (n - 1))
    precision, recall = imaging.boundary_precision_recall(truth, result)
    return dict(
        vi=imaging.vi(truth, result),
        rand=1 - (rows + columns - 2 * cells) / (n * (n - 1)),
        adjusted_rand=(cells - n - chance) / ((rows + columns - 2 * n) / 2 - chance),
        fowlkes_mallows=(cells - n) / ((rows - n) * (columns - n)) ** 0.5,
        precision=precision,
        recall=recall,
    )


def _scores_bincount(truth, result):
    inside = truth != 0
    one = np.unique(truth[inside], return_inverse=True)[1]
    other = np.unique(result[inside], return_inverse=True)[1]
    table = np.zeros((one.max() + 1, other.max() + 1), dtype=int)
    np.add.at(table, (one, other), 1)
    both, in_truth, in_result, every = (
        (np.asarray(part) * (np.asarray(part) - 1) / 2).sum()
        for part in (table, table.sum(axis=1), table.sum(axis=0), table.sum())
    )
    split = textbook.split_vi(truth, result)
    mean, chance = (in_truth + in_result) / 2, in_truth * in_result / every
    scores = {"vi": split[0] + split[1], "rand": 1 - (in_truth + in_result - 2 * both) / every}
    scores["adjusted_rand"] = (both - chance) / (mean - chance)
    scores["fowlkes_mallows"] = np.sqrt(both / in_truth * (both / in_result))
    scores["precision"], scores["recall"] = _walls(truth, result)
    return scores


# --- wrong answers ------------------------------------------------------------------------------


def _changed(**changes):
    """Make a wrong answer that has other scores under some of the keys."""

    def answer(truth, result):
        scores = _scores(truth, result)
        return scores | {key: change(truth, result, scores) for key, change in changes.items()}

    return answer


def _known(truth, result):
    return truth[truth > 0], result[truth > 0]


def _with_itself(truth, result, scores):
    truth, result = _known(truth, result)
    return np.mean((truth[:, None] == truth) == (result[:, None] == result))


def _same_number(truth, result, scores):
    truth, result = _known(truth, result)
    return np.mean(truth == result)


def _pair_jaccard(truth, result, scores):
    truth, result = _known(truth, result)
    first = np.triu_indices(len(truth), 1)
    one, other = (truth[:, None] == truth)[first], (result[:, None] == result)[first]
    return np.sum(one & other) / max(np.sum(one | other), 1)


def _unknown_counted(truth, result):
    return _scores(truth + 1, result) | {
        key: _scores(truth, result)[key] for key in ("precision", "recall")
    }


def _swapped(truth, result):
    scores = _scores(truth, result)
    return scores | {"precision": scores["recall"], "recall": scores["precision"]}


def _other_name(truth, result):
    scores = _scores(truth, result)
    scores["ari"] = scores.pop("adjusted_rand")
    return scores


def _tuple(truth, result):
    return tuple(_scores(truth, result).values())


def _foreground(truth, result):
    one, other = truth > 0, result > 0
    shared = np.sum(one & other)
    walls = {"precision": shared / max(other.sum(), 1), "recall": shared / max(one.sum(), 1)}
    return _scores(truth, result) | walls


# --- input --------------------------------------------------------------------------------------


def _blocks(rng, shape, count):
    names = rng.choice(np.arange(1, 10), count, replace=False)
    small = rng.choice(names, ((shape[0] + 1) // 2, (shape[1] + 1) // 2))
    return np.repeat(np.repeat(small, 2, axis=0), 2, axis=1)[: shape[0], : shape[1]]


def _is_usual(truth, result):
    """Tell whether no formula divides by zero, and no two scores are equal by chance."""
    if min(len(np.unique(truth[truth > 0])), len(np.unique(result[truth > 0]))) < 2:
        return False
    scores = list(textbook_learning.evaluate_segmentation(truth, result).values())
    return scores[2] > 0 and len({round(one, 3) for one in scores}) == 6


def _case(rng: np.random.Generator) -> Case:
    while True:
        shape = (int(rng.integers(3, 6)), int(rng.integers(6, 10)))
        truth, result = _blocks(rng, shape, 3), None
        result = np.where(rng.random(shape) < 0.8, truth, _blocks(rng, shape, 3)) + 1
        unknown = rng.random() < 0.35
        if unknown:
            truth[rng.random(shape) < 0.3] = 0
        if not _is_usual(truth, result):
            continue
        if unknown:
            return case(truth, result, prop="ignored", kind="pixels of unknown truth")
        if rng.random() < 0.4:
            return case(truth, result, prop="walls", kind="boundaries of other regions")
        return case(truth, result, kind="other regions")


_TRUTH = np.array([[1, 1, 1, 2, 2], [1, 1, 1, 2, 2]])
_RESULT = np.array([[7, 7, 8, 8, 8], [7, 7, 7, 8, 9]])

EVALUATE_SEGMENTATION = Exercise(
    id="a09.evaluate_segmentation",
    code="E7",
    kind="W",
    title="Six scores",
    function="evaluate_segmentation",
    signature="(truth, result)",
    minutes=12,
    reference=textbook_learning.evaluate_segmentation,
    compare=Scores(),
    props=(
        prop("core", 2, "variation of information and three scores of pairs"),
        prop("walls", 1, "precision and recall of boundary pixels", compare=Scores(WALLS)),
        prop("ignored", 0.5, "pixels with truth 0 are left out of the first four"),
        prop(OWN, 0.5, "the scores of pairs are written by you"),
    ),
    cases=(
        case(_TRUTH, _RESULT),
        case(_TRUTH, 3 * _TRUTH + 2, alt="the truth with other names"),
        case(_TRUTH, _RESULT, prop="walls"),
        case(np.array([[1, 1, 2, 2, 0, 0]]), np.array([[4, 4, 4, 5, 5, 5]]), prop="ignored"),
    ),
    hidden=_case,
    forbid=(
        "sklearn.metrics.rand_score",
        "sklearn.metrics.adjusted_rand_score",
        "sklearn.metrics.fowlkes_mallows_score",
        "sklearn.metrics.pair_confusion_matrix",
        "sklearn.metrics.cluster.pair_confusion_matrix",
        "skimage.metrics.adapted_rand_error",
        "coursekit.imaging.rand_index",
        "coursekit.imaging.adjusted_rand",
        "coursekit.imaging.fowlkes_mallows",
    ),
    misconceptions=(
        mis(
            "pairs-with-itself",
            _changed(rand=_with_itself),
            "Your Rand index counts each pixel as a pair with itself. How many pairs can be chosen "
            "from n pixels?",
            topic="pairs",
        ),
        mis(
            "same-number",
            _changed(rand=_same_number),
            "Your Rand index compares label numbers. If all regions of the result had other names, "
            "would the result be worse?",
            topic="labels are names",
        ),
        mis(
            "pair-jaccard",
            _changed(rand=_pair_jaccard),
            "Your Rand index forgets the pairs that lie in two regions in both images. Are those "
            "pairs right?",
            topic="pairs",
        ),
        mis(
            "rand-error",
            _changed(rand=lambda t, r, scores: 1 - scores["rand"]),
            "Your Rand index is 0 for equal images: it counts errors. What should 1 stand for?",
            topic="error and score",
        ),
        mis(
            "rand-not-adjusted",
            _changed(adjusted_rand=lambda t, r, scores: scores["rand"]),
            "Your adjusted Rand index is the plain one. What would regions dealt out by chance "
            "score?",
            topic="chance",
        ),
        mis(
            "fowlkes-mallows-is-f1",
            _changed(
                fowlkes_mallows=lambda t, r, scores: (
                    2 * _pair_jaccard(t, r, scores) / (1 + _pair_jaccard(t, r, scores))
                )
            ),
            "Your Fowlkes-Mallows score is the F1 score of pairs. Which mean of precision and "
            "recall did we agree on, with a root or with a fraction?",
            topic="means",
        ),
        mis(
            "vi-half",
            _changed(vi=lambda t, r, scores: textbook.split_vi(t, r)[0]),
            "Your variation of information holds the false merges alone. Which half is missing?",
            topic="two halves",
        ),
        mis(
            "vi-nats",
            _changed(vi=lambda t, r, scores: scores["vi"] * np.log(2)),
            "Your variation of information is in another unit. Which logarithm gives bits?",
            topic="bits",
        ),
        mis(
            "precision-and-recall-exchanged",
            _swapped,
            "Precision and recall have changed places. Which of the two looks at the boundary "
            "pixels of the result?",
            topic="precision and recall",
        ),
        mis(
            "foreground",
            _foreground,
            "Your precision and recall compare foreground. Two cells without a wall between them "
            "are foreground, too: which pixels should be compared?",
            topic="precision and recall",
        ),
        mis(
            "unknown-counted",
            _unknown_counted,
            "Pixels with truth 0 are counted as one more region. What is known about them?",
            topic="label 0",
        ),
        mis(
            "other-key",
            _other_name,
            "The values are right; one key has another name. Is it `ari`?",
            topic="dictionary",
        ),
        mis(
            "tuple",
            _tuple,
            "You return six numbers without names. How would a reader know which is which?",
            topic="dictionary",
        ),
    ),
    variants=(_scores, _scores_pair_by_pair, _scores_squares, _scores_bincount),
    hints=(
        "Only four numbers are needed: pairs in one region of both images, of the truth, of the "
        "result, and all pairs.",
        "A region of n pixels holds `n * (n - 1) // 2` pairs. `imaging.contingency` has the "
        "counts.",
        "`rand = (every + 2 * both - in_truth - in_result) / every`; by chance, `in_truth * "
        "in_result / every` pairs lie together in both.",
    ),
)
