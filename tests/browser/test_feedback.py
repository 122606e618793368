"""Feedback in a browser: nothing that a learner wrote runs, and the page fits its readers."""

import base64
import json
import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import nbgrader
import pytest
from nbconvert.exporters import HTMLExporter
from nbformat import v4

from coursekit.checking import judge
from coursekit.exercises import check
from coursekit.grading.pages.autograded import write_autograded
from coursekit.grading.pages.feedback import write_feedback
from coursekit.grading.submissions.handout import read_handout
from coursekit.grading.submissions.submission import read_submission
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "a02-thresholds"
NAME = "a02c-scores"
STOCK = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
STYLES = STOCK / "static" / "node_modules" / "bootstrap" / "dist" / "css"
RUN = "window.ran = (window.ran || 0) + 1"
SVG = f"<svg xmlns='http://www.w3.org/2000/svg' onload='{RUN}'><script>{RUN}</script></svg>"
MARKUP = [
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f"{SVG}",
    f"<details open ontoggle='{RUN}'>x</details>",
    f'<iframe srcdoc="<script>parent.{RUN.replace("window", "parent")}</script>"></iframe>',
    f"<a href='javascript:{RUN}'>press</a>",
    f"</code></pre><script>{RUN}</script>",
    f"</textarea></title></style><script>{RUN}</script>",
    f"<math><mtext></mtext><style><!--</style><img src=x onerror='{RUN}'>",
]
MARKDOWN = [
    f"[press](javascript:{RUN.replace(' ', '')})",
    f"[press][1]\n\n[1]: javascript:{RUN.replace(' ', '')}",
    f"<javascript:{RUN.replace(' ', '')}>",
    f"$\\href{{javascript:{RUN}}}{{press}}$",
    f"$$\n</script><script>{RUN}</script>\n$$",
    f"```\n````\n`````\n\n<script>{RUN}</script>",
    f"~~~\n<script>{RUN}</script>",
    f"\r```\r<script>{RUN}</script>",
    "![x](attachment:x.svg)",
    f"![x](x 'y' onerror='{RUN}')",
    f"| a |\n|---|\n| <script>{RUN}</script> |",
]
ATTACHED = {"x.svg": {"image/svg+xml": base64.b64encode(SVG.encode()).decode()}}
TAG = f'"><script>{RUN}</script>'
PRESS_ALL = """
document.querySelectorAll('details').forEach(one => one.open = true);
document.querySelectorAll('a').forEach(one => {
    if (one.getAttribute('href')?.toLowerCase().trim().startsWith('javascript')) one.click();
});
"""


def attack(payloads=(*MARKUP, *MARKDOWN)):
    """Return cells that run something in a page which trusts them, and outputs likewise."""
    cells = []
    for words in payloads:
        cells.append(v4.new_markdown_cell(words, attachments=ATTACHED, metadata={"tags": [TAG]}))
        raw = {"raw_mimetype": "text/html", "tags": [TAG]}
        cells.append(v4.new_raw_cell(words, metadata=raw))
        outputs = [
            v4.new_output("stream", text=words),
            v4.new_output("error", ename=words, evalue=words, traceback=[words]),
            v4.new_output("display_data", data={"text/html": words, "text/plain": words}),
            v4.new_output("display_data", data={"text/latex": words, "text/markdown": words}),
            v4.new_output("display_data", data={"image/svg+xml": words}),
            v4.new_output("display_data", data={"image/png": f'x"><script>{RUN}</script>'}),
            v4.new_output("display_data", data={"application/javascript": RUN}),
        ]
        cells.append(v4.new_code_cell(words, outputs=outputs, metadata={"tags": [TAG]}))
    return cells


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A folder with a submission full of active content, and its graded notebooks and pages."""
    root = tmp_path_factory.mktemp("feedback")
    submitted = root / "submitted" / "sindhu" / ASSIGNMENT
    shutil.copytree(ROOT / "course" / ASSIGNMENT, submitted)
    path = submitted / f"{NAME}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cells = attack()
    notebook.cells[:0] = cells
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"x": TAG}}
    notebook.metadata["title"] = TAG
    path.write_text(json.dumps(notebook), encoding="utf-8")
    outputs = {place: cell.get("outputs", []) for place, cell in enumerate(cells)}
    write_about(root, submitted, outputs)
    return root


def write_about(root, submitted, outputs):
    handout = read_handout(ROOT / "course" / ASSIGNMENT)
    tasks = []
    for notebook, cell in handout.tasks:
        if notebook == NAME and not cell.grade_id.startswith("Q"):
            item = check.find(handout.task_id(cell))
            result = judge(item, item.misconceptions[0].function)
            made = TaskVerdict.from_result(result, cell.grade_id, notebook, answer=MARKUP[0])
            tasks.append(replace(made, flag=MARKUP[1]) if item.code == "E9" else made)
    books = (
        NotebookVerdict("a02a-cuts", "unreadable", (MARKUP[1],)),
        NotebookVerdict(NAME, "graded", (*MARKUP, *MARKDOWN), outputs),
    )
    verdict = Verdict("sindhu", ASSIGNMENT, "key", "", books, tuple(tasks), tuple(MARKUP))
    graded = root / "autograded"
    write_autograded(verdict, read_submission(submitted, handout), handout, graded)
    write_feedback(verdict, graded, root / "feedback")


def stock_page(notebook, template):
    """Convert a notebook as nbgrader does, for its formgrader or its feedback."""
    exporter = HTMLExporter(
        template_name=template,
        extra_template_basedirs=[str(STOCK / "templates")],
        extra_template_paths=[str(STYLES)],
    )
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader["score"] = 0
    about = {"score": 0, "max_score": 0, "late_penalty": 0, "notebook": NAME}
    resources = {"nbgrader": about, "notebook_id": NAME, "index": 0, "total": 1}
    return exporter.from_notebook_node(notebook, resources=resources)[0]


def what_ran(page, path):
    """Open a page without the network, press everything in it, and count what ran."""
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.route("http*://**", lambda route: route.abort())
    page.goto(path.as_uri())
    page.evaluate(PRESS_ALL)
    page.wait_for_timeout(300)
    return page.evaluate("window.ran || 0") + len(dialogs)


@pytest.mark.parametrize("template", ["formgrade", "feedback"])
def test_nothing_of_the_learners_runs_in_nbgraders_own_pages(page, handed_in, template, tmp_path):
    graded = nbformat.read(handed_in / "autograded" / f"{NAME}.ipynb", as_version=4)
    target = tmp_path / "page.html"
    target.write_text(stock_page(graded, template), encoding="utf-8")
    assert what_ran(page, target) == 0
    assert page.get_by_text("window.ran").count() > 50  # it is shown, as words


@pytest.mark.parametrize("template", ["formgrade", "feedback"])
def test_the_same_cells_would_have_run_in_them(page, template, tmp_path):
    target = tmp_path / "page.html"
    believed = v4.new_notebook(cells=attack([*MARKUP, *MARKDOWN[:2]]))
    target.write_text(stock_page(believed, template), encoding="utf-8")
    assert what_ran(page, target) > 20


@pytest.mark.parametrize("name", [NAME, "a02a-cuts"])
def test_nothing_of_the_learners_runs_in_our_page(page, handed_in, name):
    assert what_ran(page, handed_in / "feedback" / f"{name}.html") == 0


def test_the_page_would_stop_a_script_that_got_into_it(page, handed_in, tmp_path):
    words = (handed_in / "feedback" / f"{NAME}.html").read_text(encoding="utf-8")
    target = tmp_path / "page.html"
    target.write_text(words.replace("<main>", f"<main>{''.join(MARKUP)}"), encoding="utf-8")
    assert what_ran(page, target) == 0


@pytest.mark.parametrize("width", [360, 1200])
def test_the_page_never_scrolls_sideways(page, handed_in, width):
    page.set_viewport_size({"width": width, "height": 800})
    for name in (NAME, "a02a-cuts"):
        page.goto((handed_in / "feedback" / f"{name}.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") == width


CONTRASTS = """
() => {
    const canvas = document.createElement('canvas').getContext('2d');
    const rgba = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
        .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = node => {
        const colour = rgba(getComputedStyle(node).backgroundColor);
        return colour[3] ? colour : behind(node.parentElement);
    };
    return [...document.querySelectorAll('p, li, h1, h2, h3, h4, td, th, pre, a, summary')]
        .map(node => [light(rgba(getComputedStyle(node).color)), light(behind(node))])
        .map(both => (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05));
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_in_light_and_dark(page, handed_in, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto((handed_in / "feedback" / f"{NAME}.html").as_uri())
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 50
    assert min(contrasts) >= 4.5  # WCAG 2.2, success criterion 1.4.3
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(21, 23, 27)")


def test_a_print_is_black_on_white_also_for_readers_of_dark_pages(page, handed_in):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto((handed_in / "feedback" / f"{NAME}.html").as_uri())
    style = "(one => [one.color, one.backgroundColor])(getComputedStyle(document.body))"
    assert page.evaluate(style) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert len(page.pdf()) > 10_000


def test_start_with_leads_to_the_first_task_by_keyboard(page, handed_in):
    page.goto((handed_in / "feedback" / f"{NAME}.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card = page.locator("article.card").first
    assert page.url.endswith("#" + card.get_attribute("id"))
    assert abs(card.bounding_box()["y"]) < 5
