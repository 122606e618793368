"""Assignment A01: pixels, masks and histograms. One module for each exercise.

A module holds right answers written differently, wrong answers that learners give, and then the
declaration. The answers are written the way learners write them.
"""

from coursekit.checking import Exercise
from coursekit.exercises.a01_histograms.class_histogram_plot import CLASS_HISTOGRAM_PLOT
from coursekit.exercises.a01_histograms.class_histograms import CLASS_HISTOGRAMS
from coursekit.exercises.a01_histograms.grey_histogram import GREY_HISTOGRAM
from coursekit.exercises.a01_histograms.invert import INVERT
from coursekit.exercises.a01_histograms.pixels_between import PIXELS_BETWEEN
from coursekit.exercises.a01_histograms.read_pixel import READ_PIXEL
from coursekit.exercises.a01_histograms.three_panels import THREE_PANELS
from coursekit.exercises.a01_histograms.to_unit_range import TO_UNIT_RANGE

EXERCISES: tuple[Exercise, ...] = (
    READ_PIXEL,
    TO_UNIT_RANGE,
    INVERT,
    THREE_PANELS,
    GREY_HISTOGRAM,
    CLASS_HISTOGRAMS,
    PIXELS_BETWEEN,
    CLASS_HISTOGRAM_PLOT,
)
