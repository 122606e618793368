"""P1: draw the image, the inverted image and the truth."""

import numpy as np

from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking import generate as gen


def _draw(pictures, titles=("grey", "inverted", "truth"), ticks=False, **style):
    """Draw one panel per picture; without pyplot, so that no figure stays open."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(9, 3))
    axes = fig.subplots(1, 3, squeeze=True)
    for ax, picture, title in zip(axes, pictures, titles, strict=False):
        ax.imshow(picture, **{"cmap": "gray", **style})
        ax.set_title(title)
        if not ticks:
            ax.set(xticks=[], yticks=[])
    return fig


def _panels_reference(image, truth):
    return _draw((image, 255 - image, truth))


def _panels_pyplot(image, truth):
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(1, 3, figsize=(10, 3.8), layout="constrained")
    axes[0].imshow(image, cmap="gray", vmin=0, vmax=255)
    axes[1].imshow(255 - image, cmap="gray", vmin=0, vmax=255)
    axes[2].imshow(truth, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    for ax, title in zip(axes, ["as stored", "inverted", "truth"]):
        ax.set(title=title, xticks=[], yticks=[])
    plt.close(fig)
    return fig


def _panels_one_by_one(image, truth):
    from matplotlib.figure import Figure

    fig = Figure()
    for place, picture in enumerate([image / 255, 1 - image / 255, truth * 255], start=1):
        ax = fig.add_subplot(3, 1, place)
        ax.imshow(picture, cmap="Greys_r", interpolation="none")
        ax.set_title(f"panel {place}")
        ax.axis("off")
    return fig


def _panels_axes(image, truth):
    return _draw((image, ~image, truth.astype(np.uint8)), interpolation="nearest").axes[0]


def _panels_colours(image, truth):
    grey = np.stack([image] * 3, axis=-1)
    return _draw((grey, 255 - grey, truth.astype(float)), titles=("A", "B", "C"))


def _panels_overlaid(image, truth):
    fig = _draw((image,))
    fig.axes[0].imshow(255 - image, cmap="gray", alpha=0.5)
    fig.axes[0].imshow(truth, cmap="gray", alpha=0.5)
    return fig


def _panels_case(rng: np.random.Generator) -> Case:
    size = int(rng.integers(4, 9)), int(rng.integers(10, 15))
    truth = gen.mask(rng, size, share=0.4)
    truth[0, 0], truth[-1, 0], truth[0, 1:3] = True, False, (False, True)
    return case(gen.image(rng, size, low=2, high=250), truth, kind="another image")


_TINY = gen.u8([[10, 200, 30, 90], [40, 120, 250, 60], [70, 20, 180, 110]])
_TINY_TRUTH = gen.flags([[0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1]])

THREE_PANELS = Exercise(
    id="a01.three_panels",
    code="P1",
    kind="P",
    title="Look at all of it",
    function="three_panels",
    signature="(image, truth)",
    minutes=5,
    reference=_panels_reference,
    compare=figures.figure(
        figures.has_panels(3, prop="core"),
        figures.shows_image(0, lambda call: call["image"], "the image", prop="core"),
        figures.shows_image(1, lambda call: 255 - call["image"], "the inverted image", prop="core"),
        figures.shows_image(2, lambda call: call["truth"], "the truth", prop="core"),
        *(figures.has_title(index, prop="words") for index in range(3)),
        *(figures.no_ticks(index, prop="words") for index in range(3)),
    ),
    props=(
        prop("core", 0.5, "image, inverted image and truth, in this order"),
        prop("words", 0.5, "a title for each panel, and no ticks"),
    ),
    cases=(case(_TINY, _TINY_TRUTH, alt="an image of 3 rows and 4 columns, with its truth"),),
    hidden=_panels_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "order",
            lambda image, truth: _draw((truth, image, 255 - image)),
            "All three pictures are there, but the truth stands first. In which order were they "
            "asked for?",
            topic="order of panels",
        ),
        mis(
            "inverted-first",
            lambda image, truth: _draw((255 - image, image, truth)),
            "The inverted image stands before the image. Which one is stored in the file?",
            topic="order of panels",
        ),
        mis(
            "display-only",
            lambda image, truth: _draw((image, image, truth)),
            "The second panel holds the same numbers as the first. (A reversed colour map changes "
            "only the display.) Which function gives new numbers?",
            topic="display and data",
        ),
        mis(
            "inverted-truth",
            lambda image, truth: _draw((image, 255 - image, ~truth)),
            "The truth was inverted too. Which of the three pictures should be inverted?",
            topic="display and data",
        ),
        mis(
            "two-panels",
            lambda image, truth: _draw((image, 255 - image)),
            "Two panels hold a picture and the third is empty. What should it show?",
            topic="order of panels",
        ),
        mis(
            "overlaid",
            _panels_overlaid,
            "All pictures lie on top of each other in one panel. How do you draw into `axes[1]`?",
            topic="order of panels",
        ),
        mis(
            "smoothed",
            lambda image, truth: _draw((image, 255 - image, truth), interpolation="bilinear"),
            "The pixels are blended into each other. Can a pixel of a mask be half vessel?",
            topic="interpolated mask",
        ),
        mis(
            "upside-down",
            lambda image, truth: _draw((image, 255 - image, truth), origin="lower"),
            "The pictures stand on their heads. Where is row 0 of an image: at the top or at the "
            "bottom?",
            topic="row and column",
        ),
        mis(
            "false-colours",
            lambda image, truth: _draw((image, 255 - image, truth), cmap="viridis"),
            "Grey values are shown in colours that the data do not have. Which `cmap` shows grey "
            "as grey?",
            topic="display and data",
        ),
        mis(
            "no-titles",
            lambda image, truth: _draw((image, 255 - image, truth), titles=("", "", "")),
            "The pictures are right. How does a reader know which of them is the truth?",
            topic="titles",
        ),
        mis(
            "ticks",
            lambda image, truth: _draw((image, 255 - image, truth), ticks=True),
            "The pictures are right. Which numbers at the rims does nobody need?",
            topic="titles",
        ),
    ),
    variants=(_panels_pyplot, _panels_one_by_one, _panels_axes, _panels_colours),
    hints=(
        "Each panel is one item of `axes`: `axes[0]`, `axes[1]`, `axes[2]`.",
        "For each panel: `imshow` with the picture, then `set` with a title and empty ticks.",
        '`axes[1].imshow(imaging.invert(image), cmap="gray", vmin=0, vmax=255)`, and '
        "`axes[1].set(title=..., xticks=[], yticks=[])`.",
    ),
)
