"""A submitted notebook in its own process, which is made again when the learner's code ends it."""

import time
from typing import Any

from coursekit.checking.running import NoAnswer
from coursekit.grading.judging.session import Session, WaitingProcess, reading_a_reply
from coursekit.grading.submissions.selection import Cell
from coursekit.grading.submissions.submission import SubmittedNotebook
from coursekit.grading.verdict import NotebookVerdict

CELL_LIMIT = 60.0  # seconds of work for one cell
HARD_CELL_LIMIT = 100.0  # seconds on the clock, for a cell that does not listen to the first limit
MOST_LOST = 4  # cells that may end their process before the rest is left out
NOTEBOOK_LIMIT = 900.0  # seconds on the clock for all of a notebook


class NotebookRun:
    """Runs a notebook's cells when it is first asked for something.

    A cell that ends its process, or never ends itself, is left out, and the others run again: it
    costs its own names and nothing else. The same holds for a function that does so when it is
    called.
    """

    def __init__(self, notebook: SubmittedNotebook, place: WaitingProcess) -> None:
        self.notebook, self.place = notebook, place
        self.seconds = 0.0
        self.remarks: dict[int, str] = {}
        self.outputs: dict[int, list[dict[str, Any]]] = {}
        self.deadline = time.monotonic() + NOTEBOOK_LIMIT
        self._left_out: set[int] = set()
        self._session: Session | None = None

    def ask(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask the notebook's process, after its cells have run.

        Raises
        ------
        NoAnswer
            If the process ends, is late, or talks nonsense.
        PlaceError
            If it cannot be made.
        """
        if time.monotonic() > self.deadline:
            raise NoAnswer("The notebook took too long in all; this was not run any more.")
        while self._session is None:
            self._start()
        return self._session.ask(message, seconds)

    def forget_if_ended(self) -> None:
        """Let the next question begin in a new process if this one ended."""
        if self._session is not None and self._session.lost:
            self.end()

    def end(self) -> None:
        """End the process."""
        if self._session is not None:
            session, self._session = self._session, None
            session.close()
            self.seconds += session.seconds

    def verdict(self) -> NotebookVerdict:
        """Say what became of the notebook, for its author."""
        told = tuple(self.remarks[number] for number in sorted(self.remarks))
        return NotebookVerdict(
            name=self.notebook.name,
            state="graded" if self.notebook.state == "readable" else self.notebook.state,
            remarks=(*self.notebook.remarks, *told),
            outputs=self.outputs,
        )

    def _start(self) -> None:
        """Run all cells in a new process; a cell that ends it is left out from now on."""
        self._session = self.place.session()
        self.outputs.clear()
        for number, cell in enumerate(self.notebook.cells):
            if number in self._left_out:
                continue
            message = {"do": "run", "source": cell.source, "limit": CELL_LIMIT}
            try:
                reply = self._session.ask(message, HARD_CELL_LIMIT)
                with reading_a_reply():
                    outputs = bounded(reply["outputs"])
            except NoAnswer as error:
                self._leave_out(number, cell, str(error))
                self.end()
                return
            if cell.place >= 0:
                self.outputs[cell.place] = outputs

    def _leave_out(self, number: int, cell: Cell, why: str) -> None:
        name = f"Cell {cell.place + 1}" if cell.place >= 0 else "A cell of the lesson"
        why = why if "The function" in why else f"{name}: {why}"
        why = why.replace("The function", name).replace(", so there is no result", "")
        self.remarks[number] = f"{why} It was left out, and the other cells ran without it."
        self._left_out.add(number)
        if len(self._left_out) > MOST_LOST or time.monotonic() > self.deadline:
            self._left_out |= set(range(number, len(self.notebook.cells)))
            self.remarks[number] = f"{why} This cell and those below it were left out."


MOST_OUTPUTS, MOST_TEXT, MOST_PICTURE = 25, 20_000, 600_000


def bounded(outputs: Any) -> list[dict[str, Any]]:
    """Take apart and put together what a process calls its outputs: text, errors, pictures."""
    if not isinstance(outputs, list):
        raise NoAnswer("What the notebook's process sent is no answer.")
    return [_bounded(one) for one in outputs[:MOST_OUTPUTS] if isinstance(one, dict)]


def _bounded(output: dict[str, Any]) -> dict[str, Any]:
    if output.get("output_type") == "error":
        lines = output.get("traceback")
        lines = lines[:40] if isinstance(lines, list) else []
        return {
            "output_type": "error",
            "ename": _text(output.get("ename"))[:100],
            "evalue": _text(output.get("evalue"))[:2000],
            "traceback": [_text(line)[:2000] for line in lines],
        }
    if output.get("output_type") == "stream":
        return {"output_type": "stream", "name": "stdout", "text": _text(output.get("text"))}
    data = output.get("data")
    data = data if isinstance(data, dict) else {}
    kept = {"text/plain": _text(data.get("text/plain"))}
    picture = data.get("image/png")
    if isinstance(picture, str) and len(picture) <= MOST_PICTURE and _is_png(picture):
        kept["image/png"] = picture
    return {"output_type": "display_data", "data": kept, "metadata": {}}


def _text(value: Any) -> str:
    return value[:MOST_TEXT] if isinstance(value, str) else ""


def _is_png(text: str) -> bool:
    """Tell whether a text is base64 of what begins as PNG pictures do; nothing else gets in."""
    import base64
    import binascii

    try:
        return base64.b64decode(text, validate=True).startswith(b"\x89PNG\r\n\x1a\n")
    except (binascii.Error, ValueError):
        return False
