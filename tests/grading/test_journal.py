"""The journal: whole files only, one grader at a time, and what a second grading changed."""

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from coursekit.checking import State
from coursekit.checking.results import Diagnosis, PropertyResult
from coursekit.grading.records.journal import Journal, changes, verdict_key, write_whole
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

KEY = {"files": "f", "exercises": "e", "secret": "s", "judging": "1"}
OUTPUT = {"output_type": "stream", "name": "stdout", "text": "half a character: \ud800, Ω"}


def task(cell="otsu_threshold-grade", points=2.0, **changed):
    fields = {
        "id": f"a02.{cell.removesuffix('-grade')}",
        "cell": cell,
        "notebook": "a02a-cuts",
        "state": State.CORRECT,
        "points": points,
        "max_points": 2.0,
        "text": "Correct",
        "html": "<p>Correct</p>",
        "diagnosis": Diagnosis("slip", "A slip.", "exact"),
        "properties": (PropertyResult("all", "all of it", 2.0, True),),
    }
    return TaskVerdict(**fields | changed)


def verdict(learner="ada", assignment="a02-thresholds", tasks=None, **key):
    notebook = NotebookVerdict("a02a-cuts", "graded", ("A remark.",), {3: [OUTPUT]})
    made = verdict_key(**KEY | key)
    found = (task(),) if tasks is None else tuple(tasks)
    return Verdict(learner, assignment, made, "2026-01-01T12:00", (notebook,), found)


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


# --- reading and writing ---------------------------------------------------------------------


def test_what_is_read_is_what_was_written(tmp_path):
    journal = Journal(tmp_path / "journal")
    assert journal.read("a02-thresholds", "ada") is None
    journal.write(verdict(tasks=()))
    journal.write(verdict())
    assert journal.read("a02-thresholds", "ada") == verdict()
    assert files(tmp_path) == ["ada.json"]


def test_all_goes_through_the_verdicts_in_order(tmp_path):
    journal = Journal(tmp_path)
    with journal.lock():
        for learner, assignment in [("bo", "a02"), ("ada", "a02"), ("cy", "a01")]:
            journal.write(verdict(learner, assignment))
        assert [one.learner for one in journal.all()] == ["cy", "ada", "bo"]
        assert [one.learner for one in journal.all("a02")] == ["ada", "bo"]


@pytest.mark.parametrize(
    "name", ["", ".", "..", ".hidden", "a/b", "../ada", "a\\b", "a\0b", "\udcff"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    journal = Journal(tmp_path / "journal")
    for odd in [verdict(learner=name), verdict(assignment=name)]:
        with pytest.raises(ValueError, match="must be a plain folder name"):
            journal.write(odd)
    assert not files(tmp_path)


@pytest.mark.parametrize("name", ["Ada Lovelace", "ä@uni.edu", "-rf", "*", "a" * 250, "%s\n{}"])
def test_odd_names_of_learners_are_kept_apart(tmp_path, name):
    journal = Journal(tmp_path)
    journal.write(verdict(learner=name))
    assert journal.read("a02-thresholds", name).learner == name
    assert [one.learner for one in journal.all()] == [name]


def test_a_name_too_long_for_a_file_is_refused_in_words(tmp_path):
    with pytest.raises(ValueError, match="at most 250 bytes"):
        Journal(tmp_path).write(verdict(learner="ä" * 126))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[" * 100_000, b"\xff\xfe", b'{"format": 0}', b"null", b"{}"]
)
def test_a_damaged_file_is_named_and_counts_as_missing(tmp_path, content):
    journal = Journal(tmp_path)
    journal.write(verdict())
    path = tmp_path / "a02-thresholds" / "ada.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"ada\.json must be a verdict"):
        journal.read("a02-thresholds", "ada")
    assert journal.read_or_none("a02-thresholds", "ada") is None


def test_a_file_under_another_learners_name_is_refused(tmp_path):
    journal = Journal(tmp_path)
    journal.write(verdict())
    path = tmp_path / "a02-thresholds" / "ada.json"
    path.rename(path.with_name("bo.json"))
    with pytest.raises(ValueError, match=r"bo\.json must be of its own.*got a02-thresholds of ada"):
        journal.read("a02-thresholds", "bo")


# --- faults ----------------------------------------------------------------------------------

WRITER = """
import sys
from pathlib import Path
from coursekit.grading.records.journal import Journal
from coursekit.grading.verdict import Verdict

journal = Journal(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(1_000_000):
    remarks = (str(number) * 2_000,)
    journal.write(Verdict("ada", "a01", str(number), "", (), (), remarks))
"""


def test_a_killed_writer_leaves_no_half_file(tmp_path):
    rng = random.Random(5)
    journal = Journal(tmp_path)
    kept = 0
    half_written = 0
    for _ in range(25):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            child.stdout.readline()
            time.sleep(rng.uniform(0, 0.05))
            child.kill()
        half_written += any(name.endswith(".part") for name in files(tmp_path))
        found = journal.read("a01", "ada")  # raises if it is damaged
        kept += found is not None
        assert found is None or found.remarks == (found.key * 2_000,)
        with journal.lock():
            assert files(tmp_path) in ([".lock"], [".lock", "ada.json"])
    assert kept > 20
    assert half_written > 2  # else the kills came at the wrong moments


def test_a_limit_of_the_file_size_leaves_the_old_verdict_and_nothing_else(tmp_path):
    journal = Journal(tmp_path)
    journal.write(verdict())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(OSError, match=r"ada\.json cannot be written: File too large") as caught:
            journal.write(verdict(tasks=[task(text="long" * 50_000)]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert caught.value.errno == errno.EFBIG
    assert files(tmp_path) == ["ada.json"]
    assert journal.read("a02-thresholds", "ada") == verdict()


FULL_DISK = """
import sys
from pathlib import Path
from coursekit.grading.records.journal import Journal
from coursekit.grading.verdict import Verdict

journal = Journal(Path(sys.argv[1]) / "journal")
small = Verdict("ada", "a01", "old", "", (), ())
journal.write(small)
for learner in ["ada", "bo"]:
    try:
        journal.write(Verdict(learner, "a01", "new", "", (), (), ("x" * 200_000,)))
    except OSError as error:
        print(error)
names = sorted(path.name for path in journal.folder.rglob("*") if path.is_file())
print(names, journal.read("a01", "ada") == small)
"""


def test_a_full_disk_leaves_no_half_file(tmp_path):
    """A disk of 64 kB, mounted in a namespace of its own, so that no rights are needed."""
    script = 'mount -t tmpfs -o size=64k none "$1" && exec "$2" -c "$3" "$1"'
    command = ["unshare", "-rm", "sh", "-c", script, "sh", str(tmp_path), sys.executable, FULL_DISK]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"needs user namespaces: {done.stderr}"
    path = f"{tmp_path}/journal/a01"
    assert done.stdout.splitlines() == [
        f"[Errno 28] {path}/ada.json cannot be written: No space left on device",
        f"[Errno 28] {path}/bo.json cannot be written: No space left on device",
        "['ada.json'] True",
    ]


def test_an_interrupted_writing_leaves_nothing(tmp_path, monkeypatch):
    def interrupted(number):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "ada.json", b"text")
    assert not files(tmp_path)


# --- one grader at a time --------------------------------------------------------------------

HOLDER = """
import os, sys, time
from pathlib import Path
from coursekit.grading.records.journal import Journal

with Journal(Path(sys.argv[1])).lock():
    child = os.fork()
    if child == 0:
        time.sleep(60)
        os._exit(0)
    print(child, flush=True)
    time.sleep(60)
"""


def test_a_second_grader_is_told_who_the_first_is(tmp_path):
    journal = Journal(tmp_path)
    with (
        journal.lock(),
        pytest.raises(RuntimeError, match=f"process {os.getpid()}"),
        Journal(tmp_path).lock(),
    ):
        pass
    with journal.lock():  # given back, and to be had again
        pass


def test_a_killed_grader_gives_its_lock_back_even_if_its_workers_live(tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        worker = int(holder.stdout.readline())
        try:
            with (
                pytest.raises(RuntimeError, match=f"process {holder.pid}"),
                Journal(tmp_path).lock(),
            ):
                pass
            holder.kill()
            holder.wait()
            os.kill(worker, 0)  # the worker is alive
            with Journal(tmp_path).lock():
                assert (tmp_path / ".lock").read_text() == str(os.getpid())
        finally:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)


def test_what_a_killed_grader_left_is_removed_under_the_lock(tmp_path):
    journal = Journal(tmp_path)
    journal.write(verdict())
    left = tmp_path / "a02-thresholds" / ".abc.part"
    left.write_text("half")
    assert [one.learner for one in journal.all()] == ["ada"]
    with journal.lock():
        assert not left.exists()


# --- what a second grading changed -----------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("files", "because the submission changed"),
        ("exercises", "because an exercise changed"),
        ("secret", "because the secret changed"),
        ("judging", "because the way of grading changed"),
    ],
)
def test_changed_points_come_with_their_reason(part, words):
    new = verdict(tasks=[task(points=1.5)], **{part: "other"})
    assert changes(verdict(), new) == [
        f"ada: a02.otsu_threshold had 2 points, now 1.5 points, {words}."
    ]


def test_flags_and_tasks_that_come_and_go_are_told():
    old = verdict(tasks=[task("a-grade", flag="A worker died."), task("b-grade"), task("d-grade")])
    new = verdict(tasks=[task("a-grade"), task("c-grade"), task("d-grade")], files="x", secret="y")
    why = "because the submission and the secret changed."
    assert changes(old, new) == [
        f"ada: a02.a had points that wait for a person, now 2 points, {why}",
        f"ada: a02.b had 2 points, now no grade, {why}",
        f"ada: a02.c had no grade, now 2 points, {why}",
    ]


def test_equal_points_are_no_change_and_a_change_without_cause_is_said():
    assert changes(verdict(), verdict(files="other")) == []
    (sentence,) = changes(verdict(), verdict(tasks=[task(points=0.0)]))
    assert sentence.endswith("although nothing changed that is graded.")


def test_a_key_of_another_form_is_a_change_of_everything():
    old = replace(verdict(), key="of long ago")
    (sentence,) = changes(old, verdict(tasks=[task(points=0.0)]))
    assert all(words in sentence for words in ("submission", "exercise", "secret", "grading"))


def test_a_key_hides_the_secret():
    key = verdict_key(**KEY | {"secret": "swordfish"})
    assert "swordfish" not in key
    assert len(key) < 120
    assert Path(key).name == key
