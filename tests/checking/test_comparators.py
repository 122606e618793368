"""Values and types are judged apart, for every kind of answer."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from coursekit.checking import compare as cmp
from coursekit.checking.reading import plain


def judged(comparator, expected, answer):
    """Read an answer as the engine does; return whether it is equal, and the fault of its type."""
    got = plain(answer)
    equal = comparator.equal(expected, got)
    return equal, comparator.type_fault(expected, got) if equal else None


def accepts(comparator, expected, answer):
    return judged(comparator, expected, answer) == (True, None)


# --- one number ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "three",
    [3, 3.0, np.uint8(3), np.float32(3), np.array(3), np.array(3.0), Fraction(6, 2), Decimal(3)],
    ids=lambda three: type(three).__name__,
)
def test_a_number_of_any_real_type_is_a_number(three):
    assert accepts(cmp.scalar(), 3.0, three)


@pytest.mark.parametrize(
    "odd",
    [True, np.True_, np.array(True), 3 + 0j, np.complex128(3), "3", None, [3], np.array([3]), {3}],
    ids=[
        "bool",
        "np-bool",
        "0-d-bool",
        "complex",
        "np-complex",
        "text",
        "None",
        "list",
        "1-d",
        "set",
    ],
)
def test_what_is_no_real_number_is_no_answer(odd):
    assert not judged(cmp.scalar(), 3.0, odd)[0]
    assert not judged(cmp.scalar(), 1.0, odd)[0]


def test_nan_agrees_with_nan_and_with_nothing_else():
    assert accepts(cmp.scalar(), float("nan"), np.float32("nan"))
    assert not accepts(cmp.scalar(), 0.0, float("nan"))
    assert not accepts(cmp.scalar(), float("nan"), 0.0)


def test_numbers_may_differ_by_the_tolerance_only():
    assert accepts(cmp.scalar(rtol=1e-3), 100.0, 100.09)
    assert not accepts(cmp.scalar(rtol=1e-3), 100.0, 100.11)
    assert not accepts(cmp.scalar(), 0.0, 1e-8)
    assert accepts(cmp.scalar(), float("inf"), np.inf)


def test_whole_numbers_are_compared_exactly():
    assert not accepts(cmp.scalar(), 10_000_000, 10_000_001)
    assert accepts(cmp.scalar(), 10**400, 10**400)
    assert not accepts(cmp.scalar(), 10**400, 10**400 + 1)
    assert not accepts(cmp.scalar(), 1.0, 10**400)


def test_a_float_where_a_whole_number_is_asked_for_is_a_fault_of_type():
    equal, fault = judged(cmp.scalar(whole=True), 79, 79.0)
    assert equal
    assert "whole number (int)" in fault
    assert accepts(cmp.scalar(whole=True), 79, np.uint8(79))


def test_numbers_too_large_for_a_float_are_no_answer():
    for huge in (Fraction(10**400), Decimal("sNaN")):
        assert not judged(cmp.scalar(), 1.0, huge)[0]


# --- True and False, texts -------------------------------------------------------------------


@pytest.mark.parametrize("yes", [True, np.True_, np.array(True)], ids=["bool", "np-bool", "0-d"])
def test_true_is_true_in_any_form(yes):
    assert accepts(cmp.truth(), True, yes)
    assert not accepts(cmp.truth(), False, yes)


@pytest.mark.parametrize("odd", [1, 1.0, "True", None, np.array([True])], ids=repr)
def test_what_only_counts_as_true_is_not_true(odd):
    assert not accepts(cmp.truth(), True, odd)


def test_a_text_is_compared_letter_by_letter():
    class Shouting(str):
        def __eq__(self, other):
            return True

        __hash__ = str.__hash__

    assert accepts(cmp.text(), "dark", "dark")
    assert accepts(cmp.text(), "dark", np.str_("dark"))
    assert not accepts(cmp.text(), "dark", "Dark")
    assert not accepts(cmp.text(), "dark", Shouting("bright"))
    assert not accepts(cmp.text(), "dark", ["dark"])


# --- arrays ----------------------------------------------------------------------------------

GREY = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


@pytest.mark.parametrize(
    "same",
    [
        GREY.copy(),
        np.asfortranarray(GREY),
        GREY.astype(np.uint8),
        GREY.astype(">f4"),
        GREY.astype(np.float16),
        np.repeat(GREY, 2, axis=1)[:, ::2],
        np.broadcast_to(GREY, (2, 3)),
    ],
    ids=["copy", "fortran", "uint8", "big-endian", "float16", "strided", "read-only"],
)
def test_memory_order_and_number_type_do_not_matter(same):
    assert accepts(cmp.array(), GREY, same)


@pytest.mark.parametrize(
    "other",
    [GREY.T, GREY.ravel(), GREY[None], GREY + 1e-3, GREY[:1], np.float64(1)],
    ids=["transposed", "flat", "axis-more", "values", "row-less", "number"],
)
def test_another_shape_or_value_is_another_array(other):
    assert not judged(cmp.array(), GREY, other)[0]


@pytest.mark.parametrize("listed", [GREY.tolist(), tuple(map(tuple, GREY))], ids=["list", "tuple"])
def test_a_list_has_the_right_values_and_the_wrong_type(listed):
    equal, fault = judged(cmp.array(), GREY, listed)
    assert equal
    assert fault.startswith("The answer should be a NumPy array, but it is a ")


@pytest.mark.parametrize(
    ("odd", "words"),
    [
        pytest.param(np.ma.masked_array(GREY, GREY > 2), "a masked array", id="masked"),
        pytest.param(GREY.astype(object), "an array of objects", id="objects"),
        pytest.param(GREY.astype(complex), "an array of complex numbers", id="complex"),
        pytest.param(GREY.astype(str), "an array of texts", id="texts"),
        pytest.param(np.zeros(3, dtype="datetime64[D]"), "an array of datetime64[D]", id="dates"),
    ],
)
def test_other_kinds_of_array_are_named(odd, words):
    assert not judged(cmp.array(), GREY, odd)[0]
    assert plain(odd).kind == words


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_a_matrix_is_named():
    assert plain(np.asmatrix(GREY)).kind == "a NumPy matrix"


def test_the_kind_of_the_values_can_be_asked_for():
    equal, fault = judged(cmp.array(kinds="iu"), GREY.astype(int), GREY)
    assert equal
    assert fault == "The values are right, but the array should hold whole numbers, not float64."
    assert accepts(cmp.array(kinds="u"), GREY, GREY.astype(np.uint8))


# --- masks -----------------------------------------------------------------------------------

CHOSEN = np.array([[True, False, True], [False, False, True]])


def test_a_mask_holds_true_and_false():
    assert accepts(cmp.mask(), CHOSEN, CHOSEN.copy())
    assert not judged(cmp.mask(), CHOSEN, ~CHOSEN)[0]
    assert not judged(cmp.mask(), CHOSEN, CHOSEN.T)[0]


@pytest.mark.parametrize(
    "picture",
    [CHOSEN.astype(np.uint8), CHOSEN * 255, CHOSEN.astype(float), CHOSEN.tolist()],
    ids=["0-1", "0-255", "floats", "list"],
)
def test_a_picture_of_a_mask_has_the_right_values_and_the_wrong_type(picture):
    equal, fault = judged(cmp.mask(), CHOSEN, picture)
    assert equal
    assert fault


def test_grey_values_and_nan_are_no_mask():
    grey = np.array([[7, 0, 9], [0, 0, 3]])
    assert not judged(cmp.mask(), CHOSEN, grey)[0]
    assert not judged(cmp.mask(), CHOSEN, np.where(CHOSEN, np.nan, 0))[0]
    assert not judged(cmp.mask(), CHOSEN, np.where(CHOSEN, np.inf, 0))[0]


# --- labels and partitions -------------------------------------------------------------------

REGIONS = np.array([[0, 1, 1], [2, 0, 3]])
LABELS = {
    "renamed": (np.array([[0, 9, 9], [4, 0, 1]]), True, True),
    "merged": (np.array([[0, 1, 1], [1, 0, 3]]), False, False),
    "split": (np.array([[0, 1, 4], [2, 0, 3]]), False, False),
    "negative": (np.array([[0, -1, -1], [2, 0, 3]]), False, True),
    "background-renamed": (np.array([[7, 1, 1], [2, 7, 3]]), False, True),
    "background-split": (np.array([[0, 1, 1], [2, 5, 3]]), False, False),
    "halves": (np.array([[0, 1.5, 1.5], [2, 0, 3]]), False, True),
    "nan": (np.array([[0, np.nan, np.nan], [2, 0, 3]]), False, True),
    "other-shape": (REGIONS.T, False, False),
}


@pytest.mark.parametrize(("answer", "labels", "partition"), LABELS.values(), ids=LABELS)
def test_labels_keep_their_background_and_partitions_only_who_is_together(
    answer, labels, partition
):
    assert judged(cmp.labels(), REGIONS, answer)[0] == labels
    assert judged(cmp.partition(), REGIONS, answer)[0] == partition


def test_labels_as_floats_have_the_wrong_type():
    equal, fault = judged(cmp.labels(), REGIONS, REGIONS.astype(float))
    assert equal
    assert fault == "Labels should be whole numbers, but the array holds float64."
    assert "a list" in judged(cmp.labels(), REGIONS, REGIONS.tolist())[1]


def test_labels_of_no_pixels_are_fine():
    nothing = np.zeros((0, 3), dtype=int)
    assert accepts(cmp.labels(), nothing, nothing.copy())


# --- collections -----------------------------------------------------------------------------

COUNTS = cmp.parts(cmp.scalar(whole=True), cmp.scalar())


@pytest.mark.parametrize("pair", [(3, 0.5), [3, 0.5], (np.int64(3), np.array(0.5))], ids=str)
def test_parts_are_compared_one_by_one(pair):
    assert accepts(COUNTS, (3, 0.5), pair)


@pytest.mark.parametrize("other", [(0.5, 3), (3,), (3, 0.5, 1), 3, "30", None, {3: 0.5}], ids=str)
def test_other_order_or_length_is_another_answer(other):
    assert not judged(COUNTS, (3, 0.5), other)[0]


def test_the_first_part_of_a_wrong_type_is_reported():
    equal, fault = judged(COUNTS, (3, 0.5), (3.0, 0.5))
    assert equal
    assert "whole number" in fault


def test_a_table_is_a_list_of_rows_in_order():
    table = cmp.table(cmp.text(), cmp.scalar())
    rows = [("otsu", 0.5), ("mean", 0.25)]
    assert accepts(table, rows, [["otsu", 0.5], ("mean", 0.25)])
    assert accepts(table, rows, tuple(rows))
    for wrong in (rows[::-1], rows[:1], [("otsu", 0.5), "mean"], dict(rows), 3):
        assert not judged(table, rows, wrong)[0]


def test_a_dictionary_is_compared_key_by_key():
    mapping = cmp.mapping()
    shares = {1: 0.5, 2: 0.25}
    assert accepts(mapping, shares, {np.int64(2): 0.25, np.uint8(1): 0.5})
    for wrong in (
        {1: 0.5},
        {1: 0.5, 2: 0.5},
        shares | {(1, 2): 0},
        shares | {None: 0},
        [0.5, 0.25],
    ):
        assert not judged(mapping, shares, wrong)[0]


def test_a_key_that_is_no_plain_value_is_not_lost():
    class Hidden:
        pass

    assert not judged(cmp.mapping(), {1: 0.5}, {1: 0.5, Hidden(): 3})[0]


# --- what an answer does ---------------------------------------------------------------------


def test_answers_of_the_same_effect_are_equally_right():
    marbles = {"values": np.array([1, 2, 8, 9])}
    effect = cmp.effect(
        lambda call, cut: call["values"] > cut, cmp.mask(), answer=cmp.scalar(whole=True)
    )
    right = effect.prepare(marbles, 2)
    assert all(effect.equal(right, effect.prepare(marbles, tie)) for tie in (2, 5, 7.5))
    assert not effect.equal(right, effect.prepare(marbles, 8))
    assert effect.type_fault(right, effect.prepare(marbles, 5)) is None
    assert "whole" in effect.type_fault(right, effect.prepare(marbles, 5.5))
