"""Who stands behind areas, zones, assets and houses, read once; the tables of bulk decisions, no geometry."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB

from territories.bulk.ground import EVER, NEVER, Ground, Ints
from territories.models import Area, Authority, BorderLine, Boundary, Piece, ServiceZone
from territories.rules import in_force
from territories.types import AreaHit, Candidate, Rule, VersionState, ZoneBasis

UNMEASURED_M2 = 1e15
# No tree of areas is deeper; a circle ends here.
DEEPEST = 32


@dataclass(frozen=True, slots=True)
class AreaOwner:
    """A polygon of an area in a version."""

    hit: AreaHit
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class ZoneFacts:
    """A zone or asset without its polygon; `candidate` lacks what depends on the pin."""

    candidate: Candidate
    basis: ZoneBasis
    tolerance_m: float | None
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date) -> bool:
        return in_force(self.valid_from, self.valid_to, on)


@dataclass(frozen=True, slots=True)
class Office:
    """An authority of an area; `candidate` lacks what depends on the pin."""

    candidate: Candidate
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date) -> bool:
        return in_force(self.valid_from, self.valid_to, on)


class Book:
    """Owners in order: areas' polygons first, then polygon zones; assets apart. collection: only its areas."""

    def __init__(self, collection: str = "") -> None:
        self.zones = _zones()
        boundaries = _boundaries(collection)
        self.areas: list[AreaOwner] = [_area_owner(row) for row in boundaries]
        polygon_zones = [pk for pk, zone in self.zones.items() if zone.basis == ZoneBasis.POLYGON]
        self.owner_zones = polygon_zones
        position = {("boundary", row["pk"]): i for i, row in enumerate(boundaries)}
        position |= {("zone", pk): len(boundaries) + i for i, pk in enumerate(polygon_zones)}
        days = [(row["version__valid_from"], row["version__valid_to"]) for row in boundaries]
        days += [(self.zones[pk].valid_from, self.zones[pk].valid_to) for pk in polygon_zones]
        self.ground = _ground(position, days)
        self._drawn: dict[int, list[tuple[date | None, date | None]]] = defaultdict(list)
        for row in boundaries:
            self._drawn[row["area_id"]].append((row["version__valid_from"], row["version__valid_to"]))
        self._tree: dict[int, Any] = {
            row["pk"]: row
            for row in Area.objects.values("pk", "parent_id", "name", "code", "kind", "collection__slug")
        }
        self.authorities = _authorities()
        self.zones_by_area = _zones_of(ServiceZone.areas.through, "area_id")
        self.asset_pieces, self.asset_zone = _asset_pieces()
        self._asset_tree = shapely.STRtree(self.asset_pieces)
        offices = [office for those in self.authorities.values() for office in those]
        self.breaks = _breaks(days, [*self.zones.values(), *offices])

    @property
    def asset_tree(self) -> shapely.STRtree:
        return self._asset_tree

    def above(self, hits: Iterable[tuple[AreaOwner, AreaHit]], on: date) -> list[AreaHit]:
        """Parents that no polygon draws on this day, larger than all that are measured."""
        found: dict[int, AreaHit] = {}
        for owner, hit in hits:
            for depth, parent in enumerate(self.ancestors(owner), start=1):
                if not any(in_force(*days, on) for days in self._drawn.get(parent, ())):
                    found[parent] = _joined(found.get(parent), _unmeasured(self._tree[parent], hit, depth))
        return list(found.values())

    def ancestors(self, owner: AreaOwner) -> Iterator[int]:
        """Areas above, the next one first."""
        parent, depth = owner.parent_id, 1
        while parent is not None and depth <= DEEPEST:
            yield parent
            parent, depth = self._tree[parent]["parent_id"], depth + 1


def _joined(known: AreaHit | None, hit: AreaHit) -> AreaHit:
    """One parent reached from several areas: covered when any is, at its nearest, by its shortest way."""
    if known is None:
        return hit
    return AreaHit(
        hit.area_id,
        hit.code,
        hit.name,
        hit.kind,
        hit.collection,
        min(known.version_id, hit.version_id),
        min(known.area_m2, hit.area_m2),
        min(known.border_m, hit.border_m),
        known.covers or hit.covers,
    )


def _unmeasured(row: Any, hit: AreaHit, depth: int) -> AreaHit:
    return AreaHit(
        row["pk"],
        row["code"],
        row["name"],
        row["kind"],
        row["collection__slug"],
        hit.version_id,
        UNMEASURED_M2 * depth,
        hit.border_m,
        hit.covers,
    )


def _boundaries(collection: str) -> list[Any]:
    boundaries = Boundary.objects.filter(version__state=VersionState.PUBLISHED)
    if collection:
        boundaries = boundaries.filter(version__collection__slug=collection)
    return list(
        boundaries.order_by("pk").values(
            "pk",
            "area_id",
            "version_id",
            "name",
            "area_m2",
            "parent_id",
            "area__code",
            "area__kind",
            "version__collection__slug",
            "version__valid_from",
            "version__valid_to",
        )
    )


def _area_owner(row: Any) -> AreaOwner:
    hit = AreaHit(
        area_id=row["area_id"],
        code=row["area__code"],
        name=row["name"],
        kind=row["area__kind"],
        collection=row["version__collection__slug"],
        version_id=row["version_id"],
        area_m2=row["area_m2"],
        border_m=inf,
    )
    return AreaOwner(hit, row["parent_id"])


def _zones() -> dict[int, ZoneFacts]:
    zones = ServiceZone.objects.select_related("organisation").defer("geom").order_by("pk")
    return {zone.pk: _zone_facts(zone) for zone in zones}


def _zone_facts(zone: ServiceZone) -> ZoneFacts:
    basis = ZoneBasis(zone.basis)
    rule = Rule.ASSET if basis == ZoneBasis.ASSET else Rule.ZONE
    candidate = Candidate(
        rule=rule,
        organisation_id=zone.organisation_id,
        organisation=zone.organisation.name,
        size_m2=zone.area_m2 if basis == ZoneBasis.POLYGON else 0.0,
        since=zone.valid_from,
        shared=zone.shared,
        zone_id=zone.pk,
        label=zone.name,
        topics=tuple(zone.topics),
        categories=tuple(zone.categories),
        layer=rule.value,
    )
    return ZoneFacts(candidate, basis, zone.tolerance_m, zone.valid_from, zone.valid_to)


def _ground(position: dict[tuple[str, int], int], days: Sequence[tuple[date | None, date | None]]) -> Ground:
    pieces, piece_owner = _geometries(Piece, position)
    lines, line_owner = _geometries(BorderLine, position)
    since = np.array([start.toordinal() if start else EVER for start, _end in days], dtype=np.int64)
    until = np.array([end.toordinal() if end else NEVER for _start, end in days], dtype=np.int64)
    return Ground(pieces, piece_owner, lines, line_owner, since, until)


def _geometries(model: Any, position: dict[tuple[str, int], int]) -> tuple[Any, Ints]:
    rows = model.objects.order_by("pk").values_list("boundary_id", "zone_id", AsWKB("geom"))
    wkb, owner = [], []
    for boundary, zone, geometry in rows.iterator(chunk_size=5000):
        key = ("boundary", boundary) if boundary is not None else ("zone", zone)
        if key in position:
            wkb.append(bytes(geometry))
            owner.append(position[key])
    return shapely.from_wkb(np.array(wkb, dtype=object)), np.array(owner, dtype=np.int64)


def _asset_pieces() -> tuple[Any, Ints]:
    rows = list(
        Piece.objects.filter(zone__basis=ZoneBasis.ASSET).order_by("pk").values_list("zone_id", AsWKB("geom"))
    )
    wkb = np.array([bytes(geometry) for _zone, geometry in rows], dtype=object)
    return shapely.from_wkb(wkb), np.array([zone for zone, _geometry in rows], dtype=np.int64)


def _authorities() -> dict[int, list[Office]]:
    """Offices by area."""
    found: dict[int, list[Office]] = defaultdict(list)
    for authority in Authority.objects.select_related("organisation"):
        candidate = Candidate(
            rule=Rule.AUTHORITY,
            organisation_id=authority.organisation_id,
            organisation=authority.organisation.name,
            since=authority.valid_from,
            categories=tuple(authority.categories),
        )
        found[authority.area_id].append(Office(candidate, authority.valid_from, authority.valid_to))
    return found


def _zones_of(through: Any, key: str) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for owner, zone in through.objects.values_list(key, "servicezone_id"):
        found[owner].append(zone)
    return found


def _breaks(days: Iterable[tuple[date | None, date | None]], duties: Iterable[ZoneFacts | Office]) -> Ints:
    """Days on which something begins or ends: between two of them every day gives the same answer."""
    known = {day.toordinal() for pair in days for day in pair if day}
    known |= {day.toordinal() for duty in duties for day in (duty.valid_from, duty.valid_to) if day}
    return np.array(sorted(known), dtype=np.int64)
