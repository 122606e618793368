"""E8: collect features one at a time, as long as it helps."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.exercises.a05_neighbours.comparators import FeatureList
from coursekit.exercises.a05_neighbours.heads import head


def _select(train, validation, candidates, k=3):
    chosen, best = [], -1.0
    rest = list(candidates)
    while rest:
        means = []
        for one in rest:
            report = imaging.train_test_report(*train, *validation, [*chosen, one], k)
            means.append(np.mean(list(report.values())))
        if max(means) <= best:
            break
        best = max(means)
        chosen.append(rest.pop(int(np.argmax(means))))
    return chosen


def _select_for(train, validation, candidates, k=3):
    chosen, best = [], 0
    for _ in range(len(candidates)):
        winner, winner_score = None, -1
        for candidate in candidates:
            if candidate in chosen:
                continue
            report = imaging.train_test_report(*train, *validation, [*chosen, candidate], k)
            score = sum(report.values()) / len(report)
            if score > winner_score:
                winner, winner_score = candidate, score
        if chosen and winner_score <= best:
            return chosen
        chosen, best = [*chosen, winner], winner_score
    return chosen


def _select_again(train, validation, candidates, k=3):
    def grow(chosen, best):
        left = [one for one in candidates if one not in chosen]
        scores = {one: _score(train, validation, [*chosen, one], k) for one in left}
        if not left or max(scores.values()) <= best:
            return chosen
        winner = max(scores, key=scores.get)
        return grow([*chosen, winner], scores[winner])

    return grow([], -1)


def _select_by_hand(train, validation, candidates, k=3):
    labels, truth = train[1][train[1] != 0], validation[1][validation[1] != 0]
    tables = [
        imaging.fit_scaler_on_train(
            imaging.make_features(train[0], [one])[train[1].ravel() != 0],
            imaging.make_features(validation[0], [one])[validation[1].ravel() != 0],
        )
        for one in candidates
    ]
    chosen, best = [], -1
    while len(chosen) < len(candidates):
        scores = {}
        for i in range(len(candidates)):
            if i not in chosen:
                own, other = (np.hstack([tables[j][side] for j in (*chosen, i)]) for side in (0, 1))
                scores[i] = imaging.mean_dice(truth, imaging.knn_predict(own, labels, other, k))
        i = max(scores, key=scores.get)
        if scores[i] <= best:
            break
        best = scores[i]
        chosen.append(i)
    return [tuple(candidates[i]) for i in chosen]


# --- wrong answers ------------------------------------------------------------------------------


def _score(train, validation, spec, k, summary=np.mean):
    report = imaging.train_test_report(*train, *validation, list(spec), k)
    return float(summary(list(report.values())))


def _rounds(train, validation, candidates, k, summary=np.mean):
    """Yield for each round the features left, their scores, and those chosen before."""
    chosen, rest = [], list(candidates)
    while rest:
        scores = [_score(train, validation, [*chosen, one], k, summary) for one in rest]
        yield list(rest), scores, list(chosen)
        chosen.append(rest.pop(int(np.argmax(scores))))


def _greedy(summary=np.mean, goes_on=lambda score, best: score > best, pick=np.argmax):
    """Build an answer that differs in how it scores, stops or picks."""

    def answer(train, validation, candidates, k=3):
        chosen, rest, best = [], list(candidates), -1.0
        while rest:
            scores = [_score(train, validation, [*chosen, one], k, summary) for one in rest]
            index = int(pick(scores))
            if not goes_on(scores[index], best):
                break
            best = scores[index]
            chosen.append(rest.pop(index))
        return chosen

    return answer


def _last_maximum(scores):
    return len(scores) - 1 - int(np.argmax(scores[::-1]))


def _everything(train, validation, candidates, k=3):
    return list(candidates)


def _best_alone(train, validation, candidates, k=3):
    return _select(train, validation, candidates, k)[:1]


def _judged_on_training(train, validation, candidates, k=3):
    return _select(train, train, candidates, k)


def _exchanged(train, validation, candidates, k=3):
    return _select(validation, train, candidates, k)


def _three_neighbours(train, validation, candidates, k=3):
    return _select(train, validation, candidates, 3)


def _each_alone(train, validation, candidates, k=3):
    alone = [_score(train, validation, [one], k) for one in candidates]
    chosen, best = [], -1.0
    for index in np.argsort(np.negative(alone), kind="stable"):
        score = _score(train, validation, [*chosen, candidates[index]], k)
        if score <= best:
            break
        chosen.append(candidates[index])
        best = score
    return chosen


def _in_the_given_order(train, validation, candidates, k=3):
    chosen, best = [], -1.0
    for one in candidates:
        score = _score(train, validation, [*chosen, one], k)
        if score > best:
            chosen.append(one)
            best = score
    return chosen


def _positions(train, validation, candidates, k=3):
    return [candidates.index(one) for one in _select(train, validation, candidates, k)]


def _order_of_candidates(train, validation, candidates, k=3):
    chosen = _select(train, validation, candidates, k)
    return [one for one in candidates if one in chosen]


def _rest_is_emptied(train, validation, candidates, k=3):
    chosen, best = [], -1.0
    while candidates:
        scores = [_score(train, validation, [*chosen, one], k) for one in candidates]
        if max(scores) <= best:
            break
        best = max(scores)
        chosen.append(candidates.pop(int(np.argmax(scores))))
    return chosen


_FEATURES = [("raw",), ("gauss", 1), ("gauss", 2), ("gradient", 1)]


def _case(rng: np.random.Generator) -> Case:
    while True:
        classes = np.array([1, 2, 3])[: int(rng.integers(2, 4))]
        noise = float(rng.choice([1.0, 12.0, 20.0]))
        train, validation = (head(rng, classes, outside=True, noise=noise) for _ in range(2))
        chosen = rng.permutation(len(_FEATURES))[: int(rng.integers(2, 4))]
        candidates = [_FEATURES[index] for index in chosen]
        k = int(rng.choice([1, 3, 5]))
        found = _is_clear(train, validation, candidates, k)
        if found is None:
            continue
        rest = () if k == 3 else (k,)
        if found:
            return case(train, validation, candidates, *rest, prop="ties", kind="equal scores")
        return case(train, validation, candidates, *rest, kind="other images and candidates")


def _is_clear(train, validation, candidates, k):
    """Tell whether scores tie where it matters; None if rounding could decide a tie."""
    best, tied = -1.0, False
    for _, scores, _ in _rounds(train, validation, candidates, k):
        ranked = np.sort([*scores, best])[::-1]
        if 0 < ranked[0] - ranked[1] < 1e-6 or (ranked[0] == ranked[1] and ranked[0] < 1):
            return None
        tied = tied or ranked[0] == ranked[1]
        if max(scores) <= best:
            break
        best = max(scores)
    return tied


_TRAIN = (
    np.array([[10.0, 13.0, 31.0, 90.0], [17.0, 36.0, 38.0, 25.0]]),
    np.array([[1, 1, 2, 0], [1, 2, 2, 0]]),
)
_VALIDATION = (
    np.array([[12.0, 33.0, 39.0], [14.0, 15.5, 30.0]]),
    np.array([[1, 2, 2], [1, 1, 2]]),
)
_LARGER_TRAIN = (
    np.array([[13.0, 19, 21, 31, 32], [19, 24, 38, 25, 36], [23, 23, 26, 37, 22]]),
    np.array([[1, 1, 1, 2, 2], [1, 1, 2, 2, 2], [1, 2, 2, 2, 2]]),
)
_LARGER_VALIDATION = (
    np.array([[23.5, 30.5, 11.5, 12.5], [25.5, 37.5, 37.5, 13.5], [22.5, 25.5, 14.5, 7.5]]),
    np.array([[2, 2, 1, 1], [2, 2, 2, 1], [2, 2, 1, 1]]),
)

SELECT_FEATURES = Exercise(
    id="a05.select_features",
    code="E8",
    kind="W",
    title="Features that earn their place",
    function="select_features",
    signature="(train, validation, candidates, k=3)",
    minutes=10,
    reference=imaging.select_features,
    compare=FeatureList(),
    props=(
        prop("core", 2, "the features in the order of choice, until the mean Dice stops to rise"),
        prop("ties", 0.5, "the first of equally good ones; an equal score adds nothing"),
        prop(TYPE, 0.5, "a list of tuples; the arguments are unchanged"),
    ),
    cases=(
        case(
            _LARGER_TRAIN,
            _LARGER_VALIDATION,
            [("gradient", 1), ("raw",), ("gauss", 1)],
            alt="two images of 3 rows: raw is chosen, then gradient 1; gauss 1 would do harm",
        ),
        case(
            _TRAIN,
            _VALIDATION,
            [("gauss", 0.5), ("raw",)],
            1,
            prop="ties",
            alt="the same images; gauss 0.5 or raw, k = 1: both name every pixel",
        ),
    ),
    hidden=_case,
    n_hidden=4,
    misconceptions=(
        mis(
            "everything",
            _everything,
            "You return all candidates. Does each of them raise the score?",
            topic="more is better",
        ),
        mis(
            "never-stops",
            _greedy(goes_on=lambda score, best: True),
            "Your order is right, but nothing stops you from adding features that make the score "
            "fall. When is it enough?",
            topic="more is better",
        ),
        mis(
            "equal-goes-on",
            _greedy(goes_on=lambda score, best: score >= best),
            "A feature was added that left the score as it was. What did we agree on for equal "
            "scores?",
            topic="ties",
        ),
        mis(
            "last-of-ties",
            _greedy(pick=_last_maximum),
            "Of equally good candidates you take the last. Which one did we agree on?",
            topic="ties",
        ),
        mis(
            "best-alone",
            _best_alone,
            "You return the best single feature. Could a second one help it?",
            topic="features together",
        ),
        mis(
            "each-alone",
            _each_alone,
            "You ranked the candidates once, each by itself. Is the second best also the best "
            "partner of the first?",
            topic="features together",
        ),
        mis(
            "in-the-given-order",
            _in_the_given_order,
            "You take each candidate that helps when its turn comes. Which one helps most in each "
            "round?",
            topic="features together",
        ),
        mis(
            "judged-on-training",
            _judged_on_training,
            "You score on the image that you trained with. Which image was meant to judge?",
            topic="training score",
        ),
        mis(
            "exchanged",
            _exchanged,
            "You train on validation and judge on training. Which pair comes first?",
            topic="order of arguments",
        ),
        mis(
            "three-neighbours",
            _three_neighbours,
            "Your choice does not depend on `k`. Who uses it?",
            topic="ignores the argument",
        ),
        mis(
            "best-class",
            _greedy(summary=np.max),
            "You look at the best class of each report. What happens to the others meanwhile?",
            topic="averages",
        ),
        mis(
            "worst-class",
            _greedy(summary=np.min),
            "You look at the worst class of each report. Which summary did the task name?",
            topic="averages",
        ),
        mis(
            "lowest",
            _greedy(pick=np.argmin),
            "In each round you take the candidate with the lowest score. Is a high Dice good or "
            "bad?",
            topic="polarity",
        ),
        mis(
            "positions",
            _positions,
            "You return positions in the list. Which features stand there?",
            topic="position and value",
        ),
        mis(
            "order-of-candidates",
            _order_of_candidates,
            "The right features are there, in the order of the candidates. In which order were "
            "they chosen?",
            topic="order of results",
        ),
        mis(
            "list-emptied",
            _rest_is_emptied,
            "Your choice is right, but the list of the caller has lost its entries. What gives you "
            "a list of your own?",
            topic="arguments changed",
        ),
    ),
    variants=(_select, _select_for, _select_again, _select_by_hand),
    hints=(
        "`rest = list(candidates)` is your own list; `while rest:` makes the rounds.",
        "`imaging.train_test_report(*train, *validation, [*chosen, one], k)` judges one candidate "
        "together with those chosen.",
        "Stop when `max(means) <= best`; otherwise move `rest.pop(int(np.argmax(means)))` to the "
        "chosen ones.",
    ),
)
