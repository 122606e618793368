"""Grade a class with stock nbgrader and with otter-grader, each in several processes.

`otter run` grades one notebook, so a submission is as many calls as it has notebooks. The
notebooks are those that the learners handed in, without nbgrader's graded cells: in the same place
otter runs a test file of the same task. The file calls our `grade` once and pays the properties of
the exercise as otter's test cases, so that the points can be the same.
"""

import json
import re
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from _grading_class import HandedIn, environment
from _grading_usage import end_tree

from coursekit.exercises import EXERCISES, QUESTIONS

NOTEBOOK_LIMIT = 300.0  # seconds; otter has no limit of its own outside a container
Scores = dict[tuple[str, str], float | None]  # by learner and assignment; None: not graded

TEST = """\
OK_FORMAT = False

from otter.test_files import test_case

from coursekit.grading import grade

name = "{name}"
points = {points}
results = []


def pays(env, part):
    if not results:
        results.append(eval("grade('{id}').result", {{**env, "grade": grade}}))
    result = results[0]
    parts = result.properties
    paid = result.points > 0 and (parts[part].passed if parts else True)
    assert paid, result.text
"""
TEST_CASE = """

@test_case()
def part_{part}(env):
    pays(env, {part})
"""


def in_turn(jobs: Iterable[Callable[[], None]], processes: int) -> None:
    """Do the jobs, each of which starts a process and waits for it, so many at a time."""
    with ThreadPoolExecutor(max_workers=processes) as pool:
        for done in [pool.submit(job) for job in jobs]:
            done.result()


# --- nbgrader --------------------------------------------------------------------------------


def run_stock(course: Path, submissions: Sequence[HandedIn], processes: int) -> None:
    """Autograde the class; each call takes a part of the learners and one assignment."""
    jobs = []
    for assignment in sorted({one.assignment for one in submissions}):
        names = sorted(one.learner for one in submissions if one.assignment == assignment)
        parts = (names[part::processes] for part in range(processes))
        jobs += [_stock_job(course, assignment, part) for part in parts if part]
    in_turn(jobs, processes)


def _stock_job(course: Path, assignment: str, names: Sequence[str]) -> Callable[[], None]:
    """Autograde a part of the class; a submission that stops nbgrader is left out the next time."""

    def job() -> None:
        left = list(names)
        while left:
            words = _autograde(course, assignment, left)
            if words is None:
                return
            stopped_at = re.findall(r"submitted/([^/]+)/", words)
            if not stopped_at or stopped_at[-1] not in left:
                raise RuntimeError(f"nbgrader autograde {assignment} failed:\n{words[-1500:]}")
            left = [name for name in left if name > stopped_at[-1]]

    return job


def _autograde(course: Path, assignment: str, names: Sequence[str]) -> str | None:
    """Autograde the submissions of some learners; return nbgrader's words if it did not end.

    It ends with a list of the submissions that it could not grade, if there are any.
    """
    everybody = {path.name for path in course.glob("submitted/*")}
    others = ",".join(sorted(everybody - set(names)))
    command = [sys.executable, "-m", "nbgrader", "autograde", assignment]
    left_out = [f"--CourseDirectory.student_id_exclude={others}"] if others else []
    done = subprocess.run(
        [*command, *left_out], cwd=course, env=environment(course), capture_output=True, text=True
    )
    ended = re.search("error processing assignment '.*' for student", done.stderr)
    return done.stderr if done.returncode and not ended else None


def gradebook_scores(course: Path, submissions: Iterable[HandedIn]) -> Scores:
    """Read the points from nbgrader's database."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{(course / 'gradebook.db').resolve()}") as gradebook:
        return {
            (one.learner, one.assignment): float(
                gradebook.find_submission(one.assignment, one.learner).score
            )
            if (course / "autograded" / one.learner / one.assignment).is_dir()
            else None
            for one in submissions
        }


def waiting(course: Path, submissions: Iterable[HandedIn]) -> int:
    """Count the submissions in nbgrader's database of which some points wait for a person."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{(course / 'gradebook.db').resolve()}") as gradebook:
        return sum(
            gradebook.find_submission(one.assignment, one.learner).needs_manual_grade
            for one in submissions
            if (course / "autograded" / one.learner / one.assignment).is_dir()
        )


# --- otter-grader ----------------------------------------------------------------------------


def prepare_otter(course: Path, submissions: Iterable[HandedIn]) -> None:
    """Write an autograder for each notebook of the course, and the notebooks to be graded."""
    from otter.generate import main as generate

    for path in sorted(course.glob("course/*/*.ipynb")):
        tests = course / "otter" / "tests" / path.stem
        tests.mkdir(parents=True)
        for name in filter(None, map(_task, nbformat.read(path, as_version=4).cells)):
            (tests / f"{name}.py").write_text(
                _test_file(f"{path.stem[:3]}.{name}", name), encoding="utf-8"
            )
        generate(
            tests_dir=str(tests),
            output_path=str(_autograder(course, path.stem)),
            no_config=True,
            no_requirements=True,
            no_environment=True,
        )
    for one in submissions:
        for path in sorted(one.folder.glob("*.ipynb")):
            target = _otter_folder(course, one.learner, path.stem)
            target.mkdir(parents=True)
            (target / path.name).write_text(_for_otter(path), encoding="utf-8")


def run_otter(course: Path, submissions: Sequence[HandedIn], processes: int) -> None:
    """Grade every notebook by `otter run`."""
    jobs = [
        _otter_job(course, _otter_folder(course, one.learner, path.stem) / path.name)
        for one in submissions
        for path in sorted(one.folder.glob("*.ipynb"))
    ]
    in_turn(jobs, processes)


def _otter_job(course: Path, path: Path) -> Callable[[], None]:
    command = [sys.executable, "-m", "otter", "run", "--no-logo"]
    where = ["-a", str(_autograder(course, path.stem)), "-o", str(path.parent), str(path)]

    def job() -> None:
        log = path.with_suffix(".log")
        with log.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(
                [*command, *where], env=environment(course), stdout=out, stderr=out
            )
            try:
                process.wait(NOTEBOOK_LIMIT)
            except subprocess.TimeoutExpired:
                end_tree(process.pid)
                process.wait()

    return job


def otter_scores(course: Path, submissions: Iterable[HandedIn]) -> Scores:
    """Add up the points of each submission's notebooks; a notebook without a result has none."""
    scores: Scores = {}
    for one in submissions:
        found = [
            _otter_folder(course, one.learner, path.stem) / "results.json"
            for path in one.folder.glob("*.ipynb")
        ]
        graded = [path for path in found if path.is_file()]
        points = sum(map(_otter_points, graded)) if graded else None
        scores[one.learner, one.assignment] = points
    return scores


def _otter_points(path: Path) -> float:
    tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
    return float(sum(test.get("score", 0) for test in tests))


def _otter_folder(course: Path, learner: str, notebook: str) -> Path:
    return course / "otter" / "submitted" / learner / notebook


def _autograder(course: Path, notebook: str) -> Path:
    return course / "otter" / f"{notebook}.zip"


def _test_file(id: str, name: str) -> str:
    """Write the test file of a task: a test case for each part that has points."""
    item = EXERCISES.get(id)
    parts = [prop.points for prop in item.props] if item else [QUESTIONS[id].points]
    cases = (TEST_CASE.format(part=part) for part in range(len(parts)))
    return TEST.format(name=name, id=id, points=[float(p) for p in parts]) + "".join(cases)


def _for_otter(path: Path) -> str:
    """Turn a submitted notebook into otter's: tests take the places of the graded cells."""
    text = path.read_text(encoding="utf-8")
    try:
        with warnings.catch_warnings(action="ignore"):  # cells that a learner has copied
            notebook = nbformat.reads(text, as_version=4)
    except (ValueError, nbformat.ValidationError):
        return text  # cut off: otter shall see it as it is
    kept: list[nbformat.NotebookNode] = []
    for cell in notebook.cells:
        name = _task(cell)
        if name and kept:
            kept[-1].metadata.setdefault("otter", {}).setdefault("tests", []).append(name)
        else:
            kept.append(cell)
    notebook.cells = kept
    return str(nbformat.writes(notebook))


def _task(cell: nbformat.NotebookNode) -> str:
    """Name the task that a graded cell grades; empty for other cells."""
    about = cell.metadata.get("nbgrader", {})
    return str(about["grade_id"]).removesuffix("-grade") if about.get("grade") else ""
