"""E8: mix a colour for each kind of pixel into a grey image."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a06_scores.drawn import masks_with_all_kinds
from coursekit.imaging.overlay import ERROR_COLOURS


def _overlay(image, truth, result, alpha=0.7, colours=None):
    if colours is None:
        colours = ERROR_COLOURS
    grey = image / 255
    rgb = np.stack([grey, grey, grey], axis=2)
    masks = imaging.error_masks(truth, result)
    for kind in ("tp", "fp", "fn"):
        mask = masks[kind]
        rgb[mask] = alpha * np.array(colours[kind]) + (1 - alpha) * rgb[mask]
    return rgb


def _overlay_loops(image, truth, result, alpha=0.7, colours=None):
    colours = ERROR_COLOURS if colours is None else colours
    rows, columns = image.shape
    rgb = np.zeros((rows, columns, 3))
    kinds = {(True, True): "tp", (False, True): "fp", (True, False): "fn"}
    for row in range(rows):
        for column in range(columns):
            grey = image[row, column] / 255
            kind = kinds.get((bool(truth[row, column]), bool(result[row, column])))
            for channel in range(3):
                level = grey
                if kind:
                    level = (1 - alpha) * grey + alpha * colours[kind][channel]
                rgb[row, column, channel] = level
    return rgb


def _overlay_where(image, truth, result, alpha=0.7, colours=None):
    chosen = dict(colours or ERROR_COLOURS)
    rgb = np.repeat(image[:, :, None].astype(float) / 255, 3, axis=2)
    layer = rgb.copy()
    layer[truth & result] = chosen["tp"]
    layer[~truth & result] = chosen["fp"]
    layer[truth & ~result] = chosen["fn"]
    return rgb + alpha * (layer - rgb)


def _overlay_channels(image, truth, result, alpha=0.7, colours=None):
    chosen = ERROR_COLOURS if colours is None else colours
    channels = []
    for number in range(3):
        channel = image.astype(np.float64) / 255
        for kind, mask in imaging.error_masks(truth, result).items():
            if kind != "tn":
                channel = np.where(
                    mask, channel + alpha * (chosen[kind][number] - channel), channel
                )
        channels.append(channel)
    return np.dstack(channels)


def _overlay_palette(image, truth, result, alpha=0.7, colours=None):
    chosen = ERROR_COLOURS if colours is None else colours
    palette = np.array([(0, 0, 0), chosen["fp"], chosen["fn"], chosen["tp"]], dtype=float)
    kinds = 2 * truth + 1 * result
    weights = np.where(kinds > 0, alpha, 0.0)[..., np.newaxis]
    return weights * palette[kinds] + (1 - weights) * (image / 255)[..., np.newaxis]


# --- wrong answers ------------------------------------------------------------------------------


def _mixed(mix, kinds=("tp", "fp", "fn")):
    """Build an answer with another mix of colour and grey in the coloured pixels."""

    def answer(image, truth, result, alpha=0.7, colours=None):
        colours = ERROR_COLOURS if colours is None else colours
        rgb = np.repeat((image / 255)[..., np.newaxis], 3, axis=2)
        for kind in kinds:
            mask = imaging.error_masks(truth, result)[kind]
            rgb[mask] = mix(np.array(colours[kind]), rgb[mask], alpha)
        return rgb

    return answer


def _by_alpha(colour, grey, alpha):
    return alpha * colour + (1 - alpha) * grey


def _errors_exchanged(image, truth, result, alpha=0.7, colours=None):
    return _overlay(image, result, truth, alpha, colours)


def _tn_darkened(image, truth, result, alpha=0.7, colours=None):
    colours = ERROR_COLOURS if colours is None else colours
    layer = np.zeros((*image.shape, 3))
    for kind in ("tp", "fp", "fn"):
        layer[imaging.error_masks(truth, result)[kind]] = colours[kind]
    return alpha * layer + (1 - alpha) * (image / 255)[..., np.newaxis]


def _alpha_fixed(image, truth, result, alpha=0.7, colours=None):
    return _overlay(image, truth, result, 0.7, colours)


def _colours_fixed(image, truth, result, alpha=0.7, colours=None):
    return _overlay(image, truth, result, alpha)


def _not_divided(image, truth, result, alpha=0.7, colours=None):
    return _overlay(image * 255.0, truth, result, alpha, colours)


def _as_bytes(image, truth, result, alpha=0.7, colours=None):
    return np.uint8(np.round(255 * _overlay(image, truth, result, alpha, colours)))


def _scaled_by_maximum(image, truth, result, alpha=0.7, colours=None):
    return _overlay(image / image.max() * 255, truth, result, alpha, colours)


def _blue_first(image, truth, result, alpha=0.7, colours=None):
    return _overlay(image, truth, result, alpha, colours)[..., ::-1]


def _channels_first(image, truth, result, alpha=0.7, colours=None):
    return np.moveaxis(_overlay(image, truth, result, alpha, colours), 2, 0)


def _without_channels(image, truth, result, alpha=0.7, colours=None):
    colours = ERROR_COLOURS if colours is None else colours
    rgb = image / 255
    for kind in ("tp", "fp", "fn"):
        mask = imaging.error_masks(truth, result)[kind]
        rgb[mask] = alpha * np.array(colours[kind]) + (1 - alpha) * rgb[mask]
    return rgb


def _none_unread(image, truth, result, alpha=0.7, colours=None):
    rgb = np.repeat((image / 255)[..., np.newaxis], 3, axis=2)
    for kind in ("tp", "fp", "fn"):
        mask = imaging.error_masks(truth, result)[kind]
        rgb[mask] = alpha * np.array(colours[kind]) + (1 - alpha) * rgb[mask]
    return rgb


def _times_tuple(image, truth, result, alpha=0.7, colours=None):
    colours = ERROR_COLOURS if colours is None else colours
    rgb = np.repeat((image / 255)[..., np.newaxis], 3, axis=2)
    for kind in ("tp", "fp", "fn"):
        mask = imaging.error_masks(truth, result)[kind]
        rgb[mask] = alpha * colours[kind] + (1 - alpha) * rgb[mask]
    return rgb


def _colours(rng: np.random.Generator) -> dict[str, tuple[float, ...]]:
    drawn = rng.integers(0, 11, size=(3, 3)) / 10
    return {kind: tuple(colour) for kind, colour in zip(("tp", "fp", "fn"), drawn.tolist())}


def _case(rng: np.random.Generator) -> Case:
    truth, result = masks_with_all_kinds(rng)
    image = gen.image(rng, truth.shape)
    which = rng.random()
    if which < 0.25:
        alpha = float(rng.choice([0.0, 0.25, 0.4, 1.0]))
        return case(image, truth, result, alpha, prop="options", kind="another alpha")
    if which < 0.5:
        chosen = _colours(rng)
        return case(image, truth, result, 0.5, chosen, prop="options", kind="other colours")
    if which < 0.7:
        only = np.zeros_like(truth)
        return case(image, only, only.copy(), prop="grey", kind="masks that are both empty")
    return case(image, truth, result, kind="another image with its masks")


_GREY = gen.u8([[0, 51, 102, 204]])
_TRUTH, _RESULT = gen.flags([[0, 0, 1, 1]]), gen.flags([[0, 1, 0, 1]])
_ARTICLE = {"tp": (0.0, 1.0, 1.0), "fp": (1.0, 0.0, 1.0), "fn": (1.0, 1.0, 0.0)}

ERROR_OVERLAY = Exercise(
    id="a06.error_overlay",
    code="E8",
    kind="W",
    title="Colour the errors",
    function="error_overlay",
    signature="(image, truth, result, alpha=0.7, colours=None)",
    minutes=8,
    reference=imaging.error_overlay,
    compare=cmp.array("f", atol=1e-6),
    props=(
        prop("core", 1.5, "found, added and missed pixels: a mix of their colour and the grey"),
        prop("grey", 0.5, "true negatives keep their grey"),
        prop("options", 0.5, "another `alpha`, other `colours`"),
        prop(TYPE, 0.5, "an array of floats; the image and the masks are unchanged"),
    ),
    cases=(
        case(
            _GREY,
            _TRUTH,
            _RESULT,
            alt="four pixels 0, 51, 102, 204: one of each kind, tn, fp, fn, tp",
        ),
        case(
            gen.u8([[0, 102], [204, 255], [51, 51]]),
            np.zeros((3, 2), dtype=bool),
            np.zeros((3, 2), dtype=bool),
            prop="grey",
            alt="three rows of background only",
        ),
        case(
            _GREY,
            _TRUTH,
            _RESULT,
            0.25,
            prop="options",
            alt="the same four pixels, a quarter of colour",
        ),
        case(
            _GREY,
            _TRUTH,
            _RESULT,
            0.5,
            _ARTICLE,
            prop="options",
            alt="the same four pixels in cyan, magenta and yellow, half and half",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "alpha-on-the-image",
            _mixed(lambda colour, grey, alpha: (1 - alpha) * colour + alpha * grey),
            "`alpha` is the weight of the grey in your mix, as in the article. Which of the two "
            "layers should get it?",
            topic="alpha",
        ),
        mis(
            "tn-darkened",
            _tn_darkened,
            "The true negatives became darker: they were mixed with a black layer. How do you mix "
            "only where there is a colour?",
            topic="alpha",
        ),
        mis(
            "colour-only",
            _mixed(lambda colour, grey, alpha: np.broadcast_to(colour, grey.shape)),
            "The colour covers the image. What is left of the grey when `alpha` is 0.7?",
            topic="alpha",
        ),
        mis(
            "grey-forgotten",
            _mixed(lambda colour, grey, alpha: alpha * colour),
            "The colour is multiplied by `alpha`, and the grey is gone, as if the image were "
            "black. What is added to it, and with which weight?",
            topic="alpha",
        ),
        mis(
            "added",
            _mixed(lambda colour, grey, alpha: np.minimum(grey + alpha * colour, 1)),
            "The colour is added to the full grey, so bright pixels become white. Which share of "
            "the grey is left in a mix?",
            topic="alpha",
        ),
        mis(
            "alpha-ignored",
            _alpha_fixed,
            "With another `alpha` the picture stays the same. Is 0.7 written into a line of yours?",
            topic="ignores the argument",
        ),
        mis(
            "colours-ignored",
            _colours_fixed,
            "With other colours the picture stays the same. When should the default be used: "
            "always, or if `colours` is None?",
            topic="ignores the argument",
        ),
        mis(
            "none-unread",
            _none_unread,
            "Nobody gave colours, so `colours` is None, and None holds none. Which line puts the "
            "agreed ones in its place?",
            topic="ignores the argument",
        ),
        mis(
            "times-tuple",
            _times_tuple,
            "Python cannot multiply `alpha` with a colour that is a tuple. Which NumPy function "
            "makes three numbers of it that can be multiplied?",
            topic="arrays",
        ),
        mis(
            "without-channels",
            _without_channels,
            "A grey image has one number for each pixel, a colour three. Did you stack the grey "
            "three times, and take only the chosen pixels of it, `rgb[mask]`, for the mix?",
            topic="channels",
        ),
        mis(
            "channels-first",
            _channels_first,
            "Your three channels stand in front. In which axis do figures expect red, green and "
            "blue?",
            topic="channels",
        ),
        mis(
            "blue-first",
            _blue_first,
            "Red and blue are exchanged, as some libraries store them. Which channel comes first?",
            topic="channels",
        ),
        mis(
            "errors-exchanged",
            _errors_exchanged,
            "Added pixels have the colour of missed ones, and the other way round. What does the "
            "result say of a false positive?",
            topic="four boxes",
        ),
        mis(
            "found-left-out",
            _mixed(_by_alpha, kinds=("fp", "fn")),
            "The errors are coloured, the found pixels are not. Which three kinds get a colour?",
            topic="four boxes",
        ),
        mis(
            "not-divided",
            _not_divided,
            "Grey values up to 255 are mixed with colours up to 1. What makes one scale of both?",
            topic="scale",
        ),
        mis(
            "scaled-by-maximum",
            _scaled_by_maximum,
            "You divide by the largest grey value of the image, so a dark image becomes bright. "
            "Which number is white in uint8?",
            topic="scale",
        ),
        mis(
            "bytes",
            _as_bytes,
            "Your picture holds whole numbers up to 255. Which range did we agree on?",
            topic="scale",
        ),
    ),
    variants=(_overlay, _overlay_loops, _overlay_where, _overlay_channels, _overlay_palette),
    hints=(
        "First three equal channels: `np.stack([grey, grey, grey], axis=2)` with `grey` from 0 to "
        "1.",
        "`rgb[mask]` picks the pixels of one kind. Only tp, fp and fn are mixed.",
        "`rgb[mask] = alpha * np.array(colours[kind]) + ... * rgb[mask]`: what is the other "
        "weight?",
    ),
)
