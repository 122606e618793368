"""The grader's end: a waiting process, and the sessions that it forks, one for each notebook."""

import contextlib
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

from coursekit.checking.running import NoAnswer, NoPlace
from coursekit.grading import isolation
from coursekit.grading.isolation import Level
from coursekit.grading.lending import Loans, borrow, result_of
from coursekit.grading.wire import Channel, Packer, Unpacker, WireError

START_LIMIT = 180.0  # seconds for the imports, on a slow disk
SHORT = 20.0  # seconds for what is no learner's work
USES_LIMIT = 60.0  # seconds for all uses of what a learner's functions returned
MOST_QUESTIONS = 200_000  # of a learner's function to the teacher's, in one call


class PlaceError(RuntimeError, NoPlace):
    """The place for a learner's code could not be made: a fault of ours."""


class WaitingProcess:
    """A process that has imported everything and forks a session in milliseconds."""

    def __init__(self, level: Level) -> None:
        self.level = level
        ours, theirs = socket.socketpair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            isolation.command(level),
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            env=isolation.environment(level),
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the grader, whose end ends everything
        )
        theirs.close()
        self._control = ours
        ours.settimeout(START_LIMIT)
        try:
            self._hear()  # that it is ready
        except PlaceError:
            self.close()
            raise
        ours.settimeout(SHORT)

    def close(self) -> None:
        """End the process, and with it every session."""
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def session(self) -> "Session":
        """Fork a child and wait until its walls stand.

        Raises
        ------
        PlaceError
            If the child or its walls cannot be made.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                numbers = self._order(b"s", theirs)
            except PlaceError:
                ours.close()
                raise
        session = Session(Channel(ours), lambda: self._order(b"e" + numbers))
        try:
            session.begin()
        except PlaceError:
            session.close()
            raise
        return session

    def _order(self, words: bytes, handle: socket.socket | None = None) -> bytes:
        try:
            handles = [handle.fileno()] if handle else []
            socket.send_fds(self._control, [words], handles)
        except OSError as error:
            raise PlaceError(f"The waiting process is gone: {self._last_words()}") from error
        return self._hear()

    def _hear(self) -> bytes:
        try:
            words = self._control.recv(4096)
        except OSError:
            words = b""
        if not words:
            raise PlaceError(f"The waiting process is gone: {self._last_words()}")
        return words

    def _last_words(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-400:].decode(errors="replace").strip() or "it said nothing"


class Session:
    """A conversation with one child."""

    def __init__(self, channel: Channel, end: Callable[[], bytes]) -> None:
        self.channel, self._end = channel, end
        self.loans = Loans()
        self.number = 0
        self.lost = False  # an answer did not come: what comes now may belong to another question
        self.left = USES_LIMIT
        self.seconds = 0.0  # of processor time, known when the session is closed

    def close(self) -> None:
        """End the child and everything that it may have left."""
        self.channel.close()
        self.seconds = float(self._end())

    def begin(self) -> None:
        """Wait until the walls stand."""
        try:
            message, _ = self.channel.receive(SHORT)
        except WireError as error:
            raise PlaceError(f"The walls could not be built: {error}.") from error
        if message != {"ready": True}:
            raise PlaceError(str(message.get("fault", "The child did not start.")))

    def ask(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask the child for something and return its reply, in plain data and things lent.

        Raises
        ------
        NoAnswer
            If the child ends, is late, or says something that cannot be understood.
        """
        packer = Packer(self.loans.lend)
        packed = {
            key: _pack(packer, value) if key in ("args", "kwargs") else value
            for key, value in message.items()
        }
        self.number += 1
        deadline = time.monotonic() + seconds
        try:
            self.channel.send({**packed, "number": self.number}, packer.blobs, seconds)
            return self._reply(deadline)
        except _FOREIGN as error:
            self.lost = True
            raise NoAnswer(_WORDS.get(str(error), _ODD).format(seconds=seconds)) from error

    def _reply(self, deadline: float) -> dict[str, Any]:
        """Answer the child's questions until it replies."""
        for _ in range(MOST_QUESTIONS):
            message, blobs = self.channel.receive(deadline - time.monotonic())
            reader = Unpacker(blobs, self._lent)
            if "ask" not in message:
                if message["number"] != self.number:
                    raise WireError("a reply to another question")
                return {key: reader.unpack(value) for key, value in message["reply"].items()}
            self._serve(message, reader)
        raise WireError("too many questions")

    def _serve(self, message: dict[str, Any], reader: Unpacker) -> None:
        """Use one of the teacher's functions for the child."""
        args = tuple(map(reader.unpack, message["args"]))
        kwargs = {str(name): reader.unpack(value) for name, value in message["kwargs"].items()}
        number = message["ask"]
        if type(number) is not int or not 0 <= number < len(self.loans.things):
            raise WireError("nothing with this number was lent")
        used = self.loans.use(number, str(message["way"]), args, kwargs)
        packer = Packer(self.loans.lend)
        reply = {key: packer.pack(value) for key, value in used.items()}
        self.channel.send(reply, packer.blobs, SHORT)

    def _lent(self, described: dict[str, Any]) -> Any:
        return borrow(described, self._use)

    def _use(self, lent: int, way: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Use something that the learner's function returned."""
        message = {"do": "use", "lent": lent, "way": way, "args": args, "kwargs": kwargs}
        started = time.monotonic()
        try:
            reply = self.ask(message, min(SHORT, self.left))
        finally:
            self.left -= time.monotonic() - started
        return result_of(reply)


_GONE = "The function ended Python itself, so there is no result."
_LATE = "The function did not end within {seconds:.0f} seconds."
_ODD = "What the notebook's process sent is no answer."
_FOREIGN = (WireError, LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
_WORDS = {"the other side is gone": _GONE, "no answer in time": _LATE}


@contextlib.contextmanager
def reading_a_reply() -> Iterator[None]:
    """Take what cannot be read for no answer: the process that sent it obeys a learner."""
    try:
        yield
    except _FOREIGN as error:
        raise NoAnswer(_ODD) from error


def _pack(packer: Packer, values: Any) -> Any:
    """Pack the arguments of a call."""
    if isinstance(values, dict):
        return {name: packer.pack(value) for name, value in values.items()}
    return [packer.pack(value) for value in values]
