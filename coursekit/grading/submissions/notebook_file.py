"""Read one notebook file that anybody may have written: whatever its bytes, words come back."""

import json
import os
import re
import stat
import warnings
from dataclasses import dataclass
from typing import Any

import nbformat

MOST_BYTES = 20_000_000
MOST_CELLS = 2000
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LONGEST_NUMBER = 18  # digits; Python refuses to read thousands of them
_KINDS = ("code", "markdown", "raw")


class Unreadable(Exception):
    """Says in words for its author why a notebook cannot be read."""


@dataclass(frozen=True)
class RawCell:
    """A cell as submitted; `id` is empty if it has none that is valid."""

    kind: str
    id: str
    source: str
    marks: dict[str, Any]  # what the file claims about grading: compared, never believed


@dataclass(frozen=True)
class RawNotebook:
    """The cells of a submitted notebook, its language, and remarks for its author."""

    cells: tuple[RawCell, ...]
    language: str
    remarks: tuple[str, ...]


def read_bytes(name: str, folder: int) -> bytes:
    """Read a file in the folder that is open as `folder`; links and devices are refused.

    Raises
    ------
    Unreadable
        If it is no plain file, too large, or cannot be opened.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        if not stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise Unreadable("This is no file but a link, a folder or a device: hand in the file.")
        opened = os.open(name, flags, dir_fd=folder)
        with os.fdopen(opened, "rb") as file:
            if not stat.S_ISREG(os.fstat(opened).st_mode):
                raise Unreadable("This is no plain file.")
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"This file could not be opened: {error.strerror}.") from None
    if len(data) > MOST_BYTES:
        raise Unreadable(
            f"This notebook is larger than {MOST_BYTES // 1_000_000} MB: clear its outputs "
            "(Edit > Clear Outputs of All Cells), save it and hand it in again."
        )
    return data


def read_notebook(data: bytes) -> RawNotebook:
    """Read the bytes of a notebook.

    Raises
    ------
    Unreadable
        If they are no notebook of a known format.
    """
    remarks: list[str] = []
    plain = _known_format(_json(_text(data, remarks), remarks), remarks)
    cells = plain.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("This file has no list of cells: it is no notebook.")
    if len(cells) > MOST_CELLS:
        raise Unreadable(f"This notebook has {len(cells):,} cells; {MOST_CELLS:,} are read.")
    read = tuple(_cell(cell, place, remarks) for place, cell in enumerate(cells, 1))
    return RawNotebook(read, _language(plain.get("metadata")), tuple(remarks))


def _text(data: bytes, remarks: list[str]) -> str:
    if not data.strip():
        raise Unreadable(
            f"This file is empty ({len(data)} bytes): save the notebook, and hand it in again."
        )
    encoding = json.detect_encoding(data)
    if encoding == "utf-8-sig":
        remarks.append("The file begins with a byte order mark (BOM), which was left out.")
    elif encoding != "utf-8":
        remarks.append(f"The file is written in {encoding.upper()} in place of UTF-8; it was read.")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        remarks.append(
            "Some bytes of the file are no text in UTF-8: they were read as question marks."
        )
        return data.decode(encoding, errors="replace")


def _json(text: str, remarks: list[str]) -> Any:
    odd: set[str] = set()

    def number(digits: str) -> int:
        if len(digits) <= _LONGEST_NUMBER:
            return int(digits)
        odd.add("a huge number")
        return 0

    try:
        plain = json.loads(text, parse_int=number, parse_constant=odd.add)
    except json.JSONDecodeError as error:
        raise Unreadable(_json_words(error)) from None
    except (RecursionError, MemoryError, ValueError):
        raise Unreadable(
            "This file is no valid notebook: lists are nested in it too deeply."
        ) from None
    if odd:
        found = " and ".join(sorted(odd))
        remarks.append(f"The file holds {found}, which no notebook needs: it was left out.")
    return plain


def _json_words(error: json.JSONDecodeError) -> str:
    cut = error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated")
    cause = "it stops in the middle" if cut else "something in it was changed by hand"
    return (
        f"This file is no valid notebook (JSON, line {error.lineno}): {cause}. Open it in "
        "JupyterLab, save it and hand it in again."
    )


def _known_format(plain: Any, remarks: list[str]) -> dict[str, Any]:
    """Bring the content of a file into the form of notebook format 4."""
    if not isinstance(plain, dict):
        raise Unreadable("This file has no list of cells: it is no notebook.")
    number = plain.get("nbformat")
    if number == 4:
        return plain
    if isinstance(number, int) and 1 <= number <= 3:
        remarks.append(f"The notebook is in the old format {number}; it was converted.")
        return _converted(plain)
    if number is None and "cells" in plain:
        remarks.append("The file does not say which notebook format it has; 4 was assumed.")
        return plain
    raise Unreadable(
        f"This file has notebook format {str(number)[:20]}, which is not known here: save it "
        "with JupyterLab, in format 4."
    )


def _converted(plain: dict[str, Any]) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            notebook = dict(nbformat.convert(nbformat.from_dict(plain), 4))
        for cell in notebook["cells"]:
            cell.pop("id", None)  # drawn at random
    except Exception:  # nbformat trusts what it converts
        raise Unreadable("This notebook is in an old format, and could not be converted.") from None
    return notebook


def _cell(cell: Any, place: int, remarks: list[str]) -> RawCell:
    if not isinstance(cell, dict) or cell.get("cell_type") not in _KINDS:
        remarks.append(f"Cell {place} is no cell of text or code: it was left out.")
        return RawCell("raw", "", "", {})
    id = cell.get("id")
    if "id" in cell and not (isinstance(id, str) and _ID.fullmatch(id)):
        remarks.append(f"Cell {place} has an id that is not valid: it was left out.")
        id = None
    source = _source(cell.get("source", ""))
    if source is None:
        remarks.append(f"Cell {place} holds no text: it was read as empty.")
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kind = str(cell["cell_type"])
    return RawCell(kind, id or "", source or "", marks if isinstance(marks, dict) else {})


def _source(source: Any) -> str | None:
    """Join the lines of a cell; half characters that no file can hold become question marks."""
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines):
        return None
    return "".join(lines).encode("utf-8", "replace").decode("utf-8")


def _language(metadata: Any) -> str:
    """Name the programming language; Python if the file does not say."""
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        found = metadata.get(key) if isinstance(metadata, dict) else None
        language = found.get(name) if isinstance(found, dict) else None
        if isinstance(language, str) and language.strip():
            return _source(language.strip()[:30]) or ""
    return "python"
