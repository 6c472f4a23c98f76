"""OGC API – Tiles: what the documents say of the tiles that the map's engine makes; not the tiles."""

from typing import Any
from urllib.parse import unquote

from django.utils.translation import gettext as _
from rest_framework.request import Request

from api.ogc.catalogue import COLLECTIONS, Collection, Columns
from api.ogc.crs import Crs
from api.ogc.links import JSON, MVT, RELATION, address, itself, link
from appeals.types import Selection
from geo import tilegrid
from geo.types import LonLat
from tiles.layers import LAYERS, Layer
from tiles.sources.extents import Extent
from tiles.tilejson import attribution, kept_extent

Document = dict[str, Any]
GRID = "WebMercatorQuad"
GRID_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{GRID}"
# Cell and scale of the one tile of matrix 0. Source: OGC 17-083r4, annex D.1; a cell is 0.28 mm wide.
SIDE_PX = 256
CELL_M = 2 * tilegrid.HALF_WORLD_M / SIDE_PX
SCALE = CELL_M / 0.00028
# Together the layers have tiles as far as the one that ends first: no client can enlarge only one of them.
DATASET_MAX_ZOOM = min(LAYERS[collection.name].max_zoom for collection in COLLECTIONS.values())
DEEPEST = max(LAYERS[collection.name].max_zoom for collection in COLLECTIONS.values())


def tiles_links(request: Request, collection: Collection | None = None) -> list[Document]:
    """Links from a collection, or from the landing page, to its tiles."""
    where = (
        address(request, "tilesets")
        if collection is None
        else address(request, "collection_tilesets", collection.name)
    )
    links = [link(where, f"{RELATION}tilesets-vector", JSON, _("Vector tiles"))]
    if collection is None:
        links.append(link(address(request, "grids"), f"{RELATION}tiling-schemes", JSON, _("Tile grids")))
    return links


def grids(request: Request) -> Document:
    grid = {
        "id": GRID,
        "title": GRID,
        "uri": GRID_URI,
        "links": [link(address(request, "grid"), "self", JSON, _("Definition of the grid"))],
    }
    return {"title": _("Tile grids"), "tileMatrixSets": [grid], "links": [*itself(request), *grid["links"]]}


def grid(request: Request) -> Document:
    """Definition of the grid: matrices of 256-pixel tiles from the corner in the north-west."""
    corner = [-tilegrid.HALF_WORLD_M, tilegrid.HALF_WORLD_M]
    matrices = [
        {
            "id": str(zoom),
            "scaleDenominator": SCALE / (1 << zoom),
            "cellSize": CELL_M / (1 << zoom),
            "cornerOfOrigin": "topLeft",
            "pointOfOrigin": corner,
            "tileWidth": SIDE_PX,
            "tileHeight": SIDE_PX,
            "matrixWidth": 1 << zoom,
            "matrixHeight": 1 << zoom,
        }
        for zoom in range(DEEPEST + 1)
    ]
    return {
        "id": GRID,
        "title": GRID,
        "uri": GRID_URI,
        "crs": Crs.EPSG_3857.value,
        "orderedAxes": ["E", "N"],
        "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
        "tileMatrices": matrices,
        "links": itself(request),
    }


def tilesets(request: Request, collection: Collection | None) -> Document:
    """The one tileset of a collection, or of all together."""
    title = _title(collection)
    entry = {**_head(title), "links": [link(_place(request, collection), "self", JSON, title)]}
    return {"title": title, "links": [*itself(request), *entry["links"]], "tilesets": [entry]}


def tileset(request: Request, collection: Collection | None) -> Document:
    """Where the tiles are, which of them hold something, and what stands in them."""
    collections = list(COLLECTIONS.values()) if collection is None else [collection]
    layers = [LAYERS[each.name] for each in collections]
    last = DATASET_MAX_ZOOM if collection is None else layers[0].max_zoom
    template = f"{_place(request, collection)}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    document = {
        **_head(_title(collection)),
        "attribution": attribution(),
        "links": [
            *itself(request),
            {**link(unquote(template), "item", MVT, _("Tiles")), "templated": True},
            link(address(request, "grid"), f"{RELATION}tiling-scheme", JSON, GRID),
        ],
        "layers": [_layer(each) for each in layers],
    }
    extents = [extent for layer in layers if (extent := kept_extent(layer, Selection()))]
    if extents:
        document |= _bounds(extents, min(layer.min_zoom for layer in layers), last)
    return document


def _head(title: str) -> Document:
    return {"title": title, "dataType": "vector", "crs": Crs.EPSG_3857.value, "tileMatrixSetURI": GRID_URI}


def _title(collection: Collection | None) -> str:
    return str(collection.title) if collection else _("Appeals, areas and service zones")


def _place(request: Request, collection: Collection | None) -> str:
    if collection is None:
        return address(request, "tileset")
    return address(request, "collection_tileset", collection.name)


def _layer(layer: Layer) -> Document:
    columns: Columns = {name: {"type": kind.lower()} for name, kind in layer.fields[layer.name].items()}
    return {
        "id": str(layer.name),
        "dataType": "vector",
        "minTileMatrix": str(layer.min_zoom),
        "maxTileMatrix": str(layer.max_zoom),
        "propertiesSchema": {"type": "object", "properties": columns},
    }


def _bounds(extents: list[Extent], first: int, last: int) -> Document:
    """Box of all features, and the rows and columns of each matrix that it touches."""
    low = LonLat(
        min(extent.bounds.west for extent in extents), min(extent.bounds.south for extent in extents)
    )
    high = LonLat(
        max(extent.bounds.east for extent in extents), max(extent.bounds.north for extent in extents)
    )
    limits = []
    for zoom in range(first, last + 1):
        lower, upper = tilegrid.tile_at(low, zoom), tilegrid.tile_at(high, zoom)
        limits.append(
            {
                "tileMatrix": str(zoom),
                "minTileRow": upper.y,
                "maxTileRow": lower.y,
                "minTileCol": lower.x,
                "maxTileCol": upper.x,
            }
        )
    box = {"lowerLeft": [low.lon, low.lat], "upperRight": [high.lon, high.lat], "crs": Crs.CRS84.value}
    return {"boundingBox": box, "tileMatrixSetLimits": limits}
