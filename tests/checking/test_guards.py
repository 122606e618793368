"""A learner's function may do anything; the check says what happened and goes on."""

import sys
import warnings

import numpy as np
import pytest

from coursekit.checking import State, case, judge, prop
from coursekit.checking import compare as cmp
from coursekit.checking.running import run


def diagnosed(exercise, function):
    """Judge a wrong function; return its diagnosis."""
    result = judge(exercise, function)
    assert result.state is State.NOT_YET, result.text
    assert result.points < result.max_points
    assert result.html
    assert result.markdown
    return result.diagnosis


@pytest.fixture
def doubling(make):
    """The made-up task: twice each number, as an array; type and values have their own points."""
    return make(
        reference=lambda values: 2 * values,
        compare=cmp.array(),
        props=(
            prop("double", 2, "twice each number"),
            prop("type", 1, "an array, input unchanged"),
        ),
    )


# --- arguments -------------------------------------------------------------------------------


def test_a_function_that_changes_its_argument_is_told_so(doubling):
    def double(values):
        values *= 2
        return values

    result = judge(doubling, double)
    assert result.state is State.NOT_YET
    assert result.diagnosis.id == "changed-input"
    assert result.points == 2  # the values are right
    assert doubling.cases[0].args[0].tolist() == [1.0, 2.5]


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.sort(),
        lambda one: one.append(0),
        lambda one: one.__setitem__(0, "x"),
        lambda one: one[-1].__setitem__(0, 9),
    ],
    ids=["sorted", "longer", "replaced", "inside"],
)
def test_a_changed_list_is_noticed(change):
    outcome = run(lambda numbers: change(numbers), case([[5], [2], [9], [3]]), 1.0)
    assert outcome.changed


def test_a_wrong_answer_that_also_changes_its_argument_is_not_called_right(make):
    def total(values):
        values[0] = 1e6
        return float(values.sum())

    result = judge(make(), total)
    assert result.diagnosis.id != "changed-input"
    assert "Your function changes the array that it was given." in result.notes


def test_a_changed_dictionary_is_noticed():
    methods = {"otsu": 1, "mean": 2}
    for change in ({"otsu": 3}, {"new": 3}):
        assert run(lambda one, new=change: one.update(new), case(methods), 1.0).changed
    assert run(lambda one: one.pop("otsu"), case(one=methods), 1.0).changed
    assert not run(len, case(methods), 1.0).changed


def test_an_array_that_keeps_its_bytes_but_not_its_shape_is_noticed():
    def reshape(image):
        image.shape = (4, 1)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert run(reshape, case(np.zeros((2, 2))), 1.0).changed


def test_arguments_are_as_they_were_for_every_case_and_every_call(make):
    def greedy(values):
        answer = float(values.sum())
        values[:] = 0
        return answer

    exercise = make()
    for _ in range(2):
        assert diagnosed(exercise, greedy).id == "changed-input"
    assert judge(exercise, exercise.reference).state is State.CORRECT


def test_a_view_of_the_argument_costs_nothing_and_is_noted(make):
    first_half = make(reference=lambda values: values[:1].copy(), compare=cmp.array())
    result = judge(first_half, lambda values: values[:1])
    assert result.state is State.CORRECT
    assert "shares its memory" in result.notes[0]


# --- what comes back -------------------------------------------------------------------------


def test_printing_instead_of_returning_is_told(make):
    found = diagnosed(make(), lambda values: print(values.sum()))
    assert found.id == "printed"
    assert "`return`" in found.text


def test_a_missing_return_is_told(make):
    assert diagnosed(make(), lambda values: None).id == "no-return"


def test_a_return_that_is_missing_for_some_inputs_is_told_as_such(make):
    def total(values):
        return values.sum() + 1 if values.size == 2 else None

    assert diagnosed(make(), total).text == (
        "For some inputs the answer should be a number with a decimal point (float); "
        "yours is nothing (None)."
    )


def test_a_wrong_type_keeps_the_points_for_the_values(doubling):
    result = judge(doubling, lambda values: [2 * value for value in values])
    assert result.points == 2
    assert [one.passed for one in result.properties] == [True, False]
    assert result.diagnosis.text == "The answer should be a NumPy array, but it is a list."


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda values: sum, "a function"),
        (lambda values: values.astype(object), "an array of objects"),
        (lambda values: values * 1j, "an array of complex numbers"),
        (lambda values: values.astype(str), "an array of texts"),
        (lambda values: str(values), "a text (str)"),
        (lambda values: (2 * value for value in values), "a generator"),
        (lambda values: set(values), "a set"),
        (lambda values: float(values[0]), "a number with a decimal point (float)"),
    ],
    ids=["function", "objects", "complex", "texts", "text", "generator", "set", "number"],
)
def test_an_answer_of_another_kind_is_named(doubling, answer, words):
    assert diagnosed(doubling, answer).text.endswith(f"yours is {words}.")


def test_a_constant_is_named(make):
    assert diagnosed(make(), lambda values: 7.5).text == (
        "The answer is 7.5 for every input. Does it use its arguments?"
    )


def test_an_unfinished_function_is_not_answered(make):
    def planned(values):
        raise NotImplementedError("later")

    for stub in (lambda values: ..., lambda values: (1, ...), planned, ..., None):
        result = judge(make(), stub)
        assert result.state is State.NOT_ANSWERED
        assert result.points == 0


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (6.5, "a number with a decimal point"),
        (np.zeros(3), "an array of shape (3,)"),
        ("f", "a text"),
    ],
    ids=["number", "array", "text"],
)
def test_the_answer_of_a_call_is_no_function(make, thing, words):
    found = diagnosed(make(), thing)
    assert "check.total(total)" in found.text
    assert words in found.text


# --- exceptions ------------------------------------------------------------------------------


def test_an_exception_shows_the_learners_own_line(make, cell):
    total = cell(
        "def mean_of(values):\n"
        "    return np.average(values, weights=values[:-1])\n"
        "def total(values):\n"
        "    return mean_of(values) * values.size\n"
    )["total"]
    found = diagnosed(make(), total)
    assert "in your line `return np.average(values, weights=values[:-1])`" in found.text
    for internal in ("coursekit", "running.py", "site-packages", "numpy/"):
        assert internal not in found.text


def test_an_undefined_name_is_told_even_where_some_inputs_must_be_refused(make, cell):
    def positive(values):
        if values.min() < 0:
            raise ValueError("values must not be negative")
        return float(values.sum())

    exercise = make(reference=positive)
    broken = cell("def total(values):\n    return valeus.sum()\n")["total"]
    assert diagnosed(exercise, broken).id == "exception-NameError"


def test_a_missing_refusal_is_told(make):
    def positive(values):
        if values.min() < 0:
            raise ValueError("values must not be negative")
        return float(values.sum())

    exercise = make(reference=positive)
    found = diagnosed(exercise, lambda values: float(values.sum()))
    assert found.text == (
        "Some input cannot be used: the function should refuse it with a ValueError, "
        "it returns a value."
    )

    def other(values):
        if values.min() < 0:
            raise TypeError
        return float(values.sum())

    assert diagnosed(exercise, other).text.endswith("it stops with TypeError.")
    assert judge(exercise, positive).state is State.CORRECT


def recursive(values):
    return recursive(values)


@pytest.mark.parametrize(
    ("total", "kind"),
    [
        (recursive, "RecursionError"),
        (lambda values: sys.exit(3), "SystemExit"),
        (lambda values: values[99], "IndexError"),
        (lambda values: 1 / 0, "ZeroDivisionError"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_an_exception_is_told_by_its_kind(make, total, kind):
    found = diagnosed(make(), total)
    assert found.id == f"exception-{kind}"
    assert found.text.startswith(f"Python stopped with {kind}")


@pytest.mark.parametrize(
    "kind", [GeneratorExit, BaseException, MemoryError, StopIteration], ids=lambda one: one.__name__
)
def test_no_exception_escapes(make, kind):
    def total(values):
        raise kind("!")

    assert diagnosed(make(), total).id == f"exception-{kind.__name__}"


def test_the_stop_button_still_works(make):
    def total(values):
        raise KeyboardInterrupt("stop")

    with pytest.raises(KeyboardInterrupt, match="stop"):
        judge(make(), total)


def test_an_exception_that_cannot_be_printed_is_told_all_the_same(make):
    class Mute(Exception):
        def __str__(self):
            raise RuntimeError

    def total(values):
        raise Mute

    assert "Mute" in diagnosed(make(), total).text
    assert "no message" in diagnosed(make(), total).text


@pytest.mark.parametrize(
    "total",
    [lambda: 1, lambda values, more: 1, lambda *, values: 1],
    ids=["none", "two", "keyword"],
)
def test_a_wrong_number_of_arguments_is_told(make, total):
    found = diagnosed(make(), total)
    assert found.id == "arguments"
    assert "total(values)" in found.text
