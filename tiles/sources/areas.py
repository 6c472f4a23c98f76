"""Tiles of areas: the boundaries in force today, simplified for the zoom, and a label each; not zones of duty."""

from django.utils import timezone

from appeals.types import Selection
from geo import sql
from tiles.shaping import band_of, ensure_shapes
from tiles.sources.extents import Extent, extent_of
from tiles.types import TileRequest


def tile(request: TileRequest) -> bytes:
    """Layers `areas` and `area_labels`, by kind and collection. Index: area_shape_place."""
    today = timezone.localdate()
    ensure_shapes(today)
    params = {
        "z": request.tile.z,
        "x": request.tile.x,
        "y": request.tile.y,
        "band": band_of(request.tile.z),
        "today": today,
        "kinds": list(request.kinds),
        "collections": list(request.collections),
    }
    ((body,),) = sql.binary_rows("tiles", "tile_areas", params)
    return bytes(body or b"")


def extent(_selection: Selection) -> Extent | None:
    """Box of all areas in force and the label point of the smallest one."""
    return extent_of("extent_areas", {"today": timezone.localdate()}, zoom=8)


def version(_zoom: int) -> str:
    """Changes with each publication and with each day, since versions begin and end on days."""
    ((text,),) = sql.rows("tiles", "version_areas", {"today": timezone.localdate()})
    return str(text)
