"""Stock nbgrader and the graders behind walls give every declared answer the same points.

What differs between the two ways is tried on real answers: the reference, all variants and all
typical mistakes of every exercise, written as cells. COURSEKIT_EQUAL=all tries all mistakes of the
exercises that draw figures, too, which takes some minutes; otherwise the first few.
"""

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coursekit.checking import State, judge_choice
from coursekit.checking.answering import AnswerKey, Here
from coursekit.checking.judging import judge_answers
from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.grading.forked import judge_apart
from coursekit.grading.judging.away import Away
from coursekit.grading.made_up import demo
from coursekit.grading.made_up.made_up_class import LEARNERS, hand_in
from coursekit.grading.made_up.typical_code import code_of
from coursekit.grading.records.folders import read_folders
from coursekit.grading.records.journal import Journal
from coursekit.grading.run import Settings, grade_course
from tests.grading.both_ways import SET_UP, begun, run_here, run_there, waiting

ROOT = Path(__file__).parents[2]
SECRET = "the secret of a course"
EVERYTHING = os.environ.get("COURSEKIT_EQUAL") == "all"
FIRST = 3  # mistakes of an exercise that draws figures: one answer takes a second


@pytest.fixture(scope="module", autouse=True)
def short_collections():
    """Spare the garbage collector the modules: it runs each time that a figure is closed."""
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def place():
    with waiting() as process:
        yield process


@pytest.fixture
def session(place):
    with begun(place) as session:
        yield session


# --- exercises -------------------------------------------------------------------------------


def answers_to(exercise):
    """Map the names of an exercise's declared answers to their cells."""
    mistakes = exercise.misconceptions
    if exercise.kind == "P" and not EVERYTHING:
        mistakes = mistakes[:FIRST]
    functions = {
        "reference": exercise.reference,
        **{f"variant {place}": one for place, one in enumerate(exercise.variants)},
        **{one.name: one.function for one in mistakes},
    }
    return {name: code_of(one, exercise.function) for name, one in functions.items()}


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)
def test_an_answer_is_worth_the_same_behind_walls(exercise, session, record_property):
    stock_key, key = AnswerKey.of(exercise, SECRET), AnswerKey.of(exercise, SECRET)
    cells = answers_to(exercise)
    for name, cell in cells.items():
        here = Here(run_here(cell)[exercise.function])
        stock = judge_answers(exercise, here, SECRET, stock_key)
        run_there(session, cell)
        away = Away(exercise, session.ask, [SET_UP, cell])
        ours = judge_answers(exercise, away, SECRET, key)
        assert ours.json() == stock.json(), name
    record_property("answers worth the same in both ways", len(cells))


ENDINGS = {
    "interrupted": "raise KeyboardInterrupt",
    "gone": "__import__('os')._exit(0)",
    "killed": "__import__('os').kill(__import__('os').getpid(), 9)",
}


@pytest.mark.parametrize("body", ENDINGS.values(), ids=ENDINGS)
def test_a_function_that_ends_python_is_worth_nothing_in_both_ways(body, session):
    exercise = EXERCISES["a01.invert"]
    cell = f"def invert(image):\n    {body}\n"
    stock = judge_apart(exercise, run_here(cell)["invert"], "invert", SECRET).result
    run_there(session, cell)
    ours = judge_answers(exercise, Away(exercise, session.ask, [cell]), SECRET)
    for result in (stock, ours):
        assert (result.points, result.state) == (0.0, State.NOT_YET)


# --- questions -------------------------------------------------------------------------------

ODD_LETTERS = (
    *(
        '"b"',
        '"B."',
        '" b) "',
        '"B\\n"',
        '"(B)"',
        '"BB"',
        '"Z"',
        '""',
        '" . "',
        '"None"',
        '"\uff22"',
    ),
    *("None", "...", "2", "1.5", "True", '["B"]', '("B",)', '{"B": 1}', '{"B"}', 'b"B"', "1j"),
    *('np.str_("B")', 'np.array("B")', 'np.array(["B"])', "np.int64(1)", "np.nan", "10**5000"),
    *("len", "int", "lambda: 1", "object()", '"\\x00B"', '"B" * 100'),
    'type("T", (str,), {"strip": lambda self: "B"})("A")',
)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_letter_is_worth_the_same_behind_walls(question, session, record_property):
    name = f"answer_{question.attribute}"
    odd = ODD_LETTERS if question is next(iter(QUESTIONS.values())) or EVERYTHING else ()
    written = [f'"{letter}"' for letter in question.letters]
    for text in (*written, *odd):
        cell = f"{name} = {text}\n"
        stock = judge_choice(question, run_here(cell)[name])
        run_there(session, cell)
        ours = judge_choice(question, session.ask({"do": "value", "name": name}, 20.0)["value"])
        assert ours.json() == stock.json(), text
    record_property("letters worth the same in both ways", len(written) + len(odd))


def test_a_question_without_an_answer_is_not_answered_in_both_ways(session):
    question = next(iter(QUESTIONS.values()))
    value = session.ask({"do": "value", "name": f"answer_{question.attribute}"}, 20.0)["value"]
    assert judge_choice(question, value).json() == judge_choice(question, ...).json()


# --- with nbgrader itself --------------------------------------------------------------------

ASSIGNMENT = "a02-thresholds"
HANDED_IN = ("amara", "daria")  # everything right; many typical mistakes


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with two submissions, in nbgrader's database."""
    folder = tmp_path_factory.mktemp("equal") / "course"
    demo.make_course(folder, ROOT, [ASSIGNMENT])
    items = demo.declared_items()
    for learner in LEARNERS:
        if learner.name in HANDED_IN:
            hand_in(learner, ASSIGNMENT, folder, items)
    _nbgrader(folder, "generate_assignment", "--force")
    return folder


def _nbgrader(course, *words):
    programs = str(Path(sys.executable).parent)
    command = [sys.executable, "-m", "nbgrader", words[0], ASSIGNMENT, *words[1:]]
    environment = os.environ | {
        "PATH": os.pathsep.join([programs, os.environ["PATH"]]),
        "COURSEKIT_SECRET_FILE": str((course / demo.SECRET).resolve()),
        "MPLBACKEND": "agg",
    }
    done = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


def scores(course):
    """Read the points of each task of each learner from nbgrader's database."""
    from nbgrader.api import Gradebook

    with Gradebook(read_folders(course).db_url) as book:
        return {
            (learner, grade.name): grade.score
            for learner in HANDED_IN
            for notebook in book.find_submission(ASSIGNMENT, learner).notebooks
            for grade in notebook.grades
        }


@pytest.mark.slow
def test_nbgrader_and_coursekit_give_each_task_the_same_points(course, tmp_path):
    ours = tmp_path / "course"
    shutil.copytree(course, ours)
    secret = (course / demo.SECRET).read_text(encoding="utf-8").strip()
    grade_course(ours, [ASSIGNMENT], Settings(workers=2, secret=secret))
    _nbgrader(course, "autograde")
    stock = scores(course)
    assert scores(ours) == stock
    verdicts = {one.learner: one.points for one in Journal(ours / "journal").all()}
    sums = {name: sum(stock[one] for one in stock if one[0] == name) for name in HANDED_IN}
    assert verdicts == pytest.approx(sums)
    assert sums["amara"] > sums["daria"] > 0
