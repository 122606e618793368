"""E5a: fit a classifier of walls."""

from typing import Any

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.behaviour import Behaviour, Use
from coursekit.imaging.regions import textbook_learning


def _fit(X, y, weights, seed):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(random_state=seed))
    model.fit(X, y, logisticregression__sample_weight=weights)
    return model


def _fit_named_steps(X, y, weights, seed):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import StandardScaler

    steps = [("scale", StandardScaler()), ("line", LogisticRegression(random_state=seed))]
    return Pipeline(steps).fit(X, y, line__sample_weight=weights)


def _fit_step_by_step(X, y, weights, seed):
    """Two fitted parts, put together at the end."""
    import sklearn.linear_model
    import sklearn.preprocessing
    from sklearn.pipeline import make_pipeline

    scaler = sklearn.preprocessing.StandardScaler().fit(X)
    line = sklearn.linear_model.LogisticRegression(max_iter=1000, random_state=seed)
    line.fit(scaler.transform(X), y, sample_weight=weights)
    return make_pipeline(scaler, line)


def _fit_other_solver(X, y, weights, seed):
    import sklearn as sk
    from sklearn import linear_model, pipeline, preprocessing  # noqa: F401

    line = sk.linear_model.LogisticRegression(solver="newton-cholesky", random_state=seed)
    model = sk.pipeline.make_pipeline(sk.preprocessing.StandardScaler(), line)
    return model.fit(X, y, logisticregression__sample_weight=weights)


# --- wrong answers ------------------------------------------------------------------------------


def _no_weights(X, y, weights, seed):
    return _fit(X, y, None, seed)


def _not_scaled(X, y, weights, seed):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(random_state=seed).fit(X, y, sample_weight=weights)


def _scaled_outside(X, y, weights, seed):
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    scaled = StandardScaler().fit_transform(X)
    return LogisticRegression(random_state=seed).fit(scaled, y, sample_weight=weights)


def _not_fitted(X, y, weights, seed):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(random_state=seed))


def _predictions(X, y, weights, seed):
    return _fit(X, y, weights, seed).predict(X)


def _signs_turned(X, y, weights, seed):
    return _fit(X, -np.asarray(y), weights, seed)


def _seed_forgotten(X, y, weights, seed):
    return _fit(X, y, weights, None)


def _seed_zero(X, y, weights, seed):
    return _fit(X, y, weights, 0)


def _tree(X, y, weights, seed):
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(random_state=seed).fit(X, y, sample_weight=weights)


def _weights_as_a_feature(X, y, weights, seed):
    return _fit(np.column_stack([X, weights]), y, None, seed)


def _has_probabilities(value):
    return callable(getattr(value, "predict_proba", None)) and not isinstance(value, type)


def _keep(model, rows):
    """Return the probability of +1, or of the second class where there is no +1."""
    column = list(model.classes_).index(1) if 1 in model.classes_ else 1
    return model.predict_proba(rows)[:, column]


def _seeds(model):
    values = model.get_params().items()
    return [value for name, value in values if name.endswith("random_state")]


_RIGHT: dict[bytes, Any] = {}  # fitted once for each table


def _right(call):
    key = b"".join(np.asarray(one).tobytes() for one in call.values())
    if key not in _RIGHT:
        if len(_RIGHT) > 200:
            _RIGHT.clear()
        _RIGHT[key] = _fit(**call)
    return _RIGHT[key]


def _uses(call):
    X = np.asarray(call["X"])
    rows = np.vstack([X[:3], X.mean(axis=0), X.min(axis=0)])

    def seed_is_used(model):
        return np.array(float(call["seed"] in _seeds(model)))

    shown = ", ".join(str(row) for row in X[:3].round(2).tolist())
    words = f"Asked for the probability of +1 of the rows {shown}, of their mean and their minimum"
    return [
        Use(words, lambda model: _keep(model, rows)),
        Use("Asked whether it holds the seed (1: yes)", seed_is_used),
    ]


def _case(rng: np.random.Generator) -> Case:
    count, width = int(rng.integers(9, 14)), int(rng.integers(1, 4))
    scale = rng.choice([0.1, 1.0, 20.0], width)
    X = rng.random((count, width)) * scale
    order = np.argsort(X[:, 0] / scale[0] + rng.normal(0, 0.35, count))
    y = np.ones(count, dtype=np.int64)
    y[order[: int(rng.integers(3, count - 3))]] = -1
    weights = rng.integers(1, 40, count).astype(float)
    return case(X, y, weights, int(rng.integers(1, 99)), kind="another table")


FIT_MODEL = Exercise(
    id="a09.fit_model",
    code="E5a",
    kind="F",
    title="Fit a model of walls",
    function="fit_model",
    signature="(X, y, weights, seed)",
    minutes=5,
    reference=textbook_learning.fit_model,
    compare=Behaviour(
        right=_right,
        uses=_uses,
        kind="a fitted model with predict_proba",
        needs=_has_probabilities,
        outcome=cmp.array(atol=2e-3),
    ),
    props=(prop("core", 1, "a scaler and a logistic regression, fitted with weights and seed"),),
    cases=(
        case(
            np.array([[0.1, 30], [0.2, 4], [0.4, 12], [0.5, 8], [0.8, 25], [0.9, 6]]),
            np.array([-1, -1, 1, -1, 1, 1]),
            np.array([30.0, 4.0, 12.0, 8.0, 25.0, 6.0]),
            7,
            alt="six walls with mean and number of samples",
        ),
    ),
    hidden=_case,
    n_hidden=1,
    time_limit=4.0,
    misconceptions=(
        mis(
            "weights-forgotten",
            _no_weights,
            "Your model does not know the weights: a wall of two samples counts as much as a long "
            "one. Which step of the pipeline can take them?",
            topic="weights",
        ),
        mis(
            "not-scaled",
            _not_scaled,
            "Numbers up to 1 and numbers up to 300 go into one regression, and it holds back large "
            "slopes. Which step comes before it?",
            topic="scale of features",
        ),
        mis(
            "scaled-outside",
            _scaled_outside,
            "You scale the training rows, but the model that you return gets rows that nobody "
            "scaled. What keeps scaler and regression together?",
            topic="pipeline",
        ),
        mis(
            "not-fitted",
            _not_fitted,
            "The pipeline is built; it has not seen a row yet. Which call is missing?",
            topic="fit",
        ),
        mis(
            "predictions",
            _predictions,
            "You return predictions for the training rows. Who shall judge the walls of another "
            "volume?",
            topic="return values",
        ),
        mis(
            "signs-turned",
            _signs_turned,
            "Your model was told the opposite of each label. Which class is a wall that stays?",
            topic="sign of an edge label",
        ),
        mis(
            "seed-forgotten",
            _seed_forgotten,
            "The probabilities are right, but the seed is used nowhere. With a forest instead, "
            "would two runs agree?",
            topic="seed",
        ),
        mis(
            "seed-zero",
            _seed_zero,
            "Your model holds a seed of its own. Which seed was given?",
            topic="seed",
            same_as="seed-forgotten",
        ),
        mis(
            "tree",
            _tree,
            "Your probabilities are all 0 or 1: a single tree knows its training rows by heart. "
            "Which classifier did we agree on?",
            topic="training score",
        ),
        mis(
            "weights-as-a-feature",
            _weights_as_a_feature,
            "You made the weights a feature. Will a new row have one column more, too?",
            topic="weights",
        ),
    ),
    variants=(_fit, _fit_named_steps, _fit_step_by_step, _fit_other_solver),
    hints=(
        "`make_pipeline(StandardScaler(), LogisticRegression(random_state=seed))` keeps both steps "
        "together.",
        "`fit` of a pipeline hands an argument to one step by its name: "
        "`logisticregression__sample_weight=...`.",
        "`model.fit(X, y, logisticregression__sample_weight=weights)`, then return the model "
        "itself.",
    ),
)
