import base64
import io
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


def run_nbval(folder, picture, text):
    """Run nbval on a notebook that claims these outputs for a white 3 x 2 picture and "one"."""
    shown = new_output(
        "execute_result", {"image/png": picture, "text/plain": "a picture"}, execution_count=1
    )
    printed = new_output("stream", name="stdout", text=text)
    cells = [
        new_code_cell(DRAW, execution_count=1, outputs=[shown]),
        new_code_cell("print('one')", execution_count=2, outputs=[printed]),
    ]
    kernel = {"name": "python3", "display_name": "Python 3"}
    (folder / "solutions").mkdir()
    nbformat.write(
        new_notebook(cells=cells, metadata={"kernelspec": kernel}), folder / "solutions/a.ipynb"
    )
    command = [sys.executable, "-m", "pytest", "-p", "coursekit.notebooks.nbval_pictures"]
    done = subprocess.run(
        [*command, "--nbval", "solutions"], cwd=folder, capture_output=True, text=True
    )
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("picture", "text", "verdict"),
    [
        pytest.param(png(0, (2, 3)), "one\n", "2 passed", id="other-pixels-same-size"),
        pytest.param(png(1, (2, 4)), "one\n", "1 failed, 1 passed", id="other-size"),
        pytest.param(png(1, (2, 3)), "two\n", "1 failed, 1 passed", id="other-text"),
    ],
)
def test_nbval_compares_text_exactly_and_pictures_by_size(tmp_path, picture, text, verdict):
    assert verdict in run_nbval(tmp_path, picture, text)


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
