"""How long region graphs, merging and contours take, next to the libraries that do the same.

Run as `python benchmarks/regions.py [SIDE ...]`. Each row is one step on one volume: the gala
test volume if it can be had, and made-up fragments of SIDE^3 voxels (default 64 128 192). A ratio
below 1 means that coursekit is the faster one. Peers that are not installed are left out with a
word. Everything runs in one thread; times are processor time, because it is disturbed least. Then
come the growth with size and the memory on top of the inputs.
"""

import importlib
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import scipy.ndimage as ndi
import skimage as ski
from rich.console import Console
from rich.table import Table

from coursekit import datasets
from coursekit.imaging import regions
from coursekit.imaging.regions.contour import numpy_map
from coursekit.imaging.regions.graph import numpy_pass

SIDES = (64, 128, 192)
REPEATS = 3
Step = tuple[str, Callable[[], Any], str, Callable[[], Any] | None]


def made_up(side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return fragments around every small valley of smooth noise, and the noise as boundary map."""
    noise = ndi.gaussian_filter(np.random.default_rng(0).normal(size=(side,) * 3), 1.5)
    boundary = (noise - noise.min()) / np.ptp(noise)
    valleys, _ = ndi.label(boundary == ndi.minimum_filter(boundary, 3))
    return ski.segmentation.watershed(boundary, valleys).astype(np.int32), boundary


def peer(name: str, make: Callable[[Any], Callable[[], Any]]) -> Callable[[], Any] | None:
    """Return what a peer does, or None where it is not installed."""
    try:
        return make(importlib.import_module(name))
    except ImportError:
        return None


def steps(fragments: np.ndarray, boundary: np.ndarray) -> Iterator[Step]:
    """List what is timed on one volume."""
    graph = regions.region_graph(fragments, boundary)
    tree = regions.agglomerate(graph)
    ends = graph.positions(graph.edges)
    dense = np.searchsorted(graph.regions, fragments).astype(np.uint32)
    smooth = boundary.astype(np.float32)

    def build() -> Any:
        return regions.region_graph(fragments, boundary)

    def bioimage_graph(bioimage: Any) -> Callable[[], Any]:
        def run() -> Any:
            rag = bioimage.region_adjacency_graph(dense, number_of_threads=1)
            return bioimage.features.edge_map_features(rag, dense, smooth, number_of_threads=1)

        return run

    def higra_tree(higra: Any) -> Callable[[], Any]:
        own = higra.UndirectedGraph()
        own.add_vertices(graph.n_regions)
        own.add_edges(*ends.T)
        counts = graph.counts.astype(np.float64)
        return lambda: higra.binary_partition_tree_average_linkage(own, graph.means, counts)

    def bioimage_merging(bioimage: Any) -> Callable[[], Any]:
        policy = bioimage.agglomeration.EdgeWeightedClusterPolicy(
            num_clusters_stop=1, size_regularizer=0.0
        )
        rag = bioimage.region_adjacency_graph(dense, number_of_threads=1)
        sizes = graph.counts.astype(np.float64)
        return lambda: policy.optimize(rag, graph.means, edge_sizes=sizes)

    rag_boundary = ski.graph.rag_boundary
    yield "region graph", build, "scikit-image", lambda: rag_boundary(fragments, boundary)
    yield "region graph", build, "bioimage-cpp", peer("bioimage_cpp.graph", bioimage_graph)
    flat = boundary[..., np.newaxis]
    yield "region graph", build, "numpy form", lambda: numpy_pass(fragments, flat, False, False)

    def merge() -> Any:
        return regions.agglomerate(graph)

    yield "mean merging", merge, "higra", peer("higra", higra_tree)
    yield "mean merging", merge, "bioimage-cpp", peer("bioimage_cpp.graph", bioimage_merging)

    def contours() -> Any:
        return regions.contour_map(fragments, tree)

    yield "contour map", contours, "numpy form", lambda: numpy_map(fragments, tree)


def milliseconds(function: Callable[[], Any]) -> float:
    """Return the shortest processor time of some calls, after a first one."""
    function()
    times = []
    for _ in range(REPEATS):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def volumes(sides: tuple[int, ...]) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Give the gala volume, if it can be had, and the made-up ones."""
    try:
        gala = datasets.load("gala-em-test")
        yield "gala", gala.fragments, gala.boundary.astype(np.float64)
    except datasets.DataError:
        Console().print("The gala volume cannot be had; left out.")
    for side in sides:
        yield f"{side}^3", *made_up(side)


def memory(side: int) -> str:
    """Measure in a process of its own how much the steps need on top of their inputs."""
    done = subprocess.run(
        [sys.executable, __file__, "--memory", str(side)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def print_memory(side: int) -> None:
    """Print the growth of the largest memory at each step; a small volume goes first."""
    for small in (16, side):
        fragments, boundary = made_up(small)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        words = []
        for name, step in (("graph", 0), ("merging", 1), ("contours", 2)):
            if step == 0:
                graph = regions.region_graph(fragments, boundary)
            elif step == 1:
                tree = regions.agglomerate(graph)
            else:
                regions.contour_map(fragments, tree)
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            words.append(f"{name} +{(after - before) / 1024:.1f} MB")
            before = after
    edges, n = len(graph.edges), graph.n_regions
    print(f"{side}^3, {n} regions, {edges} edges: {', '.join(words)}")


def main(sides: tuple[int, ...]) -> None:
    """Print the tables."""
    table = Table("volume", "regions", "edges", "step", "ms", "instead", "ms", "ratio")
    growth: dict[str, list[str]] = {}
    for name, fragments, boundary in volumes(sides):
        graph = regions.region_graph(fragments, boundary)
        size = (name, str(graph.n_regions), str(len(graph.edges)))
        for step, ours, other_name, other in steps(fragments, boundary):
            mine = milliseconds(ours)
            per_voxel = f"{name}: {1e6 * mine / fragments.size:.0f} ns a voxel"
            if per_voxel.split(":")[0] not in "".join(growth.get(step, [])):
                growth.setdefault(step, []).append(per_voxel)
            if other is None:
                table.add_row(*size, step, f"{mine:.1f}", other_name, "not installed", "")
                continue
            theirs = milliseconds(other)
            ratio = f"{mine / theirs:.2g}"
            table.add_row(*size, step, f"{mine:.1f}", other_name, f"{theirs:.1f}", ratio)
        table.add_section()
    console = Console(width=110)
    console.print(table)
    for step, words in growth.items():
        console.print(f"{step}: {', '.join(words)}")
    for side in sides:
        console.print(memory(side).strip())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        print_memory(int(sys.argv[2]))
    else:
        main(tuple(map(int, sys.argv[1:])) or SIDES)
