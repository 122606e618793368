"""Which real images the lessons need, and whether they can be had."""

from collections.abc import Iterable
from pathlib import Path

from coursekit import datasets


def missing_images(scripts: Iterable[Path]) -> list[str]:
    """Name the images that the scripts show and that neither mirror, cache nor network has.

    A lesson then shows stand-ins, and its outputs are not the ones that its text speaks of.
    """
    fetched = [name for name in datasets.names() if datasets.card(name).kind == "source"]
    texts = [path.read_text(encoding="utf-8") for path in scripts]
    shown = [name for name in fetched if any(f'"{name}"' in text for text in texts)]
    return [name for name in shown if not _can_be_had(name)]


def require_images(scripts: Iterable[Path]) -> None:
    """Refuse to store outputs that were made from stand-ins.

    Raises
    ------
    DataError
        If an image that the scripts show cannot be had.
    """
    missing = missing_images(scripts)
    if missing:
        raise datasets.DataError(
            f"The lessons show {', '.join(missing)}, and these images cannot be had. Set "
            "COURSEKIT_DATA_MIRROR to a folder that has them, or run: coursekit data fetch"
        )


def _can_be_had(name: str) -> bool:
    try:
        datasets.load(name)
    except datasets.DataError:
        return False
    return True
