"""Exports that somebody asked for: what of, with whose rights, how far they are; not the files (exporting)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.types import ExportState


class Export(models.Model):
    """A GeoPackage of a selection, made by the worker with the rights that its requester had when asking.

    token: the secret in its address. viewer: those rights. params: the list's filter, and what the heat map's cells
    are asked, if they are wanted. touched_at: when the work last moved on. reason: of a failure, for the requester.
    """

    token = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="exports")
    viewer = models.JSONField()
    params = models.JSONField()
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ExportState])
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_in_all = models.PositiveBigIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField(db_index=True)
    touched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
