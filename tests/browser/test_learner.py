"""What a learner sees: a wrong answer, its diagnosis, a hint, the right answer, in both themes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COURSE = Path(__file__).parents[2] / "course"
SET_UP = "from coursekit import check"
STUB = "def read_pixel(image, row, column):"
CHECK = "check.read_pixel(read_pixel)"
HINT = 'check.hint("read_pixel")'


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
        """Run the cell and wait until it has a number, that is, has finished."""
        prompt = self.cell(text).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]:"))

    def replace_line(self, cell, old, new):
        self.cell(cell).locator(".cm-line", has_text=old).click()
        self.page.keyboard.press("End")
        self.page.keyboard.press("Shift+Home")  # up to the indentation
        self.page.keyboard.type(new)

    def add_cell_below(self, text, content):
        self.cell(text).locator(".cm-content").click()
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("b")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(content)


def test_a_learner_is_told_why_and_then_gets_it_right(page, lab_url, artefacts):
    first = min(COURSE.glob("a01-*/*.ipynb")).relative_to(COURSE).as_posix()
    page.goto(lab_url.format(path=first))
    notebook = Notebook(page)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=60_000)
    notebook.run(SET_UP)

    notebook.run(STUB)
    notebook.run(CHECK)
    expect(notebook.output(CHECK)).to_contain_text("not answered")

    notebook.replace_line(STUB, "return", "return float(image[column, row])")
    notebook.run(STUB)
    notebook.run(CHECK)
    expect(notebook.output(CHECK)).to_contain_text("Not yet")
    expect(notebook.output(CHECK)).to_contain_text("row")
    photograph(notebook, artefacts, "wrong")

    notebook.add_cell_below(CHECK, HINT)
    notebook.run(HINT)
    expect(notebook.output(HINT)).to_contain_text("1 of 3")
    photograph(notebook, artefacts, "hint")

    notebook.replace_line(STUB, "return", "return float(image[row, column])")
    notebook.run(STUB)
    notebook.run(CHECK)
    expect(notebook.output(CHECK)).to_contain_text("Correct")
    photograph(notebook, artefacts, "correct")


def photograph(notebook, folder, name):
    """Keep what the learner sees now, in both themes."""
    for scheme in ("dark", "light"):
        notebook.page.emulate_media(color_scheme=scheme)
        theme = f"JupyterLab {scheme.title()}"
        expect(notebook.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        notebook.cell(CHECK).scroll_into_view_if_needed()
        notebook.page.screenshot(path=folder / f"{name}-{scheme}.png")
