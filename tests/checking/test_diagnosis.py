"""Why an answer is wrong: each step of the ladder, and how sure its words are."""

import time

import numpy as np
import pytest

from coursekit.checking import State, case, judge, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking.answering import AnswerKey, Here
from coursekit.checking.cases import hidden_cases
from coursekit.checking.diagnosis import explain
from coursekit.checking.judging import try_cases

A, B = np.array([1.0, 2.5]), np.array([4.0, -1.0, 3.0])


def picture(rows):
    return np.array(rows, dtype=float)


def found_by(exercise, function):
    result = judge(exercise, function)
    assert result.state is State.NOT_YET, result.text
    return result.diagnosis


# --- step 1: a known misconception -----------------------------------------------------------

FIRST = mis("first", lambda values: float(values[0]), "Only the first number counts.", topic="loop")
MEAN = mis("mean", lambda values: float(values.mean()), "This is the mean.", topic="mean")
SIZE = mis("size", lambda values: values.size, "This counts the numbers.")


def test_a_known_misconception_gets_its_message_as_a_likely_cause(make):
    exercise = make(misconceptions=(FIRST, MEAN))
    result = judge(exercise, lambda values: np.average(values))
    assert result.diagnosis.id == "mean"
    assert result.diagnosis.confidence == "exact"
    assert result.diagnosis.topic == "mean"
    assert "Likely cause: This is the mean." in result.text


def test_a_misconception_must_agree_on_every_case_also_on_those_both_have_right(make):
    halved = mis("halved", lambda values: total_but_for(values, 2) / 2, "You halve it.")
    exercise = make(cases=(case(A), case(B), case(np.zeros(2))), misconceptions=(halved,))
    assert found_by(exercise, lambda values: values.sum() / 2).id == "half"

    def also_wrong_where_it_is_right(values):
        return values.sum() / 2 if values.any() else 1.0

    assert found_by(exercise, also_wrong_where_it_is_right).id != "halved"


def total_but_for(values, size):
    """Add up; leave arrays of one size alone."""
    return 2 * float(values.sum()) if values.size == size else float(values.sum())


def test_an_exact_misconception_beats_the_facts(make):
    gap = mis("gap", lambda values: values[values.size], "There is no number after the last.")
    exercise = make(misconceptions=(gap,))
    assert found_by(exercise, lambda values: values[100]).id == "gap"
    assert found_by(make(), lambda values: values[100]).id == "exception-IndexError"


def test_the_same_type_is_preferred_to_the_same_value(make):
    whole = mis("whole", lambda values: int(values[0]), "You cut off the decimals.")
    floats = mis("floats", lambda values: float(int(values[0])), "You take one number.")
    exercise = make(misconceptions=(whole, floats))
    assert found_by(exercise, lambda values: float(int(values[0]))).id == "floats"
    assert found_by(exercise, lambda values: int(values[0])).id == "whole"


def test_a_misconception_that_changes_its_argument_is_another_one(make):
    def sorting(values):
        values.sort()
        return float(values[0])

    exercise = make(misconceptions=(mis("smallest", lambda v: float(v.min()), "The smallest."),))
    assert found_by(exercise, lambda values: float(np.sort(values)[0])).id == "smallest"
    assert found_by(exercise, sorting).confidence == "close"


def test_a_right_answer_gets_no_message(make):
    result = judge(make(misconceptions=(FIRST, MEAN)), lambda values: sum(values.tolist()))
    assert result.state is State.CORRECT
    assert result.diagnosis is None
    assert result.case is None
    assert result.text == (
        "[CORRECT] total: 2 of 2 points\n"
        "2 of 2 visible checks passed. Hidden checks use other inputs."
    )


# --- step 2: one formality -------------------------------------------------------------------


def masks(make, **changes):
    """The made-up task: a mask of the numbers above 2, where a list of rows is square or not."""
    fields = {
        "reference": lambda values: values > 2,
        "compare": cmp.array(kinds="b"),
        "cases": (case(picture([[1, 3, 3]])), case(picture([[5, 1], [1, 3], [0, 4]]))),
    }
    return make(**(fields | changes))


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("transposed", lambda values: (values > 2).T),
        ("inverted", lambda values: ~(values > 2)),
        ("axis", lambda values: (values > 2)[..., None]),
        ("tuple", lambda values: (values > 2, "extra")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_one_formality_is_undone(make, name, function):
    two_rows = case(picture([[5, 1, 0], [1, 3, 3]]))
    found = found_by(masks(make, cases=(two_rows, masks(make).cases[1])), function)
    assert found.id == name
    assert found.confidence == "peeled"
    assert found.text.startswith("The values are right, but ")


def test_a_reversed_pair_is_undone(make):
    both = make(
        reference=lambda values: (float(values.min()), float(values.max())),
        compare=cmp.parts(cmp.scalar(), cmp.scalar()),
    )
    assert found_by(both, lambda values: (values.max(), values.min())).id == "order"


def test_where_several_values_are_asked_for_a_tuple_is_no_formality(make):
    alone = mis("alone", lambda values: float(values.max()), "Where is the smallest?")
    exercise = make(
        reference=lambda values: (float(values.max()), float(values.min())),
        compare=cmp.parts(cmp.scalar(), cmp.scalar()),
        misconceptions=(alone,),
    )
    found = found_by(exercise, lambda values: (float(values.max()), float(values.mean())))
    assert "only the first" not in found.text


def test_a_formality_and_a_misconception_are_told_together(make):
    at_least = mis("at-least", lambda values: values >= 3, "Numbers of exactly 3 do not count.")
    exercise = masks(make, reference=lambda values: values > 3, misconceptions=(at_least,))
    result = judge(exercise, lambda values: (values >= 3).T)
    assert result.diagnosis.id == "transposed+at-least"
    assert (
        "\nTwo things: rows and columns are exchanged. And: Numbers of exactly 3 do not count."
        in result.text
    )


def test_a_formality_is_found_although_one_input_must_be_refused(make):
    def above(values):
        if values.size == 0:
            raise ValueError("values must not be empty")
        return values > 2

    exercise = masks(make, reference=above, cases=(*masks(make).cases, case(np.zeros((0, 2)))))
    assert found_by(exercise, lambda values: ~above(values)).id == "inverted"
    assert found_by(exercise, lambda values: ~(values > 2)).confidence != "peeled"


# --- step 3: two misconceptions --------------------------------------------------------------


def test_two_misconceptions_together_explain_what_one_alone_does_not(make):
    exercise = make(misconceptions=(FIRST, MEAN, SIZE))
    result = judge(exercise, lambda values: values.mean() if values.size == 2 else values[0])
    assert result.diagnosis.id == "first+mean"
    assert result.diagnosis.confidence == "pair"
    assert (
        "Two separate causes: Only the first number counts. And: This is the mean." in result.text
    )


def test_a_pair_is_not_named_when_one_of_the_two_is_enough(make):
    mean_or_five = mis("mean", lambda v: v.mean() if v.any() else 5.0, "The mean, or 5.")
    mean_of_two = mis("two", lambda v: v.mean() if v.size == 2 else 99.0, "The mean of two.")
    cases = (case(A), case(B), case(np.zeros(2)))
    exercise = make(cases=cases, misconceptions=(mean_or_five, mean_of_two))
    found = found_by(exercise, lambda values: float(values.mean()))  # zeros are right
    assert found.confidence not in ("exact", "pair")


# --- step 5 and 6 ----------------------------------------------------------------------------


def test_a_close_answer_is_a_guess_and_never_a_verdict(make):
    result = judge(make(misconceptions=(MEAN,)), lambda values: float(values.mean()) + 0.001)
    assert result.diagnosis.confidence == "close"
    guess = "A guess: your result is close to that of another idea. This is the mean."
    assert guess in result.text
    assert result.points == 0


def test_an_answer_far_from_all_ideas_gets_the_smallest_failing_case(make):
    result = judge(make(misconceptions=(FIRST,)), lambda values: float(values.sum() * 7 + 3.1))
    assert result.diagnosis.id == "different"
    assert result.case.call == "values = [1. , 2.5] (float64)"
    assert (result.case.expected, result.case.got) == (3.5, 3.5 * 7 + 3.1)
    assert len(result.signature) == 16


def test_equal_unexplained_answers_share_a_signature_and_others_do_not(make):
    strange = [lambda v: v.sum() * 7 + 3.1, lambda v: 3.1 + 7 * v.sum(), lambda v: v.sum() * 9 + 4]
    one, same, other = (judge(make(), function).signature for function in strange)
    assert one == same != other


def test_the_smallest_visible_failing_case_is_shown(make):
    cases = (case(np.arange(5.0)), case(np.array([3.0])), case(np.arange(3.0)))
    result = judge(make(cases=cases), lambda values: float(values.sum() * 7 + 3.1))
    assert result.case.call == "values = [3.] (float64)"


def test_the_words_of_a_case_come_before_its_call(make):
    exercise = make(cases=(case(A, alt="two numbers"),))
    text = judge(exercise, lambda values: 0.1).text
    assert "Smallest failing case: two numbers\n  call         values = [1. , 2.5]" in text


def test_arguments_at_their_defaults_are_not_shown(make):
    exercise = make(
        reference=lambda values, power=1: float((values**power).sum()),
        cases=(case(A), case(A, power=2)),
    )
    assert judge(exercise, lambda values, power=1: 0.1).case.call == "values = [1. , 2.5] (float64)"
    only_square = make(reference=exercise.reference, cases=(case(A, power=2),))
    assert judge(only_square, lambda values, power=1: 0.1).case.call.endswith(", power = 2")


@pytest.mark.parametrize(
    ("expected", "got", "words"),
    [
        (
            [[1, 2], [3, 4], [5, 6]],
            [[1, 2], [7, 4], [5, 7]],
            "2 of 6 values differ, first at row 1, column 0",
        ),
        ([1, 2, 3], [1, 2, 4], "1 of 3 values differ, first at position 2"),
        ([[[1, 2]]], [[[2, 2]]], "1 of 2 values differ, first at position [0, 0, 0]"),
        ([1, 2], [[1], [9], [2]], "expected shape (2,), your result has shape (3, 1)"),
    ],
    ids=["rows", "line", "volume", "shape"],
)
def test_differing_values_are_counted_and_the_first_is_located(make, expected, got, words):
    exercise = make(reference=lambda values: np.array(expected), compare=cmp.array())
    assert judge(exercise, lambda values: np.array(got)).case.note == words


@pytest.mark.parametrize("compare", [cmp.labels(), cmp.partition()], ids=["labels", "partition"])
def test_split_and_merged_regions_are_counted_whatever_their_numbers(make, compare):
    right = np.array([[1, 1, 2, 2], [3, 3, 4, 4]])
    mine = np.array([[9, 8, 5, 5], [5, 5, 5, 5]])  # 1 is split; 2, 3 and 4 are one
    exercise = make(reference=lambda values: right, compare=compare)
    assert judge(exercise, lambda values: mine).case.note == (
        "right regions that you split: 1; regions of yours that join several: 1"
    )


def test_background_is_no_region_of_labels(make):
    right, mine = np.array([[0, 0, 1, 1]]), np.array([[0, 7, 7, 0]])
    exercise = make(reference=lambda values: right, compare=cmp.labels())
    assert judge(exercise, lambda values: mine).case.note == (
        "right regions that you split: 0; regions of yours that join several: 0"
    )


def test_arrays_without_an_axis_are_compared_in_words(make):
    exercise = make(reference=lambda values: np.array(3), compare=cmp.array())
    assert judge(exercise, lambda values: np.array(5.5)).case.note == ""


# --- hidden cases ----------------------------------------------------------------------------

SECRET_NUMBER = 87_654_321


def hidden_only(make, **changes):
    """The made-up task with visible cases that any function with `sum` passes."""
    fields = {
        "hidden": lambda rng: case(np.array([SECRET_NUMBER, 0.5]), kind="large numbers"),
        "n_hidden": 2,
    }
    return make(**(fields | changes))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda values: values.sum() if values.max() < 9 else 0,
        lambda values: values.sum() if values.max() < 9 else None,
        lambda values: values.sum() if values.max() < 9 else 2 * values.sum(),
        lambda values: values.sum() if values.max() < 9 else {},
        lambda values: values.sum() if values.max() < 9 else [[]],
    ],
    ids=["number", "None", "double", "dictionary", "list"],
)
def test_a_failing_hidden_case_is_told_by_its_kind_and_never_by_its_numbers(make, wrong):
    result = judge(hidden_only(make), wrong, secret="course 2024")
    assert result.state is State.NOT_YET
    assert result.case is None
    for words in (result.text, result.markdown, result.html, str(result.json())):
        assert str(SECRET_NUMBER) not in words
        assert "expected" not in words.lower()


def test_the_kind_of_a_hidden_case_is_told(make):
    def wrong(values):
        return float(values.sum()) + (values.max() > 9) * values.sum() ** 2 * 0.3

    result = judge(hidden_only(make), wrong, secret="course 2024")
    assert result.diagnosis.text == "The visible checks are fine; it fails on large numbers."
    assert result.ran == (
        "2 of 4 checks passed, hidden ones included. Hidden ones that fail: large numbers."
    )


@pytest.mark.parametrize(
    ("expected", "got", "compare"),
    [
        ({SECRET_NUMBER: 1.0}, {1: 1.0}, cmp.mapping()),
        (tuple(range(14)), (1, 2), cmp.table(cmp.scalar())),
        (np.zeros((13, 14)), 3.0, cmp.array()),
    ],
    ids=["keys", "length", "shape"],
)
def test_a_fault_of_kind_does_not_tell_what_a_hidden_case_expects(make, expected, got, compare):
    exercise = make(reference=lambda values: expected, compare=compare)
    key = AnswerKey(exercise, hidden_cases(exercise, "course 2024", 2))
    tried = try_cases(key, Here(lambda values: got))
    found = explain(key, tried, None)["diagnosis"]
    assert found.confidence == "structural"
    for secret in (str(SECRET_NUMBER), "13", "14"):
        assert secret not in found.text


def test_hidden_cases_depend_on_the_secret_and_on_the_exercise(make):
    def drawn(exercise, secret):
        return [tuple(one.args[0]) for one in hidden_cases(exercise, secret)]

    exercise = make()
    assert drawn(exercise, "2024") == drawn(make(), "2024")
    assert drawn(exercise, "2024") != drawn(exercise, "2025")
    assert drawn(exercise, "2024") != drawn(make(id="x01.other"), "2024")
    assert drawn(exercise, "2024") != drawn(make(version=2), "2024")
    assert len(set(drawn(exercise, "2024"))) == exercise.n_hidden


# --- faults of ours --------------------------------------------------------------------------


def broken(*args, **kwargs):
    raise RuntimeError("a mistake of ours")


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": lambda values: 1 / 0},
        {"reference": lambda values: {1, 2}},
        {"compare": cmp.effect(broken)},
        {"hidden": broken},
    ],
    ids=["reference-raises", "reference-odd", "effect", "hidden"],
)
def test_a_fault_of_the_checker_is_flagged_and_costs_no_one_a_verdict(make, changes):
    result = judge(make(**changes), lambda values: 0.1, secret="course 2024")
    assert result.state is State.CHECKER_ERROR
    assert result.points == 0
    assert "our fault, not yours" in result.text
    assert result.html


def test_the_reference_has_more_time_than_the_learner(make):
    def slow(values):
        until = time.thread_time() + 0.1
        while time.thread_time() < until:
            pass
        return float(values.sum())

    exercise = make(reference=slow, time_limit=0.05)
    assert judge(exercise, lambda values: float(values.sum())).state is State.CORRECT
    assert judge(exercise, lambda values: slow(values)).diagnosis.id == "too-slow"


def test_a_property_may_have_a_comparator_of_its_own(make):
    exercise = make(
        compare=cmp.scalar(rtol=0.5),
        props=(prop("about", 1, "about right"), prop("exact", 1, "exact", compare=cmp.scalar())),
        cases=(case(A), case(B, prop="exact")),
    )
    result = judge(exercise, lambda values: 1.1 * values.sum())
    assert [one.passed for one in result.properties] == [True, False]


def test_the_shown_case_is_the_one_that_the_headline_speaks_of(make):
    def stops_on_long_input(values):
        if values.size > 2:
            raise OverflowError("too many")
        return 0.0

    result = judge(make(), stops_on_long_input)
    assert "OverflowError" in result.diagnosis.text
    assert "OverflowError" in str(result.case.got)
