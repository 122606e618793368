"""One picture of all thresholds: at which height the two sides of a voxel become one region."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging._compiled import compiled, has_numba
from coursekit.imaging.regions._contour import highest_around
from coursekit.imaging.regions.graph import as_labels
from coursekit.imaging.regions.tree import MergeTree


def contour_map(fragments: ArrayLike, tree: MergeTree) -> NDArray[np.float64]:
    """Write on each voxel the height at which it stops lying on a boundary.

    Parameters
    ----------
    fragments : array of int, n-D
        The label image that the tree grew from; 0 is no region.
    tree : MergeTree
        The history of merging.

    Returns
    -------
    contours : array of float64, same shape
        The largest of the heights of all pairs of regions that meet in the voxel: it and each of
        its face neighbours. 0 inside a region, infinity where two regions never become one.

    Raises
    ------
    ValueError
        If the label image holds a label that the tree does not know.

    Notes
    -----
    The components of ``contours <= t`` are the regions of ``tree.cut(t)``, but for their boundary
    voxels: those of walls above t belong to no component. A region so thin that it has boundary
    voxels only is lost, or falls apart.

    References
    ----------
    .. [1] P. Arbelaez et al. (2011), "Contour detection and hierarchical image segmentation", IEEE
       Transactions on Pattern Analysis and Machine Intelligence 33(5), 898-916.
       https://doi.org/10.1109/TPAMI.2010.161

    Examples
    --------
    >>> from coursekit.imaging.regions import agglomerate, region_graph
    >>> fragments = [[1, 1, 2, 2, 3, 3]]
    >>> tree = agglomerate(region_graph(fragments, [[0, 0.2, 0.2, 0.8, 0.8, 0]]))
    >>> contour_map(fragments, tree)
    array([[0. , 0.2, 0.2, 0.8, 0.8, 0. ]])
    """
    labels = as_labels(fragments, "fragments")
    place = tree.places(labels)
    if has_numba() and labels.ndim <= 3:
        volume = place.reshape((1,) * (3 - labels.ndim) + labels.shape)
        contours = compiled(highest_around)(volume, *tree.links, tree.heights_by_step)
        return np.asarray(contours).reshape(labels.shape)
    return numpy_map(labels, tree)


def numpy_map(labels: NDArray[np.integer], tree: MergeTree) -> NDArray[np.float64]:
    """Do the same with shifted views: the heights of all faces, then the largest at each voxel."""
    contours = np.zeros(labels.shape)
    for axis in range(labels.ndim):
        here = tuple(slice(None, -1) if a == axis else slice(None) for a in range(labels.ndim))
        there = tuple(slice(1, None) if a == axis else slice(None) for a in range(labels.ndim))
        touch = (labels[here] != labels[there]) & (labels[here] != 0) & (labels[there] != 0)
        pairs = np.stack([labels[here][touch], labels[there][touch]], axis=1)
        heights = tree.heights(pairs)
        for side in (here, there):
            view = contours[side]
            view[touch] = np.maximum(view[touch], heights)
    return contours
