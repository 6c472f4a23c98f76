"""The table of notices: one row per event, recipient and medium, with what became of it."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models import Appeal, Event, Follow
from channels.models.subscription import Subscription
from channels.types import Medium, NoticeState, Standing, Wording

_UNSENT = sorted([NoticeState.WAITING.value, NoticeState.GATHERED.value])


def new_message_id() -> str:
    """A Message-ID without its angle brackets, at this service's host."""
    return f"{uuid4().hex}@{settings.PUBLIC_HOST}"


class Notice(models.Model):
    """Somebody is told of an event by one medium. No address stands here: it is looked up when the letter is sent.

    follow: a follower without an account. None of the three: the author without an account, by the address in the
    appeal. `because`: the area alert that asked for it. `digest`: the daily letter that carries it. `attempts`: how
    often a delivery was begun.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="notices")
    subscription = models.ForeignKey(Subscription, models.CASCADE, null=True, related_name="notices")
    follow = models.ForeignKey(Follow, models.CASCADE, null=True, related_name="notices")
    because = models.ForeignKey(Subscription, models.SET_NULL, null=True, related_name="+", db_index=False)
    standing = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Standing])
    wording = models.CharField(max_length=20, choices=[(w.value, w.value) for w in Wording])
    medium = models.CharField(max_length=8, choices=[(m.value, m.value) for m in Medium])
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in NoticeState])
    message_id = models.CharField(max_length=320, default=new_message_id)
    digest = models.UUIDField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user", "medium"],
                condition=Q(user__isnull=False),
                name="notice_once_per_user",
            ),
            models.UniqueConstraint(
                fields=["event", "subscription", "medium"],
                condition=Q(subscription__isnull=False),
                name="notice_once_per_subscription",
            ),
            models.UniqueConstraint(
                fields=["event", "follow", "medium"],
                condition=Q(follow__isnull=False),
                name="notice_once_per_follow",
            ),
            models.UniqueConstraint(
                fields=["event", "medium"],
                condition=Q(user__isnull=True, subscription__isnull=True, follow__isnull=True),
                name="notice_once_per_author",
            ),
            models.UniqueConstraint(fields=["message_id"], name="notice_message_id_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=True, subscription__isnull=True)
                | Q(user__isnull=True, follow__isnull=True)
                | Q(subscription__isnull=True, follow__isnull=True),
                name="notice_one_recipient",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], name="notice_unsent", condition=Q(state__in=_UNSENT)),
            models.Index(fields=["digest"], name="notice_digest", condition=Q(digest__isnull=False)),
            models.Index(
                fields=["user"],
                name="notice_unread",
                condition=Q(medium=Medium.BELL.value, read_at__isnull=True),
            ),
            models.Index(
                fields=["user", "-created_at"], name="notice_bell", condition=Q(medium=Medium.BELL.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.medium} {self.wording}: {self.state}"


class Mute(models.Model):
    """The author without an account wants no more letters on this appeal."""

    appeal = models.OneToOneField(Appeal, models.CASCADE, related_name="mute", primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("muted appeal")
        verbose_name_plural = _("muted appeals")

    def __str__(self) -> str:
        return f"{self.appeal_id} muted"
