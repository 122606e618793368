"""The style guide, one short function a rule."""

from coursekit.notebooks.rules import code, figures, language, limits, numbers, order
from coursekit.notebooks.rules.rule import RULES

__all__ = ["RULES", "code", "figures", "language", "limits", "numbers", "order"]
