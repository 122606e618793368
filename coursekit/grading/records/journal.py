"""The journal: what grading found, one file a submission, written whole or not at all.

`journal/ASSIGNMENT/LEARNER.json` holds one verdict. A run that is killed loses the submissions in
flight and nothing else: the next run reads what is there and grades what is missing. A verdict's
key says what was graded, part by part (see `verdict_key`), so that a later run can tell what became
different.
"""

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coursekit.grading.verdict import TaskVerdict, Verdict

SUFFIX = ".json"
PART = ".part"  # a file that is being written; its name begins with a dot
LOCK = ".lock"
LONGEST_NAME = 255 - len(SUFFIX)  # bytes; file systems allow 255
_locks: set[int] = set()  # open lock files of this process


class Journal:
    """The verdicts of a course, in a folder of files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, verdict: Verdict) -> None:
        """Keep a verdict in place of an older one; on an error the older one stays.

        Raises
        ------
        ValueError
            If a name cannot be a file's name.
        OSError
            If the file cannot be written; nothing of it remains.
        """
        path = self._path(verdict.assignment, verdict.learner)
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
            _sync_folder(self.folder)
        # a learner may print half a character, which plain UTF-8 refuses
        write_whole(path, verdict.to_json().encode("utf-8", "surrogatepass"))

    def read(self, assignment: str, learner: str) -> Verdict | None:
        """Return a submission's verdict, or None if it has none yet.

        Raises
        ------
        ValueError
            If the file is damaged or belongs to another submission.
        """
        path = self._path(assignment, learner)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            verdict = Verdict.from_json(content.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{path} must be a verdict of coursekit grade: {error}") from error
        found = (verdict.assignment, verdict.learner)
        if found != (assignment, learner):
            raise ValueError(f"{path} must be of its own submission, got {' of '.join(found)}.")
        return verdict

    def read_or_none(self, assignment: str, learner: str) -> Verdict | None:
        """Return a submission's verdict; a damaged one counts as missing and is graded again."""
        try:
            return self.read(assignment, learner)
        except ValueError:
            return None

    def all(self, assignment: str | None = None) -> Iterator[Verdict]:
        """Go through the verdicts of an assignment, or of all, in the order of their names.

        Raises
        ------
        ValueError
            If a file is damaged.
        """
        for path in sorted(self.folder.glob(f"*/[!.]*{SUFFIX}")):
            if assignment in (None, path.parent.name):
                verdict = self.read(path.parent.name, path.name.removesuffix(SUFFIX))
                if verdict:
                    yield verdict

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other graders out, and remove what a killed one left half written.

        Raises
        ------
        RuntimeError
            If another grader works on this journal.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        number = _take(self.folder / LOCK)
        try:
            remove_parts(self.folder, Path("*"))
            yield
        finally:
            if number in _locks:  # not so in a forked child
                _locks.remove(number)
                os.close(number)

    def _path(self, assignment: str, learner: str) -> Path:
        return self.folder / _checked(assignment) / (_checked(learner) + SUFFIX)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name, then give it its own: nobody ever sees half of it.

    Raises
    ------
    OSError
        If that is impossible, a full disk included; the message names `path`, an older file of
        that name is as it was, and nothing else remains.
    """
    part = None
    try:
        number, part = tempfile.mkstemp(prefix=".", suffix=PART, dir=path.parent)
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
        _sync_folder(path.parent)
    except BaseException as error:
        if part:
            Path(part).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise OSError(error.errno, f"{path} cannot be written: {error.strerror}") from error
        raise


def remove_parts(root: Path, folders: Path) -> None:
    """Remove what a killed process left half written, in all folders of a pattern below `root`."""
    for part in root.glob(str(folders / f".*{PART}")):
        part.unlink(missing_ok=True)


def verdict_key(*, files: str, exercises: str, secret: str, judging: str) -> str:
    """Name what a verdict was made from, in parts that two keys can be compared by.

    Each argument is any text that changes with its part: the submission's digest, the versions of
    the exercises, the secret, the version of the grader. The key holds 16 hexadecimal digits of
    each one's hash, as in "files:0123456789abcdef|exercises:...|secret:...|judging:...".
    """
    parts = {"files": files, "exercises": exercises, "secret": secret, "judging": judging}
    return "|".join(f"{name}:{_short_hash(name + text)}" for name, text in parts.items())


PARTS = {
    "files": "the submission",
    "exercises": "an exercise",
    "secret": "the secret",
    "judging": "the way of grading",
}


def changes(old: Verdict, new: Verdict) -> list[str]:
    """Say in sentences which points became different, and why."""
    reason = _reason(old.key, new.key)
    before = {(task.notebook, task.cell): task for task in old.tasks}
    after = {(task.notebook, task.cell): task for task in new.tasks}
    sentences = []
    for place in [*before, *(one for one in after if one not in before)]:
        task = after.get(place) or before[place]
        was, now = (_told(side.get(place)) for side in (before, after))
        if was != now:
            sentences.append(f"{new.learner}: {task.id} had {was}, now {now}, {reason}.")
    return sentences


def _told(task: TaskVerdict | None) -> str:
    if task is None:
        return "no grade"
    return "points that wait for a person" if task.flag else points_of(task.points)


def points_of(number: float) -> str:
    """Write a number of points with its noun."""
    return f"{number:g} point" if number == 1 else f"{number:g} points"


def _reason(old: str, new: str) -> str:
    was, now = (dict(part.partition(":")[::2] for part in key.split("|")) for key in (old, new))
    names = [words for name, words in PARTS.items() if was.get(name) != now.get(name)]
    if not names:
        return "although nothing changed that is graded"
    return f"because {' and '.join(names)} changed"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def unusable_name(name: str) -> str:
    """Say why a learner's folder name cannot be used; "" if it can."""
    try:
        _checked(name)
    except ValueError as error:
        return str(error)
    return ""


def _checked(name: str) -> str:
    """Return a name that can be a file's, and is no way out of the folder."""
    text = name.encode("utf-8", "replace").decode()  # another one if the name is not UTF-8
    if not name or name.startswith(".") or set(name) & set("/\\\0") or text != name:
        raise ValueError(f"a learner's or assignment's name must be a plain folder name: {name!r}.")
    if len(os.fsencode(name)) > LONGEST_NAME:
        raise ValueError(f"a name must have at most {LONGEST_NAME} bytes: {name!r}.")
    return name


def _take(path: Path) -> int:
    """Lock a file for this process, and write its number there; returns the open file."""
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        pid = os.pread(number, 20, 0).decode() or "unknown"
        os.close(number)
        raise RuntimeError(
            f"Another grader (process {pid}) works on {path.parent}: wait for it, or end it."
        ) from error
    _locks.add(number)
    with suppress(OSError):  # the disk is full: writing the first verdict says so, and where
        os.ftruncate(number, 0)
        os.pwrite(number, str(os.getpid()).encode(), 0)
    return number


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _let_go_in_child() -> None:
    """Close a forked child's copies of the lock: it must not outlive the grader."""
    for number in _locks:
        os.close(number)
    _locks.clear()


os.register_at_fork(after_in_child=_let_go_in_child)
