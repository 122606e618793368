"""P2: draw scores against the threshold, and mark the maximum of each line."""

import numpy as np

from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking.figures import FigureQuestion
from coursekit.exercises.a02_thresholds.curve_questions import every_line, every_maximum


def _draw(thresholds, scores, marks=True, words=True, legend=True):
    """Draw the lines; without pyplot, so no figure stays open."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(8, 4))
    ax = fig.subplots()
    for name, values in scores.items():
        (line,) = ax.plot(thresholds, values, label=name)
        if marks:
            top = int(np.argmax(values))
            ax.plot(thresholds[top], values[top], "o", color=line.get_color())
    if words:
        ax.set(xlabel="threshold", ylabel="Dice")
    if legend:
        ax.legend()
    return fig


def _curves(thresholds, scores):
    return _draw(thresholds, scores)


def _curves_pyplot(thresholds, scores):
    import matplotlib.pyplot as plt

    fig = plt.figure()
    for name in scores:
        values = np.asarray(scores[name])
        plt.plot(thresholds, values, ".-", label=f"{name}, best {values.max():.2f}")
        plt.scatter([thresholds[values.argmax()]], [values.max()], marker="*", s=90)
    plt.xlabel("cut")
    plt.ylabel("score")
    plt.title("three lines")
    plt.legend(loc="lower right")
    plt.close(fig)
    return fig


def _curves_markevery(thresholds, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.add_subplot()
    for name, values in scores.items():
        ax.plot(thresholds, values, marker="s", markevery=[int(np.argmax(values))], label=name)
    ax.set_xlabel("threshold (grey value)")
    ax.set_ylabel("Dice")
    ax.legend(list(scores))
    ax.grid()
    return fig, ax


def _curves_one_scatter(thresholds, scores):
    fig = _draw(thresholds, scores, marks=False)
    tops = [int(np.argmax(values)) for values in scores.values()]
    heights = [max(values) for values in scores.values()]
    fig.axes[0].scatter(np.asarray(thresholds)[tops], heights, color="black", zorder=3)
    return fig


def _curves_dashed_lines(thresholds, scores):
    fig = _draw(thresholds, scores, marks=False)
    for values in scores.values():
        fig.axes[0].axvline(thresholds[int(np.argmax(values))], linestyle="--", color="0.5")
    return fig


# --- wrong answers ------------------------------------------------------------------------------


def _without_thresholds(thresholds, scores):
    return _draw(np.arange(len(thresholds)), scores)


def _axes_exchanged(thresholds, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for name, values in scores.items():
        (line,) = ax.plot(values, thresholds, label=name)
        top = int(np.argmax(values))
        ax.plot(values[top], thresholds[top], "o", color=line.get_color())
    ax.set(xlabel="Dice", ylabel="threshold")
    ax.legend()
    return fig


def _only_the_best(thresholds, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for name, values in scores.items():
        top = int(np.argmax(values))
        ax.plot(thresholds[top], values[top], "o", label=name)
    ax.set(xlabel="threshold", ylabel="Dice")
    ax.legend()
    return fig


def _bars_of_the_best(thresholds, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    ax.bar(list(scores), [max(values) for values in scores.values()])
    ax.set(xlabel="method", ylabel="Dice")
    return fig


def _last_line_only(thresholds, scores):
    name = list(scores)[-1]
    return _draw(thresholds, {name: scores[name]})


def _mean_line(thresholds, scores):
    return _draw(thresholds, {"mean": np.mean(list(scores.values()), axis=0)})


def _no_marks(thresholds, scores):
    return _draw(thresholds, scores, marks=False)


def _marks_everywhere(thresholds, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for name, values in scores.items():
        ax.plot(thresholds, values, "o-", label=name)
    ax.set(xlabel="threshold", ylabel="Dice")
    ax.legend()
    return fig


def _mark_at_position(thresholds, scores):
    fig = _draw(thresholds, scores, marks=False)
    for values in scores.values():
        fig.axes[0].plot(int(np.argmax(values)), max(values), "o")
    return fig


def _one_mark(thresholds, scores):
    fig = _draw(thresholds, scores, marks=False)
    best = max(scores.values(), key=max)
    fig.axes[0].plot(thresholds[int(np.argmax(best))], max(best), "o")
    return fig


def _marks_at_the_minimum(thresholds, scores):
    fig = _draw(thresholds, scores, marks=False)
    for values in scores.values():
        low = int(np.argmin(values))
        fig.axes[0].plot(thresholds[low], values[low], "o")
    return fig


def _no_legend(thresholds, scores):
    return _draw(thresholds, scores, legend=False)


def _no_words(thresholds, scores):
    return _draw(thresholds, scores, words=False)


def _a_panel_each(thresholds, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    axes = np.atleast_1d(fig.subplots(1, len(scores)))
    for ax, (name, values) in zip(axes, scores.items()):
        top = int(np.argmax(values))
        ax.plot(thresholds, values, label=name)
        ax.plot(thresholds[top], values[top], "o")
        ax.set(xlabel="threshold", ylabel="Dice")
        ax.legend()
    return fig


def _case(rng: np.random.Generator) -> Case:
    n = int(rng.integers(6, 14))
    thresholds = int(rng.integers(20, 60)) + int(rng.integers(1, 6)) * np.arange(n)
    names = rng.permutation(["left half", "right half", "whole tile", "subject 2"]).tolist()
    scores = {}
    for name in names[: int(rng.integers(2, 5))]:
        peak, width = rng.uniform(0.2, 0.8) * n, rng.uniform(0.15, 0.5) * n
        curve = np.exp(-(((np.arange(n) - peak) / width) ** 2)) * rng.uniform(0.6, 0.95)
        curve[int(np.argmax(curve))] += 0.02
        scores[name] = curve
    return case(thresholds, scores, kind="other lines")


SCORE_CURVES = Exercise(
    id="a02.score_curves",
    code="P2",
    kind="P",
    title="Scores against the threshold",
    function="score_curves",
    signature="(thresholds, scores)",
    minutes=4,
    reference=_curves,
    compare=figures.figure(
        figures.has_panels(1),
        FigureQuestion(every_line),
        FigureQuestion(every_maximum, "marks"),
        figures.labelled_axes(0, prop="words"),
        figures.has_legend(0, lambda call: list(call["scores"]), prop="words"),
    ),
    props=(
        prop("core", 1, "one line for each name, over all thresholds, in one panel"),
        prop("marks", 0.5, "a marker (or a vertical line) at the maximum of each line"),
        prop("words", 0.5, "labels on both axes, and a legend with the names"),
    ),
    cases=(
        case(
            np.array([40, 50, 60, 70, 80]),
            {
                "left": np.array([0.2, 0.5, 0.9, 0.8, 0.7]),
                "right": np.array([0.1, 0.3, 0.6, 0.7, 0.65]),
            },
            alt="five thresholds from 40 to 80 and two lines, left and right",
        ),
    ),
    hidden=_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "without-thresholds",
            _without_thresholds,
            "Your lines begin at 0. Which numbers belong on the horizontal axis?",
            topic="axes",
        ),
        mis(
            "axes-exchanged",
            _axes_exchanged,
            "The score runs to the right, the threshold upwards. Which of the two do we choose, "
            "and which one answers?",
            topic="axes",
        ),
        mis(
            "only-the-best",
            _only_the_best,
            "There is one point for each name. What could a reader not see: is the peak sharp or "
            "flat?",
            topic="point and curve",
        ),
        mis(
            "bars-of-the-best",
            _bars_of_the_best,
            "The bars show the best score of each name. Where can a reader see which threshold "
            "reached it?",
            topic="point and curve",
        ),
        mis(
            "last-line-only",
            _last_line_only,
            "One line is there, the others are not. Does your loop draw in every turn?",
            topic="loops",
        ),
        mis(
            "mean-line",
            _mean_line,
            "You drew the mean of all lines. How can a reader see where they differ?",
            topic="averages",
        ),
        mis(
            "no-marks",
            _no_marks,
            "The lines are right. Where is the best threshold of each?",
            topic="marks",
        ),
        mis(
            "marks-everywhere",
            _marks_everywhere,
            "Each point of your lines has a marker. How does the highest one stand out?",
            topic="marks",
        ),
        mis(
            "mark-at-position",
            _mark_at_position,
            "Your marks lie to the left of the lines, at positions in a list. Which threshold "
            "stands at that position?",
            topic="position and value",
        ),
        mis(
            "one-mark",
            _one_mark,
            "One maximum is marked. What about the other lines?",
            topic="marks",
        ),
        mis(
            "marks-at-the-minimum",
            _marks_at_the_minimum,
            "Your marks sit in the valleys. Is a good score high or low?",
            topic="what is maximised",
        ),
        mis(
            "no-legend",
            _no_legend,
            "Lines and marks are right. How does a reader know which line is which?",
            topic="titles",
        ),
        mis(
            "no-axis-labels",
            _no_words,
            "Lines and marks are right. What do the numbers along the two axes mean?",
            topic="titles",
        ),
        mis(
            "a-panel-each",
            _a_panel_each,
            "Each line has a panel of its own. How could a reader compare them at one threshold?",
            topic="panels",
        ),
    ),
    variants=(
        _curves,
        _curves_pyplot,
        _curves_markevery,
        _curves_one_scatter,
        _curves_dashed_lines,
    ),
    hints=(
        "`for name, values in scores.items():` gives one line at a time; `label=name` names it.",
        "`top = int(np.argmax(values))` is the position of the maximum, in `thresholds` too.",
        '`ax.plot(thresholds[top], values[top], "o")` marks it; then labels of both axes, '
        "`ax.legend()` and `return fig`.",
    ),
)
