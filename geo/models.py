"""Tables of the Earth: sources, settlements, streets, houses, basemap; not areas of authority."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

# The words a person types the beginnings of: the street's name and its type.
STREET_WORDS = Func(F("name_key"), template="to_tsvector('simple', %(expressions)s || ' ' || kind)")
# Points compared in metres: the order of a geometry's degrees is wrong away from the equator.
METRIC_LOCATION = Func(F("location"), template="(%(expressions)s::geography)")


class Source(models.Model):
    """Where imported data came from; its attribution is shown under every map that uses it."""

    slug = models.SlugField(_("code"), max_length=80, unique=True, allow_unicode=True)
    title = models.CharField(_("title"), max_length=200)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    attribution = models.CharField(_("attribution"), max_length=200, blank=True)
    imported_at = models.DateTimeField(_("imported at"), auto_now=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return self.title


class Settlement(models.Model):
    """A city, town or village; `name_key` is the normalised name that searches compare."""

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200)
    kind = models.CharField(_("kind"), max_length=30)
    region = models.CharField(_("region"), max_length=200, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    location = models.PointField(_("location"), srid=4326)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True)
    source_key = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        indexes = [
            models.Index(F("name_key"), name="settlement_name_key"),
            models.Index(OpClass(F("name_key"), "text_pattern_ops"), name="settlement_name_prefix"),
            GistIndex(OpClass(F("name_key"), "gist_trgm_ops(siglen=64)"), name="settlement_name_like"),
            models.Index(fields=["region"], name="settlement_region"),
            GistIndex(METRIC_LOCATION, name="settlement_location_m"),
        ]

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    """A street of a settlement; `name_key` has no type word, ё is е, words are sorted by the parser's rule."""

    settlement = models.ForeignKey(Settlement, models.CASCADE, related_name="streets")
    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200)
    kind = models.CharField(_("kind"), max_length=30, blank=True)
    location = models.PointField(_("location"), srid=4326)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("street")
        verbose_name_plural = _("streets")
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "name_key", "kind"], name="street_once_per_settlement"
            ),
        ]
        indexes = [
            models.Index(OpClass(F("name_key"), "text_pattern_ops"), name="street_name_prefix"),
            GinIndex(STREET_WORDS, name="street_words"),
            GinIndex(OpClass(F("name_key"), "gin_trgm_ops"), name="street_name_alike"),
        ]

    def __str__(self) -> str:
        return self.name


class House(models.Model):
    """A house: `number_key` is the canonical spelling of number, block, building and letter («13 к2 литА»).

    `number_first` is computed by the database: the number's leading digits, 13 of «13/15».
    """

    settlement = models.ForeignKey(Settlement, models.CASCADE, related_name="houses")
    street = models.ForeignKey(Street, models.CASCADE, null=True, blank=True, related_name="houses")
    number = models.CharField(_("number"), max_length=60)
    number_key = models.CharField(max_length=60)
    number_first = models.GeneratedField(
        expression=Func(F("number_key"), template="substring(%(expressions)s from '^[0-9]{1,6}')::integer"),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    address = models.CharField(_("address"), max_length=300)
    location = models.PointField(_("location"), srid=4326)
    residents = models.PositiveIntegerField(_("residents"), null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True)
    source_key = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("house")
        verbose_name_plural = _("houses")
        indexes = [
            models.Index(fields=["street", "number_first"], name="house_street_number"),
            models.Index(fields=["settlement", "number_first"], name="house_settlement_number"),
            GistIndex(METRIC_LOCATION, name="house_location_m"),
        ]

    def __str__(self) -> str:
        return self.address


class BasemapFeature(models.Model):
    """One feature of the basemap in the Shortbread schema: `layer` and `tags` follow it, `min_zoom` says from where."""

    layer = models.CharField(max_length=30)
    min_zoom = models.PositiveSmallIntegerField()
    max_zoom = models.PositiveSmallIntegerField(default=14)
    tags = models.JSONField(default=dict)
    rank = models.IntegerField(default=0)
    geom_3857 = models.GeometryField(srid=3857)
    source = models.ForeignKey(Source, models.CASCADE)

    class Meta:
        verbose_name = _("basemap feature")
        verbose_name_plural = _("basemap features")
        indexes = [
            models.Index(fields=["layer"], name="basemap_layer"),
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.pk}"
