"""What is drawn on the map as a filter, polygons and cells: parameters → values → conditions (see `selecting`)."""

from collections.abc import Sequence

import h3.api.basic_int as h3
from django.contrib.gis.geos import Polygon
from django.db.models import BooleanField, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from appeals.errors import InvalidFilter
from geo import hexgrid, tilegrid
from geo.errors import OutOfWorld
from geo.types import BBox, HexCell, LonLat

FEWEST_CORNERS, MOST_CORNERS = 3, 100


def polygon(values: Sequence[str]) -> tuple[LonLat, ...]:
    """Corners of a ring from lon, lat, lon, lat…; closed or not. Raises InvalidFilter where it crosses itself."""
    if not values:
        return ()
    message = _(
        "lon,lat of 3 to %(most)s corners in order, in degrees, of a ring that does not cross itself."
    )
    try:
        degrees = [float(value) for value in values]
        corners = [LonLat(lon, lat) for lon, lat in zip(degrees[::2], degrees[1::2], strict=True)]
    except (ValueError, OutOfWorld):
        raise InvalidFilter("polygon", message, most=MOST_CORNERS) from None
    if len(corners) > 1 and corners[0] == corners[-1]:
        corners.pop()
    if not FEWEST_CORNERS <= len(corners) <= MOST_CORNERS or not _quanta(tuple(corners)).valid:
        raise InvalidFilter("polygon", message, most=MOST_CORNERS)
    return tuple(corners)


def cell(values: Sequence[str]) -> HexCell | None:
    """An H3 cell by its hexadecimal digits. Raises InvalidFilter."""
    if not values:
        return None
    message = _("A cell by the hexadecimal digits of its H3 index.")
    text = values[-1]
    if not (text.isascii() and text.isalnum() and len(text) <= 16):
        raise InvalidFilter("cell", message)
    try:
        index = int(text, 16)
    except ValueError:
        raise InvalidFilter("cell", message) from None
    if not h3.is_valid_cell(index):
        raise InvalidFilter("cell", message)
    return HexCell(index)


def box_of(corners: tuple[LonLat, ...]) -> BBox:
    """The box around a polygon."""
    lons, lats = [corner.lon for corner in corners], [corner.lat for corner in corners]
    return BBox(min(lons), min(lats), max(lons), max(lats))


def in_polygon(corners: tuple[LonLat, ...], prefix: str = "") -> Q:
    """Points on or within the polygon, compared in quanta: those columns stand in the covering indexes."""
    ring = Func(Value(_quanta(corners).wkt), function="ST_GeomFromText")
    place = Func(F(f"{prefix}qx"), F(f"{prefix}qy"), function="ST_MakePoint")
    return Q(Func(ring, place, function="ST_Covers", output_field=BooleanField()))


def in_cell(wanted: HexCell | None, prefix: str = "") -> Q:
    """Points below a cell: one range of the index mark_h3."""
    return Q() if wanted is None else Q(**{f"{prefix}h3__range": hexgrid.finest_range(wanted)})


def _quanta(corners: tuple[LonLat, ...]) -> Polygon:
    """The polygon in Web-Mercator quanta, without SRID: a side that is straight on the map is straight here."""
    ring = [tilegrid.quantize(corner) for corner in corners]
    return Polygon([*ring, ring[0]])
