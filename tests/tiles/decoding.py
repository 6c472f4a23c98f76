"""Reads vector tiles for tests, with two decoders that are not ours; coordinates are pixels of 4,096, y down."""

from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pyogrio

from geo.types import TileId


def layers(body: bytes) -> dict[str, list[dict[str, Any]]]:
    """Features by layer, as mapbox_vector_tile reads them."""
    if not body:
        return {}
    decoded = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    return {name: layer["features"] for name, layer in decoded.items()}


def properties(body: bytes, layer: str) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in layers(body).get(layer, [])]


def as_text(body: bytes) -> str:
    """A tile as sorted lines, one a feature: readable, and the same for equal tiles."""
    lines = [
        f"{name} {feature['geometry']['type']} {feature['geometry']['coordinates']} "
        + " ".join(f"{key}={value}" for key, value in sorted(feature["properties"].items()))
        for name, features in layers(body).items()
        for feature in features
    ]
    return "\n".join(sorted(lines)) + "\n"


def gdal_layers(body: bytes, tile: TileId, folder: Path) -> dict[str, Any]:
    """GeoDataFrames by layer in EPSG:3857, as GDAL's MVT driver reads the tile at its place in the grid."""
    path = folder / str(tile.z) / str(tile.x) / f"{tile.y}.mvt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    names = [name for name, _kind in pyogrio.list_layers(path)]
    return {name: pyogrio.read_dataframe(path, layer=name) for name in names}
