"""Each rule of the style guide: a lesson that keeps it, and the same lesson breaking it."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from nbformat.v4 import new_output

from coursekit.notebooks.build import build_notebook
from coursekit.notebooks.lesson import read_lesson
from coursekit.notebooks.lint import Course, lint, lint_lesson
from coursekit.notebooks.registry import Registry
from coursekit.notebooks.rules import RULES

ALT = "Bar chart of three numbers, each twice as long as the one above it; the last one is longest."
GOOD = dedent(
    f'''\
    # %% [markdown]
    # # Twice
    #
    # Numbers become larger. 30 minutes, 4 points.

    # %% [markdown]
    # ## After this you can
    #
    # compute twice a number. **Questions we answer.** What is twice two?

    # %% [markdown]
    # ## Before you start
    #
    # | You need | Why |
    # |---|---|
    # | numbers | they are doubled |

    # %% [markdown]
    # ## Two questions first
    #
    # <details><summary>What is one?</summary>A number.</details>
    # <details><summary>What is two?</summary>A number.</details>

    # %%
    import matplotlib.pyplot as plt
    import numpy as np
    from coursekit import check, plotting

    # %% [markdown]
    # ## 1 One number (starts at minute 0, 15 minutes)
    #
    # What is twice one?

    # %%
    prediction = "..."

    # %%
    fig, ax = plt.subplots()
    ax.imshow(np.ones((2, 3)), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    plotting.describe(fig, "{ALT}")

    # %% [markdown]
    # **What to see.** The bars grow. Nothing else changes.

    # %% [markdown] exercise="double" role="prompt"
    # Return twice the number.

    # %% exercise="double" role="answer"
    def double(number):
        """Twice the number."""
        # 1 multiply
        ### BEGIN SOLUTION
        return 2 * number
        ### END SOLUTION

    # %% exercise="double" role="check"
    check.double(double)

    # %% [markdown]
    # ## 2 Another number (starts at minute 15, 9 minutes)

    # %%
    prediction = "..."

    # %%
    rng = np.random.default_rng(2)
    fig, ax = plt.subplots()
    plotting.describe(fig, "{ALT}")

    # %% [markdown]
    # **What to see.** There are [19402]{{N-A09-01}} of them.

    # %% [markdown] question="Q1"

    # %% [markdown]
    # ## Key points

    # %% [markdown]
    # ## Glossary

    # %% [markdown]
    # ## Next time

    # %% [markdown]
    # ## Stretch

    # %% [markdown]
    # ## Further reading
    #
    # Otsu (1979), 62-66, doi:10.1109/TSMC.1979.4310076.

    # %% [markdown] role="hand-in"
    # ## Hand in
    '''
)
INSERT = "# %% [markdown]\n# ## 2 Another"
WORDS = "# " + "Numbers grow and grow. " * 31
CHECK = '# %% exercise="double" role="check"'
REGION = "    # 1 multiply\n    ### BEGIN SOLUTION\n    return 2 * number\n    ### END SOLUTION"

# rule, what is replaced in the good lesson, by what, part of the message
BREAKS = [
    ("opening", "## After this you can", "## Aims", "'## After this you can' is missing"),
    ("opening", "<details>", "<b>", "two retrieval questions with folded answers is missing"),
    ("opening", "# %%\nimport mat", "# %%\nx = 1\n\n# %%\nimport mat", "must be the set-up"),
    ("ending", "# ## Glossary", "# ## Terms", "'## Glossary' is missing"),
    ("ending", "# ## Key points", "# ## Stretch", "'## Key points' is missing"),
    ("one-title", "# ## Key points", "# # Key points", "a second heading"),
    (
        "heading-levels",
        "# ## Glossary",
        "# ## Glossary\n# #### New",
        "level 4 follows one of level 2",
    ),
    ("section-headings", "(starts at minute 15, 9 minutes)", "", "write '## N Title"),
    ("section-headings", "## 2 Another", "## 3 Another", "section 3 follows section 1"),
    (
        "section-headings",
        "starts at minute 15",
        "starts at minute 20",
        "starts at minute 20, not 15",
    ),
    ("section-time", "minute 0, 15 minutes", "minute 0, 3 minutes", "4 minutes of exercises in 3"),
    ("predict-first", 'prediction = "..."', "x = 1", "the first code cell of a section"),
    ("exercise-block", '# %% exercise="double" role="check"', "# %%", "double has prompt, answer"),
    (
        "exercise-block",
        CHECK,
        f"# %%\nx = 1\n\n{CHECK}",
        "must follow each other directly",
    ),
    ("box", "30 minutes, ", "", "the box must tell the minutes"),
    ("box", "30 minutes, ", "20 minutes, ", "20 minutes, but the last section ends at 24"),
    ("box", "4 points", "6 points", "the box must tell the 4 points"),
    ("minutes", "minute 15, 9 minutes", "minute 15, 50 minutes", "ends at minute 65"),
    ("cell-count", INSERT, "# %%\nx = 1\n\n" * 40 + INSERT, "cells, at most 45"),
    (
        "code-length",
        INSERT,
        "# %%\n" + "x = 1\n" * 250 + "\n" + INSERT,
        "lines of code, at most 250",
    ),
    ("text-length", INSERT, f"# %% [markdown]\n{WORDS}\n\n{INSERT}", "124 words, at most 120"),
    ("text-length", "# Return twice", f"{WORDS}\n# Return twice", "128 words, at most 80"),
    (
        "refresher-table",
        "# | numbers |",
        "# | n | n |\n" * 6 + "# | numbers |",
        "7 rows, at most 6",
    ),
    ("set-up-length", "import numpy", "\n" * 10 + "import numpy", "13 lines, at most 12"),
    ("one-line-check", "check.double(double)", "print(1)", r"write check.double(double)"),
    ("check-often", "minute 15, 9 minutes", "minute 15, 25 minutes", "2 checks in 40 minutes"),
    ("forbidden-words", "Return twice", "Simply return twice", "leave out 'Simply'"),
    ("forbidden-words", "The bars", "Of course the bars", "leave out 'Of course'"),
    (
        "sentence-length",
        "Numbers become",
        "Numbers grow " * 300 + "become",
        "the mean sentence has",
    ),
    ("british-spelling", "The bars grow", "The gray bars grow", "write 'gray' in British spelling"),
    ("link-text", "The bars grow", "[Here](a01.ipynb) bars grow", "the link 'Here'"),
    ("described", f'plotting.describe(fig, "{ALT}")', "fig", "end the cell with describe"),
    ("alt-text", ALT, "Bars.", "the description has 5 characters"),
    ("alt-text", ALT, f"Image of bars. {ALT}", "must not begin with 'image of'"),
    ("what-to-see", "**What to see.**", "Look.", "the next cell must begin with"),
    ("figure-in-section", "plotting.describe(", "print(", "no figure in this section"),
    ("colour-maps", 'cmap="gray"', 'cmap="jet"', "the colour map 'jet' is none of"),
    ("colour-maps", 'cmap="gray"', "cmap=plt.cm.hsv", "not plt.cm.hsv"),
    ("image-scale", "vmin=0, ", "", "imshow without vmin"),
    ("image-scale", ', interpolation="nearest"', "", "imshow without interpolation"),
    ("plain-python", "rng = np", "%time\nrng = np", "no magics"),
    ("plain-python", "import numpy", "!pip list\nimport numpy", "no magics"),
    ("plain-python", "check, plotting", "*", "import names from coursekit, not *"),
    ("plain-python", "rng = np", "rng = = np", "not valid Python"),
    ("seeded-random", "default_rng(2)", "default_rng()", "default_rng needs a seed"),
    ("seeded-random", "default_rng(2)", "normal(2)", "use np.random.default_rng(seed), not normal"),
    ("stub", REGION, "    return number", "no solution region"),
    (
        "stub",
        "    ### END SOLUTION",
        "    ### END SOLUTION\n    print()",
        "at the end of the function",
    ),
    ("stub", "    # 1 multiply\n", "", "a comment for every missing step"),
    ("stub", "    # 1 multiply\n", "    # 1 if\n    if number:\n", "the stub is not valid Python"),
    ("stub", "    ### END SOLUTION\n", "", "one solution region"),
    ("signature", "def double(number)", "def double(n)", "(n) is declared (number)"),
    ("signature", "def double(number)", "def twice(number)", "must define double(number)"),
    ("signature", '    """Twice the number."""\n', "", "double needs a docstring"),
    ("own-names", "rng = np", "double = np", "overwrites the learner's double"),
    ("marked-numbers", "[19402]{N-A09-01}", "19402", "19402 has no mark"),
    ("marked-numbers", "The bars grow", "The bars grow by 0.5 or more", "0.5 has no mark"),
    ("tested-numbers", "{N-A09-01}", "{N-A09-02}", "no test makes this number"),
    ("tested-numbers", "{N-A09-01}", "{N-09-1}", "a mark is written"),
]


@pytest.fixture
def findings_of(write_script, registry, tmp_path):
    """Lint a text as a lesson."""

    def findings(text):
        numbers = tmp_path / "numbers_a09.py"
        numbers.write_text('NUMBERS = {"N-A09-01": rows}')
        return lint_lesson(read_lesson(write_script(text), registry, numbers), Path("lesson.py"))

    return findings


def test_the_good_lesson_keeps_every_rule(findings_of):
    assert [str(finding) for finding in findings_of(GOOD)] == []


@pytest.mark.parametrize(
    ("rule", "old", "new", "message"),
    [pytest.param(*case, id=f"{case[0]}: {case[3]}".replace(" ", "-")) for case in BREAKS],
)
def test_a_broken_rule_is_named_with_its_reason(findings_of, rule, old, new, message):
    assert old in GOOD
    found = [
        finding.message for finding in findings_of(GOOD.replace(old, new)) if finding.rule == rule
    ]
    assert any(message in text for text in found), found


def test_every_rule_has_a_lesson_that_breaks_it():
    assert {rule for rule, *_ in BREAKS} | {"output-length"} == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_what_the_guide_asks_for(name):
    assert RULES[name].__doc__.rstrip().endswith(".")


@pytest.mark.parametrize(
    ("lines", "mime", "kept"),
    [
        pytest.param(15, "text/plain", True, id="fifteen-lines"),
        pytest.param(16, "text/plain", False, id="sixteen-lines"),
        pytest.param(16, "text/html", True, id="a-page-beside-its-text"),
    ],
)
def test_an_output_has_at_most_fifteen_lines(write_script, registry, lines, mime, kept):
    path = write_script(GOOD)
    built = build_notebook(path, registry)
    data = {"text/plain": "79\n" * lines, mime: "79\n" * lines}
    next(cell for cell in built.cells if cell.cell_type == "code").outputs = [
        new_output("display_data", data)
    ]
    nbformat.write(built, path.with_suffix(".ipynb"))
    lesson = read_lesson(path, registry)
    assert (list(RULES["output-length"](lesson)) == []) is kept


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("in 1979 and 2013", id="years"),
        pytest.param("`512x512` pixels", id="code"),
        pytest.param("[Otsu](https://doi.org/10.1109/TSMC.1979.4310076)", id="address"),
        pytest.param("0 to 255, 256 levels, 100 %", id="limits-of-a-type"),
        pytest.param("12 of 60", id="small-numbers"),
    ],
)
def test_a_number_that_no_data_made_needs_no_mark(findings_of, text):
    assert findings_of(GOOD.replace("The bars grow", f"The bars grow {text}")) == []


def test_an_example_by_hand_needs_no_marks(findings_of):
    by_hand = '# %% [markdown] tags=["by-hand"]\n# $0.5 \\times 0.5 \\times 6.67^2 = 11.11$\n\n'
    assert findings_of(GOOD.replace(INSERT, by_hand + INSERT)) == []


def test_an_ungraded_sheet_needs_no_ending(write_script):
    text = GOOD.split('# %% [markdown] exercise="double"')[0]
    lesson = read_lesson(write_script(text), Registry({}, {}))
    assert lint_lesson(lesson, Path("sheet.py")) == []


def test_code_given_for_repair_needs_a_solution_cell(write_script, registry):
    given = GOOD.replace(REGION, "    return number")
    solution = (
        '# %% exercise="double" role="solution"\ndef double(number):\n    return 2 * number\n\n'
    )
    lesson = read_lesson(write_script(given.replace(CHECK, solution + CHECK)), registry)
    kept = replace(lesson, known_numbers=frozenset({"N-A09-01"}))
    assert lint_lesson(kept, Path("lesson.py")) == []


def test_findings_come_with_file_line_cell_rule_and_message(write_script, registry, tmp_path):
    path = write_script(GOOD.replace("Return twice", "Simply return twice"))
    line = path.read_text().splitlines().index("# Simply return twice the number.")
    findings = [str(finding) for finding in lint(Course(tmp_path, registry), ["a09-numbers"])]
    where = path.relative_to(tmp_path)
    assert f"{where}:{line} (cell 10) forbidden-words: leave out 'Simply'" in findings
