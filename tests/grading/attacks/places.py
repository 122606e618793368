"""A course to be attacked: secret, solutions, gradebook, other learners, and one honest answer."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from coursekit.grading.submissions.handout import Handout, read_handout
from coursekit.grading.submissions.submission import Submission, read_submission
from tests.grading.attacks import outside
from tests.grading.attacks.attack import RIGHT

ROOT = Path(__file__).parents[3]
ASSIGNMENT = "a02-thresholds"
NOTEBOOK = "a02a-cuts"
TASKS = ("apply_threshold", "between_class_variance")
OTHER = """def between_class_variance(counts, t):
    counts = np.asarray(counts, dtype=float)
    grey = np.arange(len(counts))
    dark, bright = counts[: t + 1], counts[t + 1 :]
    if dark.sum() == 0 or bright.sum() == 0:
        return 0.0
    share = dark.sum() / counts.sum()
    below = (dark * grey[: t + 1]).sum() / dark.sum()
    above = (bright * grey[t + 1 :]).sum() / bright.sum()
    return float(share * (1 - share) * (above - below) ** 2)
"""


class _Silent(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Print nothing."""


class Course:
    """Its folders, and what a learner's code may want of it."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.secret = root / "secret.txt"
        self.trace = root / "trace.txt"
        self.secret.write_text("the secret of the course\n")
        for part in ("solutions", "course"):
            (root / part).mkdir()
            shutil.copytree(ROOT / part / ASSIGNMENT, root / part / ASSIGNMENT)
        with sqlite3.connect(root / "gradebook.db") as book:
            book.execute("create table grade (learner text, score real)")
            book.execute("insert into grade values ('attacker', 0)")
        book.close()
        self.handout = _small(read_handout(root / "course" / ASSIGNMENT))
        self.honest = self.hand_in("honest", [], RIGHT)
        self.places = {
            "course": str(root),
            "secret": str(self.secret),
            "solution": str(root / "solutions" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"),
            "other": str(self.folder("honest") / f"{NOTEBOOK}.ipynb"),
            "gradebook": str(root / "gradebook.db"),
            "trace": str(self.trace),
            "door": str(root / "door"),
            "port": port,
            "grader": os.getpid(),
        }

    def folder(self, learner: str) -> Path:
        """Return the folder of a learner's submission."""
        return self.root / "submitted" / learner / ASSIGNMENT

    def hand_in(self, learner: str, cells: list[str], answer: str, graded: str = "") -> Submission:
        """Write a notebook with these cells before the answers, and read it as the grader does.

        `graded` is what the learner writes into the graded cell of the first task.
        """
        released = self.root / "course" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
        notebook = json.loads(released.read_text(encoding="utf-8"))
        ids = {cell.id for cell in self.handout.notebooks[NOTEBOOK]}
        answers = {"apply_threshold-answer": answer, "between_class_variance-answer": OTHER}
        answers |= {"apply_threshold-grade": graded} if graded else {}
        kept = [cell for cell in notebook["cells"] if cell["id"] in ids]
        kept = [{**cell, "source": answers.get(cell["id"], cell["source"])} for cell in kept]
        added = [_code(f"added-{place}", text) for place, text in enumerate(cells)]
        folder = self.folder(learner)
        folder.mkdir(parents=True, exist_ok=True)
        written = json.dumps({**notebook, "cells": [*added, *kept]})
        (folder / f"{NOTEBOOK}.ipynb").write_text(written, encoding="utf-8")
        return self.read(learner)

    def read_folder(self, folder: Path) -> Submission:
        """Read a folder as the grader does."""
        return read_submission(folder, self.handout)

    def read(self, learner: str) -> Submission:
        """Read what a learner handed in."""
        return self.read_folder(self.folder(learner))

    def files(self) -> set[Path]:
        """List everything in the course but the attacker's own submission."""
        own = self.root / "submitted" / "attacker"
        return {path for path in self.root.rglob("*") if not path.is_relative_to(own)}


def _small(handout: Handout) -> Handout:
    """Keep of the real assignment what two tasks need."""
    names = {f"{task}-{role}" for task in TASKS for role in ("answer", "check", "grade")}
    cells = handout.notebooks[NOTEBOOK]
    kept = [cell for cell in cells if not cell.grade_id or cell.grade_id in names]
    return replace(handout, notebooks={NOTEBOOK: tuple(kept)})


def _code(id: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": id,
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


@contextmanager
def course(root: Path) -> Iterator[Course]:
    """Make a course with a web server and a socket file beside it."""
    with ExitStack() as stack:
        server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), _Silent))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stack.callback(server.shutdown)
        made = Course(root, server.server_address[1])
        door = stack.enter_context(socket.socket(socket.AF_UNIX))
        door.bind(made.places["door"])
        door.listen()
        yield made


class Outside:
    """A process that runs attacks without walls, each in a child of a child."""

    def __init__(self, secret: Path) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"}
        environment["COURSEKIT_TEST_SECRET"] = "in the environment"
        self.process = subprocess.Popen(
            [sys.executable, "-m", outside.__name__, str(secret)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        assert self._read() == "ready\n"

    def run(
        self, cells: list[str], places: dict[str, Any], folder: Path, *, endless: bool
    ) -> dict[str, Any]:
        """Run cells as a notebook's kernel does, and tell what became of it."""
        assert self.process.stdin
        order = {"cells": cells, "places": places, "folder": str(folder), "endless": endless}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self._read())
        return found

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def _read(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline()
