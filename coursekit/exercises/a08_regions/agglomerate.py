"""E4: merge the weakest wall first, again and again."""

import heapq

import numpy as np

from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a08_regions.scenes import has_ties, walls
from coursekit.imaging.regions import textbook


def _agglomerate(graph, priority, threshold):
    queue = []
    for a, b in graph:
        heapq.heappush(queue, (priority(graph, a, b), a, b))
    merges = []
    while queue:
        height, a, b = heapq.heappop(queue)
        if height > threshold:
            break
        stale = (a, b) not in graph or priority(graph, a, b) != height
        if stale:
            continue
        merges.append((a, b, height))
        graph = textbook.merge_nodes(graph, a, b)
        for pair in graph:
            if a in pair:
                heapq.heappush(queue, (priority(graph, *pair), *pair))
    return merges


def _agglomerate_search(graph, priority, threshold):
    """No heap: look for the weakest wall in every turn."""
    merges = []
    while len(graph) > 0:
        heights = {pair: priority(graph, pair[0], pair[1]) for pair in graph}
        pair = min(heights, key=heights.get)
        if heights[pair] > threshold:
            return merges
        merges.append([*pair, heights[pair]])
        graph = textbook.merge_nodes(graph, *pair)
    return merges


def _agglomerate_versions(graph, priority, threshold):
    """Every wall has a version number; entries of older versions are stale."""
    graph, version, merges = dict(graph), dict.fromkeys(graph, 0), []
    queue = [(priority(graph, *pair), 0, *pair) for pair in graph]
    heapq.heapify(queue)
    while queue and queue[0][0] <= threshold:
        height, number, a, b = heapq.heappop(queue)
        if version.get((a, b)) != number:
            continue
        merges.append((int(a), int(b), float(height)))
        for pair in [pair for pair in graph if b in pair]:
            version[pair] = -1
        graph = textbook.merge_nodes(graph, a, b)
        for one, other in [pair for pair in graph if a in pair]:
            version[one, other] = version.get((one, other), 0) + 2
            entry = (priority(graph, one, other), version[one, other], one, other)
            heapq.heappush(queue, entry)
    return merges


def _agglomerate_recursive(graph, priority, threshold):
    if not graph:
        return []
    height, a, b = min((priority(graph, *pair), *pair) for pair in graph)
    if height > threshold:
        return []
    smaller = textbook.merge_nodes(graph, a, b)
    return [(a, b, height), *_agglomerate_recursive(smaller, priority, threshold)]


# --- wrong answers ------------------------------------------------------------------------------


def _below(height, threshold):
    return height <= threshold


def _weakest(heights):
    return min(heights, key=heights.get)


def _steps(graph, priority, threshold, most=99, choose=_weakest, goes_on=_below, merge=None):
    """The right answer with another choice, another end, or another way to merge."""
    merge = merge or textbook.merge_nodes
    merges = []
    while graph and len(merges) < most:
        heights = {pair: priority(graph, *pair) for pair in graph}
        pair = choose(heights)
        if not goes_on(heights[pair], threshold):
            break
        merges.append((*pair, heights[pair]))
        graph = merge(graph, *pair)
    return merges


def _changed(**options):
    return lambda graph, priority, threshold: _steps(graph, priority, threshold, **options)


def _first_heights(graph, priority, threshold):
    """Every wall keeps the priority that it had at the beginning."""
    name = {label: label for pair in graph for label in pair}
    merges = []
    for height, one, other in sorted((priority(graph, *pair), *pair) for pair in graph):
        a, b = sorted((name[one], name[other]))
        if height <= threshold and a != b:
            merges.append((a, b, height))
            name = {label: a if now == b else now for label, now in name.items()}
    return merges


def _old_names(graph, priority, threshold):
    """Right merges, but each is called by the first wall found between the two regions."""
    members = {label: {label} for pair in graph for label in pair}
    renamed = []
    for a, b, height in _steps(graph, priority, threshold):
        between = [p for p in graph if len(members[a] & set(p)) == len(members[b] & set(p)) == 1]
        renamed.append((*max(between), height))
        members[a] |= members.pop(b)
    return renamed


def _all_weak_walls(graph, priority, threshold):
    heights = sorted((priority(graph, *pair), *pair) for pair in graph)
    return [(a, b, height) for height, a, b in heights if height <= threshold]


def _stale_used(graph, priority, threshold):
    """New entries join the queue, but old ones of walls that changed are still believed."""
    queue = sorted((priority(graph, *pair), *pair) for pair in graph)
    merges = []
    while queue and queue[0][0] <= threshold:
        height, a, b = heapq.heappop(queue)
        if (a, b) not in graph:
            continue
        merges.append((a, b, height))
        graph = textbook.merge_nodes(graph, a, b)
        for pair in graph:
            if a in pair:
                heapq.heappush(queue, (priority(graph, *pair), *pair))
    return merges


def _gone_walls(graph, priority, threshold):
    """Nobody asks whether the pair still exists."""
    queue = sorted((priority(graph, *pair), *pair) for pair in graph)
    merges = []
    while queue and queue[0][0] <= threshold:
        height, a, b = heapq.heappop(queue)
        merges.append((a, b, height))
        graph = textbook.merge_nodes(graph, a, b)
        for pair in graph:
            if a in pair:
                heapq.heappush(queue, (priority(graph, *pair), *pair))
    return merges


def _no_new_entries(graph, priority, threshold):
    queue = sorted((priority(graph, *pair), *pair) for pair in graph)
    merges = []
    for height, a, b in queue:
        if height <= threshold and (a, b) in graph:
            merges.append((a, b, height))
            graph = textbook.merge_nodes(graph, a, b)
    return merges


def _larger_neighbours_only(graph, priority, threshold):
    """New entries for the pairs that begin with a, and none for those that end with it."""
    queue = sorted((priority(graph, *pair), *pair) for pair in graph)
    merges = []
    while queue and queue[0][0] <= threshold:
        height, a, b = heapq.heappop(queue)
        if (a, b) not in graph or priority(graph, a, b) != height:
            continue
        merges.append((a, b, height))
        graph = textbook.merge_nodes(graph, a, b)
        for pair in graph:
            if a == pair[0]:
                heapq.heappush(queue, (priority(graph, *pair), *pair))
    return merges


def _no_heights(graph, priority, threshold):
    return [(a, b) for a, b, _ in _steps(graph, priority, threshold)]


def _graph_left(graph, priority, threshold):
    for a, b, _ in _steps(graph, priority, threshold):
        graph = textbook.merge_nodes(graph, a, b)
    return graph


def _changes_the_graph(graph, priority, threshold):
    merges = _steps(dict(graph), priority, threshold)
    for pair in [pair for pair in graph if pair in [(a, b) for a, b, _ in merges]]:
        del graph[pair]
    return merges


def largest(graph, a, b):
    """A priority of our own: the largest sample."""
    return float(max(graph[min(a, b), max(a, b)]))


def _case(rng: np.random.Generator) -> Case:
    priorities = [textbook.boundary_mean, textbook.boundary_median, largest]
    priority = priorities[int(rng.integers(3))]
    while True:
        graph = walls(rng, 4, 7)
        heights = [height for _, _, height in textbook.agglomerate(graph, priority)]
        if len(heights) >= 3 and not has_ties(graph, priority):
            break
    if rng.random() < 0.4:
        return case(graph, priority, np.inf, kind="no threshold")
    if rng.random() < 0.4 and min(heights[1:]) > heights[0] + 1e-6:
        return case(graph, priority, heights[0], prop="threshold", kind="a wall at the threshold")
    levels = np.unique(np.round([0, *heights], 6))
    at = int(rng.integers(len(levels) - 1))
    threshold = float((levels[at] + levels[at + 1]) / 2)
    return case(graph, priority, threshold, prop="threshold", kind="a threshold in between")


_SQUARE = {
    (1, 2): np.array([0.1]),
    (1, 3): np.array([0.9, 0.8]),
    (2, 3): np.array([0.3]),
    (3, 4): np.array([0.5]),
}

AGGLOMERATE = Exercise(
    id="a08.agglomerate",
    code="E4",
    kind="W",
    title="The weakest wall first",
    function="agglomerate",
    signature="(graph, priority, threshold)",
    minutes=15,
    reference=textbook.agglomerate,
    compare=cmp.table(cmp.scalar(), cmp.scalar(), cmp.scalar()),
    props=(
        prop("core", 2.5, "the merges in their order, each with its height at that moment"),
        prop("threshold", 1, "merging stops when the weakest wall is above the threshold"),
        prop(TYPE, 0.5, "a list of rows (a, b, height); the graph is unchanged"),
    ),
    cases=(
        case(
            _SQUARE,
            textbook.boundary_mean,
            np.inf,
            alt="four regions; after the first merge two walls to region 3 are joined",
        ),
        case(
            _SQUARE,
            textbook.boundary_mean,
            0.5,
            prop="threshold",
            alt="the same graph; a wall lies at the threshold exactly",
        ),
        case(
            {
                (1, 2): np.array([0.8]),
                (1, 4): np.array([0.4, 0.5]),
                (2, 4): np.array([0.2, 0.9, 0.3]),
            },
            textbook.boundary_median,
            np.inf,
            alt="three regions and the median as priority; 2 and 4 merge first",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "first-heights",
            _first_heights,
            "Every wall keeps the priority that it had at the beginning. Which walls change when "
            "two regions merge?",
            topic="stale priorities",
        ),
        mis(
            "stale-used",
            _stale_used,
            "An old entry of the queue is believed although its wall has changed. How can you see "
            "that an entry is stale?",
            topic="stale priorities",
        ),
        mis(
            "gone-walls",
            _gone_walls,
            "Your history merges regions that are gone. What do you ask about an entry before you "
            "believe it?",
            topic="stale priorities",
        ),
        mis(
            "no-new-entries",
            _no_new_entries,
            "After a merge, walls with a new name never come into the queue. When do they get a "
            "priority?",
            topic="stale priorities",
        ),
        mis(
            "larger-neighbours-only",
            _larger_neighbours_only,
            "Walls to a neighbour with a smaller number get no new entry. At which of the two "
            "places of a pair can a stand?",
            topic="stale priorities",
        ),
        mis(
            "all-weak-walls",
            _all_weak_walls,
            "You list all weak walls of the first graph. Which of them still exist after the first "
            "merge?",
            topic="stale priorities",
        ),
        mis(
            "old-names",
            _old_names,
            "The regions are right, but some of your labels are gone by then. How is a merged "
            "region called?",
            topic="names",
        ),
        mis(
            "strongest-first",
            _changed(choose=lambda heights: max(heights, key=heights.get)),
            "You begin with the strongest wall. Does a low priority mean weak or strong?",
            topic="polarity",
        ),
        mis(
            "first-key",
            _changed(choose=lambda heights: min(heights)),
            "You take the walls in the order of their labels. Which number decides who comes next?",
            topic="order of merging",
        ),
        mis(
            "one-merge",
            _changed(most=1),
            "One merge is done. Who looks for the next wall?",
            topic="repetition",
        ),
        mis(
            "threshold-ignored",
            _changed(goes_on=lambda height, threshold: True),
            "You merge until one region is left. Where is the threshold used?",
            topic="threshold",
        ),
        mis(
            "below-only",
            _changed(goes_on=lambda height, threshold: height < threshold),
            "A wall exactly at the threshold stays. Which sign did we agree on?",
            topic="threshold",
        ),
        mis(
            "mean-always",
            lambda graph, priority, threshold: _steps(graph, textbook.boundary_mean, threshold),
            "Your heights are means, whatever the priority. Which argument is a function?",
            topic="function as argument",
        ),
        mis(
            "no-heights",
            _no_heights,
            "Your rows hold two labels. Which third number says how weak the wall was?",
            topic="history",
        ),
        mis(
            "graph-left",
            _graph_left,
            "You return the graph that is left. Where is the history of the merges?",
            topic="history",
        ),
        mis(
            "changes-the-graph",
            _changes_the_graph,
            "Your function changes the graph that it was given. What could `dict(graph)` do for "
            "you?",
            topic="changed argument",
        ),
    ),
    variants=(
        _agglomerate,
        _agglomerate_search,
        _agglomerate_versions,
        _agglomerate_recursive,
    ),
    hints=(
        "A queue of entries (height, a, b): `heapq.heappop` takes out the weakest wall.",
        "An entry is stale if its pair is not in the graph, or its priority has changed.",
        "After `graph = merge_nodes(graph, a, b)` push new entries for all pairs that hold a.",
    ),
)
