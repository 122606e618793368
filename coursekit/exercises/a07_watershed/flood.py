"""E5: let water rise from markers, lowest pixel first."""

import heapq

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import OWN, TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen


def _flood(landscape, markers, mask):
    rows, columns = landscape.shape
    labels = np.where(mask, markers, 0)
    shore = []
    age = 0
    for row in range(rows):
        for column in range(columns):
            if labels[row, column] > 0:
                heapq.heappush(shore, (landscape[row, column], age, row, column))
                age += 1
    while shore:
        _, _, row, column = heapq.heappop(shore)
        for down, right in [(-1, 0), (0, -1), (0, 1), (1, 0)]:
            i, j = row + down, column + right
            inside = 0 <= i < rows and 0 <= j < columns
            if inside and mask[i, j] and labels[i, j] == 0:
                labels[i, j] = labels[row, column]
                heapq.heappush(shore, (landscape[i, j], age, i, j))
                age += 1
    return labels


def _flood_search(landscape, markers, mask):
    """No heap: look through all pixels at the shore for the lowest."""
    labels = (markers * mask).astype(np.int32)
    shore = [tuple(pixel) for pixel in np.argwhere(labels)]
    while shore:
        pixel = min(shore, key=lambda one: landscape[one])
        shore.remove(pixel)
        for neighbour in (
            (pixel[0] - 1, pixel[1]),
            (pixel[0] + 1, pixel[1]),
            (pixel[0], pixel[1] - 1),
            (pixel[0], pixel[1] + 1),
        ):
            if min(neighbour) < 0 or neighbour[0] >= mask.shape[0]:
                continue
            if neighbour[1] >= mask.shape[1] or not mask[neighbour] or labels[neighbour]:
                continue
            labels[neighbour] = labels[pixel]
            shore.append(neighbour)
    return labels


def _flood_padded(landscape, markers, mask):
    """A pixel gets its number when it is taken from the heap, with a closed border all around."""
    free = np.pad(mask.astype(bool), 1)
    heights, numbers = np.pad(landscape.astype(float), 1), np.pad(markers, 1)
    labels = np.zeros(free.shape, dtype=int)
    queue = [
        (heights[r, c], k, r, c, numbers[r, c]) for k, (r, c) in enumerate(np.argwhere(numbers))
    ]
    heapq.heapify(queue)
    age = len(queue)
    while queue:
        _, _, row, column, number = heapq.heappop(queue)
        if not free[row, column]:
            continue
        free[row, column] = False
        labels[row, column] = number
        for r, c in ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column)):
            if free[r, c] and numbers[r, c] == 0:
                heapq.heappush(queue, (heights[r, c], age, r, c, number))
                age += 1
    return labels[1:-1, 1:-1]


def _flood_level_by_level(landscape, markers, mask):
    """Keep tables of who waits and since when; of the lowest that wait the oldest is next."""
    labels = np.where(mask, markers, 0)
    waiting, since, step = labels > 0, np.zeros(labels.shape, dtype=int), 0
    while waiting.any():
        step += 1
        lowest = waiting & (landscape == landscape[waiting].min())
        oldest = np.argmin(np.where(lowest, since, np.iinfo(int).max))
        row, column = np.unravel_index(oldest, labels.shape)
        waiting[row, column] = False
        around = np.zeros(labels.shape, dtype=bool)
        around[row, column] = True
        around = scipy.ndimage.binary_dilation(around) & (np.asarray(mask) != 0) & (labels == 0)
        labels[around] = labels[row, column]
        since[around] = step
        waiting |= around
    return labels


# --- wrong answers ------------------------------------------------------------------------------

_EDGES = [(-1, 0), (0, -1), (0, 1), (1, 0)]
_CORNERS = [(-1, -1), (-1, 1), (1, -1), (1, 1)]


def _pour(landscape, labels, mask, key, steps=_EDGES, wraps=False):
    """The right answer with another order, other neighbours or another start."""
    rows, columns = labels.shape
    queue = [(key(landscape[r, c], 0, 0), 0, r, c, 0) for r, c in np.argwhere(labels).tolist()]
    heapq.heapify(queue)
    age = 0
    while queue:
        _, _, row, column, level = heapq.heappop(queue)
        for down, right in steps:
            i, j = row + down, column + right
            if i >= rows or j >= columns or (not wraps and min(i, j) < 0):
                continue
            if mask[i, j] and labels[i, j] == 0:
                labels[i, j] = labels[row, column]
                age += 1
                total = level + landscape[i, j]
                heapq.heappush(
                    queue, (key(landscape[i, j], age, total), age, i % rows, j % columns, total)
                )
    return labels


def _by_height(height, age, total):
    return height


def _inside(markers, mask):
    return np.where(mask, markers, 0)


def _ordered(key, **options):
    return lambda landscape, markers, mask: _pour(
        landscape, _inside(markers, mask), mask, key, **options
    )


def _otherwise(own_height=True, heapified=True, aged=True):
    """Build an answer in which one part of the queue is not as it should be."""

    def answer(landscape, markers, mask):
        labels = _inside(markers, mask)
        starts = enumerate(np.argwhere(labels).tolist())
        shore = [(landscape[r, c], age * aged, r, c) for age, (r, c) in starts]
        if heapified:
            heapq.heapify(shore)
        age = len(shore)
        while shore:
            _, _, row, column = heapq.heappop(shore)
            for down, right in _EDGES:
                i, j = row + down, column + right
                inside = 0 <= i < labels.shape[0] and 0 <= j < labels.shape[1]
                if inside and mask[i, j] and labels[i, j] == 0:
                    labels[i, j] = labels[row, column]
                    height = landscape[i, j] if own_height else landscape[row, column]
                    age += 1
                    heapq.heappush(shore, (height, age * aged, i, j))
        return labels

    return answer


def _nearest_marker(landscape, markers, mask):
    """By straight distance, without any flood."""
    start = _inside(markers, mask)
    if not start.any():
        return start
    nearest = scipy.ndimage.distance_transform_edt(
        start == 0, return_distances=False, return_indices=True
    )
    return np.where(mask, start[tuple(nearest)], 0)


def _mask_ignored(landscape, markers, mask):
    return _pour(landscape, markers.copy(), np.ones(mask.shape, bool), _by_height)


def _mask_afterwards(landscape, markers, mask):
    return np.where(mask, _mask_ignored(landscape, markers, mask), 0)


def _markers_outside(landscape, markers, mask):
    return _pour(landscape, markers.copy(), mask, _by_height)


def _renumbered(landscape, markers, mask):
    start = np.unique(markers, return_inverse=True)[1].reshape(markers.shape)
    start = start if (markers == 0).any() else start + 1
    return _pour(landscape, _inside(start, mask), mask, _by_height)


def _with_lines(landscape, markers, mask):
    """Pixels between two floods stay dry."""
    labels = _ordered(_by_height)(landscape, markers, mask)
    around = np.pad(labels, 1)
    parts = [around[1:-1, 2:], around[2:, 1:-1]]
    meets = np.any([(part != labels) & (part > 0) & (labels > 0) for part in parts], axis=0)
    return np.where(meets & (markers == 0), 0, labels)


def _writes_into_markers(landscape, markers, mask):
    markers[~mask] = 0
    return _pour(landscape, markers, mask, _by_height)


def _one_step(landscape, markers, mask):
    labels = _inside(markers, mask)
    for row, column in np.argwhere(labels):
        for down, right in _EDGES:
            i, j = row + down, column + right
            inside = 0 <= i < labels.shape[0] and 0 <= j < labels.shape[1]
            if inside and mask[i, j] and labels[i, j] == 0:
                labels[i, j] = labels[row, column]
    return labels


def _flat_case(rng: np.random.Generator) -> Case:
    """Draw two markers on flat land; no pixel is equally far from both."""
    one, other = (1 + rng.choice(9, size=2, replace=False)).tolist()
    before, between, behind = (int(number) for number in rng.integers(1, 4, size=3))
    strip = [0] * before + [one] + [0] * (2 * between) + [other] + [0] * behind
    markers = np.tile(strip, (int(rng.integers(1, 4)), 1))
    if rng.random() < 0.5:
        markers = markers.T.copy()
    heights = np.full(markers.shape, int(rng.integers(-3, 9)))
    return case(heights, markers, np.ones(markers.shape, bool), prop="ties", kind="flat land")


def _case(rng: np.random.Generator) -> Case:
    if rng.random() < 0.2:
        return _flat_case(rng)
    size = gen.shape(rng, 4, 9)
    heights = scipy.ndimage.gaussian_filter(rng.normal(size=size), rng.choice([0, 0.7, 1.2]))
    if rng.random() < 0.6:  # whole numbers, all of them different
        heights = np.argsort(np.argsort(heights.ravel())).reshape(size) + int(rng.integers(-9, 9))
    numbers = 1 + rng.choice(9, size=int(rng.integers(2, 5)), replace=False)
    markers = np.zeros(size, dtype=rng.choice(["int64", "int32"]))
    places = rng.choice(heights.size, size=numbers.size, replace=False)
    markers.flat[places] = numbers
    if rng.random() < 0.5:
        return case(heights, markers, np.ones(size, bool), kind="a mask of all pixels")
    mask = rng.random(size) < rng.uniform(0.6, 0.9)
    return case(heights, markers, mask, prop="mask", kind="a mask with holes")


FLOOD = Exercise(
    id="a07.flood",
    code="E5",
    kind="W",
    title="Let the water rise",
    function="flood",
    signature="(landscape, markers, mask)",
    minutes=12,
    reference=imaging.flood,
    compare=cmp.array(kinds="iu"),
    props=(
        prop("core", 2, "every pixel gets the number of the water that reaches it first"),
        prop("mask", 1, "water, and markers, only inside the mask"),
        prop("ties", 0.5, "of equally low pixels the one that was reached first comes first"),
        prop(TYPE, 0.5, "whole numbers; landscape, markers and mask are unchanged"),
        prop(OWN, 1, "written by yourself"),
    ),
    forbid=("skimage.segmentation.watershed", "scipy.ndimage.watershed_ift", "cv2.watershed"),
    cases=(
        case(
            np.array([[1, 2, 3, 9, 8, 7]]),
            np.array([[3, 0, 0, 0, 0, 5]]),
            np.ones((1, 6), bool),
            alt="heights 1, 2, 3, 9, 8, 7; marker 3 at the left end, marker 5 at the right end",
        ),
        case(
            np.array([[1, 8, 2, 7], [9, 12, 3, 11], [5, 4, 6, 10]]),
            np.array([[4, 0, 0, 0], [0, 0, 0, 0], [2, 0, 0, 9]]),
            gen.flags([[1, 1, 1, 1], [0, 0, 1, 0], [1, 1, 1, 0]]),
            prop="mask",
            alt="3 rows and 4 columns of different heights, three markers, one outside the mask",
        ),
        case(
            np.array([[5, 5, 5, 5, 5, 5]]),
            np.array([[2, 0, 0, 0, 0, 7]]),
            np.ones((1, 6), bool),
            prop="ties",
            alt="six equal heights; marker 2 at the left end, marker 7 at the right end",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "nearest-marker",
            _nearest_marker,
            "Every pixel goes to the marker nearest to it. Where is the height in your function?",
            topic="order of the flood",
        ),
        mis(
            "oldest-first",
            _ordered(lambda height, age, total: age),
            "The pixel that was reached first comes first, whatever its height. What should stand "
            "before the age?",
            topic="order of the flood",
        ),
        mis(
            "newest-first",
            _ordered(lambda height, age, total: -age),
            "The pixel that was reached last comes first, so one flood runs away. Which pixel is "
            "the next to get wet?",
            topic="order of the flood",
        ),
        mis(
            "highest-first",
            _ordered(lambda height, age, total: -height),
            "Your flood climbs the highest pixel first. Where does water go?",
            topic="order of the flood",
        ),
        mis(
            "no-age",
            _otherwise(aged=False),
            "Different heights are right. Of equally low pixels you take the one that stands "
            "further up or left. Which number in an entry tells who was reached first?",
            topic="order of the flood",
        ),
        mis(
            "height-of-the-pixel-before",
            _otherwise(own_height=False),
            "Each pixel joins the shore with the height of the pixel that the water came from. "
            "Whose height should decide when it is flooded?",
            topic="order of the flood",
        ),
        mis(
            "not-heapified",
            _otherwise(heapified=False),
            "The markers are taken in the order of the image, not the lowest first. Which call of "
            "`heapq` makes a queue of the list, once, before the loop?",
            topic="order of the flood",
        ),
        mis(
            "heights-added",
            _ordered(lambda height, age, total: total),
            "You add the heights along the way. Does a pixel become higher when the way to it is "
            "long?",
            topic="order of the flood",
        ),
        mis(
            "corners",
            _ordered(_by_height, steps=_EDGES + _CORNERS),
            "Your water slips through corners. Which four neighbours did we agree on?",
            topic="connectivity",
        ),
        mis(
            "around-the-border",
            _ordered(_by_height, wraps=True),
            "Water leaves at the top and comes in at the bottom. Which pixel does NumPy give you "
            "for row -1?",
            topic="border",
        ),
        mis(
            "mask-ignored",
            _mask_ignored,
            "Pixels outside the mask are wet. When do you ask whether a pixel may be flooded?",
            topic="mask",
        ),
        mis(
            "mask-afterwards",
            _mask_afterwards,
            "The mask is applied at the end. Which way may water have taken before that?",
            topic="mask",
        ),
        mis(
            "markers-outside",
            _markers_outside,
            "Markers outside the mask give water. What should happen to them before the flood "
            "begins?",
            topic="mask",
        ),
        mis(
            "renumbered",
            _renumbered,
            "The regions are right, but their numbers are others. Whose number does a region have?",
            topic="label image",
        ),
        mis(
            "dry-lines",
            _with_lines,
            "Pixels between two floods stay 0. To whom does a pixel on the line belong?",
            topic="label image",
        ),
        mis(
            "one-step",
            _one_step,
            "The water takes a single step. Who asks the neighbours of a pixel that has just been "
            "flooded?",
            topic="repetition",
        ),
        mis(
            "floats",
            lambda landscape, markers, mask: _ordered(_by_height)(
                landscape, markers.astype(float), mask
            ),
            "The regions are right, but their numbers are floats. Which `dtype` does `np.zeros` "
            "choose by itself?",
            topic="dtype",
        ),
        mis(
            "writes-into-markers",
            _writes_into_markers,
            "Your function floods the array `markers` itself. Which method makes a copy first?",
            topic="changed argument",
        ),
    ),
    variants=(_flood, _flood_search, _flood_padded, _flood_level_by_level),
    hints=(
        "Keep the pixels at the shore in a list, a queue by `heapq.heapify`: lowest first, then "
        "oldest.",
        "Take one pixel out. Each of its dry neighbours gets its number and joins the shore.",
        "`heapq.heappush(shore, (height, age, row, column))`; `heapq.heappop(shore)` takes out "
        "the lowest.",
    ),
)
