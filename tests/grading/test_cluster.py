"""A class on a dask cluster gets the grades that it gets here, also when a computer of it dies."""

import os
import signal
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import dask
import pytest
from distributed import LocalCluster
from distributed.security import Security

from coursekit.grading.isolation import Level
from coursekit.grading.judging import cluster
from coursekit.grading.judging.cluster import grade_on_cluster
from coursekit.grading.run import grade_course
from tests.grading import faults_course as small

pytestmark = pytest.mark.slow
MEMORY = "3GB"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A small class, graded on this computer."""
    root = small.make_course(tmp_path_factory.mktemp("class") / "course")
    return SimpleNamespace(root=root, right=small.right_scores(root))


@contextmanager
def local_cluster(**settings):
    """Start two processes with one thread each; in the end nothing of them remains."""
    settings = {"n_workers": 2, "memory_limit": MEMORY} | settings
    before = small.descendants(os.getpid())  # of another cluster
    with LocalCluster(threads_per_worker=1, dashboard_address=":0", **settings) as made:
        started = small.descendants(os.getpid())
        yield made
        started += small.descendants(os.getpid())
    small.assert_all_end([one for one in started if one not in before and is_of_cluster(one)])


def is_of_cluster(number):
    """Leave out multiprocessing's own tracker, which lives as long as this process."""
    with suppress(OSError):
        return "resource_tracker" not in Path(f"/proc/{number}/cmdline").read_text()
    return False


@pytest.fixture(scope="module")
def two():
    """A cluster of two processes on this computer."""
    with local_cluster() as made:
        yield made


def grade(root, address, **settings):
    return grade_course(root, (), replace(small.SETTINGS, scheduler=address, **settings))


def test_a_cluster_gives_the_same_grades_and_lets_its_workers_go(course, two, tmp_path):
    root = small.copied(course.root, tmp_path / "course")
    outcome = grade(root, two.scheduler_address)
    assert outcome.rows[small.ASSIGNMENT].graded == len(small.LEARNERS)
    small.assert_graded(root, course.right)
    assert not own_processes(small.WORKER, small.INSIDE)
    assert two.scheduler.allowed_failures == dask.config.get(
        "distributed.scheduler.allowed-failures"
    )


def own_processes(*words):
    below = small.descendants(os.getpid())
    return [one for one in small.processes(*words) if one in below]


@pytest.mark.parametrize("victim", ["dask", small.WORKER, small.INSIDE])
def test_a_killed_process_of_the_cluster_costs_no_grade(course, two, tmp_path, victim):
    root = small.copied(course.root, tmp_path / "course")
    killed = threading.Thread(target=kill_when_one_is_graded, args=(root, two, victim))
    killed.start()
    outcome = grade(root, two.scheduler_address)
    killed.join()
    assert not outcome.waiting
    small.assert_graded(root, course.right)


def kill_when_one_is_graded(root, made, victim):
    deadline = time.monotonic() + 100
    while not list(root.glob("journal/*/[!.]*.json")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    dask = next(iter(made.workers.values())).pid
    os.kill(dask if victim == "dask" else own_processes(victim)[0], signal.SIGKILL)


def test_a_deadly_submission_gets_a_verdict_and_no_third_try(course, two, tmp_path):
    root = small.copied(course.root, tmp_path / "course")
    small.put_cell(root, "bao", small.DEADLY)
    outcome = grade(root, two.scheduler_address, level=Level.NONE)
    waits = {at: "waits" if at[0] == "bao" else score for at, score in course.right.items()}
    small.assert_graded(root, waits)
    assert "ended 2 workers" in outcome.waiting[0]


def test_a_secured_cluster_is_reached_with_dasks_own_settings(course, tmp_path):
    root = small.copied(course.root, tmp_path / "course")
    cert, key = (str(tmp_path / name) for name in ("cert.pem", "key.pem"))
    made = ["-newkey", "rsa:2048", "-nodes", "-subj", "/CN=course", "-days", "2"]
    subprocess.run(
        ["openssl", "req", "-x509", *made, "-keyout", key, "-out", cert],
        check=True,
        capture_output=True,
    )
    tls = {"distributed.comm.tls.ca-file": cert}
    for role in ("client", "scheduler", "worker"):
        tls[f"distributed.comm.tls.{role}.cert"] = cert
        tls[f"distributed.comm.tls.{role}.key"] = key
    with (
        dask.config.set(tls),
        local_cluster(security=Security(require_encryption=True), protocol="tls") as secured,
    ):
        assert secured.scheduler_address.startswith("tls://")
        grade(root, secured.scheduler_address)
    small.assert_graded(root, course.right)


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["tcp://10.0.0.1:8786", "example.org:8786", "tcp://127.0.0.1.evil:1", "ucx://::1"]
)
def test_an_open_scheduler_elsewhere_is_refused(address):
    with pytest.raises(ValueError, match=r"must begin with tls://, or be of this computer"):
        next(grade_on_cluster(iter(()), Level.FULL, address))


@pytest.mark.parametrize(
    "address", ["tls://10.0.0.1:8786", "localhost:8786", "tcp://127.0.0.9:1", "tcp://[::1]:8786"]
)
def test_safe_addresses_are_taken(address):
    cluster._require_safe(address)


def test_nobody_at_the_address_is_one_sentence(monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT_LIMIT", 1)
    with pytest.raises(RuntimeError, match=r"^The scheduler tcp://127.0.0.1:9 cannot be reached"):
        next(grade_on_cluster(iter(()), Level.FULL, "tcp://127.0.0.1:9"))


def test_another_version_is_refused(two, monkeypatch):
    monkeypatch.setattr(cluster, "own_version", lambda: "0.0.9 (abc)")
    with pytest.raises(RuntimeError, match=r"has coursekit \d.*, this computer 0.0.9 \(abc\)"):
        next(grade_on_cluster(iter(()), Level.FULL, two.scheduler_address))


def test_too_little_memory_is_refused_before_anything_pauses():
    with (
        local_cluster(n_workers=1, memory_limit="1GB") as made,
        pytest.raises(RuntimeError, match=r"may use 1.0 GB of memory, and must have 1.5 GB"),
    ):
        next(grade_on_cluster(iter(()), Level.FULL, made.scheduler_address))


def test_a_cluster_that_stands_still_is_an_error(course, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK", 0.5)
    monkeypatch.setattr(cluster, "PATIENCE", 2.0)
    root = small.copied(course.root, tmp_path / "course")
    with local_cluster(n_workers=1) as made:
        pause = threading.Thread(target=pause_when_ready, args=(made,))
        pause.start()
        with pytest.raises(RuntimeError, match=r"has done nothing for 2 seconds: .* is paused"):
            grade(root, made.scheduler_address)
        pause.join()


def pause_when_ready(made):
    """Pause the worker for ever, as too much memory does."""
    deadline = time.monotonic() + 100
    while not own_processes(small.INSIDE):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    with made.get_client() as client:
        client.run(_pause)


def _pause(dask_worker):
    from distributed.core import Status

    dask_worker.memory_manager.memory_pause_fraction = False
    dask_worker.status = Status.paused
