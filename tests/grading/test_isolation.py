"""The levels of isolation: what each needs, who may use it, and what a class survives."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.grading import isolation
from coursekit.grading.isolation import Level
from coursekit.grading.judging.judge import grade_submission
from coursekit.grading.judging.session import PlaceError, WaitingProcess
from coursekit.grading.records.journal import Journal
from coursekit.grading.run import Settings, grade_course
from tests.grading.attacks.attack import RIGHT, WRONG
from tests.grading.attacks.places import ASSIGNMENT, NOTEBOOK, ROOT, course
from tests.grading.attacks.reaching import REACHING

pytestmark = pytest.mark.slow

NOBODY = 65534
SOME = ("leaves a file in shared memory", "kills its group of processes", "lists processes")
PROBE = """
import json, sys
from coursekit.grading.isolation import Level, require
from coursekit.grading.judging.session import WaitingProcess
require(Level.FULL)
place, told = WaitingProcess(Level.FULL), []
for cell in json.loads(sys.argv[1]):
    session = place.session()
    reply = session.ask({"do": "run", "source": cell, "limit": 10}, 20)
    told.append([one.get("text") or one.get("evalue") for one in reply["outputs"]])
    session.close()
place.close()
print(json.dumps(told))
"""


@pytest.fixture
def honest(tmp_path):
    with course(tmp_path) as made:
        yield made


def test_a_course_that_learners_code_could_read_is_refused(tmp_path):
    inside = Path(sys.prefix) / "course"
    with pytest.raises(ValueError, match="must lie outside of"):
        isolation.refuse_in_view(inside, Level.FULL)
    isolation.refuse_in_view(tmp_path, Level.FULL)
    isolation.refuse_in_view(inside, Level.BASIC)  # there everything can be read


@pytest.mark.parametrize("level", [Level.BASIC, Level.NONE])
def test_weaker_levels_grade_honest_work(level, honest):
    place = WaitingProcess(level)
    try:
        verdict = grade_submission(honest.handout, honest.honest, place, "a secret")
    finally:
        place.close()
    assert verdict.points == 5


def test_without_bubblewrap_full_isolation_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="sudo apt install bubblewrap"):
        isolation.require(Level.FULL)
    isolation.require(Level.BASIC)


def test_a_place_that_is_gone_says_so(honest):
    place = WaitingProcess(Level.FULL)
    place._process.kill()
    place._process.wait()
    with pytest.raises(PlaceError, match="gone"):
        grade_submission(honest.handout, honest.honest, place, "a secret")
    place.close()


def test_an_ordinary_user_has_the_same_walls():
    cells = [one.cell for one in REACHING if one.name in SOME]
    cells += ["open('/dev/note', 'w')", "print(sum(range(10)))"]
    done = subprocess.run(
        [*as_ordinary_user(), sys.executable, "-P", "-c", PROBE, json.dumps(cells)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd="/",
    )
    assert done.returncode == 0, done.stderr
    note, processes, group, device, honest = json.loads(done.stdout)
    assert "Read-only file system" in str(note)
    assert processes == ["only ['1']\n"]
    assert group == ["still here\n"]
    assert "Read-only file system" in str(device)
    assert honest == ["45\n"]


def as_ordinary_user():
    """Begin a command that runs as somebody who may read Python and this package."""
    if os.getuid() != 0:
        return []
    home, shown = Path.home(), []
    for path in (sys.base_prefix, sys.prefix, str(ROOT), str(isolation.datasets.folder())):
        parents = [one for one in Path(path).parents if one.is_relative_to(home)]
        shown += [word for one in parents[::-1] for word in ("--perms", "0755", "--dir", str(one))]
        shown += ["--ro-bind", path, path]
    return [
        *("bwrap", "--dev-bind", "/", "/", "--perms", "0755", "--tmpfs", str(home), *shown),
        *("--cap-add", "ALL", "--"),
        *("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"),
        *("env", "HOME=/tmp"),
    ]


# --- a class with attackers --------------------------------------------------------------------


def test_a_class_goes_on_around_its_attackers(tmp_path):
    root = tmp_path / "class"
    root.mkdir()
    with course(root) as made:
        shutil.copy(ROOT / "nbgrader_config.py", root)
        (root / "gradebook.db").unlink()
        notebook = root / "course" / ASSIGNMENT
        small(notebook, made)
        touch = f"open({str(root / 'journal' / 'points')!r}, 'w').write('24')"
        made.hand_in("writes", [touch], WRONG)
        killer = "import os, signal\nos.kill(0, signal.SIGKILL)\nos.kill(os.getppid(), 9)"
        made.hand_in("kills", [killer], RIGHT)
        made.hand_in("honest2", [], RIGHT)
        (root / "submitted" / "link").mkdir()
        (root / "submitted" / "link" / ASSIGNMENT).symlink_to(made.folder("honest"))
        (root / "submitted" / "..bad" / ASSIGNMENT).mkdir(parents=True)
        before = processes()
        outcome = grade_course(root, [ASSIGNMENT], Settings(workers=1, secret="a secret"))
        found = {one.learner: one.points for one in Journal(root / "journal").all()}
    assert found == {"honest": 5, "honest2": 5, "writes": 3, "kills": 5, "link": 0}
    assert not outcome.waiting
    assert not (root / "journal" / "points").exists()
    assert processes() == before


def small(folder, made):
    """Leave of the released assignment one notebook with the two tasks."""
    for path in folder.glob("*.ipynb"):
        if path.stem != NOTEBOOK:
            path.unlink()
    path = folder / f"{NOTEBOOK}.ipynb"
    ids = {cell.id for cell in made.handout.notebooks[NOTEBOOK]}
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] in ids]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def processes():
    """List this process's children."""
    number = os.getpid()
    return sorted(Path(f"/proc/{number}/task/{number}/children").read_text().split())
