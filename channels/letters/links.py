"""Whole addresses for letters, which no request says: they lead to METKA_PUBLIC_URL."""

from django.conf import settings
from django.urls import reverse

from channels.models import Notice
from channels.tokens import Purpose, Token
from channels.types import Standing, Wording

_STAFF = frozenset({Standing.WORKER, Standing.HEAD, Standing.DELEGATE, Standing.MODERATOR, Standing.OVERSEER})


def whole(path: str) -> str:
    """The address of a path of this service."""
    return f"{settings.PUBLIC_URL}{path}"


def page_of(notice: Notice) -> str:
    """Path of the page that a signed-in recipient opens; never the author's secret link."""
    number = notice.event.appeal.number
    if notice.standing == Standing.MODERATOR:
        return f"{reverse('web:moderation')}?number={number}"
    return reverse("web:appeal", args=[number])


def in_letter(notice: Notice) -> str:
    """Whole address for the letter: the author's own follow link to the author, the appeal's page to all others."""
    if notice.wording == Wording.FOLLOW_ASKED and notice.follow_id is not None:
        token = Token(Purpose.CONFIRM_FOLLOW, notice.follow_id)
        return whole(reverse("channels:confirm_follow", args=[token.encode()]))
    if notice.standing == Standing.AUTHOR:
        return whole(reverse("web:follow", args=[notice.event.appeal.follow_token]))
    return whole(page_of(notice))


def stop_token(notice: Notice) -> Token:
    """What one click below the letter ends."""
    if notice.follow_id is not None:
        return Token(Purpose.UNFOLLOW, notice.follow_id)
    alert = notice.because_id or notice.subscription_id
    if notice.standing == Standing.SUBSCRIBER and alert is not None:
        return Token(Purpose.END, alert)
    if notice.user_id is not None:
        purpose = Purpose.STOP_WORK if notice.standing in _STAFF else Purpose.STOP_USER
        return Token(purpose, notice.user_id)
    return Token(Purpose.MUTE, notice.event.appeal_id)


def stop_link(token: Token) -> str:
    """Whole address that ends it by POST, and asks by GET."""
    return whole(reverse("channels:unsubscribe", args=[token.encode()]))


def choices_link() -> str:
    """Whole address of the page with all choices."""
    return whole(reverse("channels:choices"))
