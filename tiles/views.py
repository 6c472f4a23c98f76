"""Tiles over HTTP: parse, one call, shape; what a tile holds is decided below."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.queries import viewer_of
from accounts.types import PUBLIC
from analytics.asking import question
from appeals.errors import InvalidFilter
from appeals.selecting import PARAMETERS, selection_from_params
from appeals.types import Selection
from geo.errors import OutOfGrid
from geo.types import TileId
from tiles import styles
from tiles.engine import tile_of
from tiles.errors import OutsideZoom
from tiles.keeping import KeptTile, etag_of, public_tile
from tiles.layers import Layer, layer_named
from tiles.problem import EXPECTED, problem_of
from tiles.tilejson import attribution, tilejson
from tiles.types import LayerName, TileRequest

MVT = "application/vnd.mapbox-vector-tile"
View = Callable[..., HttpResponseBase]


def problems_told(view: View) -> View:
    @wraps(view)
    def told(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except EXPECTED as error:
            return problem_of(error, request)

    return told


@require_safe
@problems_told
def tile(request: HttpRequest, layer: str, z: int, x: int, y: int) -> HttpResponseBase:
    """GET /tiles/{layer}/{z}/{x}/{y}.mvt: 200, 204 for nothing, 304, 400 for a bad filter, 404 outside."""
    named = layer_named(layer)
    asked = _asked(request, named, z, x, y)
    if asked.viewer != PUBLIC:
        answer: HttpResponse = _answer(request, KeptTile(tile_of(asked)))
        answer["Cache-Control"] = "private, no-store"
        return answer
    etag = etag_of(asked)
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponseNotModified()
    else:
        answer = _answer(request, public_tile(asked, etag, gzip_welcome=_welcomes_gzip(request)))
    answer["ETag"] = etag
    answer["Cache-Control"] = f"public, max-age={named.max_age_s}"
    patch_vary_headers(answer, ["Accept-Encoding", "Cookie"])
    return answer


@require_safe
@problems_told
def tile_json(request: HttpRequest, layer: str) -> HttpResponseBase:
    """GET /tiles/{layer}.json: TileJSON of the public's view; a filter in the query goes into the tiles' address."""
    named = layer_named(layer)
    query = request.META.get("QUERY_STRING", "")
    url = f"{_origin(request)}/tiles/{named.name}/{{z}}/{{x}}/{{y}}.mvt{'?' + query if query else ''}"
    return _document(tilejson(named, _selection(request, named), url), named.max_age_s)


@require_safe
@problems_told
def style(request: HttpRequest, name: str) -> HttpResponseBase:
    """GET /tiles/style/{name}.json: the basemap's MapLibre style with absolute addresses."""
    return _document(styles.style(name, _origin(request), attribution()), 300)


def _asked(request: HttpRequest, layer: Layer, z: int, x: int, y: int) -> TileRequest:
    try:
        tile_id = TileId(z, x, y)
    except OutOfGrid:
        raise OutsideZoom from None
    if not layer.min_zoom <= z <= layer.max_zoom:
        raise OutsideZoom
    viewer = viewer_of(request.user) if layer.filtered else PUBLIC
    if layer.name == LayerName.HEXBINS:
        asked = question(request.GET, _minute(timezone.now()))
        return TileRequest(
            layer.name,
            tile_id,
            viewer,
            asked.selection,
            _resolution(request),
            asked.measure.code,
            asked.asked,
        )
    areas = layer.name == LayerName.AREAS
    return TileRequest(
        layer.name,
        tile_id,
        viewer,
        _selection(request, layer),
        kinds=_words(request, "kind") if areas else (),
        collections=_words(request, "collection") if areas else (),
    )


def _minute(now: datetime) -> datetime:
    """All tiles of a map tell what is overdue at one moment, and are kept as long as a client keeps them."""
    return now.replace(second=0, microsecond=0)


def _selection(request: HttpRequest, layer: Layer) -> Selection:
    if not layer.filtered or not any(name in request.GET for name in PARAMETERS):
        return Selection()
    return selection_from_params(request.GET)


def _resolution(request: HttpRequest) -> int | None:
    value = request.GET.get("resolution", "")
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 2):
        raise InvalidFilter("resolution", _("“%(value)s” is not a number."), value=value)
    return int(value)


def _words(request: HttpRequest, name: str) -> tuple[str, ...]:
    values = {value.strip() for line in request.GET.getlist(name) for value in line.split(",")}
    if any("\x00" in value for value in values):
        raise InvalidFilter(name, _("The value holds a character that no text can have."))
    return tuple(sorted(values - {""}))


def _answer(request: HttpRequest, kept: KeptTile) -> HttpResponse:
    if not kept.body:
        return HttpResponse(status=204)
    body, compressed = kept.for_client(gzip_welcome=_welcomes_gzip(request))
    answer = HttpResponse(body, content_type=MVT)
    if compressed:
        answer["Content-Encoding"] = "gzip"
    return answer


def _welcomes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _document(content: dict[str, object], max_age_s: int) -> HttpResponse:
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = f"public, max-age={max_age_s}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _origin(request: HttpRequest) -> str:
    """Scheme and host; `build_absolute_uri` of a whole template would percent-encode its braces."""
    return request.build_absolute_uri("/").rstrip("/")
