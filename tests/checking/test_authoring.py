"""Tools for authors: witnesses that separate typical answers, and mutants that find holes."""

import ast
import inspect
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from coursekit.checking import case, mis, prop
from coursekit.checking.answering import answer
from coursekit.checking.cases import case_from_seed
from coursekit.checking.diagnosis import same_answer
from coursekit.checking.mutants import make_mutants, try_mutants
from coursekit.checking.witness import find_witnesses

# --- witnesses -------------------------------------------------------------------------------

ANSWERS = {
    "last": lambda values: values[-1],
    "largest": lambda values: values.max(),
    "absolute": lambda values: np.abs(values).sum(),
    "distinct": lambda values: np.unique(values).sum(),
}


def numbers(rng):
    return case(rng.integers(-3, 4, size=int(rng.integers(1, 9))))


@pytest.fixture
def adding(make):
    """Adding up: the public case tells none of the typical wrong answers from the right one."""
    return make(
        reference=lambda values: values.sum(),
        cases=(case(np.array([5])),),
        hidden=numbers,
        misconceptions=tuple(mis(name, function, name) for name, function in ANSWERS.items()),
    )


def test_witnesses_separate_every_pair(adding):
    found = find_witnesses(adding)
    assert found.inseparable == ()
    functions = [adding.reference, *ANSWERS.values()]
    cases = [case_from_seed(adding, seed, "witness") for seed in found.seeds]
    for one, other in combinations(functions, 2):
        assert any(
            not same_answer(answer(adding, one, each), answer(adding, other, each))
            for each in cases
        )


def test_witnesses_are_few_and_small(adding):
    found = find_witnesses(adding)
    assert 2 <= len(found.seeds) <= 4
    assert find_witnesses(adding) == found
    sizes = [case_from_seed(adding, seed, "witness").args[0].size for seed in found.seeds]
    drawn = [case_from_seed(adding, seed, "witness").args[0].size for seed in range(200)]
    assert np.mean(sizes) <= np.mean(drawn)


def test_of_two_equal_witnesses_the_smaller_is_taken(make):
    def one_or_many(rng):
        return case(np.ones(int(rng.choice([2, 50]))))

    exercise = make(
        hidden=one_or_many,
        cases=(case(np.zeros(1)),),
        misconceptions=(mis("first", lambda values: values[0], "first"),),
    )
    for seed in find_witnesses(exercise).seeds:
        assert case_from_seed(exercise, seed, "witness").args[0].size == 2


def test_answers_that_no_case_tells_apart_are_reported(make):
    twins = (
        mis("max", lambda values: values.max(), "max"),
        mis("sorted", lambda values: np.sort(values)[-1], "the last when sorted"),
    )
    exercise = make(hidden=numbers, misconceptions=twins)
    found = find_witnesses(exercise, draws=30)
    assert found.inseparable == (("max", "sorted"),)
    assert "no case tells max from sorted" in str(found)
    declared = (twins[0], replace(twins[1], same_as="max"))
    exercise = make(hidden=numbers, misconceptions=declared)
    assert find_witnesses(exercise, draws=30).inseparable == ()


def test_a_wrong_answer_that_passes_is_reported(make):
    right = mis("right", lambda values: values.sum(), "not wrong at all")
    found = find_witnesses(make(hidden=numbers, misconceptions=(right,)), draws=20)
    assert found.inseparable == (("reference", "right"),)


def test_what_the_public_cases_separate_needs_no_witness_but_two_are_frozen(make):
    exercise = make(misconceptions=(mis("first", lambda values: values[0], "first"),))
    assert len(find_witnesses(exercise, draws=10).seeds) == 2


# --- mutants ---------------------------------------------------------------------------------


def mutants_of(source, cell):
    """Describe the mutants of a one-line function, without their line numbers."""
    function = cell(f"def f(a, b):\n    return {source}\n")["f"]
    return {mutant.description.partition(": ")[2] for mutant in make_mutants(function)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a > b", {"a > b -> a >= b", "a > b -> a < b"}),
        ("a >= b", {"a >= b -> a > b"}),
        ("a < b", {"a < b -> a <= b", "a < b -> a > b"}),
        ("a <= b", {"a <= b -> a < b", "a <= b -> a >= b"}),
        ("a == b", {"a == b -> a != b"}),
        ("a != b", {"a != b -> a == b"}),
        ("a in b", {"a in b -> a not in b"}),
        ("a + b", {"a + b -> a - b"}),
        ("a - b", {"a - b -> a + b"}),
        ("a * b", {"a * b -> a / b", "a * b -> a + b"}),
        ("a / b", {"a / b -> a * b"}),
        ("a // b", {"a // b -> a * b"}),
        ("a ** b", {"a ** b -> a * b"}),
        ("a & b", {"a & b -> a | b"}),
        ("a | b", {"a | b -> a & b"}),
        ("a and b", {"a and b -> a or b"}),
        ("a or b", {"a or b -> a and b"}),
        ("not a", {"not a -> a"}),
        ("~a", {"~a -> a"}),
        ("-a", {"-a -> a"}),
        ("5", {"5 -> 6", "5 -> 4"}),
        ("0.5", {"0.5 -> 2.0"}),
        ("True", {"True -> False"}),
        ("min(a)", {"min -> max"}),
        ("a.argmax()", {"a.argmax -> a.argmin"}),
        ("a.sum()", {"a.sum -> a.mean"}),
        ("np.zeros(a)", {"np.zeros -> np.ones"}),
        ("a if a else b", {"a if a else b -> a if not a else b"}),
        ("a[b]", set()),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_an_operator_makes_its_mutants(cell, source, expected):
    found = mutants_of(source, cell)
    whole = {words for words in found if words.split(" -> ")[0] in source}
    assert whole == expected


def test_statements_are_mutated_too(cell):
    counting = "    n = 0\n    while n < a:\n        n += 1\n"
    source = f"def f(a):\n{counting}    if a:\n        return n\n    return a\n"
    found = {mutant.description for mutant in make_mutants(cell(source)["f"])}
    assert {
        "line 2: n = 0 -> pass",
        "line 4: n += 1 -> pass",
        "line 5: if a: return n -> if not a: return n",
    } <= found
    assert any(
        words.startswith("line 3: while n < a: n += 1 -> while not n < a") for words in found
    )


def test_each_mutant_has_one_change_and_leaves_the_original_alone(cell):
    original = cell("def f(a, b):\n    return a + b + 1\n")["f"]
    before = ast.dump(ast.parse(inspect.getsource(original)))
    values = [mutant.function(10, 3) for mutant in make_mutants(original)]
    assert sorted(values) == sorted([10 + 3 - 1, 10 - 3 + 1, 10 + 3 + 2, 10 + 3 + 0])
    assert ast.dump(ast.parse(inspect.getsource(original))) == before
    assert original(10, 3) == 14


def test_two_equal_places_of_a_line_give_two_mutants(cell):
    function = cell("def f(a, b):\n    return a[1] * b[1]\n")["f"]
    rows = [10, 20, 30], [1, 2, 4]
    values = {mutant.description: mutant.function(*rows) for mutant in make_mutants(function)}
    assert values["line 2: 1 -> 2"] == 30 * 2
    assert values["line 2: 1 -> 2 (2)"] == 20 * 4


def slope(values):
    """Written as a learner would."""
    total = 0.0
    for value in values:
        total = total + value
    return total


def test_survivors_are_listed_unless_they_are_known_to_be_equivalent(make):
    blind = make(
        variants=(slope,),
        cases=(case(np.zeros(2)),),
        n_hidden=0,
        props=(prop("sum", 1, "the sum"),),
    )
    report = try_mutants(blind, {})
    name = "line 5: total + value -> total - value"
    assert name in report.survivors
    assert f"survives: {name}" in str(report)
    explained = try_mutants(blind, {name: "all numbers are 0"})
    assert name not in explained.survivors
    assert explained.explained == (name,)
    assert explained.rejected == report.rejected >= 1
    assert "1 equivalent" in str(explained)


def test_a_seeing_exercise_leaves_no_survivors(make):
    report = try_mutants(make(variants=(slope,)), {})
    assert report.survivors == ()
    assert report.rejected == len(list(make_mutants(slope))) == 4


def test_endless_mutants_come_to_an_end(make):
    def counted(values):
        n = 0
        while n < values.size:
            n += 1
        return n

    exercise = make(reference=lambda values: values.size, variants=(counted,))
    # a start at 1 or -1 counts the same; `n += 1 -> pass` is endless, and rejected
    assert try_mutants(exercise, {}).survivors == ("line 2: 0 -> 1", "line 2: 0 -> -1")
