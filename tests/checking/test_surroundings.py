"""What a notebook overwrites misleads nobody, and the notebook keeps it."""

import builtins
import random

import numpy as np
import pytest

from coursekit.checking import State, case, judge
from coursekit.checking import compare as cmp
from coursekit.checking.surroundings import put_back


@pytest.fixture
def overwritten(monkeypatch):
    """Overwrite a function as a cell would, for one test."""

    def overwrite(module, name, value):
        monkeypatch.setattr(module, name, value)

    return overwrite


@pytest.mark.parametrize(
    "name", ["allclose", "isclose", "array_equal", "asarray", "array", "errstate", "sum", "float64"]
)
@pytest.mark.parametrize("value", [3, lambda *args, **kwargs: True], ids=["number", "always-true"])
def test_overwritten_functions_of_numpy_mislead_nobody(make, overwritten, name, value):
    exercise = make()
    overwritten(np, name, value)
    right = judge(exercise, lambda values: float(values.sum()))
    wrong = judge(exercise, lambda values: float(values.sum()) + 1)
    assert right.state is State.CORRECT
    assert wrong.state is State.NOT_YET
    assert wrong.diagnosis.id == "off-by-one"
    assert f"`numpy.{name}` was overwritten" in right.notes[-1]
    assert getattr(np, name) is value


def test_overwritten_functions_do_no_harm_to_the_page(make, overwritten):
    exercise = make(
        reference=lambda values: values * 2,
        compare=cmp.array(),
        cases=(case(np.array([1.0, 2.0])), case(np.zeros((20, 30)) + 0.5)),
    )
    for name in ("isclose", "asarray", "array2string", "printoptions", "atleast_2d", "hstack"):
        overwritten(np, name, 3)
    small = judge(exercise, lambda values: values)
    large = judge(exercise, lambda values: values * (1 + values.ndim))
    assert "≠" in small.html
    assert "<img" in large.html
    assert "expected     [2., 4.] (float64)" in small.text


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (np.random, "seed"),
        (random, "seed"),
        (np.random, "default_rng"),
        (builtins, "sum"),
        (builtins, "list"),
        (builtins, "isinstance"),
        (np.linalg, "norm"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.__name__,
)
def test_other_overwritten_functions_mislead_nobody(make, module, name):
    original = getattr(module, name)
    setattr(module, name, 3)
    try:
        result = judge(make(), lambda values: float(values.sum()))
    finally:
        kept = vars(module)[name]
        setattr(module, name, original)
    assert kept == 3
    assert result.state is State.CORRECT
    assert result.notes == (
        f"`{module.__name__}.{name}` was overwritten in this notebook; the check used the "
        "original. Restart the kernel to get it back.",
    )


def test_a_function_that_overwrites_numpy_does_not_reach_the_next_case(make):
    def total(values):
        np.sum = lambda values: 7.0
        return 7.0

    original = np.sum
    assert judge(make(), total).state is State.NOT_YET
    assert np.sum is original


def test_a_deleted_function_is_put_back(overwritten, monkeypatch):
    original = np.clip
    monkeypatch.delattr(np, "clip")
    put_back()
    assert np.clip is original


def test_names_of_the_notebook_may_hide_those_of_python(make, cell):
    namespace = cell(
        "sum = 3\nlist = [1, 2]\nmax = min = abs = None\n"
        "def total(values):\n    return float(np.sum(values))\n"
    )
    assert judge(make(), namespace["total"]).state is State.CORRECT


def test_a_notebook_that_turns_floating_point_warnings_into_errors_is_judged_alike(make):
    def share(values):
        return float((values / values.sum() * 0)[0])

    exercise = make(reference=share, cases=(case(np.array([1.0, -1.0])), case(np.array([1.0]))))
    with np.errstate(all="raise"):
        assert judge(exercise, lambda values: share(values)).state is State.CORRECT


def test_the_random_numbers_of_the_notebook_go_on_as_if_nothing_had_run(make):
    def total(values):
        np.random.rand()  # noqa: NPY002 - what learners write
        random.random()
        return float(values.sum())

    random.seed(1)
    np.random.seed(1)  # noqa: NPY002
    expected = random.random(), np.random.rand()  # noqa: NPY002
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002
    judge(make(), total)
    assert (random.random(), np.random.rand()) == expected  # noqa: NPY002


# --- chance and memory -----------------------------------------------------------------------


def test_the_generators_are_seeded_before_each_call(make):
    def noise(values):
        return float(np.random.normal()) + random.random()  # noqa: NPY002

    exercise = make(reference=noise)
    assert judge(exercise, noise).state is State.CORRECT
    assert judge(exercise, lambda values: noise(values)).state is State.CORRECT


def remembering():
    seen = []

    def total(values):
        seen.append(values.sum())
        return float(sum(seen))

    return total


@pytest.mark.parametrize(
    "total",
    [lambda values: float(values.sum() + np.random.default_rng().normal()), remembering()],
    ids=["chance", "memory"],
)
def test_a_result_that_changes_from_run_to_run_is_told(make, total):
    result = judge(make(), total)
    assert result.state is State.NOT_YET
    assert result.diagnosis.id == "unstable"
    assert "changes from run to run" in result.text


def test_a_function_that_fails_now_and_then_is_told(make):
    calls = []

    def total(values):
        calls.append(values)
        return 1 / 0 if len(calls) == 1 else float(values.sum())

    assert judge(make(), total).diagnosis.id == "unstable"


def test_a_stable_wrong_answer_is_not_called_unstable(make):
    for wrong in (lambda values: float("nan"), lambda values: 10**400, lambda values: {1}):
        assert judge(make(), wrong).diagnosis.id != "unstable"


# --- the notebook's data ---------------------------------------------------------------------


def test_data_of_the_notebook_read_from_inside_are_noted(make, cell):
    total = cell(
        "weights = [1.0]\ndef total(values):\n    return float(values.sum() * weights[0])\n"
    )
    result = judge(make(), total["total"])
    assert result.state is State.CORRECT
    assert result.notes == (
        "Your function reads `weights` from the notebook, not from its arguments.",
    )


@pytest.mark.parametrize(
    "source",
    [
        "size = 3\ndef total(values):\n    return float(values.sum() + 0 * values.size)\n",
        "LIMIT = 3\ndef total(values):\n    return float(values.sum() + 0 * LIMIT)\n",
        "size = 3\ndef total(values):\n    size = 0\n    return float(values.sum() + size)\n",
        "def add(v):\n    return v.sum()\ndef total(values):\n    return float(add(values))\n",
    ],
    ids=["attribute", "constant", "local", "helper"],
)
def test_attributes_constants_locals_and_helpers_are_not_noted(make, cell, source):
    assert judge(make(), cell(source)["total"]).notes == ()


def test_data_read_by_an_inner_function_are_noted(make, cell):
    total = cell("shift = 0\ndef total(values):\n    return sum(v + shift for v in values)\n")
    assert "`shift`" in judge(make(), total["total"]).notes[0]


# --- a check inside a check ------------------------------------------------------------------


def test_a_function_that_calls_its_own_check_comes_to_an_end(make):
    exercise, inner = make(), []

    def total(values):
        inner.append(judge(exercise, total))
        return float(values.sum())

    assert judge(exercise, total).state is State.CORRECT
    assert len(inner) == len(exercise.cases)
    assert {one.diagnosis.id for one in inner} == {"nested"}
