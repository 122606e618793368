"""Assignment A01: pixels, masks and histograms."""

from coursekit.checking import Exercise

EXERCISES: tuple[Exercise, ...] = ()
