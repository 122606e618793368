"""E3: two regions become one."""

import numpy as np

from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.exercises.a08_regions.scenes import Walls, walls
from coursekit.imaging.regions import textbook


def _merge(graph, a, b):
    merged = {}
    for (one, other), samples in graph.items():
        if (one, other) == (a, b):
            continue
        if one == b:
            one = a
        if other == b:
            other = a
        pair = (min(one, other), max(one, other))
        if pair in merged:
            samples = np.concatenate([merged[pair], samples])
        merged[pair] = samples
    return merged


def _merge_lists(graph, a, b):
    """Rename every label; join the samples in lists."""
    merged = {}
    for pair in graph:
        new = sorted({a if label == b else label for label in pair})
        if len(new) == 2:
            merged.setdefault(tuple(new), []).extend(graph[pair])
    return merged


def _merge_neighbours(graph, a, b):
    """Go round the neighbours of b."""
    merged = {pair: samples for pair, samples in graph.items() if b not in pair}
    for c in {label for pair in graph if b in pair for label in pair} - {a, b}:
        old, new = (min(b, c), max(b, c)), (min(a, c), max(a, c))
        merged[new] = np.append(merged.get(new, []), graph[old])
    return merged


def _merge_copy(graph, a, b):
    """Change a copy in place."""
    merged = dict(graph)
    del merged[a, b]
    for pair in list(merged):
        if b in pair:
            samples = merged.pop(pair)
            c = pair[0] + pair[1] - b
            key = (a, c) if a < c else (c, a)
            merged[key] = np.hstack([samples, merged[key]]) if key in merged else samples
    return merged


# --- wrong answers ------------------------------------------------------------------------------


def _with(join, key=lambda one, other: (min(one, other), max(one, other)), kept=None, loop=False):
    """The right answer with one thing changed."""

    def answer(graph, a, b):
        name, merged = kept(a, b) if kept else a, {}
        for pair, samples in graph.items():
            one, other = (name if label in (a, b) else label for label in pair)
            if one == other and not loop:
                continue
            new = key(one, other)
            merged[new] = join(merged[new], samples) if new in merged else samples
        return merged

    return answer


def _join(one, other):
    return np.concatenate([one, other])


def _changes_the_graph(graph, a, b):
    merged = _merge_copy(graph, a, b)
    graph.clear()
    graph.update(merged)
    return graph


def _changes_while_looping(graph, a, b):
    merged = dict(graph)
    for pair in merged:
        if pair == (a, b):
            del merged[pair]
    return merged


def _only_the_pair(graph, a, b):
    return {pair: samples for pair, samples in graph.items() if pair != (a, b)}


def _dropped(graph, a, b):
    return {pair: samples for pair, samples in graph.items() if b not in pair}


def _case(rng: np.random.Generator) -> Case:
    graph = walls(rng, 4, 6, share=float(rng.choice([0, 0.6])))
    pairs = list(graph)
    a, b = pairs[int(rng.integers(len(pairs)))]
    around = [{label for pair in pairs if one in pair for label in pair} for one in (a, b)]
    if around[0] & around[1] - {a, b}:
        return case(graph, a, b, prop="joined", kind="regions with a common neighbour")
    return case(graph, a, b, kind="regions without a common neighbour")


MERGE_NODES = Exercise(
    id="a08.merge_nodes",
    code="E3",
    kind="W",
    title="Two regions become one",
    function="merge_nodes",
    signature="(graph, a, b)",
    minutes=10,
    reference=textbook.merge_nodes,
    compare=Walls(),
    props=(
        prop("core", 2, "the walls of b become walls of a, and the wall between them goes"),
        prop("joined", 1.5, "two walls to a common neighbour become one, with all samples"),
        prop(TYPE, 0.5, "samples in arrays or lists; the given graph is unchanged"),
    ),
    cases=(
        case(
            {(1, 4): np.array([0.9]), (2, 5): np.array([0.1, 0.2]), (4, 5): np.array([0.6])},
            2,
            5,
            alt="a chain of walls 1-4, 4-5 and 5-2; region 5 becomes part of region 2",
        ),
        case(
            {(1, 2): np.array([0.1]), (1, 3): np.array([0.8]), (2, 3): np.array([0.6, 0.9])},
            1,
            2,
            prop="joined",
            alt="three regions, each beside both others; region 2 becomes part of region 1",
        ),
        case(
            {(1, 4): np.array([0.5, 0.7]), (1, 6): np.array([0.3, 0.4]), (4, 6): np.array([0.2])},
            4,
            6,
            prop="joined",
            alt="the common neighbour has the smallest label",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "first-wall-kept",
            _with(lambda one, other: one),
            "Where both regions touch a third one, one of the two walls is lost. How many samples "
            "should the new wall have?",
            topic="common neighbour",
        ),
        mis(
            "overwritten",
            _with(lambda one, other: other),
            "The second wall to a common neighbour replaces the first one. How can you keep both?",
            topic="common neighbour",
        ),
        mis(
            "means-averaged",
            _with(lambda one, other: np.array([(np.mean(one) + np.mean(other)) / 2])),
            "You take the mean of two means. What if one wall has 3 samples and the other 300?",
            topic="mean of means",
        ),
        mis(
            "samples-added",
            _with(lambda one, other: one + other),
            "With arrays, `+` adds number by number. Which function writes one array behind the "
            "other?",
            topic="joining arrays",
        ),
        mis(
            "key-not-sorted",
            _with(_join, key=lambda one, other: (one, other)),
            "A key of your graph has the larger label first. When did you last compare the two?",
            topic="keys",
        ),
        mis(
            "wall-to-itself",
            _with(_join, loop=True),
            "The new region has a wall to itself. What should happen to the pair (a, b)?",
            topic="wall to itself",
        ),
        mis(
            "old-number",
            _only_the_pair,
            "The pair is gone, but region b still has walls. Whose walls are they now?",
            topic="old number",
        ),
        mis(
            "neighbours-dropped",
            _dropped,
            "All walls of region b are gone. Does its neighbour touch the new region?",
            topic="old number",
        ),
        mis(
            "called-b",
            _with(_join, kept=lambda a, b: b),
            "The new region is called b. Which name did we agree on?",
            topic="names",
        ),
        mis(
            "changes-while-looping",
            _changes_while_looping,
            "Python does not let a loop change the dictionary that it walks through. Could the "
            "loop fill a second one?",
            topic="changed while looping",
        ),
        mis(
            "changes-the-graph",
            _changes_the_graph,
            "Your function changes the graph that it was given. What could `dict(graph)` do for "
            "you?",
            topic="changed argument",
        ),
    ),
    variants=(_merge, _merge_lists, _merge_neighbours, _merge_copy),
    hints=(
        "Go through all pairs; write each into a new dictionary, under a new key where needed.",
        "If a label of the pair is b, it is called a now. Then put the smaller label first.",
        "If the new key is in the new dictionary already: `np.concatenate([merged[pair], "
        "samples])`.",
    ),
)
