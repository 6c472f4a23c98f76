"""Reads of territories: which areas cover a point, who answers there; no writes."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from math import inf
from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from geo import sql
from geo.types import BBox, LonLat
from territories import rules
from territories.metric import metres_per_degree
from territories.models import Area, Boundary
from territories.types import (
    AreaHit,
    Candidate,
    Decision,
    KnownArea,
    Place,
    Rule,
    TopicRef,
    VersionState,
)

RULES = {
    "zone": Rule.ZONE,
    "asset": Rule.ASSET,
    "authority": Rule.AUTHORITY,
    "contract": Rule.HOUSE_CONTRACT,
}


def areas_covering(point: LonLat, *, on: date) -> tuple[AreaHit, ...]:
    """Areas whose boundary in force on a local day covers the point, smallest first; empty outside all.

    A point on a border (within 1 cm) belongs to both neighbours. One query. Index: piece_gist.
    """
    place = place_at(point, on=on)
    covering = (hit for hit in place.areas if hit.covers)
    return tuple(sorted(covering, key=lambda hit: (hit.area_m2, hit.area_id)))


def decide_executor(point: LonLat, topic: TopicRef, *, on: date, house_id: int | None = None) -> Decision:
    """Who answers for a topic at a point on a local day, with the explanation. One query.

    house_id: the house chosen as address; without it house and yard topics take the nearest one within
    METKA_HOUSE_RADIUS_M. Manual choice is an answer too: `organisation_id` is None then.
    """
    by_house = topic.scope in rules.HOUSE_SCOPES
    place = place_at(point, on=on, house_id=house_id, by_house=by_house)
    return rules.decide(
        place.candidates, place.areas, topic, ambiguity_m=settings.AMBIGUITY_M, house_id=place.house_id
    )


def place_at(point: LonLat, *, on: date, house_id: int | None = None, by_house: bool = False) -> Place:
    """All areas and candidates at a point and within METKA_AMBIGUITY_M of it, whatever the topic. One query."""
    found = sql.prepared_records(
        "territories", "candidates", parameters(point, on=on, house_id=house_id, by_house=by_house)
    )
    return Place(
        areas=tuple(_area(row) for row in found if row["what"] == "area"),
        candidates=tuple(_candidate(row) for row in found if row["what"] in RULES),
        house_id=next((row["house_id"] for row in found if row["what"] == "house"), None),
    )


def parameters(point: LonLat, *, on: date, house_id: int | None, by_house: bool) -> dict[str, Any]:
    """Parameters of candidates.sql with the distances of the settings."""
    kx, ky = metres_per_degree(point.lat)
    return {
        "pin": f"SRID=4326;POINT({point.lon} {point.lat})",
        # One type each: a statement is prepared anew for others.
        "lon": float(point.lon),
        "lat": float(point.lat),
        "kx": float(kx),
        "ky": float(ky),
        "on_date": on,
        "house_id": house_id,
        "by_house": by_house,
        "ambiguity_m": settings.AMBIGUITY_M,
        "on_border_m": rules.ON_BORDER_M,
        "house_radius_m": settings.HOUSE_RADIUS_M,
        "asset_tolerance_m": settings.ASSET_TOLERANCE_M,
    }


def _area(row: Mapping[str, Any]) -> AreaHit:
    return AreaHit(
        area_id=row["area_id"],
        code=row["code"],
        name=row["label"],
        kind=row["kind"],
        collection=row["collection"],
        version_id=row["version_id"],
        area_m2=row["size_m2"],
        border_m=row["border_m"],
        covers=row["covers"],
    )


def _candidate(row: Mapping[str, Any]) -> Candidate:
    rule = RULES[row["what"]]
    return Candidate(
        rule=rule,
        organisation_id=row["organisation_id"],
        organisation=row["organisation"],
        covers=row["covers"],
        border_m=inf if row["border_m"] is None else row["border_m"],
        size_m2=row["size_m2"],
        since=row["since"],
        shared=row["shared"],
        area_id=row["area_id"],
        zone_id=row["zone_id"],
        house_id=row["house_id"],
        version_id=row["version_id"],
        label=row["label"] or "",
        topics=tuple(row["topics"] or ()),
        categories=tuple(row["categories"] or ()),
        layer=f"{row['collection']}/{row['kind']}" if rule is Rule.AUTHORITY else rule.value,
    )


def known_areas(area_ids: Iterable[int]) -> dict[int, KnownArea]:
    """Kind and size of areas by id, whatever day they were drawn for; those that are gone are missing. One query."""
    published = Q(boundaries__version__state=VersionState.PUBLISHED)
    areas = Area.objects.filter(pk__in=set(area_ids))
    rows = areas.annotate(size_m2=Min("boundaries__area_m2", filter=published))
    return {
        pk: KnownArea(pk, kind, size_m2 or 0.0)
        for pk, kind, size_m2 in rows.values_list("pk", "kind", "size_m2")
    }


def areas_extent(area_ids: Collection[int]) -> BBox | None:
    """Box that holds whatever lies in one of the areas or below them, in any version; None when none was ever drawn."""
    ((west, south, east, north),) = sql.rows("territories", "areas_extent", {"area_ids": sorted(area_ids)})
    return None if west is None else BBox(west, south, east, north)


def boundaries_extent(boundary_ids: Collection[int]) -> BBox | None:
    """Box around polygons; None without any."""
    found = Boundary.objects.filter(pk__in=boundary_ids).aggregate(extent=Extent("geom"))["extent"]
    return BBox(*found) if found else None


def name_on(on: date, area: str = "area") -> Coalesce:
    """Expression for a query of whatever has an area: what that is called on a local day, NULL without one.

    The name is that of the newest version begun by then, the area's own where none has drawn it.
    """
    dated = Boundary.objects.begun(on).filter(area=OuterRef(f"{area}_id")).exclude(name="")
    return Coalesce(Subquery(dated.values("name")[:1]), F(f"{area}__name"))


def descendants(area_ids: Iterable[int]) -> set[int]:
    """The areas and everything below them, by the tree of parents; one query per level."""
    found = set(area_ids)
    level = found
    while level:
        level = set(Area.objects.filter(parent__in=level).values_list("pk", flat=True)) - found
        found |= level
    return found
