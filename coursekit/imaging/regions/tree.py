"""The history of merging, and what can be read off it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.regions.graph import as_labels, positions_in


@dataclass(frozen=True, eq=False)
class MergeTree:
    """Which regions merged, in which order, at which height.

    A merged region is called by the smallest label that it contains.

    Attributes
    ----------
    regions : (n,) array of int
        Labels of the regions at the beginning, in rising order.
    a, b : (m,) array of int
        Labels of the two regions of each merge, ``a < b``; the result is called a. Regions without
        any path between them never merge, so m is n minus the number of pieces at most.
    height : (m,) array of float64
        Priority of each merge. A merge may lower the priority of others, so heights need not rise.
    """

    regions: NDArray[np.integer]
    a: NDArray[np.integer]
    b: NDArray[np.integer]
    height: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of merges."""
        return len(self.height)

    @cached_property
    def running_height(self) -> NDArray[np.float64]:
        """The largest height so far at each merge: the threshold that lets it happen."""
        return np.maximum.accumulate(self.height)

    def cut(self, threshold: float) -> NDArray[np.integer]:
        """Return the label of each region after all merges that a threshold lets happen.

        Parameters
        ----------
        threshold : float
            Merging stops before the first merge that lies above it, as `agglomerate` does.

        Returns
        -------
        labels : (n,) array of int
            For each of `regions` the smallest label of the region that it ended in.

        Examples
        --------
        >>> tree = MergeTree(np.array([1, 2, 5]), np.array([2, 1]), np.array([5, 2]),
        ...                  np.array([0.1, 0.4]))
        >>> tree.cut(0.3), tree.cut(0.4)
        (array([1, 2, 2]), array([1, 1, 1]))
        """
        n_merges = int(np.searchsorted(self.running_height, threshold, side="right"))
        root = np.arange(len(self.regions))
        root[self._positions[1][:n_merges]] = self._positions[0][:n_merges]
        while not np.array_equal(above := root[root], root):
            root = above
        return self.regions[root]

    def labels(self, fragments: ArrayLike, threshold: float) -> NDArray[np.integer]:
        """Return the label image after all merges that a threshold lets happen.

        Parameters
        ----------
        fragments : array of int
            The label image that the tree grew from; 0 stays 0.
        threshold : float
            As for `cut`.

        Raises
        ------
        ValueError
            If the label image holds a label that the tree does not know.
        """
        image = as_labels(fragments, "fragments")
        after = np.concatenate([[0], self.cut(threshold)]).astype(image.dtype)
        return np.asarray(after[self.places(image)])

    def places(self, image: NDArray[np.integer]) -> NDArray[np.int32]:
        """Return 1 plus the position of each label in `regions`; 0 where there is no region.

        Raises
        ------
        ValueError
            If the label image holds a label that the tree does not know.
        """
        known = np.concatenate([[0], self.regions])
        if int(image.max()) <= 8 * len(known) + 1024:
            table = np.full(int(image.max()) + 1, -1, dtype=np.int32)
            inside = known <= image.max()
            table[known[inside]] = np.flatnonzero(inside)
            place = table[image]
        else:
            place = np.minimum(np.searchsorted(known, image), len(known) - 1).astype(np.int32)
            place[known[place] != image] = -1
        if (place < 0).any():
            raise ValueError(f"fragments must hold labels of the tree, got {image[place < 0][0]}.")
        return np.asarray(place)

    def heights(self, pairs: ArrayLike) -> NDArray[np.float64]:
        """Return the smallest threshold at which two regions are one: their ultrametric distance.

        Parameters
        ----------
        pairs : (P, 2) array of int
            Labels of two regions each.

        Returns
        -------
        heights : (P,) array of float64
            0 for a region with itself, infinity for regions that never become one.
        """
        low, high = positions_in(self.regions, np.asarray(pairs)).reshape(-1, 2).T
        parent, step = self.links
        low, high = low.copy(), high.copy()
        moving, last = np.flatnonzero(low != high), np.full(len(low), -1)
        while len(moving):
            one, other = low[moving], high[moving]
            first = step[one] <= step[other]  # the one that lost its name earlier climbs
            climber = np.where(first, one, other)
            last[moving] = np.maximum(last[moving], step[climber])
            low[moving] = np.where(first, parent[one], one)
            high[moving] = np.where(first, other, parent[other])
            moving = moving[(low[moving] != high[moving]) & (last[moving] < len(self))]
        return np.asarray(self.heights_by_step[last])

    @cached_property
    def heights_by_step(self) -> NDArray[np.float64]:
        """The running heights, then infinity for "never", and 0 for "from the beginning" (-1)."""
        return np.append(self.running_height, [np.inf, 0.0])

    @cached_property
    def _positions(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        return positions_in(self.regions, self.a), positions_in(self.regions, self.b)

    @cached_property
    def links(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return a parent and the merge that made it so, for each region; paths are short.

        Of two merging regions the one with fewer members hangs below the other, so no path is
        longer than log2(n). A region without a parent has the merge number m.
        """
        n = len(self.regions)
        parent, step, top = list(range(n)), [len(self)] * n, list(range(n))
        members = [1] * n
        for number, (a, b) in enumerate(zip(*map(np.ndarray.tolist, self._positions), strict=True)):
            small, large = top[a], top[b]
            if members[small] > members[large]:
                small, large = large, small
            parent[small], step[small] = large, number
            members[large] += members[small]
            top[a] = large
        return np.array(parent, dtype=np.int64), np.array(step, dtype=np.int64)
