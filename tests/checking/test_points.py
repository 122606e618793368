"""Points are given by property, all or none each, and behind the heart of the exercise."""

import numpy as np
import pytest

from coursekit.checking import Convention, Exercise, State, case, judge, mis, prop
from coursekit.checking import compare as cmp

HEART = prop("above", 2, "the numbers above t")
EDGE = prop("edge", 1, "numbers equal to t")
KIND = prop("type", 1, "a mask, input unchanged")
OWN = prop("own", 1, "written by yourself")


@pytest.fixture
def above(make):
    """The made-up task: a mask of the numbers above a threshold."""
    return make(
        id="x01.above",
        function="above",
        signature="(values, t)",
        reference=lambda values, t: values > t,
        compare=cmp.mask(),
        props=(HEART, EDGE, KIND),
        cases=(case(np.array([1, 5, 9]), 4), case(np.array([1, 5, 9]), 5, prop="edge")),
        hidden=lambda rng: case(rng.integers(0, 9, 5), 4.5),
        misconceptions=(mis("ge", lambda values, t: values >= t, "Equal ones count too."),),
        conventions={
            "edge": Convention("above", switched="ge", switched_text="Not the equal ones.")
        },
    )


def points(exercise, function):
    result = judge(exercise, function)
    return {one.name: one.points for one in result.properties if one.passed}, result.points


def test_a_complete_answer_earns_everything(above):
    assert points(above, lambda v, t: ~(v <= t)) == ({"above": 2, "edge": 1, "type": 1}, 4)


def test_each_property_pays_for_itself(above):
    assert points(above, lambda v, t: v >= t) == ({"above": 2, "type": 1}, 3)
    assert points(above, lambda v, t: (v > t) * 255) == ({"above": 2, "edge": 1}, 3)
    assert points(above, lambda v, t: (v >= t).tolist()) == ({"above": 2}, 2)


def test_nothing_pays_without_the_heart(above):
    def only_the_edge(values, t):
        return values > 5

    assert points(above, only_the_edge) == ({}, 0)
    result = judge(above, only_the_edge)
    assert not any(one.passed for one in result.properties)
    assert "Right already" not in result.text


def test_what_is_right_already_is_said(above):
    text = judge(above, lambda v, t: v >= t).text
    assert "Right already: the numbers above t; a mask, input unchanged." in text


def test_without_a_property_for_the_type_its_faults_cost_the_property_of_their_case(make):
    exercise = make(compare=cmp.scalar(whole=True), reference=lambda values: int(values.size))
    assert judge(exercise, lambda values: float(values.size)).points == 0


def test_changing_the_argument_costs_the_property_of_the_type(above):
    def shifting(values, t):
        values -= 0
        values[values > t] += 1
        return values > t

    assert points(above, shifting) == ({"above": 2, "edge": 1}, 3)


def test_an_exercise_begins_with_a_property_of_values(make):
    with pytest.raises(ValueError, match=r"x01\.total: props must begin with a property of values"):
        make(props=(KIND,))
    with pytest.raises(ValueError, match=r"props must begin with a property of values, got \[\]"):
        make(props=())


def test_a_case_names_a_property_that_exists(make):
    with pytest.raises(ValueError, match=r"case\.prop must be one of \['sum'\], got 'edge'"):
        make(cases=(case(1, prop="edge"),))


# --- conventions -----------------------------------------------------------------------------


def test_a_switched_convention_makes_the_misconception_right(above):
    switched = above.under("edge")
    assert isinstance(switched, Exercise)
    assert judge(switched, lambda v, t: v >= t).state is State.CORRECT
    assert judge(above, lambda v, t: v >= t).diagnosis.id == "ge"


def test_under_a_switched_convention_last_years_answer_is_told_about_it(above):
    result = judge(above.under("edge"), lambda v, t: v > t)
    assert result.state is State.NOT_YET
    assert result.diagnosis.id == "edge-default"
    assert result.diagnosis.text == "Not the equal ones."
    assert above.under("edge").version == above.version + 1
    assert above.under("edge").conventions["edge"].text == "Not the equal ones."


def test_a_convention_that_cannot_be_switched_is_refused(make, above):
    with pytest.raises(ValueError, match=r"x01\.above: the convention must be one of \['edge'\]"):
        above.under("sides")
    stated = make(conventions={"order": Convention("The truth comes first.")})
    with pytest.raises(ValueError, match=r"must be one of \[\], got 'order'"):
        stated.under("order")


# --- written by yourself ---------------------------------------------------------------------

FORBIDDEN = ("numpy.average", "skimage.filters.threshold_otsu")
BORROWED = {
    "attribute": "def f(v):\n    return np.average(v) * v.size\n",
    "alias": "import numpy as n\ndef f(v):\n    return n.average(v) * v.size\n",
    "from-import": "from numpy import average as mean\ndef f(v):\n    return mean(v) * v.size\n",
    "inside": "def f(v):\n    from numpy import average as a\n    return a(v) * v.size\n",
    "inside-module": "def f(v):\n    import numpy\n    return numpy.average(v) * v.size\n",
    "helper": "def m(v):\n    return np.average(v)\ndef f(v):\n    return m(v) * v.size\n",
    "helper-of-helper": (
        "def k(v):\n    return np.average(v)\ndef m(v):\n    return k(v)\n"
        "def f(v):\n    return m(v) * v.size\n"
    ),
    "inner-function": (
        "def f(v):\n    def m(u):\n        return np.average(u)\n    return m(v) * v.size\n"
    ),
    "lambda": "f = lambda v: np.average(v) * v.size\n",
    "lambda-alias": "from numpy import average\nf = lambda v: average(v) * v.size\n",
    "no-source": "exec('def f(v):\\n    return np.average(v) * v.size')\n",
    "no-source-import": (
        "exec('def f(v):\\n    import numpy as q\\n    return q.average(v) * v.size')\n"
    ),
    "cached": (
        "import functools\n@functools.cache\ndef m(n):\n    return np.average([n])\n"
        "def f(v):\n    return sum(m(x) for x in v.tolist())\n"
    ),
    "closure": (
        "def make(g):\n    def f(v):\n        return g(v) * v.size\n    return f\n"
        "def m(v):\n    return np.average(v)\nf = make(m)\n"
    ),
    "partial": (
        "import functools\ndef m(k, v):\n    return np.average(v) * v.size\n"
        "f = functools.partial(m, 1)\n"
    ),
}
WRITTEN = {
    "other-function": "def f(v):\n    return np.sum(v)\n",
    "own-name": "def average(v):\n    return v.sum()\ndef f(v):\n    return average(v)\n",
    "own-method": "def f(v):\n    average = v.sum()\n    return average\n",
    "text": "def f(v):\n    'Not np.average.'\n    return v.sum()  # np.average(v)\n",
    "other-package": (
        "import types\nmy = types.SimpleNamespace(average=lambda v: v.sum())\n"
        "def f(v):\n    return my.average(v)\n"
    ),
    "lambda": "f = lambda v: np.sum(v)\n",
    "two-lambdas": "g, f = lambda v: np.average(v), lambda v: v.sum()\n",
}


@pytest.mark.parametrize("source", BORROWED.values(), ids=BORROWED)
def test_a_borrowed_answer_is_right_and_not_ones_own(make, cell, source):
    exercise = make(forbid=FORBIDDEN, props=(*make().props, OWN))
    result = judge(exercise, cell(source)["f"])
    assert result.state is State.NOT_YET
    assert result.points == 2
    assert result.diagnosis.text == (
        "The answers are right, but they come from `numpy.average`. This exercise asks for your "
        "own steps."
    )


@pytest.mark.parametrize("source", WRITTEN.values(), ids=WRITTEN)
def test_an_answer_of_ones_own_is_not_called_borrowed(make, cell, source):
    exercise = make(forbid=FORBIDDEN, props=(*make().props, OWN))
    assert judge(exercise, cell(source)["f"]).state is State.CORRECT


def test_a_borrowed_answer_earns_nothing_where_its_own_points_are_not_declared(make, cell):
    result = judge(make(forbid=FORBIDDEN), cell(BORROWED["attribute"])["f"])
    assert result.state is State.NOT_YET
    assert result.points == 0


def test_the_forbidden_function_itself_is_borrowed(make):
    exercise = make(reference=lambda values: float(np.average(values)), forbid=FORBIDDEN)
    assert judge(exercise, np.average).diagnosis.id == "borrowed"


def test_the_courses_own_answer_is_borrowed(make):
    from coursekit.imaging import invert

    exercise = make(
        function="invert",
        reference=lambda values: 255 - values,
        compare=cmp.array(),
        cases=(case(np.array([[0, 255]], dtype=np.uint8)),),
    )
    for answer in (invert, lambda image: invert(image)):
        assert judge(exercise, answer).diagnosis.id == "borrowed"
    assert judge(exercise, lambda image: 255 - image).state is State.CORRECT


def test_a_wrong_borrowed_answer_is_told_what_is_wrong_first(make, cell):
    found = judge(make(forbid=FORBIDDEN), cell("def f(v):\n    return np.average(v)\n")["f"])
    assert found.diagnosis.id != "borrowed"
    assert found.points == 0


def test_recursive_helpers_come_to_an_end(make, cell):
    source = "def f(v):\n    return g(v)\ndef g(v):\n    return v.sum() if v.size else f(v)\n"
    assert judge(make(forbid=FORBIDDEN), cell(source)["f"]).state is State.CORRECT
