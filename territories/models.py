"""Tables of who answers where; not how the choice is made (rules) nor how files are read (importing)."""

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo.models import House, Source
from territories.tracking import tracked
from territories.types import OrganisationKind, VersionState, ZoneBasis

if TYPE_CHECKING:
    # `tracked` puts them into this module.
    BoundaryVersionEvent: Any
    ServiceZoneEvent: Any


def check_time_zone(name: str) -> None:
    """Raises ValidationError for what is no time zone of the IANA database."""
    if name not in available_timezones():
        raise ValidationError(_("There is no time zone “%(name)s”."), params={"name": name})


def not_over(on: date) -> models.Q:
    """For a filter of what has valid_to: in force on a local day, or to come."""
    return models.Q(valid_to=None) | models.Q(valid_to__gt=on)


def held(on: date) -> models.Q:
    """For a filter of what has valid_from and valid_to: in force on a local day."""
    return not_over(on) & (models.Q(valid_from=None) | models.Q(valid_from__lte=on))


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


@tracked
class Organisation(models.Model):
    """Somebody who answers appeals; `name_key` makes spelling variants of one name one organisation."""

    name = models.CharField(_("name"), max_length=250)
    name_key = models.CharField(max_length=250, unique=True)
    name_en = models.CharField(_("name in English"), max_length=250, blank=True, db_default="")
    kind = models.CharField(_("kind"), max_length=30, choices=[(k.value, k.value) for k in OrganisationKind])
    inn = models.CharField("ИНН", max_length=12, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    site = models.CharField(_("site"), max_length=200, blank=True)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="branches")
    is_active = models.BooleanField(_("active"), default=True, db_default=True)
    head_approves = models.BooleanField(_("the head approves each answer"), default=False, db_default=False)
    contractors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="customers", verbose_name=_("contractors")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["inn"], condition=~models.Q(inn=""), name="organisation_inn_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Authority(models.Model):
    """An organisation is the authority of an area, for all topics (no categories) or for some; from a day to a day."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="authorities")
    area = models.ForeignKey(Area, models.CASCADE, related_name="authorities")
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, exclusive"), null=True, blank=True)

    class Meta:
        verbose_name = _("authority of an area")
        verbose_name_plural = _("authorities of areas")
        constraints = [
            ExclusionConstraint(
                name="authority_once_at_a_time",
                expressions=[
                    ("organisation", "="),
                    ("area", "="),
                    (models.Func("valid_from", "valid_to", function="daterange"), "&&"),
                ],
                violation_error_message=_("It is the authority of this area on some of these days already."),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="authority_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.area}"


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


class Piece(models.Model):
    """A piece (≤ 256 vertices) of a boundary or of a zone: one GiST index answers "all that is here"."""

    boundary = models.ForeignKey(Boundary, models.CASCADE, null=True, related_name="pieces")
    zone = models.ForeignKey(ServiceZone, models.CASCADE, null=True, related_name="pieces")
    geom = models.GeometryField(srid=4326, spatial_index=False)

    class Meta:
        verbose_name = _("piece")
        verbose_name_plural = _("pieces")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(boundary__isnull=True) ^ models.Q(zone__isnull=True),
                name="piece_of_one_owner",
            ),
        ]
        indexes = [GistIndex(fields=["geom"], name="piece_gist")]

    def __str__(self) -> str:
        return f"piece {self.pk}"


class BorderLine(models.Model):
    """A short stretch (≤ 64 vertices) of the border of a whole polygon, or of an asset.

    Distances are measured to these: the edges of a Piece contain the cuts made inside the polygon.
    """

    boundary = models.ForeignKey(
        Boundary, models.CASCADE, null=True, related_name="border_lines", db_index=False
    )
    zone = models.ForeignKey(
        ServiceZone, models.CASCADE, null=True, related_name="border_lines", db_index=False
    )
    geom = models.GeometryField(srid=4326, spatial_index=False)

    class Meta:
        verbose_name = _("border line")
        verbose_name_plural = _("border lines")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(boundary__isnull=True) ^ models.Q(zone__isnull=True),
                name="border_line_of_one_owner",
            ),
        ]
        indexes = [
            GistIndex(fields=["geom"], name="border_line_gist"),
            # With the owner in front, "the nearest line of this one" is one walk of the index. Partial, so that
            # "all lines here" does not stray into them.
            GistIndex(
                fields=["boundary", "geom"],
                name="border_line_boundary_gist",
                condition=models.Q(boundary__isnull=False),
            ),
            GistIndex(
                fields=["zone", "geom"], name="border_line_zone_gist", condition=models.Q(zone__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"border line {self.pk}"


@tracked
class HouseContract(models.Model):
    """A house is managed by a company, from a day to a day (exclusive)."""

    house = models.ForeignKey(House, models.CASCADE, related_name="contracts")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contracts")
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to, exclusive"), null=True, blank=True)

    class Meta:
        verbose_name = _("house contract")
        verbose_name_plural = _("house contracts")
        constraints = [
            models.UniqueConstraint(
                fields=["house", "organisation", "valid_from"],
                nulls_distinct=False,
                name="house_contract_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.house}: {self.organisation}"


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
