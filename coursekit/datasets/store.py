"""Where files come from: the mirror, the cache, the network; nothing is used unverified."""

import contextlib
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from coursekit.datasets.card import File

MIRROR = "COURSEKIT_DATA_MIRROR"
FOLDER = "COURSEKIT_DATA_DIR"


class DataError(RuntimeError):
    """A file that cannot be had, or is not the one that was pinned."""


def folder() -> Path:
    """Return the folder where fetched files are kept.

    COURSEKIT_DATA_DIR names it; without it, it is the user's cache.
    """
    import pooch

    return Path(os.environ.get(FOLDER) or pooch.os_cache("coursekit")).expanduser()


def get(file: File, progress: bool = False) -> Path:
    """Return the path of a verified file from the mirror, the cache or the network, in this order.

    A mirror folder is read in place. A download is written under another name, verified, and then
    renamed, so that a file in the cache is always whole.

    Raises
    ------
    DataError
        If a found file has another hash, or if no place has the file; the message lists what was
        tried and what to do.
    """
    tried = []
    mirror = os.environ.get(MIRROR)
    if mirror and not _is_url(mirror):
        path = Path(mirror).expanduser() / file.file
        if path.is_file():
            return _verified(path, file)
        tried.append(f"{MIRROR}: no file {path}")
    cached = folder() / file.file
    if cached.is_file():
        return _verified(cached, file)
    tried.append(f"cache: no file {cached}")
    urls = [f"{mirror.rstrip('/')}/{file.file}"] if mirror and _is_url(mirror) else []
    for url in [*urls, file.url]:
        try:
            return _download(url, file, cached, progress)
        except OSError as error:  # what requests and urllib raise is an OSError
            tried.append(f"{url}: {_reason(error)}")
    steps = ";\n".join(f"  {number}. {text}" for number, text in enumerate(tried, 1))
    raise DataError(
        f"{file.file} cannot be had. Tried:\n{steps}.\nConnect to the network once and run "
        f"`coursekit data fetch`, or set {MIRROR} to a folder or address that holds the files."
    )


def state(file: File) -> str:
    """Tell whether a file lies on this machine: "ok", "missing" or "wrong hash"."""
    mirror = os.environ.get(MIRROR)
    places = [folder() / file.file]
    if mirror and not _is_url(mirror):
        places.insert(0, Path(mirror).expanduser() / file.file)
    for path in places:
        if path.is_file():
            return "ok" if _hash(path) == file.sha256 else "wrong hash"
    return "missing"


def _is_url(place: str) -> bool:
    return place.startswith(("http://", "https://"))


def _hash(path: Path) -> str:
    import pooch

    return str(pooch.file_hash(str(path), alg="sha256"))


def _verified(path: Path, file: File) -> Path:
    found = _hash(path)
    if found != file.sha256:
        raise DataError(
            f"{path} is not the file that was pinned: expected SHA-256 {file.sha256}, got {found}. "
            "It is not used. Delete it and fetch it again."
        )
    return path


def _download(url: str, file: File, target: Path, progress: bool) -> Path:
    """Download beside the target, verify, rename."""
    import pooch

    downloader = pooch.HTTPDownloader(progressbar=progress, timeout=30)
    with _place_beside(target) as part, _quiet(pooch):
        downloader(url, str(part), _NO_POOCH)
        found = _hash(part)
        if found != file.sha256:
            raise DataError(
                f"{url} does not give the file that was pinned: expected SHA-256 {file.sha256}, "
                f"got {found}. The download is deleted."
            )
        part.replace(target)
    return target


_PLAIN = {  # names of requests' errors
    "ConnectionError": "no connection",
    "ConnectTimeout": "no answer in time",
    "ReadTimeout": "no answer in time",
    "ChunkedEncodingError": "the download broke off",
    "ProxyError": "the proxy refuses",
    "SSLError": "the certificate is not trusted",
}
_NO_POOCH: Any = None  # HTTPDownloader does not need the registry that it could be given


@contextlib.contextmanager
def _place_beside(target: Path) -> Iterator[Path]:
    """Give a temporary path in the target's folder, and leave nothing of it behind."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    except OSError as error:
        raise DataError(
            f"{target.parent} cannot be written to ({error.strerror}). Set {FOLDER} to a folder "
            "of your own."
        ) from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def _quiet(pooch: Any) -> Iterator[None]:
    """Keep pooch from writing to stderr, which nbgrader takes for a failure."""
    logger = pooch.get_logger()
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


def _reason(error: OSError) -> str:
    response = getattr(error, "response", None)
    if response is not None:
        return f"the server answers {response.status_code}"
    return error.strerror or _PLAIN.get(type(error).__name__, type(error).__name__)
