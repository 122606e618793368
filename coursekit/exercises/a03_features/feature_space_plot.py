"""P1: the same pixels as points in feature space and as pictures."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking import generate as gen
from coursekit.exercises.a03_features.pictures import wide
from coursekit.exercises.a03_features.scatter_questions import (
    coloured_by_truth,
    scatter_of_features,
)

_COLOURS = np.array(["#0072b2", "#e69f00"])
_TITLES = ("", "image", "blurred", "truth")
_LABELS = ("grey value", "blurred grey value")


def _draw(x, y, colours, pictures, titles=_TITLES, labels=_LABELS):
    """Draw points and pictures in four panels; without pyplot, so no figure stays open."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(8, 8))
    axes = fig.subplots(2, 2).ravel()
    axes[0].scatter(np.ravel(x), np.ravel(y), c=colours, s=4, alpha=0.5)
    axes[0].set(xlabel=labels[0], ylabel=labels[1], title=titles[0])
    for ax, picture, title in zip(axes[1:], pictures, titles[1:]):
        ax.imshow(picture, cmap="gray", interpolation="nearest")
        ax.set_title(title)
    return fig


def _by_class(truth):
    return _COLOURS[(np.ravel(truth) != 0).astype(int)]


def _plot(image, truth, sigma):
    blurred = imaging.gaussian_blur(image, sigma)
    return _draw(image, blurred, _by_class(truth), (image, blurred, truth))


def _plot_pyplot(image, truth, sigma):
    import matplotlib.pyplot as plt

    points = imaging.feature_table(image, sigmas=(sigma,))
    fig, axes = plt.subplots(2, 2)
    shown = axes[0, 0].scatter(points[:, 0], points[:, 1], c=truth.ravel(), cmap="cividis", s=2)
    fig.colorbar(shown, ax=axes[0, 0])
    axes[0, 0].set_xlabel("raw")
    axes[0, 0].set_ylabel(f"blurred, sigma {sigma}")
    axes[0, 1].imshow(image, "gray")
    axes[0, 1].set_title("slice")
    axes[1, 0].imshow(imaging.table_to_image(points[:, 1], image.shape), "gray")
    axes[1, 0].set_title("after the blur")
    axes[1, 1].imshow(truth)
    axes[1, 1].set_title("drawn by hand")
    plt.close(fig)
    return fig


def _plot_two_clouds(image, truth, sigma):
    from matplotlib.figure import Figure

    from coursekit import plotting

    fig = Figure(layout="constrained")
    axes = fig.subplots(1, 4)
    blurred = imaging.gaussian_blur(image, sigma)
    mask = truth != 0
    axes[0].plot(image[~mask], blurred[~mask], ".", color="0.6", markersize=1, label="other")
    axes[0].plot(image[mask], blurred[mask], ".", color="orange", markersize=1, label="object")
    axes[0].set(xlabel="grey value", ylabel="blurred")
    axes[0].legend()
    plotting.show_image(axes[1], image, title="image")
    plotting.show_image(axes[2], blurred, title=f"sigma {sigma}")
    plotting.show_mask(axes[3], mask, title="truth")
    return fig, axes


def _plot_shuffled(image, truth, sigma):
    blurred = imaging.gaussian_blur(image, sigma)
    order = np.random.default_rng(1).permutation(image.size)
    x, y = image.ravel()[order], blurred.ravel()[order]
    return _draw(x, y, _by_class(truth)[order], (image, blurred, truth))


# --- wrong answers ------------------------------------------------------------------------------


def _with_points(points):
    """Build an answer with right pictures and other points: points(image, blurred, truth)."""

    def answer(image, truth, sigma):
        blurred = imaging.gaussian_blur(image, sigma)
        x, y, colours = points(image, blurred, truth)
        return _draw(x, y, colours, (image, blurred, truth))

    return answer


def _with_pictures(pictures):
    """Build an answer with right points and other pictures: pictures(image, blurred, truth)."""

    def answer(image, truth, sigma):
        blurred = imaging.gaussian_blur(image, sigma)
        return _draw(image, blurred, _by_class(truth), pictures(image, blurred, truth))

    return answer


def _positions(image, blurred, truth):
    rows, columns = np.indices(image.shape)
    return columns, rows, _by_class(truth)


def _always_five(image, truth, sigma):
    return _plot(image, truth, 5)


def _without_words(**words):
    """Build an answer that leaves out titles or labels."""

    def answer(image, truth, sigma):
        blurred = imaging.gaussian_blur(image, sigma)
        return _draw(image, blurred, _by_class(truth), (image, blurred, truth), **words)

    return answer


def _scatter_only(image, truth, sigma):
    from matplotlib.figure import Figure

    fig = Figure()
    ax = fig.subplots()
    blurred = imaging.gaussian_blur(image, sigma)
    ax.scatter(image.ravel(), blurred.ravel(), c=_by_class(truth))
    ax.set(xlabel="grey value", ylabel="blurred grey value")
    return fig


def _connected(image, truth, sigma):
    from matplotlib.figure import Figure

    fig = Figure()
    axes = fig.subplots(2, 2).ravel()
    blurred = imaging.gaussian_blur(image, sigma)
    axes[0].plot(image.ravel(), blurred.ravel())
    axes[0].set(xlabel="grey value", ylabel="blurred grey value")
    for ax, picture, title in zip(axes[1:], (image, blurred, truth), _TITLES[1:]):
        ax.imshow(picture, cmap="gray")
        ax.set_title(title)
    return fig


def _case(rng: np.random.Generator) -> Case:
    truth = gen.mask(rng, wide(rng, 4, 8), share=0.4)
    truth[0, :2] = True, False
    drawn = rng.normal(np.where(truth, 150, 90), 25).clip(0, 255).astype(np.uint8)
    sigma = float(rng.choice([0.5, 1.0, 2.0]))
    if rng.random() < 0.5:
        return case((drawn / 255).round(4), truth, sigma, kind="an image of floats")
    return case(drawn, truth, sigma, kind="another image and sigma")


_TINY = gen.u8([[90, 120, 30, 10], [80, 100, 20, 40], [60, 70, 50, 0]])
_TINY_TRUTH = gen.flags([[1, 1, 0, 0], [1, 1, 0, 0], [0, 1, 0, 0]])

FEATURE_SPACE_PLOT = Exercise(
    id="a03.feature_space_plot",
    code="P1",
    kind="P",
    title="Pixels as points",
    function="feature_space_plot",
    signature="(image, truth, sigma)",
    minutes=6,
    reference=_plot,
    compare=figures.figure(
        figures.has_panels(4),
        scatter_of_features(),
        figures.shows_image(1, lambda call: call["image"], "the image", prop="pictures"),
        figures.shows_image(
            2,
            lambda call: imaging.gaussian_blur(call["image"], call["sigma"]),
            "the blurred image",
            prop="pictures",
        ),
        figures.shows_image(
            3, lambda call: call["truth"], "the truth", gray=False, prop="pictures"
        ),
        coloured_by_truth("colours"),
        figures.labelled_axes(0, prop="words"),
        *(figures.has_title(index, prop="words") for index in (1, 2, 3)),
    ),
    props=(
        prop("core", 1, "four panels; in the first a point for each pixel: raw across, blurred up"),
        prop("pictures", 1, "the image, the blurred image and the truth in the other three"),
        prop("colours", 0.5, "a colour for the pixels of the object and one for all others"),
        prop("words", 0.5, "labels on both axes of the scatter plot, titles above the pictures"),
    ),
    cases=(
        case(
            _TINY,
            _TINY_TRUTH,
            1.0,
            alt="an image of 3 rows and 4 columns, its truth, and sigma 1",
        ),
    ),
    hidden=_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "axes-swapped",
            _with_points(lambda image, blurred, truth: (blurred, image, _by_class(truth))),
            "The blurred values run across and the raw ones up. Which of them comes first in "
            "`scatter(x, y)`?",
            topic="axes",
        ),
        mis(
            "positions",
            _with_points(_positions),
            "Your points lie where the pixels lie in the picture. What do the two axes of feature "
            "space measure?",
            topic="image space and feature space",
        ),
        mis(
            "raw-twice",
            _with_points(lambda image, blurred, truth: (image, image, _by_class(truth))),
            "All points lie on the diagonal: both axes show the image. Which picture belongs to "
            "the upward axis?",
            topic="axes",
        ),
        mis(
            "always-five",
            _always_five,
            "Points and picture belong to another blur. Where is the argument `sigma` used?",
            topic="ignores the argument",
        ),
        mis(
            "connected",
            _connected,
            "Your pixels are joined by lines, as if one followed from the other. Which method of "
            "the axes draws points alone?",
            topic="points",
        ),
        mis(
            "one-colour",
            _with_points(lambda image, blurred, truth: (image, blurred, _COLOURS[0])),
            "The points are right, and all of one colour. Which array knows the class of each "
            "pixel?",
            topic="colours",
        ),
        mis(
            "grey-value-as-colour",
            _with_points(lambda image, blurred, truth: (image, blurred, image.ravel())),
            "The colour repeats what an axis shows already: there is one for each grey value. "
            "What should the colour tell instead?",
            topic="colours",
        ),
        mis(
            "colours-in-another-order",
            _with_points(lambda image, blurred, truth: (image, blurred, _by_class(truth.T))),
            "Two colours, but on the wrong points. Are image and truth read in the same order?",
            topic="reading order",
        ),
        mis(
            "scatter-only",
            _scatter_only,
            "You draw the scatter plot alone. Which three pictures let a reader find a point "
            "again?",
            topic="panels",
        ),
        mis(
            "image-twice",
            _with_pictures(lambda image, blurred, truth: (image, image, truth)),
            "The third panel shows the image as it was. What did the blur make of it?",
            topic="panels",
        ),
        mis(
            "exchanged",
            _with_pictures(lambda image, blurred, truth: (blurred, image, truth)),
            "Image and blurred image have changed places. Which one comes first?",
            topic="order of panels",
        ),
        mis(
            "no-labels",
            _without_words(labels=("", "")),
            "The axes of the scatter plot have no labels. How does a reader know which value runs "
            "across?",
            topic="words",
        ),
        mis(
            "no-titles",
            _without_words(titles=("pixels", "", "", "")),
            "The pictures have no titles. How does a reader know which one is blurred?",
            topic="words",
        ),
    ),
    variants=(_plot, _plot_pyplot, _plot_two_clouds, _plot_shuffled),
    hints=(
        "`fig, axes = plt.subplots(2, 2)`; the scatter plot goes into `axes[0, 0]`.",
        "`axes[0, 0].scatter(image.ravel(), blurred.ravel(), c=truth.ravel(), s=2)` makes a point "
        "for each pixel.",
        "`plotting.show_image(axes[0, 1], image, title=...)` and two more pictures; then the "
        "labels, then `return fig`.",
    ),
)
