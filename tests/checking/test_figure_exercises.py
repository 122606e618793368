"""Functions that draw are judged like others: points, typical mistakes, odd returns."""

from dataclasses import replace

import numpy as np
import pytest

from coursekit.checking import State, case, judge, mis, prop
from coursekit.checking import figures as fig

pyplot = pytest.importorskip("matplotlib.pyplot")

IMAGE = np.arange(12, dtype=np.uint8).reshape(3, 4) ** 2
SHOWS = fig.shows_image(0, lambda call: call["image"], "the image")


def draw_image(image):
    figure, ax = pyplot.subplots()
    ax.imshow(image, cmap="gray")
    ax.set_title("the image")
    return figure


@pytest.fixture
def drawing(make):
    """The made-up task: show an image under a title."""
    return make(
        kind="P",
        function="draw",
        signature="(image)",
        reference=draw_image,
        compare=fig.figure(SHOWS, fig.has_title(0, prop="title")),
        props=(prop("image", 2, "the image in grey"), prop("title", 1, "a title")),
        cases=(case(IMAGE),),
        misconceptions=(mis("turned", lambda image: draw_image(image.T), "It is turned."),),
        time_limit=5.0,
    )


def without_title(image):
    figure = draw_image(image)
    figure.axes[0].set_title("")
    return figure


@pytest.mark.parametrize(
    "answer",
    [
        lambda image: draw_image(image),
        lambda image: draw_image(image).axes[0],
        lambda image: (draw_image(image), "more"),
        lambda image: np.array(draw_image(image).axes),
    ],
    ids=["figure", "axes", "tuple", "array-of-axes"],
)
def test_a_figure_or_its_axes_may_be_returned(drawing, answer):
    result = judge(drawing, answer)
    assert result.state is State.CORRECT, result.text
    assert result.points == 3


def test_each_property_of_a_figure_has_its_points(drawing):
    result = judge(drawing, without_title)
    assert result.points == 2
    assert result.diagnosis.id == "no-title-0"
    assert "Panel 1 needs a title." in result.text
    assert judge(drawing, lambda image: draw_image(image % 7)).points == 0


def test_a_typical_wrong_figure_gets_its_message(drawing):
    assert judge(drawing, lambda image: draw_image(np.transpose(image))).diagnosis.id == "turned"


def test_a_figure_drawn_into_the_argument_is_noticed(drawing):
    def scribbling(image):
        figure = draw_image(image.copy())
        image[0] = 255
        return figure

    result = judge(drawing, scribbling)
    assert result.diagnosis.id == "changed-input"
    assert result.points == 0


class Impostor:
    """Claims to be a figure."""

    from matplotlib.figure import Figure

    __class__ = Figure


@pytest.mark.parametrize(
    "odd",
    [
        lambda image: None,
        lambda image: image,
        lambda image: Impostor(),
        lambda image: pyplot,
        lambda image: (),
        lambda image: [draw_image(image)],
    ],
    ids=["none", "array", "impostor", "module", "empty", "list"],
)
def test_what_is_no_figure_is_told_so(drawing, odd):
    result = judge(drawing, odd)
    assert result.state is State.NOT_YET
    assert result.points == 0
    assert "return" in result.diagnosis.text


def test_an_exception_while_drawing_is_told(drawing):
    found = judge(drawing, lambda image: draw_image(image).axes[7]).diagnosis
    assert found.id == "exception-IndexError"


def test_a_reference_that_draws_something_else_is_our_fault(drawing):
    broken = replace(drawing, reference=lambda image: without_title(image))
    result = judge(broken, draw_image)
    assert result.state is State.CHECKER_ERROR
    assert "the reference draws otherwise: Panel 1 needs a title." in result.text
