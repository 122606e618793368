"""E6: one row for each pixel, one column for each feature."""

import numpy as np
import scipy

from coursekit import imaging
from coursekit.checking import TYPE, Case, Convention, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a03_features.pictures import floats


def _table(image, sigmas=(5,), gradient_sigmas=()):
    columns = [image.ravel()]
    for sigma in sigmas:
        columns.append(imaging.gaussian_blur(image, sigma).ravel())
    for sigma in gradient_sigmas:
        columns.append(imaging.gradient_magnitude(image, sigma).ravel())
    return np.stack(columns, axis=1)


def _table_filled(image, sigmas=(5,), gradient_sigmas=()):
    points = np.zeros((image.size, 1 + len(sigmas) + len(gradient_sigmas)))
    points[:, 0] = image.reshape(-1)
    for place, sigma in enumerate(sigmas):
        points[:, 1 + place] = imaging.gaussian_blur(image, sigma).flatten()
    for place, sigma in enumerate(gradient_sigmas):
        points[:, 1 + len(sigmas) + place] = imaging.gradient_magnitude(image, sigma).flatten()
    return points


def _table_stacked(image, sigmas=(5,), gradient_sigmas=()):
    image = image.astype(float)
    pictures = [
        image,
        *(scipy.ndimage.gaussian_filter(image, sigma) for sigma in sigmas),
        *(scipy.ndimage.gaussian_gradient_magnitude(image, sigma) for sigma in gradient_sigmas),
    ]
    return np.dstack(pictures).reshape(-1, len(pictures))


def _table_appended(image, sigmas=(5,), gradient_sigmas=()):
    points = image.reshape(-1, 1)
    for sigma in sigmas:
        points = np.append(points, imaging.gaussian_blur(image, sigma).reshape(-1, 1), axis=1)
    for sigma in gradient_sigmas:
        steep = imaging.gradient_magnitude(image, sigma)
        points = np.append(points, steep.reshape(-1, 1), axis=1)
    return points


def _table_by_pixel(image, sigmas=(5,), gradient_sigmas=()):
    blurred = [imaging.gaussian_blur(image, sigma) for sigma in sigmas]
    steep = [imaging.gradient_magnitude(image, sigma) for sigma in gradient_sigmas]
    rows = []
    for r in range(image.shape[0]):
        for c in range(image.shape[1]):
            rows.append([float(picture[r, c]) for picture in [image, *blurred, *steep]])
    return np.array(rows)


# --- wrong answers ------------------------------------------------------------------------------


def _pictures(image, sigmas, gradient_sigmas):
    return [
        image.astype(float),
        *(imaging.gaussian_blur(image, sigma) for sigma in sigmas),
        *(imaging.gradient_magnitude(image, sigma) for sigma in gradient_sigmas),
    ]


def _arranged(arrange):
    """Build an answer that puts the right pictures together in another way."""

    def answer(image, sigmas=(5,), gradient_sigmas=()):
        return arrange(_pictures(image, sigmas, gradient_sigmas))

    return answer


def _of_settings(change):
    """Build an answer that makes a right table for other settings."""

    def answer(image, sigmas=(5,), gradient_sigmas=()):
        return np.column_stack(
            [picture.ravel() for picture in _pictures(image, *change(sigmas, gradient_sigmas))]
        )

    return answer


def _columns(pictures, order="C"):
    return np.column_stack([picture.ravel(order=order) for picture in pictures])


def _blur_of_blur(image, sigmas=(5,), gradient_sigmas=()):
    pictures = [image.astype(float)]
    for sigma in sigmas:
        pictures.append(imaging.gaussian_blur(pictures[-1], sigma))
    pictures += [imaging.gradient_magnitude(image, sigma) for sigma in gradient_sigmas]
    return _columns(pictures)


def _image_overwritten(image, sigmas=(5,), gradient_sigmas=()):
    columns, image = [image.ravel()], image.astype(float)
    for sigma in sigmas:
        image = imaging.gaussian_blur(image, sigma)
        columns.append(image.ravel())
    for sigma in gradient_sigmas:
        columns.append(imaging.gradient_magnitude(image, sigma).ravel())
    return np.column_stack(columns)


def _gradient_of_blur(image, sigmas=(5,), gradient_sigmas=()):
    pictures = _pictures(image, sigmas, ())
    steep = [imaging.gradient_magnitude(pictures[-1], sigma) for sigma in gradient_sigmas]
    return _columns(pictures + steep)


def _gradients_first(image, sigmas=(5,), gradient_sigmas=()):
    pictures = _pictures(image, sigmas, gradient_sigmas)
    n = 1 + len(sigmas)
    return _columns([pictures[0], *pictures[n:], *pictures[1:n]])


def _whole_numbers(image, sigmas=(5,), gradient_sigmas=()):
    pictures = [image, *(scipy.ndimage.gaussian_filter(image, sigma) for sigma in sigmas)]
    for sigma in gradient_sigmas:
        pictures.append(scipy.ndimage.gaussian_gradient_magnitude(image, sigma))
    return _columns(pictures)


def _blurs_for_gradients(image, sigmas=(5,), gradient_sigmas=()):
    return _columns(_pictures(image, (*sigmas, *gradient_sigmas), ()))


def _case(rng: np.random.Generator) -> Case:
    size = gen.shape(rng)
    image = floats(rng, size) if rng.random() < 0.6 else gen.image(rng, size)
    sigmas = tuple(float(sigma) for sigma in rng.permutation([0.5, 1.0, 2.0, 3.0]))
    n = int(rng.integers(0, 4))
    which = rng.random()
    if which < 0.1:
        return case(image, kind="the settings that are not given")
    if which < 0.45:
        steep = tuple(float(sigma) for sigma in rng.permutation([1.0, 1.5])[: rng.integers(1, 3)])
        return case(image, sigmas[:n], steep, prop="gradients", kind="gradients in the table")
    if which < 0.6:
        return case(image, list(sigmas[:n]), kind="sigmas in a list")
    return case(image, sigmas[:n], kind=f"a table with {n} blurs")


FEATURE_TABLE = Exercise(
    id="a03.feature_table",
    code="E6",
    kind="W",
    title="A table of features",
    function="feature_table",
    signature="(image, sigmas=(5,), gradient_sigmas=())",
    minutes=7,
    reference=imaging.feature_table,
    compare=cmp.array(),
    props=(
        prop("core", 1.5, "one row for each pixel: the grey value, then each blur"),
        prop("gradients", 1, "after the blurs, one column for each gradient"),
        prop(TYPE, 0.5, "an array; the image is unchanged"),
    ),
    cases=(
        case(
            np.array([[0.0, 0.0, 8.0], [0.0, 2.0, 8.0]]),
            (1,),
            alt="two rows: 0, 0, 8 and 0, 2, 8; sigmas=(1,)",
        ),
        case(
            np.repeat([[0.0, 12.0]], 6, axis=1),
            alt="one row: six times 0, six times 12; nothing said about sigmas",
        ),
        case(
            np.array([[0.0, 4.0], [0.0, 4.0], [2.0, 4.0]]),
            (1, 2),
            (1,),
            prop="gradients",
            alt="three rows: 0, 4 and 0, 4 and 2, 4; sigmas=(1, 2), gradient_sigmas=(1,)",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    forbid=("coursekit.imaging.make_features",),
    misconceptions=(
        mis(
            "features-in-rows",
            _arranged(lambda pictures: np.stack([picture.ravel() for picture in pictures])),
            "Your table has one row for each feature. Which should stand in a row: all pixels of "
            "one feature, or all features of one pixel?",
            topic="rows of the table",
        ),
        mis(
            "not-flat",
            _arranged(np.dstack),
            "Your table still has the shape of the image: rows, columns, features. How many rows "
            "should it have when each pixel gets one?",
            topic="rows of the table",
        ),
        mis(
            "side-by-side",
            _arranged(np.hstack),
            "Your pictures stand side by side, so a row of the table is a row of the image. What "
            "makes one long line of a picture before they are put together?",
            topic="rows of the table",
        ),
        mis(
            "one-long-line",
            _arranged(lambda pictures: np.concatenate([picture.ravel() for picture in pictures])),
            "Everything lies in one long line. Along which axis should the columns be put "
            "together?",
            topic="rows of the table",
        ),
        mis(
            "reshape",
            _arranged(lambda pictures: np.array(pictures).reshape(-1, len(pictures))),
            "The shape is right, the content is not: `reshape` fills the table with neighbouring "
            "pixels of one picture. What do you get in row 0, and what should be there?",
            topic="rows of the table",
        ),
        mis(
            "column-by-column",
            _arranged(lambda pictures: _columns(pictures, "F")),
            "You read the pictures column by column, from top to bottom. In which order does "
            "`ravel` read when it is not told otherwise?",
            topic="reading order",
        ),
        mis(
            "turned",
            _arranged(lambda pictures: _columns([pictures[0], *(p.T for p in pictures[1:])])),
            "Row by row, your table mixes two different pixels: some pictures are turned round. "
            "Is there a `.T` that does not belong there?",
            topic="reading order",
        ),
        mis(
            "no-raw",
            _arranged(lambda pictures: _columns(pictures[1:] or [np.zeros((0, 0))])),
            "Your table begins with a blur. Which feature should stand in column 0?",
            topic="columns",
        ),
        mis(
            "first-sigma-only",
            _of_settings(lambda sigmas, steep: (sigmas[:1], steep[:1])),
            "Only the first of several sigmas gets a column. Does a `return` stand inside your "
            "loop?",
            topic="columns",
        ),
        mis(
            "always-five",
            _of_settings(lambda sigmas, steep: ((5,), steep)),
            "You always blur with sigma 5. Which argument holds the sigmas that the caller wants?",
            topic="ignores the argument",
        ),
        mis(
            "no-gradients",
            _of_settings(lambda sigmas, steep: (sigmas, ())),
            "The gradients are missing. What should happen for each number in `gradient_sigmas`?",
            topic="ignores the argument",
        ),
        mis(
            "sorted",
            _of_settings(lambda sigmas, steep: (tuple(sorted(sigmas)), tuple(sorted(steep)))),
            "Your columns are sorted by sigma. In which order did the caller name them?",
            topic="columns",
        ),
        mis(
            "blur-of-blur",
            _blur_of_blur,
            "Each blur starts from the one before, so the pictures get smoother than their sigma "
            "says. From which picture should each blur start?",
            topic="columns",
        ),
        mis(
            "gradient-with-each-blur",
            _of_settings(lambda sigmas, gradient_sigmas: (sigmas, sigmas)),
            "You add a gradient for each sigma of the blurs. Which argument holds the sigmas of "
            "the gradients, and how many does it hold when nothing is said?",
            topic="ignores the argument",
        ),
        mis(
            "image-overwritten",
            _image_overwritten,
            "Your loop writes the blurred picture over `image`, so what comes next is made from "
            "it. Which other name could the blurred picture have?",
            topic="overwritten input",
        ),
        mis(
            "gradient-of-blur",
            _gradient_of_blur,
            "Your gradients are taken of a picture that is blurred already. Which picture should "
            "they start from?",
            topic="columns",
        ),
        mis(
            "gradients-first",
            _gradients_first,
            "The gradients stand before the blurs. Which of them did we agree to put last?",
            topic="columns",
        ),
        mis(
            "blurs-for-gradients",
            _blurs_for_gradients,
            "For `gradient_sigmas` you blur, too. Which function tells how steep a picture is?",
            topic="columns",
        ),
        mis(
            "whole-numbers",
            _whole_numbers,
            "On bytes your filters lose their digits behind the point. Which type should the image "
            "have before SciPy filters it?",
            topic="dtype",
        ),
    ),
    variants=(_table, _table_filled, _table_stacked, _table_appended, _table_by_pixel),
    hints=(
        "`image.ravel()` makes one long line of a picture, row after row.",
        "Collect the lines in a list: first the grey values, then one for each sigma.",
        "`np.stack(lines, axis=1)` puts lines side by side, as columns.",
    ),
    conventions={
        "columns": Convention(
            text="Column 0 is the grey value, then come the blurs, then the gradients, each in "
            "the order given."
        )
    },
)
