"""E7: one map for all thresholds."""

import numpy as np

from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a08_regions.scenes import blocks, history, some_numbers
from coursekit.imaging.regions import textbook


def _contours(labels, merges):
    heights = {}
    members = {int(label): [int(label)] for label in np.unique(labels)}
    highest = -np.inf
    for a, b, height in merges:
        highest = max(highest, height)
        for one in members[a]:
            for other in members[b]:
                heights[one, other] = highest
                heights[other, one] = highest
        members[a] += members[b]
    ucm = np.zeros(labels.shape)
    for place in np.ndindex(labels.shape):
        for axis in range(labels.ndim):
            if place[axis] + 1 == labels.shape[axis]:
                continue
            there = (*place[:axis], place[axis] + 1, *place[axis + 1 :])
            one, other = int(labels[place]), int(labels[there])
            if one == other or one == 0 or other == 0:
                continue
            height = heights.get((one, other), np.inf)
            ucm[place] = max(ucm[place], height)
            ucm[there] = max(ucm[there], height)
    return ucm


def _walls_of(labels):
    """Mask of the pixels beside another region; 0 is no region."""
    walls = np.zeros(labels.shape, bool)
    for axis in range(labels.ndim):
        one, other = np.moveaxis(labels, axis, 0)[:-1], np.moveaxis(labels, axis, 0)[1:]
        differ = (one != other) & (one > 0) & (other > 0)
        turned = np.moveaxis(walls, axis, 0)
        turned[:-1] |= differ
        turned[1:] |= differ
    return walls


def _contours_replay(labels, merges):
    """Merge step by step; a pixel keeps the largest height at which a wall of it falls."""
    ucm = np.where(_walls_of(labels), np.inf, 0)
    now, highest = labels.copy(), -np.inf
    for a, b, height in merges:
        highest = max(highest, height)
        before = _walls_of(now)
        now[now == b] = a
        fallen = before & ~_walls_of(now)
        ucm[fallen] = highest
    return ucm


def _contours_backwards(labels, merges):
    """From the last threshold to the first: walls that stand at t lie above t."""
    heights = np.maximum.accumulate([height for _, _, height in merges] or [0])[: len(merges)]
    ucm = np.zeros(labels.shape)
    ucm[_walls_of(labels)] = np.inf
    for t in sorted(set(heights.tolist()), reverse=True):
        standing = _walls_of(textbook.apply_merges(labels, merges, t))
        ucm[~standing] = np.minimum(ucm[~standing], t)
    return ucm


def _contours_chains(labels, merges):
    """For two labels, climb from merge to merge until both have one name."""

    def joined(one, other):
        highest = 0
        for a, b, height in merges:
            highest = max(highest, height)
            one, other = (a if label == b else label for label in (one, other))
            if one == other:
                return highest
        return np.inf

    padded = np.pad(labels, 1)
    ucm = np.zeros(labels.shape, dtype=np.float64)
    for place in np.ndindex(labels.shape):
        for axis in range(labels.ndim):
            for step in (0, 2):
                there = [p + 1 for p in place]
                there[axis] = place[axis] + step
                one, other = labels[place], padded[tuple(there)]
                if one != other and min(one, other) > 0:
                    ucm[place] = max(ucm[place], joined(one, other))
    return ucm


# --- wrong answers ------------------------------------------------------------------------------


def _running(merges, largest=True):
    highest, rows = 0, []
    for a, b, height in merges:
        highest = max(highest, height) if largest else height
        rows.append((a, b, highest))
    return rows


def _merging_steps(labels, merges):
    """Height for each pair of first labels, at the merge that joins them."""
    members = {label: [label] for label in np.unique(labels).tolist()}
    heights = {}
    for a, b, height in merges:
        heights |= {frozenset((i, j)): height for i in members[a] for j in members[b]}
        members[a] = members[a] + members.pop(b)
    return heights


def _written(heights, sides="both", combine=max, zero=False, axes=None, never=np.inf):
    """The right answer from heights of pairs, with one thing changed."""

    def answer(labels, merges):
        table, ucm, seen = heights(labels, merges), np.zeros(labels.shape), set()
        for place in np.ndindex(labels.shape):
            for axis in range(labels.ndim) if axes is None else [labels.ndim + a for a in axes]:
                if place[axis] + 1 == labels.shape[axis]:
                    continue
                there = (*place[:axis], place[axis] + 1, *place[axis + 1 :])
                pair = frozenset((int(labels[place]), int(labels[there])))
                if len(pair) == 1 or (0 in pair and not zero):
                    continue
                for one in (place, there) if sides == "both" else (place,):
                    height = table.get(pair, never)
                    ucm[one] = combine(ucm[one], height) if one in seen else height
                    seen.add(one)
        return ucm

    return answer


def _right(labels, merges):
    return _merging_steps(labels, _running(merges))


def _own_height(labels, merges):
    return _merging_steps(labels, merges)


def _without_members_of_b(labels, merges):
    members = {label: [label] for label in np.unique(labels).tolist()}
    heights = {}
    for a, b, height in _running(merges):
        heights |= {frozenset((one, b)): height for one in members[a]}
        members[a] = [*members[a], b]
    return heights


def _names_taken_literally(labels, merges):
    return {frozenset((a, b)): height for a, b, height in _running(merges)}


def _first_merge_of_either(labels, merges):
    first = {}
    for a, b, height in _running(merges):
        for label in (a, b):
            first.setdefault(label, height)
    numbers = np.unique(labels).tolist()
    return {
        frozenset((i, j)): min(first.get(i, np.inf), first.get(j, np.inf))
        for i in numbers
        for j in numbers
        if i != j
    }


def _step_numbers(labels, merges):
    return _merging_steps(labels, [(a, b, n) for n, (a, b, _) in enumerate(merges, start=1)])


def _largest_of_all(labels, merges):
    """Every wall gets the height of the last merge."""
    table = _right(labels, merges)
    return {pair: max(table.values()) for pair in table}


def _whole_numbers(labels, merges):
    """Like np.zeros_like(labels): no room for 0.2, and none for infinity."""
    ucm = _written(_right)(labels, merges)
    if np.isinf(ucm).any():
        raise OverflowError("cannot convert float infinity to integer")
    return ucm.astype(labels.dtype)


def _whole_region(labels, merges):
    """Fill both regions of a merge, not their wall."""
    ucm = np.zeros(labels.shape)
    now = labels.copy()
    for a, b, height in _running(merges):
        ucm[(now == a) | (now == b)] = height
        now[now == b] = a
    return ucm


def _case(rng: np.random.Generator) -> Case:
    size = [(1, 9), (4, 6), (5, 7), (2, 3, 4)][int(rng.integers(4))]
    while True:
        labels = blocks(rng, some_numbers(rng, 4, 7), size)
        if rng.random() < 0.3:
            labels[rng.random(size) < 0.15] = 0
        rising = bool(rng.random() < 0.6)
        merges = history(rng, labels, rising)
        if len(merges) >= 2:
            break
    if rng.random() < 0.4:
        merges = merges[:-1]
    heights = [height for _, _, height in merges]
    if heights == sorted(heights):
        return case(labels, merges, kind="heights that rise")
    return case(labels, merges, prop="rising", kind="a height that falls")


_LABELS = np.array([[1, 1, 1, 2, 2, 2], [1, 1, 1, 2, 2, 2], [3, 3, 3, 3, 4, 4], [3, 3, 3, 3, 4, 4]])

CONTOUR_MAP = Exercise(
    id="a08.contour_map",
    code="E7",
    kind="W",
    title="One map for all thresholds",
    function="contour_map",
    signature="(labels, merges)",
    minutes=15,
    reference=textbook.contour_map,
    compare=cmp.array(kinds="f"),
    props=(
        prop("core", 2, "each pixel holds the largest height at which a wall in it falls"),
        prop("rising", 0.5, "heights that fall: the largest one so far counts"),
        prop(TYPE, 0.5, "an array of floats; labels and merges are unchanged"),
    ),
    cases=(
        case(
            _LABELS,
            [(2, 3, 0.2), (1, 2, 0.6)],
            alt="four regions; 3 joins 2 at 0.2, both join 1 at 0.6; region 4 never merges",
        ),
        case(
            np.array([[1, 1, 2, 2, 3, 3, 0, 0, 5, 5, 6, 6]]),
            [(2, 3, 0.5), (1, 2, 0.3), (5, 6, 0.7)],
            prop="rising",
            alt="regions in one row, with a gap of zeros; the second height is lower",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "names-taken-literally",
            _written(_names_taken_literally),
            "After the first merge region 3 is called 2. At which height does its wall to region 1 "
            "fall?",
            topic="chains",
        ),
        mis(
            "members-left-behind",
            _written(_without_members_of_b),
            "When a takes in b, regions that b took in earlier come along. Which of them meet the "
            "members of a now?",
            topic="chains",
        ),
        mis(
            "first-merge",
            _written(_first_merge_of_either),
            "A wall falls in your map as soon as one of its regions merges with anybody. When do "
            "its own two sides become one?",
            topic="merging step",
        ),
        mis(
            "last-height",
            _written(_largest_of_all),
            "All walls that fall have the same height in your map. Which merge removes which wall?",
            topic="merging step",
        ),
        mis(
            "step-numbers",
            _written(_step_numbers),
            "You write the number of the merge. Which number of a row is its height?",
            topic="history",
        ),
        mis(
            "own-height",
            _written(_own_height),
            "A merge below an earlier one keeps its own height. At which threshold does it happen?",
            topic="falling heights",
        ),
        mis(
            "never-is-zero",
            _written(_right, never=0),
            "Walls that never fall hold 0, like the inside of a region. Which number is above "
            "every threshold?",
            topic="infinity",
        ),
        mis(
            "one-side",
            _written(_right, sides="first"),
            "Only one of the two pixels at a wall has a height. Which one is missing?",
            topic="both sides",
        ),
        mis(
            "smallest",
            _written(_right, combine=min),
            "Where three regions meet you keep the lowest wall. Is the pixel free when the others "
            "still stand?",
            topic="where three meet",
        ),
        mis(
            "overwritten",
            _written(_right, combine=lambda old, new: new),
            "Where three regions meet, the last wall replaces the others. Which of them counts?",
            topic="where three meet",
        ),
        mis(
            "one-axis",
            _written(_right, axes=[-1]),
            "You look from left to right only. Along which other axes do regions touch?",
            topic="axes",
        ),
        mis(
            "zero-is-a-region",
            _written(_right, zero=True),
            "Your map has walls to label 0. Is it a region?",
            topic="background",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "`np.zeros_like(labels)` makes room for whole numbers only: 0.2 becomes 0, and "
            "infinity does not fit. Which array holds floats?",
            topic="dtype",
        ),
        mis(
            "whole-regions",
            _whole_region,
            "You fill whole regions with a height. Which pixels lie on a wall?",
            topic="walls",
        ),
    ),
    variants=(_contours, _contours_replay, _contours_backwards, _contours_chains),
    hints=(
        "First question: at which height do two of the first labels become one? Keep it for each "
        "pair.",
        "When a and b merge, every member of a meets every member of b. Keep lists of members.",
        "Then go over all touching pixels: `ucm[place] = max(ucm[place], height)`, on both sides.",
    ),
)
