"""P1: draw image, truth and result, with the computed score in the title."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking import generate as gen


def _result(image, t):
    return image > t


def _draw(image, truth, result, title, order=(0, 1, 2), names=("image", "truth")):
    """Draw three panels; without pyplot, so no figure stays open."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(9, 3.4))
    axes = fig.subplots(1, 3)
    pictures = (image, truth, result)
    for ax, index, name in zip(axes, order, (*names, title)):
        ax.imshow(pictures[index], cmap="gray", interpolation="nearest")
        ax.set_title(name)
    return fig


def _titled(truth, result, words="result: Dice {:.2f}"):
    return words.format(imaging.dice_coefficient(truth, result))


def _plot(image, truth, t):
    result = image > t
    return _draw(image, truth, result, _titled(truth, result))


def _plot_helpers(image, truth, t):
    import matplotlib.pyplot as plt

    from coursekit import plotting

    fig, axes = plt.subplots(1, 3, figsize=(9, 3.4), layout="constrained")
    result = image > t
    score = imaging.dice_coefficient(truth, result)
    plotting.show_image(axes[0], image, title="image")
    plotting.show_mask(axes[1], truth, title="truth")
    plotting.show_mask(axes[2], result, title=f"result, cut {t}: Dice {score:.2f}")
    plt.close(fig)
    return fig


def _plot_one_by_one(image, truth, t):
    import matplotlib.pyplot as plt

    fig = plt.figure(figsize=(12, 4))
    mask = imaging.apply_threshold(image, t)
    plt.subplot(131)
    plt.imshow(image, "gray", vmin=0, vmax=image.max())
    plt.title("slice")
    plt.axis("off")
    plt.subplot(132)
    plt.imshow(truth * 255, "gray")
    plt.title("drawn by hand")
    plt.subplot(133)
    plt.imshow(mask.astype(int))
    plt.title(f"cut at {t}\nDice = {100 * imaging.dice_coefficient(truth, mask):.1f} %")
    plt.close(fig)
    return fig


def _plot_panels_below(image, truth, t):
    from matplotlib.figure import Figure

    fig = Figure()
    axes = fig.subplots(3, 1)
    shown = axes[0].imshow(image, cmap="gray")
    fig.colorbar(shown, ax=axes[0])
    axes[1].imshow(truth, cmap="cividis")
    axes[2].imshow(image > t, cmap="cividis")
    score = 2 * np.sum(truth & (image > t)) / (np.sum(truth) + np.sum(image > t))
    for ax, title in zip(axes, ("image", "truth", f"mask, F1 = {score:.4f}")):
        ax.set_title(title, loc="left")
    return fig, axes


# --- wrong answers ------------------------------------------------------------------------------


def _typed_by_hand(image, truth, t):
    return _draw(image, truth, image > t, "result: Dice 0.78")


def _above_all_panels(image, truth, t):
    fig = _draw(image, truth, image > t, "result")
    fig.suptitle(_titled(truth, image > t))
    return fig


def _no_number(image, truth, t):
    return _draw(image, truth, image > t, "")


def _no_other_titles(image, truth, t):
    return _draw(image, truth, image > t, _titled(truth, image > t), names=("", ""))


def _one_decimal(image, truth, t):
    return _draw(image, truth, image > t, _titled(truth, image > t, "Dice {:.1f}"), names=("a", ""))


def _equal_is_bright(image, truth, t):
    return _draw(image, truth, image >= t, _titled(truth, image >= t))


def _dark_side(image, truth, t):
    return _draw(image, truth, image <= t, _titled(truth, image <= t))


def _image_as_result(image, truth, t):
    return _draw(image, truth, image, _titled(truth, image > t))


def _exchanged(image, truth, t):
    return _draw(image, truth, image > t, _titled(truth, image > t), order=(0, 2, 1))


def _truth_first(image, truth, t):
    return _draw(image, truth, image > t, _titled(truth, image > t), order=(1, 0, 2))


def _two_panels(image, truth, t):
    from matplotlib.figure import Figure

    fig = Figure()
    axes = fig.subplots(1, 2)
    axes[0].imshow(image, cmap="gray")
    axes[1].imshow(image > t, cmap="gray")
    axes[0].set_title("image")
    axes[1].set_title(_titled(truth, image > t))
    return fig


def _one_panel(image, truth, t):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    for picture in (image, truth, image > t):
        ax.imshow(picture, cmap="gray")
    ax.set_title(_titled(truth, image > t))
    return fig


def _in_colours(image, truth, t):
    fig = _plot(image, truth, t)
    fig.axes[0].get_images()[0].set_cmap("viridis")
    return fig


def _upside_down(image, truth, t):
    fig = _plot(image, truth, t)
    for ax in fig.axes:
        ax.invert_yaxis()
    return fig


def _dice_of(call):
    return imaging.dice_coefficient(call["truth"], _result(call["image"], call["t"]))


def _score_in_title(call, model):
    """Ask for the Dice coefficient; a title without any number is a finding of its own."""
    finding = figures.has_title(2, number=_dice_of).ask(call, model)
    if finding is None or finding.name != "title-number-2":
        return finding
    if any(letter.isdigit() for letter in model.panel(2).title):
        return finding
    return figures.Finding("title-without-number-2", "The title of panel 3 holds no number.")


def _case(rng: np.random.Generator) -> Case:
    while True:
        truth = gen.mask(rng, (int(rng.integers(4, 8)), int(rng.integers(9, 13))), share=0.4)
        drawn = rng.normal(np.where(truth, 70, 40), 18).clip(1, 250)
        image = drawn.astype(np.uint8)
        t = gen.value_in(rng, image)
        masks = image > t, image >= t, image <= t
        scores = [imaging.dice_coefficient(truth, mask) for mask in masks]
        apart = abs(scores[0] - scores[1]) > 0.011 and abs(scores[0] - scores[2]) > 0.011
        uneven = abs(scores[0] * 10 - round(scores[0] * 10)) > 0.11
        if apart and uneven and 0.1 < scores[0] < 0.99 and abs(scores[0] - 0.78) > 0.011:
            return case(image, truth, t, kind="another image and threshold")


_TINY = gen.u8([[12, 61, 72, 20], [30, 80, 91, 60], [14, 55, 43, 17]])
_TINY_TRUTH = gen.flags([[0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 0]])

THRESHOLD_PLOT = Exercise(
    id="a02.threshold_plot",
    code="P1",
    kind="P",
    title="Show what a cut does",
    function="threshold_plot",
    signature="(image, truth, t)",
    minutes=4,
    reference=_plot,
    compare=figures.figure(
        figures.has_panels(3),
        figures.shows_image(0, lambda call: call["image"], "the image"),
        figures.shows_image(1, lambda call: call["truth"], "the truth", gray=False),
        figures.shows_image(
            2, lambda call: _result(call["image"], call["t"]), "the pixels above t", gray=False
        ),
        figures.FigureQuestion(_score_in_title, prop="score"),
        figures.has_title(0, prop="titles"),
        figures.has_title(1, prop="titles"),
    ),
    props=(
        prop("core", 1, "three panels: the image in grey, the truth, the mask of pixels above t"),
        prop("score", 0.5, "the Dice coefficient in the title of the mask, with two decimals"),
        prop("titles", 0.5, "a title for the image and for the truth"),
    ),
    cases=(
        case(_TINY, _TINY_TRUTH, 55, alt="an image of 3 rows and 4 columns, its truth, and t = 55"),
    ),
    hidden=_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "typed-by-hand",
            _typed_by_hand,
            "The pictures are right; the number in the title belongs to another mask, or is "
            "another score. Which line computes it from this truth and this result?",
            topic="computed titles",
        ),
        mis(
            "above-all-panels",
            _above_all_panels,
            "The title of the result holds no number; one above the whole figure does not count. "
            "Which panel does the score belong to?",
            topic="titles",
        ),
        mis(
            "no-title",
            _no_number,
            "The result has no title. Where can a reader see how good the mask is?",
            topic="titles",
        ),
        mis(
            "other-titles-missing",
            _no_other_titles,
            "The result is titled. How does a reader know what the other two panels show?",
            topic="titles",
        ),
        mis(
            "one-decimal",
            _one_decimal,
            "A title is missing, and the number is rounded too far. What does `:.2f` do in an "
            "f-string?",
            topic="computed titles",
        ),
        mis(
            "equal-is-bright",
            _equal_is_bright,
            "Your mask holds the pixels equal to t. Which sign keeps them out?",
            topic="strictness",
        ),
        mis(
            "dark-side",
            _dark_side,
            "Your mask holds the dark side of the cut. On which side is a bright object?",
            topic="polarity",
        ),
        mis(
            "image-as-result",
            _image_as_result,
            "The third panel shows the image once more. What does the cut make of it?",
            topic="mask and image",
        ),
        mis(
            "exchanged",
            _exchanged,
            "Truth and result have changed places. Which one was drawn by a person, and comes "
            "first?",
            topic="order of panels",
        ),
        mis(
            "truth-first",
            _truth_first,
            "The truth stands before the image. What does a reader need to see first?",
            topic="order of panels",
        ),
        mis(
            "two-panels",
            _two_panels,
            "Two panels show the image and the result. What should the result be compared with?",
            topic="panels",
        ),
        mis(
            "one-panel",
            _one_panel,
            "All pictures lie on top of each other in one panel. What does `plt.subplots(1, 3)` "
            "give you?",
            topic="panels",
        ),
        mis(
            "in-colours",
            _in_colours,
            "The image is drawn in colours. Which `cmap` shows grey values as they are?",
            topic="colour map",
        ),
        mis(
            "upside-down",
            _upside_down,
            "The pictures stand on their heads. Where does row 0 of an image belong, at the top or "
            "at the bottom?",
            topic="rows and columns",
        ),
    ),
    variants=(_plot, _plot_helpers, _plot_one_by_one, _plot_panels_below),
    hints=(
        "First the numbers: `result = image > t`, then its Dice coefficient against the truth.",
        "One call for each panel: `plotting.show_image(axes[0], image, title=...)`, then two "
        "masks.",
        '`title=f"result: Dice {score:.2f}"` puts the computed number into the title; end with '
        "`return fig`.",
    ),
)
