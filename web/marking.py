"""Which parts of a text its public version leaves out, for whoever checks it; hiding them is privacy's rule."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

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
