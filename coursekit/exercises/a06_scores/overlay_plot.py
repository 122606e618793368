"""P1: an error map with a legend that counts."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, figures, mis, prop
from coursekit.checking import generate as gen
from coursekit.exercises.a06_scores.drawn import masks_with_all_kinds
from coursekit.exercises.a06_scores.error_map_questions import (
    error_map,
    legend_counts,
    shows_error_map,
    without_red_and_green,
)
from coursekit.imaging.overlay import ARTICLE_COLOURS, ERROR_COLOURS

_RED_GREEN = {"tp": (0.0, 0.8, 0.0), "fp": (0.9, 0.0, 0.0), "fn": (0.2, 0.2, 1.0)}
_NAMES = {"tp": "TP", "fp": "FP", "fn": "FN"}


def _draw(rgb, entries, colours=ERROR_COLOURS):
    """Draw a picture and a legend; without pyplot, so no figure stays open."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch

    fig = Figure()
    ax = fig.subplots()
    ax.imshow(rgb, interpolation="nearest")
    handles = [Patch(color=colours[kind], label=label) for kind, label in entries.items()]
    if handles:
        ax.legend(handles=handles)
    return fig


def _entries(truth, result, form="{name}: {count}"):
    c = imaging.confusion_counts(truth, result)
    return {kind: form.format(name=name, count=c[kind]) for kind, name in _NAMES.items()}


def _plot(image, truth, result):
    rgb = imaging.error_overlay(image, truth, result)
    return _draw(rgb, _entries(truth, result))


def _plot_pyplot(image, truth, result):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    ax.imshow(imaging.error_overlay(image, truth, result, alpha=0.5))
    c = imaging.confusion_counts(truth, result)
    for kind, colour in ERROR_COLOURS.items():
        ax.plot([], [], "s", color=colour, label=f"{kind} = {c[kind]} pixels")
    ax.plot([], [], "s", color="grey", label=f"tn = {c['tn']}")
    fig.legend(loc="lower center", ncols=4)
    ax.set(title="errors", xticks=[], yticks=[])
    plt.close(fig)
    return fig


def _plot_helper(image, truth, result):
    import matplotlib.pyplot as plt

    from coursekit import plotting

    fig, ax = plt.subplots(layout="constrained")
    plotting.show_errors(ax, image, truth, result, title="found, added, missed")
    plt.close(fig)
    return fig, ax


def _plot_article(image, truth, result):
    rgb = imaging.error_overlay(image, truth, result, 0.3, ARTICLE_COLOURS)
    words = {"tp": "true positives", "fp": "false positives", "fn": "false negatives"}
    masks = imaging.error_masks(truth, result)
    entries = {kind: f"{np.sum(masks[kind])} {word}" for kind, word in words.items()}
    return _draw(np.uint8(np.round(255 * rgb)), entries, ARTICLE_COLOURS)


def _plot_edges(image, truth, result):
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    ax.imshow(imaging.error_overlay(image, truth, result), vmin=0, vmax=1)
    for kind, label in _entries(truth, result).items():
        box = plt.Rectangle((0, 0), 0, 0, fill=False, edgecolor=ERROR_COLOURS[kind], label=label)
        ax.add_patch(box)
    ax.legend()
    plt.close(fig)
    return ax


# --- wrong answers ------------------------------------------------------------------------------


def _no_legend(image, truth, result):
    return _draw(imaging.error_overlay(image, truth, result), {})


def _no_counts(image, truth, result):
    return _draw(imaging.error_overlay(image, truth, result), _NAMES)


def _shares(image, truth, result):
    share = {k: n / truth.size for k, n in imaging.confusion_counts(truth, result).items()}
    entries = {kind: f"{name}: {share[kind]:.3f}" for kind, name in _NAMES.items()}
    return _draw(imaging.error_overlay(image, truth, result), entries)


def _counts_exchanged(image, truth, result):
    return _draw(imaging.error_overlay(image, truth, result), _entries(result, truth))


def _legend_colours_exchanged(image, truth, result):
    rgb = imaging.error_overlay(image, truth, result)
    colours = {"tp": ERROR_COLOURS["tp"], "fp": ERROR_COLOURS["fn"], "fn": ERROR_COLOURS["fp"]}
    return _draw(rgb, _entries(truth, result), colours)


def _errors_exchanged(image, truth, result):
    return _draw(imaging.error_overlay(image, result, truth), _entries(truth, result))


def _two_entries(image, truth, result):
    entries = _entries(truth, result)
    del entries["tp"]
    return _draw(imaging.error_overlay(image, truth, result), entries)


def _red_and_green(image, truth, result):
    rgb = imaging.error_overlay(image, truth, result, colours=_RED_GREEN)
    return _draw(rgb, _entries(truth, result), _RED_GREEN)


def _one_error_colour(image, truth, result):
    colours = dict(ERROR_COLOURS) | {"fn": ERROR_COLOURS["fp"]}
    rgb = imaging.error_overlay(image, truth, result, colours=colours)
    return _draw(rgb, _entries(truth, result), colours)


def _image_alone(image, truth, result):
    fig = _draw(image, _entries(truth, result))
    fig.axes[0].get_images()[0].set_cmap("gray")
    return fig


def _kinds_as_labels(image, truth, result):
    return _draw(2 * truth.astype(int) + result, _entries(truth, result))


def _background_coloured(image, truth, result):
    colours = dict(ERROR_COLOURS) | {"tn": (0.0, 0.0, 0.6)}
    rgb = imaging.error_overlay(image, truth, result, colours=colours)
    return _draw(rgb, _entries(truth, result))


def _found_left_grey(image, truth, result):
    colours = {kind: ERROR_COLOURS[kind] for kind in ("fp", "fn")}
    rgb = imaging.error_overlay(image, truth, result, colours=colours)
    return _draw(rgb, _entries(truth, result))


def _two_panels(image, truth, result):
    from matplotlib.figure import Figure

    fig = Figure()
    axes = fig.subplots(1, 2)
    axes[0].imshow(image, cmap="gray")
    axes[1].imshow(imaging.error_overlay(image, truth, result))
    for label in _entries(truth, result).values():
        axes[1].plot([], [], label=label)
    axes[1].legend()
    return fig


def _case(rng: np.random.Generator) -> Case:
    truth, result = masks_with_all_kinds(rng)
    return case(gen.image(rng, truth.shape, 20, 236), truth, result, kind="another image")


OVERLAY_PLOT = Exercise(
    id="a06.overlay_plot",
    code="P1",
    kind="P",
    title="An error map with counts",
    function="overlay_plot",
    signature="(image, truth, result)",
    minutes=6,
    reference=_plot,
    compare=error_map(
        figures.has_panels(1),
        shows_error_map(),
        legend_counts(prop="legend"),
        without_red_and_green(prop="colours"),
    ),
    props=(
        prop("core", 1, "one picture: TP, FP and FN each in one colour, the background grey"),
        prop("legend", 0.5, "a legend in the map's colours: TP, FP and FN with their counts"),
        prop("colours", 0.5, "no red together with green"),
    ),
    cases=(
        case(
            gen.u8([[40, 90, 200, 120], [60, 150, 220, 80], [30, 170, 110, 50]]),
            gen.flags([[0, 1, 1, 0], [0, 1, 1, 0], [0, 1, 0, 0]]),
            gen.flags([[0, 0, 1, 1], [0, 1, 1, 0], [0, 0, 0, 0]]),
            alt="an image of 3 rows and 4 columns: 3 TP, 1 FP, 2 FN, 6 TN",
        ),
    ),
    hidden=_case,
    n_hidden=2,
    misconceptions=(
        mis(
            "no-legend",
            _no_legend,
            "The map is right. How does a reader know which colour is a missed pixel?",
            topic="legend",
        ),
        mis(
            "no-counts",
            _no_counts,
            "The legend has names and no numbers. Which function counts the four kinds?",
            topic="legend",
        ),
        mis(
            "counts-exchanged",
            _counts_exchanged,
            "The map is right; FP and FN have the count of the other one. Which mask comes first "
            "in `confusion_counts`?",
            topic="truth and result",
        ),
        mis(
            "legend-colours-exchanged",
            _legend_colours_exchanged,
            "The map and the counts are right; a colour of the legend is not that of the map. "
            "Which dictionary of colours does `error_overlay` use for each kind?",
            topic="legend",
        ),
        mis(
            "shares",
            _shares,
            "The legend holds other numbers than the counts, maybe shares. How many pixels are of "
            "each kind?",
            topic="counts and shares",
        ),
        mis(
            "two-entries",
            _two_entries,
            "One of the three colours is not in the legend. Which kind is missing?",
            topic="legend",
        ),
        mis(
            "errors-exchanged",
            _errors_exchanged,
            "Added pixels have the agreed colour of missed ones. Which mask comes first, truth or "
            "result?",
            topic="truth and result",
        ),
        mis(
            "red-and-green",
            _red_and_green,
            "The map is right, but one reader in twenty cannot tell its red from its green. Which "
            "colours has `error_overlay` by itself?",
            topic="colour blindness",
        ),
        mis(
            "one-error-colour",
            _one_error_colour,
            "FP and FN share a colour. Which of the two errors would a reader see in the map?",
            topic="colours",
        ),
        mis(
            "image-alone",
            _image_alone,
            "The picture holds one number for each pixel: an image, or the kinds as numbers. Which "
            "function gives red, green and blue?",
            topic="channels",
        ),
        mis(
            "kinds-as-labels",
            _kinds_as_labels,
            "The kinds are drawn as numbers, so the image below is gone. Which function mixes "
            "colours into the grey?",
            topic="channels",
            same_as="image-alone",
        ),
        mis(
            "background-coloured",
            _background_coloured,
            "Background that both masks leave out has a colour too. Which three kinds need one?",
            topic="colours",
        ),
        mis(
            "found-left-grey",
            _found_left_grey,
            "The found pixels stay grey, as if nobody had called them object. Which kind has no "
            "colour yet?",
            topic="colours",
        ),
        mis(
            "two-panels",
            _two_panels,
            "There are two panels. Can one panel show the image and its errors?",
            topic="panels",
        ),
    ),
    variants=(_plot, _plot_pyplot, _plot_helper, _plot_article, _plot_edges),
    hints=(
        "`imaging.error_overlay(image, truth, result)` gives the picture; `ax.imshow` draws it.",
        "Begin with an empty list. For each kind append one `plt.Rectangle(...)`, with its colour "
        "and its label.",
        'The label of an entry is `f"{kind.upper()}: {c[kind]}"`; then '
        "`ax.legend(handles=handles)` and `return fig`.",
    ),
)
