"""Grade a course in a process of its own, as often as asked: `faults_driver.py`, JSON lines in.

Each line starts a grader: {"root": ..., "ready": ..., "db": ..., "level": ..., "regrade": ...}.
With "ready", a folder of verdicts, nothing is judged: they are written down and merged only.
Replies: a grader's number as soon as it begins, and how it ended.
"""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from coursekit.exercises import EXERCISES
from coursekit.grading import run
from coursekit.grading.isolation import Level
from coursekit.grading.records.journal import Journal


def grade(order):
    """Grade as asked; returns what went wrong, or an empty text."""
    if ready := order.get("ready"):
        verdicts = Journal(Path(ready))
        run.grade_here = lambda jobs, level, workers: (
            (job, replace(verdicts.read(job.handout.assignment, job.submission.learner)))
            for job in jobs
        )
    level = Level(order.get("level", "full"))
    settings = run.Settings(2, "", level, "a secret", order.get("regrade", False))
    try:
        run.grade_course(Path(order["root"]), (), settings, db_url=order.get("db"))
    except (OSError, RuntimeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def say(**facts):
    print(json.dumps(facts), flush=True)


def main():
    assert EXERCISES  # imported once, for all graders
    say(ready=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            say(grader=os.getpid())
            say(fault=grade(json.loads(line)))
            os._exit(0)
        say(status=os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main()
