"""One learner's submission, read strictly: whatever it holds, the class goes on.

Only notebooks that are plain files in the submission's own folder are read. What is graded and
for how many points comes from the handout; a notebook's own marks of grading are never believed.
"""

import errno
import hashlib
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from coursekit.grading.submissions.handout import Handout
from coursekit.grading.submissions.notebook_file import Unreadable
from coursekit.grading.submissions.notebook_file import read_bytes as read_plain_file
from coursekit.grading.submissions.notebook_file import read_notebook as parse_notebook
from coursekit.grading.submissions.selection import Cell
from coursekit.grading.submissions.submitted_notebook import (
    SubmittedNotebook,
    compared,
    listed,
    shown,
)

TIMESTAMP = "timestamp.txt"
MOST_FILES = 5000  # of a folder; a submission has a handful
MOST_NOTEBOOKS = 20  # that are read in search of renamed ones
_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
_QUIET = {"thumbs.db", "desktop.ini", "__macosx", "__pycache__"}  # and whatever begins with a dot

__all__ = ["Cell", "Submission", "SubmittedNotebook", "read_submission"]


@dataclass(frozen=True)
class Submission:
    """What a learner handed in for an assignment; `digest` changes whenever a file does."""

    learner: str
    assignment: str
    handed_in: str  # in ISO form, in UTC; "" if it is not known
    digest: str
    notebooks: tuple[SubmittedNotebook, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    """A file's bytes, or why it could not be read."""

    data: bytes = b""
    refused: str = ""


def read_submission(folder: Path, handout: Handout) -> Submission:
    """Read ``submitted/LEARNER/ASSIGNMENT``; never raises for what a learner handed in."""
    learner = folder.parent.name
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        return _not_opened(learner, handout, error)
    try:
        return _Reading(opened, handout).submission(learner)
    finally:
        os.close(opened)


def _not_opened(learner: str, handout: Handout, error: OSError) -> Submission:
    state, words = "unreadable", f"The submission could not be opened: {error.strerror}."
    if isinstance(error, FileNotFoundError):
        state, words = "missing", "Nothing was handed in."
    elif error.errno in (errno.ENOTDIR, errno.ELOOP):
        words = "The submission is a link or a file where a folder must be: it was not read."
    gone = tuple(SubmittedNotebook(name, state) for name in handout.notebooks)
    return Submission(learner, handout.assignment, "", _digest({}), gone, (words,))


class _Reading:
    """The reading of one folder, which is open as a number."""

    def __init__(self, folder: int, handout: Handout) -> None:
        self.folder = folder
        self.handout = handout
        with os.scandir(folder) as entries:
            self.names = sorted(entry.name for entry in islice(entries, MOST_FILES))
        self.remarks: list[str] = []
        self.read: dict[str, _File] = {}

    def submission(self, learner: str) -> Submission:
        taken = self._taken()
        notebooks = [self._notebook(name, taken.get(name)) for name in self.handout.notebooks]
        handed_in = self._handed_in()
        self._tell_left_out(set(taken.values()))
        return Submission(
            learner,
            self.handout.assignment,
            handed_in,
            _digest(self.read),
            tuple(notebooks),
            tuple(self.remarks),
        )

    def _file(self, name: str) -> _File:
        if name not in self.read:
            try:
                self.read[name] = _File(read_plain_file(name, self.folder))
            except Unreadable as error:
                self.read[name] = _File(refused=str(error))
        return self.read[name]

    # --- which file is which notebook ---

    def _taken(self) -> dict[str, str]:
        """Map the handout's notebooks to files; renamed ones are known by their cells."""
        taken = {name: f"{name}.ipynb" for name in self.handout.notebooks}
        taken = {name: file for name, file in taken.items() if file in self.names}
        others = [one for one in self.names if _is_notebook(one) and one not in taken.values()]
        missing = [name for name in self.handout.notebooks if name not in taken]
        meant = {file: self._meant(file) for file in others[:MOST_NOTEBOOKS] if missing}
        for name in missing:
            files = [file for file, wanted in meant.items() if wanted == name]
            if len(files) == 1:
                taken[name] = files[0]
                self.remarks.append(f"{shown(files[0])} was read as `{name}.ipynb`.")
            elif files:
                self.remarks.append(
                    f"More than one file may be `{name}.ipynb` ({listed(files)}), so none was "
                    "read: hand in one of them, with its first name."
                )
        return taken

    def _meant(self, file: str) -> str:
        """Name the handout's notebook that a file is, by its cells' ids or else by its name."""
        try:
            ids = {cell.id for cell in parse_notebook(self._file(file).data).cells}
        except Unreadable:
            ids = set()
        lessons = {
            name: {one.id for one in cells} for name, cells in self.handout.notebooks.items()
        }
        best = max(lessons, key=lambda name: len(ids & lessons[name]))
        if 2 * len(ids & lessons[best]) >= len(lessons[best]):
            return best
        alike = [name for name in lessons if file.casefold().startswith(name.casefold())]
        return max(alike, key=len, default="")

    def _tell_left_out(self, taken: set[str]) -> None:
        left_out = [name for name in self.names if name not in taken and not _is_quiet(name)]
        archives = [name for name in left_out if name.lower().endswith(_ARCHIVES)]
        notebooks = [name for name in left_out if _is_notebook(name)]
        others = [name for name in left_out if name not in {*archives, *notebooks}]
        for names, words in (
            (archives, "Archives are not unpacked, hand in the notebooks themselves: {}."),
            (notebooks, "These notebooks are not part of the assignment and were not read: {}."),
            (others, "Only notebooks are read; these files and folders were left out: {}."),
        ):
            if names:
                self.remarks.append(words.format(listed(names)))
        if len(self.names) == MOST_FILES:
            self.remarks.append(f"The folder holds {MOST_FILES} files or more: hand in fewer.")

    # --- one notebook ---

    def _notebook(self, name: str, file: str | None) -> SubmittedNotebook:
        if file is None:
            return SubmittedNotebook(name, "missing", (f"`{name}.ipynb` was not handed in.",))
        found = self._file(file)
        if found.refused:
            return SubmittedNotebook(name, "unreadable", (found.refused,))
        try:
            raw = parse_notebook(found.data)
        except Unreadable as error:
            return SubmittedNotebook(name, "unreadable", (str(error),))
        return compared(name, raw, self.handout.notebooks[name])

    def _handed_in(self) -> str:
        if TIMESTAMP not in self.names:
            return ""
        found = self._file(TIMESTAMP)
        try:
            return _moment(found.data[:100].decode("utf-8")).isoformat()
        except (ValueError, OverflowError, LookupError, OSError):
            self.remarks.append(
                f"The file `{TIMESTAMP}` holds no date and time: when this was handed in is not "
                "known."
            )
            return ""


def _moment(text: str) -> datetime:
    """Read a time such as "2026-02-02 15:58:23.948203 UTC"; without a zone it is UTC."""
    words = text.split()
    zone = words.pop() if len(words) > 2 else "UTC"
    moment = datetime.fromisoformat(" ".join(words))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC if zone in ("UTC", "GMT") else ZoneInfo(zone))
    return moment.astimezone(UTC)


def _digest(files: dict[str, _File]) -> str:
    """Hash names and bytes, each with its length so that nothing can be shifted between them."""
    found = hashlib.sha256()
    for name, file in sorted(files.items()):
        for data in (os.fsencode(name), file.data, file.refused.encode()):
            found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def _is_notebook(name: str) -> bool:
    """Browsers save notebooks as ``a.ipynb.txt`` and ``a.ipynb.json``, too."""
    return re.search(r"\.ipynb(\.txt|\.json)?$", name, re.IGNORECASE) is not None


def _is_quiet(name: str) -> bool:
    return name.startswith(".") or name.lower() in _QUIET or name == TIMESTAMP
