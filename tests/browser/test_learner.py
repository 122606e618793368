"""What a learner sees: a wrong answer, its diagnosis, a hint, the right answer, in both themes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from coursekit.exercises import EXERCISES

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COURSE = Path(__file__).parents[2] / "course"
EXERCISE = EXERCISES["a01.read_pixel"]
SET_UP = "from coursekit import check"
STUB = "def read_pixel(image, row, column):"
CHECK = "check.read_pixel(read_pixel)"
HINT = 'check.hint("read_pixel")'
RETURN = re.compile(r"^\s*return ")
GUARD = "if min(row, column) < 0: raise IndexError('rows and columns are counted from 0')"
SWAPPED = "return float(image[column, row])"
RIGHT = "return float(image[row, column])"


class Notebook:
    """The cells of the open notebook, found by what is written in them."""

    def __init__(self, page):
        self.page = page

    def cell(self, text):
        return self.page.locator(".jp-NotebookPanel .jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea", has_text=text)
        )

    def output(self, text):
        return self.cell(text).locator(".jp-OutputArea-output").last

    def run(self, text):
        """Run the cell and wait until it has a new number, that is, has finished."""
        prompt = self.cell(text).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"), timeout=30_000)

    def write(self, cell, *lines):
        """Type lines in place of the one that returns."""
        self.cell(cell).locator(".cm-line", has_text=RETURN).click()
        self.page.keyboard.press("End")
        self.page.keyboard.press("Shift+Home")  # up to the indentation
        self.page.keyboard.type("\n".join(lines))

    def add_cell_below(self, text, content):
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(content)


def test_a_learner_is_told_why_and_then_gets_it_right(page, lab_url, artefacts):
    page.goto(lab_url.format(path=notebook_with(STUB)))
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=120_000)
    notebook = Notebook(page)
    for cell in (SET_UP, STUB, CHECK):
        notebook.run(cell)
    expect(notebook.output(CHECK)).to_contain_text("Not answered yet")

    notebook.write(STUB, GUARD, SWAPPED)
    for cell in (STUB, CHECK):
        notebook.run(cell)
    expect(notebook.output(CHECK)).to_contain_text("Not yet")
    expect(notebook.output(CHECK)).to_contain_text(reply_to("swapped"))
    photograph(notebook, CHECK, artefacts / "wrong")

    notebook.add_cell_below(CHECK, HINT)
    notebook.run(HINT)
    expect(notebook.output(HINT)).to_contain_text(f"Hint 1 of {len(EXERCISE.hints)}")
    photograph(notebook, HINT, artefacts / "hint")

    notebook.write(STUB, RIGHT)
    for cell in (STUB, CHECK):
        notebook.run(cell)
    expect(notebook.output(CHECK)).to_contain_text("Correct")
    photograph(notebook, CHECK, artefacts / "correct")


def notebook_with(text):
    """Name the notebook of the first assignment that holds a text, as a path below course/."""
    notebooks = sorted(COURSE.glob("a01-*/*.ipynb"))
    found = next(path for path in notebooks if text in path.read_text(encoding="utf-8"))
    return found.relative_to(COURSE).as_posix()


def reply_to(name):
    return next(mistake.message for mistake in EXERCISE.misconceptions if mistake.name == name)


def photograph(notebook, cell, path):
    """Keep what the learner sees around a cell, in both themes; light comes last and stays."""
    page = notebook.page
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        theme = f"JupyterLab {scheme.title()}"
        expect(page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        expect(page.locator("#jupyterlab-splash")).to_have_count(0)
        notebook.output(cell).scroll_into_view_if_needed()
        panel = page.locator(".jp-NotebookPanel:visible .jp-WindowedPanel-outer")
        panel.screenshot(path=path.with_name(f"{path.name}-{scheme}.png"))
