"""Where letters go at the moment they are sent, and whether they still may: people leave, appeals are hidden again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from accounts.models import User
from accounts.queries import viewer_of
from appeals.models import Follow
from appeals.types import Visibility
from channels.models import Notice, Subscription
from channels.queries.audience import choices_of, is_muted
from channels.queries.knowing import known_to
from channels.rules.pacing import email_pace
from channels.rules.telling import PARTING
from channels.types import Choices, Pace, Standing, Wording


@dataclass(frozen=True, slots=True)
class Reach:
    """An e-mail address and the language to write in."""

    address: str
    language: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What the database says of readers with an account. known: ids of the notices that are still theirs to know.

    choices: of those who chose. followed: pairs of a reader and an appeal.
    """

    known: frozenset[int]
    choices: Mapping[int, Choices]
    followed: frozenset[tuple[int, int]]


def reaches_of(notices: Sequence[Notice]) -> dict[int, Reach | None]:
    """Where the letter of each saved notice goes, by its id; None: nowhere any more.

    Needs event, appeal, author, mute, user, follow and both subscriptions loaded. Four queries at most for the notices
    of one reader, as those of a letter are, however many (five where staff needs a second factor).
    """
    told = _told(notices)
    return {notice.pk: _reach(notice, told) for notice in notices}


def _told(notices: Sequence[Notice]) -> _Told:
    readers = {one.user.pk: one.user for one in notices if one.user is not None}
    known = frozenset(pk for reader in readers.values() for pk in _known_ids(reader, notices))
    return _Told(known, choices_of(readers) if readers else {}, _followed(notices))


def _known_ids(reader: User, notices: Sequence[Notice]) -> list[int]:
    own = [one.pk for one in notices if one.user_id == reader.pk]
    return list(Notice.objects.filter(known_to(viewer_of(reader)), pk__in=own).values_list("pk", flat=True))


def _followed(notices: Sequence[Notice]) -> frozenset[tuple[int, int]]:
    """Merging has moved the followers to the other appeal."""
    asked = [one for one in notices if one.standing == Standing.FOLLOWER and one.user_id is not None]
    if not asked:
        return frozenset()
    appeals = {pk for one in asked for pk in _followable(one)}
    rows = Follow.objects.filter(appeal__in=appeals, user__in={one.user_id for one in asked})
    return frozenset(rows.values_list("user_id", "appeal_id"))


def _followable(notice: Notice) -> list[int]:
    appeal = notice.event.appeal
    return [appeal.pk] if appeal.duplicate_of_id is None else [appeal.pk, appeal.duplicate_of_id]


def _reach(notice: Notice, told: _Told) -> Reach | None:
    if notice.subscription is not None:
        return _to_subscription(notice, notice.subscription)
    if notice.follow is not None:
        return _to_follower(notice, notice.follow)
    if notice.user is None:
        return _to_author(notice)
    wanted = _wants(notice, told.choices.get(notice.user.pk, Choices())) and _is_concerned(notice, told)
    return _to_account(notice.user) if wanted else None


def _to_account(person: User) -> Reach | None:
    return Reach(person.email, usable(person.language)) if person.is_active else None


def _to_author(notice: Notice) -> Reach | None:
    """By the appeal's address, or that of the account which the appeal has joined since: the same person's."""
    appeal = notice.event.appeal
    if is_muted(appeal):
        return None
    if appeal.author is None:
        return Reach(appeal.author_email, usable(appeal.language)) if appeal.author_email else None
    # A job that ran again after the joining has written to the account already.
    twins = Notice.objects.filter(event=notice.event_id, user=appeal.author, medium=notice.medium)
    choices = choices_of([appeal.author.pk]).get(appeal.author.pk, Choices())
    return _to_account(appeal.author) if _wants(notice, choices) and not twins.exists() else None


def _to_subscription(notice: Notice, alert: Subscription) -> Reach | None:
    still = alert.ended_at is None and notice.event.appeal.visibility == Visibility.PUBLIC
    return Reach(alert.email, usable(alert.language)) if still else None


def _to_follower(notice: Notice, follow: Follow) -> Reach | None:
    """An address is asked once, and told what the public may know once it has agreed."""
    asked = notice.wording == Wording.FOLLOW_ASKED
    public = notice.event.appeal.visibility == Visibility.PUBLIC or notice.wording in PARTING
    still = public and asked == (follow.confirmed_at is None)
    return Reach(follow.email, usable(follow.language)) if still else None


def _wants(notice: Notice, choices: Choices) -> bool:
    if notice.standing == Standing.AUTHOR and is_muted(notice.event.appeal):
        return False
    if notice.standing == Standing.SUBSCRIBER:
        return True
    return email_pace(Standing(notice.standing), Wording(notice.wording), choices) != Pace.NONE


def _is_concerned(notice: Notice, told: _Told) -> bool:
    """Whether the person still stands to the appeal as they did when the notice was written, and may still see it."""
    if notice.standing == Standing.SUBSCRIBER and (
        notice.because is None or notice.because.ended_at is not None
    ):
        return False
    follows = ((notice.user_id, appeal_id) in told.followed for appeal_id in _followable(notice))
    if notice.standing == Standing.FOLLOWER and not any(follows):
        return False
    return notice.pk in told.known


def usable(language: str) -> str:
    """The language, or the service's own where it is none that we write in."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
