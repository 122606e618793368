"""E5: cut one image with several methods and list what each of them gives."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen

# --- methods and scores that the cases hand over ------------------------------------------------


def darkest(image):
    """Return the smallest grey value."""
    return image.min()


def mean(image):
    """Return the mean grey value."""
    return np.mean(image)


def median(image):
    """Return the median grey value."""
    return float(np.median(image))


def middle(image):
    """Return the middle of the range."""
    return (float(image.min()) + float(image.max())) / 2


def first_pixel(image):
    """Return the grey value of the first pixel, so that some pixel equals the cut."""
    return image.flat[0].item()


def five(image):
    """Return 5, whatever the image is."""
    return 5


def number_of_true(mask):
    """Return the number of True pixels."""
    return int(np.count_nonzero(mask))


def share_of_first_row(mask):
    """Return the share of True pixels in the first row."""
    return float(np.mean(mask[0]))


def true_above_false(mask):
    """Return how many more pixels are True than False; negative for a small mask."""
    return int(np.count_nonzero(mask)) * 2 - np.size(mask)


_METHODS = (darkest, mean, median, middle, first_pixel, five)
_SCORES = (number_of_true, share_of_first_row, true_above_false)

# --- right answers ------------------------------------------------------------------------------


def _table(image, methods, score=None):
    image = np.asarray(image)
    table = []
    for name, method in methods.items():
        t = method(image)
        mask = image > t
        value = np.mean(mask) if score is None else score(mask)
        table.append((name, t, value))
    return table


def _table_comprehension(image, methods, score=np.mean):
    score = score or np.mean
    cuts = {name: float(method(image)) for name, method in methods.items()}
    return [(name, t, float(score(np.greater(image, t)))) for name, t in cuts.items()]


def _table_of_lists(image, methods, score=None):
    rows = []
    for name in methods:
        t = methods[name](image)
        brighter = np.zeros(image.shape, dtype=bool)
        for place, grey in np.ndenumerate(image):
            if grey > t:
                brighter[place] = True
        if score is None:
            rows.append([name, t, brighter.sum() / image.size])
        else:
            rows.append([name, t, score(brighter)])
    return rows


def _table_apply(image, methods, score=None):
    def row(name):
        t = np.asarray(methods[name](image)).item()
        mask = imaging.apply_threshold(image, t)
        return name, t, score(mask) if score else np.count_nonzero(mask) / mask.size

    return list(map(row, methods))


def _table_zip(image, methods, score=None):
    cuts = [method(image) for method in methods.values()]
    masks = [~(image <= t) for t in cuts]
    values = [m.mean(dtype=np.float64) if score is None else np.array(score(m)) for m in masks]
    return tuple(zip(methods, cuts, values))


# --- wrong answers ------------------------------------------------------------------------------


def _with_mask(cut):
    def answer(image, methods, score=None):
        score = score or np.mean
        return [(name, f(image), score(cut(image, f(image)))) for name, f in methods.items()]

    return answer


def _without_score(summary):
    def answer(image, methods, score=None):
        value = score or summary
        return [(name, f(image), value(image > f(image))) for name, f in methods.items()]

    return answer


def _score_ignored(image, methods, score=None):
    return [(name, f(image), np.mean(image > f(image))) for name, f in methods.items()]


def _score_of_image(image, methods, score=None):
    return [
        (name, f(image), score(image) if score else np.mean(image > f(image)))
        for name, f in methods.items()
    ]


def _columns_exchanged(image, methods, score=None):
    return [(name, value, t) for name, t, value in _table(image, methods, score)]


def _best_first(image, methods, score=None):
    return sorted(_table(image, methods, score), key=lambda row: row[2], reverse=True)


def _alphabetical(image, methods, score=None):
    return sorted(_table(image, methods, score))


def _first_row_only(image, methods, score=None):
    return _table(image, methods, score)[:1]


def _last_row_only(image, methods, score=None):
    return _table(image, methods, score)[-1:]


def _row_without_list(image, methods, score=None):
    return _table(image, methods, score)[-1]


def _as_dictionary(image, methods, score=None):
    return {name: (t, value) for name, t, value in _table(image, methods, score)}


def _without_names(image, methods, score=None):
    return [(t, value) for _, t, value in _table(image, methods, score)]


def _names_taken_apart(image, methods, score=None):
    value = score or np.mean
    return [(name, method(image), value(image > method(image))) for name, method in methods]


def _case(rng: np.random.Generator) -> Case:
    image = gen.image(rng, low=0, high=int(rng.choice([8, 20, 256])))
    if rng.random() < 0.3:
        image = image.astype(rng.choice([np.float32, np.float64, np.int64]))
    chosen = rng.permutation(len(_METHODS))[: int(rng.integers(1, 5))]
    names = rng.permutation(["Yen", "Otsu", "triangle", "minimum", "by eye"]).tolist()
    methods = {name: _METHODS[index] for name, index in zip(names, chosen)}
    if rng.random() < 0.4:
        score = _SCORES[int(rng.integers(len(_SCORES)))]
        return case(image, methods, score, prop="score", kind="another score")
    return case(image, methods, kind="other methods")


_MARBLES = gen.u8([[1, 1, 2, 9], [7, 8, 9, 5]])

COMPARE_THRESHOLDS = Exercise(
    id="a02.compare_thresholds",
    code="E5",
    kind="W",
    title="Compare methods in a table",
    function="compare_thresholds",
    signature="(image, methods, score=None)",
    minutes=8,
    reference=imaging.compare_thresholds,
    compare=cmp.table(cmp.text(), cmp.scalar(), cmp.scalar()),
    props=(
        prop("core", 1, "one row (name, t, share of the pixels above t) for each method, in order"),
        prop("score", 0.5, "with a score: the score of the mask"),
        prop(TYPE, 0.5, "a list of rows; the arguments are unchanged"),
    ),
    cases=(
        case(
            _MARBLES,
            {"middle": five, "darkest": darkest, "mean": mean},
            alt="eight pixels 1, 1, 2, 9, 7, 8, 9, 5; three methods that return 5, 1 and 5.25",
        ),
        case(
            _MARBLES,
            {"middle": five, "darkest": darkest, "mean": mean},
            number_of_true,
            prop="score",
            alt="the same image and methods; the score is the number of True pixels",
        ),
    ),
    hidden=_case,
    n_hidden=8,
    misconceptions=(
        mis(
            "ge",
            _with_mask(lambda image, t: image >= t),
            "Pixels equal to a threshold count as bright. Which sign keeps them out?",
            topic="strictness",
        ),
        mis(
            "dark-share",
            _with_mask(lambda image, t: image <= t),
            "Your values belong to the pixels up to the threshold. On which side is the object?",
            topic="polarity",
        ),
        mis(
            "number-for-share",
            _without_score(np.sum),
            "Without a score you list how many pixels are above the threshold. What makes images "
            "of different size comparable?",
            topic="counts and shares",
        ),
        mis(
            "percent",
            _without_score(lambda mask: 100 * np.mean(mask)),
            "Without a score your values go up to 100. Which number stands for all pixels when we "
            "speak of a share?",
            topic="counts and shares",
        ),
        mis(
            "score-ignored",
            _score_ignored,
            "The table is right without a score, and stays the same with one. Where is `score` "
            "called?",
            topic="ignores the argument",
        ),
        mis(
            "score-of-the-image",
            _score_of_image,
            "Each method gets the same score: `score` was given the image. What did each "
            "threshold make of the image?",
            topic="mask and image",
        ),
        mis(
            "columns-exchanged",
            _columns_exchanged,
            "The threshold and the value have changed places in the rows. In which order does the "
            "task name them?",
            topic="order of results",
        ),
        mis(
            "best-first",
            _best_first,
            "Your rows are sorted by their value. In which order did the caller give the methods?",
            topic="order of results",
        ),
        mis(
            "alphabetical",
            _alphabetical,
            "Your rows are sorted by name. In which order did the caller give the methods?",
            topic="order of results",
        ),
        mis(
            "first-row-only",
            _first_row_only,
            "Only the first method is in the list. How far to the right does your `return` stand?",
            topic="loops",
        ),
        mis(
            "last-row-only",
            _last_row_only,
            "Only the last method is in the list. Is a new list begun in each turn of the loop?",
            topic="loops",
        ),
        mis(
            "row-without-list",
            _row_without_list,
            "One row came back, that of the last method. What collects the rows of all methods?",
            topic="loops",
        ),
        mis(
            "names-taken-apart",
            _names_taken_apart,
            "A loop over a dictionary meets its names only, and Python tried to take a name "
            "apart. Which method of a dictionary gives name and function as a pair?",
            topic="list and dictionary",
        ),
        mis(
            "dictionary",
            _as_dictionary,
            "You return a dictionary. Which kind of object was asked for, to hold one row after "
            "the other?",
            topic="list and dictionary",
        ),
        mis(
            "no-names",
            _without_names,
            "Thresholds and values are there. How does a reader know which method a row belongs "
            "to?",
            topic="order of results",
        ),
    ),
    variants=(_table, _table_comprehension, _table_of_lists, _table_apply, _table_zip),
    hints=(
        "`for name, method in methods.items():` gives one name and one function at a time.",
        "Threshold first: `t = method(image)`. Then the mask, then the value of the mask.",
        "`value = np.mean(mask) if score is None else score(mask)`; append `(name, t, value)` to "
        "a list.",
    ),
)
