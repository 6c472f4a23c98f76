"""Boundary versions: stage unseen, check, publish in one step; not how files are read (importing)."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.utils import timezone
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from geo import sql
from geo.models import Source
from territories import coverage
from territories.errors import (
    DuplicateArea,
    NotAPolygon,
    NothingToStage,
    NotStaged,
    ParentCircle,
    PublishedTooEarly,
    UnknownParent,
)
from territories.models import Area, Boundary, BoundaryVersion, Collection
from territories.types import AreaRow, VersionState


@dataclass(frozen=True, slots=True)
class _Sound:
    """A row whose polygon was made valid."""

    row: AreaRow
    geometry: MultiPolygon
    reason: str
    change_m2: float


def stage(
    *, collection: str, rows: Iterable[AreaRow], name: str = "", source: Source | None = None
) -> BoundaryVersion:
    """Load a set of boundaries unseen; answers the version, whose `report` tells repairs, overlaps and gaps.

    The same content as the newest version makes no new one: that version comes back, staged or published.
    An earlier version of the collection that is staged still is discarded. Raises NothingToStage,
    DuplicateArea, NotAPolygon, UnknownParent, ParentCircle. Opens a transaction, takes the collection's lock.
    """
    sound = [_sound(row) for row in rows]
    if not sound:
        raise NothingToStage(collection=collection)
    _refuse_duplicates(sound)
    checksum = _checksum(sound)
    with transaction.atomic():
        home = _locked(collection, name, source)
        newest = home.versions.exclude(state=VersionState.DISCARDED).order_by("-number").first()
        if newest is not None and newest.checksum == checksum:
            return newest
        _discard_staged(home)
        version = BoundaryVersion.objects.create(
            collection=home,
            number=1 + (home.versions.order_by("-number").values_list("number", flat=True).first() or 0),
            state=VersionState.STAGED,
            checksum=checksum,
            report=check(sound),
        )
        _write(version, sound)
        return version


@transaction.atomic
def publish(
    *, version: BoundaryVersion, valid_from: date | None = None, now: datetime | None = None
) -> BoundaryVersion:
    """Switch a staged version on in one step: it holds from `valid_from`, the one before until that day.

    Without `valid_from` a collection's first version reaches back without bound, a later one begins today
    (local date). Publishing what is published changes nothing. Never touches another collection. Names and parents
    of a version that begins later stay unseen until then. Raises NotStaged, PublishedTooEarly.
    """
    now = now or timezone.now()
    home = _locked(version.collection.slug)
    version = BoundaryVersion.objects.select_for_update().get(pk=version.pk)
    if version.state == VersionState.PUBLISHED:
        return version
    if version.state != VersionState.STAGED:
        raise NotStaged(number=version.number, collection=home.slug)
    before = home.versions.filter(state=VersionState.PUBLISHED, valid_to=None).first()
    if before is not None:
        valid_from = valid_from or timezone.localdate(now)
        if before.valid_from is not None and valid_from < before.valid_from:
            raise PublishedTooEarly(collection=home.slug, since=before.valid_from, given=valid_from)
        home.versions.filter(pk=before.pk).update(valid_to=valid_from)
    version.state = VersionState.PUBLISHED
    version.valid_from = valid_from
    version.published_at = now
    version.save(update_fields=["state", "valid_from", "published_at"])
    bring_up_to_date(on=timezone.localdate(now), collection=home.slug)
    return version


def check(sound: Sequence["_Sound"]) -> dict[str, Any]:
    """Repairs, overlaps and gaps of a set as JSON; overlaps and gaps are looked for within each kind."""
    report: dict[str, Any] = {"areas": len(sound), "repairs": [], "overlaps": [], "gaps": []}
    for item in sound:
        if item.reason:
            report["repairs"].append(
                {**_named(item), "reason": item.reason, "change_m2": round(item.change_m2, 2)}
            )
    parents = {item.row.code: item.row.parent_code for item in sound if not item.row.parent_collection}
    levels: dict[str, list[_Sound]] = defaultdict(list)
    for item in sound:
        levels[item.row.kind].append(item)
    for kind, level in levels.items():
        polygons = [item.geometry for item in level]
        report["overlaps"] += [
            {
                "kind": kind,
                "first": _named(level[found.first]),
                "second": _named(level[found.second]),
                "size_m2": round(found.size_m2, 2),
            }
            for found in coverage.overlaps(polygons)
            if not _one_above_the_other(level[found.first].row, level[found.second].row, parents)
        ]
        report["gaps"] += [
            {
                "kind": kind,
                "size_m2": round(found.size_m2, 2),
                "lon": round(found.lon, 6),
                "lat": round(found.lat, 6),
                "between": [_named(level[position]) for position in found.neighbours],
            }
            for found in coverage.gaps(polygons)
        ]
    return report


def _one_above_the_other(first: AreaRow, second: AreaRow, parents: dict[str, str]) -> bool:
    """Whether one area is an ancestor of the other, whose ground it holds as a matter of course."""
    return first.code in _ancestors(second.code, parents) or second.code in _ancestors(first.code, parents)


def _ancestors(code: str, parents: dict[str, str]) -> set[str]:
    found: set[str] = set()
    while (code := parents.get(code, "")) and code not in found:
        found.add(code)
    return found


def _named(item: _Sound) -> dict[str, str]:
    return {"code": item.row.code, "name": item.row.name}


def _sound(row: AreaRow) -> _Sound:
    repaired = coverage.repair(row.geometry)
    if repaired is None:
        raise NotAPolygon(name=row.name or row.code, found=row.geometry.geom_type)
    return _Sound(row, repaired.geometry, repaired.reason, repaired.change_m2)


def _refuse_duplicates(sound: Sequence[_Sound]) -> None:
    seen: dict[tuple[str, str], AreaRow] = {}
    for item in sound:
        key = (item.row.kind, item.row.code)
        if key in seen:
            raise DuplicateArea(
                code=item.row.code, kind=item.row.kind, name=seen[key].name, other=item.row.name
            )
        seen[key] = item.row


def _checksum(sound: Sequence[_Sound]) -> str:
    """Digest of the content: independent of the order of rows and of the rings' starting points."""
    digest = hashlib.sha256()
    for item in sorted(sound, key=lambda one: (one.row.kind, one.row.code)):
        row = item.row
        words = (row.kind, row.code, row.name, row.oktmo, row.parent_code, row.parent_collection)
        digest.update("\x1f".join(words).encode())
        digest.update(shapely.to_wkb(shapely.normalize(item.geometry), byte_order=1))
    return digest.hexdigest()


def _locked(slug: str, name: str = "", source: Source | None = None) -> Collection:
    """The collection under its advisory lock, made when new; the lock ends with the transaction."""
    sql.rows("territories", "lock", {"name": f"boundaries:{slug}"})
    home, _created = Collection.objects.get_or_create(
        slug=slug, defaults={"name": name or slug, "source": source}
    )
    changed = {"name": name, "source": source}
    for field, value in changed.items():
        if value and getattr(home, field) != value:
            setattr(home, field, value)
            home.save(update_fields=[field])
    return home


def lock(home: Collection) -> None:
    """Whoever stages or publishes boundaries of the collection waits until this transaction ends."""
    sql.rows("territories", "lock", {"name": f"boundaries:{home.slug}"})


def _discard_staged(home: Collection) -> None:
    """A staged set that a newer one replaces was never seen: its polygons go, its row stays as history."""
    staged = home.versions.filter(state=VersionState.STAGED)
    Boundary.objects.filter(version__in=staged).delete()
    staged.update(state=VersionState.DISCARDED)


def _write(version: BoundaryVersion, sound: Sequence[_Sound]) -> None:
    areas = _areas(version.collection, [item.row for item in sound])
    parents = _parents(version.collection, [item.row for item in sound], areas)
    Boundary.objects.bulk_create(
        [
            Boundary(
                area=areas[item.row.kind, item.row.code],
                version=version,
                name=item.row.name,
                oktmo=item.row.oktmo,
                parent=parents.get((item.row.kind, item.row.code)),
                geom=_stored(item.geometry),
                label_point=_stored(coverage.label_point(item.geometry)),
                area_m2=0,
            )
            for item in sound
        ],
        batch_size=500,
    )
    for name in ("boundary_sizes", "boundary_pieces", "boundary_lines"):
        sql.execute("territories", name, {"version_id": version.pk})


def _stored(geometry: BaseGeometry) -> Any:
    return GEOSGeometry(memoryview(shapely.to_wkb(geometry)), srid=4326)


def _areas(home: Collection, rows: Sequence[AreaRow]) -> dict[tuple[str, str], Area]:
    """Areas by (kind, code), made when new: they are the same rows in every version of the collection."""
    known = {(area.kind, area.code): area for area in home.areas.all()}
    new = [
        Area(collection=home, kind=row.kind, code=row.code, name=row.name, oktmo=row.oktmo)
        for row in rows
        if (row.kind, row.code) not in known
    ]
    Area.objects.bulk_create(new, batch_size=1000)
    known.update({(area.kind, area.code): area for area in new})
    return known


def _parents(
    home: Collection, rows: Sequence[AreaRow], areas: dict[tuple[str, str], Area]
) -> dict[tuple[str, str], Area]:
    """Parent of each (kind, code) that names one. Raises UnknownParent, ParentCircle."""
    found: dict[tuple[str, str], Area] = {}
    for row in rows:
        if not row.parent_code:
            continue
        parent = _parent(home, row, areas)
        if parent is None:
            raise UnknownParent(name=row.name, parent=row.parent_code)
        found[row.kind, row.code] = parent
    ids = {areas[key].pk: parent.pk for key, parent in found.items()}
    for key, area in ((key, areas[key]) for key in found):
        above, steps = ids.get(area.pk), 0
        while above is not None and steps <= len(ids):
            if above == area.pk:
                raise ParentCircle(name=areas[key].name)
            above, steps = ids.get(above), steps + 1
    return found


def _parent(home: Collection, row: AreaRow, areas: dict[tuple[str, str], Area]) -> Area | None:
    if row.parent_collection and row.parent_collection != home.slug:
        return Area.objects.filter(collection__slug=row.parent_collection, code=row.parent_code).first()
    others = (area for (kind, code), area in areas.items() if code == row.parent_code and kind != row.kind)
    return next(others, None) or areas.get((row.kind, row.parent_code))


def bring_up_to_date(*, on: date, collection: str = "") -> int:
    """Areas take name, OKTMO and parent of the newest version that has begun by a local day; answers how many changed.

    collection: only its areas. Publishing does it; after a version that was published ahead has begun, re-examination
    does. Nobody waits for it: what is shown of a day is read from the boundaries of that day.
    """
    return sql.execute("territories", "areas_up_to_date", {"on_date": on, "collection": collection})
