"""What a reader sees of a Markdown text: words and sentences, without code, tags and addresses."""

import re

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_MATH = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_ADDRESS = re.compile(r"https?://\S+|(?:doi:)?\b10\.\d{4,}/\S+")
_TAG = re.compile(r"<[^<>\n]+>")
_TABLE_RULE = re.compile(r"^[|:\s-]+$", re.MULTILINE)
_FOLDED = re.compile(r"<details>.*?</details>", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)
_WORD = re.compile(r"[^\W_][\w'’-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”*_)]*\s+|\n\s*(?:[-*]|\d+\.)\s+|\n\s*\n|\||\n(?=#)")


def headings(text: str) -> list[tuple[int, str]]:
    """Return the headings of a text as (level, words); a comment in a code block is none."""
    return [(len(marks), words) for marks, words in _HEADING.findall(_CODE.sub("", text))]


def without_code(text: str) -> str:
    """Return the text with code, addresses and tags taken out; numbers and words stay."""
    text = _ADDRESS.sub(" ", _LINK.sub(r"\1", _CODE.sub(" code ", text)))
    return _TAG.sub("\n\n", text)


def readable(text: str) -> str:
    """Return only what is read as words: formulas count as one word each."""
    text = _MATH.sub(" formula ", without_code(text))
    return _TABLE_RULE.sub("", text)


def without_folded(text: str) -> str:
    """Return the text with the folded answers and hints taken out."""
    return _FOLDED.sub("", text)


def words(text: str) -> list[str]:
    """Return the words of a text; a piece of code is one word."""
    return _WORD.findall(readable(text))


def sentences(text: str) -> list[list[str]]:
    """Return the words of each sentence, list item, heading and table cell."""
    pieces = (_WORD.findall(piece) for piece in _SENTENCE_END.split("\n" + readable(text)))
    return [piece for piece in pieces if piece]
