"""E10: repair a report that reads a list from outside."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a06_scores.drawn import masks_with_all_kinds

_FIRST_TRUTH = gen.flags([[1, 0, 1], [0, 1, 1], [0, 0, 0]])
_FIRST_RESULT = gen.flags([[1, 0, 1], [0, 0, 1], [1, 0, 0]])
_TRUTH_LIST = _FIRST_TRUTH.ravel().tolist()  # as in the given code, outside of the function
_RESULT_LIST = _FIRST_RESULT.ravel().tolist()


def _scores(pairs):
    """Score a list of pairs (truth, result), as the given code does."""
    c = {
        "tn": pairs.count((False, False)),
        "fp": pairs.count((False, True)),
        "fn": pairs.count((True, False)),
        "tp": pairs.count((True, True)),
    }
    return {
        "accuracy": imaging.accuracy_from_counts(c),
        "f1_score": imaging.f1_from_counts(c),
        "mcc": imaging.mcc_from_counts(c),
    }


def _repaired(truth, result):
    truth_list = truth.ravel().tolist()
    result_list = result.ravel().tolist()
    pairs = list(zip(truth_list, result_list))
    return _scores(pairs)


def _repaired_report(truth, result):
    return imaging.validation_report(truth, result)


def _repaired_flatten(truth, result):
    return _scores([(bool(a), bool(b)) for a, b in zip(truth.flatten(), result.flatten())])


def _repaired_nditer(truth, result):
    pairs = []
    for row_truth, row_result in zip(truth.tolist(), result.tolist()):
        pairs += zip(row_truth, row_result)
    report = _scores(pairs)
    return {key: np.float64(report[key]) for key in sorted(report)}


# --- wrong answers ------------------------------------------------------------------------------


def _not_repaired(truth, result):
    result_list = result.ravel().tolist()
    return _scores(list(zip(_TRUTH_LIST, result_list)))


def _both_from_outside(truth, result):
    return _scores(list(zip(_TRUTH_LIST, _RESULT_LIST)))


def _result_twice(truth, result):
    truth_list = result.ravel().tolist()
    return _scores(list(zip(truth_list, result.ravel().tolist())))


def _rows(truth, result):
    return _scores(list(zip(truth.tolist(), result.tolist())))


def _first_row(truth, result):
    return _scores(list(zip(truth[0].tolist(), result[0].tolist())))


def _repeated(truth, result):
    result_list = result.ravel().tolist()
    times = len(result_list) // len(_TRUTH_LIST) + 1
    return _scores(list(zip(_TRUTH_LIST * times, result_list)))


def _columns_first(truth, result):
    return _scores(list(zip(truth.T.ravel().tolist(), result.ravel().tolist())))


def _arrays_zipped(truth, result):
    truth_list, result_list = truth.ravel(), result.ravel()
    return _scores(list(zip(truth_list == 1, ~result_list)))


def _case(rng: np.random.Generator) -> Case:
    while True:
        truth, result = masks_with_all_kinds(rng)
        if truth.size > _FIRST_TRUTH.size:
            return case(truth, result, kind="another image")


REPAIRED_REPORT = Exercise(
    id="a06.repaired_report",
    code="E10",
    kind="D",
    title="Repair a report that works only once",
    function="repaired_report",
    signature="(truth, result)",
    minutes=4,
    reference=_repaired_report,
    compare=cmp.mapping(),
    props=(prop("core", 1, "the scores of the two masks that the function was given"),),
    cases=(
        case(_FIRST_TRUTH, _FIRST_RESULT, alt="the first image, with nine pixels"),
        case(
            gen.flags([[0, 0, 0], [1, 1, 0], [0, 1, 1]]),
            gen.flags([[0, 0, 1], [1, 1, 0], [0, 0, 1]]),
            alt="a second image of nine pixels",
        ),
        case(
            gen.flags([[1, 1, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0]]),
            gen.flags([[0, 1, 0, 0, 1, 0], [0, 1, 1, 0, 0, 0]]),
            alt="an image of two rows and six columns",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "not-repaired",
            _not_repaired,
            "The first image is right. Every other one is still compared with the truth of the "
            "first. Which line inside the function should read `truth`?",
            topic="hidden global",
        ),
        mis(
            "both-from-outside",
            _both_from_outside,
            "Your report is the same for every image: both lists come from outside. What are the "
            "arguments of the function for?",
            topic="hidden global",
        ),
        mis(
            "repeated",
            _repeated,
            "The list of the first image was made longer, but it is still that of the first image. "
            "Which argument holds the truth of this one?",
            topic="hidden global",
        ),
        mis(
            "result-twice",
            _result_twice,
            "Every result is perfect now: it is compared with itself. Which mask belongs into "
            "`truth_list`?",
            topic="truth and result",
        ),
        mis(
            "rows",
            _rows,
            "`tolist` gives a list of rows, so whole rows are compared and nothing is counted. "
            "What makes one row of all pixels?",
            topic="shapes",
        ),
        mis(
            "first-row",
            _first_row,
            "Only the first row is scored. What makes one row of all pixels?",
            topic="shapes",
        ),
        mis(
            "columns-first",
            _columns_first,
            "Truth and result are read in different orders, so pixels of different places are "
            "compared. Do both go through the same steps?",
            topic="shapes",
        ),
        mis(
            "result-inverted",
            _arrays_zipped,
            "The result is turned round before it is compared. Which of the lines needed a repair?",
            topic="polarity",
        ),
    ),
    variants=(_repaired, _repaired_report, _repaired_flatten, _repaired_nditer),
    hints=(
        "Read the function line by line: which names does it use, and where were they made?",
        "One name was made outside, from the first image. Make it inside, from the argument.",
        "`result_list = result.ravel().tolist()` shows the way. Which line is missing above it?",
    ),
)
