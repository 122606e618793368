"""Colours that stay apart for colour-blind readers, and in print.

The categories are those of M. Okabe and K. Ito, "Color Universal Design" (2008),
https://jfly.uni-koeln.de/color/.
"""

import heapq
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
"""Seven colours for categories, in the order in which to use them."""

BACKGROUND_COLOUR = "#1F1F1F"
LABEL_COLOURS = (BACKGROUND_COLOUR, *PALETTE)
"""Colours of the labels 0 to 7 in `show_labels`; take them for the bars of the same classes."""

ERROR_COLOURS = {"tp": "#56B4E9", "fp": "#D55E00", "fn": "#F0E442"}
"""Colours of an error map; pixels that are background in both keep their grey value."""


def colour_indices(labels: NDArray[np.integer]) -> dict[int, int]:
    """Choose one of the seven colours for each label, so that neighbours differ.

    Label 1 gets the first colour, label 2 the second and so on, round and round; a label gives way
    only to a neighbour that has its colour already. Neighbours are labels with nothing but
    background between them, whether they touch or not.

    Parameters
    ----------
    labels : (M, N) array of int
        Label image, 0 is background.

    Returns
    -------
    indices : dict of int to int
        Position in `PALETTE` for each label.

    Notes
    -----
    Labels are coloured in the reverse of the order in which the one with the fewest neighbours left
    can be taken away. The neighbourhood of connected objects is a planar graph, in which some node
    always has fewer than six neighbours, so seven colours are enough. For objects of several
    pieces it may happen that all seven are taken; then the first is used twice.

    References
    ----------
    .. [1] D. W. Matula and L. L. Beck (1983), "Smallest-last ordering and clustering and graph
       coloring algorithms", Journal of the ACM 30(3), 417-427.
       https://doi.org/10.1145/2402.322385

    Examples
    --------
    Labels 1 and 8 would both be blue, but they are neighbours:

    >>> colour_indices(np.array([[1, 0, 8]]))
    {1: 0, 8: 1}
    """
    neighbours = _neighbours(labels)
    chosen: dict[int, int] = {}
    for label in reversed(_fewest_neighbours_first(neighbours)):
        taken = {chosen[other] for other in neighbours[label] if other in chosen}
        wishes = [(label - 1 + step) % len(PALETTE) for step in range(len(PALETTE))]
        chosen[label] = next((wish for wish in wishes if wish not in taken), wishes[0])
    return dict(sorted(chosen.items()))


def _neighbours(labels: NDArray[np.integer]) -> dict[int, set[int]]:
    """Grow every object over the background and collect who meets whom."""
    neighbours: dict[int, set[int]] = {int(label): set() for label in np.unique(labels) if label}
    if not neighbours:
        return neighbours
    nearest = ndi.distance_transform_edt(labels == 0, return_distances=False, return_indices=True)
    grown = labels[tuple(nearest)]
    pairs = [
        np.stack([grown[1:].ravel(), grown[:-1].ravel()], axis=1),
        np.stack([grown[:, 1:].ravel(), grown[:, :-1].ravel()], axis=1),
    ]
    for one, other in np.unique(np.concatenate(pairs), axis=0).tolist():
        if one != other:
            neighbours[one].add(other)
            neighbours[other].add(one)
    return neighbours


def _fewest_neighbours_first(neighbours: Mapping[int, set[int]]) -> list[int]:
    """Take away, again and again, the label with the fewest neighbours left."""
    left = {label: len(others) for label, others in neighbours.items()}
    queue = [(count, -label) for label, count in left.items()]
    heapq.heapify(queue)
    order = []
    while queue:
        count, label = heapq.heappop(queue)
        if left.get(-label) != count:
            continue  # an entry from before a neighbour was taken away
        del left[-label]
        order.append(-label)
        for other in neighbours[-label] & left.keys():
            left[other] -= 1
            heapq.heappush(queue, (left[other], -other))
    return order
