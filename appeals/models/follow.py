"""The table of those who follow an appeal: an account, or an e-mail address that was confirmed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models.appeal import Appeal


class Follow(models.Model):
    """Somebody who wants notices of an appeal.

    An address gets no notice before `confirmed_at`; an account needs no confirmation.
    """

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="follows", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="follows")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "user"], condition=models.Q(user__isnull=False), name="follow_once_per_user"
            ),
            models.UniqueConstraint(
                fields=["appeal", "email"], condition=~models.Q(email=""), name="follow_once_per_email"
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True, email__gt="") | models.Q(user__isnull=False, email=""),
                name="follow_user_or_email",
            ),
        ]
        indexes = [models.Index(fields=["email"], name="follow_email", condition=~models.Q(email=""))]

    def __str__(self) -> str:
        return f"{self.appeal} follower"
