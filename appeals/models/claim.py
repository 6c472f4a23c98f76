"""The table of claims: which moderator has an appeal open, so that two never take the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models.appeal import Appeal


class Claim(models.Model):
    """An appeal that a moderator looks at until a moment; after it anybody may take the appeal."""

    appeal = models.OneToOneField(Appeal, models.CASCADE, primary_key=True, related_name="claim")
    user = models.ForeignKey(User, models.CASCADE, related_name="claims")
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")

    def __str__(self) -> str:
        return f"{self.appeal} claim"
