"""Subscriptions to reports, and the letters that are due; sending them is the channels' work."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from accounts.types import Viewer
from analytics.models import ReportLetter, ReportSubscription
from analytics.queries.reports import subject_of
from analytics.rules.reporting import period_of
from analytics.types import LetterState, ReportKind, Rhythm
from appeals.days import begins

SENDING = "channels.send_report"


def subscribe(
    *, actor: Viewer, kind: ReportKind, subject_id: int, rhythm: Rhythm, language: str, now: datetime
) -> ReportSubscription:
    """Keep the wish of somebody with an account; again it changes nothing but the language.

    Raises NotOwn and NoSubject as the report itself would.
    """
    assert actor.user_id is not None, "only who signed in has an address to write to"
    subject_of(actor, kind, subject_id, on=timezone.localdate(now))
    subject = {"area_id" if kind == ReportKind.AREA else "organisation_id": subject_id}
    wanted = {"user_id": actor.user_id, "kind": kind, "rhythm": rhythm, "ended_at": None, **subject}
    kept = ReportSubscription.objects.filter(**wanted)
    try:
        with transaction.atomic():
            if not kept.update(language=language):
                return ReportSubscription.objects.create(**wanted, language=language, asked_at=now)
    except IntegrityError:
        # Two clicks at once: the other one has written it.
        pass
    return kept.get()


def end(*, subscription_id: int, now: datetime, user_id: int | None = None) -> bool:
    """End a subscription; of this user only, when one is named. Answers whether there was one to end."""
    found = ReportSubscription.objects.filter(pk=subscription_id, ended_at=None)
    if user_id is not None:
        found = found.filter(user=user_id)
    return bool(found.update(ended_at=now))


def write_due(*, now: datetime) -> int:
    """Write the letters of the periods that are over, each with its job, once each; answers how many.

    A subscription gets no period that had ended before it was asked for: its first letter is of the next one.
    """
    today, written = timezone.localdate(now), 0
    for rhythm in Rhythm:
        first, last = period_of(rhythm, today)
        due = (
            ReportSubscription.objects.filter(rhythm=rhythm, ended_at=None)
            .filter(asked_at__lt=begins(last))
            .exclude(letters__first_on=first)
        )
        for subscription_id in due.order_by("pk").values_list("pk", flat=True):
            written += _write(subscription_id, first, last, now)
    return written


def _write(subscription_id: int, first: date, last: date, now: datetime) -> int:
    with transaction.atomic():
        letter, is_new = ReportLetter.objects.get_or_create(
            subscription_id=subscription_id,
            first_on=first,
            defaults={"end_on": last, "state": LetterState.WAITING, "created_at": now},
        )
        if is_new:
            jobs.configure_task(SENDING).defer(letter_id=letter.pk)
    return int(is_new)
