"""Counts that tests record are printed at the end of the run."""

from collections import Counter


def pytest_terminal_summary(terminalreporter):
    counts = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, number in report.user_properties:
            if isinstance(number, int):
                counts[name] += number
    if counts:
        words = ", ".join(f"{name}: {number}" for name, number in sorted(counts.items()))
        terminalreporter.write_line(f"counted - {words}")
