"""E6: from an image to features, to clusters, and back to a mask."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a04_kmeans.tables import squared_distances


def _segment(image, sigma, init):
    points = imaging.feature_table(image, sigmas=(sigma,))
    labels, _, _ = imaging.kmeans(points, init)
    return labels.reshape(image.shape) == len(init) - 1


def _segment_masks(image, sigma, init):
    blurred = imaging.gaussian_blur(image, sigma)
    points = np.stack([image.ravel(), blurred.ravel()], axis=1)
    labels, centres, _ = imaging.kmeans(points, np.asarray(init, dtype=float))
    last = len(centres) - 1
    mask = np.zeros(image.shape, dtype=bool)
    mask[labels.reshape(image.shape) == last] = True
    return mask


def _segment_library(image, sigma, init):
    from scipy import ndimage
    from scipy.cluster.vq import kmeans2

    rows, columns = image.shape
    points = np.dstack([image, ndimage.gaussian_filter(image, sigma)]).reshape(rows * columns, 2)
    _, labels = kmeans2(points, init, iter=100, minit="matrix")
    return (labels == len(init) - 1).reshape(rows, columns)


def _segment_loops(image, sigma, init):
    points = imaging.feature_table(image, sigmas=(sigma,))
    labels = imaging.kmeans(points, init)[0].tolist()
    mask = np.zeros(image.shape, dtype=bool)
    for row in range(image.shape[0]):
        for column in range(image.shape[1]):
            mask[row, column] = labels[row * image.shape[1] + column] == len(init) - 1
    return mask


# --- wrong answers ------------------------------------------------------------------------------


def _labels(image, sigma, init, columns=(0, 1), **more):
    """Group the pixels by the raw (0) and the blurred (1) grey value, in the order given."""
    table = imaging.feature_table(image, sigmas=(sigma,))[:, list(columns)]
    return imaging.kmeans(table, init, **more)[0]


def _last(init):
    return len(init) - 1


def _flat(image, sigma, init):
    return _labels(image, sigma, init) == _last(init)


def _columns_first(image, sigma, init):
    return _flat(image, sigma, init).reshape(image.shape[::-1])


def _down_the_columns(image, sigma, init):
    return _flat(image, sigma, init).reshape(image.shape, order="F")


def _labels_as_result(image, sigma, init):
    return _labels(image, sigma, init).reshape(image.shape)


def _number(wanted):
    def answer(image, sigma, init):
        return (_labels(image, sigma, init) == wanted).reshape(image.shape)

    return answer


def _not_the_first(image, sigma, init):
    return (_labels(image, sigma, init) != 0).reshape(image.shape)


def _feature(column):
    def answer(image, sigma, init):
        labels = _labels(image, sigma, init[:, [column]], columns=(column,))
        return (labels == _last(init)).reshape(image.shape)

    return answer


def _features_exchanged(image, sigma, init):
    return (_labels(image, sigma, init, columns=(1, 0)) == _last(init)).reshape(image.shape)


def _sigma_ignored(image, sigma, init):
    return (_labels(image, 5, init) == _last(init)).reshape(image.shape)


def _standardised(image, sigma, init):
    z, mean, sd = imaging.standardise(imaging.feature_table(image, sigmas=(sigma,)))
    labels = imaging.kmeans(z, (init - mean) / np.where(sd == 0, 1, sd))[0]
    return (labels == _last(init)).reshape(image.shape)


def _scaled_without_start(image, sigma, init):
    z, _, _ = imaging.standardise(imaging.feature_table(image, sigmas=(sigma,)))
    return (imaging.kmeans(z, init)[0] == _last(init)).reshape(image.shape)


def _brightest(image, sigma, init):
    labels, centres, _ = imaging.kmeans(imaging.feature_table(image, sigmas=(sigma,)), init)
    return (labels == centres[:, 0].argmax()).reshape(image.shape)


def _not_moved(image, sigma, init):
    labels = imaging.assign(imaging.feature_table(image, sigmas=(sigma,)), init)
    return (labels == _last(init)).reshape(image.shape)


def _paired_by_reshape(image, sigma, init):
    table = np.array([image, imaging.gaussian_blur(image, sigma)]).reshape(-1, 2)
    return (imaging.kmeans(table, init)[0] == _last(init)).reshape(image.shape)


def _own_start(image, sigma, init):
    table = imaging.feature_table(image, sigmas=(sigma,))
    start = np.linspace(table.min(axis=0), table.max(axis=0), len(init))
    return (imaging.kmeans(table, start)[0] == _last(init)).reshape(image.shape)


# --- cases --------------------------------------------------------------------------------------


def _is_clear(image: NDArray[np.float64], sigma: float, init: NDArray[np.float64]) -> bool:
    """Tell whether every library gives the same mask.

    Rounding cannot change it, no centre loses its points (libraries move such a centre), and each
    step but the last, empty one is so wide that nobody stops early.
    """
    table = imaging.feature_table(image, sigmas=(sigma,))
    path = imaging.kmeans_path(table, init)
    if not 3 < len(path) < 90:
        return False
    for before, after in pairwise(path):
        squares = squared_distances(table, before)
        two_nearest = np.sort(squares, axis=1)[:, :2]
        if np.ptp(two_nearest, axis=1).min() < 1e-6:
            return False
        if len(np.unique(squares.argmin(axis=1))) < len(init):
            return False
        if 0 < ((after - before) ** 2).sum() < 1e-3 * table.var(axis=0).mean():
            return False
    return bool(0.1 < np.mean(_segment(image, sigma, init)) < 0.9)


def _case(rng: np.random.Generator) -> Case:
    while True:
        size, sigma = gen.shape(rng, 5, 11), float(rng.choice([0.5, 1, 2]))
        spots = imaging.gaussian_blur(rng.random(size), 1) > 0.5
        image = np.clip(rng.normal(np.where(spots, 0.65, 0.35), 0.15), 0, 1)
        init = rng.uniform(0.1, 0.9, size=(int(rng.choice([2, 2, 3])), 2))
        if not _is_clear(image, sigma, init):
            continue
        if len(init) == 3:
            return case(image, sigma, init, kind="three centres")
        kind = "an image with one row" if size[0] == 1 else "another image, sigma and start"
        return case(image, sigma, init, kind=kind)


SEGMENT_KMEANS = Exercise(
    id="a04.segment_kmeans",
    code="E6",
    kind="W",
    title="Segment an image with k-means",
    function="segment_kmeans",
    signature="(image, sigma, init)",
    minutes=8,
    reference=imaging.segment_kmeans,
    compare=cmp.mask(),
    props=(
        prop("core", 2.5, "the pixels of the last cluster, in the shape of the image"),
        prop(TYPE, 0.5, "a mask of True and False; image and init are unchanged"),
    ),
    cases=(
        case(
            np.array(
                [
                    [0.5, 0.0, 0.6, 0.8, 0.6],
                    [0.3, 0.7, 0.4, 0.4, 0.6],
                    [0.7, 0.6, 0.4, 0.0, 0.4],
                    [0.1, 0.2, 0.1, 0.2, 0.6],
                ]
            ),
            1.0,
            np.array([[0.8, 0.3], [0.1, 0.7]]),
            alt="an image of 4 rows and 5 columns, sigma 1, two centres",
        ),
        case(
            np.array(
                [
                    [0.8, 0.8, 0.1, 0.1, 0.5],
                    [0.3, 0.0, 0.2, 0.1, 0.8],
                    [0.1, 0.5, 0.0, 0.7, 0.3],
                    [0.0, 0.5, 0.9, 0.2, 0.9],
                ]
            ),
            1.0,
            np.array([[0.3, 0.1], [0.5, 0.6], [0.3, 0.6]]),
            alt="another image of 4 rows and 5 columns, sigma 1, three centres",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "flat",
            _flat,
            "The right pixels, in one long row. What gives them the rows and columns of the image "
            "back?",
            topic="reshape",
        ),
        mis(
            "columns-first",
            _columns_first,
            "Rows and columns of the shape are exchanged, so the mask is scrambled. What comes "
            "first in `image.shape`?",
            topic="reshape",
        ),
        mis(
            "down-the-columns",
            _down_the_columns,
            "The table was filled row by row, but you read it column by column. Which order does "
            "`reshape` take by itself?",
            topic="reshape",
        ),
        mis(
            "paired-by-reshape",
            _paired_by_reshape,
            "Each row of your table holds two neighbours of one image. Which two numbers belong to "
            "one pixel?",
            topic="feature table",
        ),
        mis(
            "labels",
            _labels_as_result,
            "These are the cluster numbers. Which of them does the mask ask for?",
            topic="labels and masks",
        ),
        mis(
            "first-cluster",
            _number(0),
            "You chose cluster 0. Which row of `init` does the caller ask for?",
            topic="cluster number = class",
        ),
        mis(
            "number-one",
            _number(1),
            "You chose cluster 1. Is it the last one when there are three centres?",
            topic="any number of centres",
        ),
        mis(
            "all-but-the-first",
            _not_the_first,
            "Your mask holds every cluster but the first. How many clusters does the caller want?",
            topic="any number of centres",
        ),
        mis(
            "brightest-cluster",
            _brightest,
            "You chose the cluster that ends brightest. Which one did we agree on, whatever its "
            "brightness?",
            topic="cluster number = class",
        ),
        mis(
            "grey-value-only",
            _feature(0),
            "Only the grey value was used. Where does the blurred image come in?",
            topic="feature table",
        ),
        mis(
            "blurred-only",
            _feature(1),
            "Only the blurred image was used. Where does the grey value itself come in?",
            topic="feature table",
        ),
        mis(
            "features-exchanged",
            _features_exchanged,
            "Your blurred column stands first, but `init` holds the grey value first. Which column "
            "belongs to which?",
            topic="feature table",
        ),
        mis(
            "sigma-ignored",
            _sigma_ignored,
            "Your blur always has sigma 5. Which sigma does the caller ask for?",
            topic="ignores the argument",
        ),
        mis(
            "standardised",
            _standardised,
            "You standardised the features first, which is a fair idea. Which features did this "
            "task ask for?",
            topic="which scale",
        ),
        mis(
            "start-on-another-scale",
            _scaled_without_start,
            "The features were standardised and the starting centres were not. Do both speak of "
            "the same scale?",
            topic="which scale",
        ),
        mis(
            "centres-not-moved",
            _not_moved,
            "The pixels went to the centres where they start. Which function moves the centres "
            "until they rest?",
            topic="repetition",
        ),
        mis(
            "own-start",
            _own_start,
            "Your centres start between the darkest and the brightest pixel. Where does the caller "
            "want them to start?",
            topic="ignores the argument",
        ),
    ),
    variants=(_segment, _segment_masks, _segment_library, _segment_loops),
    hints=(
        "Three steps: image to table, table to labels, labels back to the shape of the image.",
        "`points = imaging.feature_table(image, sigmas=(sigma,))`, with the comma; then `labels, "
        "centres, n_steps = imaging.kmeans(points, init)`.",
        "`labels.reshape(image.shape)`, and compare with `len(init) - 1`.",
    ),
)
