"""P1: totals over thresholds, on training and on test data."""

from typing import Any

import numpy as np

from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking.figure_model import FigureModel, Panel
from coursekit.checking.figures import Call, FigureQuestion, Finding
from coursekit.imaging.regions.textbook_learning import choose_threshold

# --- questions ----------------------------------------------------------------------------------


def four_lines(call: Call, model: FigureModel) -> Finding | None:
    """Ask for one line for each priority and each volume, over the thresholds."""
    panel, ts = model.panel(0), call["ts"]
    curves = {
        f"{name}-{volume}": call[volume][name]
        for volume in ("train", "test")
        for name in call[volume]
    }
    if panel is None or not panel.lines:
        return Finding("no-lines", "The panel should hold four lines.")
    missing = [name for name, totals in curves.items() if not _is_line(panel, ts, totals)]
    if not missing:
        return None
    if all(_is_line(panel, totals, ts) for totals in curves.values()):
        return Finding("axes-exchanged", "The two axes are exchanged: t goes to the right.")
    if all(_is_line(panel, np.arange(len(ts)), totals) for totals in curves.values()):
        return Finding("positions", "The lines run over 0, 1, 2, ..., not over the given t.")
    words = " and ".join(name.replace("-", ", ") for name in missing)
    return Finding(f"missing-{'-'.join(missing)}", f"The line of {words} is missing.")


def _is_line(panel: Panel, x: Any, y: Any) -> bool:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    return any(
        line.x.shape == x.shape and np.allclose(line.x, x) and np.allclose(line.y, y)
        for line in panel.lines
    )


def chosen_on_training(call: Call, model: FigureModel) -> Finding | None:
    """Ask for a mark at the threshold that training chooses, and for none where test is best."""
    panel = model.panel(0)
    marked = [
        f"{volume}-{name}"
        for volume in ("train", "test")
        for name in call[volume]
        if panel is not None and _is_marked(panel, call, _best(call, volume, name))
    ]
    if marked == [f"train-{name}" for name in call["train"]]:
        return None
    if not marked:
        count = 0 if panel is None else len(panel.marks)
        name = "marks-everywhere" if count > 4 else "mark-elsewhere" if count else "no-mark"
        return Finding(name, "The thresholds that training chooses are not marked.")
    if any(name.startswith("test") for name in marked):
        words = "The best threshold of the test volume is marked. May it choose?"
    else:
        words = "Only one of the two priorities has its chosen threshold marked."
    return Finding(f"marked-{'-'.join(marked)}", words)


def _best(call: Call, volume: str, name: str) -> float:
    totals = np.asarray(call[volume][name]).tolist()
    return choose_threshold(dict(zip(np.asarray(call["ts"]).tolist(), totals, strict=True)))


def _is_marked(panel: Panel, call: Call, t: float) -> bool:
    """Tell whether a vertical line, or a marker that other thresholds lack, stands at t."""
    if any(abs(place - t) < 1e-6 for place in panel.vertical):
        return True
    times = [sum(abs(mark[0] - one) < 1e-6 for mark in panel.marks) for one in call["ts"]]
    here = sum(abs(mark[0] - t) < 1e-6 for mark in panel.marks)
    return here > min(times)


# --- right answers ------------------------------------------------------------------------------


def _chosen(ts, totals):
    return choose_threshold(dict(zip(np.asarray(ts).tolist(), np.asarray(totals).tolist())))


def _draw(ts, train, test, volumes=("train", "test"), marked="train", names=None, **words):
    """Draw the lines and mark the chosen thresholds of a volume; without pyplot."""
    from matplotlib.figure import Figure

    tables = {"train": train, "test": test}
    fig = Figure(figsize=(7, 4))
    ax = fig.subplots()
    for volume in volumes:
        for name, totals in tables[volume].items():
            ax.plot(ts, totals, words.get("style", "-"), label=f"{name}, {volume}")
    for name in names or train:
        if marked:
            t = _chosen(ts, tables[marked][name])
            ax.plot(t, np.interp(t, ts, tables[marked][name]), "o", color="black")
    if words.get("axes", True):
        ax.set(xlabel="threshold", ylabel="total VI (bits)")
    if words.get("legend", True):
        ax.legend()
    return fig


def _plot(ts, train, test):
    return _draw(ts, train, test)


def _plot_pyplot(ts, train, test):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    for name in train:
        (line,) = ax.plot(ts, train[name], "--", label=f"{name} (train)")
        ax.plot(ts, test[name], color=line.get_color(), label=f"{name} (test)")
        ax.axvline(_chosen(ts, train[name]), color=line.get_color(), linewidth=1)
    ax.set_xlabel("t")
    ax.set_ylabel("variation of information in bits")
    ax.legend()
    return fig


def _plot_scatter(ts, train, test):
    fig = _draw(ts, train, test, marked="")
    for name in ("mean", "learned"):
        place = int(np.argmin(train[name]))
        fig.axes[0].scatter([ts[place]], [train[name][place]], marker="*", s=90)
        fig.axes[0].scatter([ts[place]], [test[name][place]], marker="*", s=90)
    return fig


def _plot_figure_legend(ts, train, test):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for style, (volume, totals) in zip("-:", {"train": train, "test": test}.items()):
        for name, values in totals.items():
            ax.plot(np.array(ts), np.array(values), style, label=f"{volume}: {name}")
    for name, values in train.items():
        ax.plot([_chosen(ts, values)] * 2, [0, min(values)], "s", markevery=[1])
    ax.set(xlabel="merge up to", ylabel="false merges + false splits")
    fig.legend()
    return fig


# --- wrong answers ------------------------------------------------------------------------------


def _wrong(**changes):
    return lambda ts, train, test: _draw(ts, train, test, **changes)


def _volumes_exchanged(ts, train, test):
    return _draw(ts, test, train)


def _at_positions(ts, train, test):
    return _draw(np.arange(len(ts)), train, test)


def _axes_exchanged(ts, train, test):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for totals in (train, test):
        for name, values in totals.items():
            ax.plot(values, ts, label=name)
    for values in train.values():
        ax.plot(min(values), _chosen(ts, values), "o")
    ax.set(xlabel="total VI (bits)", ylabel="threshold")
    ax.legend()
    return fig


def _two_panels(ts, train, test):
    from matplotlib.figure import Figure

    fig = Figure()
    for ax, totals in zip(fig.subplots(1, 2), (train, test)):
        for name, values in totals.items():
            ax.plot(ts, values, label=name)
            ax.plot(_chosen(ts, values), min(values), "o")
        ax.set(xlabel="threshold", ylabel="total VI (bits)")
        ax.legend()
    return fig


def _case(rng: np.random.Generator) -> Case:
    count = int(rng.integers(6, 9))
    ts = np.round(np.sort(rng.choice(np.arange(2, 40), count, replace=False)) / 40, 3)
    best = (rng.permutation(count - 2)[:4] + 1).tolist()
    curves = [np.round(rng.uniform(0.8, 1.4, count), 3) for _ in best]
    for curve, place in zip(curves, best):
        curve[place] = 0.5 + 0.01 * place
    train = {"mean": curves[0], "learned": curves[1]}
    test = {"mean": curves[2], "learned": curves[3]}
    return case(ts, train, test, kind="other curves")


TRAIN_TEST_PLOT = Exercise(
    id="a09.train_test_plot",
    code="P1",
    kind="P",
    title="Who may choose the threshold",
    function="train_test_plot",
    signature="(ts, train, test)",
    minutes=6,
    reference=_plot,
    compare=figures.figure(
        figures.has_panels(1),
        FigureQuestion(four_lines),
        FigureQuestion(chosen_on_training, "chosen"),
        figures.labelled_axes(0, prop="words"),
        figures.has_legend(0, lambda call: list(call["train"]), prop="words"),
    ),
    props=(
        prop("core", 1, "four lines over the thresholds, in one panel"),
        prop("chosen", 0.5, "a mark where training chooses, for each priority, and at no other"),
        prop("words", 0.5, "labels on both axes, and a legend with the names"),
    ),
    cases=(
        case(
            np.array([0.5, 0.6, 0.7, 0.8, 0.9]),
            {
                "mean": np.array([1.2, 1.1, 0.9, 0.7, 0.85]),
                "learned": np.array([0.8, 0.5, 0.6, 0.9, 1.0]),
            },
            {
                "mean": np.array([1.0, 0.9, 0.55, 0.8, 0.9]),
                "learned": np.array([0.6, 0.65, 0.75, 0.8, 0.58]),
            },
            alt="five thresholds; training chooses 0.8 for mean and 0.6 for learned, test would "
            "choose 0.7 and 0.9",
        ),
    ),
    hidden=_case,
    n_hidden=1,
    misconceptions=(
        mis(
            "test-chooses",
            _wrong(marked="test"),
            "Your marks stand where the test volume is best. Could its total still be believed "
            "after that choice?",
            topic="leakage",
        ),
        mis(
            "test-only",
            _wrong(volumes=("test",)),
            "The lines of the test volume are there. Which lines show how the threshold was "
            "chosen?",
            topic="leakage",
        ),
        mis(
            "train-only",
            _wrong(volumes=("train",)),
            "The lines of the training volume are there. What tells how well the choice holds "
            "elsewhere?",
            topic="training score",
        ),
        mis(
            "no-mark",
            _wrong(marked=""),
            "The four lines are right. Which threshold does training choose for each priority?",
            topic="marks",
        ),
        mis(
            "one-mark",
            _wrong(names=["mean"]),
            "The threshold of the mean is marked. Where is the one of the learned priority?",
            topic="marks",
        ),
        mis(
            "marks-everywhere",
            _wrong(marked="", style="o-"),
            "Each point of your lines has a marker. How does the chosen one stand out?",
            topic="marks",
        ),
        mis(
            "at-positions",
            _at_positions,
            "Your lines begin at 0 and take steps of 1. Which numbers belong on this axis?",
            topic="axes",
        ),
        mis(
            "axes-exchanged",
            _axes_exchanged,
            "The total runs to the right, the threshold upwards. Which of the two do we choose, "
            "and which one answers?",
            topic="axes",
        ),
        mis(
            "two-panels",
            _two_panels,
            "Training and test have a panel each. How could a reader compare them at one "
            "threshold?",
            topic="panels",
        ),
        mis(
            "no-legend",
            _wrong(legend=False),
            "Lines and marks are right. How does a reader know which line is which?",
            topic="titles",
        ),
        mis(
            "no-axis-labels",
            _wrong(axes=False),
            "Lines and marks are right. What do the numbers along the two axes mean?",
            topic="titles",
        ),
    ),
    variants=(_plot, _plot_pyplot, _plot_scatter, _plot_figure_legend),
    hints=(
        "`for name, totals in train.items():` gives one line at a time; the label names priority "
        "and volume.",
        "`t = choose_threshold(dict(zip(ts, train[name])))` is the chosen threshold: your own "
        "function from E8.",
        '`ax.plot(t, min(train[name]), "o")` or `ax.axvline(t)` marks it; then axis labels, '
        "`ax.legend()` and `return fig`.",
    ),
)
