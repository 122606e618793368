import pytest
from matplotlib.figure import Figure

from coursekit import plotting

VIEW = "application/vnd.jupyter.widget-view+json"


def draw(sigma):
    fig = Figure(figsize=(4, 2))
    fig.subplots().plot([0, sigma], [0, 1])
    return fig


def alt(sigma):
    return (
        f"A line from 0 to {sigma}, made up for this test: the larger the number, the longer it is."
    )


def turning(**changes):
    given = {"values": [1, 2, 5], "at": 2, "alt": alt} | changes
    return plotting.turn(draw, "sigma", **given)


def test_where_no_one_turns_only_the_still_picture_is_shown(monkeypatch):
    monkeypatch.setenv("COURSEKIT_FIGURES", "still")
    data, _ = turning()._repr_mimebundle_()
    assert set(data) == {"text/html", "image/png", "text/plain"}
    assert data["text/plain"] == repr(turning()) == alt(2)


def test_in_a_live_notebook_there_is_a_slider_and_the_still_picture_for_other_readers(monkeypatch):
    monkeypatch.delenv("COURSEKIT_FIGURES", raising=False)
    data, _ = turning()._repr_mimebundle_()
    assert VIEW in data
    assert data["text/plain"] == alt(2)
    assert data["text/html"] == turning().still.html


def test_the_slider_draws_the_figure_anew_with_its_own_description():
    knob, picture = turning().slider().children
    assert (knob.description, knob.value) == ("sigma", 2)
    assert picture.value == turning().still.html
    knob.value = 5
    assert picture.value == turning(at=5).still.html
    assert alt(5) in picture.value


def test_the_slider_begins_at_one_of_its_values():
    with pytest.raises(ValueError, match=r"at must be one of 1, 2, 5, got 3\."):
        turning(at=3)


def test_the_description_is_held_to_the_same_limits_as_that_of_a_still_figure():
    with pytest.raises(ValueError, match="alt must have 80 to 250 characters, got 5"):
        turning(alt=lambda sigma: "short")
