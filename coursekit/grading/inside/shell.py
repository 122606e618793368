"""An IPython shell that runs a learner's cells and keeps what they give, in small amounts."""

import base64
import contextlib
import io
import sys
import warnings
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets.config import Config

from coursekit.checking.running import OutOfTime, alarm

MOST_TEXT = 10_000  # characters of a cell
MOST_PICTURES = 4  # of a cell
MOST_PICTURE = 500_000  # bytes
MOST_OUTPUTS = 20  # of a cell
CUT = "\n(the rest was cut)"
DOTS = 72  # an inch of a figure

Output = dict[str, Any]
_outputs: list[Output] = []


class _Hook(DisplayHook):
    """Keeps the value of a cell's last line."""

    def quiet(self) -> bool:
        return False

    def __call__(self, result: Any = None) -> None:
        if result is not None:
            formats, _ = self.shell.display_formatter.format(result)
            _keep(formats)


class _Publisher(DisplayPublisher):
    """Keeps what `display` is given."""

    def publish(self, data: Any, *args: Any, **kwargs: Any) -> None:
        _keep(data)


class LessonShell(InteractiveShell):
    """A shell without history, colours or a terminal."""

    displayhook_class = _Hook
    display_pub_class = _Publisher

    def __init__(self, **settings: Any) -> None:
        config = Config()
        config.HistoryManager.enabled = False  # it would start a thread
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.xmode = "Context"
        super().__init__(config=config, **settings)

    def enable_gui(self, gui: Any = None) -> None:
        """Have no windows."""

    def system(self, cmd: str) -> None:
        """Start no program: a line such as `!pip install` costs nothing but its own effect."""
        print("(no program is started while the work is graded)")

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Give what a program that says nothing gives."""
        return SList() if split else ""

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        if etype is OutOfTime:
            return  # `_run` says it in words
        lines = [str(line)[:2000] for line in stb[-30:]]
        name = getattr(etype, "__name__", "Error")
        _outputs.append(
            {
                "output_type": "error",
                "ename": str(name)[:100],
                "evalue": _safe_text(evalue)[:1000],
                "traceback": lines,
            }
        )


def run_cell(shell: LessonShell, source: str, limit: float) -> list[Output]:
    """Run a cell and return its outputs, in nbformat's form; never raises."""
    _outputs.clear()
    printed = _Bounded()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        warnings.filterwarnings("ignore", message=".*is non-interactive.*")
        with contextlib.suppress(BaseException):
            _run(shell, source, limit)
        with contextlib.suppress(BaseException):
            _keep_figures()
    text = printed.getvalue()
    stream = [{"output_type": "stream", "name": "stdout", "text": text}] if text else []
    return [*stream, *_outputs[:MOST_OUTPUTS]]


def _run(shell: LessonShell, source: str, limit: float) -> None:
    try:
        with alarm(limit):
            done = shell.run_cell(source, store_history=False)
        late = type(done.error_in_exec) is OutOfTime  # IPython catches everything
    except OutOfTime:
        late = True
    if late:
        words = f"This cell did not end within {limit:g} seconds of work and was stopped."
        told = {"output_type": "error", "ename": "", "evalue": words, "traceback": [words]}
        _outputs[MOST_OUTPUTS - 1 :] = [told]


class _Bounded(io.StringIO):
    """Keeps the beginning of what is printed."""

    def write(self, text: str) -> int:
        room = MOST_TEXT - self.tell()
        if room >= 0:
            super().write(_beginning(str(text), room))
        return len(text)

    def close(self) -> None:
        """Stay open: what was printed is read later."""


def _keep(formats: Any) -> None:
    """Keep the text of an output, or its PNG picture."""
    if len(_outputs) >= MOST_OUTPUTS:
        return
    data = {"text/plain": _beginning(_safe_text(formats.get("text/plain", "")))}
    picture = formats.get("image/png")
    if isinstance(picture, bytes):
        picture = base64.b64encode(picture).decode()
    if isinstance(picture, str) and len(picture) <= MOST_PICTURE:
        data["image/png"] = picture
    _outputs.append({"output_type": "display_data", "data": data, "metadata": {}})


def _keep_figures() -> None:
    """Keep the open figures as the notebook shows them after a cell, and close them."""
    pyplot = sys.modules["matplotlib.pyplot"]
    for number in pyplot.get_fignums()[:MOST_PICTURES]:
        stream = io.BytesIO()
        pyplot.figure(number).savefig(stream, format="png", dpi=DOTS)
        _keep({"text/plain": "a figure", "image/png": stream.getvalue()})
    more = len(pyplot.get_fignums()) - MOST_PICTURES
    if more > 0:
        _keep({"text/plain": f"({more} more figures are not shown)"})
    pyplot.close("all")


def _beginning(text: str, room: int = MOST_TEXT) -> str:
    return text if len(text) <= room else text[:room] + CUT


def _safe_text(value: Any) -> str:
    try:
        return str(value)
    except BaseException:
        return "(a text that cannot be shown)"
