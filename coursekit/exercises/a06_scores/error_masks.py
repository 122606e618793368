"""E7: where the four kinds of pixels are."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a06_scores.drawn import masks_with_all_kinds, one_class_masks


def _masks(truth, result):
    return {
        "tn": ~truth & ~result,
        "fp": ~truth & result,
        "fn": truth & ~result,
        "tp": truth & result,
    }


def _masks_numbers(truth, result):
    numbers = 2 * truth.astype(int) + result
    return {name: numbers == number for number, name in enumerate(("tn", "fp", "fn", "tp"))}


def _masks_loops(truth, result):
    masks = {name: np.zeros(truth.shape, dtype=bool) for name in ("tp", "fp", "fn", "tn")}
    for place in np.ndindex(truth.shape):
        right = "t" if truth[place] == result[place] else "f"
        masks[right + ("p" if result[place] else "n")][place] = True
    return masks


def _masks_logical(truth, result):
    not_truth, not_result = np.logical_not(truth), np.logical_not(result)
    masks = {}
    masks["tp"] = np.logical_and(truth, result)
    masks["tn"] = np.logical_and(not_truth, not_result)
    masks["fp"] = np.logical_and(not_truth, result)
    masks["fn"] = np.logical_and(truth, not_result)
    return masks


def _masks_greater(truth, result):
    wrong = truth != result
    return {
        "tn": ~(truth | result),
        "fp": wrong & result,
        "fn": wrong & truth,
        "tp": truth * result,
    }


# --- wrong answers ------------------------------------------------------------------------------


def _named(*names):
    def answer(truth, result):
        return dict(zip(names, _masks(truth, result).values()))

    return answer


def _as_pictures(truth, result):
    return {name: np.uint8(mask) * 255 for name, mask in _masks(truth, result).items()}


def _with(**others):
    """Build an answer in which some masks are made otherwise."""

    def answer(truth, result):
        made = {name: make(truth, result) for name, make in others.items()}
        return _masks(truth, result) | made

    return answer


def _counts(truth, result):
    return {name: int(mask.sum()) for name, mask in _masks(truth, result).items()}


def _flat(truth, result):
    return {name: mask.ravel() for name, mask in _masks(truth, result).items()}


def _tuple(truth, result):
    return tuple(_masks(truth, result).values())


def _without_tn(truth, result):
    masks = _masks(truth, result)
    del masks["tn"]
    return masks


def _in_place(truth, result):
    tp = truth & result
    truth &= ~tp
    return {"tn": ~(truth | result | tp), "fp": result & ~tp, "fn": truth, "tp": tp}


def _case(rng: np.random.Generator) -> Case:
    if rng.random() < 0.3:
        truth, result, kind = one_class_masks(rng)
        return case(truth, result, kind=kind)
    return case(*masks_with_all_kinds(rng), kind="another pair of masks")


ERROR_MASKS = Exercise(
    id="a06.error_masks",
    code="E7",
    kind="F",
    title="Where the errors are",
    function="error_masks",
    signature="(truth, result)",
    minutes=4,
    reference=imaging.error_masks,
    compare=cmp.mapping(cmp.mask()),
    props=(
        prop("core", 1.5, "four masks under their names, each pixel in exactly one"),
        prop(TYPE, 0.5, "a dictionary of masks of True and False; truth and result are unchanged"),
    ),
    cases=(
        case(
            gen.flags([[1, 0, 1], [0, 1, 1], [0, 0, 0]]),
            gen.flags([[1, 0, 1], [0, 0, 1], [1, 0, 0]]),
            alt="the nine pixels of the text",
        ),
        case(
            gen.flags([[1, 1, 1, 0]]),
            gen.flags([[1, 0, 0, 1]]),
            alt="one row: found, missed, missed, added",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "errors-exchanged",
            _named("tn", "fn", "fp", "tp"),
            "The masks of fp and fn have changed places. What does the result say of a false "
            "positive, and what the truth?",
            topic="four boxes",
        ),
        mis(
            "background-positive",
            _named("tp", "fn", "fp", "tn"),
            "You mark as if background were the object: tp and tn are exchanged, fp and fn too. "
            "Which class is positive?",
            topic="four boxes",
        ),
        mis(
            "areas",
            _with(fp=lambda truth, result: result.copy(), fn=lambda truth, result: truth.copy()),
            "fp holds the whole result, fn the whole truth, and found pixels lie in three masks. "
            "Which part of each is an error?",
            topic="each pixel once",
        ),
        mis(
            "tn-not-truth",
            _with(tn=lambda truth, result: ~truth),
            "tn holds all background of the truth, the added pixels too. What does the result say "
            "of a true negative?",
            topic="each pixel once",
        ),
        mis(
            "tn-not-both",
            _with(tn=lambda truth, result: ~(truth & result)),
            "`~(truth & result)` is True wherever one of the two is False. Which pixels are False "
            "in both?",
            topic="not and and",
        ),
        mis(
            "one-error-mask",
            _with(fp=lambda truth, result: truth ^ result, fn=lambda truth, result: truth ^ result),
            "fp and fn both hold all errors. Which of the errors lie in the truth?",
            topic="each pixel once",
        ),
        mis(
            "agreeing-as-tp",
            _with(tp=lambda truth, result: truth == result),
            "`==` is also True where both are False. Which sign asks whether both are True?",
            topic="not and and",
        ),
        mis(
            "agreeing-twice",
            _with(
                tn=lambda truth, result: truth == result, tp=lambda truth, result: truth == result
            ),
            "tn and tp both hold all pixels that agree. In which of them do truth and result both "
            "say yes, in which both no?",
            topic="each pixel once",
        ),
        mis(
            "either-as-tp",
            _with(tp=lambda truth, result: truth | result),
            "tp holds each pixel that is in one of the masks. Which sign asks whether it is in "
            "both?",
            topic="not and and",
        ),
        mis(
            "counts",
            _counts,
            "These are the counts. The picture needs the places: what do you leave out?",
            topic="counts and places",
        ),
        mis(
            "pictures",
            _as_pictures,
            "The places are right, but you return pictures of 0 and 255. What type has a mask?",
            topic="dtype",
        ),
        mis(
            "flat",
            _flat,
            "The masks lost their rows. Do you need `ravel` to find places?",
            topic="counts and places",
        ),
        mis(
            "tuple",
            _tuple,
            "Four masks without names come back. What gives each of them its name?",
            topic="dictionary",
        ),
        mis(
            "without-tn",
            _without_tn,
            "Three masks are there. In which mask are the pixels that were rightly left out?",
            topic="each pixel once",
        ),
        mis(
            "in-place",
            _in_place,
            "The masks are right, but `&=` changed the truth that you were given. Which sign makes "
            "a new mask?",
            topic="in place",
        ),
    ),
    variants=(_masks, _masks_numbers, _masks_loops, _masks_logical, _masks_greater),
    hints=(
        "`&` is True where both sides are True; `~mask` turns a mask round.",
        "An added pixel is not in the truth and is in the result. Write the other three like this.",
        '`{"tn": ~truth & ~result, "fp": ~truth & result, ...}`: which two lines are missing?',
    ),
)
