"""Drawings put in force in one transaction: zones end and begin, areas get another version; nothing else moves.

What happens to open appeals is the appeals' floor's (`appeals.services.redrawing`).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import shapely
from django.db import transaction
from django.utils import timezone
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from territories import coverage, drawn, surroundings
from territories.errors import (
    BeforeItsBegin,
    DayIsPast,
    DrawnExchanged,
    NotDrawn,
    NothingChanged,
    OrganisationClosed,
    RedrawnMeanwhile,
    SavedMeanwhile,
    StagedWaits,
)
from territories.models import Area, Boundary, BoundaryVersion, Collection, Drawing, Organisation, ServiceZone
from territories.services import boundaries
from territories.services.zones import ZoneDraft, redraw
from territories.types import AreaRow, VersionState, ZoneBasis


@dataclass(slots=True)
class Published:
    """What came into force. ground: all that changed hands may lie in, old and new polygons together."""

    ground: BaseGeometry
    zones: list[ServiceZone] = field(default_factory=list)
    versions: list[BoundaryVersion] = field(default_factory=list)


@transaction.atomic
def publish(*, drawings: Sequence[Drawing], valid_from: date, now: datetime) -> Published:
    """Put drawings in force on a local day, all or none of them; each drawing is used up.

    Zones: the old one keeps its polygon and ends that day, a new one begins. Areas: each collection gets one version
    more, which is the newest with these areas changed. Takes the rows' and the collections' locks. Raises DayIsPast,
    SavedMeanwhile (a drawing was saved after it was read), RedrawnMeanwhile, NotDrawn, DrawnExchanged, NothingChanged,
    BeforeItsBegin, OrganisationClosed, StagedWaits.
    """
    if valid_from < timezone.localdate(now):
        raise DayIsPast(day=valid_from)
    rows = [_locked(drawing) for drawing in sorted(drawings, key=lambda one: one.pk)]
    ground: list[BaseGeometry] = []
    known = surroundings.municipality(on=valid_from)
    for row in rows:
        if known is not None and coverage.axes_exchanged(_sound(row), known):
            raise DrawnExchanged(name=row)
        ground += [part for part in (surroundings.before(row), _sound(row)) if part is not None]
    done = Published(shapely.union_all(ground))
    done.zones = [_zone(row, valid_from) for row in rows if row.organisation_id]
    by_collection: dict[int, list[Drawing]] = defaultdict(list)
    for row in rows:
        if row.collection_id:
            by_collection[row.collection_id].append(row)
    done.versions = [_version(those, valid_from, now) for those in by_collection.values()]
    for row in rows:
        row.delete()
    return done


def _locked(drawing: Drawing) -> Drawing:
    """The row under its lock, with what it replaces locked too; refused when either moved on."""
    row = Drawing.objects.select_for_update().filter(pk=drawing.pk).first()
    if row is None or row.revision != drawing.revision:
        raise SavedMeanwhile
    if row.organisation_id:
        # Under its lock, so that nobody closes it meanwhile.
        holder = Organisation.objects.select_for_update().get(pk=row.organisation_id)
        if not holder.is_active:
            raise OrganisationClosed(name=holder.name)
    if row.zone_id:
        ServiceZone.objects.select_for_update().get(pk=row.zone_id)
    if row.collection_id:
        boundaries.lock(Collection.objects.get(pk=row.collection_id))
    if row.base != surroundings.base_of(row):
        raise RedrawnMeanwhile(name=row)
    return row


def _sound(row: Drawing) -> MultiPolygon:
    ground = drawn.geometry_of(row.shape)
    if ground is None or not shapely.is_valid(ground):
        raise NotDrawn(name=row)
    if row.collection_id and not (row.name and row.kind and row.code):
        raise NotDrawn(name=row)
    return ground


def _zone(row: Drawing, valid_from: date) -> ServiceZone:
    ground, old = _sound(row), row.zone
    assert row.organisation
    if old is not None:
        same_words = (old.name, old.topics, old.categories) == (row.name, row.topics, row.categories)
        was = surroundings.plain(old.geom)
        if same_words and was is not None and shapely.equals_exact(was, ground, normalize=True):
            raise NothingChanged(name=row)
        if old.valid_from is not None and old.valid_from > valid_from:
            raise BeforeItsBegin(name=row, since=old.valid_from)
    zone = redraw(
        old=old,
        draft=ZoneDraft(
            organisation=row.organisation,
            basis=ZoneBasis.POLYGON,
            name=row.name,
            geometry=ground,
            topics=tuple(row.topics),
            categories=tuple(row.categories),
            shared=old.shared if old else False,
            valid_from=valid_from,
            # A zone that is to end later still ends then.
            valid_to=old.valid_to if old and old.valid_to and old.valid_to > valid_from else None,
        ),
    )
    if old is not None:
        # What others are drawing over it is drawn over its successor now, and they are told.
        Drawing.objects.filter(zone=old).exclude(pk=row.pk).update(zone=zone)
    return zone


def _version(rows: Sequence[Drawing], valid_from: date, now: datetime) -> BoundaryVersion:
    """The next version of a collection: the newest one with the drawn areas in it."""
    home = rows[0].collection
    assert home
    waiting = home.versions.filter(state=VersionState.STAGED).first()
    if waiting is not None:
        raise StagedWaits(collection=home, number=waiting.number)
    newest = surroundings.newest_version(home.pk)
    kept = Boundary.objects.filter(version=newest).exclude(
        area__in=[row.area_id for row in rows if row.area_id]
    )
    set_ = [
        _row(boundary.area, boundary.name, boundary.oktmo, boundary.parent, surroundings.plain(boundary.geom))
        for boundary in kept.select_related("area", "parent__collection").order_by("pk")
    ]
    set_ += [_drawn_row(row) for row in rows]
    version = boundaries.stage(collection=home.slug, rows=set_)
    if version.state == VersionState.PUBLISHED:
        raise NothingChanged(name=rows[0])
    return boundaries.publish(version=version, valid_from=valid_from, now=now)


def _drawn_row(row: Drawing) -> AreaRow:
    area = row.area or Area(collection=row.collection, kind=row.kind, code=row.code)
    return _row(area, row.name, row.oktmo, row.parent, _sound(row))


def _row(area: Area, name: str, oktmo: str, parent: Area | None, ground: BaseGeometry | None) -> AreaRow:
    assert ground is not None
    return AreaRow(
        kind=area.kind,
        code=area.code,
        name=name,
        geometry=ground,
        oktmo=oktmo,
        parent_code=parent.code if parent else "",
        parent_collection=parent.collection.slug
        if parent and parent.collection_id != area.collection_id
        else "",
    )
