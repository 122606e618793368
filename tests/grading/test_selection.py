"""What runs of a notebook: the learner's code, and of the lesson only what that needs."""

import ast
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.checking import Question
from coursekit.exercises import check
from coursekit.grading.submissions import code_names
from coursekit.grading.submissions.handout import HandoutCell, read_handout
from coursekit.grading.submissions.selection import Cell, plain, select

ROOT = Path(__file__).parents[2]
ASSIGNMENTS = sorted(path.name for path in (ROOT / "course").iterdir() if path.is_dir())
STUB = "def double(values):\n    return ..."
LESSON = {
    "code-0": "import numpy as np\nimport matplotlib.pyplot as plt",
    "code-1": "image = np.arange(6)\nlimit = 2\ntable = {}\ntable['a'] = limit",
    "code-2": "fig, axes = plt.subplots(2)\nfor ax in axes:\n    ax.plot(image)\nprint(image)",
    "double-answer": STUB,
    "double-check": "check.double(double)",
    "code-3": "def helper(x):\n    return x + limit\nprint(helper(1))\ncheck.status('a01')",
    "double-grade": "from coursekit.grading import grade\ngrade('a01.double')",
}


def handed_out(lesson=LESSON):
    return [
        HandoutCell(
            id,
            "code",
            source,
            grade_id="" if id.startswith("code") else id,
            graded=id.endswith("-grade"),
            solution=id.endswith("-answer"),
        )
        for id, source in lesson.items()
    ]


def chosen(lesson=LESSON, before=(), **changed):
    """Select from the lesson with some cells changed, and other cells before it."""
    texts = LESSON | lesson | {id.replace("_", "-"): text for id, text in changed.items()}
    cells = [*(("", text) for text in before), *texts.items()]
    code = [Cell(place, id, text) for place, (id, text) in enumerate(cells) if text is not None]
    return select(code, handed_out(LESSON | lesson))


def of_the_lesson(selection):
    """List the lesson's statements that run, without its imports."""
    text = "\n".join(cell.source for cell in selection.cells if cell.place == -1)
    lines = [ast.unparse(node).partition("\n")[0] for node in ast.parse(text).body]
    return [line for line in lines if not line.startswith(("import", "from"))]


def needed_for(answer):
    return of_the_lesson(chosen(double_answer=answer))


def test_nothing_of_the_lesson_runs_for_an_untouched_notebook():
    assert chosen().cells == (Cell(3, "double-answer", STUB),)


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        pytest.param("def double(values):\n    return 2 * values", [], id="nothing"),
        pytest.param("def double(image):\n    return image", [], id="a-parameter-hides-a-name"),
        pytest.param("double = [image for image in ()]", [], id="a-loop-variable-hides-a-name"),
        pytest.param("for image in ():\n    print(image)", [], id="a-for-loop-hides-a-name"),
        pytest.param("image = 1\nprint(image)", [], id="a-name-of-ones-own"),
        pytest.param("print(image)", ["image = np.arange(6)"], id="used-at-once"),
        pytest.param("image += 1", ["image = np.arange(6)"], id="augmented"),
        pytest.param("image[0] = 1", ["image = np.arange(6)"], id="written-into"),
        pytest.param(
            "def double(values):\n    return np.add(image, values)",
            ["image = np.arange(6)"],
            id="used-in-a-function",
        ),
        pytest.param(
            "class Double:\n    def of(self):\n        return limit",
            ["limit = 2"],
            id="in-a-method",
        ),
        pytest.param("double = lambda x: x + limit", ["limit = 2"], id="in-a-lambda"),
        pytest.param(
            "print(table)",
            ["limit = 2", "table = {}", "table['a'] = limit"],
            id="with-what-is-written-into-it",
        ),
        pytest.param("print(image.mean())", ["image = np.arange(6)"], id="an-attribute"),
        pytest.param(
            "def double(values):\n    return helper(values)",
            ["limit = 2", "def helper(x):"],
            id="through-a-function-of-the-lesson-below",
        ),
    ],
)
def test_of_the_lesson_only_what_is_needed_runs(answer, lines):
    assert needed_for(answer) == lines


def test_a_figure_of_ones_own_does_not_draw_that_of_the_lesson():
    own = "fig, axes = plt.subplots()\naxes.plot(np.arange(3))"
    found = chosen(double_answer=own)
    assert of_the_lesson(found) == []
    assert [cell.source for cell in found.cells if cell.place == -1] == [LESSON["code-0"]]


def test_what_is_drawn_on_the_axes_of_the_lesson_draws_them():
    assert needed_for("axes[0].set_title('mine')") == [
        "image = np.arange(6)",
        "fig, axes = plt.subplots(2)",
        "for ax in axes:",
    ]


def test_a_list_that_a_function_of_a_module_fills_is_filled():
    lesson = {"code-1": "import heapq\nqueue = []\nheapq.heappush(queue, 1)\nplt.plot(queue)"}
    found = of_the_lesson(chosen(lesson, double_answer="print(queue)"))
    assert found == ["queue = []", "heapq.heappush(queue, 1)"]


def test_a_list_whose_items_a_loop_changes_is_changed():
    lesson = {"code-1": "rows = [[], []]\nfor i, row in enumerate(rows):\n    row.append(i)"}
    found = of_the_lesson(chosen(lesson, double_answer="print(rows)"))
    assert found == ["rows = [[], []]", "for i, row in enumerate(rows):"]


def test_the_file_of_a_with_statement_is_bound_in_any_case():
    own = "with open('x') as image:\n    limit = image.read()\nprint(limit)"
    assert needed_for(own) == []


@pytest.mark.parametrize("trick", ["from math import *", "exec('image')", "x = eval('image')"])
def test_code_that_may_use_any_name_gets_the_whole_lesson_without_checks(trick):
    lines = needed_for(trick)
    assert {"image = np.arange(6)", "print(image)", "print(helper(1))"} <= set(lines)
    assert not any("check" in line or "grade" in line for line in lines)


@pytest.mark.parametrize(
    "magic",
    [
        *("%time print(image)", "%%time\nprint(image)", "!echo {image}", "x = !echo {image}"),
        *("image?", ">>> print(image)", "\n  print(image)\n", "\nx = 1\n  %time image"),
    ],
)
def test_a_cell_that_is_no_plain_python_runs_with_all_the_names_it_mentions(magic):
    found = chosen(double_answer=magic)
    assert of_the_lesson(found) == ["image = np.arange(6)"]
    assert Cell(3, "double-answer", magic) in found.cells


@pytest.mark.parametrize("wrong", ["print(image", "def double(image)\n    return image * limit"])
def test_a_cell_with_a_syntax_error_needs_nothing_for_it_cannot_run(wrong):
    found = chosen(double_answer=wrong)
    assert found.cells == (Cell(3, "double-answer", wrong),)


def test_a_magic_cell_of_the_lesson_runs_whole_if_it_is_needed():
    lesson = {"code-1": "%time image = 3"}
    assert "%time image = 3" in [
        cell.source for cell in chosen(lesson, double_answer="print(image)").cells
    ]
    assert of_the_lesson(chosen(lesson, double_answer="1")) == []


def test_all_code_of_the_learner_runs_in_the_order_of_the_notebook():
    found = chosen(
        before=["first = 1"], double_answer="second = 2", code_1="image = np.arange(9)\nlimit = 3"
    )
    own = [(cell.place, cell.source) for cell in found.cells if cell.place >= 0]
    assert own == [(0, "first = 1"), (2, "image = np.arange(9)\nlimit = 3"), (4, "second = 2")]


def test_spaces_at_line_ends_change_nothing():
    assert plain("\n  \na = 1  \n\nb\n") == plain("a = 1\n\nb")
    assert chosen(code_1=LESSON["code-1"].replace("\n", "  \n") + "\n\n").cells == chosen().cells


def test_a_copy_of_a_cell_of_the_lesson_is_of_the_lesson():
    copies = [LESSON["code-2"], LESSON["double-check"], LESSON["double-grade"]]
    assert len(chosen(before=copies).cells) == 1


def test_a_changed_check_runs_only_what_was_added_and_says_so():
    changed = "check.double(mine)\nextra = 1"
    found = chosen(double_check=changed, double_grade="grade('a01.double')\npoints = 4")
    assert [cell.source for cell in found.cells if cell.place > 3] == ["extra = 1", "points = 4"]
    assert [words.partition(" only")[0] for words in found.remarks] == [
        "The cell `double-check`",
        "The cell `double-grade`",
    ]


def test_an_answer_above_the_untouched_cell_counts():
    found = chosen(before=["def double(values):\n    return 2 * values"])
    assert [cell.place for cell in found.cells] == [0]
    assert found.remarks == (
        "Cell 5 is as it was handed out, and your answer stands above it: yours counts. Delete "
        "the empty one.",
    )


def test_an_answer_below_the_untouched_cell_is_simply_the_last():
    found = chosen(code_3="def double(values):\n    return 2 * values")
    assert [cell.id for cell in found.cells] == ["double-answer", "code-3"]
    assert not found.remarks


def test_the_sources_to_read_are_the_learners_and_what_the_lesson_defines():
    found = chosen(double_answer="double = np.negative")
    assert found.sources == (
        LESSON["code-0"],
        "double = np.negative",
        "def helper(x):\n    return x + limit",
    )


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("(" * 100_000, id="brackets"),
        pytest.param("-" * 100_000 + "1", id="signs"),
        pytest.param("+".join(["a"] * 50_000), id="a-long-sum"),
        pytest.param("x = " + "9" * 10_000, id="a-huge-number"),
        pytest.param("a = 1\0", id="a-zero-byte"),
        pytest.param("x = 1\n" * 100_000, id="many-lines"),
        pytest.param("'\\d' is 3", id="a-warning"),
        pytest.param("await thing\nreturn 3\nyield", id="out-of-place"),
        pytest.param("global x\nnonlocal y", id="scopes"),
        pytest.param("\ufffd = \u2028", id="odd-characters"),
    ],
)
def test_code_that_cannot_be_analysed_runs_as_it_is(source):
    assert Cell(3, "double-answer", source) in chosen(double_answer=source).cells


@settings(deadline=None)
@given(st.text(alphabet="ab =+[](){}.,:\n\t'\"#%!@*\\0\udfff", max_size=60))
def test_no_text_of_a_cell_is_an_error(source):
    assert chosen(code_1=source).sources


def test_much_code_is_searched_for_words_only():
    long = [f"unused_{number} = '{'1' * 40_000}'" for number in range(6)]
    assert of_the_lesson(chosen(before=long, double_answer="def double(image):\n    return 1"))
    assert len(long[0]) < code_names.MOST_PARSED


# --- the course itself ---


def solved(assignment, name):
    path = ROOT / "solutions" / assignment / f"{name}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    return [
        Cell(place, cell.id, cell.source)
        for place, cell in enumerate(cells)
        if cell.cell_type == "code"
    ]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_figures_of_the_lessons_do_not_run(assignment):
    for name, lesson in read_handout(ROOT / "course" / assignment).notebooks.items():
        lines = of_the_lesson(select(solved(assignment, name), lesson))
        drawn = [line for line in lines if line.startswith(("fig", "plt", "plotting", "for "))]
        assert not drawn, name
        assert len(lines) <= 6, name


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_answer_of_the_solutions_is_among_what_runs(assignment):
    handout = read_handout(ROOT / "course" / assignment)
    for name, lesson in handout.notebooks.items():
        found = select(solved(assignment, name), lesson)
        bound = set()
        for cell in found.cells:
            for one in code_names.statements_of(cell.source, {}):
                bound |= one.names.binds
        assert wanted(handout, name) <= bound


def wanted(handout, name):
    """Name the functions and choices that a notebook's graded cells ask for."""
    items = [check.find(handout.task_id(cell)) for place, cell in handout.tasks if place == name]
    return {
        f"answer_{item.attribute}" if isinstance(item, Question) else item.function
        for item in items
    }


@pytest.mark.parametrize("assignment", ["a01-histograms", "a02-thresholds"])
def test_what_runs_of_the_solutions_makes_all_answers_without_the_rest(assignment):
    handout = read_handout(ROOT / "course" / assignment)
    for name, lesson in handout.notebooks.items():
        names = {}
        for cell in select(solved(assignment, name), lesson).cells:
            exec(cell.source, names)
        assert all(names[one] is not ... for one in wanted(handout, name)), name
