"""A plugin of pytest that makes nbval compare pictures by shape and presence, text exactly.

nbval leaves pictures out. Here the bytes of a PNG are replaced by its size before the outputs
are compared, wherever they stand: as image/png, or inside an HTML page. Run it as

    python -m pytest -p coursekit.notebooks.nbval_pictures --nbval solutions
"""

import base64
import os
import re
import struct
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

_PNG = re.compile(r"iVBORw0KGgo[A-Za-z0-9+/\n]+=*")
_HEADER = 24  # bytes: the signature, the first chunk's length and name, the width and the height
STAND_INS = pytest.StashKey[list[str]]()


def sizes_for_pictures(text: str) -> str:
    """Return the text with each PNG in base64 replaced by its width and height."""
    return _PNG.sub(_size, text)


def _size(picture: re.Match[str]) -> str:
    letters = picture[0].replace("\n", "")[: _HEADER // 3 * 4]
    width, height = struct.unpack(">II", base64.b64decode(letters)[16:24])
    return f"PNG of {width} x {height} pixels"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose what can be compared: without the real images only that the notebooks run.

    Raises
    ------
    UsageError
        In continuous integration, where the real images must be there.
    """
    from coursekit.notebooks.images import missing_images
    from coursekit.plotting.turning import STILL

    os.environ[STILL] = "still"  # the kernels inherit it
    os.environ.pop("COURSEKIT_SECRET_FILE", None)  # what a lesson shows depends on no secret
    scripts = [path for path in Path("solutions").glob("*/*.py") if path.name != "questions.py"]
    missing: list[str] = missing_images(scripts) if config.option.nbval else []
    config.stash[STAND_INS] = missing
    if missing and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"no real images: {', '.join(missing)} cannot be had.")
    if missing:
        config.option.nbval, config.option.nbval_lax = False, True


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Let nbval see pictures."""
    if isinstance(collector, IPyNbFile):
        collector.skip_compare = tuple(key for key in collector.skip_compare if key != "image/png")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Put sizes in place of pictures in both outputs that nbval compares."""
    if isinstance(item, IPyNbCell):
        item.sanitize = lambda text: sizes_for_pictures(text) if isinstance(text, str) else text


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say loudly when outputs were not compared."""
    missing = config.stash.get(STAND_INS, None)
    if missing:
        terminalreporter.section("OUTPUTS WERE NOT COMPARED", sep="!", red=True, bold=True)
        terminalreporter.line(f"The lessons ran on stand-ins for {', '.join(missing)}.")
        terminalreporter.line("Set COURSEKIT_DATA_MIRROR, or run: coursekit data fetch")
