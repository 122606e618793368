"""Relations between right and wrong answers: each is named when it holds on all failing cases."""

import numpy as np
import pytest

from coursekit.checking import State, case, judge, prop
from coursekit.checking import compare as cmp

ROWS = np.array([[0.25, 0.5, 0.125], [0.75, 0.0625, 0.375]])
MORE = np.array([[0.1, 0.8], [0.3, 0.45], [0.6, 0.05], [0.15, 0.9]])
LARGE = np.random.default_rng(3).uniform(size=(4, 5))


def named(make, function, **changes):
    """Judge a function of an array whose right answer is the array itself."""
    fields = {
        "reference": lambda values: values.copy(),
        "compare": cmp.array(),
        "cases": (case(ROWS), case(MORE)),
    }
    result = judge(make(**(fields | changes)), function)
    assert result.state is State.NOT_YET, result.text
    return result.diagnosis


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("flat", lambda a: a.ravel()),
        ("shape", lambda a: a[:1]),
        ("nan", lambda a: np.where(a > 0.4, np.nan, a)),
        ("flipped-rows", lambda a: a[::-1]),
        ("percent", lambda a: 100 * a),
        ("double", lambda a: a + a),
        ("half", lambda a: a * 0.5),
        ("complement", lambda a: 1 - a),
        ("negative", lambda a: -a),
        ("inverse", lambda a: 1 / a),
        ("square", lambda a: a * a),
        ("root", lambda a: a**0.5),
        ("log", lambda a: np.log(np.exp2(a))),
        ("off-by-one", lambda a: a + 1),
        ("off-by-minus-one", lambda a: a - 1),
        ("shifted", lambda a: np.roll(a, 1)),
        ("shifted-back", lambda a: np.roll(a, -1)),
        ("reordered", lambda a: np.sort(a, axis=None).reshape(a.shape)),
        ("affine", lambda a: 3 * a - 7),
        ("constant", lambda a: np.full_like(a, 0.5)),
        ("different", lambda a: a**3 + 0.7),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_relation_is_named(make, name, change):
    found = named(make, change)
    assert found.id == name
    assert found.confidence == ("plain" if name == "different" else "structural")


def test_a_transposed_answer_of_single_cases_is_peeled_or_named(make):
    assert named(make, lambda a: a.T).id == "transposed"
    mixed = named(make, lambda a: a.T if len(a) == 2 else a)  # one case is right
    assert mixed.id == "transposed"
    assert mixed.confidence == "structural"


def test_a_relation_must_hold_on_all_failing_cases(make):
    assert named(make, lambda a: 2 * a if len(a) == 2 else a).id == "double"
    assert named(make, lambda a: 2 * a if len(a) == 2 else a * a).id == "different"
    assert named(make, lambda a: a.T if len(a) == 2 else a + 1).id == "different"


def test_differences_at_the_border_only_are_named(make):
    def framed(values):
        values = values.copy()
        values[0] = values[:, -1] = 0
        return values

    assert named(make, framed, cases=(case(LARGE), case(LARGE.T.copy()))).id == "border"
    assert named(make, framed, cases=(case(ROWS), case(MORE))).id != "border"  # all is border


def test_the_same_regions_under_other_numbers_are_named(make):
    labels = (case(np.array([[0, 1, 1], [2, 0, 2]])), case(np.array([[3, 0], [3, 1], [0, 0]])))
    assert named(make, lambda a: np.array([5, 9, 7, 8])[a], cases=labels).id == "labels"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("off-by-one", lambda total: total + 1),
        ("off-by-minus-one", lambda total: total - 1),
        ("double", lambda total: 2 * total),
        ("percent", lambda total: 100 * total),
        ("square", lambda total: total**2),
        ("different", lambda total: total * 3.3 - 2),
        ("nan", lambda total: float("nan")),
        ("different", lambda total: 10**400),
        ("constant", lambda total: float("inf")),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_one_number_is_never_called_transposed_or_shifted(make, name, change):
    cases = (case(np.array([0.25, 0.5])), case(np.array([0.1, 0.2, 0.4])))
    result = judge(make(cases=cases), lambda values: change(float(values.sum())))
    assert result.diagnosis.id == name


def test_constant_is_said_only_if_no_input_gives_anything_else(make):
    cases = (case(np.zeros(2)), case(np.ones(2)), case(np.array([4.0, 5.0])))
    exercise = make(cases=cases)
    result = judge(exercise, lambda values: float(values.sum()) if values[0] == 4 else 0.7)
    assert result.diagnosis.id == "different"
    assert judge(exercise, lambda values: 0.7).diagnosis.id == "constant"


def test_a_constant_mask_is_named(make):
    above = {"reference": lambda a: a > 0.3, "compare": cmp.mask()}
    found = named(make, lambda a: np.ones(a.shape, bool), **above)
    assert found.text == "The answer is True for every input. Does it use its arguments?"


@pytest.mark.parametrize(
    ("expected", "got", "words"),
    [
        ({1: 0.5, 2: 0.5}, {1: 0.5}, "The dictionary lacks 2."),
        ((1, 2, 3), (1, 2), "The answer should hold 3 values, yours holds 2."),
        (
            0.5,
            np.array([0.5]),
            "The answer should be a number with a decimal point (float); "
            "yours is an array of shape (1,).",
        ),
        (
            np.zeros((2, 3)),
            0,
            "The answer should be an array of shape (2, 3); yours is a whole number (int).",
        ),
        ("dark", 3, "The answer should be a text (str); yours is a whole number (int)."),
        ({1: 0.5}, [0.5], "The answer should be a dictionary; yours is a list."),
        (0.5, None, None),
    ],
    ids=["keys", "length", "array", "number", "text", "dictionary", "none"],
)
def test_another_kind_of_answer_is_named(make, expected, got, words):
    compare = {
        dict: cmp.mapping(),
        tuple: cmp.parts(*[cmp.scalar()] * 3),
        np.ndarray: cmp.array(),
        str: cmp.text(),
    }.get(type(expected), cmp.scalar())
    found = named(make, lambda values: got, reference=lambda values: expected, compare=compare)
    assert found.id == "no-return" if words is None else found.text == words


@pytest.mark.parametrize(
    "extreme",
    [
        lambda a: a * 1e308 * 10,
        lambda a: np.full(a.shape, np.inf),
        lambda a: np.full(a.shape, -(2**63)),
        lambda a: np.full(a.shape, np.finfo(np.longdouble).max),
        lambda a: np.zeros((0, 0)),
        lambda a: np.full(a.shape, np.nan),
        lambda a: [[10**400] * a.shape[1]] * a.shape[0],
        lambda a: [[]],
        lambda a: [[1], [1, 2]],
    ],
    ids=["overflow", "inf", "int64", "longdouble", "empty", "nan", "huge", "empty-list", "ragged"],
)
def test_extreme_numbers_are_no_fault_of_the_checker(make, extreme):
    cases = (case(ROWS), case(np.where(MORE > 0.5, np.inf, MORE)), case(MORE * 1e300))
    exercise = make(
        reference=lambda a: a.copy(),
        compare=cmp.array(),
        cases=cases,
        props=(prop("same", 1, "the same"),),
    )
    result = judge(exercise, extreme)
    assert result.state is State.NOT_YET, result.text
    assert result.html


@pytest.mark.parametrize(
    "wrong",
    [
        lambda a: (a * np.nan, 1.0),
        lambda a: (a, float("nan")),
        lambda a: [a.copy(), np.float32("nan")],
        lambda a: ([1.0, [float("nan"), 2.0]], 1.0),
    ],
    ids=["in an array", "a number", "in a list", "two levels down"],
)
def test_nan_is_seen_inside_tuples_and_lists(make, wrong):
    parts = {"reference": lambda a: (a, 1.0), "compare": cmp.parts(cmp.array(), cmp.scalar())}
    found = named(make, wrong, **parts)
    assert (found.id, found.confidence) == ("nan", "structural")


def test_nan_is_not_named_if_the_right_parts_hold_it_too(make):
    parts = {
        "reference": lambda a: (np.where(a > 0.4, np.nan, a), 1.0),
        "compare": cmp.parts(cmp.array(), cmp.scalar()),
    }
    assert named(make, lambda a: (np.full_like(a, np.nan), 3.0), **parts).id != "nan"
