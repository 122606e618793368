"""Files for the exercises that read one; a file is made when its path is first used."""

import atexit
import copy
import functools
import os
import pickle
import shutil
import tempfile
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np


class DrawnFile(os.PathLike):
    """The path of a file that is written when somebody asks for it."""

    def __init__(self, name: str, content: tuple[Any, ...], write: Callable[..., None]) -> None:
        self.name, self.content, self.write = name, content, write

    def __fspath__(self) -> str:
        """Write the file if it is not there, and return its place."""
        words = "-".join(map(str, self.content)).replace(" ", "").replace("/", "_")
        path = _folder() / f"{words}-{self.name}"
        if not path.exists():
            draft = path.with_name(f"draft-{path.name}")
            self.write(draft, *self.content)
            draft.replace(path)
        return str(path)

    __str__ = __fspath__

    def __repr__(self) -> str:
        """Show the name alone."""
        return repr(self.name)

    def __getattr__(self, name: str) -> Any:
        """Answer as a path of pathlib does."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(Path(os.fspath(self)), name)


@functools.lru_cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="coursekit-a09-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


# --- models -------------------------------------------------------------------------------------

MODEL_FEATURES = 2


@functools.lru_cache
def _model(number: int) -> Any:
    from coursekit.imaging.regions.textbook_learning import fit_model

    rng = np.random.default_rng(number)
    X = rng.random((8, MODEL_FEATURES))
    y = np.where(X[:, 0] + rng.normal(0, 0.3, 8) > np.median(X[:, 0]), 1, -1)
    y[:2] = -1, 1
    return fit_model(X, y, rng.integers(1, 9, 8), seed=number)


def _write_model(path: Path, kind: str, number: int) -> None:
    import skops.io

    if kind == "pickle":
        path.write_bytes(pickle.dumps(_model(number)))
    elif kind == "text":
        path.write_text("no model", encoding="utf-8")
    else:
        model = copy.copy(_model(number))
        if kind == "stranger":
            model.extra = types.SimpleNamespace()  # a type that skops does not trust
        skops.io.dump(model, path)


def model_file(kind: str, number: int = 0) -> DrawnFile:
    """Name a file with a model: "saved", "pickle", "text" or "stranger"."""
    return DrawnFile("model.skops", (kind, number), _write_model)


# --- stacks -------------------------------------------------------------------------------------


def _write_stack(path: Path, groups: tuple[str, ...], number: int) -> None:
    from coursekit.imaging.regions.textbook_learning import save_stack

    rng = np.random.default_rng(number)
    shape = (2, *rng.integers(2, 4, 2).tolist())
    for place, group in enumerate(groups):
        dtype = (np.uint8, np.float32, np.int64)[(number + place) % 3]
        save_stack(path, (10 * rng.random(shape)).astype(dtype), group)


def stack_file(groups: tuple[str, ...], number: int) -> DrawnFile:
    """Name a file with one small stack in each group."""
    return DrawnFile("volume.h5", (groups, number), _write_stack)
