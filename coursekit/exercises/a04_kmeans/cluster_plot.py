"""P1: draw the result beside the truth, with the computed score in the title."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking import generate as gen


def _draw(left, right, left_title, right_title="truth"):
    """Draw two panels; without pyplot, so no figure stays open."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(7, 3.4))
    axes = fig.subplots(1, 2)
    for ax, mask, title in zip(axes, (left, right), (left_title, right_title)):
        ax.imshow(mask, cmap="gray", interpolation="nearest")
        ax.set_title(title)
    return fig


def _titled(result, truth, words="result: Dice {:.2f}"):
    return words.format(imaging.dice_coefficient(truth, result))


def _plot(result, truth):
    return _draw(result, truth, _titled(result, truth))


def _plot_helpers(result, truth):
    import matplotlib.pyplot as plt

    from coursekit import plotting

    dice = imaging.dice_coefficient(truth, result)
    fig, axes = plt.subplots(1, 2, figsize=(7, 3.4), layout="constrained")
    plotting.show_mask(axes[0], result, title=f"k-means: Dice {dice:.2f}")
    plotting.show_mask(axes[1], truth, title="truth")
    plt.close(fig)
    return fig


def _plot_one_by_one(result, truth):
    import matplotlib.pyplot as plt

    fig = plt.figure(figsize=(8, 4))
    plt.subplot(121)
    plt.imshow(result * 255, "gray")
    plt.title(f"2 clusters\nDice = {100 * imaging.dice_coefficient(truth, result):.1f} %")
    plt.axis("off")
    plt.subplot(122)
    plt.imshow(truth.astype(float))
    plt.title("drawn by hand")
    plt.close(fig)
    return fig


def _plot_one_above_the_other(result, truth):
    from matplotlib.figure import Figure

    fig = Figure()
    axes = fig.subplots(2, 1)
    shared = np.count_nonzero(result & truth)
    dice = 2 * shared / (np.count_nonzero(result) + np.count_nonzero(truth))
    axes[0].imshow(result, cmap="cividis")
    axes[0].set_title(f"clusters, F1 = {dice:.4f}", loc="left")
    axes[1].imshow(truth, cmap="cividis")
    axes[1].set_title("brain", loc="left")
    return fig, axes


# --- wrong answers ------------------------------------------------------------------------------


def _above_both(result, truth):
    fig = _draw(result, truth, "result")
    fig.suptitle(_titled(result, truth))
    return fig


def _one_panel(result, truth):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    ax.imshow(truth, cmap="gray")
    ax.imshow(result, cmap="gray", alpha=0.5)
    ax.set_title(_titled(result, truth))
    return fig


def _three_panels(result, truth):
    from matplotlib.figure import Figure

    fig = Figure()
    axes = fig.subplots(1, 3)
    for ax, mask in zip(axes, (result, truth, result ^ truth)):
        ax.imshow(mask, cmap="gray", interpolation="nearest")
        ax.set_title(_titled(result, truth))
    return fig


def _upside_down(result, truth):
    fig = _plot(result, truth)
    for ax in fig.axes:
        ax.invert_yaxis()
    return fig


def _score_in_title(call, model):
    """Ask for the Dice coefficient; a title without any number is a finding of its own."""
    finding = figures.has_title(
        0, number=lambda call: imaging.dice_coefficient(call["truth"], call["result"])
    ).ask(call, model)
    if finding is None or finding.name != "title-number-0":
        return finding
    title = model.panel(0).title
    if "{" in title:
        return figures.Finding("title-with-braces-0", f"The title of panel 1 reads {title!r}.")
    if any(letter.isdigit() for letter in title):
        return finding
    return figures.Finding("title-without-number-0", "The title of panel 1 holds no number.")


def _case(rng: np.random.Generator) -> Case:
    while True:
        truth = gen.mask(rng, (int(rng.integers(4, 8)), int(rng.integers(9, 13))), share=0.4)
        result = truth ^ (rng.random(truth.shape) < 0.25)
        dice = imaging.dice_coefficient(truth, result)
        others = (0.74, imaging.accuracy(truth, result), imaging.dice_coefficient(~truth, result))
        if 0.1 < dice < 0.99 and min(abs(dice - other) for other in others) > 0.011:
            return case(result, truth, kind="another result and truth")


CLUSTER_PLOT = Exercise(
    id="a04.cluster_plot",
    code="P1",
    kind="P",
    title="Show the result beside the truth",
    function="cluster_plot",
    signature="(result, truth)",
    minutes=4,
    reference=_plot,
    compare=figures.figure(
        figures.has_panels(2),
        figures.shows_image(0, lambda call: call["result"], "the result", gray=False),
        figures.shows_image(1, lambda call: call["truth"], "the truth", gray=False),
        figures.FigureQuestion(_score_in_title, prop="score"),
        figures.has_title(1, prop="titles"),
    ),
    props=(
        prop("core", 1, "two panels: the result, then the truth"),
        prop("score", 0.5, "the Dice coefficient in the title of the result, with two decimals"),
        prop("titles", 0.5, "a title for the truth"),
    ),
    cases=(
        case(
            gen.flags([[0, 1, 1, 0], [1, 1, 1, 0], [0, 0, 1, 0]]),
            gen.flags([[0, 1, 1, 0], [0, 1, 1, 1], [0, 0, 0, 0]]),
            alt="a result and a truth of 3 rows and 4 columns",
        ),
    ),
    hidden=_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "typed-by-hand",
            lambda result, truth: _draw(result, truth, "result: Dice 0.74"),
            "The pictures are right; the number in the title has too few decimals, belongs to "
            "another result, or is another score. Which line computes it from this result and this "
            "truth?",
            topic="computed titles",
        ),
        mis(
            "no-f",
            lambda result, truth: _draw(result, truth, "result: Dice {dice:.2f}"),
            "The title shows the curly brackets themselves. Which letter stands before the "
            "quotation marks, so that Python puts the number in?",
            topic="computed titles",
        ),
        mis(
            "no-number",
            lambda result, truth: _draw(result, truth, "result"),
            "The title of the result holds no number; one above the whole figure does not count. "
            "Which panel does the score belong to?",
            topic="titles",
        ),
        mis(
            "above-both",
            _above_both,
            "The number stands above both panels. Which of the two pictures was scored?",
            topic="titles",
            same_as="no-number",
        ),
        mis(
            "no-titles",
            lambda result, truth: _draw(result, truth, "", ""),
            "Both pictures look alike without titles. How does a reader know which one is the "
            "truth?",
            topic="titles",
        ),
        mis(
            "truth-without-title",
            lambda result, truth: _draw(result, truth, _titled(result, truth), ""),
            "The result is titled. How does a reader know what the other panel shows?",
            topic="titles",
        ),
        mis(
            "exchanged",
            lambda result, truth: _draw(truth, result, _titled(result, truth)),
            "Result and truth have changed places. Which one comes first in the signature?",
            topic="order of panels",
        ),
        mis(
            "other-cluster",
            lambda result, truth: _draw(~result, truth, _titled(result, truth)),
            "Bright and dark are exchanged in your result. Which pixels are True in it?",
            topic="polarity",
        ),
        mis(
            "another-picture",
            lambda result, truth: _draw(result ^ truth, truth, _titled(result, truth)),
            "The first panel holds another picture, not the result as it is. Which variable holds "
            "the pixels that k-means chose?",
            topic="panels",
        ),
        mis(
            "three-panels",
            _three_panels,
            "There are three panels. Which two were asked for?",
            topic="panels",
        ),
        mis(
            "one-panel",
            _one_panel,
            "Both pictures lie on top of each other. What does `plt.subplots(1, 2)` give you?",
            topic="panels",
        ),
        mis(
            "transposed",
            lambda result, truth: _draw(result.T, truth.T, _titled(result, truth)),
            "Rows and columns are exchanged. Does `imshow` need any help to place them?",
            topic="rows and columns",
        ),
        mis(
            "upside-down",
            _upside_down,
            "The pictures stand on their heads. Where does row 0 belong, at the top or at the "
            "bottom?",
            topic="rows and columns",
        ),
    ),
    variants=(_plot, _plot_helpers, _plot_one_by_one, _plot_one_above_the_other),
    hints=(
        "First the number: `dice = imaging.dice_coefficient(truth, result)`.",
        "One call for each panel: `plotting.show_mask(axes[0], result, title=...)`, then the "
        "truth.",
        '`title=f"result: Dice {dice:.2f}"` puts the computed number into the title; end with '
        "`return fig`.",
    ),
)
