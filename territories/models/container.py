"""Container sites and the temperatures by which their waste must be collected; not the complaints about them."""

from datetime import date
from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from geo.models import Source
from territories.models.area import Area
from territories.models.organisation import Organisation
from territories.models.words import held
from territories.tracking import tracked
from territories.types import WasteKind


class ContainerSiteQuerySet(models.QuerySet["ContainerSite"]):
    """Selections of container sites."""

    def in_force(self, on: date) -> Self:
        """Sites that there are on a local day."""
        return self.filter(held(on))


@tracked
class ContainerSite(models.Model):
    """A place where waste is left for collection, and the organisation in charge of collecting it.

    interval_days: the longest time between two collections that was agreed for this site; None: what the sanitary
    rules allow in the season. route_days: ISO weekdays (1 is Monday) on which the truck comes; empty: not known.
    """

    code = models.CharField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=250, blank=True)
    location = models.PointField(_("location"), srid=4326, spatial_index=False)
    address = models.CharField(_("address"), max_length=250, blank=True)
    operator = models.ForeignKey(
        Organisation, models.PROTECT, related_name="container_sites", verbose_name=_("operator")
    )
    containers = models.PositiveSmallIntegerField(_("containers"), null=True, blank=True)
    volume_m3 = models.FloatField(_("volume, m³"), null=True, blank=True)
    kinds = ArrayField(
        models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in WasteKind]),
        verbose_name=_("takes"),
        default=list,
        blank=True,
    )
    interval_days = models.PositiveSmallIntegerField(_("agreed interval, days"), null=True, blank=True)
    route_days = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("days of the route"), default=list, blank=True
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, exclusive"), null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True)
    objects = ContainerSiteQuerySet.as_manager()

    class Meta:
        verbose_name = _("container site")
        verbose_name_plural = _("container sites")
        ordering = ("code",)
        indexes = [
            # Metres on the ground, whatever the latitude: a complaint looks for the site nearest to it.
            GistIndex(Cast("location", models.PointField(geography=True)), name="container_site_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="container_site_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(route_days__contained_by=list(range(1, 8))),
                name="container_site_route_in_week",
            ),
            models.CheckConstraint(
                condition=models.Q(interval_days=None) | models.Q(interval_days__range=(1, 31)),
                name="container_site_interval_range",
            ),
            models.CheckConstraint(
                condition=models.Q(volume_m3=None) | models.Q(volume_m3__gt=0),
                name="container_site_volume_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name or self.address}".strip()


class DailyTemperature(models.Model):
    """Mean temperature of the air on a local day in an area; without an area: wherever none has its own."""

    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="temperatures")
    on = models.DateField(_("day"))
    mean_c = models.FloatField(_("mean temperature, °C"))

    class Meta:
        verbose_name = _("temperature of a day")
        verbose_name_plural = _("temperatures of days")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "on"], nulls_distinct=False, name="temperature_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(mean_c__range=(-90, 60)), name="temperature_of_this_earth"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.mean_c} °C"
