"""The catalogue of layers: data only. A layer is one entry here and one function in `sources/`."""

from collections.abc import Callable
from dataclasses import dataclass

from appeals.types import Selection
from tiles.errors import UnknownLayer
from tiles.sources import appeals, areas, basemap, hexbins, zones
from tiles.sources.extents import Extent
from tiles.types import LayerName, TileRequest

NUMBER, TEXT, FLAG = "Number", "String", "Boolean"
GROUPS = {"new": NUMBER, "progress": NUMBER, "solved": NUMBER, "neutral": NUMBER}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of tiles. source: gives the tile's bytes. extent: where its features are (None: nowhere).

    version: changes whenever a tile of a zoom may. fields: attributes by layer inside the tile. max_age_s: how long a
    client may keep a public tile without asking.
    """

    name: LayerName
    source: Callable[[TileRequest], bytes]
    extent: Callable[[Selection], Extent | None]
    version: Callable[[int], str]
    fields: dict[str, dict[str, str]]
    min_zoom: int
    max_zoom: int
    max_age_s: int
    filtered: bool = False


LAYERS: dict[LayerName, Layer] = {
    layer.name: layer
    for layer in (
        Layer(
            LayerName.BASEMAP,
            basemap.tile,
            basemap.extent,
            basemap.version,
            basemap.FIELDS,
            0,
            14,
            max_age_s=3600,
        ),
        Layer(
            LayerName.AREAS,
            areas.tile,
            areas.extent,
            areas.version,
            {
                "areas": {"id": NUMBER, "code": TEXT, "name": TEXT, "kind": TEXT, "collection": TEXT},
                "area_labels": {"id": NUMBER, "code": TEXT, "name": TEXT, "kind": TEXT, "collection": TEXT},
            },
            0,
            14,
            max_age_s=600,
        ),
        Layer(
            LayerName.ZONES,
            zones.tile,
            zones.extent,
            zones.version,
            {"zones": {"id": NUMBER, "name": TEXT, "organisation": TEXT, "kind": TEXT, "shared": FLAG}},
            4,
            14,
            max_age_s=600,
        ),
        Layer(
            LayerName.APPEALS,
            appeals.tile,
            appeals.extent,
            appeals.version,
            {
                "appeals": {
                    "number": TEXT,
                    "kind": TEXT,
                    "topic": TEXT,
                    "category": TEXT,
                    "state": TEXT,
                    "group": TEXT,
                    "supports": NUMBER,
                    "cluster": FLAG,
                    "count": NUMBER,
                    **GROUPS,
                }
            },
            0,
            16,
            max_age_s=60,
            filtered=True,
        ),
        Layer(
            LayerName.HEXBINS,
            hexbins.tile,
            appeals.extent,
            appeals.version,
            {
                "hexbins": {
                    "cell": TEXT,
                    "count": NUMBER,
                    "open": NUMBER,
                    "supports": NUMBER,
                    "per_km2": NUMBER,
                    "value": NUMBER,
                    "n": NUMBER,
                    "before": NUMBER,
                }
            },
            0,
            14,
            max_age_s=60,
            filtered=True,
        ),
    )
}


def layer_named(name: str) -> Layer:
    """Raises UnknownLayer."""
    try:
        return LAYERS[LayerName(name)]
    except ValueError:
        raise UnknownLayer from None
