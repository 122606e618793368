"""Where a course keeps its files: read from nbgrader's own configuration."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nbgrader.apps import NbGrader
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

CONFIG = "nbgrader_config.py"
DEFAULT_COURSE = "default_course"


@dataclass(frozen=True)
class Folders:
    """A course's folders and gradebook, named as nbgrader names them."""

    root: Path
    source: str
    release: str
    submitted: str
    autograded: str
    feedback: str
    structure: str  # "{nbgrader_step}/{student_id}/{assignment_id}"
    db_url: str
    course: str
    config: Config = field(default_factory=Config, repr=False)

    @property
    def journal(self) -> Path:
        """The folder of the verdicts."""
        return self.root / "journal"

    def handout(self, assignment: str) -> Path:
        """Return the folder of an assignment as it is handed out."""
        return self._place(self.release, ".", assignment)

    def submission(self, assignment: str, learner: str) -> Path:
        """Return the folder of what a learner handed in."""
        return self._place(self.submitted, learner, assignment)

    def graded(self, assignment: str, learner: str) -> Path:
        """Return the folder of a learner's graded notebooks."""
        return self._place(self.autograded, learner, assignment)

    def pages(self, assignment: str, learner: str) -> Path:
        """Return the folder of a learner's feedback pages."""
        return self._place(self.feedback, learner, assignment)

    def late_penalties(self) -> AssignLatePenalties:
        """Make nbgrader's own step for late submissions, with the course's plugin and settings."""
        with _importable(self.root):
            step = AssignLatePenalties(config=self.config)
            step.init_plugin()
        return step

    def _place(self, step: str, learner: str, assignment: str) -> Path:
        names = {"nbgrader_step": step, "student_id": learner, "assignment_id": assignment}
        return self.root / self.structure.format(**names)


class _Settings(NbGrader):
    """Reads the settings of one course, whatever the current folder is."""

    load_cwd_config = False
    raise_config_file_errors = True

    def init_syspath(self) -> None:
        """Leave the path of this process alone."""

    def load_config_file(self, **kwargs: Any) -> None:
        """Read the user's settings; nbgrader warns here if the current folder has none."""
        super(NbGrader, self).load_config_file(**kwargs)


def read_folders(root: Path, db_url: str | None = None) -> Folders:
    """Read the folders of the course in `root`; `db_url` takes the place of the course's own.

    Raises
    ------
    FileNotFoundError
        If `root` has no nbgrader_config.py.
    ValueError
        If nbgrader cannot read it.
    """
    root = root.resolve()
    path = root / CONFIG
    if not path.is_file():
        raise FileNotFoundError(f"Run this in the course's own folder: {root} has no {CONFIG}.")
    app = _Settings(log_level=logging.ERROR)
    try:
        with _importable(root):
            app.initialize([], root=str(root))
    except (Exception, SystemExit) as error:
        raise ValueError(f"{path} must be a configuration of nbgrader: {error!r}") from error
    names = app.coursedir
    return Folders(
        root=Path(names.root),
        source=names.source_directory,
        release=names.release_directory,
        submitted=names.submitted_directory,
        autograded=names.autograded_directory,
        feedback=names.feedback_directory,
        structure=names.directory_structure,
        db_url=db_url or names.db_url,
        course=names.course_id or DEFAULT_COURSE,
        config=app.config,
    )


@contextmanager
def _importable(root: Path) -> Iterator[None]:
    """Let a course's plugins be found beside its configuration, as nbgrader does."""
    sys.path.append(str(root))
    try:
        yield
    finally:
        sys.path.remove(str(root))
