"""How the files of each entry become named arrays."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, Any]
Reader = Callable[[dict[str, Path]], Arrays]  # file's name in the entry -> path


def read_image(path: Path) -> NDArray[Any]:
    """Read a PNG or TIFF with its own type."""
    if path.suffix == ".tif":
        import tifffile

        return np.asarray(tifffile.imread(path))
    from skimage.io import imread

    return np.asarray(imread(path))


def image_and_truth(image: str, truth: str) -> Reader:
    """Make a reader of an image and its mask."""

    def read(paths: dict[str, Path]) -> Arrays:
        return {"image": read_image(paths[image]), "truth": read_image(paths[truth]) > 0}

    return read


def images(**names: str) -> Reader:
    """Make a reader of several image files, each under a name."""

    def read(paths: dict[str, Path]) -> Arrays:
        return {name: read_image(paths[file]) for name, file in names.items()}

    return read


def gala(part: str) -> Reader:
    """Make a reader of one of gala's volumes; each file holds one array called "stack"."""

    def read(paths: dict[str, Path]) -> Arrays:
        import h5py

        files = {"image": "image.h5", "boundary": "p1.lzf.h5"}
        files |= {"fragments": "ws.lzf.h5", "truth": "gt.lzf.h5"}
        arrays = {}
        for name, file in files.items():
            with h5py.File(paths[f"{part}-{file}"]) as store:
                arrays[name] = store["stack"][()]
        return arrays

    return read


def bbbc007(paths: dict[str, Path]) -> Arrays:
    """Read the six images, their sparse annotations and their names, in alphabetical order."""
    names = sorted(name.partition("/")[2] for name in paths if name.startswith("images/"))
    return {
        "images": [read_image(paths[f"images/{name}"]) for name in names],
        "annotations": [read_image(paths[f"annotations/{name}"]) for name in names],
        "names": tuple(name.removesuffix(".tif") for name in names),
    }


def banana(paths: dict[str, Path]) -> Arrays:
    """Stack the slices in the order of their numbers."""
    slices = [read_image(paths[name]) for name in sorted(paths) if name.endswith(".tif")]
    return {"image": np.stack(slices)}


def membrane_images(paths: dict[str, Path]) -> Arrays:
    """Read the membrane images, and the table of annotated points."""
    points = np.loadtxt(paths["cells3d_annotations.csv"], delimiter=",", skiprows=1)[:, 1:]
    read = images(
        image="membrane2d.tif",
        oversegmented="membrane2d_oversegmented.tif",
        merge_annotation="membrane2d_merge_annotation.tif",
        timelapse="membrane_2d_timelapse.tif",
        other_image="membranes_2d.tif",
        other_sparse_labels="membranes_2d_sparse_labels.tif",
        cell_labels="membrane_labels.tif",
        nuclei="nuclei_labels.tif",
    )
    return {**read(paths), "points": points}


def surfaces(paths: dict[str, Path]) -> Arrays:
    """Read the vertices and triangles of both meshes."""
    arrays: Arrays = {}
    for name in ("branchoid", "gastruloid"):
        vertices, faces = read_ply(paths[f"{name}.ply"])
        arrays[f"{name}_vertices"], arrays[f"{name}_faces"] = vertices, faces
    return arrays


def read_ply(path: Path) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Read a binary PLY file of float vertices and triangles.

    Returns
    -------
    vertices : (V, 3) array of float32
        x, y, z.
    faces : (F, 3) array of int32
        Rows of `vertices`, counted from 0.

    Raises
    ------
    ValueError
        If the file is another kind of PLY.
    """
    data = path.read_bytes()
    header, mark, body = data.partition(b"end_header\n")
    words = header.decode("ascii", "replace").split()
    if not mark or words[:3] != ["ply", "format", "binary_little_endian"]:
        raise ValueError(f"{path.name} must be a PLY file in binary_little_endian.")
    n_vertices = int(words[words.index("vertex") + 1])
    n_faces = int(words[words.index("face") + 1])
    vertices = np.frombuffer(body, "<f4", 3 * n_vertices).reshape(-1, 3)
    row = np.dtype([("size", "u1"), ("corners", "<i4", 3)])
    faces = np.frombuffer(body, row, n_faces, offset=vertices.nbytes)
    if (faces["size"] != 3).any():
        raise ValueError(f"{path.name} must hold triangles only.")
    return vertices, faces["corners"]


def skimage_image(name: str) -> Callable[[], Arrays]:
    """Make a reader of an image that lies inside scikit-image."""

    def read() -> Arrays:
        from skimage import data

        return {"image": np.asarray(getattr(data, name)())}

    return read


def mni152() -> Arrays:
    """Read the template brain that lies inside nilearn, 2 mm voxels."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nilearn's notices about itself
        from nilearn.datasets import (
            load_mni152_brain_mask,
            load_mni152_gm_template,
            load_mni152_template,
            load_mni152_wm_template,
        )

        volumes = {
            "image": load_mni152_template(resolution=2),
            "grey_matter": load_mni152_gm_template(resolution=2),
            "white_matter": load_mni152_wm_template(resolution=2),
            "mask": load_mni152_brain_mask(resolution=2),
        }
        arrays = {name: np.asarray(volume.get_fdata()) for name, volume in volumes.items()}
    arrays["mask"] = arrays["mask"] > 0
    return arrays
