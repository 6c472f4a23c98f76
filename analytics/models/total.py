"""Totals of areas and months that are over, as everybody may know them; not figures of a filter."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from territories.models import Area


class AreaMonth(models.Model):
    """All appeals of an area in a month, unpublished ones too, as they stood when the month was taken; never changed.

    month: its first day. appeals: None where too few people are behind the unpublished ones: what may not be told is
    not kept either. An area of the partition has a row for every month, whether anything happened in it or not.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="months")
    month = models.DateField(_("month"))
    appeals = models.PositiveIntegerField(_("appeals"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken at"))

    class Meta:
        verbose_name = _("month of an area")
        verbose_name_plural = _("months of areas")
        constraints = [models.UniqueConstraint(fields=["month", "area"], name="area_month_once")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.month}: {self.appeals}"
