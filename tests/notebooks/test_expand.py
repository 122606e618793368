from dataclasses import replace

import pytest

from coursekit import imaging
from coursekit.imaging.regions._scan import scan
from coursekit.imaging.thresholding import repaired_otsu
from coursekit.notebooks.build import build_notebook
from coursekit.notebooks.script import read_script


@pytest.fixture
def cells(write_script, script_text, registry):
    """The cells of the sample lesson by id."""
    notebook = build_notebook(write_script(script_text), registry)
    return {cell.id: cell for cell in notebook.cells}


def test_the_prompt_gets_its_heading_points_and_conventions(cells):
    assert cells["double-prompt"].source.split("\n\n") == [
        "### Exercise E1: Twice (write, 3 points, 4 minutes)",
        "Return twice the number.",
        "**Points**",
        "- **2** the right number\n- **1** an int",
        "**Agreed:** The sign stays.",
    ]


def test_hints_are_folded_and_followed_by_a_way_on(cells):
    text = cells["double-hints"].source
    assert text.count("<details><summary>Hint ") == text.count("</details>") == 3
    assert text.endswith("**If you are stuck, go on:** nothing below needs your answer.")


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        (imaging.invert, "imaging.invert"),
        (repaired_otsu, "imaging.repaired_otsu"),
        (scan, "imaging.regions._scan.scan"),
    ],
    ids=lambda one: getattr(one, "__name__", one),
)
def test_the_way_on_names_the_packages_own_function(
    write_script, script_text, registry, reference, name
):
    own = replace(registry.exercise("a09.double"), function=reference.__name__, reference=reference)
    others = {**registry.exercises, "a09.double": own}
    notebook = build_notebook(write_script(script_text), replace(registry, exercises=others))
    (text,) = (cell.source for cell in notebook.cells if cell.id == "double-hints")
    assert text.endswith(f"from here on we use the package's own `{name}`.")


def test_number_marks_leave_numbers_in_text(cells):
    assert any("has 19402 rows" in cell.source for cell in cells.values())
    assert not any("{N-" in cell.source for cell in cells.values())


def test_an_answer_with_a_region_is_a_solution_cell(cells):
    assert cells["double-answer"].metadata.nbgrader.solution
    assert cells["double-answer"].metadata.nbgrader.schema_version == 3


def test_code_to_be_repaired_is_released_as_it_stands(cells):
    assert not cells["halve-answer"].metadata.nbgrader.solution
    assert cells["halve-solution"].metadata.tags == ["instructor"]


def test_a_question_becomes_stem_choices_answer_key_and_check(cells):
    assert cells["Q1-question"].source.split("\n\n") == [
        "### Question Q1 (1 point)",
        "Think first.",
        "What is twice two?",
        "- **A** three\n- **B** four\n- **C** two",
    ]
    assert cells["Q1-answer"].source == 'answer_A09_Q1 = ...  # "A", "B" or "C"'
    assert cells["Q1-key"].source == 'answer_A09_Q1 = "B"'
    assert cells["Q1-key"].metadata.tags == ["instructor"]
    assert cells["Q1-check"].source == "check.A09_Q1(answer_A09_Q1)"


def test_the_hand_in_has_one_locked_grade_cell_a_task(cells):
    graded = [cell for cell in cells.values() if cell.metadata.get("nbgrader", {}).get("grade")]
    assert [cell.source.splitlines() for cell in graded] == [
        ["from coursekit.grading import grade", f'grade("{name}")']
        for name in ("a09.double", "a09.halve", "a09.Q1")
    ]
    assert [cell.metadata.nbgrader.points for cell in graded] == [3, 3, 1]
    assert all(cell.metadata.nbgrader.locked for cell in graded)


def test_the_hand_in_adds_up_the_points(cells):
    assert cells["hand-in"].source.endswith("| | **Sum** | **7** |")


def test_a_note_for_the_teacher_says_so(cells):
    notes = [cell for cell in cells.values() if cell.metadata.get("tags") == ["instructor"]]
    assert notes[0].source == "**For the teacher.** Ask for zero."


def test_folded_code_is_collapsed(cells):
    folded = [cell for cell in cells.values() if "folded" in cell.metadata.get("tags", [])]
    assert [cell.metadata.jupyter.source_hidden for cell in folded] == [True]


def test_an_id_does_not_change_when_a_cell_is_inserted_above(write_script, script_text, registry):
    before = build_notebook(write_script(script_text), registry)
    after = build_notebook(write_script("# %% [markdown]\n# New.\n\n" + script_text), registry)
    assert [cell.id for cell in after.cells[1:]] == [cell.id for cell in before.cells]


def test_cells_that_say_the_same_have_different_ids(write_script, registry):
    text = '# %%\nprediction = "..."\n\n# %%\nprediction = "..."\n'
    first, second = build_notebook(write_script(text), registry).cells
    assert second.id == f"{first.id}-2"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('# %% exercise="treble" role="check"\nx', "No exercise called", id="exercise"),
        pytest.param('# %% [markdown] question="Q9"\n# x', "No question called", id="question"),
        pytest.param('# %% exercise="double"\nx', "the role in an exercise", id="no-role"),
        pytest.param('# %% role="check"\nx', "needs an exercise", id="no-exercise"),
    ],
)
def test_a_mark_without_its_partner_is_named_with_its_line(write_script, registry, text, message):
    path = write_script(text)
    assert read_script(path).cells[0].line == 1
    with pytest.raises(ValueError, match=rf"a09a-twice\.py:1: .*{message}"):
        build_notebook(path, registry)
