"""Sealed questions: one reply opens for one choice, and any answer gets a result."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursekit.checking import (
    PlainQuestion,
    State,
    choice,
    judge_choice,
    read_questions,
    right,
    seal,
)
from coursekit.checking.sealing import unseal

PLAIN = PlainQuestion(
    "x01.Q1",
    "How many pixels does an image of 3 rows and 4 columns have?",
    (
        choice("7", "You added. Does a row have one pixel?", "adds"),
        right("12", "Four pixels in each of three rows, ümlaut included."),
        choice("3", "That is one column.", "one axis"),
        choice("4", "That is one row, and this reply is a good deal longer than the others are."),
    ),
    points=2,
)


@pytest.fixture(scope="module")
def question(tmp_path_factory):
    path = tmp_path_factory.mktemp("frozen") / "x01-questions.json"
    path.write_text(json.dumps([seal(PLAIN)]), encoding="utf-8")
    return read_questions(path)[0]


# --- sealing ---------------------------------------------------------------------------------


def test_sealing_twice_gives_the_same():
    assert seal(PLAIN) == seal(PLAIN)
    assert seal(PLAIN)["salt"] != seal(replace(PLAIN, id="x01.Q2"))["salt"]


def test_sealed_replies_tell_nothing_by_their_length_order_or_words():
    sealed = seal(PLAIN)
    assert len({len(blob) for blob in sealed["sealed"]}) == 1
    assert sealed["sealed"] == sorted(sealed["sealed"])
    everything = json.dumps(sealed)
    for one in PLAIN.choices:
        assert one.reply not in everything
        assert one.text in sealed["choices"]
    assert "adds" not in everything


def test_other_words_open_nothing(question):
    for words in ("13", "12 ", "", "twelve"):
        with pytest.raises(ValueError, match=r"text must be one of the choices of x01\.Q1"):
            unseal(question.id, words, question.salt, question.sealed)
    with pytest.raises(ValueError, match="text must be one of the choices"):
        unseal("x01.Q2", "12", question.salt, question.sealed)


def test_a_question_has_one_right_choice_or_is_a_prediction():
    assert PlainQuestion("x01.Q1", "?", (right("a", "noted"), right("b", "noted")))
    two_of_three = (right("a", "yes"), right("b", "yes"), choice("c", "no"))
    for choices in ((), (choice("a", "no"),), two_of_three):
        number = sum(one.right for one in choices)
        with pytest.raises(
            ValueError, match=f"x01.Q1: one choice must be right, or all of them, got {number}"
        ):
            PlainQuestion("x01.Q1", "?", choices)


# --- asking ----------------------------------------------------------------------------------


def test_letters_stand_for_all_choices_in_one_order(question):
    assert list(question.letters) == ["A", "B", "C", "D"]
    assert sorted(question.letters.values()) == sorted(one.text for one in PLAIN.choices)
    assert question.letters[question.right] == "12"
    assert (question.assignment, question.code, question.attribute) == ("x01", "Q1", "X01_Q1")


def test_each_choice_gets_its_own_reply(question):
    replies = {one.text: one for one in PLAIN.choices}
    for letter, words in question.letters.items():
        result = judge_choice(question, letter)
        assert result.diagnosis.text == replies[words].reply
        assert result.diagnosis.topic == replies[words].topic
        assert (result.state is State.CORRECT) == replies[words].right
        assert result.points == (2.0 if replies[words].right else 0.0)


def test_a_letter_may_be_written_carelessly(question):
    letter = question.right
    for written in (letter.lower(), f" {letter} ", f"{letter})", f"{letter}.", np.str_(letter)):
        assert judge_choice(question, written).state is State.CORRECT


@pytest.mark.parametrize("nothing", [..., None, "", " ", "...", "…"[:0]], ids=repr)
def test_nothing_stored_is_not_answered(question, nothing):
    result = judge_choice(question, nothing)
    assert result.state is State.NOT_ANSWERED
    assert 'store one of the letters "A", "B", "C" or "D"' in result.text


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("E", "'E'"),
        ("12", "'12'"),
        ("AB", "'AB'"),
        (1, "a whole number (int)"),
        (["A"], "a list"),
        (np.array(["A", "B"]), "an array of texts"),
        (np.array([1, 2]), "an array of shape (2,)"),
        (print, "a function"),
        ({"A"}, "a set"),
        (b"A", "an object of type bytes"),
    ],
    ids=str,
)
def test_what_is_no_letter_is_named(question, answer, shown):
    result = judge_choice(question, answer)
    assert result.state is State.NOT_YET
    assert result.points == 0
    assert result.diagnosis.text.endswith(f'"C" or "D"; it is {shown}.')


def test_damaged_replies_are_our_fault(question):
    damaged = replace(question, sealed=tuple(blob[::-1] for blob in question.sealed))
    result = judge_choice(damaged, "A")
    assert result.state is State.CHECKER_ERROR
    assert "our fault" in result.text


@given(
    st.one_of(st.text(), st.integers(), st.floats(), st.binary(), st.lists(st.text()), st.none())
)
def test_any_answer_gets_a_result(question, answer):
    result = judge_choice(question, answer)
    assert result.state in (State.NOT_ANSWERED, State.NOT_YET, State.CORRECT)
    assert result.text
    assert result.html
