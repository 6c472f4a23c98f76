"""Which parts of a text its public version leaves out, for whoever checks it; hiding them is privacy's rule."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from appeals.rules.privacy import secrets_in
from appeals.types import Secret, SecretKind

_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the original text. hidden: the public does not read it."""

    text: str
    hidden: bool


def pieces(text: str, public_text: str) -> list[Piece]:
    """The whole original in order, cut where it starts or stops to differ from what the public reads."""
    own, public = _WORDS.findall(text), _WORDS.findall(public_text)
    cut: list[Piece] = []
    for kind, first, last, _from, _to in SequenceMatcher(None, own, public, autojunk=False).get_opcodes():
        if first < last:
            cut.append(Piece("".join(own[first:last]), hidden=kind != "equal"))
    return _joined(cut)


def _joined(cut: list[Piece]) -> list[Piece]:
    """Hidden words with only a space between them are one hidden part: a telephone number written in groups."""
    joined: list[Piece] = []
    for piece in cut:
        if len(joined) > 1 and piece.hidden and joined[-1].text.isspace() and joined[-2].hidden:
            space, before = joined.pop(), joined.pop()
            joined.append(Piece(before.text + space.text + piece.text, hidden=True))
        else:
            joined.append(piece)
    return joined


@dataclass(frozen=True, slots=True)
class Marked:
    """A part of the text, from start to end. kind: of the personal data that it may be; None: plain words."""

    text: str
    start: int
    end: int
    kind: SecretKind | None = None
    hidden: bool = False


def marked(text: str, covered: Sequence[Secret]) -> list[Marked]:
    """The whole text in order: what is covered, what was found and is shown all the same, plain words between."""
    shown = [one for one in secrets_in(text) if all(_apart(one, other) for other in covered)]
    hidden = set(covered)
    parts: list[Marked] = []
    at = 0
    for secret in sorted([*covered, *shown], key=lambda secret: secret.start):
        if at < secret.start:
            parts.append(Marked(text[at : secret.start], at, secret.start))
        written = text[secret.start : secret.end]
        parts.append(Marked(written, secret.start, secret.end, secret.kind, hidden=secret in hidden))
        at = secret.end
    return [*parts, Marked(text[at:], at, len(text))] if at < len(text) else parts


def _apart(one: Secret, other: Secret) -> bool:
    return one.end <= other.start or one.start >= other.end
