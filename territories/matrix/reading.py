"""Measures the grounds of duty of areas and reads what stands on them: eight queries at most, whatever there is."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q

from geo import sql
from territories.matrix.cells import Cell, Ground, Homes, cell, fitting, open_set
from territories.models import Area, Authority, Boundary, Organisation, ServiceZone, held
from territories.types import Candidate, Rule, TopicRef, VersionState, ZoneBasis, is_administrative

# Larger than all that are measured: an area that no polygon draws, known by the tree alone.
_UNDRAWN_M2 = 1e15
_DEEPEST = 32
_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Level:
    """Areas of one collection and kind; drawn: how many a version in force draws."""

    collection: str
    title: str
    kind: str
    drawn: int

    @property
    def code(self) -> str:
        return f"{self.collection}/{self.kind}"


@dataclass(slots=True)
class Matrix:
    """Grounds by area; `cells` answers for a topic. on: the day it holds for."""

    on: date
    grounds: Mapping[int, list[Ground]] = field(default_factory=dict)
    homes: Mapping[int, Homes] = field(default_factory=dict)

    def cells(self, topics: Sequence[TopicRef]) -> list[dict[int, Cell]]:
        """For each topic, in order, its cells by area. One query, or none where no parts lie over each other."""
        asked: dict[tuple[int, frozenset[_Key]], int] = {}
        rows = []
        for topic in topics:
            row = {area: fitting(grounds, topic) for area, grounds in self.grounds.items()}
            rows.append((topic, row))
            for area, found in row.items():
                if polygons := open_set(found):
                    asked.setdefault((area, polygons), len(asked))
        together = _together(asked, self.on)
        known: dict[Any, Cell] = {}
        answer = []
        for topic, row in rows:
            line = {}
            for area, found in row.items():
                # Most topics of a category are answered for by the same ones.
                key = (area, found, topic.scope)
                if key not in known:
                    share = together.get((area, open_set(found)))
                    known[key] = cell(found, topic, self.homes.get(area, Homes()), share)
                line[area] = known[key]
            answer.append(line)
        return answer


def levels(*, on: date) -> list[Level]:
    """Kinds of areas that are drawn on a day: levels of administration first, those with most duties before others."""
    drawn = Area.objects.in_force(on).order_by()
    duties = Exists(Authority.objects.filter(held(on), area=OuterRef("pk"))) | Exists(
        ServiceZone.areas.through.objects.filter(area=OuterRef("pk"))
    )
    counted: dict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for slug, title, kind, has in drawn.annotate(has=duties).values_list(
        "collection__slug", "collection__name", "kind", "has"
    ):
        counted[slug, title, kind].append(has)
    order = sorted(counted, key=lambda key: (not is_administrative(key[2]), -sum(counted[key]), key))
    return [Level(*key, drawn=len(counted[key])) for key in order]


def matrix(*, area_ids: Sequence[int], on: date) -> Matrix:
    """The grounds of duty in areas on a local day. Seven queries at most."""
    wanted = list(area_ids)
    houses = sql.rows("territories", "matrix_houses", {"area_ids": wanted, "on_date": on})
    shares = sql.records("territories", "matrix_shares", {"area_ids": wanted, "on_date": on})
    book = _Book(on)
    grounds: dict[int, list[Ground]] = {area: [] for area in wanted}
    for row in shares:
        grounds[row["area_id"]] += book.grounds(row)
    for area in wanted:
        grounds[area] += book.undrawn(area)
    for area, what, zone_id, number in houses:
        if what == "zone":
            total = next(count for other, kind, _id, count in houses if other == area and kind == "all")
            grounds[area].append(Ground(book.zone(zone_id), number / total, ("zone", zone_id), by_house=True))
    return Matrix(on, grounds, _homes(houses))


def _homes(rows: Iterable[tuple[int, str, int, int]]) -> dict[int, Homes]:
    number: dict[int, int] = {}
    managed: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for area, what, key, houses in rows:
        if what == "all":
            number[area] = houses
        elif what == "contract":
            managed[area].append((key, houses))
    ids = {key for pairs in managed.values() for key, _houses in pairs}
    names = dict(Organisation.objects.filter(pk__in=ids).values_list("pk", "name"))
    return {
        area: Homes(count, tuple((key, names[key], houses) for key, houses in managed[area]))
        for area, count in number.items()
    }


def _together(asked: Mapping[tuple[int, frozenset[_Key]], int], on: date) -> dict[Any, float]:
    if not asked:
        return {}
    sets = [
        {
            "number": number,
            "area_id": area,
            "zones": [key for what, key in polygons if what == "zone"],
            "areas": [key for what, key in polygons if what == "area"],
        }
        for (area, polygons), number in asked.items()
    ]
    shares = dict(sql.rows("territories", "matrix_union", {"sets": json.dumps(sets), "on_date": on}))
    return {key: shares.get(number, 0.0) for key, number in asked.items()}


class _Book:
    """Zones, authorities and the tree of areas as candidates. Four queries."""

    def __init__(self, on: date) -> None:
        zones = ServiceZone.objects.filter(held(on)).select_related("organisation").defer("geom")
        self._zones = {zone.pk: zone for zone in zones}
        self._of_area: dict[int, list[int]] = defaultdict(list)
        for zone_id, area_id in ServiceZone.areas.through.objects.values_list("servicezone_id", "area_id"):
            if zone_id in self._zones and self._zones[zone_id].basis == ZoneBasis.AREAS:
                self._of_area[area_id].append(zone_id)
        self._authorities: dict[int, list[Authority]] = defaultdict(list)
        for authority in Authority.objects.filter(held(on)).select_related("organisation"):
            self._authorities[authority.area_id].append(authority)
        drawn = Boundary.objects.filter(version__state=VersionState.PUBLISHED).filter(
            Q(version__valid_from=None) | Q(version__valid_from__lte=on),
            Q(version__valid_to=None) | Q(version__valid_to__gt=on),
        )
        rows = Area.objects.annotate(
            size_m2=Min("boundaries__area_m2", filter=Q(boundaries__in=drawn))
        ).values_list("pk", "name", "parent_id", "size_m2")
        self._areas = {pk: (name, parent, size) for pk, name, parent, size in rows}

    def grounds(self, row: Mapping[str, Any]) -> Iterator[Ground]:
        """What stands on a measured polygon: one zone, or all that names the area."""
        if row["zone_id"] is not None:
            yield Ground(self.zone(row["zone_id"]), row["share"], ("zone", row["zone_id"]))
            return
        yield from self._named(row["named_area_id"], row["share"])

    def undrawn(self, area_id: int) -> Iterator[Ground]:
        """What names areas above that no polygon draws on this day: the whole of whatever lies below them."""
        above: int | None = self._areas[area_id][1]
        depth = 1
        while above is not None and depth <= _DEEPEST:
            if self._areas[above][2] is None:
                yield from self._named(above, 1.0, size_m2=_UNDRAWN_M2 * depth)
            above, depth = self._areas[above][1], depth + 1

    def zone(self, zone_id: int) -> Candidate:
        """The zone as it stands by itself."""
        zone = self._zones[zone_id]
        rule = Rule.ASSET if zone.basis == ZoneBasis.ASSET else Rule.ZONE
        return Candidate(
            rule=rule,
            organisation_id=zone.organisation_id,
            organisation=zone.organisation.name,
            size_m2=zone.area_m2,
            since=zone.valid_from,
            shared=zone.shared,
            zone_id=zone_id,
            label=zone.name,
            topics=tuple(zone.topics),
            categories=tuple(zone.categories),
        )

    def _named(self, area_id: int, share: float, size_m2: float | None = None) -> Iterator[Ground]:
        name, _parent, measured = self._areas[area_id]
        size = measured if size_m2 is None else size_m2
        rest: dict[str, Any] = {"area_id": area_id, "size_m2": size or 0.0}
        for zone_id in self._of_area[area_id]:
            one = self.zone(zone_id)
            yield Ground(replace(one, label=one.label or name, **rest), share, ("area", area_id))
        for authority in self._authorities[area_id]:
            one = Candidate(
                rule=Rule.AUTHORITY,
                organisation_id=authority.organisation_id,
                organisation=authority.organisation.name,
                categories=tuple(authority.categories),
                since=authority.valid_from,
                label=name,
            )
            yield Ground(replace(one, **rest), share, ("area", area_id))
