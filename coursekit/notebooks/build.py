"""Scripts in, notebooks out: the teacher's, executed, and the learner's, released."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from coursekit.notebooks.execution import execute, has_outputs, without_outputs
from coursekit.notebooks.expand import expand
from coursekit.notebooks.images import require_images
from coursekit.notebooks.registry import Registry, course_registry
from coursekit.notebooks.release import CONFIG, release
from coursekit.notebooks.script import read_script

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Course:
    """A folder with ``solutions/``, ``course/`` and ``nbgrader_config.py``."""

    root: Path
    registry: Registry

    def assignments(self) -> list[str]:
        """Name the folders of ``solutions/`` that hold scripts."""
        folders = sorted((self.root / "solutions").glob("*/"))
        return [folder.name for folder in folders if _scripts(folder)]

    def scripts(self, assignment: str) -> list[Path]:
        """List the lesson scripts of an assignment."""
        if assignment not in self.assignments():
            choices = ", ".join(self.assignments()) or "none yet"
            raise ValueError(f"No assignment called {assignment!r}. Choose from: {choices}.")
        return _scripts(self.root / "solutions" / assignment)


def find_course(start: Path | None = None) -> Course:
    """Return the course that the folder `start` (default: the current one) lies in.

    Raises
    ------
    FileNotFoundError
        If neither the folder nor one above it has ``nbgrader_config.py`` and ``solutions/``.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() and (folder / "solutions").is_dir():
            return Course(folder, course_registry())
    raise FileNotFoundError(f"No course here: {start} has no {CONFIG} and no solutions/ above it.")


def build_notebook(script: Path, registry: Registry) -> NotebookNode:
    """Return the teacher's notebook of a script, not executed."""
    cells = [cell.node for cell in expand(read_script(script), registry)]
    metadata = {"kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    return new_notebook(cells=cells, metadata=metadata)


def build(
    course: Course,
    assignments: Iterable[str],
    *,
    force: bool = False,
    report: Callable[[str], None] = lambda line: None,
) -> None:
    """Write the notebooks of ``solutions/``, executed, and their releases in ``course/``.

    A notebook whose source is unchanged and that has its outputs is not executed again, unless
    `force` says so.
    """
    for assignment in assignments:
        built = {}
        for script in course.scripts(assignment):
            built[script.stem] = build_notebook(script, course.registry)
            target = script.with_suffix(".ipynb")
            if force or not _is_up_to_date(target, built[script.stem]):
                require_images([script])
                report(f"executing {script.relative_to(course.root)}")
                executed = build_notebook(script, course.registry)
                execute(executed, script.parent)
                executed.metadata = built[script.stem].metadata  # the kernel added its version
                _write(target, as_text(executed).encode())
        report(f"releasing {assignment}")
        for path, content in _released(course, assignment, built).items():
            _write(path, content)
        for path in _left_over(course, assignment, built):
            report(f"removing {path.relative_to(course.root)}")
            path.unlink()


def stale_files(course: Course, assignments: Iterable[str]) -> list[str]:
    """Return a sentence for each built file that is not what its script gives; write nothing.

    The teacher's notebooks are compared without their outputs, the learner's byte for byte.
    """
    stale = []
    for assignment in assignments:
        built = {
            script.stem: build_notebook(script, course.registry)
            for script in course.scripts(assignment)
        }
        stale += [
            (path.with_suffix(".ipynb"), "differs from its script")
            for path in course.scripts(assignment)
            if not _is_up_to_date(path.with_suffix(".ipynb"), built[path.stem])
        ]
        stale += [
            (path, "differs from the release that nbgrader makes")
            for path, content in _released(course, assignment, built).items()
            if not path.is_file() or path.read_bytes() != content
        ]
        stale += [(path, "has no script") for path in _left_over(course, assignment, built)]
    return [f"{path.relative_to(course.root)} {reason}." for path, reason in stale]


def stale_questions() -> list[str]:
    """Return a sentence for each file of sealed questions that is not what its source gives."""
    from coursekit.exercises.freeze import question_files, sealed_questions

    return [
        f"{target.name} differs from {source.parent.name}/{source.name}: "
        "run coursekit author questions."
        for source, target in question_files()
        if not target.is_file() or target.read_text(encoding="utf-8") != sealed_questions(source)
    ]


def as_text(notebook: NotebookNode) -> str:
    """Write a notebook the way it is stored."""
    return nbformat.writes(notebook, version=4) + "\n"


def _scripts(folder: Path) -> list[Path]:
    """List the lessons of a02-thresholds: a02b-otsu.py is one, questions.py is none."""
    return sorted(folder.glob(f"{folder.name.split('-')[0]}*.py"))


def _is_up_to_date(path: Path, built: NotebookNode) -> bool:
    if not path.is_file():
        return False
    stored = nbformat.read(path, as_version=4)
    return has_outputs(stored) and as_text(without_outputs(stored)) == as_text(built)


def _released(course: Course, assignment: str, built: dict[str, NotebookNode]) -> dict[Path, bytes]:
    folder = course.root / "course" / assignment
    files = release(assignment, built, course.root / CONFIG)
    return {folder / name: content for name, content in files.items()}


def _left_over(course: Course, assignment: str, built: Iterable[str]) -> list[Path]:
    expected = {f"{stem}.ipynb" for stem in built}
    folders = [course.root / step / assignment for step in ("solutions", "course")]
    notebooks = [path for folder in folders for path in sorted(folder.glob("*.ipynb"))]
    return [path for path in notebooks if path.name not in expected]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
