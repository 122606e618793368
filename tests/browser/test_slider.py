"""A figure with a knob: in a live notebook the slider moves, and the picture follows."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COURSE = Path(__file__).parents[2] / "course"
LESSON = "a02-thresholds/a02a-cuts.ipynb"


def test_the_picture_follows_the_slider(page, lab_url, artefacts):
    page.goto(lab_url.format(path=LESSON))
    expect(page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    figure = page.locator(".jp-OutputArea-output", has=page.locator(".widget-slider"))
    expect(figure).to_be_attached(timeout=180_000)
    figure.scroll_into_view_if_needed()
    picture = figure.locator("img")
    expect(picture).to_have_attribute("alt", re.compile("for cut 68"))
    before = picture.get_attribute("src")

    figure.locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    # the kernel answers when it has run the cells below
    expect(picture).to_have_attribute("alt", re.compile("for cut 72"), timeout=180_000)
    assert picture.get_attribute("src") != before
    figure.screenshot(path=artefacts / "slider.png")
