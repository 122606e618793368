"""A worker: a process that judges one submission after another, in a place that it keeps ready.

`python -m coursekit.grading.judging.worker LEVEL` reads jobs and writes verdicts. Jobs are pickled:
they go from the grader to its own worker. Verdicts come back as JSON.
"""

import gc
import os
import pickle
import select
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from typing import BinaryIO

from coursekit.grading.isolation import Level
from coursekit.grading.judging.judge import grade_submission, load_exercises
from coursekit.grading.judging.session import PlaceError, WaitingProcess
from coursekit.grading.submissions.handout import Handout
from coursekit.grading.submissions.submission import Submission
from coursekit.grading.verdict import Verdict

JOB_LIMIT = 3600.0  # seconds on the clock; every part of a job has a far smaller limit
START_LIMIT = 240.0
LEAVE_LIMIT = 10.0
LAST_SECONDS = 3.0
_SIZE = struct.Struct(">Q")
_READY = b"ready"
_A_SECOND = 1000  # milliseconds


class WorkerLost(RuntimeError):
    """The worker ended, or did not answer."""


@dataclass(frozen=True)
class Job:
    """One submission to grade, and everything that a worker needs for it."""

    handout: Handout
    submission: Submission
    key: str
    secret: str | None

    def lighter(self) -> "Job":
        """Leave out what judging does not read: the notebooks as files."""
        notebooks = tuple(replace(one, notebook=None) for one in self.submission.notebooks)
        return replace(self, submission=replace(self.submission, notebooks=notebooks))


class Worker:
    """The grader's end of a worker process."""

    def __init__(self, level: Level) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "coursekit.grading.judging.worker", level],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            bufsize=0,
        )

    def wait_until_ready(self) -> None:
        """Wait until the worker has a place for learners' code.

        Raises
        ------
        WorkerLost
            If it has none; the message says why.
        """
        if self._read(START_LIMIT) != _READY:
            raise self._lost()

    def grade(self, job: Job) -> Verdict:
        """Have a submission graded.

        Raises
        ------
        WorkerLost
            If the worker ends, or does not answer within an hour.
        """
        try:
            _write(self._pipe(self.process.stdin), pickle.dumps(job.lighter()))
        except OSError as error:
            raise self._lost() from error
        return Verdict.from_json(self._read(JOB_LIMIT).decode("utf-8", "surrogatepass"))

    def close(self, at_once: bool = False) -> None:
        """End the worker; an idle one ends by itself when nobody speaks to it any more."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(0 if at_once else LEAVE_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdout, self._errors):
            if stream:
                stream.close()

    def _read(self, seconds: float) -> bytes:
        stream = self._pipe(self.process.stdout)
        deadline = time.monotonic() + seconds
        try:
            (size,) = _SIZE.unpack(_read_exactly(stream, _SIZE.size, deadline))
            return _read_exactly(stream, size, deadline)
        except (OSError, EOFError) as error:
            raise self._lost() from error

    def _lost(self) -> WorkerLost:
        self.process.kill()
        self._errors.seek(0)
        last = self._errors.read()[-400:].decode(errors="replace").strip().rpartition("\n")[2]
        return WorkerLost(f"A worker was lost ({last or 'it said nothing'}).")

    @staticmethod
    def _pipe(stream: object) -> BinaryIO:
        return stream  # type: ignore[return-value]


def _write(stream: BinaryIO, data: bytes) -> None:
    left = memoryview(_SIZE.pack(len(data)) + data)
    while left:
        left = left[stream.write(left) :]


def _read_exactly(stream: BinaryIO, count: int, deadline: float) -> bytes:
    found = bytearray()
    while len(found) < count:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([stream], [], [], left)[0]:
            raise TimeoutError("no answer in time")
        part = stream.read(min(count - len(found), 1 << 20))
        if not part:
            raise EOFError
        found += part
    return bytes(found)


def _work(level: Level, jobs: BinaryIO, verdicts: BinaryIO) -> None:
    """Grade what comes until the grader hangs up."""
    place = WaitingProcess(level)
    place.session().close()  # walls that cannot be built are found out before the class begins
    load_exercises()
    gc.freeze()  # closing a figure runs the collector over everything that is not frozen
    _write(verdicts, _READY)
    while size := jobs.read(_SIZE.size):
        data = _read_exactly(jobs, _SIZE.unpack(size)[0], time.monotonic() + START_LIMIT)
        job: Job = pickle.loads(data)  # written by the grader, in `Worker.grade`
        try:
            verdict = _grade(job, place)
        except PlaceError:  # a killed waiting process is no reason to lose the worker
            place.close()
            place = WaitingProcess(level)
            verdict = _grade(job, place)
        _write(verdicts, verdict.to_json().encode("utf-8", "surrogatepass"))
    place.close()


def _grade(job: Job, place: WaitingProcess) -> Verdict:
    return grade_submission(job.handout, job.submission, place, job.secret, job.key)


def _end_with_the_grader(jobs: int) -> None:
    """End soon after nobody is left who could send jobs, also in the middle of one."""
    poll = select.poll()
    poll.register(jobs, 0)  # of nothing but the other side's end
    while not poll.poll(_A_SECOND):  # some systems tell it only when asked
        pass
    time.sleep(LAST_SECONDS)  # enough for a worker that has nothing to do
    os._exit(1)


def main() -> None:
    """Take over the standard streams, so that nothing printed gets among the verdicts."""
    jobs, verdicts = os.fdopen(os.dup(0), "rb", 0), os.fdopen(os.dup(1), "wb", 0)
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 0)
    os.dup2(2, 1)
    threading.Thread(target=_end_with_the_grader, args=(jobs.fileno(),), daemon=True).start()
    _work(Level(sys.argv[1]), jobs, verdicts)


if __name__ == "__main__":
    main()
