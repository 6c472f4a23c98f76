"""The table of replies: every answer of an executor, with who wrote it and who decided about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models.appeal import Appeal
from appeals.models.words import choices
from appeals.types import ReplyKind, ReplyState
from territories.models import Organisation


class Reply(models.Model):
    """An answer, interim or final: proposed, then given or returned with a comment. Its rating stays with it."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="replies", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=8, choices=choices(ReplyKind))
    state = models.CharField(max_length=8, choices=choices(ReplyState))
    text = models.TextField()
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("written_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"],
                condition=models.Q(state=ReplyState.WAITING.value),
                name="reply_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(rating=None) | models.Q(rating__range=(1, 5)), name="reply_rating_range"
            ),
        ]
        indexes = [models.Index(fields=["appeal", "written_at"], name="reply_appeal")]

    def __str__(self) -> str:
        return f"{self.appeal}: {self.kind}"
