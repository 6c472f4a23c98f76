"""Zones of duty as everybody may know them: name, organisation, place; not whom they serve how (administration)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from geo import sql
from geo.types import BBox


@dataclass(frozen=True, slots=True)
class ShownZones:
    """A page of zones: rows with id, name, organisation, kind, shared and geometry (GeoJSON text, degrees)."""

    rows: list[dict[str, Any]]
    number_matched: int


def shown_zones(
    *,
    on: date,
    limit: int,
    after_id: int = 0,
    zone_id: int | None = None,
    bbox: BBox | None = None,
    kind: str | None = None,
    organisation: str | None = None,
    shared: bool | None = None,
) -> ShownZones:
    """Zones in force on a local day that have a shape, by number, those of the map's tiles; one query."""
    west, south, east, north = bbox.as_tuple() if bbox else (None,) * 4
    params = {
        "today": on,
        "limit": limit,
        "after_id": after_id,
        "zone_id": zone_id,
        "kind": kind,
        "organisation": organisation,
        "shared": shared,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
    }
    rows = sql.records("territories", "zones_shown", params)
    return ShownZones([row for row in rows if row["id"] is not None], rows[0]["matched"])
