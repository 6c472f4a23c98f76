"""Longitude and latitude mixed up, noticed by the areas we know; not geometry of its own."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from geo.errors import GeoError
from geo.types import LonLat
from territories.queries import areas_covering


class SwappedAxes(GeoError):
    """The point lies outside every area, and inside one with its numbers exchanged."""

    message = _(
        "Longitude and latitude look exchanged: %(lon)s, %(lat)s lies outside every area, but %(lat)s, %(lon)s inside"
        " one. Longitude comes first."
    )
    field = "lon"


def lies_outside(point: LonLat, *, on: date) -> bool:
    """Whether no area in force on the day covers the point. Raises SwappedAxes when one covers its mirror."""
    if areas_covering(point, on=on):
        return False
    if (
        abs(point.lon) <= 90
        and point.lon != point.lat
        and areas_covering(LonLat(point.lat, point.lon), on=on)
    ):
        raise SwappedAxes(lon=point.lon, lat=point.lat)
    return True
