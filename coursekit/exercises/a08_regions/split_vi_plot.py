"""P1: false splits against false merges, one point for each threshold."""

import numpy as np

from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking.figures import FigureQuestion
from coursekit.exercises.a08_regions.plot_questions import every_marker, every_row, two_names


def _draw(x, y, style="o-", xlabel="false merges (bits)", ylabel="false splits (bits)"):
    """Draw one line; without pyplot, so no figure stays open."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(5, 5))
    ax = fig.subplots()
    ax.plot(x, y, style)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    return fig


def _plot(table, ts):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots(figsize=(5, 5))
    ax.plot(table[:, 0], table[:, 1], marker="o")
    for (merges, splits), t in zip(table, ts):
        ax.annotate(f"{t:.2f}", (merges, splits))
    ax.set_xlabel("false merges (bits)")
    ax.set_ylabel("false splits (bits)")
    plt.close(fig)
    return fig


def _plot_line(table, ts):
    return _draw(table[:, 0], table[:, 1])


def _plot_scatter(table, ts):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.add_subplot()
    ax.scatter(table[:, 0], table[:, 1], c=np.asarray(ts), cmap="viridis")
    ax.set_xlabel("merges: H(truth | result)")
    ax.set_ylabel("splits: H(result | truth)")
    ax.set_title("from many fragments to few regions")
    return fig, ax


def _plot_one_by_one(table, ts):
    import matplotlib.pyplot as plt

    fig = plt.figure()
    plt.plot(*table.T, color="0.7")
    for row, t in zip(table, ts):
        plt.plot(row[0], row[1], "s", color="black")
        plt.text(row[0], row[1], str(t))
    plt.xlabel("false merges")
    plt.ylabel("false splits")
    plt.close(fig)
    return fig


# --- wrong answers ------------------------------------------------------------------------------


def _axes_exchanged(table, ts):
    return _draw(table[:, 1], table[:, 0], xlabel="", ylabel="")


def _axes_exchanged_with_names(table, ts):
    return _draw(table[:, 1], table[:, 0], xlabel="false splits", ylabel="false merges")


def _against_thresholds(table, ts):
    fig = _draw(ts, table[:, 0], xlabel="threshold", ylabel="false merges")
    fig.axes[0].plot(ts, table[:, 1], "o-")
    return fig


def _sum_against_thresholds(table, ts):
    return _draw(ts, table.sum(axis=1), xlabel="threshold", ylabel="total (bits)")


def _line_only(table, ts):
    return _draw(table[:, 0], table[:, 1], style="-")


def _one_point(table, ts):
    best = int(table.sum(axis=1).argmin())
    return _draw(table[best : best + 1, 0], table[best : best + 1, 1])


def _one_marker(table, ts):
    fig = _line_only(table, ts)
    best = int(table.sum(axis=1).argmin())
    fig.axes[0].plot(table[best, 0], table[best, 1], "o")
    return fig


def _no_names(table, ts):
    return _draw(table[:, 0], table[:, 1], xlabel="", ylabel="")


def _names_exchanged(table, ts):
    return _draw(table[:, 0], table[:, 1], xlabel="false splits", ylabel="false merges")


def _letters_only(table, ts):
    return _draw(table[:, 0], table[:, 1], xlabel="x", ylabel="y")


def _two_panels(table, ts):
    from matplotlib.figure import Figure

    fig = Figure()
    for ax, column, name in zip(fig.subplots(1, 2), table.T, ("false merges", "false splits")):
        ax.plot(ts, column, "o-")
        ax.set(xlabel="threshold", ylabel=name)
    return fig


def _case(rng: np.random.Generator) -> Case:
    n = int(rng.integers(5, 9))
    ts = np.round(np.linspace(0.1, 0.9, n), 2)
    merges = np.round(0.1 + np.cumsum(rng.uniform(0.05, 0.3, n)), 3)
    splits = np.round(2.5 - np.cumsum(rng.uniform(0.05, 0.3, n)), 3)
    return case(np.column_stack([merges, splits]), ts, kind="another table")


SPLIT_VI_PLOT = Exercise(
    id="a08.split_vi_plot",
    code="P1",
    kind="P",
    title="Splits against merges",
    function="split_vi_plot",
    signature="(table, ts)",
    minutes=4,
    reference=_plot_line,
    compare=figures.figure(
        figures.has_panels(1),
        FigureQuestion(every_row),
        FigureQuestion(every_marker, "marks"),
        FigureQuestion(two_names, "words"),
    ),
    props=(
        prop("core", 1, "one panel: false merges to the right, false splits upwards"),
        prop("marks", 0.5, "a marker for each threshold"),
        prop("words", 0.5, "both axes say which error they show"),
    ),
    cases=(
        case(
            np.array([[0.2, 1.6], [0.25, 1.1], [0.4, 0.5], [0.9, 0.3], [1.7, 0.1]]),
            np.array([0.1, 0.3, 0.5, 0.7, 0.9]),
            alt="five thresholds from 0.1 to 0.9; merges rise from 0.2 to 1.7, splits fall",
        ),
    ),
    hidden=_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "axes-exchanged",
            _axes_exchanged,
            "False splits run to the right, and no axis has a name. Which error did we agree to "
            "draw to the right?",
            topic="axes",
        ),
        mis(
            "axes-exchanged-with-names",
            _axes_exchanged_with_names,
            "The names fit, but the axes are exchanged. Which error did we agree to draw to the "
            "right?",
            topic="axes",
        ),
        mis(
            "against-thresholds",
            _against_thresholds,
            "Both errors stand above the thresholds. How do they look against each other?",
            topic="axes",
        ),
        mis(
            "sum",
            _sum_against_thresholds,
            "You draw the sum. Can a reader see whether you merge or split too much?",
            topic="one number",
        ),
        mis(
            "one-point",
            _one_point,
            "There is one point. How does a reader see what other thresholds give?",
            topic="point and curve",
        ),
        mis(
            "two-panels",
            _two_panels,
            "Each error has a panel of its own. Where does a reader see that one falls while the "
            "other rises?",
            topic="panels",
        ),
        mis(
            "line-only",
            _line_only,
            "The line is right. Where on it are your thresholds?",
            topic="marks",
        ),
        mis(
            "one-marker",
            _one_marker,
            "One threshold has a marker. What about the others?",
            topic="marks",
        ),
        mis(
            "no-names",
            _no_names,
            "The points are right. Which error is which?",
            topic="titles",
        ),
        mis(
            "letters-only",
            _letters_only,
            "The points are right. Does a reader learn from the names which error runs to the "
            "right?",
            topic="titles",
        ),
        mis(
            "names-exchanged",
            _names_exchanged,
            "The points are right, but the names of the axes have changed places. Which column "
            "runs to the right?",
            topic="titles",
        ),
    ),
    variants=(_plot, _plot_line, _plot_scatter, _plot_one_by_one),
    hints=(
        "`table[:, 0]` is the column of false merges, `table[:, 1]` that of false splits.",
        '`ax.plot(x, y, marker="o")` draws a line and a marker for each threshold.',
        '`ax.set(xlabel="false merges (bits)", ylabel="false splits (bits)")`, then `return fig`.',
    ),
)
