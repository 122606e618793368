"""The made-up class: what it hands in, what its answers are worth, and what the demo shows."""

import ast
import dataclasses
import io
import json
import re
import shutil
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from rich.console import Console

from coursekit import imaging, plotting
from coursekit.checking import Exercise, Question, State, judge
from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.grading.made_up import demo, habits
from coursekit.grading.made_up.handwriting import with_leftover, with_named_result, with_other_names
from coursekit.grading.made_up.made_up_class import (
    LEARNERS,
    answer_of,
    hand_in,
    many_learners,
    tasks_of,
)
from coursekit.grading.made_up.typical_code import code_of
from coursekit.grading.pages.similarity import reused_text
from coursekit.grading.submissions.handout import read_handout
from coursekit.grading.submissions.submission import read_submission
from coursekit.grading.verdict import NotebookVerdict, TaskVerdict, Verdict

ROOT = Path(__file__).parents[2]
ITEMS = {**EXERCISES, **QUESTIONS}
BY_NAME = {learner.name: learner for learner in LEARNERS}
LIMIT = 3


# --- the text of an answer -------------------------------------------------------------------


def double(values):
    return LIMIT * shifted(values)


def shifted(values):
    return np.asarray(values) + 1


AS_LAMBDA = lambda values, by=2: shifted(values) * by  # noqa: E731


def run(code):
    """Run a cell the way a lesson does, after its set-up cell."""
    names = {"np": np, "plt": plt, "imaging": imaging, "plotting": plotting}
    exec(code, names)
    return names


def times(factor, then):
    def answer(values):
        return factor * then(np.asarray(values))

    return answer


INSIDE = times(np.inf, lambda values: values + 1)  # two functions on one line


def by_parts(parts, largest, nothing):
    def answer(values: list[Path]) -> Path:  # names that a notebook does not know
        return parts["scaled"](largest(values)) if nothing is None else parts["seen"]

    return answer


WITH_PARTS = by_parts({"scaled": lambda value: np.asarray(LIMIT * value), "seen": 1}, max, None)


def counted(values):
    return counted(values[1:]) + 1 if values else np.asarray(0)


@pytest.mark.parametrize(
    "function",
    [double, AS_LAMBDA, INSIDE, WITH_PARTS, counted],
    ids=["def", "lambda", "inner function", "functions in a dictionary", "calls itself"],
)
def test_the_text_of_a_function_runs_by_itself_and_gives_the_same(function):
    written = run(code_of(function, "answer"))["answer"]
    assert written([1, 2]).tolist() == function([1, 2]).tolist()
    assert written.__name__ == "answer"


@pytest.mark.parametrize(
    "function", [len, np.add, times(object(), double)], ids=["built-in", "library", "odd constant"]
)
def test_a_function_without_a_text_of_its_own_is_refused(function):
    with pytest.raises(ValueError, match="must"):
        code_of(function, "answer")


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_a_typical_mistake_written_as_a_cell_is_told_what_it_is(exercise):
    count = 1 if exercise.kind == "P" else 3  # a figure takes a second
    for mistake in exercise.misconceptions[:count]:
        written = run(code_of(mistake.function, exercise.function))[exercise.function]
        expected = judge(exercise, mistake.function).diagnosis
        assert judge(exercise, written).diagnosis == expected, mistake.name


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_every_declared_answer_can_be_written_as_a_cell(exercise):
    mistakes = [one.function for one in exercise.misconceptions]
    for function in (exercise.reference, *exercise.variants, *mistakes):
        ast.parse(code_of(function, exercise.function))


FIRST_VARIANTS = {
    exercise.id: code_of(exercise.variants[0], exercise.function)
    for exercise in EXERCISES.values()
    if exercise.kind != "P" and exercise.assignment < "a08"
}


@pytest.mark.parametrize(("place", "id"), list(enumerate(FIRST_VARIANTS)))
def test_a_right_answer_in_another_hand_stays_right(place, id):
    line = habits.LEFTOVERS[place % len(habits.LEFTOVERS)]
    text = with_other_names(with_named_result(with_leftover(FIRST_VARIANTS[id], line)), "_new")
    result = judge(EXERCISES[id], run(text)[EXERCISES[id].function])
    assert result.state is State.CORRECT, f"{text}\n{result.text}"


@pytest.mark.parametrize("line", habits.LEFTOVERS)
def test_a_line_of_an_earlier_try_does_no_harm(line):
    for text in FIRST_VARIANTS.values():
        left = with_leftover(text, line)
        assert left != text or "()" in text.splitlines()[0]
        ast.parse(left)


def test_another_hand_leaves_the_arguments_and_what_comes_from_outside():
    text = "def f(a, b=LIMIT):\n    c = [a + d for d in g(a)]\n    a = b\n    return len(c) + a"
    assert with_other_names(with_named_result(text), "_2") == (
        "def f(a, b=LIMIT):\n    c_2 = [a + d_2 for d_2 in g(a)]\n    a = b\n"
        "    answer_2 = len(c_2) + a\n    return answer_2"
    )


# --- the class -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The folder of the demo with everything that the thirty hand in."""
    folder = tmp_path_factory.mktemp("class") / "demo"
    demo.make_course(folder, ROOT, demo.ASSIGNMENTS)
    for learner in LEARNERS:
        for assignment in demo.ASSIGNMENTS:
            hand_in(learner, assignment, folder, ITEMS)
    return folder


@pytest.fixture(scope="module")
def tasks(course):
    """All tasks of the assignments."""
    return [task for name in demo.ASSIGNMENTS for task in tasks_of(name, course, ITEMS)]


def answers_of(name, tasks):
    """Map the ids of tasks to what a learner writes."""
    return {task.item.id: answer_of(BY_NAME[name], task) for task in tasks}


def test_the_class_has_thirty_different_learners():
    assert len(BY_NAME) == len(LEARNERS) == 30


def test_the_tasks_are_all_those_of_the_assignments(tasks):
    expected = {id for id, item in ITEMS.items() if item.assignment < "a08"}
    assert {task.item.id for task in tasks} == expected


def test_every_notebook_but_the_cut_one_can_be_read(course):
    unreadable = []
    for path in sorted(course.glob("submitted/*/*/*.ipynb")):
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            unreadable.append(path.parts[-3:])
    assert unreadable == [("hana", "a01-histograms", "a01b-histograms.ipynb")]


@pytest.mark.parametrize("name", sorted(set(BY_NAME) - {"omar", "hana"}))
def test_what_is_handed_in_is_a_notebook_as_nbformat_wants_it(course, name):
    for path in course.glob(f"submitted/{name}/*/*.ipynb"):
        nbformat.validate(nbformat.reads(path.read_text(encoding="utf-8"), as_version=4))


def test_some_learners_do_not_hand_in_everything(course):
    counts = Counter(path.parent.name for path in course.glob("submitted/*/*"))
    fewer = {name: number for name, number in counts.items() if number < len(demo.ASSIGNMENTS)}
    assert fewer == {"goran": 2, "hana": 5, "mateo": 2, "nadia": 3}
    assert len(counts) == 30


def test_all_submissions_are_read_and_the_odd_ones_remarked(course):
    remarked = set()
    for name in demo.ASSIGNMENTS:
        handout = read_handout(course / "course" / name)
        for folder in course.glob(f"submitted/*/{name}"):
            submission = read_submission(folder, handout)
            assert submission.handed_in, folder
            remarks = (*submission.remarks, *(r for n in submission.notebooks for r in n.remarks))
            remarked |= {submission.learner} if remarks else set()
    assert {"hana", "omar", "priya"} <= remarked
    assert not {"amara", "freya", "uma"} & remarked


def test_only_one_learner_forgets_python(tasks):
    broken = set()
    for learner in LEARNERS:
        for task in tasks:
            try:
                ast.parse(answer_of(learner, task) or "")
            except SyntaxError:
                broken.add((learner.name, task.item.id))
    assert broken == {("ines", "a02.otsu_threshold")}


def test_two_classes_are_equal_byte_for_byte(course, tmp_path):
    shutil.copytree(course / "course", tmp_path / "course")
    shutil.copytree(course / "solutions", tmp_path / "solutions")
    for name in ("daria", "viktor", "quang"):
        hand_in(BY_NAME[name], "a04-kmeans", tmp_path, ITEMS)
    files = [path for path in tmp_path.glob("submitted/*/*/*") if path.is_file()]
    assert len(files) == 3 * 3
    for path in files:
        assert path.read_bytes() == (course / path.relative_to(tmp_path)).read_bytes()


def test_the_able_make_fewer_mistakes(tasks):
    exercises = [task for task in tasks if isinstance(task.item, Exercise)]

    def mistakes(ability):
        texts = [habits.attempt("x", ability, task) for task in exercises]
        right = [habits.own_words("x", task, 0) for task in exercises]
        return sum(a != b for a, b in zip(texts, right, strict=True))

    counts = [mistakes(ability) for ability in (-2, 0, 2, 4)]
    assert all(one > next for one, next in pairwise(counts))
    abilities = [learner.ability for learner in LEARNERS if np.isfinite(learner.ability)]
    assert np.std(abilities) > 0.8


def test_the_first_mistakes_are_the_common_ones(tasks):
    task = next(task for task in tasks if task.item.id == "a02.otsu_threshold")
    names = [mistake.name for mistake in task.item.misconceptions]
    told = Counter()
    for number in range(100):
        text = habits.mistake(str(number), task)
        told[judge_text(task, text).diagnosis.id] += 1
    assert told.most_common(1)[0][0] == names[0]
    assert told[names[0]] > 20
    assert len(told) > len(names) / 2  # a long tail


known_results = {}


def judge_text(task, text):
    """Judge the text of an answer, each text once."""
    if text not in known_results:
        known_results[text] = judge(task.item, run(text)[task.item.function])
    return known_results[text]


@pytest.mark.parametrize("id", habits.SHARED_SLIPS)
def test_the_shared_slips_are_explained_by_no_rule(id, tasks):
    task = next(task for task in tasks if task.item.id == id)
    sharing = [learner for learner in LEARNERS if id in learner.slips]
    assert len(sharing) >= 3
    results = [judge(task.item, run(answer_of(one, task))[task.item.function]) for one in sharing]
    assert {result.state for result in results} == {State.NOT_YET}
    assert {result.diagnosis.confidence for result in results} <= {"plain", "structural"}
    assert len({result.signature for result in results}) == 1
    assert results[0].signature


def test_seven_learners_share_a_slip():
    assert sum(habits.SHARED_SLIPS.keys() >= set(one.slips) != set() for one in LEARNERS) == 7
    assert sum("a02.dice_coefficient" in one.slips for one in LEARNERS) == 7


def test_two_learners_and_no_others_hand_in_the_same_text(tasks):
    verdicts = [
        Verdict(learner.name, "a", "", "", (), tuple(as_verdicts(learner, tasks)))
        for learner in LEARNERS
    ]
    assert [pair.learners for pair in reused_text(verdicts)] == [("uma", "viktor")]
    uma, viktor = answers_of("uma", tasks), answers_of("viktor", tasks)
    assert uma != viktor
    assert all(uma[id] == viktor[id] for id in uma if id in QUESTIONS)


def as_verdicts(learner, tasks):
    """Pretend that the exercises of a learner were judged."""
    for task in tasks:
        text = answer_of(learner, task)
        if text and isinstance(task.item, Exercise):
            blank = TaskVerdict(task.item.id, "", "", State.CORRECT, 0, 1, "", "")
            yield dataclasses.replace(blank, answer=text)


@pytest.mark.parametrize(
    ("name", "id", "words"),
    [
        ("jun", "a04.kmeans", "while True: pass"),
        ("kofi", "a03.gaussian_blur", "warnings.warn("),
        ("lina", "a01.invert", "def my_invert("),
        ("lucas", "a01.Q3", "np.isclose ="),
        ("meera", "a03.median_3x3", "os._exit(0)"),
        ("wanjiru", "a04.update", "(moved[k] + members.mean(axis=0)) / 2"),
    ],
)
def test_a_habit_shows_in_the_answers(tasks, name, id, words):
    assert words in answers_of(name, tasks)[id]


def test_who_writes_into_the_arguments_is_told_so(tasks):
    task = next(task for task in tasks if task.item.id == "a04.update")
    result = judge_text(task, answer_of(BY_NAME["tala"], task))
    assert result.diagnosis.id == "in-place"


def test_who_guesses_has_no_letter_right_and_who_predicts_some(tasks):
    asked = [task for task in tasks if isinstance(task.item, Question)]
    guessed, predicted = (answers_of(name, asked) for name in ("rosa", "sami"))
    right = {task.item.id: task.right for task in asked}
    assert not any(guessed[id] == right[id] for id in right)
    assert 0 < sum(predicted[id] == right[id] for id in right) < len(right)


def test_changed_notebooks_differ_as_told(course):
    def ids(name):
        path = course / "submitted" / name / "a02-thresholds" / "a02a-cuts.ipynb"
        return [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]

    assert set(ids("amara")) - set(ids("priya")) == {"Q3-answer", "Q3-check"}
    assert [id for id, number in Counter(ids("omar")).items() if number > 1] == [
        "apply_threshold-answer"
    ]
    quang = (course / "submitted/quang/a02-thresholds/a02a-cuts.ipynb").read_text(encoding="utf-8")
    assert "My notes" in quang
    assert "figure.figsize" in quang


# --- larger classes --------------------------------------------------------------------------


@pytest.fixture
def empty_course(course, tmp_path):
    """The course before anybody has handed in."""
    for part in ("course", "solutions"):
        shutil.copytree(course / part, tmp_path / part)
    return tmp_path


def test_a_larger_class_has_names_and_mistakes_of_its_own(empty_course, course):
    for learner in islice(many_learners(), 3 * len(LEARNERS)):
        hand_in(learner, "a02-thresholds", empty_course, ITEMS)
    handed_in = sorted(empty_course.glob("submitted/*/a02-thresholds"))
    assert len(handed_in) > 2 * len(LEARNERS)
    texts = {
        (folder / "a02c-scores.ipynb").read_text(encoding="utf-8")
        for folder in handed_in
        if folder.parent.name.startswith("daria")
    }
    assert len(texts) == 3  # in three turns


# --- the demo --------------------------------------------------------------------------------


def test_a_demo_outside_the_course_is_one_clear_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"Run this in the course's own folder.*has no"):
        demo.main(tmp_path / "demo")


def test_an_assignment_that_is_not_built_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"course/a99-none is not built"):
        demo.make_course(tmp_path / "demo", ROOT, ("a99-none",))


def test_the_secret_of_the_demo_is_its_owners_alone(course):
    assert (course / demo.SECRET).stat().st_mode & 0o077 == 0


def verdict(learner, assignment, points, **details):
    task = TaskVerdict("a01.x", "x-grade", "n", State.NOT_YET, points, 18.0, "", "", **details)
    return Verdict(learner, assignment, "", "", (NotebookVerdict("n", "graded"),), (task,))


def test_the_table_of_scores_fits_into_a_hundred_columns():
    verdicts = [
        verdict(learner.name, assignment, 13.75)
        for learner in LEARNERS
        for assignment in demo.ASSIGNMENTS
    ]
    console = Console(width=100, file=io.StringIO())
    console.print(demo.score_table(verdicts, LEARNERS, demo.ASSIGNMENTS))
    lines = console.file.getvalue().splitlines()
    rows = [line for line in lines if line.count("13.75") == 7]
    assert len(rows) == 30
    assert max(map(len, lines)) <= 100
    for learner in LEARNERS:
        assert any(learner.name in row and learner.about in row for row in rows)


def test_the_table_says_what_is_missing_unreadable_or_waiting():
    cut = dataclasses.replace(
        verdict("a", "b", 3.0), notebooks=(NotebookVerdict("n", "unreadable"),)
    )
    waiting = verdict("a", "b", 0.0, flag="The judge failed.")
    assert [demo.points_of(one) for one in (None, cut, waiting)] == ["–", "3?", "0!"]
    assert all(sign in demo.LEGEND for sign in "–?!")


@pytest.mark.parametrize(
    ("environment", "opens"),
    [
        ({"BROWSER": "none", "DISPLAY": ":0"}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({}, False),
    ],
)
def test_a_browser_opens_only_where_it_can_be_seen(monkeypatch, environment, opens):
    monkeypatch.setattr(demo.sys, "platform", "linux")
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert demo.can_open() is opens


def test_the_path_of_the_report_is_printed_even_without_a_browser(tmp_path, monkeypatch):
    monkeypatch.setenv("BROWSER", "none")
    console = Console(width=20, file=io.StringIO())
    page = demo.write_page([verdict("a", "a01-histograms", 3.0)], tmp_path / "report.html")
    assert not demo.show(page, console)
    assert str(page) in console.file.getvalue()
    assert re.search(demo.TITLE, page.read_text(encoding="utf-8"))


@pytest.mark.slow
def test_three_learners_are_graded_and_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("BROWSER", "none")
    three = tuple(BY_NAME[name] for name in ("amara", "emeka", "hana"))
    console = Console(width=120, file=io.StringIO())
    demo.main(tmp_path / "demo", three, ("a01-histograms",), console)
    shown = console.file.getvalue()
    found = {one.learner: one for one in demo.Journal(tmp_path / "demo" / "journal").all()}
    perfect, mistaken, cut = (found[learner.name] for learner in three)
    assert perfect.points == perfect.max_points == sum_of_points("a01")
    assert 0 < mistaken.points < mistaken.max_points
    assert "unreadable" in {notebook.state for notebook in cut.notebooks}
    assert (tmp_path / "demo" / "report.html").is_file()
    assert "report.html" in shown
    assert f"of {perfect.max_points:g}" in shown


def sum_of_points(assignment):
    return sum(item.points for item in ITEMS.values() if item.assignment == assignment)
