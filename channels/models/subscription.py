"""The table of area alerts: a place × topics, of a person with an account or of a confirmed e-mail address."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from channels.types import Pace, Shape
from territories.models import Area, Organisation


class Subscription(models.Model):
    """Somebody asked to be told of appeals in a place.

    Without an organisation: when an appeal is published whose public place lies inside. With one: when an appeal or
    its work is passed on to it, by the exact place. polygon: what was drawn, or what holds the circle of `radius_m`
    metres around `centre`, EPSG:4326. topics, categories: codes; none: everything.
    """

    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="subscriptions")
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    name = models.CharField(_("name"), max_length=300)
    shape = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Shape])
    area = models.ForeignKey(Area, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    centre = models.PointField(srid=4326, null=True, blank=True, spatial_index=False)
    radius_m = models.FloatField(null=True, blank=True)
    polygon = models.PolygonField(srid=4326, null=True, blank=True, spatial_index=False)
    topics = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    pace = models.CharField(max_length=8, choices=[(p.value, p.value) for p in Pace])
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("area alert")
        verbose_name_plural = _("area alerts")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, email="") | (Q(user__isnull=True) & ~Q(email="")),
                name="subscription_of_one",
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=False) | Q(polygon__isnull=False), name="subscription_has_place"
            ),
        ]
        indexes = [
            GistIndex("polygon", name="subscription_polygon", condition=Q(ended_at__isnull=True)),
            models.Index(
                fields=["area"],
                name="subscription_area",
                condition=Q(ended_at__isnull=True, area__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name
