"""The secret of a course run, from which the hidden cases are made."""

import hashlib
import os
import secrets
from pathlib import Path


def course_secret() -> str | None:
    """Read the secret from the file that COURSEKIT_SECRET_FILE names; None without one.

    Raises
    ------
    ValueError
        If the file cannot be read or is empty: grading on visible cases only by mistake would
        not be noticed.
    """
    path = os.environ.get("COURSEKIT_SECRET_FILE")
    return _read(Path(path), "COURSEKIT_SECRET_FILE") if path else None


def secret_of(path: Path) -> str:
    """Read a course's secret from a file; the file is made on first use.

    Raises
    ------
    ValueError
        If the file is empty or cannot be read, if others than its owner may read it, or if a new
        one would lie in a git repository.
    """
    path = path.expanduser().absolute()
    if not path.exists():
        _make(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise ValueError(f"Only its owner may read the secret {path}: chmod 600 {path}")
    return _read(path, "--secret")


def place_of(course: Path) -> Path:
    """Return where a course's secret is kept if nobody says otherwise: outside of the course."""
    from platformdirs import user_config_path

    course = course.resolve()
    name = f"{course.name}-{hashlib.sha256(bytes(course)).hexdigest()[:8]}.secret"
    return user_config_path("coursekit") / name


def _make(path: Path) -> None:
    parents = path.resolve().parents  # where it will really lie
    repository = next((one for one in parents if (one / ".git").exists()), None)
    if repository:
        raise ValueError(
            f"--secret must lie outside of the repository {repository}, where it could be "
            f"published, got {path}."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    words = f"{secrets.token_hex(32)}\n".encode()
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(words)


def _read(path: Path, name: str) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{name} must name a readable file, got {path}.") from error
    if not secret:
        raise ValueError(f"{name} must name a file that is not empty, got {path}.")
    return secret
