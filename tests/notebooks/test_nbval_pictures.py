import base64
import io
import re
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from matplotlib.image import imsave
from nbformat.v4 import new_code_cell, new_notebook, new_output

from coursekit.notebooks import images
from coursekit.notebooks.nbval_pictures import (
    STAND_INS,
    pytest_configure,
    pytest_terminal_summary,
    sizes_for_pictures,
)

VERDICT = re.compile(r"^(PASSED|FAILED) solutions/(\w+)\.ipynb::Cell (\d)", re.MULTILINE)
DRAW = """\
import base64, io
import numpy as np
from matplotlib.image import imsave

class Picture:
    def __repr__(self):
        return "a picture"

    def _repr_png_(self):
        file = io.BytesIO()
        imsave(file, np.ones((2, 3)), format="png")
        return file.getvalue()

Picture()"""


def png(value, shape):
    """A picture of one colour, as base64."""
    file = io.BytesIO()
    imsave(file, np.full(shape, value, dtype=float), format="png", vmin=0, vmax=1, cmap="gray")
    return base64.b64encode(file.getvalue()).decode()


@pytest.mark.parametrize(
    "wrap", ["{}", '<img src="data:image/png;base64,{}">'], ids=["png", "html"]
)
def test_a_picture_is_replaced_by_its_size(wrap):
    text = sizes_for_pictures(wrap.format(png(0.5, (20, 30))))
    assert text == wrap.format("PNG of 30 x 20 pixels")


def test_other_text_stays():
    assert sizes_for_pictures("79 <b>pixels</b>") == "79 <b>pixels</b>"


def claim(picture, text):
    """A notebook that claims these outputs; in truth they are a white 3 x 2 picture and "one"."""
    shown = new_output(
        "execute_result", {"image/png": picture, "text/plain": "a picture"}, execution_count=1
    )
    printed = new_output("stream", name="stdout", text=text)
    cells = [
        new_code_cell(DRAW, execution_count=1, outputs=[shown]),
        new_code_cell("print('one')", execution_count=2, outputs=[printed]),
    ]
    kernel = {"name": "python3", "display_name": "Python 3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.mark.slow
def test_nbval_compares_text_exactly_and_pictures_by_size(tmp_path):
    (tmp_path / "solutions").mkdir()
    claims = {
        "other_pixels": claim(png(0, (2, 3)), "one\n"),
        "other_size": claim(png(1, (2, 4)), "one\n"),
        "other_text": claim(png(1, (2, 3)), "two\n"),
    }
    for name, notebook in claims.items():
        nbformat.write(notebook, tmp_path / "solutions" / f"{name}.ipynb")
    command = [sys.executable, "-m", "pytest", "-p", "coursekit.notebooks.nbval_pictures"]
    done = subprocess.run(
        [*command, "-rA", "--nbval", "solutions"], cwd=tmp_path, capture_output=True, text=True
    )
    verdicts = set(
        re.findall(r"^(PASSED|FAILED) solutions/(\w+)\.ipynb::Cell (\d)", done.stdout, re.M)
    )
    assert {(name, cell) for verdict, name, cell in verdicts if verdict == "FAILED"} == {
        ("other_size", "0"),
        ("other_text", "1"),
    }
    assert len(verdicts) == 6


@pytest.fixture
def config(monkeypatch):
    """A run of pytest with --nbval on lessons whose images cannot be had."""
    monkeypatch.setattr(images, "missing_images", lambda scripts: ["kesm-vessels"])
    monkeypatch.setenv("COURSEKIT_SECRET_FILE", "secret.txt")
    options = SimpleNamespace(nbval=True, nbval_lax=False)
    return SimpleNamespace(option=options, stash=pytest.Stash())


def test_without_the_real_images_outputs_are_not_compared(config, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    pytest_configure(config)
    assert (config.option.nbval, config.option.nbval_lax) == (False, True)


def test_without_the_real_images_the_summary_says_so(config, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    pytest_configure(config)
    lines = []
    reporter = SimpleNamespace(section=lambda title, **_: lines.append(title), line=lines.append)
    pytest_terminal_summary(reporter, config)
    assert lines[0] == "OUTPUTS WERE NOT COMPARED"
    assert "kesm-vessels" in lines[1]


def test_continuous_integration_must_have_the_real_images(config, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.UsageError, match="kesm-vessels cannot be had"):
        pytest_configure(config)


def test_with_the_real_images_outputs_are_compared(config, monkeypatch):
    monkeypatch.setattr(images, "missing_images", lambda scripts: [])
    pytest_configure(config)
    assert config.option.nbval
    assert config.stash[STAND_INS] == []
