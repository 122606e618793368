"""E8: cut the contour map at a threshold."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a08_regions.scenes import blocks, history, some_numbers
from coursekit.imaging.regions import textbook


def _cut(ucm, t):
    return imaging.label_components(ucm <= t)


def _cut_scipy(ucm, t):
    labels, _ = scipy.ndimage.label(~(ucm > t))
    return labels


def _cut_skimage(ucm, t):
    import skimage as ski

    return ski.measure.label(ucm <= t, connectivity=1)


def _cut_flood(ucm, t):
    """Walk from pixel to pixel."""
    labels = np.zeros(ucm.shape, dtype=int)
    for start in np.ndindex(ucm.shape):
        if labels[start] or ucm[start] > t:
            continue
        number, waiting = labels.max() + 1, [start]
        while waiting:
            place = waiting.pop()
            if labels[place] or ucm[place] > t:
                continue
            labels[place] = number
            for axis in range(ucm.ndim):
                for step in (-1, 1):
                    there = (*place[:axis], place[axis] + step, *place[axis + 1 :])
                    if 0 <= there[axis] < ucm.shape[axis]:
                        waiting.append(there)
    return labels


# --- wrong answers ------------------------------------------------------------------------------


def _label(mask, corners=False):
    structure = np.ones((3,) * mask.ndim) if corners else None
    return scipy.ndimage.label(mask, structure)[0]


def _filled(ucm, t):
    """Walls go to the nearest region."""
    labels = _label(ucm <= t)
    if not labels.any():
        return labels
    nearest = scipy.ndimage.distance_transform_edt(
        labels == 0, return_distances=False, return_indices=True
    )
    return labels[tuple(nearest)]


def _case(rng: np.random.Generator) -> Case:
    size = [(1, 11), (6, 8), (7, 5), (3, 4, 5)][int(rng.integers(4))]
    while True:
        labels = blocks(rng, some_numbers(rng, 3, 6), size)
        merges = history(rng, labels)
        if len(merges) >= 2:
            break
    if rng.random() < 0.4:
        merges = merges[:-1]
    ucm = textbook.contour_map(labels, merges)
    t = merges[int(rng.integers(len(merges)))][2]
    if rng.random() < 0.3:
        return case(ucm, t + 0.02, kind="a threshold between two heights")
    return case(ucm, t, kind="a threshold that is the height of a wall")


_UCM = np.array(
    [
        [0.0, 0.2, 0.2, 0.0, 0.7],
        [0.0, 0.2, 0.2, 0.7, 0.7],
        [0.6, 0.6, 0.7, 0.0, 0.0],
        [0.6, 0.6, 0.7, 0.0, np.inf],
        [0.0, 0.0, 0.7, 0.0, np.inf],
    ]
)

SEGMENTATION_AT = Exercise(
    id="a08.segmentation_at",
    code="E8",
    kind="F",
    title="Cut the map",
    function="segmentation_at",
    signature="(ucm, t)",
    minutes=3,
    reference=textbook.segmentation_at,
    compare=cmp.labels(),
    props=(
        prop("core", 1.5, "the components of the pixels at or below the threshold"),
        prop(TYPE, 0.5, "whole numbers; the map is unchanged"),
    ),
    cases=(
        case(_UCM, 0.2, alt="a map of 5 rows and 5 columns, cut at 0.2"),
        case(_UCM, 0.6, alt="the same map, cut at 0.6"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "below-only",
            lambda ucm, t: _label(ucm < t),
            "A wall exactly at the threshold still stands. Which sign did we agree on?",
            topic="threshold",
        ),
        mis(
            "inside-only",
            lambda ucm, t: _label(ucm == 0),
            "These are the pixels inside the fragments, at every threshold. Where is `t` used?",
            topic="threshold",
        ),
        mis(
            "walls-labelled",
            lambda ucm, t: _label(ucm > t),
            "You number the walls. On which side of the threshold do the regions lie?",
            topic="polarity",
        ),
        mis(
            "mask",
            lambda ucm, t: ucm <= t,
            "This is a mask: True and False. How does each region get a number of its own?",
            topic="components",
        ),
        mis(
            "corners",
            lambda ucm, t: _label(ucm <= t, corners=True),
            "Two regions leak into each other through a corner. Which neighbours did we agree on?",
            topic="connectivity",
        ),
        mis(
            "walls-filled",
            _filled,
            "You give the walls to their nearest region. What should a pixel above the threshold "
            "hold?",
            topic="walls",
        ),
        mis(
            "levels-numbered",
            lambda ucm, t: np.unique(np.where(ucm <= t, ucm, -1), return_inverse=True)[1].reshape(
                ucm.shape
            ),
            "Pixels of equal height have one number, wherever they are. What makes a component?",
            topic="components",
        ),
        mis(
            "two-answers",
            lambda ucm, t: scipy.ndimage.label(ucm <= t),
            "You return labels and their number. Which of the two is asked for?",
            topic="two results",
        ),
    ),
    variants=(_cut, _cut_scipy, _cut_skimage, _cut_flood),
    hints=(
        "First a mask: which pixels do not lie on a wall any more?",
        "Then its components, with neighbours that share a face.",
        "`imaging.label_components(mask)` numbers the components.",
    ),
)
