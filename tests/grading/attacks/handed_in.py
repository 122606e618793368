"""Submissions that are files of an odd kind; each is written over an honest one."""

import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.nbgraderformat import read as stock_read

NAME = "a02a-cuts.ipynb"


@dataclass(frozen=True)
class HandedIn:
    """A way to spoil a submission's folder, and what a trusting reader makes of it."""

    name: str
    spoil: Callable[[Path, Path], None]  # the submission's folder, a file outside
    told: str
    outside: Callable[[Path, Path], bool]  # whether a trusting reader is harmed
    earns: float = 0.0  # of 5 points; the answers in the notebook are right


def _stock_fails(folder: Path, secret: Path) -> bool:
    """Read as nbgrader does: an exception stops the class, or loses the notebook."""
    try:
        stock_read(folder / NAME, as_version=4)
    except Exception:
        return True
    return not (folder / NAME).is_file()


def _bytes(data: bytes) -> Callable[[Path, Path], None]:
    def spoil(folder: Path, secret: Path) -> None:
        (folder / NAME).write_bytes(data)

    return spoil


def _changed(change: Callable[[dict[str, Any]], None]) -> Callable[[Path, Path], None]:
    def spoil(folder: Path, secret: Path) -> None:
        notebook = json.loads((folder / NAME).read_text(encoding="utf-8"))
        change(notebook)
        (folder / NAME).write_text(json.dumps(notebook), encoding="utf-8")

    return spoil


def _huge(folder: Path, secret: Path) -> None:
    os.truncate(folder / NAME, 200_000_000)


def _other_encoding(folder: Path, secret: Path) -> None:
    text = (folder / NAME).read_text(encoding="utf-8")
    (folder / NAME).write_bytes(text.encode("utf-16"))


def _latin(folder: Path, secret: Path) -> None:
    text = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(text.replace(b'"cells"', b'"\xe9\xff": 1, "cells"', 1))


def _link(folder: Path, secret: Path) -> None:
    (folder / NAME).unlink()
    (folder / NAME).symlink_to(secret)


def _dangling(folder: Path, secret: Path) -> None:
    (folder / NAME).unlink()
    (folder / NAME).symlink_to("nowhere")


def _linked_folder(folder: Path, secret: Path) -> None:
    moved = secret.parent / "moved"
    folder.rename(moved)
    folder.symlink_to(moved)


def _pipe(folder: Path, secret: Path) -> None:
    (folder / NAME).unlink()
    os.mkfifo(folder / NAME)


def _archive(folder: Path, secret: Path) -> None:
    (folder / NAME).unlink()
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr("../../escaped.txt", "outside")
    with tarfile.open(folder / "work.tar", "w") as archive:
        member = tarfile.TarInfo("../escaped.txt")
        member.size = 7
        archive.addfile(member, io.BytesIO(b"outside"))


def _escapes(folder: Path, secret: Path) -> bool:
    with tarfile.open(folder / "work.tar") as archive:
        archive.extraction_filter = staticmethod(lambda member, path: member)
        archive.extractall(folder)
    escaped = folder.parent / "escaped.txt"
    found = escaped.exists()
    escaped.unlink(missing_ok=True)
    return found


def _renamed(folder: Path, secret: Path) -> None:
    (folder / NAME).rename(folder / "my work (1).ipynb")


def _bad_time(folder: Path, secret: Path) -> None:
    (folder / "timestamp.txt").write_bytes(b"yesterday \xff")


def _time_fails(folder: Path, secret: Path) -> bool:
    from nbgrader.utils import parse_utc

    try:
        parse_utc((folder / "timestamp.txt").read_text(encoding="utf-8"))
    except Exception:
        return True
    return False


def _reads_secret(folder: Path, secret: Path) -> bool:
    return secret.read_text() in (folder / NAME).read_text()


def _reads_all(folder: Path, secret: Path) -> bool:
    return len((folder / NAME).read_bytes()) == 200_000_000


def _waits(folder: Path, secret: Path) -> bool:
    """A reader that opens a pipe waits for a writer for ever; this one does not wait."""
    opened = os.open(folder / NAME, os.O_RDONLY | os.O_NONBLOCK)
    os.close(opened)
    return not (folder / NAME).is_file()


def _believes(folder: Path, secret: Path) -> bool:
    cells = stock_read(folder / NAME, as_version=4).cells
    return sum(cell.metadata.get("nbgrader", {}).get("points", 0) for cell in cells) > 1000


def _runs_kernel(folder: Path, secret: Path) -> bool:
    """nbconvert starts whatever kernel the file names."""
    notebook = nbformat.read(folder / NAME, as_version=4)
    return notebook.metadata.kernelspec.name == "bash"


def _twice(notebook: dict[str, Any]) -> None:
    notebook["cells"].append(dict(notebook["cells"][0]))


def _without_ids(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"][::2]:
        cell.pop("id")


def _more_points(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"]["nbgrader"]["points"] = 1000


def _odd_metadata(notebook: dict[str, Any]) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = ["no", "metadata"]
    notebook["metadata"] = 7


def _other_kernel(notebook: dict[str, Any]) -> None:
    notebook["metadata"] = {"kernelspec": {"name": "bash", "language": "bash", "display_name": ""}}


HANDED_IN = (
    HandedIn("hands in a file of zero bytes", _bytes(b""), "is empty", _stock_fails),
    HandedIn("hands in 200 MB", _huge, "larger than 20 MB", _reads_all),
    HandedIn(
        "hands in what is no JSON", _bytes(b'{"cells": [,'), "no valid notebook", _stock_fails
    ),
    HandedIn(
        "hands in lists in lists in lists",
        _bytes(b"[" * 200_000),
        "nested in it too deeply",
        _stock_fails,
    ),
    HandedIn("hands in UTF-16", _other_encoding, "in place of UTF-8", _stock_fails, 5.0),
    HandedIn("hands in bytes that are no text", _latin, "no text in UTF-8", _stock_fails, 5.0),
    HandedIn("hands in a link to the secret", _link, "no file but a link", _reads_secret),
    HandedIn("hands in a link to nowhere", _dangling, "no file but a link", _stock_fails),
    HandedIn(
        "hands in a link as the folder",
        _linked_folder,
        "is a link or a file",
        lambda folder, secret: (folder / NAME).is_file(),
    ),
    HandedIn("hands in a named pipe", _pipe, "no file but a link, a folder or a device", _waits),
    HandedIn("hands in archives that point outside", _archive, "Archives are not", _escapes),
    HandedIn(
        "hands in a renamed notebook",
        _renamed,
        "was read as `a02a-cuts.ipynb`",
        lambda folder, secret: not (folder / NAME).exists(),
        5.0,
    ),
    HandedIn("hands in no time", _bad_time, "holds no date and time", _time_fails, 5.0),
    HandedIn("hands in a cell twice", _changed(_twice), "have the same id", _stock_fails, 5.0),
    HandedIn("hands in cells without ids", _changed(_without_ids), "no id", _stock_fails, 5.0),
    HandedIn(
        "hands in a thousand points", _changed(_more_points), "Marks of grading", _believes, 5.0
    ),
    HandedIn("hands in odd metadata", _changed(_odd_metadata), "Marks of", _stock_fails, 5.0),
    HandedIn(
        "hands in work for another kernel", _changed(_other_kernel), "not for Python", _runs_kernel
    ),
)
