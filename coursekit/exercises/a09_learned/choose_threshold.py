"""E8: the middle of the plateau."""

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.imaging.regions import textbook_learning


def _choose(train_totals):
    thresholds = sorted(train_totals)
    best = min(train_totals.values())
    plateau = []
    for t in thresholds:
        if train_totals[t] == best:
            plateau.append(t)
        elif plateau:
            break
    return (plateau[0] + plateau[-1]) / 2


def _choose_arrays(train_totals):
    ts = np.array(list(train_totals))
    totals = np.array(list(train_totals.values()))
    order = np.argsort(ts)
    ts, totals = ts[order], totals[order]
    first = int(np.argmin(totals))
    later = np.flatnonzero(totals[first:] > totals[first])
    last = first + later[0] - 1 if later.size else len(ts) - 1
    return np.mean([ts[first], ts[last]])


def _choose_while(train_totals):
    rows = sorted((t, total) for t, total in train_totals.items())
    lowest = min(total for _, total in rows)
    while rows[0][1] != lowest:
        rows.pop(0)
    start = end = rows[0][0]
    while rows and rows[0][1] == lowest:
        end = rows.pop(0)[0]
    return start + (end - start) / 2


def _choose_groups(train_totals):
    from itertools import groupby

    runs = [list(run) for _, run in groupby(sorted(train_totals), key=train_totals.get)]
    run = min(runs, key=lambda one: train_totals[one[0]])
    return 0.5 * (min(run) + max(run))


# --- wrong answers ------------------------------------------------------------------------------


def _with_the_best(train_totals):
    best = min(train_totals.values())
    return [t for t in sorted(train_totals) if train_totals[t] == best]


def _first_run(train_totals):
    thresholds, first = sorted(train_totals), _with_the_best(train_totals)[0]
    run = []
    for t in thresholds[thresholds.index(first) :]:
        if train_totals[t] != train_totals[first]:
            break
        run.append(t)
    return run


def _smallest_total(train_totals):
    return min(train_totals.values())


def _first_in_the_dictionary(train_totals):
    return min(train_totals, key=train_totals.get)


def _first_of_the_plateau(train_totals):
    return _first_run(train_totals)[0]


def _last_of_the_plateau(train_totals):
    return _first_run(train_totals)[-1]


def _mean_of_the_plateau(train_totals):
    return np.mean(_first_run(train_totals))


def _middle_entry(train_totals):
    run = _first_run(train_totals)
    return run[len(run) // 2]


def _over_both(train_totals):
    ties = _with_the_best(train_totals)
    return (ties[0] + ties[-1]) / 2


def _highest_plateau(train_totals):
    mirrored = {-t: total for t, total in train_totals.items()}
    return -_choose(mirrored)


def _largest_total(train_totals):
    return _choose({t: -total for t, total in train_totals.items()})


def _place(train_totals):
    return sorted(train_totals).index(_first_run(train_totals)[0])


def _unsorted(train_totals):
    thresholds = list(train_totals)
    best = min(train_totals.values())
    plateau = []
    for t in thresholds:
        if train_totals[t] == best:
            plateau.append(t)
        elif plateau:
            break
    return (plateau[0] + plateau[-1]) / 2


def _case(rng: np.random.Generator) -> Case:
    count = int(rng.integers(4, 9))
    ts = np.round(np.sort(rng.choice(np.arange(1, 40), count, replace=False)) / 40, 3)
    totals = np.round(rng.choice(np.arange(60, 100), count, replace=False) / 100, 2)
    ends = "" if rng.random() < 0.35 else "plateau"
    if ends:
        length = int(rng.integers(2, min(count, 5)))
        first = int(rng.integers(0, count - length + 1))
        totals[first : first + length] = 0.5
        if rng.random() < 0.4 and first + length + 1 < count:
            totals[-1] = 0.5
    order = rng.permutation(count) if rng.random() < 0.5 else np.arange(count)
    table = {float(ts[k]): float(totals[k]) for k in order}
    return case(table, prop=ends, kind="a plateau" if ends else "a single best threshold")


CHOOSE_THRESHOLD = Exercise(
    id="a09.choose_threshold",
    code="E8",
    kind="F",
    title="Choose on training data",
    function="choose_threshold",
    signature="(train_totals)",
    minutes=6,
    reference=textbook_learning.choose_threshold,
    compare=cmp.scalar(),
    props=(
        prop("core", 1, "the threshold with the smallest total"),
        prop("plateau", 1, "the middle between the ends of a plateau; of two, the lower one"),
    ),
    cases=(
        case({0.25: 0.9, 0.5: 0.6, 0.75: 0.8}),
        case({0.7: 0.9, 0.8: 0.6, 0.85: 0.6, 0.9: 0.6, 0.95: 0.8}, prop="plateau"),
        case({0.9: 0.4, 0.1: 0.7, 0.5: 0.4, 0.2: 0.5, 0.6: 0.4}, prop="plateau"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "smallest-total",
            _smallest_total,
            "You return the smallest total. At which threshold was it reached?",
            topic="position and value",
        ),
        mis(
            "first-in-the-dictionary",
            _first_in_the_dictionary,
            "Of several equal totals you take the one that was written down first. What lies in "
            "the middle of the plateau?",
            topic="plateau",
        ),
        mis(
            "first-of-the-plateau",
            _first_of_the_plateau,
            "You take the lower end of the plateau. One small step further down the total rises: "
            "which place is safest?",
            topic="plateau",
        ),
        mis(
            "last-of-the-plateau",
            _last_of_the_plateau,
            "You take the upper end of the plateau. One small step further up the total rises: "
            "which place is safest?",
            topic="plateau",
        ),
        mis(
            "mean-of-the-plateau",
            _mean_of_the_plateau,
            "You average all thresholds of the plateau; where many were tried, the mean moves. "
            "Which two of them mark its ends?",
            topic="plateau",
        ),
        mis(
            "middle-entry",
            _middle_entry,
            "You take the middle one of the thresholds that were tried. What lies in the middle of "
            "a plateau of two?",
            topic="plateau",
        ),
        mis(
            "over-both-plateaus",
            _over_both,
            "You go from the first best threshold to the last one, although between them the total "
            "rises. Where does a plateau end?",
            topic="plateau",
        ),
        mis(
            "highest-plateau",
            _highest_plateau,
            "Of two plateaus you take the upper one. Which one did we agree on?",
            topic="ties",
        ),
        mis(
            "largest-total",
            _largest_total,
            "You choose the largest total. Is variation of information an error or a score?",
            topic="error and score",
        ),
        mis(
            "place",
            _place,
            "You return a place in the list. Which threshold stands there?",
            topic="position and value",
        ),
        mis(
            "not-sorted",
            _unsorted,
            "You trust the order in which the thresholds were written down. Which thresholds are "
            "neighbours?",
            topic="order",
        ),
    ),
    variants=(_choose, _choose_arrays, _choose_while, _choose_groups),
    hints=(
        "`min(train_totals.values())` is the smallest total, `sorted(train_totals)` the thresholds "
        "in order.",
        "Collect thresholds while they have the smallest total, and stop at the first that has "
        "not.",
        "`(plateau[0] + plateau[-1]) / 2` is the middle. It is right for a single threshold, too.",
    ),
)
