"""Learn image segmentation with Python: the library behind the course.

A lesson begins with `from coursekit import check, datasets, imaging, plotting`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursekit.exercises import check

__all__ = ["check"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the checks on first use, so that `coursekit.imaging` alone stays light."""
    if name == "check":
        from coursekit.exercises import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
