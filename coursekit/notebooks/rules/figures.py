"""Rules about pictures: described, followed by a task for the eye, in honest colours."""

import ast
from collections.abc import Iterator

from coursekit.notebooks.lesson import Lesson
from coursekit.notebooks.rules.code import called_name, calls, parse
from coursekit.notebooks.rules.rule import Complaint, rule
from coursekit.notebooks.script import ScriptCell
from coursekit.plotting.describing import LONGEST_ALT, SHORTEST_ALT

COLOUR_MAPS = ("gray", "cividis", "PuOr")
_FIGURE_MAKERS = ("subplots", "figure", "subplot_mosaic")
_BAD_STARTS = ("image of", "picture of", "figure of", "a picture of", "an image of")


@rule
def described(lesson: Lesson) -> Iterator[Complaint]:
    """A cell that makes a figure describes it: describe(fig, "...")."""
    for cell in lesson.codes:
        if cell.role is None and _makes_figure(cell) and not _descriptions(cell):
            yield cell, 'end the cell with describe(fig, "...") or turn(...)'


@rule
def alt_text(lesson: Lesson) -> Iterator[Complaint]:
    """The description has 80 to 250 characters and is no file name."""
    computed = {
        cell.line: output.get("data", {}).get("text/plain", "")
        for cell, output in lesson.outputs()
        if "data" in output
    }
    for cell in lesson.codes:
        for call in _descriptions(cell):
            text = _literal(call)
            text = computed.get(cell.line) if text is None else text
            if text is None:
                continue  # known once the notebook is built
            if not SHORTEST_ALT <= len(text) <= LONGEST_ALT:
                yield cell, f"the description has {len(text)} characters"
            if text.lower().startswith(_BAD_STARTS):
                yield cell, "the description must not begin with 'image of'"


@rule
def what_to_see(lesson: Lesson) -> Iterator[Complaint]:
    """The text after a figure begins with '**What to see.**'."""
    for place, cell in enumerate(lesson.visible):
        if cell.kind == "code" and _descriptions(cell):
            after = lesson.visible[place + 1 : place + 2]
            if not after or not after[0].source.startswith("**What to see.**"):
                yield cell, "the next cell must begin with '**What to see.**'"


@rule
def figure_in_section(lesson: Lesson) -> Iterator[Complaint]:
    """Every section has a figure."""
    for section in lesson.sections:
        if not any(cell.kind == "code" and _descriptions(cell) for cell in section.cells):
            yield section.heading, "no figure in this section"


@rule
def colour_maps(lesson: Lesson) -> Iterator[Complaint]:
    """Images are gray, scalars cividis, signed values PuOr; never jet, rainbow, hsv."""
    for cell in lesson.codes:
        for call in calls(cell):
            names = [keyword.value for keyword in call.keywords if keyword.arg == "cmap"]
            names += call.args[:1] if called_name(call) in ("set_cmap", "get_cmap") else []
            for name in names:
                if isinstance(name, ast.Constant) and name.value not in COLOUR_MAPS:
                    yield cell, f"the colour map {name.value!r} is none of {', '.join(COLOUR_MAPS)}"
        for node in ast.walk(parse(cell)):
            if isinstance(node, ast.Attribute) and _is_colour_module(node.value):
                yield cell, f"name a colour map, not plt.cm.{node.attr}"


@rule
def image_scale(lesson: Lesson) -> Iterator[Complaint]:
    """An image is drawn with vmin, vmax and interpolation given, or by coursekit.plotting."""
    for cell in lesson.codes:
        for call in calls(cell):
            given = {keyword.arg for keyword in call.keywords}
            if called_name(call) == "imshow" and None not in given:
                for name in ("vmin", "vmax", "interpolation"):
                    if name not in given:
                        yield cell, f"imshow without {name}; or use plotting.show_image"


def _makes_figure(cell: ScriptCell) -> bool:
    """Figures made inside a function belong to the cell that calls it."""
    tree = parse(cell)
    inside = [
        call
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.Lambda)
        for call in ast.walk(function)
    ]
    return any(
        called_name(call) in _FIGURE_MAKERS for call in calls(cell, tree) if call not in inside
    )


def _descriptions(cell: ScriptCell) -> list[ast.Call]:
    if cell.role is not None:
        return []
    return [call for call in calls(cell) if called_name(call) in ("describe", "turn")]


def _literal(call: ast.Call) -> str | None:
    texts = [word.value for word in call.keywords if word.arg == "alt"] or call.args[1:2]
    if texts and isinstance(texts[0], ast.Constant):
        return str(texts[0].value)
    return None if texts else ""


def _is_colour_module(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "cm"
