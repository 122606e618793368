"""The exercise in which learners write the tests: who is caught, and by which cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from coursekit.checking import State, judge
from coursekit.exercises import EXERCISES
from coursekit.exercises.a06_scores.broken_metrics import HELD_BACK, SHOWN, Caught, f1

EXERCISE = EXERCISES["a06.my_metric_tests"]
ALL = Caught(broken=(*SHOWN, *HELD_BACK))
EQUAL = ([1, 1, 0, 0], [1, 1, 0, 0], 1)
NOTHING_FOUND = ([0, 1, 1], [0, 0, 0], 0)
NOTHING_THERE = ([0, 0, 0], [0, 1, 1], 0)
NOTHING_AT_ALL = ([0, 0], [0, 0], 1)

pairs_of_masks = array_shapes(max_dims=2, max_side=4).flatmap(
    lambda shape: st.tuples(arrays(bool, shape), arrays(bool, shape))
)


def uncaught(cases):
    return {finding.name for finding in ALL.findings({}, cases)}


def test_six_functions_are_broken():
    assert len(SHOWN) == 4
    assert len(HELD_BACK) == 2


@pytest.mark.parametrize("broken", [*SHOWN, *HELD_BACK], ids=lambda broken: broken.name)
def test_a_broken_function_differs_from_the_score_but_not_for_equal_masks(broken):
    masks = [np.array(digits, bool) for digits in np.ndindex(2, 2, 2, 2)]
    assert any(broken.metric(a, b) != f1(a, b) for a in masks for b in masks)
    assert all(broken.metric(a, a) == f1(a, a) for a in masks if a.any())


@given(pairs_of_masks)
def test_a_case_in_which_all_counts_differ_and_the_empty_masks_catch_everything(pair):
    truth, result = pair
    numbers = np.bincount(2 * truth.ravel() + result.ravel(), minlength=4)
    case = (truth, result, f1(truth, result))
    left = uncaught([case, NOTHING_FOUND, NOTHING_THERE, NOTHING_AT_ALL])
    if numbers.all() and len(set(numbers.tolist())) == 4:
        assert left == set()
    else:
        assert left <= {"accuracy", "union", "missed"}


@pytest.mark.parametrize(
    ("left_out", "names"),
    [
        pytest.param(NOTHING_FOUND, {"empty-result"}, id="nothing-found"),
        pytest.param(NOTHING_THERE, {"empty-truth"}, id="nothing-there"),
        pytest.param(NOTHING_AT_ALL, {"both-empty"}, id="nothing-at-all"),
    ],
)
def test_each_case_with_empty_masks_catches_one_function(left_out, names):
    part = ([1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0], 0.4)
    cases = [EQUAL, part, NOTHING_FOUND, NOTHING_THERE, NOTHING_AT_ALL]
    assert uncaught(cases) == set()
    assert uncaught([case for case in cases if case is not left_out]) == names


def test_the_cases_of_the_article_miss_the_function_that_forgets_missed_pixels():
    zeros, ones = [0] * 9, [1] * 9
    original, predicted = [1, 0, 1, 0, 1, 1, 0, 0, 0], [1, 0, 1, 0, 0, 1, 1, 0, 0]
    article = [
        (zeros, ones, 0),
        (ones, ones, 1),
        (zeros, zeros, 1),
        (ones, zeros, 0),
        (original, original, 1),
        (original, predicted, 0.75),
    ]
    assert uncaught(article) == {"missed"}


@pytest.mark.parametrize(
    ("expected", "name"),
    [
        pytest.param(0.25, "expects-union", id="jaccard"),
        pytest.param(0.5, "expects-accuracy", id="accuracy"),
        pytest.param(40, "expects-percent", id="percent"),
        pytest.param(0.6, "does-not-hold", id="another-number"),
    ],
)
def test_a_case_that_does_not_hold_is_named_with_its_number(expected, name):
    cases = [EQUAL, ([1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0], expected)]
    (finding,) = ALL.findings({}, cases)
    assert finding.name == name
    assert finding.text.startswith("Case 2 ")


@pytest.mark.parametrize("expected", [0.67, 0.667, 2 / 3, np.float32(2 / 3), np.array(0.67)])
def test_two_decimals_are_enough(expected):
    assert "does-not-hold" not in uncaught([([1, 1, 0], [1, 0, 0], expected)])


@pytest.mark.parametrize(
    "odd",
    [
        "cases",
        [],
        {},
        [1, 2],
        ([1], [1], 1),
        [("a", "b", "c")],
        [([1], [1], None)],
        [([1], [1], True)],
        [([1], [1], np.nan)],
        [([1], [1], 10**400)],
        [([], [], 1)],
        [(1, 1, 1)],
        [([[1, 0], [1]], [1], 1)],
        [([1, 0], [[1, 0]], 1)],
        [([3], [1], 1)],
        np.ones((2, 3)),
        (row for row in [EQUAL]),
    ],
    ids=lambda odd: repr(odd)[:30],
)
def test_anything_else_than_a_list_of_cases_is_not_yet_right_and_no_fault_of_the_checker(odd):
    result = judge(EXERCISE, lambda: odd)
    assert result.state is State.NOT_YET
    assert result.points == 0
