"""E5b: reuse a saved model, and refuse files that could run code."""

import numpy as np

from coursekit.checking import Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a09_learned.files import MODEL_FEATURES, model_file
from coursekit.imaging.regions import textbook_learning


def _predict(path, X):
    import zipfile

    import skops.io

    if not zipfile.is_zipfile(path):
        raise ValueError("this is no file of skops")
    if skops.io.get_untrusted_types(file=path):
        raise ValueError("the model holds types that are not trusted")
    model = skops.io.load(path)
    column = list(model.classes_).index(1)
    return model.predict_proba(X)[:, column]


def _predict_try(path, X):
    import skops.io

    try:
        model = skops.io.load(str(path))
    except Exception as error:
        raise ValueError(f"refused: {error}") from error
    return model.predict_proba(X)[:, model.classes_ == 1].ravel()


def _predict_bytes(path, X):
    from pathlib import Path

    from skops.io import get_untrusted_types, loads

    content = Path(path).read_bytes()
    if content[:2] != b"PK" or len(get_untrusted_types(data=content)) > 0:
        raise ValueError
    return loads(content).predict_proba(X)[:, 1]


def _predict_own_loader(path, X):
    model = textbook_learning.load_model(path)
    return 1 - model.predict_proba(X)[:, 0]


# --- wrong answers ------------------------------------------------------------------------------


def _refusing(answer):
    """Make a wrong answer that refuses what should be refused."""

    def guarded(path, X):
        model = textbook_learning.load_model(path)
        return answer(model, X)

    return guarded


def _pickle(path, X):
    import pickle

    with open(path, "rb") as file:
        return pickle.load(file).predict_proba(X)[:, 1]


def _pickle_as_well(path, X):
    import pickle
    import zipfile

    if zipfile.is_zipfile(path):
        return _predict(path, X)
    with open(path, "rb") as file:
        return pickle.load(file).predict_proba(X)[:, 1]


def _everything_trusted(path, X):
    import zipfile

    import skops.io

    if not zipfile.is_zipfile(path):
        raise ValueError("this is no file of skops")
    model = skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
    return model.predict_proba(X)[:, 1]


def _no_words_of_our_own(path, X):
    import skops.io

    return skops.io.load(path).predict_proba(X)[:, 1]


def _nothing_instead(path, X):
    try:
        return _predict(path, X)
    except ValueError:
        return None


def _case(rng: np.random.Generator) -> Case:
    X = rng.random((int(rng.integers(1, 5)), MODEL_FEATURES)).round(2)
    kind = str(rng.choice(["saved", "saved", "saved", "pickle", "stranger", "text"]))
    words = {
        "saved": "another saved model",
        "pickle": "a pickle",
        "stranger": "a model of unknown origin",
        "text": "a file without a model",
    }
    prop_name = "" if kind == "saved" else "refused"
    return case(model_file(kind, int(rng.integers(6))), X, prop=prop_name, kind=words[kind])


PREDICT_FROM_FILE = Exercise(
    id="a09.predict_from_file",
    code="E5b",
    kind="F",
    title="Reuse a saved model",
    function="predict_from_file",
    signature="(path, X)",
    minutes=5,
    reference=textbook_learning.predict_from_file,
    compare=cmp.array("f"),
    props=(
        prop("core", 0.5, "the same probabilities of +1 as before saving"),
        prop("refused", 0.5, "ValueError for a pickle, and for types that are not trusted"),
    ),
    cases=(
        case(
            model_file("saved", 1),
            np.array([[0.1, 0.5], [0.9, 0.5]]),
            alt="a model that save_model wrote",
        ),
        case(
            model_file("pickle", 1),
            np.array([[0.1, 0.5]]),
            prop="refused",
            alt="the same model, but as a pickle",
        ),
        case(
            model_file("stranger", 1),
            np.array([[0.1, 0.5]]),
            prop="refused",
            alt="a skops file that holds a type of unknown origin",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "pickle",
            _pickle,
            "You read the file as a pickle. What could a pickle of unknown origin do while it is "
            "read?",
            topic="pickle",
        ),
        mis(
            "pickle-as-well",
            _pickle_as_well,
            "Files of skops are read with care; everything else is read as a pickle. Who would "
            "come in through this door?",
            topic="pickle",
        ),
        mis(
            "everything-trusted",
            _everything_trusted,
            "You ask which types are unknown, and then trust them all. What was the list good for?",
            topic="trust",
        ),
        mis(
            "no-words-of-our-own",
            _no_words_of_our_own,
            "The file is refused, but with another exception. Which one did we agree to raise?",
            topic="exceptions",
        ),
        mis(
            "nothing-instead",
            _nothing_instead,
            "For a file that is refused you return nothing. Would the next line notice?",
            topic="exceptions",
        ),
        mis(
            "other-column",
            _refusing(lambda model, X: model.predict_proba(X)[:, 0]),
            "Your probabilities belong to the other class. Which column is that of +1, and what "
            "says `model.classes_`?",
            topic="column of a class",
        ),
        mis(
            "both-columns",
            _refusing(lambda model, X: model.predict_proba(X)),
            "You return both columns. Which one tells that a wall stays?",
            topic="column of a class",
        ),
        mis(
            "labels",
            _refusing(lambda model, X: model.predict(X)),
            "You return labels. Merging needs an order of the walls: which numbers lie between -1 "
            "and +1?",
            topic="probability and label",
        ),
        mis(
            "model",
            _refusing(lambda model, X: model),
            "You return the model. What should it say about X?",
            topic="return values",
        ),
    ),
    variants=(_predict, _predict_try, _predict_bytes, _predict_own_loader),
    hints=(
        "`skops.io.get_untrusted_types(file=path)` lists what skops does not know; "
        "`skops.io.load(path)` reads the model.",
        "A file of skops is a zip file: `zipfile.is_zipfile(path)` asks. For everything else "
        "`raise ValueError(...)`.",
        "`list(model.classes_).index(1)` is the column of +1 in `model.predict_proba(X)`.",
    ),
)
