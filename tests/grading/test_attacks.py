"""Each attack works without walls, and behind them earns nothing, stops nothing, leaves nothing.

The first part of a test runs the attack as stock nbgrader would, in a process without walls; the
second part grades a submission with it.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from coursekit.grading import isolation
from coursekit.grading.isolation import Level
from coursekit.grading.judging import away, notebook_run
from coursekit.grading.judging.judge import grade_submission
from coursekit.grading.judging.session import WaitingProcess
from tests.grading.attacks.attack import RIGHT, WRONG
from tests.grading.attacks.cheating import CHEATING
from tests.grading.attacks.handed_in import HANDED_IN
from tests.grading.attacks.last_values import LAST_VALUES, stock_points
from tests.grading.attacks.on_the_wire import ON_THE_WIRE
from tests.grading.attacks.places import ASSIGNMENT, Outside, course
from tests.grading.attacks.reaching import REACHING
from tests.grading.attacks.using_up import USING_UP

pytestmark = pytest.mark.slow

ATTACKS = (*REACHING, *USING_UP, *CHEATING, *ON_THE_WIRE)
NOTE = Path("/dev/shm/coursekit-attack")
SMALL = {"memory": 200 << 20, "disk": 20 << 20, "files": 200, "opened": 50, "threads": 20}
LARGE = {"memory": 8 << 30, "disk": 100 << 20, "files": 20_000, "opened": 400, "threads": 200}


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    with course(tmp_path_factory.mktemp("attacked")) as made:
        yield made


@pytest.fixture(scope="module")
def walls():
    isolation.require(Level.FULL)
    place = WaitingProcess(Level.FULL)
    yield place
    place.close()


@pytest.fixture(scope="module")
def outside(attacked):
    process = Outside(attacked.secret)
    yield process
    process.close()


@pytest.fixture
def victim():
    """A process that nobody needs, in the place of the grader."""
    process = subprocess.Popen(["sleep", "60"])
    yield process.pid
    process.kill()
    process.wait()


@pytest.fixture
def short_limits(monkeypatch):
    monkeypatch.setattr(notebook_run, "CELL_LIMIT", 0.8)
    monkeypatch.setattr(notebook_run, "HARD_CELL_LIMIT", 3.0)
    monkeypatch.setattr(away, "HARD_LIMIT", 4.0)


@pytest.fixture
def empty_tmp(tmp_path, monkeypatch):
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def feedback(verdict):
    """All that the learner reads: remarks, replies, and what the cells showed."""
    words = [*verdict.remarks]
    for notebook in verdict.notebooks:
        words += notebook.remarks
        for outputs in notebook.outputs.values():
            for one in outputs:
                words += [one.get("text", ""), one.get("evalue", ""), one.get("ename", "")]
                words.append(one.get("data", {}).get("text/plain", ""))
    return "\n".join([*words, *(task.text for task in verdict.tasks)])


def processes_under(number):
    """List the processes below one, at any depth."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(folder.name)] = int(stat[1])
    found, new = set(), {number}
    while new := {one for one, parent in parents.items() if parent in new}:
        found |= new
    return found


def orphans_in(folder):
    """List the processes that work in a folder."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            if (one / "cwd").readlink() == folder:
                found.append(int(one.name))
        except OSError:
            continue
    return found


def assert_works_outside(attack, found, folder, trace):
    orphans = orphans_in(folder)
    for number in orphans:
        os.kill(number, signal.SIGKILL)
    effects = {
        "printed": "GOT" in found["printed"],
        "large": found["large"],
        "orphan": bool(orphans),
        "file": trace.exists(),
    }
    trace.unlink(missing_ok=True)
    NOTE.unlink(missing_ok=True)
    assert effects.get(attack.effect, found["state"] == attack.effect), found


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_attack(attack, attacked, walls, outside, victim, short_limits, empty_tmp, tmp_path):
    cells = ["import numpy as np", attack.cell, attack.answer, attack.test]
    places = attacked.places | SMALL | {"grader": victim}
    found = outside.run(cells, places, tmp_path, endless=attack.effect == "never ends")
    assert_works_outside(attack, found, tmp_path, attacked.trace)

    files, processes = attacked.files(), processes_under(walls._process.pid)
    places = attacked.places | LARGE | {"walled": True}
    cells = [f"PLACES = {places!r}", attack.cell or "# nothing"]
    submission = attacked.hand_in("attacker", cells, attack.answer)
    verdict = grade_submission(attacked.handout, submission, walls, "a secret")
    told = feedback(verdict)
    assert [task.points for task in verdict.tasks] == [attack.earns, attack.other], told
    assert not verdict.flags
    assert "GOT" not in told
    assert re.search(attack.told, told), told
    assert len(verdict.to_json()) < 2_000_000

    assert processes_under(walls._process.pid) == processes
    assert attacked.files() == files
    assert not list(empty_tmp.iterdir())
    assert not NOTE.exists()
    assert grade_submission(attacked.handout, attacked.honest, walls, "a secret").points == 5


@pytest.mark.parametrize("value", LAST_VALUES, ids=[value.name for value in LAST_VALUES])
def test_points_written_into_a_graded_cell(value, attacked, walls):
    assert stock_points(value) == value.stock
    submission = attacked.hand_in("attacker", [], WRONG, value.source)
    verdict = grade_submission(attacked.handout, submission, walls, "a secret")
    assert verdict.points == 3
    assert "only checks an answer and was changed" in feedback(verdict)


def test_what_a_learner_wrote_is_no_markup(attacked, walls):
    evil = "<script>alert(1)</script>"
    answer = f"def apply_threshold(image, t, bright=True):\n    raise ValueError({evil!r})"
    submission = attacked.hand_in("attacker", [f"print({evil!r})"], answer)
    verdict = grade_submission(attacked.handout, submission, walls, "a secret")
    assert "&lt;script&gt;" in verdict.tasks[0].html
    assert evil not in verdict.tasks[0].html


def test_warnings_cost_nothing(attacked, walls):
    noisy = (
        "    import sys, warnings\n    warnings.warn('careful')\n    print(1, file=sys.stderr)\n"
    )
    head, _, body = RIGHT.partition("\n")
    submission = attacked.hand_in("attacker", [], f"{head}\n{noisy}{body}")
    verdict = grade_submission(attacked.handout, submission, walls, "a secret")
    assert verdict.points == 5
    assert "careful" in feedback(verdict)


@pytest.mark.parametrize("attack", HANDED_IN, ids=[attack.name for attack in HANDED_IN])
def test_odd_submission(attack, attacked, walls, empty_tmp, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("a file outside")
    folder = tmp_path / "attacker" / ASSIGNMENT
    shutil.copytree(attacked.folder("honest"), folder)
    attack.spoil(folder, secret)
    assert attack.outside(folder, secret)

    files = set(tmp_path.rglob("*"))
    submission = attacked.read_folder(folder)
    verdict = grade_submission(attacked.handout, submission, walls, "a secret")
    assert re.search(attack.told, feedback(verdict)), feedback(verdict)
    assert verdict.points == attack.earns
    assert not verdict.flags
    assert secret.read_text() not in verdict.to_json()
    assert set(tmp_path.rglob("*")) == files
