"""Grade one submission: its code runs behind walls, the points are given here."""

import time
from dataclasses import replace
from functools import lru_cache

from coursekit.checking import CheckResult, Exercise, Question, State, judge_choice
from coursekit.checking.answering import AnswerKey
from coursekit.checking.judging import judge_answers
from coursekit.checking.reading import tidy, type_name
from coursekit.checking.results import Diagnosis
from coursekit.checking.running import NoAnswer
from coursekit.grading.judging.away import Away
from coursekit.grading.judging.notebook_run import NotebookRun
from coursekit.grading.judging.session import PlaceError, WaitingProcess, reading_a_reply
from coursekit.grading.submissions.handout import Handout, HandoutCell
from coursekit.grading.submissions.submission import Submission, SubmittedNotebook
from coursekit.grading.verdict import BY_HAND, NotebookVerdict, TaskVerdict, Verdict

MOST_ANSWER = 20_000  # characters of an answer that are kept
VALUE_LIMIT = 20.0  # seconds for the letter of a question
_OUR_FAULT = "This could not be graded, and that is our fault. Your points wait for your teacher."
_BY_HAND = "Your teacher gives the points for this task."


def grade_submission(
    handout: Handout,
    submission: Submission,
    place: WaitingProcess,
    secret: str | None,
    key: str = "",
) -> Verdict:
    """Run a submission's notebooks and judge every task of the assignment.

    Never raises for what a learner handed in; a fault of a check becomes a flag on its task.

    Raises
    ------
    PlaceError
        If the place for the learner's code is gone or cannot be made.
    """
    started = time.process_time()
    notebooks, tasks = [], []
    used = 0.0
    for notebook in submission.notebooks:
        cells = [cell for cell in handout.notebooks[notebook.name] if cell.graded]
        run = NotebookRun(notebook, place)
        try:
            tasks += [_judge_task(handout, cell, run, secret) for cell in cells]
        finally:
            run.end()
        used += run.seconds
        notebooks.append(run.verdict())
    return Verdict(
        learner=submission.learner,
        assignment=submission.assignment,
        key=key,
        handed_in=submission.handed_in,
        notebooks=tuple(notebooks),
        tasks=tuple(tasks),
        remarks=submission.remarks,
        seconds=used + time.process_time() - started,
    )


def _judge_task(
    handout: Handout, cell: HandoutCell, run: NotebookRun, secret: str | None
) -> TaskVerdict:
    """Judge one graded cell; whatever goes wrong on our side is a flag."""
    id, notebook = handout.task_id(cell), run.notebook
    item, flag = load_exercises().get(id), ""
    if item is None:
        result = _told(id, cell.points, State.NOT_ANSWERED, _BY_HAND)
        result = replace(result, diagnosis=Diagnosis(BY_HAND, _BY_HAND, "fact"))
        flag = f"coursekit has no exercise or question {id}: a person gives the points."
    elif notebook.state != "readable":
        words = f"The notebook `{notebook.name}` {_STATES[notebook.state]}."
        result = _told(id, item.points, State.NOT_ANSWERED, words, item)
    else:
        result, flag = _judge_item(item, run, secret)
    return TaskVerdict.from_result(
        result,
        cell.grade_id,
        notebook.name,
        answer=_answer_text(notebook, cell),
        max_points=cell.points,
        flag=flag,
    )


_STATES = {"missing": "was not handed in", "unreadable": "cannot be read"}


def _judge_item(
    item: Exercise | Question, run: NotebookRun, secret: str | None
) -> tuple[CheckResult, str]:
    """Judge an answer; the text beside the result is a flag, or empty."""
    try:
        if isinstance(item, Question):
            reply = run.ask({"do": "value", "name": f"answer_{item.attribute}"}, VALUE_LIMIT)
            with reading_a_reply():
                given = reply["value"]
            return judge_choice(item, given), ""
        learner = Away(item, run.ask, run.notebook.sources)
        result = judge_answers(item, learner, secret, _answer_key(item.id, secret))
    except NoAnswer as ended:
        return _told(item.id, item.points, State.NOT_YET, str(ended), item), ""
    except PlaceError:
        raise
    except Exception as error:
        result = _told(item.id, item.points, State.CHECKER_ERROR, _OUR_FAULT, item)
        return result, f"The judge failed ({type_name(type(error))}): {tidy(error, 200)}"
    finally:
        run.forget_if_ended()
    if result.state is State.CHECKER_ERROR and result.diagnosis:
        return result, result.diagnosis.text
    if secret is None:
        result = replace(result, notes=(*result.notes, "Only the visible cases were run."))
    return result, ""


def lost_verdict(handout: Handout, submission: Submission, key: str, why: str) -> Verdict:
    """Return the verdict on a submission that could not be graded: every point waits."""
    tasks = []
    for name, cell in handout.tasks:
        id = handout.task_id(cell)
        result = _told(id, cell.points, State.CHECKER_ERROR, _OUR_FAULT, load_exercises().get(id))
        tasks.append(TaskVerdict.from_result(result, cell.grade_id, name, flag=why))
    notebooks = tuple(NotebookVerdict(one.name, one.state) for one in submission.notebooks)
    return Verdict(
        submission.learner,
        submission.assignment,
        key,
        submission.handed_in,
        notebooks,
        tuple(tasks),
        submission.remarks,
    )


def _told(
    id: str, points: float, state: State, words: str, item: Exercise | Question | None = None
) -> CheckResult:
    """Make a result without points that says one thing."""
    title = "" if item is None else item.stem if isinstance(item, Question) else item.title
    told = Diagnosis("not-judged", words, "fact")
    return CheckResult(id, title, state, 0.0, float(points), diagnosis=told)


def _answer_text(notebook: SubmittedNotebook, cell: HandoutCell) -> str:
    """Return what stands in the answer cell of a task, if the learner kept it."""
    name = f"{cell.grade_id.removesuffix('-grade')}-answer"
    found = [one.source for one in notebook.cells if one.id == name]
    return found[-1][:MOST_ANSWER] if found else ""


@lru_cache
def load_exercises() -> dict[str, Exercise | Question]:
    """Import every declaration of the course, once, and return them by id."""
    from coursekit.exercises import EXERCISES, QUESTIONS  # slow: it imports every declaration

    return {**EXERCISES, **QUESTIONS}


@lru_cache(maxsize=512)
def _answer_key(id: str, secret: str | None) -> AnswerKey:
    exercise = load_exercises()[id]
    if isinstance(exercise, Question):
        raise TypeError(f"id must be an exercise's, got {id}.")
    return AnswerKey.of(exercise, secret)
