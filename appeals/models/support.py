"""Tables of what people do without being the author: supports, and attempts that a limit counts."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from appeals.models.appeal import Appeal


class Support(models.Model):
    """«У меня тоже»: a person, or a browser known by the hash of its cookie, supports an appeal once."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="support_set")
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True)
    visitor_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints = [
            models.UniqueConstraint(
                fields=["appeal", "user"],
                condition=models.Q(user__isnull=False),
                name="support_once_per_user",
            ),
            models.UniqueConstraint(
                fields=["appeal", "visitor_hash"],
                condition=~models.Q(visitor_hash=""),
                name="support_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appeal} support"


class Attempt(models.Model):
    """How often one address did one thing in the window that runs; the address itself is not kept, only its HMAC."""

    key = models.CharField(max_length=64, primary_key=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        indexes = [models.Index(fields=["ends_at"], name="attempt_end")]

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
