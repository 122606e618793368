"""The numbers that the text of A01 mentions, each computed from the data it speaks of."""

from functools import cache, partial

import numpy as np

from coursekit import datasets, imaging

BINS = np.linspace(0, 1, 21)


@cache
def vessels():
    """Return the vessel tile with its truth."""
    return datasets.load("kesm-vessels")


@cache
def head():
    """Return the head slice from 0 to 1 and its brain mask."""
    sample = datasets.load("oasis-brain")
    return imaging.to_unit_range(sample.image), sample.truth


@cache
def grey_counts():
    return imaging.grey_histogram(vessels().image)


@cache
def head_counts():
    """Return the counts outside and inside the brain in bins of 0.05."""
    return imaging.class_histograms(*head(), BINS)


def tile_rows():
    return str(vessels().image.shape[0])


def tile_columns():
    return str(vessels().image.shape[1])


def tile_pixels():
    return f"{vessels().image.size:,}"


def brightest(name):
    return str(datasets.load(name).image.max())


def commonest_grey():
    return str(grey_counts().argmax())


def vessel_percent():
    return f"{100 * vessels().truth.mean():.1f}"


def count_of(*greys):
    return str(grey_counts()[list(greys)].sum())


def white_pixels_in_lowest_quarter():
    white = imaging.pixels_between(vessels().image, 255, 256)
    lowest = white[-(white.shape[0] // 4) :]
    return f"{100 * lowest.sum() / white.sum():.0f}"


def outside_pixels():
    return str(head_counts()[0].sum())


def outside_percent_in_first_bar():
    outside = head_counts()[0]
    return f"{100 * outside[0] / outside.sum():.0f}"


def brightest_brain_pixel():
    grey, brain = head()
    return f"{grey[brain].max():.2f}"


def hill(rank):
    """Left edge of the highest bars of the brain that are higher than both neighbours."""
    inside = np.pad(head_counts()[1], 1)
    peaks = (inside[1:-1] > inside[:-2]) & (inside[1:-1] > inside[2:])
    return f"{BINS[:-1][peaks][rank]:.2f}"


def shared_range(brain_too):
    """Pixels from 0.3 up to 0.5: all of them, or only those that are not brain."""
    grey, brain = head()
    found = imaging.pixels_between(grey, 0.3, 0.5)
    return str((found if brain_too else found & ~brain).sum())


def first_bar(inside):
    """Pixels of the first bar, as the reply to a question tells them: all, or brain only."""
    grey, brain = head()
    found = imaging.pixels_between(grey, 0, 0.05)
    return str((found & brain if inside else found).sum())


NUMBERS = {
    "N-A01-01": tile_rows,
    "N-A01-02": tile_columns,
    "N-A01-03": tile_pixels,
    "N-A01-04": partial(brightest, "oasis-brain"),
    "N-A01-05": partial(brightest, "kesm-vessels"),
    "N-A01-11": commonest_grey,
    "N-A01-12": vessel_percent,
    "N-A01-13": partial(count_of, 255),
    "N-A01-14": white_pixels_in_lowest_quarter,
    "N-A01-15": partial(count_of, 254),
    "N-A01-16": partial(count_of, 254, 255),
    "N-A01-17": outside_pixels,
    "N-A01-18": outside_percent_in_first_bar,
    "N-A01-19": brightest_brain_pixel,
    "N-A01-20": partial(shared_range, brain_too=True),
    "N-A01-21": partial(shared_range, brain_too=False),
    "N-A01-22": partial(hill, 0),
    "N-A01-23": partial(hill, 1),
    "N-A01-24": partial(hill, 2),
    "N-A01-31": partial(first_bar, inside=False),
    "N-A01-32": partial(first_bar, inside=True),
}
