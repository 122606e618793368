"""Grade a class on the computers of a dask cluster; what one loses another grades.

Every process of the cluster keeps a worker as `coursekit.grading.judging.worker` starts it. It gets
jobs and gives verdicts as JSON; journal and gradebook are written here alone.
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from ipaddress import ip_address
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from distributed import Client, Future, wait
from distributed.scheduler import KilledWorker

from coursekit.grading.isolation import Level
from coursekit.grading.judging.crew import MOST_LOST, Task
from coursekit.grading.judging.worker import Job, Worker, WorkerLost
from coursekit.grading.verdict import Verdict

CONNECT_LIMIT = 30  # seconds
LEAST_MEMORY = 1_500_000_000  # bytes of a dask worker; with less it pauses, and says nothing
PATIENCE = 120.0  # seconds without a result while nothing runs
LOOK = 10.0  # seconds between two looks at what runs
PACKAGE = Path(__file__).parents[1]

Facts = dict[str, Any]


def grade_on_cluster(
    jobs: Iterable[Job], level: Level, address: str
) -> Iterator[tuple[Job, Verdict]]:
    """Grade submissions on a cluster, in the order in which they end.

    Certificates are taken from dask's own configuration, `distributed.comm.tls`. A submission that
    costs two workers gets a verdict that says so, and no third try.

    Raises
    ------
    ValueError
        If `address` is neither of this computer nor secured by TLS.
    RuntimeError
        If the cluster cannot be used, or does nothing any more.
    """
    _require_safe(address)
    with _connected(address) as client, _few_failures(client):
        _require_ready(client, level)
        try:
            yield from _Grading(client, level).results(iter(jobs))
        finally:
            with suppress(Exception):  # of a cluster that is gone
                client.run(_end_workers)


def _require_safe(address: str) -> None:
    """Refuse a scheduler to which others could send code: it would run it."""
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme == "tls" or (parts.scheme == "tcp" and _is_here(parts.hostname or "")):
        return
    raise ValueError(
        "the scheduler's address must begin with tls://, or be of this computer such as "
        f"tcp://127.0.0.1:8786, got {address!r}."
    )


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    try:
        client = Client(address, timeout=CONNECT_LIMIT)
    except (OSError, TypeError, ValueError) as error:
        raise RuntimeError(f"The scheduler {address} cannot be reached: {error}") from error
    try:
        with client:
            yield client
    except ImportError as error:
        raise RuntimeError(f"The cluster needs this version of coursekit: {error}") from error


@contextmanager
def _few_failures(client: Client) -> Iterator[None]:
    """Let dask try a task that ends its processes as often as we would, and no third time."""
    before = client.run_on_scheduler(_allow_failures, MOST_LOST - 1)
    try:
        yield
    finally:
        with suppress(Exception):  # of a cluster that is gone
            client.run_on_scheduler(_allow_failures, before)


def _allow_failures(number: int, dask_scheduler: Any) -> int:
    before: int = dask_scheduler.allowed_failures
    dask_scheduler.allowed_failures = number
    return before


# --- is the cluster fit for it? --------------------------------------------------------------


def _require_ready(client: Client, level: Level) -> None:
    """Refuse a cluster that would grade otherwise than this computer, or stand still."""
    facts: Mapping[str, Facts] = client.run(_facts)
    if not facts:
        raise RuntimeError("The cluster has no workers: start some with dask worker.")
    ours = own_version()
    for address, found in facts.items():
        if found["version"] != ours:
            raise RuntimeError(
                f"{address} has coursekit {found['version']}, this computer {ours}: install one "
                "and the same, and start the workers again."
            )
        if found["memory"] and found["memory"] < LEAST_MEMORY:
            raise RuntimeError(
                f"{address} may use {found['memory'] / 1e9:.1f} GB of memory, and must have "
                f"{LEAST_MEMORY / 1e9:.1f} GB: start it with a larger --memory-limit."
            )
    started = [client.submit(_start, level, workers=[one], pure=False) for one in facts]
    for address, future in zip(facts, started, strict=True):
        if error := future.exception():
            raise RuntimeError(f"{address} cannot grade: {error}")


def _facts(dask_worker: Any) -> Facts:
    return {"version": own_version(), "memory": dask_worker.memory_manager.memory_limit}


def own_version() -> str:
    """Return the version of this package, with the beginning of the hash of its source as it is.

    A worker is started from that source, however old the process is that starts it.
    """
    found = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        found.update(bytes(path.relative_to(PACKAGE)) + b"\0" + path.read_bytes() + b"\0")
    return f"{version('coursekit')} ({found.hexdigest()[:8]})"


# --- in a process of the cluster -------------------------------------------------------------

_idle: dict[Level, list[Worker]] = defaultdict(list)


def _start(level: Level) -> None:
    """Start a worker; it ends by itself when this process does."""
    worker = Worker(level)
    try:
        worker.wait_until_ready()
    except WorkerLost as lost:
        worker.close(at_once=True)
        raise RuntimeError(f"No worker can be started: {lost}") from lost
    _idle[level].append(worker)


def _grade(job: Job, level: Level) -> bytes:
    """Have a submission graded by the worker of this process."""
    if not _idle[level]:
        _start(level)
    worker = _idle[level].pop()
    try:
        verdict = worker.grade(job)
    except BaseException:
        worker.close(at_once=True)
        raise
    _idle[level].append(worker)
    return verdict.to_json().encode("utf-8", "surrogatepass")


def _end_workers() -> None:
    """Let the workers of this process go, now that the class is graded."""
    for workers in _idle.values():
        while workers:
            workers.pop().close(at_once=True)


# --- here ------------------------------------------------------------------------------------


class _Grading:
    """Keeps a cluster busy with few jobs at a time, so that a large class needs no more memory."""

    def __init__(self, client: Client, level: Level) -> None:
        self.client, self.level = client, level
        self.tasks: dict[Future, Task] = {}
        self.last = time.monotonic()  # when something was seen to happen

    def results(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Verdict]]:
        """Give back what is done, and send more."""
        while True:
            for job in islice(jobs, max(0, self._room())):
                self._send(Task(job))
            if not self.tasks:
                return
            for future in self._done():
                task = self.tasks.pop(future)
                verdict = self._verdict(task, future)
                future.release()
                if verdict is not None:
                    yield task.job, verdict

    def _room(self) -> int:
        """Tell how many more jobs the cluster may get: two for each of its threads."""
        return 2 * max(1, sum(self.client.nthreads().values())) - len(self.tasks)

    def _send(self, task: Task) -> None:
        future = self.client.submit(_grade, task.job.lighter(), self.level, pure=False)
        self.tasks[future] = task

    def _verdict(self, task: Task, future: Future) -> Verdict | None:
        """Read a verdict; what was lost is sent again, or given up."""
        error = future.exception()
        if error is None:
            return Verdict.from_json(future.result().decode("utf-8", "surrogatepass"))
        if isinstance(error, KilledWorker):
            task.lost = MOST_LOST - 1  # dask has tried it again by itself
        elif not isinstance(error, WorkerLost):
            raise RuntimeError(f"The cluster cannot grade: {error}") from error
        verdict = task.given_up(str(error))
        if verdict is None:
            self._send(task)
        return verdict

    def _done(self) -> list[Future]:
        """Wait for results; a cluster that stands still is an error."""
        while True:
            with suppress(TimeoutError):
                done = wait(list(self.tasks), timeout=LOOK, return_when="FIRST_COMPLETED").done
                self.last = time.monotonic()
                return list(done)
            self._watch()

    def _watch(self) -> None:
        states = self.client.run_on_scheduler(_states)
        if any(running for _, running in states.values()):
            self.last = time.monotonic()
        if time.monotonic() - self.last > PATIENCE:
            told = ", ".join(f"{address} is {state}" for address, (state, _) in states.items())
            raise RuntimeError(
                f"The cluster has done nothing for {PATIENCE:g} seconds: {told or 'no worker left'}"
                ". A paused worker needs a larger --memory-limit."
            )


def _states(dask_scheduler: Any) -> dict[str, tuple[str, int]]:
    """Tell what the scheduler knows of each worker: its state and how much it runs."""
    return {
        address: (worker.status.name, len(worker.executing))
        for address, worker in dask_scheduler.workers.items()
    }
