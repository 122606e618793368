"""Read and write stacks of planes: multi-page TIFF, HDF5, or a folder with one image a plane.

The name decides: .tif and .tiff are TIFF, .h5 and .hdf5 are HDF5, and a name without a suffix is a
folder. Values, types and shapes come back as they were written.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coursekit.validation import as_image

_TIFF = (".tif", ".tiff")
_HDF5 = (".h5", ".hdf5")
_PLANES = (*_TIFF, ".png", ".jpg", ".jpeg", ".bmp")


def read_stack(path: str | os.PathLike[str], *, group: str = "stack") -> NDArray[Any]:
    """Read all planes of a stack into one array.

    Parameters
    ----------
    path : path
        A TIFF file, an HDF5 file, or a folder of TIFF, PNG, JPEG or BMP images. The images of a
        folder are sorted by the numbers in their names (plane 2 before plane 10); other files and
        hidden ones are left out.
    group : str, default "stack"
        Name of the data set in an HDF5 file; other formats have no use for it.

    Returns
    -------
    stack : (planes, rows, columns) or (planes, rows, columns, channels) array
        The values with their own type. HDF5 files and TIFF files by `write_stack` may hold more
        dimensions.

    Raises
    ------
    FileNotFoundError
        If there is no such file or folder.
    TypeError
        If the data set does not hold numbers.
    ValueError
        If the format is not known, the file is damaged, the folder has no images, the planes
        differ in shape or type, or the HDF5 file has no such data set.

    Examples
    --------
    >>> read_stack("volume.raw")
    Traceback (most recent call last):
        ...
    ValueError: path must be a folder or end in .tif, .tiff, .h5 or .hdf5, got 'volume.raw'.
    """
    path = Path(path)
    if path.is_dir():
        return _read_folder(path)
    suffix = path.suffix.lower()
    if suffix and suffix not in (*_TIFF, *_HDF5):
        raise ValueError(_unknown(path))
    if not path.exists():
        raise FileNotFoundError(f"path must be a file or folder that exists, got '{path}'.")
    if not suffix:
        raise ValueError(_unknown(path))
    return _read_tiff(path) if suffix in _TIFF else _read_hdf5(path, group)


def write_stack(
    path: str | os.PathLike[str],
    stack: ArrayLike,
    *,
    group: str = "stack",
    overwrite: bool = False,
) -> None:
    """Write a stack so that `read_stack` gives back the same array.

    The file appears under its name when it is complete. If anything goes wrong before, nothing
    of it stays, and a file that was there is as it was.

    Parameters
    ----------
    path : path
        A name ending in .tif, .tiff, .h5 or .hdf5, or one without a suffix: a folder of TIFF images
        plane-0.tif, plane-1.tif, ...
    stack : (planes, rows, columns, ...) array
        Any type of number, three dimensions or more.
    group : str, default "stack"
        Name of the data set in an HDF5 file. Other data sets of the file stay.
    overwrite : bool, default False
        Whether a TIFF file or a data set that exists may be replaced. A folder never is.

    Raises
    ------
    FileExistsError
        If the file, the data set or a folder with something in it exists already.
    FileNotFoundError
        If the folder around it does not exist.
    TypeError
        If the stack does not hold numbers.
    ValueError
        If the stack has fewer than three dimensions or no pixel, if the format is not known, or if
        an existing HDF5 file is damaged.

    Examples
    --------
    >>> write_stack("slice.tif", [[1, 2], [3, 4]])
    Traceback (most recent call last):
        ...
    ValueError: stack must have three dimensions (planes, rows, columns) or more, got shape (2, 2).
    """
    path, array = Path(path), _as_stack(stack)
    suffix = path.suffix.lower()
    if suffix not in ("", *_TIFF, *_HDF5):
        raise ValueError(_unknown(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(f"path must be in a folder that exists, got '{path}'.")
    _refuse_to_replace(path, overwrite)
    with _in_place_when_complete(path) as draft:
        if suffix in _HDF5:
            _write_hdf5(path, draft, array, group, overwrite)
        elif suffix in _TIFF:
            _write_tiff(draft, array)
        else:
            _write_folder(draft, array)


def _unknown(path: Path) -> str:
    return f"path must be a folder or end in .tif, .tiff, .h5 or .hdf5, got '{path}'."


def _as_stack(stack: ArrayLike, argument: str = "stack") -> NDArray[Any]:
    array = as_image(stack, argument)
    if array.ndim < 3:
        raise ValueError(
            f"{argument} must have three dimensions (planes, rows, columns) or more, "
            f"got shape {array.shape}."
        )
    return array


def _refuse_to_replace(path: Path, overwrite: bool) -> None:
    """Complain about what is in the way; data sets in an HDF5 file are looked at later."""
    if path.is_dir():
        if path.suffix or any(path.iterdir()):
            raise FileExistsError(f"path must be a new file or an empty folder, got '{path}'.")
    elif path.exists() and not path.suffix:
        raise FileExistsError(f"path must be a new or an empty folder, got the file '{path}'.")
    elif path.exists() and not overwrite and path.suffix.lower() not in _HDF5:
        raise FileExistsError(f"path must be new without overwrite=True, got '{path}'.")


@contextmanager
def _in_place_when_complete(path: Path) -> Iterator[Path]:
    """Give a place next to `path` to write to, which takes its name if nothing goes wrong."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".coursekit-") as folder:
        draft = Path(folder) / path.name
        yield draft
        if path.is_dir():
            path.rmdir()  # it is empty; not every system lets one folder take another's place
        draft.replace(path)


def _read_folder(path: Path) -> NDArray[Any]:
    files = [file for file in path.iterdir() if file.suffix.lower() in _PLANES]
    files = sorted((file for file in files if not file.name.startswith(".")), key=_by_numbers)
    if not files:
        raise ValueError(f"path must hold images ({', '.join(_PLANES)}), got '{path}'.")
    first = _read_plane(files[0])
    stack = np.empty((len(files), *first.shape), dtype=first.dtype)
    for place, file in enumerate(files):
        plane = _read_plane(file)
        if (plane.shape, plane.dtype) != (first.shape, first.dtype):
            raise ValueError(
                f"planes must have one shape and type, got {first.shape} {first.dtype} in "
                f"{files[0].name} and {plane.shape} {plane.dtype} in {file.name}."
            )
        stack[place] = plane
    return stack


def _by_numbers(file: Path) -> list[tuple[str, int]]:
    """Make a key that sorts numbers as numbers and the words between them as words."""
    return [(word, int(digits or 0)) for word, digits in re.findall(r"(\D*)(\d*)", file.name)]


def _read_plane(file: Path) -> NDArray[Any]:
    if file.suffix.lower() in _TIFF:
        planes = _read_tiff(file)
        if len(planes) != 1:
            raise ValueError(f"planes must be one image each, got {len(planes)} in '{file}'.")
        return np.asarray(planes[0])
    import imageio.v3 as iio

    try:
        return np.asarray(iio.imread(file, plugin="pillow"))
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError(f"path must be an image, got '{file}': {error}") from error


def _read_tiff(path: Path) -> NDArray[Any]:
    import tifffile

    try:
        with tifffile.TiffFile(path) as file:
            if len(file.series) != 1:
                shapes = ", ".join(str(series.shape) for series in file.series)
                raise ValueError(f"its pages have several shapes: {shapes}")
            stack = np.asarray(file.asarray())
            ours = file.series[0].kind == "shaped"  # the file says which shape was written
            one_page = not ours and file.series[0].axes in ("YX", "YXS")
    except ValueError as error:
        raise ValueError(f"path must be a TIFF stack, got '{path}': {error}") from error
    return stack[np.newaxis] if one_page else stack


def _write_tiff(path: Path, stack: NDArray[Any]) -> None:
    import tifffile

    colours = stack.ndim == 4 and stack.shape[-1] == 3 and stack.dtype.kind == "u"
    tifffile.imwrite(path, stack, photometric="rgb" if colours else "minisblack")


def _write_folder(path: Path, stack: NDArray[Any]) -> None:
    path.mkdir()
    digits = len(str(len(stack) - 1))
    for number, plane in enumerate(stack):
        _write_tiff(path / f"plane-{number:0{digits}}.tif", plane[np.newaxis])


def _open_hdf5(path: Path, mode: str) -> Any:
    import h5py

    try:
        return h5py.File(path, mode)
    except OSError as error:
        raise ValueError(f"path must be an HDF5 file, got '{path}': {error}") from error


def _is_data_set(item: Any) -> bool:
    return hasattr(item, "dtype")


def _read_hdf5(path: Path, group: str) -> NDArray[Any]:
    with _open_hdf5(path, "r") as file:
        found: Any = file.get(group) if group else None
        if not _is_data_set(found):
            names: list[str] = []
            file.visititems(lambda name, item: names.append(name) if _is_data_set(item) else None)
            there = ", ".join(names) or "there are none"
            raise ValueError(f"group must be a data set of the file ({there}), got {group!r}.")
        return _as_stack(found[()], group)


def _write_hdf5(path: Path, draft: Path, stack: NDArray[Any], group: str, overwrite: bool) -> None:
    if path.exists():
        shutil.copyfile(path, draft)
    with _open_hdf5(draft, "a") as file:
        _make_room(file, group, overwrite)
        # level 1 of gzip is quick, and every HDF5 library reads it
        file.create_dataset(group, data=stack, compression="gzip", compression_opts=1, shuffle=True)


def _make_room(file: Any, group: str, overwrite: bool) -> None:
    """Delete the data set that is to be replaced; complain about what cannot be."""
    above = [group[: slash.start()] for slash in re.finditer("(?<=.)/", group)]
    if not group.strip("/") or any(_is_data_set(file.get(name)) for name in above):
        raise ValueError(f"group must name a data set that there can be, got {group!r}.")
    if group not in file:
        return
    if not _is_data_set(file[group]):
        raise ValueError(f"group must be a data set, got the folder {group!r}.")
    if not overwrite:
        raise FileExistsError(f"group must be new without overwrite=True, got {group!r}.")
    del file[group]
