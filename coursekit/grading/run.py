"""Grade a class: find the submissions, have them judged, and keep what was found."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coursekit.grading import isolation
from coursekit.grading.isolation import Level
from coursekit.grading.judging.crew import grade_here
from coursekit.grading.judging.worker import Job
from coursekit.grading.pages.autograded import write_autograded
from coursekit.grading.records.folders import Folders, read_folders
from coursekit.grading.records.gradebook import merge
from coursekit.grading.records.journal import (
    Journal,
    changes,
    remove_parts,
    unusable_name,
    verdict_key,
)
from coursekit.grading.submissions.handout import Handout, read_handout
from coursekit.grading.submissions.submission import Submission, read_submission
from coursekit.grading.verdict import Verdict

JUDGING = "1"  # raise it when the way of grading changes what learners get


@dataclass
class Row:
    """What became of an assignment: numbers of submissions, and the sum of their points."""

    submissions: int = 0
    graded: int = 0  # in this run
    outdated: int = 0  # graded before something other than the files changed
    unreadable: int = 0  # with a notebook that is missing or cannot be read
    waiting: int = 0  # with points that wait for a person
    points: float = 0.0
    most: float = 0.0  # points of one submission


@dataclass
class Outcome:
    """What a run did, and what a teacher should look at."""

    rows: dict[str, Row] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)  # of points, with their reason
    waiting: list[str] = field(default_factory=list)  # points that wait for a person
    remarks: list[str] = field(default_factory=list)

    @property
    def needs_a_person(self) -> bool:
        """Whether points wait, or a notebook could not be read."""
        return any(row.waiting or row.unreadable for row in self.rows.values())


class Watcher:
    """Is told how far a run is; the command shows it as a bar."""

    def begin(self, total: int) -> None:
        """Hear how many submissions there are."""

    def step(self, submission: Submission) -> None:
        """Hear that a submission is done."""


@dataclass(frozen=True)
class Settings:
    """How a class is graded."""

    workers: int = 0  # 0 stands for one for each processor
    scheduler: str = ""  # address of a dask scheduler
    level: Level = field(default_factory=isolation.default_level)
    secret: str | None = None
    regrade: bool = False


def grade_course(
    root: Path,
    assignments: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    db_url: str | None = None,
    watcher: Watcher | None = None,
) -> Outcome:
    """Grade what was handed in for some assignments of a course, or for all.

    What the journal holds already is not graded again unless its files changed, or `regrade` asks
    for it; so a run that was killed goes on where it was.

    Raises
    ------
    FileNotFoundError
        If `root` is no course, or an assignment was not released.
    ValueError
        If learners' code could read the course's folder.
    RuntimeError
        If the walls asked for cannot be built, or another grader works on the course.
    """
    settings = settings or Settings()
    isolation.require(settings.level)
    folders = read_folders(root, db_url)
    isolation.refuse_in_view(folders.root, settings.level)
    names, unknown = (list(assignments), []) if assignments else handed_in(folders)
    handouts = {name: read_handout(folders.handout(name)) for name in names}
    journal = Journal(folders.journal)
    with journal.lock():
        remove_parts(folders.root, folders.graded("*", "*").relative_to(folders.root))
        run = _Course(folders, handouts, journal, settings)
        run.outcome.remarks += [f"{name} was handed in but not released." for name in unknown]
        run.grade(watcher or Watcher())
        for handout in handouts.values():
            run.merge(handout)
    return run.outcome


def handed_in(folders: Folders) -> tuple[list[str], list[str]]:
    """Name the assignments for which something was handed in: those released, and all others.

    Raises
    ------
    FileNotFoundError
        If nothing was handed in for a released assignment.
    """
    places = folders.submission("*", "*").relative_to(folders.root)
    names = sorted({path.name for path in folders.root.glob(str(places)) if path.is_dir()})
    known = [name for name in names if any(folders.handout(name).glob("*.ipynb"))]
    if not known:
        told = ", ".join(names) or "no folder"
        raise FileNotFoundError(
            f"Nothing was handed in: {folders.root / places} must find folders of released "
            f"assignments, got {told}."
        )
    return known, [name for name in names if name not in known and not name.startswith(".")]


class _Course:
    """One run over a course."""

    def __init__(
        self,
        folders: Folders,
        handouts: dict[str, Handout],
        journal: Journal,
        settings: Settings,
    ) -> None:
        self.folders, self.handouts, self.journal = folders, handouts, journal
        self.settings = settings
        self.outcome = Outcome({name: Row() for name in handouts})

    def grade(self, watcher: Watcher) -> None:
        """Have everything judged that is not in the journal, and write it there."""
        found = [(name, learner) for name in self.handouts for learner in self._learners(name)]
        watcher.begin(len(found))
        for job, verdict in self._graded(self._jobs(found, watcher)):
            old = self.journal.read_or_none(verdict.assignment, verdict.learner)
            self._write(verdict, job.submission, job.handout)
            if old is not None:
                self.outcome.changes += changes(old, verdict)
            self.outcome.rows[verdict.assignment].graded += 1
            watcher.step(job.submission)

    def merge(self, handout: Handout) -> None:
        """Write all verdicts on an assignment into the gradebook."""
        verdicts = self._counted(self.journal.all(handout.assignment))
        report = merge(verdicts, handout, self.folders.db_url, folders=self.folders)
        self.outcome.rows[handout.assignment].waiting = report.waiting_submissions
        self.outcome.waiting += report.waiting
        self.outcome.remarks += report.remarks

    def _counted(self, verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
        """Pass verdicts on and add them up."""
        for verdict in verdicts:
            row = self.outcome.rows[verdict.assignment]
            row.submissions += 1
            row.points += verdict.points
            row.most = max(row.most, verdict.max_points)
            row.unreadable += any(one.state != "graded" for one in verdict.notebooks)
            yield verdict

    def _learners(self, assignment: str) -> Iterator[str]:
        place = self.folders.submission(assignment, "*")
        parts = place.relative_to(self.folders.root).parts
        for path in sorted(self.folders.root.glob(str(Path(*parts)))):
            learner = path.relative_to(self.folders.root).parts[parts.index("*")]
            if learner.startswith("."):
                continue
            if fault := unusable_name(learner):
                self.outcome.remarks.append(f"A folder was passed over: {fault}")
            else:
                yield learner

    def _jobs(self, found: Iterable[tuple[str, str]], watcher: Watcher) -> Iterator[Job]:
        """Read the submissions one by one; those whose verdict still holds are passed over."""
        for name, learner in found:
            handout = self.handouts[name]
            submission = read_submission(self.folders.submission(name, learner), handout)
            key = verdict_key(
                files=submission.digest,
                exercises=_versions(handout),
                secret=self.settings.secret or "",
                judging=JUDGING,
            )
            if self._still_holds(submission, key):
                watcher.step(submission)
            else:
                yield Job(handout, submission, key, self.settings.secret)

    def _still_holds(self, submission: Submission, key: str) -> bool:
        name, learner = submission.assignment, submission.learner
        old = self.journal.read_or_none(name, learner)
        if old is None or self.settings.regrade:
            return False
        if old.key.partition("|")[0] != key.partition("|")[0]:
            return False  # other files were handed in
        self.outcome.rows[name].outdated += old.key != key
        if not all(path.is_file() for path in self._notebooks(old)):
            self._write(old, submission, self.handouts[name])  # killed before it was written
        return True

    def _graded(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Verdict]]:
        workers = self.settings.workers or os.cpu_count() or 1
        if self.settings.scheduler:
            from coursekit.grading.judging.cluster import grade_on_cluster  # an optional dependency

            return grade_on_cluster(jobs, self.settings.level, self.settings.scheduler)
        return grade_here(jobs, self.settings.level, workers)

    def _write(self, verdict: Verdict, submission: Submission, handout: Handout) -> None:
        """Keep a verdict; notebooks that are missing tell a later run that this did not end."""
        for path in self._notebooks(verdict):
            path.unlink(missing_ok=True)
        self.journal.write(verdict)
        graded = self.folders.graded(verdict.assignment, verdict.learner)
        write_autograded(verdict, submission, handout, graded)

    def _notebooks(self, verdict: Verdict) -> list[Path]:
        """List the graded notebooks that belong to a verdict."""
        graded = self.folders.graded(verdict.assignment, verdict.learner)
        return [graded / f"{name}.ipynb" for name in self.handouts[verdict.assignment].notebooks]


def _versions(handout: Handout) -> str:
    """Write down the versions of an assignment's exercises and the points of its cells."""
    from coursekit.exercises import EXERCISES  # slow: it imports every declaration

    parts = []
    for _, cell in handout.tasks:
        exercise = EXERCISES.get(handout.task_id(cell))
        parts.append(f"{cell.grade_id} {cell.points} {exercise.version if exercise else ''}")
    return "\n".join(parts)
