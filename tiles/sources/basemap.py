"""Tiles of the basemap in the Shortbread schema, all its layers in one statement; not its import (geo)."""

from appeals.types import Selection
from geo import sql
from tiles.sources.extents import Extent, extent_of
from tiles.types import TileRequest

# What a client may rely on; each feature carries its own tags of the schema besides.
_NAMED = {"kind": "String", "name": "String", "name_ru": "String", "name_en": "String"}
FIELDS: dict[str, dict[str, str]] = {
    **{name: {"kind": "String"} for name in ("land", "sites", "buildings", "bridges", "ocean")},
    **dict.fromkeys(("water_polygons", "water_lines", "place_labels", "boundary_labels", "streets"), _NAMED),
    **dict.fromkeys(("street_labels", "street_polygons", "water_polygons_labels", "pois"), _NAMED),
    "addresses": {"housenumber": "String", "housename": "String"},
    "boundaries": {"admin_level": "Number"},
}


def tile(request: TileRequest) -> bytes:
    """Features whose zooms hold this one. Index: GiST of basemap features."""
    params = {"z": request.tile.z, "x": request.tile.x, "y": request.tile.y}
    ((body,),) = sql.binary_rows("tiles", "tile_basemap", params)
    return bytes(body or b"")


def extent(_selection: Selection) -> Extent | None:
    """Box of the basemap and a point of a place label, else of the first feature."""
    return extent_of("extent_basemap", zoom=13)


def version(_zoom: int) -> str:
    """Changes with every import."""
    ((text,),) = sql.rows("tiles", "version_basemap", {})
    return str(text)
