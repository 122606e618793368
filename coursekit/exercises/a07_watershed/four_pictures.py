"""P1: image, components, regions of the flood and truth, side by side."""

import re

import numpy as np

from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking import generate as gen
from coursekit.exercises.a07_watershed.label_pictures import label_pictures

WORDS = ("image", "components", "watershed", "truth")


def _count(labels):
    return len(np.unique(labels[labels > 0]))


def _random_colours(labels):
    """One colour for each number: random, but the same at every call."""
    table = np.random.default_rng(4).uniform(0.25, 1, size=(int(labels.max()) + 1, 3))
    table[0] = 0
    return table[labels]


def _draw(pictures, titles, colour=_random_colours, order=(0, 1, 2, 3)):
    """Draw four panels; without pyplot, so no figure stays open."""
    from matplotlib.figure import Figure

    fig = Figure(figsize=(9, 2.8))
    axes = fig.subplots(1, 4)
    for ax, index in zip(axes, order):
        if index == 0:
            ax.imshow(pictures[0], cmap="gray", interpolation="nearest")
        else:
            ax.imshow(colour(pictures[index]), interpolation="nearest")
        ax.set_title(titles[index])
    return fig


def _titles(*labels):
    return ["image"] + [f"{word}: {_count(one)}" for word, one in zip(WORDS[1:], labels)]


def _four(image, components, regions, truth):
    from matplotlib import pyplot as plt

    from coursekit import imaging, plotting

    fig, axes = plt.subplots(1, 4, figsize=(10, 3))
    plotting.show_image(axes[0], image, title="image")
    pictures = {"components": components, "watershed": regions, "truth": truth}
    for ax, (name, labels) in zip(axes[1:], pictures.items()):
        plotting.show_labels(ax, labels, title=f"{name}: {imaging.count_objects(labels)}")
    plt.close(fig)
    return fig


def _four_own_colours(image, components, regions, truth):
    return _draw((image, components, regions, truth), _titles(components, regions, truth))


def _four_one_table(image, components, regions, truth):
    """A colour map of random colours, the same for all three."""
    import matplotlib.pyplot as plt
    from matplotlib.colors import ListedColormap

    most = max(components.max(), regions.max(), truth.max())
    colours = np.random.default_rng(0).random((most + 1, 3)) * 0.8 + 0.2
    colours[0] = 0
    fig = plt.figure()
    for place, labels in enumerate([image, components, regions, truth], start=1):
        plt.subplot(2, 2, place)
        if place == 1:
            plt.imshow(labels, "gray")
            plt.title("nuclei")
        else:
            plt.imshow(labels, ListedColormap(colours), vmin=0, vmax=most)
            plt.title(f"{_count(labels)} objects")
        plt.axis("off")
    plt.close(fig)
    return fig


def _four_by_rank(image, components, regions, truth):
    """Numbers without gaps first, then a colour map of twenty colours."""
    from matplotlib.figure import Figure

    fig = Figure()
    axes = fig.subplots(2, 2).ravel()
    axes[0].imshow(image, cmap="gray", vmin=0, vmax=255)
    axes[0].set_title("what the microscope saw")
    for ax, labels in zip(axes[1:], (components, regions, truth)):
        ranks = np.unique(np.append(labels, 0), return_inverse=True)[1][:-1].reshape(labels.shape)
        ax.imshow(np.where(ranks, ranks, np.nan), cmap="tab20", interpolation="none")
        ax.set_facecolor("black")
        ax.set_title(f"n = {ranks.max()}")
    return fig, axes


# --- wrong answers ------------------------------------------------------------------------------


def _largest_in_title(image, components, regions, truth):
    titles = ["image"] + [f"labels: {one.max()}" for one in (components, regions, truth)]
    return _draw((image, components, regions, truth), titles)


def _no_counts(image, components, regions, truth):
    return _draw((image, components, regions, truth), WORDS)


def _no_titles(image, components, regions, truth):
    return _draw((image, components, regions, truth), ("", "", "", ""))


def _exchanged(image, components, regions, truth):
    titles = _titles(components, regions, truth)
    return _draw((image, components, regions, truth), titles, order=(0, 2, 1, 3))


def _truth_second(image, components, regions, truth):
    titles = _titles(components, regions, truth)
    return _draw((image, components, regions, truth), titles, order=(0, 3, 1, 2))


def _coloured_by(colour):
    def draw(image, components, regions, truth):
        titles = _titles(components, regions, truth)
        return _draw((image, components, regions, truth), titles, colour)

    return draw


def _masks(labels):
    return np.repeat((labels > 0)[..., np.newaxis], 3, axis=2).astype(float)


def _ten_colours(labels):
    table = _random_colours(np.arange(11)[np.newaxis])[0]
    return table[np.where(labels > 0, 1 + labels % 10, 0)]


def _one_scale(labels):
    """From blue to yellow in the order of the numbers."""
    share = labels / max(int(labels.max()), 1)
    return np.stack([share, share, 0.4 * (1 - share)], axis=-1)


def _no_background(labels):
    table = np.random.default_rng(4).uniform(0.25, 1, size=(int(labels.max()) + 1, 3))
    if labels.any():
        table[0] = table[int(labels[labels > 0].min())]
    return table[labels]


def _image_in_colours(image, components, regions, truth):
    fig = _draw((image, components, regions, truth), _titles(components, regions, truth))
    fig.axes[0].get_images()[0].set_cmap("viridis")
    return fig


def _three_panels(image, components, regions, truth):
    from matplotlib.figure import Figure

    fig = Figure()
    for ax, labels in zip(fig.subplots(1, 3), (components, regions, truth)):
        ax.imshow(_random_colours(labels))
        ax.set_title(f"{_count(labels)}")
    return fig


def _upside_down(image, components, regions, truth):
    fig = _draw((image, components, regions, truth), _titles(components, regions, truth))
    for ax in fig.axes:
        ax.invert_yaxis()
    return fig


def _labels_of(name):
    return lambda call: call[name]


def _count_in_title(index, name):
    """Ask for the number of objects; a title without any number is a finding of its own."""

    def ask(call, model):
        panel = model.panel(index)
        title = "" if panel is None else panel.title
        numbers = [int(digits) for digits in re.findall(r"\d+", title)]
        if _count(call[name]) in numbers:
            return None
        if not title.strip():
            return figures.Finding(f"no-title-{index}", f"Panel {index + 1} needs a title.")
        if not numbers:
            words = f"The title of panel {index + 1} holds no number of objects."
            return figures.Finding(f"title-without-number-{index}", words)
        words = f"Panel {index + 1} shows another number of objects than its title says."
        return figures.Finding(f"title-number-{index}", words)

    return figures.FigureQuestion(ask, prop="counts")


def _case(rng: np.random.Generator) -> Case:
    """Neighbours whose numbers follow each other, or are a whole number of tens apart."""
    rows, columns = int(rng.integers(6, 9)), int(rng.integers(10, 13))
    start = int(rng.integers(150, 200))
    numbers = np.array([start, start + 1, start - 140])
    truth = np.zeros((rows, columns), int)
    for number, left in zip(numbers, (1, 4, 7)):
        truth[1:-1, left : left + 3] = number
    regions = np.where(truth == numbers[1], numbers[0] + 10, truth)
    regions[1 : rows // 2, 4:7] = numbers[0]
    components = np.where(truth > 0, int(rng.integers(2, 5)), 0)
    components[0, -1] = int(rng.integers(60, 90))
    image = np.where(truth > 0, 150 + truth // 10, 30) + rng.integers(0, 20, truth.shape)
    return case(image.astype(np.uint8), components, regions, truth, kind="other labels")


_IMAGE = gen.u8([[20, 90, 95, 92, 99, 21], [25, 91, 94, 80, 88, 23], [22, 20, 24, 21, 26, 70]])
_COMPONENTS = np.array([[0, 4, 4, 4, 4, 0], [0, 4, 4, 4, 4, 0], [0, 0, 0, 0, 0, 9]])
_REGIONS = np.array([[0, 161, 161, 162, 162, 0], [0, 161, 161, 162, 162, 0], [0, 0, 0, 0, 0, 7]])
_TRUTH = np.array([[0, 12, 12, 2, 2, 0], [0, 12, 12, 12, 2, 0], [0, 0, 0, 0, 0, 5]])

FOUR_PICTURES = Exercise(
    id="a07.four_pictures",
    code="P1",
    kind="P",
    title="Four pictures of one scene",
    function="four_pictures",
    signature="(image, components, regions, truth)",
    minutes=5,
    reference=_four_own_colours,
    compare=label_pictures(
        figures.has_panels(4),
        figures.shows_image(0, _labels_of("image"), "the image"),
        figures.has_title(0, prop="counts"),
        _count_in_title(1, "components"),
        _count_in_title(2, "regions"),
        _count_in_title(3, "truth"),
        panels=(
            (1, _labels_of("components"), "the components"),
            (2, _labels_of("regions"), "the regions of the flood"),
            (3, _labels_of("truth"), "the truth"),
        ),
    ),
    props=(
        prop("core", 1, "four panels: image in grey, components, regions, truth"),
        prop("counts", 0.5, "a title each; for labels with the number of objects in it"),
        prop("colours", 0.5, "touching regions and the background differ in colour"),
    ),
    cases=(
        case(
            _IMAGE,
            _COMPONENTS,
            _REGIONS,
            _TRUTH,
            alt="an image of 3 rows and 6 columns with two objects that touch and a third one",
        ),
    ),
    hidden=_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "largest-number",
            _largest_in_title,
            "The titles hold another number than that of the objects, maybe the largest label, or "
            "a count with the background. Which function of `imaging` counts objects?",
            topic="largest number",
        ),
        mis(
            "no-counts",
            _no_counts,
            "The titles name the pictures. Which number would tell at a glance how they differ?",
            topic="computed titles",
        ),
        mis(
            "no-titles",
            _no_titles,
            "No panel has a title. How does a reader know which picture is the truth?",
            topic="titles",
        ),
        mis(
            "exchanged",
            _exchanged,
            "Components and regions have changed places. Which of the two came first in the "
            "lesson?",
            topic="order of panels",
        ),
        mis(
            "truth-second",
            _truth_second,
            "The truth stands second. Where do we always put what everything is compared with "
            "here?",
            topic="order of panels",
        ),
        mis(
            "masks",
            _coloured_by(_masks),
            "All objects are white, so these are masks. How does a reader see where one ends?",
            topic="colours",
        ),
        mis(
            "ten-colours",
            _coloured_by(_ten_colours),
            "Your ten colours begin again after ten numbers. What if numbers 4 and 14 touch?",
            topic="colours",
        ),
        mis(
            "one-scale",
            _coloured_by(_one_scale),
            "Neighbours with numbers 161 and 162 look alike on a scale of colours. Is 162 more "
            "than 161 here?",
            topic="colours",
        ),
        mis(
            "background-coloured",
            _coloured_by(_no_background),
            "The background has the colour of an object. Which colour should belong to 0 alone?",
            topic="colours",
        ),
        mis(
            "image-in-colours",
            _image_in_colours,
            "The image is drawn in colours. Which `cmap` shows grey values as they are?",
            topic="colour map",
        ),
        mis(
            "upside-down",
            _upside_down,
            "The pictures stand on their heads. Where does row 0 belong, at the top or at the "
            "bottom?",
            topic="rows and columns",
        ),
        mis(
            "three-panels",
            _three_panels,
            "Three label pictures stand alone. What did the microscope see?",
            topic="panels",
        ),
    ),
    variants=(_four, _four_own_colours, _four_one_table, _four_by_rank),
    hints=(
        "One figure, four axes: the image first, then three pictures of labels.",
        "`plotting.show_labels(ax, labels, title=...)` gives touching regions different colours.",
        '`title=f"truth: {imaging.count_objects(truth)}"` puts the computed number into a title.',
    ),
)
