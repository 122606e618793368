"""Seeded images with exact truth. Each function returns a dict of arrays; `load` wraps it."""

from coursekit.datasets.phantoms.brains import brain
from coursekit.datasets.phantoms.scenes import membranes, nuclei, three_classes
from coursekit.datasets.phantoms.tubes import vessels

__all__ = ["brain", "membranes", "nuclei", "three_classes", "vessels"]
