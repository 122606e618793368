"""E4: the feature table that a list of names asks for."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen


def _features(image, spec):
    columns = []
    for name, *sigma in spec:
        if name == "raw":
            picture = image
        elif name == "gauss":
            picture = imaging.gaussian_blur(image, *sigma)
        elif name == "gradient":
            picture = imaging.gradient_magnitude(image, *sigma)
        else:
            raise ValueError(f"unknown feature: {name!r}")
        columns.append(picture.ravel())
    return np.column_stack(columns)


def _features_table(image, spec):
    table = np.zeros((image.size, len(spec)))
    for column, entry in enumerate(spec):
        if entry[0] == "raw":
            table[:, column] = image.reshape(-1)
        elif entry[0] == "gauss":
            table[:, column] = imaging.gaussian_blur(image, entry[1]).reshape(-1)
        elif entry[0] == "gradient":
            table[:, column] = imaging.gradient_magnitude(image, sigma=entry[1]).reshape(-1)
        else:
            raise ValueError("this feature does not exist")
    return table


def _features_library(image, spec):
    from scipy import ndimage as ndi

    filters = {"gauss": ndi.gaussian_filter, "gradient": ndi.gaussian_gradient_magnitude}
    if any(entry[0] not in ("raw", *filters) for entry in spec):
        raise ValueError(f"cannot read {spec}")
    grey = image.astype(float)
    made = [grey if entry[0] == "raw" else filters[entry[0]](grey, entry[1]) for entry in spec]
    return np.stack(made, axis=-1).reshape(image.size, len(spec))


def _features_transposed(image, spec):
    rows = []
    for entry in spec:
        match entry:
            case ("raw",):
                rows.append(image.flatten())
            case ("gauss", sigma):
                rows.append(imaging.gaussian_blur(image, sigma).flatten())
            case ("gradient", sigma):
                rows.append(imaging.gradient_magnitude(image, sigma).flatten())
            case _:
                raise ValueError(entry)
    return np.array(rows).T


# --- wrong answers ------------------------------------------------------------------------------


def _picture(image, entry, gradient=imaging.gradient_magnitude):
    filters = {"gauss": imaging.gaussian_blur, "gradient": gradient}
    if entry[0] != "raw" and entry[0] not in filters:
        raise ValueError(entry[0])
    return (
        np.asarray(image, dtype=float) if entry[0] == "raw" else filters[entry[0]](image, entry[1])
    )


def _rows_of_the_image(image, spec):
    return np.column_stack([_picture(image, entry) for entry in spec])


def _not_turned(image, spec):
    return np.array([_picture(image, entry).ravel() for entry in spec])


def _column_by_column(image, spec):
    return np.column_stack([_picture(image, entry).ravel(order="F") for entry in spec])


def _pictures_in_a_stack(image, spec):
    return np.dstack([_picture(image, entry) for entry in spec])


def _raw_comes_first(image, spec):
    sigmas = {"gauss": [], "gradient": []}
    for name, *sigma in spec:
        if name != "raw":
            if name not in sigmas:
                raise ValueError(name)
            sigmas[name] += sigma
    return imaging.feature_table(image, sigmas["gauss"], sigmas["gradient"])


def _one_sigma(image, spec):
    last = [entry[1] for entry in spec if len(entry) > 1][-1:]
    return np.column_stack([_picture(image, (entry[0], *last)).ravel() for entry in spec])


def _blur_of_the_blur(image, spec):
    columns = []
    for entry in spec:
        image = _picture(image, entry)
        columns.append(image.ravel())
    return np.column_stack(columns)


def _blur_for_gradient(image, spec):
    made = [_picture(image, entry, gradient=imaging.gaussian_blur) for entry in spec]
    return np.column_stack([picture.ravel() for picture in made])


def _steepness_without_sigma(image, spec):
    def steepness(image, sigma):
        padded = np.pad(np.asarray(image, dtype=float), 1, mode="symmetric")
        return np.hypot(*np.gradient(padded))[1:-1, 1:-1]

    return np.column_stack([_picture(image, entry, steepness).ravel() for entry in spec])


def _unknown_skipped(image, spec):
    known = [entry for entry in spec if entry[0] in ("raw", "gauss", "gradient")]
    return np.column_stack([_picture(image, entry).ravel() for entry in known])


def _unknown_is_a_key_error(image, spec):
    if any(entry[0] not in ("raw", "gauss", "gradient") for entry in spec):
        raise KeyError("unknown")
    return _features(image, spec)


def _last_only(image, spec):
    columns = [_picture(image, entry).ravel() for entry in spec]
    return np.column_stack(columns[-1:])


def _case(rng: np.random.Generator) -> Case:
    rows, columns = gen.shape(rng, 2, 8)
    image = gen.image(rng, (rows, columns))
    if rng.random() < 0.4:
        image = image.astype(float) / 255
    sigmas = rng.permutation([0.5, 1, 2, 3]).tolist()
    entries = [
        ("raw",),
        ("gauss", sigmas[0]),
        ("gradient", sigmas[1]),
        ("gauss", sigmas[2]),
        ("gradient", sigmas[3]),
    ]
    chosen = rng.permutation(len(entries))[: int(rng.integers(1, 5))]
    spec = [entries[index] for index in chosen]
    if rng.random() < 0.15:
        spec.insert(int(rng.integers(len(spec) + 1)), ("texture", 1))
        return case(image, spec, prop="unknown", kind="a name that does not exist")
    return case(image, spec, kind="other features")


_TINY = gen.u8([[10, 10, 90], [10, 90, 90]])

MAKE_FEATURES = Exercise(
    id="a05.make_features",
    code="E4",
    kind="F",
    title="Features by name",
    function="make_features",
    signature="(image, spec)",
    minutes=4,
    reference=imaging.make_features,
    compare=cmp.array(),
    props=(
        prop("core", 1, "one row for each pixel, one column for each entry, in their order"),
        prop("unknown", 0.5, "a ValueError for a name that is not raw, gauss or gradient"),
        prop(TYPE, 0.5, "an array; the arguments are unchanged"),
    ),
    cases=(
        case(_TINY, [("raw",), ("gauss", 1)], alt="2 x 3 pixels; raw and gauss 1"),
        case(
            _TINY,
            [("gradient", 1), ("raw",), ("gauss", 2)],
            alt="2 x 3 pixels; gradient 1, raw, gauss 2",
        ),
        case(_TINY, [("raw",), ("blur", 1)], prop="unknown", alt="a feature of the name blur"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "rows-of-the-image",
            _rows_of_the_image,
            "Your table has one row for each row of the image. How many rows does a table have in "
            "which each pixel is a point?",
            topic="rows and columns",
        ),
        mis(
            "not-turned",
            _not_turned,
            "Your table has one row for each feature. What stands in the rows of a feature table?",
            topic="rows and columns",
        ),
        mis(
            "column-by-column",
            _column_by_column,
            "Your pixels come column by column. In which order does `ravel` read an image when it "
            "is told nothing?",
            topic="reading order",
        ),
        mis(
            "pictures-in-a-stack",
            _pictures_in_a_stack,
            "Your pictures lie behind each other, still with rows and columns. Which method makes "
            "one long row of a picture?",
            topic="rows and columns",
        ),
        mis(
            "raw-comes-first",
            _raw_comes_first,
            "Raw, blurs, gradients: that is the order of `feature_table`, and it always adds raw. "
            "Who decides about the columns here?",
            topic="ignores the argument",
        ),
        mis(
            "one-sigma",
            _one_sigma,
            "All your columns use the sigma of the last entry. Where is the sigma of each?",
            topic="ignores the argument",
        ),
        mis(
            "blur-of-the-blur",
            _blur_of_the_blur,
            "Each of your columns is made from the picture before it. Which picture should every "
            "feature begin with?",
            topic="overwritten input",
        ),
        mis(
            "blur-for-gradient",
            _blur_for_gradient,
            "Where a gradient is asked for, your column is a blur. Which function measures how "
            "steep the grey values are?",
            topic="formula",
        ),
        mis(
            "steepness-without-sigma",
            _steepness_without_sigma,
            "Your gradient does not depend on sigma. What does the 5 in `('gradient', 5)` stand "
            "for?",
            topic="ignores the argument",
        ),
        mis(
            "last-only",
            _last_only,
            "Only the last feature is in the table. Does each turn of the loop begin a new list?",
            topic="loops",
        ),
        mis(
            "unknown-skipped",
            _unknown_skipped,
            "A name that does not exist is passed over in silence. How will someone notice who "
            "writes `'gaus'`?",
            topic="errors",
        ),
        mis(
            "unknown-is-a-key-error",
            _unknown_is_a_key_error,
            "An unknown name stops with another error. Which kind of error did the task name?",
            topic="errors",
        ),
    ),
    variants=(_features, _features_table, _features_library, _features_transposed),
    hints=(
        "`for name, *sigma in spec:` puts the first part in `name`, the rest in the list `sigma`, "
        "which is empty for `raw`.",
        "One `if` or `elif` for each name; `imaging.gaussian_blur(image, *sigma)` takes the number "
        "out of the list; `raise ValueError(...)` in the `else`.",
        "`columns.append(picture.ravel())` for each entry, then `np.column_stack(columns)`.",
    ),
)
