"""Numbers about areas that came from elsewhere: population, salaries; not what Metka counts itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo.models import Source
from territories.models import Area


class AreaStatistic(models.Model):
    """One number about an area in a year, or in a month of it; an indicator without a month is of the whole year.

    indicator: an open word; `population` (people) is the one that Metka counts with. unit: as the source names it.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="statistics")
    indicator = models.SlugField(_("indicator"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    value = models.FloatField(_("value"))
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("statistic of an area")
        verbose_name_plural = _("statistics of areas")
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "area", "year", "month"],
                name="area_statistic_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__gte=1, month__lte=12), name="area_statistic_month"
            ),
            # A number that is none would make every sum over areas none.
            models.CheckConstraint(condition=Q(value__lt=float("inf")), name="area_statistic_finite"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.indicator} {self.year}: {self.value}"
