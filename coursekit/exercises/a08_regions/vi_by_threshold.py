"""E10: both errors for many thresholds."""

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a08_regions.scenes import blocks, history, some_numbers
from coursekit.imaging.regions import textbook


def _table(labels, merges, truth, ts):
    rows = []
    for t in ts:
        result = textbook.apply_merges(labels, merges, t)
        rows.append(textbook.split_vi(truth, result))
    return np.array(rows)


def _table_filled(labels, merges, truth, ts):
    table = np.zeros((len(ts), 2))
    for row, t in enumerate(ts):
        table[row] = textbook.split_vi(truth, textbook.apply_merges(labels, merges, t))
    return table


def _table_columns(labels, merges, truth, ts):
    results = [textbook.apply_merges(labels, merges, float(t)) for t in ts]
    errors = [textbook.split_vi(truth, result, ignore=(0,)) for result in results]
    merged, split = zip(*errors)
    return np.column_stack([merged, split])


def _table_after_each_merge(labels, merges, truth, ts):
    """Count once after every merge, then look up."""
    result, curve = labels.copy(), [textbook.split_vi(truth, labels)]
    for a, b, _ in merges:
        result[result == b] = a
        curve.append(textbook.split_vi(truth, result))
    heights = np.maximum.accumulate([height for _, _, height in merges])
    return np.array(curve)[np.searchsorted(heights, ts, side="right")]


# --- wrong answers ------------------------------------------------------------------------------


def _one_after_the_other(labels, merges, truth, ts):
    rows, result = [], labels
    known = {0}
    for t in ts:
        fresh = [m for m in merges if set(m[:2]) <= set(np.unique(result).tolist()) | known]
        result = textbook.apply_merges(result, fresh, t)
        rows.append(textbook.split_vi(truth, result))
    return np.array(rows)


def _always_all(labels, merges, truth, ts):
    return _table(labels, merges, truth, [np.inf] * len(ts))


def _never_merged(labels, merges, truth, ts):
    return _table(labels, [], truth, ts)


def _result_first(labels, merges, truth, ts):
    return np.array(
        [textbook.split_vi(textbook.apply_merges(labels, merges, t), truth) for t in ts]
    )


def _sums(labels, merges, truth, ts):
    return _table(labels, merges, truth, ts).sum(axis=1)


def _best_only(labels, merges, truth, ts):
    table = _table(labels, merges, truth, ts)
    return table[table.sum(axis=1).argmin()]


def _sorted_thresholds(labels, merges, truth, ts):
    return _table(labels, merges, truth, sorted(ts))


def _nothing_ignored(labels, merges, truth, ts):
    results = [textbook.apply_merges(labels, merges, t) for t in ts]
    return np.array([textbook.split_vi(truth, result, ()) for result in results])


def _case(rng: np.random.Generator) -> Case:
    size = [(3, 7), (4, 6), (2, 3, 4)][int(rng.integers(3))]
    while True:
        labels = blocks(rng, some_numbers(rng, 5, 8), size)
        truth = blocks(rng, some_numbers(rng, 3, 5), size)
        merges = history(rng, labels, rising=bool(rng.random() < 0.5))
        if len(merges) >= 3:
            break
    truth[rng.random(size) < 0.15] = 0
    heights = [height for _, _, height in merges]
    ts = rng.permutation([0.0, *heights[:2], 0.33, 0.62, 1.0])[: int(rng.integers(3, 6))]
    return case(labels, merges, truth, ts, kind="other labels and thresholds")


_LABELS = np.array([[1, 1, 2, 2, 3, 3, 4, 4], [1, 1, 2, 2, 3, 3, 4, 4]])
_TRUTH = np.array([[7, 7, 7, 7, 5, 5, 5, 0], [7, 7, 7, 7, 5, 5, 5, 0]])

VI_BY_THRESHOLD = Exercise(
    id="a08.vi_by_threshold",
    code="E10",
    kind="F",
    title="Both errors for many thresholds",
    function="vi_by_threshold",
    signature="(labels, merges, truth, ts)",
    minutes=4,
    reference=textbook.vi_by_threshold,
    compare=cmp.array(kinds="f", atol=1e-7),
    props=(prop("core", 2, "one row for each threshold: false merges, false splits"),),
    cases=(
        case(
            _LABELS,
            [(1, 2, 0.2), (3, 4, 0.4), (1, 3, 0.8)],
            _TRUTH,
            np.array([0.9, 0.1, 0.4]),
            alt="four fragments of two true cells; the thresholds do not rise",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "columns-exchanged",
            lambda labels, merges, truth, ts: _table(labels, merges, truth, ts)[:, ::-1],
            "False splits stand in the first column. Which error did we agree to put first?",
            topic="order of halves",
        ),
        mis(
            "result-first",
            _result_first,
            "You give the result as the truth. What is compared with what?",
            topic="order of arguments",
        ),
        mis(
            "one-row-for-each-error",
            lambda labels, merges, truth, ts: _table(labels, merges, truth, ts).T,
            "Each error has a row, each threshold a column. Which of the two did we agree on?",
            topic="rows and columns",
        ),
        mis(
            "sums",
            _sums,
            "You return one number for each threshold. Which two errors does it hide?",
            topic="one number",
        ),
        mis(
            "best-only",
            _best_only,
            "You return the best row. How does a reader see what happens at other thresholds?",
            topic="point and curve",
        ),
        mis(
            "sorted-thresholds",
            _sorted_thresholds,
            "Your rows follow rising thresholds. In which order do they come in?",
            topic="order of rows",
        ),
        mis(
            "one-after-the-other",
            _one_after_the_other,
            "Each threshold begins with the result of the one before. Can a lower threshold undo a "
            "merge?",
            topic="fresh start",
        ),
        mis(
            "all-merges",
            _always_all,
            "Every row is the same: all merges are applied. Where is the threshold used?",
            topic="threshold",
        ),
        mis(
            "fragments-only",
            _never_merged,
            "Every row is the same: you compare the fragments. Who applies the merges?",
            topic="threshold",
        ),
        mis(
            "nothing-ignored",
            _nothing_ignored,
            "Pixels with truth 0 count in your table. What does `split_vi` do with them if you "
            "say nothing?",
            topic="ignored labels",
        ),
    ),
    variants=(_table, _table_filled, _table_columns, _table_after_each_merge),
    hints=(
        "For each threshold: make the label image, then compare it with the truth.",
        "You wrote both steps: `apply_merges(labels, merges, t)` and `split_vi(truth, result)`.",
        "Collect the pairs in a list `rows`; `np.array(rows)` makes a table of it.",
    ),
)
