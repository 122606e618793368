"""The class report in a real browser: on a phone, in the dark, in print, without any network."""

import re
import runpy
from pathlib import Path

import pytest

from coursekit.grading.pages.report import write_report

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLASS = runpy.run_path(str(Path(__file__).parents[1] / "grading" / "synthetic_class.py"))
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3
VISIBLE = 3.0  # 1.4.11, for parts of charts

COLOURS = """selector => {
  const background = node => {
    for (; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (!/^rgba\\(.*, 0\\)$/.test(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const ink = style => style.stroke !== "none" && style.fill === "none" ? style.stroke : style.fill;
  return [...document.querySelectorAll(selector)].map(node => {
    const style = getComputedStyle(node);
    const colour = node instanceof SVGElement ? ink(style) : style.color;
    return [node.tagName, colour, background(node)];
  });
}"""
TEXT = "h1, h2, h3, h4, p, li, a, td, th, small, caption, dt, dd, pre, code, .quiet, .chart text"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    verdicts = CLASS["with_accidents"](CLASS["synthetic_class"]().verdicts)
    return write_report(verdicts, tmp_path_factory.mktemp("report") / "report.html", "A class")


@pytest.fixture
def shown(page, report):
    """Open the report; whatever it asks for or complains about is a failure."""
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.goto(report.as_uri())
    yield page
    assert seen == [report.as_uri()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_page_never_scrolls_sideways(shown, artefacts, size, scheme):
    shown.emulate_media(color_scheme=scheme)
    shown.set_viewport_size(size)
    assert shown.evaluate("document.documentElement.scrollWidth") <= size["width"]
    # wide tables scroll inside their own box, which the keyboard reaches
    boxes = shown.evaluate(
        "[...document.querySelectorAll('.scroll')].map(box => [box.tabIndex, box.scrollWidth])"
    )
    assert {place for place, _ in boxes} == {0}
    shown.screenshot(path=artefacts / f"report-{size['width']}-{scheme}.png", full_page=True)


def test_sentences_are_not_cut_on_a_phone(shown):
    """Tables of sentences become cards: nothing of them lies outside of the screen."""
    shown.set_viewport_size(PHONE)
    right = shown.evaluate(
        "Math.max(...[...document.querySelectorAll('.cards td, .cards tbody th')]"
        ".map(cell => cell.getBoundingClientRect().right))"
    )
    assert right <= PHONE["width"]
    cell = shown.locator("#mistake-table").locator("xpath=..").locator("tbody td").first
    assert "Learners" in cell.evaluate("cell => getComputedStyle(cell, '::before').content")


def test_every_chart_is_told_in_words(shown):
    charts = shown.locator("svg:visible:not([aria-hidden])")
    assert charts.count() == 2 + 17  # assignments and tasks
    assert shown.get_by_role("img").count() == charts.count()
    for chart in charts.all():
        assert re.search(r"\d", chart.get_attribute("aria-label"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_charts_stand_out(shown, scheme):
    shown.emulate_media(color_scheme=scheme)
    text = shown.evaluate(COLOURS, TEXT)
    assert len(text) > 300
    faint = {tuple(one) for one in text if contrast(*one[1:]) < READABLE}
    assert not faint
    marks = shown.evaluate(COLOURS, ".bar, .line, .median, #dots circle")
    assert not {tuple(one) for one in marks if contrast(*one[1:]) < VISIBLE}
    _, colour, background = shown.evaluate(COLOURS, "body")[0]
    assert (luminance(background) < 0.1) == (scheme == "dark") == (luminance(colour) > 0.5)


def test_print_is_dark_on_white_and_loses_nothing(shown, artefacts):
    shown.emulate_media(media="print", color_scheme="dark")
    for _, colour, background in shown.evaluate(COLOURS, TEXT):
        assert luminance(background) > 0.8
        assert luminance(colour) < 0.2
    lost = shown.evaluate(
        "[...document.querySelectorAll('main *')].filter(node => {"
        "const style = getComputedStyle(node);"
        "return style.display === 'none' || ['auto', 'scroll'].includes(style.overflowX)}).length"
    )
    assert lost == 0
    pdf = shown.pdf(path=artefacts / "report.pdf", format="A4", print_background=False)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 4 <= pages <= 12


def test_the_keyboard_skips_to_the_report(shown):
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.textContent") == "Skip to the report"
    shown.keyboard.press("Enter")
    assert shown.url.endswith("#main")
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.closest('main') !== null")


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour):
    """Compute the relative luminance of WCAG 2 from "rgb(r, g, b)"."""
    values = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
