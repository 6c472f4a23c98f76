"""One way to make a tile of any layer; not how it travels (views) nor how long it is kept (keeping)."""

from accounts.types import PUBLIC, Viewer
from appeals.types import Selection
from geo.types import TileId
from tiles.errors import OutsideZoom
from tiles.layers import LAYERS
from tiles.types import LayerName, TileRequest


def tile(layer: str, tile_id: TileId, viewer: Viewer = PUBLIC, selection: Selection | None = None) -> bytes:
    """Mapbox vector tile of a layer for a viewer, uncompressed; empty where the layer has nothing.

    Raises OutsideZoom, InvalidFilter.
    """
    return tile_of(TileRequest(LayerName(layer), tile_id, viewer, selection or Selection()))


def tile_of(request: TileRequest) -> bytes:
    """The same for a whole request, with the choices that only some layers have."""
    layer = LAYERS[request.layer]
    if not layer.min_zoom <= request.tile.z <= layer.max_zoom:
        raise OutsideZoom
    return layer.source(request)
