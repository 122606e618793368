"""Seal the replies of a question, so that only the reply of a chosen answer opens.

Each reply is encrypted with a key derived from the question and the words of its choice, and all
sealed replies have the same length. This stops reading ahead, not trying out: four choices can be
tried in a second. A reply holds no secret worth more than that.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any

import numpy as np

_ROUNDS = 20_000  # about 10 ms for one key
_MAC = 32


@dataclass(frozen=True)
class Choice:
    """One choice of a question: its words, the reply to who takes it, and what that one thinks."""

    text: str
    reply: str
    topic: str = ""
    right: bool = False


def choice(text: str, reply: str, topic: str = "") -> Choice:
    """Declare a wrong choice."""
    return Choice(text, reply, topic)


def right(text: str, reply: str) -> Choice:
    """Declare the right choice."""
    return Choice(text, reply, right=True)


@dataclass(frozen=True)
class PlainQuestion:
    """A question as its author writes it, before it is sealed.

    `run_first` says that the answer is a number or a picture from the learner's own run. Where all
    choices are right the question asks for a prediction: its point is earned by making one.
    """

    id: str
    stem: str
    choices: tuple[Choice, ...]
    points: float = 1
    run_first: bool = False

    def __post_init__(self) -> None:
        """Refuse a question whose right choices are neither one nor all."""
        number = sum(one.right for one in self.choices)
        if number == 0 or number not in (1, len(self.choices)):
            raise ValueError(f"{self.id}: one choice must be right, or all of them, got {number}.")


def seal(question: PlainQuestion) -> dict[str, Any]:
    """Turn a question into what ships: stem, choices in a fixed shuffled order, sealed replies."""
    # the id alone decides the order: a mended typing error must not move the letters
    digest = hashlib.sha256(f"{question.id} choices".encode()).digest()
    order = np.random.default_rng(list(digest)).permutation(len(question.choices))
    choices = [question.choices[i] for i in order]
    salt = digest[:16]
    replies = [
        json.dumps({"right": one.right, "reply": one.reply, "topic": one.topic}) for one in choices
    ]
    length = max(len(reply.encode()) for reply in replies)
    sealed = [
        _lock(question.id, one.text, reply.encode().ljust(length), salt)
        for one, reply in zip(choices, replies, strict=True)
    ]
    return {
        "id": question.id,
        "stem": question.stem,
        "points": question.points,
        "run_first": question.run_first,
        "choices": [one.text for one in choices],
        "salt": salt.hex(),
        "sealed": sorted(blob.hex() for blob in sealed),
    }


def unseal(id: str, text: str, salt: bytes, sealed: tuple[bytes, ...]) -> dict[str, Any]:
    """Open the reply that belongs to the words of one choice.

    Raises
    ------
    ValueError
        If none of the sealed replies belongs to these words.
    """
    stream_key, mac_key = _keys(id, text, salt)
    for blob in sealed:
        mac, body = blob[:_MAC], blob[_MAC:]
        if hmac.compare_digest(mac, hmac.digest(mac_key, body, "sha256")):
            return dict(json.loads(_mix(body, stream_key)))
    raise ValueError(f"text must be one of the choices of {id}, got {text!r}.")


def _lock(id: str, text: str, reply: bytes, salt: bytes) -> bytes:
    stream_key, mac_key = _keys(id, text, salt)
    body = _mix(reply, stream_key)
    return hmac.digest(mac_key, body, "sha256") + body


def _keys(id: str, text: str, salt: bytes) -> tuple[bytes, bytes]:
    key = hashlib.pbkdf2_hmac("sha256", f"{id}|{text}".encode(), salt, _ROUNDS, dklen=64)
    return key[:32], key[32:]


def _mix(text: bytes, key: bytes) -> bytes:
    stream = hashlib.shake_256(key).digest(len(text))
    return bytes(a ^ b for a, b in zip(text, stream, strict=True))
