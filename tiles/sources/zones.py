"""Tiles of zones of duty that are polygons or lists of areas; zones that are lists of houses have no shape."""

from django.utils import timezone

from appeals.types import Selection
from geo import sql
from tiles.sources.extents import Extent, extent_of
from tiles.types import TileRequest


def tile(request: TileRequest) -> bytes:
    """Zones in force today with what everybody may know of them. Index: GiST of zones and of boundaries."""
    tile_id = request.tile
    params = {"z": tile_id.z, "x": tile_id.x, "y": tile_id.y, "today": timezone.localdate()}
    ((body,),) = sql.binary_rows("tiles", "tile_zones", params)
    return bytes(body or b"")


def extent(_selection: Selection) -> Extent | None:
    """Box of all zones in force and a point on one of them."""
    return extent_of("extent_zones", {"today": timezone.localdate()}, zoom=10)


def version(_zoom: int) -> str:
    """Changes with the number of zones, with a publication, with each day, and every five minutes."""
    ((text,),) = sql.rows("tiles", "version_zones", {"today": timezone.localdate()})
    return str(text)
