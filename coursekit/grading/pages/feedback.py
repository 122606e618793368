"""Feedback pages: points, what is not right yet and why, what to try next, then the notebook."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from coursekit.checking.render import points_words
from coursekit.grading.pages.autograded import write_readable
from coursekit.grading.pages.feedback_page import STATUS, Page
from coursekit.grading.pages.harmless import one_line, plain_text
from coursekit.grading.records.by_hand import NOTHING, ByHand
from coursekit.grading.verdict import Verdict

TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b")
TEMPLATES = Path(__file__).parent / "templates"


def write_feedback(
    verdict: Verdict, autograded_folder: Path, target_folder: Path, by_hand: ByHand = NOTHING
) -> list[Path]:
    """Write the pages of a submission, one a notebook, where nbgrader puts its own.

    Parameters
    ----------
    verdict : Verdict
        What grading found.
    autograded_folder : Path
        The submission's graded notebooks, ``autograded/LEARNER/ASSIGNMENT``.
    target_folder : Path
        Where ``NAME.html`` is written, ``feedback/LEARNER/ASSIGNMENT``.
    by_hand : ByHand, optional
        What teachers entered for this learner; see `read_by_hand`.

    Returns
    -------
    list of Path
        The pages, in the order of the lesson.
    """
    target_folder.mkdir(parents=True, exist_ok=True)
    with suppress(ValueError):  # `nbgrader release_feedback` finds the submission by this text
        moment = datetime.fromisoformat(verdict.handed_in)
        write_readable(target_folder / "timestamp.txt", f"{moment:%Y-%m-%d %H:%M:%S.%f %Z}")
    pages = [
        Page(verdict, about, _read_cells(autograded_folder / f"{about.name}.ipynb"), by_hand)
        for about in verdict.notebooks
    ]
    written = []
    for page in pages:
        words = _template().render(page=page, pages=pages, statuses=STATUS)
        written.append(target_folder / f"{page.about.name}.html")
        write_readable(written[-1], TERMINAL_COLOURS.sub("", plain_text(words)))
    return written


@cache
def _template() -> Template:
    """Prepare the page's template, once a process."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = points_words
    environment.filters["code"] = lambda words: Markup(one_line(words))
    return environment.get_template("feedback.html.j2")


def _read_cells(path: Path) -> list[Mapping[str, Any]]:
    """Read the cells of a graded notebook; without it a page has no notebook."""
    try:
        cells: list[Mapping[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except FileNotFoundError:
        return []
    return [{**cell, "source": plain_text(cell["source"])} for cell in cells]
