"""What a learner wrote or printed, made harmless: plain text and PNG pictures of bounded size."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from coursekit.checking.render import with_code

LONGEST_SOURCE = 50_000  # characters of one cell
LONGEST_OUTPUT = 20_000  # characters of one text
LARGEST_PICTURE = 1_000_000  # characters of one PNG in base64
LARGEST_NOTEBOOK = 4_000_000  # characters of everything that the learner adds
NO_ALT = "A picture drawn by this cell."
PNG_START = b"\x89PNG\r\n\x1a\n"
# tabs, ends of lines and the escape of terminal colours stay
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")


class Room:
    """What is left of the characters that a notebook may add to a page."""

    def __init__(self, left: int = LARGEST_NOTEBOOK) -> None:
        self.left = left

    def source(self, words: Any) -> str:
        """Take the source of a cell, as far as there is room."""
        return self._take(words, LONGEST_SOURCE)

    def output(self, found: Mapping[str, Any]) -> dict[str, Any] | None:
        """Keep the text, the error or the picture of an output, and nothing else of it."""
        kind = found.get("output_type")
        if kind == "stream":
            name = "stderr" if found.get("name") == "stderr" else "stdout"
            text = self._take(found.get("text"), LONGEST_OUTPUT)
            return {"output_type": kind, "name": name, "text": text}
        if kind == "error":
            lines = "\n".join(map(str, found.get("traceback") or []))
            name, value = (self._take(found.get(key), 1_000) for key in ("ename", "evalue"))
            lines = self._take(lines, LONGEST_OUTPUT)
            return {"output_type": kind, "ename": name, "evalue": value, "traceback": [lines]}
        return self._shown(found.get("data") or {}, found.get("metadata") or {})

    def _shown(self, data: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any] | None:
        picture = plain_text(data.get("image/png")).replace("\n", "")
        if len(picture) <= self.left and is_png(picture):
            self.left -= len(picture)
            alt = plain_text((about.get("image/png") or {}).get("alt"))[:500] or NO_ALT
            words = {"image/png": {"alt": alt}}
            return _display({"image/png": picture}, words)
        if "text/plain" not in data:
            return None
        return _display({"text/plain": self._take(data["text/plain"], LONGEST_OUTPUT)}, {})

    def _take(self, words: Any, most: int) -> str:
        text = _joined(words)
        kept = text[: min(most, max(self.left, 0))]
        self.left -= len(kept)
        cut = len(text) - len(kept)
        note = f"\n# ... cut here by the grader: {cut} more characters" if cut else ""
        return plain_text(kept) + note


def _display(data: dict[str, str], about: dict[str, Any]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": about}


def plain_text(words: Any) -> str:
    """Make text of what should be text, without what no file or page can hold."""
    return CONTROLS.sub("", _joined(words).encode("utf-8", "replace").decode("utf-8"))


def _joined(words: Any) -> str:
    return "".join(map(str, words)) if isinstance(words, list) else str(words or "")


def one_line(words: str) -> str:
    """Write a sentence as HTML in one line: a blank line would end the list that it stands in."""
    return with_code(" ".join(plain_text(words).split()))


def is_png(picture: str) -> bool:
    """Tell whether text is a PNG picture in base64 of bearable size."""
    if not 0 < len(picture) <= LARGEST_PICTURE:
        return False
    try:
        return base64.b64decode(picture, validate=True).startswith(PNG_START)
    except (binascii.Error, ValueError):
        return False
