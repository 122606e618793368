"""E1: give each connected component a number."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import OWN, TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a07_watershed.scenes import mask_to_label


def _label(mask, connectivity=1):
    rows, columns = mask.shape
    steps = [(-1, 0), (0, -1), (0, 1), (1, 0)]
    if connectivity == 2:
        steps += [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    labels = np.zeros(mask.shape, dtype=int)
    number = 0
    for row in range(rows):
        for column in range(columns):
            if mask[row, column] and labels[row, column] == 0:
                number += 1
                labels[row, column] = number
                waiting = [(row, column)]
                while waiting:
                    r, c = waiting.pop()
                    for down, right in steps:
                        i, j = r + down, c + right
                        inside = 0 <= i < rows and 0 <= j < columns
                        if inside and mask[i, j] and labels[i, j] == 0:
                            labels[i, j] = number
                            waiting.append((i, j))
    return labels


def _label_until_nothing_changes(mask, connectivity=1):
    """Every pixel begins with a number of its own; the largest one spreads."""
    labels = np.where(mask, np.arange(1, mask.size + 1).reshape(mask.shape), 0)
    neighbours = scipy.ndimage.generate_binary_structure(2, connectivity)
    while True:
        spread = scipy.ndimage.maximum_filter(labels, footprint=neighbours) * mask
        if np.array_equal(spread, labels):
            return labels
        labels = spread


def _label_with_a_table(mask, connectivity=1):
    """Two passes: note which numbers meet, then give each its smallest equal."""
    rows, columns = mask.shape
    labels = np.zeros((rows, columns), dtype=np.int32)
    same_as = [0]

    def smallest(number):
        while same_as[number] != number:
            number = same_as[number]
        return number

    behind = [(-1, 0), (0, -1)] + ([(-1, -1), (-1, 1)] if connectivity == 2 else [])
    for row, column in np.argwhere(mask):
        met = {
            smallest(labels[row + down, column + right])
            for down, right in behind
            if row + down >= 0
            and 0 <= column + right < columns
            and mask[row + down, column + right]
        }
        if not met:
            same_as.append(len(same_as))
            met = {len(same_as) - 1}
        for number in met:
            same_as[number] = min(met)
        labels[row, column] = min(met)
    return np.array([smallest(number) for number in range(len(same_as))])[labels]


def _label_by_growing(mask, connectivity=1):
    neighbours = np.ones((3, 3)) if connectivity == 2 else [[0, 1, 0], [1, 1, 1], [0, 1, 0]]
    labels = np.zeros(mask.shape, dtype=np.uint8)
    left = mask.copy()
    while left.any():
        seed = np.zeros(mask.shape, dtype=bool)
        seed.flat[np.argmax(left)] = True
        component = scipy.ndimage.binary_propagation(seed, structure=neighbours, mask=mask)
        labels[component] = labels.max() + 1
        left &= ~component
    return labels


# --- wrong answers ------------------------------------------------------------------------------


def _filled(mask, steps, wraps=False, number_of=lambda number: number):
    """The right answer with other neighbours."""
    rows, columns = mask.shape
    labels, number = np.zeros(mask.shape, dtype=int), 0
    for start in np.argwhere(mask):
        if labels[tuple(start)]:
            continue
        number += 1
        labels[tuple(start)] = number
        waiting = [tuple(start)]
        while waiting:
            row, column = waiting.pop()
            for down, right in steps:
                i, j = row + down, column + right
                inside = i < rows and j < columns and (wraps or (i >= 0 and j >= 0))
                if inside and mask[i, j] and labels[i, j] == 0:
                    labels[i, j] = number
                    waiting.append((i % rows, j % columns))
    return labels


_EDGES = [(-1, 0), (0, -1), (0, 1), (1, 0)]
_CORNERS = [(-1, -1), (-1, 1), (1, -1), (1, 1)]


def _steps(connectivity):
    return _EDGES + (_CORNERS if connectivity == 2 else [])


def _one_pass(mask, connectivity=1):
    """Take the number of the neighbour above or on the left; numbers that meet stay two."""
    behind = [step for step in _steps(connectivity) if step < (0, 0)]
    labels, number = np.zeros(mask.shape, dtype=int), 0
    for row, column in np.argwhere(mask):
        found = [
            labels[row + down, column + right]
            for down, right in behind
            if row + down >= 0 and 0 <= column + right < mask.shape[1]
        ]
        known = [one for one in found if one]
        if not known:
            number += 1
        labels[row, column] = known[0] if known else number
    return labels


def _first_only(mask, connectivity=1):
    """The worked example of the lesson with another mask."""
    labels = _filled(mask, _steps(connectivity))
    return np.where(labels == 1, 1, 0)


def _background_too(mask, connectivity=1):
    bright = _filled(mask, _steps(connectivity))
    dark = _filled(~mask, _steps(connectivity))
    return np.where(mask, bright, dark + bright.max())


LABEL_COMPONENTS = Exercise(
    id="a07.label_components",
    code="E1",
    kind="W",
    title="Number the components",
    function="label_components",
    signature="(mask, connectivity=1)",
    minutes=10,
    reference=imaging.label_components,
    compare=cmp.labels(),
    props=(
        prop("core", 2, "four neighbours: pixels that share an edge"),
        prop("corners", 0.5, "eight neighbours: pixels that share an edge or a corner"),
        prop(TYPE, 0.5, "whole numbers; the mask is unchanged"),
        prop(OWN, 1, "written by yourself"),
    ),
    forbid=(
        "scipy.ndimage.label",
        "skimage.measure.label",
        "skimage.morphology.label",
        "cv2.connectedComponents",
        "cv2.connectedComponentsWithStats",
    ),
    cases=(
        case(
            gen.flags([[1, 0, 1, 0], [1, 1, 1, 0], [0, 0, 0, 1]]),
            alt="a U and one pixel at its corner, 3 rows and 4 columns",
        ),
        case(
            gen.flags([[0, 0, 0, 1, 0, 0, 0], [1, 0, 1, 0, 1, 0, 1], [0, 1, 0, 0, 0, 1, 0]]),
            connectivity=2,
            prop="corners",
            alt="a zigzag line of seven pixels that share corners only; eight neighbours",
        ),
    ),
    hidden=lambda rng: _case(rng),
    misconceptions=(
        mis(
            "one-pass",
            _one_pass,
            "Both arms of a U keep their own number. What should happen when two numbers meet?",
            topic="merging",
        ),
        mis(
            "corners-always",
            lambda mask, connectivity=1: _filled(mask, _steps(2)),
            "Pixels that share only a corner are together, whatever `connectivity` says. Which "
            "steps belong to 1?",
            topic="connectivity",
        ),
        mis(
            "corners-never",
            lambda mask, connectivity=1: _filled(mask, _steps(1)),
            "With `connectivity=2` the answer stays the one for four neighbours. Which four steps "
            "come in addition?",
            topic="connectivity",
        ),
        mis(
            "only-corners",
            lambda mask, connectivity=1: _filled(mask, _CORNERS if connectivity == 2 else _EDGES),
            "With `connectivity=2` you step over corners only. Are the four neighbours at the "
            "edges still neighbours?",
            topic="connectivity",
        ),
        mis(
            "rows-only",
            lambda mask, connectivity=1: _filled(mask, [(0, -1), (0, 1)]),
            "You look to the left and to the right only. What is above and below?",
            topic="connectivity",
        ),
        mis(
            "around-the-border",
            lambda mask, connectivity=1: _filled(mask, _steps(connectivity), wraps=True),
            "Objects at opposite edges become one. Which pixel does NumPy give you for row -1?",
            topic="border",
        ),
        mis(
            "background-too",
            _background_too,
            "The background has numbers as well. Which number is reserved for it?",
            topic="background",
        ),
        mis(
            "pixel-by-pixel",
            lambda mask, connectivity=1: np.where(mask, np.cumsum(mask).reshape(mask.shape), 0),
            "Every pixel has a number of its own. Which pixels should share one?",
            topic="merging",
        ),
        mis(
            "mask-itself",
            lambda mask, connectivity=1: mask.astype(int),
            "All objects have the number 1: this is the mask once more. When does the number rise?",
            topic="label image",
        ),
        mis(
            "first-only",
            _first_only,
            "Only the first object has a number. Who starts the next rumour, at a pixel that has "
            "heard none?",
            topic="repetition",
        ),
        mis(
            "how-many",
            lambda mask, connectivity=1: int(_filled(mask, _steps(connectivity)).max()),
            "You return how many components there are. What should every pixel get?",
            topic="label image",
        ),
        mis(
            "labels-and-number",
            lambda mask, connectivity=1: (
                _filled(mask, _steps(connectivity)),
                int(_filled(mask, _steps(connectivity)).max()),
            ),
            "Two things come back, labels and their number. Which one is asked for?",
            topic="label image",
        ),
        mis(
            "floats",
            lambda mask, connectivity=1: _filled(mask, _steps(connectivity)).astype(float),
            "The regions are right, but their numbers are floats. Which `dtype` does `np.zeros` "
            "choose by itself?",
            topic="dtype",
        ),
    ),
    variants=(
        _label,
        _label_until_nothing_changes,
        _label_with_a_table,
        _label_by_growing,
    ),
    hints=(
        "Start at a foreground pixel without a number, and keep a list of pixels whose neighbours "
        "are still to be looked at.",
        "A neighbour counts if it lies inside the image, is foreground, and has no number yet.",
        "`waiting = [(row, column)]`, then `while waiting:` and `r, c = waiting.pop()`.",
    ),
)


def _case(rng: np.random.Generator) -> Case:
    mask, kind = mask_to_label(rng)
    if rng.random() < 0.4:
        return case(mask, connectivity=2, prop="corners", kind=f"{kind}, eight neighbours")
    return case(mask, kind=kind)
