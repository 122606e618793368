"""What crosses the wire: data by value, functions by number, and nothing that was not asked for."""

import json
import math
import socket
import struct
import threading
from contextlib import ExitStack

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from coursekit.checking.figure_model import FigureModel, Panel, ShownImage, ShownLine
from coursekit.checking.reading import Elsewhere, Odd, plain
from coursekit.checking.running import OutOfTime
from coursekit.grading.lending import LentFunction, Loans, borrow, result_of
from coursekit.grading.shapes import fits
from coursekit.grading.wire import (
    MOST_BYTES,
    MOST_HEADER,
    Channel,
    Packer,
    Unpacker,
    WireError,
)
from tests.grading.both_ways import identical


@pytest.fixture
def channels():
    """Two ends of a wire."""
    with ExitStack() as stack:
        ends = [Channel(end) for end in socket.socketpair()]
        for end in ends:
            stack.callback(end.close)
        yield ends


def across(value, loans=None):
    """Send a value as the other side's JSON and bytes, and read it again."""
    loans = loans or Loans()
    packer = Packer(loans.lend)
    written = json.loads(json.dumps(packer.pack(value)))
    use = lambda *how: result_of(loans.use(*how))  # noqa: E731
    return Unpacker(packer.blobs, lambda told: borrow(told, use)).unpack(written)


# --- plain data ------------------------------------------------------------------------------

DTYPES = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(endianness="?"),
    hnp.unsigned_integer_dtypes(endianness="?"),
    hnp.floating_dtypes(endianness="?"),
)
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
NUMBERS = st.integers() | st.integers(-(1 << 200), 1 << 200) | st.floats() | st.booleans()
SCALARS = hnp.arrays(DTYPES, ()).map(lambda array: array[()])
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.recursive(
    NUMBERS | WORDS | st.none(), lambda inner: st.tuples(inner, inner), max_leaves=3
)
DATA = st.recursive(
    st.none() | st.just(...) | NUMBERS | WORDS | SCALARS | ARRAYS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(DATA)
def test_plain_data_is_the_same_on_the_other_side(value):
    outline = plain(value)
    assert identical(plain(across(outline)), outline)


NOT_CONTIGUOUS = np.arange(24.0).reshape(4, 6)
ARRAYS_BY_HAND = {
    "rows of columns": np.asfortranarray(NOT_CONTIGUOUS),
    "every second": NOT_CONTIGUOUS[::2, ::-3],
    "transposed": NOT_CONTIGUOUS.T,
    "one value, shown often": np.broadcast_to(np.float32(3), (3, 5)),
    "many bits": np.array([np.pi, np.inf, np.nan], np.longdouble),
    "few bits": np.array([1.5, -0.0], np.float16),
    "bytes the other way round": np.array([1, 2], ">i4"),
    "nothing": np.empty((0, 3), np.uint8),
    "no axis": np.array(True),
    "largest": np.arange(1_000_000),
}


@pytest.mark.parametrize("array", ARRAYS_BY_HAND.values(), ids=ARRAYS_BY_HAND)
def test_every_array_of_numbers_arrives(array):
    got = across(array)
    assert identical(got, np.ascontiguousarray(array).reshape(array.shape))
    assert got.flags.writeable


@pytest.mark.parametrize(
    "number", [1 << 63, -(1 << 63), 1 - (1 << 64), 10**5000, -(10**5000)], ids=range(5)
)
def test_a_whole_number_may_have_any_size(number):
    assert across(number) == number


def test_half_a_character_becomes_a_question_mark():
    assert across("a\ud800b\x00\n\x1b") == "a?b\x00\n\x1b"


ODD = [
    *({1, 2}, 1j, object(), math.sin, int, np.datetime64("2020-01-01"), np.zeros(1_000_001)),
    *(
        np.array(["a"]),
        np.array([{}], object),
        np.ma.array([1]),
        np.zeros(2, "i4,f4"),
        [0] * 60_000,
    ),
]


@pytest.mark.parametrize("answer", ODD, ids=lambda answer: type(answer).__name__)
def test_an_odd_answer_keeps_its_name(answer):
    assert plain(across(plain(answer))) == plain(answer)
    assert isinstance(plain(answer), Odd)


def test_a_list_in_itself_comes_to_an_end():
    endless = [1]
    endless.append(endless)
    assert identical(plain(across(plain(endless))), plain(endless))


def test_texts_in_an_array_arrive_as_texts():
    assert across(np.array(["red", "(1, 0)"], object)).tolist() == ["red", "(1, 0)"]


def test_a_file_is_written_where_it_is_read(tmp_path):
    path = tmp_path / "image.bin"
    path.write_bytes(b"\x00\xff")
    packer = Packer(Loans().lend)
    packed = packer.pack(path)
    store = lambda name, data: (name, data)  # noqa: E731
    assert Unpacker(packer.blobs, None, store).unpack(packed) == ("image.bin", b"\x00\xff")
    with pytest.raises(WireError, match="a file is not expected here"):
        Unpacker(packer.blobs, None).unpack(packed)


# --- what no honest side writes --------------------------------------------------------------

BLOBS = [b"12345678"]
FORGED = {
    "objects": {"array": ["|O", [1], 0]},
    "texts": {"array": ["<U2", [1], 0]},
    "no type": {"array": ["nonsense", [1], 0]},
    "another size": {"array": ["<f8", [2], 0]},
    "a huge size": {"array": ["<f8", [1 << 40], 0]},
    "no such bytes": {"array": ["<f8", [1], 7]},
    "two things": {"list": [], "tuple": []},
    "nothing": {},
    "unknown": {"pickle": "x"},
    "a private method": {"_read": "x"},
    "a bare list": [1],
    "a list of nothing": {"list": None},
    "a list as a key": {"dict": [[{"list": []}, 1]]},
    "no whole number": {"int": "ten"},
    "no model": {"model": ["Packer", {}]},
    "a model with other parts": {"model": ["ShownLine", {"z": 1}]},
    "a model of other types": {"model": ["ShownLine", {"x": 1, "y": 2, "label": "a"}]},
    "deep": eval("{'list': [" * 30 + "]}" * 30),
}


@pytest.mark.parametrize("packed", FORGED.values(), ids=FORGED)
def test_a_forged_value_is_refused(packed):
    with pytest.raises(WireError):
        Unpacker(BLOBS, None).unpack(packed)


NAMES = st.sampled_from(["list", "dict", "array", "scalar", "int", "model", "odd", "lent", "words"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner, max_size=2),
)


@given(JSON)
def test_whatever_arrives_is_read_or_refused(packed):
    try:
        Unpacker(BLOBS, lambda told: Elsewhere("a thing")).unpack(packed)
    except WireError:
        return


FORGED_MESSAGES = {
    "too long a header": struct.pack(">II", MOST_HEADER + 1, 0),
    "too many bytes": struct.pack(">II", 2, MOST_BYTES + 1),
    "no JSON": struct.pack(">II", 3, 0) + b"abc",
    "no object": struct.pack(">II", 2, 0) + b"[]",
    "no sizes": struct.pack(">II", 2, 0) + b"{}",
    "sizes of nothing": struct.pack(">II", 12, 1) + b'{"sizes":[]}' + b"x",
    "sizes below nothing": struct.pack(">II", 16, 1) + b'{"sizes":[-1,2]}' + b"x",
    "sizes that are no numbers": struct.pack(">II", 15, 1) + b'{"sizes":[1.0]}' + b"x",
    "nested": struct.pack(">II", 100_000, 0) + b"[" * 100_000,
    "the end": b"\x00\x00",
}


@pytest.mark.parametrize("data", FORGED_MESSAGES.values(), ids=FORGED_MESSAGES)
def test_a_forged_message_is_refused(channels, data):
    ours, theirs = channels
    theirs.end.sendall(data)
    theirs.end.shutdown(socket.SHUT_WR)
    with pytest.raises(WireError):
        ours.receive(5)


def test_a_message_with_bytes_arrives(channels):
    ours, theirs = channels
    large = bytes(range(256)) * 20_000  # more than a socket holds at once
    sender = threading.Thread(target=ours.send, args=({"number": 1}, [b"", large, b"x"], 20))
    sender.start()
    assert theirs.receive(20) == ({"number": 1}, [b"", large, b"x"])
    sender.join()


def test_nobody_waits_longer_than_said(channels):
    ours, theirs = channels
    with pytest.raises(WireError, match="no answer in time"):
        ours.receive(0.05)
    with pytest.raises(WireError, match="no answer in time"):
        ours.send({}, [bytes(8 << 20)], 0.05)  # nobody reads
    theirs.close()
    with pytest.raises(WireError, match="the other side is gone"):
        ours.receive(5)


def test_too_large_a_message_is_not_sent(channels):
    with pytest.raises(WireError, match="too large"):
        channels[0].send({}, [bytes(MOST_BYTES + 1)], 5)


# --- lent things -----------------------------------------------------------------------------


def test_a_lent_function_is_called_where_it_is():
    add = across(lambda one, two=1: one + two)
    assert isinstance(add, LentFunction)
    assert add(2) == 3
    assert add(np.arange(2), two=3).tolist() == [3, 4]


def test_of_a_lent_object_only_public_attributes_are_read():
    class Model:
        classes = np.array([1, 2])
        _secret = 3

        def predict(self, value):
            return value * 2

    model = across(Model())
    assert not callable(model)
    assert model.classes.tolist() == [1, 2]
    with pytest.raises(AttributeError):
        model._secret  # noqa: B018
    with pytest.raises(AttributeError):
        result_of(Loans.use(_loans(Model()), 0, "_secret", (), {}))
    assert plain(model) == Odd("an object of type Model")


def _loans(thing):
    loans = Loans()
    loans.lend(thing)
    return loans


class Mine(LookupError):
    pass


FAULTS = [
    (KeyError((5, 2)), "KeyError", LookupError),
    (ValueError("no"), "ValueError", ValueError),
    (Mine("x"), "Mine", LookupError),
    (UnicodeDecodeError("utf-8", b"a", 0, 1, "odd"), "UnicodeDecodeError", UnicodeError),
    (OSError(2, "gone"), "FileNotFoundError", OSError),
    (ExceptionGroup("many", [ValueError()]), "ExceptionGroup", Exception),
    (SystemExit(3), "SystemExit", RuntimeError),
    (StopIteration(1), "StopIteration", StopIteration),
]


@pytest.mark.parametrize(("fault", "name", "kind"), FAULTS, ids=[name for _, name, _ in FAULTS])
def test_an_exception_keeps_its_name_and_words_across_the_wire(fault, name, kind):
    def fail():
        raise fault

    with pytest.raises(kind) as caught:
        across(fail)()
    assert type(caught.value).__name__ == name
    assert str(caught.value) == str(fault)


def test_a_lent_function_has_little_time(monkeypatch):
    monkeypatch.setattr("coursekit.grading.lending.USE_LIMIT", 0.1)

    def endless():
        while True:
            pass

    with pytest.raises(OutOfTime):
        across(endless)()


# --- figures ---------------------------------------------------------------------------------


def panel(**parts):
    """Make a panel with something of every kind in it."""
    numbers = np.arange(3.0)
    image = ShownImage(np.eye(2), True, False, False, False)
    whole = {
        "images": [image],
        "histograms": [(numbers, numbers)],
        "lines": [ShownLine(numbers, numbers, "a")],
        "marks": [(1.0, 2.0)],
        "points": np.empty((0, 2)),
        "colours": np.array(["red"], object),
        "vertical": [3.0],
        "title": "words",
        "xlabel": "",
        "ylabel": "",
        "legend": ["a"],
        "ticks": True,
        "scale": {"x": "log"},
        "rainbow": np.bool_(False),
        "corner": (0.0, 1.0),
        "limits": (0.0, 1.0, 0.0, 1.0),
        "colour_names": {"red"},
        "shown": None,
    }
    return Panel(**whole | parts)


def test_a_figure_arrives_as_it_was_read():
    figure = FigureModel([panel(), panel(images=[])], [("a", (1.0, 0.0, 0.0)), ("b", ())])
    assert fits(figure)
    assert repr(across(figure)) == repr(figure)


OTHER_PARTS = [
    *({"title": 3}, {"images": [1]}, {"points": [[1, 2]]}, {"corner": (0.0,)}, {"lines": None}),
    *({"histograms": [np.eye(2)]}, {"scale": {"x": 1}}, {"marks": [(1, "a")]}),
    {"colour_names": {1}},
]


@pytest.mark.parametrize("parts", OTHER_PARTS, ids=lambda parts: next(iter(parts)))
def test_a_figure_with_other_parts_is_refused(parts):
    assert not fits(panel(**parts))
    with pytest.raises(WireError, match="a figure cannot be read"):
        across(FigureModel([panel(**parts)]))
