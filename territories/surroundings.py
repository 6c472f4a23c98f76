"""What lies around a drawing: neighbours of its set, the ground it belongs to, what it was drawn over; no writes.

A set is what should share no ground: the areas of one kind in a collection, or the zones of one scope.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from territories import drawn
from territories.drawn import Finding, Neighbour
from territories.models import Boundary, BoundaryVersion, Drawing, ServiceZone, held
from territories.types import VersionState, ZoneBasis, is_administrative


def plain(geometry: GEOSGeometry | None) -> BaseGeometry | None:
    """A stored geometry as shapely has it, exact."""
    return None if geometry is None else shapely.from_wkb(bytes(geometry.wkb))


def newest_version(collection_id: int) -> BoundaryVersion | None:
    """The published version that has no end: what another one would follow. None: nothing is published."""
    return BoundaryVersion.objects.filter(
        collection=collection_id, state=VersionState.PUBLISHED, valid_to=None
    ).first()


def boundary_before(drawing: Drawing) -> Boundary | None:
    """The boundary that a drawing of an area would replace."""
    newest = Boundary.objects.filter(
        area=drawing.area_id, version__state=VersionState.PUBLISHED, version__valid_to=None
    )
    return newest.first() if drawing.area_id else None


def before(drawing: Drawing) -> BaseGeometry | None:
    """The polygon that the drawing would replace; None for something new."""
    if drawing.collection_id:
        boundary = boundary_before(drawing)
        return plain(boundary.geom) if boundary else None
    zone = drawing.zone
    return plain(zone.geom) if zone and zone.basis == ZoneBasis.POLYGON else None


def base_of(drawing: Drawing) -> str:
    """Digest of what is in force where the drawing was begun; another's publication changes it. Empty: nothing."""
    words: tuple[Any, ...]
    if drawing.collection_id:
        boundary = boundary_before(drawing)
        words = (boundary.name, boundary.oktmo, boundary.parent_id, boundary.geom.wkb) if boundary else ()
    elif drawing.zone_id:
        zone = ServiceZone.objects.get(pk=drawing.zone_id)
        ground = zone.geom.wkb if zone.geom else b""
        duty = (zone.organisation_id, zone.name, zone.topics, zone.categories, zone.valid_to)
        words = (zone.pk, *duty, ground)
    else:
        words = ()
    digest = hashlib.sha256()
    for word in words:
        digest.update(bytes(word) if isinstance(word, bytes | memoryview) else f"{word}\x1f".encode())
    return digest.hexdigest() if words else ""


def day_of(drawing: Drawing, *, today: date) -> date:
    """The first day on which the drawing could be in force: a zone that is yet to come begins no earlier."""
    since = drawing.zone.valid_from if drawing.zone else None
    return max(today, since) if since else today


def neighbours(drawing: Drawing, *, on: date, within: BaseGeometry | None = None) -> list[Neighbour]:
    """Polygons of the same set as they would be on a day, where its administrator's other drawings count already.

    within: only what meets the box of this; None: everything.
    """
    drafts = [one for one in _own(drawing) if _same_set(drawing, one)]
    found = [*_areas(drawing, drafts)] if drawing.collection_id else [*_zones(drawing, drafts, on)]
    for draft in drafts:
        ground = drawn.geometry_of(draft.shape)
        if ground is not None and shapely.is_valid(ground):
            found.append(Neighbour(str(draft), ground, drafted=True, shares=_share(drawing, draft.zone)))
    if within is None or within.is_empty:
        return found
    box = shapely.box(*within.bounds).buffer(drawn.AROUND_DEG, join_style="mitre")
    return [one for one in found if shapely.intersects(box, one.geometry)]


def _own(drawing: Drawing) -> QuerySet[Drawing]:
    rows = Drawing.objects.filter(drawn_by=drawing.drawn_by).exclude(pk=drawing.pk)
    return rows.select_related("organisation", "collection", "zone").order_by("pk")


def _same_set(one: Drawing, other: Drawing) -> bool:
    if one.collection_id or other.collection_id:
        return one.collection_id == other.collection_id and one.kind == other.kind
    return compete(one, other)


def compete(one: Drawing | ServiceZone, other: Drawing | ServiceZone) -> bool:
    """Whether two zones could answer equally specifically: for a topic both name, a category, or everything."""
    if set(one.topics) & set(other.topics) or set(one.categories) & set(other.categories):
        return True
    return not (one.topics or one.categories or other.topics or other.categories)


def _areas(drawing: Drawing, drafts: Iterable[Drawing]) -> Iterator[Neighbour]:
    """Of the newest version: what another one would follow."""
    assert drawing.collection_id
    replaced = {draft.area_id for draft in drafts} | {drawing.area_id}
    rows = Boundary.objects.filter(version=newest_version(drawing.collection_id), area__kind=drawing.kind)
    for boundary in rows.exclude(area__in=[pk for pk in replaced if pk]).order_by("pk"):
        yield Neighbour(boundary.name, shapely.from_wkb(bytes(boundary.geom.wkb)))


def _zones(drawing: Drawing, drafts: Iterable[Drawing], on: date) -> Iterator[Neighbour]:
    replaced = {draft.zone_id for draft in drafts} | {drawing.zone_id}
    rows = ServiceZone.objects.filter(held(on), basis=ZoneBasis.POLYGON)
    for zone in rows.exclude(pk__in=[pk for pk in replaced if pk]).select_related("organisation"):
        if zone.geom is not None and compete(drawing, zone):
            name = f"{zone.organisation}: {zone.name}" if zone.name else str(zone.organisation)
            yield Neighbour(name, shapely.from_wkb(bytes(zone.geom.wkb)), shares=_share(drawing, zone))


def _share(drawing: Drawing, zone: ServiceZone | None) -> bool:
    """Organisations that share their ground lie over each other on purpose."""
    return zone is not None and zone.shared and drawing.zone is not None and drawing.zone.shared


def ground(drawing: Drawing, *, on: date) -> BaseGeometry | None:
    """Where the drawing must lie: the area above, else the municipality; None when neither is drawn.

    An area without a parent has only its collection's present extent, which it may of course outgrow: None.
    """
    if drawing.collection_id:
        if not drawing.parent_id:
            return None
        rows = Boundary.objects.filter(area=drawing.parent_id)
        return _union(rows.filter(version__state=VersionState.PUBLISHED, version__valid_to=None))
    return municipality(on=on)


def municipality(*, on: date) -> BaseGeometry | None:
    """All ground of administration on a day: the areas that have none above them drawn; None without any."""
    rows = Boundary.objects.filter(version__in=BoundaryVersion.objects.in_force(on))
    tree = dict(rows.values_list("area_id", "parent_id"))
    kinds = dict(rows.values_list("area_id", "area__kind"))
    roots = [area for area, parent in tree.items() if parent not in tree and is_administrative(kinds[area])]
    return _union(rows.filter(area__in=roots))


def _union(rows: QuerySet[Boundary]) -> BaseGeometry | None:
    polygons = [shapely.from_wkb(bytes(geom.wkb)) for geom in rows.values_list("geom", flat=True)]
    return shapely.union_all(polygons) if polygons else None


def findings(drawing: Drawing, *, on: date) -> list[Finding]:
    """What is to be told of a drawing as it would hold on a day; see `drawn.examine`."""
    was = before(drawing)
    now = drawn.geometry_of(drawing.shape)
    both = [one for one in (was, now) if one is not None]
    around = shapely.box(*shapely.total_bounds(both)) if both else None
    beside = neighbours(drawing, on=on, within=around)
    return drawn.examine(
        drawing.shape,
        before=was,
        neighbours=beside,
        ground=ground(drawing, on=on),
        known=municipality(on=on),
    )
