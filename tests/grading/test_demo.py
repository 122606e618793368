"""The made-up class: what it hands in, and what nbgrader and the tables make of it."""

import ast
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output, writes
from rich.console import Console

from coursekit import imaging
from coursekit.checking import judge
from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.grading import demo
from coursekit.grading.made_up_class import LEARNERS, Learner, Task, right
from coursekit.grading.typical_code import code_of

ROOT = Path(__file__).parents[2]
LIMIT = 3


def double(values):
    return LIMIT * shifted(values)


def shifted(values):
    return np.asarray(values) + 1


AS_LAMBDA = lambda values, by=2: shifted(values) * by  # noqa: E731


def run(code):
    """Run a cell the way a lesson does, after its set-up cell."""
    names = {"np": np, "plt": plt, "imaging": imaging}
    exec(code, names)
    return names


def times(factor, then):
    def answer(values):
        return factor * then(np.asarray(values))

    return answer


INSIDE = times(np.inf, lambda values: values + 1)  # two functions on one line


@pytest.mark.parametrize(
    "function", [double, AS_LAMBDA, INSIDE], ids=["def", "lambda", "inner function"]
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
    for mistake in written_ones(exercise)[:count]:
        written = run(code_of(mistake.function, exercise.function))[exercise.function]
        expected = judge(exercise, mistake.function).diagnosis
        assert judge(exercise, written).diagnosis == expected, mistake.name


def written_ones(exercise):
    return [one for one in exercise.misconceptions if is_written(one.function)]


def is_written(function):
    try:
        return bool(code_of(function, "answer"))
    except ValueError:
        return False


def test_nearly_all_typical_mistakes_can_be_written_as_cells():
    everything = [one for exercise in EXERCISES.values() for one in exercise.misconceptions]
    assert sum(is_written(one.function) for one in everything) >= 0.9 * len(everything)


def test_the_class_has_twelve_different_learners():
    assert len({learner.name for learner in LEARNERS}) == len(LEARNERS) == 12
    assert len({learner.about for learner in LEARNERS}) == 12


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_only_one_learner_forgets_python(learner):
    """Every answer is a cell that Python can read, except the one with the syntax error."""
    solution = 'def NAME(image):\n    """Words."""\n    return image'
    tasks = [*list(EXERCISES.values())[:4], *list(QUESTIONS.values())[:1]]
    broken = 0
    for place, item in enumerate(tasks):
        text = solution.replace("NAME", getattr(item, "function", "f"))
        try:
            ast.parse(learner.answer(Task(item, text, place, len(tasks))) or "")
        except SyntaxError:
            broken += 1
    assert broken == (learner.name == "ines")


def graded_notebook(grade_id, words):
    output = new_output("execute_result", {"text/plain": "0.0", "text/html": words})
    cell = new_code_cell("grade(...)", metadata={"nbgrader": {"grade_id": grade_id}})
    cell.outputs = [output]
    return writes(new_notebook(cells=[cell]))


def test_the_same_mistake_of_two_learners_is_counted_twice(tmp_path):
    exercise = next(iter(EXERCISES.values()))
    wrong = judge(exercise, exercise.misconceptions[0].function)
    assignment = f"{exercise.assignment}-somewhere"
    for name, words in [("ada", wrong.html), ("bo", wrong.html), ("cy", "<p>Correct</p>")]:
        path = tmp_path / "autograded" / name / assignment / "a.ipynb"
        path.parent.mkdir(parents=True)
        grade_id = f"{exercise.id.partition('.')[2]}-grade"
        path.write_text(graded_notebook(grade_id, words), encoding="utf-8")
    found = demo.find_mistakes(tmp_path, (assignment,), {exercise.id: exercise})
    assert [(one.task, one.learners) for one in found] == [(exercise.id, ("ada", "bo"))]
    assert found[0].words == exercise.misconceptions[0].message


def test_a_demo_outside_the_course_is_one_clear_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"Run this in the course's own folder.*has no"):
        demo.main(tmp_path / "demo")


def test_a_failure_of_nbgrader_names_its_log(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("1 / 0\n", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"autograde a01-x failed; see .*autograde-a01-x-1\.log"):
        demo.run_nbgrader("autograde", "a01-x", tmp_path)


@pytest.mark.slow
def test_three_submissions_are_graded_and_shown(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    class_of_three = (
        Learner("ada", "everything right", right),
        next(learner for learner in LEARNERS if learner.name == "emeka"),
        Learner("cy", "one file cut off", right, cut_in="a01"),
    )
    console = Console(record=True, width=120, quiet=True)
    demo.main(tmp_path / "demo", class_of_three, ("a01-histograms",), console)
    verdicts = demo.read_verdicts(tmp_path / "demo", class_of_three, ("a01-histograms",))
    perfect, mistaken, cut = verdicts
    assert perfect.score == perfect.max_score == sum_of_points("a01")
    assert 0 < mistaken.score < mistaken.max_score
    assert cut.state == "unreadable"
    pages = sorted((tmp_path / "demo" / "feedback" / "emeka").rglob("*.html"))
    assert any("Likely cause" in page.read_text(encoding="utf-8") for page in pages)


def sum_of_points(assignment):
    items = [*EXERCISES.values(), *QUESTIONS.values()]
    return sum(item.points for item in items if item.assignment == assignment)
