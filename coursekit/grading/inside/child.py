"""A child: it runs one notebook's cells, then calls the learner's functions as it is asked."""

import contextlib
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from coursekit.checking import facts
from coursekit.checking.borrowed import borrowed_names
from coursekit.checking.declaration import Case
from coursekit.checking.findings import closing_new_figures, look
from coursekit.checking.reading import Odd, plain
from coursekit.checking.running import reads_from_outside, run
from coursekit.checking.surroundings import orderly
from coursekit.grading.inside.shell import LessonShell, run_cell
from coursekit.grading.lending import Loans, borrow, result_of
from coursekit.grading.wire import Channel, Packer, Unpacker, WireError

PATIENCE = 3600.0  # seconds to wait for the grader, who kills a child that is not needed

Message = dict[str, Any]


def serve(end: Channel, shell: LessonShell) -> None:
    """Do what the grader asks until it hangs up."""
    child = _Child(end, shell)
    end.send({"ready": True}, [], PATIENCE)
    with contextlib.suppress(WireError):
        while True:
            child.answer(*end.receive(PATIENCE))


class _Child:
    """The learner's namespace and what was lent to the grader."""

    def __init__(self, end: Channel, shell: LessonShell) -> None:
        self.end, self.shell = end, shell
        self.loans = Loans()
        self.files = 0

    def answer(self, message: Message, blobs: list[bytes]) -> None:
        """Do one thing and reply, with the number of the question."""
        ways: dict[str, Callable[[Message, Unpacker], Message]] = {
            "run": self._run,
            "value": self._value,
            "look up": self._look_up,
            "call": self._call,
            "use": self._use,
        }
        packer = Packer(self.loans.lend)
        reader = Unpacker(blobs, self._lent, self._store)
        reply = ways[message["do"]](message, reader)
        packed = {name: packer.pack(value) for name, value in reply.items()}
        self.end.send({"number": message["number"], "reply": packed}, packer.blobs, PATIENCE)

    def _run(self, message: Message, reader: Unpacker) -> Message:
        return {"outputs": run_cell(self.shell, message["source"], message["limit"])}

    def _value(self, message: Message, reader: Unpacker) -> Message:
        return {"value": plain(self.shell.user_ns.get(message["name"], ...))}

    def _look_up(self, message: Message, reader: Unpacker) -> Message:
        """Tell what stands behind a name, before it is called."""
        function = self.shell.user_ns.get(message["name"], ...)
        if function is ...:
            return {"known": False}
        calls = [Case((None,) * count, dict.fromkeys(names)) for count, names in message["calls"]]
        asked: Any = SimpleNamespace(
            function=message["function"], signature=message["signature"], cases=calls
        )
        with orderly():
            early = facts.before_running(asked, function)
            found: Message = {"known": True, "early": early and [early[0].value, asdict(early[1])]}
            if early is None:
                found["outside"] = reads_from_outside(function)
                found["borrowed"] = borrowed_names(function, tuple(message["forbidden"]))
        return found

    def _call(self, message: Message, reader: Unpacker) -> Message:
        """Call the learner's function on one case."""
        args = tuple(map(reader.unpack, message["args"]))
        kwargs = {name: reader.unpack(value) for name, value in message["kwargs"].items()}
        function = self.shell.user_ns.get(message["name"], ...)
        with orderly(), closing_new_figures():
            outcome = run(function, Case(args, kwargs), message["limit"])
            seen = _useful(look(outcome.value, message["reads"])) if message["reads"] else None
        value = _outline(outcome.value) if message["reads"] else plain(outcome.value)
        told = asdict(replace(outcome, value=None, seen=None))
        return {**told, "value": value, "seen": seen}

    def _use(self, message: Message, reader: Unpacker) -> Message:
        """Use what a function returned: call it, or read an attribute of it."""
        args = tuple(map(reader.unpack, message["args"]))
        kwargs = {name: reader.unpack(value) for name, value in message["kwargs"].items()}
        return self.loans.use(message["lent"], message["way"], args, kwargs)

    def _lent(self, described: Message) -> Any:
        """Stand in for a function or model of the grader's."""
        return borrow(described, self._ask)

    def _ask(self, lent: int, way: str, args: tuple[Any, ...], kwargs: Message) -> Any:
        """Have the grader use something of its own."""
        packer = Packer(self.loans.lend)
        message = {
            "ask": lent,
            "way": way,
            "args": [packer.pack(plain(one)) for one in args],
            "kwargs": {name: packer.pack(plain(one)) for name, one in kwargs.items()},
        }
        self.end.send(message, packer.blobs, PATIENCE)
        reply, blobs = self.end.receive(PATIENCE)
        reader = Unpacker(blobs, self._lent)
        return result_of({name: reader.unpack(value) for name, value in reply.items()})

    def _store(self, name: str, data: bytes) -> Path:
        """Write a file of the case into the scratch folder."""
        self.files += 1
        folder = Path(f"case-{self.files}").absolute()
        folder.mkdir()
        path = folder / name
        path.write_bytes(data)
        return path


def _outline(value: Any) -> Any:
    """Keep of a value that is looked at otherwise only whether it is nothing, or a stub."""
    if value is None or value is ... or (type(value) is tuple and any(v is ... for v in value)):
        return plain(value)
    return Odd("a figure")


def _useful(value: Any) -> Any:
    """Copy plain data; an object that can be used stays itself, and is lent."""
    outline = plain(value)
    is_data = isinstance(value, list | tuple | dict | np.ndarray | np.generic)
    return value if isinstance(outline, Odd) and not is_data else outline
