"""E1: from a label image to a graph of neighbouring regions."""

import numpy as np

from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.exercises.a08_regions.scenes import Walls, blocks, some_numbers, values
from coursekit.imaging.regions import textbook


def _graph(labels, prob):
    pixels = {}
    for place in np.ndindex(labels.shape):
        for axis in range(labels.ndim):
            neighbour = list(place)
            neighbour[axis] += 1
            if neighbour[axis] == labels.shape[axis]:
                continue
            neighbour = tuple(neighbour)
            a, b = sorted((int(labels[place]), int(labels[neighbour])))
            if a != b and a != 0:
                pixels.setdefault((a, b), set()).update([place, neighbour])
    return {
        pair: np.array([prob[place] for place in sorted(places)]) for pair, places in pixels.items()
    }


def _graph_masks(labels, prob):
    """For each pair, the pixels of one region beside the other."""
    import scipy

    numbers = [number for number in np.unique(labels).tolist() if number > 0]
    beside = {one: scipy.ndimage.binary_dilation(labels == one) for one in numbers}
    graph = {}
    for a in numbers:
        for b in numbers:
            meet = ((labels == a) & beside[b]) | ((labels == b) & beside[a])
            if a < b and meet.any():
                graph[a, b] = prob[meet]
    return graph


def _graph_lists(labels, prob):
    """Around each pixel, look both ways; the samples are lists."""
    graph = {}
    for place, label in np.ndenumerate(labels):
        around = set()
        for axis in range(labels.ndim):
            for step in (-1, 1):
                other = [*place[:axis], place[axis] + step, *place[axis + 1 :]]
                if 0 <= other[axis] < labels.shape[axis]:
                    around.add(labels[tuple(other)])
        for other in around:
            if label > 0 and other > 0 and other != label:
                key = (min(label, other), max(label, other))
                graph[key] = [*graph.get(key, []), prob[place]]
    return graph


def _graph_views(labels, prob):
    """Shifted views, axis by axis; each pixel once by its flat position."""
    flat, found = np.arange(labels.size).reshape(labels.shape), []
    for axis in range(labels.ndim):
        n = labels.shape[axis]
        one, other = (np.take(flat, range(*ends), axis=axis) for ends in ((n - 1,), (1, n)))
        found.append(np.column_stack([one.ravel(), other.ravel()]))
    graph = {}
    for one, other in np.concatenate(found):
        a, b = sorted([labels.flat[one], labels.flat[other]])
        if a > 0 and a < b:
            graph.setdefault((a, b), []).extend([one, other])
    return {pair: prob.ravel()[np.unique(places)] for pair, places in graph.items()}


# --- wrong answers ------------------------------------------------------------------------------


def _found(labels, prob, axes=None, zero=False, sides="both", key="sorted", once=True, corners=0):
    """The right answer with one thing changed."""
    graph = {}
    axes = range(labels.ndim) if axes is None else [axis % labels.ndim for axis in axes]
    steps = [tuple(int(i == axis) for i in range(labels.ndim)) for axis in axes]
    if corners and labels.ndim > 1:
        rest = (0,) * (labels.ndim - 2)
        steps += [(*rest, 1, 1), (*rest, 1, -1)]
    for place in np.ndindex(labels.shape):
        for step in steps:
            there = tuple(p + s for p, s in zip(place, step))
            if min(there) < 0 or any(t >= n for t, n in zip(there, labels.shape)):
                continue
            a, b = int(labels[place]), int(labels[there])
            if a == b or (0 in (a, b) and not zero):
                continue
            pair = (a, b) if key == "as met" or a < b else (b, a)
            chosen = {"both": [place, there], "first": [place]}.get(sides, [(place, there)])
            graph.setdefault(pair, []).extend(chosen)
    return {pair: list(dict.fromkeys(places)) if once else places for pair, places in graph.items()}


def _values(graph, prob):
    return {pair: np.array([prob[one] for one in places]) for pair, places in graph.items()}


def _changed(**options):
    return lambda labels, prob: _values(_found(labels, prob, **options), prob)


def _both_ways(labels, prob):
    graph = _graph(labels, prob)
    return {**graph, **{(b, a): samples for (a, b), samples in graph.items()}}


def _of_each_face(combine):
    def answer(labels, prob):
        faces = _found(labels, prob, sides="faces")
        return {
            pair: np.array([combine(prob[one], prob[other]) for one, other in places])
            for pair, places in faces.items()
        }

    return answer


def _means(labels, prob):
    return {pair: float(samples.mean()) for pair, samples in _graph(labels, prob).items()}


def _sets(labels, prob):
    return {pair: set(samples.tolist()) for pair, samples in _graph(labels, prob).items()}


def _different_values(labels, prob):
    return {pair: np.unique(samples) for pair, samples in _graph(labels, prob).items()}


def _all_pairs(labels, prob):
    numbers = [number for number in np.unique(labels).tolist() if number > 0]
    graph = {(a, b): np.zeros(0) for a in numbers for b in numbers if a < b}
    return {**graph, **_graph(labels, prob)}


def _case(rng: np.random.Generator) -> Case:
    which = rng.choice(["image", "image", "zero", "zero", "volume", "one region"])
    if which == "one region":
        row = (2, int(rng.integers(3, 6)))
        return case(np.full(row, 4), values(rng, row), kind="one region alone")
    size: tuple[int, ...] = (int(rng.integers(4, 6)), int(rng.integers(6, 8)))
    if which == "volume":
        size = (2, 3, 4)
    numbers = some_numbers(rng, 4)
    labels = blocks(rng, numbers, size).astype(rng.choice(["int64", "int32"]))
    if which == "zero":
        labels[rng.random(size) < 0.2] = 0
        return case(labels, values(rng, size), prop="zero", kind="labels with zeros")
    where = "volume" if which == "volume" else ""
    return case(labels, values(rng, size), prop=where, kind=f"{which}s of several regions")


REGION_GRAPH = Exercise(
    id="a08.region_graph",
    code="E1",
    kind="W",
    title="Which regions touch, and where",
    function="region_graph",
    signature="(labels, prob)",
    minutes=12,
    reference=textbook.region_graph,
    compare=Walls(),
    props=(
        prop("core", 2.5, "all pairs that touch in an image, each with all its samples"),
        prop("zero", 0.5, "label 0 is no region"),
        prop("volume", 0.5, "volumes of three dimensions, too"),
        prop(TYPE, 0.5, "samples in arrays or lists; labels and prob are unchanged"),
    ),
    cases=(
        case(
            np.array([[5, 5, 2], [5, 5, 2]]),
            np.array([[0.1, 0.9, 0.8], [0.2, 0.9, 0.6]]),
            alt="regions 5 and 2 side by side; two samples of the wall are equal",
        ),
        case(
            np.array([[1, 1, 3], [1, 2, 3]]),
            np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]),
            alt="three regions of which each touches both others",
        ),
        case(
            np.array([[1, 0, 2], [1, 2, 2]]),
            np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]),
            prop="zero",
            alt="regions 1 and 2 with a pixel of label 0 between them",
        ),
        case(
            np.array([[[1, 1]], [[2, 1]]]),
            np.array([[[0.1, 0.2]], [[0.3, 0.4]]]),
            prop="volume",
            alt="two planes of one row and two columns",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "one-axis",
            _changed(axes=[-1]),
            "Regions that touch from left to right are there. Along which other directions can "
            "two pixels be neighbours?",
            topic="axes",
        ),
        mis(
            "image-only",
            lambda labels, prob: _values(_found(labels, prob, axes=[-2, -1]), prob),
            "In a volume some neighbours are missing. How many axes does `labels.ndim` count?",
            topic="axes",
        ),
        mis(
            "corners",
            _changed(corners=1),
            "Pixels that meet at a corner only are in your graph. Which neighbours did we agree "
            "on?",
            topic="connectivity",
        ),
        mis(
            "both-ways",
            _both_ways,
            "Every wall is there twice, as (1, 2) and as (2, 1). Which of the two comes first?",
            topic="edges twice",
        ),
        mis(
            "as-met",
            _changed(key="as met"),
            "The key depends on the side from which you come. How do (5, 2) and (2, 5) become one "
            "key?",
            topic="edges twice",
        ),
        mis(
            "one-side",
            _changed(sides="first"),
            "Only one pixel of each touching pair gives a sample. Which other one touches the "
            "wall?",
            topic="samples",
        ),
        mis(
            "pixel-twice",
            _changed(once=False),
            "A pixel with two faces on a wall gives its sample twice. How can you remember which "
            "pixels you have?",
            topic="samples",
        ),
        mis(
            "larger-of-two",
            _of_each_face(max),
            "You keep the larger value of each touching pair. What happens to the other pixel?",
            topic="samples",
        ),
        mis(
            "mean-of-two",
            _of_each_face(lambda one, other: (one + other) / 2),
            "You mix the two values of each touching pair. Which samples does each pixel give by "
            "itself?",
            topic="samples",
        ),
        mis(
            "means",
            _means,
            "You keep one mean for each wall. What would be missing when two walls are joined?",
            topic="samples",
        ),
        mis(
            "set-of-samples",
            _sets,
            "Your samples are a set. A set holds equal values once, and it is no array. How do you "
            "get from a set of places to an array of samples?",
            topic="samples",
        ),
        mis(
            "equal-samples-once",
            _different_values,
            "Of equal samples you keep one only. What should the set hold, values or places?",
            topic="samples",
        ),
        mis(
            "zero-is-a-region",
            _changed(zero=True),
            "Label 0 has walls in your graph. Is it a region?",
            topic="background",
        ),
        mis(
            "all-pairs",
            _all_pairs,
            "Pairs without a wall are in your graph. Which pairs touch?",
            topic="edges that are none",
        ),
    ),
    variants=(_graph, _graph_masks, _graph_lists, _graph_views),
    hints=(
        "Look at each pixel and its next neighbour along each axis. When do they belong to a wall?",
        "Keep a set of places for each pair: a set holds each pixel once.",
        "`pixels.setdefault((a, b), set()).update([place, neighbour])`; at the end read `prob` at "
        "the places of each pair.",
    ),
)
