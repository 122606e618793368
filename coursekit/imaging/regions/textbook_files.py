"""Keep models and stacks in files: the short forms of lesson A09.

`regions.classifier` and `imaging.stacks` do the same with more care.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.imaging.regions import classifier


def save_model(path: str | os.PathLike[str], model: Any) -> None:
    """Save a model in a file that `load_model` reads; see `regions.classifier.save_model`."""
    classifier.save_model(Path(path), model)


def load_model(path: str | os.PathLike[str]) -> Any:
    """Load a model, but no pickle and no types that are not trusted.

    Raises
    ------
    ValueError
        As `regions.classifier.load_model` does.
    """
    return classifier.load_model(Path(path))


def predict_from_file(path: str | os.PathLike[str], X: ArrayLike) -> NDArray[np.float64]:
    """Load a model and return the probability that each wall stays.

    Parameters
    ----------
    path : path
        A file that `save_model` wrote.
    X : (E, F) array
        One row of features for each wall.

    Returns
    -------
    probability : (E,) array of float64
        Of the class +1.

    Raises
    ------
    ValueError
        If the file is none of `save_model`, or holds types that are not trusted.
    """
    model = load_model(path)
    return np.asarray(model.predict_proba(X)[:, list(model.classes_).index(1)])


def save_stack(path: str | os.PathLike[str], array: ArrayLike, group: str = "stack") -> None:
    """Write an array as a data set of a file; its other data sets stay.

    HDF5 where h5py is installed, else NumPy's own format.
    """
    values, path = np.asarray(array), Path(path)
    h5py = _h5py()
    if h5py is not None:
        with h5py.File(path, "a") as file:
            if group in file:
                del file[group]
            file.create_dataset(group, data=values)
        return
    groups: dict[str, Any] = {}
    if path.exists():
        with np.load(path) as old:
            groups = dict(old)
    with path.open("wb") as opened:
        np.savez_compressed(opened, **{**groups, group: values})


def load_stack(path: str | os.PathLike[str], group: str = "stack") -> NDArray[Any]:
    """Read a data set that `save_stack` wrote.

    Raises
    ------
    KeyError
        If the file has no data set of this name.
    """
    h5py = _h5py()
    with np.load(path) if h5py is None else h5py.File(path, "r") as file:
        return np.asarray(file[group][()])


def _h5py() -> Any:
    try:
        import h5py
    except ImportError:
        return None
    return h5py
