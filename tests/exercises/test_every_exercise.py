"""What every exercise must hold: right answers pass, wrong ones are told why, nothing leaks."""

import json
import re

import pytest

from coursekit.checking import State, judge
from coursekit.checking.cases import all_cases
from coursekit.checking.questions import judge_choice
from coursekit.checking.running import run
from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.exercises.freeze import mutant_reports, question_files, sealed_questions

ASSIGNMENTS = sorted({exercise.assignment for exercise in EXERCISES.values()})
SEEDS = 13  # secrets for each right answer of a code exercise; a figure is drawn with fewer
SEEDS_PLOT = 2
SEALED_KEYS = {"id", "stem", "points", "run_first", "choices", "salt", "sealed"}

each_exercise = pytest.mark.parametrize("exercise", list(EXERCISES.values()), ids=list(EXERCISES))
each_question = pytest.mark.parametrize("question", list(QUESTIONS.values()), ids=list(QUESTIONS))
each_wrong = pytest.mark.parametrize(
    ("exercise", "mis"),
    [
        pytest.param(exercise, mis, id=f"{exercise.id}-{mis.name}")
        for exercise in EXERCISES.values()
        for mis in exercise.misconceptions
    ],
)


@each_exercise
def test_the_stub_is_not_answered(exercise):
    scope = {}
    exec(f"def {exercise.function}{exercise.signature}:\n    return ...", scope)
    result = judge(exercise, scope[exercise.function])
    assert result.state is State.NOT_ANSWERED
    assert result.points == 0


@each_exercise
def test_right_answers_are_correct_on_fresh_hidden_cases(exercise, record_property):
    rewritten = lambda *args, **kwargs: exercise.reference(*args, **kwargs)  # noqa: E731
    answers = [rewritten, *exercise.variants]  # the course's own function would be borrowed
    assert len(exercise.variants) >= 3
    runs = 0
    for answer in answers:
        for seed in range(SEEDS_PLOT if exercise.kind == "P" else SEEDS):
            result = judge(exercise, answer, secret=f"fresh {seed}")
            assert result.state is State.CORRECT, f"{answer.__name__}, seed {seed}:\n{result}"
            assert result.points == exercise.points
            runs += 1
    record_property("right answers run", runs)


@each_wrong
def test_a_typical_wrong_answer_gets_its_own_message(exercise, mis, record_property):
    result = judge(exercise, mis.function)
    alike = {mis.name, mis.same_as} | {
        other.name for other in exercise.misconceptions if other.same_as == mis.name
    }
    assert result.state is State.NOT_YET, str(result)
    assert result.diagnosis.id in alike, str(result)
    assert result.points < exercise.points
    record_property("wrong answers told", 1)


@each_exercise
def test_typical_wrong_answers_have_messages_of_their_own(exercise):
    messages = [mis.message for mis in exercise.misconceptions]
    assert len(messages) >= 3
    assert len(set(messages)) == len(messages)


@each_exercise
def test_hard_coded_constant_and_identical_answers_are_not_correct(exercise):
    known = [run(exercise.reference, case, exercise.time_limit).value for case in exercise.cases]
    if exercise.kind == "P":
        known = known[:1]  # figures take their time, and all of them are alike here
    if exercise.kind == "T":  # a list of tests has no argument to depend on: it stays right
        known = [[]]
    called = iter(range(10**6))

    def hard_coded(*args, **kwargs):
        return known[next(called) % len(known)]

    def identity(first, *args, **kwargs):
        return first

    constants = [lambda *args, value=value, **kwargs: value for value in (0, 1, True, *known)]
    for answer in (hard_coded, identity, *constants):
        assert judge(exercise, answer).state is not State.CORRECT


@each_exercise
def test_a_failing_hidden_case_is_told_by_its_kind_only(exercise):
    visible = len(all_cases(exercise))
    calls = iter(range(10**6))

    def right_only_where_visible(*args, **kwargs):
        return exercise.reference(*args, **kwargs) if next(calls) < visible else None

    result = judge(exercise, right_only_where_visible, secret="hidden")
    assert result.state is State.NOT_YET
    assert result.case is None
    assert "expected" not in result.text


@each_exercise
def test_a_declaration_is_complete(exercise):
    assert re.fullmatch(r"[a-z]\d\d\.[a-z_0-9]+", exercise.id)
    assert len(exercise.hints) == 3
    assert all(len(hint.split()) <= 30 for hint in exercise.hints)
    assert exercise.points == int(exercise.points)
    assert 2 <= exercise.minutes <= 15


POINTS = {
    "a01": 20,
    "a02": 36,
    "a03": 26,
    "a04": 26,
    "a05": 34,
    "a06": 30,
    "a07": 29,
    "a08": 35,
    "a09": 33,
}


@pytest.mark.parametrize(("assignment", "points"), POINTS.items())
def test_the_points_are_those_of_the_course_map(assignment, points):
    items = [*EXERCISES.values(), *QUESTIONS.values()]
    assert sum(item.points for item in items if item.assignment == assignment) == points


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_at_least_98_percent_of_the_mutants_are_rejected(assignment, record_property):
    reports = mutant_reports(assignment)
    rejected = sum(report.rejected for report in reports)
    holes = [text for report in reports for text in report.survivors]
    assert rejected / (rejected + len(holes)) >= 0.98, "\n".join(map(str, reports))
    record_property("mutants rejected", rejected)
    record_property("mutants surviving", len(holes))
    record_property("mutants equivalent", sum(len(report.explained) for report in reports))


@each_question
def test_a_question_replies_to_each_choice(question):
    replies = {letter: judge_choice(question, letter) for letter in question.letters}
    right = [letter for letter, result in replies.items() if result.state is State.CORRECT]
    assert right == [question.right] or right == list(replies)  # a prediction has no wrong choice
    assert len({result.diagnosis.text for result in replies.values()}) == len(replies) >= 3


@each_question
def test_an_unanswered_question_is_not_answered(question):
    for nothing in (..., "...", "", None):
        assert judge_choice(question, nothing).state is State.NOT_ANSWERED


def test_the_right_letters_are_spread():
    letters = [question.right for question in QUESTIONS.values()]
    assert max(letters.count(letter) for letter in "ABCD") <= len(letters) / 2


@pytest.mark.parametrize("files", list(question_files()), ids=lambda files: files[0].parent.name)
def test_the_sealed_questions_are_up_to_date_and_hold_no_reply(files):
    source, sealed = files
    text = sealed.read_text(encoding="utf-8")
    assert text == sealed_questions(source), "run `coursekit author questions`"
    for question in json.loads(text):
        assert set(question) == SEALED_KEYS
        assert len({len(blob) for blob in question["sealed"]}) == 1


@each_exercise
def test_the_packages_own_answer_earns_nothing(exercise):
    if not exercise.reference.__module__.startswith("coursekit.imaging."):
        return  # there is nothing that a learner could call
    scope = {"own": exercise.reference}
    exec(f"def {exercise.function}(*args, **kwargs):\n    return own(*args, **kwargs)", scope)
    result = judge(exercise, scope[exercise.function])
    assert (result.state, result.points) == (State.NOT_YET, 0), str(result)
