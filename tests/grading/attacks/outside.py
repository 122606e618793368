"""Runs attacks without walls, one after another, each in a process that may be lost.

Started by the tests; reads a line of JSON for each attack and answers with a line: what was
printed, and what became of the process that the attack had as its parent.
"""

import ctypes
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

import matplotlib.pyplot  # noqa: F401 - once, for all attacks
import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import coursekit.checking.compare
import coursekit.exercises  # noqa: F401

SECONDS = 15.0  # that an attack may take if it has an end
MEMORY = 2 << 30  # bytes on top of what is mapped
PTRACER, ANYBODY = 0x59616D61, -1


def run(order: dict[str, object]) -> dict[str, object]:
    """Run the cells in the child of a child, whose death does no harm."""
    printed = Path(str(order["folder"]), "printed.txt")
    parent = os.fork()
    if parent == 0:
        os.setsid()
        ctypes.CDLL(None).prctl(PTRACER, ANYBODY, 0, 0, 0)
        child = os.fork()
        if child == 0:
            _attack(order, printed)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255)
    deadline = time.monotonic() + (1 if order["endless"] else SECONDS)
    ended = (0, 0)
    while ended == (0, 0) and time.monotonic() < deadline:
        ended = os.waitpid(parent, os.WNOHANG)
        time.sleep(0.01)
    if ended == (0, 0):
        os.killpg(parent, signal.SIGKILL)
        ended = os.waitpid(parent, 0)
        return {"state": "never ends", "printed": _beginning(printed), "large": _is_large(printed)}
    code = os.waitstatus_to_exitcode(ended[1])
    state = "parent ended" if code < 0 else "ended" if code else "done"
    return {"state": state, "printed": _beginning(printed), "large": _is_large(printed)}


def _beginning(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(4000)


def _is_large(path: Path) -> bool:
    return path.stat().st_size > 20_000_000


def _attack(order: dict[str, object], printed: Path) -> None:
    """Run the cells as a notebook's kernel does."""
    os.chdir(str(order["folder"]))
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    stream = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(stream, 1)
    os.dup2(stream, 2)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stdout
    config = Config()
    config.HistoryManager.enabled = False
    shell = InteractiveShell.instance(config=config)
    shell.user_ns |= {"PLACES": order["places"], "np": np}
    for cell in order["cells"]:  # type: ignore[attr-defined]
        shell.run_cell(cell, store_history=False)
    sys.stdout.flush()
    os._exit(0)


def main() -> None:
    """Answer one line after another."""
    kept = os.open(sys.argv[1], os.O_RDONLY)  # as a grader may keep a file open
    os.set_inheritable(kept, True)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
