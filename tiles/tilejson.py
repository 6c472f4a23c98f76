"""TileJSON 3.0 of a layer: where its tiles are and what they hold; not the tiles."""

from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils.html import escape

from appeals.selecting import canonical
from appeals.types import Selection
from geo.models import Source
from tiles.layers import Layer
from tiles.sources.extents import Extent

KEPT_S = 600


def tilejson(layer: Layer, selection: Selection, tiles_url: str) -> dict[str, Any]:
    """The document; tiles_url: absolute, with {z}/{x}/{y}. Without features, neither bounds nor center."""
    document: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": layer.name,
        "scheme": "xyz",
        "tiles": [tiles_url],
        "minzoom": layer.min_zoom,
        "maxzoom": layer.max_zoom,
        "attribution": attribution(),
        "vector_layers": [
            {"id": name, "fields": fields, "minzoom": layer.min_zoom, "maxzoom": layer.max_zoom}
            for name, fields in layer.fields.items()
        ],
    }
    extent = kept_extent(layer, selection)
    if extent:
        zoom = min(max(extent.zoom, layer.min_zoom), layer.max_zoom)
        document["bounds"] = [round(value, 6) for value in extent.bounds.as_tuple()]
        document["center"] = [round(extent.centre.lon, 6), round(extent.centre.lat, 6), zoom]
    return document


def attribution() -> str:
    """Names of all imported sources, as their licences ask. HTML, as TileJSON has it: imported words are escaped."""
    named = Source.objects.exclude(attribution="").order_by("attribution")
    return escape(" · ".join(dict.fromkeys(named.values_list("attribution", flat=True))))


def kept_extent(layer: Layer, selection: Selection) -> Extent | None:
    """Where the layer's features are, kept for ten minutes; None: there are none."""
    asked = (layer.name, layer.version(0), canonical(selection))
    key = f"extent:{sha256(repr(asked).encode()).hexdigest()}"
    kept: tuple[Extent | None] | None = cache.get(key)
    if kept is None:
        kept = (layer.extent(selection),)
        cache.set(key, kept, KEPT_S)
    return kept[0]
