"""What a learner's function returns is read without trusting it, under a budget, and printed."""

import enum
import types

import numpy as np
import pytest

from coursekit.checking.reading import Odd, plain, tidy
from coursekit.checking.values import safe_repr, same, show_value


class Liar(type):
    """Claims to be whatever it is compared with, and cannot be named or hashed."""

    __name__ = property(lambda cls: 1 / 0)
    __mro__ = ()

    def __eq__(cls, other):
        return True

    def __hash__(cls):
        raise RuntimeError("no hash")

    def __instancecheck__(cls, value):
        return True


class Impostor(metaclass=Liar):
    """Says it is a float, equals everything, and raises when it is printed."""

    __class__ = float

    def __eq__(self, other):
        return True

    __hash__ = None

    def __float__(self):
        return 3.0

    def __array__(self, dtype=None, copy=None):
        return np.array(3.0)

    def __repr__(self):
        raise RuntimeError("no words")


def test_lies_about_the_class_are_not_believed():
    assert plain(Impostor()) == Odd("an object of type Impostor")
    assert plain([Impostor()]) == [Odd("an object of type Impostor")]
    assert plain({"t": Impostor()}) == {"t": Odd("an object of type Impostor")}


def test_subclasses_of_numbers_and_texts_become_what_they_are():
    class Level(enum.IntEnum):
        BRIGHT = 200

    class Half(float):
        def __float__(self):
            raise RuntimeError("not mine")

    class Name(str):
        def __getitem__(self, place):
            raise RuntimeError("not mine")

    for read, wanted in [
        (plain(Level.BRIGHT), 200),
        (plain(Half(0.5)), 0.5),
        (plain(Name("a")), "a"),
    ]:
        assert type(read) in (int, float, str)
        assert read == wanted


def test_a_subclass_of_a_list_is_read_by_the_list_itself():
    class Empty(list):
        def __iter__(self):
            raise RuntimeError("not mine")

        def __len__(self):
            return 0

    assert plain(Empty([1, 2])) == [1, 2]


def test_an_array_of_a_class_of_its_own_is_named_without_being_touched():
    class Cursed(np.ndarray):
        def __array_finalize__(self, source):
            if source is not None:
                raise RuntimeError("not mine")

    assert plain(Cursed(3)) == Odd("an array of type Cursed")


def test_an_array_is_copied():
    image = np.arange(3)
    read = plain(image)
    image[0] = 9
    assert read[0] == 0
    assert read.flags.writeable


def test_an_array_of_too_many_elements_is_only_described():
    vast = np.broadcast_to(np.uint8(0), (10**5, 10**5))  # one byte of memory
    assert plain(vast) == Odd("an array of shape (100000, 100000)")
    assert plain([vast, np.arange(3)])[0] == Odd("an array of shape (100000, 100000)")


def test_a_list_of_too_many_items_is_only_described():
    assert plain([0] * 10**6) == Odd("a list that is far too long")
    assert plain("a" * 10**7) == Odd("a very long text")
    assert plain(dict.fromkeys(range(10**5))) == Odd("a dict that is far too long")


def test_a_list_that_contains_itself_comes_to_an_end():
    endless = []
    endless += [endless] * 50
    assert "inside too many others" in repr(plain(endless[:1]))
    assert len(plain(endless)) == 50


def test_a_very_deep_list_comes_to_an_end():
    deep = []
    for _ in range(10**5):
        deep = [deep]
    assert "a list inside too many others" in repr(plain(deep))


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        (print, "a function"),
        (lambda: 1, "a function"),
        ([].append, "a function"),
        ((n for n in "ab"), "a generator"),
        ({1, 2}, "a set"),
        (1j, "a complex number"),
        (int, "a class"),
        (types.SimpleNamespace(), "an object of type SimpleNamespace"),
        (np.datetime64("2020-01-01"), "a datetime64"),
        (np.ma.masked, "an array of type MaskedConstant"),
    ],
    ids=lambda one: one if isinstance(one, str) else type(one).__name__,
)
def test_what_is_no_data_is_named_in_words(odd, words):
    assert plain(odd) == Odd(words)


# --- the same answer -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "strictly", "loosely"),
    [
        (1, True, False, True),
        (1, 1.0, False, True),
        (1, np.uint8(1), True, True),
        (np.array([1]), np.array([True]), False, True),
        (np.array([1]), [1], False, False),
        ([1, 2], (1, 2), False, True),
        ({1: 2.0}, {1: 2}, False, True),
        ({1: 2}, {2: 2}, False, False),
        ("1", 1, False, False),
        (None, None, True, True),
        (None, 0, False, False),
        (10**400, 10**400, True, True),
        (float("nan"), float("nan"), True, True),
        (np.array(1), 1, True, True),
    ],
    ids=repr,
)
def test_two_answers_are_the_same_strictly_or_by_value(one, other, strictly, loosely):
    assert same(one, other) == same(other, one) == strictly
    assert same(one, other, strict=False) == same(other, one, strict=False) == loosely


# --- printing --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.array([[1, 2]], dtype=np.uint8), "[[1, 2]] (uint8)"),
        (np.zeros((0, 2)), "[] (empty, float64)"),
        (np.zeros((9, 9), dtype=bool), "array of bool, shape (9, 9), values False to False"),
        (np.arange(100), "array of int64, shape (100,), values 0 to 99"),
        (np.float32(0.5), "0.5"),
        (np.True_, "True"),
        ((1, 0.25), "(1, 0.25)"),
        ((1,), "(1,)"),
        ({"otsu": 0.5}, "{'otsu': 0.5}"),
        ({"otsu": max}, "{'otsu': the function max}"),
        (Odd("a set"), "a set"),
        ("<b>", "'<b>'"),
        (None, "None"),
    ],
    ids=repr,
)
def test_a_value_is_printed_for_a_person(value, words):
    assert show_value(value) == words


def test_what_is_printed_stays_short():
    wide = [[list(range(8))] * 8] * 8
    for long in ("a" * 10**5, wide, list(range(10**4)), dict.fromkeys(range(500))):
        assert len(show_value(long)) < 5000
    assert safe_repr("a" * 500).endswith("...")
    assert len(safe_repr("a" * 500)) == 200


def test_a_number_of_too_many_digits_is_printed_somehow():
    assert "cannot be printed" in show_value(10**5000)


def test_a_print_option_of_the_notebook_does_no_harm():
    with np.printoptions(formatter={"int": lambda number: 1 / 0}):
        assert show_value(np.array([1, 2])) == "[1, 2] (int64)"


def test_an_object_that_cannot_be_printed_is_named():
    assert safe_repr(Impostor()) == "<Impostor that cannot be printed>"


def test_control_characters_are_replaced():
    assert tidy("red \x1b[31m \ud800\nnext", 100) == "red \ufffd[31m \ufffd\nnext"
    assert tidy(Impostor(), 100) == ""
