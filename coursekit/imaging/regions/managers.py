"""Describe walls by numbers that survive merging.

A manager sums up a set of voxels in a short row of numbers, its cache. Caches add: the cache of two
sets together is the sum of their caches. So when regions merge nothing is measured again.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from math import comb

import numpy as np
import scipy
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.regions._learned import HISTOGRAM, MOMENTS
from coursekit.imaging.regions.graph import RegionGraph, as_labels, region_graph

Caches = NDArray[np.float64]


class Manager(ABC):
    """What a manager must do: create caches, merge them, and make features of them.

    Examples
    --------
    A manager of one's own that knows how many voxels of a set are bright:

    >>> class Bright(Manager):
    ...     def create(self, values, owner, n_sets):
    ...         return np.bincount(owner, values[:, 0] > 0.5, n_sets)[:, np.newaxis]
    ...     def features(self, wall, small, large):
    ...         return wall
    >>> features = feature_graph([[1, 1, 2, 2]], [[0, 0.9, 0.4, 0.1]], Bright())
    >>> features.table()
    array([[1.]])
    """

    @abstractmethod
    def create(self, values: Caches, owner: NDArray[np.int64], n_sets: int) -> Caches:
        """Return the cache of each set of voxels.

        Parameters
        ----------
        values : (N, C) array of float64
            The boundary map at each voxel.
        owner : (N,) array of int64
            Number of the set, from 0, that each voxel belongs to.
        n_sets : int
            How many sets there are; some may be empty.

        Returns
        -------
        caches : (n_sets, K) array of float64
            They must add: the cache of two sets together is the sum of both caches.
        """

    @abstractmethod
    def features(self, wall: Caches, small: Caches, large: Caches) -> Caches:
        """Return the features of walls.

        Parameters
        ----------
        wall, small, large : (N, K) array of float64
            Caches of the boundary voxels of each wall, and of all voxels of the smaller and of the
            larger region beside it.

        Returns
        -------
        features : (N, F) array of float64
            One row for each wall.
        """

    def merge(self, one: Caches, other: Caches) -> Caches:
        """Return the caches of sets that were joined: the sums."""
        return one + other

    def plan(self, n_channels: int) -> list[tuple[int, int]] | None:
        """Name the compiled form of the features, (kind, length of cache); None without any."""
        return None


@dataclass(frozen=True)
class Moments(Manager):
    """Number of voxels, mean, and central moments: spread, skew and so on.

    The features of a wall: logarithm of the number of voxels, mean and central moments of its
    voxels, of the smaller region and of the larger one, and how far both regions differ (in the
    number itself, not in its logarithm), for each channel.

    Parameters
    ----------
    n : int, default 4
        The highest moment, at least 1.

    Examples
    --------
    Two voxels with the values 1 and 3 have the mean 2 and the second central moment 1:

    >>> caches = Moments(2).create(np.array([[1.0], [3.0]]), np.array([0, 0]), 1)
    >>> caches
    array([[ 2.,  4., 10.]])
    >>> Moments(2).moments(caches)[0, 0].round(2)
    array([0.69, 2.  , 1.  ])
    """

    n: int = 4

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError(f"n must be at least 1, got {self.n}.")

    def create(self, values: Caches, owner: NDArray[np.int64], n_sets: int) -> Caches:
        """Sum the powers 0 to n of the values."""
        caches = np.empty((n_sets, values.shape[1], self.n + 1))
        for channel, column in enumerate(values.T):
            power = np.ones(len(column))
            for k in range(self.n + 1):
                caches[:, channel, k] = np.bincount(owner, power, n_sets)
                power = power * column
        return _in_rows(caches)

    def features(self, wall: Caches, small: Caches, large: Caches) -> Caches:
        """Return the moments of wall, smaller and larger region, and how far both differ."""
        of_wall, of_small, of_large = map(self.moments, (wall, small, large))
        apart = np.abs(of_small - of_large)
        sizes = [_by_channel(caches, self.n + 1)[..., 0] for caches in (small, large)]
        apart[..., 0] = np.abs(sizes[0] - sizes[1])
        parts = [of_wall, of_small, of_large, apart]
        return _in_rows(np.concatenate(parts, axis=2))

    def moments(self, caches: Caches) -> Caches:
        """Return logarithm of the number, mean and central moments, (N, C, n + 1).

        A central moment is expanded by the binomial formula, so that sums of powers suffice.
        """
        sums = _by_channel(caches, self.n + 1)
        raw = sums / np.maximum(sums[..., :1], 1)
        moments = raw.copy()
        moments[..., 0] = np.log(np.maximum(sums[..., 0], 1))
        for order in range(2, self.n + 1):
            moments[..., order] = 0
            for k in range(order + 1):
                term = comb(order, k) * raw[..., k]
                moments[..., order] += term * (-raw[..., 1]) ** (order - k)
        return moments

    def plan(self, n_channels: int) -> list[tuple[int, int]]:
        """Name the compiled form."""
        return [(MOMENTS, self.n + 1)] * n_channels


@dataclass(frozen=True)
class Histogram(Manager):
    """Shares of the voxels in equal bins; values outside the range count in the bin at the end.

    The features of a wall: the shares of its voxels, of the smaller and of the larger region, and
    how far both regions differ (Jensen-Shannon divergence, from 0 to 1 bit), for each channel.

    Parameters
    ----------
    bins : int, default 25
        How many bins.
    low, high : float, default 0 and 1
        The range that the bins divide.

    Examples
    --------
    >>> Histogram(2).create(np.array([[0.1], [0.2], [0.9]]), np.array([0, 0, 0]), 1)
    array([[2., 1.]])
    """

    bins: int = 25
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        if self.bins < 1:
            raise ValueError(f"bins must be at least 1, got {self.bins}.")
        if not self.low < self.high:
            raise ValueError(f"low must lie below high, got {self.low} and {self.high}.")

    def create(self, values: Caches, owner: NDArray[np.int64], n_sets: int) -> Caches:
        """Count the values in each bin."""
        n_channels = values.shape[1]
        place = (values - self.low) * (self.bins / (self.high - self.low))
        place = np.clip(place, 0, self.bins - 1).astype(np.int64)
        row = owner[:, np.newaxis] * n_channels + np.arange(n_channels)
        n_cells = n_sets * n_channels * self.bins
        counts = np.bincount((row * self.bins + place).ravel(), minlength=n_cells)
        return _in_rows(counts.reshape(n_sets, n_channels, self.bins).astype(np.float64))

    def features(self, wall: Caches, small: Caches, large: Caches) -> Caches:
        """Return the shares in wall, smaller and larger region, and how far both differ."""
        of_wall, of_small, of_large = map(self.shares, (wall, small, large))
        entropy = scipy.special.entr
        gained = entropy((of_small + of_large) / 2) - (entropy(of_small) + entropy(of_large)) / 2
        apart = np.maximum(gained.cumsum(axis=2)[..., -1:] / np.log(2), 0)  # added as in _learned
        parts = [of_wall, of_small, of_large, apart]
        return _in_rows(np.concatenate(parts, axis=2))

    def shares(self, caches: Caches) -> Caches:
        """Return the share of the voxels in each bin, (N, C, bins); 0 for no voxels."""
        counts = _by_channel(caches, self.bins)
        return counts / np.maximum(counts.sum(axis=2, keepdims=True), 1)

    def plan(self, n_channels: int) -> list[tuple[int, int]]:
        """Name the compiled form."""
        return [(HISTOGRAM, self.bins)] * n_channels


@dataclass(frozen=True)
class Composite(Manager):
    """Several managers as one: their caches and their features side by side."""

    managers: tuple[Manager, ...]

    def create(self, values: Caches, owner: NDArray[np.int64], n_sets: int) -> Caches:
        """Let each manager make its caches."""
        return np.hstack([manager.create(values, owner, n_sets) for manager in self.managers])

    def merge(self, one: Caches, other: Caches) -> Caches:
        """Let each manager merge its caches."""
        pairs = zip(self.managers, self._parts(one), self._parts(other), strict=True)
        return np.hstack([manager.merge(*caches) for manager, *caches in pairs])

    def features(self, wall: Caches, small: Caches, large: Caches) -> Caches:
        """Let each manager make its features."""
        parts = map(self._parts, (wall, small, large))
        own = zip(self.managers, *parts, strict=True)
        return np.hstack([manager.features(*caches) for manager, *caches in own])

    def plan(self, n_channels: int) -> list[tuple[int, int]] | None:
        """Name the compiled forms, if all managers have one."""
        steps: list[tuple[int, int]] = []
        for manager in self.managers:
            plan = manager.plan(n_channels)
            if plan is None:
                return None
            steps += plan
        return steps

    def _parts(self, caches: Caches) -> list[Caches]:
        """Split the caches; how wide they are tells for how many channels they were made."""
        for n_channels in range(1, caches.shape[1] + 1):
            nothing = np.zeros((0, n_channels)), np.zeros(0, dtype=np.int64), 0
            widths = [manager.create(*nothing).shape[1] for manager in self.managers]
            if sum(widths) == caches.shape[1]:
                return np.split(caches, np.cumsum(widths)[:-1], axis=1)
        raise ValueError(f"caches must be those of {self}, got {caches.shape[1]} columns.")


def _by_channel(caches: Caches, length: int) -> Caches:
    return caches.reshape(len(caches), caches.shape[1] // length, length)


def _in_rows(numbers: Caches) -> Caches:
    return numbers.reshape(len(numbers), numbers.shape[1] * numbers.shape[2])


def compose(*managers: Manager) -> Composite:
    """Return one manager that has the features of several.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> compose(Moments(), Histogram(bins=10)).managers
    (Moments(n=4), Histogram(bins=10, low=0.0, high=1.0))
    """
    if not managers:
        raise ValueError("managers must be at least one, got none.")
    return Composite(managers)


@dataclass(frozen=True, eq=False)
class FeatureGraph:
    """A region graph whose walls and regions carry the caches of a manager.

    Attributes
    ----------
    graph : RegionGraph
        Regions and edges.
    fragments : array of int, n-D
        The label image that the graph was made from.
    manager : Manager
        What makes features of caches.
    wall_caches : (E, K) array of float64
        Caches of the boundary voxels of each edge.
    region_caches : (n, K) array of float64
        Caches of all voxels of each region.
    """

    graph: RegionGraph
    fragments: NDArray[np.integer]
    manager: Manager
    wall_caches: Caches
    region_caches: Caches

    def table(self) -> Caches:
        """Return the features of all edges before any merge, (E, F)."""
        one, other = self.graph.positions(self.graph.edges).T
        swap = self.graph.sizes[one] > self.graph.sizes[other]
        small, large = np.where(swap, other, one), np.where(swap, one, other)
        return self.manager.features(
            self.wall_caches, self.region_caches[small], self.region_caches[large]
        )


def feature_graph(fragments: ArrayLike, boundary: ArrayLike, manager: Manager) -> FeatureGraph:
    """Find all pairs of regions that touch, and create the caches of a manager.

    Parameters
    ----------
    fragments : array of int, n-D
        Label image; 0 is no region.
    boundary : array of float, same shape, or with one more axis of channels
        The map that the manager describes.
    manager : Manager
        One of `Moments`, `Histogram`, one of your own, or several by `compose`.

    Returns
    -------
    features : FeatureGraph
        The graph with its caches.

    Raises
    ------
    TypeError, ValueError
        As `region_graph` does.

    References
    ----------
    .. [1] J. Nunez-Iglesias et al. (2014), "Graph-based active learning of agglomeration (GALA)",
       Frontiers in Neuroinformatics 8, 34. https://doi.org/10.3389/fninf.2014.00034

    Examples
    --------
    Number of voxels, as a logarithm, and mean: of the wall, the smaller and the larger region; and
    how far the numbers and the means of both regions differ:

    >>> features = feature_graph([[1, 2, 2]], [[0.5, 1, 0]], Moments(1))
    >>> features.table().round(2)
    array([[0.69, 0.75, 0.  , 0.5 , 0.69, 0.5 , 1.  , 0.  ]])
    """
    labels = as_labels(fragments, "fragments")
    whole = region_graph(labels, boundary, samples=True)
    graph = replace(whole, samples=None)
    of_edge = np.repeat(np.arange(len(graph.edges)), graph.counts)
    samples = np.asarray(whole.samples, dtype=np.float64)
    walls = manager.create(samples, of_edge, len(graph.edges))
    flat = labels.ravel()
    values = np.asarray(boundary, dtype=np.float64).reshape(len(flat), -1)
    if graph.sizes.sum() < len(flat):
        flat, values = flat[flat != 0], values[flat != 0]
    regions = manager.create(values, graph.positions(flat), graph.n_regions)
    return FeatureGraph(graph, labels, manager, walls, regions)
