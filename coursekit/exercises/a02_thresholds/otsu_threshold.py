"""E3: find the cut with the highest score."""

import numpy as np

from coursekit import imaging
from coursekit.checking import OWN, TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a02_thresholds.images import image_to_cut, image_with_a_tie


def _otsu(image):
    counts = np.bincount(np.asarray(image).ravel())
    scores = [imaging.between_class_variance(counts, t) for t in range(counts.size)]
    return int(np.argmax(scores))


def _otsu_own_formula(image):
    best_t, best_score = 0, -1.0
    for t in range(256):
        dark, bright = image[image <= t], image[image > t]
        if dark.size == 0 or bright.size == 0:
            continue
        score = dark.size * bright.size * (bright.mean() - dark.mean()) ** 2
        if score > best_score:
            best_t, best_score = t, score
    return best_t


def _otsu_cumulated(image):
    counts = np.histogram(image, bins=256, range=(0, 256))[0]
    p = counts / counts.sum()
    w, m = np.cumsum(p), np.cumsum(p * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (m[-1] * w - m) ** 2 / (w * (1 - w))
    first, last = np.flatnonzero(counts)[[0, -1]]
    score[:first] = score[last:] = -1
    return np.argmax(score)


def _otsu_inside(image):
    values = image.ravel().tolist()

    def total_spread(group):
        mean = sum(group) / len(group)
        return sum((value - mean) ** 2 for value in group)

    cuts = sorted(set(values))[:-1]
    spreads = [
        total_spread([v for v in values if v <= t]) + total_spread([v for v in values if v > t])
        for t in cuts
    ]
    return cuts[spreads.index(min(spreads))]


def _otsu_variance(image):
    grey = np.unique(image)
    left = [
        (image <= t).mean() * image[image <= t].var() + (image > t).mean() * image[image > t].var()
        for t in grey[:-1]
    ]
    return grey[np.argmin(left)]  # a uint8 number


def _scores(image, formula=None):
    """Score every cut from 0 to the brightest pixel; an empty side scores 0."""
    scores = []
    for t in range(int(image.max()) + 1):
        dark, bright = image[image <= t], image[image > t]
        if dark.size == 0 or bright.size == 0:
            scores.append(0.0)
            continue
        distance = bright.mean() - dark.mean()
        shares = dark.size / image.size * (bright.size / image.size)
        scores.append(formula(shares, distance) if formula else shares * distance**2)
    return np.array(scores)


def _without_255(image):
    counts = np.bincount(image.ravel(), minlength=256)[:255]
    return int(np.argmax([imaging.between_class_variance(counts, t) for t in range(255)]))


def _last_of_tied(image):
    scores = _scores(image)
    return int(np.flatnonzero(scores >= scores.max() * (1 - 1e-12))[-1])


def _middle_of_tied(image):
    scores = _scores(image)
    tied = np.flatnonzero(scores >= scores.max() * (1 - 1e-12))
    return int((tied[0] + tied[-1] + 1) // 2)


def _unweighted_inside(image):
    sums = {
        t: image[image <= t].var() + image[image > t].var() for t in np.unique(image)[:-1].tolist()
    }
    return min(sums, key=sums.get)


def _place_in_the_list(image):
    counts = np.bincount(image.ravel())
    return int(
        np.argmax([imaging.between_class_variance(counts, t) for t in np.unique(image).tolist()])
    )


def _case(rng: np.random.Generator) -> Case:
    if rng.random() < 0.3:
        return case(image_with_a_tie(rng), prop="tie", kind="an image with tied cuts")
    image, kind = image_to_cut(rng)
    return case(image, kind=kind)


OTSU_THRESHOLD = Exercise(
    id="a02.otsu_threshold",
    code="E3",
    kind="W",
    title="Find the best cut",
    function="otsu_threshold",
    signature="(image)",
    minutes=6,
    reference=imaging.otsu_threshold,
    compare=cmp.effect(
        lambda call, t: call["image"] > t, cmp.mask(), answer=cmp.scalar(whole=True)
    ),
    props=(
        prop("core", 2, "the cut with the highest score (any of equal cuts)"),
        prop(OWN, 0.5, "your own search, without `threshold_otsu` of a library"),
        prop(TYPE, 0.5, "a whole number (int); the image is unchanged"),
        prop("tie", 1, "the smallest of tied cuts", compare=cmp.scalar(whole=True)),
    ),
    cases=(
        case(
            gen.u8([[3, 4, 3, 5, 4], [4, 3, 6, 9, 30]]), alt="ten pixels, most from 3 to 6, one 30"
        ),
        case(gen.u8([[10, 12, 11, 40], [42, 41, 44, 43], [46, 47, 45, 48]])),
        case(gen.u8([[1, 1, 2], [7, 8, 9]]), prop="tie", alt="the six marbles 1, 1, 2, 7, 8, 9"),
    ),
    hidden=_case,
    n_hidden=10,
    forbid=(
        "skimage.filters.threshold_otsu",
        "skimage.filters.threshold_multiotsu",
        "coursekit.imaging.repaired_otsu",
    ),
    misconceptions=(
        mis(
            "mean",
            lambda image: int(image.mean()),
            "This is the mean of all pixels. What happens to the mean, and what should happen to "
            "the cut, when the background grows?",
            topic="the middle",
        ),
        mis(
            "mean-as-float",
            lambda image: float(image.mean()),
            "This is the mean of the grey values. How far does one very bright pixel move it, and "
            "how far should it move the cut?",
            topic="the middle",
        ),
        mis(
            "mid-range",
            lambda image: (int(image.min()) + int(image.max())) // 2,
            "This is the middle between the darkest and the brightest pixel. How far does a single "
            "very bright pixel move it?",
            topic="the middle",
        ),
        mis(
            "median",
            lambda image: int(np.median(image)),
            "This is the median: half of the pixels on either side, always. Are both jars equally "
            "full in every image?",
            topic="the middle",
        ),
        mis(
            "mode",
            lambda image: int(np.argmax(np.bincount(image.ravel()))),
            "This is the most frequent grey value. Of which list do you need the maximum, counts "
            "or scores?",
            topic="what is maximised",
        ),
        mis(
            "no-shares",
            lambda image: int(np.argmax(_scores(image, lambda shares, distance: distance**2))),
            "Your cut makes the distance of the means as large as possible, and a few far-away "
            "pixels win. What else belongs to the score of a cut?",
            topic="weights",
        ),
        mis(
            "not-squared",
            lambda image: int(
                np.argmax(_scores(image, lambda shares, distance: shares * distance))
            ),
            "Your score has the shares and the plain distance, which pulls the cut to the middle "
            "of the counts. What happens to the distance in the score of section 2?",
            topic="formula",
        ),
        mis(
            "unweighted-inside",
            _unweighted_inside,
            "You add the spreads inside both jars as if they were equally full. How much should a "
            "jar with a single pixel count?",
            topic="weights",
        ),
        mis(
            "smallest-score",
            lambda image: int(np.argmin(_scores(image))),
            "You take the cut with the lowest score. Should the spread between the jars be small "
            "or large?",
            topic="what is maximised",
        ),
        mis(
            "score-itself",
            lambda image: float(_scores(image).max()),
            "You return the best score. Which grey value reached it?",
            topic="position and value",
        ),
        mis(
            "place-in-the-list",
            _place_in_the_list,
            "You return a place in the list of grey values that occur. Which grey value stands at "
            "that place?",
            topic="position and value",
        ),
        mis(
            "without-255",
            _without_255,
            "Pixels of grey value 255 are missing in your counts. How many different grey values "
            "can a uint8 image have?",
            topic="bins and edges",
        ),
        mis(
            "one-too-high",
            lambda image: int(np.argmax(_scores(image))) + 1,
            "Your cut is one too high: the darkest bright pixels fall through. Is a pixel that "
            "equals the cut dark or bright?",
            topic="strictness",
        ),
        mis(
            "one-too-low",
            lambda image: int(np.argmax(_scores(image))) - 1,
            "Your cut is one too low. Which grey value belongs to position 0 of your list of "
            "scores?",
            topic="indexing",
        ),
        mis(
            "last-of-tied",
            _last_of_tied,
            "The score is the best one, but several cuts share it. Which of them did we agree to "
            "take?",
            topic="ties",
        ),
        mis(
            "middle-of-tied",
            _middle_of_tied,
            "You take the middle of the cuts that share the best score, which is a fair idea. "
            "What did we agree on?",
            topic="ties",
        ),
    ),
    variants=(_otsu, _otsu_own_formula, _otsu_cumulated, _otsu_inside, _otsu_variance),
    hints=(
        "Make one score for every grey value: a list.",
        "`np.argmax` returns the position of the first maximum.",
        "`[imaging.between_class_variance(counts, t) for t in range(counts.size)]`.",
    ),
)
