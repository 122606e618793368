"""The images of the course: real ones with pinned sources, and seeded phantoms with exact truth.

`load("kesm-vessels").image` is all that a lesson needs; `card("kesm-vessels")` tells what a reader
must know before using the image.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from coursekit.datasets.card import Card, File, Layer
from coursekit.datasets.sample import Sample
from coursekit.datasets.store import DataError, folder
from coursekit.datasets.template import mni152_slice

__all__ = [
    "Card",
    "DataError",
    "File",
    "Layer",
    "Sample",
    "card",
    "fetch",
    "folder",
    "load",
    "load_for_lesson",
    "mni152_slice",
    "names",
    "phantoms",
    "verify",
]

_STAND_INS: dict[str, tuple[str, dict[str, Any]]] = {
    "kesm-vessels": ("vessels", {"shape": (512, 512)}),
    "oasis-brain": ("brain", {"shape": (176, 208)}),
    "gala-em-train": ("membranes-phantom", {"seed": 1, "shape": (50, 100, 200), "n": 130}),
    "gala-em-test": ("membranes-phantom", {"seed": 2, "shape": (50, 100, 200), "n": 130}),
}


def __getattr__(name: str) -> Any:
    """Load the phantoms on first use: they need SciPy, importing this package does not."""
    if name == "phantoms":
        import importlib

        return importlib.import_module("coursekit.datasets.phantoms")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def names() -> list[str]:
    """List the names of the catalogue."""
    from coursekit.datasets.catalogue import ENTRIES

    return list(ENTRIES)


def card(name: str) -> Card:
    """Return the data card of an entry.

    Raises
    ------
    ValueError
        If the catalogue has no such entry.
    """
    from coursekit.datasets import catalogue

    return catalogue.card(_known(name))


def load(name: str, **parameters: Any) -> Sample:
    """Return the sample called `name`.

    Parameters
    ----------
    name : str
        One of `names()`.
    **parameters
        For a phantom: what its function in `coursekit.datasets.phantoms` takes, such as
        ``seed=3``. ``load("membranes", seed=1)`` gives the phantom, ``load("membranes")`` the
        real images of that name.

    Returns
    -------
    sample : Sample
        Read-only arrays as attributes (`.image`, `.truth`, ... as the card lists them), the
        `.card`, and a `.note` that says where the image comes from.

    Raises
    ------
    ValueError
        If the catalogue has no such entry.
    TypeError
        If a parameter is given that the entry does not take.
    DataError
        If a file cannot be had, or is not the one that was pinned.
    """
    from coursekit.datasets import catalogue, store

    if parameters and f"{name}-phantom" in catalogue.ENTRIES:
        name = f"{name}-phantom"
    entry, its_card = catalogue.ENTRIES[_known(name)], card(name)
    if entry.kind == "phantom":
        title = its_card.title.removesuffix(" (phantom)")
        note = f"Phantom: {title}; drawn by a program, so the truth is exact."
        return Sample(its_card, note, **entry.read(**parameters))
    if parameters:
        raise TypeError(f"{name} takes no parameters, got {', '.join(parameters)}.")
    note = f"Real image: {its_card.title}."
    if entry.kind == "library":
        return Sample(its_card, note, **entry.read(), **(entry.facts or {}))
    paths = {file.file.removeprefix(f"{entry.folder}/"): store.get(file) for file in its_card.files}
    return Sample(its_card, note, **entry.read(paths), **(entry.facts or {}))


def load_for_lesson(name: str) -> Sample:
    """Return a real image, or the phantom of the same kind and shape if it cannot be had.

    The sample's `.note` says which of the two it is. A file that is there but is not the pinned
    one is an error all the same: it would give other numbers without a word.

    Raises
    ------
    ValueError
        If no phantom stands in for `name`.
    """
    if name not in _STAND_INS:
        raise ValueError(f"name must be one of {', '.join(_STAND_INS)}, got {name!r}.")
    wrong = [file for file, state in verify([name]) if state == "wrong hash"]
    if wrong:
        raise DataError(
            f"{wrong[0]} on this machine is not the file that was pinned. Delete it and fetch it "
            f"again with `coursekit data fetch {name}`."
        )
    try:
        return load(name)
    except DataError:
        phantom, parameters = _STAND_INS[name]
        sample = load(phantom, **parameters)
        sample.note = (
            f"STAND-IN: the real image ({card(name).title}) cannot be had here, so you see a "
            f"drawn one. The numbers in the text belong to the real image. To get it, connect to "
            f"the network and run `coursekit data fetch {name}`."
        )
        return sample


def fetch(wanted: str | Iterable[str] | None = None, progress: bool = False) -> list[Path]:
    """Fetch the files of some entries, or of all, and return where they are.

    Raises
    ------
    ValueError
        If the catalogue has no such entry.
    DataError
        If a file cannot be had, or is not the one that was pinned.
    """
    from coursekit.datasets import store

    return [store.get(file, progress) for file in _files(wanted)]


def verify(wanted: str | Iterable[str] | None = None) -> list[tuple[str, str]]:
    """List each file with its state on this machine: "ok", "missing" or "wrong hash".

    Raises
    ------
    ValueError
        If the catalogue has no such entry.
    """
    from coursekit.datasets import store

    return [(file.file, store.state(file)) for file in _files(wanted)]


def _files(wanted: str | Iterable[str] | None) -> list[File]:
    chosen = names() if wanted is None else [wanted] if isinstance(wanted, str) else wanted
    found = [file for name in chosen for file in card(name).files]
    return list(dict.fromkeys(found))


def _known(name: str) -> str:
    from coursekit.datasets.catalogue import ENTRIES

    if name in ENTRIES:
        return name
    import difflib

    near = difflib.get_close_matches(str(name), ENTRIES, n=3, cutoff=0.4)
    choices = f"Did you mean {', '.join(near)}?" if near else f"Choose from {', '.join(ENTRIES)}."
    raise ValueError(f"No image is called {name!r}. {choices}")
