"""The secret of a course run, from which the hidden cases are made."""

import os
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
    if not path:
        return None
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"COURSEKIT_SECRET_FILE must name a readable file, got {path}.") from error
    if not secret:
        raise ValueError(f"COURSEKIT_SECRET_FILE must name a file that is not empty, got {path}.")
    return secret
