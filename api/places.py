"""Longitude and latitude mixed up, noticed by the areas we know; not geometry of its own."""

from datetime import date

from appeals.errors import AxesSwapped
from geo.types import LonLat
from territories.queries import areas_covering


def lies_outside(point: LonLat, *, on: date) -> bool:
    """Whether no area in force on the day covers the point. Raises AxesSwapped when one covers its mirror."""
    if areas_covering(point, on=on):
        return False
    check_mirror(point, on=on)
    return True


def check_mirror(point: LonLat, *, on: date) -> None:
    """Of a point known to lie outside every area: raises AxesSwapped when an area covers its mirror."""
    if abs(point.lon) <= 90 and areas_covering(LonLat(point.lat, point.lon), on=on):
        raise AxesSwapped
