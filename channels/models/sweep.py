"""How far the sweep has looked through the events; one row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sweep(models.Model):
    """event_id: every event up to it has its job or needs none."""

    event_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")

    def __str__(self) -> str:
        return f"up to {self.event_id}"
