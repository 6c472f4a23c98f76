"""Extends the time for a formal answer, with its reason; the author is told by the event."""

from datetime import datetime

from django.db import transaction

from accounts.types import Viewer
from appeals.errors import NotExtendable, WrongExtension
from appeals.models import Appeal
from appeals.rules.deadlines import EXTENSION_MOST_DAYS
from appeals.rules.desk import extendable
from appeals.rules.texts import clean
from appeals.services.steps import finish, take
from appeals.types import Action, Need, Track


def extend(*, actor: Viewer, number: str, days: int, comment: str, now: datetime) -> Appeal:
    """Give the executor more calendar days, once, before the time is over; everybody reads why.

    Raises NotFound, NotAllowed, WrongState, MissingInput, NotExtendable, WrongExtension.
    Source: Federal Law 59-FZ, article 12, part 2.
    """
    comment = clean(comment)
    given = {Need.DAYS, Need.COMMENT} if comment else {Need.DAYS}
    with transaction.atomic():
        step = take(Action.EXTEND, actor=actor, number=number, given=given, now=now)
        appeal = step.appeal
        if not extendable(Track(appeal.track), appeal.due_at, again=appeal.was_extended, now=now):
            raise NotExtendable(action=step.row.action.value, state=appeal.state)
        if not 1 <= days <= EXTENSION_MOST_DAYS:
            raise WrongExtension(limit=EXTENSION_MOST_DAYS)
        appeal.extended_days, appeal.was_extended = days, True
        return finish(step, new={"days": days}, comment=comment)
