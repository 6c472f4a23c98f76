"""How many people live in a cell of the hex grid; not how many lived in an area (AreaStatistic)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.types import ResidentsMethod
from geo.models import Source
from territories.models import Area


class CellResidents(models.Model):
    """People in the part of a cell that lies in one area, by one source, in one year.

    resolution: of the cell, 9; coarser where all cells of 9 below it would have the same row, a seventh of it at each
    step. first: H3 index of the first res-15 cell below it, so that the rows below any cell are one range.
    residents is what is counted with. buildings: counted is the sum of the buildings as the source has it, and
    residents the same scaled to what is known of the area. area: an even share of an area's population.
    """

    first = models.BigIntegerField()
    resolution = models.PositiveSmallIntegerField()
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="cell_residents")
    year = models.PositiveSmallIntegerField(_("year"))
    method = models.CharField(max_length=12, choices=[(m.value, m.value) for m in ResidentsMethod])
    residents = models.FloatField(_("residents"))
    counted = models.FloatField(_("counted in buildings"), null=True, blank=True)
    source = models.ForeignKey(Source, models.CASCADE, null=True, blank=True)

    class Meta:
        verbose_name = _("residents of a cell")
        verbose_name_plural = _("residents of cells")
        constraints = [
            models.UniqueConstraint(
                fields=["year", "first", "resolution", "area", "method", "source"],
                name="cell_residents_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(residents__gte=0) & Q(residents__lt=float("inf")), name="cell_residents_number"
            ),
            models.CheckConstraint(
                condition=Q(method=ResidentsMethod.BUILDINGS.value, counted__isnull=False)
                | Q(method=ResidentsMethod.AREA.value, counted=None),
                name="cell_residents_counted",
            ),
        ]
        indexes = [
            models.Index(
                fields=["year", "first"],
                name="cell_residents_first",
                include=["resolution", "residents", "method"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first:x}/{self.resolution} {self.year}: {self.residents}"
