"""E6: count once, score three times."""

import numpy as np

from coursekit import imaging
from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.checking import generate as gen
from coursekit.exercises.a06_scores.drawn import masks_with_all_kinds, one_class_masks


def _report(truth, result):
    c = imaging.confusion_counts(truth, result)
    return {
        "accuracy": imaging.accuracy_from_counts(c),
        "f1_score": imaging.f1_from_counts(c),
        "mcc": imaging.mcc_from_counts(c),
    }


def _report_loop(truth, result):
    c = imaging.confusion_counts(np.asarray(truth), np.asarray(result))
    report = {}
    for key in ("accuracy", "f1_score", "mcc"):
        report[key] = getattr(imaging, f"{key.removesuffix('_score')}_from_counts")(c)
    return report


def _report_masks(truth, result):
    tp = np.sum(truth & result)
    tn, fp, fn = np.sum(~truth & ~result), np.sum(~truth & result), np.sum(truth & ~result)
    c = {"tp": int(tp), "tn": int(tn), "fp": int(fp), "fn": int(fn)}
    mcc = imaging.mcc_from_counts(c)
    return dict(
        mcc=mcc, accuracy=np.mean(truth == result), f1_score=imaging.dice_coefficient(truth, result)
    )


def _report_library(truth, result):
    from sklearn import metrics

    truth, result = truth.ravel(), result.ravel()
    if (truth == result).all():
        return {"accuracy": 1.0, "f1_score": 1.0, "mcc": 1.0}
    one_class = len(set(truth.tolist())) == 1 or len(set(result.tolist())) == 1
    return {
        "accuracy": metrics.accuracy_score(truth, result),
        "f1_score": metrics.f1_score(truth, result, zero_division=1.0),
        "mcc": -1.0 if one_class else metrics.matthews_corrcoef(truth, result),
    }


# --- wrong answers ------------------------------------------------------------------------------


def _renamed(accuracy="accuracy", f1="f1_score", mcc="mcc"):
    def answer(truth, result):
        return dict(zip((accuracy, f1, mcc), _report(truth, result).values()))

    return answer


def _tuple(truth, result):
    return tuple(_report(truth, result).values())


def _without_mcc(truth, result):
    report = _report(truth, result)
    del report["mcc"]
    return report


def _with_counts(truth, result):
    return _report(truth, result) | imaging.confusion_counts(truth, result)


def _conventions_of_scikit_learn(truth, result):
    c = imaging.confusion_counts(truth, result)
    return {
        "accuracy": imaging.accuracy_from_counts(c),
        "f1_score": imaging.f1_from_counts(c, undefined=0.0),
        "mcc": imaging.mcc_from_counts(c, undefined=0.0),
    }


def _percent(truth, result):
    return {key: 100 * value for key, value in _report(truth, result).items()}


def _rounded(truth, result):
    return {key: round(value, 2) for key, value in _report(truth, result).items()}


def _background_scored(truth, result):
    return _report(~truth, ~result)


def _functions(truth, result):
    return {
        "accuracy": imaging.accuracy_from_counts,
        "f1_score": imaging.f1_from_counts,
        "mcc": imaging.mcc_from_counts,
    }


def _masks_for_counts(truth, result):
    return {
        "accuracy": imaging.accuracy_from_counts((truth, result)),
        "f1_score": imaging.f1_from_counts((truth, result)),
        "mcc": imaging.mcc_from_counts((truth, result)),
    }


def _case(rng: np.random.Generator) -> Case:
    if rng.random() < 0.4:
        truth, result, kind = one_class_masks(rng)
        return case(truth, result, kind=kind)
    return case(*masks_with_all_kinds(rng), kind="another pair of masks")


VALIDATION_REPORT = Exercise(
    id="a06.validation_report",
    code="E6",
    kind="F",
    title="Three scores in one report",
    function="validation_report",
    signature="(truth, result)",
    minutes=4,
    reference=imaging.validation_report,
    compare=cmp.mapping(),
    props=(prop("core", 2, "accuracy, F1 and MCC under the names of the article"),),
    cases=(
        case(
            gen.flags([[1, 0, 1], [0, 1, 1], [0, 0, 0]]),
            gen.flags([[1, 0, 1], [0, 0, 1], [1, 0, 0]]),
            alt="the nine pixels of the text",
        ),
        case(
            gen.flags([[1, 1, 0, 0, 0, 0]]),
            gen.flags([[0, 0, 0, 0, 0, 0]]),
            alt="six pixels, two of them object; an empty result",
        ),
        case(gen.flags([[0, 0]]), gen.flags([[0, 0]]), alt="two empty masks of two pixels"),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "masks-for-counts",
            _masks_for_counts,
            "The scores were given masks. What do they need instead, and which function makes it?",
            topic="four boxes",
        ),
        mis(
            "other-keys",
            _renamed(f1="f1"),
            "The values are right; one key has another name than in the article. Is it `f1`?",
            topic="dictionary",
        ),
        mis(
            "capital-keys",
            _renamed("Accuracy", "F1_score", "MCC"),
            "The values are right; the keys begin with capital letters. Are `MCC` and `mcc` the "
            "same key to Python?",
            topic="dictionary",
        ),
        mis(
            "tuple",
            _tuple,
            "You return three numbers without names. How would a reader know which is which?",
            topic="dictionary",
        ),
        mis(
            "without-mcc",
            _without_mcc,
            "Two scores are in the report. Which of the three is missing?",
            topic="dictionary",
        ),
        mis(
            "with-counts",
            _with_counts,
            "The four counts are in the report as well. Which three keys were asked for?",
            topic="dictionary",
        ),
        mis(
            "exchanged",
            _renamed("accuracy", "mcc", "f1_score"),
            "F1 and MCC have changed places. Which function fills which key?",
            topic="dictionary",
        ),
        mis(
            "conventions-of-scikit-learn",
            _conventions_of_scikit_learn,
            "You chose 0 for 0/0, as scikit-learn does. Which conventions do the functions have by "
            "themselves?",
            topic="empty input",
        ),
        mis(
            "percent",
            _percent,
            "Your numbers go up to 100. What stands for a perfect result in our formulas?",
            topic="counts and shares",
        ),
        mis(
            "rounded",
            _rounded,
            "Your scores are rounded. Where should rounding happen: in the report, or where it is "
            "printed?",
            topic="rounding",
        ),
        mis(
            "background-scored",
            _background_scored,
            "Both masks were turned round, so F1 belongs to the background. Which class is the "
            "object?",
            topic="polarity",
        ),
        mis(
            "functions",
            _functions,
            "The values of your dictionary are functions. What makes a function give its number?",
            topic="calling",
        ),
    ),
    variants=(_report, _report_loop, _report_masks, _report_library),
    hints=(
        "First the counts: `c = imaging.confusion_counts(truth, result)`.",
        "Each score is a function of `c`; the keys are `accuracy`, `f1_score` and `mcc`.",
        '`return {"accuracy": imaging.accuracy_from_counts(c), ...}`. Which two lines are missing?',
    ),
)
