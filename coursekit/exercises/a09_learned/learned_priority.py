"""E6: a fitted model as the priority of merging."""

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.behaviour import Behaviour, Use
from coursekit.exercises.a09_learned.walls import (
    TinyModel,
    mean_only,
    number_and_mean,
    smallest_median_largest,
)
from coursekit.imaging.regions import textbook_learning

GRAPH = {
    (1, 2): np.array([0.25, 0.5]),
    (2, 5): np.array([0.875]),
    (1, 5): np.array([0.125, 0.25, 0.75]),
}
AFTER = {(1, 5): np.array([0.125, 0.25, 0.75, 0.875])}  # 2 has become part of 1
WIDTH = {number_and_mean: 2, smallest_median_largest: 3, mean_only: 1}


def _priority(model, features):
    column = list(model.classes_).index(1)

    def priority(graph, a, b):
        edge = (min(a, b), max(a, b))
        row = features(graph[edge])
        return model.predict_proba([row])[0, column]

    return priority


def _priority_lambda(model, features):
    return lambda graph, a, b: float(
        model.predict_proba(features(graph[tuple(sorted((a, b)))]).reshape(1, -1))[0, 1]
    )


def _priority_object(model, features):
    class Priority:
        def __call__(self, graph, a, b):
            samples = graph[(a, b)] if (a, b) in graph else graph[(b, a)]
            probabilities = model.predict_proba(np.array([features(samples)]))
            return probabilities[0][model.classes_ == 1][0]

    return Priority()


def _priority_other_class(model, features):
    def priority(graph, a, b):
        if a > b:
            a, b = b, a
        row = np.atleast_2d(features(graph[a, b]))
        return 1 - model.predict_proba(row)[0][list(model.classes_).index(-1)]

    return priority


# --- wrong answers ------------------------------------------------------------------------------


def _samples_of(graph, a, b):
    return graph[min(a, b), max(a, b)]


def _by(rate):
    """Make a priority that asks the model in its own way."""

    def learned(model, features):
        return lambda graph, a, b: rate(model, features(_samples_of(graph, a, b)))

    return learned


def _one_order_only(model, features):
    return lambda graph, a, b: model.predict_proba([features(graph[a, b])])[0, 1]


def _mean_instead(model, features):
    return lambda graph, a, b: np.mean(_samples_of(graph, a, b))


def _samples_instead(model, features):
    return lambda graph, a, b: model.predict_proba([_samples_of(graph, a, b)])[0, 1]


def _features_of_names(model, features):
    return lambda graph, a, b: model.predict_proba([features(np.array([a, b]))])[0, 1]


def _called_at_once(model, features):
    return model.predict_proba(features)[:, 1]


def _other_arguments(model, features):
    return lambda samples: model.predict_proba([features(samples)])[0, 1]


def _no_return(model, features):
    def priority(graph, a, b):
        model.predict_proba([features(_samples_of(graph, a, b))])[0, 1]

    return priority


def _remembering(model, features):
    known = {}

    def priority(graph, a, b):
        edge = min(a, b), max(a, b)
        if edge not in known:
            known[edge] = model.predict_proba([features(graph[edge])])[0, 1]
        return known[edge]

    return priority


def _uses(call):
    def use(graph, a, b):
        return lambda priority: priority({k: v.copy() for k, v in graph.items()}, a, b)

    def after_a_merge(priority):
        return [priority(GRAPH, 1, 5), priority(AFTER, 1, 5)][1]

    wall = "Called for the wall (1, {}) with the samples {}"
    return [
        Use(wall.format(2, GRAPH[1, 2].tolist()), use(GRAPH, 1, 2)),
        Use(wall.format(5, GRAPH[1, 5].tolist()), use(GRAPH, 1, 5)),
        Use("Called for the wall (2, 5) with the sample 0.875", use(GRAPH, 2, 5)),
        Use("Called for the wall (1, 5) after 2 has become part of 1", after_a_merge),
        Use("Called with 5 before 2", use(GRAPH, 5, 2), "either"),
    ]


def _case(rng: np.random.Generator) -> Case:
    features = list(WIDTH)[int(rng.integers(3))]
    weights = rng.choice([-1.5, -0.75, 0.5, 1.25, 2.0], WIDTH[features])
    model = TinyModel(weights, rng.choice([-1.0, -0.25, 0.4]))
    return case(model, features, kind="another model")


LEARNED_PRIORITY = Exercise(
    id="a09.learned_priority",
    code="E6",
    kind="F",
    title="A model sets the order",
    function="learned_priority",
    signature="(model, features)",
    minutes=7,
    reference=textbook_learning.learned_priority,
    compare=Behaviour(
        right=lambda call: textbook_learning.learned_priority(**call),
        uses=_uses,
        kind="a function priority(graph, a, b)",
        outcome=cmp.scalar(),
    ),
    props=(
        prop("core", 1.5, "one number for a wall: the probability that it stays"),
        prop("either", 0.5, "whichever of the two regions is named first"),
    ),
    cases=(
        case(
            TinyModel([4.0], -2.0),
            mean_only,
            alt="a model that knows the mean alone; its probability of +1 rises with it",
        ),
        case(TinyModel([0.5, -3.0], 0.25), number_and_mean, alt="a model of two features"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "other-class",
            _by(lambda model, row: model.predict_proba([row])[0, 0]),
            "Your number is the probability that the wall falls. Merging begins with the lowest "
            "number: which walls would go first?",
            topic="column of a class",
        ),
        mis(
            "label",
            _by(lambda model, row: model.predict([row])[0]),
            "You ask the model for a label, so all walls that fall are equal. Which of them should "
            "go first?",
            topic="probability and label",
        ),
        mis(
            "both-columns",
            _by(lambda model, row: model.predict_proba([row])[0]),
            "Your priority gives two probabilities. Which one tells that a wall stays?",
            topic="column of a class",
        ),
        mis(
            "array",
            _by(lambda model, row: model.predict_proba([row])[:, 1]),
            "Your priority gives an array with one number in it. How do you take the number out?",
            topic="rows and columns",
        ),
        mis(
            "largest-probability",
            _by(lambda model, row: model.predict_proba([row]).max()),
            "You take the larger probability: a wall that surely falls looks like one that surely "
            "stays. Which class do you ask about?",
            topic="column of a class",
        ),
        mis(
            "one-row-missing",
            _by(lambda model, row: model.predict_proba(row)[0, 1]),
            "The model wants a table, and gets a single row. What makes a table of one row?",
            topic="rows and columns",
        ),
        mis(
            "one-order-only",
            _one_order_only,
            "Called with the larger label first, your priority stops. Which label comes first in "
            "the keys of a graph?",
            topic="order of a pair",
        ),
        mis(
            "mean-instead",
            _mean_instead,
            "Your priority is the mean of the samples. What does the model say?",
            topic="ignores the argument",
        ),
        mis(
            "samples-instead",
            _samples_instead,
            "The model gets the samples themselves. What makes features of them?",
            topic="features of one length",
        ),
        mis(
            "features-of-names",
            _features_of_names,
            "You describe the labels a and b. What do the names of regions tell about their wall?",
            topic="dictionary",
        ),
        mis(
            "called-at-once",
            _called_at_once,
            "You ask the model inside `learned_priority`, where there is no wall yet. Which "
            "function should be returned, without calling it?",
            topic="functions that return functions",
        ),
        mis(
            "other-arguments",
            _other_arguments,
            "Your function takes other arguments. How does `agglomerate` call a priority?",
            topic="functions that return functions",
        ),
        mis(
            "no-return",
            _no_return,
            "Your priority works out the probability and gives nothing back. Which word is "
            "missing?",
            topic="return values",
        ),
        mis(
            "remembering",
            _remembering,
            "Your priority remembers the number that a wall had before the merge. Are its samples "
            "still the same?",
            topic="stale",
        ),
    ),
    variants=(_priority, _priority_lambda, _priority_object, _priority_other_class),
    hints=(
        "Write `def priority(graph, a, b):` inside, and return `priority` without brackets.",
        "`features(graph[min(a, b), max(a, b)])` is one row; a model wants a table: "
        "`model.predict_proba([row])`.",
        "The table that comes back has one row. The column of +1 is `list(model.classes_).index("
        "1)`.",
    ),
)
