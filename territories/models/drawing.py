"""What an administrator draws, until it is published."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from territories.models.area import Area, Collection
from territories.models.organisation import Organisation
from territories.models.zone import ServiceZone


class Drawing(models.Model):
    """A zone, or an area of a collection, as one administrator is drawing it: kept until published or dropped.

    Whose it is says `drawn_by`, a user's id: people live a floor above. shape: coordinates of a GeoJSON MultiPolygon
    (EPSG:4326, lon/lat) exactly as drawn, which may cross itself or lack points still. base: digest of what it was
    drawn over, so that another's change in between is noticed; empty: of nothing. revision counts what was saved.
    """

    drawn_by = models.BigIntegerField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    zone = models.ForeignKey(ServiceZone, models.CASCADE, null=True, related_name="drawings")
    collection = models.ForeignKey(Collection, models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey(Area, models.CASCADE, null=True, related_name="drawings")
    name = models.CharField(_("name"), max_length=250, blank=True)
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    kind = models.SlugField(_("kind"), max_length=40, blank=True)
    code = models.CharField(_("code"), max_length=80, blank=True)
    oktmo = models.CharField("ОКТМО", max_length=20, blank=True)
    parent = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    shape = models.JSONField(default=list)
    base = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("drawing")
        verbose_name_plural = _("drawings")
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "drawn_by"],
                condition=models.Q(zone__isnull=False),
                name="drawing_of_zone_once",
            ),
            models.UniqueConstraint(
                fields=["area", "drawn_by"],
                condition=models.Q(area__isnull=False),
                name="drawing_of_area_once",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) ^ models.Q(collection__isnull=True),
                name="drawing_of_zone_or_area",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation or self.collection)
