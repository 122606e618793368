"""E5: one histogram for each class, in the same bins."""

import itertools

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a01_histograms.images import small_size


def _classes_twice(image, mask, edges):
    outside, _ = np.histogram(image[~mask], bins=edges)
    inside, _ = np.histogram(image[mask], bins=edges)
    return outside, inside


def _classes_rest(image, mask, edges):
    inside = np.histogram(image[mask], edges)[0]
    return [np.histogram(image, edges)[0] - inside, inside]


def _classes_weights(image, mask, edges):
    inside = np.histogram(image, bins=edges, weights=mask.astype(float))[0]
    outside = np.histogram(image, bins=edges, weights=1.0 - mask)[0]
    return outside, inside


def _classes_loops(image, mask, edges):
    counts = np.zeros((2, len(edges) - 1), dtype=int)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            for k in range(len(edges) - 1):
                last = k == len(edges) - 2 and image[row, column] == edges[-1]
                if edges[k] <= image[row, column] < edges[k + 1] or last:
                    counts[int(mask[row, column]), k] += 1
    return counts[0], counts[1]


def _classes_search(image, mask, edges):
    edges = np.asarray(edges)
    places = np.searchsorted(edges, image.ravel(), side="right") - 1
    places = np.minimum(places, len(edges) - 2)
    both = [np.bincount(places[mask.ravel() == c], minlength=len(edges) - 1) for c in (False, True)]
    return tuple(both)


def _classes_library(image, mask, edges):
    from scipy.stats import binned_statistic

    def count(values):
        empty = np.zeros(len(edges) - 1)
        return binned_statistic(values, values, "count", edges).statistic if values.size else empty

    return count(image[~mask]), count(image[mask])


def _count(values, edges):
    return np.histogram(values, bins=edges)[0]


def _classes_swapped(image, mask, edges):
    return _count(image[mask], edges), _count(image[~mask], edges)


def _classes_shares(image, mask, edges):
    return tuple(_count(image[m], edges) / max(m.sum(), 1) for m in (~mask, mask))


def _classes_density(image, mask, edges):
    both = _classes_twice(image, mask, edges)
    return tuple(counts / np.diff(edges) / max(counts.sum(), 1) for counts in both)


def _classes_own_bins(image, mask, edges):
    return _count(image[~mask], len(edges) - 1), _count(image[mask], len(edges) - 1)


def _classes_even_bins(image, mask, edges):
    edges = np.linspace(edges[0], edges[-1], len(edges))
    return _count(image[~mask], edges), _count(image[mask], edges)


def _classes_multiplied(image, mask, edges):
    return _count(image * ~mask, edges), _count(image * mask, edges)


def _classes_not_mask(image, mask, edges):
    return _count(image[not mask], edges), _count(image[mask], edges)


def _classes_everything(image, mask, edges):
    return _count(image, edges), _count(image[mask], edges)


def _half_open(values, edges):
    pairs = itertools.pairwise(edges)
    return np.array([((values >= low) & (values < high)).sum() for low, high in pairs])


def _right_closed(values, edges):
    pairs = itertools.pairwise(edges)
    return np.array([((values > low) & (values <= high)).sum() for low, high in pairs])


def _classes_no_last_edge(image, mask, edges):
    return _half_open(image[~mask], edges), _half_open(image[mask], edges)


def _classes_right_closed(image, mask, edges):
    return _right_closed(image[~mask], edges), _right_closed(image[mask], edges)


def _classes_ten_bins(image, mask, edges):
    return np.histogram(image[~mask])[0], np.histogram(image[mask])[0]


def _classes_with_edges(image, mask, edges):
    return np.histogram(image[~mask], bins=edges), np.histogram(image[mask], bins=edges)


def _classes_one(image, mask, edges):
    return _count(image[mask], edges)


def _case(rng: np.random.Generator) -> Case:
    n_edges = int(rng.integers(4, 8))
    edges = np.sort(rng.choice(np.arange(1, 20), size=n_edges, replace=False)) / 20
    edges[0], edges[-1] = 0.0, 1.0
    if rng.random() < 0.4:
        edges = np.linspace(0, 1, n_edges)
    mask = gen.mask(rng, small_size(rng))
    image = rng.integers(1, 20, size=mask.shape) / 20 + 0.01
    kind = rng.choice(["", "", "ends", "ends", "empty"])
    if kind == "ends":
        image = rng.choice(edges, size=mask.shape)
    elif kind == "empty":
        mask = np.full(mask.shape, bool(rng.random() < 0.5))
    if rng.random() < 0.3:
        image, edges = np.round(image * 200).astype(np.uint8), np.round(edges * 200)
    words = {
        "": "another image",
        "ends": "grey values on an edge",
        "empty": "a class without pixels",
    }
    return case(image, mask, edges, prop=str(kind), kind=words[str(kind)])


_IMAGE = np.array([[0.1, 0.3, 0.6, 0.2], [0.7, 0.9, 0.35, 0.45]])
_MASK = gen.flags([[0, 1, 1, 0], [0, 1, 0, 0]])

CLASS_HISTOGRAMS = Exercise(
    id="a01.class_histograms",
    code="E5",
    kind="W",
    title="One histogram for each class",
    function="class_histograms",
    signature="(image, mask, edges)",
    minutes=5,
    reference=imaging.class_histograms,
    compare=cmp.parts(cmp.array(), cmp.array()),
    props=(
        prop("core", 1.5, "the counts outside and inside, in this order, in the given bins"),
        prop("ends", 0.5, "grey values that lie on an edge"),
        prop("empty", 0.5, "a class without pixels has counts of 0"),
        prop(TYPE, 0.5, "two arrays; image, mask and edges are unchanged"),
    ),
    cases=(
        case(_IMAGE, _MASK, np.array([0.0, 0.25, 0.5, 1.0])),
        case(
            np.array([[0.0, 0.25, 1.0], [0.5, 1.0, 0.25]]),
            gen.flags([[0, 1, 1], [1, 0, 0]]),
            np.array([0.0, 0.25, 0.5, 1.0]),
            prop="ends",
        ),
        case(_IMAGE, gen.flags(np.zeros((2, 4))), np.array([0.0, 0.25, 0.5, 1.0]), prop="empty"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "swapped",
            _classes_swapped,
            "Both histograms are right, and they have changed places. Which one was asked for "
            "first?",
            topic="order of results",
        ),
        mis(
            "with-edges",
            _classes_with_edges,
            "`np.histogram` gives two things, the counts and the edges, and you returned both for "
            "each class. Which of them was asked for?",
            topic="counts and edges",
        ),
        mis(
            "shares",
            _classes_shares,
            "Each of your histograms adds up to 1. How could a reader see then which class is "
            "larger?",
            topic="counts and shares",
        ),
        mis(
            "density",
            _classes_density,
            "These are densities: shares divided by the width of the bin. How many pixels does "
            "each bin hold?",
            topic="counts and shares",
        ),
        mis(
            "own-bins",
            _classes_own_bins,
            "Each class got bins of its own, from its darkest to its brightest pixel. Can bar 2 of "
            "one class then be compared with bar 2 of the other?",
            topic="bins and edges",
        ),
        mis(
            "even-bins",
            _classes_even_bins,
            "You made new bins of equal width. Who has already decided where the bins begin and "
            "end?",
            topic="bins and edges",
        ),
        mis(
            "multiplied",
            _classes_multiplied,
            "`image * mask` keeps all pixels and turns the others into grey value 0. In which bin "
            "are they counted? How do you leave them out?",
            topic="picking pixels",
        ),
        mis(
            "not-mask",
            _classes_not_mask,
            "`not` wants a single yes or no, and a mask holds many. Which sign turns round every "
            "answer of a mask?",
            topic="picking pixels",
        ),
        mis(
            "everything",
            _classes_everything,
            "Your first histogram counts all pixels. Which of them are outside the mask?",
            topic="picking pixels",
        ),
        mis(
            "no-last-edge",
            _classes_no_last_edge,
            "Pixels exactly on the last edge are lost. Which bin takes both of its edges?",
            topic="ends of a range",
        ),
        mis(
            "right-edges",
            _classes_right_closed,
            "A pixel on an edge went into the bin on its left. Which of its two edges belongs to a "
            "bin?",
            topic="ends of a range",
        ),
        mis(
            "ten-bins",
            _classes_ten_bins,
            "NumPy took ten bins, because it was told nothing. Which argument carries the edges?",
            topic="bins and edges",
        ),
        mis(
            "inside-only",
            _classes_one,
            "One histogram came back. What about the pixels outside the mask?",
            topic="order of results",
        ),
    ),
    variants=(
        _classes_twice,
        _classes_rest,
        _classes_weights,
        _classes_loops,
        _classes_search,
        _classes_library,
    ),
    hints=(
        "A mask between brackets picks pixels: `image[mask]`. What picks all the others?",
        "Call `np.histogram` twice with `bins=edges`, and keep only the counts of each call.",
        "`outside, _ = np.histogram(image[~mask], bins=edges)`; do the same for the inside.",
    ),
)
