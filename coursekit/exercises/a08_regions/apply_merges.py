"""E5: from a history of merges back to a label image."""

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a08_regions.scenes import blocks, history, some_numbers
from coursekit.imaging.regions import textbook


def _apply(labels, merges, threshold):
    merged = labels.copy()
    for a, b, height in merges:
        if height > threshold:
            break
        merged[merged == b] = a
    return merged


def _apply_chains(labels, merges, threshold):
    """Follow the chain of each label to its end."""
    above = {}
    for a, b, height in merges:
        if height > threshold:
            break
        above[b] = a
    merged = np.zeros_like(labels)
    for place in np.ndindex(labels.shape):
        label = labels[place]
        while label in above:
            label = above[label]
        merged[place] = label
    return merged


def _apply_table(labels, merges, threshold):
    table = np.arange(labels.max() + 1)
    heights = np.array([height for _, _, height in merges])
    stop = int(np.argmax(heights > threshold)) if (heights > threshold).any() else len(merges)
    for a, b, _ in merges[:stop]:
        table = np.where(table == b, a, table)
    return table[labels]


def _apply_sets(labels, merges, threshold):
    """New numbers from 1."""
    groups = {int(label): {int(label)} for label in np.unique(labels) if label > 0}
    for a, b, height in merges:
        if not height <= threshold:
            break
        groups[a] |= groups.pop(b)
    merged = np.zeros(labels.shape, dtype=int)
    for number, group in enumerate(groups.values(), start=1):
        merged[np.isin(labels, list(group))] = number
    return merged


# --- wrong answers ------------------------------------------------------------------------------


def _one_look_up(labels, merges, threshold):
    table = np.arange(labels.max() + 1)
    for a, b, height in merges:
        if height > threshold:
            break
        table[b] = a
    return table[labels]


def _goes_on(labels, merges, threshold):
    merged = labels.copy()
    for a, b, height in merges:
        if height <= threshold:
            merged[merged == b] = a
    return merged


def _below_only(labels, merges, threshold):
    merged = labels.copy()
    for a, b, height in merges:
        if height >= threshold:
            break
        merged[merged == b] = a
    return merged


def _other_direction(labels, merges, threshold):
    merged = labels.copy()
    for a, b, height in merges:
        if height > threshold:
            break
        merged[merged == a] = b
    return merged


def _in_place(labels, merges, threshold):
    for a, b, height in merges:
        if height > threshold:
            break
        labels[labels == b] = a
    return labels


def _one_too_many(labels, merges, threshold):
    merged = labels.copy()
    for a, b, height in merges:
        merged[merged == b] = a
        if height > threshold:
            break
    return merged


def _case(rng: np.random.Generator) -> Case:
    size = [(1, 7), (4, 6), (5, 3), (2, 3, 4)][int(rng.integers(4))]
    while True:
        labels = blocks(rng, some_numbers(rng, 4, 7), size)
        if rng.random() < 0.3:
            labels[rng.random(size) < 0.2] = 0
        rising = bool(rng.random() < 0.5)
        merges = history(rng, labels, rising)
        if len(merges) >= 3:
            break
    threshold = merges[int(rng.integers(len(merges)))][2] + float(rng.choice([0, 0, 0.01]))
    kind = "heights that rise" if rising else "a height that falls"
    return case(labels, merges, threshold, kind=kind)


APPLY_MERGES = Exercise(
    id="a08.apply_merges",
    code="E5",
    kind="F",
    title="A label image for a threshold",
    function="apply_merges",
    signature="(labels, merges, threshold)",
    minutes=5,
    reference=textbook.apply_merges,
    compare=cmp.labels(),
    props=(prop("core", 1, "all merges up to the first one above the threshold"),),
    cases=(
        case(
            np.array([[1, 2, 3], [4, 0, 3]]),
            [(2, 3, 0.1), (1, 2, 0.2), (1, 4, 0.7)],
            0.2,
            alt="label 3 becomes part of 2, and 2 part of 1; label 4 stays",
        ),
        case(
            np.array([[1, 2, 5]]),
            [(1, 2, 0.6), (1, 5, 0.4)],
            0.5,
            alt="the second height is lower than the first one",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "one-look-up",
            _one_look_up,
            "Label 3 became part of 2, but 2 is part of 1. Who follows the chain to its end?",
            topic="chains",
        ),
        mis(
            "goes-on",
            _goes_on,
            "A low height after a high one is applied. Could that merge happen before the high "
            "one?",
            topic="falling heights",
        ),
        mis(
            "below-only",
            _below_only,
            "A merge exactly at the threshold is left out. Which sign did we agree on?",
            topic="threshold",
        ),
        mis(
            "threshold-ignored",
            lambda labels, merges, threshold: _apply(labels, merges, np.inf),
            "All merges are applied. Where is the threshold used?",
            topic="threshold",
        ),
        mis(
            "one-too-many",
            _one_too_many,
            "The first merge above the threshold is applied, too. When do you look at the height?",
            topic="threshold",
        ),
        mis(
            "other-direction",
            _other_direction,
            "You write b where a was, but the next merge looks for a. Which of the two names "
            "stays?",
            topic="names",
        ),
        mis(
            "in-place",
            _in_place,
            "Your function changes `labels` itself. Which method makes a copy first?",
            topic="changed argument",
        ),
    ),
    variants=(_apply, _apply_chains, _apply_table, _apply_sets),
    hints=(
        "Go through the merges in their order; stop at the first one above the threshold.",
        "Every pixel that is called b at this moment is called a from now on.",
        "`merged = labels.copy()` first; then `merged[merged == b] = a`.",
    ),
)
