"""Rules about words and sentences."""

import re
from collections.abc import Iterator

from coursekit.notebooks.lesson import Lesson, first_heading
from coursekit.notebooks.prose import readable, sentences
from coursekit.notebooks.rules.rule import Complaint, rule

MAX_MEAN_WORDS = 18

_FORBIDDEN = re.compile(
    r"\b(simply|just|obvious(?:ly)?|eas(?:y|ily)|of course|trivial(?:ly)?|clearly|basically)\b",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    r"\b(color(?:s|ed|ful)?|gray\w*|neighbor\w*|center(?:s|ed)?|labeled|labeling"
    r"|analyz\w+|behavior\w*|favorite|fibers?)\b",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"(?<!\*)\*[^*\n]+\*(?!\*)")
_EMPTY_LINK = re.compile(r"\[(here|this|link|click here|this page)\]\(", re.IGNORECASE)


@rule
def forbidden_words(lesson: Lesson) -> Iterator[Complaint]:
    """No word tells a learner that something is easy; declarations are read too."""
    for cell in lesson.cells:
        if cell.node.cell_type == "markdown":
            for word in _FORBIDDEN.findall(readable(cell.node.source)):
                yield cell.origin, f"leave out {word!r}"


@rule
def sentence_length(lesson: Lesson) -> Iterator[Complaint]:
    """The mean sentence has fewer than 18 words."""
    lengths = [len(sentence) for cell in lesson.texts for sentence in sentences(cell.source)]
    mean = sum(lengths) / len(lengths) if lengths else 0
    if mean >= MAX_MEAN_WORDS:
        yield lesson.script.cells[0], f"the mean sentence has {mean:.1f} words"


@rule
def british_spelling(lesson: Lesson) -> Iterator[Complaint]:
    """Prose is in British spelling; names in code and titles of works are left alone."""
    for cell in lesson.cells:
        if cell.node.cell_type == "markdown":
            if first_heading(cell.origin).startswith("further reading"):
                continue
            for word in _AMERICAN.findall(_ITALIC.sub("", readable(cell.node.source))):
                yield cell.origin, f"write {word!r} in British spelling"


@rule
def link_text(lesson: Lesson) -> Iterator[Complaint]:
    """A link says where it goes."""
    for cell in lesson.texts:
        for word in _EMPTY_LINK.findall(cell.source):
            yield cell, f"the link {word!r} does not say where it goes"
