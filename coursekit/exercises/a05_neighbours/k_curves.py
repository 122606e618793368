"""P2: scores against k, with the k that validation chooses."""

import numpy as np

from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking.figures import FigureQuestion
from coursekit.exercises.a05_neighbours.k_questions import choice_of_validation, three_lines


def _draw(ks, scores, marked=("validation",), names=None, words=True, legend=True, style="-"):
    """Draw the lines and mark the maximum of those named; without pyplot."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(7, 4))
    ax = fig.subplots()
    for name in names or scores:
        ax.plot(ks, scores[name], style, label=name)
    for name in marked:
        top = int(np.argmax(scores[name]))
        ax.plot(ks[top], scores[name][top], "o", color="black")
    if words:
        ax.set(xlabel="k", ylabel="mean Dice")
    if legend:
        ax.legend()
    return fig


def _curves(ks, scores):
    return _draw(ks, scores)


def _curves_pyplot(ks, scores):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    for name, values in scores.items():
        ax.semilogx(ks, values, marker=".", label=name)
    best = ks[int(np.argmax(scores["validation"]))]
    ax.axvline(best, color="black", linestyle="--", label=f"chosen: k = {best}")
    ax.set_xlabel("number of neighbours")
    ax.set_ylabel("Dice, mean of the classes")
    ax.legend()
    return fig


def _curves_scatter(ks, scores):
    fig = _draw(ks, scores, marked=())
    position = list(scores["validation"]).index(max(scores["validation"]))
    fig.axes[0].scatter([ks[position]], [scores["validation"][position]], s=80, marker="*")
    return fig


def _curves_markevery(ks, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for name in ("train", "validation", "test"):
        chosen = [int(np.argmax(scores[name]))] if name == "validation" else []
        ax.plot(ks, scores[name], "s-", markevery=chosen, label=f"{name} image")
    ax.set(xlabel="k", ylabel="score")
    fig.legend()
    return fig


# --- wrong answers ------------------------------------------------------------------------------


def _test_chooses(ks, scores):
    return _draw(ks, scores, marked=("test",))


def _training_chooses(ks, scores):
    return _draw(ks, scores, marked=("train",))


def _everyone_chooses(ks, scores):
    return _draw(ks, scores, marked=tuple(scores))


def _no_mark(ks, scores):
    return _draw(ks, scores, marked=())


def _marks_everywhere(ks, scores):
    return _draw(ks, scores, marked=(), style="o-")


def _mark_at_position(ks, scores):
    fig = _draw(ks, scores, marked=())
    top = int(np.argmax(scores["validation"]))
    fig.axes[0].plot(top, scores["validation"][top], "o")
    return fig


def _without_ks(ks, scores):
    return _draw(np.arange(len(ks)), scores)


def _axes_exchanged(ks, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for name, values in scores.items():
        ax.plot(values, ks, label=name)
    top = int(np.argmax(scores["validation"]))
    ax.plot(scores["validation"][top], ks[top], "o")
    ax.set(xlabel="mean Dice", ylabel="k")
    ax.legend()
    return fig


def _validation_only(ks, scores):
    return _draw(ks, scores, names=["validation"])


def _without_test(ks, scores):
    return _draw(ks, scores, names=["train", "validation"])


def _a_panel_each(ks, scores):
    from matplotlib.figure import Figure

    fig = Figure()
    for ax, (name, values) in zip(fig.subplots(1, 3), scores.items()):
        ax.plot(ks, values, label=name)
        if name == "validation":
            ax.plot(ks[int(np.argmax(values))], max(values), "o")
        ax.set(xlabel="k", ylabel="mean Dice")
        ax.legend()
    return fig


def _no_legend(ks, scores):
    return _draw(ks, scores, legend=False)


def _no_words(ks, scores):
    return _draw(ks, scores, words=False)


def _case(rng: np.random.Generator) -> Case:
    n = int(rng.integers(5, 9))
    ks = np.cumsum(rng.integers(1, 6, n)).tolist()
    train = 1 - np.sort(rng.uniform(0, 0.2, n))
    chosen, best = (rng.permutation(n - 2)[:2] + 1).tolist()
    validation, test = rng.uniform(0.5, 0.7, (2, n))
    validation[chosen], test[best] = 0.8, 0.75
    scores = {"train": train, "validation": validation, "test": test}
    return case(ks, scores, kind="other lines")


K_CURVES = Exercise(
    id="a05.k_curves",
    code="P2",
    kind="P",
    title="Who may choose k",
    function="k_curves",
    signature="(ks, scores)",
    minutes=4,
    reference=_curves,
    compare=figures.figure(
        figures.has_panels(1),
        FigureQuestion(three_lines),
        FigureQuestion(choice_of_validation, "chosen"),
        figures.labelled_axes(0, prop="words"),
        figures.has_legend(0, lambda call: list(call["scores"]), prop="words"),
    ),
    props=(
        prop("core", 0.5, "one line over k for each name, in one panel"),
        prop("chosen", 0.25, "a mark at the k with the highest validation score, and at no other"),
        prop("words", 0.25, "labels on both axes, and a legend with the names"),
    ),
    cases=(
        case(
            [1, 3, 9, 27, 81],
            {
                "train": np.array([1.0, 0.92, 0.9, 0.88, 0.8]),
                "validation": np.array([0.7, 0.78, 0.84, 0.82, 0.76]),
                "test": np.array([0.66, 0.74, 0.79, 0.81, 0.77]),
            },
            alt="five k from 1 to 81; validation is best at k = 9, test at k = 27",
        ),
    ),
    hidden=_case,
    n_hidden=1,
    misconceptions=(
        mis(
            "test-chooses",
            _test_chooses,
            "Your mark sits at the best k of the test image. Could its score still be believed "
            "after that choice?",
            topic="leakage",
        ),
        mis(
            "training-chooses",
            _training_chooses,
            "Your mark sits at the best k of the training image. Which k always wins there?",
            topic="training score",
        ),
        mis(
            "everyone-chooses",
            _everyone_chooses,
            "Each line has a mark. Which of the three may choose?",
            topic="leakage",
        ),
        mis(
            "no-mark",
            _no_mark,
            "The three lines are right. Which k does validation choose?",
            topic="marks",
        ),
        mis(
            "marks-everywhere",
            _marks_everywhere,
            "Each point of your lines has a marker. How does the chosen one stand out?",
            topic="marks",
        ),
        mis(
            "mark-at-position",
            _mark_at_position,
            "Your mark lies beside the line, at a position in the list. Which k stands at that "
            "position?",
            topic="position and value",
        ),
        mis(
            "without-ks",
            _without_ks,
            "Your lines begin at 0 and take steps of 1. Which numbers belong on this axis?",
            topic="axes",
        ),
        mis(
            "axes-exchanged",
            _axes_exchanged,
            "The score runs to the right, k upwards. Which of the two do we choose, and which one "
            "answers?",
            topic="axes",
        ),
        mis(
            "validation-only",
            _validation_only,
            "The line that chooses is there. What do the other two show about its choice?",
            topic="loops",
        ),
        mis(
            "without-test",
            _without_test,
            "The test line is missing. May it be drawn when the choice has been made?",
            topic="leakage",
        ),
        mis(
            "a-panel-each",
            _a_panel_each,
            "Each line has a panel of its own. How could a reader compare them at one k?",
            topic="panels",
        ),
        mis(
            "no-legend",
            _no_legend,
            "Lines and mark are right. How does a reader know which line is which?",
            topic="titles",
        ),
        mis(
            "no-axis-labels",
            _no_words,
            "Lines and mark are right. What do the numbers along the two axes mean?",
            topic="titles",
        ),
    ),
    variants=(_curves, _curves_pyplot, _curves_scatter, _curves_markevery),
    hints=(
        "`for name, values in scores.items():` gives one line at a time; `label=name` names it.",
        '`top = int(np.argmax(scores["validation"]))` is the position of the best k.',
        '`ax.plot(ks[top], scores["validation"][top], "o")` marks it; then axis labels, '
        "`ax.legend()` and `return fig`.",
    ),
)
