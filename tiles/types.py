"""Values of the tile server: the layer and the request of a tile; no database."""

from dataclasses import dataclass, field
from enum import StrEnum

from accounts.types import PUBLIC, Viewer
from analytics.types import TALLIES, Asked, MeasureCode
from appeals.types import Selection
from geo.types import TileId


class LayerName(StrEnum):
    BASEMAP = "basemap"
    AREAS = "areas"
    ZONES = "zones"
    APPEALS = "appeals"
    HEXBINS = "hexbins"


@dataclass(frozen=True, slots=True)
class TileRequest:
    """What one tile depends on.

    resolution None: chosen by the zoom. measure, asked: what cells are told by and what it takes. kinds, collections:
    of areas, empty for all.
    """

    layer: LayerName
    tile: TileId
    viewer: Viewer = PUBLIC
    selection: Selection = field(default_factory=Selection)
    resolution: int | None = None
    measure: MeasureCode = MeasureCode.COUNT
    asked: Asked = TALLIES
    kinds: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
