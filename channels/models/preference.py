"""How a person with an account wants to be told; without a row the defaults of `channels.types.Choices` hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from channels.types import Choices, Pace

_PACES = [(p.value, p.value) for p in Pace]


class Preference(models.Model):
    """email: on own and followed appeals. work_email: on appeals of the organisation or of the moderation desk."""

    user = models.OneToOneField(User, models.CASCADE, related_name="preference", primary_key=True)
    email = models.CharField(max_length=8, choices=_PACES, default=Pace.AT_ONCE.value)
    work_email = models.CharField(max_length=8, choices=_PACES, default=Pace.DAILY.value)
    bell = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")

    def __str__(self) -> str:
        return f"{self.email}, {self.work_email}"

    @property
    def choices(self) -> Choices:
        return Choices(Pace(self.email), Pace(self.work_email), self.bell)
