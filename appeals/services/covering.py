"""Hides a part of an appeal's text from the public or shows it again, without anybody typing the text anew."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from accounts.types import Viewer
from appeals.errors import TextRewritten, WrongPart, WrongState
from appeals.models import Appeal
from appeals.queries.covering import covered_of
from appeals.rules.covering import with_hidden, with_shown
from appeals.rules.privacy import cover, secrets_in
from appeals.services.claims import refuse_if_claimed
from appeals.services.events import record
from appeals.services.steps import locked_for, require_moderator, save
from appeals.types import OPEN_STATES, EventType, Secret


def hide_part(*, actor: Viewer, number: str, start: int, end: int, now: datetime) -> Appeal:
    """Cover the characters from start to end of the text as its author wrote it.

    Raises NotFound, NotAllowed, ClaimedByAnother, WrongState, WrongPart, TextRewritten.
    """

    def parts(appeal: Appeal) -> list[Secret]:
        if not 0 <= start < end <= len(appeal.text) or not appeal.text[start:end].strip():
            raise WrongPart
        return with_hidden(appeal.text, _covered(appeal), start, end)

    return _put(actor, number, parts, now)


def show_part(*, actor: Viewer, number: str, start: int, end: int, now: datetime) -> Appeal:
    """Let the public read what was covered there. Raises as `hide_part`."""
    return _put(actor, number, lambda appeal: with_shown(_covered(appeal), start, end), now)


def cover_anew(*, actor: Viewer, number: str, now: datetime) -> Appeal:
    """Give up a public text of other words: the author's again, with the personal data found in it covered.

    Raises NotFound, NotAllowed, ClaimedByAnother, WrongState.
    """
    return _put(actor, number, lambda appeal: secrets_in(appeal.text), now)


def _covered(appeal: Appeal) -> list[Secret]:
    covered = covered_of(appeal)
    if covered is None:
        raise TextRewritten(action="cover", state=appeal.state)
    return covered


def _put(actor: Viewer, number: str, parts: Callable[[Appeal], Sequence[Secret]], now: datetime) -> Appeal:
    require_moderator(actor)
    with transaction.atomic():
        appeal = locked_for(actor, number)
        require_moderator(actor, appeal)
        refuse_if_claimed(appeal, actor, now=now)
        if appeal.state not in OPEN_STATES:
            raise WrongState(action="cover", state=appeal.state)
        covered = parts(appeal)
        before, after = appeal.public_text, cover(appeal.text, covered)
        if before == after:
            return appeal
        appeal.public_text, appeal.changed_at = after, now
        told = [[part.start, part.end, part.kind.value] for part in covered]
        record(
            appeal,
            EventType.CORRECTED,
            actor=actor,
            now=now,
            old={"public_text": before},
            new={"public_text": after, "covered": told},
            is_public=False,
        )
        save(appeal)
    return appeal
