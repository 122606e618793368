"""Tests that need the real images, and the counts that tests record."""

import gc
import os
from collections import Counter

import pytest

from coursekit import datasets

LEFT_OUT = pytest.StashKey[int]()


@pytest.fixture(autouse=True)
def no_stopwatch_of_hypothesis():
    """Take hypothesis' callback out of the garbage collector.

    A time limit that ends inside such a callback is an exception that Python has to ignore, and
    pytest makes an error of that.
    """
    gc.callbacks[:] = [
        one for one in gc.callbacks if one.__module__.partition(".")[0] != "hypothesis"
    ]


def pytest_collection_modifyitems(config, items):
    """Leave out the tests of real images where these cannot be had; never in CI."""
    wanting = [item for item in items if item.get_closest_marker("real_data")]
    if not wanting or real_images_can_be_had():
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError("the real images cannot be had: set COURSEKIT_DATA_MIRROR.")
    items[:] = [item for item in items if item not in wanting]
    config.hook.pytest_deselected(items=wanting)
    config.stash[LEFT_OUT] = len(wanting)


def real_images_can_be_had():
    try:
        datasets.fetch()
    except datasets.DataError:
        return False
    return True


def pytest_terminal_summary(terminalreporter, config):
    """Print what was counted, and say loudly what was left out."""
    counts = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, number in report.user_properties:
            if isinstance(number, int):
                counts[name] += number
    if counts:
        words = ", ".join(f"{name}: {number}" for name, number in sorted(counts.items()))
        terminalreporter.write_line(f"counted - {words}")
    in_workers = bool(getattr(config.option, "numprocesses", 0))  # they leave out, we tell
    if config.stash.get(LEFT_OUT, 0) or (in_workers and not real_images_can_be_had()):
        terminalreporter.section("REAL IMAGES WERE NOT TESTED", sep="!", red=True, bold=True)
        number = config.stash.get(LEFT_OUT, 0) or "Some"
        terminalreporter.line(f"{number} tests were left out: these images cannot be had here.")
        terminalreporter.line("Set COURSEKIT_DATA_MIRROR, or run: coursekit data fetch")
