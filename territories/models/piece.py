"""Polygons in the parts that a lookup reads; made from areas and zones, never by hand."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from territories.models.area import Boundary
from territories.models.zone import ServiceZone


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
