"""Messages between the judge and the place where a learner's code runs.

A message is a JSON header and raw bytes. Plain data travels by value; a function or a model stays
where it is and travels as a number, by which the other side can use it. Nothing that arrives is
unpickled, imported or evaluated, and its size is known before it is read.
"""

import json
import os
import select
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from coursekit.checking.figure_model import FigureModel, Panel, ShownImage, ShownLine
from coursekit.checking.reading import PLAIN_KINDS, Elsewhere, Odd
from coursekit.grading.shapes import fits

MOST_HEADER = 16 << 20  # bytes
MOST_BYTES = 64 << 20
DEEPEST = 20
_SIZES = struct.Struct(">II")
_MODELS = {kind.__name__: kind for kind in (FigureModel, Panel, ShownImage, ShownLine)}


class WireError(Exception):
    """What came is no message, came too late, or nothing came at all."""


class Channel:
    """One end of a socket that carries messages."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        end.setblocking(False)

    def send(self, message: dict[str, Any], blobs: list[bytes], seconds: float) -> None:
        """Send a message within some seconds."""
        header = json.dumps({**message, "sizes": [len(blob) for blob in blobs]}).encode()
        body = b"".join(blobs)
        if len(header) > MOST_HEADER or len(body) > MOST_BYTES:
            raise WireError("the message is too large")
        left = memoryview(_SIZES.pack(len(header), len(body)) + header + body)
        deadline = time.monotonic() + seconds
        while left:
            self._wait(select.POLLOUT, deadline)
            try:
                left = left[self.end.send(left) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise WireError("the other side is gone") from error

    def receive(self, seconds: float) -> tuple[dict[str, Any], list[bytes]]:
        """Receive a message within some seconds."""
        deadline = time.monotonic() + seconds
        header_size, body_size = _SIZES.unpack(self._read(_SIZES.size, deadline))
        if header_size > MOST_HEADER or body_size > MOST_BYTES:
            raise WireError("the message is too large")
        header, body = self._read(header_size, deadline), self._read(body_size, deadline)
        try:
            message = json.loads(header)
            sizes = list(message.pop("sizes"))
        except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
            raise WireError("the header cannot be read") from error
        if any(type(size) is not int or size < 0 for size in sizes) or sum(sizes) != len(body):
            raise WireError("the sizes do not add up")
        ends = accumulate(sizes)
        return message, [body[end - size : end] for end, size in zip(ends, sizes, strict=True)]

    def close(self) -> None:
        """Close this end."""
        self.end.close()

    def _read(self, count: int, deadline: float) -> bytes:
        found = bytearray()
        while len(found) < count:
            self._wait(select.POLLIN, deadline)
            try:
                part = self.end.recv(min(count - len(found), 1 << 20))
            except BlockingIOError:
                continue
            except OSError as error:
                raise WireError("the other side is gone") from error
            if not part:
                raise WireError("the other side is gone")
            found += part
        return bytes(found)

    def _wait(self, event: int, deadline: float) -> None:
        """Wait for the socket; the clock is monotonic, so that a changed date moves no limit."""
        poll = select.poll()
        poll.register(self.end, event)
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise WireError("no answer in time")


class Packer:
    """Write values as JSON and bytes; what is no plain data is lent by number."""

    def __init__(self, lend: Callable[[Any], dict[str, Any]]) -> None:
        self.lend = lend
        self.blobs: list[bytes] = []

    def pack(self, value: Any) -> Any:
        """Write one value."""
        kind = type(value)
        if value is None or kind in (bool, str, float):
            return value
        if kind is int:
            return value if abs(value) < 1 << 63 else {"int": hex(value)}
        if kind in (list, tuple, set):
            return {kind.__name__: [self.pack(item) for item in value]}
        if kind is dict:
            return {"dict": [[self.pack(key), self.pack(item)] for key, item in value.items()]}
        if kind is np.ndarray or isinstance(value, np.generic):
            return self._pack_array(value)
        return self._pack_other(value)

    def _pack_array(self, value: Any) -> Any:
        array = np.asarray(value)
        if array.dtype.kind == "O":
            return {"words": [str(word) for word in array.ravel()]}
        name = "array" if type(value) is np.ndarray else "scalar"
        return {name: [array.dtype.str, list(array.shape), self._blob(array.tobytes())]}

    def _pack_other(self, value: Any) -> Any:
        if value is ...:
            return {"stub": 0}
        if isinstance(value, Odd):
            return {"odd": value.kind}
        if is_dataclass(value) and type(value).__name__ in _MODELS:
            parts = {one.name: self.pack(getattr(value, one.name)) for one in fields(value)}
            return {"model": [type(value).__name__, parts]}
        if isinstance(value, os.PathLike):
            path = Path(os.fspath(value))
            return {"file": [path.name, self._blob(path.read_bytes())]}
        return self.lend(value)

    def _blob(self, data: bytes) -> int:
        self.blobs.append(data)
        return len(self.blobs) - 1


class Unpacker:
    """Read values that a Packer wrote; anything else is a WireError."""

    def __init__(
        self,
        blobs: list[bytes],
        lent: Callable[[dict[str, Any]], Any],
        store: Callable[[str, bytes], Any] | None = None,
    ) -> None:
        self.blobs, self.lent, self.store = blobs, lent, store

    def unpack(self, packed: Any) -> Any:
        """Read one value."""
        try:
            return self._read(packed, 0)
        except WireError:
            raise
        except Exception as error:
            raise WireError("a value cannot be read") from error

    def _read(self, packed: Any, depth: int) -> Any:
        if packed is None or type(packed) in (bool, int, float):
            return packed
        if type(packed) is str:
            return packed.encode("utf-8", "replace").decode()  # half a character is no text
        if depth > DEEPEST or type(packed) is not dict:
            raise WireError("a value cannot be read")
        if "lent" in packed:
            return self.lent(packed)
        ((name, inner),) = packed.items()
        if name in _COLLECTIONS:
            return _COLLECTIONS[name](self._read(item, depth + 1) for item in inner)
        if name == "dict":
            return {self._read(k, depth + 1): self._read(v, depth + 1) for k, v in inner}
        if name == "model":
            return self._model(inner[0], inner[1], depth)
        return getattr(self, f"_{_READERS[name]}")(inner)

    def _array(self, inner: Any) -> Any:
        name, shape, blob = inner
        dtype = np.dtype(str(name))
        if dtype.kind not in PLAIN_KINDS:
            raise WireError("an array holds something else than numbers")
        return np.frombuffer(self.blobs[blob], dtype).reshape(shape).copy()

    def _scalar(self, inner: Any) -> Any:
        return self._array(inner)[()]

    def _words(self, inner: Any) -> Any:
        return np.array([str(word) for word in inner], dtype=object)

    def _stub(self, inner: Any) -> Any:
        return ...

    def _odd(self, inner: Any) -> Any:
        return Elsewhere(str(inner)[:200])

    def _whole(self, inner: Any) -> Any:
        return int(str(inner), 16)

    def _file(self, inner: Any) -> Any:
        if self.store is None:
            raise WireError("a file is not expected here")
        return self.store(str(inner[0]), self.blobs[inner[1]])

    def _model(self, name: str, parts: dict[str, Any], depth: int) -> Any:
        kind = _MODELS[name]
        read = {key: self._read(part, depth + 1) for key, part in parts.items()}
        model = kind(**read)
        if not fits(model):
            raise WireError("a figure cannot be read")
        return model


_COLLECTIONS: dict[str, Callable[..., Any]] = {"list": list, "tuple": tuple, "set": set}
_READERS = {
    "array": "array",
    "scalar": "scalar",
    "words": "words",
    "stub": "stub",
    "odd": "odd",
    "int": "whole",
    "file": "file",
}
