"""The class report on a class whose mistakes are known, and on classes that hardly are one."""

import ast
import re
import runpy
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from coursekit.checking import State
from coursekit.checking.results import Diagnosis
from coursekit.exercises import EXERCISES
from coursekit.grading.pages import similarity
from coursekit.grading.pages.report import write_report
from coursekit.grading.pages.report_findings import causes_of, shared_outputs, to_do
from coursekit.grading.pages.report_tables import assignments_of
from coursekit.grading.pages.similarity import normalised, reused_text
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

CLASS = runpy.run_path(str(Path(__file__).with_name("synthetic_class.py")))
HOSTILE = '</pre><script>alert("x")</script><img src=x onerror=alert(1)>{{ 7*7 }}&amp;'


@pytest.fixture(scope="module")
def made():
    return CLASS["synthetic_class"]()


@pytest.fixture(scope="module")
def accidents(made):
    return CLASS["with_accidents"](made.verdicts)


@pytest.fixture(scope="module")
def page(accidents, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    return write_report(accidents, path, "A class").read_text(encoding="utf-8")


def words(page):
    """Take the tags out of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def section(page, name):
    """Cut out the section whose heading has this id."""
    return page.partition(f'<section aria-labelledby="{name}">')[2].partition("</section>")[0]


def rows(part):
    """Read the rows of a table's body as lists of plain words."""
    body = part.partition("<tbody")[2].partition("</tbody>")[0]
    lines = re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    return [
        [words(cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.DOTALL)]
        for line in lines
    ]


# --- the class whose mistakes are known ------------------------------------------------------


def test_every_mistake_is_counted_once_and_exactly(made):
    found = {(one.task, one.id): set(one.learners) for one in causes_of(made.verdicts)}
    assert found == made.causes
    assert len(made.causes) > 40


def test_the_page_lists_the_mistakes_of_several_learners(made, tmp_path):
    path = write_report(made.verdicts, tmp_path / "report.html", "A class")
    part = section(path.read_text(encoding="utf-8"), "mistakes")
    expected = sorted((len(who), task) for (task, _), who in made.causes.items() if len(who) > 1)
    listed = rows(part)
    assert sorted((int(row[0]), row[3]) for row in listed) == expected
    counts = [int(row[0]) for row in listed]
    assert counts == sorted(counts, reverse=True)
    alone = sum(len(who) == 1 for who in made.causes.values())
    assert f"{alone} further mistakes were made by one learner each" in part


def test_a_long_list_of_mistakes_is_cut_at_a_number_of_learners(made, tmp_path):
    """Nine assignments: what few learners did is counted, not listed; no group is cut in two."""
    verdicts = [
        replace(one, assignment=f"b{copy:02} {one.assignment}", tasks=renumbered(one.tasks, copy))
        for copy in range(5)
        for one in made.verdicts
    ]
    path = write_report(verdicts, tmp_path / "report.html", "A class")
    part = section(path.read_text(encoding="utf-8"), "mistakes")
    sizes = [len(who) for who in made.causes.values()] * 5
    listed = [int(row[0]) for row in rows(part)]
    assert 30 < len(listed) <= 60
    assert len(listed) == sum(size >= listed[-1] for size in sizes)
    left = len(sizes) - len(listed)
    assert f"{left} further mistakes were made by fewer than {listed[-1]} learners each" in part


def renumbered(tasks, copy):
    return tuple(replace(task, id=f"b{copy}{task.id}") for task in tasks)


def test_a_mistake_stands_with_the_words_that_learners_were_told(made, page):
    (task, name), who = max(made.causes.items(), key=lambda item: len(item[1]))
    told = next(
        one.diagnosis
        for verdict in made.verdicts
        for one in verdict.tasks
        if verdict.learner in who and one.id == task and one.diagnosis.id == name
    )
    assert re.sub(r"[`\s]+", " ", told.text)[:60] in words(section(page, "mistakes"))
    assert told.topic in section(page, "mistakes")


def test_equal_outputs_that_nothing_explains_are_found_exactly(made):
    shared, alone = shared_outputs(made.verdicts)
    found = {one.example.id: set(one.learners) for one in shared}
    ideas = {idea: id for idea, (id, _) in CLASS["UNEXPLAINED"].items()}
    expected = {ideas[idea]: who for idea, who in made.shared.items() if len(who) > 1}
    assert found == expected
    assert [len(one.learners) for one in shared] == [5, 3, 2]
    assert alone == 1


def test_the_work_list_shows_reply_and_answer(page):
    part = section(page, "shared")
    assert part.count("<article") == 3
    assert "rows_truth &amp; rows_result" in part
    assert "expected     0.666667" in part


def test_the_item_table_agrees_with_the_answers(made, page):
    verdicts = [one for one in made.verdicts if one.assignment == "a01-histograms"]
    (assignment,) = assignments_of(verdicts)
    for row in assignment.rows:
        tasks = [task for verdict in verdicts for task in verdict.tasks if task.id == row.id]
        mean = sum(task.points for task in tasks) / 30 / tasks[0].max_points
        assert row.statistics.difficulty.value == pytest.approx(mean)
        empty = sum(task.state is State.NOT_ANSWERED for task in tasks)
        assert row.not_answered == pytest.approx(empty / 30)
        assert sum(row.outcomes.values()) == 30
        most = max((len(who) for (id, _), who in made.causes.items() if id == row.id), default=0)
        assert len(row.cause.learners) == most


def test_one_pair_copied_and_one_pair_is_named(made):
    (pair,) = reused_text(made.verdicts)
    assert pair.learners == CLASS["COPIES"]
    assert set(pair.tasks) == set(CLASS["COPIED"])


def test_learners_are_named_only_where_a_person_must_act(accidents, page, tmp_path):
    names = set(CLASS["LEARNERS"])
    for part in ("tasks", "mistakes", "shared", "time", "numbers"):
        assert not names & set(re.findall(r"\w+", words(section(page, part)))), part
    assert names <= set(re.findall(r"\w+", words(section(page, "learners"))))
    path = write_report(accidents, tmp_path / "named.html", "A class", names=True)
    named = path.read_text(encoding="utf-8")
    assert "Who" in section(named, "mistakes")
    assert names & set(re.findall(r"\w+", words(section(named, "shared"))))


def test_the_page_is_the_same_for_any_order_of_verdicts(accidents, page, tmp_path):
    path = write_report(accidents[::-1], tmp_path / "report.html", "A class")
    assert path.read_text(encoding="utf-8") == page


def test_tasks_that_deserve_a_look_are_marked(tmp_path):
    """E3 goes against the others; E4 does so a little, as chance would; E5 is hard and left out."""
    learners = [
        {
            "E1": (place % 2, State.CORRECT),
            "E2": (place % 2, State.CORRECT),
            "E3": (1 - place % 2, State.CORRECT),
            "E4": (float(place in (0, 2, 4, 1, 3)), State.CORRECT),
            "E5": (0, State.NOT_ANSWERED),
        }
        for place in range(12)
    ]
    verdicts = [made_up(f"learner {place}", tasks) for place, tasks in enumerate(learners)]
    part = section(write_report(verdicts, tmp_path / "r.html", "A").read_text("utf-8"), "tasks")
    assert [re.findall("▸ ([a-z ]+)", row[0]) for row in rows(part)] == [
        [],
        [],
        ["those who do well elsewhere do worse here"],
        [],
        ["hard ", "often left out"],
    ]
    assert assignments_of(verdicts)[0].rows[3].statistics.discrimination.value < 0


# --- what needs a person ---------------------------------------------------------------------


def test_what_needs_a_person_comes_first_and_complete(accidents, page):
    listed = [(row.what, row.where, row.learners) for row in to_do(accidents)]
    assert listed == [
        ("points wait", "a01-histograms, all tasks", ("carla",)),
        ("points wait", "a02-thresholds, two_means_1d", ("aiko", "bruno")),
        ("submission", "a02-thresholds", ("diego",)),
        ("unreadable", "a02-thresholds, a02b-scores", ("carla",)),
        ("missing", "a02-thresholds, a02b-scores", ("zofia",)),
        ("not handed in", "a01-histograms", ("diego",)),
    ]
    assert "6 matters need a person" in words(page)
    assert "The worker that judged this stopped." in section(page, "person")


def test_flags_and_lost_notebooks_leave_the_item_statistics(accidents):
    whole = {one.name: one for one in assignments_of(accidents)}
    items = {row.id: row for row in whole["a02-thresholds"].rows}
    assert items["a02.two_means_1d"].outcomes["unknown"] == 2
    assert items["a02.two_means_1d"].statistics.difficulty.learners == 28
    assert items["a02.dice_coefficient"].outcomes["unknown"] == 2
    assert items["a02.otsu_threshold"].outcomes["unknown"] == 0
    # whoever has an unknown score cannot be compared by the total
    assert items["a02.otsu_threshold"].statistics.discrimination.learners == 26
    assert len(whole["a02-thresholds"].final) == 27  # the missing notebook is final, 0 points
    assert len(whole["a01-histograms"].verdicts) == 29


def test_a_checker_error_without_a_flag_waits_too():
    verdict = made_up("ada", {"E": (0, State.CHECKER_ERROR)})
    assert [row.what for row in to_do([verdict])] == ["points wait"]


# --- reused text: no false accusation --------------------------------------------------------

LONG = "\n".join(
    ["def f(image, low, high):"]
    + [f"    part_{i} = np.where(image > {i * 7}, low + {i}, high - {i * i})" for i in range(8)]
    + ["    return part_0 + part_7"]
)
LONG_RENAMED = LONG.replace("part_", "p").replace(", ", ",").replace("image", "img") + "  # mine"
SHORT = "def f(image, t):\n    return image > t"


def class_of(answers):
    """Make verdicts of one assignment from texts: task -> one answer per learner."""
    count = len(next(iter(answers.values())))
    tasks = [
        {id: (1, State.CORRECT, texts[place]) for id, texts in answers.items()}
        for place in range(count)
    ]
    return [made_up(f"learner {place:02}", one) for place, one in enumerate(tasks)]


def different(count):
    """Write answers that are all different, and long."""
    return [
        LONG.replace("low +", f"low * {7 + place} +").replace("high -", f"high % {place} -")
        for place in range(count)
    ]


def test_equal_long_answers_that_nobody_else_wrote_are_a_hint():
    texts = [LONG, LONG_RENAMED, *different(18)]
    (pair,) = reused_text(class_of({"E1": texts, "E2": texts}))
    assert pair.learners == ("learner 00", "learner 01")
    assert pair.tasks == ("x01.E1", "x01.E2")


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param([SHORT] * 2 + different(18), id="short"),
        pytest.param([LONG] * 12 + different(8), id="many-wrote-it"),
        pytest.param(
            [LONG + "\n\nx = 1"] * 2 + [LONG + f"\n\nx = {i}" for i in range(18)], id="stub"
        ),
        pytest.param([LONG] * 2 + different(7), id="class-too-small-to-tell"),
        pytest.param(["def f(:"] * 2 + different(18), id="no-python"),
        pytest.param([""] * 2 + different(18), id="empty"),
    ],
)
def test_equal_answers_to_be_expected_are_no_hint(texts):
    assert reused_text(class_of({"E1": texts, "E2": texts})) == []


def test_one_exercise_alone_needs_more_text(monkeypatch):
    own = reused_text(class_of({"E1": [LONG, LONG, *different(18)]}))
    twice = reused_text(class_of({id: [LONG, LONG, *different(18)] for id in ("E1", "E2")}))
    assert own == []
    assert twice[0].own_pieces >= 2 * similarity.OWN_PIECES
    monkeypatch.setattr(similarity, "ALONE", similarity.OWN_PIECES)
    assert len(reused_text(class_of({"E1": [LONG, LONG, *different(18)]}))) == 1


def test_answers_left_as_handed_out_are_never_compared():
    texts = [LONG, LONG, *different(18)]
    verdicts = class_of({"E1": texts, "E2": texts})
    tasks = tuple(replace(task, state=State.NOT_ANSWERED) for task in verdicts[0].tasks)
    assert reused_text([replace(verdicts[0], tasks=tasks), *verdicts[1:]]) == []


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("def f(a):\n    return a", 'def g(b):\n  """Say."""\n  return b  # b', True),
        ("x = [i for i in y]", "z = [k for k in y]", True),
        ("def f(a, b):\n    return a - b", "def f(a, b):\n    return b - a", False),
        ("x = np.sum(y)", "x = np.max(y)", False),
        ("x = dilate(y)", "x = erode(y)", False),
        ("x = 1", "x = 2", False),
        ("size = a.size", "s = a.s", False),
        ("if a:\n    b()\nc()", "if a:\n    b()\n    c()", False),
    ],
)
def test_only_names_and_layout_are_taken_away(one, other, equal):
    assert (normalised(one).exact == normalised(other).exact) is equal


@pytest.mark.parametrize(
    "source",
    ["(" * 9000, "-" * 19000 + "1", "x\0", "\ud800", "'''", "f" + "." * 9000, "x = 1\n" * 4000],
    ids=["brackets", "signs", "nul", "surrogate", "quotes", "dots", "long"],
)
def test_odd_answers_are_not_compared(source):
    assert normalised(source) is None


# --- classes that hardly are one -------------------------------------------------------------


def made_up(learner, tasks, assignment="x01-made-up"):
    """Make a verdict from task names, with points of 1, state and text."""
    found = []
    for name, (points, state, *text) in tasks.items():
        wrong = state is State.NOT_YET
        found.append(
            TaskVerdict(
                id=f"x01.{name}",
                cell=f"{name}-grade",
                notebook="x01a",
                state=state,
                points=points,
                max_points=1.0,
                text=HOSTILE,
                html=HOSTILE,
                diagnosis=Diagnosis("odd", f"Told {HOSTILE}", "fact", HOSTILE) if wrong else None,
                answer=text[0] if text else HOSTILE,
            )
        )
    notebooks = (NotebookVerdict("x01a", "graded"),)
    return Verdict(learner, assignment, "", "", notebooks, tuple(found))


def same_for_all(points, state, count=12):
    return [
        made_up(f"learner {i}", {"E1": (points, state), "E2": (points, state)})
        for i in range(count)
    ]


def flagged_for_all():
    return [
        replace(one, tasks=tuple(replace(task, flag="Broken.") for task in one.tasks))
        for one in same_for_all(0, State.NOT_YET)
    ]


ODD_CLASSES = {
    "empty": [],
    "one learner": [made_up("ada", {"E1": (1, State.CORRECT), "E2": (0, State.NOT_YET)})],
    "all perfect": same_for_all(1, State.CORRECT),
    "all zero": same_for_all(0, State.NOT_YET),
    "nobody answered": same_for_all(0, State.NOT_ANSWERED),
    "all flagged": flagged_for_all(),
    "no tasks": [made_up("ada", {})],
    "no points": [
        replace(one, tasks=tuple(replace(task, max_points=0.0) for task in one.tasks))
        for one in same_for_all(0, State.NOT_YET)
    ],
    "notebook never handed in": [
        replace(one, notebooks=(NotebookVerdict("x01a", "missing"),))
        for one in same_for_all(0, State.NOT_ANSWERED)
    ],
    "hostile names": [
        made_up(HOSTILE, {HOSTILE: (0, State.NOT_YET)}, assignment=HOSTILE),
        made_up("\ud800 \x00", {"E1": (0, State.NOT_YET, "\ud800 \x00")}, assignment="\ud800"),
    ],
}


@pytest.mark.parametrize("name", list(ODD_CLASSES))
@pytest.mark.parametrize("names", [True, False])
def test_odd_classes_give_a_sound_page(name, names, tmp_path):
    path = write_report(ODD_CLASSES[name], tmp_path / "deep" / "report.html", HOSTILE, names)
    page = path.read_text(encoding="utf-8")
    check_the_page(page)
    assert "nan" not in re.findall(r"\w+", words(page).lower())
    assert list(path.parent.iterdir()) == [path]


def test_numbers_that_cannot_be_had_say_why(tmp_path):
    def text(name):
        path = write_report(ODD_CLASSES[name], tmp_path / "report.html", "A class")
        return words(path.read_text(encoding="utf-8"))

    assert "under 10 learners" in text("one learner")
    assert "all equal" in text("all perfect")
    assert "no scores" in text("all flagged")
    assert "There are no submissions yet." in text("empty")
    assert "Nothing waits for a person." in text("all perfect")


def test_two_verdicts_for_one_submission_are_refused(tmp_path):
    twice = ODD_CLASSES["one learner"] * 2
    with pytest.raises(ValueError, match="must hold one of ada for x01-made-up, got two"):
        write_report(twice, tmp_path / "report.html", "A class")
    assert not list(tmp_path.iterdir())


# --- the page itself -------------------------------------------------------------------------


VOID = {"meta", "link", "br", "path", "rect", "circle"}


class Reader(HTMLParser):
    """Collect the tags of a page, and complain about tags that do not close."""

    def __init__(self):
        super().__init__()
        self.open, self.tags = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def check_the_page(page):
    """Nothing of the learners is markup; every table, chart, heading and link is in order."""
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    tags = [tag for tag, _ in reader.tags]
    assert not {"script", "img", "iframe", "object", "details"} & set(tags)
    assert not [name for _, attrs in reader.tags for name in attrs if name.startswith("on")]
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    check_references(reader.tags, set(ids))
    assert tags.count("table") == tags.count("caption")
    assert all(attrs.get("scope") in ("row", "col") for tag, attrs in reader.tags if tag == "th")
    for tag, attrs in reader.tags:
        if tag == "svg":
            assert attrs.get("aria-hidden") == "true" or attrs["aria-label"]


def check_references(tags, ids):
    for tag, attrs in tags:
        if tag == "a" and attrs["href"].startswith("#"):
            assert attrs["href"][1:] in ids
        if "aria-labelledby" in attrs:
            assert attrs["aria-labelledby"] in ids
        if tag == "link":
            assert attrs["href"] == "data:,"


def test_the_page_of_the_class_is_sound(page):
    check_the_page(page)
    assert '<html lang="en">' in page
    assert "<title>A class</title>" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page  # a learner's comment


def test_the_chart_says_in_words_what_it_shows(accidents, page):
    one = assignments_of(accidents)[1]
    label = re.search(r'aria-label="(Bar chart of the scores in a02.*?)"', page)[1]
    first, median, third = one.quartiles
    assert f"27 submissions. Half of them have {median:g} of 20 points or more" in label
    assert f"between {first:g} and {third:g}" in label
    counts = [int(count) for count in re.findall(r"%: (\d+)", label)]
    assert sum(counts) == 27
    assert counts[9] == sum(points >= 18 for points in one.final)
    assert counts[0] == sum(points < 2 for points in one.final)


def test_every_task_has_a_bar_in_words(page):
    bars = re.findall(r'aria-label="(\w+): ([^"]*)\."', section(page, "tasks"))
    assert len(bars) == 17
    for _, told in bars:
        assert sum(map(int, re.findall(r"(\d+) ", told))) in (29, 30)


def test_answers_are_python_before_they_are_shown(made):
    """The made-up class hands in what a cell could hold."""
    for verdict in made.verdicts:
        for task in verdict.tasks:
            if task.id in EXERCISES and "(...):" not in task.answer:
                ast.parse(task.answer)
