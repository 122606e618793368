"""Reused text: answers of two learners that are equal when names and layout are taken away.

This is a hint that a person may look at, and never proof: learners work together, read the same
page, or think alike. So it stays silent wherever equal answers are to be expected. Two answers
count only where they have enough text *of their own*: pieces that hardly anyone else in the class
wrote. What was handed out, what everybody writes, and one-line answers have none.
"""

import ast
import builtins
import io
import keyword
import token
import tokenize
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from coursekit.checking import State
from coursekit.grading.verdict import TaskVerdict, Verdict

FEWEST_ANSWERS = 10  # below, nobody can say what is rare in this class
PIECE = 5  # tokens in a row that are compared with the class
OWN_PIECES = 50  # that a pair of equal answers needs: about five lines that nobody else wrote
ALONE = 120  # own pieces from which a single exercise is enough; else two exercises are needed
LONGEST = 20_000  # characters; nobody types more in one cell
NO_TEXT = {tokenize.COMMENT, tokenize.NL, tokenize.ENDMARKER}
LAYOUT = {token.NEWLINE, token.INDENT, token.DEDENT}


@dataclass(frozen=True)
class Text:
    """An answer without names and layout: `exact` numbers the learner's own names in order."""

    exact: tuple[str, ...]
    pieces: frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Pair:
    """Two learners, the tasks in which their answers are equal, and how telling that is."""

    learners: tuple[str, str]
    tasks: tuple[str, ...]
    own_pieces: int


def reused_text(verdicts: Sequence[Verdict]) -> list[Pair]:
    """List pairs of learners with equal answers, the most telling ones first."""
    tasks: dict[tuple[str, str], list[str]] = defaultdict(list)
    own: Counter[tuple[str, str]] = Counter()
    for task, answers in _answers(verdicts).items():
        for group, count in _equal_groups(answers):
            for pair in combinations(sorted(group), 2):
                tasks[pair].append(task)
                own[pair] += count
    pairs = [
        Pair(learners, tuple(shared), own[learners])
        for learners, shared in tasks.items()
        if len(shared) > 1 or own[learners] >= ALONE
    ]
    return sorted(pairs, key=lambda pair: (-len(pair.tasks), -pair.own_pieces, pair.learners))


def rare(answers: int) -> int:
    """Return how many of a class may write the same before it is what one writes here."""
    return max(2, min(5, 3 * answers // 20))


def _answers(verdicts: Sequence[Verdict]) -> dict[str, dict[str, Text]]:
    """Map each task to the readable answers that learners gave."""
    found: dict[str, dict[str, Text]] = defaultdict(dict)
    for verdict in verdicts:
        for task in verdict.tasks:
            text = _text_of(task)
            if text:
                found[task.id][verdict.learner] = text
    return found


def _text_of(task: TaskVerdict) -> Text | None:
    given = task.state in (State.CORRECT, State.NOT_YET)
    return normalised(task.answer) if given else None


def _equal_groups(answers: Mapping[str, Text]) -> Iterator[tuple[list[str], int]]:
    """Yield learners with equal answers, and how many pieces of them are rare in the class."""
    if len(answers) < FEWEST_ANSWERS:
        return
    most = rare(len(answers))
    spread = Counter(piece for text in answers.values() for piece in text.pieces)
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for learner, text in answers.items():
        groups[text.exact].append(learner)
    for group in groups.values():
        own = sum(spread[piece] <= most for piece in answers[group[0]].pieces)
        if len(group) > 1 and own >= OWN_PIECES:
            yield group, own


# --- taking names and layout away ------------------------------------------------------------


def normalised(source: str) -> Text | None:
    r"""Take comments, docstrings, layout and the learner's own names out of an answer.

    Returns None for what is no Python, or too long to be typed.

    Examples
    --------
    >>> one = normalised("def f(a):  # mine\n    return a + np.e")
    >>> two = normalised("def f(first):\n    '''Add e.'''\n\n    return first+np.e")
    >>> one == two
    True
    """
    if len(source) > LONGEST:
        return None
    try:
        own = _own_names(source)
        words = list(_words(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError, tokenize.TokenError):
        return None
    numbers: dict[str, str] = {}
    exact, plain = [], []
    for word, is_name in words:
        mine = is_name and word in own
        exact.append(numbers.setdefault(word, f"name {len(numbers)}") if mine else word)
        plain.append("name" if mine else word)
    runs = zip(*(plain[start:] for start in range(PIECE)), strict=False)
    return Text(tuple(exact), frozenset(runs))


def _own_names(source: str) -> set[str]:
    """Collect the names that an answer binds: functions, arguments, variables."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a learner's string is no matter of ours
        tree = ast.parse(source)
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names - set(dir(builtins)) - set(keyword.kwlist)


def _words(source: str) -> Iterator[tuple[str, bool]]:
    """Yield the tokens that mean something, and whether each is a plain name."""
    before, starts, after_docstring = "", True, False
    for found in tokenize.generate_tokens(io.StringIO(source).readline):
        if found.type in NO_TEXT or (after_docstring and found.type == token.NEWLINE):
            continue
        after_docstring = found.type == token.STRING and starts
        starts = found.type in LAYOUT
        if after_docstring:
            continue
        # the depth of a block counts, its spaces do not
        word = token.tok_name[found.type] if starts else found.string
        yield word, found.type == token.NAME and before != "."
        before = found.string
