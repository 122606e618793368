"""Whatever a learner hands in is read, or refused in words; nothing of it is an error."""

import json
import os
import socket
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursekit.exercises import EXERCISES, QUESTIONS
from coursekit.grading.submissions import notebook_file, submission
from coursekit.grading.submissions.handout import Handout, HandoutCell, read_handout
from coursekit.grading.submissions.submission import read_submission

ROOT = Path(__file__).parents[2]
NAME = "a02a-cuts"
STUB = "def double(values):\n    return ..."
RIGHT = "def double(values):\n    return 2 * values"


def marks(grade_id, grade=False, solution=False, points=None):
    found = {"grade_id": grade_id, "grade": grade, "solution": solution, "schema_version": 3}
    return found | ({} if points is None else {"points": points})


def lesson(*ids, answer="double"):
    """Make the cells of a notebook as handed out, as JSON."""
    plain = [cell(id, f"# {id}") for id in ids]
    return [
        *plain,
        cell(f"{answer}-answer", STUB, marks(f"{answer}-answer", solution=True)),
        cell(f"{answer}-grade", "grade()", marks(f"{answer}-grade", grade=True, points=2.0)),
    ]


def cell(id, source, nbgrader=None, kind="code"):
    made = {"cell_type": kind, "id": id, "source": source, "metadata": {}}
    if nbgrader:
        made["metadata"]["nbgrader"] = nbgrader
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(cells, **extra):
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | extra


CUTS = lesson("one", "two", "three")
MEANS = lesson("four", "five", "six", answer="mean")


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course") / "a02-thresholds"
    folder.mkdir()
    for name, cells in ((NAME, CUTS), ("a02b-means", MEANS)):
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook(cells)), encoding="utf-8")
    return read_handout(folder)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "ada" / "a02-thresholds"
    made.mkdir(parents=True)
    write(made / "a02b-means.ipynb", notebook(MEANS))
    return made


def write(path, content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    path.write_bytes(data)


def read_one(folder, handout, content):
    """Hand a notebook in, and read it."""
    write(folder / f"{NAME}.ipynb", content)
    return read_submission(folder, handout).notebooks[0]


def read_cells(folder, handout, *cells, **extra):
    return read_one(folder, handout, notebook(list(cells), **extra))


def own(found):
    return [(cell.place, cell.id, cell.source) for cell in found.cells]


# --- the handout ---


def test_the_handout_says_what_is_graded(handout):
    assert handout.assignment == "a02-thresholds"
    assert [(name, cell.grade_id, cell.points) for name, cell in handout.tasks] == [
        (NAME, "double-grade", 2.0),
        ("a02b-means", "mean-grade", 2.0),
    ]
    assert handout.task_id(handout.tasks[0][1]) == "a02.double"
    assert [cell.answer for cell in handout.notebooks[NAME]] == [False, False, False, True, False]


def test_the_graded_cells_of_the_course_are_its_tasks_with_their_points():
    found = {}
    for path in sorted((ROOT / "course").glob("a*")):
        one = read_handout(path)
        found |= {one.task_id(cell): cell.points for _, cell in one.tasks}
    declared = EXERCISES | QUESTIONS
    assert found == {id: declared[id].points for id in declared}


def test_a_handout_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere must be a released assignment, but"):
        read_handout(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"cells": [3], "nbformat": 4}'])
def test_a_handout_that_cannot_be_read_is_named(tmp_path, text):
    (tmp_path / "a.ipynb").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.ipynb must be a notebook that can be read"):
        read_handout(tmp_path)


# --- an honest submission ---


def test_an_honest_submission_is_read_without_remarks(folder, handout):
    answered = [*CUTS[:3], CUTS[3] | {"source": RIGHT.splitlines(keepends=True)}, CUTS[4]]
    write(folder / f"{NAME}.ipynb", notebook(answered))
    write(folder / "timestamp.txt", b"2026-02-02 15:58:23.948203 UTC\n")
    found = read_submission(folder, handout)
    assert (found.learner, found.assignment, found.remarks) == ("ada", "a02-thresholds", ())
    assert found.handed_in == "2026-02-02T15:58:23.948203+00:00"
    assert [(one.name, one.state, one.remarks) for one in found.notebooks] == [
        (NAME, "readable", ()),
        ("a02b-means", "readable", ()),
    ]
    assert own(found.notebooks[0]) == [(3, "double-answer", RIGHT)]
    assert own(found.notebooks[1]) == [(3, "mean-answer", STUB)]


def test_the_notebook_has_the_marks_of_the_handout_and_no_outputs(folder, handout):
    shown = {"output_type": "stream", "name": "stdout", "text": "<script>"}
    forged = CUTS[4] | {"metadata": {"nbgrader": marks("double-grade", True, points=99)}}
    mine = cell("mine", "1", marks("mine-grade", grade=True, points=50))
    found = read_cells(folder, handout, *CUTS[:3], CUTS[3] | {"outputs": [shown]}, forged, mine)
    assert found.remarks == (
        "Marks of grading in the file (such as points) are missing or changed: those of the "
        "handout count.",
    )
    nbformat.validate(found.notebook)
    graded = [one.metadata.get("nbgrader", {}) for one in found.notebook.cells]
    assert [one.get("points") for one in graded] == [None, None, None, None, 2.0, None]
    assert found.notebook.cells[3].outputs == []


# --- bytes that are no notebook ---

UNREADABLE = {
    "no-bytes": (b"", "This file is empty (0 bytes): save the notebook"),
    "only-spaces": (b" \n", "This file is empty (2 bytes)"),
    "zero-bytes": (b"\0" * 500, "This file is no valid notebook (JSON, line 1)"),
    "cut-off": (json.dumps(notebook(CUTS)).encode()[:300], "it stops in the middle. Open it in"),
    "by-hand": (b'{"cells": [,]}', "something in it was changed by hand. Open it in JupyterLab"),
    "deep": (b"[" * 100_000, "lists are nested in it too deeply"),
    "deep-and-closed": (b"[" * 100_000 + b"]" * 100_000, "lists are nested in it too deeply"),
    "deep-in-a-dictionary": (b'{"a":' * 100_000, "lists are nested in it too deeply"),
    "python": (b"import numpy as np\n", "This file is no valid notebook (JSON, line 1)"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "This file is no valid notebook"),
    "a-number": (b"3", "This file has no list of cells: it is no notebook."),
    "a-list": (b"[]", "This file has no list of cells: it is no notebook."),
    "no-cells": (b'{"nbformat": 4}', "This file has no list of cells: it is no notebook."),
    "cells-are-none": (b'{"nbformat": 4, "cells": null}', "This file has no list of cells"),
    "format-5": (b'{"nbformat": 5, "cells": []}', "notebook format 5, which is not known here"),
    "format-0": (b'{"nbformat": 0, "cells": []}', "notebook format 0, which is not known here"),
    "format-x": (b'{"nbformat": "x", "cells": []}', "notebook format x, which is not known here"),
    "bad-format-3": (b'{"nbformat": 3, "worksheets": 3}', "could not be converted"),
    "many-cells": (
        b'{"nbformat": 4, "cells": [' + b",".join([b"{}"] * 2001) + b"]}",
        "This notebook has 2,001 cells; 2,000 are read.",
    ),
}


@pytest.mark.parametrize(("data", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_says_why_and_the_other_notebook_is_read(folder, handout, data, words):
    write(folder / f"{NAME}.ipynb", data)
    found = read_submission(folder, handout)
    first, second = found.notebooks
    assert (first.state, first.cells, first.notebook) == ("unreadable", (), None)
    assert words in first.remarks[0]
    assert second.state == "readable"


def test_a_notebook_over_the_limit_is_refused_and_one_below_is_not(folder, handout):
    text = json.dumps(notebook(CUTS)).encode()
    assert read_one(folder, handout, text.ljust(notebook_file.MOST_BYTES)).state == "readable"
    found = read_one(folder, handout, text.ljust(notebook_file.MOST_BYTES + 1))
    assert found.state == "unreadable"
    assert found.remarks[0].startswith("This notebook is larger than 20 MB: clear its outputs")


def test_a_huge_file_is_not_read_to_its_end(folder, handout):
    with (folder / f"{NAME}.ipynb").open("wb") as file:
        file.truncate(1 << 40)  # a hole: takes no room on the disk
    found = read_submission(folder, handout).notebooks[0]
    assert found.remarks[0].startswith("This notebook is larger than 20 MB")


# --- notebooks that are a little odd ---

TEXT = json.dumps(notebook([*CUTS[:3], CUTS[3] | {"source": "# é\n" + RIGHT}, CUTS[4]]))
PLAIN = json.dumps(json.loads(TEXT), ensure_ascii=False)
ODD = {
    "byte-order-mark": (PLAIN.encode("utf-8-sig"), "a byte order mark (BOM), which was left out"),
    "utf-16": (PLAIN.encode("utf-16"), "written in UTF-16 in place of UTF-8; it was read"),
    "utf-16-without-mark": (PLAIN.encode("utf-16-le"), "written in UTF-16-LE in place of UTF-8"),
    "latin-1": (PLAIN.encode("latin-1"), "Some bytes of the file are no text in UTF-8"),
    "nan": (TEXT.replace("{", '{"x": NaN, ', 1).encode(), "The file holds NaN, which no notebook"),
    "huge-number": (
        TEXT.replace("{", '{"x": -' + "9" * 10_000 + ", ", 1).encode(),
        "The file holds a huge number, which no notebook needs",
    ),
    "huge-minor": (
        TEXT.replace('"nbformat_minor": 5', '"nbformat_minor": ' + "9" * 50).encode(),
        "The file holds a huge number",
    ),
    "no-format": (
        TEXT.replace('"nbformat": 4', '"other": 4').encode(),
        "does not say which notebook format it has; 4 was assumed",
    ),
    "no-cell": (
        TEXT.replace('"cells": [', '"cells": ["x", 3, null, {"cell_type": "raw2"}, ', 1).encode(),
        "Cell 2 is no cell of text or code: it was left out.",
    ),
}


@pytest.mark.parametrize(("data", "words"), ODD.values(), ids=ODD)
def test_what_is_odd_is_read_with_a_remark(folder, handout, data, words):
    found = read_one(folder, handout, data)
    assert found.state == "readable"
    assert any(words in remark for remark in found.remarks)
    assert len(found.cells) == 1
    assert found.cells[0].source.endswith(RIGHT)
    assert found.notebook.cells[found.cells[0].place].source == found.cells[0].source
    nbformat.validate(found.notebook)


def test_bytes_that_are_no_text_stay_visible(folder, handout):
    text = json.dumps(notebook([*CUTS, cell("mine", "é", kind="markdown")]), ensure_ascii=False)
    found = read_one(folder, handout, text.encode("latin-1"))
    assert found.notebook.cells[5].source == "\ufffd"


@pytest.mark.parametrize("number", [1, 2])
def test_formats_before_3_are_known_by_their_number(folder, handout, number):
    found = read_one(folder, handout, {"nbformat": number, "cells": [], "worksheets": []})
    assert "old format" in found.remarks[0]


def test_the_old_format_3_is_converted(folder, handout, capfd):
    code = {"cell_type": "code", "input": RIGHT, "language": "python", "outputs": []}
    code |= {"metadata": {}, "prompt_number": 1}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [code]}]}
    found = read_one(folder, handout, old)
    assert found.remarks == ("The notebook is in the old format 3; it was converted.",)
    assert own(found) == [(0, "", RIGHT)]
    assert read_submission(folder, handout).notebooks[0].notebook == found.notebook
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("source", [3, None, {"a": 1}, ["a", 3], True])
def test_a_cell_whose_source_is_no_text_is_empty(folder, handout, source):
    found = read_cells(folder, handout, *CUTS, cell("mine", source))
    assert found.remarks == ("Cell 6 holds no text: it was read as empty.",)
    assert [one.place for one in found.cells] == [3]


def test_half_characters_can_be_written_to_a_file_afterwards(folder, handout):
    found = read_cells(folder, handout, *CUTS, cell("mine", "x = '\ud83d'"))
    assert found.cells[-1].source == "x = '?'"
    nbformat.writes(found.notebook).encode("utf-8")


def test_cells_with_one_id_are_all_read(folder, handout):
    again = CUTS[3] | {"source": RIGHT}
    found = read_cells(folder, handout, *CUTS, again)
    assert found.remarks == (
        "Cells 4, 6 have the same id `double-answer`: all of them were read, in this order.",
    )
    assert own(found) == [(3, "double-answer", STUB), (5, "double-answer", RIGHT)]
    nbformat.validate(found.notebook)


@pytest.mark.parametrize("id", ["", "a b", "x" * 65, "é", 3, None, ["a"], "a\n"])
def test_an_id_that_is_not_valid_is_left_out(folder, handout, id):
    found = read_cells(folder, handout, *CUTS[:3], cell(id, RIGHT), CUTS[4])
    assert "Cell 4 has an id that is not valid: it was left out." in found.remarks
    assert own(found) == [(3, "", RIGHT)]
    nbformat.validate(found.notebook)


def test_cells_without_ids_are_compared_by_their_text(folder, handout):
    bare = [{key: one[key] for key in one if key != "id"} for one in CUTS]
    some = read_cells(folder, handout, CUTS[0], *bare[1:])
    assert "Some cells have no id: they were compared with the lesson by their text." in (
        some.remarks
    )
    found = read_cells(folder, handout, *bare, nbformat_minor=4)
    assert found.remarks == ()
    assert own(found) == [(3, "", STUB)]


def test_an_answer_cell_that_became_text_or_is_gone_is_named(folder, handout):
    as_text = read_cells(folder, handout, *CUTS[:3], CUTS[3] | {"cell_type": "markdown"}, CUTS[4])
    words = "Cell 4 (`double-answer`) is no code cell any more: it did not run."
    assert words in as_text.remarks
    assert as_text.cells == ()
    gone = read_cells(folder, handout, *CUTS[:3], CUTS[4])
    assert gone.remarks == (
        "Answer cells are missing (`double-answer`): the answers were looked for elsewhere.",
    )


@pytest.mark.parametrize("metadata", [{}, {"nbgrader": 3}, {"nbgrader": {"points": [[]]}}, 7, None])
def test_marks_of_grading_that_are_gone_or_odd_change_nothing(folder, handout, metadata):
    found = read_cells(folder, handout, *CUTS[:4], CUTS[4] | {"metadata": metadata})
    assert "Marks of grading in the file" in found.remarks[0]
    assert found.notebook.cells[4].metadata.nbgrader.points == 2.0


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"kernelspec": {"name": "ir", "language": "R"}}, "R"),
        ({"language_info": {"name": "julia"}}, "julia"),
    ],
)
def test_a_notebook_for_another_language_does_not_run(folder, handout, metadata, language):
    found = read_cells(folder, handout, *CUTS, metadata=metadata)
    assert (found.state, found.cells) == ("unreadable", ())
    assert found.remarks[0].startswith(f"This notebook is written for `{language}`, not for Python")


@pytest.mark.parametrize(
    "metadata",
    [None, 3, {"kernelspec": 3}, {"kernelspec": {"name": "conda-env", "language": "python"}}],
)
def test_a_kernel_of_any_name_is_python_unless_it_says_otherwise(folder, handout, metadata):
    assert read_cells(folder, handout, *CUTS, metadata=metadata).state == "readable"


def test_a_thousand_remarks_are_cut(folder, handout):
    found = read_one(folder, handout, notebook([3] * 1000))
    assert len(found.remarks) == 13
    assert found.remarks[-1] == "And 988 remarks more."


# --- files that are not what they seem ---


def outside(tmp_path):
    path = tmp_path / "elsewhere.ipynb"
    write(path, notebook(CUTS))
    return path


FILES = {
    "link": lambda path, tmp_path: path.symlink_to(outside(tmp_path)),
    "dangling link": lambda path, tmp_path: path.symlink_to(tmp_path / "nothing"),
    "link to itself": lambda path, tmp_path: path.symlink_to(path.name),
    "device": lambda path, tmp_path: path.symlink_to("/dev/zero"),
    "folder": lambda path, tmp_path: path.mkdir(),
    "pipe": lambda path, tmp_path: os.mkfifo(path),
}


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_what_is_no_plain_file_is_not_opened(folder, handout, tmp_path, make):
    make(folder / f"{NAME}.ipynb", tmp_path)
    first, second = read_submission(folder, handout).notebooks
    assert (first.state, second.state) == ("unreadable", "readable")
    assert first.remarks == ("This is no file but a link, a folder or a device: hand in the file.",)


def test_a_socket_is_not_opened(folder, handout, monkeypatch):
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(f"{NAME}.ipynb")
        assert read_submission(folder, handout).notebooks[0].state == "unreadable"


def test_a_file_that_becomes_a_link_after_it_was_looked_at_is_not_followed(folder, monkeypatch):
    """Between the look and the opening somebody may change the file."""
    seen = (folder / "a02b-means.ipynb").stat()
    (folder / "x.ipynb").symlink_to("/etc/hostname")
    monkeypatch.setattr(os, "stat", lambda *_, **__: seen)
    opened = os.open(folder, os.O_RDONLY)
    with pytest.raises(notebook_file.Unreadable, match="This file could not be opened"):
        notebook_file.read_bytes("x.ipynb", opened)
    os.close(opened)


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_submission_that_is_no_folder_is_not_read(folder, handout, tmp_path, kind):
    path = tmp_path / "bo" / "a02-thresholds"
    path.parent.mkdir()
    path.symlink_to(folder) if kind == "link" else path.write_bytes(b"")
    found = read_submission(path, handout)
    assert [one.state for one in found.notebooks] == ["unreadable", "unreadable"]
    assert found.remarks == (
        "The submission is a link or a file where a folder must be: it was not read.",
    )


def test_nothing_handed_in_is_missing(handout, tmp_path):
    found = read_submission(tmp_path / "bo" / "a02-thresholds", handout)
    assert [one.state for one in found.notebooks] == ["missing", "missing"]
    assert (found.learner, found.remarks, found.handed_in) == (
        "bo",
        ("Nothing was handed in.",),
        "",
    )


def test_a_missing_notebook_is_named(folder, handout):
    first = read_submission(folder, handout).notebooks[0]
    assert (first.state, first.remarks) == ("missing", ("`a02a-cuts.ipynb` was not handed in.",))


# --- other names and other files ---


@pytest.mark.parametrize(
    "name",
    ["a02a-cuts (1).ipynb", "a02a-cuts-final.ipynb", "my work.IPYNB", "a02b.ipynb.txt", "é.ipynb"],
)
def test_a_renamed_notebook_is_known_by_its_cells(folder, handout, name):
    write(folder / name, notebook([*CUTS[:3], CUTS[3] | {"source": RIGHT}]))
    found = read_submission(folder, handout)
    assert found.remarks == (f"`{name}` was read as `a02a-cuts.ipynb`.",)
    assert own(found.notebooks[0]) == [(3, "double-answer", RIGHT)]


def test_a_renamed_notebook_without_ids_is_known_by_its_name(folder, handout):
    bare = [{key: one[key] for key in one if key != "id"} for one in CUTS]
    write(folder / "A02a-cuts copy.ipynb", notebook(bare, nbformat_minor=4))
    found = read_submission(folder, handout)
    assert found.remarks == ("`A02a-cuts copy.ipynb` was read as `a02a-cuts.ipynb`.",)


def test_a_notebook_with_few_cells_of_the_lesson_is_another(folder, handout):
    write(folder / "mine.ipynb", notebook(CUTS[:2]))
    assert read_submission(folder, handout).notebooks[0].state == "missing"
    write(folder / "mine.ipynb", notebook(CUTS[:3]))
    assert read_submission(folder, handout).notebooks[0].state == "readable"


def test_a_file_named_like_a_notebook_with_the_cells_of_another_is_not_it(folder, handout):
    write(folder / "a02a-cuts (1).ipynb", notebook(MEANS))
    found = read_submission(folder, handout)
    assert found.notebooks[0].state == "missing"
    assert "were not read: `a02a-cuts (1).ipynb`." in found.remarks[0]


def test_two_files_that_may_be_one_notebook_are_not_guessed_between(folder, handout):
    for name in ("a02a-cuts-1.ipynb", "a02a-cuts-2.ipynb"):
        write(folder / name, notebook(CUTS))
    found = read_submission(folder, handout)
    assert found.notebooks[0].state == "missing"
    assert found.remarks[0] == (
        "More than one file may be `a02a-cuts.ipynb` (`a02a-cuts-1.ipynb`, `a02a-cuts-2.ipynb`), "
        "so none was read: hand in one of them, with its first name."
    )


def test_a_renamed_notebook_that_cannot_be_read_is_that_notebook(folder, handout):
    write(folder / "a02a-cuts-final.ipynb", b"")
    first = read_submission(folder, handout).notebooks[0]
    assert first.remarks[0].startswith("This file is empty (0 bytes)")


def test_what_else_lies_in_the_folder_is_left_out_by_name(folder, handout):
    write(folder / f"{NAME}.ipynb", notebook(CUTS))
    before = read_submission(folder, handout)
    checkpoints = folder / ".ipynb_checkpoints"
    checkpoints.mkdir()
    write(checkpoints / f"{NAME}.ipynb", notebook([cell("evil", "1 / 0")]))
    assert read_submission(folder, handout) == before
    for name in ("numpy.py", "all.zip", "extra.ipynb", "data`\n\udcff.csv"):
        write(folder / name, b"raise SystemExit")
    (folder / "sub").mkdir()
    found = read_submission(folder, handout)
    assert found.remarks == (
        "Archives are not unpacked, hand in the notebooks themselves: `all.zip`.",
        "These notebooks are not part of the assignment and were not read: `extra.ipynb`.",
        "Only notebooks are read; these files and folders were left out: `data??\ufffd.csv`, "
        "`numpy.py`, `sub`.",
    )
    assert found.notebooks == before.notebooks


def test_a_folder_of_thousands_of_files_is_named_in_short(folder, handout, monkeypatch):
    monkeypatch.setattr(submission, "MOST_FILES", 30)
    for number in range(40):
        write(folder / f"f{number:02}.csv", b"")
    remarks = read_submission(folder, handout).remarks
    assert remarks[-2].count("`") == 10
    assert " more." in remarks[-2]
    assert remarks[-1] == "The folder holds 30 files or more: hand in fewer."


# --- time and digest ---


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-02-02 15:58:23 UTC", "2026-02-02T15:58:23+00:00"),
        ("2026-02-02 15:58:23", "2026-02-02T15:58:23+00:00"),
        ("2026-02-02 15:58:23 Europe/Berlin", "2026-02-02T14:58:23+00:00"),
        ("2026-02-02T15:58:23+01:00", "2026-02-02T14:58:23+00:00"),
    ],
)
def test_the_time_is_read(folder, handout, text, iso):
    write(folder / "timestamp.txt", text.encode())
    found = read_submission(folder, handout)
    assert (found.handed_in, found.remarks) == (iso, ())


@pytest.mark.parametrize(
    "data",
    [b"", b"soon", b"5", b"\xff\xfe", b"\0", b"2026-99-99 1:1:1 UTC", b"2026-02-02 15:58:23 Mars",
     b"2026-02-02 15:58:23 ../../etc/hostname", b"0001-01-01 00:00:00 Asia/Tokyo", b"1 2 3 4 5",
     b"2026-02-02 15:58:23 America", b"9" * 5000],
)  # fmt: skip
def test_a_bad_time_is_not_known(folder, handout, data):
    write(folder / "timestamp.txt", data)
    found = read_submission(folder, handout)
    assert (found.handed_in, found.remarks) == (
        "",
        ("The file `timestamp.txt` holds no date and time: when this was handed in is not known.",),
    )
    assert found.notebooks[1].state == "readable"


def test_the_digest_changes_with_every_file_that_counts(folder, handout):
    digests = []
    for name, data in (
        ("notes.md", b"not graded"),
        (f"{NAME}.ipynb", b"{}"),
        (f"{NAME}.ipynb", b"{ }"),
        ("timestamp.txt", b"2026-02-02 15:58:23"),
        ("timestamp.txt", b"2026-02-02 15:58:24"),
    ):
        before = read_submission(folder, handout).digest
        write(folder / name, data)
        digests.append((before, read_submission(folder, handout).digest))
    assert [before == after for before, after in digests] == [True, *[False] * 4]


def test_bytes_cannot_move_from_one_file_to_another_unseen(folder, handout):
    write(folder / f"{NAME}.ipynb", b"x")
    write(folder / "a02b-means.ipynb", b"y")
    two = read_submission(folder, handout).digest
    (folder / "a02b-means.ipynb").unlink()
    write(folder / f"{NAME}.ipynb", b"xa02b-means.ipynby")
    assert read_submission(folder, handout).digest != two


# --- anything at all ---

KEYS = st.sampled_from(
    [
        *("cells", "cell_type", "id", "source", "metadata", "nbgrader", "grade", "points"),
        *("nbformat", "worksheets", "input", "kernelspec", "language_info", "language", "name"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)
CELLS = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON},
    optional={"id": st.sampled_from(["one", "double-answer", "double-grade"]) | JSON}
    | {"source": st.text(max_size=30) | JSON, "metadata": JSON},
)
NOTEBOOKS = st.fixed_dictionaries(
    {"cells": st.lists(CELLS | JSON, max_size=5) | JSON, "nbformat": st.integers(1, 5) | JSON},
    optional={"metadata": JSON, "worksheets": JSON},
)
SMALL = Handout(
    "a02-x", {NAME: tuple(HandoutCell(one["id"], "code", one["source"]) for one in CUTS)}
)
quiet = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def is_whole(found):
    """Whatever was read can be compared, and written to files."""
    assert found.state in ("readable", "unreadable")
    "".join([*found.remarks, *found.sources]).encode("utf-8")
    assert found.remarks or found.state == "readable"
    if found.notebook is not None:
        nbformat.validate(found.notebook)
        nbformat.writes(found.notebook).encode("utf-8")


@quiet
@given(data=st.binary())
def test_any_bytes_are_read_or_refused(folder, data):
    is_whole(read_one(folder, SMALL, data))


@quiet
@given(data=JSON | NOTEBOOKS)
def test_any_json_is_read_or_refused(folder, data):
    is_whole(read_one(folder, SMALL, data))


@quiet
@given(place=st.integers(0, 2000), data=st.binary(max_size=4))
def test_a_notebook_with_some_bytes_changed_is_read_or_refused(folder, place, data):
    text = TEXT.encode()
    is_whole(read_one(folder, SMALL, text[:place] + data + text[place + len(data) :]))
