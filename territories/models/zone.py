"""Zones of duty."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from geo.models import House, Source
from territories.models.area import Area
from territories.models.organisation import Organisation
from territories.tracking import tracked
from territories.types import ZoneBasis


@tracked
class ServiceZone(models.Model):
    """Duty of an organisation: a place × topics or categories (none: everything) × validity.

    Where the place is says `basis`: `geom` (polygon), `areas`, `houses`, or an asset's `geom` (line, point or
    polygon) with a tolerance in metres. `shared` marks a polygon that its organisations share.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="zones")
    name = models.CharField(_("name"), max_length=250, blank=True)
    basis = models.CharField(max_length=10, choices=[(b.value, b.value) for b in ZoneBasis])
    geom = models.GeometryField(srid=4326, null=True, blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="zones")
    houses = models.ManyToManyField(House, blank=True, related_name="zones")
    area_m2 = models.FloatField(default=0)
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    shared = models.BooleanField(_("shared by several organisations"), default=False)
    tolerance_m = models.FloatField(_("tolerance, m"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, exclusive"), null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True)
    source_key = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("service zone")
        verbose_name_plural = _("service zones")
        indexes = [
            # "How wide is the widest tolerance?" is asked with every pin.
            models.Index(
                fields=["tolerance_m"],
                name="zone_asset_tolerance",
                condition=models.Q(basis=ZoneBasis.ASSET.value),
            )
        ]

    def __str__(self) -> str:
        return self.name or f"{self.organisation} #{self.pk}"
