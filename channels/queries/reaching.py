"""Where a letter goes at the moment it is sent, and whether it still may: people leave, appeals are hidden again."""

from dataclasses import dataclass

from django.conf import settings

from accounts.queries import viewer_of
from appeals.models import Follow
from appeals.types import Visibility
from channels.models import Notice, Preference, Subscription
from channels.queries.audience import is_muted
from channels.queries.knowing import known_to
from channels.rules.pacing import email_pace
from channels.rules.telling import PARTING
from channels.types import Choices, Pace, Standing, Wording


@dataclass(frozen=True, slots=True)
class Reach:
    """An e-mail address and the language to write in."""

    address: str
    language: str


def reach_of(notice: Notice) -> Reach | None:
    """Where the notice's letter goes; None: nowhere any more. Needs appeal, user and subscription loaded."""
    if notice.subscription is not None:
        return _to_subscription(notice, notice.subscription)
    if notice.follow is not None:
        return _to_follower(notice, notice.follow)
    if notice.user is not None:
        person = notice.user
        wanted = person.is_active and _wants(notice, person.pk) and _is_concerned(notice)
        return Reach(person.email, _known(person.language)) if wanted else None
    return _to_author(notice)


def _to_author(notice: Notice) -> Reach | None:
    """By the appeal's address, or that of the account which the appeal has joined since: the same person's."""
    appeal = notice.event.appeal
    if is_muted(appeal):
        return None
    if appeal.author is None:
        return Reach(appeal.author_email, _known("")) if appeal.author_email else None
    # A job that ran again after the joining has written to the account already.
    twins = Notice.objects.filter(event=notice.event_id, user=appeal.author, medium=notice.medium)
    wanted = appeal.author.is_active and _wants(notice, appeal.author.pk) and not twins.exists()
    return Reach(appeal.author.email, _known(appeal.author.language)) if wanted else None


def _to_subscription(notice: Notice, alert: Subscription) -> Reach | None:
    still = alert.ended_at is None and notice.event.appeal.visibility == Visibility.PUBLIC
    return Reach(alert.email, _known(alert.language)) if still else None


def _to_follower(notice: Notice, follow: Follow) -> Reach | None:
    """An address is asked once, and told what the public may know once it has agreed."""
    asked = notice.wording == Wording.FOLLOW_ASKED
    public = notice.event.appeal.visibility == Visibility.PUBLIC or notice.wording in PARTING
    still = public and asked == (follow.confirmed_at is None)
    return Reach(follow.email, _known(follow.language)) if still else None


def _wants(notice: Notice, user_id: int) -> bool:
    if notice.standing == Standing.AUTHOR and is_muted(notice.event.appeal):
        return False
    if notice.standing == Standing.SUBSCRIBER or notice.because_id is not None:
        return True
    chosen = Preference.objects.filter(pk=user_id).first()
    choices = chosen.choices if chosen else Choices()
    return email_pace(Standing(notice.standing), Wording(notice.wording), choices) != Pace.NONE


def _is_concerned(notice: Notice) -> bool:
    """Whether the person still stands to the appeal as they did when the notice was written, and may still see it."""
    if notice.standing == Standing.SUBSCRIBER and (
        notice.because is None or notice.because.ended_at is not None
    ):
        return False
    if notice.standing == Standing.FOLLOWER and not _follows(notice):
        return False
    return Notice.objects.filter(known_to(viewer_of(notice.user)), pk=notice.pk).exists()


def _follows(notice: Notice) -> bool:
    """Merging has moved the followers to the other appeal."""
    appeal = notice.event.appeal
    followed = [appeal.pk] if appeal.duplicate_of_id is None else [appeal.pk, appeal.duplicate_of_id]
    return Follow.objects.filter(appeal__in=followed, user=notice.user_id).exists()


def _known(language: str) -> str:
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
