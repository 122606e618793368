"""Several workers on this computer, each fed by a thread; what one loses another grades."""

import itertools
import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coursekit.grading.isolation import Level
from coursekit.grading.judging.judge import lost_verdict
from coursekit.grading.judging.worker import Job, Worker, WorkerLost
from coursekit.grading.verdict import Verdict

MOST_LOST = 2  # workers that one submission may cost
MOST_STARTS = 3  # of a worker in place of a lost one
PATIENCE = 0.5  # seconds for a thread that has nothing to do


@dataclass
class Task:
    """A job, and how many workers it has cost."""

    job: Job
    lost: int = 0

    def given_up(self, why: str) -> Verdict | None:
        """Count a lost worker; after too many, return the verdict that says so."""
        self.lost += 1
        if self.lost < MOST_LOST:
            return None
        words = f"Grading this submission ended {self.lost} workers. {why}"
        return lost_verdict(self.job.handout, self.job.submission, self.job.key, words)


def grade_here(jobs: Iterable[Job], level: Level, workers: int) -> Iterator[tuple[Job, Verdict]]:
    """Grade submissions in some processes of this computer, in the order in which they end.

    Few jobs are taken ahead, so that a large class needs no more memory than a small one. A
    submission that costs two workers gets a verdict that says so, and no third try.

    Raises
    ------
    RuntimeError
        If no worker can be started.
    """
    left = iter(jobs)
    first = next(left, None)
    if first is None:  # a worker takes seconds to start
        return
    crew = _Crew(level, workers)
    try:
        crew.start()
        yield from crew.grade(itertools.chain([first], left))
    finally:
        crew.stop()


class _Crew:
    def __init__(self, level: Level, workers: int) -> None:
        self.level, self.size = level, workers
        self.waiting: queue.Queue[Task | None] = queue.Queue()
        self.done: queue.Queue[tuple[Job, Verdict] | BaseException] = queue.Queue()
        self.workers: list[Worker] = []
        self.threads: list[threading.Thread] = []
        self.stopped = threading.Event()

    def start(self) -> None:
        """Start all workers; the first one that cannot start ends the run."""
        self.workers = [Worker(self.level) for _ in range(self.size)]
        for worker in self.workers:
            worker.wait_until_ready()
        for place in range(self.size):
            thread = threading.Thread(target=self._feed, args=(place,), daemon=True)
            thread.start()
            self.threads.append(thread)

    def grade(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Verdict]]:
        """Keep a few jobs waiting and give back what is done."""
        left, running = iter(jobs), 0
        ended = False
        while running or not ended:
            while not ended and running < 2 * self.size:
                job = next(left, None)
                ended = job is None
                if job is not None:
                    self.waiting.put(Task(job))
                    running += 1
            if running:
                found = self.done.get()
                if isinstance(found, BaseException):
                    raise found
                running -= 1
                yield found

    def stop(self) -> None:
        """End all workers and threads, whatever they do."""
        self.stopped.set()
        for _ in self.threads:
            self.waiting.put(None)
        for place, thread in enumerate(self.threads):
            thread.join(PATIENCE)
            if thread.is_alive():
                self.workers[place].process.kill()  # which ends what the thread waits for
                thread.join()
        for worker in self.workers:
            worker.close(at_once=not self.threads)

    def _feed(self, place: int) -> None:
        """Give jobs to one worker, which is replaced when it is lost."""
        while task := self.waiting.get():
            try:
                self.done.put((task.job, self.workers[place].grade(task.job)))
            except WorkerLost as lost:
                if self.stopped.is_set():
                    return
                self._take_back(task, str(lost))
                self._replace(place)
            except BaseException as error:
                self.done.put(error)

    def _take_back(self, task: Task, why: str) -> None:
        verdict = task.given_up(why)
        if verdict is None:
            self.waiting.put(task)
        else:
            self.done.put((task.job, verdict))

    def _replace(self, place: int) -> None:
        why = ""
        for _ in range(MOST_STARTS):
            self.workers[place].close()
            worker = self.workers[place] = Worker(self.level)
            if self.stopped.is_set():  # `stop` may have seen the old one
                worker.close(at_once=True)
                return
            try:
                worker.wait_until_ready()
                return
            except WorkerLost as lost:
                why = str(lost)
        self.done.put(RuntimeError(f"No worker can be started any more: {why}"))
