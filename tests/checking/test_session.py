"""What a learner calls: names, hints, the table, and what Tab offers."""

import copy
import json
import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest

from coursekit.checking import Check, PlainQuestion, State, choice, read_questions, right, seal


@pytest.fixture
def check(make, tmp_path):
    plain = PlainQuestion("x02.Q1", "Which <one>?", (right("a", "Yes."), choice("b", "No.")))
    path = tmp_path / "x02-questions.json"
    path.write_text(json.dumps([seal(plain)]), encoding="utf-8")
    other = make(id="x02.largest", function="largest", reference=lambda values: values.max())
    exercises = {one.id: one for one in (make(), other)}
    return Check(exercises, {one.id: one for one in read_questions(path)})


def total(values):
    return float(np.sum(values))


@pytest.mark.parametrize("name", ["x01.total", "total", "X01_total", "x01_TOTAL", "Total"])
def test_an_exercise_is_found_by_its_id_or_its_function(check, name):
    assert check(name, total).state is State.CORRECT
    assert check.find(name).id == "x01.total"


def test_an_exercise_or_question_is_an_attribute(check):
    assert check.total(total).state is State.CORRECT
    assert check.X02_Q1("a").state in (State.CORRECT, State.NOT_YET)
    assert check.total().state is State.NOT_ANSWERED
    assert repr(check.total) == "check.total(your_answer)"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("totla", r"No exercise or question is called 'totla'\. Did you mean total\?"),
        ("x02.Q2", r"is called 'x02\.Q2'\. Did you mean X02_Q1\?"),
        ("zzz", r"No exercise or question is called 'zzz'\.$"),
        (3, r"No exercise or question is called 3\.$"),
        (["total"], "No exercise or question is called"),
        (None, r"is called None\.$"),
    ],
    ids=repr,
)
def test_an_unknown_name_is_one_clear_line_with_near_ones(check, name, words):
    for call in (lambda: check(name, total), lambda: check.hint(name)):
        with pytest.raises(ValueError, match=words) as caught:
            call()
        assert "\n" not in str(caught.value)


def test_an_unknown_attribute_is_an_attribute_error(check):
    with pytest.raises(AttributeError, match=r"Did you mean total\?"):
        check.totl(total)
    assert not hasattr(check, "_repr_html_")
    assert not hasattr(check, "__wrapped__")


def test_tab_offers_exercises_questions_and_what_helps(check):
    assert dir(check) == ["X02_Q1", "hint", "largest", "status", "total"]
    assert len(repr(check)) < 100


def test_a_session_can_be_copied(check):
    check.total(total)
    assert copy.deepcopy(check).status().points == 2


# --- hints -----------------------------------------------------------------------------------


def test_hints_come_one_after_the_other_and_the_last_one_stays(check):
    texts = [str(check.hint("total")) for _ in range(4)]
    assert texts == [
        "Hint 1 of 3: Which function adds?",
        "Hint 2 of 3: It is called sum.",
        "Hint 3 of 3: return values.sum()",
        "Hint 3 of 3: return values.sum()",
    ]
    assert str(check.hint("largest")).startswith("Hint 1 of 3")
    assert check.hint("total")._repr_markdown_() == "**Hint 3 of 3.** return values.sum()"


def test_a_wrong_answer_points_to_the_next_hint(check):
    def wrong(values):
        return 0.1

    assert check.total(wrong).next_step == 'Next: `check.hint("total")` (1 of 3)'
    check.hint("total")
    assert '`check.hint("total")` (2 of 3)' in check.total(wrong).text
    check.hint("total")
    check.hint("total")
    assert check.total(wrong).next_step == ""
    assert check.largest(lambda values: values.max()).next_step == ""


def test_a_question_has_a_hint_too(check):
    assert str(check.hint("X02_Q1")) == "Hint 1 of 1: Read each choice once more."


# --- the table -------------------------------------------------------------------------------


def test_the_table_shows_state_and_points(check):
    check.total(total)
    check.largest(lambda values: 0.1)
    check.X02_Q1("E")
    assert str(check.status()).splitlines() == [
        "exercise  title         state    points",
        "total     Add up        correct  2 of 2",
        "largest   Add up        not yet  0 of 2",
        "X02_Q1    Which <one>?  not yet  0 of 1",
        "2 of 5 points",
    ]
    html = check.status()._repr_html_()
    assert "<caption>2 of 5 points</caption>" in html
    assert html.count('scope="col"') == 4
    assert "Which &lt;one&gt;?" in html


def test_the_table_shows_what_was_tried_or_one_assignment(check):
    assert len(check.status().rows) == 3
    check.total(total)
    assert [row[0] for row in check.status().rows] == ["total"]
    assert [row[0] for row in check.status("X02").rows] == ["largest", "X02_Q1"]
    with pytest.raises(ValueError, match="assignment must be one of x01, x02, got 'a99'"):
        check.status("a99")


def test_the_latest_result_counts(check):
    check.total(total)
    check.total(lambda values: 0.1)
    assert check.status().points == 0


# --- the course ------------------------------------------------------------------------------


def python(code, **variables):
    """Run code in a fresh interpreter; return what it prints and what it complains about."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.split(), done.stderr


def test_importing_the_check_imports_no_heavy_library():
    code = """
        import sys
        from coursekit import check
        heavy = {"matplotlib", "sklearn", "skimage", "scipy.ndimage", "scipy.spatial", "IPython"}
        print(*sorted(heavy & set(sys.modules)))
    """
    assert python(code) == ([], "")


def test_a_course_may_choose_another_convention(tmp_path):
    course = tmp_path / "course.toml"
    course.write_text('[conventions]\n"a02.apply_threshold" = "edge"\n', encoding="utf-8")
    code = """
        from coursekit.exercises import EXERCISES
        print(EXERCISES["a02.apply_threshold"].version)
    """
    (default,), _ = python(code)
    (switched,), _ = python(code, COURSEKIT_COURSE=str(course))
    assert int(switched) == int(default) + 1


def test_an_unknown_convention_is_refused(tmp_path):
    course = tmp_path / "course.toml"
    course.write_text('[conventions]\n"a02.accuracy" = "sideways"\n', encoding="utf-8")
    _, complaint = python("import coursekit.exercises", COURSEKIT_COURSE=str(course))
    assert "no exercise 'a02.accuracy' has a convention 'sideways'" in complaint
