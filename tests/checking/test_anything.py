"""Whatever a learner's function returns, and whatever is given as the function: a result."""

import array
import collections
import ctypes
import decimal
import enum
import fractions
import json
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from coursekit.checking import State, case, judge, mis
from coursekit.checking import compare as cmp
from coursekit.checking import figures as fig

# --- odd objects -----------------------------------------------------------------------------


def _raise(*args, **kwargs):
    raise RuntimeError("not me")


class Hostile:
    """Raises at every touch."""

    __class__ = property(_raise)
    __eq__ = __lt__ = __bool__ = __len__ = __iter__ = __getitem__ = __float__ = __int__ = _raise
    __repr__ = __str__ = __format__ = __array__ = __getattr__ = __copy__ = __deepcopy__ = _raise
    __hash__ = None


class Agreeable:
    """Equal to everything, and everything at once."""

    __class__ = np.ndarray
    __hash__ = object.__hash__
    shape, ndim, dtype, size = (2, 3), 2, np.dtype(float), 6

    def __eq__(self, other):
        return True

    def __array__(self, dtype=None, copy=None):
        return np.zeros((2, 3))

    def __float__(self):
        return 1.0

    def __getattr__(self, name):
        return self

    def __call__(self, *args):
        return self


class Meta(type):
    """A class of classes that raises."""

    __eq__ = __instancecheck__ = __subclasscheck__ = __repr__ = _raise
    __hash__ = None
    __name__ = __mro__ = property(_raise)


class Strange(metaclass=Meta):
    """An object whose class cannot be asked anything."""


class List(list):
    __len__ = __iter__ = __getitem__ = __eq__ = __bool__ = __repr__ = _raise
    __hash__ = None


class Dict(dict):
    __len__ = __iter__ = __getitem__ = keys = items = __eq__ = __contains__ = _raise
    __hash__ = None


class Tuple(tuple):
    __len__ = __iter__ = __getitem__ = __eq__ = __repr__ = _raise
    __hash__ = tuple.__hash__


class Text(str):
    __eq__ = __str__ = __repr__ = __getitem__ = __len__ = strip = upper = _raise
    __hash__ = str.__hash__


class Integer(int):
    __eq__ = __int__ = __index__ = __float__ = __repr__ = __lt__ = _raise
    __hash__ = int.__hash__


class Float(float):
    __eq__ = __float__ = __repr__ = __lt__ = __format__ = _raise
    __hash__ = float.__hash__


class Number(np.float64):
    __eq__ = __float__ = __repr__ = __array__ = item = _raise
    __hash__ = np.float64.__hash__


class Array(np.ndarray):
    __eq__ = __repr__ = __array__ = __getitem__ = __bool__ = tobytes = astype = _raise
    __hash__ = None
    shape = size = ndim = property(_raise)

    def __array_finalize__(self, source):
        if source is not None:
            raise RuntimeError("not me")


class Level(enum.Enum):
    DARK = 1


class Pair(ctypes.Structure):
    _fields_ = (("x", ctypes.c_int),)


def _itself():
    endless = [1]
    endless.append(endless)
    return endless


def _own_values():
    endless = {}
    endless["me"] = endless
    return endless


def _deep():
    nested = ()
    for _ in range(3000):
        nested = (nested,)
    return nested


def _generator():
    yield 1


def _objects(items):
    """Put items into an array of objects that also contains itself."""
    holder = np.empty(len(items) + 1, dtype=object)
    for index, item in enumerate([*items, holder]):
        holder[index] = item
    return holder


ODD = {
    "hostile": Hostile,
    "agreeable": Agreeable,
    "strange": Strange,
    "strange-class": lambda: Strange,
    "list": lambda: List([1, 2]),
    "dict": lambda: Dict(a=1),
    "tuple": lambda: Tuple((1, 2)),
    "text": lambda: Text("A"),
    "integer": lambda: Integer(777),
    "float": lambda: Float(777.5),
    "number": lambda: Number(777.5),
    "array": lambda: Array((2, 3)),
    "itself": _itself,
    "own-values": _own_values,
    "deep": _deep,
    "objects": lambda: _objects(["a", 1]),
    "vast": lambda: np.broadcast_to(1.0, (10**4, 10**5)),
    "huge": lambda: 10**5000,
    "masked": lambda: np.ma.masked_array([1, 2], [0, 1]),
    "record": lambda: np.zeros(2, dtype=[("a", "i4"), ("b", "U3")]),
    "dates": lambda: np.array(["2020-01-01", "NaT"], "datetime64[D]"),
    "generator": _generator,
    "coroutine-function": lambda: types.coroutine(_generator),
    "ellipsis": lambda: ...,
    "not-implemented": lambda: NotImplemented,
    "module": lambda: np,
    "class": lambda: int,
    "exception": lambda: ValueError("x"),
    "function": lambda: print,
    "ufunc": lambda: np.add,
    "bytes": lambda: b"\xff\x00",
    "stdlib-array": lambda: array.array("d", [1.0]),
    "set": lambda: {1, 2},
    "counter": lambda: collections.Counter("abca"),
    "default": lambda: collections.defaultdict(list, {1: 2}),
    "named": lambda: collections.namedtuple("P", "x y")(1, 2),
    "ctypes": Pair,
    "enum": lambda: Level.DARK,
    "fraction": lambda: fractions.Fraction(10**400, 3),
    "decimal": lambda: decimal.Decimal("sNaN"),
    "surrogate": lambda: "\ud800 \x1b[2J <script>",
    "odd-keys": lambda: {(1, 2): 3, None: 4, float("nan"): 5, b"a": 6, ...: 7, frozenset(): 8},
    "pandas": lambda: pytest.importorskip("pandas").DataFrame({"a": [1, 2]}),
    "series": lambda: pytest.importorskip("pandas").Series([1.0, None]),
    "missing": lambda: pytest.importorskip("pandas").NA,
    "sparse": lambda: pytest.importorskip("scipy.sparse").eye(3),
}

arrays = hnp.arrays(
    dtype=st.one_of(
        hnp.boolean_dtypes(),
        hnp.integer_dtypes(endianness="?"),
        hnp.floating_dtypes(),
        hnp.unsigned_integer_dtypes(),
        hnp.complex_number_dtypes(),
        hnp.unicode_string_dtypes(),
        hnp.byte_string_dtypes(),
        hnp.datetime64_dtypes(),
        hnp.timedelta64_dtypes(),
    ),
    shape=hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(max_size=20),
    st.binary(max_size=5),
    st.fractions(),
    st.decimals(),
    st.dates(),
    st.sampled_from([np.uint8(3), np.float32("nan"), np.int64(-1), np.True_, np.str_("a")]),
)
keys = st.one_of(st.integers(), st.text(max_size=3), st.booleans(), st.none(), st.floats())


@dataclass
class Recipe:
    """How to make an object: Hypothesis itself never touches the odd ones."""

    words: str
    make: Callable[[], Any]

    def __repr__(self):
        return self.words


def _known(value):
    return Recipe(repr(value), lambda: value)


def _put_into(collect, kind):
    return lambda parts: Recipe(f"{kind}{parts}", lambda: collect([part.make() for part in parts]))


anything = st.recursive(
    st.one_of(scalars.map(_known), arrays.map(_known))
    | st.sampled_from(list(ODD)).map(lambda name: Recipe(name, ODD[name])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(_put_into(list, "list")),
        st.lists(inner, max_size=3).map(_put_into(tuple, "tuple")),
        st.lists(inner, max_size=3).map(_put_into(_objects, "objects")),
        st.tuples(keys, inner).map(
            lambda pair: Recipe(f"dict{pair}", lambda: {pair[0]: pair[1].make(), 1: 2.0})
        ),
    ),
    max_leaves=6,
)

# --- every kind of exercise ------------------------------------------------------------------

IMAGE = np.array([[1.0, 5.0, 2.0], [7.0, 3.0, 8.0]])
LABELS = np.array([[0, 1, 1], [2, 0, 2]])
KINDS = {
    "scalar": (cmp.scalar(), lambda image: float(image.sum())),
    "whole": (cmp.scalar(whole=True), lambda image: int(image.max())),
    "truth": (cmp.truth(), lambda image: bool(image[0, 0] < 3)),
    "text": (cmp.text(), lambda image: "bright" if image[0, 0] < 3 else "dark"),
    "array": (cmp.array(), lambda image: image * 2),
    "mask": (cmp.mask(), lambda image: image > 3),
    "labels": (cmp.labels(), lambda image: LABELS + (LABELS > 0) * int(image[0, 0])),
    "partition": (cmp.partition(), lambda image: LABELS),
    "parts": (cmp.parts(cmp.scalar(), cmp.array()), lambda image: (image.sum(), image[0])),
    "table": (cmp.table(cmp.text(), cmp.scalar()), lambda image: [("a", image[0, 0]), ("b", 2.0)]),
    "mapping": (cmp.mapping(), lambda image: {1: image.sum(), 2: 0.5}),
    "effect": (cmp.effect(lambda call, t: call["image"] > t, cmp.mask()), lambda image: 3.0),
}


def exercise_of(make, kind):
    compare, reference = KINDS[kind]
    return make(
        signature="(image)",
        reference=reference,
        compare=compare,
        cases=(case(IMAGE), case(IMAGE.T[:, ::-1].copy())),
        hidden=lambda rng: case(rng.integers(0, 9, size=(2, 3)).astype(float)),
        n_hidden=1,
        misconceptions=(
            mis("first", lambda image: image[0, 0], "the first"),
            mis("itself", lambda image: image, "the image itself"),
        ),
        time_limit=5.0,
    )


def holds_together(result):
    """Every form of the result can be shown, and the numbers fit."""
    assert result.state in set(State)
    assert result.state is not State.CHECKER_ERROR, result.text
    assert 0 <= result.points <= result.max_points
    assert (result.state is State.CORRECT) == (result.diagnosis is None)
    for form in result._repr_mimebundle_().values():
        form.encode("utf-8")
        assert len(form) < 20_000
    json.dumps(result.json())
    return result


@pytest.mark.parametrize("kind", KINDS)
@given(recipe=anything)
@settings(max_examples=25, deadline=None)
def test_any_returned_object_gives_a_result(make, kind, recipe):
    exercise = exercise_of(make, kind)
    holds_together(judge(exercise, lambda image: recipe.make(), secret="any"))


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_each_odd_object_gives_a_result_for_every_kind(make, odd):
    for kind in KINDS:
        result = holds_together(judge(exercise_of(make, kind), lambda image: odd()))
        assert result.state is not State.CORRECT


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_each_odd_object_inside_a_right_answer_gives_a_result(make, odd):
    for kind in ("parts", "table", "mapping"):
        exercise = exercise_of(make, kind)

        def mixed(image, exercise=exercise):
            right = exercise.reference(image)
            if isinstance(right, dict):
                return {**right, 2: odd()}
            return [*right[:-1], odd()] if isinstance(right, list) else (right[0], odd())

        holds_together(judge(exercise, mixed))


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_each_odd_object_may_be_raised_warned_about_or_put_into_the_argument(make, odd):
    exercise = exercise_of(make, "array")

    def raising(image):
        raise ValueError(odd())

    def warning(image):
        warnings.warn(UserWarning(odd()), stacklevel=1)

    for function in (raising, warning):
        holds_together(judge(exercise, function))

    listed = make(reference=len, cases=(case([[1, 2], 3, {"a": 4}]),), time_limit=5.0)

    def replacing(values):
        values[0][0] = values[1] = values[2]["a"] = odd()
        return 3

    assert holds_together(judge(listed, replacing)).state is State.NOT_YET


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_each_odd_object_given_as_the_function_gives_a_result(make, odd):
    result = holds_together(judge(exercise_of(make, "array"), odd()))
    assert result.state in (State.NOT_YET, State.NOT_ANSWERED)


@given(recipe=anything)
@settings(max_examples=30, deadline=None)
def test_any_object_given_as_the_function_gives_a_result(make, recipe):
    holds_together(judge(exercise_of(make, "scalar"), recipe.make()))


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_each_odd_object_in_place_of_a_figure_gives_a_result(make, odd):
    pyplot = pytest.importorskip("matplotlib.pyplot")

    def drawn(image):
        figure, ax = pyplot.subplots()
        ax.imshow(image, cmap="gray")
        return figure

    compare = fig.figure(fig.shows_image(0, lambda call: call["image"], "the image"))
    exercise = make(
        reference=drawn, compare=compare, cases=(case(IMAGE),), signature="(image)", time_limit=5.0
    )
    for answer in (lambda image: odd(), lambda image: (odd(), 1)):
        assert holds_together(judge(exercise, answer)).state is not State.CORRECT
