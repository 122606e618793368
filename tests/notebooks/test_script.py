import pytest

from coursekit.notebooks.script import number_marks, read_script, strip_number_marks


def test_marks_come_with_their_cell(write_script, script_text):
    script = read_script(write_script(script_text))
    prompt, answer, check = [cell for cell in script.cells if cell.exercise == "double"]
    assert (prompt.kind, prompt.role) == ("markdown", "prompt")
    assert (answer.kind, answer.role) == ("code", "answer")
    assert check.source == "print(double(4))"


def test_a_script_knows_its_assignment(write_script, script_text):
    script = read_script(write_script(script_text))
    assert (script.name, script.assignment, script.prefix) == ("a09a-twice", "a09-numbers", "a09")


def test_a_cell_knows_its_line(write_script, script_text):
    path = write_script(script_text)
    lines = path.read_text(encoding="utf-8").splitlines()
    for cell in read_script(path).cells:
        assert lines[cell.line - 1].startswith("# %%")


def test_solutions_and_notes_are_for_instructors(write_script, script_text):
    script = read_script(write_script(script_text))
    hidden = [cell for cell in script.cells if cell.for_instructors]
    assert [cell.role or cell.tags for cell in hidden] == [("instructor",), "solution"]


def test_a_header_above_the_first_cell_is_left_out(write_script):
    header = "# ---\n# jupyter:\n#   jupytext:\n#     formats: py:percent\n# ---\n\n"
    script = read_script(write_script(header + "# %%\nx = 1\n"))
    assert [cell.source for cell in script.cells] == ["x = 1"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param('# %% exercize="double"\nx = 1', "a mark must be one of", id="mark"),
        pytest.param('# %% exercise="x" role="reply"\nx = 1', "a role must be one of", id="role"),
        pytest.param('# %% tags=["hidden"]\nx = 1', "a tag must be one of", id="tag"),
        pytest.param("x = 1\n\n# %%\ny = 2", "every cell must start with", id="no-cell-line"),
    ],
)
def test_a_mistake_in_a_mark_is_named_with_its_line(write_script, text, message):
    with pytest.raises(ValueError, match=rf"a09a-twice\.py:.*{message}"):
        read_script(write_script(text))


def test_a_number_mark_leaves_the_number():
    text = "Otsu returns [79]{N-A02-07}, a link stays: [A01](a01.ipynb)."
    assert strip_number_marks(text) == "Otsu returns 79, a link stays: [A01](a01.ipynb)."
    assert number_marks(text) == [("79", "N-A02-07")]
