"""The data cards of the whole catalogue as one Markdown page."""

from coursekit.datasets import card, names
from coursekit.datasets.card import Card

_HEAD = """# The images of the course

This page is made from the catalogue by `coursekit data cards`; do not edit it. `coursekit data
list` prints a short form.

Phantoms are drawn by a program from a seed, so their truth is exact; they carry everything that
is graded. Images inside Python packages come with them. The other images are fetched from their
sources on first use, verified by SHA-256, and kept in your cache: none of them is part of this
repository. `COURSEKIT_DATA_MIRROR` names a folder or address that is tried before the network.

| name | kind | what it shows | licence |
|---|---|---|---|
"""


def cards_page() -> str:
    """Return the text of `datasets/README.md`."""
    cards = [card(name) for name in names()]
    rows = [f"| `{one.name}` | {one.kind} | {one.title} | {one.licence} |\n" for one in cards]
    return _HEAD + "".join(rows) + "".join(map(_section, cards))


def _section(one: Card) -> str:
    layers = "\n".join(f"- `.{name}`: {layer}" for name, layer in one.layers.items())
    text = (
        f"\n## {one.name}\n\n{one.title}.\n\n{layers}\n\n"
        f"**How made.** {one.made}\n\n**Known faults.** {one.faults}\n\n"
        f"**Not for.** {one.not_for}\n\n**Licence.** {one.licence}\n\n**Cite.** {one.citation}\n"
    )
    if one.files:
        rows = "".join(
            f"| [{file.file}]({file.url}) | {file.bytes:,} | `{file.sha256}` |\n"
            for file in one.files
        )
        text += f"\n| file | bytes | SHA-256 |\n|---|---|---|\n{rows}"
    return text
