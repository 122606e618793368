"""P2: draw the image, the truth and one histogram for each class."""

import numpy as np

from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking import generate as gen

EDGES = np.linspace(0, 1, 21)


def _draw(image, truth, groups, labels=("not brain", "brain"), words=True, legend=True, **style):
    """Draw two pictures and a histogram of each group; without pyplot, so none stays open."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(9, 3))
    axes = fig.subplots(1, 3)
    axes[0].imshow(image, cmap="gray", vmin=0, vmax=1)
    axes[1].imshow(truth, cmap="gray", interpolation="nearest")
    for values, label in zip(groups, labels):
        axes[2].hist(values, **{"bins": EDGES, "alpha": 0.3, "label": label, **style})
    if words:
        axes[2].set(xlabel="grey value", ylabel="number of pixels")
    if legend:
        axes[2].legend()
    return fig


def _plot(image, truth):
    return _draw(image, truth, (image[~truth], image[truth]))


def _plot_pyplot(image, truth):
    import matplotlib.pyplot as plt

    fig, axes = plt.subplots(1, 3, figsize=(10, 3.6), layout="constrained")
    axes[0].imshow(image, cmap="gray", interpolation="nearest")
    axes[1].imshow(truth, cmap="gray", interpolation="nearest")
    axes[2].hist(image[~truth], bins=np.arange(0, 1.01, 0.05), alpha=0.3, label="outside")
    axes[2].hist(image[truth], bins=np.arange(0, 1.01, 0.05), alpha=0.3, label="inside")
    axes[2].set_xlabel("grey value")
    axes[2].set_ylabel("pixels")
    axes[2].legend()
    plt.close(fig)
    return fig


def _plot_stairs(image, truth):
    fig = _draw(image, truth, ())
    for chosen, label in ((truth, "brain"), (~truth, "other")):
        fig.axes[2].stairs(np.histogram(image[chosen], EDGES)[0], EDGES, label=label)
    fig.axes[2].legend()
    return fig


def _plot_bars(image, truth):
    fig = _draw(image, truth, ())
    for chosen, label in ((~truth, "background"), (truth, "object")):
        counts, _ = np.histogram(image[chosen], bins=EDGES)
        fig.axes[2].bar(EDGES[:-1], counts, width=0.05, align="edge", alpha=0.3, label=label)
    fig.axes[2].legend()
    return fig


def _plot_both_at_once(image, truth):
    fig = _draw(image, truth, ())
    groups = [image[~truth], image[truth]]
    fig.axes[2].hist(groups, bins=EDGES, histtype="step", label=["not brain", "brain"])
    fig.axes[2].legend()
    return fig


def _plot_multiplied(image, truth):
    return _draw(image, truth, ((image * ~truth).ravel(), (image * truth).ravel()))


def _plot_everything(image, truth):
    return _draw(image, truth, (image.ravel(), image[truth]))


def _plot_own_bins(image, truth):
    return _draw(image, truth, (image[~truth], image[truth]), bins=20)


def _plot_twenty_edges(image, truth):
    return _draw(image, truth, (image[~truth], image[truth]), bins=np.linspace(0, 1, 20))


def _plot_density(image, truth):
    return _draw(image, truth, (image[~truth], image[truth]), density=True)


def _plot_cumulative(image, truth):
    return _draw(image, truth, (image[~truth], image[truth]), cumulative=True)


def _plot_without_classes(image, truth):
    return _draw(image, truth, (image.ravel(),))


def _plot_swapped_pictures(image, truth):
    return _draw(truth, image, (image[~truth], image[truth]))


def _plot_without_legend(image, truth):
    return _draw(image, truth, (image[~truth], image[truth]), legend=False)


def _plot_without_words(image, truth):
    return _draw(image, truth, (image[~truth], image[truth]), words=False)


def _case(rng: np.random.Generator) -> Case:
    truth = gen.mask(rng, (int(rng.integers(5, 9)), int(rng.integers(10, 15))), share=0.4)
    truth[0, 0], truth[-1, 0], truth[0, 1:3] = True, False, (False, True)
    image = np.clip(rng.normal(np.where(truth, 0.45, 0.3), 0.2), 0.01, 0.99)
    return case(image, truth, kind="another image")


_TINY = np.array([[0.02, 0.31, 0.33, 0.08], [0.22, 0.48, 0.57, 0.93], [0.04, 0.36, 0.41, 0.71]])
_TINY_TRUTH = gen.flags([[0, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 0]])

CLASS_HISTOGRAM_PLOT = Exercise(
    id="a01.class_histogram_plot",
    code="P2",
    kind="P",
    title="Draw both histograms",
    function="class_histogram_plot",
    signature="(image, truth)",
    minutes=4,
    reference=_plot,
    compare=figures.figure(
        figures.has_panels(3, prop="core"),
        figures.shows_histogram(
            2,
            lambda call: call["image"][~call["truth"]],
            lambda call: EDGES,
            "the pixels outside the truth",
            prop="core",
        ),
        figures.shows_histogram(
            2,
            lambda call: call["image"][call["truth"]],
            lambda call: EDGES,
            "the pixels inside the truth",
            prop="core",
        ),
        figures.shows_image(0, lambda call: call["image"], "the image", prop="pictures"),
        figures.shows_image(1, lambda call: call["truth"], "the truth", prop="pictures"),
        figures.labelled_axes(2, prop="words"),
        figures.has_legend(2, 2, prop="words"),
    ),
    props=(
        prop("core", 1, "the histograms of both classes, in bins of 0.05"),
        prop("pictures", 0.5, "the image and the truth, in this order"),
        prop("words", 0.5, "labels on both axes, and a legend"),
    ),
    cases=(case(_TINY, _TINY_TRUTH, alt="an image of 3 rows and 4 columns, with its truth"),),
    hidden=_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "own-bins",
            _plot_own_bins,
            "Each class got 20 bins of its own, from its darkest to its brightest pixel. What must "
            "`bins=` be, so that both share their borders?",
            topic="bins and edges",
        ),
        mis(
            "bin-count",
            _plot_twenty_edges,
            "The histograms do not have 20 bins. Matplotlib takes ten when it is told nothing, "
            "and 20 edges make 19. How many edges do 20 bins need?",
            topic="bins and edges",
        ),
        mis(
            "density",
            _plot_density,
            "The bars show densities. How could a reader see then which class has more pixels?",
            topic="counts and shares",
        ),
        mis(
            "cumulative",
            _plot_cumulative,
            "The bars add up from left to right. Should a bin also count the pixels of darker "
            "bins?",
            topic="counts and shares",
        ),
        mis(
            "multiplied",
            _plot_multiplied,
            "`image * truth` turns all other pixels into grey value 0, and then counts them. Which "
            "brackets pick the pixels of a class?",
            topic="picking pixels",
        ),
        mis(
            "everything",
            _plot_everything,
            "One histogram counts all pixels. Which of them are outside the truth?",
            topic="picking pixels",
        ),
        mis(
            "one-histogram",
            _plot_without_classes,
            "There is one histogram for all pixels together. How can a reader see the two classes?",
            topic="picking pixels",
        ),
        mis(
            "pictures-swapped",
            _plot_swapped_pictures,
            "The histograms are right, and the two pictures have changed places. Which comes "
            "first?",
            topic="order of panels",
        ),
        mis(
            "no-legend",
            _plot_without_legend,
            "Both histograms are right. How does a reader know which one is the brain?",
            topic="titles",
        ),
        mis(
            "no-axis-labels",
            _plot_without_words,
            "Both histograms are right. What do the numbers along the two axes mean?",
            topic="titles",
        ),
    ),
    variants=(_plot, _plot_pyplot, _plot_stairs, _plot_bars, _plot_both_at_once),
    hints=(
        "`image[truth]` picks the pixels of one class. What picks the others?",
        "Two calls of `axes[2].hist`, both with `bins=edges, alpha=0.3` and a `label` of their "
        "own.",
        '`axes[2].hist(image[~truth], bins=edges, alpha=0.3, label="not brain")`; at the end '
        "`axes[2].legend()` and `return fig`.",
    ),
)
