"""The in-memory index: candidates of many pins, decided by the same rule; read once, it does not see later changes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from math import inf
from typing import Any

import numpy as np
import shapely
from django.conf import settings

from geo.models import House
from geo.types import LonLat
from territories import rules
from territories.bulk.answers import Answers
from territories.bulk.book import AreaOwner, Book, Houses
from territories.bulk.ground import Floats, Hits, Ints
from territories.metric import distances_m, metres_per_degree
from territories.types import AreaHit, Candidate, Decision, Place, TopicRef, ZoneBasis

NO_HOUSE = -1
NOBODY = -1


class BulkIndex:
    """Answers of `queries.decide_executor` for many pins. on: the day of pins that name none of their own.

    collection: only the areas of this set, with all zones. Memory: all pieces and border lines.
    """

    def __init__(self, *, on: date, collection: str = "") -> None:
        self.on = on
        self._book = Book(collection)
        self._houses = Houses(self._book.zones)
        self._house_points: tuple[Ints, Floats, Floats, shapely.STRtree] | None = None

    @property
    def area_owners(self) -> list[AreaOwner]:
        """Area polygons by position, as `areas` names them."""
        return self._book.areas

    def areas(self, lons: Floats, lats: Floats, *, on: Sequence[date] | None = None) -> tuple[Ints, Ints]:
        """Pairs (position of the point, position in `area_owners`) of areas that hold it, sorted by point.

        Degrees, lon and lat apart; on each point's day, else on the index's own. A point within 1 cm of a border
        but outside of it is not paired: `decide` and `queries.areas_covering` are finer.
        """
        points = np.asarray(shapely.points(lons, lats))
        at, owners = self._book.ground.covering(points, lons, lats, self._days(len(points), on))
        is_area = owners < len(self._book.areas)
        return at[is_area], owners[is_area]

    def decide(
        self,
        points: Sequence[LonLat],
        topics: Sequence[TopicRef],
        *,
        on: Sequence[date] | None = None,
        house_ids: Sequence[int | None] | None = None,
    ) -> list[Decision]:
        """Decision per point, in order; topics, days and houses stand at the same positions."""
        lons, lats = np.array([p.lon for p in points]), np.array([p.lat for p in points])
        days = self._days(len(points), on)
        houses = self._house_of(lons, lats, topics, house_ids)
        ground = self._book.ground
        hits = ground.with_far(ground.hits(lons, lats, days, settings.AMBIGUITY_M), lons, lats)
        assets = self._assets(lons, lats)
        edges = np.searchsorted(hits.points, np.arange(len(points) + 1))
        return [
            self._decide(
                self._place(_slice(hits, edges[i], edges[i + 1]), assets.get(i, ()), houses[i], days[i]),
                topics[i],
            )
            for i in range(len(points))
        ]

    def answers(
        self,
        lons: Floats,
        lats: Floats,
        topics: Sequence[TopicRef],
        *,
        on: Sequence[date] | None = None,
        house_ids: Sequence[int | None] | None = None,
    ) -> Answers:
        """As `decide`, made for millions: pins far from every border share the decision of their polygons."""
        days = self._days(len(lons), on)
        houses = self._house_of(lons, lats, topics, house_ids)
        hits = self._book.ground.hits(lons, lats, days, settings.AMBIGUITY_M)
        assets = self._assets(lons, lats)
        edges = np.searchsorted(hits.points, np.arange(len(lons) + 1)).tolist()
        spans = np.searchsorted(self._book.breaks, days, side="right").tolist()
        owners, far = hits.owners.tolist(), np.isnan(hits.border_m)
        kinds: list[Decision] = []
        border_owner: list[int] = []
        known: dict[Any, int] = {}
        which = np.empty(len(lons), dtype=np.int64)
        near = np.bincount(hits.points[~far], minlength=len(lons)).tolist()
        for i in range(len(lons)):
            a, b = edges[i], edges[i + 1]
            plain = i not in assets and not near[i]
            key = (tuple(owners[a:b]), houses[i], topics[i], spans[i]) if plain else None
            kind = known.get(key) if plain else None
            if kind is None:
                kind = len(kinds)
                span = Hits(hits.points[a:b] * 0, hits.owners[a:b], hits.covers[a:b], hits.border_m[a:b])
                full = self._book.ground.with_far(span, lons[i : i + 1], lats[i : i + 1])
                place = self._place(_slice(full, 0, b - a), assets.get(i, ()), houses[i], days[i])
                kinds.append(self._decide(place, topics[i]))
                border_owner.append(self._border_owner(kinds[-1], owners[a:b]) if plain else NOBODY)
                if plain:
                    known[key] = kind
            which[i] = kind
        return Answers(kinds, which, self._borders(kinds, np.array(border_owner), which, lons, lats))

    def _borders(self, kinds: list[Decision], owner: Ints, which: Ints, lons: Floats, lats: Floats) -> Floats:
        """Each pin's own distance: that of its decision, or where many share one, to the owner it rests on."""
        told = np.array([np.nan if kind.border_m is None else kind.border_m for kind in kinds])
        border = told[which] if len(which) else np.empty(0)
        shared = np.flatnonzero(owner[which] != NOBODY) if len(which) else np.empty(0, int)
        border[shared] = self._book.ground.far(lons[shared], lats[shared], owner[which[shared]])
        return border

    def _border_owner(self, decision: Decision, owners: list[int]) -> int:
        """Which of a plain pin's owners gives the distance of its decision."""
        named = decision.chosen or (decision.tied[0] if decision.tied else None)
        first = len(self._book.areas)
        if named is not None and named.area_id is None and named.zone_id is not None:
            zone = self._book.zones[named.zone_id]
            if zone.basis == ZoneBasis.POLYGON:
                return first + self._book.owner_zones.index(named.zone_id)
        wanted = named.area_id if named is not None and named.area_id is not None else decision.area_id
        areas = [owner for owner in owners if owner < first]
        same = [owner for owner in areas if self._book.areas[owner].hit.area_id == wanted]
        if same:
            return same[0]
        return min(areas, key=lambda owner: self._book.areas[owner].hit.area_m2, default=NOBODY)

    def _days(self, count: int, on: Sequence[date] | None) -> Ints:
        if on is None:
            return np.full(count, self.on.toordinal(), dtype=np.int64)
        return np.array([day.toordinal() for day in on], dtype=np.int64)

    def _decide(self, place: Place, topic: TopicRef) -> Decision:
        return rules.decide(
            place.candidates, place.areas, topic, ambiguity_m=settings.AMBIGUITY_M, house_id=place.house_id
        )

    def _place(
        self, hits: Iterator[tuple[int, bool, float]], assets: Iterable[Candidate], house: int, day: int
    ) -> Place:
        """Everything known of one pin, as queries.place_at gives it."""
        on = date.fromordinal(int(day))
        areas: list[tuple[AreaOwner, AreaHit]] = []
        candidates: list[Candidate] = []
        for owner, covers, metres in hits:
            if owner < len(self._book.areas):
                area = self._book.areas[owner]
                areas.append((area, replace(area.hit, covers=covers, border_m=metres)))
            else:
                zone = self._book.zones[self._book.owner_zones[owner - len(self._book.areas)]]
                candidates.append(replace(zone.candidate, covers=covers, border_m=metres))
        levels = [hit for _owner, hit in areas] + self._book.above(areas, on)
        for hit in levels:
            candidates += self._of_area(hit, on)
        candidates += [asset for asset in assets if self._book.zones[asset.zone_id or 0].holds(on)]
        if house != NO_HOUSE:
            candidates += self._of_house(house, on)
        return Place(
            areas=tuple(hit for _owner, hit in areas),
            candidates=tuple(candidates),
            house_id=None if house == NO_HOUSE else house,
        )

    def _of_area(self, hit: AreaHit, on: date) -> Iterator[Candidate]:
        facts: dict[str, Any] = {
            "covers": hit.covers,
            "border_m": hit.border_m,
            "size_m2": hit.area_m2,
            "area_id": hit.area_id,
            "version_id": hit.version_id,
        }
        for authority in self._book.authorities.get(hit.area_id, ()):
            yield replace(authority, **facts, label=hit.name, layer=hit.layer)
        for zone_id in self._book.zones_by_area.get(hit.area_id, ()):
            zone = self._book.zones[zone_id]
            if zone.basis == ZoneBasis.AREAS and zone.holds(on):
                yield replace(zone.candidate, **facts, label=zone.candidate.label or hit.name)

    def _of_house(self, house_id: int, on: date) -> Iterator[Candidate]:
        yield from self._houses.contracts(house_id, on)
        for zone in self._houses.zones(house_id, on):
            yield replace(zone.candidate, house_id=house_id, border_m=inf)

    def _assets(self, lons: Floats, lats: Floats) -> dict[int, list[Candidate]]:
        """Assets within their tolerance of each point, whatever the day."""
        book = self._book
        if not len(book.asset_pieces):
            return {}
        reach = np.array([self._tolerance(zone) for zone in book.asset_zone.tolist()])
        kx, ky = metres_per_degree(lats)
        reach_deg = float(reach.max()) / np.minimum(kx, ky) * 1.001
        at, piece = book.asset_tree.query(shapely.points(lons, lats), predicate="dwithin", distance=reach_deg)
        metres = distances_m(book.asset_pieces[piece], lons[at], lats[at])
        nearest: dict[tuple[int, int], float] = {}
        close = metres <= reach[piece]
        pairs = zip(at[close].tolist(), book.asset_zone[piece[close]].tolist(), metres[close], strict=True)
        for pin, zone, distance in pairs:
            nearest[pin, zone] = min(nearest.get((pin, zone), inf), float(distance))
        found: dict[int, list[Candidate]] = {}
        for (pin, zone), distance in nearest.items():
            found.setdefault(pin, []).append(replace(book.zones[zone].candidate, border_m=distance))
        return found

    def _tolerance(self, zone_id: int) -> float:
        own = self._book.zones[zone_id].tolerance_m
        return float(settings.ASSET_TOLERANCE_M if own is None else own)

    def _house_of(
        self,
        lons: Floats,
        lats: Floats,
        topics: Sequence[TopicRef],
        house_ids: Sequence[int | None] | None,
    ) -> list[int]:
        """The house chosen, else the nearest one where the topic is about house or yard; NO_HOUSE for none."""
        chosen = (
            [NO_HOUSE if one is None else one for one in house_ids] if house_ids else [NO_HOUSE] * len(lons)
        )
        asked = [
            i for i, house in enumerate(chosen) if house == NO_HOUSE and topics[i].scope in rules.HOUSE_SCOPES
        ]
        if asked:
            where = np.array(asked)
            nearest = self._nearest_houses(lons[where], lats[where])
            for i, house in zip(asked, nearest.tolist(), strict=True):
                chosen[i] = house
        self._houses.read(house for house in chosen if house != NO_HOUSE)
        return chosen

    def _nearest_houses(self, lons: Floats, lats: Floats) -> Ints:
        ids, xs, ys, tree = self._all_houses()
        nearest = np.full(len(lons), NO_HOUSE, dtype=np.int64)
        kx, ky = metres_per_degree(lats)
        reach_deg = settings.HOUSE_RADIUS_M / np.minimum(kx, ky) * 1.001
        at, house = tree.query(shapely.points(lons, lats), predicate="dwithin", distance=reach_deg)
        squares = ((xs[house] - lons[at]) * kx[at]) ** 2 + ((ys[house] - lats[at]) * ky[at]) ** 2
        close = squares <= settings.HOUSE_RADIUS_M**2
        at, house, squares = at[close], house[close], squares[close]
        # Written from the farthest to the nearest, among equals from the last id to the first.
        order = np.lexsort((ids[house], squares))[::-1]
        nearest[at[order]] = ids[house[order]]
        return nearest

    def _all_houses(self) -> tuple[Ints, Floats, Floats, shapely.STRtree]:
        if self._house_points is None:
            rows = list(House.objects.values_list("pk", "location"))
            ids = np.array([pk for pk, _point in rows], dtype=np.int64)
            xs = np.array([point.x for _pk, point in rows])
            ys = np.array([point.y for _pk, point in rows])
            self._house_points = (ids, xs, ys, shapely.STRtree(np.asarray(shapely.points(xs, ys))))
        return self._house_points


def _slice(hits: Hits, start: int, stop: int) -> Iterator[tuple[int, bool, float]]:
    return zip(
        hits.owners[start:stop].tolist(),
        hits.covers[start:stop].tolist(),
        hits.border_m[start:stop].tolist(),
        strict=True,
    )
