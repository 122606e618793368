"""E5: scale two tables with what the first one tells."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp


def _scale(train, test):
    mean, sd = train.mean(axis=0), train.std(axis=0)
    sd = np.where(sd == 0, 1, sd)
    return (train - mean) / sd, (test - mean) / sd


def _scale_columns(train, test):
    train_z, test_z = np.zeros(train.shape), np.zeros(test.shape)
    for column in range(train.shape[1]):
        mean = train[:, column].mean()
        sd = train[:, column].std() or 1
        train_z[:, column] = (train[:, column] - mean) / sd
        test_z[:, column] = (test[:, column] - mean) / sd
    return train_z, test_z


def _scale_with_standardise(train, test):
    train_z, mean, sd = imaging.standardise(train)
    sd[sd == 0] = 1
    return [train_z, (test - mean) / sd]


def _scale_library(train, test):
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(train)
    return scaler.transform(train), scaler.transform(test)


def _scale_by_hand(train, test):
    mean = np.sum(train, axis=0) / len(train)
    variance = np.sum((train - mean) ** 2, axis=0) / len(train)
    sd = np.sqrt(variance) + (variance == 0)
    return np.divide(train - mean, sd), np.divide(test - mean, sd)


# --- wrong answers ------------------------------------------------------------------------------


def _with(fit):
    """Build an answer that subtracts and divides by what `fit(train, test)` gives."""

    def answer(train, test):
        mean, sd = fit(train, test)
        sd = np.where(sd == 0, 1, sd)
        return (train - mean) / sd, (test - mean) / sd

    return answer


def _mean_sd(table, **how):
    return table.mean(axis=0), table.std(axis=0, **how)


def _one_scale(train, test):
    return np.array([train.mean()]), np.array([train.std()])


def _each_its_own(train, test):
    return _scale(train, train)[0], _scale(test, test)[0]


def _train_only(train, test):
    return _scale(train, test)[0], test


def _unguarded(train, test):
    mean, sd = _mean_sd(train)
    return (train - mean) / sd, (test - mean) / sd


def _test_divided_by_zero(train, test):
    mean, sd = _mean_sd(train)
    return _scale(train, test)[0], (test - mean) / sd


def _constant_is_zero(train, test):
    train_z, test_z = _scale(train, test)
    test_z[:, train.std(axis=0) == 0] = 0
    return train_z, test_z


def _constant_stays(train, test):
    train_z, test_z = (np.array(table, dtype=float) for table in (train, test))
    mean, sd = _mean_sd(train)
    train_z[:, sd > 0] = ((train - mean) / np.where(sd > 0, sd, 1))[:, sd > 0]
    test_z[:, sd > 0] = ((test - mean) / np.where(sd > 0, sd, 1))[:, sd > 0]
    return train_z, test_z


def _rows(train, test):
    mean, sd = train.mean(axis=1), train.std(axis=1)
    return (train - mean) / sd, (test - mean) / sd


def _exchanged(train, test):
    train_z, test_z = _scale(train, test)
    return test_z, train_z


def _case(rng: np.random.Generator) -> Case:
    n, m, d = (int(number) for number in rng.integers((3, 1, 1), (9, 8, 5)))
    centre, width = rng.uniform(-40, 40, d), rng.uniform(0.1, 20, d)
    train = rng.normal(centre, width, (n, d))
    test = rng.normal(centre + rng.uniform(-2, 2, d) * width, width * 1.5, (m, d))
    if rng.random() < 0.3:
        train, test = train.round().astype(int), test.round().astype(int)
        train[0] = train[1] + 3
    if rng.random() < 0.3:
        train[:, int(rng.integers(d))] = int(rng.integers(1, 9))
        return case(train, test, prop="constant", kind="a column that is constant in training")
    return case(train, test, kind="other tables")


FIT_SCALER_ON_TRAIN = Exercise(
    id="a05.fit_scaler_on_train",
    code="E5",
    kind="F",
    title="Scale without the test table",
    function="fit_scaler_on_train",
    signature="(train, test)",
    minutes=4,
    reference=imaging.fit_scaler_on_train,
    compare=cmp.parts(cmp.array(), cmp.array()),
    props=(
        prop("core", 1, "both tables minus training mean, divided by training standard deviation"),
        prop("constant", 0.5, "a column that is constant in training is only shifted"),
        prop(TYPE, 0.5, "two arrays; the arguments are unchanged"),
    ),
    cases=(
        case(
            np.array([[0.0], [10.0]]),
            np.array([[5.0], [20.0], [15.0]]),
            alt="training 0 and 10, test 5, 20 and 15",
        ),
        case(
            np.array([[1.0, 7.0], [3.0, 7.0]]),
            np.array([[2.0, 9.0]]),
            prop="constant",
            alt="training (1, 7) and (3, 7), test (2, 9): column 1 is constant in training",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "each-its-own",
            _each_its_own,
            "Each table is scaled by itself, so a shift between the images disappears. Which table "
            "may tell mean and standard deviation?",
            topic="leakage",
        ),
        mis(
            "both-together",
            _with(lambda train, test: _mean_sd(np.vstack([train, test]))),
            "Mean and standard deviation were taken from both tables, so training has seen the "
            "test. Which rows may it know?",
            topic="leakage",
        ),
        mis(
            "from-the-test",
            _with(lambda train, test: _mean_sd(test)),
            "You measure the test table and scale both with it. Which of the two may you look at "
            "before the report?",
            topic="leakage",
        ),
        mis(
            "train-only",
            _train_only,
            "The test table came back as it was. Can its points be compared with scaled ones?",
            topic="same scale",
        ),
        mis(
            "one-scale",
            _with(_one_scale),
            "One mean and one standard deviation serve for all columns. What is a column of small "
            "numbers worth then? Think of `axis`.",
            topic="rows and columns",
        ),
        mis(
            "rows",
            _rows,
            "You take the mean of each row. Does a row belong to a feature or to a pixel?",
            topic="rows and columns",
        ),
        mis(
            "from-0-to-1",
            _with(lambda train, test: (train.min(axis=0), np.ptp(train, axis=0))),
            "You stretch each column from 0 to 1. What are the mean and the standard deviation of "
            "a standardised column?",
            topic="formula",
        ),
        mis(
            "variance",
            _with(lambda train, test: (train.mean(axis=0), train.var(axis=0))),
            "You divide by the variance. Which of its relatives has the unit of the feature?",
            topic="formula",
        ),
        mis(
            "shifted-only",
            _with(lambda train, test: (train.mean(axis=0), np.ones(train.shape[1]))),
            "The means are gone, the units are not. What do you divide by?",
            topic="formula",
        ),
        mis(
            "n-minus-1",
            _with(lambda train, test: _mean_sd(train, ddof=1)),
            "Your standard deviation divides by n - 1. Which one does `std` give when it is told "
            "nothing?",
            topic="formula",
        ),
        mis(
            "nan-for-constant",
            _unguarded,
            "A constant column has the standard deviation 0, and 0 / 0 is nan. By which number can "
            "you divide instead?",
            topic="empty input",
        ),
        mis(
            "test-divided-by-zero",
            _test_divided_by_zero,
            "The training table is safe, but you divide the test table by a standard deviation of "
            "0, and get inf. By which number can you divide instead?",
            topic="empty input",
        ),
        mis(
            "constant-is-zero",
            _constant_is_zero,
            "The column that is constant in training became 0 in the test, too. Is it constant "
            "there?",
            topic="empty input",
        ),
        mis(
            "constant-stays",
            _constant_stays,
            "The column that is constant in training was not shifted. What is left of it when you "
            "subtract its mean?",
            topic="empty input",
        ),
        mis(
            "exchanged",
            _exchanged,
            "The two tables have changed places. Which comes first?",
            topic="order of results",
        ),
    ),
    variants=(_scale, _scale_columns, _scale_with_standardise, _scale_library, _scale_by_hand),
    hints=(
        "`train.mean(axis=0)` and `train.std(axis=0)` have one number for each column.",
        "`np.where(sd == 0, 1, sd)` replaces each 0 by 1.",
        "`(train - mean) / sd, (test - mean) / sd`: both with the numbers of the training table.",
    ),
)
