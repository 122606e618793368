"""Graded notebooks and feedback pages, from submissions as learners hand them in."""

import base64
import html
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat import v4
from nbgrader.api import Gradebook
from nbgrader.utils import determine_grade, is_grade, is_solution

from coursekit.checking import Question, State, judge, judge_choice
from coursekit.exercises import check
from coursekit.grading.pages.autograded import write_autograded
from coursekit.grading.pages.feedback import write_feedback
from coursekit.grading.records.by_hand import ByHand, read_by_hand
from coursekit.grading.records.folders import read_folders
from coursekit.grading.records.gradebook import merge
from coursekit.grading.submissions.handout import read_handout
from coursekit.grading.submissions.submission import read_submission
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "a02-thresholds"
CUTS = "a02a-cuts"
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode()
EVIL = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"


@pytest.fixture(scope="module")
def handout():
    return read_handout(ROOT / "course" / ASSIGNMENT)


@pytest.fixture(scope="module")
def tasks(handout):
    """Sindhu's verdicts: E1 right, E3 a typical mistake, Q3 a wrong choice, the rest open."""
    answers = {
        "apply_threshold": check.find("a02.apply_threshold").variants[0],
        "otsu_threshold": _misconception("a02.otsu_threshold", "mean"),
        "Q3": "A",
    }
    found = []
    for notebook, cell in handout.tasks:
        item = check.find(handout.task_id(cell))
        answer = answers.get(cell.grade_id.removesuffix("-grade"), ...)
        decide = judge_choice if isinstance(item, Question) else judge
        found.append(TaskVerdict.from_result(decide(item, answer), cell.grade_id, notebook))
    return tuple(found)


def _misconception(id, name):
    return next(one.function for one in check.find(id).misconceptions if one.name == name)


@pytest.fixture
def sindhu(tmp_path, handout, tasks):
    return Learner(tmp_path, handout, tasks)


class Learner:
    """One learner's submission, and what is written about it."""

    def __init__(self, root, handout, tasks, name="sindhu"):
        self.handout = handout
        self.submitted, self.autograded, self.feedback = (
            root / step / name / ASSIGNMENT for step in ("submitted", "autograded", "feedback")
        )
        shutil.copytree(ROOT / "course" / ASSIGNMENT, self.submitted)
        books = tuple(NotebookVerdict(one, "graded") for one in handout.notebooks)
        self.verdict = Verdict(name, ASSIGNMENT, "key", "2026-11-20T14:03:22+00:00", books, tasks)

    def change(self, edit):
        """Let the learner edit the first notebook: `edit` gets the cells."""
        path = self.submitted / f"{CUTS}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        edit(notebook["cells"])
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def about(self, name=CUTS, **what):
        books = (replace(one, **what) if one.name == name else one for one in self.books)
        self.verdict = replace(self.verdict, notebooks=tuple(books))

    def task(self, cell, **what):
        changed = (replace(one, **what) if one.cell == cell else one for one in self.verdict.tasks)
        self.verdict = replace(self.verdict, tasks=tuple(changed))

    @property
    def books(self):
        return self.verdict.notebooks

    def graded(self, name=CUTS):
        """Write the graded notebooks, and read one as nbgrader does."""
        submission = read_submission(self.submitted, self.handout)
        write_autograded(self.verdict, submission, self.handout, self.autograded)
        notebook = nbformat.read(self.autograded / f"{name}.ipynb", as_version=4)
        nbformat.validate(notebook)
        return notebook.cells

    def page(self, by_hand=None, name=CUTS):
        """Write everything, and read a page."""
        self.graded()
        more = {} if by_hand is None else {"by_hand": by_hand}
        write_feedback(self.verdict, self.autograded, self.feedback, **more)
        return (self.feedback / f"{name}.html").read_text(encoding="utf-8")


def cell_of(cells, id):
    return next(cell for cell in cells if cell.id == id)


def place_of(cells, id):
    return next(place for place, cell in enumerate(cells) if cell["id"] == id)


def words_of(page):
    """The page's words as a person reads them."""
    page = re.sub(r"(?s)<style>.*?</style>", "", page)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


# --- graded notebooks ------------------------------------------------------------------------


def test_nbgrader_reads_our_points_in_each_graded_cell(sindhu):
    cells = [cell for cell in sindhu.graded() if is_grade(cell)]
    expected = {one.cell: one.points for one in sindhu.verdict.tasks if one.notebook == CUTS}
    read = {cell.metadata.nbgrader.grade_id: determine_grade(cell)[0] for cell in cells}
    assert read == expected
    assert read["apply_threshold-grade"] == 2.0
    for cell in cells:
        (output,) = cell.outputs
        assert output.output_type == "execute_result"
        assert 'role="status"' in output.data["text/html"]


def test_marks_of_grading_come_from_the_handout_alone(sindhu):
    def cheat(cells):
        for cell in cells:
            if "nbgrader" in cell["metadata"]:
                cell["metadata"]["nbgrader"]["points"] = 100
                cell["metadata"]["tags"] = ["raises-exception"]
        for id in ("Q3-grade", "Q3-check"):
            cells[place_of(cells, id)]["source"] = "100.0"

    sindhu.change(cheat)
    lesson = {one.id: one for one in sindhu.handout.notebooks[CUTS]}
    for cell in sindhu.graded():
        assert cell.metadata.get("nbgrader", {}) == lesson[cell.id].metadata
        assert "tags" not in cell.metadata
    for id in ("Q3-grade", "Q3-check"):
        assert cell_of(sindhu.graded(), id).source == lesson[id].source


def test_deleted_graded_cells_are_put_back_at_the_end(sindhu):
    sindhu.change(lambda cells: cells.pop(place_of(cells, "otsu_threshold-grade")))
    cells = sindhu.graded()
    assert cells[-1].id == "otsu_threshold-grade"
    assert determine_grade(cells[-1]) == (0.0, 4.0)
    assert [cell.id for cell in cells[-3:-1]] == ["repaired_otsu-grade", "Q3-grade"]


def test_the_learners_order_stays(sindhu):
    sindhu.change(lambda cells: cells.insert(0, cells.pop(place_of(cells, "Q3-answer"))))
    assert sindhu.graded()[0].id == "Q3-answer"


def test_copied_cells_have_ids_and_marks_of_their_own(sindhu):
    def copy(cells):
        for id in ("apply_threshold-answer", "apply_threshold-grade", "Q3-grade"):
            cells.insert(3, dict(cells[place_of(cells, id)]))

    sindhu.change(copy)
    cells = sindhu.graded()
    ids = [cell.id for cell in cells]
    marked = [cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata]
    assert len(ids) == len(set(ids)) == len(sindhu.handout.notebooks[CUTS]) + 3
    assert len(marked) == len(set(marked))


def test_a_cell_called_like_ours_does_not_take_our_name(sindhu):
    sindhu.about(remarks=("Cells 1 and 2 have the same id.",))
    sindhu.change(lambda cells: cells.insert(0, own_cell("print(1)", id="from-the-grader")))
    cells = sindhu.graded()
    assert cells[0].cell_type == "markdown"
    assert cells[1].source == "print(1)"


def own_cell(source, kind="code", **more):
    cell = {"cell_type": kind, "metadata": {}, "source": source, "id": "mine", **more}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def test_only_cells_that_ran_have_outputs_and_only_text_and_pictures(sindhu):
    sindhu.change(lambda cells: cells.insert(0, own_cell("show()")))
    active = {"text/html": EVIL, "image/svg+xml": "<svg onload='window.ran=1'/>"}
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "seen\n"},
        {"output_type": "display_data", "data": {"text/plain": "a table", **active}},
        {"output_type": "display_data", "data": {"image/png": PNG, **active}, "metadata": active},
        {"output_type": "display_data", "data": {"image/png": EVIL}},
        {"output_type": "display_data", "data": {"application/javascript": "window.ran = 1"}},
        {"output_type": "error", "ename": "E", "evalue": "no", "traceback": ["line 1"]},
    ]
    sindhu.about(outputs={0: outputs})
    first, *others = sindhu.graded()
    assert [one.output_type for one in first.outputs] == [
        "stream",
        "display_data",
        "display_data",
        "error",
    ]
    assert first.outputs[1].data == {"text/plain": "a table"}
    assert first.outputs[2].data == {"image/png": PNG}
    assert first.outputs[2].metadata == {"image/png": {"alt": "A picture drawn by this cell."}}
    assert not any(cell.get("outputs") for cell in others if not is_grade(cell))


def test_text_of_the_learners_is_shown_as_typed_and_the_lessons_as_it_is(sindhu):
    def write(cells):
        cells[0]["source"] = EVIL
        cells.insert(1, own_cell("[x](javascript:window.ran=1)\n```\n" + EVIL, "markdown"))
        raw = {"raw_mimetype": "text/html"}
        cells.insert(2, own_cell(EVIL, "raw", id="raw", metadata=raw))

    sindhu.change(write)
    changed, own, raw, lesson, *_ = sindhu.graded()
    assert own.source.startswith("````text\n")
    assert own.source.endswith("\n````")
    for cell in (changed, raw):
        assert (cell.cell_type, cell.source) == ("markdown", f"```text\n{EVIL}\n```")
    assert set(raw.metadata) == {"coursekit"}
    assert lesson.source == sindhu.handout.notebooks[CUTS][1].source


@pytest.mark.parametrize("state", ["unreadable", "missing"])
def test_a_notebook_that_was_not_read_has_words_and_scores(sindhu, state):
    path = sindhu.submitted / f"{CUTS}.ipynb"
    path.unlink() if state == "missing" else path.write_text("{", encoding="utf-8")
    sindhu.about(state=state, remarks=("It is `cut` off.",))
    top, *graded = sindhu.graded()
    assert top.source.startswith("## From the grader\n")
    assert "ask your teacher whether you may hand it in" in top.source
    assert "<li>It is <code>cut</code> off.</li>" in top.source
    wanted = [one.id for one in sindhu.handout.notebooks[CUTS] if one.graded]
    assert [cell.id for cell in graded] == wanted
    assert all(determine_grade(cell)[0] is not None for cell in graded)


def test_remarks_cannot_carry_markup(sindhu):
    sindhu.about(remarks=(f"`{EVIL}` was read\n\nas {EVIL}",))
    top = sindhu.graded()[0].source
    assert "<script" not in top
    assert "<img" not in top
    assert top.count("\n\n") == 1  # a blank line would end the list, and Markdown begin anew


def test_sizes_are_bounded(sindhu):
    def bloat(cells):
        for number in range(40):
            cells.insert(0, own_cell("x = 1\n" * 60_000, id=f"big-{number}"))

    sindhu.change(bloat)
    noise = [{"output_type": "stream", "name": "stdout", "text": "noise " * 100_000}] * 20
    picture = base64.b64encode(base64.b64decode(PNG) + bytes(3_000_000)).decode()
    noise.append({"output_type": "display_data", "data": {"image/png": picture}})
    sindhu.about(outputs=dict.fromkeys(range(40), noise))
    page = sindhu.page()
    written = (sindhu.autograded / f"{CUTS}.ipynb").read_text(encoding="utf-8")
    assert len(written) < 6_000_000
    assert len(page) < 6_000_000
    assert "cut here by the grader: 310000 more characters" in written
    assert picture[:200] not in written


def test_half_characters_and_control_characters_are_written(sindhu):
    sindhu.change(lambda cells: cells.insert(0, own_cell("a = '\ud800\x00\x1b[31m\x07'")))
    text = {"output_type": "stream", "name": "stdout", "text": "\udfff\x00\x08 fine"}
    sindhu.about(outputs={0: [text]})
    page = sindhu.page()
    assert "? fine" in page
    assert not re.search(r"[\x00\x07\x08\x1b]", page)


@pytest.mark.parametrize(("points", "read"), [(float("nan"), 0.0), (9.0, 4.0), (-1.0, 0.0)])
def test_points_that_cannot_be_are_never_more_than_there_are(sindhu, points, read):
    sindhu.task("otsu_threshold-grade", points=points)
    assert determine_grade(cell_of(sindhu.graded(), "otsu_threshold-grade")) == (read, 4.0)


def test_files_can_be_read_by_others_and_nothing_half_written_remains(sindhu):
    sindhu.page()
    written = [*sindhu.autograded.iterdir(), *sindhu.feedback.iterdir()]
    assert {path.suffix for path in written} == {".ipynb", ".html", ".txt"}
    assert {path.stat().st_mode & 0o777 for path in written} == {0o644}


# --- feedback pages --------------------------------------------------------------------------


def test_a_learner_reads_what_matters_first(sindhu):
    words = words_of(sindhu.page())
    order = [
        "A02a One cut, and a method that finds it",
        "2 of 12 points",
        "1 of 5 tasks is right.",
        "Start with Exercise E2: Score a cut in section “2 Otsu's threshold”; it takes about 8",
        "Your tasks",
        "What to do next",
        "Likely cause: This is the mean of all pixels.",
        "What is right",
    ]
    places = [words.find(one) for one in order]
    assert -1 not in places
    assert places == sorted(places)


def test_each_task_that_is_not_right_says_where_to_go_and_what_to_run(sindhu):
    page = sindhu.page()
    words = words_of(page.partition('id="task-otsu_threshold-grade"')[2].partition("</article>")[0])
    assert "Open a02a-cuts.ipynb , section “2 Otsu's threshold”, and go to Exercise E3" in words
    assert "Change your answer, and run check.otsu_threshold(otsu_threshold)" in words
    assert 'check.hint("otsu_threshold") gives one hint at a time; there are 3.' in words
    assert "Make one score for every grey value: a list." in words
    words = words_of(page.partition('id="task-Q3-grade"')[2].partition("</article>")[0])
    assert "You expect the method to notice that one jar is missing." in words
    assert "Run the code above the question" in words
    assert "hint" not in words


def test_states_are_told_in_words(sindhu):
    sindhu.task("between_class_variance-grade", points=1.0, state=State.NOT_YET)
    sindhu.task("repaired_otsu-grade", flag="A worker died twice.")
    page = sindhu.page()
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td></tr>", page)
    assert [(points, words_of(state)[2:]) for _, points, state in rows] == [
        ("2 of 2", "right"),
        ("1 of 3", "partly right"),
        ("0 of 4", "not right yet"),
        ("– of 2", "waits for your teacher"),
        ("0 of 1", "not right yet"),
    ]


def test_a_fault_of_ours_is_called_ours(sindhu):
    sindhu.task("repaired_otsu-grade", flag="A worker <died> twice.")
    words = words_of(sindhu.page())
    assert "2 of these points wait for your teacher: they are neither lost nor given yet." in words
    assert "The fault is ours, not yours" in words
    assert "What happened: A worker <died> twice. You need not do anything." in words
    graded = cell_of(sindhu.graded(), "repaired_otsu-grade")
    assert "The fault is ours, not yours" in graded.outputs[0].data["text/html"]


def test_what_a_teacher_gave_and_wrote_counts(sindhu):
    by_hand = ByHand(
        points={(CUTS, "otsu_threshold-grade"): 3.0, (CUTS, "repaired_otsu-grade"): 2.0},
        comments={(CUTS, "otsu_threshold-answer"): f"A good start {EVIL}", (CUTS, "x"): "Hello."},
        penalties={CUTS: 0.5},
    )
    sindhu.task("repaired_otsu-grade", flag="A worker died twice.")
    page = sindhu.page(by_hand)
    words = words_of(page)
    assert "6.5 of 12 points" in words
    assert "0.5 points taken off because the submission came late." in words
    assert "Your teacher gave 3 of 4 points." in words
    assert "Your teacher writes: A good start <script>" in words
    assert "Your teacher writes: Hello." in words
    assert "wait for your teacher" not in words
    assert "<script" not in page


def test_a_teacher_may_take_points_away(sindhu):
    words = words_of(sindhu.page(ByHand(points={(CUTS, "apply_threshold-grade"): 0.0})))
    assert "0 of 12 points" in words
    assert "Start with Exercise E1" in words


def test_all_right_is_said_so(sindhu):
    for task in sindhu.verdict.tasks:
        sindhu.task(task.cell, points=task.max_points, state=State.CORRECT)
    words = words_of(sindhu.page())
    assert "All 5 tasks are right." in words
    assert "What to do next" not in words
    assert "Start with" not in words


@pytest.mark.parametrize("state", ["unreadable", "missing"])
def test_a_page_about_a_notebook_that_was_not_read(sindhu, state):
    (sindhu.submitted / f"{CUTS}.ipynb").write_text("{", encoding="utf-8")
    sindhu.about(state=state, remarks=("It stops in the middle.",))
    given = ByHand(points={(CUTS, "Q3-grade"): 1.0}, comments={(CUTS, "Q3-answer"): "By mail."})
    words = words_of(sindhu.page(given))
    assert "About your file" in words
    assert "ask your teacher whether you may hand it in" in words
    assert "It stops in the middle." in words
    assert "What to do next" not in words
    assert "Your teacher gave 1 of 1 point." in words
    assert "By mail." in words


def test_the_notebook_shows_what_the_learner_wrote_and_nothing_of_the_lesson(sindhu):
    def write(cells):
        cells.insert(12, own_cell("print('mine')"))
        cells.insert(13, own_cell("My **note**", "markdown", id="note"))

    sindhu.change(write)
    sindhu.about(outputs={12: [{"output_type": "stream", "text": "\x1b[31mred\x1b[0m < blue"}]})
    part = sindhu.page().partition('<h2 id="notebook">')[2]
    words = words_of(part)
    assert "print('mine') red < blue" in words
    assert "<pre>My **note**</pre>" in part
    assert "text/plain" not in words
    assert "imaging.otsu_threshold" not in words


def test_nothing_of_the_learners_is_markup_in_the_page(sindhu):
    def write(cells):
        cells.insert(0, own_cell(EVIL))
        cells.insert(1, own_cell(EVIL, "markdown", id="note"))

    sindhu.change(write)
    picture = {"image/png": PNG}
    alt = {"image/png": {"alt": f'"{EVIL}'}}
    outputs = [
        {"output_type": "stream", "text": EVIL},
        {"output_type": "error", "ename": EVIL, "evalue": EVIL, "traceback": []},
        {"output_type": "display_data", "data": picture, "metadata": alt},
    ]
    sindhu.about(outputs={0: outputs}, remarks=(EVIL,))
    sindhu.task("otsu_threshold-grade", answer=EVIL)
    sindhu.verdict = replace(sindhu.verdict, handed_in=EVIL, learner=EVIL, remarks=(EVIL,))
    page = sindhu.page()
    assert words_of(page).count(EVIL) == 10  # it is all there, as words
    assert "<script" not in page
    assert "onerror='" not in page
    assert set(re.findall(r"<img [^>]*?src=\"([^,]*),", page)) == {"data:image/png;base64"}


class Outline(HTMLParser):
    """The headings, ids, links and pictures of a page."""

    def __init__(self, page):
        super().__init__()
        self.levels, self.ids, self.links, self.pictures = [], [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in about:
            self.ids.append(about["id"])
        self.links += [about[key] for key in ("href", "src") if key in about]
        if tag == "img":
            self.pictures.append(about.get("alt"))


def test_headings_links_and_pictures_are_in_order(sindhu):
    mask = check.find("a02.apply_threshold")
    wrong = judge(mask, _misconception("a02.apply_threshold", "ge"))
    sindhu.task("apply_threshold-grade", state=State.NOT_YET, points=0.0, html=wrong.html)
    sindhu.change(lambda cells: cells.insert(0, own_cell("draw()")))
    sindhu.about(outputs={0: [{"output_type": "display_data", "data": {"image/png": PNG}}]})
    sindhu.about(state="unreadable", name="a02c-scores")
    for name in sindhu.handout.notebooks:
        outline = Outline(sindhu.page(name=name))
        assert outline.levels[0] == 1
        steps = zip(outline.levels, outline.levels[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps)
        assert len(outline.ids) == len(set(outline.ids))
        assert all(outline.pictures)
        for link in outline.links:
            known = link.startswith("data:image/png;base64,") or link[1:] in outline.ids
            assert known or (sindhu.feedback / link).is_file()


def test_a_page_is_complete_in_itself(sindhu):
    page = sindhu.page()
    assert "http://" not in page
    assert "https://" not in page
    assert "default-src 'none'" in page
    assert "@media print" in page
    assert "prefers-color-scheme: dark" in page


def test_a_page_without_the_graded_notebook_has_the_verdicts(sindhu):
    write_feedback(sindhu.verdict, sindhu.autograded, sindhu.feedback)
    words = words_of((sindhu.feedback / f"{CUTS}.html").read_text(encoding="utf-8"))
    assert "2 of 12 points" in words
    assert "Your notebook" not in words


def test_a_task_that_the_course_dropped_is_called_by_its_id(sindhu):
    sindhu.task("Q3-grade", id="a02.gone")
    assert "a02.gone" in words_of(sindhu.page())


# --- nbgrader's own tools --------------------------------------------------------------------


@pytest.fixture
def course(tmp_path):
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copytree(ROOT / "course" / ASSIGNMENT, tmp_path / "course" / ASSIGNMENT)
    return read_folders(tmp_path)


def test_points_and_comments_of_formgrader_are_read(course, sindhu):
    merge([sindhu.verdict], sindhu.handout, course.db_url, folders=course)
    assert read_by_hand(course.db_url, ASSIGNMENT) == {}
    with Gradebook(course.db_url) as gradebook:
        place = (CUTS, ASSIGNMENT, "sindhu")
        gradebook.find_grade("otsu_threshold-grade", *place).manual_score = 3.0
        gradebook.find_grade("apply_threshold-grade", *place).extra_credit = 0.5
        gradebook.find_comment("otsu_threshold-answer", *place).manual_comment = "Nearly."
        gradebook.find_comment("apply_threshold-answer", *place).auto_comment = "No response."
        gradebook.find_submission_notebook(*place).late_submission_penalty = 1.0
        gradebook.db.commit()
    found = read_by_hand(course.db_url, ASSIGNMENT)
    points = {(CUTS, "otsu_threshold-grade"): 3.0, (CUTS, "apply_threshold-grade"): 2.5}
    comments = {(CUTS, "otsu_threshold-answer"): "Nearly."}
    assert found == {"sindhu": ByHand(points, comments, {CUTS: 1.0})}
    assert read_by_hand(course.db_url, "a01-histograms") == {}


@pytest.mark.slow
def test_stock_generate_feedback_works_on_our_notebooks(course, sindhu, handout, tasks):
    emeka = Learner(course.root, handout, tasks, name="emeka")
    emeka.change(lambda cells: [cells.pop(place_of(cells, f"Q3-{x}")) for x in ("answer", "grade")])
    (emeka.submitted / "a02b-means.ipynb").unlink()
    emeka.about("a02b-means", state="missing")
    emeka.about(remarks=(EVIL,))
    merge([sindhu.verdict, emeka.verdict], handout, course.db_url, folders=course)
    sindhu.graded()
    emeka.graded()
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_feedback", ASSIGNMENT],
        cwd=course.root,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for learner in (sindhu, emeka):
        assert len(list(learner.feedback.glob("*.html"))) == 3
        page = (learner.feedback / f"{CUTS}.html").read_text(encoding="utf-8")
        assert "(Score: 2.0 / 12.0)" in page
        assert "Likely cause: This is the mean of all pixels." in page
    page = (emeka.feedback / f"{CUTS}.html").read_text(encoding="utf-8")
    assert EVIL in words_of(page)
    assert EVIL not in page


def test_answers_keep_a_place_for_a_teachers_comment(sindhu):
    answers = [cell for cell in sindhu.graded() if is_solution(cell)]
    assert [cell.metadata.nbgrader.grade_id for cell in answers] == [
        "apply_threshold-answer",
        "between_class_variance-answer",
        "otsu_threshold-answer",
    ]
    assert v4.nbformat_minor >= 5
