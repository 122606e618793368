"""E4: give every feature the mean 0 and the standard deviation 1."""

import numpy as np

from coursekit import imaging
from coursekit.checking import TYPE, Case, Exercise, case, mis, prop
from coursekit.checking import compare as cmp
from coursekit.exercises.a04_kmeans.tables import grid


def _standardise(points):
    mean = points.mean(axis=0)
    sd = points.std(axis=0)
    z = np.zeros(points.shape)
    for j in range(points.shape[1]):
        if sd[j] > 0:
            z[:, j] = (points[:, j] - mean[j]) / sd[j]
    return z, mean, sd


def _standardise_at_once(points):
    mean, sd = np.mean(points, axis=0), np.std(points, axis=0)
    return (points - mean) / np.where(sd == 0, 1, sd), mean, sd


def _standardise_by_hand(points):
    columns, means, sds = [], [], []
    for column in points.T.tolist():
        mean = sum(column) / len(column)
        sd = (sum((value - mean) ** 2 for value in column) / len(column)) ** 0.5
        columns.append([(value - mean) / sd if sd else 0.0 for value in column])
        means.append(mean)
        sds.append(sd)
    return np.array(columns).T, np.array(means), np.array(sds)


def _standardise_repaired(points):
    mean, sd = points.mean(axis=0), np.sqrt(points.var(axis=0))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num((points - mean) / sd, nan=0.0), mean, sd


def _standardise_library(points):
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(points)
    return scaler.transform(points), scaler.mean_, np.sqrt(scaler.var_)


# --- wrong answers ------------------------------------------------------------------------------


def _with(mean=np.mean, sd=np.std, z=None):
    """Make an answer with another centre, another width, or another formula."""

    def answer(points):
        middle, width = mean(points, axis=0), sd(points, axis=0)
        safe = np.where(width == 0, 1, width)
        values = (points - middle) / safe if z is None else z(points, middle, safe)
        return values, middle, width

    return answer


def _unguarded(points):
    mean, sd = points.mean(axis=0), points.std(axis=0)
    return (points - mean) / sd, mean, sd


def _one_for_the_table(points):
    mean, sd = points.mean(), points.std()
    return (points - mean) / sd, mean, sd


def _row_by_row(points):
    mean, sd = points.mean(axis=1, keepdims=True), points.std(axis=1, keepdims=True)
    return (points - mean) / np.where(sd == 0, 1, sd), mean.ravel(), sd.ravel()


def _rows_do_not_fit(points):
    mean, sd = points.mean(axis=1), points.std(axis=1)
    return (points - mean) / sd, mean, sd


def _unit_range(points):
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    return (points - low) / np.where(span == 0, 1, span), points.mean(axis=0), points.std(axis=0)


def _sd_first(points):
    z, mean, sd = _standardise_at_once(points)
    return z, sd, mean


def _only_z(points):
    return _standardise_at_once(points)[0]


def _one_as_sd(points):
    z, mean, sd = _standardise_at_once(points)
    return z, mean, np.where(sd == 0, 1.0, sd)


def _constant_kept(points):
    z, mean, sd = _standardise_at_once(points)
    return np.where(sd == 0, points, z), mean, sd


def _after_standardising(points):
    z, _, _ = _standardise_at_once(points)
    return z, z.mean(axis=0), z.std(axis=0)


def _case(rng: np.random.Generator) -> Case:
    while True:
        n, d = int(rng.integers(2, 9)), int(rng.integers(1, 5))
        points = grid(rng, (n, d), whole=bool(rng.random() < 0.3))
        if rng.random() < 0.4:
            points[:, int(rng.integers(d))] = points[0, 0]
        spans, scale = np.ptp(points, axis=0), int(rng.choice([1, 1, 100]))
        points = points * scale
        if n != d and (spans == 0).any():
            return case(points, prop="constant", kind="a column of equal values")
        if n != d:
            return case(points, kind="one feature" if d == 1 else "another table")


STANDARDISE = Exercise(
    id="a04.standardise",
    code="E4",
    kind="W",
    title="Give all features the same width",
    function="standardise",
    signature="(points)",
    minutes=8,
    reference=imaging.standardise,
    compare=cmp.parts(cmp.array(kinds="f"), cmp.array(), cmp.array()),
    props=(
        prop("core", 1, "z, mean and standard deviation, column by column"),
        prop("constant", 0.5, "a column of equal values becomes 0, and its sd is 0"),
        prop(TYPE, 0.5, "z, mean, sd in this order, as arrays; the table is unchanged"),
    ),
    cases=(
        case(
            np.array([[1.0, 0.75], [3.0, 0.25], [8.0, 0.25]]),
            alt="three points with two features",
        ),
        case(
            np.array([[1, 7], [3, 7], [8, 7], [0, 7]]),
            prop="constant",
            alt="four points; the second feature is 7 for all of them",
        ),
    ),
    hidden=_case,
    misconceptions=(
        mis(
            "nan-for-constant",
            _unguarded,
            "A column of equal values became nan: its standard deviation is 0. What did we agree "
            "on for it?",
            topic="division by zero",
        ),
        mis(
            "one-as-sd",
            _one_as_sd,
            "z is right. You return 1 as the standard deviation of equal values; how wide do they "
            "really spread?",
            topic="division by zero",
        ),
        mis(
            "constant-kept",
            _constant_kept,
            "A column of equal values kept its values. How far is each of them from its mean?",
            topic="division by zero",
        ),
        mis(
            "unit-range",
            _unit_range,
            "Your columns go from 0 to 1. Is their standard deviation the same now?",
            topic="which scale",
        ),
        mis(
            "not-centred",
            _with(z=lambda points, mean, sd: points / sd),
            "The width is right, the middle is not 0. What is subtracted before you divide?",
            topic="formula",
        ),
        mis(
            "not-scaled",
            _with(z=lambda points, mean, sd: points - mean),
            "The middle is 0, the widths are still different. What do you divide by?",
            topic="formula",
        ),
        mis(
            "variance",
            _with(z=lambda points, mean, sd: (points - mean) / sd**2),
            "You divide by the variance. What is its unit, and what is the unit of the feature?",
            topic="formula",
        ),
        mis(
            "variance-returned",
            _with(sd=np.var),
            "You divide by the variance and return it. Which function gives its square root?",
            topic="formula",
        ),
        mis(
            "n-minus-one",
            _with(sd=lambda points, axis: np.std(points, axis=axis, ddof=1)),
            "You divide the squares by n - 1. Which division does `std` do by itself?",
            topic="formula",
        ),
        mis(
            "median",
            _with(mean=np.median),
            "Your middle is the median. Which middle did we agree on?",
            topic="formula",
        ),
        mis(
            "parentheses",
            _with(z=lambda points, mean, sd: points - mean / sd),
            "Only the mean was divided. Which pair of brackets is missing?",
            topic="formula",
        ),
        mis(
            "one-for-the-table",
            _one_for_the_table,
            "One mean serves all features, so the wide one still decides. Which `axis` gives one "
            "mean for each column?",
            topic="axis",
        ),
        mis(
            "row-by-row",
            _row_by_row,
            "Every row was standardised by itself. Does a feature stand in a row or in a column?",
            topic="axis",
        ),
        mis(
            "rows-do-not-fit",
            _rows_do_not_fit,
            "The mean has one number for each point, so it does not fit the columns. Which `axis` "
            "runs over the points?",
            topic="axis",
        ),
        mis(
            "sd-first",
            _sd_first,
            "Mean and standard deviation have changed places. In which order did we promise them?",
            topic="order of results",
        ),
        mis(
            "only-z",
            _only_z,
            "z is right, and comes alone. How would a caller standardise the starting centres?",
            topic="order of results",
        ),
        mis(
            "after-standardising",
            _after_standardising,
            "Your mean and sd belong to z: 0 and 1. Which ones does a caller need to go back to "
            "the features?",
            topic="order of results",
        ),
    ),
    variants=(
        _standardise,
        _standardise_at_once,
        _standardise_by_hand,
        _standardise_repaired,
        _standardise_library,
    ),
    hints=(
        "`points.mean(axis=0)` has one number for each column; `std` works the same way.",
        "`divisor = np.where(sd == 0, 1, sd)` has no zeros; keep `sd` itself as it is, because you "
        "return it.",
        "`z = (points - mean) / divisor` works on all columns at once; then `return z, mean, sd`.",
    ),
)
