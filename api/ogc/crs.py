"""Coordinate systems of the OGC API and their axis order; inside, everything is lon, lat in degrees (CRS84)."""

from enum import StrEnum
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import Any

from django.utils.translation import gettext_lazy as _

from appeals.errors import InvalidFilter
from geo.tilegrid import HALF_WORLD_M, MAX_LATITUDE_DEG
from geo.types import BBox

CENTIMETRES = 2


class Crs(StrEnum):
    """The systems known, by the URI that requests and answers name. EPSG 4326 puts latitude first.

    Source: OGC 18-058r1 (Features, part 2), 6.2; EPSG's own order of axes.
    """

    CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    EPSG_4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"
    EPSG_3857 = "http://www.opengis.net/def/crs/EPSG/0/3857"


def crs_named(parameter: str, uri: str) -> Crs:
    """Raises InvalidFilter."""
    try:
        return Crs(uri)
    except ValueError:
        raise InvalidFilter(parameter, _("One of: %(known)s."), known=", ".join(Crs)) from None


def placed(geometry: dict[str, Any] | None, crs: Crs) -> dict[str, Any] | None:
    """A GeoJSON geometry (lon, lat degrees) in another system and its order of axes; metres are rounded to 1 cm."""
    if geometry is None or crs == Crs.CRS84:
        return geometry
    if geometry["type"] == "GeometryCollection":
        return {**geometry, "geometries": [placed(part, crs) for part in geometry["geometries"]]}
    return {**geometry, "coordinates": _moved(geometry["coordinates"], crs)}


def _moved(coordinates: Any, crs: Crs) -> Any:
    if isinstance(coordinates[0], list | tuple):
        return [_moved(part, crs) for part in coordinates]
    lon, lat = coordinates[:2]
    return [lat, lon] if crs == Crs.EPSG_4326 else list(_mercator(lon, lat))


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    """Metres of EPSG 3857; beyond its square latitudes are those of its edge."""
    inside = min(max(lat, -MAX_LATITUDE_DEG), MAX_LATITUDE_DEG)
    x, y = lon / 180 * HALF_WORLD_M, asinh(tan(radians(inside))) / pi * HALF_WORLD_M
    return round(x, CENTIMETRES), round(y, CENTIMETRES)


def box_in(numbers: list[float], crs: Crs) -> BBox:
    """A box written in a system's own order of axes, in degrees. Raises OutOfWorld."""
    first, second, third, fourth = numbers
    if crs == Crs.CRS84:
        return BBox(first, second, third, fourth)
    if crs == Crs.EPSG_4326:
        return BBox(second, first, fourth, third)
    # The square is the whole world: programs ask for a little more than it.
    xs = [min(max(x, -HALF_WORLD_M), HALF_WORLD_M) / HALF_WORLD_M * 180 for x in (first, third)]
    ys = [min(max(y, -HALF_WORLD_M), HALF_WORLD_M) / HALF_WORLD_M * pi for y in (second, fourth)]
    south, north = (degrees(atan(sinh(y))) for y in ys)
    return BBox(xs[0], south, xs[1], north)
