"""E1c: join several functions that make features."""

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.behaviour import Behaviour, Use
from coursekit.exercises.a09_learned.walls import (
    mean_only,
    number_and_mean,
    smallest_median_largest,
)
from coursekit.imaging.regions import textbook_learning

WALLS = ([0.1, 0.2, 0.6], [0.9], [0.7, 0.3])


def _compose(*managers):
    def features(values):
        rows = []
        for manager in managers:
            rows.append(manager(values))
        return np.concatenate(rows)

    return features


def _compose_lambda(*managers):
    return lambda values: np.hstack([manager(values) for manager in managers])


def _compose_object(*managers):
    class Composite:
        def __call__(self, values):
            return np.array([number for manager in managers for number in manager(values)])

    return Composite()


def _compose_two_by_two(*managers):
    first, *others = managers
    if not others:
        return first
    rest = _compose_two_by_two(*others)
    return lambda values: np.r_[first(values), rest(values)]


# --- wrong answers ------------------------------------------------------------------------------


def _rows_inside_rows(*managers):
    return lambda values: [manager(values) for manager in managers]


def _functions_joined(*managers):
    return np.concatenate(managers)


def _list_of_functions(*managers):
    return list(managers)


def _last_only(*managers):
    def features(values):
        for manager in managers:
            row = manager(values)
        return row

    return features


def _first_only(*managers):
    def features(values):
        for manager in managers:
            return manager(values)

    return features


def _chained(*managers):
    def features(values):
        for manager in managers:
            values = manager(values)
        return values

    return features


def _backwards(*managers):
    return _compose(*managers[::-1])


def _added(*managers):
    return lambda values: sum(np.pad(m(values), (0, 8 - len(m(values)))) for m in managers)


def _remembering(*managers):
    rows = []

    def features(values):
        for manager in managers:
            rows.extend(manager(values))
        return np.array(rows)

    return features


def _called_at_once(*managers):
    return np.concatenate([manager() for manager in managers])


def _uses(call):
    def use(values):
        return lambda features: np.asarray(features(np.array(values)))

    return [Use(f"Called with the samples {values}", use(values)) for values in WALLS]


def _case(rng: np.random.Generator) -> Case:
    managers = [number_and_mean, smallest_median_largest, mean_only]
    count = int(rng.integers(1, 4))
    return case(*(managers[k] for k in rng.permutation(3)[:count]), kind="other functions")


COMPOSE = Exercise(
    id="a09.compose",
    code="E1c",
    kind="W",
    title="Several describers as one",
    function="compose",
    signature="(*managers)",
    minutes=4,
    reference=textbook_learning.compose,
    compare=Behaviour(
        right=lambda call: textbook_learning.compose(*call["managers"]),
        uses=_uses,
        kind="a function that takes samples",
        outcome=cmp.array(),
    ),
    props=(prop("core", 1, "a function that gives the features of all, one after the other"),),
    cases=(
        case(number_and_mean, smallest_median_largest, alt="two functions: 2 and 3 features"),
        case(mean_only, alt="one function alone"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "rows-inside-rows",
            _rows_inside_rows,
            "Your function gives a list of rows. What makes one long row of several short ones?",
            topic="concatenate",
        ),
        mis(
            "functions-joined",
            _functions_joined,
            "You join the functions themselves, before there are any numbers. When are the samples "
            "known?",
            topic="functions that return functions",
        ),
        mis(
            "list-of-functions",
            _list_of_functions,
            "You return a list of functions. Who calls them, and what should be called instead?",
            topic="functions that return functions",
        ),
        mis(
            "called-at-once",
            _called_at_once,
            "You call the functions inside `compose`, where there are no samples yet. Where do the "
            "samples come in?",
            topic="functions that return functions",
        ),
        mis(
            "last-only",
            _last_only,
            "Only the features of the last function arrive. What happens to the row of the one "
            "before?",
            topic="loops",
        ),
        mis(
            "first-only",
            _first_only,
            "Only the features of the first function arrive. Where does your `return` stand?",
            topic="loops",
        ),
        mis(
            "chained",
            _chained,
            "The second function gets what the first one gave. Which input should both get?",
            topic="chains",
        ),
        mis(
            "backwards",
            _backwards,
            "The features come in reverse order. Which function was named first?",
            topic="order",
        ),
        mis(
            "added",
            _added,
            "You add the rows up. What does the sum of a number and a median mean?",
            topic="concatenate",
        ),
        mis(
            "remembering",
            _remembering,
            "Your row is longer at each call: the list was made only once. Where should an empty "
            "list begin?",
            topic="state",
        ),
    ),
    variants=(_compose, _compose_lambda, _compose_object, _compose_two_by_two),
    hints=(
        "A function can be made inside a function, and returned without calling it: `return "
        "features`.",
        "Inside `features(values)`: call each manager with the values, and collect the rows.",
        "`np.concatenate([manager(values) for manager in managers])` makes one row of them.",
    ),
)
