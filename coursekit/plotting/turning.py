"""Figures with a knob: a slider in a live notebook, a still picture everywhere else."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from coursekit.plotting.describing import Description, describe

STILL = "COURSEKIT_FIGURES"  # set to "still" where notebooks are executed and no one turns a knob


@dataclass(frozen=True)
class Turning:
    """A figure that depends on one number; shown by Jupyter with a slider, elsewhere as `still`.

    Attributes
    ----------
    draw, alt : callable
        Make the figure, and its description, for a value.
    name : str
        What the number is called; stands beside the slider.
    values : tuple
        The positions of the slider.
    still : Description
        The figure at the value that the author chose.
    """

    draw: Callable[[Any], Figure]
    alt: Callable[[Any], str]
    name: str
    values: tuple[Any, ...]
    at: Any
    still: Description

    def __repr__(self) -> str:
        return self.still.alt

    def picture(self, value: Any) -> Description:
        """Draw and describe the figure for one value."""
        return describe(self.draw(value), self.alt(value))

    def slider(self) -> Any:
        """Make the ipywidgets box: the slider above the picture, which follows it."""
        import ipywidgets

        knob = ipywidgets.SelectionSlider(
            options=[(f"{value:g}", value) for value in self.values],
            value=self.at,
            description=self.name,
            continuous_update=False,
            style={"description_width": "initial"},
        )
        picture = ipywidgets.HTML(self.still.html)

        def follow(change: Any) -> None:
            picture.value = self.picture(change["new"]).html

        knob.observe(follow, names="value")
        return ipywidgets.VBox([knob, picture])

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        """Give Jupyter the still picture, and the slider if someone is there to turn it."""
        data, metadata = self.still._repr_mimebundle_()
        if os.environ.get(STILL) == "still":
            return data, metadata
        return {**self.slider()._repr_mimebundle_(), **data}, metadata


def turn(
    draw: Callable[[Any], Figure],
    name: str,
    values: Sequence[Any],
    *,
    at: Any,
    alt: Callable[[Any], str],
) -> Turning:
    """Show a figure with a slider for one number; make it the last line of a cell.

    A notebook that was executed beforehand, and a page without a kernel, show the figure at the
    value `at`.

    Parameters
    ----------
    draw : callable
        Takes a value and returns a matplotlib figure.
    name : str
        What the number is called, such as "sigma".
    values : sequence of numbers
        The positions of the slider, in rising order.
    at : number
        The position at the beginning, one of `values`.
    alt : callable
        Takes a value and returns the description of the figure, as for `describe`.

    Returns
    -------
    turning : Turning
        What Jupyter shows.

    Raises
    ------
    ValueError
        If `at` is none of the values, or if the description is too short or too long.
    TypeError
        If `draw` returns something else than a figure.
    """
    if at not in values:
        shown = ", ".join(f"{value:g}" for value in values)
        raise ValueError(f"at must be one of {shown}, got {at!r}.")
    return Turning(draw, alt, name, tuple(values), at, describe(draw(at), alt(at)))
