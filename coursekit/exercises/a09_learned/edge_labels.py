"""E3: what the truth says about each wall."""

from collections import Counter

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.imaging.regions import textbook, textbook_learning


def _labels(labels, truth, graph):
    segment = {}
    for fragment in np.unique(labels):
        inside = (labels == fragment) & (truth > 0)
        values, counts = np.unique(truth[inside], return_counts=True)
        if len(values) > 0:
            segment[fragment] = values[np.argmax(counts)]
    wanted = {}
    for a, b in graph:
        same = a in segment and b in segment and segment[a] == segment[b]
        wanted[(a, b)] = -1 if same else 1
    return wanted


def _labels_bincount(labels, truth, graph):
    def segment(fragment):
        counts = np.bincount(truth[labels == fragment])
        counts[:1] = 0
        return int(np.argmax(counts)) if counts.any() else None

    wanted = {}
    for a, b in graph.keys():
        one, other = segment(a), segment(b)
        wanted[a, b] = 1 if one is None or one != other else -1
    return wanted


def _labels_counter(labels, truth, graph):
    votes = {}
    for fragment, segment in zip(labels.ravel().tolist(), truth.ravel().tolist()):
        if segment:
            votes.setdefault(fragment, Counter())[segment] += 1
    best = {one: min(v, key=lambda label: (-v[label], label)) for one, v in votes.items()}
    nobody = object()
    return {
        edge: -1 if best.get(edge[0], nobody) == best.get(edge[1], None) else +1 for edge in graph
    }


def _labels_table(labels, truth, graph):
    """One table of fragments and segments for all."""
    table = np.zeros((labels.max() + 1, truth.max() + 1), dtype=int)
    np.add.at(table, (labels, truth), 1)
    table[:, 0] = 0
    best, known = table.argmax(axis=1), table.any(axis=1)
    return {(a, b): 1 - 2 * int(known[a] and known[b] and best[a] == best[b]) for a, b in graph}


# --- wrong answers ------------------------------------------------------------------------------


def _other_signs(merge, keep):
    def answer(labels, truth, graph):
        right = _labels(labels, truth, graph)
        return {edge: merge if sign < 0 else keep for edge, sign in right.items()}

    return answer


def _by_segment(choose):
    """Decide by a rule of its own to which segment a fragment belongs."""

    def answer(labels, truth, graph):
        segment = {}
        for fragment in np.unique(labels):
            known = truth[(labels == fragment) & (truth > 0)]
            segment[fragment] = choose(known) if known.size else None
        return {
            (a, b): -1 if segment[a] is not None and segment[a] == segment[b] else 1
            for a, b in graph
        }

    return answer


def _tie_to_the_larger(known):
    values, counts = np.unique(known, return_counts=True)
    return values[::-1][np.argmax(counts[::-1])]


def _with_unknown(labels, truth, graph):
    segment = {f: int(np.argmax(np.bincount(truth[labels == f]))) for f in np.unique(labels)}
    return {(a, b): -1 if segment[a] == segment[b] else 1 for a, b in graph}


def _unknown_alike(labels, truth, graph):
    segment = {}
    for fragment in np.unique(labels):
        counts = np.bincount(truth[labels == fragment], minlength=2)
        segment[fragment] = np.argmax(counts[1:]) + 1 if counts[1:].any() else 0
    return {(a, b): -1 if segment[a] == segment[b] else 1 for a, b in graph}


def _any_shared(labels, truth, graph):
    def known(fragment):
        return set(truth[labels == fragment].tolist()) - {0}

    return {(a, b): -1 if known(a) & known(b) else 1 for a, b in graph}


def _all_pairs(labels, truth, graph):
    names = [int(one) for one in np.unique(labels) if one]
    pairs = [(a, b) for k, a in enumerate(names) for b in names[k + 1 :]]
    return _labels(labels, truth, dict.fromkeys(pairs))


def _list(labels, truth, graph):
    return list(_labels(labels, truth, graph).values())


def _segments(labels, truth, graph):
    return {int(f): int(np.argmax(np.bincount(truth[labels == f]))) for f in np.unique(labels) if f}


def _arguments_exchanged(labels, truth, graph):
    return _labels(truth, labels, graph)


# --- input --------------------------------------------------------------------------------------


def _blocks(rng, names, shape):
    """Draw a label image of blocks, so that neighbours often agree."""
    small = rng.choice(names, ((shape[0] + 1) // 2, (shape[1] + 1) // 2))
    return np.repeat(np.repeat(small, 2, axis=0), 2, axis=1)[: shape[0], : shape[1]]


def _scene(rng, unknown=0.0):
    shape = (int(rng.integers(3, 6)), int(rng.integers(6, 10)))
    labels = _blocks(rng, rng.choice(np.arange(1, 12), 5, replace=False), shape)
    truth = _blocks(rng, rng.choice(np.arange(1, 8), 3, replace=False), shape)
    noise = rng.random(shape) < 0.35
    truth[noise] = rng.choice(np.unique(truth), noise.sum())
    if unknown:
        truth[rng.random(shape) < unknown] = 0
        truth[labels == rng.choice(labels.ravel())] *= rng.random() < 0.5
    return labels, truth, textbook.region_graph(labels, np.round(rng.random(shape), 2))


def _has_ties(labels, truth):
    for fragment in np.unique(labels):
        counts = np.bincount(truth[(labels == fragment) & (truth > 0)])
        if counts.size and (counts == counts.max()).sum() > 1:
            return True
    return False


def _case(rng: np.random.Generator) -> Case:
    unknown = float(rng.choice([0.0, 0.0, 0.5]))
    wanted_ties = not unknown and rng.random() < 0.4
    while True:
        labels, truth, graph = _scene(rng, unknown)
        if len(graph) < 3 or _has_ties(labels, truth) != wanted_ties:
            continue
        if unknown:
            return case(labels, truth, graph, prop="unknown", kind="pixels of unknown truth")
        if wanted_ties:
            return case(labels, truth, graph, prop="ties", kind="labels that are equally frequent")
        return case(labels, truth, graph, kind="other fragments")


def _public(labels, truth, **words):
    labels, truth = np.array(labels), np.array(truth)
    prob = np.full(labels.shape, 0.5)
    return case(labels, truth, textbook.region_graph(labels, prob), **words)


EDGE_LABELS = Exercise(
    id="a09.edge_labels",
    code="E3",
    kind="W",
    title="Ask the truth about each wall",
    function="edge_labels",
    signature="(labels, truth, graph)",
    minutes=10,
    reference=textbook_learning.edge_labels,
    compare=cmp.mapping(cmp.scalar(whole=True)),
    props=(
        prop("core", 1.5, "-1 where most pixels of both fragments have the same truth, else +1"),
        prop("unknown", 1, "pixels with truth 0 are not asked; what is unknown stays"),
        prop("ties", 0.5, "of true labels that are equally frequent, the smallest one counts"),
    ),
    cases=(
        _public([[1, 1, 2, 2, 3, 3]], [[7, 7, 7, 7, 8, 8]]),
        _public([[1, 1, 1, 2, 2, 2]], [[5, 5, 6, 6, 6, 5]]),
        _public([[1, 1, 1, 2, 2, 4]], [[0, 0, 5, 5, 5, 0]], prop="unknown"),
        _public([[1, 1, 2, 2]], [[9, 4, 4, 4]], prop="ties"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "signs-swapped",
            _other_signs(1, -1),
            "Each of your signs is turned round. Which wall should get the low number, the one "
            "that falls or the one that stays?",
            topic="sign of an edge label",
        ),
        mis(
            "zero-and-one",
            _other_signs(0, 1),
            "Your labels are 0 and 1. Which two numbers did we agree on?",
            topic="sign of an edge label",
        ),
        mis(
            "true-and-false",
            _other_signs(True, False),
            "Your labels are True and False. Which two numbers did we agree on?",
            topic="sign of an edge label",
        ),
        mis(
            "first-pixel",
            _by_segment(lambda known: known[0]),
            "The first pixel of a fragment decides for all. What do most of its pixels say?",
            topic="majority",
        ),
        mis(
            "largest-label",
            _by_segment(np.max),
            "The largest true label in a fragment decides. Is 9 more than 4 when labels are names?",
            topic="labels are names",
        ),
        mis(
            "mean-label",
            _by_segment(lambda known: round(float(np.mean(known)))),
            "You average label numbers. What is the mean of the cells 2 and 6?",
            topic="labels are names",
        ),
        mis(
            "tie-to-the-larger",
            _by_segment(_tie_to_the_larger),
            "Where two true labels are equally frequent, you take the larger one. Which one did we "
            "agree on?",
            topic="ties",
        ),
        mis(
            "unknown-votes",
            _with_unknown,
            "Pixels with truth 0 vote in your function. Does 0 stand for a cell?",
            topic="label 0",
        ),
        mis(
            "unknown-alike",
            _unknown_alike,
            "Two fragments of which nothing is known are merged. Does the truth say that they "
            "belong together?",
            topic="label 0",
        ),
        mis(
            "any-shared-label",
            _any_shared,
            "A single shared label is enough for you to merge. What does a fragment do that "
            "reaches one pixel into the next cell?",
            topic="majority",
        ),
        mis(
            "all-pairs",
            _all_pairs,
            "You label pairs that do not touch as well. Which pairs have a wall?",
            topic="graph",
        ),
        mis(
            "list",
            _list,
            "Your signs come in a list without names. How will someone know to which wall each "
            "belongs?",
            topic="dictionary",
        ),
        mis(
            "segments",
            _segments,
            "Your dictionary tells the segment of each fragment. That is half of the way: what "
            "does it say about a pair?",
            topic="dictionary",
        ),
        mis(
            "arguments-exchanged",
            _arguments_exchanged,
            "You ask for each true segment which fragment it has. Which of the two should be asked "
            "about the other?",
            topic="order of arguments",
        ),
    ),
    variants=(_labels, _labels_bincount, _labels_counter, _labels_table),
    hints=(
        "Two steps: first the segment of each fragment, then one look at each pair of the graph.",
        "`np.unique(truth[inside], return_counts=True)` gives labels and counts; `inside` also "
        "asks for `truth > 0`.",
        "`values[np.argmax(counts)]` is the segment, the smaller label in a tie. What if `values` "
        "is empty?",
    ),
)
