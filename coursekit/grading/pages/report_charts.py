"""The charts of the class report: SVG that takes its colours from the page, and words for it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from coursekit.checking.render import points_words

WIDTH, LEFT, RIGHT = 360, 16, 344  # of the score chart, in units that are pixels on a phone
TOP, FLOOR, BOX = 24, 132, 172  # highest bar, foot of the bars, middle of the box below them
BINS = 10
_ANCHORS = {0.0: "start", 1.0: "end"}  # of the outer words, which stay inside the picture
BAR, HEIGHT = 120, 14  # of a bar in the item table


def percent(share: float) -> str:
    """Write a share in whole percent."""
    return f"{100 * share:.0f} %"


# --- distribution of scores ------------------------------------------------------------------


def score_chart(
    name: str, points: Sequence[float], most: float, quartiles: tuple[float, float, float]
) -> Markup:
    """Draw how many submissions reach which share of the points, and the box of the quartiles."""
    counts = _bin_counts([one / most for one in points])
    body = Markup("").join(_bar(place, counts[place], max(counts)) for place in range(BINS))
    ticks = Markup("").join(_tick(share) for share in (0.0, 0.25, 0.5, 0.75, 1.0))
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {} 188" aria-label="{}">{}{}{}</svg>'
    ).format(WIDTH, _score_words(name, counts, most, quartiles), body, ticks, _box(quartiles, most))


def _bin_counts(shares: Iterable[float]) -> list[int]:
    """Count shares in ten equal steps; full marks belong to the last one."""
    found = Counter(min(int(share * BINS + 1e-9), BINS - 1) for share in shares)
    return [found[place] for place in range(BINS)]


def _score_words(
    name: str, counts: Sequence[int], most: float, quartiles: tuple[float, float, float]
) -> str:
    first, median, third = map(points_words, quartiles)
    bars = ", ".join(
        f"{10 * place} to {10 * (place + 1)} %: {count}" for place, count in enumerate(counts)
    )
    return (
        f"Bar chart of the scores in {name}, {sum(counts)} submissions. Half of them have {median}"
        f" of {points_words(most)} points or more; the middle half lies between {first} and"
        f" {third}. Submissions by share of the points: {bars}."
    )


def _x(share: float) -> float:
    return round(LEFT + share * (RIGHT - LEFT), 1)


def _bar(place: int, count: int, highest: int) -> Markup:
    if not count:
        return Markup("")
    left, right = _x(place / BINS) + 1.5, _x((place + 1) / BINS) - 1.5
    height = round((FLOOR - TOP) * count / highest, 1)
    return Markup(
        '<rect class="bar" x="{}" y="{}" width="{:.1f}" height="{}"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text>'
    ).format(
        left, FLOOR - height, right - left, height, (left + right) / 2, FLOOR - height - 5, count
    )


def _tick(share: float) -> Markup:
    return Markup(
        '<path class="line" d="M{0} {1}v5"/><text x="{0}" y="150" text-anchor="{2}">{3}</text>'
    ).format(_x(share), FLOOR, _ANCHORS.get(share, "middle"), percent(share))


def _box(quartiles: tuple[float, float, float], most: float) -> Markup:
    """Draw the axis, a box over the middle half of the class, and a thick line at the median."""
    first, median, third = (_x(points / most) for points in quartiles)
    return Markup(
        '<path class="line" d="M{} {}H{}"/>'
        '<rect class="box" x="{}" y="{}" width="{:.1f}" height="16"/>'
        '<path class="median" d="M{} {}v24"/>'
    ).format(LEFT, FLOOR, RIGHT, first, BOX - 8, third - first, median, BOX - 12)


# --- outcomes of one task --------------------------------------------------------------------


def outcome_bar(name: str, outcomes: Mapping[str, int]) -> Markup:
    """Draw one bar, as long as the class, in parts for each outcome."""
    words = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items() if count)
    whole, x, parts = sum(outcomes.values()), 0.0, []
    for outcome, count in outcomes.items():
        width = (BAR - 2) * count / whole if whole else 0.0
        if count:
            parts.append(_part(outcome, 1 + x, width))
        x += width
    return Markup(
        '<svg class="outcomes" role="img" viewBox="0 0 {0} {1}" width="{0}" height="{1}"'
        ' aria-label="{2}: {3}.">{4}</svg>'
    ).format(BAR, HEIGHT, name, words or "no submissions", Markup("").join(parts))


def legend_mark(outcome: str) -> Markup:
    """Draw the mark of an outcome for the legend, whose word stands beside it."""
    return Markup(
        '<svg aria-hidden="true" class="outcomes" viewBox="0 0 22 {0}" width="22" height="{0}">'
        "{1}</svg>"
    ).format(HEIGHT, _part(outcome, 1, 20))


def _part(outcome: str, x: float, width: float) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="1" width="{:.1f}" height="{}"/>').format(
        outcome.replace(" ", "-"), x, width, HEIGHT - 2
    )
