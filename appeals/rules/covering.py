"""Which parts of a text the public does not read, as moderators decide part by part; finding them is privacy's."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from appeals.rules.privacy import COVERS, cover, secrets_in
from appeals.types import Secret, SecretKind


def covered_now(text: str, public_text: str, told: Sequence[Sequence[Any]] = ()) -> list[Secret] | None:
    """The parts of the text that its public version covers, in order; None: it was rewritten in other words.

    told: (start, end, kind) as the last decision wrote them down; they count while the public text is made of them.
    """
    known = [Secret(start, end, SecretKind(kind)) for start, end, kind in told]
    if told and cover(text, known) == public_text:
        return known
    return _read(text, public_text)


def _read(text: str, public_text: str) -> list[Secret] | None:
    """Walks both texts from one found part to the next; None as soon as they differ elsewhere."""
    covered: list[Secret] = []
    own = public = 0
    for secret in secrets_in(text):
        between = text[own : secret.start]
        if not public_text.startswith(between, public):
            return None
        public += len(between)
        own = secret.end
        written = text[secret.start : secret.end]
        if public_text.startswith(COVERS[secret.kind], public):
            covered.append(secret)
            public += len(COVERS[secret.kind])
        elif public_text.startswith(written, public):
            public += len(written)
        else:
            return None
    return covered if text[own:] == public_text[public:] else None


def with_hidden(text: str, covered: Iterable[Secret], start: int, end: int) -> list[Secret]:
    """The parts with one more, which takes in those that it overlaps. start, end: characters of the text."""
    kept: list[Secret] = []
    for secret in covered:
        if _apart(secret, start, end):
            kept.append(secret)
        else:
            start, end = min(start, secret.start), max(end, secret.end)
    found = next((one for one in secrets_in(text) if (one.start, one.end) == (start, end)), None)
    return sorted([*kept, found or Secret(start, end, SecretKind.OTHER)], key=lambda secret: secret.start)


def with_shown(covered: Iterable[Secret], start: int, end: int) -> list[Secret]:
    """The parts without those that lie there."""
    return [secret for secret in covered if _apart(secret, start, end)]


def masked_again(typed: str, let: Collection[str]) -> str:
    """A public text typed anew with personal data covered, but for what a moderator let the public read before."""
    return cover(typed, (one for one in secrets_in(typed) if typed[one.start : one.end] not in let))


def _apart(secret: Secret, start: int, end: int) -> bool:
    return secret.end <= start or secret.start >= end
