"""Pictures of images, masks, labels, errors and curves; takes and returns axes."""

from coursekit.plotting.charts import plot_histogram
from coursekit.plotting.describing import describe
from coursekit.plotting.palettes import ERROR_COLOURS, LABEL_COLOURS, PALETTE
from coursekit.plotting.pictures import (
    show_errors,
    show_image,
    show_labels,
    show_mask,
    show_values,
)
from coursekit.plotting.turning import turn

__all__ = [
    "ERROR_COLOURS",
    "LABEL_COLOURS",
    "PALETTE",
    "describe",
    "plot_histogram",
    "show_errors",
    "show_image",
    "show_labels",
    "show_mask",
    "show_values",
    "turn",
]
