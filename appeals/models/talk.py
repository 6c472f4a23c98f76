"""Tables of what is said beside an appeal: internal notes of those at work, and comments of the public."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models.appeal import Appeal
from appeals.models.words import choices
from appeals.types import CommentState
from territories.models import Organisation


class Note(models.Model):
    """An internal note. organisation: whose workers read it; none: the moderators' own."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="notes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.appeal} note"


class Comment(models.Model):
    """What a person says under a published appeal; others read public_text, and only once a moderator passed it."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    public_text = models.TextField()
    state = models.CharField(max_length=10, choices=choices(CommentState), default=CommentState.WAITING)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")
        indexes = [
            models.Index(
                fields=["at"], name="comment_queue", condition=models.Q(state=CommentState.WAITING.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal} comment"
