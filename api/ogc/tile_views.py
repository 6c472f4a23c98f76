"""OGC API – Tiles over HTTP; tiles are the map's own, by row and column where the map says x and y."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe
from rest_framework.request import Request

from accounts.guards import viewer_in
from accounts.types import PUBLIC, Viewer
from api.ogc import tilesets
from api.ogc.catalogue import COLLECTIONS
from api.ogc.documents import Document
from api.ogc.links import MVT
from api.ogc.views import OgcView, collection_named
from geo.errors import OutOfGrid
from geo.types import TileId
from tiles import views as map_tiles
from tiles.engine import tile_of
from tiles.errors import OutsideZoom, UnknownLayer
from tiles.keeping import etag_of, public_tile
from tiles.layers import LAYERS
from tiles.types import TileRequest


class GridsView(OgcView):
    """The grids of tiles: one."""

    def document(self, request: Request) -> Document:
        return tilesets.grids(request)


class GridView(OgcView):
    """Its definition."""

    def document(self, request: Request) -> Document:
        return tilesets.grid(request)


class TilesetsView(OgcView):
    """The tilesets of a collection, or of all together."""

    def document(self, request: Request, collection: str = "") -> Document:
        return tilesets.tilesets(request, collection_named(collection) if collection else None)


class TilesetView(OgcView):
    """A tileset of a collection, or of all together."""

    template = "api/ogc/tileset.html"

    def document(self, request: Request, collection: str = "") -> Document:
        return tilesets.tileset(request, collection_named(collection) if collection else None)


@require_safe
@map_tiles.problems_told
def collection_tile(
    request: HttpRequest, collection: str, matrix: int, row: int, column: int
) -> HttpResponseBase:
    """A tile of one collection: that of the map, with its filters, its caches and its ETag."""
    if collection not in COLLECTIONS:
        raise UnknownLayer
    return map_tiles.tile(request, collection, matrix, column, row)


@require_safe
@map_tiles.problems_told
def dataset_tile(request: HttpRequest, matrix: int, row: int, column: int) -> HttpResponseBase:
    """A tile with the layers of all collections: 200, 204 for nothing, 304, 404 outside."""
    if matrix > tilesets.DATASET_MAX_ZOOM:
        raise OutsideZoom
    requests = _requests(viewer_in(request), matrix, row, column)
    public = all(asked.viewer == PUBLIC for asked in requests)
    etag = _etag(requests) if public else ""
    if etag and etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        body = b"".join(_body(asked) for asked in requests)
        answer = HttpResponse(body, content_type=MVT) if body else HttpResponse(status=204)
    if public:
        answer["ETag"] = etag
        age = min(LAYERS[asked.layer].max_age_s for asked in requests)
        answer["Cache-Control"] = f"public, max-age={age}"
    else:
        answer["Cache-Control"] = "private, no-store"
    patch_vary_headers(answer, ["Cookie"])
    return answer


def _requests(viewer: Viewer, matrix: int, row: int, column: int) -> list[TileRequest]:
    """What is asked of each layer that has tiles at the zoom. Raises OutsideZoom."""
    try:
        tile_id = TileId(matrix, column, row)
    except OutOfGrid:
        raise OutsideZoom from None
    layers = [LAYERS[collection.name] for collection in COLLECTIONS.values()]
    return [
        TileRequest(layer.name, tile_id, viewer if layer.filtered else PUBLIC)
        for layer in layers
        if layer.min_zoom <= matrix <= layer.max_zoom
    ]


def _etag(requests: list[TileRequest]) -> str:
    return f'W/"{sha256("".join(map(etag_of, requests)).encode()).hexdigest()[:24]}"'


def _body(asked: TileRequest) -> bytes:
    """Tiles one behind the other are a tile with the layers of both: protobuf repeats its fields."""
    if asked.viewer != PUBLIC:
        return tile_of(asked)
    return public_tile(asked, etag_of(asked), gzip_welcome=False).for_client(gzip_welcome=False)[0]
