"""A result in words: plain text first, then Markdown and HTML without scripts."""

import html
import re
from typing import Any

import numpy as np

from coursekit.checking.pictures import difference_picture, difference_table
from coursekit.checking.results import CheckResult, Diagnosis, PropertyResult, ShownCase, State
from coursekit.checking.values import show_value

_STATE_WORDS = {
    State.NOT_ANSWERED: ("○", "Not answered yet"),
    State.NOT_YET: ("✗", "Not yet"),
    State.CORRECT: ("✓", "Correct"),
    State.CHECKER_ERROR: ("!", "Checker error"),
}
_LEAD = {
    "exact": "Likely cause: ",
    "peeled": "",
    "pair": "Two separate causes: ",
    "structural": "What can be seen: ",
    "close": "A guess: ",
    "plain": "",
    "fact": "",
}


def points_words(points: float) -> str:
    """Write points without a needless decimal."""
    return f"{points:g}"


def _headline(result: CheckResult) -> str:
    return (
        f"{result.name}: {points_words(result.points)} of {points_words(result.max_points)} points"
    )


def cause(diagnosis: Diagnosis) -> str:
    """Word a diagnosis by how sure the engine is."""
    return _LEAD[diagnosis.confidence] + diagnosis.text


def _closing(result: CheckResult) -> str:
    return "   ".join(part for part in (result.ran, result.next_step) if part)


def as_text(result: CheckResult) -> str:
    """Render for a terminal or a screen reader."""
    lines = [f"[{result.state.value.upper()}] {_headline(result)}"]
    if result.diagnosis:
        lines.append(cause(result.diagnosis))
    if result.state is State.NOT_YET and result.points:
        passed = [prop.text for prop in result.properties if prop.passed]
        lines.append(f"Right already: {'; '.join(passed)}.")
    if result.case:
        lines += _case_lines(result.case)
    lines += result.notes
    if _closing(result):
        lines.append(_closing(result))
    return "\n".join(lines)


def _case_lines(case: ShownCase) -> list[str]:
    lines = [f"Smallest failing case: {case.alt or case.call}"]
    if case.alt and len(case.call) < 300:
        lines.append(f"  call         {_indented(case.call)}")
    if case.missing:
        return [*lines, f"  what is missing  {case.missing}"]
    lines.append(f"  expected     {_indented(show_value(case.expected))}")
    lines.append(f"  your result  {_indented(show_value(case.got))}")
    if case.note:
        lines.append(f"  {case.note}")
    return lines


def _indented(words: str) -> str:
    return words.replace("\n", "\n" + " " * 15)


def as_markdown(result: CheckResult) -> str:
    """Render for places that show Markdown only; text of foreign origin stays text there."""
    mark, words = _STATE_WORDS[result.state]
    lines = [f"**{mark} {words}** – {_headline(result)}"]
    if result.diagnosis:
        lines.append(_prose(cause(result.diagnosis)))
    if result.case:
        lines.append(fenced("\n".join(_case_lines(result.case))))
    lines += [f"*Note.* {_prose(note)}" for note in result.notes]
    if _closing(result):
        lines.append(_closing(result))
    return "\n\n".join(lines)


def _prose(words: str) -> str:
    """Escape what stands outside of backticks; Markdown itself escapes what stands between them."""
    pieces = words.split("`")
    if len(pieces) % 2 == 0:
        return html.escape(words, quote=False).replace("`", "'")
    return "`".join(p if i % 2 else html.escape(p, quote=False) for i, p in enumerate(pieces))


def fenced(words: str) -> str:
    """Set words as a block; the fence is longer than any row of backticks inside."""
    longest = max((len(row) for row in re.findall("`+", words)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{words}\n{fence}"


# --- HTML ------------------------------------------------------------------------------------

# Inherits the page's text colour, so it reads in light and in dark themes; the state is told by
# word and symbol, the coloured bar only repeats it.
_BAR = {
    State.NOT_ANSWERED: "#7a7a7a",
    State.NOT_YET: "#c06000",
    State.CORRECT: "#0072b2",
    State.CHECKER_ERROR: "#7a7a7a",
}


def as_html(result: CheckResult) -> str:
    """Render as a fragment of HTML: headings, words, tables, pictures with alt text."""
    mark, words = _STATE_WORDS[result.state]
    parts = [
        f'<p style="margin:0"><strong>{mark} {words}</strong> &ndash; '
        f"{html.escape(_headline(result))}</p>"
    ]
    if result.diagnosis:
        parts.append(_paragraph(cause(result.diagnosis)))
    if result.state is State.NOT_YET and len(result.properties) > 1:
        parts.append(_properties(result))
    if result.case:
        parts.append(_case_html(result.case))
    parts += [_paragraph("Note. " + note) for note in result.notes]
    if _closing(result):
        parts.append(f'<p style="margin:.5em 0 0"><small>{with_code(_closing(result))}</small></p>')
    return (
        f'<div role="status" style="border-left:.4em solid {_BAR[result.state]};'
        f'padding:.4em .8em;max-width:50em">{"".join(parts)}</div>'
    )


def _paragraph(words: str) -> str:
    return f'<p style="margin:.5em 0 0">{with_code(words)}</p>'


def with_code(words: str) -> str:
    """Escape text and set what stands between backticks as code."""
    pieces = html.escape(words).split("`")
    if len(pieces) % 2 == 0:
        return html.escape(words)
    return "".join(f"<code>{piece}</code>" if i % 2 else piece for i, piece in enumerate(pieces))


def _properties(result: CheckResult) -> str:
    """List the parts of an exercise; nothing is said of the others while the first is not right."""
    first, *others = result.properties
    rows = _property(first)
    if first.passed:
        rows += "".join(map(_property, others))
    else:
        waiting = "; ".join(with_code(prop.text) for prop in others)
        rows += f"<li>· counts when this is right: {waiting}</li>"
    return f'<ul style="margin:.5em 0 0;list-style:none;padding:0">{rows}</ul>'


def _property(prop: PropertyResult) -> str:
    mark, earned = ("✓", prop.points) if prop.passed else ("✗", 0)
    points = f"{points_words(earned)} of {points_words(prop.points)}"
    return f"<li>{mark} {with_code(prop.text)} ({points})</li>"


def _case_html(case: ShownCase) -> str:
    call = html.escape(case.call if len(case.call) < 300 else case.alt or case.call[:300])
    alt = f"<p style='margin:.5em 0 0'>Smallest failing case: {html.escape(case.alt)}</p>"
    head = alt if case.alt else "<p style='margin:.5em 0 0'>Smallest failing case:</p>"
    body = f'<pre style="margin:.2em 0;white-space:pre-wrap">{call}</pre>'
    note = f"<p style='margin:.2em 0 0'>{html.escape(case.note)}</p>" if case.note else ""
    if case.missing:
        return head + body + _paragraph(f"What is missing: {case.missing}")
    return head + body + _comparison(case.expected, case.got) + note


def _comparison(expected: Any, got: Any) -> str:
    """Show expected and given answers: a marked table if small, a picture if large."""
    arrays = isinstance(expected, np.ndarray) and isinstance(got, np.ndarray)
    if arrays and expected.shape == got.shape and 0 < expected.ndim <= 2:
        if max(expected.shape) <= 12:
            return difference_table(expected, got)
        if expected.ndim == 2:
            return difference_picture(expected, got)
    rows = (("expected", expected), ("your result", got))
    cells = "".join(
        f'<tr><th scope="row" style="text-align:left;padding-right:1em">{name}</th>'
        f'<td style="text-align:left"><code style="white-space:pre-wrap">'
        f"{html.escape(show_value(value))}</code></td></tr>"
        for name, value in rows
    )
    return f"<table><caption hidden>Expected and your result</caption>{cells}</table>"
