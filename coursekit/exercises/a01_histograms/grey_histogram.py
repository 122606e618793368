"""E4: count the pixels of each grey value."""

from collections import Counter

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a01_histograms.images import small_size


def _count_edges(image, n_levels=256):
    counts, _ = np.histogram(image, bins=np.arange(n_levels + 1))
    return counts


def _count_range(image, n_levels=256):
    return np.histogram(image, bins=n_levels, range=(0, n_levels))[0]


def _count_bincount(image, n_levels=256):
    return np.bincount(np.asarray(image).flatten(), minlength=n_levels)


def _count_loops(image, n_levels=256):
    counts = np.zeros(n_levels)
    for line in image:
        for grey in line:
            counts[int(grey)] += 1
    return counts


def _count_questions(image, n_levels=256):
    return np.array([(image == g).sum() for g in range(n_levels)])


def _count_counter(image, n_levels=256):
    votes = Counter(image.ravel().tolist())
    return np.array([votes[g] for g in range(n_levels)], dtype=np.uint32)


def _count_library(image, n_levels=256):
    import scipy.ndimage as ndi

    return ndi.histogram(image, 0, n_levels, n_levels)


def _without_empty(image, n_levels=256):
    return np.unique(image, return_counts=True)[1]


def _per_column(image, n_levels=256):
    return np.array([np.bincount(column, minlength=n_levels) for column in image.T])


def _seen_or_not(image, n_levels=256):
    counts = np.zeros(n_levels, dtype=int)
    counts[image.ravel()] += 1
    return counts


def _case(rng: np.random.Generator) -> Case:
    levels = int(rng.choice([4, 5, 7, 12, 256]))
    low = int(rng.choice([0, 0, 1]))
    high = levels if rng.random() < 0.5 else max(low + 2, levels - 2)
    dtype = np.dtype(rng.choice(["uint8", "uint8", "int64", "uint16"]))
    image = gen.image(rng, small_size(rng), low=low, high=high, dtype=dtype)
    if rng.random() < 0.5:
        image.flat[-1] = levels - 1
        image.flat[0] = 0
    if levels == 256:
        return case(image, prop="default", kind="another image with 256 levels")
    return case(image, n_levels=levels, kind=f"another image with {levels} levels")


GREY_HISTOGRAM = Exercise(
    id="a01.grey_histogram",
    code="E4",
    kind="W",
    title="Count every grey value",
    function="grey_histogram",
    signature="(image, n_levels=256)",
    minutes=6,
    reference=imaging.grey_histogram,
    compare=cmp.array(),
    props=(
        prop("core", 2, "one count for each grey value, also for those that do not occur"),
        prop("default", 0.5, "256 levels when nothing else is said"),
        prop(TYPE, 0.5, "an array; the given image is unchanged"),
    ),
    cases=(
        case(gen.u8([[1, 3, 3], [6, 6, 3]]), n_levels=8),
        case(gen.u8([[0, 7, 6], [7, 5, 0]]), n_levels=8),
        case(
            gen.u8([[254, 255, 255], [1, 1, 1]]),
            prop="default",
            alt="grey values 254, 255, 255 and 1, 1, 1; 256 levels",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "posts",
            lambda image, n_levels=256: np.histogram(image, bins=range(n_levels))[0],
            "There is one bin too few, so the last two grey values share one. How many posts does "
            "a fence with 8 gaps need?",
            topic="bins and edges",
        ),
        mis(
            "with-edges",
            lambda image, n_levels=256: np.histogram(image, bins=np.arange(n_levels + 1)),
            "`np.histogram` gives two things, the counts and the edges, and you returned both. "
            "Which of them was asked for?",
            topic="counts and edges",
        ),
        mis(
            "from-data",
            lambda image, n_levels=256: np.histogram(image, bins=n_levels)[0],
            "Your bins begin at the darkest and end at the brightest pixel of the image, so bin 3 "
            "is not grey value 3. Where should the first bin begin?",
            topic="bins and edges",
        ),
        mis(
            "short",
            lambda image, n_levels=256: np.bincount(image.ravel()),
            "The list ends with the brightest pixel of this image. What keeps the places of the "
            "grey values beyond it?",
            topic="empty bins",
        ),
        mis(
            "ten-bins",
            lambda image, n_levels=256: np.histogram(image)[0],
            "You got ten bins: NumPy takes ten when it is told nothing. Which argument says how "
            "many?",
            topic="bins and edges",
        ),
        mis(
            "no-empty-bins",
            _without_empty,
            "Grey values that do not occur are missing, so the others moved up. What should stand "
            "in their places?",
            topic="empty bins",
        ),
        mis(
            "shares",
            lambda image, n_levels=256: np.bincount(image.ravel(), minlength=n_levels) / image.size,
            "Your numbers add up to 1. They are shares: how many pixels is that?",
            topic="counts and shares",
        ),
        mis(
            "cumulative",
            lambda image, n_levels=256: np.cumsum(np.bincount(image.ravel(), minlength=n_levels)),
            "Your numbers grow from left to right: each one also holds all darker pixels. Which "
            "step adds them up?",
            topic="counts and shares",
        ),
        mis(
            "no-zero",
            lambda image, n_levels=256: np.array([(image == g).sum() for g in range(1, n_levels)]),
            "The count of grey value 0 is missing. At which number do grey values begin?",
            topic="counting from 0",
        ),
        mis(
            "no-last",
            lambda image, n_levels=256: np.array([(image == g).sum() for g in range(n_levels - 1)]),
            "The last grey value is missing. Where does `range` stop: at its number, or before it?",
            topic="bins and edges",
        ),
        mis(
            "always-256",
            lambda image, n_levels=256: np.bincount(image.ravel(), minlength=256),
            "You always return 256 counts. What is the second argument for?",
            topic="empty bins",
        ),
        mis(
            "per-column",
            _per_column,
            "You counted each column of the image by itself. How does a table become one long "
            "list?",
            topic="histogram of a table",
        ),
        mis(
            "seen-once",
            _seen_or_not,
            "A grey value that occurs often counts only once. What should happen when the same "
            "vote comes again?",
            topic="counts and shares",
        ),
    ),
    variants=(
        _count_edges,
        _count_range,
        _count_bincount,
        _count_loops,
        _count_questions,
        _count_counter,
        _count_library,
    ),
    hints=(
        "The grey values 0 to `n_levels - 1` need one bin each. How many edges is that?",
        "`np.histogram` with these edges gives two things: counts and edges. Only the counts are "
        "wanted.",
        "`counts, _ = np.histogram(image, bins=np.arange(...))`, then `return counts`.",
    ),
)
