"""Which regions touch, and what the boundary map says where they do.

A graph is a few flat arrays: one row for each edge, that is, for each pair of regions that touch.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging._compiled import compiled, has_numba
from coursekit.imaging.regions._scan import count_labels, scan
from coursekit.validation import as_image

_TOO_LARGE = 2**31  # two labels share one key of 64 bits


@dataclass(frozen=True)
class RegionGraph:
    """Regions and the boundaries between them.

    Attributes
    ----------
    regions : (n,) array of int
        Labels that occur, in rising order; 0 is no region.
    sizes : (n,) array of int64
        Number of voxels of each region.
    edges : (E, 2) array of int
        Labels of two regions that touch, the smaller one first; rows in lexicographic order.
    counts : (E,) array of int64
        Number of boundary voxels of each edge.
    sums : (E, C) array of float64
        Sum of the boundary map over these voxels, for each of its C channels.
    samples : (N, C) array of float, or None
        The values themselves, edge after edge: those of edge i are
        ``samples[starts[i]:starts[i + 1]]``. Kept only if asked for.
    """

    regions: NDArray[np.integer]
    sizes: NDArray[np.int64]
    edges: NDArray[np.integer]
    counts: NDArray[np.int64]
    sums: NDArray[np.float64]
    samples: NDArray[np.floating] | None = None

    @property
    def n_regions(self) -> int:
        """Number of regions."""
        return len(self.regions)

    @property
    def means(self) -> NDArray[np.float64]:
        """Mean of the boundary map on each edge, (E,) for one channel and (E, C) for several."""
        means = self.sums / self.counts[:, np.newaxis]
        return means[:, 0] if means.shape[1] == 1 else means

    @property
    def starts(self) -> NDArray[np.int64]:
        """Where the samples of each edge begin, and at last where they end."""
        return np.concatenate([[0], np.cumsum(self.counts)])

    def positions(self, labels: ArrayLike) -> NDArray[np.int64]:
        """Return where labels stand in `regions`; every label must be one of them."""
        return positions_in(self.regions, np.asarray(labels))

    def edge(self, a: int, b: int) -> int:
        """Return the row of the edge between two regions.

        Raises
        ------
        KeyError
            If the regions do not touch.
        """
        first, second = min(a, b), max(a, b)
        low, high = np.searchsorted(self.edges[:, 0], [first, first + 1])
        row = int(low + np.searchsorted(self.edges[low:high, 1], second))
        if row == high or self.edges[row, 1] != second:
            raise KeyError(f"the regions {a} and {b} do not touch.")
        return row


def positions_in(regions: NDArray[np.integer], labels: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where each label stands in the rising list of regions.

    A look-up table is quicker than a search, but only where labels have few gaps.
    """
    if not len(regions):
        return np.zeros(labels.shape, dtype=np.int64)
    if regions[-1] > 8 * len(regions) + 1024:
        return np.searchsorted(regions, labels)
    table = np.zeros(int(regions[-1]) + 1, dtype=np.int64)
    table[regions] = np.arange(len(regions))
    return np.asarray(table[labels])


def region_graph(
    fragments: ArrayLike, boundary: ArrayLike, *, faces: bool = False, samples: bool = False
) -> RegionGraph:
    """Find all pairs of regions that touch, and collect the boundary map where they do.

    Two regions touch where a voxel of one has a face neighbour in the other (4 neighbours in an
    image, 6 in a volume). Both voxels belong to the boundary, and each voxel counts once for an
    edge, however many of its faces touch.

    Parameters
    ----------
    fragments : array of int, n-D
        Label image. 0 is no region: it has no edges.
    boundary : array of float, same shape, or with one more axis of channels
        How likely each voxel lies on a true boundary, or other values to collect.
    faces : bool, default False
        Count every face between two voxels once, with the mean of its two values, in place of
        every voxel.
    samples : bool, default False
        Keep the values themselves too, which the median and histograms need.

    Returns
    -------
    graph : RegionGraph
        Exact: no edge and no voxel is left out, and new numbers for the fragments change nothing
        but the numbers.

    Raises
    ------
    TypeError
        If `fragments` does not hold whole numbers, or `boundary` no numbers.
    ValueError
        If the shapes do not fit, a label is negative, the boundary map holds nan, or samples of
        faces are asked for.

    References
    ----------
    .. [1] J. Nunez-Iglesias et al. (2013), "Machine learning of hierarchical clustering to segment
       2D and 3D images", PLoS ONE 8(8), e71715. https://doi.org/10.1371/journal.pone.0071715

    Notes
    -----
    With numba installed, one pass over the volume fills a hash table of edges. Without it, and for
    more than three dimensions, numpy compares the volume with itself, shifted by one.

    Examples
    --------
    Regions 1 and 2 touch in four pixels, of which three lie on a bright wall:

    >>> fragments = [[1, 1, 2], [1, 1, 2]]
    >>> graph = region_graph(fragments, [[0, 0.9, 0.9], [0, 0.9, 0.1]])
    >>> graph.edges, graph.counts, graph.means
    (array([[1, 2]]), array([4]), array([0.7]))
    """
    labels, values = _checked(fragments, boundary)
    if faces and samples:
        raise ValueError("samples must be False with faces=True, got True.")
    if labels.max() >= _TOO_LARGE:
        names, places = np.unique(np.append(labels, labels.dtype.type(0)), return_inverse=True)
        small = places[:-1].reshape(labels.shape)
        graph = region_graph(small, boundary, faces=faces, samples=samples)
        return replace(graph, regions=names[graph.regions], edges=names[graph.edges])
    regions, sizes = _regions_of(labels)
    if has_numba() and labels.ndim <= 3 and not faces:
        keys, counts, sums, kept = _compiled_pass(labels, values, samples)
    else:
        keys, counts, sums, kept = numpy_pass(labels, values, faces, samples)
    edges = np.stack([keys >> 32, keys & 0xFFFFFFFF], axis=1).astype(labels.dtype)
    return RegionGraph(regions, sizes, edges, counts, sums, kept)


def _checked(
    fragments: ArrayLike, boundary: ArrayLike
) -> tuple[NDArray[np.integer], NDArray[np.floating]]:
    labels = as_labels(fragments, "fragments")
    values = as_image(boundary, "boundary")
    values = values.astype(np.float64) if values.dtype.kind != "f" else values
    if values.shape == labels.shape:
        values = values[..., np.newaxis]
    if values.shape[:-1] != labels.shape:
        raise ValueError(
            f"boundary must have the shape of fragments {labels.shape}, or one more axis of "
            f"channels, got {np.shape(boundary)}."
        )
    if np.isnan(values).any():
        raise ValueError("boundary must not hold nan, got nan.")
    return labels, np.ascontiguousarray(values)


def as_labels(labels: ArrayLike, argument: str) -> NDArray[np.integer]:
    """Return a label image after a look at its type and its smallest number.

    Raises
    ------
    TypeError
        If it does not hold whole numbers.
    ValueError
        If there is no pixel, or a label is negative.
    """
    array = as_image(labels, argument)
    if array.dtype.kind not in "iub":
        raise TypeError(f"{argument} must hold whole numbers, got values of type {array.dtype}.")
    array = array.astype(np.int64) if array.dtype.kind == "b" else array
    if array.dtype.kind == "i" and array.min() < 0:
        raise ValueError(f"{argument} must not hold negative numbers, got {array.min()}.")
    return array


def _regions_of(labels: NDArray[np.integer]) -> tuple[NDArray[np.integer], NDArray[np.int64]]:
    """Return the labels that occur, without 0, and how often they occur."""
    if int(labels.max()) > 4 * labels.size:
        regions, sizes = np.unique(labels, return_counts=True)
        first = int(regions[0] == 0)
        return regions[first:], sizes[first:].astype(np.int64)
    if has_numba():  # np.bincount would need eight bytes for each voxel
        counts = compiled(count_labels)(labels.reshape(-1), int(labels.max()) + 1)
    else:
        counts = np.bincount(labels.ravel(), minlength=1)
    regions = np.flatnonzero(counts)
    regions = regions[regions > 0]
    return regions.astype(labels.dtype), counts[regions].astype(np.int64)


_Pass = tuple[
    NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.floating] | None
]  # keys, counts, sums, samples


def _compiled_pass(
    labels: NDArray[np.integer], values: NDArray[np.floating], samples: bool
) -> _Pass:
    """Scan the volume once for sums, and once more for the samples."""
    shape = (1,) * (3 - labels.ndim) + labels.shape
    volume = np.ascontiguousarray(labels).reshape(shape)
    channels = values.reshape(*shape, values.shape[-1])
    nothing = np.zeros(0, dtype=np.int64)
    keys, sums, _ = compiled(scan)(volume, channels, nothing, nothing)
    order = np.argsort(keys)
    keys, sums = keys[order], sums[order]
    counts, kept = sums[:, -1].astype(np.int64), None
    if samples:
        starts = np.concatenate([[0], np.cumsum(counts)])
        _, _, kept = compiled(scan)(volume, channels, keys, starts)
    return keys, counts, sums[:, :-1], kept


def numpy_pass(
    labels: NDArray[np.integer], values: NDArray[np.floating], faces: bool, samples: bool
) -> _Pass:
    """Do the same with shifted views: first every face, then every voxel once for each edge."""
    voxel = np.arange(labels.size).reshape(labels.shape)
    keys, voxels = [], []
    for axis in range(labels.ndim):
        here = tuple(slice(None, -1) if a == axis else slice(None) for a in range(labels.ndim))
        there = tuple(slice(1, None) if a == axis else slice(None) for a in range(labels.ndim))
        touch = (labels[here] != labels[there]) & (labels[here] != 0) & (labels[there] != 0)
        one, other = labels[here][touch].astype(np.int64), labels[there][touch].astype(np.int64)
        key = np.minimum(one, other) << 32 | np.maximum(one, other)
        keys += [key, key]
        voxels += [voxel[here][touch], voxel[there][touch]]
    edge_keys, edge = np.unique(np.concatenate(keys), return_inverse=True)
    places, weight = np.concatenate(voxels), 0.5
    if not faces:
        once = np.unique(edge * labels.size + places)
        edge, places, weight = once // labels.size, once % labels.size, 1.0
    n, flat = len(edge_keys), values.reshape(-1, values.shape[-1])
    counts = np.rint(weight * np.bincount(edge, minlength=n)).astype(np.int64)
    sums = np.empty((n, flat.shape[1]))
    for channel in range(flat.shape[1]):
        sums[:, channel] = weight * np.bincount(edge, flat[places, channel], minlength=n)
    return edge_keys, counts, sums, flat[places] if samples else None
