"""How long region graphs, merging and contours take, next to the libraries that do the same.

Run as `python benchmarks/regions.py [SIDE ...]`. Each row is one step on one volume: the gala
test volume if it can be had, and made-up fragments of SIDE^3 voxels (default 64 128 192). A ratio
below 1 means that coursekit is the faster one. Peers that are not installed are left out with a
word. Everything runs in one thread; times are processor time, because it is disturbed least. Then
come the growth with size and the memory on top of the inputs.
"""

import importlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import scipy.ndimage as ndi
import skimage as ski
from _timing import in_turn
from rich.console import Console
from rich.table import Table

from coursekit import datasets
from coursekit.imaging import regions
from coursekit.imaging.regions.contour import numpy_map
from coursekit.imaging.regions.graph import numpy_pass

SIDES = (64, 128, 192)
STEPS = ("graph", "merging", "contours")
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


def volumes(sides: tuple[int, ...]) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Give the gala volume, if it can be had, and the made-up ones."""
    try:
        gala = datasets.load("gala-em-test")
        yield "gala", gala.fragments, gala.boundary.astype(np.float64)
    except datasets.DataError:
        Console().print("The gala volume cannot be had; left out.")
    for side in sides:
        yield f"{side}^3", *made_up(side)


def memory(name: str, fragments: np.ndarray, boundary: np.ndarray) -> str:
    """Measure in a process of its own how much the steps need on top of their inputs."""
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/fragments.npy", fragments)
        np.save(f"{folder}/boundary.npy", boundary)
        command = [sys.executable, __file__, "--memory", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return f"{name}: {done.stdout.strip()}"


def print_memory(folder: str) -> None:
    """Print how far each step raises the memory; a corner of the volume goes first, to compile."""
    fragments, boundary = (np.load(f"{folder}/{name}.npy") for name in ("fragments", "boundary"))
    corner = np.s_[:16, :16, :16]
    graph = regions.region_graph(fragments[corner], boundary[corner])
    regions.contour_map(fragments[corner], regions.agglomerate(graph))
    needed = []
    graph, on_top = with_peak(lambda: regions.region_graph(fragments, boundary))
    needed.append(on_top)
    tree, on_top = with_peak(lambda: regions.agglomerate(graph))
    needed.append(on_top)
    _, on_top = with_peak(lambda: regions.contour_map(fragments, tree))
    needed.append(on_top)
    words = ", ".join(f"{name} {mb:.1f} MB" for name, mb in zip(STEPS, needed, strict=True))
    per_edge = [2**20 * mb / len(graph.edges) for mb in needed[:2]]
    print(f"{words}; an edge: graph {per_edge[0]:.0f} B, merging {per_edge[1]:.0f} B")


def with_peak(function: Callable[[], Any]) -> tuple[Any, float]:
    """Return a result and how many megabytes the process grew at most meanwhile (Linux)."""
    Path("/proc/self/clear_refs").write_text("5")  # forget the largest memory so far
    before = status_kilobytes("VmRSS")
    result = function()
    return result, (status_kilobytes("VmHWM") - before) / 1024


def status_kilobytes(key: str) -> int:
    """Read one number of what Linux tells about this process."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(key)).split()[1])


def main(sides: tuple[int, ...]) -> None:
    """Print the tables."""
    table = Table("volume", "regions", "edges", "step", "ms", "instead", "ms", "ratio")
    growth: dict[str, dict[str, float]] = {}
    memories: list[str] = []
    for name, fragments, boundary in volumes(sides):
        graph = regions.region_graph(fragments, boundary)
        size = (name, str(graph.n_regions), str(len(graph.edges)))
        for step, ours, other_name, other in steps(fragments, boundary):
            if other is None:
                table.add_row(*size, step, "", other_name, "not installed", "")
                continue
            mine, theirs = in_turn(ours, other)
            ratio = f"{mine / theirs:.2g}"
            table.add_row(*size, step, f"{mine:.1f}", other_name, f"{theirs:.1f}", ratio)
            growth.setdefault(step, {})[name] = 1e6 * mine / fragments.size
        memories.append(memory(name, fragments, boundary))
        table.add_section()
    console = Console(width=110)
    console.print(table)
    for step, nanoseconds in growth.items():
        words = ", ".join(f"{name} {time:.0f}" for name, time in nanoseconds.items())
        console.print(f"{step}, nanoseconds a voxel: {words}")
    for words in memories:
        console.print(words)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        print_memory(sys.argv[2])
    else:
        main(tuple(map(int, sys.argv[1:])) or SIDES)
