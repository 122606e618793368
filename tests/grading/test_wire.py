"""Whatever comes over the wire is plain data or a WireError."""

import contextlib
import json
import socket
import struct
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.grading.lending import borrow
from coursekit.grading.wire import Channel, Packer, Unpacker, WireError

NAMES = ["array", "scalar", "words", "stub", "odd", "int", "file", "list", "tuple", "set", "dict"]
NAMES += ["model", "lent", "kind", "name", "callable", "nothing"]
ATOMS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
ATOMS |= st.sampled_from(["<f8", "|O", "|V8", "<U4", "M8[s]", "f8,f8", "FigureModel", "Panel"])
PACKED = st.recursive(
    ATOMS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=2)
    ),
    max_leaves=20,
)
BLOBS = st.lists(st.binary(max_size=32), max_size=3)


@given(packed=PACKED, blobs=BLOBS)
@settings(max_examples=400, deadline=None)
def test_any_value_is_read_or_refused(packed, blobs):
    reader = Unpacker(blobs, lambda described: borrow(described, lambda *args: None))
    with contextlib.suppress(WireError):
        reader.unpack(json.loads(json.dumps(packed)))


@given(data=st.binary(max_size=200), size=st.integers(0, 300), body=st.integers(0, 30))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_message_or_refused(data, size, body):
    with pair() as (ours, theirs):
        theirs.sendall(struct.pack(">II", size, body) + data)
        theirs.shutdown(socket.SHUT_WR)
        with contextlib.suppress(WireError):
            message, blobs = Channel(ours).receive(5)
            assert isinstance(message, dict)
            assert all(isinstance(blob, bytes) for blob in blobs)


@given(header=PACKED, sizes=PACKED | st.lists(st.integers(-5, 40), max_size=4))
@settings(max_examples=200, deadline=None)
def test_any_header_is_read_or_refused(header, sizes):
    text = json.dumps({"reply": header, "sizes": sizes}).encode()
    with pair() as (ours, theirs):
        theirs.sendall(struct.pack(">II", len(text), 30) + text + bytes(30))
        with contextlib.suppress(WireError):
            _, blobs = Channel(ours).receive(5)
            assert sum(map(len, blobs)) == 30


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(np.arange(6).reshape(2, 3), id="array"),
        pytest.param(np.float32(0.5), id="scalar"),
        pytest.param([1, (2.5, "three"), {"four": None}], id="collections"),
        pytest.param(1 << 80, id="large-number"),
        pytest.param(..., id="stub"),
    ],
)
def test_plain_data_arrives_as_it_was(value):
    packer = Packer(lambda thing: {"lent": 0})
    packed = json.loads(json.dumps(packer.pack(value)))
    read = Unpacker(packer.blobs, lambda described: None).unpack(packed)
    assert type(read) is type(value)
    np.testing.assert_equal(read, value)


@pytest.mark.parametrize(
    "packed",
    [
        {"array": ["|O", [1], 0]},
        {"array": ["<f8", [1 << 40], 0]},
        {"file": ["name", 0]},
        {"model": ["Channel", {}]},
        {"model": ["Panel", {}]},
        {"unknown": 1},
        [1, 2],
    ],
    ids=str,
)
def test_what_is_no_plain_data_is_refused(packed):
    with pytest.raises(WireError):
        Unpacker([bytes(8)], lambda described: None).unpack(packed)


def test_a_reader_does_not_wait_for_ever():
    with pair() as (ours, theirs):
        theirs.sendall(struct.pack(">II", 100, 0) + b"{")
        with pytest.raises(WireError, match="in time"):
            Channel(ours).receive(0.2)


def test_a_writer_does_not_wait_for_ever():
    with pair() as (ours, _), pytest.raises(WireError, match="in time"):
        Channel(ours).send({}, [bytes(8 << 20)], 0.2)


def test_messages_go_both_ways():
    with pair() as (ours, theirs):
        sending = threading.Thread(
            target=Channel(ours).send, args=({"do": "run"}, [b"one", b"", b"three"], 5)
        )
        sending.start()
        assert Channel(theirs).receive(5) == ({"do": "run"}, [b"one", b"", b"three"])
        sending.join()


@contextlib.contextmanager
def pair():
    """Two ends of a socket, closed in the end."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs
