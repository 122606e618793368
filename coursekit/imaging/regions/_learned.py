"""Merging by a learned priority, in the form that numba compiles.

Everything that an edge or a region knows is one row of numbers, and rows add when regions merge.
A row begins with the number of voxels; the caches of the manager follow. In the row of an edge the
sum of the boundary map and the number of voxels near a true boundary stand between them.

An edge has two half-edges, 2e and 2e + 1; `node[h]` is the region at half-edge h. The half-edges of
a region form a linked list. After a merge, edges that were joined of two parallel ones are scored
anew, and their older entries in the queue go stale: an entry counts only with the newest version of
its edge. The other edges of the merged region keep their scores: their walls are what they were. Of
equal scores, of which a forest gives many, the one that was made before fewer merges goes first.
"""

import heapq
from typing import Any

import numpy as np

from coursekit.imaging.regions._merge import linked
from coursekit.imaging.regions._scan import longer

MOMENTS, HISTOGRAM = 0, 1
COUNT, SUM, NEAR, EDGE_CACHE, REGION_CACHE = 0, 1, 2, 3, 1  # columns of the rows
MERGE, KEEP = -1.0, 1.0
LABELS, WEIGHTS, FEATURES = 2, 6, 8  # where they begin in a sample, behind the two regions
TRUE_WALL = 0.3  # a wall is a true one if so much of it lies near a true boundary


def merge_learned(
    ends: Any, edges: Any, regions: Any, model: Any, truth: Any, threshold: float
) -> Any:
    """Merge along the edge with the lowest score until it lies above the threshold.

    `model` is (plan, n_features, links, numbers, roots, weights); see `describe` and `score`.
    `truth` is (overlap, scheme). With an overlap of regions with the truth, the truth decides about
    each edge that comes to the front, and what it says is written down. An edge that it keeps comes
    again only after another one was joined to it.

    Returns the two regions of each merge by position, the smaller one first, which names both; the
    heights; and the samples: both regions, labels, weights and features.
    """
    plan, n_features, links, numbers, roots, weights = model
    edges, regions, overlap, scheme = edges.copy(), regions.copy(), truth[0].copy(), truth[1]
    node, n_voxels = ends.copy().reshape(-1), regions[:, COUNT].sum()
    alive, version = np.ones(len(ends), dtype=np.bool_), np.zeros(len(ends), dtype=np.int64)
    joined = np.zeros(len(ends), dtype=np.bool_)
    first, follow, _ = linked(node, len(regions))
    edge_to = np.full(len(regions), -1)
    merges, heights, n_merges = np.empty((len(regions), 2), np.int64), np.empty(len(regions)), 0
    samples, n_samples = np.empty((64, FEATURES + n_features)), 0
    row = np.empty(n_features)
    queue: Any = [(np.inf, 0, np.int64(0), np.int64(0))]
    for edge in range(len(ends)):
        a, b = ends[edge, 0], ends[edge, 1]
        describe(plan, edges[edge], regions[a], regions[b], row)
        height = score(row, edges[edge], links, numbers, roots, weights)
        queue.append((height, 0, np.int64(edge), np.int64(0)))
    heapq.heapify(queue)
    while queue[0][0] <= threshold and queue[0][0] < np.inf:
        height, _, edge, known = heapq.heappop(queue)
        if not alive[edge] or version[edge] != known:
            continue
        a, b = node[2 * edge], node[2 * edge + 1]
        kept, lost = min(a, b), max(a, b)
        if len(overlap):
            if n_samples == len(samples):
                samples = longer(samples, 4 * n_samples)
            sample = samples[n_samples]
            sample[0], sample[1] = kept, lost
            judge(overlap[kept], overlap[lost], edges[edge], sample[LABELS:])
            weigh(regions[kept, COUNT], regions[lost, COUNT], n_voxels, sample[WEIGHTS:])
            describe(plan, edges[edge], regions[kept], regions[lost], sample[FEATURES:])
            n_samples += 1
            if sample[LABELS + scheme] == KEEP:
                continue
            overlap[kept] += overlap[lost]
        merges[n_merges, 0], merges[n_merges, 1], heights[n_merges] = kept, lost, height
        n_merges += 1
        alive[edge] = False
        regions[kept] += regions[lost]
        join(first, follow, node, alive, edges, edge_to, joined, kept, lost)
        half = first[kept]
        while half >= 0:
            edge, across = half >> 1, node[half ^ 1]
            half = follow[half]
            if joined[edge]:
                joined[edge] = False
                version[edge] += 1
                a, b = min(kept, across), max(kept, across)
                describe(plan, edges[edge], regions[a], regions[b], row)
                height = score(row, edges[edge], links, numbers, roots, weights)
                heapq.heappush(queue, (height, n_merges, np.int64(edge), version[edge]))
    return merges[:n_merges], heights[:n_merges], samples[:n_samples]


def judge_all(ends: Any, edges: Any, regions: Any, overlap: Any) -> Any:
    """Return what the truth says about all edges before any merge, and weights: (E, 6)."""
    judged, n_voxels = np.empty((len(ends), FEATURES - LABELS)), regions[:, COUNT].sum()
    for edge in range(len(ends)):
        a, b = ends[edge, 0], ends[edge, 1]
        judge(overlap[a], overlap[b], edges[edge], judged[edge])
        weigh(regions[a, COUNT], regions[b, COUNT], n_voxels, judged[edge, WEIGHTS - LABELS :])
    return judged


def join(
    first: Any,
    follow: Any,
    node: Any,
    alive: Any,
    edges: Any,
    edge_to: Any,
    joined: Any,
    kept: Any,
    lost: Any,
) -> None:
    """Hand the edges of one region over to another; add the rows of edges that are parallel then.

    `edge_to` holds -1 everywhere, before and after. Edges whose rows grew are marked in `joined`.
    """
    halves, first[kept] = (first[kept], first[lost]), -1
    for side in range(2):
        half = halves[side]
        while half >= 0:
            after, edge, across = follow[half], half >> 1, node[half ^ 1]
            if alive[edge] and edge_to[across] >= 0:
                edges[edge_to[across]] += edges[edge]
                joined[edge_to[across]] = True
                alive[edge] = False
            elif alive[edge]:
                edge_to[across], node[half] = edge, kept
                follow[half], first[kept] = first[kept], half
            half = after
    half = first[kept]
    while half >= 0:
        edge_to[node[half ^ 1]] = -1
        half = follow[half]


def describe(plan: Any, edge: Any, one: Any, other: Any, row: Any) -> None:
    """Write the features of an edge: those of `Manager.features`, a wall and then a region."""
    small, large = (other, one) if other[COUNT] < one[COUNT] else (one, other)
    start, place = 0, 0
    for step in range(len(plan)):
        kind, n = plan[step]
        wall = edge[EDGE_CACHE + start : EDGE_CACHE + start + n]
        of_small = small[REGION_CACHE + start : REGION_CACHE + start + n]
        of_large = large[REGION_CACHE + start : REGION_CACHE + start + n]
        if kind == MOMENTS:
            place += describe_moments(wall, of_small, of_large, row[place:])
        else:
            place += describe_histogram(wall, of_small, of_large, row[place:])
        start += n


def describe_moments(wall: Any, small: Any, large: Any, row: Any) -> int:
    """Write what `Moments.features` returns for one channel; return how many numbers these are."""
    n = len(wall)
    moments_of(wall, row)
    moments_of(small, row[n:])
    moments_of(large, row[2 * n :])
    row[3 * n] = abs(small[0] - large[0])
    for k in range(1, n):
        row[3 * n + k] = abs(row[n + k] - row[2 * n + k])
    return 4 * n


def moments_of(sums: Any, row: Any) -> None:
    """Write logarithm of the number, mean and central moments, from sums of powers."""
    count = max(sums[0], 1.0)
    row[0], row[1] = np.log(count), sums[1] / count
    for order in range(2, len(sums)):
        row[order], choose = 0.0, 1.0  # order choose k
        for k in range(order + 1):
            row[order] += choose * (sums[k] / count) * (-row[1]) ** (order - k)
            choose = choose * (order - k) / (k + 1)


def describe_histogram(wall: Any, small: Any, large: Any, row: Any) -> int:
    """Write what `Histogram.features` returns for one channel; return how many numbers."""
    n = len(wall)
    row[: 3 * n + 1] = 0.0
    n_wall, n_small, n_large = max(wall.sum(), 1), max(small.sum(), 1), max(large.sum(), 1)
    for k in range(n):
        row[k], row[n + k] = wall[k] / n_wall, small[k] / n_small
        row[2 * n + k] = large[k] / n_large
        middle = (row[n + k] + row[2 * n + k]) / 2
        row[3 * n] += entropy(middle) - (entropy(row[n + k]) + entropy(row[2 * n + k])) / 2
    row[3 * n] = max(row[3 * n] / np.log(2), 0.0)
    return 3 * n + 1


def entropy(share: float) -> float:
    """Return -x log x, which is 0 at 0."""
    return -share * np.log(share) if share > 0 else 0.0


def score(row: Any, edge: Any, links: Any, numbers: Any, roots: Any, weights: Any) -> float:
    """Return the probability that a wall stays, by a forest or by a logistic regression.

    See `walk` for a forest. `weights` of a logistic regression end with the intercept. Without
    either it is the mean of the boundary map.
    """
    if len(roots):
        return walk(row, links, numbers, roots)
    if len(weights):
        total = weights[-1]
        for k in range(len(row)):
            total += weights[k] * row[k]
        return 1 / (1 + np.exp(-total))
    return edge[SUM] / edge[COUNT]


def walk(row: Any, links: Any, numbers: Any, roots: Any) -> float:
    """Return the mean probability of the leaves that a row of features reaches.

    A node has its feature, left and right child in `links` (a leaf has the feature -1), and its
    threshold and probability in `numbers`; scikit-learn compares features in single precision. All
    trees take one step in turn: the processor fetches the nodes of many trees at once, where it
    would have to wait for each node of a single one.
    """
    single, at, moving = row.astype(np.float32), roots.copy(), np.arange(len(roots))
    n_moving = len(roots)
    while n_moving > 0:
        n = 0
        for i in range(n_moving):
            tree = moving[i]
            feature = links[at[tree], 0]
            if feature >= 0:
                above = single[feature] > numbers[at[tree], 0]
                at[tree] = links[at[tree], 1 + int(above)]
                moving[n] = tree
                n += 1
        n_moving = n
    total = 0.0
    for tree in range(len(roots)):
        total += numbers[at[tree], 1]
    return total / len(roots)


def judge(one: Any, other: Any, edge: Any, labels: Any) -> None:
    """Write what the truth says about an edge, in four ways: -1 to merge, +1 to keep.

    `one` and `other` are the overlaps of two regions with each true segment. The four: both regions
    overlap most with the same segment; merging lowers the variation of information; merging raises
    the Rand index; little of the wall lies near a true boundary.
    """
    n_one, n_other = one.sum(), other.sum()
    same = one.argmax() == other.argmax() and n_one > 0 and n_other > 0
    conditional = entropy_sum(one) + entropy_sum(other) - entropy_sum(one + other)
    sizes = xlogx(n_one) + xlogx(n_other) - xlogx(n_one + n_other)
    labels[0] = MERGE if same else KEEP
    labels[1] = MERGE if 2 * conditional - sizes < -1e-9 * (n_one + n_other) else KEEP
    labels[2] = MERGE if 2 * (one * other).sum() > n_one * n_other else KEEP
    labels[3] = MERGE if edge[NEAR] <= TRUE_WALL * edge[COUNT] else KEEP


def entropy_sum(counts: Any) -> float:
    """Return the sum of x log2 x."""
    total = 0.0
    for k in range(len(counts)):
        total += xlogx(counts[k])
    return total


def xlogx(x: float) -> float:
    """Return x log2 x, which is 0 at 0."""
    return x * np.log2(x) if x > 0 else 0.0


def weigh(size: float, other: float, n_voxels: float, weights: Any) -> None:
    """Write how much a wrong merge of two regions costs: in VI (bits), and in the Rand index."""
    one, two = size / n_voxels, other / n_voxels
    weights[0] = xlogx(one + two) - xlogx(one) - xlogx(two)
    weights[1] = size * other / max(n_voxels * (n_voxels - 1) / 2, 1)
