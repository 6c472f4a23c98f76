"""Tables of tiles: simplified copies of boundaries; not the boundaries themselves (territories)."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from territories.models import Boundary


class AreaShape(models.Model):
    """A boundary simplified together with its neighbours for zooms up to `max_zoom`, so that no gap opens."""

    boundary = models.ForeignKey(Boundary, models.CASCADE, related_name="shapes", db_index=False)
    max_zoom = models.PositiveSmallIntegerField()
    geom_3857 = models.MultiPolygonField(srid=3857, spatial_index=False)

    class Meta:
        verbose_name = _("shape of an area")
        verbose_name_plural = _("shapes of areas")
        constraints = [
            models.UniqueConstraint(fields=["boundary", "max_zoom"], name="area_shape_once"),
        ]
        indexes = [GistIndex("max_zoom", "geom_3857", name="area_shape_place")]

    def __str__(self) -> str:
        return f"{self.boundary} ≤ z{self.max_zoom}"
