"""A course of one notebook, a few learners, and the command run in its folder."""

import contextlib
import io
import json
import math
import shutil
import sys
from pathlib import Path

import pytest

from coursekit import cli
from coursekit.grading.made_up import made_up_class, traits
from coursekit.grading.made_up.demo import CONFIG, declared_items
from coursekit.grading.made_up.made_up_class import Learner

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "a02-thresholds"
NOTEBOOK = "a02a-cuts.ipynb"
POINTS = 12.0
ABLE = Learner("amara", "everything right", math.inf, traits.teachers_words)
EMPTY = Learner("bruno", "handed in the empty release", 0.0, traits.nothing)
CUT = Learner("carla", "half a file", math.inf, traits.teachers_words, cut="a02")


def make_course(folder, learners=(ABLE, EMPTY)):
    """Lay out the course and hand in; returns the folder."""
    folder.mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, folder)
    for part in ("course", "solutions"):
        (folder / part / ASSIGNMENT).mkdir(parents=True)
        shutil.copy(ROOT / part / ASSIGNMENT / NOTEBOOK, folder / part / ASSIGNMENT)
    for learner in learners:
        made_up_class.hand_in(learner, ASSIGNMENT, folder, declared_items())
    return folder


def submission_of(folder, learner):
    return folder / "submitted" / learner / ASSIGNMENT


def change(folder, learner, cell, source):
    """Write something else into a cell of what a learner handed in."""
    path = submission_of(folder, learner) / NOTEBOOK
    notebook = json.loads(path.read_text(encoding="utf-8"))
    (found,) = [one for one in notebook["cells"] if one["id"] == cell]
    found["source"] = source
    path.write_text(json.dumps(notebook), encoding="utf-8")


def run_command(folder, *words):
    """Run the command in a folder; returns its exit code, its output and its errors."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["coursekit", *map(str, words)])
        patch.setenv("COLUMNS", "120")
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                cli.main()
            except SystemExit as stop:
                code = stop.code or 0
    return code, out.getvalue(), err.getvalue()
