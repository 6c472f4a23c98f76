"""Service zones: stored with their pieces, ended rather than deleted; not how files are read (importing)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import F, Q
from shapely.geometry.base import BaseGeometry

from geo import sql
from geo.models import Source
from territories.models import Organisation, ServiceZone, not_over
from territories.types import ZoneBasis


@dataclass(frozen=True, slots=True)
class ZoneDraft:
    """A zone before it is stored. geometry: EPSG:4326, lon/lat, valid; or areas; or houses, by id.

    Without topics and categories the zone is for everything. tolerance_m: of an asset.
    """

    organisation: Organisation
    basis: ZoneBasis
    name: str = ""
    geometry: BaseGeometry | None = None
    area_ids: tuple[int, ...] = ()
    house_ids: tuple[int, ...] = ()
    topics: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    shared: bool = False
    tolerance_m: float | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(slots=True)
class Stored:
    """What became of a set of zones, as ids."""

    created: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)


@transaction.atomic
def store(*, drafts: Sequence[ZoneDraft], source: Source, today: date, complete: bool = True) -> Stored:
    """Store the zones of one source; what is stored already stays as it is, so a second run changes nothing.

    Zones of the same source for the same topics and categories that the drafts no longer hold end on the day
    the new ones begin (`today` without one): who answered before stays answerable. Nothing ends when the
    drafts are not `complete`: a refused row may be a zone that still holds. Takes the source's lock.
    """
    sql.rows("territories", "lock", {"name": f"zones:{source.slug}"})
    done = Stored()
    known = dict(
        ServiceZone.objects.filter(source=source).filter(not_over(today)).values_list("source_key", "pk")
    )
    wanted = {_key(draft): draft for draft in drafts}
    done.kept = [pk for key, pk in known.items() if key in wanted]
    done.created = [_create(draft, source, key) for key, draft in wanted.items() if key not in known]
    _derive(done.created)
    if complete:
        done.ended = _end_missing(drafts, source, today, keep={*done.kept, *done.created})
    return done


@transaction.atomic
def redraw(*, old: ServiceZone | None, draft: ZoneDraft) -> ServiceZone:
    """Begin a zone by hand; `old` keeps its polygon and ends that day, unless it has ended before.

    It stays a zone of the old one's source: the next complete import of that source decides about it again.
    """
    assert draft.valid_from
    if old is not None and (old.valid_to is None or old.valid_to > draft.valid_from):
        old.valid_to = draft.valid_from
        old.save(update_fields=["valid_to"])
    new = _create(draft, old.source if old else None, _key(draft))
    _derive([new])
    return ServiceZone.objects.get(pk=new)


def _key(draft: ZoneDraft) -> str:
    """Digest of all that makes the zone what it is."""
    digest = hashlib.sha256()
    words = (
        draft.organisation.name_key,
        draft.basis,
        draft.name,
        sorted(draft.area_ids),
        sorted(draft.house_ids),
        sorted(draft.topics),
        sorted(draft.categories),
        draft.shared,
        draft.tolerance_m,
        draft.valid_from,
        draft.valid_to,
    )
    digest.update(repr([str(word) for word in words]).encode())
    if draft.geometry is not None:
        digest.update(shapely.to_wkb(shapely.normalize(draft.geometry), byte_order=1))
    return digest.hexdigest()


def _create(draft: ZoneDraft, source: Source | None, key: str) -> int:
    zone = ServiceZone.objects.create(
        organisation=draft.organisation,
        name=draft.name[:250],
        basis=draft.basis,
        geom=_stored(draft.geometry),
        topics=sorted(set(draft.topics)),
        categories=sorted(set(draft.categories)),
        shared=draft.shared,
        tolerance_m=draft.tolerance_m,
        valid_from=draft.valid_from,
        valid_to=draft.valid_to,
        source=source,
        source_key=key,
    )
    zone.areas.set(draft.area_ids)
    zone.houses.set(draft.house_ids)
    return zone.pk


def _stored(geometry: BaseGeometry | None) -> Any:
    return None if geometry is None else GEOSGeometry(memoryview(shapely.to_wkb(geometry)), srid=4326)


def _derive(zone_ids: Sequence[int]) -> None:
    """Size, pieces and border lines of zones."""
    for name in ("zone_sizes", "zone_pieces", "zone_lines"):
        sql.execute("territories", name, {"zone_ids": list(zone_ids)})


@transaction.atomic
def rebuild(*, zone_ids: Sequence[int]) -> None:
    """Size, pieces and border lines anew, after the geometry of zones was changed by other means."""
    for name in ("zone_pieces_clear", "zone_lines_clear"):
        sql.execute("territories", name, {"zone_ids": list(zone_ids)})
    _derive(zone_ids)


def _end_missing(drafts: Sequence[ZoneDraft], source: Source, today: date, keep: set[int]) -> list[int]:
    if not drafts:
        return []
    duty = drafts[0]
    last = duty.valid_from or today
    gone = ServiceZone.objects.filter(
        not_over(today),
        source=source,
        topics=sorted(set(duty.topics)),
        categories=sorted(set(duty.categories)),
    ).exclude(pk__in=keep)
    ids = list(gone.values_list("pk", flat=True))
    # A zone that had not begun yet never was: it ends on the day it would have begun.
    gone.filter(valid_from__gt=last).update(valid_to=F("valid_from"))
    gone.filter(Q(valid_from=None) | Q(valid_from__lte=last)).update(valid_to=last)
    return ids
