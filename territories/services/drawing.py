"""Drawings of zones and areas: begun, saved, dropped; not how they are published (publishing)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from territories import drawn, surroundings
from territories.errors import AreaCodeTaken, SavedMeanwhile
from territories.models import Area, Collection, Drawing, Organisation, ServiceZone

# What may be saved of a drawing beside its polygon.
ZONE_FIELDS = ("name", "topics", "categories")
AREA_FIELDS = ("name", "oktmo", "kind", "code", "parent_id")


def draw_zone(*, by: int, zone: ServiceZone, now: datetime) -> Drawing:
    """The administrator's drawing of a zone: the one begun before, else a new one of what is in force."""
    known = Drawing.objects.filter(zone=zone, drawn_by=by).first()
    if known is not None:
        return known
    drawing = Drawing(
        drawn_by=by,
        organisation=zone.organisation,
        zone=zone,
        name=zone.name,
        topics=zone.topics,
        categories=zone.categories,
    )
    return _begun(drawing, now)


def draw_new_zone(*, by: int, organisation: Organisation, now: datetime) -> Drawing:
    """A drawing of a zone that the organisation does not have yet."""
    return _begun(Drawing(drawn_by=by, organisation=organisation), now)


def draw_area(*, by: int, area: Area, now: datetime) -> Drawing:
    """The administrator's drawing of an area: the one begun before, else a new one of its newest boundary."""
    known = Drawing.objects.filter(area=area, drawn_by=by).first()
    if known is not None:
        return known
    drawing = Drawing(
        drawn_by=by, collection=area.collection, area=area, kind=area.kind, code=area.code, name=area.name
    )
    boundary = surroundings.boundary_before(drawing)
    if boundary is not None:
        drawing.name, drawing.oktmo, drawing.parent_id = boundary.name, boundary.oktmo, boundary.parent_id
    return _begun(drawing, now)


def draw_new_area(*, by: int, collection: Collection, now: datetime) -> Drawing:
    """A drawing of an area that the collection does not have yet; of the kind that most of the others are."""
    kinds = list(collection.areas.values_list("kind", flat=True))
    kind = max(set(kinds), key=kinds.count) if kinds else ""
    return _begun(Drawing(drawn_by=by, collection=collection, kind=kind), now)


def _begun(drawing: Drawing, now: datetime) -> Drawing:
    drawing.shape = drawn.shape_of(surroundings.before(drawing))
    drawing.base = surroundings.base_of(drawing)
    drawing.made_at = drawing.changed_at = now
    drawing.save()
    return drawing


@transaction.atomic
def save(*, drawing: Drawing, revision: int, shape: Any, values: Mapping[str, Any], now: datetime) -> Drawing:
    """Keep what was drawn and typed, faults and all. revision: the one that the page was read with.

    Raises SavedMeanwhile when another window has saved since, AreaCodeTaken, and what `drawn.checked` raises.
    """
    row = Drawing.objects.select_for_update().get(pk=drawing.pk)
    if row.revision != revision:
        raise SavedMeanwhile
    row.shape = drawn.checked(shape)
    fields = AREA_FIELDS if row.collection_id else ZONE_FIELDS
    for field in fields:
        if field in values:
            setattr(row, field, values[field])
    _refuse_taken(row)
    row.revision += 1
    row.changed_at = now
    row.save()
    return row


def _refuse_taken(row: Drawing) -> None:
    """A new area must not take the place of another: that one would be drawn itself."""
    if row.area_id or not (row.collection_id and row.code):
        return
    if Area.objects.filter(collection=row.collection_id, kind=row.kind, code=row.code).exists():
        raise AreaCodeTaken(collection=row.collection, code=row.code)


def rebase(*, drawing: Drawing, now: datetime) -> Drawing:
    """Take what is in force now as the basis: whoever drew has seen what somebody else changed."""
    drawing.base = surroundings.base_of(drawing)
    drawing.changed_at = now
    drawing.save(update_fields=["base", "changed_at"])
    return drawing


def drop(*, drawing: Drawing) -> None:
    """Throw a drawing away; what is in force stays."""
    drawing.delete()
