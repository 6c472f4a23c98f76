"""Reads of territories: which areas cover a point, who answers there; no writes."""

from collections.abc import Iterable
from datetime import date

from django.contrib.gis.geos import Point

from geo.types import LonLat
from territories.models import Area, Boundary, BoundaryVersion
from territories.types import AreaHit, Decision, ManualReason, Rule, TopicRef


def areas_covering(point: LonLat, *, on: date) -> tuple[AreaHit, ...]:
    """Areas whose boundary in force on a local day covers the point, smallest first; empty outside all."""
    here = Boundary.objects.filter(
        version__in=BoundaryVersion.objects.in_force(on),
        geom__covers=Point(point.lon, point.lat, srid=4326),
    ).select_related("area__collection")
    return tuple(
        AreaHit(
            b.area_id, b.area.code, b.name, b.area.kind, b.area.collection.slug, b.version_id, b.area_m2, 0.0
        )
        for b in here.order_by("area_m2", "area_id")
    )


def decide_executor(point: LonLat, topic: TopicRef, *, on: date, house_id: int | None = None) -> Decision:
    """Who answers for a topic at a point on a day."""
    areas = areas_covering(point, on=on)
    reason = ManualReason.NOBODY if areas else ManualReason.OUTSIDE
    return Decision(Rule.MANUAL, None, None, None, False, None, areas, reason, (), house_id)


def descendants(area_ids: Iterable[int]) -> set[int]:
    """The areas and everything below them, by the tree of parents."""
    found = set(area_ids)
    level = found
    while level:
        level = set(Area.objects.filter(parent__in=level).values_list("pk", flat=True)) - found
        found |= level
    return found
