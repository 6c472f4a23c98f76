"""Administrative boundaries of an OSM file by level; not how they become areas (territories)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import shapely
from shapely.geometry.base import BaseGeometry

from geo.importing.osm.reading import OsmThing, Shape


@dataclass(frozen=True, slots=True)
class OsmBoundary:
    """One administrative area. code: `r123` of OSM; parent_code: the area of the next higher level around it."""

    code: str
    name: str
    level: int
    oktmo: str
    geometry: BaseGeometry
    parent_code: str = ""


@dataclass(slots=True)
class BoundaryCollector:
    """Takes boundaries out of a stream of things."""

    found: dict[str, OsmBoundary] = field(default_factory=dict)

    def take(self, thing: OsmThing) -> None:
        tags = thing.tags
        if thing.shape is not Shape.AREA or tags.get("boundary") != "administrative":
            return
        level, name = tags.get("admin_level", ""), tags.get("name:ru") or tags.get("name", "")
        if level.isdigit() and name:
            oktmo = tags.get("oktmo:user", tags.get("oktmo", ""))
            self.found[thing.id] = OsmBoundary(thing.id, name, int(level), oktmo, thing.geometry)

    def boundaries(self) -> list[OsmBoundary]:
        """The boundaries by level, each with its parent."""
        ordered = sorted(self.found.values(), key=lambda boundary: (boundary.level, boundary.code))
        return [_with_parent(boundary, ordered) for boundary in ordered]


def _with_parent(boundary: OsmBoundary, others: Iterable[OsmBoundary]) -> OsmBoundary:
    inside = shapely.point_on_surface(boundary.geometry)
    above = [
        other
        for other in others
        if other.level < boundary.level and shapely.intersects(other.geometry, inside)
    ]
    if not above:
        return boundary
    parent = max(above, key=lambda other: (other.level, -other.geometry.area))
    return OsmBoundary(
        boundary.code, boundary.name, boundary.level, boundary.oktmo, boundary.geometry, parent.code
    )
