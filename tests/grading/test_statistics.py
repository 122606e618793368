"""The formulas of classical test theory, against tables done by hand and against NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from coursekit.grading.pages.statistics import (
    FEWEST_LEARNERS,
    complete,
    correlation_range,
    cronbach_alpha,
    difficulty,
    discrimination,
    group_size,
    item_statistics,
    top_shares,
    upper_lower_index,
)

NAN = np.nan
# twelve learners, three tasks of 2, 1 and 4 points; totals 7 6 6 5 4 4 3 3 2 1 1 0
SCORES = np.array(
    [
        [2, 1, 4],
        [2, 0, 4],
        [2, 1, 3],
        [1, 0, 4],
        [2, 1, 1],
        [0, 0, 4],
        [1, 1, 1],
        [2, 1, 0],
        [0, 1, 1],
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
    ],
    dtype=float,
)
MOST = [2, 1, 4]


def test_difficulty_by_hand():
    found = [item.difficulty.value for item in item_statistics(SCORES, MOST)]
    assert found == pytest.approx([13 / 24, 7 / 12, 22 / 48])


@pytest.mark.parametrize("task", range(3))
def test_discrimination_leaves_the_task_out_of_the_total(task):
    rest = np.delete(SCORES, task, axis=1).sum(axis=1)
    expected = np.corrcoef(SCORES[:, task], rest)[0, 1]
    found = item_statistics(SCORES, MOST)[task].discrimination
    assert found.value == pytest.approx(expected)
    assert found.value < np.corrcoef(SCORES[:, task], SCORES.sum(axis=1))[0, 1]


def test_discrimination_by_hand():
    """For a task of 0 and 1: (mean rest of those right − of those wrong) / sd · sqrt(pq)."""
    rest = SCORES[:, 0] + SCORES[:, 2]
    right = SCORES[:, 1] == 1
    p = 7 / 12
    expected = (rest[right].mean() - rest[~right].mean()) / rest.std() * np.sqrt(p * (1 - p))
    assert discrimination(SCORES, 1).value == pytest.approx(expected)


def test_upper_minus_lower_by_hand():
    """27 % of 12 learners are 3: totals 7 6 6 above; 0 1 1 below, and no tie at a border."""
    upper, lower = np.array([2 + 2 + 2, 1 + 0 + 1, 4 + 4 + 3]), np.array([0 + 0 + 1, 0 + 1 + 0, 0])
    expected = (upper - lower) / 3 / MOST
    found = [item.upper_lower.value for item in item_statistics(SCORES, MOST)]
    assert found == pytest.approx(expected.tolist())


def test_ties_at_a_border_share_the_last_places():
    """Totals 3 2 2 2 2 1 ... : one learner is above, four share two places."""
    totals = np.array([3, 2, 2, 2, 2, 1, 1, 1, 0, 0])
    assert top_shares(totals, 3).tolist() == [1, 0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0]
    assert top_shares(-totals, 3).tolist() == pytest.approx([0] * 5 + [1 / 3] * 3 + [1, 1])
    assert top_shares([0.1 + 0.2, 0.3, 0], 1).tolist() == [0.5, 0.5, 0]


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_learners_changes_nothing(random):
    order = random.sample(range(12), 12)
    tied = np.round(SCORES / 2)
    for task in range(3):
        one = upper_lower_index(tied, task, 2)
        assert upper_lower_index(tied[order], task, 2).value == pytest.approx(one.value)


@pytest.mark.parametrize(("learners", "size"), [(10, 3), (12, 3), (30, 8), (100, 27), (1, 1)])
def test_the_groups_hold_27_percent(learners, size):
    assert group_size(learners) == size


def test_alpha_by_hand():
    """Squares about the mean: 107/12, 35/12 and 107/3 of the tasks, 55 of the totals."""
    squares = 107 / 12 + 35 / 12 + 107 / 3
    assert cronbach_alpha(SCORES).value == pytest.approx(3 / 2 * (1 - squares / 55))
    assert cronbach_alpha(np.repeat([[0, 0, 0], [1, 1, 1]], 6, axis=0)).value == pytest.approx(1)


def test_alpha_of_two_halves_from_their_covariance():
    """For two tasks, alpha is 4 times their covariance by the variance of the total."""
    two = SCORES[:, :2]
    expected = 4 * np.cov(two.T)[0, 1] / two.sum(axis=1).var(ddof=1)
    assert cronbach_alpha(two).value == pytest.approx(expected)


@given(
    hnp.arrays(
        np.int64, st.tuples(st.integers(1, 25), st.integers(1, 5)), elements=st.integers(0, 3)
    ),
    st.data(),
)
def test_numbers_stay_in_their_range_or_say_why_not(table, data):
    scores = table.astype(float)
    unknown = data.draw(hnp.arrays(bool, scores.shape, elements=st.booleans()))
    scores[unknown & data.draw(st.booleans())] = NAN
    for item in item_statistics(scores, [3.0] * scores.shape[1]):
        for one, lowest in (
            (item.difficulty, 0),
            (item.discrimination, -1),
            (item.upper_lower, -1),
        ):
            assert (one.value is None) == bool(one.why)
            assert one.value is None or lowest - 1e-9 <= one.value <= 1 + 1e-9
    alpha = cronbach_alpha(scores)
    assert (alpha.value is None) == bool(alpha.why)
    assert alpha.value is None or alpha.value <= 1 + 1e-9


# --- scores that are not known ---------------------------------------------------------------


def test_unknown_scores_are_no_zeros():
    scores = SCORES.copy()
    scores[0, 0] = scores[11, 2] = NAN
    first, _, last = item_statistics(scores, MOST)
    assert first.difficulty.value == pytest.approx(11 / 22)
    assert first.difficulty.learners == 11
    assert last.difficulty.value == pytest.approx(22 / 44)
    rest = SCORES[1:11]
    expected = np.corrcoef(rest[:, 0], rest[:, 1] + rest[:, 2])[0, 1]
    assert first.discrimination.value == pytest.approx(expected)
    assert first.discrimination.learners == 10


def test_a_task_that_nobody_has_is_left_out_of_the_totals():
    scores = np.insert(SCORES, 1, NAN, axis=1)
    items = item_statistics(scores, [2, 5, 1, 4])
    assert items[1].difficulty.why == items[1].discrimination.why == "no scores"
    without = item_statistics(SCORES, MOST)
    assert [items[0], items[2], items[3]] == without
    assert cronbach_alpha(scores) == cronbach_alpha(SCORES)
    assert complete(scores).shape == (12, 3)


@pytest.mark.parametrize(
    ("scores", "why"),
    [
        pytest.param(SCORES[: FEWEST_LEARNERS - 1], "under 10 learners", id="few"),
        pytest.param(SCORES[:, :1], "one task", id="one-task"),
        pytest.param(np.full((12, 3), 1.0), "all equal", id="all-perfect"),
        pytest.param(np.zeros((12, 3)), "all equal", id="all-zero"),
        pytest.param(np.full((12, 3), NAN), "no scores", id="all-flagged"),
        pytest.param(np.c_[SCORES[:, 0], np.ones((12, 2))], "others all equal", id="rest-constant"),
    ],
)
def test_no_number_without_a_ground(scores, why):
    assert item_statistics(scores, [1.0] * scores.shape[1])[0].discrimination.why == why


def test_equal_totals_have_no_groups():
    scores = np.repeat([[0, 1], [1, 0]], 6, axis=0)
    assert upper_lower_index(scores, 0, 1).why == "totals all equal"
    assert cronbach_alpha(scores).why == "totals all equal"


def test_tasks_without_points_have_no_difficulty():
    assert difficulty([0, 0], 0).why == "no points"


def test_a_correlation_of_thirty_learners_as_the_page_says():
    assert correlation_range(0.3, 30) == pytest.approx((-0.07, 0.60), abs=0.005)
    assert correlation_range(1.0, 30) == (1.0, 1.0)


def test_ten_learners_are_the_fewest_because_chance_reaches_this_far():
    """t = r sqrt(n - 2) / sqrt(1 - r²) at r = 0.63 is the 97.5 % point of t with 8 degrees."""
    from scipy import stats

    r, n = 0.632, FEWEST_LEARNERS
    assert stats.t.ppf(0.975, n - 2) == pytest.approx(r * np.sqrt((n - 2) / (1 - r**2)), abs=0.005)


def test_a_row_is_not_a_table():
    with pytest.raises(ValueError, match=r"row per learner, got the shape \(3,\)"):
        cronbach_alpha([1, 2, 3])
