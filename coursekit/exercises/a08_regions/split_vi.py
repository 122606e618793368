"""E9: two kinds of error, two numbers."""

import numpy as np

from coursekit.checking import OWN, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a08_regions.scenes import blocks, some_numbers
from coursekit.imaging.regions import textbook


def _vi(truth, result, ignore=(0,)):
    kept = ~np.isin(truth, list(ignore))
    truth, result = truth[kept], result[kept]
    merges = splits = 0
    for t in np.unique(truth):
        for r in np.unique(result[truth == t]):
            both = np.mean((truth == t) & (result == r))
            merges -= both * np.log2(both / np.mean(result == r))
            splits -= both * np.log2(both / np.mean(truth == t))
    return merges, splits


def _vi_counts(truth, result, ignore=(0,)):
    """One pixel after the other into dictionaries."""
    pairs, of_truth, of_result, n = {}, {}, {}, 0
    for t, r in zip(truth.ravel().tolist(), result.ravel().tolist()):
        if t not in ignore:
            pairs[t, r] = pairs.get((t, r), 0) + 1
            of_truth[t] = of_truth.get(t, 0) + 1
            of_result[r] = of_result.get(r, 0) + 1
            n += 1
    merges = sum(c * np.log2(of_result[r] / c) for (t, r), c in pairs.items()) / max(n, 1)
    splits = sum(c * np.log2(of_truth[t] / c) for (t, r), c in pairs.items()) / max(n, 1)
    return merges, splits


def _vi_table(truth, result, ignore=(0,)):
    """A contingency table, and entropies with logarithms to base e."""
    kept = np.ones(truth.shape, bool)
    for label in ignore:
        kept &= truth != label
    if not kept.any():
        return 0, 0
    rows, columns = (np.unique(one[kept], return_inverse=True)[1] for one in (truth, result))
    table = np.zeros((rows.max() + 1, columns.max() + 1))
    np.add.at(table, (rows, columns), 1 / kept.sum())

    def entropy(shares):
        shares = shares[shares > 0]
        return -np.sum(shares * np.log(shares)) / np.log(2)

    return [
        entropy(table) - entropy(table.sum(axis=0)),
        entropy(table) - entropy(table.sum(axis=1)),
    ]


def _vi_scipy(truth, result, ignore=(0,)):
    import scipy

    kept = ~np.isin(truth, tuple(ignore))
    if not kept.any():
        return 0.0, 0.0
    pairs = np.column_stack([truth[kept], result[kept]])
    both, one, other = (
        scipy.stats.entropy(np.unique(labels, axis=0, return_counts=True)[1], base=2)
        for labels in (pairs, pairs[:, :1], pairs[:, 1:])
    )
    return np.array([both - other, both - one])


# --- wrong answers ------------------------------------------------------------------------------


def _entropy(*columns):
    counts = np.unique(np.stack(columns), axis=1, return_counts=True)[1]
    shares = counts / counts.sum()
    return -(shares * np.log2(shares)).sum()


def _left(truth, result, ignore):
    kept = ~np.isin(truth, list(ignore))
    return truth[kept].astype(np.int64), result[kept].astype(np.int64)


def _halves(truth, result):
    if truth.size == 0:
        return 0.0, 0.0
    both = _entropy(truth, result)
    return float(both - _entropy(result)), float(both - _entropy(truth))


def _from_halves(change):
    def answer(truth, result, ignore=(0,)):
        return change(*_halves(*_left(truth, result, ignore)))

    return answer


def _ignoring(which):
    """Leave out other pixels than those whose truth is ignored."""

    def answer(truth, result, ignore=(0,)):
        one, other = np.isin(truth, list(ignore)), np.isin(result, list(ignore))
        left_out = {"result": other, "both": one & other, "either": one | other}.get(
            which, np.zeros(truth.shape, bool)
        )
        return _halves(*(labels[~left_out].astype(np.int64) for labels in (truth, result)))

    return answer


def _always_zero(truth, result, ignore=(0,)):
    return _halves(*_left(truth, result, (0,)))


def _entropies(truth, result, ignore=(0,)):
    one, other = _left(truth, result, ignore)
    return (float(_entropy(one)), float(_entropy(other))) if one.size else (0.0, 0.0)


def _share_of_all(truth, result, ignore=(0,)):
    """Shares of all pixels, also of those that are left out."""
    one, other = _left(truth, result, ignore)
    share = one.size / truth.size
    return tuple(share * half for half in _halves(one, other))


def _log_of_zero(truth, result, ignore=(0,)):
    """Pairs that never occur give 0 * log(0), which is nan."""
    one, other = _left(truth, result, ignore)
    pairs = np.unique(np.stack([one, other]), axis=1).shape[1]
    if pairs < np.unique(one).size * np.unique(other).size:
        return float("nan"), float("nan")
    return _halves(one, other)


def _undefined(truth, result, ignore=(0,)):
    one, other = _left(truth, result, ignore)
    return _halves(one, other) if one.size else (float("nan"), float("nan"))


def _case(rng: np.random.Generator) -> Case:
    size = [(1, 8), (3, 5), (4, 6), (2, 3, 4)][int(rng.integers(4))]
    truth, result = (blocks(rng, some_numbers(rng, 2, 5), size) for _ in range(2))
    which = rng.choice(["all", "all", "zeros", "zeros", "others", "nothing left"])
    if which == "all":
        return case(truth, result, kind="labels without zeros")
    if which == "nothing left":
        return case(np.zeros_like(truth), result, prop="empty", kind="a truth of zeros alone")
    truth[rng.random(size) < 0.25] = 0
    result[rng.random(size) < 0.25] = 0
    if which == "zeros":
        return case(truth, result, prop="ignored", kind="zeros in truth and result")
    label = int(truth.ravel()[int(rng.integers(truth.size))])
    ignore = [(), (label,), (0, label)][int(rng.integers(3))]
    if np.isin(truth, ignore).all():
        return case(truth, result, ignore, prop="empty", kind="a truth that is all left out")
    return case(truth, result, ignore, prop="ignored", kind="other labels left out")


SPLIT_VI = Exercise(
    id="a08.split_vi",
    code="E9",
    kind="W",
    title="False merges and false splits",
    function="split_vi",
    signature="(truth, result, ignore=(0,))",
    minutes=12,
    reference=textbook.split_vi,
    compare=cmp.parts(cmp.scalar(atol=1e-7), cmp.scalar(atol=1e-7)),
    props=(
        prop("core", 2, "false merges first, then false splits, in bits"),
        prop("ignored", 1, "pixels are left out by their label in the truth"),
        prop("empty", 0.5, "no pixel is left: both are 0"),
        prop(OWN, 0.5, "written by yourself"),
    ),
    forbid=("skimage.metrics.variation_of_information",),
    cases=(
        case(
            np.array([[1, 1, 2, 2], [1, 1, 2, 2]]),
            np.array([[5, 5, 5, 5], [5, 5, 5, 5]]),
            alt="two true cells of 4 pixels each, joined into one region",
        ),
        case(
            np.array([[3, 3, 3, 3, 3, 8]]),
            np.array([[5, 5, 5, 6, 7, 7]]),
            alt="true cells 3 and 8 in one row; the result has three regions",
        ),
        case(
            np.array([[0, 1, 1, 2, 2, 2]]),
            np.array([[4, 4, 0, 0, 0, 6]]),
            prop="ignored",
            alt="a zero in the truth, three zeros in the result",
        ),
        case(
            np.array([[1, 2, 2, 0, 3]]),
            np.array([[2, 2, 2, 3, 3]]),
            (2, 3),
            prop="ignored",
            alt="true labels 2 and 3 are left out, label 0 is not",
        ),
        case(np.zeros((1, 3), int), np.array([[1, 1, 2]]), prop="empty", alt="a truth of zeros"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "halves-swapped",
            _from_halves(lambda merges, splits: (splits, merges)),
            "The halves have changed places. Which one grows when two true cells are joined?",
            topic="order of halves",
        ),
        mis(
            "nats",
            _from_halves(lambda merges, splits: (merges * np.log(2), splits * np.log(2))),
            "Two equal cells joined give 0.693 in your answer. Which logarithm makes it 1 bit?",
            topic="bits",
        ),
        mis(
            "sum-only",
            _from_halves(lambda merges, splits: merges + splits),
            "You return the sum. Can a reader see whether you split or merge too much?",
            topic="one number",
        ),
        mis(
            "negative",
            _from_halves(lambda merges, splits: (-merges, -splits)),
            "Your halves are below 0. Which sign do logarithms of shares have?",
            topic="sign",
        ),
        mis(
            "entropies",
            _entropies,
            "These are the entropies of truth and result, each alone. Where do you compare them?",
            topic="entropy",
        ),
        mis(
            "ignored-by-result",
            _ignoring("result"),
            "You leave out pixels by their label in the result. Who knows where there is no cell?",
            topic="ignored labels",
        ),
        mis(
            "ignored-by-either",
            _ignoring("either"),
            "Zeros of the result are left out, too, so an empty result has no error. Which zeros "
            "did we agree on?",
            topic="ignored labels",
        ),
        mis(
            "nothing-ignored",
            _ignoring("none"),
            "All pixels count in your answer. Where is `ignore` used?",
            topic="ignored labels",
        ),
        mis(
            "only-zeros-ignored",
            _always_zero,
            "You always leave out 0. What if `ignore` says something else?",
            topic="ignored labels",
        ),
        mis(
            "share-of-all-pixels",
            _share_of_all,
            "Ignored pixels still count, in the number of all pixels or as a region of their own. "
            "How many pixels are left?",
            topic="shares",
        ),
        mis(
            "log-of-zero",
            _log_of_zero,
            "Your answer is nan: somewhere you take the logarithm of 0. Which pairs of labels "
            "never occur?",
            topic="logarithm of 0",
        ),
        mis(
            "undefined",
            _undefined,
            "No pixel is left, and your answer is nan. What did we agree on?",
            topic="empty input",
        ),
    ),
    variants=(_vi, _vi_counts, _vi_table, _vi_scipy),
    hints=(
        "First keep only the pixels whose true label is not in `ignore`: `~np.isin(truth, "
        "list(ignore))`.",
        "For each true label and each label of the result: which share of the pixels has both?",
        "`merges -= both * np.log2(both / share_of_result)`; splits the same with the share of "
        "the truth.",
    ),
)
