"""What a computer has for grading and for quick images, in sentences."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from coursekit.grading.secret import place_of

_OPTIONAL = (
    ("numba", "compiles loops over pixels", "speed", ("numba",)),
    ("dask", "grades on several computers", "cluster", ("distributed",)),
    (
        "a PostgreSQL driver",
        "keeps the gradebook on a server",
        "postgresql",
        ("psycopg2", "psycopg"),
    ),
)


def facts() -> Iterator[str]:
    """Tell what there is: versions, optional packages, the secret, disk and processors."""
    version = importlib.metadata.version("coursekit")
    system = platform.platform(terse=True)
    yield f"Python {platform.python_version()}, coursekit {version}, {system}"
    for name, use, extra, modules in _OPTIONAL:
        found = [module for module in modules if importlib.util.find_spec(module)]
        yield f"{name}: {_version_of(found[0]) if found else _absent(use, extra)}"
    yield f"secret: {_secret()}"
    free = shutil.disk_usage(Path.cwd()).free
    yield f"disk: {free / 1e9:.1f} GB are free where {Path.cwd()} lies"
    yield f"processors: {os.cpu_count() or 1}"


def _absent(use: str, extra: str) -> str:
    return f"not installed; it {use}: pip install 'coursekit[{extra}]'"


def _version_of(module: str) -> str:
    names = importlib.metadata.packages_distributions().get(module, [module])
    return f"{names[0]} {importlib.metadata.version(names[0])}"


def _secret() -> str:
    """Say where the course's secret lies, and whether others can read it."""
    named = os.environ.get("COURSEKIT_SECRET_FILE")
    path = Path(named).expanduser() if named else place_of(Path.cwd())
    whose = " (COURSEKIT_SECRET_FILE)" if named else ""
    try:
        mode = path.stat().st_mode
    except OSError:
        made = "does not exist" if named else "coursekit grade will make it"
        return f"{path}{whose}, {made}"
    if os.name == "posix" and mode & 0o077:
        return f"{path}{whose}, others may read it: chmod 600 {path}"
    return f"{path}{whose}, only its owner may read it"


def warm_up() -> Iterator[str]:
    """Use every function that numba compiles once, so that the first lesson need not wait."""
    from coursekit.imaging._compiled import has_numba

    if not has_numba():
        off = os.environ.get("COURSEKIT_NUMBA") == "off"
        yield "Nothing was compiled: " + (
            "COURSEKIT_NUMBA is off." if off else "pip install 'coursekit[speed]' installs numba."
        )
        return
    for name, work in _compiled_work():
        started = time.perf_counter()
        work()
        yield f"{name}: ready after {time.perf_counter() - started:.1f} s"


def _compiled_work() -> Iterator[tuple[str, Callable[[], Any]]]:
    """List uses of the compiled functions on a volume that is just large enough for them."""
    from coursekit import datasets
    from coursekit.imaging import partitions, regions
    from coursekit.imaging.vi_curves import vi_curve
    from coursekit.imaging.watershed import flood

    drawn = datasets.load("membranes", seed=1, shape=(12, 96, 96), n=12)
    boundary, truth = drawn.boundary, drawn.truth
    seeds = regions.regional_minima(boundary)
    yield "flooding", lambda: flood(boundary, seeds)
    yield "flooding by levels", lambda: regions.watershed(boundary, seeds)
    fragments = regions.watershed(boundary, seeds)
    yield "region graphs", lambda: regions.region_graph(fragments, boundary, samples=True)
    graph = regions.region_graph(fragments, boundary, samples=True)
    yield "merging by the mean", lambda: regions.agglomerate(graph)
    tree = regions.agglomerate(graph)
    yield "contour maps", lambda: regions.contour_map(fragments, tree)
    yield "contingency tables", lambda: partitions.contingency(truth, fragments)
    yield "curves of split VI", lambda: vi_curve(tree, fragments, truth)
    yield "merging by what was learned", lambda: _learn(fragments, boundary, truth)


def _learn(fragments: Any, boundary: Any, truth: Any) -> None:
    from sklearn.ensemble import RandomForestClassifier

    from coursekit.imaging import regions

    manager = regions.compose(regions.Moments(), regions.Histogram(bins=8))
    features = regions.feature_graph(fragments, boundary, manager)
    training = regions.learn_agglomerate(features, truth, order="mean")
    model = RandomForestClassifier(2, max_depth=2).fit(training.features, training.labels[:, 0])
    regions.agglomerate(features.graph, regions.classifier_priority(model, features))
