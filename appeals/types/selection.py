"""The filter of appeals, and how what it finds is ordered and counted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from appeals.types.appeal import Kind
from appeals.types.state import State
from geo.types import BBox, HexCell, LonLat


class Metric(StrEnum):
    """What a cell of a heat map tells."""

    COUNT = "count"
    OPEN = "open"
    PER_KM2 = "per_km2"
    SUPPORTS = "supports"


class Ordering(StrEnum):
    """NUMBER: ascending. CATEGORY: in the order of the catalogue; TOPIC: by its name in the reader's language;
    EXECUTOR: by its name, last those for which nobody was chosen yet; of each of the three the newest first.
    """

    DATE = "date"
    POPULARITY = "popularity"
    DISTANCE = "distance"
    CATEGORY = "category"
    TOPIC = "topic"
    EXECUTOR = "executor"
    NUMBER = "number"


class Dimension(StrEnum):
    """By what statistics divide appeals. MONTH: of sending, in the municipality's time zone."""

    KIND = "kind"
    STATE = "state"
    CATEGORY = "category"
    EXECUTOR = "executor"
    AREA = "area"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Selection:
    """Filter of appeals shared by list, tiles, heat map and export. Empty means "no condition".

    bbox: degrees, on public coordinates. area_ids: appeals in any of them. since inclusive, until exclusive.
    unassigned: also those for which nobody was chosen yet; alone: only those. polygon: corners of a ring without its
    end, whose sides are straight on the map (Web Mercator); cell: an H3 cell; both on public coordinates too.
    workplace_ids: organisations whose work it is: what they answer for, and where the viewer works there also what
    others gave them to do. boundary_ids: in any of these polygons, on public coordinates, whatever areas are kept.
    """

    bbox: BBox | None = None
    area_ids: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    states: tuple[State, ...] = ()
    executor_ids: tuple[int, ...] = ()
    unassigned: bool = False
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""
    polygon: tuple[LonLat, ...] = ()
    cell: HexCell | None = None
    workplace_ids: tuple[int, ...] = ()
    boundary_ids: tuple[int, ...] = ()
