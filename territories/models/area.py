"""Areas: collections of them, and the versions and polygons of their boundaries."""

from datetime import date

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from geo.models import Source
from territories.models.words import check_time_zone
from territories.tracking import tracked
from territories.types import VersionState


class Collection(models.Model):
    """A set of areas published together, such as the districts of one city; sets never touch each other."""

    slug = models.SlugField(_("code"), max_length=80, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=200)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def __str__(self) -> str:
        return self.name


class BoundaryVersionQuerySet(models.QuerySet["BoundaryVersion"]):
    """Selections of versions."""

    def in_force(self, on: date) -> "BoundaryVersionQuerySet":
        """Published versions that hold on a day, one per collection. No valid_from: since ever."""
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=on),
            models.Q(valid_to=None) | models.Q(valid_to__gt=on),
            state=VersionState.PUBLISHED,
        )


@tracked
class BoundaryVersion(models.Model):
    """One load of a collection's polygons: staged unseen, checked, published in one step, never edited."""

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in VersionState])
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, exclusive"), null=True, blank=True)
    checksum = models.CharField(max_length=64)
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    objects = BoundaryVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("boundary version")
        verbose_name_plural = _("boundary versions")
        constraints = [
            models.UniqueConstraint(fields=["collection", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="version_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.collection} v{self.number}"


class AreaQuerySet(models.QuerySet["Area"]):
    """Selections of areas."""

    def answerable(self, on: date) -> "AreaQuerySet":
        """Areas in which somebody may answer on a day: those in force, and those that the tree alone knows."""
        above = self.filter(models.Exists(Area.objects.filter(parent=models.OuterRef("pk"))))
        return self.in_force(on) | above

    def in_force(self, on: date) -> "AreaQuerySet":
        """Areas that have a polygon in a version published for the day; a staged version shows nothing."""
        versions = BoundaryVersion.objects.in_force(on)
        return self.filter(
            models.Exists(Boundary.objects.filter(area=models.OuterRef("pk"), version__in=versions))
        )


@tracked
class Area(models.Model):
    """An administrative unit of any level; what it covers is its Boundary in a version.

    Name, OKTMO and parent are those of the newest version that had begun when one was last published: for sorting,
    and for areas that no version draws. What is shown of a day comes from the Boundary, which keeps its own.
    """

    collection = models.ForeignKey(Collection, models.CASCADE, related_name="areas")
    kind = models.SlugField(_("kind"), max_length=40)
    code = models.CharField(_("code"), max_length=80)
    oktmo = models.CharField("ОКТМО", max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=250)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        blank=True,
        db_default="",
        validators=[check_time_zone],
        help_text=_(
            "Such as Asia/Vladivostok; empty: that of the area above it, in the end the service's own."
        ),
    )
    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            models.UniqueConstraint(fields=["collection", "kind", "code"], name="area_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    """Selections of boundaries."""

    def begun(self, on: date) -> "BoundaryQuerySet":
        """Those of published versions that had begun by a day, the newest first; ended ones too."""
        begun = models.Q(version__valid_from=None) | models.Q(version__valid_from__lte=on)
        return self.filter(begun, version__state=VersionState.PUBLISHED).order_by(
            models.F("version__valid_from").desc(nulls_last=True), "-version__number"
        )


class Boundary(models.Model):
    """The polygon of an area in a version, with the name and the parent that the area had in it."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="boundaries")
    version = models.ForeignKey(BoundaryVersion, models.CASCADE, related_name="boundaries")
    name = models.CharField(_("name"), max_length=250, blank=True)
    oktmo = models.CharField("ОКТМО", max_length=20, blank=True)
    parent = models.ForeignKey(Area, models.SET_NULL, null=True, blank=True, related_name="+")
    geom = models.MultiPolygonField(srid=4326)
    label_point = models.PointField(srid=4326)
    area_m2 = models.FloatField()
    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        constraints = [
            models.UniqueConstraint(fields=["area", "version"], name="boundary_once_per_version"),
            models.CheckConstraint(condition=models.Q(geom__isvalid=True), name="boundary_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.area} ({self.version})"
