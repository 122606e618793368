"""E4: one row for each wall."""

import numpy as np

from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.walls import (
    FEATURES,
    graph_of_walls,
    mean_only,
    number_and_mean,
)
from coursekit.imaging.regions import textbook_learning


def _table(graph, features, edge_labels):
    X, y, weights, edges = [], [], [], []
    for edge in sorted(graph):
        X.append(features(graph[edge]))
        y.append(edge_labels[edge])
        weights.append(len(graph[edge]))
        edges.append(edge)
    return np.array(X), np.array(y), np.array(weights), np.array(edges)


def _table_comprehensions(graph, features, edge_labels):
    edges = sorted(graph.keys())
    return (
        np.vstack([features(graph[one]) for one in edges]),
        np.asarray([edge_labels[one] for one in edges]),
        np.asarray([graph[one].size for one in edges], dtype=float),
        np.asarray(edges),
    )


def _table_sorted_items(graph, features, edge_labels):
    rows = sorted(graph.items(), key=lambda item: item[0])
    edges, samples = zip(*rows)
    labels = np.array([edge_labels[edge] for edge in edges], dtype=float)
    table = np.stack([features(one) for one in samples])
    return [table, labels, np.array(list(map(len, samples))), np.array(edges)]


def _table_order_at_the_end(graph, features, edge_labels):
    edges = np.array(list(graph))
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    X = np.array([features(graph[a, b]) for a, b in edges.tolist()])
    y = np.array([edge_labels[a, b] for a, b in edges.tolist()])
    weights = np.array([len(samples) for samples in graph.values()])
    return X[order], y[order], weights[order], edges[order]


# --- wrong answers ------------------------------------------------------------------------------


def _in_order_of_the_graph(graph, features, edge_labels):
    return (
        np.array([features(samples) for samples in graph.values()]),
        np.array([edge_labels[edge] for edge in graph]),
        np.array([len(samples) for samples in graph.values()]),
        np.array(list(graph)),
    )


def _rows_mixed_up(graph, features, edge_labels):
    _, *others = _table(graph, features, edge_labels)
    return np.array([features(samples) for samples in graph.values()]), *others


def _labels_in_their_own_order(graph, features, edge_labels):
    X, _, weights, edges = _table(graph, features, edge_labels)
    return X, np.array(list(edge_labels.values())), weights, edges


def _all_weights_one(graph, features, edge_labels):
    X, y, weights, edges = _table(graph, features, edge_labels)
    return X, y, np.ones(len(weights)), edges


def _weights_are_means(graph, features, edge_labels):
    X, y, _, edges = _table(graph, features, edge_labels)
    return X, y, np.array([np.mean(graph[edge]) for edge in sorted(graph)]), edges


def _weights_are_shares(graph, features, edge_labels):
    X, y, weights, edges = _table(graph, features, edge_labels)
    return X, y, weights / weights.sum(), edges


def _edges_first(graph, features, edge_labels):
    X, y, weights, edges = _table(graph, features, edge_labels)
    return edges, X, y, weights


def _weights_last(graph, features, edge_labels):
    X, y, weights, edges = _table(graph, features, edge_labels)
    return X, y, edges, weights


def _three_parts(graph, features, edge_labels):
    return _table(graph, features, edge_labels)[:3]


def _columns(graph, features, edge_labels):
    X, y, weights, edges = _table(graph, features, edge_labels)
    return X.T, y, weights, edges


def _features_of_names(graph, features, edge_labels):
    _, y, weights, edges = _table(graph, features, edge_labels)
    return np.array([features(edge) for edge in sorted(graph)]), y, weights, edges


def _zero_and_one(graph, features, edge_labels):
    X, y, weights, edges = _table(graph, features, edge_labels)
    return X, (y > 0).astype(int), weights, edges


def _lists(graph, features, edge_labels):
    X, y, weights, edges = _table(graph, features, edge_labels)
    return X.tolist(), y.tolist(), weights.tolist(), [tuple(edge) for edge in edges.tolist()]


def _case(rng: np.random.Generator) -> Case:
    graph = graph_of_walls(rng)
    edges = list(graph)
    wanted = {edges[k]: int(rng.choice([-1, 1])) for k in rng.permutation(len(edges))}
    return case(graph, FEATURES[int(rng.integers(3))], wanted, kind="another graph")


TRAINING_TABLE = Exercise(
    id="a09.training_table",
    code="E4",
    kind="F",
    title="A table to train with",
    function="training_table",
    signature="(graph, features, edge_labels)",
    minutes=8,
    reference=textbook_learning.training_table,
    compare=cmp.parts(cmp.array(), cmp.array(), cmp.array(), cmp.array()),
    props=(
        prop("core", 2.5, "features, labels, weights and walls, row by row, in rising order"),
        prop(TYPE, 0.5, "four arrays; the graph is unchanged"),
    ),
    cases=(
        case(
            {
                (2, 3): np.array([0.9, 0.7]),
                (1, 2): np.array([0.1, 0.2, 0.3]),
                (1, 3): np.array([0.8]),
            },
            number_and_mean,
            {(1, 2): -1, (1, 3): 1, (2, 3): 1},
            alt="three walls; the features are the number of samples and their mean",
        ),
        case(
            {(4, 5): np.array([0.25]), (1, 9): np.array([0.5, 1.0])},
            mean_only,
            {(4, 5): 1, (1, 9): -1},
            alt="two walls; the only feature is the mean",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "order-of-the-graph",
            _in_order_of_the_graph,
            "All four parts belong together, but the walls stand in the order of the dictionary. "
            "In which order should they stand?",
            topic="order of rows",
        ),
        mis(
            "rows-mixed-up",
            _rows_mixed_up,
            "The rows of X stand in another order than the labels, so each wall is told the fate "
            "of another. Which loop should make both?",
            topic="order of rows",
        ),
        mis(
            "labels-in-their-own-order",
            _labels_in_their_own_order,
            "The labels stand in the order of their own dictionary. How do you ask it for one "
            "wall?",
            topic="order of rows",
        ),
        mis(
            "all-weights-one",
            _all_weights_one,
            "All weights are 1. Should a wall of two samples count as much as one of ninety?",
            topic="weights",
        ),
        mis(
            "weights-are-means",
            _weights_are_means,
            "Your weights are the means of the walls. Which number tells how long a wall is?",
            topic="weights",
        ),
        mis(
            "weights-are-shares",
            _weights_are_shares,
            "Your weights add up to 1. Did we agree on shares, or on numbers of samples?",
            topic="counts and shares",
        ),
        mis(
            "edges-first",
            _edges_first,
            "The four parts are there, in another order. Which one comes first?",
            topic="return values",
        ),
        mis(
            "weights-last",
            _weights_last,
            "Walls and weights have changed places. In which order did we agree to return them?",
            topic="return values",
        ),
        mis(
            "three-parts",
            _three_parts,
            "You return three parts. How will someone know which wall a row stands for?",
            topic="return values",
        ),
        mis(
            "columns",
            _columns,
            "In your X each wall is a column. What is a row in a feature table?",
            topic="rows and columns",
        ),
        mis(
            "features-of-names",
            _features_of_names,
            "Your features describe the two labels of a wall. What do the names of regions tell "
            "about it? Where are its samples?",
            topic="dictionary",
        ),
        mis(
            "zero-and-one",
            _zero_and_one,
            "Your y holds 0 and 1. Which two labels came in?",
            topic="sign of an edge label",
        ),
        mis(
            "lists",
            _lists,
            "The numbers are right; the four parts are lists. What makes an array of a list?",
            topic="arrays",
        ),
    ),
    variants=(_table, _table_comprehensions, _table_sorted_items, _table_order_at_the_end),
    hints=(
        "One loop for all four lists: then their rows cannot get mixed up.",
        "`for edge in sorted(graph):`, then `graph[edge]` are its samples and `edge_labels[edge]` "
        "its label.",
        "Append `features(graph[edge])`, the label, `len(graph[edge])` and `edge`; at the end "
        "`np.array(...)` of each list.",
    ),
)
