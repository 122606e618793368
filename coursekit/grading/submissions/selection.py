"""What of a submitted notebook runs: the learner's code, and what it needs of the lesson's.

The lesson's own statements run only if they bind or change a name that is needed further down,
or that a function uses: its figures cost nothing. The statements are looked at from the last to
the first, so that of two statements that bind one name only the needed one runs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coursekit.grading.submissions.code_names import (
    ALL_NAMES,
    Names,
    Statement,
    imported_modules,
    may_run,
    statements_of,
    words_of,
)
from coursekit.grading.submissions.handout import HandoutCell

MOST_ANALYSED = 200_000  # characters of a learner's notebook; beyond, code is searched for words


@dataclass(frozen=True)
class Cell:
    """A piece of code to run; `place` is its number in the submitted notebook.

    A `place` of -1 says that these are statements of the lesson itself.
    """

    place: int
    id: str
    source: str


@dataclass(frozen=True)
class Selection:
    """What to run, what to read for borrowed functions, and what to tell the learner."""

    cells: tuple[Cell, ...]
    sources: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Part:
    cell: Cell
    statements: tuple[Statement, ...]
    lesson: bool  # its statements run only as far as they are needed
    origin: HandoutCell | None = None  # of a cell as it was handed out
    python: bool = True


def plain(source: str) -> str:
    """Take trailing spaces and outer blank lines off, which change nothing."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip("\n")


def select(code: Sequence[Cell], handout: Sequence[HandoutCell]) -> Selection:
    """Choose what runs of the code cells of a submitted notebook.

    Parameters
    ----------
    code : sequence of Cell
        All code cells in the order of the notebook.
    handout : sequence of HandoutCell
        The same notebook as it was handed out.
    """
    lesson = _lesson(tuple(handout))
    analysed = sum(len(cell.source) for cell in code) <= MOST_ANALYSED
    parts = [part for cell in code if (part := _part(cell, lesson, analysed))]
    overtaken = _overtaken(parts)
    kept = [part for part in parts if part not in overtaken]
    chosen = _chosen(kept, lesson)
    cells = [cell for number, part in enumerate(kept) for cell in _run(part, number, chosen)]
    remarks = (*_changed_checks(code, lesson), *map(_overtaken_words, overtaken))
    return Selection(tuple(cells), tuple(_sources(kept)), remarks)


@dataclass(frozen=True)
class _Lesson:
    """A notebook as handed out, read once for the whole class."""

    by_id: Mapping[str, HandoutCell]
    by_source: Mapping[str, HandoutCell]
    modules: Mapping[str, str]
    statements: Mapping[str, tuple[Statement, ...]]  # of a cell's id, without checks
    answers: frozenset[str]  # what the answer cells are to bind
    offered: frozenset[str]  # what any of its statements binds or changes


@lru_cache(maxsize=64)
def _lesson(handout: tuple[HandoutCell, ...]) -> _Lesson:
    code = [cell for cell in handout if cell.kind == "code"]
    modules = imported_modules([cell.source for cell in code])
    statements = {cell.id: _handed_out(cell.source, modules) for cell in code}
    answers = [one.names.binds for cell in code if cell.answer for one in statements[cell.id]]
    offered = [one.names.binds | one.names.changes for two in statements.values() for one in two]
    return _Lesson(
        by_id={cell.id: cell for cell in code},
        by_source={plain(cell.source): cell for cell in reversed(code)},
        modules=modules,
        statements=statements,
        answers=_union(answers),
        offered=_union(offered),
    )


def _handed_out(source: str, modules: Mapping[str, str]) -> tuple[Statement, ...]:
    statements = statements_of(source, modules)
    if statements is None:
        words = frozenset(words_of(source))
        return (Statement(source, Names(uses=words, later=words, binds=words)),)
    return tuple(one for one in statements if not one.checks)


def _part(cell: Cell, lesson: _Lesson, analysed: bool) -> _Part | None:
    """Read a cell; None if nothing of it runs."""
    same_id = lesson.by_id.get(cell.id)
    origin = same_id or lesson.by_source.get(plain(cell.source))
    if origin and plain(origin.source) == plain(cell.source):
        kept = () if origin.graded else lesson.statements[origin.id]
        return _Part(cell, kept, not origin.answer, origin) if kept else None
    own = _own(cell, lesson, analysed)
    return _added(own, same_id, lesson) if same_id and same_id.locked else own


def _own(cell: Cell, lesson: _Lesson, analysed: bool) -> _Part:
    statements = statements_of(cell.source, lesson.modules) if analysed else None
    if statements is None:
        mentioned = words_of(cell.source) if not analysed or may_run(cell.source) else ()
        words = frozenset(word for word in mentioned if word in lesson.offered)
        whole = Statement(cell.source, Names(uses=words, later=words))
        return _Part(cell, (whole,), lesson=False, python=False)
    return _Part(cell, tuple(statements), lesson=False)


def _added(part: _Part, origin: HandoutCell, lesson: _Lesson) -> _Part | None:
    """Keep what was written into a cell of checks or grading; its own statements never run."""
    if not part.python:
        return part
    known = {one.text for one in statements_of(origin.source, lesson.modules) or ()}
    added = [one for one in part.statements if not one.checks and one.text not in known]
    text = "\n".join(one.text for one in added)
    cell = Cell(part.cell.place, part.cell.id, text)
    return _Part(cell, tuple(added), lesson=False) if added else None


def _changed_checks(code: Sequence[Cell], lesson: _Lesson) -> Iterator[str]:
    for cell in code:
        origin = lesson.by_id.get(cell.id)
        if origin and origin.locked and plain(origin.source) != plain(cell.source):
            yield (
                f"The cell `{origin.grade_id}` only checks an answer and was changed: it counts as "
                "it was handed out. Write your own code in another cell."
            )


def _overtaken(parts: Sequence[_Part]) -> list[_Part]:
    """Find the untouched answer cells below cells in which the learner gave the answer."""
    given: set[str] = set()
    overtaken = []
    for part in parts:
        binds = _union(one.names.binds for one in part.statements)
        if part.origin is None:
            given |= binds
        elif part.origin.answer and binds and binds <= given:
            overtaken.append(part)
    return overtaken


def _overtaken_words(part: _Part) -> str:
    return (
        f"Cell {part.cell.place + 1} is as it was handed out, and your answer stands above it: "
        "yours counts. Delete the empty one."
    )


def _chosen(parts: Sequence[_Part], lesson: _Lesson) -> set[tuple[int, int]]:
    """Choose the statements of the lesson that are needed, by number of part and of statement.

    A name that a function uses is needed at all times, for the function may be called at any.
    """
    own = [one.names for part in parts if not part.lesson for one in part.statements]
    if any(ALL_NAMES in names.uses | names.later for names in own):
        return {(i, j) for i, part in enumerate(parts) for j in range(len(part.statements))}
    lasting = lesson.answers | _union(names.later for names in own)
    while True:
        chosen = _needed(parts, lasting, lesson)
        more = lasting | _union(parts[i].statements[j].names.later for i, j in chosen)
        if more == lasting:
            return chosen
        lasting = more


def _needed(
    parts: Sequence[_Part], lasting: frozenset[str], lesson: _Lesson
) -> set[tuple[int, int]]:
    needed: frozenset[str] = frozenset()
    chosen = set()
    for i, part in reversed(list(enumerate(parts))):
        for j, statement in reversed(list(enumerate(part.statements))):
            names = statement.names
            if part.lesson and not (names.binds | names.changes) & (needed | lasting):
                continue
            chosen.add((i, j))
            needed = (needed - names.kills) | (names.uses & lesson.offered)
    return chosen


def _run(part: _Part, number: int, chosen: set[tuple[int, int]]) -> Iterable[Cell]:
    if not part.lesson:
        return [part.cell]
    texts = [one.text for place, one in enumerate(part.statements) if (number, place) in chosen]
    return [Cell(-1, part.cell.id, "\n".join(texts))] if texts else []


def _sources(parts: Sequence[_Part]) -> Iterable[str]:
    """Give the learner's code, and the lesson's imports and definitions."""
    for part in parts:
        if not part.lesson:
            yield part.cell.source
        elif text := "\n".join(one.text for one in part.statements if one.defines):
            yield text


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*sets)
